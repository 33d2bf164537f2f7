"""The last chance: what is sent as the page goes, tried again where it fails, and not left to one event alone.

The clock of these pages stands still unless the test moves it: the field's own saves and retries never come by chance.
"""

import re
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Request, expect

from e2e.nettleser import Vindu, i_basen, vent_til

BRUDD = ["net::ERR", "503", "htmx:"]
SKJULT = """() => { Object.defineProperty(document, "visibilityState", {value: "hidden", configurable: true});
                    document.dispatchEvent(new Event("visibilitychange")); }"""
TELL_SVAR = "window.svart = 0; document.addEventListener('htmx:afterRequest', () => { window.svart += 1; })"


def stans_klokken(vindu: Vindu) -> Vindu:
    vindu.kontekst.clock.install()
    vindu.kontekst.clock.pause_at(datetime.now(UTC) + timedelta(minutes=1))
    vindu.forvent(*BRUDD)
    return vindu


@pytest.fixture
def yonas(per):
    return stans_klokken(per).gjennomfoer("Yonas Tesfalem")


@pytest.fixture
def rami(per):
    return stans_klokken(per).gjennomfoer("Familien Khaldoun")


def siste(foresporsel: Request) -> bool:
    """Sent by the page on its way out; the field's own saves are htmx's."""
    return foresporsel.resource_type == "fetch"


def feil_foerst(vindu: Vindu, hvordan: str, ganger: int = 1) -> list[str]:
    """The first last-chance saves do not get there; the list fills with one line for each that was sent."""
    sendt: list[str] = []

    def svar(rute) -> None:
        if not siste(rute.request):
            rute.continue_()
            return
        sendt.append(rute.request.url)
        if len(sendt) > ganger:
            rute.continue_()
        elif hvordan == "brutt":
            rute.abort()
        else:
            rute.fulfill(status=503, body="feil")

    vindu.side.route(re.compile("felt=interesser"), svar)
    return sendt


@pytest.mark.parametrize("stum", ["pagehide", "visibilitychange"])
def test_en_av_hendelsene_er_nok(yonas, stum):
    """Browsers differ in which of the two they send when a page goes; here one of them never comes."""
    yonas.kontekst.add_init_script(f"addEventListener('{stum}', (h) => h.stopImmediatePropagation(), true)")
    yonas.side.reload()
    yonas.kontroll("interesser").press_sequentially("Sjakk")
    yonas.side.goto("/hjelp")
    vent_til(lambda: i_basen("Yonas Tesfalem") == {"interesser": "Sjakk"}, "teksten")


@pytest.mark.parametrize("hvordan", ["brutt", "503"])
def test_en_som_ikke_kom_fram_sendes_igjen_ved_neste_sjanse(yonas, hvordan):
    feil_foerst(yonas, hvordan)
    yonas.kontroll("interesser").press_sequentially("Sjakk")
    with yonas.side.expect_event("requestfailed" if hvordan == "brutt" else "requestfinished", siste):
        yonas.side.evaluate(SKJULT)
    assert i_basen("Yonas Tesfalem") == {}
    yonas.side.goto("/hjelp")
    vent_til(lambda: i_basen("Yonas Tesfalem") == {"interesser": "Sjakk"}, "teksten")


@pytest.mark.parametrize("hvordan", ["brutt", "503"])
def test_feltet_er_borte_og_siste_sjanse_kom_ikke_fram(rami, vert, hvordan):
    """Typed while the next person was fetched, and its field is gone: the page itself sends it until it is there."""
    sendt = feil_foerst(rami, hvordan, ganger=2)
    tilkobling = rami.side.locator("#tilkobling")
    with vert.hold("GET /samtaler") as slipp:
        rami.boks("Jad Khaldoun").click()
        vent_til(lambda: vert.mottatt[-1].startswith("GET /samtaler"), "at neste person hentes")
        rami.kontroll("interesser").press_sequentially("Sjakk")
        slipp()
    rami.viser("Jad Khaldoun")
    for ganger, sekunder in ((1, 1), (2, 2)):
        vent_til(lambda ganger=ganger: len(sendt) == ganger or rami.side.wait_for_timeout(20), f"forsøk {ganger}")
        expect(tilkobling).to_have_text("1 svar er ikke lagret ennå. Det lagres når du får nett igjen.")
        assert i_basen("Rami Khaldoun") == {}
        rami.side.clock.run_for(sekunder * 1000)
    expect(tilkobling).to_be_empty()
    assert i_basen("Rami Khaldoun") == {"interesser": "Sjakk"}
    assert i_basen("Jad Khaldoun") == {} and len(sendt) == 3


