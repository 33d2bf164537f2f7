"""Each of the five roles has a day at work, from login to logout: what it is for is there, and the rest is not."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from stoette import innsyn
from stoette.brukere import bruker_id
from stoette.oidc.besoek import oidc_app

from e2e.nettleser import NAVN, Vindu, fyll_ut
from e2e.test_utseende import er_i_orden

MENY = {
    "kari": ["Arbeidsflate", "Mottak", "Varsler", "Brukere", "Hjelp"],
    "per": ["Arbeidsflate", "Mottak", "Kommuner", "Varsler", "Hjelp"],
    "tuva": ["Arbeidsflate", "Mottak", "Kommuner", "Hjelp"],
    "aud": ["Arbeidsflate", "Mottak", "Kommuner", "Varsler", "Hjelp"],
    "nils": ["Arbeidsflate", "Mottak", "Kommuner", "Hjelp"],
}
TUVAS_NUMMER = "30819249438"


@pytest.fixture
def dag(nytt_vindu: Callable[..., Vindu]) -> Callable[[str], Vindu]:
    """Log in by the page, and see that the menu holds what the role may open, in that order."""

    def dag(hvem: str) -> Vindu:
        vindu = nytt_vindu()
        vindu.side.goto("/logg-inn")
        vindu.side.get_by_role("button", name=NAVN[hvem]).click()
        expect(vindu.side.get_by_role("banner")).to_contain_text(NAVN[hvem])
        lenker = vindu.side.get_by_role("navigation", name="Hovedmeny").get_by_role("link").all_inner_texts()
        assert [tekst.split("\n")[0].strip() for tekst in lenker] == MENY[hvem]
        return vindu

    return dag


def gaa_til(side: Page, *lenker: str) -> None:
    """Follow the menus by their words."""
    for lenke in lenker:
        side.get_by_role("navigation").get_by_role("link", name=lenke, exact=True).click()


def logg_ut(side: Page) -> None:
    """And Back shows nothing (H4)."""
    side.get_by_role("banner").get_by_role("button", name="Logg ut").click()
    expect(side.get_by_role("heading", level=1)).to_contain_text("Logg inn")
    side.goto("/mottak/informasjon")
    expect(side.get_by_role("heading", level=1)).to_contain_text("Logg inn")


def test_mottaksadministratoren(dag):
    """S9, S10, S42: makes a user, says how she logs in, gives and takes roles, corrects the mottak's address."""
    side = dag("kari").side
    gaa_til(side, "Brukere")
    side.get_by_role("link", name="Ny bruker").click()
    for felt, verdi in {"Navn": "Ola Ny", "E-post": "ola@furulia.example"}.items():
        side.get_by_label(felt).fill(verdi)
    side.get_by_label("Fødselsnummer eller D-nummer").fill("098781 49286")
    side.get_by_label("MottakKompass", exact=True).check()
    side.get_by_role("button", name="Opprett bruker").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Ola Ny")
    expect(side.get_by_role("main")).to_contain_text("Fødselsnummer eller D-nummer er registrert")
    assert "49286" not in side.content()
    side.get_by_label("MottakBosettingsansvarlig", exact=True).check()
    side.get_by_role("button", name="Lagre").click()
    expect(side.get_by_role("status").first).to_contain_text("gjelder med en gang")
    side.get_by_role("link", name="Deaktiver bruker").click()
    side.get_by_role("button", name="Deaktiver bruker").click()
    expect(side.get_by_role("main")).to_contain_text("Brukeren kan logge inn igjen når du aktiverer den.")
    gaa_til(side, "Mottak")
    side.get_by_role("link", name="Rediger").click()
    side.get_by_label("Telefon").fill("00 00 10 71")
    side.get_by_role("button", name="Lagre").click()
    expect(side.get_by_role("main")).to_contain_text("00 00 10 71")
    logg_ut(side)


def test_mottak_bosettingsansvarlig(dag):
    """S12, S15: from the task to «fordelingsklar», with the family's DUF-nummer shown once."""
    vindu = dag("per")
    side = vindu.side
    gaa_til(side, "Mottak", "Oppgaveliste")
    oppgave = side.get_by_role("listitem").filter(has=side.get_by_role("heading", name="Yonas Tesfalem"))
    oppgave.get_by_role("button", name="Gjennomfør bosettingssamtale").click()
    expect(side.get_by_role("heading", level=2).first).to_have_text("Yonas Tesfalem")
    side.get_by_role("button", name="Vis hele nummeret").click()
    expect(side.get_by_text("2024 990111 05")).to_be_focused()
    vindu.kontroll("morsmaal").fill("tigrinja")
    vindu.kontroll("morsmaal").blur()
    vindu.er_lagret("morsmaal")
    fyll_ut("Yonas Tesfalem")
    side.get_by_role("link", name="Ferdigstill bosettingssamtale").click()
    side.get_by_role("button", name="Ferdigstill bosettingssamtale").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Bosettingssamtalen er ferdigstilt")
    side.goto("/mottak/beboere?status=fordelingsklar")
    expect(side.get_by_role("main")).to_contain_text("Yonas Tesfalem")
    gaa_til(side, "Kontaktinformasjon")
    expect(side.get_by_role("link", name="Rediger")).to_have_count(2)
    assert innsyn.antall("hendelse", handling="duf_vist") == 1
    logg_ut(side)


