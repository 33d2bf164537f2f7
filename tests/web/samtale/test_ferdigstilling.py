"""Completion over HTTP: refused while anything is missing or has changed, then whole, once, and for all members."""

import json
import re

import pytest
from stoette import gjoer, innsyn
from stoette.gjoer import FAMILIEN
from stoette.sider import med_id, ord_i
from stoette.skjemaer import ny_rad, radene

from app.db import sesjon
from app.domain.beboer.modell import Beboer
from app.domain.samtale.ferdigstilling import kontrollsum
from app.domain.samtale.svar import hent_svar


@pytest.fixture
def per(som):
    return som("per")


def status(navn: str) -> tuple[str, str, str]:
    """The three statuses of a resident, as the overview holds them."""
    return tuple(
        innsyn.les(
            "SELECT coalesce(s.status, 'ikke_klar'), b.kompass, b.bosetting FROM beboer b"
            " LEFT JOIN bosettingssamtale s ON s.id = b.samtale_id WHERE b.id = :i",
            i=innsyn.ider(navn).beboer,
        )[0]
    )


def test_det_som_mangler_staar_som_lenker_til_feltene(per, yonas):
    """S55, K5: the links lead to elements that are there."""
    side = per.get(f"/samtaler/{yonas.samtale}/ferdigstilling")
    assert "5 obligatoriske svar mangler" in ord_i(side.text)
    skjema = per.get(yonas.skjema)
    for sti in ("morsmaal", "tolkespraak", "behov_for_tolk", "har_tilknytning", "har_behov"):
        assert f'href="{yonas.skjema}?fra={sti}#f-{sti}"' in side.text
        assert med_id(skjema, f"f-{sti}") is not None


def test_mangler_noe_skjer_ingenting(per, yonas):
    data = gjoer.les_gjennom(per, yonas.samtale)
    foer = innsyn.dump(uten=())
    svar = per.post(f"/samtaler/{yonas.samtale}/ferdigstilling", data)
    assert svar.status_code == 422 and "5 obligatoriske svar mangler" in ord_i(svar.text)
    assert f'href="{yonas.skjema}?fra=morsmaal#f-morsmaal"' in svar.text
    assert innsyn.dump(uten=()) == foer


@pytest.mark.begge_lagre
def test_en_familie_blir_ferdig_sammen_eller_ikke_i_det_hele_tatt(per, rami):
    """S54, S56, story 2."""
    gjoer.fyll_ut(per, *FAMILIEN[:3])
    foer = innsyn.dump()
    svar = gjoer.ferdigstill(per, rami.samtale)
    assert svar.status_code == 422 and innsyn.dump() == foer
    manglende = svar.text.split("obligatoriske svar mangler")[1].split("<nav")[0]
    assert "Noor Khaldoun" in manglende and "Rami Khaldoun" not in manglende
    assert {status(navn)[2] for navn in FAMILIEN} == {"sak_opprettet"}
    gjoer.fyll_ut(per, FAMILIEN[3])
    svar = gjoer.ferdigstill(per, rami.samtale)
    assert (svar.status_code, svar.headers["Location"]) == (303, f"/samtaler/{rami.samtale}/ferdigstilling")
    assert {status(navn)[0::2] for navn in FAMILIEN} == {("gjennomfoert", "fordelingsklar")}
    assert innsyn.antall("hendelse", handling="samtale_ferdigstilt", samtale_id=rami.samtale) == 1
    varsler = innsyn.les(
        "SELECT anledning, mottak_id FROM varsel WHERE samtale_id = :s AND anledning = 'fordelingsklar'", s=rami.samtale
    )
    assert [tuple(v) for v in varsler] == [("fordelingsklar", None)], "ett varsel, til IMDi"


def uten_duf(html: str) -> str:
    """The page without the one button that stays: it shows the whole DUF-nummer."""
    return re.sub(r'<form class="duf".*?</form>', "", html, flags=re.DOTALL)


