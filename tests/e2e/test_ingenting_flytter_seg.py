"""Nothing moves by itself under whoever writes: the receipt, earlier answers and the bar keep their places."""

import re

import pytest
from playwright.sync_api import expect
from stoette import innsyn

BREDDER = (320, 360, 1280)


def under(vindu, sti: str, neste: str) -> float:
    """How far below the one the other stands."""
    return vindu.felt(neste).bounding_box()["y"] - vindu.felt(sti).bounding_box()["y"]


def lagret_foer(nytt_vindu, dager: int) -> None:
    """A colleague stored an answer so many days ago."""
    mari = nytt_vindu("mari").gjennomfoer("Familien Khaldoun")
    mari.kontroll("tolk_id").fill("12345")
    mari.er_lagret("tolk_id")
    rami = innsyn.ider("Rami Khaldoun")
    innsyn.skriv("UPDATE svar SET endret = :t WHERE beboer_id = :b", t=innsyn.foer(days=dager), b=rami.beboer)


@pytest.mark.parametrize("bredde", BREDDER)
def test_neste_felt_staar_stille_mens_man_lagrer(nytt_vindu, bredde):
    """Stored once, twice, and over what a colleague with a longer line had stored."""
    lagret_foer(nytt_vindu, 40)
    per = nytt_vindu("per", viewport={"width": bredde, "height": 740}).gjennomfoer("Familien Khaldoun")
    for sti, neste, sett in (("morsmaal", "tolkespraak", 0), ("tolk_id", "egen_telefon", 1)):
        foer = under(per, sti, neste)
        for nr, svar in enumerate(("54", "54321"), 1):
            per.kontroll(sti).fill(svar)
            expect(per.status(sti).locator("input")).to_have_value(str(sett + nr))
            per.er_lagret(sti)
            assert under(per, sti, neste) == pytest.approx(foer, abs=1), (sti, svar)
        expect(per.felt(sti).locator(".tidligere > summary")).to_be_visible()


@pytest.mark.parametrize(("bredde", "hoeyde"), [(1280, 72), (360, 96)])
def test_linjen_med_fire_medlemmer_er_en_rad(nytt_vindu, bredde, hoeyde):
    """On a telephone two: the name with its buttons, and what is left."""
    per = nytt_vindu("per", viewport={"width": bredde, "height": 740}).gjennomfoer("Familien Khaldoun")
    linje = per.side.locator(".bjelke")
    assert linje.evaluate("e => e.offsetHeight") <= hoeyde
    midt = "e => { const b = e.getBoundingClientRect(); return (b.top + b.bottom) / 2; }"
    knapp = per.side.get_by_role("button", name="Dekk til siden").evaluate(midt)
    familien = per.side.locator(".familie").evaluate(midt)
    assert knapp == pytest.approx(familien, abs=4)


@pytest.mark.parametrize("bredde", BREDDER)
def test_linjen_blir_ikke_lavere_naar_datoen_blir_et_klokkeslett(nytt_vindu, bredde):
    """«Alt lagret 19.10. 14.32» takes another line where room is short, «Alt lagret 08.28» does not."""
    lagret_foer(nytt_vindu, 400)
    per = nytt_vindu("per", viewport={"width": bredde, "height": 740}).gjennomfoer("Familien Khaldoun")
    foer = per.side.locator(".bjelke").evaluate("e => e.offsetHeight")
    per.kontroll("tolk_id").fill("54321")
    per.er_lagret("tolk_id")
    expect(per.side.locator("#lagret")).to_have_text(re.compile(r"Alt lagret \d\d\.\d\d$"))
    assert per.side.locator(".bjelke").evaluate("e => e.offsetHeight") == foer
