"""Tildele koder Kompass: look up one DUF-nummer, see how the code stands, and issue one, shown once (S38, group I)."""

from typing import Any

from flask import current_app, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.domain.beboer.modell import Beboer
from app.domain.kompass.engangskode import Engangskode
from app.domain.kompass.kode import IkkeSomVist, Kodestatus, Kompasskode, hent_for_tildeling, siste_kode, tildel_kode
from app.domain.kompass.lapp import lapp
from app.domain.kompass.oppslag import finn_for_tildeling
from app.domain.skjema.felttyper import ren_tekst
from app.domain.tid import naa
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import Nektet, Ugyldig
from app.domain.vern import forsoek
from app.domain.vern.forsoek import KOMPASS_TILDELING
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.soek import ingen_treff
from app.web.felles.vis import setning, vis
from app.web.felles.visningslogg import Viser

rom = Rom("kompass")
SIDE = "/mottak/kompass/<noekkel:beboer_id>"
VENT_SEKUNDER = 600
INGEN_TREFF = _l("Ingen treff. Kontroller nummeret. Du finner bare beboere ved mottaket ditt.")
UTEN_SAK = _l("Du kan bare tildele kode til beboere med bosettingssak, og denne beboeren har ingen bosettingssak.")
FOR_MANGE = _l("Du har tildelt mange koder på kort tid. Vent ti minutter, og prøv igjen.")
BEKREFT = _l("Beboeren har en kode som kan brukes. Kryss av for at den skal bli ugyldig, og prøv igjen.")


@rom.get("/mottak/kompass", undermeny="Tildele koder Kompass")
@krever(Rett.KOMPASS_TILDELE)
def oppslag() -> ResponseReturnValue:
    return _vis_oppslag()


@rom.post("/mottak/kompass/oppslag")
@krever(Rett.KOMPASS_TILDELE)
def soek() -> ResponseReturnValue:
    """Look up the number of the body: it is never in an address. What is found has a random id of its own."""
    tekst = request.form.get("duf_nummer", "")
    try:
        beboer = finn_for_tildeling(innlogget(), ren_tekst([tekst], 40))
    except Ugyldig as feil:
        return _vis_oppslag(tekst, feil=setning(feil)), 422
    except Nektet:
        return _vis_oppslag(tekst, melding=UTEN_SAK), 403
    if beboer is None:
        return _vis_oppslag(tekst, melding=ingen_treff(str(INGEN_TREFF), tekst))
    return redirect(url_for("kompass.beboer", beboer_id=beboer.id), 303)


@rom.get(SIDE)
@krever(Rett.KOMPASS_TILDELE, viser=Viser.SAKEN)
def beboer(beboer_id: str) -> ResponseReturnValue:
    return _vis_beboer(hent_for_tildeling(innlogget(), beboer_id))


@rom.post(SIDE + "/kode")
@krever(Rett.KOMPASS_TILDELE)
def tildel(beboer_id: str) -> ResponseReturnValue:
    """The answer shows the code, and nothing ever does again: so there is no address to lead on to (I6)."""
    bruker = innlogget()
    if forsoek.er_naadd(KOMPASS_TILDELING, bruker.id):
        return _vent()
    varighet = current_app.extensions["mottak_config"].kompasskode_varer
    try:
        kode = tildel_kode(bruker, beboer_id, erstatter=request.form.get("erstatter", ""), varighet=varighet)
    except IkkeSomVist:
        return _vis_beboer(hent_for_tildeling(bruker, beboer_id), feil=BEKREFT), 409
    forsoek.tell(KOMPASS_TILDELING, bruker.id)
    return _vis_beboer(hent_for_tildeling(bruker, beboer_id), kode)


def _vis_oppslag(tekst: str = "", *, feil: Any = "", melding: Any = "") -> str:
    vist = "".join(tegn if tegn.isprintable() else " " for tegn in tekst)
    return vis("kompass/oppslag.html", tekst=vist, feil=feil, melding=melding)


def _vent() -> ResponseReturnValue:
    svar = make_response(_vis_oppslag(melding=FOR_MANGE), 429)
    svar.headers["Retry-After"] = str(VENT_SEKUNDER)
    return svar


def _vis_beboer(person: Beboer, kode: Engangskode | None = None, *, feil: Any = "") -> str:
    siste = siste_kode(person.id)
    config = current_app.extensions["mottak_config"]
    return vis(
        "kompass/beboer.html",
        "kompass/_kode.html",
        beboer={
            "id": person.id,
            "navn": person.navn,
            "duf": person.duf_maskert,
            "kompass": person.kompass_tekst,
            "angaar": person.kompass_angaar,
            "registrert": person.kompass_registrert,
        },
        siste=siste and _kode(siste),
        timer=int(config.kompasskode_varer.total_seconds() // 3600),
        kode=kode and kode.vist,
        lapp=lapp(config.data, person.tolkespraak) if kode else None,
        feil=feil,
    )


def _kode(kode: Kompasskode) -> dict[str, Any]:
    """How a code stands; of the code itself only the part that is no secret."""
    return {
        "id": kode.id if kode.status is Kodestatus.GYLDIG else "",
        "status": kode.status,
        "begynner": kode.selektor,
        "utstedt": kode.utstedt,
        "utstedt_av": kode.utstedt_av.navn,
        "utloeper": kode.utloeper,
        "naar": kode.registrert or kode.brukt or kode.trukket or kode.utloeper,
        "aarsak": kode.trekkaarsak,
        "gyldig": kode.utloeper > naa() and kode.status is Kodestatus.GYLDIG,
    }
