"""Mottakene: the mottak of the country, as IMDi and the register of mottak keep them.

Number, name, type and closing date belong to the register and to IMDi; how the mottak is reached to the mottak, from
the first time that it has changed it itself.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.liste import Side, Utvalg, hent_side
from app.domain.logg import endringslogg, hendelse
from app.domain.logg.hendelse import Handling
from app.domain.mottak.kontakt import KONTAKTFELTER, laas_mottak, noter_endring
from app.domain.skjema.blankett import Blankett, Feilutfylt, Raa, Utdatert, les_gyldig_blankett, utfylt
from app.domain.skjema.felttyper import Dag, Korttekst, Valg
from app.domain.skjema.grammatikk import Felt
from app.domain.skjema.versjonert import Sist, er_utdatert, lagret_blankett, skriv_endringer
from app.domain.tilgang.bruker import Bruker, Innlogget, Rolletildeling
from app.domain.tilgang.matrise import INTEGRERINGSROLLER, Rolle
from app.domain.tilgang.mottak import Mottak, Mottakstype
from app.domain.unntak import Ugyldig
from app.norsk import soekenoekkel, sorteringsnoekkel

REGISTERFELTER = (
    Felt("nummer", "Mottaksnummer", Korttekst(lengde=20), "Nummeret mottaket har i mottaksregisteret.", paakrevd=True),
    Felt("navn", "Navn", Korttekst(lengde=120), "Beboerregisteret finner mottaket ved dette navnet.", paakrevd=True),
    Felt("type", "Type mottak", Valg({t.value: t.tekst for t in Mottakstype}), "", paakrevd=True),
    Felt(
        "nedlagt",
        "Nedlagt fra",
        Dag(),
        "Fra denne dagen får mottaket ingen nye beboere eller oppgaver. Brukerne beholder tilgangen til den siste "
        "beboeren er flyttet. La feltet stå tomt så lenge mottaket er i drift.",
    ),
)
FELTER = (*REGISTERFELTER, *KONTAKTFELTER)
OPPTATT = {"nummer": "Et annet mottak har dette nummeret.", "navn": "Et annet mottak har dette navnet."}


@dataclass(frozen=True)
class Mottakslinje:
    """A mottak in the list, and how many active administrators it has."""

    mottak: Mottak
    administratorer: int


def side(utvalg: Utvalg) -> Side[Mottakslinje]:
    """One page of the mottak by name, those in operation first; `utvalg.tekst` matches name or number."""
    administratorer = (
        sa.select(sa.func.count())
        .where(Bruker.mottak_id == Mottak.id, Bruker.aktiv)
        .where(Bruker.rolletildelinger.any(Rolletildeling.rolle == Rolle.MOTTAKSADMINISTRATOR))
        .scalar_subquery()
    )
    sporring = sa.select(Mottak, administratorer).order_by(Mottak.nedlagt.is_not(None), Mottak.soekenoekkel)
    if noekkel := soekenoekkel(utvalg.tekst):
        nummer = sa.func.lower(Mottak.nummer) == utvalg.tekst.strip().lower()
        sporring = sporring.where(sa.or_(Mottak.soekenoekkel.contains(noekkel, autoescape=True), nummer))
    return hent_side(sporring, utvalg.side, lambda s: [Mottakslinje(*rad) for rad in sesjon.execute(s)])


def ny_blankett() -> Blankett:
    """The form of «Nytt mottak»."""
    return utfylt(FELTER, dict.fromkeys(felt.navn for felt in FELTER))


def mottaksblankett(mottak: Mottak) -> Blankett:
    """The form with what is stored: without what the mottak keeps itself."""
    return lagret_blankett(mottak, _felter(mottak))


def opprett_mottak(av: Innlogget | None, raa: Raa) -> Mottak:
    """«Nytt mottak», by IMDi or, where `av` is None, by the operator. Raises UkjentFelt, Feilutfylt."""
    blankett = les_gyldig_blankett(FELTER, raa)
    _krev_ledig(blankett)
    return lagre_nytt(av, blankett.svar)


def lagre_nytt(av: Innlogget | None, svar: dict[str, Any]) -> Mottak:
    """A mottak with these valid answers of FELTER, in the caller's transaction."""
    mottak = Mottak(**svar | {"type": Mottakstype(svar["type"])})
    sesjon.add(mottak)
    sesjon.flush()
    hendelse.noter(Handling.MOTTAK_OPPRETTET, av, mottak_id=mottak.id)
    return mottak


def endre_mottak(av: Innlogget, mottak_id: str, raa: Raa) -> None:
    """«Lagre» on a mottak. Raises IkkeFunnet, UkjentFelt, Feilutfylt, Utdatert."""
    mottak = laas_mottak(mottak_id)
    blankett = les_gyldig_blankett(_felter(mottak), raa, "versjon")
    if er_utdatert(mottak, raa):
        raise Utdatert(blankett, mottaksblankett(mottak), *_sist_endret(mottak)())
    _krev_ledig(blankett, unntatt=mottak)
    lagre_endringer(av, mottak, _felter(mottak), blankett)


def lagre_endringer(av: Innlogget | None, mottak: Mottak, felter: Sequence[Felt], blankett: Blankett) -> bool:
    """Store what of `felter` differs in the locked mottak; the answer is whether anything did."""
    typer = {felt.navn: felt.type for felt in felter}

    def noter(felt: str, foer: Any, naa: Any) -> None:
        noter_endring(av, mottak, felt, typer[felt].vis(foer), typer[felt].vis(naa))

    endret = skriv_endringer(mottak, felter, blankett, noter=noter)
    mottak.type, mottak.soekenoekkel = Mottakstype(mottak.type), soekenoekkel(mottak.navn)
    return endret


def med_integreringsroller(mottak: Mottak) -> list[Bruker]:
    """Active users whose roles belong to an integreringsmottak, where this one is none any more: by name."""
    if mottak.er_integreringsmottak:
        return []
    har_rollen = Bruker.rolletildelinger.any(Rolletildeling.rolle.in_(INTEGRERINGSROLLER))
    funnet = sesjon.scalars(sa.select(Bruker).where(Bruker.mottak_id == mottak.id, Bruker.aktiv, har_rollen))
    return sorted(funnet, key=lambda bruker: sorteringsnoekkel(bruker.navn))


def opptatt(felt: str, verdi: str, unntatt_id: str | None) -> bool:
    """Whether another mottak has this number, or is called this."""
    har_den = Mottak.nummer == verdi if felt == "nummer" else Mottak.soekenoekkel == soekenoekkel(verdi)
    return sesjon.scalar(sa.select(Mottak.id).where(har_den, Mottak.id != (unntatt_id or "")).limit(1)) is not None


def _krev_ledig(blankett: Blankett, unntatt: Mottak | None = None) -> None:
    """Raises Feilutfylt."""
    for felt, feil in (
        ("nummer", "Et annet mottak har dette nummeret."),
        ("navn", "Et annet mottak har dette navnet."),
    ):
        if opptatt(felt, blankett[felt], unntatt.id if unntatt else None):
            raise Feilutfylt(blankett.med_feil(felt, Ugyldig(feil)))


def _felter(mottak: Mottak) -> Sequence[Felt]:
    return REGISTERFELTER if mottak.egen_kontakt else FELTER


def _sist_endret(mottak: Mottak) -> Sist:
    return partial(endringslogg.sist_endret, endringslogg.om_mottaket, mottak.id)
