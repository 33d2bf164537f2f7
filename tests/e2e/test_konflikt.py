"""Two people at the same field: both texts are shown, one of them chooses, and nothing is silently overwritten."""

import pytest
from playwright.sync_api import expect

from e2e.nettleser import i_basen, vent_til

PERS, MARIS = "Driver med snekring", "Har drevet butikk"
BARE_PERS = {"arbeidserfaring": PERS}


@pytest.fixture
def mari(nytt_vindu, yonas):
    """Mari's browser: she opened the form before Per saved, and has just written in the same field."""
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.forvent("409")
    yonas.kontroll("arbeidserfaring").fill(PERS)
    yonas.er_lagret("arbeidserfaring")
    mari.kontroll("arbeidserfaring").press_sequentially(MARIS)
    expect(mari.status("arbeidserfaring")).to_contain_text("Ikke lagret. Per Lia endret dette feltet")
    return mari


def test_begge_tekstene_vises_og_ingen_er_overskrevet(mari):
    felt = mari.status("arbeidserfaring")
    expect(felt.get_by_text(PERS)).to_be_visible()
    expect(felt.get_by_text(MARIS)).to_be_visible()
    expect(mari.kontroll("arbeidserfaring")).to_be_focused()
    expect(mari.kontroll("arbeidserfaring")).to_have_attribute("aria-invalid", "true")
    assert i_basen("Yonas Tesfalem") == BARE_PERS


def test_aa_skrive_videre_overskriver_ikke(mari, vert):
    """Typing on changes my text in the box too; nothing is sent before the choice is made."""
    sendt = vert.antall("felt=arbeidserfaring")
    mari.kontroll("arbeidserfaring").press_sequentially(" i Asmara")
    expect(mari.status("arbeidserfaring").get_by_text(MARIS + " i Asmara")).to_be_visible()
    mari.kontroll("interesser").fill("Korsang")
    mari.er_lagret("interesser")
    assert vert.antall("felt=arbeidserfaring") == sendt
    assert i_basen("Yonas Tesfalem") == BARE_PERS | {"interesser": "Korsang"}
    mari.status("arbeidserfaring").get_by_role("button", name="Behold mitt svar").click()
    mari.er_lagret("arbeidserfaring")
    assert i_basen("Yonas Tesfalem")["arbeidserfaring"] == MARIS + " i Asmara"


def test_behold_min_med_tastaturet(mari, yonas):
    """After the field's own «?»."""
    mari.side.keyboard.press("Tab")
    mari.side.keyboard.press("Tab")
    expect(mari.side.get_by_role("button", name="Behold mitt svar")).to_be_focused()
    mari.side.keyboard.press("Enter")
    mari.er_lagret("arbeidserfaring")
    expect(mari.kontroll("arbeidserfaring")).to_be_focused()
    assert mari.kontroll("arbeidserfaring").get_attribute("aria-invalid") is None
    mari.side.keyboard.type(" i Asmara")
    mari.side.keyboard.press("Tab")
    vent_til(lambda: i_basen("Yonas Tesfalem")["arbeidserfaring"].endswith("Asmara"), "resten av teksten")
    yonas.side.reload()
    expect(yonas.kontroll("arbeidserfaring")).to_have_value(MARIS + " i Asmara")


def test_bruk_den_andres(mari, vert):
    """Straight from the keys to the link: the text just typed must not get in between."""
    mari.kontroll("arbeidserfaring").press_sequentially(" i Asmara")
    mari.status("arbeidserfaring").get_by_role("button", name="Bruk svaret fra Per Lia").click()
    expect(mari.kontroll("arbeidserfaring")).to_have_value(PERS)
    expect(mari.kontroll("arbeidserfaring")).to_be_focused()
    expect(mari.side.get_by_role("button", name="Behold mitt svar")).to_have_count(0)
    assert i_basen("Yonas Tesfalem") == BARE_PERS
    mari.side.keyboard.press("End")
    mari.side.keyboard.type(" og maling")
    mari.er_lagret("arbeidserfaring")
    assert i_basen("Yonas Tesfalem") == {"arbeidserfaring": PERS + " og maling"}


def test_den_andre_endrer_paa_nytt_mens_jeg_velger(mari, yonas):
    """«Behold mitt svar» answers the text that was shown: a newer one makes a new choice."""
    yonas.kontroll("arbeidserfaring").fill("Per igjen")
    yonas.side.keyboard.press("Tab")
    vent_til(lambda: i_basen("Yonas Tesfalem") == {"arbeidserfaring": "Per igjen"}, "Pers nye tekst")
    mari.side.get_by_role("button", name="Behold mitt svar").click()
    expect(mari.status("arbeidserfaring").get_by_text("Per igjen")).to_be_visible()
    assert i_basen("Yonas Tesfalem") == {"arbeidserfaring": "Per igjen"}
    mari.side.get_by_role("button", name="Behold mitt svar").click()
    mari.er_lagret("arbeidserfaring")
    assert i_basen("Yonas Tesfalem") == {"arbeidserfaring": MARIS}


