"""How the form behaves under the hand: dependent questions, repeated groups, wrong input, the Enter key."""

import re

import pytest
from playwright.sync_api import expect

from e2e.nettleser import i_basen, vent_til


def test_avhengige_felt_kommer_og_gaar(yonas):
    """With the keyboard, the answers are kept while a question is away, and focus never moves."""
    for sti in ("samtykke", "samtykke_dato", "kategorier", "beskrivelse"):
        expect(yonas.felt(sti)).to_be_hidden()
    ja = yonas.felt("har_behov").get_by_label("Ja", exact=True)
    ja.focus()
    yonas.side.keyboard.press("Space")
    expect(yonas.felt("samtykke")).to_be_visible()
    expect(yonas.felt("samtykke_dato")).to_be_hidden()
    expect(ja).to_be_focused()
    yonas.velg("samtykke", "Ja")
    expect(yonas.felt("beskrivelse")).to_be_visible()
    yonas.kontroll("samtykke_dato").fill("2026-02-03")
    yonas.kontroll("beskrivelse").fill("Leilighet uten trapper.")
    yonas.er_lagret("har_behov", "samtykke", "samtykke_dato", "beskrivelse")
    yonas.velg("har_behov", "Nei")
    expect(yonas.felt("beskrivelse")).to_be_hidden()
    expect(yonas.felt("samtykke_dato")).to_be_hidden()
    yonas.er_lagret("har_behov")
    yonas.side.reload()
    expect(yonas.felt("samtykke_dato")).to_be_hidden()
    yonas.velg("har_behov", "Ja")
    expect(yonas.kontroll("samtykke_dato")).to_have_value("03.02.2026")
    expect(yonas.kontroll("beskrivelse")).to_have_value("Leilighet uten trapper.")


def test_valg_kan_tas_tilbake(yonas):
    """What is not required can be left unanswered again; several choices are each on their own."""
    yonas.velg("tolk_brukt", "Tolk på telefon")
    yonas.er_lagret("tolk_brukt")
    yonas.velg("tolk_brukt", "Ikke besvart")
    vent_til(lambda: i_basen("Yonas Tesfalem") == {}, "at svaret er borte")
    yonas.velg("har_behov", "Ja")
    yonas.velg("samtykke", "Ja")
    for navn in ("Tilpasset bolig", "Hensyn under reise", "Annet"):
        yonas.velg("kategorier", navn)
    yonas.felt("kategorier").get_by_label("Hensyn under reise").uncheck()
    vent_til(lambda: i_basen("Yonas Tesfalem").get("kategorier") == ["bolig", "annet"], "de to valgene")


def test_rader_legges_til_og_fjernes(yonas):
    """Focus goes to the new row; one that is gone can be undone (test_angre); nothing typed is lost on the way."""
    side = yonas.side
    yonas.velg("har_tilknytning", "Ja")
    legg_til = side.get_by_role("button", name="Legg til relasjon")
    rad = [side.get_by_role("group", name=f"Relasjon {nr}") for nr in (1, 2, 3)]
    for nr, navn in enumerate(("Anna", "Berit", "Cecilie")):
        legg_til.focus()
        side.keyboard.press("Enter")
        expect(rad[nr]).to_be_focused()
        rad[nr].get_by_role("textbox", name="Navn").focus()
        side.keyboard.type(navn)
    rad[1].get_by_role("button", name="Fjern").click()
    expect(side.locator(".fjernet")).to_contain_text("Relasjon 2 er fjernet")
    expect(rad[0].get_by_role("textbox", name="Navn")).to_have_value("Anna")
    expect(rad[2].get_by_role("textbox", name="Navn")).to_have_value("Cecilie")
    side.reload()
    expect(rad[1].get_by_role("textbox", name="Navn")).to_have_value("Cecilie")
    expect(rad[2]).to_have_count(0)
    lagret = [verdi for sti, verdi in i_basen("Yonas Tesfalem").items() if re.fullmatch(r"tilknytning\.\w+\.navn", sti)]
    assert sorted(lagret) == ["Anna", "Cecilie"]


def test_skriver_i_en_rad_mens_en_ny_legges_til(yonas, vert):
    """The rows that are there are left alone: caret and text stay while the answer comes."""
    side = yonas.side
    yonas.velg("har_tilknytning", "Ja")
    legg_til = side.get_by_role("button", name="Legg til relasjon")
    legg_til.click()
    expect(side.get_by_role("group", name="Relasjon 1")).to_be_focused()
    navn = side.get_by_role("group", name="Relasjon 1").get_by_role("textbox", name="Navn")
    navn.fill("Anna")
    yonas.er_lagret(".navn")
    with vert.hold("liste=tilknytning"):
        legg_til.click()
        vent_til(lambda: vert.antall("liste=tilknytning") == 2, "at raden bestilles")
        navn.click()
        side.keyboard.type(" Berg")
    expect(side.get_by_role("group", name="Relasjon 2")).to_be_visible()
    expect(navn).to_have_value("Anna Berg")
    vent_til(lambda: "Anna Berg" in i_basen("Yonas Tesfalem").values(), "hele navnet")


