"""Svar: the answers of an interview, one row each, saved one by one as they are typed (S48).

A save carries the version of the answer it was based on. Another's change meanwhile is a Konflikt and changes
nothing; a resend, or a late copy of an earlier save from the same page, is harmless. Every value ever saved stays
in the history. The interview's row is locked first, so a save and a completion never pass each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, mapped_column

from app.db import Base, Noekkel, Tidspunkt, kjoer, ny_id, sesjon
from app.domain.beboer import skjerming
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale import merknad
from app.domain.skjema.grammatikk import Deltakende, Liste, Sted, Svarverdier, rader
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.unntak import IkkeFunnet, Konflikt, Ugyldig

RAD_FJERNET = "Raden er fjernet av en annen. Legg til en ny hvis den skal være med."
Sti = str
StiType = sa.String(120)
Verdi = sa.JSON(none_as_null=True)


class Svar(Base):
    __tablename__ = "svar"

    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"), primary_key=True)
    sti: Mapped[Sti] = mapped_column(StiType, primary_key=True)
    samtale_id: Mapped[str] = mapped_column(sa.ForeignKey("bosettingssamtale.id"), index=True)
    verdi: Mapped[Any | None] = mapped_column(Verdi)
    versjon: Mapped[int]
    klient: Mapped[str] = mapped_column(sa.String(36))
    sekvens: Mapped[int]
    endret: Mapped[datetime] = mapped_column(Tidspunkt)
    endret_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))


class Svarhistorikk(Base):
    """Every value ever saved, by whom, when and at which mottak: at once the history and the log of changes.

    The database itself writes a row at each save (a trigger on `svar`), and refuses to change or remove one.
    """

    __tablename__ = "svarhistorikk"
    __table_args__ = (sa.UniqueConstraint("beboer_id", "sti", "versjon"),)

    id: Mapped[int] = mapped_column(sa.BigInteger().with_variant(sa.Integer, "sqlite"), primary_key=True)
    beboer_id: Mapped[str] = mapped_column(sa.ForeignKey("beboer.id"))
    samtale_id: Mapped[str] = mapped_column(Noekkel)
    mottak_id: Mapped[str] = mapped_column(Noekkel)
    sti: Mapped[Sti] = mapped_column(StiType)
    versjon: Mapped[int]
    verdi: Mapped[Any | None] = mapped_column(Verdi)
    endret: Mapped[datetime] = mapped_column(Tidspunkt)
    endret_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))


@dataclass(frozen=True)
class Lagret:
    """An answer as it stands in the database, decrypted."""

    verdi: Any | None
    versjon: int
    klient: str
    sekvens: int
    endret: datetime
    endret_av_id: str


@dataclass(frozen=True)
class Innsending:
    """A save as the browser sends it.

    `raa` are the form's values under the path; `versjon` the one the page showed (0: none yet). `klient` names the
    open page and `sekvens` counts its saves; a plain form has neither.
    """

    sti: Sti
    raa: Sequence[str]
    versjon: int
    klient: str = ""
    sekvens: int = 0


Svarsamling = dict[Sti, Lagret]


def hent_svar(beboer_ider: Sequence[str]) -> dict[str, Svarsamling]:
    """All answers of some residents, in one query: beboer id → path → answer."""
    samling: dict[str, Svarsamling] = {beboer_id: {} for beboer_id in beboer_ider}
    for r in kjoer(_HENT, {"ider": list(beboer_ider)}):
        verdi = _les(r.sti, r.verdi, r.beboer_id)
        samling[r.beboer_id][r.sti] = Lagret(verdi, r.versjon, r.klient, r.sekvens, r.endret, r.endret_av_id)
    return samling


def verdier(samling: Mapping[Sti, Lagret]) -> dict[Sti, Any]:
    """Path → value, as the questionnaire's grammar asks for it."""
    return {sti: lagret.verdi for sti, lagret in samling.items()}


def svarverdier_for(beboer_ider: Sequence[str]) -> dict[str, Svarverdier]:
    """As hent_svar, values only."""
    return {beboer_id: verdier(samling) for beboer_id, samling in hent_svar(beboer_ider).items()} if beboer_ider else {}


