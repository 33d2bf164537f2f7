"""Typing: no character, caret, focus or scroll is lost to a slow, broken or dead connection."""

import re

import pytest
from playwright.sync_api import Locator, expect

from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.kommune.kommunevalg import Kommunevalg
from app.domain.skjema.felttyper import Dato, Epost, Flervalg, Langtekst, Telefon, Valg
from e2e.nettleser import Vindu, i_basen, vent_til

HVOR = """(k) => ({fokus: document.activeElement === k, fra: k.selectionStart, til: k.selectionEnd,
                   topp: Math.round(k.getBoundingClientRect().top), verdi: k.value})"""


def test_hele_skjemaet_med_300_ms_forsinkelse(nytt_vindu, vert):
    """Through every field as fast as the keys go: while one field is being saved, the next is typed in."""
    hamid = nytt_vindu("hamid").gjennomfoer("Mustafa Rahimzai")
    hamid.forvent("422")  # half a telephone number, where the machine is slow
    vert.forsinkelse = 0.3
    for navn in ("Legg til behandler", "Legg til behandler"):
        hamid.side.get_by_role("button", name=navn).click()
        expect(hamid.side.locator("#l-behandler fieldset.rad").last).to_be_focused()
    ventet: dict[str, object] = {}
    nr = 0
    while nr < (felter := hamid.side.locator(".felt:visible")).count():
        felt = felter.nth(nr)
        sti = felt.get_attribute("data-sti")
        ventet[sti] = besvar(hamid, felt, sti, nr)
        nr += 1
        if sti == "har_tilknytning":
            for _ in range(2):
                hamid.side.get_by_role("button", name="Legg til relasjon").click()
                expect(hamid.side.locator("#l-tilknytning > fieldset").last).to_be_focused()
    assert nr > 45
    hamid.er_lagret(*ventet)
    assert {sti: i_basen("Mustafa Rahimzai").get(sti) for sti in ventet} == ventet
    skjerm = {sti: paa_skjermen(hamid.felt(sti)) for sti in ventet}
    vert.forsinkelse = 0
    hamid.side.reload()
    assert {sti: paa_skjermen(hamid.felt(sti)) for sti in ventet} == skjerm


def besvar(vindu: Vindu, felt: Locator, sti: str, nr: int) -> object:
    """Answer one field with the keyboard; the answer is what should then be stored."""
    sted = KARTLEGGING.finn(sti)
    assert sted is not None
    match sted.felt.type:
        case Flervalg(valg=valg):
            for kode in list(valg)[1:3]:
                felt.locator(f"[value={kode}]").focus()
                vindu.side.keyboard.press("Space")
            return list(valg)[1:3]
        case Valg(valg=valg):
            kode = "annet" if sti == "aarsak_ikke_kompass" else next(iter(valg))
            felt.locator(f"[value={kode}]").focus()
            vindu.side.keyboard.press("Space")
            return kode
        case Dato():
            skriv(vindu, sti, "02.02.2026")
            return "2026-02-02"
        case Telefon():
            return skriv(vindu, sti, f"000 42 {nr:03}")
        case Epost():
            return skriv(vindu, sti, f"p{nr}@a.example")
        case Kommunevalg():
            skriv(vindu, sti, "Tromsø")
            return {"nummer": "5501", "navn": "Tromsø"}
        case Langtekst():
            return skriv(vindu, sti, f"Linje {nr},\nog æøå.")
    return skriv(vindu, sti, f"Svar {nr} æ")


def skriv(vindu: Vindu, sti: str, tekst: str) -> str:
    """Type into the field; nothing about it may move meanwhile."""
    kontroll = vindu.kontroll(sti)
    kontroll.evaluate("(k) => { k.focus(); k.scrollIntoView({block: 'center'}); }")
    foer = kontroll.evaluate(HVOR)
    vindu.side.keyboard.type(tekst)
    etter = kontroll.evaluate(HVOR)
    assert etter["fokus"] and etter["verdi"] == tekst and etter["topp"] == foer["topp"], (sti, foer, etter)
    assert etter["fra"] in (len(tekst), None), "markøren har flyttet seg"
    return tekst


