"""A colleague in the form: who else has it open, and their answers as they are stored (F8)."""

import zlib
from collections.abc import Sequence

from flask import jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale import naervaer, svar
from app.domain.samtale.naervaer import Inne
from app.domain.samtale.samtale import hent_samtale
from app.domain.samtale.svarlager import Sti
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import Laast
from app.norsk import klokkeslett
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.sendt import heltall, klient
from app.web.felles.skjemavisning import Skjemavisning
from app.web.felles.vis import vil_ha_bit, vis_bit
from app.web.samtale import PERSON
from app.web.samtale.skjemaside import deltaker, nytt_tall, til_skjema, visning_av

rom = Rom("naervaer")


@rom.post(PERSON + "/naervaer")
@krever(Rett.SAMTALE_REGISTRERE, passiv=True)
def meld(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """The open page tells of itself and asks; nothing is answered where nothing is new. `borte`: it is being closed."""
    try:
        stand = naervaer.stand(innlogget(), samtale_id, beboer_id)
    except Laast:  # answered, not refused: nothing was to be changed
        return jsonify(stand=0, merke="laast", inne="", nye={})
    if "borte" in request.form:
        naervaer.gaar(innlogget(), samtale_id)
        return "", 204
    inne = inne_tekst(naervaer.meld(innlogget(), samtale_id))
    merke = str(zlib.crc32(inne.encode()))
    nye: dict[Sti, tuple[int, bool]] = {}
    if er_nytt := stand != heltall(request.form.get("stand", "")):
        nye = naervaer.lagret_av_andre(beboer_id, klient(request.form.get("klient", "")) or "-")
    if not er_nytt and request.form.get("inne") == merke:
        return "", 204
    return jsonify(stand=stand, merke=merke, inne=inne, nye=nye)


@rom.get(PERSON + "/nytt")
@krever(Rett.SAMTALE_REGISTRERE, passiv=True)
def nytt(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """The fields and rows that ?sti= names, as they are now. It is a reading, and is logged as one."""
    samtale = hent_samtale(innlogget(), samtale_id)
    if samtale.laast:
        raise Laast
    beboer = deltaker(samtale, beboer_id)
    if not vil_ha_bit():
        return til_skjema(samtale_id, beboer_id)
    visning, _ = visning_av(samtale, beboer, svar.hent_svar([beboer.id])[beboer.id], {})
    deler = [del_ for sti in dict.fromkeys(request.args.getlist("sti")) if (del_ := _del(visning, sti))]
    return vis_bit("samtale/_nytt.html", samtale=samtale, beboer=beboer, deler=deler, tall=nytt_tall(visning))


def inne_tekst(inne: Sequence[Inne]) -> str:
    """«Mari Granli er inne nå», in one line; nothing where nobody is."""
    naa = [i.navn for i in inne if i.naa]
    ledige = [(i.navn, klokkeslett(i.sist)) for i in inne if not i.naa]
    linjer = [gettext("%(navn)s er inne nå", navn=_og(naa))] if naa else []
    linjer += [gettext("%(navn)s har skjemaet åpent, sist aktiv kl. %(tid)s", navn=n, tid=t) for n, t in ledige]
    return ". ".join(linjer)


def _og(navn: Sequence[str]) -> str:
    return gettext("%(flere)s og %(siste)s", flere=", ".join(navn[:-1]), siste=navn[-1]) if navn[1:] else navn[0]


def _del(visning: Skjemavisning, sti: Sti) -> dict[str, object]:
    """A field, or a row of its group; nothing where it is not there, or is no question for this person."""
    if (liste := KARTLEGGING.finn_rad(sti)) and sti in visning.samling:
        return {"liste": visning.liste(liste), "rad": visning.rad(liste, sti.partition(".")[2])}
    sted = KARTLEGGING.finn(sti)
    finnes = sted is not None and svar.finnes(sted, visning.beboer, visning.samling)
    return {"felt": visning.felt(sted)} if sted and finnes else {}