def lagre_svar(av: Innlogget, beboer: Deltakende, samling: Svarsamling, inn: Innsending) -> Lagret:
    """Save one field of a locked, open interview; `samling` holds the person's answers and is kept up to date.

    The answer is what is stored now. Raises IkkeFunnet where there is no such field for this person, Ugyldig where
    the input cannot be stored, Konflikt where a colleague changed the same field since `inn.versjon`.
    """
    sted = KARTLEGGING.finn(inn.sti)
    if sted and er_fjernet(sted, samling):
        raise Ugyldig(RAD_FJERNET)
    if sted and sted.felt.bortfalt and not sted.felt.gjelder(beboer):
        raise Ugyldig(sted.felt.bortfalt)
    if sted is None or not finnes(sted, beboer, samling):
        raise IkkeFunnet
    verdi = sted.felt.type.parse(inn.raa)
    return _skriv(av, beboer, samling, inn, verdi)


def finnes(sted: Sted, beboer: Deltakende, samling: Mapping[Sti, Lagret]) -> bool:
    """Whether the question is one for this person, and its row is there."""
    return sted.felt.gjelder(beboer) and (sted.liste is None or sted.rad in rader(sted.liste, verdier(samling)))


def er_fjernet(sted: Sted, samling: Mapping[Sti, Lagret]) -> bool:
    """Whether the field stood in a row that has been taken out."""
    rad = samling.get(f"{sted.liste.navn}.{sted.rad}") if sted.liste else None
    return rad is not None and rad.verdi is None


def legg_til_rad(av: Innlogget, beboer: Deltakende, samling: Svarsamling, liste: Liste) -> Sti:
    """Add an empty row to a repeated group of a locked, open interview; the answer is its path. The page that comes
    back shows the other rows too, so this is a reading, as `fjern_rad` is.
    """
    skjerming.husk_lest(beboer.id)
    eksisterende = rader(liste, verdier(samling))
    if len(eksisterende) >= liste.maks_rader:
        raise Ugyldig("Det er ikke plass til flere enn %(antall)s her.", antall=liste.maks_rader)
    sti = f"{liste.navn}.{ny_id()}"
    siste = max((int(samling[f"{liste.navn}.{rad}"].verdi or 0) for rad in eksisterende), default=0)
    _skriv(av, beboer, samling, Innsending(sti, (), 0), siste + 1)
    return sti


def fjern_rad(
    av: Innlogget, beboer: Deltakende, samling: Svarsamling, sti: Sti, vist: Mapping[Sti, int] | None = None
) -> None:
    """Take a row out of its repeated group; what it held stays in the history. `vist`: the versions the page showed.

    A row that a colleague took out meanwhile stays out. Raises IkkeFunnet where there never was such a row, Konflikt
    where a colleague has written something in it that the page did not show.
    """
    skjerming.husk_lest(beboer.id)
    navn, _, rad = sti.partition(".")
    if not isinstance(KARTLEGGING.ledd(navn), Liste) or "." in rad or sti not in samling:
        raise IkkeFunnet
    celler = [celle for celle, lagret in samling.items() if celle.startswith(f"{sti}.") and lagret.verdi is not None]
    for celle in celler:
        if (vist or {}).get(celle, samling[celle].versjon) != samling[celle].versjon:
            raise _konflikt(beboer, celle, samling[celle])
    toem(av, beboer, samling, [*celler, sti])


def toem(av: Innlogget, beboer: Deltakende, samling: Svarsamling, stier: Sequence[Sti]) -> None:
    """Empty some answers, whatever their version."""
    for sti in stier:
        _skriv(av, beboer, samling, Innsending(sti, (), samling[sti].versjon), None)


def verdi_i_versjon(beboer_id: str, sti: Sti, versjon: int) -> Any | None:
    """What the field held at a version, None for none: tells a plain form's untouched fields from the changed ones."""
    raa = sesjon.scalar(
        sa.select(Svarhistorikk.verdi).where(
            Svarhistorikk.beboer_id == beboer_id, Svarhistorikk.sti == sti, Svarhistorikk.versjon == versjon
        )
    )
    return _les(sti, raa, beboer_id)


def mangler(beboer: Deltakende, samling: Mapping[Sti, Lagret]) -> list[Sti]:
    """Paths of the required answers that are missing."""
    return KARTLEGGING.mangler(beboer, verdier(samling))


