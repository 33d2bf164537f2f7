"""Login and logout. Whoever proves an identity ends in `_aapne`: by OIDC, or in demo mode on the persona page.

There are no local passwords. The issuer's own ways of ending a session come in here too, without the user's cookie.
"""

import logging
from collections.abc import Callable
from functools import partial
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, make_response, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.exceptions import NotFound

from app import appens, driftslogg
from app.db import arbeid
from app.domain.brukere import identitet
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.tilgang import innlogging
from app.domain.tilgang.bruker import Bruker, alle_aktive, finn_aktiv
from app.domain.tilgang.innlogging import Utstederoekt
from app.domain.tilgang.matrise import Rett
from app.domain.vern import forsoek
from app.domain.vern.fingeravtrykk import bruk_noekkel
from app.web.felles import vakt
from app.web.felles.rom import Rom, aapen, aapen_i_deler, krever
from app.web.felles.vis import vis
from app.web.innlogging import oekt, oidc, sperre
from app.web.innlogging.aarsak import Aarsak, Avvist, UtstederBorte
from app.web.innlogging.oekt import init_oekt
from app.web.innlogging.oidcklient import init_oidc

rom = Rom("innlogging")
# --- In ------------------------------------------------------------------------------------------------


@rom.get("/logg-inn")
@aapen
def side() -> ResponseReturnValue:
    neste = trygg_neste(request.args.get("neste"))
    if current_user.is_authenticated:
        return redirect(neste)
    if _demo():
        return vis("innlogging/side.html", personer=[_persona(b) for b in alle_aktive()], neste=neste)
    return vis("innlogging/oidc.html", navn=oidc.navn(), neste=neste, paa_nytt=request.args.get("paa-nytt"))


@rom.post("/logg-inn/demo")
@aapen_i_deler
def demo() -> ResponseReturnValue:
    if not _demo():
        raise NotFound
    if sperre.er_sperret():
        return _sperret()
    return _slipp_inn(partial(finn_aktiv, request.form.get("bruker", "")), neste=request.form.get("neste"))


@rom.get("/logg-inn/start")
@aapen_i_deler
def start() -> ResponseReturnValue:
    """To the issuer. A link, since the page's own policy lets no form lead away from here."""
    _krev_oidc()
    if sperre.er_sperret():
        return _sperret()
    try:
        neste = trygg_neste(request.args.get("neste"))
        return redirect(oidc.begynn(neste, paa_nytt="paa-nytt" in request.args))
    except UtstederBorte as feil:
        return _borte(feil)


@rom.get("/logg-inn/retur")
@aapen_i_deler
def retur() -> ResponseReturnValue:
    """Back from the issuer. Nothing is held in the database while the issuer is asked."""
    _krev_oidc()
    if sperre.er_sperret():
        return _sperret()
    try:
        bekreftet = oidc.fullfoer(request.args.to_dict())
    except Avvist as avvist:
        if avvist.aarsak.ufullfoert and current_user.is_authenticated:
            return redirect(trygg_neste(avvist.neste), 303)
        return _avvis(avvist.aarsak, neste=avvist.neste)
    except UtstederBorte as feil:
        return _borte(feil)
    finn = partial(identitet.finn_bruker, bekreftet.subjekt)
    neste, utstederoekt = bekreftet.neste, bekreftet.oekt
    return _slipp_inn(finn, neste=neste, utstederoekt=utstederoekt, behold=not bekreftet.paa_nytt)


@rom.get("/logg-inn/igjen")
@krever(Rett.ARBEIDSFLATE_SE)
def igjen() -> ResponseReturnValue:
    """Before access is given or taken, whoever has been logged in for a while proves it anew (E13)."""
    return vis(
        "innlogging/igjen.html",
        neste=trygg_neste(request.args.get("neste")),
        ikke_lagret="ikke_lagret" in request.args,
        navn=None if _demo() else oidc.navn(),
    )


