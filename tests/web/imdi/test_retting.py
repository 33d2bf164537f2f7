"""Rectification after completion: IMDi only, with a reason, beside the original, which never changes (S83, F44)."""

import pytest
import sqlalchemy as sa
from stoette import innsyn
from stoette.sider import ord_i

from app.domain.kartlegging.kartlegging import KARTLEGGING

pytestmark = pytest.mark.begge_lagre

MERKNAD, NY = "Ønsker å bo nær kollektivtransport.", "Ønsker å bo nær skole <i>og</i> buss."


@pytest.fixture
def hassan(app) -> innsyn.Ider:
    return innsyn.ider(innsyn.en("SELECT fornavn || ' ' || etternavn FROM beboer WHERE bosetting = 'fordelingsklar'"))


def url(ider, felt="bosettingsmerknad") -> str:
    return f"/fordelingsklare/{ider.samtale}/beboere/{ider.beboer}/retting?felt={felt}"


def rett(klient, ider, tekst=NY, **data):
    return klient.post(url(ider), {"bosettingsmerknad": tekst, "grunn": "Mottaket ringte.", "nummer": "0"} | data)


def frosset() -> str:
    return "\n".join(rad for rad in innsyn.dump().splitlines() if rad.startswith(("svar", "bosettingssamtale")))


def test_rettingen_viser_hvem_hvorfor_fra_og_til(app, som, hassan):
    siri, foer = som("siri"), frosset()
    skjema = siri.skjema(siri.get(url(hassan)), "felt=bosettingsmerknad")
    assert skjema["bosettingsmerknad"] == [MERKNAD] and skjema["nummer"] == ["0"]
    assert rett(siri, hassan).status_code == 303
    side = siri.get(f"/fordelingsklare/{hassan.samtale}")
    ordene = ord_i(side.text)
    assert f"fra «{MERKNAD}» til «Ønsker å bo nær skole &lt;i&gt;og&lt;/i&gt; buss.»" in ordene
    assert "Retting 1" in ordene and "av Siri IMDi-Saksen" in ordene and "Grunn: Mottaket ringte." in ordene
    assert "1 retting siden" in ordene
    assert f"Skjemaversjon {KARTLEGGING.versjon}, retting 1." in ordene, "utskriften sier hvilken den er"
    assert frosset() == foer and MERKNAD in som("per").get(hassan.skjema).text
    assert rett(siri, hassan, "Igjen", nummer="1").status_code == 303
    (andre,) = innsyn.les("SELECT fra, til, rettet_av_id FROM retting WHERE nummer = 2")
    assert "skole" in str(andre.fra) and "Igjen" in str(andre.til) and andre.rettet_av_id == siri.id
    logg = innsyn.les("SELECT felt, detalj FROM hendelse WHERE handling = 'svar_rettet'")
    assert [tuple(rad) for rad in logg] == [("bosettingsmerknad", None)] * 2


@pytest.mark.parametrize(
    ("data", "setning"),
    [
        ({"grunn": " "}, "må fylles ut"),
        ({"grunn": "x" * 1001}, "Kort den ned"),
        ({"bosettingsmerknad": MERKNAD}, "det samme som før"),
        ({"bosettingsmerknad": "DUF 202499011105"}, "DUF-nummer"),
        ({"nummer": "1"}, "En kollega har rettet"),
    ],
)
def test_det_som_ikke_kan_rettes(app, som, hassan, data, setning):
    siri, foer = som("siri"), innsyn.dump()
    svar = rett(siri, hassan, **data)
    assert svar.status_code == 422 and setning in svar.text and innsyn.dump() == foer
    assert data.get("bosettingsmerknad", NY).split()[0] in svar.text, "det skrevne står igjen"


def test_paakrevde_svar_og_den_interne_merknaden(app, som, hassan):
    siri, foer = som("siri"), innsyn.dump()
    for nummer in ("tull", "", "-1", "1" * 40):
        assert rett(siri, hassan, nummer=nummer).status_code == 422
    svar = siri.post(url(hassan, "morsmaal"), {"morsmaal": "", "grunn": "x", "nummer": "0"})
    assert svar.status_code == 422 and "må fylles ut" in svar.text
    for felt in ("intern_merknad", "finnes_ikke", "tilknytning.x.navn", ""):
        assert siri.get(url(hassan, felt)).status_code == 404
        assert siri.post(url(hassan, felt), {felt: "x", "grunn": "x"}).status_code == 404
    assert innsyn.dump() == foer


def test_en_rad_i_en_liste_kan_rettes(app, som):
    siri = som("siri")
    p9 = innsyn.ider(innsyn.en("SELECT fornavn || ' ' || etternavn FROM beboer WHERE bosetting = 'soekt_ut'"))
    sti = next(sti for sti in innsyn.svarene(p9.beboer) if sti.endswith(".kommune"))
    data = siri.skjema(siri.get(url(p9, sti)), f"felt={sti}")
    assert siri.post(url(p9, sti), data | {"kommune": "Bergen", "grunn": "Flyttet"}).status_code == 303
    assert "fra «Oslo» til «Bergen»" in ord_i(siri.get(f"/fordelingsklare/{p9.samtale}").text)


def test_bare_imdi_retter_og_bare_ferdigstilte(app, som, hassan):
    for bruker in ("per", "kari", "hamid", "tuva"):
        assert rett(som(bruker), hassan).status_code == 403
    assert rett(som("siri"), innsyn.ider("Yonas Tesfalem")).status_code == 404
    assert innsyn.antall("retting") == 0


def test_databasen_nekter_aa_endre_en_retting(app, som, hassan):
    """P2."""
    assert rett(som("siri"), hassan).status_code == 303
    for setning in ("UPDATE retting SET grunn = 'x'", "DELETE FROM retting"):
        with pytest.raises(sa.exc.DBAPIError):
            innsyn.skriv(setning)
