"""Brukeradministrasjon: an administrator makes the users within reach and gives them roles (S7, S9).

Nobody gives a role to himself, and every change is made by one who is an active administrator of the place while it
is locked: so a mottak that has an administrator never loses the last one, not even when two remove each other at once
(D1, D6).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

from app.db import ny_id, sesjon
from app.domain.brukere import identitet
from app.domain.brukere.kontakt import er_bosettingsansvarlig
from app.domain.brukere.ledig_epost import krev_ledig_epost
from app.domain.brukere.roller import andre_bosettingsansvarlige, sett_roller
from app.domain.brukere.virkested import (
    ADMINISTRATORROLLER,
    Virkested,
    er_siste_administrator,
    laas_virkested,
    rekkevidde,
    virkested_for,
)
from app.domain.logg import endringslogg, hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.blankett import Blankett, Feilutfylt, Raa, UkjentFelt, Utdatert, les_gyldig_blankett, utfylt
from app.domain.skjema.felttyper import Epost, Flervalg, Korttekst, Telefon
from app.domain.skjema.grammatikk import Felt
from app.domain.skjema.versjonert import er_utdatert, lagret_blankett, skriv_endringer
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import BOSETTINGSANSVARLIGE, IMDI_ROLLER, Rolle
from app.domain.unntak import Avvist, IkkeFunnet, Nektet, Ugyldig
from app.norsk import sorteringsnoekkel

OPPLYSNINGER = (
    Felt("navn", "Navn", Korttekst(), "", paakrevd=True),
    Felt("epost", "E-post", Epost(), "Varsler om oppgaver sendes hit.", paakrevd=True),
    Felt("telefon", "Telefon", Telefon(), ""),
)
SISTE_ADMINISTRATOR = "Dette er den siste administratoren. Gi rollen til en annen først."


class Foelge(StrEnum):
    """What a change brings with it that the administrator must confirm to have understood (F19, F20)."""

    UTEN_BOSETTINGSANSVARLIG = "uten_bosettingsansvarlig"
    AAPNE_SAMTALER = "aapne_samtaler"


@dataclass
class Ubekreftet(Avvist):
    """The change has consequences that were not confirmed; nothing has been changed."""

    blankett: Blankett
    foelger: Sequence[Foelge]


def brukeroversikt(av: Innlogget, sted: Virkested) -> list[Bruker]:
    """The users of a place by name."""
    return sorted(sesjon.scalars(rekkevidde(av).where(sted.brukere)), key=lambda bruker: sorteringsnoekkel(bruker.navn))


def hent_kollega(av: Innlogget, bruker_id: str) -> Bruker:
    """A user within reach. Raises IkkeFunnet."""
    bruker = sesjon.scalars(rekkevidde(av).where(Bruker.id == bruker_id)).one_or_none()
    if bruker is None:
        raise IkkeFunnet
    return bruker


def laas_kollega(av: Innlogget, bruker_id: str) -> tuple[Virkested, Bruker]:
    """Another user within reach, locked, and the place. Raises IkkeFunnet, and Nektet where it is oneself (D1)."""
    if bruker_id == av.id:
        raise Nektet
    sted = virkested_for(av, hent_kollega(av, bruker_id))
    laas_virkested(av, sted)
    laast = rekkevidde(av).where(Bruker.id == bruker_id, sted.brukere).with_for_update(key_share=True)
    bruker = sesjon.scalars(laast).one_or_none()
    if bruker is None:
        raise IkkeFunnet
    return sted, bruker


def tom_blankett(sted: Virkested) -> Blankett:
    """The form of «Ny bruker»; where there is one role only, it is chosen."""
    felter = _felter(sted, ny=True)
    return utfylt(felter, dict.fromkeys(felt.navn for felt in felter) | {"roller": _eneste(sted)})


def nummerblankett() -> Blankett:
    """The form that registers how a colleague logs in: always empty."""
    return utfylt([identitet.felt(paakrevd=True)], {"nummer": None})


def brukerblankett(sted: Virkested, bruker: Bruker) -> Blankett:
    """The form with what is stored about a user."""
    lagret = lagret_blankett(bruker, OPPLYSNINGER).svar
    return utfylt(_felter(sted), lagret | {"roller": [rolle.value for rolle in bruker.roller if rolle in sted.roller]})


def opprett_bruker(av: Innlogget, sted: Virkested, raa: Raa) -> Bruker:
    """«Ny bruker». Raises UkjentFelt, Feilutfylt, Nektet."""
    laas_virkested(av, sted)
    return lagre_ny(av, sted, raa)


def lagre_ny(av: Innlogget | None, sted: Virkested, raa: Raa) -> Bruker:
    """A new user of a locked place; `av` is None where the operator makes it. Raises UkjentFelt, Feilutfylt."""
    blankett = les_gyldig_blankett(_felter(sted, ny=True), raa)
    roller = _roller(blankett)
    krev_ledig_epost(blankett, mottak_id=sted.mottak_id, kommune_nummer=sted.kommune_nummer)
    _krev_ledig_nummer(av, blankett)
    opplysninger = {felt.navn: blankett[felt.navn] for felt in OPPLYSNINGER}
    bruker = Bruker(id=ny_id(), mottak_id=sted.mottak_id, kommune_nummer=sted.kommune_nummer, **opplysninger)
    sesjon.add(bruker)
    sesjon.flush()
    hendelse.noter(Handling.BRUKER_OPPRETTET, av, gjelder_bruker_id=bruker.id)
    sett_roller(av, bruker.id, (), roller)
    if blankett["nummer"]:
        identitet.registrer_nummer(bruker, blankett["nummer"], av)
    return bruker


def endre_bruker(av: Innlogget, bruker_id: str, raa: Raa) -> None:
    """«Lagre» on a user. Raises IkkeFunnet, Nektet, UkjentFelt, Feilutfylt, Utdatert, Ubekreftet."""
    sted, bruker = laas_kollega(av, bruker_id)
    blankett = les_gyldig_blankett(_felter(sted), raa, "versjon", "bekreft")
    if er_utdatert(bruker, raa):
        raise utdatert(bruker, blankett, brukerblankett(sted, bruker) if bruker.aktiv else None)
    if not bruker.aktiv:
        raise Nektet
    krev_ledig_epost(blankett, mottak_id=sted.mottak_id, kommune_nummer=sted.kommune_nummer, unntatt=bruker)
    nye = set(bruker.roller) - set(sted.styrer) | _roller(blankett)
    _krev_administrator_igjen(sted, bruker, nye, blankett)
    gir_fra_seg = er_bosettingsansvarlig(bruker) and nye.isdisjoint(BOSETTINGSANSVARLIGE)
    if gir_fra_seg and not andre_bosettingsansvarlige(bruker):
        krev_bekreftet([Foelge.UTEN_BOSETTINGSANSVARLIG], raa, blankett)
    endret = skriv_endringer(bruker, OPPLYSNINGER, blankett, noter=partial(_noter_endret, av, bruker.id))
    if sett_roller(av, bruker.id, bruker.roller, nye) and not endret:
        bruker.versjon += 1


def registrer_innlogging(av: Innlogget, bruker_id: str, raa: Raa) -> None:
    """«Registrer» or «Erstatt»: who logs in as this colleague; never as oneself (D1).

    Raises IkkeFunnet, Nektet, UkjentFelt, Feilutfylt, Utdatert, Ugyldig.
    """
    _sted, bruker = laas_kollega(av, bruker_id)
    blankett = les_gyldig_blankett([identitet.felt(paakrevd=True)], raa, "versjon")
    if er_utdatert(bruker, raa):
        raise utdatert(bruker)
    if not bruker.aktiv:
        raise Nektet
    _krev_ledig_nummer(av, blankett, unntatt=bruker)
    identitet.registrer_nummer(bruker, blankett["nummer"], av)
    bruker.versjon += 1


def utdatert(bruker: Bruker, sendt: Blankett | None = None, lagret: Blankett | None = None) -> Utdatert:
    """That somebody changed the user meanwhile; without what was typed, where none of it is to be shown again."""
    sist = endringslogg.sist_endret(endringslogg.om_bruker, bruker.id)
    return Utdatert(sendt or Blankett([]), lagret or Blankett([]), *sist)


def krev_bekreftet(foelger: Sequence[Foelge], raa: Raa, blankett: Blankett) -> None:
    """Raises Ubekreftet where a consequence has not been confirmed, UkjentFelt where something else has."""
    bekreftet = set(raa.get("bekreft", ()))
    if bekreftet - set(Foelge):
        raise UkjentFelt
    if set(foelger) - bekreftet:
        raise Ubekreftet(blankett, foelger)


def _noter_endret(av: Innlogget, bruker_id: str, felt: str, _foer: Any, _naa: Any) -> None:
    hendelse.noter(Handling.BRUKER_ENDRET, av, felt=felt, gjelder_bruker_id=bruker_id)


def _felter(sted: Virkested, *, ny: bool = False) -> Sequence[Felt]:
    """What is asked about a user; of a new one also the number, which later has a form of its own."""
    valg = {rolle.value: rolle.value for rolle in sted.roller}
    nummer = [identitet.felt()] if ny else []
    return (*OPPLYSNINGER, *nummer, Felt("roller", "Roller", Flervalg(valg), ""))


def _eneste(sted: Virkested) -> list[str]:
    return [rolle.value for rolle in sted.roller] if len(sted.roller) == 1 else []


def _roller(blankett: Blankett) -> set[Rolle]:
    """The roles that are chosen. Raises Feilutfylt where they may not go together."""
    roller = {Rolle(kode) for kode in blankett["roller"] or ()}
    if roller.issuperset(IMDI_ROLLER):
        feil = Ugyldig("Ingen i IMDi kan ha begge rollene: den som gir tilgang, leser ikke selv sakene.")
        raise Feilutfylt(blankett.med_feil("roller", feil))
    return roller


def _krev_administrator_igjen(sted: Virkested, bruker: Bruker, nye: set[Rolle], blankett: Blankett) -> None:
    """Raises Feilutfylt where the last administrator would lose that role."""
    if not nye.issuperset(set(bruker.roller) & set(ADMINISTRATORROLLER)) and er_siste_administrator(bruker, sted):
        raise Feilutfylt(blankett.med_feil("roller", Ugyldig(SISTE_ADMINISTRATOR)))


def _krev_ledig_nummer(av: Innlogget | None, blankett: Blankett, unntatt: Bruker | None = None) -> None:
    """Nobody else logs in with the number; whoever tries one that is taken, is logged. Raises Feilutfylt."""
    nummer, bruker_id = blankett["nummer"], unntatt.id if unntatt else None
    if nummer and identitet.er_opptatt(nummer, bruker_id):
        hendelse.noter(Handling.IDENTITET_AVVIST, av, gjelder_bruker_id=bruker_id)
        raise Feilutfylt(blankett.med_feil("nummer", Ugyldig(identitet.OPPTATT)))
