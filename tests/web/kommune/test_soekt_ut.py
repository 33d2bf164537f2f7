"""What a kommune sees of those it is to settle: its own only, by the allow-list, never the internal remark, logged."""

import re
from datetime import date, timedelta

import pytest
from stoette import gjoer, innsyn
from stoette.brukere import ord_i, uten_tid
from stoette.klient import Klient
from stoette.ruter import INGEN, alle_sider
from stoette.sider import har_klasse, tekst, tre

from app.domain.tid import i_dag

MAHMOUD, HASSAN, TSERING = "Mahmoud Darwishi", "Hassan Warsameh", "Tsering Dolkar"
KANARI = "Sangfugl-7f3a"
SKJULT = {
    "intern_merknad": f"{KANARI} intern", "tolk_id": "KANARI77",
    "aarsak_ikke_kompass": "annet", "aarsak_utdyping": f"{KANARI} utdyping",
    "behandler": [{"navn": f"{KANARI} lege", "institusjon": f"{KANARI} sykehus", "merknad": f"{KANARI} merknad"}],
}  # fmt: skip
"""Answers that no kommune reads."""
AAPENT = {
    "morsmaal": "tigrinja", "tolkespraak": "tigrinja", "arbeidserfaring": "Snekker i ni år", "interesser": "Sjakk",
    "bosettingsmerknad": "Vil bo nær søsteren", "har_behov": "ja", "samtykke": "ja", "samtykke_dato": "2026-01-05",
    "kategorier": ["bolig"], "beskrivelse": "Leilighet uten trapper", "har_tilknytning": "ja",
    "tilknytning": [
        {"navn": "Hana Berg", "relasjon": "soesken", "kommune": "Bergen", "telefon": "00 00 42 11",
         "oensker_naer": "ja", "merknad": "Ses ofte"},
    ],
}  # fmt: skip


def soek_ut(navn: str, kommune: str, *, bosatt: date | None = None, skjermet: bool = False) -> innsyn.Ider:
    """As IMDi's registration leaves a person."""
    innsyn.skriv(
        "UPDATE beboer SET bosetting = :b, soekt_ut_til = :k, soekt_ut_navn = :k, utsoekingsdato = :u, "
        "bosettingsdato = :d, skjermet = :s WHERE id = :i",
        b="bosatt" if bosatt else "soekt_ut", k=kommune, u=(i_dag() - timedelta(days=200)).isoformat(),
        d=bosatt and bosatt.isoformat(), s=skjermet, i=innsyn.ider(navn).beboer,
    )  # fmt: skip
    return innsyn.ider(navn)


@pytest.fixture
def tsering(app, som) -> innsyn.Ider:
    """Tsering with every kind of answer, completed and søkt ut to Bergen."""
    per = som("per")
    gjoer.fyll_ut(per, TSERING, ark={TSERING: SKJULT | AAPENT})
    assert gjoer.ferdigstill(per, innsyn.ider(TSERING).samtale).status_code == 303
    return soek_ut(TSERING, "4601")


@pytest.mark.begge_lagre
def test_S29_listen_viser_egne_ogsaa_bydelenes(app, som):
    """Mahmoud is søkt ut to bydel Alna: Oslo sees him, Bergen does not."""
    oda, bjarte = som("oda"), som("bjarte")
    assert MAHMOUD in oda.get("/soekt-ut").text and "Søkt ut til Oslo, bydel Alna" in oda.get("/soekt-ut").text
    hos_bjarte = bjarte.get("/soekt-ut").text
    assert MAHMOUD not in hos_bjarte and "Ingen er søkt ut til kommunen nå." in hos_bjarte
    assert HASSAN not in oda.get("/soekt-ut").text, "fordelingsklar er ikke søkt ut"


def test_B1_en_annen_kommunes_er_som_det_som_ikke_finnes(app, som):
    """Byte for byte, also with HEAD and as a bit; nothing is logged."""
    mahmoud, bjarte = innsyn.ider(MAHMOUD), som("bjarte")
    for htmx in (False, True):
        fremmed, ingen = (bjarte.get(f"/soekt-ut/{id_}", htmx=htmx) for id_ in (mahmoud.husstand, INGEN))
        assert fremmed.status_code == ingen.status_code == 404 and uten_tid(fremmed) == uten_tid(ingen)
    assert innsyn.antall("hendelse", handling="sak_lest") == 0


