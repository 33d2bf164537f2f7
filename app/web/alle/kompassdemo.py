"""A stand-in for Kompass in demo mode, so that the whole way can be tried: DUF-nummer and code, then «registrert»."""

from typing import Any

from flask import current_app, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.domain.kompass import innloesing, kode
from app.domain.kompass.innloesing import ForMangeForsoek
from app.domain.unntak import IkkeFunnet
from app.web.felles.rom import Rom, aapen, aapen_i_deler
from app.web.felles.vis import vis

rom = Rom("kompassdemo")
LENGST = 40
FOR_MANGE = _l("For mange forsøk. Vent en time, og prøv igjen.")
AVVIST = _l("DUF-nummeret og koden passer ikke sammen, eller koden kan ikke brukes lenger.")


@rom.get("/demo/kompass")
@aapen
def side() -> ResponseReturnValue:
    return _vis()


@rom.post("/demo/kompass/innloesing")
@aapen_i_deler
def innloes() -> ResponseReturnValue:
    _bare_demo()
    nummer, kode = (request.form.get(navn, "")[:LENGST] for navn in ("duf_nummer", "kode"))
    try:
        registrering = innloesing.innloes(nummer, kode, request.remote_addr or "")
    except ForMangeForsoek:
        return _vis(feil=FOR_MANGE), 429
    return _vis(registrering=registrering) if registrering else (_vis(feil=AVVIST), 422)


@rom.post("/demo/kompass/registrering")
@aapen
def registrer() -> ResponseReturnValue:
    _bare_demo()
    if not kode.noter_registrering(request.form.get("registrering", "")[:LENGST]):
        return _vis(feil=AVVIST), 422
    return _vis(ferdig=True)


def _vis(**data: Any) -> str:
    _bare_demo()
    return vis("kompass/demo.html", **data)


def _bare_demo() -> None:
    if not current_app.extensions["mottak_config"].demo:
        raise IkkeFunnet