def test_integreringsmottak_bosettingsansvarlig(dag):
    """S17: the interview of one without bosettingssak, from the overview."""
    side = dag("aud").side
    gaa_til(side, "Mottak", "Oversikt mottaksbeboere")
    side.get_by_label("Søk etter navn eller DUF-nummer").fill("Selam")
    side.get_by_role("button", name="Søk").click()
    side.get_by_text("Vis detaljer", exact=True).first.click()
    side.get_by_role("button", name="Start bosettingssamtale").click()
    expect(side.get_by_role("heading", level=2).first).to_have_text("Selam Berhanesh")
    expect(side.get_by_role("main")).to_contain_text("Ingen bosettingssak")
    side.get_by_role("link", name="Tilbake").first.click()
    logg_ut(side)


@pytest.mark.parametrize("hvem", ["tuva", "nils"])
def test_kompassrollene(dag, hvem):
    """S16, S19: no list of residents, no task; the mottak's and the municipalities' information to read."""
    vindu = dag(hvem)
    vindu.forvent("403")
    side = vindu.side
    gaa_til(side, "Kommuner")
    side.get_by_label("Søk etter kommune eller bydel").fill("Oslo")
    side.get_by_role("button", name="Søk").click()
    expect(side.get_by_role("main")).to_contain_text("Oslo")
    gaa_til(side, "Mottak")
    side.goto("/mottak/kontakt")
    expect(side.get_by_role("link", name="Rediger")).to_have_count(0)
    for lukket in ("/mottak/oppgaver", "/mottak/beboere", "/brukere"):
        side.goto(lukket)
        expect(side.get_by_role("heading", level=1)).to_have_text("Du har ikke tilgang til dette")
    logg_ut(side)


def test_brukersidene_i_sine_tilstander(nytt_vindu):
    """Axe 0, no sideways scroll: a user without a number, with one, with a refused one; a leaver; the own logins."""
    kari = nytt_vindu("kari")
    kari.forvent("422")
    side, url = kari.side, f"/brukere/{bruker_id('tuva@furulia.example')}"
    side.goto(url)
    er_i_orden(kari, "uten nummer")
    side.get_by_label("Fødselsnummer eller D-nummer").fill(TUVAS_NUMMER)
    side.get_by_role("button", name="Registrer").click()
    er_i_orden(kari, "med nummer")
    side.get_by_text("Erstatt", exact=True).click()
    side.get_by_label("Fødselsnummer eller D-nummer").fill("123")
    side.get_by_role("button", name="Erstatt nummeret").click()
    expect(side.get_by_role("heading", name="Ikke lagret. Noe må rettes")).to_be_visible()
    expect(side.get_by_label("Fødselsnummer eller D-nummer")).to_have_value("123")
    er_i_orden(kari, "avvist nummer")
    for adresse in ("/brukere", "/brukere/ny", "/brukere/gjennomgang", f"{url}/deaktivering", "/innlogginger"):
        side.goto(adresse)
        er_i_orden(kari, adresse)
    side.get_by_role("main").get_by_role("button", name="Logg ut overalt").click()


def test_brukersidene_ved_et_integreringsmottak(nytt_vindu):
    """The longest role name there is, IntegreringsmottakBosettingsansvarlig, has room on a telephone."""
    ingrid = nytt_vindu("ingrid")
    for adresse in ("", "/ny", "/gjennomgang", f"/{bruker_id('aud@fjordglott.example')}"):
        ingrid.side.goto(f"/brukere{adresse}")
        er_i_orden(ingrid, f"/brukere{adresse}")


def test_innloggingssidene_hos_en_utsteder(nytt_vindu, vert, url: str, tmp_path: Path):
    """Axe 0 on the pages that only a real login has: before, when the issuer is away, without access, and after."""
    with oidc_app(url, tmp_path, "http://127.0.0.1:1", vert.adresse) as app, vert.med(app):
        vindu = nytt_vindu()
        vindu.forvent("503", "403")
        for adresse in ("/logg-inn", "/logg-inn/start", "/ingen-tilgang", "/logget-ut"):
            vindu.side.goto(adresse)
            er_i_orden(vindu, adresse)
