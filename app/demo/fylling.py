"""Fills an empty database with the demo: the mottak, users and residents of the stories, and more people around them.

The cast is `data/demo.json`, and the same for demo and tests. Dates are counted from today, and so are the ages:
each person is as old as on the day of the stories.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time
from typing import Any

import sqlalchemy as sa
from flask import current_app

from app.config import ROT
from app.db import arbeid, ny_id, sesjon
from app.demo import beboere, kommunekontakter
from app.demo.ansatte import Svarark, da, dager_siden, ferdigstill, fyll_ut, skriv, soek_ut, som
from app.domain.beboer.modell import Beboer, Bosettingssamtale, Husstand
from app.domain.beboer.statuser import Bosettingsstatus, Kompassstatus
from app.domain.brukere.roller import noter_roller
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.register import kommuner
from app.domain.samtale.samtale import begynn_samtale, klargjoer
from app.domain.tid import alder, naa
from app.domain.tilgang.bruker import Bruker, Innlogget, Rolletildeling
from app.domain.tilgang.matrise import Rett, Rolle, kan
from app.domain.tilgang.mottak import Mottak, Mottakstype
from app.domain.varsel import varsel
from app.domain.varsel.epost import Tilstand, Utsending
from app.domain.varsel.varsel import Varsellesing

Fyller = Callable[[Innlogget, Beboer, Svarark], None]

FIL = ROT / "data" / "demo.json"
HISTORIENS_DAG = date(2026, 11, 23)
"""«Today» in the stories: the birth dates in the file are of that day."""
MOTTAKSTYPER = {
    "ordinært": Mottakstype.ORDINAERT,
    "integreringsmottak": Mottakstype.INTEGRERINGSMOTTAK,
    "mottak for enslige mindreårige": Mottakstype.ENSLIGE_MINDREAARIGE,
}
HASSAN: Svarark = {
    "spraak": "Snakker også arabisk. Leser og skriver begge språk.",
    "arbeidserfaring": "Drev egen butikk i Mogadishu i 15 år.",
    "interesser": "Fotball og matlaging.",
    "bosettingsmerknad": "Ønsker å bo nær kollektivtransport.",
    "intern_merknad": "Har fortalt om en konflikt med en slektning i Norge. Ta kontakt med mottaket før fordeling.",
}
NADIA: Svarark = {
    "tolkespraak": "persisk",
    "utdanning": "To år sykepleierutdanning fra Shiraz",
    "intern_merknad": "Er redd for at en tidligere ektefelle får vite hvor hun bor.",
}
DAWIT: Svarark = {
    "arbeidserfaring": "Bussjåfør i ti år.",
    "foererkort": "Etiopisk førerkort for buss.",
    "bosettingsmerknad": "Ønsker barnehage og skole i gangavstand.",
    "andre_behov": "Plass til barnevogn i oppgangen.",
}
MAHMOUD: Svarark = {
    "arbeidserfaring": "Baker i Aleppo i 20 år.",
    "har_tilknytning": "ja",
    "tilknytning": (
        {
            "navn": "Samir Darwishi", "relasjon": "soesken", "kommune": "Oslo", "telefon": "00 00 42 00",
            "oensker_naer": "ja", "merknad": "Bror, møter ham hver måned.",
        },
    ),
    "bosettingsmerknad": "Ønsker å arbeide som baker.",
}  # fmt: skip


class DemoNektet(Exception):
    """The demo does not go into this database; the message says why."""


@dataclass
class Rolleliste:
    """The cast: everyone by the key of the file."""

    mottak: dict[str, Mottak] = field(default_factory=dict)
    brukere: dict[str, Bruker] = field(default_factory=dict)
    personer: dict[str, Beboer] = field(default_factory=dict)

    def bruker(self, noekkel: str) -> Innlogget:
        return som(self.brukere[noekkel])


def fyll(*, ekstra: bool = True) -> None:
    """Fill the migrated, empty database in the caller's transaction; without `ekstra` only with the cast.

    Raises DemoNektet outside demo mode, and where the database holds a mottak already.
    """
    if not current_app.extensions["mottak_config"].demo:
        raise DemoNektet("Demodata legges bare inn i demomodus (MOTTAK_ENV=demo).")
    if not er_tom():
        raise DemoNektet("Databasen er ikke tom. Bruk --reset for å begynne på nytt.")
    kommuner.importer_kommuner()
    liste = _les_rolleliste(json.loads(FIL.read_text(encoding="utf-8")))
    _noter_brukerne(liste)
    _spill_historiene(liste)
    kommunekontakter.fyll(liste.brukere, liste.bruker("per"))
    if ekstra:
        beboere.fyll(liste.mottak["FUR"], (liste.bruker("per"), liste.bruker("mari")))
    _les_gamle_varsler(liste)
    _send_gammel_epost(dager_siden(3) if ekstra else naa())


def er_tom() -> bool:
    """Whether there is no mottak, and so no user and no resident."""
    return sesjon.scalar(sa.select(sa.func.count()).select_from(Mottak)) == 0


def er_demodata() -> bool:
    """Whether nothing but a demo's can be in the database, of this version or an older: it alone may ever be reset.

    Every mottak is one of the demo's; or there is none, and what tables there are, our migrations made.
    """
    navn = {mottak["navn"] for mottak in json.loads(FIL.read_text(encoding="utf-8"))["mottak"]}
    with arbeid(skriver=False):
        inspektoer = sa.inspect(sesjon.connection())
        tabeller = inspektoer.get_table_names()
        if "mottak" not in tabeller:
            return not tabeller or "alembic_version" in tabeller
        return set(sesjon.scalars(sa.text("SELECT navn FROM mottak"))) <= navn


def _les_rolleliste(fil: Mapping[str, Any]) -> Rolleliste:
    liste = Rolleliste()
    husstander: dict[str, Husstand] = {}
    for m in fil["mottak"]:
        liste.mottak[m["id"]] = _mottak(m)
    for u in fil["users"]:
        liste.brukere[u["id"]] = _bruker(u, liste)
    sesjon.add_all([*liste.mottak.values(), *liste.brukere.values()])
    for p in fil["persons"]:
        husstand = husstander.setdefault(p["husstand"], Husstand(id=ny_id()))
        liste.personer[p["key"]] = _person(p, liste.mottak[p["mottak"]], husstand)
    sesjon.add_all(husstander.values())
    sesjon.flush()
    sesjon.add_all(liste.personer.values())
    sesjon.flush()
    return liste


def _mottak(m: Mapping[str, str]) -> Mottak:
    return Mottak(
        id=ny_id(),
        nummer=m["id"],
        navn=m["navn"],
        type=MOTTAKSTYPER[m["type"]],
        telefon=m["telefon"],
        epost=m["epost"],
        fellespost=m["fellespost"],
        postadresse=m["postadresse"],
        besoeksadresse=m["besoksadresse"],
    )


def _bruker(u: Mapping[str, Any], liste: Rolleliste) -> Bruker:
    return Bruker(
        navn=u["navn"],
        epost=u["epost"],
        telefon=u["telefon"],
        mottak=liste.mottak[u["mottak"]] if u["mottak"] else None,
        kommune_nummer=u.get("kommune"),
        rolletildelinger=[Rolletildeling(rolle=Rolle(rolle)) for rolle in u["roller"]],
    )


def _noter_brukerne(liste: Rolleliste) -> None:
    """The log of the users: made more than a year ago, and those who came first confirmed since."""
    for mottak in liste.mottak.values():
        egne = [b for b in liste.brukere.values() if b.mottak is mottak]
        leder = next(b for b in egne if Rolle.MOTTAKSADMINISTRATOR in b.roller)
        for nr, bruker in enumerate(egne):
            av = None if bruker is leder else som(leder)
            with da(dager_siden(430 - nr)):
                hendelse.noter(Handling.BRUKER_OPPRETTET, av, gjelder_bruker_id=bruker.id)
                noter_roller(av, bruker.id, (), bruker.roller)
            if av and nr < 3:
                with da(dager_siden(120, time(13, 5))):
                    hendelse.noter(Handling.TILGANG_BEKREFTET, av, gjelder_bruker_id=bruker.id, versjon=1)


def _person(p: Mapping[str, Any], mottak: Mottak, husstand: Husstand) -> Beboer:
    fornavn, _, etternavn = p["navn"].rpartition(" ")
    return Beboer(
        duf_nummer=p["duf"],
        fornavn=fornavn,
        etternavn=etternavn,
        foedt=_like_gammel(date.fromisoformat(p["fodt"])),
        statsborgerskap=p["statsborgerskap"],
        tolkespraak=p["tolkesprak"],
        familierolle=p.get("rolle"),
        enslig_mindreaarig=p.get("em", False),
        representant=p.get("representant"),
        kollektiv_beskyttelse=p.get("kollektiv_beskyttelse", False),
        skjermet=p.get("skjermet", False),
        mottak_id=mottak.id,
        husstand_id=husstand.id,
        kompass=Kompassstatus.REGISTRERT if p["kompass_registrert"] else Kompassstatus.IKKE_REGISTRERT,
        bosetting=Bosettingsstatus.SAK_OPPRETTET if p["bosettingssak"] else Bosettingsstatus.INGEN_SAK,
    )


def _like_gammel(foedt: date) -> date:
    """The birth date moved by whole years, so that the age is the one in the stories."""
    return foedt.replace(year=foedt.year + alder(foedt) - alder(foedt, HISTORIENS_DAG))


def _spill_historiene(liste: Rolleliste) -> None:
    """Bring everyone to where the stories begin (P5, P8c and E1 have no interview)."""
    for dager, *noekler in ((4, "P2a", "P2b", "P2c", "P2d"), (3, "P1"), (2, "P3a", "P3b", "P3c"), (8, "P10")):
        _gjoer_klar(liste, dager, *noekler)
    for dager, noekkel in ((5, "P4a"), (1, "P4b"), (2, "E3")):
        _gjoer_klar(liste, dager, noekkel)
    _gjennomfoer(liste, "P6", HASSAN, klar=30, ferdig=21)
    mahmouds = _gjennomfoer(liste, "P9", MAHMOUD, klar=47, ferdig=40)
    soek_ut(mahmouds, [liste.personer["P9"]], "030112", 2)
    _begynn(liste, {"P7": NADIA}, klar=9, begynt=2, fyll=skriv)
    _begynn(liste, {"P8a": DAWIT, "P8b": {}}, klar=12, begynt=6, fyll=fyll_ut)


def _gjoer_klar(liste: Rolleliste, dager: int, *noekler: str) -> Bosettingssamtale:
    with da(dager_siden(dager)):
        return klargjoer([liste.personer[noekkel] for noekkel in noekler])


def _begynn(
    liste: Rolleliste, ark: Mapping[str, Svarark], *, klar: int, begynt: int, fyll: Fyller
) -> Bosettingssamtale:
    per = liste.bruker("per")
    samtale = _gjoer_klar(liste, klar, *ark)
    with da(dager_siden(begynt, time(10, 30))):
        begynn_samtale(per, samtale.id)
        for noekkel, svar in ark.items():
            fyll(per, liste.personer[noekkel], svar)
    return samtale


def _gjennomfoer(liste: Rolleliste, noekkel: str, ark: Svarark, *, klar: int, ferdig: int) -> Bosettingssamtale:
    samtale = _begynn(liste, {noekkel: ark}, klar=klar, begynt=ferdig, fyll=fyll_ut)
    with da(dager_siden(ferdig, time(11, 45))):
        ferdigstill(liste.bruker("per"), samtale)
    return samtale


def _les_gamle_varsler(liste: Rolleliste) -> None:
    """Whoever gets notices has read those that are older than a week."""
    for leser in (bruker for bruker in liste.brukere.values() if kan(bruker, Rett.VARSEL_SE)):
        for mottatt in varsel.mottatte(som(leser), hoeyst=1000):
            om = mottatt.varsel
            if om.opprettet < dager_siden(7):
                sesjon.add(Varsellesing(varsel_id=om.id, bruker_id=leser.id, lest=om.opprettet))


def _send_gammel_epost(grense: datetime) -> None:
    """What is older was sent in its day; the rest is sent now, and can be read in the Demo-postkasse."""
    gammel = Utsending.klar < grense
    sendt = {"tilstand": Tilstand.SENDT, "avgjort": Utsending.klar}
    sesjon.execute(sa.update(Utsending).where(gammel).values(sendt))
    sesjon.execute(sa.update(Utsending).where(~gammel).values(klar=naa(), neste=naa()))
