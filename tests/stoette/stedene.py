"""Where the app is written to: for each route that writes, who may, its forms, and the names that it asks for."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from typing import Any, ClassVar
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from werkzeug.datastructures import ImmutableMultiDict
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from app.domain.tilgang.matrise import roller_med
from app.web.felles.rom import LESENDE, krav_til
from stoette import innsyn
from stoette.brukere import bruker_id, roller
from stoette.i_gang import DOBBEL
from stoette.klient import EPOST, Klient, Uinspisert, merke_paa
from stoette.kompass import hoder
from stoette.ruter import SPOERRING, Rute, ruter
from stoette.sider import les

Verdier = dict[str, list[str]]
HVEM = ("per", "aud", "ingrid", "siri", "oda", "ellen", "kari", "nils", "")
"""One for each set of rights; the last is nobody."""
OM = ("Yonas Tesfalem", "Hassan Warsameh", "Mahmoud Darwishi", "Rami Khaldoun", "Selam Berhanesh", DOBBEL)
SKJERMET = "Leyla Omarova"
AVVIST = (302, 401, 403, 404)


@dataclass(frozen=True)
class Sted:
    """A form as it stands on someone's page, or the body that a machine's route is described with."""

    hvem: str
    metode: str
    sti: str
    spoerring: Verdier = field(default_factory=dict)
    data: Verdier = field(default_factory=dict)
    omfang: str = ""


class Lyttende(ImmutableMultiDict[str, str]):
    """A form, or the questions of an address, that remembers what it was asked for."""

    spurt: ClassVar[set[str]] = set()

    def getlist(self, key: str, *args: Any) -> Any:
        self.spurt.add(key)
        return super().getlist(key, *args)

    def __getitem__(self, key: str) -> Any:
        self.spurt.add(key)
        return super().__getitem__(key)

    def __contains__(self, key: object) -> bool:
        self.spurt.add(str(key))
        return super().__contains__(key)


class Avsender:
    """Asks the app as whoever stands at the place. All are logged in at once: what is done later may leave no trace."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.inne = {hvem: self._logg_inn(hvem) for hvem in HVEM}
        self.sider = cache(self._sider)
        self.token = cache(lambda omfang: hoder(app, omfang))

    def _logg_inn(self, hvem: str) -> tuple[str, str]:
        navn = self.app.config["SESSION_COOKIE_NAME"]
        if hvem:
            klient = Klient(self.app, hvem, inspisert=False)
            return klient.klient.get_cookie(navn).value, klient.merke
        ingen = Uinspisert(self.app, self.app.response_class)
        merke = merke_paa(ingen.get("/logg-inn"))
        return ingen.get_cookie(navn).value, merke

    def klient(self, hvem: str) -> Uinspisert:
        """A browser that has been nowhere yet."""
        klient = Uinspisert(self.app, self.app.response_class)
        klient.set_cookie(self.app.config["SESSION_COOKIE_NAME"], self.inne[hvem][0])
        return klient

    def send(self, sted: Sted, *, hoder: Mapping[str, str] | None = None, **valg: Any) -> TestResponse:
        """With the token of the form, or of the machine; what it holds else is the caller's."""
        egne = self.token(sted.omfang) if sted.omfang else {"X-CSRFToken": self.inne[sted.hvem][1]}
        hoder, sti = {**(hoder or {}), **egne}, valg.pop("sti", sted.sti)
        return self.klient(sted.hvem).open(sti, method=sted.metode, headers=hoder, **valg)

    def _sider(self, hvem: str, adresse: str) -> tuple[list[Sted], list[str]]:
        """What this person could send from this page, and where its links lead."""
        svar = self.klient(hvem).get(adresse)
        if svar.status_code != 200 or svar.mimetype != "text/html":
            return [], []
        return list(_paa_siden(svar, hvem)), [a.get("href") for a in les(svar.text).iter("a") if a.get("href")]


def stedene(avsender: Avsender) -> dict[str, list[Sted]]:
    """Endpoint → where it is written to, whether a page has a form for it or not."""
    app, foer = avsender.app, avsender.app.request_class.parameter_storage_class
    app.request_class.parameter_storage_class = Lyttende
    try:
        return {rute.endepunkt: _stedene(avsender, rute) for rute in skrivende(app)}
    finally:
        app.request_class.parameter_storage_class = foer


def skrivende(app: Flask) -> list[Rute]:
    """Each route that is asked to change something."""
    return [rute for rute in ruter(app) if rute.metode not in LESENDE]


def _stedene(avsender: Avsender, rute: Rute) -> list[Sted]:
    krav = krav_til(avsender.app.view_functions[rute.endepunkt])
    if krav and krav.scope:
        skjema = krav.operasjon["requestBody"]["content"]["application/json"]["schema"]
        return [Sted("", rute.metode, rute.regel, {}, {navn: ["x"] for navn in skjema["properties"]}, krav.scope)]
    alle = [(hvem, navn) for hvem in _som_kan(krav) for navn in (OM if rute.har_id else OM[:1])]
    funnet = (paa_siden for hvem, navn in alle if (paa_siden := _paa_sin_side(avsender, rute, hvem, navn)))
    inne = next((steder for steder in funnet if er_inne(avsender, steder[0])), [])
    return _utvidet(avsender, inne or _uten_side(avsender, rute, alle))


