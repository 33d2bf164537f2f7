"""«Samme for alle» from the form and back to it: with the keyboard's focus, undone, and without JavaScript."""

import re

import pytest
from playwright.sync_api import expect

from e2e.nettleser import i_basen
from e2e.test_utseende import er_i_orden


@pytest.mark.parametrize("js", [True, False])
def test_samme_for_alle_og_angre(nytt_vindu, js):
    """What was just typed is saved on the way; the receipt takes the focus, and its button puts back what stood."""
    per = nytt_vindu("per", java_script_enabled=js).gjennomfoer("Familien Khaldoun")
    side = per.side
    lenke = side.get_by_role("link", name=re.compile("Samme for alle.*Morsmål"))
    expect(lenke).to_be_hidden()
    per.kontroll("morsmaal").fill("arabisk")
    if js:
        per.er_lagret("morsmaal")
    else:
        side.locator("#seksjon-personopplysninger").get_by_role("button", name="Lagre").last.click()
    lenke.click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Samme for alle")
    side.get_by_role("checkbox", name="Noor Khaldoun").uncheck()
    er_i_orden(per, "samme for alle") if js else None
    side.get_by_role("button", name="Gi samme svar").click()
    kvittering = side.get_by_text("«Morsmål» er nå det samme hos Lina Khaldoun, Jad Khaldoun.")
    expect(kvittering).to_be_in_viewport()
    assert i_basen("Lina Khaldoun")["morsmaal"] == i_basen("Jad Khaldoun")["morsmaal"] == ["ar"]
    if js:
        expect(kvittering).to_be_focused()
        er_i_orden(per, "kopiert")
    side.locator(".kopiert").get_by_role("button", name="Angre").click()
    expect(lenke).to_be_visible()
    assert "morsmaal" not in i_basen("Lina Khaldoun")
    assert i_basen("Rami Khaldoun")["morsmaal"] == ["ar"]