def test_to_veier_ut_paa_en_gang(rami, vert):
    """Both clicked while the save is on its way: the page goes once, to the one asked for last."""
    rami.kontekst.clock.resume()
    with vert.hold("felt=interesser") as slipp:
        rami.kontroll("interesser").press_sequentially("Sjakk")
        rami.boks("Jad Khaldoun").click()
        vent_til(lambda: vert.antall("felt=interesser"), "lagringen")
        rami.boks("Noor Khaldoun").click()
        vert.mottatt.clear()
        slipp()
    rami.viser("Noor Khaldoun")
    vert.vent()
    assert vert.antall("GET /samtaler") == 1
    assert i_basen("Rami Khaldoun") == {"interesser": "Sjakk"}


def test_skrevet_i_et_nytt_felt_foer_htmx_lytter(rami):
    """For a moment after a swap nobody hears what is typed in the new field: it is saved when they do."""
    rami.boks("Jad Khaldoun").click()
    rami.viser("Jad Khaldoun")
    rami.kontroll("bosettingsmerknad").press_sequentially("Sjakk")
    rami.side.clock.run_for(100)
    rami.er_lagret("bosettingsmerknad")
    assert i_basen("Jad Khaldoun") == {"bosettingsmerknad": "Sjakk"}


def test_nettet_er_tilbake(yonas):
    """The browser's own word that the net is back is enough: nothing waits for the next try."""
    yonas.kontekst.set_offline(True)
    yonas.kontroll("interesser").fill("Sjakk")
    yonas.kontroll("interesser").blur()
    expect(yonas.status("interesser")).to_contain_text("Ikke lagret.")
    yonas.kontekst.set_offline(False)
    yonas.er_lagret("interesser")
    assert i_basen("Yonas Tesfalem") == {"interesser": "Sjakk"}


def test_ventetiden_dobles_til_ti_sekunder(yonas):
    """However long the server has been away, its return is noticed within ten seconds."""
    forsoek: list[str] = []
    yonas.side.on("request", lambda foresporsel: forsoek.append(foresporsel.url))
    yonas.side.route(re.compile("felt=interesser"), lambda rute: rute.abort())
    yonas.side.evaluate(TELL_SVAR)
    yonas.kontroll("interesser").fill("Sjakk")
    yonas.side.clock.run_for(600)
    for nr, sekunder in enumerate((1, 2, 4, 8, 10, 10), 1):
        vent_til(lambda nr=nr: yonas.side.evaluate("window.svart") == nr, f"svar {nr}")
        yonas.side.clock.run_for(sekunder * 1000 - 1)
        assert len(forsoek) == nr
        yonas.side.clock.run_for(1)
    vent_til(lambda: yonas.side.evaluate("window.svart") == 7, "det siste svaret")


def test_den_siste_lagringen_sier_hvilken_utgave_siden_spoer_etter(yonas: Vindu) -> None:
    """Without it, the text of a page from before a new version of the questionnaire had nowhere to go."""
    yonas.side.evaluate("document.querySelectorAll('[name=utgave]').forEach((felt) => { felt.value = '1'; })")
    yonas.kontroll("interesser").press_sequentially("Sjakk")
    with yonas.side.expect_request(siste) as sendt:
        yonas.side.evaluate(SKJULT)
    assert re.search(r'name="utgave"\s+1\s', sendt.value.post_data or "")
