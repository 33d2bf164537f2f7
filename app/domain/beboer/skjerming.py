"""Skjerming: IMDi lets a named user in to a shielded resident for a time; every grant, end and read is logged (E1).

The user works at the resident's mottak, in IMDi, or in the kommune that is to settle the resident. Nobody lets himself
in, and whoever has not been let in reads no name here either.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import sqlalchemy as sa

from app.db import ny_id, sesjon
from app.domain.beboer import duf, oppslag
from app.domain.beboer.doerer import har_nummer, i_registeret
from app.domain.beboer.modell import Beboer
from app.domain.beboer.skjermingstilgang import Skjermingstilgang, aapnet_for, gjelder
from app.domain.kommune.kommune import hent_kommune, kommune_og_mor
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.blankett import Blankett, Feilutfylt, Raa, les_gyldig_blankett, utfylt
from app.domain.skjema.felttyper import Dag, Langtekst, Valg
from app.domain.skjema.grammatikk import Felt
from app.domain.tid import i_dag, naa
from app.domain.tilgang.bruker import Bruker, Innlogget, med_rolle
from app.domain.tilgang.matrise import MOTTAKSROLLER, Rett, Rolle, roller_med
from app.domain.unntak import IkkeFunnet, Ugyldig

LENGST = timedelta(days=365)
STANDARD = timedelta(days=30)
ROLLER: list[Rolle] = [rolle for rolle in MOTTAKSROLLER if rolle != Rolle.MOTTAKSADMINISTRATOR]
"""Those whose work is with residents; the grant opens the wall, what they may do is still their roles'."""
_LEST = "lest_skjermet"


@dataclass(frozen=True)
class Gitt:
    """A grant that applies, as IMDi sees it."""

    tilgang: Skjermingstilgang
    bruker: str
    sted: str
    beboer: str | None
    """The name, for whoever has been let in too."""


def finn_skjermet(av: Innlogget, nummer: str) -> Beboer:
    """The shielded resident with this DUF-nummer, at whichever mottak; logged, and counted as any look-up.

    Raises Ugyldig, IkkeFunnet, ForMange.
    """
    hvem = har_nummer(duf.les_duf(nummer))
    if (funnet := oppslag.telt(av, lambda: _hvis_noen(hvem))) is None:
        raise IkkeFunnet
    hendelse.noter(Handling.DUF_SOEKT, av, beboer_id=funnet.id)
    return funnet


def hent_skjermet(beboer_id: str) -> Beboer:
    """A shielded resident, at whichever mottak. Raises IkkeFunnet."""
    return _en(Beboer.id == beboer_id)


def tilgangsblankett(av: Innlogget, beboer: Beboer) -> Blankett:
    """The form of a new grant."""
    return utfylt(_felter(av, beboer), {"bruker": None, "begrunnelse": None, "til_og_med": i_dag() + STANDARD})


def gi_tilgang(av: Innlogget, beboer_id: str, raa: Raa) -> Skjermingstilgang:
    """Let a user in. Raises IkkeFunnet, UkjentFelt, and Feilutfylt where the form does not hold."""
    beboer = hent_skjermet(beboer_id)
    fylt = les_gyldig_blankett(_felter(av, beboer), raa, "beboer")
    if not i_dag() <= fylt["til_og_med"] <= i_dag() + LENGST:
        feil = Ugyldig("Velg en dato fra i dag og høyst ett år fram.")
        raise Feilutfylt(fylt.med_feil("til_og_med", feil))
    tilgang = Skjermingstilgang(
        id=ny_id(), beboer_id=beboer.id, bruker_id=fylt["bruker"], begrunnelse=fylt["begrunnelse"],
        gitt=naa(), gitt_av_id=av.id, til_og_med=fylt["til_og_med"],
    )  # fmt: skip
    sesjon.add(tilgang)
    sesjon.flush()
    hendelse.noter(Handling.SKJERMING_GITT, av, beboer_id=beboer.id, gjelder_bruker_id=fylt["bruker"])
    return tilgang


