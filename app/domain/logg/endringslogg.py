"""Endringslogg: what has been done to users and to contact information, read out of the log for those it concerns."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa

from app.db import sesjon
from app.domain.logg.hendelse import Handling, Hendelse
from app.domain.tilgang.bruker import Bruker

HOEYST = 50
TEKSTER: Mapping[Handling, str] = {
    Handling.BRUKER_OPPRETTET: "Bruker opprettet",
    Handling.BRUKER_ENDRET: "%(felt)s endret",
    Handling.BRUKER_DEAKTIVERT: "Bruker deaktivert",
    Handling.BRUKER_AKTIVERT: "Bruker aktivert",
    Handling.ROLLE_GITT: "Rollen %(felt)s gitt",
    Handling.ROLLE_FRATATT: "Rollen %(felt)s tatt bort",
    Handling.IDENTITET_REGISTRERT: "Innlogging registrert",
    Handling.IDENTITET_ERSTATTET: "Innlogging erstattet av en ny",
    Handling.OPPSLAG_SPERRET: "Sperret en stund etter mange oppslag på DUF-nummer",
    Handling.TILGANG_BEKREFTET: "Tilgangene bekreftet",
    Handling.SAMTALE_OVERLATT: "Overtok en påbegynt bosettingssamtale",
    Handling.MOTTAK_ENDRET: "%(felt)s endret",
    Handling.MOTTAK_OPPRETTET: "Mottaket opprettet",
    Handling.KOMMUNE_ENDRET: "%(felt)s endret",
    Handling.KOMMUNE_BEKREFTET: "Opplysningene bekreftet",
    Handling.KOMMUNE_ERSTATTET: "Kommunen har fått nytt nummer",
}
FELTNAVN: Mapping[str, str] = {
    "navn": "Navn",
    "epost": "E-post",
    "telefon": "Telefon",
    "fellespost": "Fellespost",
    "enhet": "Enhet",
    "kontaktperson": "Kontaktperson",
    "postadresse": "Postadresse",
    "besoeksadresse": "Besøksadresse",
    "nummer": "Mottaksnummer",
    "type": "Type mottak",
    "nedlagt": "Nedlagt fra",
}


@dataclass(frozen=True)
class Endring:
    """A line of the log: when, who did it (None: the operator), to whom, and what."""

    tid: datetime
    av: str | None
    om: str | None
    handling: Handling
    felt: str | None
    detalj: str | None

    @property
    def tekst(self) -> str:
        """A Bokmål sentence, with %(felt)s for `ledetekst`."""
        return TEKSTER[self.handling]

    @property
    def ledetekst(self) -> str:
        return FELTNAVN.get(self.felt or "", self.felt or "")


def om_bruker(bruker_id: str) -> Sequence[Endring]:
    """All that was done to this user, newest first. Whether the reader may see the user is asked before."""
    return _linjer(Hendelse.gjelder_bruker_id == bruker_id)


def om_kontaktene(bruker_ider: Collection[str]) -> Sequence[Endring]:
    """Changes to the e-mail and telephone of these, newest first."""
    return _linjer(
        Hendelse.gjelder_bruker_id.in_(bruker_ider),
        Hendelse.handling == Handling.BRUKER_ENDRET,
        Hendelse.felt.in_(("epost", "telefon")),
    )


def om_mottaket(mottak_id: str) -> Sequence[Endring]:
    """Changes to the mottak itself and to how it is reached, newest first."""
    hvilke = (Handling.MOTTAK_ENDRET, Handling.MOTTAK_OPPRETTET)
    return _linjer(Hendelse.mottak_id == mottak_id, Hendelse.handling.in_(hvilke))


def om_kommunen(nummer: str) -> Sequence[Endring]:
    """Changes to the contact information of a kommune or bydel, newest first."""
    return _linjer(Hendelse.kommune_nummer == nummer)


def sist_endret(om: Callable[[str], Sequence[Endring]], hva: str) -> tuple[str | None, datetime | None]:
    """Who made the newest of these changes to it, and when."""
    linjer = om(hva)
    return (linjer[0].av, linjer[0].tid) if linjer else (None, None)


def _linjer(*vilkaar: sa.ColumnElement[bool]) -> Sequence[Endring]:
    av, om = sa.orm.aliased(Bruker), sa.orm.aliased(Bruker)
    rader = sesjon.execute(
        sa.select(
            Hendelse.tid, av.navn.label("av"), om.navn.label("om"), Hendelse.handling, Hendelse.felt, Hendelse.detalj
        )
        .select_from(Hendelse)
        .outerjoin(av, av.id == Hendelse.bruker_id)
        .outerjoin(om, om.id == Hendelse.gjelder_bruker_id)
        .where(*vilkaar, Hendelse.handling.in_(TEKSTER))
        .order_by(Hendelse.id.desc())
        .limit(HOEYST)
    )
    return [Endring(*rad) for rad in rader]
