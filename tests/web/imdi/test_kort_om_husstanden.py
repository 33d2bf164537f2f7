"""IMDi's page that helps to decide: its head, what is folded, the list's columns, and who else is tied to a kommune."""

import re
from collections.abc import Mapping

import pytest
from stoette import gjoer, innsyn
from stoette.gjoer import FAMILIEN
from stoette.klient import Klient
from stoette.registeret import importer, rad
from stoette.sider import ord_i, tre

from app.domain.bosetting import tilknyttede

pytestmark = pytest.mark.begge_lagre

RAMI, LINA, JAD, NOOR = FAMILIEN
SOESTER = {
    "navn": "Anna Berg", "relasjon": "soesken", "kommune": "Bergen", "telefon": "22 22 22 22", "oensker_naer": "ja",
}  # fmt: skip
ARK: Mapping[str, gjoer.Svarark] = {
    RAMI: {
        "har_tilknytning": "ja",
        "tilknytning": [SOESTER, SOESTER | {"navn": "Ola Berg", "kommune": "Alna (bydel i Oslo)"}],
        "arbeidserfaring": "Elektriker i Homs i tolv år.",
        "intern_merknad": "Skal ikke til Bodø.",
    },
    LINA: {
        "har_behov": "ja", "samtykke": "ja", "samtykke_dato": "01.11.2026", "kategorier": ["psykisk_helse"],
        "beskrivelse": "Trenger ro.",
    },
}  # fmt: skip


@pytest.fixture
def familien(app, som) -> innsyn.Ider:
    """Completed: tilknytning to two places, and health information about the mother."""
    gjoer.fyll_ut(som("per"), *FAMILIEN, ark=ARK)
    rami = innsyn.ider(RAMI)
    assert gjoer.ferdigstill(som("per"), rami.samtale).status_code == 303
    return rami


def hodet(klient: Klient, ider: innsyn.Ider) -> dict[str, str]:
    """The facts of the household, and each member's line, by name."""
    (kort,) = tre(klient.get(f"/fordelingsklare/{ider.samtale}")).xpath('//section[@aria-labelledby="t-kort"]')
    fakta = {_ord(div[0]): _ord(div[1]) for div in kort.xpath('.//dl[@class="fakta"]/div')}
    return fakta | {_ord(tr[0].xpath(".//a")[0]): " | ".join(map(_ord, tr)) for tr in kort.xpath(".//tbody/tr")}


def _ord(element) -> str:
    return " ".join(element.text_content().split())


def linjen(klient: Klient, adresse: str, tittel: str) -> str:
    """The row of a household in the list; empty where it is not there."""
    rader = [ord_i(r) for r in klient.get(adresse).text.split("<tbody>")[1:]]
    return next((r.partition("</tbody>")[0] for r in rader if r.startswith(tittel)), "")


def rett(klient: Klient, ider: innsyn.Ider, sti: str, verdi: str) -> None:
    adresse = f"/fordelingsklare/{ider.samtale}/beboere/{ider.beboer}/retting?felt={sti}"
    skjema = klient.skjema(klient.get(adresse), f"felt={sti}")
    felt = sti.rpartition(".")[2]
    svar = klient.post(adresse, skjema | {felt: verdi, "grunn": "Mottaket ringte."})
    assert svar.status_code == 303


def kommunene(rami: innsyn.Ider) -> list[str]:
    """The paths of the kommune in his rows, in their order."""
    svar = innsyn.svarene(rami.beboer)
    rader = sorted((verdi, sti) for sti, (verdi, _) in svar.items() if re.fullmatch(r"tilknytning\.[^.]+", sti))
    return [f"{sti}.kommune" for _, sti in rader]


