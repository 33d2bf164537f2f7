"""The form as a page and as bits of one: drawn for whoever asked, after a save or without one."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue

from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.bosetting import retting
from app.domain.kartlegging.kartlegging import KARTLEGGING, UTGAVER
from app.domain.samtale import merknadutkast, samme, svar, svarutkast, vakt
from app.domain.samtale.samtale import Deltaker, ferdige_i_familien, forseglede_merknader, hent_samtale
from app.domain.samtale.skjemaversjon import svarene_i, versjon_for
from app.domain.samtale.stilling import stilling
from app.domain.samtale.svar import hent_svar
from app.domain.samtale.svarlager import Sti, Svarsamling
from app.domain.samtale.tolk import forloep, samme_tolk
from app.domain.samtale.vakt import Stoppet
from app.domain.skjema.grammatikk import Leser, Liste, Sted
from app.domain.tilgang.bruker import navn_paa
from app.domain.unntak import IkkeFunnet
from app.web.felles.gjennomlest import lest_linje, tatt_ut_tekst
from app.web.felles.rom import innlogget
from app.web.felles.skjemavisning import Skjemavisning, person, samtalehode
from app.web.felles.utfall import Utfall
from app.web.felles.vis import vil_ha_bit, vis, vis_bit
from app.web.samtale.innsending import STATUS, avviste
from app.web.samtale.utkast import Hjemloest, tilbud


def vis_felt(samtale: Bosettingssamtale, beboer: Beboer, sted: Sted, status: int) -> ResponseReturnValue:
    if not vil_ha_bit():
        til = url_for("samtale.side", samtale_id=samtale.id, beboer_id=beboer.id, _anchor=anker_til(sted.sti))
        return redirect(til, status)
    samling = hent_svar([beboer.id])[beboer.id]
    if not (KARTLEGGING.finn(sted.sti) and svar.finnes(sted, beboer, samling)):
        raise IkkeFunnet
    visning, _ = visning_av(samtale, beboer, samling, {})
    return vis_bit("felt/_felt.html", samtale=samtale, beboer=beboer, f=visning.felt(sted))


def visning_av(
    samtale: Bosettingssamtale,
    beboer: Beboer,
    samling: Svarsamling,
    utfall: dict[str, Utfall],
    nevnes: Collection[str] = (),
) -> tuple[Skjemavisning, list[Hjemloest]]:
    """The form with who has stored what, and with the user's own texts that were not stored; `nevnes` are ids of others
    who are to be named on the page."""
    if samtale.laast:
        return Skjemavisning(beboer, samling, skjema=UTGAVER.utgave(versjon_for(samtale))), []
    meg = innlogget()
    navn = {meg.id: meg.navn} | navn_paa({*nevnes, *(lagret.endret_av_id for lagret in samling.values())} - {meg.id})
    egne = tilbud(beboer, samling, svarutkast.hent_utkast(meg, beboer.id), navn)
    borte = fjernede(beboer.id, samling)
    visning = Skjemavisning(beboer, samling, egne.utfall | utfall, navn=navn, meg=meg.id, fjernede=borte)
    return visning, egne.hjemloese


def vis_skjema(
    samtale: Bosettingssamtale,
    beboer: Beboer,
    samling: Svarsamling | None = None,
    utfall: dict[str, Utfall] | None = None,
) -> str:
    alle, skjema = svarene_i(samtale), UTGAVER.utgave(versjon_for(samtale))
    sist = None if samtale.laast or vil_ha_bit() else vakt.stoppet(alle, innlogget())
    nevnes = {sist.av_id} if sist else ()
    visning, hjemloese = visning_av(samtale, beboer, samling or alle[beboer.id], utfall or {}, nevnes)
    return vis(
        "samtale/side.html",
        "samtale/_skjema.html",
        samtale=samtalehode(samtale),
        beboer=person(beboer),
        medlemmer=_medlemmer(samtale, beboer, alle),
        **_tolken(samtale, beboer, alle),
        ferdige=ferdige_i_familien(innlogget(), samtale),
        **_hele(visning),
        nr=1 + samtale.deltakere.index(beboer),
        **_vakten(samtale, sist, visning.navn),
        samme=_nettopp_kopiert(samtale, alle),
        hjemloese=hjemloese,
        uttatte=tatt_ut_tekst(visning, lest_linje, Leser.MOTTAK) if samtale.laast else [],
        utgave=skjema.versjon,
        avviste=avviste(visning.utfall),
        **_ferdigstilt(samtale, beboer),
    )


def _tolken(samtale: Bosettingssamtale, beboer: Beboer, alle: Mapping[str, Svarsamling]) -> dict[str, object]:
    """How the interpreter takes part, and the one of another member, to go on with."""
    if samtale.laast:
        return {}
    return {
        "forloep": forloep(beboer.id, alle[beboer.id]),
        "tolk": samme_tolk(samtale.deltakere, alle, beboer.id),
    }


def _hele(visning: Skjemavisning) -> dict[str, object]:
    """All the sections, and how the whole stands."""
    lagrede = visning.samling.values()
    return {
        "seksjoner": visning.seksjoner(),
        "stilling": visning.stilling,
        "sist_lagret": max((lagret.endret for lagret in lagrede), default=None),
        "stand": sum(lagret.versjon for lagret in lagrede),
    }


def _medlemmer(
    samtale: Bosettingssamtale, aktiv: Beboer, svarene: Mapping[str, Svarsamling]
) -> list[dict[str, object]]:
    """The members as the family boxes show them, and how far each form has come."""
    skjema = UTGAVER.utgave(versjon_for(samtale))
    return [
        {"id": d.id, "navn": d.navn, "stilling": stilling(skjema, d, svar.verdier(svarene[d.id])), "aktiv": d is aktiv}
        for d in samtale.deltakere
    ]


def _vakten(samtale: Bosettingssamtale, sist: Stoppet | None, navn: Mapping[str, str]) -> dict[str, object]:
    """Where the last shift stopped, and what it left word of: when the form is opened, not at each member."""
    if samtale.laast or vil_ha_bit():
        return {}
    notater = vakt.notater(samtale)
    if sist is None:
        return {"notater": notater}
    return {
        "stoppet": sist,
        "stoppet_av": navn.get(sist.av_id, "") if sist.av_id != innlogget().id else "",
        "stoppet_i": next(s.tittel for s in KARTLEGGING.seksjoner if s.navn == sist.seksjon),
        "stoppet_hos": next((d.navn for d in samtale.deltakere if d.id == sist.beboer_id), ""),
        "notater": notater,
    }


def kopiert(
    samtale: Bosettingssamtale, alle: Mapping[str, Svarsamling], sted: Sted, tid: datetime
) -> dict[str, object] | None:
    """What the user copied at a moment by «Samme for alle», and at whom it still stands; None where nobody is left."""
    hos = samme.kopiert(innlogget(), samtale, sted, tid)
    staar = {id_ for id_, skrevet in hos.items() if all(alle[id_][s].versjon == v for s, v in skrevet.items())}
    navn = [d.navn for d in samtale.deltakere if d.id in staar]
    return {"sted": sted, "seksjon": KARTLEGGING.seksjonen(sted.sti), "navn": navn, "naar": tid} if navn else None


def _nettopp_kopiert(samtale: Bosettingssamtale, alle: Mapping[str, Svarsamling]) -> dict[str, object] | None:
    sti, naar = request.args.get("samme"), request.args.get("naar", "")
    if samtale.laast or not sti:
        return None
    return kopiert(samtale, alle, samme.delt_felt(sti), samme.les_tid(naar))


def _ferdigstilt(samtale: Bosettingssamtale, beboer: Beboer) -> dict[str, object]:
    """What has come to a completed form afterwards: rectified by IMDi, and a new remark on its way."""
    if not samtale.laast:
        return {"merker": [], "merknader": [], "utkast": None}
    merker = [merke for merke in retting.merker([samtale.id], Leser.MOTTAK) if merke.beboer_id == beboer.id]
    utkast = merknadutkast.utkast(innlogget(), [beboer.id])[beboer.id]
    return {"merker": merker, "merknader": forseglede_merknader(samtale, beboer), "utkast": utkast}


def fjernede(beboer_id: str, samling: Svarsamling, ny: Sti = "") -> Mapping[Sti, int]:
    """The rows that were taken out on this page, and are still out, with the places they had; `ny` is the newest."""
    stier = {sti for sti in [*request.values.getlist("fjernet"), ny] if sti in samling and KARTLEGGING.finn_rad(sti)}
    return svar.holdt_foer(beboer_id, samling, [sti for sti in stier if samling[sti].verdi is None]) if stier else {}


def svar_med_liste(
    beboer: Deltaker,
    samling: Svarsamling,
    liste: Liste,
    utfall: dict[str, Utfall],
    *,
    anker: str,
    fokus: str,
    fjernet: Sti = "",
) -> ResponseReturnValue:
    """The repeated group anew, or for a plain form the page; `fokus` is the row to go on in, or «legg_til»."""
    borte = fjernede(beboer.id, samling, fjernet)
    if not vil_ha_bit():
        return til_siden(beboer, samling, utfall, anker, [*borte])
    visning = Skjemavisning(beboer, samling, utfall, fjernede=borte)
    return vis_bit(
        "samtale/_liste.html",
        samtale={"id": beboer.samtale_id},
        beboer=beboer,
        liste=visning.liste(liste),
        fokus=fokus,
        tall=nytt_tall(visning),
    )


def nytt_tall(visning: Skjemavisning) -> str:
    """How far the form has come, where that is other than the page says that it shows; else nothing."""
    kode = visning.stilling.kode
    return "" if kode == request.form.get("tall") else kode


def til_siden(
    beboer: Deltaker, samling: Svarsamling, utfall: dict[str, Utfall], anker: str, borte: Sequence[Sti] = ()
) -> ResponseReturnValue:
    """For a plain form: back to the page, or where something was refused the page with what was typed."""
    if (status := _status(utfall)) == 200:
        return til_skjema(beboer.samtale_id, beboer.id, anker, borte)
    samtale = hent_samtale(innlogget(), beboer.samtale_id)
    return vis_skjema(samtale, deltaker(samtale, beboer.id), samling, utfall), status


def _status(utfall: dict[str, Utfall]) -> int:
    return max((STATUS.get(u.tilstand, 200) for u in utfall.values()), default=200)


def deltaker(samtale: Bosettingssamtale, beboer_id: str) -> Beboer:
    for en in samtale.deltakere:
        if en.id == beboer_id:
            return en
    raise IkkeFunnet


def anker_til(sti: str) -> str:
    return "f-" + sti.replace(".", "-")


def til_skjema(
    samtale_id: str, beboer_id: str, anker: str | None = None, borte: Sequence[Sti] = ()
) -> ResponseReturnValue:
    til = url_for("samtale.side", samtale_id=samtale_id, beboer_id=beboer_id, fjernet=borte, _anchor=anker)
    return redirect(til, 303)