def paa_skjermen(felt: Locator) -> list[str]:
    return felt.evaluate(
        """(felt) => [...felt.querySelectorAll("input:not([type=hidden]), textarea")]
        .filter((k) => !["radio", "checkbox"].includes(k.type) || k.checked).map((k) => k.value)"""
    )


def test_skriv_videre_mens_svaret_er_underveis(yonas, vert):
    """The answer to an earlier save comes in the middle of a word, with the caret in the middle of the text."""
    felt = yonas.kontroll("spraak")
    felt.click()
    with vert.hold("felt=spraak") as slipp:
        yonas.side.keyboard.type("Somali og arabisk.")
        expect(yonas.status("spraak")).to_have_text("Lagrer …")
        vent_til(lambda: vert.antall("felt=spraak"), "den første lagringen")
        for _ in range(len("arabisk.")):
            yonas.side.keyboard.press("ArrowLeft")
        yonas.side.keyboard.type("litt ")
        yonas.side.keyboard.press("Shift+ArrowRight")
        foer = felt.evaluate(HVOR)
        slipp()
        vent_til(lambda: vert.antall("felt=spraak") > 1, "den andre lagringen")
    yonas.er_lagret("spraak")
    assert felt.evaluate(HVOR) == foer
    assert (foer["fra"], foer["til"], foer["fokus"]) == (15, 16, True)
    yonas.side.keyboard.type("A")
    yonas.side.keyboard.press("Tab")
    vent_til(lambda: i_basen("Yonas Tesfalem").get("spraak") == "Somali og litt Arabisk.", "hele teksten")


@pytest.mark.parametrize("plass", ["center", "start"])
def test_et_avslag_flytter_ikke_det_neste_feltet(yonas, vert, plass):
    """A refusal comes to the field above, in sight or not (then the browser itself makes up for it)."""
    yonas.forvent("422")
    neste = yonas.kontroll("spraak")
    with vert.hold("felt=egen_telefon") as slipp:
        yonas.kontroll("egen_telefon").fill("ring meg")
        vent_til(lambda: vert.antall("felt=egen_telefon"), "nummeret som blir avvist")
        neste.evaluate("(k, block) => { k.focus(); k.scrollIntoView({block}); }", plass)
        foer = neste.evaluate(HVOR)
        slipp()
        expect(yonas.status("egen_telefon")).to_contain_text("Skriv et telefonnummer med sifre")
    yonas.side.wait_for_timeout(100)
    assert neste.evaluate(HVOR) == foer


def test_et_avslag_paa_en_halv_tekst_vises_ikke(yonas, vert):
    """Half a number is refused after the rest of it is written: nothing is said of it, and the whole is stored."""
    yonas.forvent("422")
    felt = yonas.kontroll("egen_telefon")
    yonas.status("egen_telefon").evaluate(
        "(s) => new MutationObserver(() => (window.sett ??= []).push(s.textContent)).observe(s, {childList: true})"
    )
    with vert.hold("felt=egen_telefon") as slipp:
        felt.press_sequentially("000 4")
        vent_til(lambda: vert.antall("felt=egen_telefon"), "det halve nummeret")
        felt.press_sequentially("2 042")
        slipp()
        vert.vent()
    yonas.er_lagret("egen_telefon")
    assert i_basen("Yonas Tesfalem") == {"egen_telefon": "000 42 042"}
    assert not [tekst for tekst in yonas.side.evaluate("sett") if "Ikke lagret" in tekst]
    assert felt.get_attribute("aria-invalid") is None


