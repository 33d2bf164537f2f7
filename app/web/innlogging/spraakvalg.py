"""The choice of language: in the foot of every page, also before login, and on the user's own profile.

A form that is posted, for it changes something: in this browser for whoever has not logged in, for the user else. The
page comes back in the new language; app.js has saved what the questionnaire held, and it asks where another
form holds something that would be lost.
"""

from flask import redirect, request, session
from flask.typing import ResponseReturnValue
from flask_login import current_user

from app.domain.skjema.blankett import UkjentFelt
from app.domain.tilgang.bruker import velg_spraak
from app.domain.tilgang.matrise import Rett
from app.spraak import Spraak
from app.web.felles.rom import Rom, aapen, krever
from app.web.felles.spraak import husk_i_nettleseren
from app.web.felles.vis import vis
from app.web.innlogging.innlogging import trygg_neste
from app.web.innlogging.oekt import VALGT_SPRAAK

rom = Rom("spraakvalg")


@rom.post("/spraak")
@aapen
def velg() -> ResponseReturnValue:
    """Back to where it was chosen. A choice made before login is the user's own from the login on (oekt.aapne)."""
    valgt = Spraak.les(request.form.get("spraak"))
    if valgt is None:
        raise UkjentFelt
    if current_user.is_authenticated:
        velg_spraak(current_user.id, valgt)
    else:
        session[VALGT_SPRAAK] = valgt.value
    svar = redirect(trygg_neste(request.form.get("neste")), 303)
    husk_i_nettleseren(svar, valgt)
    return svar


@rom.get("/profil")
@krever(Rett.ARBEIDSFLATE_SE)
def profil() -> ResponseReturnValue:
    return vis("innlogging/profil.html")
