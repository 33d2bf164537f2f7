"""The headers of every answer, whatever its status; what may be cached; and the cookie."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import replace

import brotli
import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from stoette import innsyn
from stoette.database import aapnet, lag_config
from stoette.klient import Klient, merke_paa
from stoette.ruter import ruter

from app import create_app
from app.config import ROT
from app.web.felles.statisk import NAVN


def statisk(fil: str) -> str:
    return f"/static/{NAVN[fil]}"


HODER = {
    "Content-Security-Policy": "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
    "font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}


def krev_hoder(svar, *, statisk: bool = False) -> None:
    for navn, verdi in HODER.items():
        assert svar.headers.getlist(navn) == [verdi], (svar.request.path, navn)
    assert svar.headers["Cache-Control"] == ("public, max-age=31536000, immutable" if statisk else "no-store")
    assert "ETag" not in svar.headers or statisk
    assert "X-Powered-By" not in svar.headers and not re.search("[0-9]", svar.headers.get("Server", ""))


def test_hver_rute(felles_app, felles_som):
    """H1, H3: asked by one who may, one who may not, and nobody; as page and as bit."""
    yonas = innsyn.ider("Yonas Tesfalem")
    ingen = felles_app.test_client()
    for rute in ruter(felles_app):
        adresse = rute.adresse(yonas.samtale, yonas.beboer)
        if rute.metode == "GET":
            svarene = [felles_som(b).get(adresse, htmx=htmx) for b in ("per", "kari") for htmx in (False, True)]
        else:
            svarene = [felles_som("kari").klient.post(adresse)]
        for svar in [*svarene, ingen.open(adresse, method=rute.metode)]:
            krev_hoder(svar, statisk=rute.endepunkt == "static" and svar.status_code == 200)


@pytest.mark.parametrize(
    ("adresse", "metode", "status"),
    [
        ("/finnes-ikke", "GET", 404),
        ("/static/finnes-ikke.css", "GET", 404),
        ("/static/../app/config.py", "GET", 404),
        ("/static/", "GET", 404),
        ("/.git/config", "GET", 404),
        ("/.env", "GET", 404),
        ("/", "DELETE", 405),
        ("/", "OPTIONS", 200),
        ("/", "HEAD", 200),
        ("/kommuner?q=%00", "GET", 422),
        ("/varsler/lesing", "POST", 403),
        ("/%ff", "GET", 404),
    ],
)
def test_ogsaa_naar_det_gaar_galt(felles_som, adresse, metode, status):
    svar = felles_som("per").klient.open(adresse, method=metode)
    assert svar.status_code == status
    krev_hoder(svar)


def test_ukjent_vert_faar_hodene_ogsaa(felles_app):
    svar = felles_app.test_client().get("/", headers={"Host": "evil.example"})
    assert svar.status_code == 400
    krev_hoder(svar)


def test_statiske_filer_kan_lagres_for_alltid_og_har_innholdet_i_adressen(felles_app, felles_som):
    """A changed file has a new address; asked again, the answer does not take the permission back."""
    side = felles_som("per").get("/").text
    filer = re.findall(r'(?:href|src)="(/static/[^"]+)"', side)
    assert len(filer) == 3
    klient = felles_app.test_client()
    for adresse in filer:
        assert re.search(r"/\w+\.[0-9a-f]{12}\.(css|js|svg)$", adresse), adresse
        svar = klient.get(adresse)
        krev_hoder(svar, statisk=True)
        igjen = klient.get(adresse, headers={"If-None-Match": svar.headers["ETag"]})
        assert igjen.status_code == 304
        krev_hoder(igjen, statisk=True)


def test_bare_egne_filer_og_ingen_fra_et_annet_sted(felles_som):
    """H7: no address on any page leads a browser to another host."""
    per = felles_som("per")
    for adresse in ("/", "/logg-inn", "/hjelp", innsyn.ider("Rami Khaldoun").skjema, "/mottak/beboere"):
        tekst = per.get(adresse).text
        assert not re.findall(r'(?:href|src|action|hx-[a-z]+)="(?:[a-z]+:)?//', tekst)
    assert "htmx" in (ROT / "static" / "vendor").joinpath("htmx-2.0.11.min.js").read_text()[:200]


def test_innholdstype_med_tegnsett(felles_app, felles_som):
    """4.1.1."""
    for adresse in ("/", "/helse", "/klar", "/finnes-ikke", *map(statisk, ("felles.css", "felles.js"))):
        assert "charset=utf-8" in felles_som("per").get(adresse).headers["Content-Type"].lower(), adresse


def test_kaken_paa_demoen(felles_app):
    """E2 on http://: not Secure, since it could not be sent."""
    svar = felles_app.test_client().get("/logg-inn")
    kake = svar.headers["Set-Cookie"]
    assert kake.startswith("mottak=") and "HttpOnly" in kake and "SameSite=Lax" in kake and "Path=/" in kake
    assert "Domain" not in kake and "Secure" not in kake


