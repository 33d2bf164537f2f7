"""`cli merknad …`: the keys of the internal remark. Prints numbers only."""

import click
from flask.cli import with_appcontext

from app.cli.felles import gruppe
from app.db import arbeid
from app.domain.samtale import noekkelskifte
from app.domain.samtale.noekkelskifte import Fremdrift


@gruppe("merknad")
def merknad() -> None:
    """Nøklene til den interne bosettingsmerknaden."""


@merknad.command("omkrypter")
@with_appcontext
def omkrypter() -> None:
    """Krypter alle interne merknader med den nyeste av nøklene i MERKNAD_KEYS. Kan avbrytes og kjøres igjen."""
    fremdrift = Fremdrift()
    with arbeid(skriver=False):
        bunker = list(noekkelskifte.bunker())
    for lager, fra in bunker:
        with arbeid(skriver=True):
            noekkelskifte.omkrypter(lager, fra, fremdrift)
    click.echo(f"Interne merknader: {fremdrift.nye} omkryptert, {fremdrift.uendrede} hadde nyeste nøkkel.")
    if fremdrift.uleselige:
        raise click.ClickException(f"{fremdrift.uleselige} kunne ikke leses med noen av nøklene, og står som de var.")
