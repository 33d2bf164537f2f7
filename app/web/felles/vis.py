"""Page or bit, decided once; and what every template may use."""

from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from typing import Any

from flask import Flask, g, render_template, request, url_for
from flask_login import current_user
from flask_wtf.csrf import generate_csrf
from markupsafe import Markup

from app import norsk, pdf, spraak
from app.domain import tid
from app.domain.skjema.telefon import uten_notat
from app.domain.skjema.varsomhet import foelsomme_ord
from app.domain.tilgang.matrise import TITLER, HarSak, Rett, Rolle, kan
from app.domain.unntak import Ugyldig
from app.domain.varsel import varsel
from app.spraak.katalog import katalog, oversett
from app.web.felles.gjennomlest import forseglet_slik
from app.web.felles.lest import som_lest
from app.web.felles.rom import Menypunkt, Rom

Lenke = tuple[str, str, str]
"""An entry of a menu: endpoint, text, aria-current."""


def vil_ha_bit() -> bool:
    """True where htmx asks for a part of the page, and not for a whole page (boosted, or Back)."""
    hx = request.htmx  # type: ignore[attr-defined]
    return bool(hx and not hx.boosted and not hx.history_restore_request)


def vis(side: str, bit: str | None = None, /, **data: Any) -> str:
    """The page, or only its bit where htmx asks; the URL then has two answers, and says so."""
    g.mal = side
    if bit is None:
        return render_template(side, **data)
    g.to_svar = True
    return vis_bit(bit, **data) if vil_ha_bit() else render_template(side, **data)


def vis_bit(bit: str, **data: Any) -> str:
    """A bit alone: the menus and the bell around it are not asked for."""
    g.bare_bit = True
    return render_template(bit, **data)


def setning(ugyldig: Ugyldig) -> str:
    """The domain's refusal in the user's language."""
    return oversett(ugyldig.melding) % ugyldig.verdier


def init_maler(app: Flask, rom: Iterable[Rom]) -> None:
    """Give the templates their globals and filters."""
    alle_rom = list(rom)
    app.jinja_env.filters.update(
        ringes=uten_notat,
        foelsomme_ord=foelsomme_ord,
        dato=norsk.vist_dato,
        tidspunkt=norsk.tidspunkt,
        klokkeslett=norsk.klokkeslett,
        titler=_titler,
        naar=_naar,
        nylig=_nylig,
        oversatt=oversett,
        forseglet_slik=forseglet_slik,
        html_id=lambda sti: sti.replace(".", "-"),
    )
    app.jinja_env.globals.update(kan=_kan, Rett=Rett, csrf_felt=_csrf_felt, som_lest=som_lest, kan_lage_pdf=pdf.finnes)
    app.jinja_env.install_gettext_callables(  # type: ignore[attr-defined]
        lambda tekst: oversettelser().gettext(tekst),
        lambda en, flere, antall: oversettelser().ngettext(en, flere, antall),
        newstyle=True,
    )
    app.jinja_env.globals["_"] = _t
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True

    app.context_processor(lambda: _felles(alle_rom, demo=app.extensions["mottak_config"].demo))


def _titler(roller: Iterable[Rolle]) -> str:
    """What someone with these roles is called: once, also where two roles are called the same."""
    return ", ".join(sorted({oversett(TITLER[rolle]) for rolle in roller}))


def _nylig(tidspunktet: datetime) -> str:
    """«i dag kl. 08.32», «i går kl. …», or the whole date: for what is read soon after it happened."""
    if tid.dag_i_norge(tidspunktet) == tid.i_dag():
        return oversett("i dag kl. %(klokka)s", klokka=norsk.klokkeslett(tidspunktet))
    return _i_gaar(tidspunktet) or norsk.tidspunkt(tidspunktet)


def _naar(tidspunktet: datetime) -> str:
    """«kl. 08.32», «i går kl. …», «27.11. kl. …»: where room is short."""
    return _i_gaar(tidspunktet) or norsk.naar(tidspunktet, tid.i_dag())


def _i_gaar(tidspunktet: datetime) -> str:
    """Nothing for another day than yesterday."""
    if (tid.i_dag() - tid.dag_i_norge(tidspunktet)).days != 1:
        return ""
    return oversett("i går kl. %(klokka)s", klokka=norsk.klokkeslett(tidspunktet))


def _csrf_felt() -> Markup:
    """The field that every form of ours carries, and no other site's (F1)."""
    return Markup('<input type="hidden" name="csrf_token" value="{}">').format(generate_csrf())


def _felles(alle_rom: list[Rom], *, demo: bool) -> dict[str, Any]:
    """What every page has: the user, the menus, and the number on the bell."""
    if g.get("uten_database"):
        return {"bruker": None, "meny": [], "undermeny": [], "uleste": 0, "demo": False, "kan": lambda _rett: False}
    if g.get("bare_bit"):
        return {}
    undermeny = _synlige([punkt for r in alle_rom for punkt in r.undermeny])
    return {
        "bruker": current_user if current_user.is_authenticated else None,
        "demo": demo,
        "meny": _meny([punkt for r in alle_rom for punkt in r.meny], undermeny),
        "undermeny": undermeny if request.path.startswith(("/mottak", "/samtaler")) else [],
        "uleste": varsel.antall_uleste(current_user) if _kan(Rett.VARSEL_SE) else 0,
    }


def _t(tekst: str, **innsatt: Any) -> Markup:
    """`_()` of the templates: Jinja's own, without its two detours (measured: a third of the overview's cost)."""
    if isinstance(tekst, spraak.Sammensatt):
        innsatt = tekst.vist() | innsatt
        tekst = tekst.mal
    return _oversatt(oversettelser(), str(tekst)) % innsatt


@lru_cache(maxsize=4096)
def _oversatt(katalog: Any, tekst: str) -> Markup:
    return Markup(katalog.gettext(tekst) if tekst else "")  # noqa: S704  # our own text; what is put into it is escaped


def oversettelser() -> Any:
    """The catalogue of what is shown now; a page asks it hundreds of times (measured: half of its cost)."""
    return katalog(spraak.gjeldende())


def _kan(rett: Rett, beboer: HarSak | None = None) -> bool:
    return current_user.is_authenticated and kan(current_user, rett, beboer)


def _synlige(punkter: list[Menypunkt]) -> list[Lenke]:
    return [(p.endepunkt, p.tekst, _her(p)) for p in punkter if _kan(p.rett)]


def _her(punkt: Menypunkt) -> str:
    """aria-current: the page itself, or one whose address is below it."""
    if request.endpoint == punkt.endepunkt:
        return "page"
    return "true" if request.path.startswith(f"{url_for(punkt.endepunkt)}/") else ""


def _meny(punkter: list[Menypunkt], undermeny: list[Lenke]) -> list[Lenke]:
    """The global menu; «Mottak» leads to the first of its submenu that the user may open."""
    i_mottak = request.path.startswith(("/mottak", "/samtaler"))
    her = "page" if undermeny and request.endpoint == undermeny[0][0] else "true"
    mottak: list[Lenke] = [(undermeny[0][0], "Mottak", her if i_mottak else "")] if undermeny else []
    synlige = _synlige(punkter)
    return [*synlige[:1], *mottak, *synlige[1:]]
