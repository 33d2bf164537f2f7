"""Varsler: the notices sent to the user, newest first (S26)."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from app.domain import varsel
from app.domain.tilgang import Rett
from app.web.rom import Rom, innlogget, krever
from app.web.vis import vis

rom = Rom("varsler")


@rom.get("/varsler", meny="Varsler")
@krever(Rett.VARSEL_SE)
def liste() -> ResponseReturnValue:
    varsler = [
        {"tekst": m.tekst, "tid": m.varsel.opprettet, "lest": m.lest, "lenke": url_for("oppgaver.liste")}
        for m in varsel.mottatte(innlogget())
    ]
    return vis("varsler/liste.html", varsler=varsler)


@rom.post("/varsler/lesing")
@krever(Rett.VARSEL_SE)
def les() -> ResponseReturnValue:
    varsel.merk_lest(innlogget())
    return redirect(url_for("varsler.liste"), 303)
