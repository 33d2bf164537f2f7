"""Ways around the rights: no login, a foreign token, another site, other methods and hosts, open redirects."""

import re
from contextvars import ContextVar
from io import BytesIO

import pytest
import sqlalchemy as sa
from stoette import innsyn
from stoette.klient import Klient, merke_paa
from stoette.lange import foerst
from stoette.ruter import SPOERRING, ruter

from app.db import sesjon
from app.domain import tid
from app.domain.tid import naa
from app.domain.tilgang.matrise import Rett
from app.web.felles.rom import Krav, _inngang

UTEN_MERKE = ("/logg-ut/bakkanal", "/api/")
"""The issuer itself, and machines, call these without a cookie: a signed token is the proof."""


@pytest.fixture
def yonas(felles_app) -> innsyn.Ider:
    return innsyn.ider("Yonas Tesfalem")


@pytest.fixture
def skrivende(felles_app, yonas) -> list[str]:
    """The address of every route that writes."""
    mari = innsyn.en("SELECT id FROM bruker WHERE epost = 'mari@furulia.example'")
    poster = [r for r in ruter(felles_app) if r.metode != "GET" and not r.regel.startswith(UTEN_MERKE)]
    assert {r.metode for r in poster} == {"POST"} and len(poster) > 10
    return [r.adresse(yonas.samtale, yonas.beboer, mari) + SPOERRING.get(r.endepunkt, "") for r in poster]


def test_uten_innlogging_foerer_en_side_til_innlogging_og_tilbake(felles_app, yonas):
    ingen = felles_app.test_client()
    for adresse in (yonas.skjema, "/mottak/beboere?status=klar&side=2", "/"):
        svar = ingen.get(adresse)
        assert svar.status_code == 302 and svar.headers["Location"].startswith("/logg-inn?neste=")
        innlogging = ingen.get(svar.headers["Location"])
        neste = re.search(r'name="neste" value="([^"]*)"', innlogging.text)[1].replace("&amp;", "&")
        assert neste == adresse
        bruker = innsyn.en("SELECT id FROM bruker WHERE epost = 'per@furulia.example'")
        data = {"bruker": bruker, "neste": neste, "csrf_token": merke_paa(innlogging)}
        inne = ingen.post("/logg-inn/demo", data=data)
        assert (inne.status_code, inne.headers["Location"]) == (303, adresse)
        assert ingen.get(adresse).status_code == 200
        ingen = felles_app.test_client()


def test_uten_innlogging_sier_htmx_fra_uten_aa_miste_siden(felles_app, yonas):
    ingen = felles_app.test_client()
    svar = ingen.get(yonas.skjema, headers={"HX-Request": "true"})
    assert svar.status_code == 401 and svar.headers["HX-Redirect"] == "/logg-inn" and svar.data == b""
    foer = innsyn.dump(uten=())
    svar = ingen.post(f"{yonas.skjema}/svar?felt=morsmaal", data={"morsmaal": "x"}, headers={"HX-Request": "true"})
    assert svar.status_code == 401 and svar.data == b"" and innsyn.dump(uten=()) == foer


@pytest.mark.parametrize("merke", ["mangler", "tomt", "tull", "en annens", "fra før innlogging"])
def test_uten_eget_merke_skjer_ingenting(felles_app, felles_som, skrivende, merke):
    """F1: every route that writes, with every wrong token, as form and as htmx sends it."""
    per, mari = felles_som("per"), felles_som("mari")
    verdi = {
        "mangler": None,
        "tomt": "",
        "tull": "IjEi.aaaa.bbbb",
        "en annens": mari.merke,
        "fra før innlogging": merke_paa(felles_app.test_client().get("/logg-inn")),
    }[merke]
    foer = innsyn.dump(uten=())
    skrevet = {"morsmaal": "x", "v.morsmaal": "0"}
    for adresse in skrivende:
        i_skjema = per.klient.post(adresse, data=skrevet if verdi is None else {**skrevet, "csrf_token": verdi})
        i_hode = per.klient.post(
            adresse, data=skrevet, headers={"HX-Request": "true"} | ({} if verdi is None else {"X-CSRFToken": verdi})
        )
        assert (i_skjema.status_code, i_hode.status_code) == (403, 403), adresse
    assert innsyn.dump(uten=()) == foer


