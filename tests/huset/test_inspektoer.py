"""The inspector itself: each rule of the house is broken once, and seen."""

import re

import pytest
from stoette.inspektoer import Husbrudd, inspiser_html

HODE = "<!doctype html><html lang=nb><head><title>T</title></head><body>"
GOD = '<h1>H</h1><form method="post" action="/x"><input type="hidden" name="csrf_token" value="y">'
BRUDD = [
    ("ugyldig HTML", "<h1>H</h1><p><div></p>"),
    ("samme id flere ganger", '<h1>H</h1><p id="a"></p><p id="a"></p>'),
    ("inline kode", '<h1>H</h1><p style="color:red"></p>'),
    ("inline kode", '<h1>H</h1><p onclick="x()"></p>'),
    ("inline skript", "<h1>H</h1><script>x()</script>"),
    ("et skjema uten action", '<h1>H</h1><form method="post"><input type="hidden" name="csrf_token"></form>'),
    ("skjemaet /x mangler csrf_token", '<h1>H</h1><form method="post" action="/x"></form>'),
    ("feltet a har ingen ledetekst", '<h1>H</h1><input name="a">'),
    ("label peker på ingenting", '<h1>H</h1><label for="b">B</label>'),
    ("aria-describedby=b peker på ingenting", '<h1>H</h1><p aria-describedby="b"></p>'),
    ("<button {}> har ikke noe navn", "<h1>H</h1><button></button>"),
    ("<a {'href': '/x'}> har ikke noe navn", '<h1>H</h1><a href="/x"></a>'),
    ("hx-on krever inline kode", '<h1>H</h1><p hx-on:click="x"></p>'),
    ("hx-get på <p> uten lenke", '<h1>H</h1><p hx-get="/x"></p>'),
    ("hx-post=/x står ikke i et skjema", '<h1>H</h1><button hx-post="/x">X</button>'),
    ("hx-target arves", '<h1>H</h1><div hx-target="#x"></div>'),
    ("lenken /a går et annet sted med htmx", '<h1>H</h1><a href="/a" hx-get="/b">X</a>'),
    ("kode i et attributt", '<h1>H</h1><a href="javascript:x()">X</a>'),
    ("siden skal ha én h1", "<h1>H</h1><h1>I</h1>"),
    ("siden skal ha én h1", "<p>x</p>"),
]
"""What the inspector says, and what it is said of."""


@pytest.mark.parametrize(("sier", "kropp"), BRUDD)
def test_hvert_brudd_blir_sett(sier: str, kropp: str) -> None:
    with pytest.raises(Husbrudd, match=re.escape(sier)):
        inspiser_html(HODE + kropp + "</body></html>", er_bit=False)


@pytest.mark.parametrize(
    ("sier", "hode"),
    [
        ("siden sier ikke hvilket språk", "<html><head><title>T</title></head>"),
        ("siden mangler title", "<html lang=nb><head><title></title></head>"),
    ],
)
def test_siden_maa_ha_spraak_og_tittel(sier: str, hode: str) -> None:
    with pytest.raises(Husbrudd, match=sier):
        inspiser_html(f"<!doctype html>{hode}<body><h1>H</h1></body></html>", er_bit=False)


def test_det_som_er_i_orden_slipper_gjennom() -> None:
    knapp = '<label for="a">A</label><input id="a" name="a"><button hx-post="/x" hx-target="#a">Send</button></form>'
    inspiser_html(f"{HODE}{GOD}{knapp}</body></html>", er_bit=False)
    inspiser_html('<p id="a">bit</p>', er_bit=True)