@pytest.fixture
def bak_tls(url: str, tmp_path) -> Iterator[Flask]:
    """The same app as users reach it over TLS."""
    with aapnet(create_app(replace(lag_config(url, tmp_path), base_url="https://localhost"))) as app:
        app.config["TESTING"] = True
        yield app


def test_bak_tls_er_kaken_sikker_og_hsts_paa(bak_tls, app):
    """E2, H1."""
    klient = bak_tls.test_client()
    side = klient.get("/logg-inn", base_url="https://localhost")
    per = innsyn.en("SELECT id FROM bruker WHERE epost = 'per@furulia.example'")
    data = {"bruker": per, "csrf_token": merke_paa(side)}
    svar = klient.post("/logg-inn/demo", data=data, base_url="https://localhost")
    assert svar.status_code == 303
    kaker = svar.headers.getlist("Set-Cookie")
    assert kaker
    for kake in kaker:
        assert kake.startswith("__Host-"), kake
        for ledd in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax"):
            assert ledd in kake or kake.startswith("__Host-mottak=;"), (ledd, kake)
        assert "Domain" not in kake and len(kake) < 4096
    assert svar.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert "Strict-Transport-Security" not in klient.get("/logg-inn", base_url="http://localhost").headers


def test_kaken_holder_ingen_opplysninger(felles_app):
    """E2, E3: what is in the cookie says nothing about anyone, and lies nowhere in the database."""
    klient = Klient(felles_app, "per", inspisert=False)
    kake = klient.klient.get_cookie("mottak", domain="localhost")
    innhold = SecureCookieSessionInterface().get_signing_serializer(felles_app).loads(kake.value) if kake else {}
    assert innhold
    basen = innsyn.dump(uten=())
    for verdi in map(str, innhold.values()):
        assert not [h for h in ("Per Lia", "furulia", klient.id, "MottakB") if h in verdi]
        assert len(verdi) < 16 or verdi not in basen


def test_filene_er_komprimert_paa_forhaand_og_like_for_dem_som_ikke_tar_dem_slik(felles_app):
    """The same bytes by brotli, by what older browsers take and by neither; one type; the same for all."""
    klient = felles_app.test_client()
    for fil, navn in NAVN.items():
        hel, eldre, br = (klient.get(statisk(fil), headers={"Accept-Encoding": som}) for som in ("", "deflate", "br"))
        assert br.data == (ROT / "static" / "bygd" / f"{navn}.br").read_bytes(), fil
        assert brotli.decompress(br.data) == hel.data, fil
        assert len(hel.data) < 500 or zlib.decompress(eldre.data) == hel.data, "det som er så lite, blir ikke mindre"
        assert {svar.headers["Content-Type"] for svar in (hel, eldre, br)} == {hel.headers["Content-Type"]}
        assert {svar.headers["Vary"] for svar in (hel, eldre, br)} == {"Accept-Encoding"}