@pytest.mark.parametrize(
    "hoder",
    foerst(
        3,
        (
            {"Sec-Fetch-Site": "cross-site"},
            {"Origin": "http://localhost.evil.example"},
            {"Origin": "https://evil.example", "Sec-Fetch-Site": "same-origin"},
            {"Sec-Fetch-Site": "same-site"},
            {"Sec-Fetch-Site": "noe nytt"},
            {"Origin": "https://evil.example"},
            {"Sec-Fetch-Site": "cross-site", "Origin": "null"},
            {"Origin": "http://localhost:8001"},
        ),
    ),
    ids=str,
)
def test_fra_et_annet_nettsted_skjer_ingenting(felles_som, skrivende, hoder):
    """F2: even with a good token."""
    per, foer = felles_som("per"), innsyn.dump(uten=())
    for adresse in skrivende:
        assert per.post(adresse, {"morsmaal": "x", "v.morsmaal": "0"}, hoder=hoder).status_code == 403, adresse
    assert innsyn.dump(uten=()) == foer


@pytest.mark.parametrize(
    "hoder",
    [
        {"Sec-Fetch-Site": "same-origin", "Origin": "null"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "http://localhost"},
        {"Origin": "null"},
    ],
    ids=str,
)
def test_fra_egen_side_gaar_det(felles_som, yonas, hoder):
    """Our own Referrer-Policy makes a browser say «null» of a plain form."""
    assert felles_som("per").post("/varsler/lesing", hoder=hoder).status_code == 303
    lenke_utenfra = felles_som("per").get("/", hoder={"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"})
    assert lenke_utenfra.status_code == 200, "en lenke hit er ingen endring"


METODER = ["PUT", "TRACE", "PATCH", "DELETE", "CONNECT", "PROPFIND", "FINNESIKKE"]


@pytest.mark.parametrize("metode", foerst(2, METODER))
def test_andre_metoder_er_ikke_tillatt(felles_app, felles_som, yonas, metode):
    """A7."""
    per, foer = felles_som("per"), innsyn.dump(uten=())
    for rute in ruter(felles_app):
        hoder = {"X-CSRFToken": per.merke}
        svar = per.klient.open(rute.adresse(yonas.samtale, yonas.beboer), method=metode, headers=hoder)
        riktig = (rute.metode, svar.status_code) == (metode, 401)
        assert svar.status_code in (405, 403) or riktig, "a machine route without a token"
        assert svar.status_code == 405 or metode != "TRACE", rute
    assert innsyn.dump(uten=()) == foer


def test_post_der_man_bare_kan_lese_og_omvendt(felles_app, felles_som, yonas):
    per = felles_som("per")
    metoder: dict[str, set[str]] = {}
    for rute in ruter(felles_app):
        metoder.setdefault(rute.adresse(yonas.samtale, yonas.beboer), set()).add(rute.metode)
    for adresse, tillatt in metoder.items():
        for metode in {"GET", "POST"} - tillatt:
            svar = per.get(adresse) if metode == "GET" else per.post(adresse)
            assert svar.status_code == 405, (metode, adresse)
            assert set(svar.headers["Allow"].replace(" ", "").split(",")) >= tillatt, "RFC 9110: 405 sier hva som går"


@pytest.mark.parametrize("navn", ["X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override"])
def test_metoden_kan_ikke_byttes_i_smug(felles_som, yonas, navn):
    per = felles_som("per")
    assert per.get("/", hoder={navn: "DELETE"}).status_code == 200
    assert per.post("/varsler/lesing", {"_method": "DELETE"}, hoder={navn: "DELETE"}).status_code == 303


LESELOGGEN = ("hendelse", "soekeord", "forsoek")


def test_aa_lese_endrer_ingenting(felles_app, felles_som, yonas, monkeypatch):
    """F3: nothing but the log of who was shown what; every page, as page and bit, GET and HEAD. The clock stands, for
    when a login was last used is noted."""
    per, da = felles_som("per"), naa()
    monkeypatch.setattr(tid, "_klokke", ContextVar("klokke", default=lambda: da))
    per.get("/")
    foer = innsyn.dump(uten=LESELOGGEN)
    for rute in ruter(felles_app):
        if rute.metode == "GET":
            for htmx in (False, True):
                assert per.get(rute.adresse(yonas.samtale, yonas.beboer), htmx=htmx).status_code < 500
            assert per.klient.head(rute.adresse(yonas.samtale, yonas.beboer)).data == b""
    assert innsyn.dump(uten=LESELOGGEN) == foer