def test_svar_i_feil_rekkefoelge_vinner_ikke(yonas, vert):
    """A save that is overtaken on the way by a newer one of the same page changes nothing when it arrives."""
    yonas.forvent("net::")
    felt = yonas.kontroll("spraak")
    with vert.hold("felt=spraak"):
        felt.press_sequentially("gammel")
        vent_til(lambda: vert.antall("felt=spraak"), "den første lagringen")
        felt.fill("ny")
        yonas.side.goto("/hjelp")
        vent_til(lambda: i_basen("Yonas Tesfalem") == {"spraak": "ny"}, "den siste lagringen")
    vert.vent()
    assert i_basen("Yonas Tesfalem") == {"spraak": "ny"}


def test_nettet_er_borte_i_20_sekunder(per):
    """By the page's own clock, which goes faster than ours: as many tries, and none of them loses a character."""
    per.kontekst.clock.install()
    yonas = per.gjennomfoer("Yonas Tesfalem")
    yonas.forvent("net::ERR", "htmx:")
    side, tilkobling = yonas.side, yonas.side.locator("#tilkobling")
    tekster = {"morsmaal": "tigrinja", "spraak": "Norsk på A1 og engelsk på B2.", "oensker": "Vil bli rørlegger."}
    yonas.kontroll("morsmaal").focus()
    side.keyboard.type(tekster["morsmaal"][:4])
    yonas.kontekst.set_offline(True)
    side.keyboard.type(tekster["morsmaal"][4:])
    expect(yonas.status("morsmaal")).to_have_text("Ikke lagret. Ingen kontakt med systemet. Prøver igjen …")
    expect(tilkobling).to_have_text("1 svar er ikke lagret ennå. Det lagres når du får nett igjen.")
    for sti in ("spraak", "oensker"):
        yonas.kontroll(sti).focus()
        side.keyboard.type(tekster[sti], delay=20)
        side.keyboard.press("Tab")
    expect(tilkobling).to_have_text("3 svar er ikke lagret ennå. De lagres når du får nett igjen.")
    for _ in range(10):
        side.clock.run_for(2000)
    for sti in tekster:
        expect(yonas.status(sti)).to_contain_text("Ikke lagret.")
    assert {sti: yonas.kontroll(sti).input_value() for sti in tekster} == tekster
    yonas.kontekst.set_offline(False)
    yonas.er_lagret(*tekster)
    expect(tilkobling).to_be_empty()
    assert i_basen("Yonas Tesfalem") == tekster | {"morsmaal": ["ti"]}


def test_serveren_doer_og_starter_igjen(prosess, chromium, _vinduer):
    """No event tells the browser that a server is back: the field finds out by itself."""
    per = Vindu(chromium, prosess.adresse)
    _vinduer.append(per)
    per.logg_inn("per").gjennomfoer("Yonas Tesfalem")
    per.forvent("net::ERR", "htmx:")
    felt = per.kontroll("spraak")
    felt.press_sequentially("Somali")
    per.er_lagret("spraak")
    felt.press_sequentially(" og ara")
    prosess.drep()
    felt.press_sequentially("bisk")
    expect(per.status("spraak")).to_contain_text("Ikke lagret.")
    per.kontroll("morsmaal").press_sequentially("somali")
    expect(per.side.locator("#tilkobling")).to_have_text("2 svar er ikke lagret ennå. De lagres når du får nett igjen.")
    prosess.start()
    felt.press_sequentially(", og norsk")
    per.side.keyboard.press("Tab")
    per.er_lagret("spraak", "morsmaal")
    assert i_basen("Yonas Tesfalem") == {"spraak": "Somali og arabisk, og norsk", "morsmaal": ["so"]}


@pytest.mark.parametrize("status", [500, 503])
def test_serveren_svarer_med_feil(yonas, status):
    """A failing server is tried again, and the field is saved once it answers."""
    yonas.forvent(f"{status}", "htmx:")
    yonas.side.route(re.compile("felt=morsmaal"), lambda rute: rute.fulfill(status=status, body="feil"), times=2)
    yonas.kontroll("morsmaal").fill("tigrinja")
    expect(yonas.status("morsmaal")).to_contain_text("Ikke lagret.")
    yonas.er_lagret("morsmaal")
    assert i_basen("Yonas Tesfalem") == {"morsmaal": ["ti"]}