def test_dobbeltklikk_paa_legg_til_gir_en_rad(yonas):
    yonas.velg("har_tilknytning", "Ja")
    yonas.side.get_by_role("button", name="Legg til relasjon").dblclick()
    expect(yonas.side.get_by_role("group", name="Relasjon 1")).to_be_focused()
    yonas.kontroll(".navn").fill("Anna")
    yonas.er_lagret(".navn")
    assert yonas.side.locator("#l-tilknytning .rad").count() == 1


def test_kommune_finnes_ved_aa_skrive(yonas, vert):
    """The choices are fetched when the field is used, once, and kept by number; a name that two share is refused."""
    yonas.forvent("422")
    yonas.velg("har_tilknytning", "Ja")
    for antall in (1, 2):
        yonas.side.get_by_role("button", name="Legg til relasjon").click()
        expect(yonas.felt(".kommune")).to_have_count(antall)
    assert vert.antall("kommuner/forslag") == 0
    for nr in (0, 1):
        yonas.felt(".kommune").nth(nr).locator("[data-forslag]").press("ArrowDown")
        expect(yonas.side.locator("#kommuneforslag option")).not_to_have_count(0)
    assert vert.antall("kommuner/forslag") == 1
    felt = yonas.felt(".kommune").first
    felt.locator("[data-forslag]").fill("Herøy")
    expect(felt.locator(".lagring")).to_contain_text("Ikke lagret.")
    felt.locator("[data-forslag]").fill("5501")
    expect(felt.locator(".lagring")).to_contain_text("Lagret kl.")
    assert {"nummer": "5501", "navn": "Tromsø"} in i_basen("Yonas Tesfalem").values()


@pytest.mark.parametrize(
    ("sti", "ugyldig", "gyldig", "grunn"),
    [
        ("egen_telefon", "ring meg", "00 00 42 42", "Skriv et telefonnummer"),
        ("spraak", "x" * 4001, "Norsk", "Kort den ned"),
        ("bosettingsmerknad", "Se 2024 990111 05.", "Se saken.", "DUF-nummer"),
    ],
)
def test_ugyldig_svar_beholder_teksten(yonas, sti, ugyldig, gyldig, grunn):
    """A clear sentence at the field; the text stays, the others go on saving, and the sentence goes when it is right."""  # noqa: E501
    yonas.forvent("422")
    felt = yonas.kontroll(sti)
    felt.fill(ugyldig)
    expect(yonas.status(sti)).to_contain_text("Ikke lagret.")
    expect(yonas.status(sti)).to_contain_text(grunn)
    expect(felt).to_have_value(ugyldig)
    expect(felt).to_have_attribute("aria-invalid", "true")
    yonas.kontroll("oensker").fill("Vil bli rørlegger.")
    yonas.er_lagret("oensker")
    assert i_basen("Yonas Tesfalem") == {"oensker": "Vil bli rørlegger."}
    felt.fill(gyldig)
    yonas.er_lagret(sti)
    assert felt.get_attribute("aria-invalid") is None
    assert i_basen("Yonas Tesfalem") == {"oensker": "Vil bli rørlegger.", sti: gyldig}


def test_angret_ugyldig_svar_blir_stille(yonas):
    """What is taken back to the stored text is no fault any more."""
    yonas.forvent("422")
    yonas.kontroll("egen_telefon").fill("ring meg")
    expect(yonas.status("egen_telefon")).to_contain_text("Ikke lagret.")
    yonas.kontroll("egen_telefon").fill("")
    expect(yonas.status("egen_telefon")).not_to_contain_text("Ikke lagret.")
    yonas.side.get_by_role("link", name="Tilbake", exact=True).click()
    expect(yonas.side.get_by_role("heading", level=1)).to_have_text("Oppgaveliste")


def test_enter_lagrer_og_trykker_aldri_fjern(yonas, vert):
    yonas.velg("har_tilknytning", "Ja")
    yonas.side.get_by_role("button", name="Legg til relasjon").click()
    expect(yonas.side.get_by_role("group", name="Relasjon 1")).to_be_focused()
    for sti, tekst in ((".navn", "Anna"), (".telefon", "00 00 42 42"), ("morsmaal", "tigrinja")):
        yonas.kontroll(sti).focus()
        yonas.side.keyboard.type(tekst)
        yonas.side.keyboard.press("Enter")
        yonas.er_lagret(sti)
        expect(yonas.kontroll(sti)).to_be_focused()
    assert vert.antall("sletting") == 0 and vert.antall("seksjon=") == 0
    yonas.kontroll("spraak").focus()
    yonas.side.keyboard.type("en")
    yonas.side.keyboard.press("Enter")
    yonas.side.keyboard.type("to")
    expect(yonas.kontroll("spraak")).to_have_value("en\nto")