NESTE = [
    "//evil.example", "///evil.example", "////evil.example", "/\\evil.example", "\\\\evil.example", "\\/evil.example",
    "https://evil.example", "http:evil.example", "https:evil.example", "https:/evil.example", "javascript:alert(1)",
    "/\t/evil.example", "/\n/evil.example", "\t//evil.example", " //evil.example", "/\r\nSet-Cookie: a=b",
    "/%0d%0aX: y",
    "//per@evil.example", "http://localhost@evil.example", "http://localhost.evil.example", "//[", "//[::1", "//]",
    "///[", "/x" * 2000, "evil.example", "", "?neste=//evil.example", "/\0", "data:text/html,x", "//ex℀mple.com",
    "//evil。example", "／／evil.example", "⁄⁄evil.example", "/\u2028/evil.example", "//%5cevil.example", "#",
    ".", "..",
]  # fmt: skip


@pytest.mark.parametrize("leselogget", [False, True])
def test_det_en_visning_skriver_mens_den_leses_blir_ikke_lagret(app, som, leselogget):
    """F3: it is undone, unless the view has said that its reading is logged."""
    per, setning = som("per"), sa.text("UPDATE beboer SET tolkespraak = 'skrevet' WHERE fornavn = 'Yonas'")

    def skriver() -> str:
        sesjon.execute(setning)
        return "<!doctype html><html lang=nb><head><title>T</title></head><body><h1>H</h1></body></html>"

    app.view_functions["arbeidsflate.side"] = _inngang(skriver, Krav(Rett.ARBEIDSFLATE_SE, leselogget=leselogget))
    assert per.get("/").status_code == 200
    assert innsyn.antall("beboer", tolkespraak="skrevet") == leselogget


@pytest.mark.parametrize("neste", NESTE, ids=lambda neste: repr(neste)[:40])
def test_neste_foerer_bare_til_egne_sider(felles_app, neste):
    """F5: at the login page, after the login, and for one who is logged in already."""
    klient = Klient(felles_app, "per", inspisert=False)
    bruker = klient.id
    ny = felles_app.test_client()
    side = ny.get("/logg-inn", query_string={"neste": neste})
    assert side.status_code == 200
    svar = ny.post("/logg-inn/demo", data={"bruker": bruker, "neste": neste, "csrf_token": merke_paa(side)})
    allerede = klient.klient.get("/logg-inn", query_string={"neste": neste})
    for videre in (svar, allerede):
        assert videre.status_code in (302, 303)
        assert videre.headers["Location"] == "/" or er_egen(videre.headers["Location"]), videre.headers["Location"]
        assert "Set-Cookie: a=b" not in str(videre.headers) and "X" not in videre.headers


def er_egen(adresse: str) -> bool:
    """As a browser reads it: a path on this host."""
    uten_hvitt = re.sub(r"[\t\r\n]", "", adresse).strip().replace("\\", "/")
    return uten_hvitt.startswith("/") and not uten_hvitt.startswith("//")


VERTER = (
    "evil.example", "localhost.evil.example", "", "localhost:99999", "evil.example:80", "a b", "[::1", "127.0.0.1@evil",
)  # fmt: skip


@pytest.mark.parametrize("vert", VERTER)
def test_ukjent_vert_blir_avvist(felles_app, vert):
    """F6: 400, with the headers of any other answer, and nothing of the name in it; whatever else is wrong too."""
    klient, skjema = felles_app.test_client(), {"content_type": "application/x-www-form-urlencoded"}
    galt = ({"data": b"a=\xbc", **skjema}, {"data": b"a&" * 3000, **skjema}, {"data": {"f": (BytesIO(b"x"), "x")}})
    hoder = ({"Sec-Fetch-Site": "cross-site"}, {"Origin": "https://evil.example"}, {"HX-Request": "true"})
    svarene = [
        klient.get("/logg-inn", headers={"Host": vert}),
        *(klient.post("/logg-inn/demo", headers={"Host": vert}, **en) for en in galt),
        *(klient.post(sti, headers={"Host": vert, **en}) for en in hoder for sti in ("/api/beboere", "/logg-ut")),
    ]
    assert {svar.status_code for svar in svarene} == {400}
    assert not [svar for svar in svarene if "evil" in svar.text or "evil" in str(svar.headers)]


def test_det_klienten_sier_om_vert_og_protokoll_naar_ingen_lenke(felles_app, felles_som):
    """F6."""
    hoder = {
        "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "https", "X-Forwarded-Prefix": "/evil",
        "Forwarded": "host=evil.example;proto=https", "X-Original-URL": "/evil", "X-Rewrite-URL": "/evil",
    }  # fmt: skip
    svar = felles_app.test_client().get("/mottak/oppgaver", headers=hoder)
    assert svar.status_code == 302 and svar.headers["Location"] == "/logg-inn?neste=/mottak/oppgaver"
    assert "Strict-Transport-Security" not in svar.headers
    assert "evil" not in felles_som("per").get("/mottak/oppgaver", hoder=hoder).text
