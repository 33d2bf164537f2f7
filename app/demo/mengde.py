"""Makes as many synthetic residents as a measurement needs, in bulk: no history, no answers."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import islice
from typing import Any

import sqlalchemy as sa

from app.db import ny_id, sesjon
from app.domain.beboer import duf, navneord
from app.domain.beboer.modell import Beboer, Bosettingssamtale, Husstand
from app.domain.beboer.statuser import Bosettingsstatus, Kompassstatus, Samtalestatus
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale.ferdigstilling import kontrollsum
from app.domain.samtale.sakendring import Sakendring, Slag
from app.domain.tid import naa
from app.domain.tilgang.mottak import Mottak
from app.norsk import soekenoekkel, sorteringsnoekkel

AAR = range(1950, 2020)
LOEPENUMRE = range(990000, 1000000)


def mange_beboere(antall: int, mottak_navn: str = "Furulia mottak", *, fra: int = 0) -> None:
    """Insert `antall` residents living alone, in the caller's transaction; every third has been interviewed.

    `fra` is how many there are from before.
    """
    mottak_id = sesjon.scalars(sa.select(Mottak.id).where(Mottak.navn == mottak_navn)).one()
    beboere = [_beboer(nr, nummer, mottak_id) for nr, nummer in enumerate(islice(_dufnumre(), fra, fra + antall), fra)]
    samtaler = [_samtale(beboer) for beboer in beboere if beboer["samtale_id"]]
    sesjon.execute(sa.insert(Husstand.__table__), [{"id": beboer["husstand_id"]} for beboer in beboere])
    sesjon.execute(sa.insert(Bosettingssamtale.__table__), samtaler)
    sesjon.execute(sa.insert(Beboer.__table__), beboere)
    navneord.sett_inn(beboere)
    ferdige = [{"samtale_id": s["id"], "slag": Slag.FERDIGSTILT, "tid": s["ferdigstilt"]} for s in samtaler]
    sesjon.execute(sa.insert(Sakendring.__table__), ferdige)


def _dufnumre() -> Iterator[str]:
    """Valid numbers, from before the years of the demo's residents."""
    for aar in AAR:
        for loepenummer in LOEPENUMRE:
            ti = f"{aar}{loepenummer}"
            yield ti + duf.kontrollsifre(ti)


def _beboer(nr: int, nummer: str, mottak_id: str) -> dict[str, Any]:
    fornavn, etternavn = f"Prøve{nr % 97}", f"Beboer{nr:06d}"
    gjennomfoert = nr % 3 == 0
    return {
        "id": ny_id(),
        "duf_nummer": nummer,
        "fornavn": fornavn,
        "etternavn": etternavn,
        "soekenoekkel": soekenoekkel(f"{fornavn} {etternavn}"),
        "sorteringsnoekkel": sorteringsnoekkel(f"{etternavn} {fornavn}"),
        "foedt": date(1960 + nr % 50, 1 + nr % 12, 1 + nr % 28),
        "statsborgerskap": "Syria",
        "enslig_mindreaarig": False,
        "kollektiv_beskyttelse": False,
        "skjermet": False,
        "mottak_id": mottak_id,
        "husstand_id": ny_id(),
        "samtale_id": ny_id() if gjennomfoert else None,
        "ferdigstilt": naa() - timedelta(days=20) if gjennomfoert else None,
        "kompass": Kompassstatus.REGISTRERT if nr % 2 else Kompassstatus.IKKE_REGISTRERT,
        "bosetting": Bosettingsstatus.FORDELINGSKLAR if gjennomfoert else Bosettingsstatus.SAK_OPPRETTET,
    }


def _samtale(beboer: dict[str, Any]) -> dict[str, Any]:
    return {
        "id": beboer["samtale_id"],
        "husstand_id": beboer["husstand_id"],
        "mottak_id": beboer["mottak_id"],
        "status": Samtalestatus.GJENNOMFOERT,
        "skjema_versjon": KARTLEGGING.versjon,
        "klar_siden": naa() - timedelta(days=40),
        "ferdigstilt": beboer["ferdigstilt"],
        "kontrollsum": kontrollsum({}),
    }
