"""`cli logg …`: whether the logs are as they were written. Prints numbers only."""

from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app import loggsegling
from app.cli.felles import gruppe
from app.db import arbeid
from app.domain.logg import segl


@gruppe("logg")
def logg() -> None:
    """Loggene over hvem som har gjort og lest hva."""


@logg.command("verifiser")
@click.option("--hode", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="filen med hodene")
@with_appcontext
def verifiser(hode: Path | None) -> None:
    """Regn ut seglene på nytt, og vis hva som er endret, borte eller satt inn etterpå."""
    fil = hode or current_app.extensions["mottak_config"].loggsegl_fil
    with arbeid(skriver=False):
        avvik = list(loggsegling.verifiser(fil))
        nummer, sum_ = segl.hode()
    for funn in avvik:
        click.echo(f"Segl {funn.nummer}: {funn.hva}" + (f" ({funn.rad})" if funn.rad else ""))
    click.echo(f"Segl: {nummer}. Avvik: {len(avvik)}. Hode: {sum_}")
    if avvik:
        raise click.exceptions.Exit(1)
