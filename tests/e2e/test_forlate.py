"""Leaving right after the last key, in every way there is, loses nothing; or the user is asked first."""

import pytest
from playwright.sync_api import Dialog, expect

from e2e.nettleser import i_basen, vent_til
from e2e.test_utseende import er_i_orden

FAMILIE = "Familien Khaldoun"
TEKST = "Drev en liten kafé i Aleppo, og vil gjerne gjøre det igjen."


@pytest.fixture
def rami(per):
    """Per's browser with the form of Rami Khaldoun, the first of four."""
    per.gjennomfoer(FAMILIE)
    per.viser("Rami Khaldoun")
    return per


NETTLESEREN = pytest.param("lukk nettleseren", marks=pytest.mark.alt)
"""Only a whole browser takes leave of its pages when it is closed; the headless shell is gone at once."""


@pytest.mark.parametrize("gaa", ["lukk", NETTLESEREN, "last på nytt", "annen adresse", "tilbakeknappen"])
def test_like_etter_siste_tast(yonas, gaa):
    """50 ms after the last key: the autosave has not begun to think of it."""
    side = yonas.side
    yonas.kontroll("arbeidserfaring").focus()
    side.keyboard.type(TEKST)
    side.wait_for_timeout(50)
    match gaa:
        case "lukk":
            side.close()
        case "lukk nettleseren":
            yonas.kontekst.close()
        case "last på nytt":
            side.reload()
        case "annen adresse":
            side.goto("/hjelp")
        case "tilbakeknappen":
            side.go_back()
    vent_til(lambda: i_basen("Yonas Tesfalem") == {"arbeidserfaring": TEKST}, "den siste teksten")


@pytest.mark.parametrize(
    ("rolle", "navn", "overskrift"),
    [
        ("link", "Tilbake", "Oppgaveliste"),
        ("link", "Ferdigstill bosettingssamtale", "Les gjennom bosettingssamtalen"),
        ("button", "Logg ut", "Logg inn"),
        ("link", "Rami Khaldoun", "Rami Khaldoun"),
    ],
)
def test_med_lenker_og_knapper(rami, vert, rolle, navn, overskrift):
    """The click waits for the save: 400 ms away, and then gone without a question. The names are the contract's own."""
    rami.bytt_til("Lina Khaldoun")
    vert.forsinkelse = 0.4
    rami.kontroll("arbeidserfaring").focus()
    rami.side.keyboard.type(TEKST)
    rami.side.get_by_role(rolle, name=navn, exact=True).click()
    expect(rami.side.get_by_role("heading", name=overskrift, exact=True).first).to_be_visible()
    assert i_basen("Lina Khaldoun") == {"arbeidserfaring": TEKST}
    assert i_basen("Rami Khaldoun") == {}


def test_familien_rundt_uten_aa_vente(rami, vert):
    """Type, switch, type, switch: each text ends up with its own person."""
    vert.forsinkelse = 0.4
    navn = ("Rami Khaldoun", "Lina Khaldoun", "Jad Khaldoun", "Noor Khaldoun")
    for nr, person in enumerate(navn):
        if nr:
            rami.bytt_til(person)
        rami.kontroll("bosettingsmerknad").focus()
        rami.side.keyboard.type(f"Det {person} liker.")
    rami.bytt_til("Rami Khaldoun")
    expect(rami.kontroll("bosettingsmerknad")).to_have_value("Det Rami Khaldoun liker.")
    assert {person: i_basen(person) for person in navn} == {p: {"bosettingsmerknad": f"Det {p} liker."} for p in navn}


def test_skriver_videre_mens_neste_person_hentes(rami, vert):
    """What is typed between the click and the next person's form belongs to the first person, and is saved there."""
    rami.kontroll("interesser").press_sequentially("Sjakk")
    rami.er_lagret("interesser")
    with vert.hold("GET /samtaler") as slipp:
        rami.boks("Jad Khaldoun").click()
        vent_til(lambda: vert.mottatt[-1].startswith("GET /samtaler"), "at neste person hentes")
        rami.kontroll("interesser").press_sequentially(" og dam")
        slipp()
    rami.viser("Jad Khaldoun")
    vent_til(lambda: i_basen("Rami Khaldoun") == {"interesser": "Sjakk og dam"}, "hele teksten")
    assert i_basen("Jad Khaldoun") == {}


def test_to_raske_klikk_ender_hos_den_siste(rami, vert):
    """Also when the first answer comes after the second."""
    rami.forvent("htmx:")
    with vert.hold("GET /samtaler"):
        rami.boks("Jad Khaldoun").click()
        vent_til(lambda: vert.mottatt[-1].startswith("GET /samtaler"), "at Jad hentes")
        rami.boks("Noor Khaldoun").click()
        rami.viser("Noor Khaldoun")
    vert.vent()
    rami.kontroll("bosettingsmerknad").fill("Dukker")
    rami.er_lagret("bosettingsmerknad")
    rami.viser("Noor Khaldoun")
    assert i_basen("Noor Khaldoun") == {"bosettingsmerknad": "Dukker"}


def test_frem_og_tilbake_i_historikken(rami):
    rami.bytt_til("Lina Khaldoun")
    rami.kontroll("interesser").press_sequentially("Keramikk")
    rami.bytt_til("Noor Khaldoun")
    rami.side.go_back()
    rami.viser("Lina Khaldoun")
    expect(rami.kontroll("interesser")).to_have_value("Keramikk")
    rami.side.go_back()
    rami.viser("Rami Khaldoun")
    expect(rami.kontroll("interesser")).to_have_value("")
    rami.side.go_forward()
    rami.viser("Lina Khaldoun")
    rami.side.reload()
    rami.viser("Lina Khaldoun")


