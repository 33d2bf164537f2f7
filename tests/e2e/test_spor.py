"""What the system leaves behind in the browser, and what it costs to fetch: nothing, and little."""

from typing import Any

from playwright.sync_api import expect

from e2e.nettleser import Vindu

LAGRE = """async () => ({lokalt: {...localStorage}, oekt: {...sessionStorage}, cacher: await caches.keys(),
                         databaser: (await indexedDB.databases()).map((d) => d.name),
                         arbeidere: (await navigator.serviceWorker.getRegistrations()).length,
                         kapsler: document.cookie})"""
INGENTING = {"lokalt": {}, "oekt": {}, "cacher": [], "databaser": [], "arbeidere": 0, "kapsler": ""}
KANARI = "kanarifugl-71c5"
KB = 1024


def test_ingenting_ligger_igjen_i_nettleseren(per):
    """A text that was typed, saved, fought over with a dead network and switched away from is in no storage."""
    per.forvent("net::ERR", "htmx:")
    per.gjennomfoer("Familien Khaldoun")
    for sti in ("interesser", "intern_merknad", "morsmaal"):
        per.kontroll(sti).fill(KANARI)
    per.er_lagret("interesser", "intern_merknad", "morsmaal")
    per.kontekst.set_offline(True)
    per.kontroll("oensker").fill(KANARI)
    expect(per.status("oensker")).to_contain_text("Ikke lagret.")
    assert per.side.evaluate(LAGRE) == INGENTING
    per.kontekst.set_offline(False)
    per.er_lagret("oensker")
    for navn in ("Lina Khaldoun", "Jad Khaldoun", "Rami Khaldoun"):
        per.bytt_til(navn)
        assert per.side.evaluate(LAGRE) == INGENTING
    for adresse in ("/mottak/beboere", "/mottak/oppgaver", "/varsler", "/kommuner", "/"):
        per.side.goto(adresse)
        assert per.side.evaluate(LAGRE) == INGENTING
    kapsler = per.kontekst.cookies()
    assert [k["name"] for k in kapsler] == ["mottak"]
    assert kapsler[0]["httpOnly"] and kapsler[0]["sameSite"] == "Lax" and KANARI not in kapsler[0]["value"]


def test_tilbake_etter_utlogging_viser_ingenting(per):
    side = per.side
    side.goto("/mottak/beboere")
    per.gjennomfoer("Familien Khaldoun")
    per.bytt_til("Lina Khaldoun")
    side.get_by_role("button", name="Logg ut").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Logg inn")
    for _ in range(3):
        side.go_back()
        expect(side.get_by_role("heading", level=1)).to_have_text("Logg inn")
        for navn in ("Khaldoun", "Yonas", "DUF"):
            expect(side.get_by_text(navn)).to_have_count(0)


def test_byttes_person_ved_samme_maskin_vises_ikke_den_forriges_side(per):
    """The next user's Back does not lead into the form that the former one had open, unless he may see it himself."""
    per.forvent("404")
    side = per.side
    per.gjennomfoer("Yonas Tesfalem")
    side.get_by_role("button", name="Logg ut").click()
    side.get_by_role("button", name="Hamid Rostami").click()
    expect(side.get_by_role("heading", level=1)).to_have_text("Arbeidsflate")
    side.go_back()
    side.go_back()
    expect(side.get_by_role("heading", level=1)).to_have_text("Siden finnes ikke")
    expect(side.get_by_text("Yonas")).to_have_count(0)


def test_foerste_besoek_er_hoeyst_60_kb(nytt_vindu):
    vindu = nytt_vindu()
    hentet = maal(vindu)
    vindu.side.goto("/logg-inn")
    vindu.side.wait_for_load_state("networkidle")
    assert sum(hentet.values()) <= 60 * KB, hentet
    assert len(hentet) <= 9, hentet


def test_et_lagret_svar_er_hoeyst_1_kb(yonas):
    hentet = maal(yonas)
    yonas.kontroll("interesser").fill("Sjakk")
    yonas.er_lagret("interesser")
    svar = [antall for adresse, antall in hentet.items() if "felt=interesser" in adresse]
    assert len(svar) == 1 and svar[0] <= KB, hentet


def maal(vindu: Vindu) -> dict[str, int]:
    """Address → bytes over the wire, headers included; it fills as things are fetched."""
    hentet: dict[str, int] = {}
    adresser: dict[str, str] = {}
    cdp = vindu.kontekst.new_cdp_session(vindu.side)
    cdp.send("Network.enable")

    def sendt(hendelse: dict[str, Any]) -> None:
        adresser[hendelse["requestId"]] = hendelse["request"]["url"]

    def ferdig(hendelse: dict[str, Any]) -> None:
        adresse = adresser[hendelse["requestId"]]
        if not adresse.startswith("data:"):
            hentet[adresse] = hentet.get(adresse, 0) + round(hendelse["encodedDataLength"])

    cdp.on("Network.requestWillBeSent", sendt)
    cdp.on("Network.loadingFinished", ferdig)
    return hentet
