"""A late internal remark: written after completion, sealed by «Send e-postvarsel til IMDi» (S74, S84, story 6).

The draft is autosaved, encrypted, and belongs to the mottak that writes it. Sealing moves the ciphertext as it is to
`merknad`. One that is saved and that nobody announces, the system seals and announces itself after FRIST.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Tidspunkt, sesjon
from app.domain.beboer import modell
from app.domain.beboer.modell import Beboer
from app.domain.kartlegging.kartlegging import INTERN_MERKNAD
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale import merknad, samtale
from app.domain.samtale.merknad import Merknad
from app.domain.samtale.svar import Innsending
from app.domain.samtale.svarlager import Sti
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.unntak import Avvist, IkkeFunnet, Konflikt, Ugyldig
from app.domain.varsel import varsel
from app.domain.varsel.anledning import Anledning
from app.domain.vern import forsoek
from app.domain.vern.forsoek import MERKNAD_VARSEL

FRIST = timedelta(minutes=15)
SAMME = timedelta(seconds=10)
"""The same text about the same person within this time is one click too many, and not a second remark."""


class Merknadutkast(Base):
    """What is being written about a person at a mottak; without text once it is sealed. `versjon` counts on."""

    __tablename__ = "merknadutkast"

    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), primary_key=True)
    mottak_id: Mapped[str] = mapped_column(sa.ForeignKey("mottak.id"), primary_key=True)
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"))
    kryptert: Mapped[str | None] = mapped_column(sa.Text)
    lengde: Mapped[int]
    versjon: Mapped[int]
    klient: Mapped[str] = mapped_column(sa.String(36))
    sekvens: Mapped[int]
    endret: Mapped[datetime] = mapped_column(Tidspunkt, index=True)
    endret_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))


class IkkeFerdigstilt(Avvist):
    """The interview is still open: the remark is written in the form."""


@dataclass(frozen=True)
class Utkast:
    """The draft as its writers see it; `tekst` is empty where there is none."""

    beboer_id: str
    tekst: str = ""
    versjon: int = 0
    endret: datetime | None = None
    sti: Sti = INTERN_MERKNAD.navn


def utkast(bruker: Innlogget, beboer_ider: Sequence[str]) -> Mapping[str, Utkast]:
    """The drafts of the own mottak about some residents, whom the user may know of."""
    rader = sesjon.scalars(
        sa.select(Merknadutkast).where(
            Merknadutkast.beboer_id.in_(beboer_ider), Merknadutkast.mottak_id == bruker.mottak_id
        )
    )
    funnet = {rad.beboer_id: _vist(rad) for rad in rader}
    return {beboer_id: funnet.get(beboer_id, Utkast(beboer_id)) for beboer_id in beboer_ider}


def laas_deltaker(bruker: Innlogget, samtale_id: str, beboer_id: str) -> Beboer:
    """The member of a completed interview of the own mottak, with the interview's row locked.

    Raises IkkeFunnet, Nektet, IkkeFerdigstilt.
    """
    funnet = samtale.hent_samtale(bruker, samtale_id)
    deltaker = next((d for d in funnet.deltakere if d.id == beboer_id), None)
    if deltaker is None:
        raise IkkeFunnet
    if not funnet.laast:
        raise IkkeFerdigstilt
    modell.laas_samtale(samtale_id)
    return deltaker


def lagre_utkast(bruker: Innlogget, deltaker: Beboer, inn: Innsending) -> Utkast:
    """Save the draft about a member who is locked. Raises Ugyldig, Konflikt."""
    tekst = INTERN_MERKNAD.type.parse(inn.raa) or ""
    rad = sesjon.get(Merknadutkast, (deltaker.id, bruker.mottak_id), populate_existing=True, with_for_update=True)
    vist = _vist(rad) if rad else Utkast(deltaker.id)
    if vist.tekst == tekst or (rad and _samme_side(rad, inn) and inn.sekvens <= rad.sekvens):
        return vist
    if vist.versjon != inn.versjon and not (rad and _samme_side(rad, inn)):
        raise _konflikt(rad)
    rad = rad or _nytt(bruker, deltaker)
    rad.kryptert = merknad.krypter(tekst, deltaker.id) if tekst else None
    rad.lengde, rad.versjon, rad.endret, rad.endret_av_id = len(tekst), vist.versjon + 1, naa(), bruker.id
    rad.klient, rad.sekvens = inn.klient, inn.sekvens
    sesjon.flush()
    return _vist(rad)


def send_merknad(bruker: Innlogget, deltaker: Beboer, inn: Innsending) -> bool:
    """«Send e-postvarsel til IMDi»: save what was sent along, seal it, and make the notice. Twice at once is one.

    False where the user has sent so many that this one is only saved: the system sends it after FRIST (M7).
    Raises as `lagre`, and Ugyldig where there is nothing to send.
    """
    tekst = INTERN_MERKNAD.type.parse(inn.raa)
    if tekst and _nettopp_sendt(bruker, deltaker.id, tekst):
        return True
    lagre_utkast(bruker, deltaker, inn)
    rad = sesjon.get(Merknadutkast, (deltaker.id, bruker.mottak_id))
    if rad is None or rad.kryptert is None:
        raise Ugyldig("Skriv merknaden før du sender varsel til IMDi.")
    if forsoek.tell(MERKNAD_VARSEL, bruker.id) > MERKNAD_VARSEL.antall:
        return False
    _forsegl(bruker, rad)
    return True


@dataclass(frozen=True)
class Glemt:
    """A draft that has been left for FRIST."""

    beboer_id: str
    mottak_id: str
    samtale_id: str


def glemte() -> Sequence[Glemt]:
    """Those that are to be sealed and announced, as they stand now."""
    kolonner = (Merknadutkast.beboer_id, Merknadutkast.mottak_id, Merknadutkast.samtale_id)
    return [Glemt(*rad) for rad in sesjon.execute(sa.select(*kolonner).where(*_er_glemt()))]


def varsle_glemt(glemt: Glemt) -> None:
    """Seal and announce one, if it still is to be; behind the same locks as those who write it, in the same order."""
    modell.laas_samtale(glemt.samtale_id)
    rad = sesjon.scalar(
        sa.select(Merknadutkast)
        .where(Merknadutkast.beboer_id == glemt.beboer_id, Merknadutkast.mottak_id == glemt.mottak_id, *_er_glemt())
        .with_for_update()
    )
    if rad:
        _forsegl(None, rad)


def _er_glemt() -> tuple[sa.ColumnElement[bool], ...]:
    return Merknadutkast.kryptert.is_not(None), Merknadutkast.endret <= naa() - FRIST


def _nytt(bruker: Innlogget, deltaker: Beboer) -> Merknadutkast:
    rad = Merknadutkast(beboer_id=deltaker.id, mottak_id=bruker.mottak_id, samtale_id=deltaker.samtale_id)
    sesjon.add(rad)
    return rad


def _samme_side(rad: Merknadutkast, inn: Innsending) -> bool:
    return bool(inn.klient) and rad.klient == inn.klient


def _nettopp_sendt(bruker: Innlogget, beboer_id: str, tekst: str) -> bool:
    """Whether this user has just sealed this very text about this person."""
    siste = sesjon.scalars(
        sa.select(Merknad).where(
            Merknad.beboer_id == beboer_id,
            Merknad.skrevet_av_id == bruker.id,
            Merknad.lengde == len(tekst),
            Merknad.forseglet > naa() - SAMME,
        )
    )
    return any(merknad.les_merknad(m.kryptert, beboer_id) == tekst for m in siste)


def _forsegl(av: Innlogget | None, rad: Merknadutkast) -> None:
    """Seal and announce. An open page that goes on writing is told of it: the row is no longer that page's."""
    merknad_id = merknad.forsegl_kryptert(
        beboer_id=rad.beboer_id,
        samtale_id=rad.samtale_id,
        mottak_id=rad.mottak_id,
        kryptert=rad.kryptert or "",
        lengde=rad.lengde,
        skrevet_av_id=rad.endret_av_id,
    )
    rad.kryptert, rad.lengde, rad.versjon, rad.klient, rad.sekvens, rad.endret = None, 0, rad.versjon + 1, "", 0, naa()
    varsel.send_varsel(
        Anledning.INTERN_MERKNAD, samtale_id=rad.samtale_id, mottak_id=rad.mottak_id, merknad_id=merknad_id
    )
    hendelse.noter(Handling.MERKNAD_VARSLET, av, samtale_id=rad.samtale_id, beboer_id=rad.beboer_id)


def _vist(rad: Merknadutkast) -> Utkast:
    tekst = merknad.les_merknad(rad.kryptert, rad.beboer_id) if rad.kryptert else ""
    return Utkast(rad.beboer_id, tekst, rad.versjon, rad.endret if tekst else None)


def _konflikt(rad: Merknadutkast | None) -> Konflikt:
    """A colleague was first; `versjon` is what to send it with again. The other's text is not told (C3)."""
    if rad is None:
        return Konflikt(0, None, "", naa())
    navn = sesjon.scalar(sa.select(Bruker.navn).where(Bruker.id == rad.endret_av_id)) or ""
    return Konflikt(rad.versjon, None, navn, rad.endret)
