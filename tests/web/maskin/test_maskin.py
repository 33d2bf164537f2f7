"""The door of the machine interfaces: what a token must be, what a body must be, and that nothing of a login counts."""

import time
from dataclasses import replace

import pytest
from click.testing import CliRunner
from joserfc.jwk import ECKey
from stoette.database import PRODUKSJON
from stoette.kompass import ALLE_OMFANG, INNLOESING, REGISTRERING, Maskin, hoder
from stoette.oidc.falsk import FalskUtsteder

from app import create_app
from app.cli import kommandoer
from app.config import UsikkertOppsett, les_config
from app.web.maskin import maskintoken
from app.web.maskin.maskintoken import DEMO_MOTTAKER, DEMO_UTSTEDER, Noekler, UtstederBorte, demonoekkel, lag_demotoken

KROPP = {"duf_nummer": "202699030305", "kode": "0000-0000-0000"}
KRAV = {"iss": DEMO_UTSTEDER, "aud": DEMO_MOTTAKER, "scope": ALLE_OMFANG}


def token(app, noekkel=None, hode=None, **endret) -> str:
    krav = KRAV | {"exp": int(time.time()) + 60} | endret
    noekkel = noekkel or demonoekkel(app.extensions["mottak_config"])
    hode = {"alg": "ES256", "kid": "demo"} | (hode or {})
    return maskintoken.jwt.encode(hode, {n: v for n, v in krav.items() if v is not None}, noekkel)


def send(app, autorisasjon: str | None, adresse: str = INNLOESING):
    hode = {"Authorization": autorisasjon} if autorisasjon is not None else {}
    return app.test_client().post(adresse, json=KROPP, headers=hode)


UGYLDIGE = {
    "annen utsteder": {"iss": "https://andre.example"},
    "annen mottaker": {"aud": "andre"},
    "utløpt": {"exp": int(time.time()) - 120},
    "uten utløp": {"exp": None},
    "uten utsteder": {"iss": None},
    "uten mottaker": {"aud": None},
    "ikke gyldig ennå": {"nbf": int(time.time()) + 3600},
    "en ID-tokens type": {"hode": {"typ": "id+jwt"}},
    "ukjent nøkkel": {"hode": {"kid": "andre"}},
    "fremmed nøkkel": {"noekkel": ECKey.generate_key("P-256")},
    "utløp som tekst": {"exp": "i morgen"},
}


@pytest.mark.parametrize("hva", UGYLDIGE)
def test_et_token_som_ikke_er_godt(felles_app, hva):
    svar = send(felles_app, f"Bearer {token(felles_app, **UGYLDIGE[hva])}")
    assert svar.status_code == 401 and svar.mimetype == "application/problem+json"
    assert svar.headers["WWW-Authenticate"].startswith("Bearer ")


@pytest.mark.parametrize(
    "autorisasjon", [None, "", "Bearer", "Bearer x", "Bearer a.b.c", "Basic eDp5", "Bearer " + "x" * 5000,
                     "Bearer eyJhbGciOiJub25lIn0.e30.", "Bearer ..", "Bearer é"],
)  # fmt: skip
def test_uten_token(felles_app, autorisasjon):
    assert send(felles_app, autorisasjon).status_code == 401


def test_mottakeren_kan_vaere_en_av_flere(felles_app):
    assert send(felles_app, f"Bearer {token(felles_app, aud=['andre', DEMO_MOTTAKER])}").status_code == 422


@pytest.mark.parametrize(
    "scope", ["kompass:registrering", "", "kompass", "kompass:innloesing2", None, 7, ["kompass:innloesing"]]
)
def test_omfanget_gjelder_ett_grensesnitt(felles_app, scope):
    svar = send(felles_app, f"Bearer {token(felles_app, scope=scope)}")
    assert svar.status_code == 403 and 'scope="kompass:innloesing"' in svar.headers["WWW-Authenticate"]
    assert svar.json["status"] == 403


def test_en_innlogging_teller_ikke(felles_app, felles_som):
    """A user's cookie opens no machine route, and a token opens no page."""
    per = felles_som("per")
    assert per.post(INNLOESING).status_code == 401 and per.post(REGISTRERING).status_code == 401
    assert felles_app.test_client().get("/mottak/kompass", headers=hoder(felles_app)).status_code == 302


@pytest.mark.parametrize(
    ("kropp", "type_", "status"),
    [(b"{", "application/json", 400), (b"", "application/json", 400), (b"\xff\xfe", "application/json", 400),
     (b'{"kode":"a","kode":"b"}', "application/json", 400),
     (b'{"duf_nummer": NaN, "kode": "x"}', "application/json", 400),
     (b"[" * 100_000, "application/json", 400), (b"[]", "application/json", 422), (b"null", "application/json", 422),
     (b'{"kode":"x"}', "application/json", 422), (b'{"kode":"x","duf_nummer":1}', "application/json", 422),
     (b'{"kode":"x","duf_nummer":"1","a":"b"}', "application/json", 422),
     (b'{"kode":"","duf_nummer":"1"}', "application/json", 422),
     (b'{"kode":"' + b"x" * 41 + b'","duf_nummer":"1"}', "application/json", 422),
     (b'{"kode":"\\ud800\\u0000","duf_nummer":"\\udfff","brukeradresse":"\\ud800"}', "application/json", 422),
     (b"x" * 600_000, "application/json", 413), (b"kode=x&duf_nummer=y", "application/x-www-form-urlencoded", 415),
     (b"{}", "text/plain", 415)],
)  # fmt: skip
def test_N6_fiendtlige_kropper(felles_app, kropp, type_, status):
    for adresse in (INNLOESING, REGISTRERING):
        svar = felles_app.test_client().post(adresse, data=kropp, content_type=type_, headers=hoder(felles_app))
        assert svar.status_code == status and svar.json["status"] == status
        assert svar.mimetype == "application/problem+json"


