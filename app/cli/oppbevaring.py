"""`cli slett-utloepte`: what the rules of retention say is to go, and, when a human says so, it goes. Prints numbers
only."""

from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import click
from flask import current_app
from flask.cli import with_appcontext

from app import eier, fjernet, loggsegling
from app.cli.felles import kommando
from app.db import arbeid, toem_skrivelogg
from app.domain.bosetting import arkivering
from app.domain.logg.fjerninger import Fjerning
from app.domain.logg.hendelse import Handling
from app.domain.oppbevaring import gamle_varsler, sletting
from app.domain.oppbevaring.regler import ANDRE, BOSATT, VARSEL, Regel
from app.domain.oppbevaring.sletting import StemmerIkke

Funnet = Sequence[tuple[str, Regel]]
"""The residents whose time is out, each with the rule."""


@kommando("slett-utloepte")
@click.option("--dry-run", "proeve", is_flag=True, help="Vis bare hva som ville blitt slettet, som uten valg.")
@click.option("--utfoer", is_flag=True, help="Slett. Spør først.")
@click.option("--uten-arkiv", is_flag=True, help="Slett også personer som ikke er overført til arkiv.")
@with_appcontext
def slett_utloepte(*, proeve: bool, utfoer: bool, uten_arkiv: bool) -> None:
    """Slett det som er eldre enn fristene sier. Uten --utfoer vises bare hva det er."""
    if proeve and utfoer:
        raise click.ClickException("Velg enten --dry-run eller --utfoer.")
    with eier.som_eier():
        with arbeid(skriver=False):
            alle = [(id_, regel) for regel in (BOSATT, ANDRE) for id_ in sletting.forfalte(regel)]
            varsler = gamle_varsler.antall()
            arkiverte = arkivering.arkiverte()
        kan = [(id_, regel) for id_, regel in alle if uten_arkiv or not regel.krever_arkiv or id_ in arkiverte]
        _meld(alle, kan, varsler)
        if utfoer:
            _utfoer(kan)
        else:
            _vis(_proev(kan))
            click.echo("Ingenting er slettet. --utfoer sletter.")


def _meld(alle: Funnet, kan: Funnet, varsler: int) -> None:
    """A line for each rule: how many there are, and how many of them the archive must get first."""
    for regel in (BOSATT, ANDRE):
        antall, venter = (sum(r is regel for _, r in liste) for liste in (alle, [f for f in alle if f not in kan]))
        click.echo(f"{regel.hva} ({regel.grunnlag}): {antall} personer, {venter} venter på arkiv.")
    click.echo(f"{VARSEL.hva} ({VARSEL.grunnlag}): {varsler}. Arbeideren sletter dem.")


def _vis(rader: Counter[str]) -> None:
    for tabell, antall in sorted(rader.items()):
        click.echo(f"  {tabell}: {antall} rader")


class _Proevd(Exception):
    """It would go well; nothing is kept of it."""


def _proev(kan: Funnet) -> Counter[str]:
    """How many rows of each table would go. Each is tried, and undone."""
    rader: Counter[str] = Counter()
    for id_, regel in kan:
        with suppress(_Proevd, StemmerIkke), arbeid(skriver=True):
            rader += Counter(sletting.slett(id_, regel.kode).rader)
            raise _Proevd
    return rader


def _utfoer(kan: Funnet) -> None:
    """One at a time, each whole or not at all: what was interrupted is done by doing it again."""
    fil = current_app.extensions["mottak_config"].loggsegl_fil
    loggsegling.forsegl(fil)
    if kan and _ulike(fil):
        raise click.ClickException("Loggen er ikke som den ble skrevet: kjør logg verifiser. Ingenting er slettet.")
    if kan and click.prompt(f"Skriv antallet for å slette {len(kan)} personer for godt", type=int) != len(kan):
        raise click.ClickException("Antallet stemmer ikke. Ingenting er slettet.")
    rader, staar_igjen = _slett(kan)
    loggsegling.forsegl(fil)
    toem_skrivelogg()
    _vis(rader)
    click.echo(f"Slettet: {len(kan) - staar_igjen} personer, {rader.total()} rader.")
    if staar_igjen:
        raise click.ClickException(f"{staar_igjen} står igjen: en ferdigstilt samtale stemmer ikke. Samtale verifiser.")


def _slett(kan: Funnet) -> tuple[Counter[str], int]:
    """The rows that went, and how many persons could not go."""
    rader: Counter[str] = Counter()
    staar_igjen = 0
    liste = fjernet.liste(current_app.extensions["mottak_config"].fjernet_fil)
    for id_, regel in kan:
        try:
            with arbeid(skriver=True):
                if sletting.finnes(id_) and id_ in sletting.forfalte(regel):
                    gjort = sletting.slett(id_, regel.kode)
                    handling = Handling.PERSON_SLETTET
                    liste.legg_til(Fjerning(gjort.hendelse_id, gjort.tid, handling, None, regel.kode, id_))
                    rader += Counter(gjort.rader)
        except StemmerIkke:
            staar_igjen += 1
    return rader, staar_igjen


def _ulike(fil: Path) -> bool:
    with arbeid(skriver=False):
        return bool(list(loggsegling.verifiser(fil)))
