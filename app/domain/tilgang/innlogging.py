"""Innlogging: the login sessions. Each is a row; the cookie holds only its secret, the row only the secret's hash.

User and roles are read anew with it at every request, so a change of role, a deactivation or a logout acts at once, in
every process (ASVS 7.4.2, 8.3.2). What the issuer calls the session is kept as a fingerprint: with it the issuer can
end the session without the user's browser.
"""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from app.db import endre, kjoer, sesjon
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget, Innlogging, Rolletildeling
from app.domain.tilgang.mottak import Mottak
from app.domain.vern.fingeravtrykk import fingeravtrykk


@dataclass(frozen=True)
class Levetid:
    """How long a login session lives: since it was last used, and since it began."""

    idle: timedelta
    absolutt: timedelta


@dataclass(frozen=True)
class Igjen:
    """How much is left of a login session, and whether using it gives more."""

    tid: timedelta
    kan_forlenges: bool


@dataclass(frozen=True)
class Utstederoekt:
    """The issuer's names for session and user, and when the user proved who it is, as the ID token gave them."""

    utsteder: str
    sub: str
    sid: str | None
    bevist: datetime | None = None


def finn_innlogget(hemmelighet: str, levetid: Levetid) -> Innlogget | None:
    """The user behind a live login session, in one query; None where it has ended or the user is deactivated."""
    treff = kjoer(_FINN, {"id": _hash(hemmelighet), **_grenser(levetid)}).all()
    if not treff:
        return None
    foerste = treff[0]
    return Innlogget(
        hemmelighet=hemmelighet,
        sist_brukt=foerste.sist_brukt,
        id=foerste.id,
        navn=foerste.navn,
        mottak_id=foerste.mottak_id,
        mottak_navn=foerste.mottak_navn,
        roller=frozenset(rad.rolle for rad in treff if rad.rolle),
        kommune_nummer=foerste.kommune_nummer,
        begynt=foerste.opprettet,
        spraak=foerste.spraak,
    )


def med_roller_naa(innlogget: Innlogget) -> Innlogget:
    """The user with the roles as they are now: none where deactivated. For a request that has had to wait (D5)."""
    roller = kjoer(_ROLLER, {"bruker": innlogget.id}).scalars()
    return replace(innlogget, roller=frozenset(roller))


def igjen(innlogget: Innlogget, levetid: Levetid, *, sist_brukt: datetime) -> Igjen:
    """What is left of this user's session, if it is not used after `sist_brukt`."""
    uten_bruk = sist_brukt + levetid.idle - naa()
    i_alt = (innlogget.begynt or sist_brukt) + levetid.absolutt - naa()
    return Igjen(max(min(uten_bruk, i_alt), timedelta()), kan_forlenges=i_alt > uten_bruk)


def husk_bruk(innlogget: Innlogget) -> None:
    """Note that the login session is in use. One that was ended meanwhile stays ended (E7)."""
    sesjon.execute(sa.update(Innlogging).where(Innlogging.id == _hash(innlogget.hemmelighet)).values(sist_brukt=naa()))


def logg_inn(bruker: Bruker, *, enhet: str | None = None, oekt: Utstederoekt | None = None) -> str:
    """Begin a login session; the answer is the secret that only the cookie may hold.

    Where the issuer let somebody in who had proved it earlier, the session counts from then.
    """
    hemmelighet = secrets.token_urlsafe(32)
    tid = naa()
    sesjon.add(
        Innlogging(
            id=_hash(hemmelighet),
            bruker_id=bruker.id,
            opprettet=min(tid, oekt.bevist) if oekt and oekt.bevist else tid,
            sist_brukt=tid,
            enhet=enhet,
            utsteder_sid=_sid(oekt.utsteder, oekt.sid) if oekt and oekt.sid else None,
            utsteder_sub=_sub(oekt.utsteder, oekt.sub) if oekt else None,
        )
    )
    bruker.sist_innlogget = tid
    return hemmelighet


def logg_ut(hemmelighet: str) -> None:
    """End a login session in the database: the cookie is worth nothing afterwards."""
    sesjon.execute(sa.delete(Innlogging).where(Innlogging.id == _hash(hemmelighet)))


