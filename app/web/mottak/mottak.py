"""Mottaksinformasjon and Kontaktinformasjon of the own mottak, and «Rediger» on both (S10, S15, S40 to S43)."""

from typing import Any

from flask import flash, redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from app.domain.brukere.kontakt import (
    KONTAKTROLLER,
    endre_kontaktperson,
    hent_kontaktperson,
    kan_endre_kontaktperson,
    kontaktpersoner,
    mangler_bosettingsansvarlig,
    personblankett,
)
from app.domain.logg import endringslogg
from app.domain.mottak.kontakt import endre_kontakt, kontaktblankett
from app.domain.skjema.blankett import Blankett, Feilutfylt, Utdatert
from app.domain.tilgang.bruker import Bruker
from app.domain.tilgang.matrise import Rett
from app.domain.tilgang.mottak import hent_mottak
from app.web.felles.rom import Rom, innlogget, innsendt, krever
from app.web.felles.vis import vil_ha_bit, vis

rom = Rom("mottak")
HUSK_MOT = _l("Lagret. Husk å rette opplysningene i MOT også.")


@rom.get("/mottak/informasjon", undermeny="Mottaksinformasjon")
@krever(Rett.MOTTAK_SE)
def informasjon() -> ResponseReturnValue:
    return _vis_informasjon()


@rom.get("/mottak/informasjon/endring")
@krever(Rett.MOTTAK_ENDRE_KONTAKT)
def informasjonsskjema() -> ResponseReturnValue:
    mottak = hent_mottak(innlogget().mottak_id)
    return _vis_informasjonsskjema(kontaktblankett(mottak), mottak.versjon)


@rom.post("/mottak/informasjon/endring")
@krever(Rett.MOTTAK_ENDRE_KONTAKT)
def endre_informasjon() -> ResponseReturnValue:
    try:
        endre_kontakt(innlogget(), innsendt())
    except Feilutfylt as feil:
        return _vis_informasjonsskjema(feil.blankett, request.form.get("versjon")), 422
    except Utdatert as feil:
        mottak = hent_mottak(innlogget().mottak_id)
        return _vis_informasjonsskjema(feil.blankett, mottak.versjon, utdatert=feil), 409
    if vil_ha_bit():
        return _vis_informasjon(lagret=HUSK_MOT, fokus=True)
    flash(str(HUSK_MOT), "success")
    return redirect(url_for("mottak.informasjon"), 303)


@rom.get("/mottak/kontakt", undermeny="Kontaktinformasjon")
@krever(Rett.MOTTAK_SE)
def kontakt() -> ResponseReturnValue:
    mottak = hent_mottak(innlogget().mottak_id)
    personer = kontaktpersoner(mottak.id)
    return vis(
        "mottak/kontakt.html",
        mottak=mottak,
        personer=[_kort(person) for person in personer],
        mangler_ansvarlig=mangler_bosettingsansvarlig(personer),
        endringer=endringslogg.om_kontaktene([person.id for person in personer]),
    )


@rom.get("/mottak/kontakt/<noekkel:person_id>")
@krever(Rett.MOTTAK_ENDRE_BOSETTINGSANSVARLIG)
def person(person_id: str) -> ResponseReturnValue:
    """The card of one contact person, for «Avbryt» in place; a plain browser goes back to all of them."""
    funnet = hent_kontaktperson(innlogget(), person_id)
    if not vil_ha_bit():
        return redirect(_til_kortet(person_id))
    return vis("mottak/kontakt.html", "mottak/_kort.html", person=_kort(funnet), fokus=True)


@rom.get("/mottak/kontakt/<noekkel:person_id>/endring")
@krever(Rett.MOTTAK_ENDRE_BOSETTINGSANSVARLIG)
def personskjema(person_id: str) -> ResponseReturnValue:
    funnet = hent_kontaktperson(innlogget(), person_id)
    return _vis_personskjema(funnet, personblankett(funnet), funnet.versjon)


@rom.post("/mottak/kontakt/<noekkel:person_id>/endring")
@krever(Rett.MOTTAK_ENDRE_BOSETTINGSANSVARLIG)
def endre_person(person_id: str) -> ResponseReturnValue:
    try:
        endret = endre_kontaktperson(innlogget(), person_id, innsendt())
    except Feilutfylt as feil:
        funnet = hent_kontaktperson(innlogget(), person_id)
        return _vis_personskjema(funnet, feil.blankett, request.form.get("versjon")), 422
    except Utdatert as feil:
        funnet = hent_kontaktperson(innlogget(), person_id)
        return _vis_personskjema(funnet, feil.blankett, funnet.versjon, utdatert=feil), 409
    if not vil_ha_bit():
        flash(str(HUSK_MOT), "success")
        return redirect(_til_kortet(person_id), 303)
    endringer = endringslogg.om_kontaktene([p.id for p in kontaktpersoner(endret.mottak_id or "")])
    data = {"person": _kort(endret), "endringer": endringer, "lagret": HUSK_MOT, "fokus": True}
    return vis("mottak/kontakt.html", "mottak/_lagret_kort.html", **data)


def _vis_informasjon(**data: Any) -> str:
    mottak = hent_mottak(innlogget().mottak_id)
    endringer = endringslogg.om_mottaket(mottak.id)
    data.setdefault("fokus", vil_ha_bit())
    return vis("mottak/informasjon.html", "mottak/_informasjon.html", mottak=mottak, endringer=endringer, **data)


def _vis_informasjonsskjema(blankett: Blankett, versjon: Any, **data: Any) -> str:
    navn = hent_mottak(innlogget().mottak_id).navn
    felles = {"blankett": blankett, "versjon": versjon, "navn": navn, "fokus": vil_ha_bit()}
    return vis("mottak/informasjonsskjema.html", "mottak/_informasjonsskjema.html", **felles, **data)


def _vis_personskjema(funnet: Bruker, blankett: Blankett, versjon: Any, **data: Any) -> str:
    felles = {"person": _kort(funnet), "blankett": blankett, "versjon": versjon, "fokus": vil_ha_bit()}
    return vis("mottak/personskjema.html", "mottak/_personskjema.html", **felles, **data)


def _kort(person: Bruker) -> dict[str, Any]:
    """A contact person as the page shows him, and whether «Rediger» stands there."""
    return {
        "id": person.id,
        "navn": person.navn,
        "roller": [rolle for rolle in person.roller if rolle in KONTAKTROLLER],
        "epost": person.epost,
        "telefon": person.telefon,
        "kan_endres": kan_endre_kontaktperson(innlogget(), person),
    }


def _til_kortet(person_id: str) -> str:
    return url_for("mottak.kontakt", _anchor=f"k-{person_id}")
