"""The form as it is shown: page or bit, the sections in order, when the Kompass reason is asked, stars and help."""

import re
from datetime import UTC, datetime, time, timedelta

import pytest
from stoette import innsyn
from stoette.sider import har_klasse, med_id, ord_i, tekst, tre
from stoette.skjemaer import LISTER, PLASSER, la_alt_gjelde, ny_rad

from app.domain.tid import i_dag
from app.domain.tilgang.matrise import MATRISE, Rett, Rolle
from app.norsk import OSLO

KOMPASS = "Årsak til at registrering i Kompass ikke er gjennomført"
SEKSJONER = [
    "Personopplysninger",
    "Kompetanse",
    "Tilknytning til kommune",
    "Bosettingsmerknad",
    "Intern bosettingsmerknad",
    "Tilretteleggingsbehov",
    "Informasjon om behandler",
]
ROLLE = Rolle.MOTTAK_BOSETTINGSANSVARLIG
ADVARSEL = "Vær oppmerksom på at personsensitiv informasjon ikke skal legges inn her!"


def seksjoner(side) -> list[str]:
    return [tekst(e) for e in tre(side).iter("h3") if (e.get("id") or "").startswith("t-")]


def meny(side) -> list[str]:
    nav = next(e for e in tre(side).iter("nav") if e.get("id") == "delene")
    return [tekst(a) for a in nav.iter("a") if (a.get("href") or "").startswith("#")]


def test_delene_staar_i_rekkefoelge_og_i_menyen_til_venstre(felles_som):
    side = felles_som("per").get(innsyn.ider("Yonas Tesfalem").skjema)
    assert seksjoner(side) == meny(side) == SEKSJONER


@pytest.mark.parametrize(
    ("bruker", "navn", "spoerres"),
    [
        ("per", "Tsering Dolkar", True),
        ("hamid", "Mustafa Rahimzai", True),
        ("ingrid", "Olena Kovalska", True),
        ("hamid", "Zahra Noorzad", False),
        ("per", "Yonas Tesfalem", False),
        ("per", "Jad Khaldoun", False),
    ],
)
def test_kompassaarsaken_staar_oeverst_naar_den_gjelder(felles_som, bruker, navn, spoerres):
    """S57, S58, story 4 and 10: age 16 or more, and not registered."""
    side = felles_som(bruker).get(innsyn.ider(navn).skjema)
    assert (KOMPASS in side.text) is spoerres
    assert seksjoner(side)[0] == ("Registrering i Kompass" if spoerres else "Personopplysninger")
    if spoerres:
        felt = [e for e in tre(side).iter("div") if har_klasse(e, "felt")]
        assert felt[0].get("id") == "f-aarsak_ikke_kompass"


@pytest.mark.parametrize(("dager_til", "spoerres"), [(0, True), (1, False)])
def test_kompass_gjelder_fra_sekstenaarsdagen(app, som, dager_til, spoerres):
    dag = i_dag() + timedelta(days=dager_til)
    zahra = innsyn.ider("Zahra Noorzad")
    innsyn.skriv("UPDATE beboer SET foedt = :f WHERE id = :i", f=str(dag.replace(year=dag.year - 16)), i=zahra.beboer)
    assert (KOMPASS in som("hamid").get(zahra.skjema).text) is spoerres


def test_kompassaarsaken_faller_bort_naar_beboeren_registrerer_seg(app, som):
    tsering, per = innsyn.ider("Tsering Dolkar"), som("per")
    assert per.lagre(tsering.skjema, "aarsak_ikke_kompass", "utstyr").status_code == 200
    innsyn.skriv("UPDATE beboer SET kompass = 'registrert' WHERE id = :i", i=tsering.beboer)
    side = per.get(tsering.skjema)
    assert KOMPASS not in side.text and seksjoner(side) == SEKSJONER
    sen = per.lagre(tsering.skjema, "aarsak_ikke_kompass", "annet", 1)
    assert sen.status_code == 422 and "Svaret trengs ikke" in sen.text
    assert innsyn.svarene(tsering.beboer)["aarsak_ikke_kompass"] == ("utstyr", 1)


def test_familiens_bokser(felles_som):
    """S52: a box per member, the current one marked, each with how much is missing."""
    per, rami = felles_som("per"), innsyn.ider("Rami Khaldoun")
    nav = next(e for e in tre(per.get(rami.skjema)).iter("nav") if har_klasse(e, "familie"))
    lenker = list(nav.iter("a"))
    assert [tekst(a) for a in lenker] == ["Rami Khaldoun", "Lina Khaldoun", "Jad Khaldoun", "Noor Khaldoun"]
    assert [a.get("aria-current") for a in lenker] == ["true", None, None, None]
    assert ["0 av 5 obligatoriske svar" in tekst(li) for li in nav.iter("li")] == [True] * 4
    assert not any(har_klasse(e, "familie") for e in tre(per.get(innsyn.ider("Yonas Tesfalem").skjema)).iter("nav"))


