"""What production asks of its configuration before it starts, and the numbers that people are known by."""

import json
from pathlib import Path

import pytest
from joserfc.jwk import ECKey, OctKey, RSAKey
from stoette import innsyn
from stoette.database import PRODUKSJON
from stoette.klient import EPOST
from stoette.oidc.besoek import PID, oidc_app

from app.config import Config, UsikkertOppsett, les_config
from app.db import arbeid, sesjon
from app.domain.brukere import identitet, personnummer
from app.domain.tilgang import innlogging
from app.domain.tilgang.bruker import Bruker
from app.domain.unntak import Ugyldig
from app.domain.vern import fingeravtrykk

BARE_SQLITE = pytest.mark.parametrize("merke", ["sqlite"], indirect=True)


def les(tmp_path: Path, **endret: str | None) -> Config:
    miljoe = PRODUKSJON | {"MOTTAK_DATA": str(tmp_path)} | endret
    return les_config({navn: verdi for navn, verdi in miljoe.items() if verdi is not None})


def test_produksjon_med_alt_paa_plass(tmp_path):
    config = les(tmp_path, OIDC_ACR="a b", INNLOGGING_MINUTTER="15", INNLOGGING_TIMER="2")
    assert config.oidc and config.oidc.acr == ("a", "b") == config.oidc.ask_acr
    assert config.oidc.subject_claim == "pid" and config.oidc.scope == "openid profile"
    assert (config.idle.seconds, config.absolutt.seconds) == (900, 7200)
    assert config.fingeravtrykk_key not in (config.secret_key, "")
    assert "hemmelig" not in repr(config.oidc)


@pytest.mark.parametrize(
    ("endret", "sier"),
    [
        ({"OIDC_ISSUER": None}, "OIDC_ISSUER"),
        ({"OIDC_ISSUER": "http://idporten.example"}, "https://"),
        ({"OIDC_CLIENT_ID": None}, "OIDC_CLIENT_ID"),
        ({"OIDC_CLIENT_SECRET": None}, "OIDC_PRIVATE_KEY"),
        ({"OIDC_PRIVATE_KEY": "begge"}, "enten"),
        ({"OIDC_ACR": " "}, "OIDC_ACR"),
        ({"OIDC_SUBJECT_CLAIM": "email"}, "OIDC_SUBJECT_CLAIM"),
        ({"SMTP_URL": None}, "SMTP_URL"),
        ({"MAIL_FROM": None}, "MAIL_FROM"),
        ({"IMDI_MAIL": None}, "IMDI_MAIL"),
        ({"IDENTITET_KEY": "kort"}, "IDENTITET_KEY"),
        ({"INNLOGGING_MINUTTER": "0"}, "INNLOGGING_MINUTTER"),
        ({"INNLOGGING_MINUTTER": "en"}, "hele tall"),
        ({"INNLOGGING_TIMER": "48"}, "INNLOGGING_TIMER"),
    ],
)
def test_E14_produksjon_starter_ikke_uten_sikker_innlogging(tmp_path, endret, sier):
    with pytest.raises(UsikkertOppsett, match=sier):
        les(tmp_path, **endret)


def test_E14_demo_starter_ikke_med_utsteder(tmp_path):
    with pytest.raises(UsikkertOppsett, match="OIDC_ISSUER"):
        les(tmp_path, MOTTAK_ENV="demo")


@BARE_SQLITE
@pytest.mark.parametrize("claim", ["pid", "bp_nnin_sub", "bp_id_sub", "sub"])
def test_hver_utsteder_er_bare_oppsett(tmp_path, url, claim):
    with oidc_app(url, tmp_path, "https://test.idporten.no", "https://mottak.example", subject_claim=claim) as app:
        klient = app.test_client()
        side = klient.get("/logg-inn", base_url="https://mottak.example")
        assert "Logg inn med ID-porten" in side.text
        assert klient.post("/logg-inn/demo", base_url="https://mottak.example").status_code in (302, 403)
        assert "__Host-mottak=" in side.headers.get("Set-Cookie", "__Host-mottak=")