def test_etterpaa_er_oppgaven_borte_og_oversikten_sier_fordelingsklar(per, yonas):
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    gjoer.ferdigstill(per, yonas.samtale)
    assert "Yonas Tesfalem" not in per.get("/mottak/oppgaver").text
    assert per.get(f"/mottak/oppgaver/{yonas.samtale}/detaljer").status_code == 404
    detaljer = ord_i(per.get(f"/mottak/beboere/{yonas.beboer}/detaljer").text)
    assert "Gjennomført" in detaljer and "Fordelingsklar" in detaljer
    kvittering = per.get(f"/samtaler/{yonas.samtale}/ferdigstilling")
    assert "Bosettingssamtalen er ferdigstilt" in kvittering.text and "av Per Lia" in ord_i(kvittering.text)
    hoveddel = uten_duf(kvittering.text.split("<article")[1].split("</main>")[0])
    assert "<form" not in hoveddel and "<button" not in hoveddel
    skjema = uten_duf(per.get(yonas.skjema).text.split("<main")[1].split("</main>")[0])
    assert re.findall(r'<form[^>]*action="([^"]*)"', skjema) == [f"{yonas.skjema}/merknad"], "bare en ny intern merknad"
    assert re.findall(r'<(?:input|textarea|select)[^>]*name="([^"]*)"', skjema) == [
        "csrf_token", "intern_merknad", "v.intern_merknad"
    ]  # fmt: skip


@pytest.mark.begge_lagre
def test_endret_siden_gjennomlesningen_nevner_svaret(per, som, rami):
    """F9: who read something else than what is there, is told what, and nothing happens."""
    gjoer.fyll_ut(per, *FAMILIEN)
    lest = gjoer.les_gjennom(per, rami.samtale)
    lina = innsyn.ider("Lina Khaldoun")
    assert som("mari").lagre(lina.skjema, "interesser", "Sjakk").status_code == 200
    foer = innsyn.dump()
    svar = per.post(f"/samtaler/{rami.samtale}/ferdigstilling", lest)
    assert svar.status_code == 409 and innsyn.dump() == foer
    endret = svar.text.split("Noen har endret svar mens du leste")[1].split("</div>")[0]
    assert "Lina Khaldoun: Interesser" in ord_i(endret) and "Sjakk" in svar.text
    assert status("Rami Khaldoun")[2] == "sak_opprettet"
    igjen = per.skjema(svar, "/ferdigstilling")
    assert per.post(f"/samtaler/{rami.samtale}/ferdigstilling", igjen).status_code == 303


@pytest.mark.begge_lagre
@pytest.mark.parametrize(
    ("sql", "hva"),
    [
        ("UPDATE beboer SET samtale_id = :s WHERE fornavn = 'Almaz'", "Almaz Girmay: Er kommet med i samtalen"),
        ("UPDATE beboer SET samtale_id = NULL WHERE fornavn = 'Noor'", "En person: Er ikke lenger med i samtalen"),
    ],
)
def test_en_som_kom_til_eller_gikk_siden_gjennomlesningen(per, rami, sql, hva):
    """Story 8: the household is completed as it was read, and what differs is said in words."""
    gjoer.fyll_ut(per, *FAMILIEN)
    lest = gjoer.les_gjennom(per, rami.samtale)
    innsyn.skriv(sql, **({"s": rami.samtale} if ":s" in sql else {}))
    foer = innsyn.dump()
    svar = per.post(f"/samtaler/{rami.samtale}/ferdigstilling", lest)
    assert svar.status_code == 409 and innsyn.dump() == foer
    endret = svar.text.split("Noen har endret svar mens du leste")[1].split("</div>")[0]
    assert ord_i(endret.split("<ul>")[1]) == hva


UGYLDIGE = [
    "", "x", "[]", "null", "1", "{", '{"a": "1"}', '{"a": 1.5}', '{"a": true}', '{"a": null}', '{"a": {}}', '"{}"',
    "[" * 50_000, "{" * 50_000, '{"a":' * 5_000, '{"a": ' + "9" * 6000 + "}", "NaN", '{"a": NaN}',
    "\0", '{"\\ud800": "x"}',
]  # fmt: skip