@pytest.mark.parametrize(("metode", "adresse", "status"), [("GET", INNLOESING, 405), ("GET", "/api/finnes-ikke", 404)])
def test_problemer_utenom_rommet(felles_app, metode, adresse, status):
    svar = felles_app.test_client().open(adresse, method=metode)
    assert svar.status_code == status and svar.mimetype == "application/problem+json"


def test_fra_et_annet_nettsted(felles_app):
    """F2: a page elsewhere that has got hold of a token still may not use a browser to send it."""
    hode = hoder(felles_app) | {"Sec-Fetch-Site": "cross-site"}
    assert felles_app.test_client().post(INNLOESING, json=KROPP, headers=hode).status_code == 403


def test_cli_lager_token_bare_i_demo(felles_app):
    kjoer = CliRunner().invoke(kommandoer.api_token, ["--scope", "kompass:innloesing"])
    assert kjoer.exit_code == 0 and send(felles_app, f"Bearer {kjoer.output.strip()}").status_code == 422
    assert (felles_app.extensions["mottak_config"].data / "api.key").stat().st_mode & 0o777 == 0o600
    config = felles_app.extensions["mottak_config"]
    felles_app.extensions["mottak_config"] = replace(config, demo=False)
    try:
        kjoer = CliRunner().invoke(kommandoer.api_token, ["--scope", "x"])
        assert kjoer.exit_code == 1 and "API_ISSUER" in kjoer.output
        assert felles_app.test_client().get("/demo/kompass").status_code == 404
    finally:
        felles_app.extensions["mottak_config"] = config


class TestProduksjon:
    """The issuer's own keys, by its discovery document."""

    @pytest.fixture
    def utsteder(self):
        utsteder = FalskUtsteder()
        yield utsteder
        utsteder.stopp()

    @pytest.fixture
    def config(self, felles_app, utsteder):
        config = felles_app.extensions["mottak_config"]
        return replace(config, demo=False, api_issuer=utsteder.utsteder, api_audience="mottak")

    def krav(self, utsteder, **endret):
        return utsteder.krav("x", scope="kompass:innloesing", **endret)

    def test_utstederens_noekler(self, config, utsteder):
        kontroll = maskintoken.Tokenkontroll(config)
        for _ in range(3):
            assert kontroll.authenticate_token(utsteder.signert(self.krav(utsteder)))["aud"] == "mottak"
        assert utsteder.antall("/jwks") == 1, "hentes én gang"
        forsoek = [
            utsteder.usignert(self.krav(utsteder)),
            utsteder.med_offentlig_som_hemmelighet(self.krav(utsteder)),
            utsteder.signert(self.krav(utsteder), utsteder.fremmed),
            lag_demotoken(replace(config, demo=True), "kompass:innloesing", 60),
        ]
        for falskt in forsoek:
            with pytest.raises(maskintoken.InvalidTokenError):
                kontroll.authenticate_token(falskt)
        assert utsteder.antall("/jwks") == 1, "en ukjent nøkkel henter ikke på nytt med en gang"

    def test_ny_noekkel_hos_utsteder(self, config, utsteder, monkeypatch):
        monkeypatch.setattr("app.web.felles.utsteder.NOEKLER_IGJEN", -1)
        kontroll = maskintoken.Tokenkontroll(config)
        kontroll.authenticate_token(utsteder.signert(self.krav(utsteder)))
        utsteder.noekkel = utsteder.fremmed
        assert kontroll.authenticate_token(utsteder.signert(self.krav(utsteder)))

    @pytest.mark.parametrize("feil", [{"issuer": "https://andre.example"}, {"jwks_uri": "http://127.0.0.1:1/x"}])
    def test_en_utsteder_som_ikke_svarer_rett(self, config, utsteder, feil):
        utsteder.metadata = feil
        with pytest.raises(UtstederBorte):
            Noekler(config).alle()

    def test_borte_er_503_og_uten_utsteder_slipper_ingen_inn(self, config):
        for endret, ventet in (
            ({"api_issuer": "http://127.0.0.1:1"}, 503),
            ({"api_issuer": "", "api_audience": ""}, 401),
        ):
            app = create_app(replace(config, **endret))
            app.config["TRUSTED_HOSTS"] = None
            svar = app.test_client().post(INNLOESING, json=KROPP, headers={"Authorization": "Bearer a.b.c"})
            assert svar.status_code == ventet

    @pytest.mark.parametrize(
        "miljoe", [{"API_ISSUER": "https://a.example"}, {"API_AUDIENCE": "x"},
                   {"API_ISSUER": "http://a", "API_AUDIENCE": "x"},
                   {"KOMPASSKODE_TIMER": "0"}, {"KOMPASSKODE_TIMER": "x"}, {"KOMPASSKODE_TIMER": "337"}],
    )  # fmt: skip
    def test_Q1_oppsett_som_ikke_gaar(self, miljoe, tmp_path):
        grunn = PRODUKSJON | {"MOTTAK_DATA": str(tmp_path)}
        assert les_config(grunn | {"API_ISSUER": "https://a.example", "API_AUDIENCE": "x"}).api_audience == "x"
        with pytest.raises(UsikkertOppsett):
            les_config(grunn | miljoe)


def test_kompass_er_en_fremmed_uten_kake(felles_app):
    svar = Maskin(felles_app).innloes("202699030305", "x")
    assert "Set-Cookie" not in svar.headers and svar.headers["Cache-Control"] == "no-store"
