"""The keys alone: the way to the first field, from one field to the next, and to the sections and the family."""

from itertools import pairwise

import pytest
from playwright.sync_api import expect

HVOR = """() => { const felt = document.activeElement.closest('.felt');
    return felt && document.activeElement.name === felt.dataset.sti ? felt.dataset.sti : ''; }"""


@pytest.fixture
def familien(per):
    per.gjennomfoer("Familien Khaldoun")
    return per


def hopp(vindu, navn):
    """Press the skip link of this name, from the top of the page."""
    vindu.side.evaluate("document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0)")
    vindu.side.reload()
    lenke = vindu.side.get_by_role("link", name=navn)
    for _ in range(4):
        vindu.side.keyboard.press("Tab")
        if lenke.evaluate("(e) => e === document.activeElement"):
            break
    expect(lenke).to_be_focused()
    expect(lenke).to_be_in_viewport()
    vindu.side.keyboard.press("Enter")


def test_foerste_felt_er_naer_hoppelenken(familien):
    hopp(familien, "Hopp til innholdet")
    trykk = 0
    while not familien.side.evaluate(HVOR):
        familien.side.keyboard.press("Tab")
        trykk += 1
        assert trykk <= 12


def test_hjelpen_kommer_etter_feltet_sitt(familien):
    """From the answer to its «?», and from there to the next answer; seen beside the label, over the field."""
    familien.kontroll("morsmaal").focus()
    familien.side.keyboard.press("Tab")
    hjelp = familien.felt("morsmaal").locator(".hjelp summary")
    expect(hjelp).to_be_focused()
    assert hjelp.bounding_box()["y"] < familien.kontroll("morsmaal").bounding_box()["y"]
    familien.side.keyboard.press("Tab")
    expect(familien.kontroll("tolkespraak")).to_be_focused()


def test_hopp_til_delene_og_familien(familien):
    hopp(familien, "Hopp til delene av skjemaet")
    familien.side.keyboard.press("Tab")
    assert familien.side.evaluate("Boolean(document.activeElement.closest('#delene'))")
    hopp(familien, "Hopp til familiemedlemmene")
    familien.side.keyboard.press("Tab")
    assert familien.side.evaluate("Boolean(document.activeElement.closest('#familien'))")


def test_overskriftene_gaar_ett_trinn_om_gangen(familien):
    overskriftene = "[...document.querySelectorAll('main :is(h1,h2,h3,h4)')].map((h) => +h.tagName[1])"
    nivaaer = familien.side.evaluate(overskriftene)
    assert nivaaer[0] == 1 and all(neste <= forrige + 1 for forrige, neste in pairwise(nivaaer))
    landemerker = (("region", "Samtalen"), ("navigation", "Deler av skjemaet"), ("navigation", "Familiemedlemmer"))
    for rolle, navn in landemerker:
        expect(familien.side.get_by_role(rolle, name=navn)).to_have_count(1)
