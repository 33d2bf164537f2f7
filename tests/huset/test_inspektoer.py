"""The inspector itself: each rule of the house is broken once, and seen."""

import pytest
from stoette.inspektoer import Husbrudd, inspiser_html

HODE = "<!doctype html><html lang=nb><head><title>T</title></head><body>"
GOD = '<h1>H</h1><form method="post" action="/x"><input type="hidden" name="csrf_token" value="y">'
BRUDD = {
    "ugyldig HTML": "<h1>H</h1><p><div></p>",
    "samme id": '<h1>H</h1><p id="a"></p><p id="a"></p>',
    "inline stil": '<h1>H</h1><p style="color:red"></p>',
    "inline kode": '<h1>H</h1><p onclick="x()"></p>',
    "inline skript": "<h1>H</h1><script>x()</script>",
    "skjema uten action": '<h1>H</h1><form method="post"></form>',
    "skjema uten merke": '<h1>H</h1><form method="post" action="/x"></form>',
    "felt uten ledetekst": '<h1>H</h1><input name="a">',
    "ledetekst til ingenting": '<h1>H</h1><label for="b">B</label>',
    "beskrevet av ingenting": '<h1>H</h1><p aria-describedby="b"></p>',
    "knapp uten navn": "<h1>H</h1><button></button>",
    "lenke uten navn": '<h1>H</h1><a href="/x"></a>',
    "hx-on": '<h1>H</h1><p hx-on:click="x"></p>',
    "hx-get uten lenke": '<h1>H</h1><p hx-get="/x"></p>',
    "hx-post utenfor skjema": '<h1>H</h1><button hx-post="/x">X</button>',
    "hx-target som arves": '<h1>H</h1><div hx-target="#x"></div>',
    "htmx et annet sted": '<h1>H</h1><a href="/a" hx-get="/b">X</a>',
    "kode i adressen": '<h1>H</h1><a href="javascript:x()">X</a>',
    "to h1": "<h1>H</h1><h1>I</h1>",
    "ingen h1": "<p>x</p>",
}


@pytest.mark.parametrize("kropp", BRUDD.values(), ids=BRUDD.keys())
def test_hvert_brudd_blir_sett(kropp: str) -> None:
    with pytest.raises(Husbrudd):
        inspiser_html(HODE + kropp + "</body></html>", er_bit=False)


@pytest.mark.parametrize(
    "side",
    [f"<html><head><title>T</title></head><body>{GOD}", "<!doctype html><html lang=nb><head></head><body><h1>H</h1>"],
)
def test_siden_maa_ha_spraak_og_tittel(side: str) -> None:
    with pytest.raises(Husbrudd):
        inspiser_html(side, er_bit=False)


def test_det_som_er_i_orden_slipper_gjennom() -> None:
    knapp = '<label for="a">A</label><input id="a" name="a"><button hx-post="/x" hx-target="#a">Send</button></form>'
    inspiser_html(f"{HODE}{GOD}{knapp}</body></html>", er_bit=False)
    inspiser_html('<p id="a">bit</p>', er_bit=True)
