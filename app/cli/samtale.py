"""`cli samtale …`: what the operator can ask of the completed interviews. Prints numbers and ids only."""

import click
from flask.cli import with_appcontext

from app.cli.felles import gruppe
from app.db import arbeid
from app.domain.samtale import verifisering


@gruppe("samtale")
def samtale() -> None:
    """De ferdigstilte bosettingssamtalene."""


@samtale.command("verifiser")
@with_appcontext
def verifiser() -> None:
    """Regn ut kontrollsummen til alle ferdigstilte samtaler på nytt, og vis dem den ikke stemmer for."""
    antall, ulike = 0, 0
    with arbeid(skriver=False):
        for kontroll in verifisering.verifiser():
            antall += 1
            if not kontroll.stemmer:
                ulike += 1
                click.echo(f"Stemmer ikke: {kontroll.samtale_id}")
    click.echo(f"Ferdigstilte samtaler: {antall - ulike} stemmer, {ulike} stemmer ikke.")
    if ulike:
        raise click.exceptions.Exit(1)
