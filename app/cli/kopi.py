"""`cli sikkerhetskopi` and `cli gjenopprett`; and `cli epost slipp`, which a restore waits for. Prints numbers only."""

from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app import kopi, laas
from app.cli.felles import kommando
from app.db import arbeid
from app.domain.brukere.etter_gjenoppretting import Ryddet
from app.domain.varsel import epost, gjenoppretting
from app.kopifil import Kopifeil
from app.norsk import OSLO, tidspunkt
from app.tabeller import FremmedDatabase

FIL = click.Path(dir_okay=False, path_type=Path)
FINNES = click.Path(exists=True, dir_okay=False, path_type=Path)

LISTER = click.option(
    "--fjernet", "lister", type=FINNES, multiple=True, help="Listen over det som er fratatt brukere. Flere går an."
)


@kommando("sikkerhetskopi")
@click.argument("fil", type=FIL)
@with_appcontext
def sikkerhetskopi(fil: Path) -> None:
    """Skriv en sikkerhetskopi av databasen, kryptert med KOPI_KEY, mens systemet er i bruk."""
    try:
        hode = kopi.ta(fil)
    except Kopifeil as feil:
        raise click.ClickException(str(feil)) from feil
    megabyte = fil.stat().st_size / 1_000_000
    click.echo(
        f"Sikkerhetskopien er skrevet: {megabyte:.1f} MB, tatt {tidspunkt(hode.tidspunkt)}, skjema {hode.skjema}."
    )


@kommando("gjenopprett")
@click.argument("fil", type=FINNES)
@LISTER
@click.option("--app-rolle", help="Gi denne rollen i PostgreSQL det appen trenger, som ved migrer.")
@click.option("--proev", "proeve", is_flag=True, help="Gjenopprett, kontroller, og ta det bort igjen.")
@with_appcontext
def gjenopprett(fil: Path, lister: tuple[Path, ...], app_rolle: str | None, *, proeve: bool) -> None:
    """Legg en sikkerhetskopi inn i en tom database. Stopp tjenestene først."""
    config = current_app.extensions["mottak_config"]
    try:
        with laas.ta(config.data) if config.sqlite and not proeve else nullcontext():
            gjort = kopi.gjenopprett(fil, lister or (config.fjernet_fil,), app_rolle, proeve=proeve)
    except laas.Opptatt as feil:
        raise click.ClickException(f"En server bruker {config.data}. Stopp den først.") from feil
    except (Kopifeil, FremmedDatabase) as feil:
        raise click.ClickException(str(feil)) from feil
    tatt = gjort.hode.tidspunkt
    if proeve:
        click.echo(f"Prøven gikk bra: {gjort.rader} rader fra {tidspunkt(tatt)}. Den er tatt bort igjen.")
        return
    click.echo(f"Databasen er gjenopprettet: {gjort.rader} rader, slik den var {tidspunkt(tatt)}.")
    _fortell(tatt, gjort.ryddet, med_liste=gjort.liste)


@kommando("etter-gjenoppretting")
@click.option("--tid", required=True, type=click.DateTime(["%Y-%m-%dT%H:%M"]), help="Hit gikk den, norsk tid.")
@LISTER
@with_appcontext
def etter_gjenoppretting(tid: datetime, lister: tuple[Path, ...]) -> None:
    """Fjern det som ikke skal komme tilbake, når PostgreSQL selv har gjenopprettet til et tidspunkt."""
    tatt = tid.replace(tzinfo=OSLO)
    if tatt > datetime.now(UTC):
        raise click.ClickException("Tidspunktet har ikke vært ennå.")
    ryddet, med_liste = kopi.rydd_etter_annen(tatt, lister or (current_app.extensions["mottak_config"].fjernet_fil,))
    _fortell(tatt, ryddet, med_liste=med_liste)


def _fortell(tatt: datetime, ryddet: Ryddet, *, med_liste: bool) -> None:
    """What was lost, what was taken away, and what is left to do."""
    click.echo(f"Tapt: alt som er lagret siden, {_varighet(datetime.now(UTC) - tatt)}.")
    click.echo(
        f"Avsluttet: {ryddet.innlogginger} innlogginger, {ryddet.koder} koder til Kompass. Fratatt på nytt: "
        f"{ryddet.fjerninger} tilganger. Slettet på nytt: {ryddet.personer} personer."
    )
    if ryddet.staar_igjen:
        click.echo(
            f"Advarsel: {ryddet.staar_igjen} personer som var slettet, er tilbake, for en ferdigstilt samtale stemmer "
            "ikke. Kjør samtale verifiser."
        )
    if not med_liste:
        click.echo(
            "Advarsel: listen over det som er fratatt brukere siden kopien, ble ikke funnet. De har igjen det de "
            "hadde. Gå gjennom «Brukere», eller gjenopprett på nytt med --fjernet."
        )
    click.echo("E-post holdes tilbake til «epost slipp».")


@kommando("slipp")
@click.option("--forkast-gamle", is_flag=True, help="Ikke send det som ventet da kopien ble tatt.")
@with_appcontext
def slipp(*, forkast_gamle: bool) -> None:
    """Slipp e-posten som holdes tilbake etter en gjenoppretting."""
    with arbeid(skriver=True):
        siden = gjenoppretting.holdt_siden()
        if siden is None:
            raise click.ClickException("Ingen e-post holdes tilbake.")
        gamle = epost.ventende_fra_foer(siden)
        if forkast_gamle:
            epost.forkast_fra_foer(siden)
        gjenoppretting.slipp()
    skjebne = "sendes ikke" if forkast_gamle else "sendes nå, og kan komme for andre gang"
    click.echo(f"E-posten er sluppet. {gamle} ventet da kopien ble tatt: de {skjebne}.")


def _varighet(tid: timedelta) -> str:
    minutter = max(0, int(tid.total_seconds())) // 60
    dager, minutter = divmod(minutter, 24 * 60)
    deler = ((dager, "døgn"), (minutter // 60, "timer"), (minutter % 60, "minutter"))
    return " ".join(f"{antall} {ord_}" for antall, ord_ in deler if antall) or "under ett minutt"
