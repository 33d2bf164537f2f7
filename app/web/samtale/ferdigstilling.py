"""Completion in two steps: the read-through, which is also the print page, and the confirmation (S54 to S56, S81)."""

import json
from collections.abc import Sequence
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.beboer.statuser import Bosettingsstatus
from app.domain.bosetting import retting
from app.domain.bosetting.retting import Merke
from app.domain.samtale import ferdigstilling, merknad, oppgave, svarutkast
from app.domain.samtale.ferdigstilling import Gjennomlesning, Leseliste
from app.domain.samtale.skjemaversjon import versjon_for
from app.domain.samtale.svarlager import Svarsamling
from app.domain.skjema.grammatikk import Leser
from app.domain.tid import naa
from app.domain.tilgang.matrise import Rett, kan
from app.domain.unntak import EndretSidenLesing, Mangler, Ugyldig
from app.domain.varsel import utsendingsliste
from app.web.felles.gjennomlest import medlem
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.skjemavisning import ledetekst, samtalehode
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser

rom = Rom("ferdigstilling")
LESERE = {
    "": (Leser.MOTTAK, _l("Alle svarene")),
    "imdi": (Leser.IMDI, _l("Slik IMDi ser det")),
    "kommune": (Leser.KOMMUNE, _l("Slik kommunen ser det")),
}
"""How the read-through can be looked at before it is confirmed (F16)."""


@rom.get("/samtaler/<noekkel:samtale_id>/ferdigstilling")
@krever(Rett.SAMTALE_FERDIGSTILLE, viser=Viser.SAKEN)
def side(samtale_id: str) -> ResponseReturnValue:
    """The whole read-through, or what another will read of it: all by the same function (F16)."""
    som = request.args.get("som", "")
    return _vis(ferdigstilling.les_gjennom(innlogget(), samtale_id), som=som if som in LESERE else "")


@rom.post("/samtaler/<noekkel:samtale_id>/ferdigstilling")
@krever(Rett.SAMTALE_FERDIGSTILLE)
def bekreft(samtale_id: str) -> ResponseReturnValue:
    lest = _leseliste(request.form.get("lest", ""))
    try:
        ferdigstilling.ferdigstill(innlogget(), samtale_id, lest)
    except EndretSidenLesing as feil:
        return _vis(ferdigstilling.les_gjennom(innlogget(), samtale_id), feil.felter), 409
    except Mangler:
        return _vis(ferdigstilling.les_gjennom(innlogget(), samtale_id), avvist=True), 422
    return redirect(url_for("ferdigstilling.side", samtale_id=samtale_id), 303)


def _vis(
    lesning: Gjennomlesning, endret: Sequence[tuple[str, str]] = (), som: str = "", *, avvist: bool = False
) -> str:
    leser, _ = LESERE[som]
    svar = retting.gjeldende(lesning.svar, retting.rettinger(lesning.samtale.id)) if som else lesning.svar
    merker = retting.merker([lesning.samtale.id], leser) if lesning.samtale.laast else []
    merknader = merknad.forseglede([d.id for d in lesning.samtale.deltakere]) if lesning.samtale.laast else []
    medlemmer = [_medlem(lesning, d, svar[d.id], leser, merker) for d in lesning.samtale.deltakere]
    return vis(
        "samtale/ferdigstilling.html",
        samtale=samtalehode(lesning.samtale),
        tittel=lesning.samtale.tittel,
        medlemmer=medlemmer,
        antall_mangler=len(lesning.mangler),
        ulagrede=_ulagrede(lesning.samtale) if not som else [],
        lest=json.dumps(dict(lesning.lest), separators=(",", ":")),
        endret=_endringer(lesning, endret, medlemmer),
        avvist=avvist,
        skrevet_ut=naa(),
        fordelingsklar=any(d.bosetting == Bosettingsstatus.FORDELINGSKLAR for d in lesning.samtale.deltakere),
        neste=oppgave.neste(innlogget())
        if lesning.samtale.laast and not som and kan(innlogget(), Rett.OPPGAVE_SE)
        else None,
        merknader=merknader,
        som=som,
        lesere=[(kode, tekst) for kode, (_, tekst) in LESERE.items()],
        utsendinger=utsendingsliste.for_samtale(innlogget(), lesning.samtale.id) if lesning.samtale.laast else [],
    )


def _ulagrede(samtale_: Bosettingssamtale) -> list[tuple[str, str, str, str]]:
    """The user's own texts that were not stored: whose form, whose name, path and question."""
    navn = {d.id: d.navn for d in samtale_.deltakere}
    mine = [] if samtale_.laast else svarutkast.mine_i_samtalen(innlogget(), samtale_.id)
    return [(b, navn[b], sti, ledetekst(sti)) for b, sti in mine if b in navn]


def _endringer(
    lesning: Gjennomlesning, endret: Sequence[tuple[str, str]], medlemmer: Sequence[dict[str, Any]]
) -> list[tuple[str, str]]:
    """Whose, and what has changed since it was read: an answer, or that a member came or went."""
    heter = {(m["beboer"]["id"], linje.sti): linje.navn for m in medlemmer for s in m["seksjoner"] for linje in s.alle}
    navn = {d.id: d.navn for d in lesning.samtale.deltakere}
    flyttet = {beboer_id for beboer_id, sti in endret if not sti}
    kom = [(navn[b], gettext("Er kommet med i samtalen")) for b in sorted(flyttet) if b in navn]
    gikk = [(gettext("En person"), gettext("Er ikke lenger med i samtalen"))] if flyttet - navn.keys() else []
    return (
        kom
        + gikk
        + [(navn.get(b, ""), heter.get((b, sti)) or gettext(ledetekst(sti))) for b, sti in endret if b not in flyttet]
    )


def _medlem(
    lesning: Gjennomlesning, beboer: Beboer, svar: Svarsamling, leser: Leser, merker: Sequence[Merke]
) -> dict[str, Any]:
    savnet = [sti for beboer_id, sti in lesning.mangler if beboer_id == beboer.id]
    versjon = versjon_for(lesning.samtale)
    vist = medlem(beboer, svar, versjon=versjon, leser=leser, savnet=savnet, merker=merker)
    return vist | {
        "mangler": [linje for seksjon in vist["seksjoner"] for linje in seksjon.alle if linje.savnet],
        "bortfaller": [ledetekst(sti) for sti in lesning.bortfaller(beboer)],
    }


def _leseliste(tekst: str) -> Leseliste:
    """The versions that the read-through showed, as the form brings them back. Raises Ugyldig."""
    try:
        lest = json.loads(tekst)
    except (ValueError, RecursionError):
        lest = None
    if not isinstance(lest, dict) or not all(type(versjon) is int for versjon in lest.values()):
        raise Ugyldig("Les gjennom svarene på nytt før du ferdigstiller.")
    return lest