def test_bytte_av_medlem_er_en_bit_for_htmx_og_en_side_ellers(felles_som):
    per, lina = felles_som("per"), innsyn.ider("Lina Khaldoun")
    side, bit = per.get(lina.skjema), per.get(lina.skjema, htmx=True)
    assert "<html" in side.text and "<html" not in bit.text and len(bit.data) < len(side.data)
    lenke = next(a for a in tre(bit).iter("a") if a.get("aria-current") == "true")
    assert tekst(lenke) == "Lina Khaldoun"
    assert lenke.get("href") == lenke.get("hx-get") == lina.skjema and lenke.get("hx-push-url") == "true"
    for svar in (side, bit):
        assert "HX-Request" in svar.headers["Vary"] and svar.headers["Cache-Control"] == "no-store"
    tittel, innhold = re.fullmatch(r"\s*<title>(.*?)</title>(.*)", bit.text, re.DOTALL).groups()
    assert ord_i(innhold) in ord_i(side.text) and f"<title>{tittel}</title>" in side.text
    assert tittel == "Bosettingssamtale, person 2 av 4 – IMDinett Mottak"


@pytest.mark.parametrize("hode", ["HX-Boosted", "HX-History-Restore-Request"])
def test_hel_side_naar_htmx_ber_om_en(felles_som, hode):
    side = felles_som("per").get(innsyn.ider("Lina Khaldoun").skjema, htmx=True, hoder={hode: "true"})
    assert "<html" in side.text


def test_opplysningene_fra_registeret_kan_leses_ikke_endres(felles_som):
    side = felles_som("hamid").get(innsyn.ider("Mustafa Rahimzai").skjema)
    fakta = next(e for e in tre(side).iter("dl") if har_klasse(e, "fakta"))
    skjemaet = tekst(med_id(side, "skjema"))
    for opplysning in ("Mustafa Rahimzai", "2025 •••••• 01", "Afghanistan", "dari", "Berit Vergeland"):
        assert opplysning in skjemaet
    assert "Mustafa Rahimzai" not in tekst(fakta), "hodet sier det"
    assert not [e for e in fakta.iter() if e.tag in ("input", "textarea", "select")]


@pytest.fixture
def hele_skjemaet(felles_app, felles_som):
    """The form of one whom every question concerns, or did as a child, with a row in each repeated group."""
    nadia, per = la_alt_gjelde("Nadia Karimipour"), felles_som("per")
    assert per.lagre(nadia.skjema, "barnehage_og_skole", "Gikk i barnehage").status_code == 200
    rader = {}
    for liste in LISTER:
        rader[liste.navn] = ny_rad(per, nadia.skjema, liste.navn)
    return per.get(nadia.skjema), rader


def test_hvert_felt_har_ledetekst_stjerne_hjelp_og_statuslinje(hele_skjemaet):
    side, rader = hele_skjemaet
    alle = {e.get("id"): e for e in tre(side).iter() if e.get("id")}
    for plass in PLASSER:
        sti = plass.sti(rader[plass.liste.navn] if plass.liste else "")
        felt = alle["f-" + sti.replace(".", "-")]
        assert felt.get("data-sti") == sti
        navn = next(e for e in felt.iter() if e.tag in ("label", "legend") and har_klasse(e, "ds-label"))
        paakrevd = plass.felt.paakrevd or bool(plass.felt.minst_ett_av)
        assert tekst(navn).replace(" *", "*") == plass.felt.ledetekst + ("* må fylles ut" if paakrevd else ""), sti
        stjerner = [e for e in navn.iter() if har_klasse(e, "stjerne")]
        assert [e.get("aria-hidden") for e in stjerner] == (["true"] if paakrevd else []), sti
        hjelp = next(e for e in felt.iter("details") if har_klasse(e, "hjelp"))
        (oppslag,) = hjelp.iter("summary")
        synlig = [e for e in oppslag if e.get("aria-hidden") != "true"]
        assert "".join(tekst(e) for e in synlig) == f"Hjelp: {plass.felt.ledetekst}", sti
        assert tekst(hjelp).endswith(" ".join(plass.felt.hjelp.split())), sti
        status = alle["s-" + sti.replace(".", "-")]
        assert status.get("role") is None and status in felt.iter(), "bare én levende region"
        kontroller = [e for e in felt.iter() if e.get("name") == sti]
        assert kontroller and all(e.get("autocomplete") == "off" or e.get("type") in VALG for e in kontroller), sti
        assert sum(e.get("name") == f"v.{sti}" for e in felt.iter("input")) == 1, sti
        if plass.felt.advarsel:
            assert plass.felt.advarsel in tekst(felt), sti


VALG = ("radio", "checkbox")


