"""Brukeradministrasjon: a mottaksadministrator makes the users of the own mottak and gives them roles (S7, S9).

Nobody gives a role to himself, and every change is made by one who is an active administrator of the mottak while
the mottak's row is locked: so a mottak that has an administrator never loses the last one, not even when two remove
each other at once (D1, D6).
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from typing import Any

import sqlalchemy as sa

from app.db import ny_id, sesjon
from app.domain.brukere import identitet
from app.domain.brukere.kontakt import er_bosettingsansvarlig
from app.domain.logg import endringslogg, hendelse
from app.domain.logg.hendelse import Handling
from app.domain.skjema.blankett import Blankett, Feilutfylt, Raa, UkjentFelt, Utdatert, les_gyldig_blankett, utfylt
from app.domain.skjema.felttyper import Epost, Flervalg, Korttekst, Telefon
from app.domain.skjema.grammatikk import Felt
from app.domain.skjema.versjonert import er_utdatert, lagret_blankett, skriv_endringer
from app.domain.tilgang.bruker import Bruker, Innlogget, Rolletildeling, med_rolle
from app.domain.tilgang.matrise import BOSETTINGSANSVARLIGE, MOTTAKSROLLER, Rett, Rolle, kan, roller_ved
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import Avvist, IkkeFunnet, Nektet, Ugyldig
from app.norsk import sorteringsnoekkel

OPPLYSNINGER = (
    Felt("navn", "Navn", Korttekst(), "", paakrevd=True),
    Felt("epost", "E-post", Epost(), "Varsler om oppgaver sendes hit.", paakrevd=True),
    Felt("telefon", "Telefon", Telefon(), ""),
)


class Foelge(StrEnum):
    """What a change brings with it that the administrator must confirm to have understood (F19, F20)."""

    UTEN_BOSETTINGSANSVARLIG = "uten_bosettingsansvarlig"
    AAPNE_SAMTALER = "aapne_samtaler"


@dataclass
class Ubekreftet(Avvist):
    """The change has consequences that were not confirmed; nothing has been changed."""

    blankett: Blankett
    foelger: Sequence[Foelge]


def brukeroversikt(av: Innlogget) -> list[Bruker]:
    """The users of the own mottak by name."""
    return sorted(sesjon.scalars(_egne(av)), key=lambda bruker: sorteringsnoekkel(bruker.navn))


def hent_kollega(av: Innlogget, bruker_id: str) -> Bruker:
    """A user of the own mottak. Raises IkkeFunnet."""
    bruker = sesjon.scalars(_egne(av).where(Bruker.id == bruker_id)).one_or_none()
    if bruker is None:
        raise IkkeFunnet
    return bruker


def tom_blankett(mottak: Mottak) -> Blankett:
    """The form of «Ny bruker»."""
    felter = _felter(mottak, ny=True)
    return utfylt(felter, dict.fromkeys(felt.navn for felt in felter))


def nummerblankett() -> Blankett:
    """The form that registers how a colleague logs in: always empty."""
    return utfylt([identitet.felt(paakrevd=True)], {"nummer": None})


def brukerblankett(mottak: Mottak, bruker: Bruker) -> Blankett:
    """The form with what is stored about a user."""
    lagret = lagret_blankett(bruker, OPPLYSNINGER).svar
    return utfylt(_felter(mottak), lagret | {"roller": [rolle.value for rolle in bruker.roller]})


def opprett_bruker(av: Innlogget, raa: Raa) -> Bruker:
    """«Ny bruker». Raises UkjentFelt, Feilutfylt, Nektet."""
    mottak = laas_mottaket(av)
    blankett = les_gyldig_blankett(_felter(mottak, ny=True), raa)
    _krev_ledig_epost(mottak, blankett)
    _krev_ledig_nummer(av, blankett)
    return _opprett(av, mottak, blankett)


def endre_bruker(av: Innlogget, bruker_id: str, raa: Raa) -> None:
    """«Lagre» on a user. Raises IkkeFunnet, Nektet, UkjentFelt, Feilutfylt, Utdatert, Ubekreftet."""
    mottak = laas_mottaket(av)
    bruker = laas_kollega(av, bruker_id)
    blankett = les_gyldig_blankett(_felter(mottak), raa, "versjon", "bekreft")
    if er_utdatert(bruker, raa):
        raise utdatert(bruker, blankett, brukerblankett(mottak, bruker) if bruker.aktiv else None)
    if not bruker.aktiv:
        raise Nektet
    _krev_ledig_epost(mottak, blankett, unntatt=bruker)
    nye = _roller(blankett)
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
    laas_mottaket(av)
    bruker = laas_kollega(av, bruker_id)
    blankett = les_gyldig_blankett([identitet.felt(paakrevd=True)], raa, "versjon")
    if er_utdatert(bruker, raa):
        raise utdatert(bruker)
    if not bruker.aktiv:
        raise Nektet
    _krev_ledig_nummer(av, blankett, unntatt=bruker)
    identitet.registrer_nummer(bruker, blankett["nummer"], av)
    bruker.versjon += 1


def laas_mottaket(av: Innlogget) -> Mottak:
    """The own mottak with its row locked: changes to its users go one after the other.

    The administrator's own rights are read anew under the lock. Raises Nektet.
    """
    laas = sa.select(Mottak).where(Mottak.id == av.mottak_id).with_for_update(key_share=True)
    mottak = sesjon.scalars(laas).one_or_none()
    jeg = sesjon.scalars(_egne(av).where(Bruker.id == av.id, Bruker.aktiv)).one_or_none()
    if mottak is None or jeg is None or not kan(jeg, Rett.BRUKER_ADMINISTRERE):
        raise Nektet
    return mottak


def laas_kollega(av: Innlogget, bruker_id: str) -> Bruker:
    """Another user of the own mottak, locked. Raises IkkeFunnet, and Nektet where it is oneself (D1)."""
    if bruker_id == av.id:
        raise Nektet
    sporring = _egne(av).where(Bruker.id == bruker_id).with_for_update(key_share=True)
    bruker = sesjon.scalars(sporring).one_or_none()
    if bruker is None:
        raise IkkeFunnet
    return bruker


def sett_roller(av: Innlogget | None, bruker_id: str, gamle: Iterable[Rolle], nye: Iterable[Rolle]) -> bool:
    """Give and take until the user holds `nye` of the five roles; the answer is whether any differed."""
    foer, naa = set(gamle).intersection(MOTTAKSROLLER), set(nye)
    for rolle in naa - foer:
        sesjon.execute(sa.insert(Rolletildeling).values(bruker_id=bruker_id, rolle=rolle))
    hvilke = (Rolletildeling.bruker_id == bruker_id, Rolletildeling.rolle.in_(foer - naa))
    sesjon.execute(sa.delete(Rolletildeling).where(*hvilke).execution_options(synchronize_session=False))
    noter_roller(av, bruker_id, foer, naa)
    return foer != naa


def noter_roller(av: Innlogget | None, bruker_id: str, foer: Collection[Rolle], naa: Collection[Rolle]) -> None:
    """A line in the log for each role that was given or taken, with all roles before and after (D8)."""
    detalj = f"{_liste(foer)} → {_liste(naa)}"
    for rolle in MOTTAKSROLLER:
        if (rolle in foer) != (rolle in naa):
            handling = Handling.ROLLE_GITT if rolle in naa else Handling.ROLLE_FRATATT
            hendelse.noter(handling, av, felt=rolle, gjelder_bruker_id=bruker_id, detalj=detalj)


def andre_bosettingsansvarlige(bruker: Bruker) -> list[str]:
    """Names of the active users of the same mottak who do interviews and receive notices, but for this one."""
    har_rollen = Bruker.rolletildelinger.any(Rolletildeling.rolle.in_(BOSETTINGSANSVARLIGE))
    sporring = sa.select(Bruker.navn).where(
        Bruker.mottak_id == bruker.mottak_id, Bruker.aktiv, Bruker.id != bruker.id, har_rollen
    )
    return sorted(sesjon.scalars(sporring), key=sorteringsnoekkel)


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


def foerste_administrator(mottak_navn: str, raa: Raa) -> Bruker:
    """The operator makes the first administrator of the mottak of this name.

    Raises IkkeFunnet, Nektet where the mottak has an administrator already, UkjentFelt, Feilutfylt.
    """
    laas = sa.select(Mottak).where(Mottak.navn == mottak_navn).with_for_update(key_share=True)
    mottak = sesjon.scalars(laas).one_or_none()
    if mottak is None:
        raise IkkeFunnet
    if med_rolle(mottak.id, [Rolle.MOTTAKSADMINISTRATOR]):
        raise Nektet
    blankett = les_gyldig_blankett(_felter(mottak, ny=True), {**raa, "roller": [Rolle.MOTTAKSADMINISTRATOR.value]})
    _krev_ledig_epost(mottak, blankett)
    _krev_ledig_nummer(None, blankett)
    return _opprett(None, mottak, blankett)


def _opprett(av: Innlogget | None, mottak: Mottak, blankett: Blankett) -> Bruker:
    opplysninger = {felt.navn: blankett[felt.navn] for felt in OPPLYSNINGER}
    bruker = Bruker(id=ny_id(), mottak_id=mottak.id, **opplysninger)
    sesjon.add(bruker)
    sesjon.flush()
    hendelse.noter(Handling.BRUKER_OPPRETTET, av, gjelder_bruker_id=bruker.id)
    sett_roller(av, bruker.id, (), _roller(blankett))
    if blankett["nummer"]:
        identitet.registrer_nummer(bruker, blankett["nummer"], av)
    return bruker


def _noter_endret(av: Innlogget, bruker_id: str, felt: str, _foer: Any, _naa: Any) -> None:
    hendelse.noter(Handling.BRUKER_ENDRET, av, felt=felt, gjelder_bruker_id=bruker_id)


def _egne(av: Innlogget) -> sa.Select[Bruker]:
    """The users of the own mottak, as they stand in the database now: the one door through which they are read."""
    return (
        sa.select(Bruker)
        .where(Bruker.mottak_id == av.mottak_id, Bruker.mottak_id.is_not(None))
        .options(sa.orm.selectinload(Bruker.rolletildelinger))
        .execution_options(populate_existing=True)
    )


def _felter(mottak: Mottak, *, ny: bool = False) -> Sequence[Felt]:
    """What is asked about a user; of a new one also the number, which later has a form of its own."""
    valg = {rolle.value: rolle.value for rolle in roller_ved(integreringsmottak=mottak.er_integreringsmottak)}
    nummer = [identitet.felt()] if ny else []
    return (*OPPLYSNINGER, *nummer, Felt("roller", "Roller", Flervalg(valg), ""))


def _roller(blankett: Blankett) -> set[Rolle]:
    return {Rolle(kode) for kode in blankett["roller"] or ()}


def _krev_ledig_epost(mottak: Mottak, blankett: Blankett, unntatt: Bruker | None = None) -> None:
    """One person is one user: no colleague at the mottak has this address. Raises Feilutfylt."""
    sporring = sa.select(Bruker.id).where(
        Bruker.mottak_id == mottak.id,
        sa.func.lower(Bruker.epost) == blankett["epost"].lower(),
        Bruker.id != (unntatt.id if unntatt else ""),
    )
    if sesjon.scalar(sporring.limit(1)):
        feil = Ugyldig("En annen bruker ved mottaket har denne e-postadressen.")
        raise Feilutfylt(blankett.med_feil("epost", feil))


def _krev_ledig_nummer(av: Innlogget | None, blankett: Blankett, unntatt: Bruker | None = None) -> None:
    """Nobody else logs in with the number; whoever tries one that is taken, is logged. Raises Feilutfylt."""
    nummer, bruker_id = blankett["nummer"], unntatt.id if unntatt else None
    if nummer and identitet.er_opptatt(nummer, bruker_id):
        hendelse.noter(Handling.IDENTITET_AVVIST, av, gjelder_bruker_id=bruker_id)
        raise Feilutfylt(blankett.med_feil("nummer", Ugyldig(identitet.OPPTATT)))


def _liste(roller: Collection[Rolle]) -> str:
    return ", ".join(rolle for rolle in Rolle if rolle in roller) or "–"