def test_en_dato_skrives_uten_mas(yonas, vert):
    """The year comes one digit at a time: none of the days on the way is a fault."""
    yonas.velg("har_behov", "Ja")
    yonas.velg("samtykke", "Ja")
    yonas.kontroll("samtykke_dato").focus()
    yonas.side.keyboard.type("02022026", delay=30)
    yonas.side.keyboard.press("Tab")
    yonas.er_lagret("samtykke_dato")
    assert i_basen("Yonas Tesfalem")["samtykke_dato"] == "2026-02-02"
    assert vert.antall("felt=samtykke_dato") == 1


def test_en_halv_dato_er_ikke_lagret_og_toemmer_ingenting(yonas):
    """While it is written nothing is sent; when the field is left it says so, and what was stored is still there."""
    yonas.velg("har_behov", "Ja")
    yonas.velg("samtykke", "Ja")
    yonas.forvent("422")
    dato, dag = yonas.kontroll("samtykke_dato"), "2026-02-03"
    dato.fill("3/2-26")
    yonas.kontroll("beskrivelse").focus()
    yonas.er_lagret("samtykke_dato")
    dato.focus()
    dato.fill("3.2.2")
    yonas.side.wait_for_timeout(1000)
    expect(yonas.status("samtykke_dato")).not_to_contain_text("Skriv en dato")
    yonas.kontroll("beskrivelse").focus()
    expect(yonas.status("samtykke_dato")).to_contain_text("Skriv en dato som finnes")
    expect(dato).to_have_attribute("aria-invalid", "true")
    assert i_basen("Yonas Tesfalem")["samtykke_dato"] == dag
    dato.fill(dag)
    yonas.er_lagret("samtykke_dato")
    dato.fill("")
    vent_til(lambda: "samtykke_dato" not in i_basen("Yonas Tesfalem"), "datoen som ble tømt med vilje")


def test_kalenderen_skriver_datoen_i_feltet(yonas):
    yonas.velg("har_behov", "Ja")
    yonas.velg("samtykke", "Ja")
    yonas.side.get_by_role("button", name="Kalender").click()
    yonas.side.locator(".dato > [type=date]").evaluate(
        "(k) => { k.value = '2026-02-03'; k.dispatchEvent(new Event('change', {bubbles: true})); }"
    )
    expect(yonas.kontroll("samtykke_dato")).to_have_value("03.02.2026")
    expect(yonas.kontroll("samtykke_dato")).to_be_focused()
    yonas.er_lagret("samtykke_dato")
    assert i_basen("Yonas Tesfalem")["samtykke_dato"] == "2026-02-03"


def test_hjelpen_leses_uten_mus(yonas):
    for sti, tekst in (("morsmaal", "språket beboeren vokste opp med"), ("behov_for_tolk", "forstå og bli forstått")):
        yonas.felt(sti).locator(".hjelp > summary").focus()
        yonas.side.keyboard.press("Enter")
        expect(yonas.felt(sti).get_by_text(tekst)).to_be_visible()


def test_en_annen_innlogging_tar_over_etter_utlogging(yonas):
    """Logged out in another tab: the field says so, keeps the text, and saves it after the next login."""
    yonas.forvent("401", "403")
    andre = yonas.ny_fane("/")
    andre.side.get_by_role("button", name="Logg ut").click()
    yonas.kontroll("interesser").fill("Sjakk")
    expect(yonas.status("interesser")).to_have_text(
        "Ikke lagret. Du er logget ut. Logg inn i et nytt vindu, så lagres svaret."
    )
    andre.side.get_by_role("button", name="Per Lia").click()
    yonas.er_lagret("interesser")
    assert i_basen("Yonas Tesfalem") == {"interesser": "Sjakk"}
    yonas.side.get_by_role("link", name="Tilbake").click()
    expect(yonas.side.get_by_role("heading", level=1)).to_have_text("Oppgaveliste")


def test_uten_tilgang_lenger(yonas):
    """Somebody from another mottak has logged in since: the text stays, and is saved nowhere."""
    yonas.forvent("403", "409")
    andre = yonas.ny_fane("/")
    andre.side.get_by_role("button", name="Logg ut").click()
    andre.side.get_by_role("button", name="Hamid Rostami").click()
    expect(andre.side.get_by_role("heading", level=1)).to_have_text("Arbeidsflate")
    yonas.kontroll("interesser").fill("Sjakk")
    expect(yonas.status("interesser")).to_have_text(
        "Ikke lagret. Du er logget inn som en annen enn den siden ble åpnet av."
    )
    expect(yonas.kontroll("interesser")).to_have_value("Sjakk")
    assert i_basen("Yonas Tesfalem") == {}


def test_for_stor_tekst(yonas):
    yonas.forvent("413", "htmx:")
    yonas.kontroll("interesser").evaluate("(k) => { k.value = 'x'.repeat(600_001); }")
    yonas.kontroll("interesser").press_sequentially("y")
    expect(yonas.status("interesser")).to_have_text("Ikke lagret. Teksten er for stor.")