@rom.get("/ingen-tilgang")
@aapen
def ingen_tilgang() -> ResponseReturnValue:
    """Known to the issuer, but not to us, or no longer: with a way out, for the issuer's session lives (E12)."""
    return make_response(vis("innlogging/ingen_tilgang.html"), 403)


# --- Out -----------------------------------------------------------------------------------------------


@rom.post("/logg-ut")
@aapen
def logg_ut() -> ResponseReturnValue:
    if current_user.is_authenticated:
        if "overalt" in request.form:
            innlogging.avslutt_alle(current_user.id)
        hendelse.noter(Handling.LOGGET_UT, current_user)
    oekt.forlat()
    svar = redirect(url_for("innlogging.hos_utsteder" if oidc.klient() else "innlogging.side"), 303)
    # Not "cookies": that reaches every host of the domain, the issuer's too; our own one is deleted.
    svar.headers["Clear-Site-Data"] = '"cache", "storage"'
    return svar


@rom.get("/logg-ut/hos-utsteder")
@aapen
def hos_utsteder() -> ResponseReturnValue:
    """Logged out here; and on to the issuer, by a page of its own: a form may not lead to another site."""
    _krev_oidc()
    videre = oidc.adresse_for_utlogging(f"{current_app.extensions['mottak_config'].base_url}/logget-ut")
    svar = make_response(vis("innlogging/logget_ut.html", videre=videre, navn=oidc.navn()))
    if videre:
        svar.headers["Refresh"] = f"0; url={videre}"
    return svar


@rom.get("/logget-ut")
@aapen
def logget_ut() -> ResponseReturnValue:
    return vis("innlogging/logget_ut.html", videre=None, navn="", ferdig=True)


@rom.get("/logg-ut/frontkanal")
@aapen_i_deler
def frontkanal() -> ResponseReturnValue:
    """The issuer's page frames this one, without our cookie: the session is found by the issuer's name for it."""
    _krev_oidc()
    g.rammer = oidc.rammer()
    if request.args.get("iss") == _utsteder() and (sid := request.args.get("sid")):
        _avslutt_fra_utsteder(sid=sid)
    return vis("innlogging/frontkanal.html")


@rom.post("/logg-ut/bakkanal")
@aapen_i_deler
def bakkanal() -> ResponseReturnValue:
    """The issuer itself calls, with a signed logout token."""
    _krev_oidc()
    try:
        sid, sub = oidc.les_utlogging(request.form.get("logout_token", ""))
    except Avvist:
        return jsonify(error="invalid_request"), 400
    except UtstederBorte:
        return jsonify(error="temporarily_unavailable"), 503
    _avslutt_fra_utsteder(sid=sid, sub=sub)
    return "", 200


# --- What they share -----------------------------------------------------------------------------------


def init_innlogging(app: Flask) -> None:
    """Take the keys, the issuer and the login sessions into use."""
    config = app.extensions["mottak_config"]
    valgt = config.oidc
    utsteder = (valgt.issuer, valgt.personnummer, valgt.testnummer) if valgt else ("demo", True, True)
    with app.app_context():
        bruk_noekkel(config.fingeravtrykk_key)
        if not config.mangler:  # else a number would be registered with an issuer that is nobody
            appens.gi(identitet.Oppsett(*utsteder))
    init_oidc(app, config)
    init_oekt(app)
    app.extensions["csrf"].exempt(bakkanal)

    @app.after_request
    def slipp_inn_rammen(svar: Response) -> Response:
        """Registered before the headers are, so run after them: only this page may be framed, and only there."""
        if "rammer" in g:
            policy = svar.headers["Content-Security-Policy"]
            svar.headers["Content-Security-Policy"] = policy.replace("ancestors 'none'", f"ancestors {g.rammer}")
        return svar


