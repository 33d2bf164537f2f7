"""Registrert to ganger: IMDi sees the two side by side, and keeps one, or says that they are two persons (F60)."""

from collections.abc import Mapping
from dataclasses import replace

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.beboer import fakta
from app.domain.beboer.modell import Beboer
from app.domain.bosetting import dobbelt, sammenslaaing
from app.domain.bosetting.dobbelt import Par
from app.domain.bosetting.sammenslaaing import BEKREFTET, GRUNN
from app.domain.bosetting.utsoeking import FeilTilstand
from app.domain.skjema.blankett import Blankett, Utfylt, les_blankett
from app.domain.skjema.felttyper import Valg
from app.domain.skjema.grammatikk import Felt, Leser
from app.domain.tilgang import mottak
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import Ugyldig
from app.web.felles.feil import feilside
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.soek import sidetall
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser, viser_liste

rom = Rom("dobbelt")
PAR = "/fordelingsklare/dobbelt/<noekkel:beboer_id>/<noekkel:annen_id>"


@rom.errorhandler(FeilTilstand)
def _feil_tilstand(_feil: FeilTilstand) -> ResponseReturnValue:
    tekst = gettext("Registeret har flyttet en av dem imens. Gå tilbake og se på dem på nytt.")
    return feilside(409, tekst, overskrift=gettext("Saken er endret"))


@rom.get("/fordelingsklare/dobbelt")
@krever(Rett.BEBOER_SLAA_SAMMEN, viser=Viser.LISTE)
def liste() -> ResponseReturnValue:
    alle = request.args.get("alle") == "1"
    side = dobbelt.mulige(innlogget(), request.args.get("side", 1, type=sidetall), ogsaa_ulike=alle)
    viser_liste(len(side.rader))
    return vis("dobbelt/liste.html", side=side, alle=alle, mottak=_mottak())


@rom.get(PAR)
@krever(Rett.BEBOER_SLAA_SAMMEN, leselogget=True)
def par(beboer_id: str, annen_id: str) -> ResponseReturnValue:
    return _vis_par(dobbelt.les_par(innlogget(), beboer_id, annen_id))


@rom.post(PAR)
@krever(Rett.BEBOER_SLAA_SAMMEN)
def slaa_sammen(beboer_id: str, annen_id: str) -> ResponseReturnValue:
    """Sent once more, it leads to the same page."""
    blankett = les_blankett((_behold({beboer_id: "", annen_id: ""}), GRUNN, BEKREFTET), innsendt())
    if not blankett.feil:
        beholdt = blankett["behold"]
        duplikat = annen_id if beholdt == beboer_id else beboer_id
        try:
            sammenslaaing.slaa_sammen(innlogget(), beholdt, duplikat, blankett["grunn"])
            flash(gettext("Slått sammen. Et søk på det andre nummeret finner nå denne personen."), "success")
            return redirect(url_for("bosettingssak.beboer", beboer_id=beholdt), 303)
        except Ugyldig as feil:
            blankett = blankett.med_feil("behold", feil)
    return _vis_par(dobbelt.les_par(innlogget(), beboer_id, annen_id), blankett), 422


@rom.post(PAR + "/ulike")
@krever(Rett.BEBOER_SLAA_SAMMEN)
def avkreft(beboer_id: str, annen_id: str) -> ResponseReturnValue:
    dobbelt.avkreft(innlogget(), beboer_id, annen_id)
    flash(gettext("Registrert som to personer. De står ikke lenger i listen."), "success")
    return redirect(url_for("dobbelt.liste"), 303)


@rom.get(PAR + "/oppheving")
@krever(Rett.BEBOER_SLAA_SAMMEN, viser=Viser.SAKEN)
def oppheving(beboer_id: str, annen_id: str) -> ResponseReturnValue:
    return _vis_oppheving(beboer_id, annen_id, Blankett([Utfylt(GRUNN, ())]))


@rom.post(PAR + "/oppheving")
@krever(Rett.BEBOER_SLAA_SAMMEN)
def opphev(beboer_id: str, annen_id: str) -> ResponseReturnValue:
    blankett = les_blankett((GRUNN,), innsendt())
    if blankett.feil:
        return _vis_oppheving(beboer_id, annen_id, blankett), 422
    sammenslaaing.opphev(innlogget(), beboer_id, annen_id, blankett["grunn"])
    flash(gettext("Sammenslåingen er opphevet. Begge er i listene igjen."), "success")
    return redirect(url_for("bosettingssak.beboer", beboer_id=beboer_id), 303)


def _vis_oppheving(beboer_id: str, annen_id: str, blankett: Blankett) -> str:
    beholdt = sammenslaaing.hent_sammenslaatt(innlogget(), beboer_id, annen_id)
    return vis("dobbelt/oppheving.html", beboer=beholdt, annen_id=annen_id, blankett=blankett)


def _vis_par(par: Par, sendt: Blankett | None = None) -> str:
    """With a choice only of those who can be kept; where neither can, why, and what to do."""
    hinder = dobbelt.hindringer(par)
    valg = {beboer.id: beboer.duf_maskert for beboer in par.begge if beboer.id not in hinder}
    behold = _behold(valg)
    alene = list(valg) if len(valg) == 1 else []
    felter = sendt.felter if sendt else [Utfylt(behold, alene), Utfylt(GRUNN, ()), Utfylt(BEKREFTET, ())]
    return vis(
        "dobbelt/par.html",
        par=par,
        begge=_kolonner(par),
        hinder=hinder,
        blankett=Blankett([replace(f, felt=behold) if f.sti == "behold" else f for f in felter]) if valg else None,
        avkreftet=dobbelt.er_avkreftet(par),
    )


def _behold(valg: Mapping[str, str]) -> Felt:
    """The choice of the one kept: id → what it is told apart by."""
    return Felt("behold", "Hvilken skal beholdes?", Valg(valg), hjelp="", paakrevd=True)


def _kolonner(par: Par) -> list[tuple[Beboer, list[tuple[str, str]]]]:
    """What the two are compared by, the DUF-nummer masked."""
    husstander, mottakene = dobbelt.andre_i_husstandene(innlogget(), par), _mottak()
    return [
        (
            beboer,
            [
                *fakta.om(beboer, Leser.IMDI),
                ("Bosettingssamtale", str(beboer.samtalestatus.tekst)),
                ("Mottak", mottakene[beboer.mottak_id]),
                ("Andre i husstanden", ", ".join(husstander[beboer.id]) or gettext("Ingen")),
            ],
        )
        for beboer in par.begge
    ]


def _mottak() -> dict[str, str]:
    return {m.id: m.navn for m in mottak.alle_mottak()}
