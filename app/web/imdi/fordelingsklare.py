"""Fordelingsklare: IMDi's list of completed households, and the page of one with its internal remarks (S56, S69)."""

from flask import request
from flask.typing import ResponseReturnValue

from app.domain.beboer.modell import Bosettingssamtale
from app.domain.beboer.navnesoek import lignende
from app.domain.beboer.statuser import TRUKKET
from app.domain.bosetting import fordelingsklare, retting
from app.domain.bosetting.dobbelt import sammenslaaing_av
from app.domain.bosetting.fordelingsklare import ALLE, STATUSER, TRUKNE, Sak, Saksutvalg
from app.domain.bosetting.overblikk import overblikk
from app.domain.bosetting.sak import (
    HOEYST_VERSJONER,
    les_sak,
    resten_av_husstanden,
    sakens_historikk,
    sakens_merknader,
)
from app.domain.kommune.kommune import slaa_opp
from app.domain.liste import SIDESTOERRELSE
from app.domain.logg.hendelse import Handling
from app.domain.samtale.skjemaversjon import svarene_i
from app.domain.samtale.svar import verdier
from app.domain.tid import naa
from app.domain.tilgang import mottak
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import Ugyldig
from app.domain.varsel import utsendingsliste
from app.spraak.katalog import oversett
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.skjemavisning import samtalehode
from app.web.felles.soek import aapne_soek, sidestoerrelse, sidetall, sidevisning, soek_videre, uforstaatt
from app.web.felles.vis import setning, vis
from app.web.felles.visningslogg import Viser, viser_liste
from app.web.imdi import arkivpakke, saksdokument
from app.web.imdi.saksvisning import medlemmer, vis_versjon

rom = Rom("fordelingsklare")
INGEN_KOMMUNE = "0000"
"""In the place of one that is not understood: nobody has tilknytning to it."""
FILTER = ("status", "mottak", "kommune", "sorter", "antall")


@rom.get("/fordelingsklare", meny="Fordelingsklare")
@krever(Rett.SAK_SE, viser=Viser.LISTE)
def liste() -> ResponseReturnValue:
    stedet, ukjent = _stedet()
    utvalg = les_utvalg(stedet["nummer"])
    tekst = utvalg.tekst
    side = fordelingsklare.saker(innlogget(), utvalg)
    viser_liste(len(side.rader), tekst)
    return vis(
        "fordelingsklare/liste.html",
        side=sidevisning(side, [_rad(s, tekst) for s in side.rader], utvalg.stoerrelse),
        utvalg=utvalg,
        soek=request.args.get("soek", "") if tekst else "",
        stedet=stedet["navn"],
        ukjent=ukjent,
        uforstaatt=uforstaatt(tekst) or ukjent,
        statuser=[*((s.value, oversett(s.tekst).rstrip(" …")) for s in STATUSER), (TRUKNE, TRUKKET), (ALLE, "Alle")],
        mottak=mottak.alle_mottak(),
    )


def les_utvalg(kommune: str | None = None) -> Saksutvalg:
    """What the address asks the list for: the same of the page, and of the list as a file. `kommune` is its number,
    where the caller has looked it up.
    """
    tekst = aapne_soek(request.args.get("soek", ""))
    return Saksutvalg(
        tekst=tekst,
        status=request.args.get("status", ALLE if tekst else Saksutvalg.status),
        mottak_id=request.args.get("mottak", ""),
        kommune=_stedet()[0]["nummer"] if kommune is None else kommune,
        sorter=request.args.get("sorter", Saksutvalg.sorter),
        side=request.args.get("side", 1, type=sidetall),
        stoerrelse=request.args.get("antall", SIDESTOERRELSE, type=sidestoerrelse),
    )


@rom.post("/fordelingsklare/soek")
@krever(Rett.SAK_SE)
def soek() -> ResponseReturnValue:
    """A search looks among all, unless a status is chosen."""
    return soek_videre("fordelingsklare.liste", *FILTER)