@BARE_SQLITE
@pytest.mark.parametrize("slag", ["rsa", "ec", "jwk", "hemmelig", "tull"])
def test_privat_noekkel_leses_ved_oppstart(tmp_path, url, slag):
    noekler = {
        "rsa": lambda: RSAKey.generate_key(2048).as_pem(private=True).decode(),
        "ec": lambda: ECKey.generate_key("P-256").as_pem(private=True).decode(),
        "jwk": lambda: json.dumps(RSAKey.generate_key(2048, auto_kid=True).as_dict(private=True)),
        "hemmelig": lambda: json.dumps(OctKey.generate_key(256).as_dict(private=True)),
        "tull": lambda: "tull",
    }

    def start() -> None:
        with oidc_app(url, tmp_path, "https://idporten.no", "https://mottak.example", private_key=noekler[slag]()):
            pass

    if slag in ("hemmelig", "tull"):
        with pytest.raises(UsikkertOppsett, match="OIDC_PRIVATE_KEY"):
            start()
    else:
        start()


# --- The numbers ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("nummer", [*PID.values(), "47906701517", "12829499914"])
def test_syntetiske_numre_bare_der_de_godtas(nummer):
    assert personnummer.les_personnummer(f" {nummer[:6]} {nummer[6:]}\u00a0", testnummer=True) == nummer.replace(
        " ", ""
    )
    with pytest.raises(Ugyldig):
        personnummer.les_personnummer(nummer, testnummer=False)


@pytest.mark.parametrize("nummer", ["01016050012", "41016050006"])
def test_foedselsnummer_og_d_nummer(nummer):
    """Of people born in 1860, whom no register of numbers ever knew."""
    assert personnummer.les_personnummer(nummer, testnummer=False) == nummer


@pytest.mark.parametrize(
    "nummer",
    ["", "1", "0489854976", "048985497690", "04898549760", "04898549768", "34898549769", "04998549769", "0489854976x",
     "٠٤٨٩٨٥٤٩٧٦٩", "00000000000"],
)  # fmt: skip
def test_det_som_ikke_er_et_nummer(nummer):
    with pytest.raises(Ugyldig):
        personnummer.les_personnummer(nummer, testnummer=True)


def test_ett_galt_siffer_eller_to_ombyttede_slippes_ikke_gjennom():
    riktig = PID["per"]
    for plass in range(11):
        for siffer in "0123456789".replace(riktig[plass], ""):
            with pytest.raises(Ugyldig):
                personnummer.les_personnummer(riktig[:plass] + siffer + riktig[plass + 1 :], testnummer=True)


# --- Who is who ----------------------------------------------------------------------------------------


def _bruker(hvem: str) -> Bruker:
    return sesjon.query(Bruker).filter_by(epost=EPOST[hvem]).one()


def _registrer(hvem: str, nummer: str) -> None:
    with arbeid(skriver=True):
        identitet.registrer_nummer(_bruker(hvem), nummer, None)


def test_registrer_og_bytt(app):
    _registrer("per", PID["per"])
    _registrer("per", PID["per"])
    assert innsyn.antall("hendelse", handling="identitet_registrert") == 1
    with arbeid(skriver=True):
        innlogging.logg_inn(_bruker("per"))
    _registrer("per", PID["mari"])
    assert innsyn.antall("innlogging") == 0, "the sessions of whoever it was have ended"
    with arbeid(skriver=False):
        assert identitet.finn_bruker(PID["per"]) is None
        funnet = identitet.finn_bruker(PID["mari"])
        assert funnet and funnet.navn == "Per Lia"
        assert identitet.registrering(_bruker("per").id) and not identitet.registrering(_bruker("mari").id)
    assert innsyn.antall("identitet") == 1


def test_en_person_er_bare_en_bruker_og_ingen_faar_vite_hvilken(app):
    _registrer("per", PID["per"])
    with pytest.raises(Ugyldig) as feil:
        _registrer("kari", PID["per"])
    assert "Per" not in feil.value.melding
    assert innsyn.antall("identitet") == 1


def test_avtrykket_er_et_annet_med_en_annen_noekkel(app):
    foer = fingeravtrykk.fingeravtrykk("identitet", "a", PID["per"])
    assert fingeravtrykk.fingeravtrykk("identitet", "aa", PID["per"]) != foer
    assert fingeravtrykk.fingeravtrykk("sid", "a", PID["per"]) != foer
    gammel = app.extensions["mottak_config"].fingeravtrykk_key
    try:
        fingeravtrykk.bruk_noekkel("en annen")
        assert fingeravtrykk.fingeravtrykk("identitet", "a", PID["per"]) != foer
    finally:
        fingeravtrykk.bruk_noekkel(gammel)