def _som_kan(krav: Any) -> list[str]:
    """Two who have the right; where none is asked for, one who is logged in and one who is not."""
    if krav is None or krav.rett is None:
        return ["per", ""]
    kan = set(roller_med(krav.rett)) & set(roller_med(krav.ogsaa or krav.rett))
    return [hvem for hvem in HVEM if hvem and roller(EPOST[hvem]) & kan][:2]


def _paa_sin_side(avsender: Avsender, rute: Rute, hvem: str, navn: str) -> list[Sted]:
    """The route's own forms, on the pages that its address stands under, and on those that these lead to."""
    regel = partial(_regel, avsender.app)
    sti, over = _om(rute, navn), [rute.regel.rsplit("/", nr)[0] for nr in range(3)]
    sider = [side for nr in range(4) if (side := sti.rsplit("/", nr)[0]) and regel(side, "GET")]
    for side in sider[:3]:
        sider += [lenke for lenke in avsender.sider(hvem, side)[1] if regel(lenke, "GET") in over][:2]
    alle = [sted for side in sider for sted in avsender.sider(hvem, side)[0]]
    like = [sted for sted in alle if regel(sted.sti, rute.metode) == rute.regel]
    return list({f"{s.spoerring} {sorted(s.data)}": s for s in like}.values())


def _regel(app: Flask, adresse: str, metode: str) -> str | None:
    """The rule of the route that such an address leads to."""
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(adresse).path, metode, return_rule=True)[0].rule)
    except HTTPException:
        return None


def _uten_side(avsender: Avsender, rute: Rute, alle: list[tuple[str, str]]) -> list[Sted]:
    """A script writes there, or nobody can just now: as whoever is let in, about whomever he is let in to."""
    spoerring = {"felt": ["morsmaal"]} | parse_qs(SPOERRING.get(rute.endepunkt, "").removeprefix("?"))
    uten = [Sted(hvem, rute.metode, _om(rute, navn), spoerring) for hvem, navn in alle]
    return [next((sted for sted in uten if er_inne(avsender, sted)), uten[0])]


def er_inne(avsender: Avsender, sted: Sted) -> bool:
    """Whether the route is reached from there."""
    return avsender.send(sted, query_string=sted.spoerring, data=sted.data).status_code not in AVVIST


def _utvidet(avsender: Avsender, steder: list[Sted]) -> list[Sted]:
    """With the names that the route asks for, in the form and in the address; an answer makes it ask for more."""
    Lyttende.spurt.clear()
    sted, en_id = steder[0], innsyn.ider(SKJERMET).beboer
    for verdi in ("", "0", en_id):
        data = {navn: [verdi] for navn in Lyttende.spurt} if verdi else sted.data
        avsender.send(sted, query_string=sted.spoerring, data=data)
    nye = {navn: [en_id] for navn in sorted(Lyttende.spurt - {"csrf_token"})}
    return [replace(s, data={n: v for n, v in nye.items() if n not in s.spoerring} | s.data) for s in steder]


def _om(rute: Rute, navn: str) -> str:
    ider, mari = innsyn.ider(navn), bruker_id(EPOST["mari"])
    if annen := innsyn.en("SELECT id FROM beboer WHERE samme_som_id = :b", b=ider.beboer):
        rute = replace(rute, regel=rute.regel.replace("<noekkel:annen_id>", annen))
    return rute.adresse(
        ider.samtale or "", ider.beboer, mari, husstand=ider.husstand, mottak=innsyn.mottak_id("Furulia")
    )


def _paa_siden(svar: TestResponse, hvem: str) -> Iterator[Sted]:
    for e in les(svar.text).iter("form", "button", "div"):
        skjema = e if e.tag == "form" else next(e.iterancestors("form"), e)
        adresser = {e.get("hx-post"), e.get("formaction")}
        if e.tag == "form" and e.get("method") == "post":
            adresser = {e.get("action") or svar.request.path}
        for adresse in adresser - {None}:
            deler = urlsplit(adresse)
            data = _utfylt(e if e.tag == "div" else skjema)
            yield Sted(hvem, "POST", deler.path, parse_qs(deler.query), data)


def _utfylt(skjema: Any) -> Verdier:
    """What a browser could send: of choices one, chosen or not."""
    data: Verdier = {}
    for e in skjema.iter("input", "textarea", "select", "button"):
        if not (navn := e.get("name")) or navn == "csrf_token":
            continue
        if e.tag == "textarea":
            data.setdefault(navn, [(e.text or "").removeprefix("\n")])
        elif e.tag == "select":
            data.setdefault(navn, [o.get("value") or "" for o in e.iter("option")][-1:])
        else:
            data.setdefault(navn, [e.get("value") or ""])
    return data
