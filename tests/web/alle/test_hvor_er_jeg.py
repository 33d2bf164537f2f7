"""Where one is: aria-current in the menus on every page below an entry; and the notices of one who is new."""

import re

import pytest
from stoette import gjoer, innsyn
from stoette.klient import Klient
from stoette.sider import ord_i

from app.db import arbeid
from app.domain.brukere import administrasjon
from app.domain.brukere.virkested import IMDI, Virkested
from app.domain.tilgang.matrise import Rolle
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.varsel import send_varsel


def merket(klient: Klient, adresse: str) -> list[tuple[str, str]]:
    """The entries of both menus that say that one is there."""
    side = klient.get(adresse)
    assert side.status_code == 200, adresse
    return re.findall(r'<a href="([^"]+)" aria-current="([^"]+)"', side.text)


@pytest.mark.parametrize("under", ["oversikt", "bosettingssak", "kommuner-uten-bruker", "dobbelt"])
def test_imdis_sider_er_under_fordelingsklare(felles_som, under):
    assert merket(felles_som("siri"), f"/fordelingsklare/{under}") == [("/fordelingsklare", "true")]


def test_skjemaet_og_gjennomlesingen_er_under_mottak(app, som):
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    for adresse in (yonas.skjema, f"/samtaler/{yonas.samtale}/ferdigstilling"):
        assert ("/mottak/oppgaver", "true") in merket(per, adresse), adresse


def test_rediger_er_under_kontaktinformasjonen(felles_som):
    kari = felles_som("kari")
    for adresse, punkt in (
        (f"/mottak/kontakt/{kari.id}/endring", "/mottak/kontakt"),
        ("/mottak/informasjon/endring", "/mottak/informasjon"),
        ("/varsler/mine", "/varsler"), ("/brukere/ny", "/brukere"),
    ):  # fmt: skip
        assert (punkt, "true") in merket(kari, adresse), adresse
    assert merket(felles_som("oda"), "/kommuner/0301/kontakt") == [("/kommuner", "true")]


def test_brukere_staar_foer_hjelp(felles_som):
    side = felles_som("kari").get("/").text
    assert side.index('href="/varsler"') < side.index('href="/brukere"') < side.index('href="/hjelp"')


def test_den_som_er_ny_har_ingen_uleste(app, som):
    """A new user, and one whose first role with notices it is; what comes after that is unread."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303
    assert '<span class="teller">1<' in som("siri").get("/").text
    with arbeid(skriver=True):
        raa = {
            "navn": ["Trond Sak"],
            "epost": ["ny@imdi.example"],
            "telefon": [""],
            "roller": [Rolle.IMDI_SAKSBEHANDLER],
        }
        administrasjon.lagre_ny(None, Virkested(IMDI, (Rolle.IMDI_SAKSBEHANDLER,), ()), raa)
    trond = Klient(app, "trond", epost="ny@imdi.example")
    assert '<span class="teller">' not in trond.get("/").text and ">Nytt<" not in trond.get("/varsler").text
    assert "En bosettingssamtale er ferdigstilt" in trond.get("/varsler").text, "de gamle kan leses"
    with arbeid(skriver=True):
        send_varsel(Anledning.HUSSTAND_UTVIDET, samtale_id=yonas.samtale or "")
    assert '<span class="teller">1<' in trond.get("/").text


def test_varselet_sier_foerst_hvem_og_naar_paa_dagen(app, som):
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303
    foerste = ord_i(som("siri").get("/varsler").text.split('<ul class="varsler">')[1].split("</li>")[0])
    assert re.match(r"Nytt Yonas Tesfalem\. En bosettingssamtale er ferdigstilt\. i dag kl\. \d\d\.\d\d", foerste), (
        foerste
    )
