"""The maintenance commands: `python3 run.py cli …`, or `flask --app wsgi …`. None prints anything about a person."""

import json
import shutil
import signal
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from pathlib import Path
from threading import Event
from typing import Any

import click
from flask import Flask, current_app
from flask.cli import with_appcontext

from app import eier, laas, maaleport, tabeller, worker
from app.cli import kopi, mottak, oppbevaring
from app.cli.arkiver import arkiver
from app.cli.bruker import bruker
from app.cli.felles import TEGNSETT, gruppe, kommando, med_helt_oppsett, skriv_rapport
from app.cli.innsyn import innsyn
from app.cli.logg import logg
from app.cli.merknad import merknad
from app.cli.norsk import Kommandogruppe, bruk_norsk
from app.cli.oversettelser import oversettelser
from app.cli.samtale import samtale
from app.db import arbeid, db
from app.domain.register import innlesing, kommuner
from app.domain.register.fil import les_fil
from app.domain.register.innlesing import Registerlinje, Utfall
from app.domain.register.person import KOLONNER
from app.domain.register.tegnsett import Filfeil, Tegnsett
from app.domain.tilgang.matrise import MATRISE, Krets, Rett, Rolle
from app.web.felles.rom import Krav, krav_til

KRETSER = {Krets.ALLE: "●", Krets.MED_SAK: "● med sak", None: ""}
UTFALL = {
    Utfall.NY: "nye",
    Utfall.ENDRET: "endrede",
    Utfall.UENDRET: "uendrede",
    Utfall.AVVIST: "avviste",
    Utfall.ADVARSEL: "advarsler",
}


def registrer(app: Flask) -> None:
    """Give the app its commands."""
    bruk_norsk()
    app.cli = Kommandogruppe(app.name)
    registrene = (importer_beboere, importer_kommuner, mottak.importer, mottak.mottak)
    kopiene = (kopi.sikkerhetskopi, kopi.gjenopprett, kopi.etter_gjenoppretting)
    for ny in (
        migrer,
        *kopiene,
        demo,
        *registrene,
        epost,
        tilgang,
        ruter,
        bruker,
        merknad,
        samtale,
        logg,
        innsyn,
        arkiver,
        oppbevaring.slett_utloepte,
        api_token,
        oversettelser,
    ):
        app.cli.add_command(ny)


@kommando("migrer")
@click.option("--app-rolle", help="Gi denne rollen i PostgreSQL det appen trenger, nå og etter senere migreringer.")
@with_appcontext
def migrer(app_rolle: str | None) -> None:
    """Bring databasen til nyeste skjema, som den MIGRERING_DATABASE_URL navngir, ellers som DATABASE_URL."""
    with eier.som_eier():
        if app_rolle and db.engine.dialect.name != "postgresql":
            raise click.ClickException("Bare PostgreSQL har roller.")
        try:
            tabeller.oppgrader()
        except tabeller.FremmedDatabase as feil:
            raise click.ClickException(f"Databasen er ikke dette programmets: {feil}. Ingenting er endret.") from feil
        if app_rolle:
            eier.gi_rettigheter(app_rolle)
    click.echo("Databasen har nyeste skjema.")


@kommando("demo")
@click.option("--reset", is_flag=True, help="Slett demodataene og begynn på nytt.")
@with_appcontext
def demo(reset: bool) -> None:
    """Fyll en tom database med demodata."""
    from app.demo import fylling  # here, so that production never loads it

    if not current_app.extensions["mottak_config"].demo:
        raise click.ClickException("Demodata legges bare inn i demomodus (MOTTAK_ENV=demo).")
    with _alene():
        if reset:
            _slett_demo()
        tabeller.oppgrader()
        with arbeid(skriver=True):
            tom = fylling.er_tom()
            if tom:
                fylling.fyll()
    click.echo("Databasen er fylt med demodata." if tom else "Demodatabasen er som sist. Bruk --reset for ferske data.")


