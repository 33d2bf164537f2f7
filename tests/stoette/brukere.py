"""What the tests of the users share: a new user, the form of one, and what the log tells of one."""

import re
from typing import Any

from werkzeug.test import TestResponse

from stoette import innsyn
from stoette.klient import Klient, uten_merke

NY = {
    "navn": "Ola Ny", "epost": "ola@furulia.example", "telefon": "00 00 10 09", "nummer": "",
    "roller": ["MottakKompass"],
}  # fmt: skip


def bruker_id(epost: str) -> str:
    return innsyn.en("SELECT id FROM bruker WHERE epost = :e", e=epost)


def roller(epost: str) -> set[str]:
    rader = innsyn.les("SELECT rolle FROM rolletildeling WHERE bruker_id = :b", b=bruker_id(epost))
    return {rad[0] for rad in rader}


def skjema(klient: Klient, epost: str) -> tuple[str, dict[str, Any]]:
    """The address of a user, and what the form there would send untouched."""
    url = f"/brukere/{bruker_id(epost)}"
    return url, klient.skjema(klient.get(url), url)


def ord_i(side: TestResponse) -> str:
    """The words inside <main>."""
    return " ".join(re.sub(r"<[^>]*>", " ", side.text.split("<main")[1]).split())


def logg(epost: str) -> list[tuple[Any, ...]]:
    """Actor's name, what, field and detail of all that was done to a user in this test."""
    return [
        tuple(rad)
        for rad in innsyn.les(
            "SELECT b.navn, h.handling, h.felt, h.detalj FROM hendelse h LEFT JOIN bruker b ON b.id = h.bruker_id "
            "WHERE h.gjelder_bruker_id = :b AND h.tid > :fra ORDER BY h.id",
            b=bruker_id(epost),
            fra=innsyn.en("SELECT min(sist_innlogget) FROM bruker"),
        )
    ]


def uten_tid(svar: TestResponse) -> str:
    """The body without what changes from second to second: the tokens, and what is left of the login session."""
    return re.sub(r'igjen="[0-9]+"', "", uten_merke(svar))
