"""Oppgaveliste: those who are to have the interview, one row per household or single person (S33, S34, S44 to S47)."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from app.domain import liste as lister
from app.domain.beboer.navnesoek import lignende
from app.domain.samtale import naervaer, oppgave
from app.domain.samtale.oppgave import Oppgave, Visning
from app.domain.skjema.blankett import Blankett, les_blankett, utfylt
from app.domain.skjema.felttyper import Dag
from app.domain.skjema.grammatikk import Felt
from app.domain.tilgang.matrise import Rett
from app.spraak.katalog import oversett
from app.web.felles import listefil
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.soek import aapne_rader, aapne_soek, sidetall, soek_videre, uforstaatt
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser, viser_liste

rom = Rom("oppgaver")
VISNINGER = {
    Visning.ALLE: _l("Alle"),
    Visning.MINE: _l("Mine"),
    Visning.PAABEGYNTE: _l("Påbegynte"),
    Visning.IKKE_BEGYNT: _l("Ikke begynt"),
    Visning.LEDIGE: _l("Uten ansvarlig"),
}
FRIST = Felt("frist", "Ferdig innen", Dag(), hjelp="")


@rom.get("/mottak/oppgaver", undermeny="Oppgaveliste")
@krever(Rett.OPPGAVE_SE, viser=Viser.LISTE)
def liste() -> ResponseReturnValue:
    soek, visning = request.args.get("soek", ""), _visning()
    tekst = aapne_soek(soek)
    side = oppgave.side(innlogget(), request.args.get("side", 1, type=sidetall), tekst=tekst, visning=visning)
    viser_liste(len(side.rader), tekst)
    return vis(
        "oppgaver/liste.html",
        side=vars(side) | {"stoerrelser": ()},
        oppgaver=[(o, lignende(tekst, *(m.navn for m in o.medlemmer))) for o in side.rader],
        inne=naervaer.inne_naa(innlogget(), [o.id for o in side.rader]),
        soek=soek if tekst else "",
        soeketekst=tekst,
        uforstaatt=uforstaatt(tekst),
        visning=visning.value,
        frist=_frist,
        meg=innlogget().id,
        visninger=[(kode.value, navn) for kode, navn in VISNINGER.items()],
        **aapne_rader(),
    )


@rom.get("/mottak/oppgaver/fil")
@krever(Rett.LISTE_EKSPORTERE, Rett.OPPGAVE_SE, fersk=True, viser=Viser.FIL)
def fil() -> ResponseReturnValue:
    """The list as a file, a row for each household; not who is in its form just now."""
    tekst = aapne_soek(request.args.get("soek", ""))
    side = oppgave.side(innlogget(), 1, tekst=tekst, visning=_visning(), stoerrelse=lister.FLEST_I_FIL + 1)
    kolonner = [
        _("Husstand"), _("Navn"), _("Status"), _("Obligatoriske svar"), _("Ansvarlig"), _("Ferdig innen"),
        _("Klar for samtale siden"), _("Dager ventet"),
    ]  # fmt: skip
    return listefil.last_ned("oppgaveliste", _("Oppgaveliste"), kolonner, [_rad(o) for o in side.rader], soek=tekst)


@rom.post("/mottak/oppgaver/soek")
@krever(Rett.OPPGAVE_SE)
def soek() -> ResponseReturnValue:
    return soek_videre("oppgaver.liste", "vis")


@rom.get("/mottak/oppgaver/<noekkel:samtale_id>/detaljer")
@krever(Rett.OPPGAVE_SE, viser=Viser.SAKEN)
def detaljer(samtale_id: str) -> ResponseReturnValue:
    return _vis_detaljer(oppgave.hent_oppgave(innlogget(), samtale_id))


@rom.post("/mottak/oppgaver/<noekkel:samtale_id>/ansvar")
@krever(Rett.SAMTALE_REGISTRERE)
def ta(samtale_id: str) -> ResponseReturnValue:
    """«Ta oppgaven», and by when it is to be done."""
    funnet, blankett = oppgave.hent_oppgave(innlogget(), samtale_id), les_blankett((FRIST,), innsendt())
    if blankett.feil:
        return _vis_detaljer(funnet, blankett=blankett), 422
    oppgave.ta_oppgave(innlogget(), samtale_id, blankett["frist"])
    return redirect(url_for("oppgaver.liste", _anchor=f"oppgave-{samtale_id}"), 303)


def _vis_detaljer(funnet: Oppgave, **data: Any) -> str:
    return vis(
        "oppgaver/detaljer.html", "oppgaver/_detaljer.html", oppgave=funnet, frist=_frist, meg=innlogget().id, **data
    )


def _rad(funnet: Oppgave) -> listefil.Rad:
    return (
        oversett(funnet.tittel),
        ", ".join(listefil.navn(m.beboer) for m in funnet.medlemmer),
        oversett(funnet.status),
        _("%(besvarte)s av %(paakrevde)s", besvarte=funnet.besvarte, paakrevde=funnet.paakrevde),
        funnet.ansvarlig,
        listefil.dag(funnet.frist),
        listefil.dag(funnet.klar_siden),
        str(funnet.ventet_dager),
    )


def _frist(funnet: Oppgave) -> Blankett:
    return utfylt((FRIST,), {"frist": funnet.frist})


def _visning() -> Visning:
    valgt = request.args.get("vis", "")
    return Visning(valgt) if valgt in list(Visning) else Visning.ALLE