def trygg_neste(neste: str | None) -> str:
    """Where to go after login: a path of our own, else the start page (F5)."""
    start = url_for("arbeidsflate.side")
    if not neste or not neste.startswith("/") or len(neste) > 500 or any(t in neste for t in "\\\r\n\t\0"):
        return start
    try:
        deler = urlsplit(neste)
    except ValueError:
        return start
    return neste if not deler.scheme and not deler.netloc and not neste.startswith("//") else start


def _slipp_inn(
    finn: Callable[[], Bruker | None],
    *,
    neste: str | None,
    utstederoekt: Utstederoekt | None = None,
    behold: bool = False,
) -> ResponseReturnValue:
    """The unknown, the inactive and those without a role are told the same (E12).

    With `behold` someone who is logged in already keeps the session, and what stands in the other tab can be saved.
    """
    with arbeid(skriver=True):
        bruker = finn()
        if bruker and bruker.aktiv and bruker.roller:
            if not (behold and current_user.is_authenticated and current_user.id == bruker.id):
                oekt.aapne(bruker, utstederoekt)
            return redirect(trygg_neste(neste), 303)
        bruker_id = bruker.id if bruker else None
    return _avvis(Aarsak.UTEN_TILGANG, bruker_id)


def _avvis(aarsak: Aarsak, bruker_id: str | None = None, neste: str | None = None) -> ResponseReturnValue:
    """Log a login that came to nothing, count it where it is forged or wrong, and say so in few words."""
    with arbeid(skriver=True):
        naadd = aarsak.teller and sperre.noter_mislykket()
        hendelse.noter(Handling.INNLOGGING_AVVIST, None, felt=aarsak, gjelder_bruker_id=bruker_id)
        if naadd:
            hendelse.noter(Handling.INNLOGGING_SPERRET, None)
        if aarsak is Aarsak.UTEN_TILGANG:
            oekt.forlat()
    g.aarsak = str(aarsak)
    driftslogg.skriv_linje("innlogging_avvist", nivaa=logging.WARNING, aarsak=g.aarsak)
    if aarsak is Aarsak.UTEN_TILGANG:
        return redirect(url_for("innlogging.ingen_tilgang"), 303)
    if aarsak is Aarsak.AVBRUTT:
        return redirect(url_for("innlogging.side", neste=neste if neste != url_for("arbeidsflate.side") else None), 303)
    return _beskjed(aarsak, 403 if aarsak in (Aarsak.FOR_LAVT_NIVAA, Aarsak.FOR_GAMMEL) else 400)


def _sperret() -> ResponseReturnValue:
    svar = make_response(_beskjed("sperret", 429))
    svar.headers["Retry-After"] = str(int(forsoek.INNLOGGING_ADRESSE.vindu.total_seconds()))
    return svar


def _borte(feil: UtstederBorte) -> ResponseReturnValue:
    g.aarsak = driftslogg.kjede(feil)
    svar = make_response(_beskjed("borte", 503))
    svar.headers["Retry-After"] = str(vakt.HVILER)
    return svar


def _beskjed(hva: str, status: int) -> ResponseReturnValue:
    return make_response(vis("innlogging/ikke_fullfoert.html", hva=str(hva)), status)


def _avslutt_fra_utsteder(*, sid: str | None, sub: str | None = None) -> None:
    with arbeid(skriver=True):
        if innlogging.avslutt_fra_utsteder(_utsteder(), sid=sid, sub=sub):
            hendelse.noter(Handling.LOGGET_UT_AV_UTSTEDER, None)


def _persona(bruker: Bruker) -> dict[str, object]:
    mottak = bruker.mottak.navn if bruker.mottak else ""
    return {
        "id": bruker.id,
        "navn": bruker.navn,
        "mottak": mottak,
        "roller": [rolle.value for rolle in bruker.roller],
    }


def _utsteder() -> str:
    return str(current_app.extensions["mottak_config"].oidc.issuer)


def _krev_oidc() -> None:
    if oidc.klient() is None:
        raise NotFound


def _demo() -> bool:
    return bool(current_app.extensions["mottak_config"].demo)