def test_mappen_viser_det_kommunen_trenger(app, som, tsering):
    side = som("bjarte").get(f"/soekt-ut/{tsering.husstand}")
    tekst = ord_i(side)
    for ventet in (
        "Snekker i ni år", "Sjakk", "Vil bo nær søsteren", "Leilighet uten trapper", "Tilpasset bolig", "Hana Berg",
        "00 00 42 11", "Ses ofte", "2025 991010 03", "Kina (Tibet)", "Furulia mottak", "kontakt@furulia.example",
    ):  # fmt: skip
        assert ventet in tekst
    assert "Ikke gjennomført" not in tekst and "Kompetansekartlegging" not in tekst
    assert "DUF" not in side.request.url and "Tsering" not in re.search("<title>.*</title>", side.text)[0]


def test_C1_kanarien_finnes_ikke_i_noe_svar_til_kommunen(app, som, tsering):
    """C1, C11: over every route, as page and as bit, for the kommune that settles him and for another."""
    sett = set()
    for bruker in ("bjarte", "oda"):
        klient = Klient(app, bruker, inspisert=False)
        for adresse in (*alle_sider(app, tsering.samtale, tsering.beboer), f"/soekt-ut/{tsering.husstand}"):
            for htmx in (False, True):
                svar = klient.get(adresse, htmx=htmx)
                assert KANARI not in svar.text and "KANARI77" not in svar.text, (bruker, adresse)
                sett |= {bruker} if "Snekker i ni år" in svar.text else set()
    assert sett == {"bjarte"}, "gjennomgangen ser det som kan ses"


def test_lesningen_logges(app, som, tsering):
    bjarte = som("bjarte")
    foer = innsyn.dump()
    assert bjarte.get(f"/soekt-ut/{tsering.husstand}").status_code == 200
    rader = innsyn.les("SELECT bruker_id, samtale_id, kommune_nummer FROM hendelse WHERE handling = 'sak_lest'")
    assert [tuple(rad) for rad in rader] == [(bjarte.id, tsering.samtale, "4601")]
    assert innsyn.dump() == foer, "bare loggen er skrevet"
    assert "Tsering" not in str(innsyn.les("SELECT * FROM hendelse"))
    assert "Bjarte Fløien Bergen" in ord_i(som("siri").get(f"/fordelingsklare/{tsering.samtale}/innsyn"))


@pytest.mark.begge_lagre
@pytest.mark.parametrize(("dager", "synlig"), [(0, True), (90, True), (91, False), (400, False)])
def test_bosatte_sees_en_tid(app, som, tsering, dager, synlig):
    soek_ut(TSERING, "4601", bosatt=i_dag() - timedelta(days=dager))
    bjarte = som("bjarte")
    assert ("Tsering" in bjarte.get("/soekt-ut").text) is synlig
    assert bjarte.get(f"/soekt-ut/{tsering.husstand}").status_code == (200 if synlig else 404)


def test_E1_skjermede_sees_ikke(app, som, tsering):
    soek_ut(TSERING, "4601", skjermet=True)
    bjarte = som("bjarte")
    assert "Tsering" not in bjarte.get("/soekt-ut").text
    assert bjarte.get(f"/soekt-ut/{tsering.husstand}").status_code == 404


def test_de_som_er_trukket_leses_ikke(app, som, tsering):
    innsyn.skriv("UPDATE beboer SET trukket = :t WHERE id = :i", t=innsyn.foer(days=1), i=tsering.beboer)
    bjarte = som("bjarte")
    assert tsering.husstand not in bjarte.get("/soekt-ut").text
    assert bjarte.get(f"/soekt-ut/{tsering.husstand}").status_code == 404


@pytest.mark.parametrize("bosetting", ["ingen_sak", "sak_opprettet", "fordelingsklar"])
def test_foer_soekt_ut_sees_ingen(app, som, tsering, bosetting):
    innsyn.skriv("UPDATE beboer SET bosetting = :b WHERE id = :i", b=bosetting, i=tsering.beboer)
    assert som("bjarte").get(f"/soekt-ut/{tsering.husstand}").status_code == 404