def test_hodet_sier_det_samme_som_svarene_ogsaa_naar_de_er_rettet(som, familien):
    siri = som("siri")
    hode = hodet(siri, familien)
    assert hode["Personer"] == "4 personer, herav 2 barn" and hode["Ventet"].startswith("0 dager")
    assert hode["Tilrettelegging"] == "Ja" and hode["Intern merknad"] == "1" and hode["Rettet"] == "Nei"
    assert "Bergen" in hode["Tilknytning"] and "Alna (bydel i Oslo)" in hode["Tilknytning"]
    assert " år, far | Bergen, Alna (bydel i Oslo) | Nei | Elektriker i Homs i tolv år. | Ja" in hode[RAMI]
    assert hode[LINA].endswith("mor | Ingen | Ja | – | Nei") and hode[NOOR].endswith("barn | Ingen | Nei | – | Nei")
    bergen, _ = kommunene(familien)
    rett(siri, familien, bergen, "Tromsø")
    rett(siri, familien, "arbeidserfaring", "Rørlegger.")
    rett(siri, innsyn.ider(LINA), "har_behov", "nei")
    hode = hodet(siri, familien)
    assert "| Tromsø, Alna (bydel i Oslo) | Nei | Rørlegger. |" in hode[RAMI] and "Bergen" not in hode["Tilknytning"]
    assert hode["Tilrettelegging"] == "Nei" and hode["Rettet"].startswith("3 rettinger sist ")
    assert "Tromsø, Alna (bydel i Oslo)" in linjen(siri, "/fordelingsklare", "Familien Khaldoun")
    rett(siri, familien, "har_tilknytning", "nei")
    assert hodet(siri, familien)["Tilknytning"] == "Ingen" == hodet(siri, familien)[RAMI].split(" | ")[1]


def test_listen_sier_hvor_mange_hvor_og_om_noe_maa_tilrettelegges_men_ikke_hva(som, familien):
    siri = som("siri")
    linje = linjen(siri, "/fordelingsklare", "Familien Khaldoun")
    assert "4 personer, herav 2 barn" in linje
    assert "Tilrettelegging: ja" in linje and "Bergen, Alna (bydel i Oslo)" in linje
    assert "psykisk" not in siri.get("/fordelingsklare").text, "helse står ikke i en liste"
    kort = " ".join(hodet(siri, familien).values())
    assert "psykisk" not in kort and "ro." not in kort, "og ikke i hodet på saken"
    importer(rad(NOOR, trukket="ja"))
    assert "herav 1 barn" in linjen(siri, "/fordelingsklare", "Familien Khaldoun")
    assert hodet(siri, familien)[NOOR].split(" | ")[1].startswith("Trukket ")


def test_det_ingen_har_svart_paa_er_foldet_og_kan_rettes(som, familien):
    siri = som("siri")
    side = tre(siri.get(f"/fordelingsklare/{familien.samtale}"))
    foldet = side.xpath('//details[@class="tomme"]')
    assert foldet and all(d.xpath('.//*[@class="ubesvart"]') for d in foldet)
    assert not side.xpath('//*[@class="ubesvart"][not(ancestor::details)][text()="Ikke besvart"]')
    assert all("Rett" in _ord(rad) for d in foldet for rad in d.xpath(".//dl/div"))
    assert not side.xpath('//details//*[starts-with(@id, "merknad-")]'), "varselet leder til merknaden"
    (merknad,) = side.xpath('//*[starts-with(@id, "merknad-")]/@id')
    assert side.xpath(f'//a[@href="#{merknad}"]')
    rett(siri, familien, "arbeidserfaring", "")
    side = tre(siri.get(f"/fordelingsklare/{familien.samtale}"))
    assert "til «tomt»" in _ord(side.xpath('//*[@class="rettet"][not(ancestor::details)]')[0]), (
        "det som er rettet, vises"
    )
    assert [_ord(a) for a in side.xpath('//nav[@aria-label="Innhold"]//a')] == ["Husstanden", *FAMILIEN]


