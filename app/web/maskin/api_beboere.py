"""PUT /api/beboere: the residents' register by machine; the same way in as the file of `cli importer-beboere`."""

from datetime import timedelta
from typing import Any

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.db import arbeid
from app.domain.register import fil, innlesing
from app.domain.register.innlesing import Registerlinje, Utfall
from app.domain.register.person import KOLONNER, LESERE
from app.domain.unntak import Ugyldig
from app.domain.vern.forsoek import Grense
from app.web.felles.rom import Rom
from app.web.maskin.maskin import les_kropp, maskin
from app.web.maskin.maskintoken import begrens

rom = Rom("api_beboere")
GRENSE = Grense("api_beboere", 120, timedelta(minutes=1))
"""Calls of one system: a country of a million is read in within ten minutes, and a wild loop is stopped."""
HOEYST = 1000
"""Rows in one request; a whole register is sent as several, or as a file."""
_RAD = {
    "type": "object",
    "additionalProperties": False,
    "required": list(KOLONNER.paakrevde),
    "properties": {navn: celle.skjema for navn, celle in LESERE.items()},
}
KROPP = {
    "type": "object",
    "additionalProperties": False,
    "required": ["beboere"],
    "properties": {"beboere": {"type": "array", "maxItems": HOEYST, "items": _RAD}},
}
SVAR = {
    "type": "object",
    "required": ["rader"],
    "properties": {
        "rader": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["rad", "utfall"],
                "properties": {
                    "rad": {"type": "integer"},
                    "utfall": {"enum": [utfall.value for utfall in Utfall]},
                    "tekst": {"type": "string"},
                },
            },
        }
    },
}


@rom.put("/api/beboere")
@maskin("beboere:skrive", sammendrag="Beboerregisteret: nye og endrede beboere", kropp=KROPP, svar=SVAR, i_deler=True)
def skriv() -> ResponseReturnValue:
    """Idempotent; a refused row keeps its household as it was, and the others are taken in."""
    with arbeid(skriver=True):
        begrens(GRENSE)
    kilde = fil.les_json(_beboere(les_kropp()), KOLONNER)
    linjer: list[Registerlinje] = []
    innlesing.importer_beboere(kilde, innlesing.se_gjennom(kilde), linjer.append)
    return jsonify(rader=[linje._asdict() for linje in sorted(linjer, key=lambda linje: linje.rad)])


def _beboere(kropp: Any) -> list[Any]:
    beboere = kropp.get("beboere") if isinstance(kropp, dict) and set(kropp) == {"beboere"} else None
    if not isinstance(beboere, list) or len(beboere) > HOEYST:
        raise Ugyldig("Kroppen skal ha listen «beboere» med høyst %(antall)s rader.", antall=HOEYST)
    return beboere
