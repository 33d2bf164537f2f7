"""Withdrawn after the completion: those who were told of it are told, and see «Trukket» with the day, for a time."""

import pytest
from stoette import gjoer, innsyn
from stoette.registeret import HELEN, importer, rad
from stoette.sider import ord_i

from app.domain.tid import i_dag
from app.norsk import dato

NAVN = "Mahmoud Darwishi"
TRUKKET = f"Trukket {dato(i_dag())}"


@pytest.fixture
def mahmoud(app) -> innsyn.Ider:
    """Søkt ut to Oslo, bydel Alna; withdrawn today."""
    importer(rad(NAVN, trukket="ja"))
    return innsyn.ider(NAVN)


def varsler(samtale: str | None) -> list[str]:
    rader = innsyn.les("SELECT anledning FROM varsel WHERE samtale_id = :s ORDER BY anledning", s=samtale)
    return [rad_[0] for rad_ in rader if "trukket" in rad_[0]]


def test_alle_tre_faar_vite_det(app, som, mahmoud):
    """Once each; the e-mails of the quarter go to the mottak, to IMDi, and to the kommune's user and address."""
    assert varsler(mahmoud.samtale) == ["kommune_trukket", "trukket", "trukket_fra_imdi"]
    importer(rad(NAVN, trukket="ja"))
    assert len(varsler(mahmoud.samtale)) == 3
    til = innsyn.les(
        "SELECT v.anledning, coalesce(b.epost, u.mottaker) AS til FROM utsending u JOIN varsel v ON v.id = u.varsel_id "
        "LEFT JOIN bruker b ON b.id = u.mottaker WHERE v.samtale_id = :s AND v.anledning LIKE '%trukket%'",
        s=mahmoud.samtale,
    )
    assert {(r.anledning, r.til) for r in til} == {
        ("trukket", "per@furulia.example"), ("trukket", "mari@furulia.example"), ("trukket", "fellespost"),
        ("trukket_fra_imdi", "imdi"), ("kommune_trukket", "oda@oslo.example"), ("kommune_trukket", "kommunepost"),
    }  # fmt: skip
    for navn in ("per", "siri", "oda"):
        assert "trukket." in som(navn).get("/varsler").text, navn


@pytest.mark.begge_lagre
def test_listen_saken_og_historikken_sier_det_hos_imdi(app, som, mahmoud):
    """And nothing more can be done about it."""
    siri = som("siri")
    hos = f"/fordelingsklare/{mahmoud.samtale}"
    for adresse in ("/fordelingsklare?status=trukket", "/fordelingsklare?status=alle", hos):
        tekst = ord_i(siri.get(adresse).text)
        assert TRUKKET in tekst and NAVN in tekst, adresse
    assert f"{NAVN} er trukket" in ord_i(siri.get(hos + "/historikk").text)
    assert NAVN not in siri.get("/fordelingsklare?status=soekt_ut").text
    side = siri.get(hos).text
    assert "Ønsker å arbeide som baker" in side and "/retting" not in side and "Registrer bosatt" not in side
    assert siri.post(f"{hos}/beboere/{mahmoud.beboer}/bosatt", {"dato": f"{i_dag()}"}).status_code == 409
    assert siri.post(f"{hos}/tilbaketrekking", {"hvem": mahmoud.beboer, "grunn": "x"}).status_code == 409
    retting = f"{hos}/beboere/{mahmoud.beboer}/retting?felt=arbeidserfaring"
    assert siri.get(retting).status_code == 404


def test_mottaket_ser_det_i_listen_og_leser_ikke_mer(app, som, mahmoud):
    per = som("per")
    assert TRUKKET in ord_i(per.get("/mottak/beboere").text)
    detaljer = ord_i(per.get(f"/mottak/beboere/{mahmoud.beboer}/detaljer").text)
    assert TRUKKET in detaljer and "Åpne bosettingssamtalen" not in detaljer and "Vis hele nummeret" not in detaljer
    assert per.get(mahmoud.skjema).status_code == 404
    assert per.post(f"/mottak/beboere/{mahmoud.beboer}/duf").status_code == 404
    assert NAVN in ord_i(per.get("/varsler").text) and f"Nå: {TRUKKET}" in ord_i(per.get("/varsler").text)


def test_kommunen_mister_innholdet_med_en_gang(app, som, mahmoud):
    oda = som("oda")
    liste = ord_i(oda.get("/soekt-ut").text)
    assert f"{NAVN} {TRUKKET}" in liste and mahmoud.husstand not in oda.get("/soekt-ut").text
    assert oda.get(f"/soekt-ut/{mahmoud.husstand}").status_code == 404
    assert NAVN not in som("bjarte").get("/soekt-ut").text


@pytest.mark.begge_lagre
@pytest.mark.parametrize(
    ("hvem", "adresse", "dager"),
    [("per", "/mottak/beboere", 30), ("siri", "/fordelingsklare?status=trukket", 365), ("oda", "/soekt-ut", 30)],
)
def test_saa_lenge_staar_de(app, som, mahmoud, hvem, adresse, dager):
    """doerer.TRUKNE_VISES."""
    for siden, staar in ((dager - 1, True), (dager + 1, False)):
        innsyn.skriv("UPDATE beboer SET trukket = :t WHERE trukket IS NOT NULL", t=innsyn.foer(days=siden))
        assert (NAVN in som(hvem).get(adresse).text) is staar, siden


def test_den_som_trekkes_foer_ferdigstilling_er_borte_med_en_gang(app, som):
    importer(rad("Yonas Tesfalem", trukket="ja"))
    yonas = innsyn.ider("Yonas Tesfalem")
    assert "Yonas" not in som("per").get("/mottak/beboere").text and varsler(yonas.samtale) == []
    assert "Yonas" not in som("siri").get("/fordelingsklare?status=alle").text


def test_en_som_kommer_til_i_en_ferdig_familie_er_nytt_for_imdi_og_kommunen(app, som):
    """F39, story 8: the family is søkt ut; who comes is told of, but not where she is shielded."""
    mahmoud = innsyn.ider(NAVN)
    husstand = rad(NAVN)["husstand"]
    importer(rad(NAVN), {**HELEN, "husstand": husstand, "klar": "nei", "skjermet": "ja"})
    antall = "SELECT count(*) FROM varsel WHERE samtale_id = :s AND anledning IN ('husstand_utvidet', 'kommune_endret')"
    assert innsyn.en(antall, s=mahmoud.samtale) == 0
    importer(rad(NAVN), {**HELEN, "duf_nummer": "2026 990886 09", "fornavn": "Sara", "husstand": husstand})
    assert innsyn.en(antall, s=mahmoud.samtale) == 2
    assert "Sara Girma" in som("siri").get(f"/fordelingsklare/{mahmoud.samtale}").text
    per = som("per")
    gjoer.fyll_ut(per, "Sara Girma")
    sara = innsyn.ider("Sara Girma")
    assert gjoer.ferdigstill(per, sara.samtale).status_code == 303
    til_familien = f"/samtaler/{mahmoud.samtale}/beboere/{mahmoud.beboer}"
    assert til_familien in per.get(sara.skjema).text, "også når hun selv er ferdigstilt"
    assert f"/fordelingsklare/{mahmoud.samtale}" in som("siri").get(f"/fordelingsklare/{sara.samtale}").text
