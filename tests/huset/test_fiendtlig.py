"""Hostile and broken input to the save routes: refused with a 4xx, never a 5xx, and nothing stored changed."""

import gzip
import random

import pytest
from stoette import innsyn
from stoette.klient import Klient
from stoette.lange import ganger
from stoette.skjemaer import i_skjemaet, ny_rad

from app.web.samtale.samtale import rom


@pytest.fixture
def per(felles_app):
    """One browser for the module, without the inspector: these requests are many."""
    klienter = felles_app.extensions.setdefault("uinspiserte", {})
    if "per" not in klienter:
        klienter["per"] = Klient(felles_app, "per", inspisert=False)
    return klienter["per"]


@pytest.fixture
def skjema(felles_app) -> str:
    return innsyn.ider("Yonas Tesfalem").skjema


def raa_post(per: Klient, adresse: str, kropp: bytes, **valg):
    """A body as it is, with the token as htmx would send it in a header."""
    hoder = {"HX-Request": "true", "X-CSRFToken": per.merke, **valg.pop("hoder", {})}
    valg.setdefault("content_type", "application/x-www-form-urlencoded")
    return per.klient.post(adresse, data=kropp, headers=hoder, **valg)


def er_avvist(svar, foer: str) -> bool:
    return 400 <= svar.status_code < 500 and innsyn.dump() == foer


@pytest.mark.begge_lagre
@pytest.mark.parametrize("bytes_", ["%00", "a%00b", "%FF", "%ED%B3%BF", "%C3"])
@pytest.mark.parametrize("sti", ["morsmaal", "arbeidserfaring", "behov_for_tolk", "egen_telefon", "intern_merknad"])
def test_tegn_som_ikke_kan_lagres(per, skjema, sti, bytes_):
    """N3: NUL, and bytes that are no text."""
    foer = innsyn.dump()
    kropp = f"v.{sti}=0&{sti}=abc{bytes_}def".encode()
    svar = raa_post(per, f"{skjema}/svar?felt={sti}", kropp)
    assert svar.status_code in (400, 422) and innsyn.dump() == foer


TALL = ["9" * 30, "-1", "1e9", " 1", "1 ", "１", "abc", "0x1", "1.0", "+1", "1_0", "٣", "\0", "[]", "9" * 10, "1;2"]


@pytest.mark.parametrize("tall", TALL)
@pytest.mark.parametrize("navn", ["v.morsmaal", "sekvens"])
def test_tall_som_ikke_er_tall(per, skjema, navn, tall):
    """N6."""
    foer = innsyn.dump()
    data = {"morsmaal": "tigrinja", "v.morsmaal": "0", "sekvens": "1", "klient": "a"} | {navn: tall}
    assert er_avvist(per.post(f"{skjema}/svar?felt=morsmaal", data, htmx=True), foer)


@pytest.mark.parametrize("klient", ["x" * 37, "a b", "<b>", "æ", "\0", "a;b", "'"])
def test_klienten_er_et_kort_navn(per, skjema, klient):
    foer = innsyn.dump()
    assert er_avvist(per.lagre(skjema, "morsmaal", "tigrinja", 0, klient, 1), foer)


@pytest.mark.parametrize("behold", ["morsmaal:abc", "morsmaal:", "morsmaal:-1", "morsmaal:" + "9" * 30, "morsmaal:１"])
def test_behold_uten_versjon(per, skjema, behold):
    foer = innsyn.dump()
    data = {"morsmaal": "x", "v.morsmaal": "0", "behold": behold}
    assert er_avvist(per.post(f"{skjema}/svar?felt=morsmaal", data, htmx=True), foer)


@pytest.mark.parametrize(
    "kropp",
    [
        "v.morsmaal=0&morsmaal=a&morsmaal=b",
        "v.morsmaal=0&v.morsmaal=1&morsmaal=a",
        "v.behov_for_tolk=0&behov_for_tolk=ja&behov_for_tolk=nei",
        "v.morsmaal=0&morsmaal[]=a",
        "v.morsmaal=0&morsmaal[0]=a",
        "v.morsmaal=0",
        "v.morsmaal[]=0&morsmaal=a",
        "",
    ],
)
def test_gjentatte_og_manglende_verdier(per, skjema, kropp):
    """N6, 15.3.7: what is not one value for the field is not guessed at, and never answered with «Lagret»."""
    sti = "behov_for_tolk" if "behov" in kropp else "morsmaal"
    foer = innsyn.dump()
    svar = raa_post(per, f"{skjema}/svar?felt={sti}", kropp.encode())
    assert er_avvist(svar, foer) and "Lagret kl." not in svar.text


