"""Kommuner: search among kommuner and bydeler (S86, S87), the page of each (S89), and the form's kommune choices."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.kommune import kommune, kontaktfeil
from app.domain.kommune.kommune import Kommune
from app.domain.kommune.kontakt import hent_kommunekontakt, kan_endre_kommunekontakt, til
from app.domain.logg import endringslogg
from app.domain.skjema.felttyper import ren_tekst
from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.vis import vil_ha_bit, vis

rom = Rom("kommuner")
HOEYST_TREFF = 50


@rom.get("/kommuner", meny="Kommuner")
@krever(Rett.KOMMUNE_SE)
def liste() -> ResponseReturnValue:
    """The search: by the button as a page, and while one types as its hits alone."""
    tekst = ren_tekst([request.args.get("q", "")], 100)
    alle = kommune.soek_kommune(tekst)
    mente = kommune.lignende_kommuner(tekst) if tekst and not alle else []
    treff = alle[:HOEYST_TREFF] or mente
    rundt = {"alene": True} if vil_ha_bit() else _rundt_soeket()
    funnet = {"q": tekst, "antall": len(alle), "treff": treff, "mente": bool(mente), "kontakter": til(treff)}
    return vis("kommuner/liste.html", "kommuner/_treff.html", **funnet, **rundt)


@rom.get("/kommuner/<nummer:nummer>")
@krever(Rett.KOMMUNE_SE)
def side(nummer: str) -> ResponseReturnValue:
    funnet = kommune.hent_kommune(nummer)
    if funnet.erstattet_av:
        return redirect(url_for("kommuner.side", nummer=funnet.erstattet_av))
    return vis("kommuner/side.html", **_side(funnet))


@rom.get("/kommuner/forslag")
@krever(Rett.KOMMUNE_SE)
def forslag() -> ResponseReturnValue:
    """The choices of the form's kommune field; a plain browser is sent to the search instead."""
    if not vil_ha_bit():
        return redirect(url_for("kommuner.liste"))
    return vis("kommuner/_forslag.html", kommuner=kommune.alle_kommuner())


def _side(funnet: Kommune) -> dict[str, Any]:
    """The page's own contact information, or, for a bydel that has none, the kommune's."""
    kan_endre = kan_endre_kommunekontakt(innlogget(), funnet)
    mor = kommune.hent_kommune(funnet.bydel_i) if funnet.bydel_i else None
    kontakt = hent_kommunekontakt(funnet)
    return {
        "kommune": funnet,
        "mor": mor,
        "kontakt": kontakt,
        "mors_kontakt": hent_kommunekontakt(mor) if mor and kontakt is None else None,
        "bydeler": [] if mor else kommune.bydeler(funnet),
        "kan_endre": kan_endre,
        "endringer": endringslogg.om_kommunen(funnet.nummer) if kan_endre else [],
    }


def _rundt_soeket() -> dict[str, Any]:
    """The kommune that the user keeps, and the reports that wait for him."""
    nummer = innlogget().kommune_nummer
    return {
        "egen": kommune.hent_kommune(nummer) if nummer else None,
        "antall_feil": kontaktfeil.antall_aapne(innlogget()),
    }