def avslutt_tilgang(av: Innlogget, tilgang_id: str) -> None:
    """End a grant now; one that has ended stays so. Raises IkkeFunnet."""
    tilgang = sesjon.get(Skjermingstilgang, tilgang_id, with_for_update=True)
    if tilgang is None:
        raise IkkeFunnet
    if tilgang.avsluttet is None:
        tilgang.avsluttet = naa()
        hendelse.noter(
            Handling.SKJERMING_AVSLUTTET, av, beboer_id=tilgang.beboer_id, gjelder_bruker_id=tilgang.bruker_id
        )


def gjeldende_tilganger(leser: Innlogget) -> Sequence[Gitt]:
    """The grants that apply, the one that ends first first."""
    rader = sesjon.execute(
        sa.select(Skjermingstilgang, Bruker)
        .join(Bruker, Bruker.id == Skjermingstilgang.bruker_id)
        .where(gjelder())
        .order_by(Skjermingstilgang.til_og_med, Skjermingstilgang.gitt)
        .options(sa.orm.joinedload(Bruker.mottak))
    ).all()
    navn = {b.id: b.navn for b in i_registeret(Beboer.id.in_(aapnet_for(leser.id)))}
    return [Gitt(t, b.navn, _sted(b), navn.get(t.beboer_id)) for t, b in rader]


def loggfoer_lesing(bruker: Innlogget) -> None:
    """Log which shielded residents this unit of work has read on a grant; in the caller's transaction."""
    lest = sesjon().info.pop(_LEST, set())
    aapnet = sesjon.scalars(aapnet_for(bruker.id).where(Skjermingstilgang.beboer_id.in_(lest)).distinct())
    for beboer_id in sorted(aapnet):
        hendelse.noter(Handling.SKJERMET_LEST, bruker, beboer_id=beboer_id)


def husk_lest(beboer_id: str) -> None:
    """What is shown of this resident was not read through Beboer, as the answers of a save are not."""
    sesjon().info.setdefault(_LEST, set()).add(beboer_id)


def har_lest() -> bool:
    """Whether a shielded resident has been read since the last time that was logged."""
    return bool(sesjon().info.get(_LEST))


@sa.event.listens_for(Beboer, "load")
def _husk(beboer: Beboer, kontekst: Any) -> None:
    """Every way to a resident passes here, so no page can forget to log that it shows one who is shielded."""
    if beboer.skjermet:
        kontekst.session.info.setdefault(_LEST, set()).add(beboer.id)


def _en(hvem: sa.ColumnElement[bool]) -> Beboer:
    if (funnet := _hvis_noen(hvem)) is None:
        raise IkkeFunnet
    return funnet


def _hvis_noen(hvem: sa.ColumnElement[bool]) -> Beboer | None:
    return next(iter(i_registeret(sa.and_(hvem, Beboer.skjermet, Beboer.trukket.is_(None)))), None)


def _felter(av: Innlogget, beboer: Beboer) -> Sequence[Felt]:
    mulige = {bruker.id: f"{bruker.navn}, {_sted(bruker)}" for bruker in _kan_slippes_inn(beboer) if bruker.id != av.id}
    return (
        Felt("bruker", "Hvem skal ha tilgang?", Valg(mulige), "", paakrevd=True),
        Felt("begrunnelse", "Begrunnelse", Langtekst(500), "", paakrevd=True),
        Felt("til_og_med", "Til og med", Dag(), "", paakrevd=True),
    )


def _kan_slippes_inn(beboer: Beboer) -> list[Bruker]:
    """Those whose work it may be: at the mottak, in IMDi, and in the kommune that is to settle the resident."""
    i_kommunen = Bruker.kommune_nummer.in_(kommune_og_mor(beboer.soekt_ut_til or ""))
    return [
        *med_rolle(beboer.mottak_id, ROLLER),
        *med_rolle(None, roller_med(Rett.SAK_SE)),
        *med_rolle(None, roller_med(Rett.SOEKT_UT_SE), i_kommunen),
    ]


def _sted(bruker: Bruker) -> str:
    if bruker.kommune_nummer:
        return hent_kommune(bruker.kommune_nummer).navn
    return bruker.mottak.navn if bruker.mottak else "IMDi"
