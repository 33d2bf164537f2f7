"""Children are asked about kindergarten and school, and not about competence; nothing that is written is lost."""

from datetime import UTC, date, datetime

import pytest
from stoette import innsyn
from stoette.sider import tekst, tre

from app.domain.beboer.statuser import KOMPASS_GJELDER_IKKE
from app.domain.kartlegging.kartlegging import KARTLEGGING, KOMPASS_BORTFALT
from app.domain.kompass.innloesing import innloes
from app.domain.tid import KOMPASS_FRA_ALDER, alder, foedt_senest, i_dag, klokke

KOMPETANSE = [felt.navn for felt in next(s for s in KARTLEGGING.seksjoner if s.navn == "kompetanse").ledd]
BARNETS = "barnehage_og_skole"
TEKST = "Har gått tre år på skole i Syria"


def seksjoner(side) -> list[str]:
    return [tekst(e) for e in tre(side).iter("h3") if (e.get("id") or "").startswith("t-")]


def fyller(navn: str, aar: int, om_dager: int = 0) -> innsyn.Ider:
    """Make the resident one who is so old in so many days."""
    ider, dag = innsyn.ider(navn), date.fromordinal(i_dag().toordinal() + om_dager)
    innsyn.skriv("UPDATE beboer SET foedt = :f WHERE id = :i", f=str(dag.replace(year=dag.year - aar)), i=ider.beboer)
    return ider


def test_aldersgrensen_staar_ett_sted_og_i_tekstene():
    assert str(KOMPASS_FRA_ALDER) in KOMPASS_GJELDER_IKKE and str(KOMPASS_FRA_ALDER) in KOMPASS_BORTFALT
    assert KOMPASS_GJELDER_IKKE == "Gjelder ikke (under 16 år)"


@pytest.mark.parametrize("dag", ["2028-02-29", "2026-03-01", "2116-02-29", "2026-12-31"])
def test_siste_foedselsdag_er_den_alderen_regner_med(dag):
    with klokke(lambda: datetime.combine(date.fromisoformat(dag), datetime.min.time(), UTC).replace(hour=12)):
        siste = foedt_senest(KOMPASS_FRA_ALDER)
        assert alder(siste) >= KOMPASS_FRA_ALDER > alder(date.fromordinal(siste.toordinal() + 1))


@pytest.mark.parametrize(("om_dager", "er_barn"), [(0, False), (1, True)])
def test_under_seksten_spoerres_det_om_barnehage_og_skole_i_stedet(app, som, om_dager, er_barn):
    zahra, hamid = fyller("Zahra Noorzad", KOMPASS_FRA_ALDER, om_dager), som("hamid")
    side = hamid.get(zahra.skjema)
    assert ("Barnehage og skole" in seksjoner(side)) is er_barn and ("Kompetanse" in seksjoner(side)) is not er_barn
    svar = hamid.lagre(zahra.skjema, BARNETS, TEKST)
    assert svar.status_code == 200, "den som nettopp fylte år, har kanskje siden åpen"


def test_den_som_fyller_seksten_faar_spoersmaalene_og_beholder_svaret(app, som):
    zahra, hamid = fyller("Zahra Noorzad", KOMPASS_FRA_ALDER, 1), som("hamid")
    assert hamid.lagre(zahra.skjema, BARNETS, TEKST).status_code == 200
    fyller("Zahra Noorzad", KOMPASS_FRA_ALDER)
    side = hamid.get(zahra.skjema)
    assert {"Kompetanse", "Barnehage og skole"} <= set(seksjoner(side)) and TEKST in side.text
    lesning = hamid.get(f"/samtaler/{zahra.samtale}/ferdigstilling")
    assert TEKST in lesning.text and "fjernes når du ferdigstiller" not in lesning.text
    assert TEKST in hamid.get(f"/samtaler/{zahra.samtale}/ferdigstilling?som=kommune").text


def test_kompetanse_som_er_skrevet_om_et_barn_blir_staaende(app, som):
    mustafa, hamid = fyller("Mustafa Rahimzai", KOMPASS_FRA_ALDER), som("hamid")
    assert hamid.lagre(mustafa.skjema, "utdanning", TEKST).status_code == 200
    fyller("Mustafa Rahimzai", KOMPASS_FRA_ALDER, 30)
    side = hamid.get(mustafa.skjema)
    synlige = [navn for navn in KOMPETANSE if f'id="f-{navn}"' in side.text]
    assert synlige == ["utdanning"] and TEKST in side.text


def test_uten_javascript_gaar_heller_ingenting_tapt_paa_bursdagen(app, som):
    zahra, hamid = fyller("Zahra Noorzad", KOMPASS_FRA_ALDER, 1), som("hamid")
    skjema = hamid.skjema(hamid.get(zahra.skjema), f"seksjon={BARNETS}") | {BARNETS: TEKST}
    fyller("Zahra Noorzad", KOMPASS_FRA_ALDER)
    assert hamid.post(f"{zahra.skjema}/svar?seksjon={BARNETS}", skjema).status_code == 303
    assert innsyn.svarene(zahra.beboer)[BARNETS] == (TEKST, 1)


def test_en_ferdigstilt_samtale_spoer_ikke_om_mer_naar_barnet_blir_eldre(app, som):
    hassan, per = fyller("Hassan Warsameh", KOMPASS_FRA_ALDER), som("per")
    besvart = {navn for navn in KOMPETANSE if (innsyn.svarene(hassan.beboer).get(navn) or (None,))[0]}
    lest = per.get(hassan.skjema).text
    assert {navn for navn in KOMPETANSE if f'id="f-{navn}"' in lest} == besvart != set(KOMPETANSE)


@pytest.mark.parametrize(("status", "med"), [("gjelder_ikke", True), ("ikke_registrert", False), ("", True)])
def test_oversikten_sier_at_kompass_ikke_gjelder(app, som, status, med):
    noor = innsyn.ider("Noor Khaldoun")
    side = som("per").get(f"/mottak/beboere?status={status}&detaljer=alle").text
    assert (f"/mottak/beboere/{noor.beboer}" in side or "Noor Khaldoun" in side) is med
    assert (KOMPASS_GJELDER_IKKE in side.partition("<tbody>")[2]) is med


def test_oppgavelisten_sier_det_ogsaa(app, som):
    side = som("per").get("/mottak/oppgaver?detaljer=alle")
    assert KOMPASS_GJELDER_IKKE in side.text


def test_et_barn_faar_ingen_kode(app, som):
    noor, per = innsyn.ider("Noor Khaldoun"), som("per")
    side = per.get(f"/mottak/kompass/{noor.beboer}")
    assert KOMPASS_GJELDER_IKKE in side.text and "Generer engangskode" not in side.text
    assert per.post(f"/mottak/kompass/{noor.beboer}/kode").status_code == 409
    assert innsyn.antall("kompasskode", beboer_id=noor.beboer) == 0


def test_en_kode_kan_ikke_brukes_for_et_barn(app, som):
    """The register may tell a later day of birth than the one the code was issued by."""
    tsering, per = innsyn.ider("Tsering Dolkar"), som("per")
    svar = per.post(f"/mottak/kompass/{tsering.beboer}/kode")
    kode = tekst(next(e for e in tre(svar).iter("p") if e.get("class") == "engangskode"))
    duf = innsyn.en("SELECT duf_nummer FROM beboer WHERE id = :i", i=tsering.beboer)
    fyller("Tsering Dolkar", KOMPASS_FRA_ALDER, 1)
    assert innloes(duf, kode) is None
    fyller("Tsering Dolkar", KOMPASS_FRA_ALDER)
    assert innloes(duf, kode)