@kommando("importer-beboere")
@click.argument("fil", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--dry-run", "proeve", is_flag=True, help="Vis hva som ville blitt endret, uten å endre noe.")
@click.option("--all-or-nothing", "alt_eller_intet", is_flag=True, help="Endre ingenting hvis en rad avvises.")
@TEGNSETT
@click.option("--rapport", type=click.Path(dir_okay=False, path_type=Path), help="Skriv avviste rader i denne filen.")
@with_appcontext
def importer_beboere(fil: Path, proeve: bool, alt_eller_intet: bool, tegnsett: Tegnsett, rapport: Path | None) -> None:
    """Les inn beboerregisteret fra en fil: CSV eller JSON, se docs/register.md."""
    linjer: list[Registerlinje] = []
    try:
        kilde = les_fil(fil, KOLONNER, tegnsett)
        plan = innlesing.se_gjennom(kilde)
        with click.progressbar(length=plan.antall, label="Beboere") as stolpe:
            antall = innlesing.importer_beboere(
                kilde, plan, _behold(linjer, proeve), proeve=proeve, alt_eller_intet=alt_eller_intet,
                fremdrift=stolpe.update,
            )  # fmt: skip
    except Filfeil as feil:
        raise click.ClickException(str(feil)) from feil
    if rapport:
        skriv_rapport(rapport, linjer)
    for linje in linjer:
        click.echo(f"Rad {linje.rad}: {linje.utfall}{': ' if linje.tekst else ''}{linje.tekst}")
    intet = proeve or (alt_eller_intet and antall[Utfall.AVVIST])
    click.echo(", ".join(f"{antall[utfall]} {ord_}" for utfall, ord_ in UTFALL.items()) + ".")
    click.echo("Ingenting er endret." if intet else "Importen er ferdig.")
    if antall[Utfall.AVVIST]:
        raise click.exceptions.Exit(1)


@kommando("importer-kommuner")
@click.option("--dry-run", "proeve", is_flag=True, help="Vis bare hva som ville blitt endret.")
@with_appcontext
def importer_kommuner(proeve: bool) -> None:
    """Les inn listene over kommuner og bydeler. Sammenslåtte og omdøpte beholder historien sin."""
    with arbeid(skriver=not proeve):
        plan = kommuner.planlegg()
        if not proeve:
            kommuner.gjennomfoer(plan)
    for linje in plan.linjer if proeve else ():
        click.echo(linje)
    gjort = plan.tall
    if gjort.erstattede or plan.ukjente:
        click.echo(f"{gjort.erstattede} er erstattet, {len(plan.ukjente)} står ikke lenger i listen og blir stående.")
    click.echo(f"Kommuner og bydeler: {gjort.nye} nye, {gjort.endrede} endrede, {gjort.uendrede} uendrede.")


@gruppe("epost")
def epost() -> None:
    """E-post om varsler."""


@epost.command("send")
@click.option("--loop", is_flag=True, help="Fortsett til prosessen stoppes (SIGTERM, Ctrl-C).")
@click.option("--metrics", "port", type=click.IntRange(1, 65535), help="Svar på /metrics på denne porten, med --loop.")
@with_appcontext
@med_helt_oppsett
def send_epost(loop: bool, port: int | None) -> None:
    """Send det som venter, og det som ellers gjøres ved siden av: påminnelser, purringer."""
    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    if not loop:
        worker.runde(app)
        return
    stopp = Event()
    for tegn in (signal.SIGTERM, signal.SIGINT):
        signal.signal(tegn, lambda _signal, _ramme: stopp.set())
    with _maaleport(port):
        worker.gaa(app, stopp)


epost.add_command(kopi.slipp)


@kommando("tilgang")
def tilgang() -> None:
    """Vis hvilke roller som har hvilke retter."""
    click.echo(_tabellrad("Rett", *Rolle))
    click.echo(_tabellrad("---", *(":-:" for _ in Rolle)))
    for rett in Rett:
        click.echo(_tabellrad(rett, *(KRETSER[MATRISE[rolle].get(rett)] for rolle in Rolle)))


@kommando("ruter")
@click.option("--json", "som_json", is_flag=True, help="Skriv ut som JSON.")
@with_appcontext
def ruter(som_json: bool) -> None:
    """Vis hver adresse med retten den krever."""
    if som_json:
        click.echo(json.dumps(list(_ruter()), ensure_ascii=False, indent=1))
        return
    for rute in _ruter():
        click.echo(f"{','.join(rute['metoder']):10} {rute['adresse']:60} {rute['rett']:22} {rute['endepunkt']}")


@kommando("api-token")
@click.option("--scope", required=True, help="Omfanget, for eksempel kompass:innloesing; flere med mellomrom mellom.")
@click.option("--minutter", default=60, type=click.IntRange(1, 1440), show_default=True)
@with_appcontext
def api_token(scope: str, minutter: int) -> None:
    """Lag et token til maskingrensesnittene, bare i demomodus."""
    from app.web.maskin.maskintoken import lag_demotoken

    config = current_app.extensions["mottak_config"]
    if not config.demo:
        raise click.ClickException("I produksjon utstedes tokener av API_ISSUER.")
    _krev_omfang(scope.split())
    click.echo(lag_demotoken(config, scope, minutter * 60))


def _maaleport(port: int | None) -> AbstractContextManager[object]:
    """The worker's own port to be watched at, where one is asked for."""
    token = current_app.extensions["mottak_config"].metrics_token
    if port is None:
        return nullcontext()
    if not token:
        raise click.ClickException("METRICS_TOKEN må være satt.")
    try:
        return maaleport.aapne(port, token)
    except OSError as feil:
        raise click.ClickException(f"Port {port} kan ikke brukes: {feil.strerror}.") from feil


def _krev_omfang(valgt: list[str]) -> None:
    """Only what some interface asks for. Raises BadParameter."""
    krav = [krav_til(view) for view in current_app.view_functions.values()]
    kjente = sorted({omfang for k in krav if k and k.scope for omfang in (k.scope, *k.flere_omfang)})
    ukjente = [omfang for omfang in valgt if omfang not in kjente]
    if ukjente or not valgt:
        melding = f"{' '.join(ukjente) or 'tomt'}. Velg blant {', '.join(kjente)}."
        raise click.BadParameter(melding, param_hint="--scope")


def _behold(linjer: list[Registerlinje], proeve: bool) -> innlesing.Meld:
    """Keeps what somebody must look at, and in a dry run what would change."""
    vises = {Utfall.AVVIST, Utfall.ADVARSEL} | ({Utfall.NY, Utfall.ENDRET} if proeve else set())
    return lambda linje: linjer.append(linje) if linje.utfall in vises else None


@contextmanager
def _alene() -> Iterator[None]:
    """The demo's folder is taken, and its database is one that we know."""
    config = current_app.extensions["mottak_config"]
    try:
        with laas.ta(config.data):
            yield
    except laas.Opptatt as feil:
        raise click.ClickException(
            f"En demo går i {config.data}. Stopp den, eller velg en annen mappe med MOTTAK_DATA."
        ) from feil
    except tabeller.FremmedDatabase as feil:
        raise click.ClickException(f"Demodatabasen kan ikke brukes: {feil}. --reset gir en fersk.") from feil


def _slett_demo() -> None:
    """Take away all that is there. Refuses where something else than the demo may be in it."""
    from app.demo import fylling

    if not fylling.er_demodata():
        raise click.ClickException("Databasen holder annet enn demodata. Den slettes ikke.")
    tabeller.slett_alt()
    shutil.rmtree(current_app.extensions["mottak_config"].postmappe, ignore_errors=True)


def _tabellrad(*celler: str) -> str:
    return f"| {' | '.join(celler)} |"


def _ruter() -> Iterator[dict[str, Any]]:
    for regel in sorted(current_app.url_map.iter_rules(), key=lambda regel: (regel.rule, regel.endpoint)):
        krav = krav_til(current_app.view_functions[regel.endpoint]) or Krav()
        yield {
            "adresse": regel.rule,
            "metoder": sorted((regel.methods or set()) - {"HEAD", "OPTIONS"}),
            "endepunkt": regel.endpoint,
            "rett": krav.navn,
        }
