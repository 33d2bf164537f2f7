"""Aktivitet: the log as those may read it whom it is about: one's own doings, and what happened to users at a place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.db import sesjon
from app.domain.liste import Side, Sporring, hent_side
from app.domain.logg import endringslogg, soekeord
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.logg.soekeord import Soekeord
from app.domain.tilgang.bruker import Bruker, Innlogget

VISNINGER: Mapping[Handling, str] = {
    Handling.SAK_VIST: "Åpnet en side om saken",
    Handling.SAK_LEST: "Åpnet den ferdigstilte saken",
    Handling.SAK_HENTET: "Hentet den ferdigstilte saken til et annet system",
    Handling.SKJERMET_LEST: "Fikk vist en skjermet beboer",
    Handling.DUF_VIST: "Fikk vist hele DUF-nummeret",
    Handling.DUF_SOEKT: "Slo opp DUF-nummeret",
    Handling.KOMPASS_OPPSLAG: "Slo opp for å tildele kode til Kompass",
    Handling.SKREVET_UT: "Skrev ut siden",
    Handling.DOKUMENT_HENTET: "Lastet ned saken som PDF",
    Handling.ARKIVPAKKE_HENTET: "Lastet ned saken til arkiv",
    Handling.SAK_ARKIVERT: "Skrev saken til arkiv",
    Handling.LOGG_LEST: "Så hvem som har sett saken",
    Handling.INNSYN_SKREVET: "Skrev alt om beboeren til en fil",
}
"""That somebody was shown a resident."""
INNLOGGINGER: Mapping[Handling, str] = {
    Handling.LOGGET_INN: "Logget inn",
    Handling.LOGGET_UT: "Logget ut",
    Handling.INNLOGGING_AVSLUTTET: "Avsluttet en innlogging i en annen nettleser",
    Handling.TILGANG_NEKTET: "Ba om en side som ikke finnes, eller som brukeren ikke har tilgang til",
}
ARBEID: Mapping[Handling, str] = {
    Handling.LISTE_VIST: "Åpnet en liste",
    Handling.LISTE_EKSPORTERT: "Lastet ned en liste",
    Handling.SAMTALE_TATT: "Tok ansvaret for en bosettingssamtale",
    Handling.SAMTALE_PAABEGYNT: "Begynte en bosettingssamtale",
    Handling.SAMTALE_FERDIGSTILT: "Ferdigstilte en bosettingssamtale",
    Handling.MERKNAD_VARSLET: "Sendte en intern bosettingsmerknad",
    Handling.KOMPASSKODE_TILDELT: "Tildelte en kode til Kompass",
    Handling.SOEKT_UT: "Registrerte søkt ut",
    Handling.BOSATT: "Registrerte bosatt",
    Handling.SVAR_RETTET: "Rettet et svar",
    Handling.SKJERMING_GITT: "Ga tilgang til en skjermet beboer",
    Handling.SKJERMING_AVSLUTTET: "Avsluttet en tilgang til en skjermet beboer",
}
EGNE: Mapping[Handling, str] = {**VISNINGER, **INNLOGGINGER, **ARBEID}
OM_BRUKERE: Mapping[Handling, str] = {**endringslogg.TEKSTER, **INNLOGGINGER}


@dataclass(frozen=True)
class Gjort:
    """Something one has done oneself; `soek` is what one searched for."""

    tid: datetime
    handling: Handling
    side: str | None
    beboer_id: str | None
    samtale_id: str | None
    antall: int | None
    soek: str

    @property
    def tekst(self) -> str:
        return EGNE[self.handling]


@dataclass(frozen=True)
class Brukerhendelse:
    """What happened to a user, or was done by one: when, by whom (None: the operator), to whom."""

    tid: datetime
    av: str | None
    om: str | None
    handling: Handling
    felt: str | None

    @property
    def tekst(self) -> str:
        """A Bokmål sentence, with %(felt)s for `ledetekst`."""
        return OM_BRUKERE[self.handling]

    @property
    def ledetekst(self) -> str:
        return endringslogg.FELTNAVN.get(self.felt or "", self.felt or "")


def egen(bruker: Innlogget, side: int) -> Side[Gjort]:
    """What the user has done and seen, newest first."""
    h = Hendelse
    sporring = (
        sa.select(h.tid, h.handling, h.felt, h.beboer_id, h.samtale_id, h.antall, h.id, Soekeord.kryptert)
        .outerjoin(Soekeord, Soekeord.hendelse_id == h.id)
        .where(h.bruker_id == bruker.id, h.handling.in_(EGNE))
        .order_by(h.id.desc())
    )
    return hent_side(sporring, side, _gjort)


def ved(stedets_brukere: sa.ColumnElement[bool], side: int) -> Side[Brukerhendelse]:
    """What was done to the users of a place, and their logins and refusals, newest first.

    Whether the reader may know of them is asked before.
    """
    av, om = sa.orm.aliased(Bruker), sa.orm.aliased(Bruker)
    hvem = sa.select(Bruker.id).where(stedets_brukere)
    egne = sa.and_(Hendelse.bruker_id.in_(hvem), Hendelse.gjelder_bruker_id.is_(None))
    sporring = (
        sa.select(Hendelse.tid, av.navn.label("av"), om.navn.label("om"), Hendelse.handling, Hendelse.felt)
        .select_from(Hendelse)
        .outerjoin(av, av.id == Hendelse.bruker_id)
        .outerjoin(om, om.id == Hendelse.gjelder_bruker_id)
        .where(sa.or_(Hendelse.gjelder_bruker_id.in_(hvem), egne), Hendelse.handling.in_(OM_BRUKERE))
        .order_by(Hendelse.id.desc())
    )
    return hent_side(sporring, side, lambda valgt: [Brukerhendelse(*rad) for rad in sesjon.execute(valgt)])


def _gjort(valgt: Sporring) -> Sequence[Gjort]:
    return [
        Gjort(r.tid, r.handling, r.felt, r.beboer_id, r.samtale_id, r.antall, soekeord.aapne(r.id, r.kryptert))
        for r in sesjon.execute(valgt)
    ]
