"""«Samme for alle»: a member's answer goes to others of the household, looked at first, undone by one press (F38)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from app.domain.beboer.modell import Bosettingssamtale, laas_samtale
from app.domain.beboer.statuser import KOMPASS_GJELDER_IKKE
from app.domain.samtale import samme
from app.domain.samtale.samtale import ferdige_i_familien, for_lagring, hent_samtale
from app.domain.samtale.svar import hent_svar
from app.domain.skjema.grammatikk import Sted
from app.domain.tid import naa
from app.domain.tilgang.bruker import navn_paa
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet, Konflikt, Laast, Ugyldig
from app.spraak.katalog import oversett
from app.web.felles.rom import Rom, innlogget, krever
from app.web.felles.sendt import heltall
from app.web.felles.vis import setning, vis
from app.web.felles.visningslogg import Viser
from app.web.samtale import PERSON
from app.web.samtale.skjemaside import anker_til, deltaker, kopiert, til_skjema

rom = Rom("samme")


@rom.get(PERSON + "/samme")
@krever(Rett.SAMTALE_REGISTRERE, viser=Viser.SAKEN)
def side(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """What would be copied of the answer to ?felt=, and how it stands at each of the others."""
    return _vis(_samtalen(samtale_id, beboer_id), beboer_id, _sted())


@rom.post(PERSON + "/samme")
@krever(Rett.SAMTALE_REGISTRERE)
def kopier(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """Copy to those who are ticked. At whom a colleague has answered meanwhile, nothing is changed, and it is said."""
    samtale, sted = _samtalen(samtale_id, beboer_id), _sted()
    laas_samtale(samtale_id)
    det = samme.forslag(samtale, hent_svar([d.id for d in samtale.deltakere]), beboer_id, sted)
    hos = sorted({a.beboer.id for a in det.andre if a.gjelder} & set(request.form.getlist("hos")))
    if det.verdi is None or det.versjon != heltall(request.form.get("versjon", "")):
        return _vis(samtale, beboer_id, sted, {"": gettext("Svaret er endret. Se over det på nytt.")}), 409
    if not hos:
        return _vis(samtale, beboer_id, sted, {"": gettext("Velg hvem som skal få samme svar.")}), 422
    tid = naa()
    hvordan = {id_: _kopier_til(samtale_id, id_, sted, det, tid) for id_ in hos}
    if avvist := {id_: hvorfor for id_, hvorfor in hvordan.items() if hvorfor}:
        return _vis(samtale, beboer_id, sted, avvist, tid), 409
    kvittering: dict[str, Any] = {"samme": sted.sti, "naar": tid.isoformat(), "_anchor": "samme"}
    return redirect(url_for("samtale.side", samtale_id=samtale_id, beboer_id=beboer_id, **kvittering), 303)


@rom.post(PERSON + "/samme/angring")
@krever(Rett.SAMTALE_REGISTRERE)
def angre(samtale_id: str, beboer_id: str) -> ResponseReturnValue:
    """«Angre»: what stood there comes back, but where somebody has changed it since."""
    samtale, sted = _samtalen(samtale_id, beboer_id), _sted()
    skrevet = samme.kopiert(innlogget(), samtale, sted, samme.les_tid(request.form.get("naar", "")))
    endret_av = {}
    for id_ in sorted(skrevet):
        with for_lagring(innlogget(), samtale_id, id_) as (beboer, samling):
            if endret := samme.angre(innlogget(), beboer, samling, skrevet[id_]):
                endret_av[id_] = endret.endret_av_id
    if not endret_av:
        return til_skjema(samtale_id, beboer_id, anker_til(sted.sti))
    navn = navn_paa(endret_av.values())
    avvist = {id_: _endret(navn.get(av, "")) for id_, av in endret_av.items()}
    return _vis(samtale, beboer_id, sted, avvist), 409


def _kopier_til(samtale_id: str, id_: str, sted: Sted, det: samme.Forslag, tid: datetime) -> str:
    """At one member; the answer is why not."""
    with for_lagring(innlogget(), samtale_id, id_) as (beboer, samling):
        try:
            vist = heltall(request.form.get(f"v.{id_}", ""))
            samme.kopier(innlogget(), beboer, samling, sted, det, vist, tid)
        except Konflikt as feil:
            return _endret(feil.endret_av)
        except Ugyldig as feil:
            return setning(feil)
    return ""


def _endret(navn: str) -> str:
    return str(gettext("%(navn)s har endret svaret. Ingenting er endret her.", navn=navn))


def _samtalen(samtale_id: str, beboer_id: str) -> Bosettingssamtale:
    """An open interview with others beside this member. Raises IkkeFunnet, Laast."""
    samtale = hent_samtale(innlogget(), samtale_id)
    deltaker(samtale, beboer_id)
    if samtale.laast:
        raise Laast
    if len(samtale.deltakere) == 1:
        raise IkkeFunnet
    return samtale


def _sted() -> Sted:
    return samme.delt_felt(request.args.get("felt", ""))


def _vis(
    samtale: Bosettingssamtale,
    beboer_id: str,
    sted: Sted,
    avvist: Mapping[str, str] | None = None,
    tid: datetime | None = None,
) -> str:
    """The page; `avvist` tells why, by the id of the member, or by nothing where it is of the whole; `tid` is when
    some of it was copied."""
    svarene = hent_svar([d.id for d in samtale.deltakere])
    det = samme.forslag(samtale, svarene, beboer_id, sted)
    navn = {d.id: d.navn for d in samtale.deltakere}
    return vis(
        "samme/side.html",
        samtale=samtale,
        beboer=deltaker(samtale, beboer_id),
        sted=sted,
        det=det,
        avvist=[(navn.get(id_, ""), hvorfor) for id_, hvorfor in (avvist or {}).items()],
        samme=kopiert(samtale, svarene, sted, tid) if tid else None,
        uten=_uten(samtale, det),
        tilbake=url_for("samtale.side", samtale_id=samtale.id, beboer_id=beboer_id, _anchor=anker_til(sted.sti)),
    )


def _uten(samtale: Bosettingssamtale, det: samme.Forslag) -> list[tuple[str, str]]:
    """Who it can not be copied to, and why."""
    ferdige = [(b.navn, gettext("Ferdigstilt, og kan ikke endres")) for b in ferdige_i_familien(innlogget(), samtale)]
    return [(a.beboer.navn, _hvorfor(a)) for a in det.andre if a.lik or not a.gjelder] + ferdige


def _hvorfor(annen: samme.Andre) -> str:
    return gettext("Har samme svar") if annen.gjelder else oversett(KOMPASS_GJELDER_IKKE)
