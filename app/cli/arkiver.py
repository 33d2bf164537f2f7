"""`cli arkiver`: a package of each completed household that the archive has not got, in a folder. Prints ids only."""

import os
import shutil
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app import noark
from app.cli.felles import kommando
from app.db import arbeid
from app.domain.bosetting import arkivering
from app.noark import Oppsett, UgyldigOppsett
from app.pdf import KanIkkeLages, MotorMangler
from app.web.imdi import arkivpakke
from app.web.imdi.arkivpakke import Pakke

MAPPE = click.Path(exists=True, file_okay=False, writable=True, path_type=Path)


class Finnes(Exception):
    """A folder of the package's name is there, and holds something else."""


@kommando("arkiver")
@click.option("--til", "mappe", type=MAPPE, required=True, help="Mappen pakkene skrives i. Arkivet henter dem der.")
@with_appcontext
def arkiver(mappe: Path) -> None:
    """Skriv en arkivpakke for hver ferdigstilt samtale som arkivet ikke har fått alt av."""
    oppsett = _oppsettet()
    with arbeid(skriver=False):
        venter = arkivering.venter(med_merknader=bool(oppsett.sertifikat))
    with click.progressbar(venter, label="Samtaler") as stolpe:
        proevd = {samtale_id: _proev(samtale_id, oppsett, mappe) for samtale_id in stolpe}
    feilet = [f"{samtale_id}: {grunn}" for samtale_id, grunn in proevd.items() if grunn]
    for linje in feilet:
        click.echo(linje)
    click.echo(f"Pakker skrevet: {len(venter) - len(feilet)}. Feilet: {len(feilet)}.")
    if not oppsett.sertifikat:
        click.echo("Interne merknader er utelatt: arkivets sertifikat er ikke satt.")
    if feilet:
        raise click.exceptions.Exit(1)


def _oppsettet() -> Oppsett:
    fil = current_app.extensions["mottak_config"].arkiv_fil
    if fil is None:
        raise click.ClickException("ARKIV_OPPSETT må være satt. Se docs/drift.md.")
    try:
        return noark.les_oppsett(fil)
    except UgyldigOppsett as feil:
        raise click.ClickException(f"ARKIV_OPPSETT: {feil}.") from feil


def _proev(samtale_id: str, oppsett: Oppsett, mappe: Path) -> str:
    """Write the package and note it; the answer is why it failed, and empty where it did not."""
    try:
        _en(samtale_id, oppsett, mappe)
    except MotorMangler:
        return "PDF kan ikke lages her: pakken typst mangler"
    except KanIkkeLages:
        return "PDF-en ble ikke laget. Prøv igjen"
    except UgyldigOppsett as feil:
        return str(feil)
    except Finnes:
        return "en mappe med samme navn og et annet innhold finnes alt. Ingenting er skrevet over"
    except OSError as feil:
        return f"kan ikke skrives: {feil.strerror}"
    return ""


def _en(samtale_id: str, oppsett: Oppsett, mappe: Path) -> None:
    """First it is on disk, then the log has it: what a crash leaves between is found, and not written twice."""
    with arbeid(skriver=False):
        levert = arkivering.levert(samtale_id)
        utkast = arkivpakke.utkast(arkivering.hent(samtale_id), levert, med_merknader=bool(oppsett.sertifikat))
    pakke = arkivpakke.pakk(utkast, oppsett)
    _skriv(mappe / f"{samtale_id}-{utkast.nr}", pakke)
    with arbeid(skriver=True):
        arkivering.noter(samtale_id, utkast.nr, pakke.sjekksummer)


def _skriv(mappe: Path, pakke: Pakke) -> None:
    """The whole folder or none of it. Raises Finnes, OSError."""
    if mappe.exists():
        if not _er_samme(mappe, pakke):
            raise Finnes
        return
    halv = mappe.with_name(f".{mappe.name}.halv")
    shutil.rmtree(halv, ignore_errors=True)
    try:
        halv.mkdir(mode=0o700)
        for navn, innhold in pakke.filer.items():
            with os.fdopen(os.open(halv / navn, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as ut:
                ut.write(innhold)
                ut.flush()
                os.fsync(ut.fileno())
        halv.rename(mappe)
    except OSError:
        shutil.rmtree(halv, ignore_errors=True)
        raise


def _er_samme(mappe: Path, pakke: Pakke) -> bool:
    """What is encrypted anew is never the same bytes: of that the name is enough."""
    navn = {fil.name for fil in mappe.iterdir()}
    faste = [n for n in pakke.filer if not n.endswith(noark.KRYPTERT) and n != "arkivmelding.xml"]
    return navn == set(pakke.filer) and all((mappe / n).read_bytes() == pakke.filer[n] for n in faste)