GOD = b"v.morsmaal=0&morsmaal=a"


@pytest.mark.parametrize(
    ("kropp", "innhold", "hoder"),
    [
        (b'{"morsmaal": "a", "v.morsmaal": "0"}', "application/json", {}),
        (GOD, "text/plain", {}),
        (GOD, "application/xml", {}),
        (gzip.compress(GOD, mtime=0), "application/x-www-form-urlencoded", {"Content-Encoding": "gzip"}),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x", {}),
        (b"\xff\xfe" + GOD, "application/x-www-form-urlencoded; charset=utf-16", {}),
    ],
    ids=["json", "tekst", "xml", "gzip", "halv-multipart", "utf-16"],
)
def test_feil_slags_innhold(per, skjema, kropp, innhold, hoder):
    """A body that the server does not read is never answered with «Lagret»."""
    foer = innsyn.dump()
    svar = raa_post(per, f"{skjema}/svar?felt=morsmaal", kropp, content_type=innhold, hoder=hoder)
    assert er_avvist(svar, foer) and "Lagret kl." not in svar.text


DEL = b'--x\r\nContent-Disposition: form-data; name="v.morsmaal"\r\n\r\n0\r\n'


@pytest.mark.parametrize(
    ("del_", "status"),
    [
        (b'name="morsmaal"\r\n\r\ntigrinja', 200),
        (b'name="morsmaal"\r\n\r\n100%FF & \xe1\x88\x80', 200),
        (b'name="morsmaal"\r\n\r\n\xff', 422),
        (b'name="morsmaal"\r\n\r\n\xed\xa0\x80', 422),
        (b'name="morsmaal"\r\n\r\na\x00b', 422),
        (b'name="\xff"\r\n\r\n1', 422),
        (b'name="a\r\nb"\r\n\r\n1', 400),
        (b'name="\\"\r\n\r\n1', 400),
        (b"\r\n\r\n1", 400),
        (b'name="morsmaal"; filename="../../x.exe"\r\n\r\nMZ', 400),
        (b'name="bilde"; filename=""\r\n\r\n', 400),
    ],
    ids=str,
)
def test_N3_et_skjema_i_deler_er_ogsaa_bare_tekst(felles_som, del_, status):
    """As a script sends it: no bytes that are no text, no field without a name, no file."""
    per, rami = felles_som("per"), innsyn.ider("Rami Khaldoun")
    foer, versjon = innsyn.dump(), innsyn.svarene(rami.beboer).get("morsmaal", ("", 0))[1]
    kropp = (
        DEL.replace(b"\n0", b"\n%d" % versjon) + b"--x\r\nContent-Disposition: form-data; " + del_ + b"\r\n--x--\r\n"
    )
    innhold = "multipart/form-data; boundary=x"
    svar = raa_post(per, f"{rami.skjema}/svar?felt=morsmaal", kropp, content_type=innhold)
    assert svar.status_code == status and (innsyn.dump() == foer) == (status != 200)


@pytest.mark.parametrize("adresse", ["svar?felt=morsmaal", "svar?seksjon=kompetanse", "rader?liste=behandler"])
def test_for_stort(per, skjema, adresse):
    """N5: a megabyte is refused before it is read."""
    foer = innsyn.dump()
    svar = per.post(f"{skjema}/{adresse}", {"morsmaal": "x" * 1_100_000, "v.morsmaal": "0"}, htmx=True)
    assert svar.status_code == 413 and innsyn.dump() == foer


def test_mange_deler(per, skjema):
    foer = innsyn.dump()
    delene = "".join(f'--x\r\nContent-Disposition: form-data; name="a{n}"\r\n\r\n1\r\n' for n in range(2000))
    svar = raa_post(
        per, f"{skjema}/svar?felt=morsmaal", f"{delene}--x--".encode(), content_type="multipart/form-data; boundary=x"
    )
    assert svar.status_code == 413 and innsyn.dump() == foer
    mange = "&".join(f"felt{n}=1" for n in range(10_000)).encode()
    assert raa_post(per, f"{skjema}/svar?seksjon=kompetanse", mange).status_code < 500
    assert innsyn.dump() == foer


