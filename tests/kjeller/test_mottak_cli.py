"""`cli importer-mottak` and `cli mottak ny`: an installation begins with them."""

import json

import pytest
from stoette import innsyn
from stoette.brukere import ord_i

from app.db import sesjon

HODE = "nummer;navn;type;telefon;epost;fellespost;postadresse;besoeksadresse;nedlagt"
GRANLY = "M-900;Granly mottak;ordinært;+47 00 00 60 00;kontakt@granly.example;post@granly.example;Postboks 6;;"
FURULIA = (
    "FUR;Furulia mottak;Ordinært mottak;00 00 10 00;kontakt@furulia.example;post@furulia.example;Nytt sted;Veien 1;"
)


@pytest.fixture
def importer(app, tmp_path):
    def importer(*linjer: str, hode: str = HODE, valg: tuple[str, ...] = (), navn: str = "mottak.csv"):
        sesjon.rollback()
        fil = tmp_path / navn
        fil.write_text("\n".join((hode, *linjer)) if hode else linjer[0], encoding="utf-8")
        return app.test_cli_runner().invoke(args=["importer-mottak", str(fil), *valg])

    return importer


def mottak(nummer: str) -> tuple:
    kolonner = "navn, type, telefon, fellespost, postadresse, besoeksadresse, nedlagt"
    return tuple(innsyn.les(f"SELECT {kolonner} FROM mottak WHERE nummer = :n", n=nummer)[0])


@pytest.mark.begge_lagre
def test_nye_endrede_og_uendrede(importer):
    svar = importer(GRANLY, FURULIA)
    assert svar.exit_code == 0, svar.output
    assert "Rad 2: ny" in svar.output and "Rad 3: endret: postadresse, besoeksadresse" in svar.output
    assert "Mottak: 1 nye, 1 endrede, 0 uendrede, 0 avviste. Importen er ferdig." in svar.output
    assert "Fjordgløtt integreringsmottak" in svar.output, "de som ikke står i filen"
    assert mottak("M-900")[:4] == ("Granly mottak", "ordinaert", "+47 00 00 60 00", "post@granly.example")
    igjen = importer(GRANLY, FURULIA)
    assert "0 nye, 0 endrede, 2 uendrede" in igjen.output


def test_json_og_kolonner_som_ikke_er_med_roerer_ingenting(importer):
    poster = {"mottak": [{"nummer": "FUR", "navn": "Furulia mottak", "type": "integreringsmottak"}]}
    svar = importer(json.dumps(poster), hode="", navn="mottak.json")
    assert svar.exit_code == 0 and "Rad 1: endret: type" in svar.output
    assert mottak("FUR")[1:4] == ("integreringsmottak", "00 00 10 00", "post@furulia.example")


def test_proeven_endrer_ingenting_og_sier_det_samme(importer):
    foer = innsyn.dump()
    svar = importer(GRANLY, FURULIA, valg=("--dry-run",))
    assert "Rad 2: ny" in svar.output and "Rad 3: endret: postadresse" in svar.output
    assert "Ingenting er endret." in svar.output and innsyn.dump() == foer


def test_det_mottaket_har_skrevet_selv_blir_staaende_og_forskjellen_sies(importer, som):
    kari, url = som("kari"), "/mottak/informasjon/endring"
    kari.post(url, kari.skjema(kari.get(url), url) | {"telefon": "00 00 10 77"})
    svar = importer(FURULIA.replace("Furulia mottak", "Furulia nye mottak"))
    assert "Rad 2: endret: navn" in svar.output
    assert "Mottaket har selv skrevet noe annet, og det er beholdt: besoeksadresse, postadresse, telefon" in svar.output
    assert mottak("FUR")[:3] == ("Furulia nye mottak", "ordinaert", "00 00 10 77")
    assert "Furulia nye mottak" in ord_i(som("kari").get("/mottak/informasjon"))


def test_type_med_roller_i_bruk_sier_fra(importer):
    svar = importer("FJO;Fjordgløtt integreringsmottak;ordinært;;;;;;")
    assert "2 av brukerne har roller som bare gis ved integreringsmottak" in svar.output
    assert "Aud" not in svar.output


@pytest.mark.parametrize(
    ("linje", "feil"),
    [
        (";Granly;ordinært;;;;;;", "nummer: Dette feltet må fylles ut."),
        ("M-1;Furulia mottak;ordinært;;;;;;", "navn: Et annet mottak har dette navnet."),
        ("M-1;Granly;hotell;;;;;;", "type: Velg et av alternativene."),
        ("M-1;Granly;ordinært;;post;;;;", "epost: "),
        ("M-1;Granly;ordinært;;;;;;31.02.2027", "nedlagt: "),
        (f"M-1;{'x' * 121};ordinært;;;;;;", "navn: Teksten er på 121 tegn"),
        ("M-1;Granly", "celler"),
    ],
)
def test_en_rad_som_ikke_kan_leses_avvises_og_de_andre_tas(importer, linje, feil):
    svar = importer(linje, GRANLY)
    assert svar.exit_code == 1 and "Rad 2: avvist" in svar.output and feil in svar.output
    assert "1 nye" in svar.output and innsyn.antall("mottak") == 4


def test_samme_nummer_eller_navn_to_ganger(importer):
    svar = importer(GRANLY, GRANLY.replace("Granly mottak", "Et annet"), GRANLY.replace("M-900", "M-901"))
    assert "Rad 3: avvist: Nummeret står også på rad 2." in svar.output
    assert "Rad 4: avvist: Navnet står også på rad 2." in svar.output


def test_et_mottak_uten_nummer_faar_det_fra_registeret(importer):
    innsyn.skriv("UPDATE mottak SET nummer = NULL")
    svar = importer(FURULIA.replace("FUR;", "M-7;"))
    assert "Rad 2: endret: nummer" in svar.output and mottak("M-7")[0] == "Furulia mottak"


def test_nedleggelsen_kommer_fra_registeret(importer):
    assert importer(f"{FURULIA}31.01.2027").exit_code == 0
    assert str(mottak("FUR")[-1]) == "2027-01-31"


def test_ett_mottak_uten_fil(app, som):
    def ny(**valg: str):
        sesjon.rollback()
        argumenter = [del_ for navn, verdi in valg.items() for del_ in (f"--{navn}", verdi)]
        return app.test_cli_runner().invoke(args=["mottak", "ny", *argumenter])

    assert ny(nummer="M-900", navn="Granly mottak", type="ordinaert", fellespost="post@granly.example").exit_code == 0
    svar = ny(nummer="M-901", navn="granly  MOTTAK", type="ordinaert", epost="x")
    assert svar.exit_code == 1 and "E-post: " in svar.output
    svar = ny(nummer="M-901", navn="granly  MOTTAK", type="ordinaert")
    assert svar.exit_code == 1 and "Navn: Et annet mottak har dette navnet." in svar.output
    valg = ["--mottak", "M-900", "--navn", "Ola Ny", "--epost", "ola@granly.example"]
    svar = app.test_cli_runner().invoke(args=["bruker", "ny", *valg], input="\n")
    assert svar.exit_code == 0, svar.output
