"""The main job over plain HTTP, as a browser without JavaScript does it: from the task list to «fordelingsklar»."""

import re

import pytest


@pytest.mark.begge_lagre
def test_enslig_fra_oppgave_til_fordelingsklar(som):
    per = som("per")
    skjema = per.aapne("Yonas Tesfalem")
    side = per.get(skjema)
    assert "Årsak til at registrering i Kompass" not in side.text
    for seksjon, svar in {
        "personopplysninger": {"morsmaal": "tigrinja", "tolkespraak": "tigrinja", "behov_for_tolk": "ja"},
        "tilknytning": {"har_tilknytning": "nei"},
        "bosettingsmerknad": {"bosettingsmerknad": "Ønsker å spille fotball i et lokallag."},
        "tilrettelegging": {"har_behov": "nei"},
    }.items():
        side = per.get(skjema)
        data = per.skjema(side, f"seksjon={seksjon}")
        svar = per.post(f"{skjema}/svar?seksjon={seksjon}", {**data, **svar})
        assert svar.status_code == 303, svar.text
    assert "Ønsker å spille fotball" in per.get(skjema).text
    samtale = skjema.split("/beboere/")[0]
    lesning = per.get(f"{samtale}/ferdigstilling")
    assert lesning.status_code == 200
    data = per.skjema(lesning, "ferdigstilling")
    svar = per.post(f"{samtale}/ferdigstilling", data)
    assert svar.status_code == 303, svar.text
    assert "ferdigstilt" in per.get(f"{samtale}/ferdigstilling").text
    assert "Yonas Tesfalem" not in per.get("/mottak/oppgaver").text
    assert per.post(f"{skjema}/svar?felt=morsmaal", {"morsmaal": "x"}, htmx=True).status_code == 409
    assert per.post(f"{samtale}/ferdigstilling", data).status_code == 409
    skjemaer = re.findall(r'<form[^>]*action="([^"]*)"', per.get(skjema).text.split("<main")[1].split("</main>")[0])
    assert [adresse.rpartition("/")[2] for adresse in skjemaer] == ["duf", "merknad"], "bare en ny intern merknad"


def test_hvert_felt_lagres_for_seg_mens_det_fylles_ut(som):
    per = som("per")
    skjema = per.aapne("Yonas Tesfalem")
    felt = {"morsmaal": "tigrinja", "v.morsmaal": "0", "klient": "abc", "sekvens": "1"}
    svar = per.post(f"{skjema}/svar?felt=morsmaal", felt, htmx=True)
    assert svar.status_code == 200 and "Lagret kl." in svar.text
    assert 'name="v.morsmaal" value="1"' in svar.text
    assert len(per.sporringer) <= 6, per.sporringer
    assert len(svar.data) <= 1024
    mari = som("mari")
    svar = mari.post(f"{skjema}/svar?felt=morsmaal", felt | {"morsmaal": "amharisk", "klient": "x"}, htmx=True)
    assert svar.status_code == 409 and "tigrinja" in svar.text and "amharisk" in svar.text
    svar = per.post(f"{skjema}/svar?felt=egen_telefon", {"egen_telefon": "ring meg", "v.egen_telefon": "0"}, htmx=True)
    assert svar.status_code == 422 and "Ikke lagret" in svar.text