@rom.get("/fordelingsklare/<noekkel:samtale_id>")
@krever(Rett.SAK_SE, leselogget=True)
def sak(samtale_id: str) -> ResponseReturnValue:
    samtale = les_sak(innlogget(), samtale_id)
    rettinger = retting.rettinger(samtale_id)
    svar = svarene_i(samtale)
    return vis(
        "fordelingsklare/sak.html",
        samtale=samtalehode(samtale) | {"tittel": samtale.tittel, "kontrollsum": samtale.kontrollsum},
        skjema_versjon=samtale.skjema_versjon,
        antall_rettinger=len(rettinger),
        rettet=[r for r in rettinger if r.beboer_id in svar],
        kort=overblikk(samtale, {id_: verdier(samling) for id_, samling in retting.gjeldende(svar, rettinger).items()}),
        ventet=fordelingsklare.ventet_dager(samtale),
        medlemmer=medlemmer(samtale, svar, rettinger, sakens_merknader([d.id for d in samtale.deltakere])),
        resten=resten_av_husstanden(innlogget(), samtale),
        naa=naa(),
        med_arkiv=arkivpakke.oppsettet() is not None,
    )


@rom.get("/fordelingsklare/<noekkel:samtale_id>/dokument")
@krever(Rett.SAK_SE, leselogget=True)
def dokument(samtale_id: str) -> ResponseReturnValue:
    """The case as a file, with the internal remarks: kept nowhere here, and that it was fetched is in the log."""
    samtale = les_sak(innlogget(), samtale_id, Handling.DOKUMENT_HENTET)
    rettinger = retting.rettinger(samtale_id)
    deltakere = medlemmer(samtale, svarene_i(samtale), rettinger, sakens_merknader([d.id for d in samtale.deltakere]))
    return saksdokument.last_ned(innlogget(), samtale, deltakere, len(rettinger))


@rom.get("/fordelingsklare/<noekkel:samtale_id>/arkiv")
@krever(Rett.SAK_SE, leselogget=True)
def arkiv(samtale_id: str) -> ResponseReturnValue:
    """«Last ned til arkiv»: all of the case as one file. That the archive has got it, the command alone notes."""
    samtale = les_sak(innlogget(), samtale_id, Handling.ARKIVPAKKE_HENTET)
    return arkivpakke.last_ned(samtale)


@rom.get("/fordelingsklare/<noekkel:samtale_id>/historikk")
@krever(Rett.SAK_SE, leselogget=True)
def historikk(samtale_id: str) -> ResponseReturnValue:
    samtale = les_sak(innlogget(), samtale_id)
    versjoner = sakens_historikk(samtale)
    linjer = [(v, *vis_versjon(v)) for v in versjoner]
    return vis(
        "fordelingsklare/historikk.html",
        samtale={"id": samtale.id, "tittel": samtale.tittel},
        trukne=[d for d in samtale.deltakere if d.trukket],
        medlemmer=[
            (navn, id_, [linje for linje in linjer if linje[0].beboer_id == id_]) for navn, id_ in _numre(samtale)
        ],
        avkortet=HOEYST_VERSJONER if len(linjer) == HOEYST_VERSJONER else None,
        utsendinger=utsendingsliste.for_samtale(innlogget(), samtale_id),
    )


def _numre(samtale: Bosettingssamtale) -> list[tuple[str, str]]:
    """Name and id of each member, and of the duplicates merged with him (F60), which their number tells apart."""
    duplikater = sammenslaaing_av([d.id for d in samtale.deltakere])
    return [
        par
        for d in samtale.deltakere
        for par in ((d.navn, d.id), *((f"{b.navn} ({b.duf_maskert})", b.id) for b in duplikater.get(d.id, ())))
    ]


def _stedet() -> tuple[dict[str, str], str]:
    """The kommune that is asked for, as {nummer, navn}, and why it is not understood."""
    tekst = request.args.get("kommune", "")
    if not tekst.strip():
        return {"nummer": "", "navn": ""}, ""
    try:
        return slaa_opp(tekst[:100]), ""
    except Ugyldig as feil:
        return {"nummer": INGEN_KOMMUNE, "navn": tekst[:100]}, setning(feil)


def _rad(sak: Sak, tekst: str) -> dict[str, object]:
    deltakere = sak.samtale.deltakere
    return {
        "id": sak.samtale.id,
        "tittel": sak.samtale.tittel,
        "navn": [d.navn for d in deltakere] if len(deltakere) > 1 else [],
        "lignende": lignende(tekst, *(d.navn for d in deltakere)),
        "mottak": sak.mottak,
        "ferdigstilt": sak.samtale.ferdigstilt,
        "bosetting": sak.bosetting,
        "kort": sak.overblikk,
        "ventet": sak.ventet_dager,
    }
