"""How the mail server is configured, and that nothing leaves this machine unencrypted or to a false certificate."""

import ssl
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from stoette import smtp

from app import posttjener
from app.config import Smtp, UsikkertOppsett, les_config
from app.posttjener import IkkeSvar, UgyldigAdresse, Ukryptert, Utsatt

Miljoe = Callable[..., dict[str, str]]
BREV = posttjener.lag(
    fra="fra@imdinett.example", til="til@mottak.example", emne="E", tekst="T", spraak="nb", noekkel="0"
)


@pytest.fixture
def miljoe(tmp_path: Path) -> Miljoe:
    return lambda **annet: {"MOTTAK_ENV": "demo", "MOTTAK_DATA": str(tmp_path), **annet}


@pytest.mark.parametrize(
    ("url", "smtp_", "starttls"),
    [
        ("smtp://post.example", Smtp("post.example", 587, False), True),
        ("smtp://127.0.0.1:25", Smtp("127.0.0.1", 25, False), False),
        ("smtps://ola%40x:p%2Fw@post.example:4650", Smtp("post.example", 4650, True, "ola@x", "p/w"), False),
        ("smtps://post.example", Smtp("post.example", 465, True), False),
    ],
)
def test_smtp_url(miljoe: Miljoe, url: str, smtp_: Smtp, starttls: bool) -> None:
    lest = les_config(miljoe(SMTP_URL=url)).smtp
    assert lest == smtp_ and lest.starttls is starttls
    assert "p/w" not in repr(lest)


@pytest.mark.parametrize(
    "annet",
    [
        {"SMTP_URL": "http://post.example"},
        {"SMTP_URL": "smtp://"},
        {"SMTP_URL": "smtp://post.example:port"},
        {"SMTP_URL": "smtp://post.example?starttls=no"},
        {"MAIL_FROM": "IMDi <post@imdi.example>"},
        {"IMDI_MAIL": "a@b.example\nBcc: c@d.example"},
    ],
)
def test_feil_oppsett_stopper_starten(miljoe: Miljoe, annet: dict[str, str]) -> None:
    with pytest.raises(UsikkertOppsett):
        les_config(miljoe(**annet))


@pytest.mark.parametrize(
    "til",
    [
        "", "a", "a@", "@b", "a@b\nBcc: c@d.example", "a@b.example, c@d.example", "<a@b.example>", "a b@c.example",
        "a@b.example\r\nX: y", "å@b.example", "a@" + "x" * 70 + ".example",
    ],
)  # fmt: skip
def test_en_adresse_kan_ikke_bli_til_noe_annet(til: str) -> None:
    """M5: nothing that is typed as an address reaches the headers or another receiver."""
    with pytest.raises(UgyldigAdresse):
        posttjener.lag(fra="a@b.example", til=til, emne="E", tekst="T", spraak="nb", noekkel="0")


def test_et_norsk_domenenavn_gaar(tmp_path: Path) -> None:
    brev = posttjener.lag(fra="a@b.example", til="post@blåbær.example", emne="E", tekst="T", spraak="nb", noekkel="0")
    assert str(brev["To"]) == "post@xn--blbr-roah.example"


def test_et_tysk_domenenavn_er_sitt_eget(tmp_path: Path) -> None:
    """By the older rules ß became ss: another domain, with another's mail."""
    brev = posttjener.lag(fra="a@b.example", til="post@faß.de", emne="E", tekst="T", spraak="nb", noekkel="0")
    assert str(brev["To"]) == "post@xn--fa-hia.de"


@pytest.fixture(scope="module")
def sertifikat(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, ssl.SSLContext]:
    """A certificate for this machine that signs itself, and the server's side of it."""
    noekkel, navn = (
        ec.generate_private_key(ec.SECP256R1()),
        x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "post")]),
    )
    naa = datetime.now(UTC)
    bevis = (
        x509.CertificateBuilder(navn, navn, noekkel.public_key(), x509.random_serial_number(), naa, naa + timedelta(1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(noekkel, hashes.SHA256())
    )
    fil = tmp_path_factory.mktemp("tls") / "post.pem"
    pem = serialization.Encoding.PEM
    hemmelig = noekkel.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    fil.write_bytes(hemmelig + bevis.public_bytes(pem))
    tjener = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    tjener.load_cert_chain(fil)
    return fil, tjener


@pytest.mark.parametrize("slag", ["ssl_context", "tls_context"])
def test_M1_et_sertifikat_ingen_gaar_god_for(
    sertifikat: tuple[Path, ssl.SSLContext], monkeypatch: pytest.MonkeyPatch, slag: str
) -> None:
    """smtps, and STARTTLS: sent where the certificate is trusted, held back where it is not."""
    fil, tjener = sertifikat
    monkeypatch.setattr(Smtp, "starttls", slag == "tls_context")
    with smtp.posthus(**{slag: tjener}) as huset:
        oppsett = Smtp("127.0.0.1", huset.port, tls=slag == "ssl_context")
        with pytest.raises(Ukryptert):
            posttjener.send(oppsett, BREV)
        assert huset.brev == []
        monkeypatch.setenv("SSL_CERT_FILE", str(fil))
        posttjener.send(oppsett, BREV)
        assert len(huset.brev) == 1


def test_M1_uten_starttls_gaar_ingenting_ut_av_maskinen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Smtp, "starttls", True)
    with smtp.posthus() as huset:
        with pytest.raises(Ukryptert):
            posttjener.send(Smtp("127.0.0.1", huset.port, tls=False), BREV)
        assert huset.brev == []


def test_M1_feil_passord_er_ikke_mottakerens_skyld() -> None:
    """It is tried again: a password that has run out must not make an end of every notice."""
    with smtp.posthus() as huset, pytest.raises((Utsatt, Ukryptert, IkkeSvar)):
        posttjener.send(replace(Smtp("127.0.0.1", huset.port, tls=False), bruker="a", passord="b"), BREV)


@pytest.mark.parametrize(
    ("maskin", "hilser"),
    [("app1.mottak.example", "app1.mottak.example"), ("app1", "imdinett.example"), ("æ.no", "imdinett.example")],
)
def test_vi_hilser_med_maskinens_navn_naar_det_er_fullt(
    monkeypatch: pytest.MonkeyPatch, maskin: str, hilser: str
) -> None:
    """Servers turn away those who say «localhost» or half a name; and the DNS, which may be silent, is not asked."""
    monkeypatch.setattr("socket.gethostname", lambda: maskin)
    monkeypatch.setattr("socket.getfqdn", lambda *_: pytest.fail("DNS"))
    with smtp.posthus() as huset:
        posttjener.send(Smtp("127.0.0.1", huset.port, tls=False), BREV)
    assert huset.hilst == [hilser]