def test_et_avhengig_felt_er_skjult_til_det_gjelder(app, som):
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    for sti in ("samtykke", "kategorier", "beskrivelse", "samtykke_dato"):
        assert med_id(per.get(yonas.skjema), f"f-{sti}").get("hidden") is not None, sti
    assert per.lagre(yonas.skjema, "har_behov", "ja").status_code == 200
    side = per.get(yonas.skjema)
    assert med_id(side, "f-samtykke").get("hidden") is None
    for sti in ("samtykke_dato", "kategorier", "beskrivelse"):
        felt = med_id(side, f"f-{sti}")
        assert felt.get("hidden") is not None and felt.get("data-hvis") == "samtykke", sti
        assert felt.get("data-hvis-verdi") == "ja"
    assert per.lagre(yonas.skjema, "samtykke", "ja").status_code == 200
    assert med_id(per.get(yonas.skjema), "f-samtykke_dato").get("hidden") is None
    assert per.lagre(yonas.skjema, "har_behov", "nei", 1).status_code == 200
    assert med_id(per.get(yonas.skjema), "f-samtykke_dato").get("hidden") is not None, "også det som henger på det"


def test_advarselen_om_sensitiv_informasjon_staar_alltid(felles_som):
    felt = med_id(felles_som("per").get(innsyn.ider("Yonas Tesfalem").skjema), "f-bosettingsmerknad")
    assert ADVARSEL in tekst(felt)


def test_to_klikk_ut_og_ett_til_ferdigstilling(felles_som):
    yonas = innsyn.ider("Yonas Tesfalem")
    lenker = {tekst(a): a.get("href") for a in tre(felles_som("per").get(yonas.skjema)).iter("a")}
    assert lenker["Tilbake"] == "/mottak/oppgaver"
    assert lenker["Ferdigstill bosettingssamtale"] == f"/samtaler/{yonas.samtale}/ferdigstilling"
    assert felles_som("per").get(lenker["Ferdigstill bosettingssamtale"]).status_code == 200


@pytest.mark.parametrize("navn", ["Yonas Tesfalem", "Hassan Warsameh"])
def test_den_som_ikke_kan_ferdigstille_faar_ingen_lenke_dit(felles_som, monkeypatch, navn):
    """The button and the route ask the same, in an open form and in a locked one."""
    per, ider = felles_som("per"), innsyn.ider(navn)
    lenke = f'href="/samtaler/{ider.samtale}/ferdigstilling"'
    assert lenke in per.get(ider.skjema).text
    uten = {rett: krets for rett, krets in MATRISE[ROLLE].items() if rett is not Rett.SAMTALE_FERDIGSTILLE}
    monkeypatch.setitem(MATRISE, ROLLE, uten)
    assert lenke not in per.get(ider.skjema).text
    assert per.get(f"/samtaler/{ider.samtale}/ferdigstilling").status_code == 403


def test_medlem_av_en_annen_samtale_finnes_ikke_her(felles_som):
    yonas, rami = innsyn.ider("Yonas Tesfalem"), innsyn.ider("Rami Khaldoun")
    for htmx in (False, True):
        svar = felles_som("per").get(f"/samtaler/{yonas.samtale}/beboere/{rami.beboer}", htmx=htmx)
        assert svar.status_code == 404 and "Khaldoun" not in svar.text


def test_tolkespraaket_i_mot_kan_brukes_med_ett_klikk(app, som):
    """Offered while nothing is answered, and nowhere but at the question that MOT answers too."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    side = per.get(yonas.skjema)
    knapp = next(e for e in tre(side).iter("button") if e.get("data-velg"))
    assert (tekst(knapp), knapp.get("data-velg")) == ("Bruk tigrinja fra MOT", "tigrinja")
    assert knapp in med_id(side, "f-tolkespraak").iter() and side.text.count("data-velg") == 1
    assert per.lagre(yonas.skjema, "tolkespraak", "amharisk").status_code == 200
    assert "data-velg" not in per.get(yonas.skjema).text


@pytest.mark.parametrize(
    ("dager", "naar"),
    [
        (0, r"kl\. \d\d\.\d\d"),
        (1, r"i går kl\. \d\d\.\d\d"),
        (2, r"[\d.]+ kl\. \d\d\.\d\d"),
        (400, r"[\d.]{10} kl\. \d\d\.\d\d"),
    ],
)
def test_hvert_felt_sier_naar_det_sist_ble_lagret_og_av_hvem(som, yonas, dager, naar):
    """From what is stored; the bar says the same for the whole form."""
    som("mari").lagre(yonas.skjema, "interesser", "Sjakk")
    tid = datetime.combine(i_dag() - timedelta(days=dager), time(12), OSLO).astimezone(UTC)
    innsyn.skriv("UPDATE svar SET endret = :t WHERE beboer_id = :b", t=f"{tid:%Y-%m-%d %H:%M:%S}", b=yonas.beboer)
    side = som("per").get(yonas.skjema)
    assert re.fullmatch(f"Lagret {naar} av Mari Granli", tekst(med_id(side, "s-interesser")))
    assert re.fullmatch("Alt lagret " + naar.replace(r"kl\. ", ""), tekst(med_id(side, "lagret")))