def test_en_konflikt_sperrer_ikke_for_resten(mari):
    """Other fields go on saving; leaving asks first, and then lets go."""
    mari.kontroll("interesser").fill("Korsang")
    mari.er_lagret("interesser")
    stopp = mari.side.get_by_role("dialog", name="Ikke alt er lagret")
    mari.side.get_by_role("link", name="Tilbake").click()
    expect(stopp).to_contain_text("Teksten din er tatt vare på")
    stopp.get_by_role("link", name="Arbeidserfaring").click()
    expect(mari.kontroll("arbeidserfaring")).to_be_focused()
    expect(mari.kontroll("arbeidserfaring")).to_have_value(MARIS)
    mari.side.get_by_role("link", name="Tilbake").click()
    stopp.get_by_role("button", name="Gå likevel").click()
    expect(mari.side.get_by_role("heading", level=1)).to_have_text("Oppgaveliste")
    assert i_basen("Yonas Tesfalem") == BARE_PERS | {"interesser": "Korsang"}


def test_hver_sine_felt_samtidig(yonas, nytt_vindu):
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    for vindu, stier in ((yonas, ("spraak", "interesser")), (mari, ("utdanning", "oensker"))):
        for sti in stier:
            vindu.kontroll(sti).fill(f"om {sti}")
    yonas.er_lagret("spraak", "interesser")
    mari.er_lagret("utdanning", "oensker")
    assert i_basen("Yonas Tesfalem") == {f: f"om {f}" for f in ("spraak", "interesser", "utdanning", "oensker")}


def test_valg_og_avhengige_felt(yonas, nytt_vindu):
    """In a conflict about a choice, taking the other's answer also shows the questions that follow from it."""
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.forvent("409")
    yonas.velg("har_behov", "Ja")
    yonas.er_lagret("har_behov")
    mari.velg("har_behov", "Nei")
    boks = mari.status("har_behov").get_by_role("definition")
    expect(boks).to_have_text(["Nei", "Ja"])
    expect(mari.felt("samtykke")).to_be_hidden()
    mari.side.get_by_role("button", name="Bruk svaret fra Per Lia").click()
    expect(mari.felt("har_behov").get_by_label("Ja", exact=True)).to_be_checked()
    expect(mari.felt("samtykke")).to_be_visible()


def test_boksen_foelger_med_slik_folk_leser_det(yonas, nytt_vindu):
    """Changed while the choice waits: a date as people write it, and an emptied answer as «Tomt»."""
    for sti in ("har_behov", "samtykke"):
        yonas.velg(sti, "Ja")
        yonas.er_lagret(sti)
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.forvent("409")
    yonas.kontroll("samtykke_dato").fill("2026-02-03")
    yonas.er_lagret("samtykke_dato")
    boks = mari.status("samtykke_dato").get_by_role("definition")
    for skrevet, vist in (("04.02.2026", "04.02.2026"), ("05.02.2026", "05.02.2026"), ("", "Tomt")):
        mari.kontroll("samtykke_dato").fill(skrevet)
        expect(boks).to_have_text([vist, "03.02.2026"])


def test_den_interne_merknaden_vises_ikke_for_den_andre(yonas, nytt_vindu):
    mari = nytt_vindu("mari").gjennomfoer("Yonas Tesfalem")
    mari.forvent("409")
    yonas.kontroll("intern_merknad").fill("Redd for en slektning.")
    yonas.er_lagret("intern_merknad")
    mari.kontroll("intern_merknad").fill("Har et verv.")
    expect(mari.status("intern_merknad")).to_contain_text("Teksten vises ikke her.")
    expect(mari.side.get_by_text("Redd for en slektning.")).to_have_count(0)


def test_to_faner_hos_samme_person(yonas):
    """My own other tab is somebody else: it is not overwritten either."""
    andre = yonas.ny_fane(yonas.side.url)
    yonas.forvent("409")
    yonas.kontroll("spraak").fill("første fane")
    yonas.er_lagret("spraak")
    andre.kontroll("spraak").fill("andre fane")
    expect(andre.side.get_by_role("button", name="Behold mitt svar")).to_be_visible()
    assert i_basen("Yonas Tesfalem") == {"spraak": "første fane"}
