"""Varsler: the notices sent to the user, newest first (S26), each leading to where something is to be done (F28).

The address of a notice is the one in its e-mail. Looking at it changes nothing, for mail programs and browsers open
links that nobody has read; «Gå til …» is what marks it as read, and leads on.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.samtale import hendt_siden
from app.domain.samtale.hendt_siden import Saken
from app.domain.skjema.blankett import Blankett, Feilutfylt
from app.domain.tilgang.matrise import Rett, kan
from app.domain.varsel import minevarsler, utsendingsliste, varsel
from app.domain.varsel.adressat import Mottaker
from app.domain.varsel.varsel import Mottatt
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.soek import sidetall
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser, viser_liste

rom = Rom("varsler")


@rom.get("/varsler", meny="Varsler")
@krever(Rett.VARSEL_SE, viser=Viser.LISTE)
def liste() -> ResponseReturnValue:
    siden = varsel.side(innlogget(), request.args.get("side", 1, type=sidetall))
    saker = hendt_siden.sakene(innlogget(), [m.varsel for m in siden.rader])
    ikke_framme = utsendingsliste.antall_ikke_framme(innlogget()) if kan(innlogget(), Rett.EPOST_SE) else 0
    visninger = [_visning(m, saker) for m in siden.rader]
    viser_liste(len(visninger))
    return vis("varsler/liste.html", varsler=_samlet(visninger), side=siden, ikke_framme=ikke_framme)


@rom.get("/varsler/<noekkel:varsel_id>")
@krever(Rett.VARSEL_SE, viser=Viser.LISTE)
def side(varsel_id: str) -> ResponseReturnValue:
    """Where the e-mail's link leads: what it was about, and what has happened since (F35)."""
    mottatt = varsel.hent_varsel(innlogget(), varsel_id)
    saker = hendt_siden.sakene(innlogget(), [mottatt.varsel])
    viser_liste(1)
    return vis("varsler/side.html", v=_visning(mottatt, saker))


@rom.post("/varsler/<noekkel:varsel_id>/aapning")
@krever(Rett.VARSEL_SE)
def aapne(varsel_id: str) -> ResponseReturnValue:
    """The notice is read, and the user is led on."""
    mottatt = varsel.hent_varsel(innlogget(), varsel_id)
    varsel.merk_lest(innlogget(), varsel_id)
    sted = _sted(mottatt, hendt_siden.sakene(innlogget(), [mottatt.varsel]))
    return redirect(sted or url_for("varsler.side", varsel_id=varsel_id), 303)


@rom.post("/varsler/lesing")
@krever(Rett.VARSEL_SE)
def les() -> ResponseReturnValue:
    varsel.merk_lest(innlogget())
    return redirect(url_for("varsler.liste"), 303)


@rom.get("/varsler/mine")
@krever(Rett.VARSEL_SE)
def mine() -> ResponseReturnValue:
    return _vis_mine(minevarsler.valgene(innlogget()))


@rom.post("/varsler/mine")
@krever(Rett.VARSEL_SE)
def velg() -> ResponseReturnValue:
    try:
        minevarsler.velg(innlogget(), innsendt())
    except Feilutfylt as feil:
        return _vis_mine(feil.blankett), 422
    flash(gettext("Valgene er lagret, og gjelder for nye varsler."), "success")
    return redirect(url_for("varsler.mine"), 303)


@rom.get("/varsler/epost")
@krever(Rett.EPOST_SE)
def epost() -> ResponseReturnValue:
    """For whoever answers for it: what did not get through, and what is tried again."""
    jeg = innlogget()
    return vis("varsler/epost.html", feilet=utsendingsliste.ikke_framme(jeg), venter=utsendingsliste.venter(jeg))


@rom.post("/varsler/epost/<noekkel:utsending_id>")
@krever(Rett.EPOST_SE)
def proev_igjen(utsending_id: str) -> ResponseReturnValue:
    utsendingsliste.proev_igjen(innlogget(), utsending_id)
    flash(gettext("E-posten sendes på nytt."), "success")
    return redirect(url_for("varsler.epost"), 303)


def _vis_mine(blankett: Blankett) -> str:
    return vis("varsler/mine.html", blankett=blankett, til_imdi=kan(innlogget(), Rett.SAK_SE))


def _visning(mottatt: Mottatt, saker: Mapping[str, Saken]) -> dict[str, Any]:
    return {
        "id": mottatt.varsel.id,
        "samtale_id": mottatt.varsel.samtale_id,
        "tekst": mottatt.tekst,
        "tid": mottatt.varsel.opprettet,
        "antall": mottatt.varsel.antall or 1,
        "lest": mottatt.lest,
        "sak": saker.get(mottatt.varsel.samtale_id),
        "gaar_til": _sted(mottatt, saker) is not None,
        "slipper_inn": mottatt.varsel.mottaker is Mottaker.SKJERMING,
    }


def _samlet(visninger: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """One line for each case: the newest notice, with the earlier ones of the page after it."""
    linjer: dict[str, dict[str, Any]] = {}
    for v in visninger:
        noekkel = v["samtale_id"] if v["antall"] == 1 and not v["slipper_inn"] else v["id"]
        nyest = linjer.setdefault(noekkel, v | {"tidligere": []})
        if nyest["id"] != v["id"]:
            nyest["tidligere"].append(v)
            nyest["lest"] = nyest["lest"] and v["lest"]
    return list(linjer.values())


def _sted(mottatt: Mottatt, saker: Mapping[str, Saken]) -> str | None:
    """Where something is to be done; None where the case is no longer the user's."""
    om, mottaker = mottatt.varsel, mottatt.varsel.mottaker
    sak = saker.get(om.samtale_id)
    if sak and mottaker is Mottaker.IMDI:
        anker = f"merknad-{om.merknad_id}" if om.merknad_id else None
        return url_for("fordelingsklare.sak", samtale_id=om.samtale_id, _anchor=anker)
    if mottaker is Mottaker.SKJERMING:
        return url_for("skjerming.side")
    if mottaker is Mottaker.MOTTAK and (om.antall or 1) > 1:
        return url_for("oppgaver.liste")
    if sak and sak.husstand_id:
        return url_for("soekt_ut.husstand", husstand_id=sak.husstand_id)
    if sak and sak.beboer_id:
        return url_for("samtale.side", samtale_id=om.samtale_id, beboer_id=sak.beboer_id)
    return url_for("mottak.kontakt") if mottaker is Mottaker.ADMINISTRATOR else None
