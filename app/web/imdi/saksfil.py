"""Saksfil: «Fordelingsklare» as a file for a spreadsheet; with whole DUF-numre for whoever says what they are for."""

from collections.abc import Sequence

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from app.domain.bosetting import fordelingsklare, nummerfil
from app.domain.bosetting.fordelingsklare import Sak
from app.domain.liste import til_fil
from app.domain.skjema.blankett import Blankett, Feilutfylt
from app.domain.tilgang.matrise import Rett
from app.spraak.katalog import oversett
from app.web.felles import listefil, visningslogg
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.vis import vis
from app.web.felles.visningslogg import Viser
from app.web.imdi.fordelingsklare import FILTER, les_utvalg

rom = Rom("saksfil")


@rom.get("/fordelingsklare/fil")
@krever(Rett.LISTE_EKSPORTERE, Rett.SAK_SE, fersk=True, viser=Viser.FIL)
def fil() -> ResponseReturnValue:
    """The list as a file: what its page shows of each household, and no number, for it shows none."""
    utvalg = les_utvalg()
    rader = [_rad(sak) for sak in fordelingsklare.saker(innlogget(), til_fil(utvalg)).rader]
    return listefil.last_ned("fordelingsklare", _("Fordelingsklare"), _kolonner(), rader, soek=utvalg.tekst)


@rom.get("/fordelingsklare/fil/numre")
@krever(Rett.LISTE_EKSPORTERE, Rett.SAK_SE, fersk=True)
def nummerskjema() -> ResponseReturnValue:
    return _vis_skjema(nummerfil.tom_blankett())


@rom.post("/fordelingsklare/fil/numre")
@krever(Rett.LISTE_EKSPORTERE, Rett.SAK_SE, fersk=True)
def med_numre() -> ResponseReturnValue:
    """The same with the whole number of each; its row of the log says why, and each person has a row too."""
    try:
        utlevert = nummerfil.lever_ut(innlogget(), les_utvalg(), innsendt())
    except Feilutfylt as feil:
        return _vis_skjema(feil.blankett), 422
    rader = [(*_rad(sak), _numre(sak)) for sak in utlevert.saker]
    kolonner = [*_kolonner(), _("DUF-nummer")]
    svar = listefil.last_ned(
        "fordelingsklare-med-numre",
        _("Fordelingsklare"),
        kolonner,
        rader,
        soek=utlevert.begrunnelse,
        hoeyst=nummerfil.FLEST,
    )
    visningslogg.noter(Viser.FIL, innlogget())
    return svar


def _vis_skjema(blankett: Blankett) -> str:
    return vis(
        "fordelingsklare/numre.html",
        blankett=blankett,
        flest=nummerfil.FLEST,
        valgt={navn: request.args[navn] for navn in ("soek", *FILTER) if navn in request.args},
    )


def _kolonner() -> list[str]:
    om_dem = (_("Personer"), _("Barn"), _("Tilrettelegging"), _("Tilknytning"))
    return [_("Husstand"), _("Navn"), _("Mottak"), _("Dager ventet"), _("Ferdigstilt"), *om_dem, _("Bosetting")]


def _rad(sak: Sak) -> Sequence[str]:
    return (
        oversett(sak.samtale.tittel),
        ", ".join(listefil.navn(d) for d in sak.samtale.deltakere),
        sak.mottak,
        "–" if sak.ventet_dager is None else str(sak.ventet_dager),
        listefil.dag(sak.samtale.ferdigstilt),
        str(sak.overblikk.personer),
        str(sak.overblikk.barn),
        _("Ja") if sak.overblikk.tilrettelegging else "",
        ", ".join(kommunen.navn for kommunen in sak.overblikk.kommuner),
        ", ".join(oversett(tekst) for tekst in sak.bosetting),
    )


def _numre(sak: Sak) -> str:
    """In the order of the names; of whoever is withdrawn, none."""
    return ", ".join("–" if d.trukket else d.duf_vist for d in sak.samtale.deltakere)