@pytest.mark.parametrize("vanlig", [1, 2_000])
def test_de_som_har_tilknytning_til_kommunen(som, familien, monkeypatch, vanlig):
    """However many have it: looked up by the index, or asked one by one."""
    monkeypatch.setattr(tilknyttede, "VANLIG", vanlig)
    siri, navn = som("siri"), "Familien Khaldoun"
    lenker = tre(siri.get(f"/fordelingsklare/{familien.samtale}")).xpath(
        '//section[@aria-labelledby="t-kort"]//dd/a/@href'
    )
    assert lenker == ["/fordelingsklare?kommune=4601", "/fordelingsklare?kommune=030112"]
    ogsaa = ("Bergen", "oslo", "0301&status=alle")
    for treffer in (*lenker, *(f"/fordelingsklare?kommune={sted}" for sted in ogsaa)):
        assert linjen(siri, treffer, navn) and not linjen(siri, treffer, "Hassan"), treffer
    for bommer in ("kommune=Troms%C3%B8", "kommune=4601&status=soekt_ut", "kommune=030103"):
        assert not linjen(siri, f"/fordelingsklare?{bommer}", navn), bommer
    soekt = siri.post("/fordelingsklare/soek", {"soeketekst": "khaldoun", "kommune": "Bergen"}).location
    assert "kommune=Bergen" in soekt and linjen(siri, soekt, navn)
    ukjent = siri.get("/fordelingsklare?kommune=Atlantis").text
    assert "Fant ingen kommune" in ukjent and navn not in ukjent


@pytest.mark.parametrize("vanlig", [1, 2_000])
def test_tilknytning_som_er_rettet(som, familien, monkeypatch, vanlig):
    """As the answers now stand: what was, finds nobody any more, and what is, does."""
    monkeypatch.setattr(tilknyttede, "VANLIG", vanlig)
    siri = som("siri")
    bergen, _ = kommunene(familien)

    def funnet(kommune: str) -> bool:
        return bool(linjen(siri, f"/fordelingsklare?kommune={kommune}", "Familien Khaldoun"))

    rett(siri, familien, bergen, "Tromsø")
    assert not funnet("Bergen") and funnet("Tromsø") and funnet("Oslo")
    rett(siri, familien, bergen, "Bergen")
    assert funnet("Bergen") and not funnet("Tromsø")
    rett(siri, familien, "har_tilknytning", "nei")
    assert not any(map(funnet, ("Bergen", "Tromsø", "Oslo")))
    rett(siri, familien, "har_tilknytning", "ja")
    assert funnet("Bergen") and not funnet("Tromsø")


@pytest.mark.parametrize("vanlig", [1, 2_000])
def test_den_skjermede_og_den_trukne_har_ingen_tilknytning(som, familien, monkeypatch, vanlig):
    """Neither rows, counts nor facts of them (E1, L13)."""
    monkeypatch.setattr(tilknyttede, "VANLIG", vanlig)
    siri = som("siri")
    rett(siri, familien, "arbeidserfaring", "Rørlegger.")
    innsyn.skriv("UPDATE beboer SET skjermet = true WHERE id = :i", i=familien.beboer)
    linje, hode = linjen(siri, "/fordelingsklare", "Familien Khaldoun"), hodet(siri, familien)
    assert "3 personer" in linje and "Bergen" not in linje and "Bergen" not in str(hode) and RAMI not in hode
    assert hode["Intern merknad"] == "Nei" == hode["Rettet"]
    assert not linjen(siri, "/fordelingsklare?kommune=Bergen", "Familien")
    innsyn.skriv("UPDATE beboer SET skjermet = false WHERE id = :i", i=familien.beboer)
    importer(rad(RAMI, trukket="ja"))
    for status in ("fordelingsklar", "alle", "trukket"):
        adresse = f"/fordelingsklare?status={status}"
        assert "Bergen" not in linjen(siri, adresse, "Familien Khaldoun")
        assert not linjen(siri, f"{adresse}&kommune=Bergen", "Familien")