@pytest.mark.parametrize("lest", UGYLDIGE, ids=lambda lest: repr(lest[:12]) + str(len(lest)))
def test_en_ugyldig_leseliste_er_ingen_gjennomlesning(per, yonas, lest):
    """N1, N6: whatever comes back in place of what the read-through showed."""
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    foer = innsyn.dump()
    svar = per.post(f"/samtaler/{yonas.samtale}/ferdigstilling", {"lest": lest})
    assert svar.status_code == 422 and innsyn.dump() == foer


@pytest.mark.parametrize("lest", [{}, {"x:y": 1}, {"\ud800:\udfff": 1}, {"a" * 10_000: 1}, {"": 0}, {":": -1}])
def test_en_leseliste_som_ikke_er_vaar_er_en_endring(per, yonas, lest):
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    foer = innsyn.dump()
    svar = per.post(f"/samtaler/{yonas.samtale}/ferdigstilling", {"lest": json.dumps(lest)})
    assert svar.status_code == 409 and innsyn.dump() == foer


def test_svar_som_ikke_lenger_gjelder_faller_bort(per, yonas):
    """Kept while the form is open, named in the read-through, gone at completion, still in the history."""
    gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {"har_tilknytning": "ja"}})
    rad = radene(yonas.skjema, "tilknytning")[0]
    versjon = innsyn.svarene(yonas.beboer)["har_tilknytning"][1]
    assert per.lagre(yonas.skjema, "har_tilknytning", "nei", versjon).status_code == 200
    sti = f"tilknytning.{rad}.navn"
    navn, navnversjon = innsyn.svarene(yonas.beboer)[sti]
    assert navn
    lesning = ord_i(per.get(f"/samtaler/{yonas.samtale}/ferdigstilling").text)
    assert "fjernes når du ferdigstiller:" in lesning
    assert gjoer.ferdigstill(per, yonas.samtale).status_code == 303
    igjen = {s: v for s, (v, _) in innsyn.svarene(yonas.beboer).items() if v is not None}
    assert not [s for s in igjen if s.startswith("tilknytning")] and igjen["har_tilknytning"] == "nei"
    assert innsyn.historien(yonas.beboer, sti) == [(navnversjon, navn), (navnversjon + 1, None)]


def test_aarsaken_til_manglende_kompass_gir_statusen(per):
    """Story 10: with a reason; registered before completion, the reason falls away and is not asked for."""
    gjoer.fyll_ut(per, "Tsering Dolkar", ark={"Tsering Dolkar": {"aarsak_ikke_kompass": "lese_og_skrive"}})
    tsering = innsyn.ider("Tsering Dolkar")
    gjoer.ferdigstill(per, tsering.samtale)
    assert status("Tsering Dolkar") == ("gjennomfoert", "aarsak_registrert", "fordelingsklar")
    assert "Ikke gjennomført – årsak registrert" in per.get(f"/mottak/beboere/{tsering.beboer}/detaljer").text


def test_registrert_i_kompass_foer_ferdigstilling(per):
    tsering = innsyn.ider("Tsering Dolkar")
    gjoer.fyll_ut(
        per, "Tsering Dolkar", ark={"Tsering Dolkar": {"aarsak_ikke_kompass": "annet", "aarsak_utdyping": "x"}}
    )
    innsyn.skriv("UPDATE beboer SET kompass = 'registrert' WHERE id = :i", i=tsering.beboer)
    assert gjoer.ferdigstill(per, tsering.samtale).status_code == 303
    assert status("Tsering Dolkar") == ("gjennomfoert", "registrert", "fordelingsklar")
    assert innsyn.svarene(tsering.beboer)["aarsak_ikke_kompass"][0] is None
    assert innsyn.historien(tsering.beboer, "aarsak_ikke_kompass")[0][1] == "annet"


