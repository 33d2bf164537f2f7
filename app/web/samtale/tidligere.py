"""«Tidligere svar»: what a field has held before, and one of them put back (F12)."""

from flask import request, url_for
from flask.typing import ResponseReturnValue

from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale import svar
from app.domain.samtale.samtale import Deltaker, for_lagring, hent_samtale
from app.domain.samtale.svar import Innsending
from app.domain.samtale.svarlager import Svarsamling
from app.domain.samtale.tidligere import hent_tidligere, tidligere_svar
from app.domain.skjema.grammatikk import Deltakende, Sted
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet, Laast
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.sendt import heltall
from app.web.felles.skjemavisning import Skjemavisning
from app.web.felles.utfall import Utfall
from app.web.felles.vis import vil_ha_bit, vis, vis_bit
from app.web.felles.visningslogg import Viser
from app.web.samtale import PERSON
from app.web.samtale.innsending import felt_i_adressen, proev
from app.web.samtale.skjemaside import anker_til, deltaker, nytt_tall, til_siden

rom = Rom("tidligere")


@rom.get(PERSON + "/tidligere")
@krever(Rett.SAMTALE_REGISTRERE, viser=Viser.SAKEN)
def liste(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """The earlier values of the field that ?felt= names, in the form or on a page of their own."""
    samtale = hent_samtale(innlogget(), samtale_id)
    beboer = deltaker(samtale, beboer_id)
    if samtale.laast:
        raise Laast
    samling = svar.hent_svar([beboer.id])[beboer.id]
    sted = _sted(beboer, samling)
    lagret = samling.get(sted.sti)
    return vis(
        "tidligere/side.html",
        "tidligere/_liste.html",
        samtale=samtale,
        beboer=beboer,
        sted=sted,
        versjon=lagret.versjon if lagret else 0,
        tidligere=tidligere_svar(beboer.id, sted, lagret.verdi if lagret else None),
        tilbake=url_for("samtale.side", samtale_id=samtale_id, beboer_id=beboer_id, _anchor=anker_til(sted.sti)),
    )


@rom.post(PERSON + "/tidligere")
@krever(Rett.SAMTALE_REGISTRERE)
def sett_tilbake(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Make the value of ?versjon= the answer again. What a colleague has stored meanwhile is not overwritten unseen."""
    with for_lagring(innlogget(), samtale_id, beboer_id) as (beboer, samling):
        sted = _sted(beboer, samling)
        verdi = hent_tidligere(beboer.id, sted, heltall(request.args.get("versjon", "")))
        vist = heltall(request.form.get(f"v.{sted.sti}", ""))
        inn = Innsending(sted.sti, sted.felt.type.til_skjema(verdi), vist)
        return _svar_med_felt(beboer, samling, sted, proev(beboer, samling, sted, inn))


def _sted(beboer: Deltakende, samling: Svarsamling) -> Sted:
    """The question, as it is asked of this person today and is not folded away. Raises IkkeFunnet."""
    sted = felt_i_adressen()
    if not KARTLEGGING.finn(sted.sti) or not svar.finnes(sted, beboer, samling):
        raise IkkeFunnet
    if not KARTLEGGING.er_synlig(sted, svar.verdier(samling)):
        raise IkkeFunnet
    return sted


def _svar_med_felt(beboer: Deltaker, samling: Svarsamling, sted: Sted, utfall: Utfall) -> ResponseReturnValue:
    if not vil_ha_bit():
        return til_siden(beboer, samling, {sted.sti: utfall}, anker_til(sted.sti))
    meg = innlogget()
    visning = Skjemavisning(beboer, samling, {sted.sti: utfall}, navn={meg.id: meg.navn}, meg=meg.id)
    samtale = hent_samtale(meg, beboer.samtale_id)
    return vis_bit(
        "tidligere/_satt_tilbake.html", samtale=samtale, beboer=beboer, f=visning.felt(sted), tall=nytt_tall(visning)
    )
