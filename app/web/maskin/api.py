"""The machine interfaces of Kompass: a code is redeemed, competence was registered; and the description of them all."""

from flask import jsonify
from flask.typing import ResponseReturnValue

from app.domain.kompass import innloesing, kode
from app.domain.kompass.innloesing import ForMangeForsoek
from app.web.felles.feil import problem
from app.web.felles.rom import Rom, aapen
from app.web.maskin.maskin import les_tekster, maskin, openapi, tekstkropp

rom = Rom("api")
VENT_SEKUNDER = 3600
INNLOESING = tekstkropp(duf_nummer=40, kode=40, brukeradresse_=64)
REGISTRERING = tekstkropp(registrering=64)
REGISTRERINGEN = tekstkropp(registrering=32)
FERDIG = tekstkropp(status=20)


@rom.post("/api/kompass/innloesing")
@maskin(
    "kompass:innloesing",
    sammendrag="Løs inn en engangskode. Én av flere samtidige vinner; alt som ikke går, får samme svar.",
    kropp=INNLOESING,
    svar=REGISTRERINGEN,
    i_deler=True,
)
def kompass_innloesing() -> ResponseReturnValue:
    inn = les_tekster(INNLOESING)
    try:
        registrering = innloesing.innloes(inn["duf_nummer"], inn["kode"], inn.get("brukeradresse", ""))
    except ForMangeForsoek:
        svar = problem(429)
        svar.headers["Retry-After"] = str(VENT_SEKUNDER)
        return svar
    if registrering is None:
        return problem(422, "Koden kan ikke brukes.")
    return jsonify(registrering=registrering)


@rom.post("/api/kompass/registrering")
@maskin(
    "kompass:registrering",
    sammendrag="Kompetansen er registrert, etter en innløsing. Kan sendes flere ganger.",
    kropp=REGISTRERING,
    svar=FERDIG,
)
def kompass_registrering() -> ResponseReturnValue:
    if not kode.noter_registrering(les_tekster(REGISTRERING)["registrering"]):
        return problem(422, "Registreringen er ikke kjent.")
    return jsonify(status="registrert")


@rom.get("/api/openapi.json")
@aapen
def beskrivelse() -> ResponseReturnValue:
    return jsonify(openapi())
