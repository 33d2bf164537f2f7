"""Completion in two steps: the read-through, which is also the print page, and the confirmation (S54 to S56, S81)."""

import json
from collections.abc import Sequence

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain import ferdigstilling, utsendingsliste
from app.domain import samtale as samtaler
from app.domain.beboer import Beboer
from app.domain.ferdigstilling import Gjennomlesning, Leseliste
from app.domain.tilgang import Rett
from app.domain.unntak import EndretSidenLesing, Mangler, Ugyldig
from app.web.rom import Rom, innlogget, krever
from app.web.skjemavisning import (
    FeltVisning,
    ListeVisning,
    SeksjonVisning,
    Skjemavisning,
    ledetekst,
    person,
    samtalehode,
)
from app.web.vis import vis

rom = Rom("ferdigstilling")


@rom.get("/samtaler/<noekkel:samtale_id>/ferdigstilling")
@krever(Rett.SAMTALE_FERDIGSTILLE)
def side(samtale_id: str) -> ResponseReturnValue:
    return _vis(ferdigstilling.les_gjennom(innlogget(), samtale_id))


@rom.post("/samtaler/<noekkel:samtale_id>/ferdigstilling")
@krever(Rett.SAMTALE_FERDIGSTILLE)
def bekreft(samtale_id: str) -> ResponseReturnValue:
    lest = _leseliste(request.form.get("lest", ""))
    try:
        ferdigstilling.ferdigstill(innlogget(), samtale_id, lest)
    except EndretSidenLesing as feil:
        return _vis(ferdigstilling.les_gjennom(innlogget(), samtale_id), feil.felter), 409
    except Mangler:
        return _vis(ferdigstilling.les_gjennom(innlogget(), samtale_id)), 422
    return redirect(url_for("ferdigstilling.side", samtale_id=samtale_id), 303)


def _vis(lesning: Gjennomlesning, endret: Sequence[tuple[str, str]] = ()) -> str:
    navn = {d.id: d.navn for d in lesning.samtale.deltakere}
    merknader = [m for d in lesning.samtale.deltakere for m in samtaler.forseglede_merknader(lesning.samtale, d)]
    return vis(
        "samtale/ferdigstilling.html",
        samtale=samtalehode(lesning.samtale),
        tittel=lesning.samtale.tittel,
        medlemmer=[_medlem(lesning, d) for d in lesning.samtale.deltakere],
        antall_mangler=len(lesning.mangler),
        lest=json.dumps(dict(lesning.lest), separators=(",", ":")),
        endret=[(navn.get(beboer_id, ""), ledetekst(sti)) for beboer_id, sti in endret],
        merknader=merknader,
        utsendinger=utsendingsliste.for_samtale(innlogget(), lesning.samtale.id) if lesning.samtale.laast else [],
    )


def _medlem(lesning: Gjennomlesning, beboer: Beboer) -> dict[str, object]:
    savnet = [sti for beboer_id, sti in lesning.mangler if beboer_id == beboer.id]
    visning = Skjemavisning(beboer, lesning.svar[beboer.id])
    return {
        "beboer": person(beboer),
        "seksjoner": [_seksjon(seksjon, savnet) for seksjon in visning.seksjoner()],
        "mangler": [(sti, ledetekst(sti)) for sti in savnet],
        "bortfaller": [ledetekst(sti) for sti in lesning.bortfaller(beboer)],
    }


def _seksjon(seksjon: SeksjonVisning, savnet: Sequence[str]) -> dict[str, object]:
    """The questions that are asked, with their answers: single lines, and the rows of repeated groups."""
    felter = [ledd for ledd in seksjon.ledd if isinstance(ledd, FeltVisning) and ledd.synlig]
    lister = [ledd for ledd in seksjon.ledd if isinstance(ledd, ListeVisning) and ledd.synlig]
    tomme = [(v.liste.ledetekst, gettext("Ingen"), v.navn, v.navn in savnet) for v in lister if not v.rader]
    rader = [
        (
            f"{gettext(visning.liste.entall).capitalize()} {nr}",
            [_linje(f, savnet) for f in rad.felter if f.synlig],
        )
        for visning in lister
        for nr, rad in enumerate(visning.rader, 1)
    ]
    return {"tittel": seksjon.tittel, "linjer": [_linje(f, savnet) for f in felter] + tomme, "rader": rader}


def _linje(felt: FeltVisning, savnet: Sequence[str]) -> tuple[str, str, str, bool]:
    return felt.felt.ledetekst, felt.vist, felt.sti, felt.sti in savnet


def _leseliste(tekst: str) -> Leseliste:
    """The versions that the read-through showed, as the form brings them back. Raises Ugyldig."""
    try:
        lest = json.loads(tekst)
    except (ValueError, RecursionError):
        lest = None
    if not isinstance(lest, dict) or not all(type(versjon) is int for versjon in lest.values()):
        raise Ugyldig("Les gjennom svarene på nytt før du ferdigstiller.")
    return lest