def mine(innlogget: Innlogget, levetid: Levetid) -> Sequence[Innlogging]:
    """The user's own live login sessions, the one last used first."""
    grenser = _grenser(levetid)
    sporring = (
        sa.select(Innlogging)
        .where(Innlogging.bruker_id == innlogget.id)
        .where(Innlogging.sist_brukt > grenser["brukt"], Innlogging.opprettet > grenser["begynt"])
        .order_by(Innlogging.sist_brukt.desc(), Innlogging.id)
    )
    return sesjon.scalars(sporring).all()


def er_denne(innlogget: Innlogget, innlogging: Innlogging) -> bool:
    """Whether this row is the session of the request itself."""
    return innlogging.id == _hash(innlogget.hemmelighet)


def avslutt_min(innlogget: Innlogget, innlogging_id: str) -> bool:
    """End another of the user's own sessions; False where there is no such."""
    sporring = sa.delete(Innlogging).where(Innlogging.id == innlogging_id, Innlogging.bruker_id == innlogget.id)
    return _antall(sporring) > 0


def avslutt_alle(bruker_id: str) -> int:
    """End every session of a user: at «Logg ut overalt», deactivation, or when the proof of identity is replaced."""
    return _antall(sa.delete(Innlogging).where(Innlogging.bruker_id == bruker_id))


def avslutt_fra_utsteder(utsteder: str, *, sid: str | None = None, sub: str | None = None) -> int:
    """End the sessions that the issuer names: one by its `sid`, or all of a user by `sub`."""
    if sid:
        return _antall(sa.delete(Innlogging).where(Innlogging.utsteder_sid == _sid(utsteder, sid)))
    return _antall(sa.delete(Innlogging).where(Innlogging.utsteder_sub == _sub(utsteder, sub))) if sub else 0


def slett_utloepte(levetid: Levetid) -> int:
    """Remove the rows of sessions that have run out."""
    grenser = _grenser(levetid)
    utloept = sa.or_(Innlogging.sist_brukt <= grenser["brukt"], Innlogging.opprettet <= grenser["begynt"])
    return _antall(sa.delete(Innlogging).where(utloept))


def _antall(sletting: sa.Delete) -> int:
    return endre(sletting, execution_options={"synchronize_session": False})


def _grenser(levetid: Levetid) -> dict[str, datetime]:
    naatid = naa()
    return {"brukt": naatid - levetid.idle, "begynt": naatid - levetid.absolutt}


def _hash(hemmelighet: str) -> str:
    return hashlib.sha256(hemmelighet.encode()).hexdigest()


def _sid(utsteder: str, sid: str) -> str:
    return fingeravtrykk("sid", utsteder, sid)


def _sub(utsteder: str, sub: str) -> str:
    return fingeravtrykk("sub", utsteder, sub)


_INNLOGGING, _BRUKER, _MOTTAK, _TILDELING = (
    klasse.__table__ for klasse in (Innlogging, Bruker, Mottak, Rolletildeling)
)
_FINN = (
    sa.select(
        _INNLOGGING.c.sist_brukt, _INNLOGGING.c.opprettet, _BRUKER.c.id, _BRUKER.c.navn, _BRUKER.c.mottak_id,
        _BRUKER.c.kommune_nummer, _BRUKER.c.spraak, _MOTTAK.c.navn.label("mottak_navn"), _TILDELING.c.rolle,
    )
    .select_from(_INNLOGGING)
    .join(_BRUKER, _BRUKER.c.id == _INNLOGGING.c.bruker_id)
    .outerjoin(_MOTTAK, _MOTTAK.c.id == _BRUKER.c.mottak_id)
    .outerjoin(_TILDELING, _TILDELING.c.bruker_id == _BRUKER.c.id)
    .where(
        _INNLOGGING.c.id == sa.bindparam("id"), _INNLOGGING.c.sist_brukt > sa.bindparam("brukt"),
        _INNLOGGING.c.opprettet > sa.bindparam("begynt"), _BRUKER.c.aktiv,
    )
)  # fmt: skip
_ROLLER = (
    sa.select(_TILDELING.c.rolle)
    .join(_BRUKER, _BRUKER.c.id == _TILDELING.c.bruker_id)
    .where(_BRUKER.c.id == sa.bindparam("bruker"), _BRUKER.c.aktiv)
)
