"""`cli importer-mottak` and `cli mottak ny`: the reception centres, with which an installation begins."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from app.cli.bruker import feilene
from app.cli.felles import TEGNSETT, gruppe, kommando
from app.db import arbeid
from app.domain.mottak import mottakene
from app.domain.register.fil import les_fil
from app.domain.register.innlesing import Registerlinje, Utfall
from app.domain.register.mottak import KOLONNER, ikke_nevnt, importer_mottak
from app.domain.register.tegnsett import Filfeil, Tegnsett
from app.domain.skjema.blankett import Feilutfylt
from app.domain.tilgang.mottak import Mottakstype


@kommando("importer-mottak")
@click.argument("fil", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", "proeve", is_flag=True, help="Vis hva som ville blitt endret, uten å endre noe.")
@TEGNSETT
@with_appcontext
def importer(fil: Path, proeve: bool, tegnsett: Tegnsett) -> None:
    """Les inn mottaksregisteret fra en fil: CSV eller JSON, se docs/register.md."""
    linjer: list[Registerlinje] = []
    try:
        kilde = les_fil(fil, KOLONNER, tegnsett)
        with arbeid(skriver=not proeve):
            antall = importer_mottak(kilde, linjer.append, proeve=proeve)
            utenfor = ikke_nevnt(kilde)
    except Filfeil as feil:
        raise click.ClickException(str(feil)) from feil
    for linje in linjer:
        if linje.utfall is not Utfall.UENDRET:
            click.echo(f"Rad {linje.rad}: {linje.utfall}{': ' if linje.tekst else ''}{linje.tekst}")
    if utenfor:
        click.echo(f"Står ikke i filen, og blir stående som de er: {', '.join(utenfor)}.")
    click.echo(
        f"Mottak: {antall[Utfall.NY]} nye, {antall[Utfall.ENDRET]} endrede, {antall[Utfall.UENDRET]} uendrede, "
        f"{antall[Utfall.AVVIST]} avviste. {'Ingenting er endret.' if proeve else 'Importen er ferdig.'}"
    )
    if antall[Utfall.AVVIST]:
        raise click.exceptions.Exit(1)


@gruppe("mottak")
def mottak() -> None:
    """Mottakene, når det ikke er en fil å lese inn."""


@mottak.command("ny")
@click.option("--nummer", required=True, help="Mottakets nummer i mottaksregisteret.")
@click.option("--navn", required=True, help="Navnet, slik beboerregisteret skriver det.")
@click.option("--type", "type_", required=True, type=click.Choice([type_.value for type_ in Mottakstype]))
@click.option("--telefon", default="")
@click.option("--epost", default="")
@click.option("--fellespost", default="", help="Adressen som får varslene til mottaket.")
@click.option("--postadresse", default="")
@click.option("--besoeksadresse", default="")
@with_appcontext
def ny(type_: str, **opplysninger: str) -> None:
    """Opprett ett mottak."""
    raa = {navn: [verdi] for navn, verdi in opplysninger.items()} | {"type": [type_]}
    try:
        with arbeid(skriver=True):
            mottakene.opprett_mottak(None, raa)
    except Feilutfylt as feil:
        raise click.ClickException(feilene(feil)) from feil
    click.echo("Mottaket er opprettet. Lag den første mottaksadministratoren med «bruker ny».")