def test_et_fullt_skjema_er_ikke_for_stort(app, som):
    """The longest answers that the fields allow, in letters of three bytes, can be saved without JavaScript."""
    per, yonas = som("per"), innsyn.ider("Yonas Tesfalem")
    data = i_skjemaet(per, yonas.skjema, "kompetanse")
    fulle = {sti: "ት" * 4000 for sti in data if f"v.{sti}" in data}
    svar = per.post(f"{yonas.skjema}/svar?seksjon=kompetanse", data | fulle)
    assert len(fulle) == 8 and svar.status_code == 303
    assert {sti: v for sti, (v, _) in innsyn.svarene(yonas.beboer).items()} == fulle


@pytest.mark.begge_lagre
@pytest.mark.parametrize(
    "tekst",
    [
        "👩‍👩‍👧‍👦🏳️‍🌈", "אבג \u202eabc\u202c", "مرحبا بالعالم", "ትግርኛ ኣማርኛ", "ภาษาไทย", "e\u0301 é", "Å A\u030a", "𝔸𐍈",
        "a\u200bb\u00adc", "linje\nlinje\n\nlinje", "a\u2028b\u2029c", "ﬁ①", "<b>&amp;</b>", "a\tb",
    ],
)  # fmt: skip
def test_alle_tegn_kommer_tilbake_som_de_var(felles_som, tekst):
    """N2: every script, byte for byte."""
    per, rami = felles_som("per"), innsyn.ider("Rami Khaldoun")
    versjon = innsyn.svarene(rami.beboer).get("interesser", ("", 0))[1]
    assert per.lagre(rami.skjema, "interesser", tekst, versjon).status_code == 200
    assert innsyn.svarene(rami.beboer)["interesser"][0] == tekst.strip()
    igjen = i_skjemaet(felles_som("mari"), rami.skjema, "kompetanse")["interesser"]
    assert [t.replace("\r\n", "\n") for t in igjen] == [tekst.strip()]


@pytest.mark.begge_lagre
@pytest.mark.parametrize(("tegn", "lengde"), [("x", 4000), ("æ", 4000), ("🌲", 4000)])
def test_lengden_telles_i_tegn(felles_som, tegn, lengde):
    per, lina = felles_som("per"), innsyn.ider("Lina Khaldoun")
    versjon = innsyn.svarene(lina.beboer).get("oensker", ("", 0))[1]
    assert per.lagre(lina.skjema, "oensker", tegn * lengde, versjon).status_code == 200
    for_lang = per.lagre(lina.skjema, "oensker", tegn * (lengde + 1), versjon + 1)
    assert for_lang.status_code == 422 and str(lengde) in for_lang.text and str(lengde + 1) in for_lang.text
    assert innsyn.svarene(lina.beboer)["oensker"] == (tegn * lengde, versjon + 1)


PAAFUNN = [
    "\0",
    "\x1b",
    "9" * 400,
    "-1",
    "', '",
    "{{7*7}}",
    "%s%n",
    "../..",
    "\u202e",
    "æ" * 5000,
    "[]",
    "null",
    "1e308",
    ".",
    ":",
]


@ganger("antall", 100, 1000)
def test_tilfeldige_forespoersler_gir_aldri_en_serverfeil(per, skjema, antall):
    """N1: hundreds of mixtures of strange names and values on every route that writes."""
    terning = random.Random(2026)
    rad = ny_rad(per, skjema, "tilknytning")
    navn = [
        "morsmaal",
        "v.morsmaal",
        "klient",
        "sekvens",
        "behold",
        f"tilknytning.{rad}.navn",
        f"v.tilknytning.{rad}.navn",
        "lest",
        "soeketekst",
    ]
    stier = ["morsmaal", f"tilknytning.{rad}.kommune", "behov_for_tolk", f"tilknytning.{rad}", *PAAFUNN]
    samtale = skjema.split("/beboere/")[0]
    ruter = ["svar?felt={}", "svar?seksjon={}", "rader?liste={}", "rader/sletting?rad={}"]
    assert (
        len(ruter)
        >= sum("POST" in r.methods for r in per.app.url_map.iter_rules() if r.endpoint.startswith(rom.name)) - 2
    )
    for _ in range(antall):
        adresse = f"{skjema}/{terning.choice(ruter).format(terning.choice(stier))}"
        adresse = terning.choice([adresse] * 6 + [f"{samtale}/ferdigstilling", "/mottak/beboere/soek"])
        data = {terning.choice(navn): terning.choice([*PAAFUNN, "0", "tigrinja"]) for _ in range(terning.randrange(6))}
        svar = per.post(adresse, data, htmx=terning.random() < 0.5)
        assert svar.status_code < 500, (adresse, data)