def test_bytte_uten_nett_spoer_ikke_og_mister_ingenting(rami):
    """Nobody is asked within the form: without a net there is nowhere to go, and the text stays where it is."""
    rami.forvent("net::ERR", "htmx:")
    rami.side.on("dialog", lambda dialog: rami.feil.append(f"spørsmål: {dialog.message}"))
    rami.kontekst.set_offline(True)
    rami.kontroll("interesser").press_sequentially("Sjakk")
    rami.boks("Jad Khaldoun").click()
    expect(rami.side.locator("#tilkobling")).not_to_be_empty()
    rami.viser("Rami Khaldoun")
    expect(rami.side.get_by_role("dialog")).to_have_count(0)
    expect(rami.kontroll("interesser")).to_have_value("Sjakk")
    rami.kontekst.set_offline(False)
    rami.er_lagret("interesser")
    rami.bytt_til("Jad Khaldoun")
    assert i_basen("Rami Khaldoun") == {"interesser": "Sjakk"}


def test_linjen_om_nettet_flytter_ingenting(rami):
    """It comes between mouse down and mouse up: a click on what had moved away was lost."""
    steder = (rami.boks("Jad Khaldoun"), rami.kontroll("interesser"))
    paa_siden = "e => e.getBoundingClientRect().top + scrollY"
    rami.kontroll("interesser").focus()
    foer = [sted.evaluate(paa_siden) for sted in steder]
    rami.forvent("net::ERR", "htmx:")
    rami.kontekst.set_offline(True)
    rami.kontroll("interesser").press_sequentially("Sjakk")
    expect(rami.side.locator("#tilkobling")).to_have_text(
        "1 svar er ikke lagret ennå. Det lagres når du får nett igjen."
    )
    assert [sted.evaluate(paa_siden) for sted in steder] == foer
    rami.kontekst.set_offline(False)
    rami.er_lagret("interesser")


def test_bytte_uten_nett_og_uten_noe_aa_lagre_sier_fra(rami):
    rami.forvent("net::ERR", "htmx:")
    rami.kontekst.set_offline(True)
    rami.boks("Jad Khaldoun").click()
    expect(rami.side.locator("#tilkobling")).to_have_text("Ingen kontakt med systemet. Prøv igjen om litt.")
    rami.viser("Rami Khaldoun")
    rami.kontekst.set_offline(False)
    rami.bytt_til("Jad Khaldoun")
    expect(rami.side.locator("#tilkobling")).to_be_empty()


@pytest.mark.parametrize("ble", [True, False])
def test_last_paa_nytt_uten_nett_spoer_foerst(yonas, ble):
    """The browser itself asks: what stands in the field is nowhere else."""
    spurt: list[str] = []

    def paa_spoersmaal(dialog: Dialog) -> None:
        spurt.append(dialog.type)
        dialog.dismiss() if ble else dialog.accept()

    yonas.side.on("dialog", paa_spoersmaal)
    yonas.forvent("net::ERR", "htmx:")
    yonas.kontekst.set_offline(True)
    yonas.kontroll("interesser").press_sequentially("Sjakk")
    yonas.side.evaluate("setTimeout(() => location.reload())")
    vent_til(lambda: spurt or yonas.side.wait_for_timeout(50), "et spørsmål")
    assert spurt == ["beforeunload"]
    if ble:
        expect(yonas.kontroll("interesser")).to_have_value("Sjakk")
        yonas.kontekst.set_offline(False)
        yonas.er_lagret("interesser")


def test_en_avvist_tekst_spoer_en_gang_i_siden(yonas):
    """The page itself asks, names the field and leads to it; the browser does not ask on top of it."""
    yonas.side.on("dialog", lambda dialog: yonas.feil.append(f"nettleseren spør: {dialog.type}"))
    yonas.forvent("422")
    yonas.kontroll("egen_telefon").fill("ring meg")
    expect(yonas.status("egen_telefon")).to_contain_text("Ikke lagret.")
    stopp = yonas.side.get_by_role("dialog", name="Ikke alt er lagret")
    yonas.side.get_by_role("link", name="Tilbake").click()
    stopp.get_by_role("link", name="Beboerens telefonnummer").click()
    expect(yonas.kontroll("egen_telefon")).to_be_focused()
    yonas.side.get_by_role("link", name="Tilbake").click()
    expect(stopp.get_by_role("button", name="Bli her")).to_be_focused()
    er_i_orden(yonas, "stoppet i siden")
    stopp.get_by_role("button", name="Gå likevel").click()
    expect(yonas.side.get_by_role("heading", level=1)).to_have_text("Oppgaveliste")


def test_skjult_fane_lagrer_hver_tekst_en_gang(yonas, vert):
    """Hiding and closing both send what waits; the same text is sent once."""
    yonas.kontroll("interesser").focus()
    yonas.side.keyboard.type("Sjakk")
    yonas.side.evaluate(
        """() => { Object.defineProperty(document, "visibilityState", {value: "hidden"});
                   document.dispatchEvent(new Event("visibilitychange"));
                   window.dispatchEvent(new Event("pagehide")); }"""
    )
    vent_til(lambda: i_basen("Yonas Tesfalem") == {"interesser": "Sjakk"}, "teksten")
    yonas.er_lagret("interesser")
    assert vert.antall("felt=interesser") == 2, "én fra den skjulte fanen, og én som feltet selv sendte"
