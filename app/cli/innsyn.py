"""`cli innsyn`: everything about one person as a file, for the answer to whoever asks for it (L3). Prints no names."""

import os
from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli import personfil
from app.cli.felles import kommando
from app.db import arbeid
from app.domain.beboer import duf
from app.domain.bosetting.personfil import les_alt
from app.domain.unntak import IkkeFunnet, Ugyldig

FIL = click.Path(dir_okay=False, path_type=Path)


@kommando("innsyn")
@click.option("--til", type=FIL, required=True, help="Filen som kan utleveres. Finnes den, nektes det.")
@click.option("--vurderes", type=FIL, help="Også resten, i en egen fil: merknader, andre personer, ansattes navn.")
@with_appcontext
def innsyn(til: Path, vurderes: Path | None) -> None:
    """Skriv alt om én person til en fil. Spør om DUF-nummeret, uten å vise det."""
    filer = [fil for fil in (til, vurderes) if fil]
    for fil in filer:
        if fil.exists() or not fil.absolute().parent.is_dir():
            raise click.ClickException("Filen finnes alt, eller mappen finnes ikke. Ingenting er skrevet.")
    if til == vurderes:
        raise click.ClickException("Det som må vurderes, skrives i en egen fil.")
    nummer = _spoer()
    try:
        with arbeid(skriver=True):
            alt = les_alt(nummer)
            sider = [personfil.utlevering(alt), personfil.til_vurdering(alt)]
    except IkkeFunnet as feil:
        raise click.ClickException("Ingen beboer har dette DUF-nummeret.") from feil
    for fil, side in zip(filer, sider, strict=False):
        _skriv(fil, side)
    click.echo("Skrevet, og loggført. Les gjennom filen før den utleveres, og slett den etterpå.")


def _spoer() -> str:
    """Typed unseen, or read from standard input: a command line is kept in the shell's history."""
    try:
        return duf.les_duf(click.prompt("DUF-nummer", hide_input=True))
    except Ugyldig as feil:
        raise click.ClickException(feil.melding % feil.verdier) from feil


def _skriv(fil: Path, side: str) -> None:
    """A new file that only its owner can read."""
    try:
        with os.fdopen(os.open(fil, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as ut:
            ut.write(side)
    except OSError as feil:
        raise click.ClickException(f"Filen kan ikke skrives: {feil.strerror}.") from feil