@pytest.mark.begge_lagre
def test_B6_bare_den_del_av_husstanden_som_er_soekt_ut(app, som):
    """A family of which one is søkt ut here and one elsewhere; and unfinished answers are not shown."""
    per = som("per")
    gjoer.fyll_ut(per, "Rami Khaldoun", ark={"Rami Khaldoun": {"interesser": KANARI}})
    rami = soek_ut("Rami Khaldoun", "4601")
    soek_ut("Lina Khaldoun", "0301")
    side = som("bjarte").get(f"/soekt-ut/{rami.husstand}")
    assert "Rami Khaldoun" in side.text and KANARI not in side.text, "samtalen er ikke ferdigstilt"
    assert not {"Lina", "Jad", "Noor"} & set(re.findall(r"\w+", ord_i(side)))


def _linjer(side) -> list[str]:
    """Label and answer of each line of the members."""
    artikler = "".join(re.findall(r'<article class="medlem".*?</article>', side.text, re.DOTALL))
    return [ord_i_bit(bit) for bit in re.findall(r"<dt>.*?</dd>", artikler, re.DOTALL)]


def ord_i_bit(html: str) -> str:
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def test_F16_forhaandsvisningen_er_det_kommunen_ser(app, som, tsering):
    """«Slik kommunen ser det» and the kommune's page hold the same lines; but here the DUF-nummer is masked (J1)."""
    per, bjarte = som("per"), som("bjarte")
    visning = per.get(f"/samtaler/{tsering.samtale}/ferdigstilling?som=kommune")
    kommunens = _linjer(bjarte.get(f"/soekt-ut/{tsering.husstand}"))
    assert _linjer(visning) == [re.sub(r"([0-9]{4}) [0-9]{6} ([0-9]{2})", r"\1 •••••• \2", li) for li in kommunens]
    assert _linjer(visning) != kommunens
    assert len(_linjer(visning)) > 25 and KANARI not in visning.text


def test_F44_kommunen_leser_det_imdi_har_rettet(app, som, tsering):
    """The latest rectification stands in place of the answer; not who rectified it, nor why. F16: as in the preview."""
    siri, bjarte = som("siri"), som("bjarte")
    for nr, svaret in enumerate(("Vil bo nær broren", "Vil bo nær moren")):
        url = f"/fordelingsklare/{tsering.samtale}/beboere/{tsering.beboer}/retting?felt=bosettingsmerknad"
        data = {"bosettingsmerknad": svaret, "grunn": f"{KANARI} grunn", "nummer": f"{nr}"}
        assert siri.post(url, data).status_code == 303
    side = bjarte.get(f"/soekt-ut/{tsering.husstand}")
    assert "Vil bo nær moren" in side.text
    assert not [ord_ for ord_ in ("søsteren", "broren", KANARI, "Siri") if ord_ in side.text]
    visning = som("per").get(f"/samtaler/{tsering.samtale}/ferdigstilling?som=kommune")
    assert "Vil bo nær moren" in visning.text and "søsteren" not in visning.text
    assert "Vil bo nær søsteren" in som("per").get(f"/samtaler/{tsering.samtale}/ferdigstilling").text


def test_F16_gjennomlesningen_kan_sees_som_andre_ser_den(app, som):
    """Before completion: what the kommune and IMDi will see, with a way back, and nothing to confirm there."""
    per = som("per")
    gjoer.fyll_ut(per, TSERING, ark={TSERING: SKJULT | AAPENT})
    url = f"/samtaler/{innsyn.ider('Tsering Dolkar').samtale}/ferdigstilling"
    alt, imdi, kommune = (per.get(url + som_) for som_ in ("", "?som=imdi", "?som=kommune"))
    for side, valgt in ((alt, "Alle svarene"), (imdi, "Slik IMDi ser det"), (kommune, "Slik kommunen ser det")):
        faner = next(e for e in next(tre(side).iter("main")).iter("nav") if har_klasse(e, "faner"))
        lenker = {tekst(lenke): lenke.get("aria-current") for lenke in faner.iter("a")}
        assert len(lenker) == 3 and [navn for navn, her in lenker.items() if her == "page"] == [valgt]
        assert "Snekker i ni år" in ord_i(side)
        assert "2025 •••••• 03" in side.text and "2025 991010 03" not in side.text, "J1: også «Slik IMDi ser det»"
    assert alt.text.count(KANARI) == imdi.text.count(KANARI) == 5 and KANARI not in kommune.text
    assert "Ferdigstill bosettingssamtale</button>" in alt.text
    assert "Ferdigstill bosettingssamtale</button>" not in imdi.text + kommune.text
    assert per.get(url + "?som=noe").text.count(KANARI) == 5
    assert som("hamid").get(url + "?som=kommune").status_code == 404