def test_uten_bosettingssak_blir_det_gjennomfoert(app, som):
    """Story 5, 1.14 no. 6: nothing to distribute, so not «fordelingsklar»."""
    aud = som("aud")
    aud.post(f"/mottak/beboere/{innsyn.ider('Selam Berhanesh').beboer}/samtale")
    selam = innsyn.ider("Selam Berhanesh")
    gjoer.fyll_ut(aud, "Selam Berhanesh")
    assert gjoer.ferdigstill(aud, selam.samtale).status_code == 303
    assert status("Selam Berhanesh") == ("gjennomfoert", "aarsak_registrert", "ingen_sak")
    detaljer = ord_i(aud.get(f"/mottak/beboere/{selam.beboer}/detaljer").text)
    assert "Gjennomført" in detaljer and "Ingen bosettingssak" in detaljer


def test_enslig_mindreaarig_trenger_representant(app, som):
    """Story 4."""
    hamid, mustafa = som("hamid"), innsyn.ider("Mustafa Rahimzai")
    side = hamid.get(f"/samtaler/{mustafa.samtale}/ferdigstilling")
    assert f'href="{mustafa.skjema}?fra=representant#f-representant"' in side.text
    gjoer.fyll_ut(hamid, "Mustafa Rahimzai")
    versjon = innsyn.svarene(mustafa.beboer)["representant"][1]
    hamid.lagre(mustafa.skjema, "representant", "", versjon)
    assert gjoer.ferdigstill(hamid, mustafa.samtale).status_code == 422
    hamid.lagre(mustafa.skjema, "representant", "Berit Vergeland", versjon + 1)
    assert gjoer.ferdigstill(hamid, mustafa.samtale).status_code == 303


def test_en_familie_med_et_skjermet_medlem_ferdigstilles_ikke_uten_det(per, rami):
    """All or none: whom one may not see, one does not complete."""
    gjoer.fyll_ut(per, *FAMILIEN)
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE fornavn = 'Noor'")
    lest, foer = gjoer.les_gjennom(per, rami.samtale), innsyn.dump()
    svar = per.post(f"/samtaler/{rami.samtale}/ferdigstilling", lest)
    assert svar.status_code == 403 and innsyn.dump() == foer


@pytest.mark.begge_lagre
def test_kontrollsummen_er_av_det_som_ble_ferdigstilt(per, yonas):
    gjoer.fyll_ut(per, "Yonas Tesfalem", ark={"Yonas Tesfalem": {"intern_merknad": "hemmelig", "interesser": "Sjakk"}})
    gjoer.ferdigstill(per, yonas.samtale)
    lagret = innsyn.en("SELECT kontrollsum FROM bosettingssamtale WHERE id = :i", i=yonas.samtale)
    assert lagret == kontrollsum(hent_svar([yonas.beboer])) and len(lagret) == 64
    sesjon.remove()


def test_gjennomlesningen_viser_hvert_svar(per, yonas):
    """It is the print page too: every question asked, every answer given."""
    rad = ny_rad(per, yonas.skjema, "behandler")
    svarene = {
        f"behandler.{rad}.navn": "Lege Eksempel",
        "arbeidserfaring": "Veving i 30 år",
        "har_behov": "ja",
        "samtykke": "ja",
        "kategorier": ["bolig", "reise"],
    }
    for sti, verdi in svarene.items():
        assert per.lagre(yonas.skjema, sti, verdi).status_code == 200
    tekst = ord_i(per.get(f"/samtaler/{yonas.samtale}/ferdigstilling").text)
    for ledd in (
        "Lege Eksempel",
        "Veving i 30 år",
        "Tilpasset bolig, Hensyn under reise",
        "Behov for tolk",
        "Ikke besvart",
    ):
        assert ledd in tekst, ledd
    assert sesjon.get_one(Beboer, yonas.beboer).duf_maskert in tekst
    sesjon.remove()