def vises(sti: Sti, samling: Mapping[Sti, Lagret]) -> bool:
    """Whether the question at this path is asked, given the other answers."""
    sted = KARTLEGGING.finn(sti)
    return sted is not None and KARTLEGGING.er_synlig(sted, verdier(samling))


def _skriv(av: Innlogget, beboer: Deltakende, samling: Svarsamling, inn: Innsending, verdi: Any | None) -> Lagret:
    naavaerende = samling.get(inn.sti)
    versjon = naavaerende.versjon if naavaerende else 0
    if naavaerende and (naavaerende.verdi == verdi or _er_gammelt(naavaerende, inn)):
        return naavaerende
    if not naavaerende and verdi is None:
        return Lagret(None, 0, "", 0, naa(), av.id)
    if versjon != inn.versjon and not _er_samme_side(naavaerende, inn):
        if naavaerende and not inn.klient and verdi == verdi_i_versjon(beboer.id, inn.sti, inn.versjon):
            return naavaerende
        raise _konflikt(beboer, inn.sti, naavaerende)
    ny = Lagret(verdi, versjon + 1, inn.klient, inn.sekvens, naa(), av.id)
    _lagre_rad(beboer, inn.sti, ny)
    samling[inn.sti] = ny
    return ny


def _er_samme_side(naavaerende: Lagret | None, inn: Innsending) -> bool:
    return naavaerende is not None and bool(inn.klient) and naavaerende.klient == inn.klient


def _er_gammelt(naavaerende: Lagret, inn: Innsending) -> bool:
    """A resend, or a save that a newer one of the same page has overtaken (K3, K4)."""
    return _er_samme_side(naavaerende, inn) and inn.sekvens <= naavaerende.sekvens


def _konflikt(beboer: Deltakende, sti: Sti, naavaerende: Lagret | None) -> Konflikt:
    """Its answer shows what a colleague has stored: of a shielded person, that is a reading."""
    skjerming.husk_lest(beboer.id)
    if naavaerende is None:
        return Konflikt(0, None, "", naa())
    navn = sesjon.scalar(sa.select(Bruker.navn).where(Bruker.id == naavaerende.endret_av_id)) or ""
    lagret = None if _er_kryptert(sti) else naavaerende.verdi
    return Konflikt(naavaerende.versjon, lagret, navn, naavaerende.endret)


def _lagre_rad(beboer: Deltakende, sti: Sti, ny: Lagret) -> None:
    lagres = merknad.krypter(ny.verdi, beboer.id) if ny.verdi is not None and _er_kryptert(sti) else ny.verdi
    rad = {
        "beboer_id": beboer.id, "sti": sti, "samtale_id": beboer.samtale_id, "verdi": lagres, "versjon": ny.versjon,
        "klient": ny.klient, "sekvens": ny.sekvens, "endret": ny.endret, "endret_av_id": ny.endret_av_id,
    }  # fmt: skip
    if ny.versjon == 1:
        kjoer(_SETT_INN, rad)
    else:
        kjoer(_OPPDATER, {f"_{navn}": verdi for navn, verdi in rad.items()})


def _er_kryptert(sti: Sti) -> bool:
    sted = KARTLEGGING.finn(sti)
    return sted is not None and sted.felt.kryptert


def _les(sti: Sti, lagret: Any | None, beboer_id: str) -> Any | None:
    return merknad.les_merknad(lagret, beboer_id) if lagret is not None and _er_kryptert(sti) else lagret


_SVAR = Svar.__table__
_ENDRES = ("samtale_id", "verdi", "versjon", "klient", "sekvens", "endret", "endret_av_id")
_HENT = sa.select(
    _SVAR.c.beboer_id, _SVAR.c.sti, _SVAR.c.verdi, _SVAR.c.versjon, _SVAR.c.klient, _SVAR.c.sekvens,
    _SVAR.c.endret, _SVAR.c.endret_av_id,
).where(_SVAR.c.beboer_id.in_(sa.bindparam("ider", expanding=True)))  # fmt: skip
_SETT_INN = sa.insert(_SVAR)
_OPPDATER = (
    sa.update(_SVAR)
    .where(_SVAR.c.beboer_id == sa.bindparam("_beboer_id"), _SVAR.c.sti == sa.bindparam("_sti"))
    .values({_SVAR.c[navn]: sa.bindparam(f"_{navn}") for navn in _ENDRES})
)
