"""Repeated groups: rows are added and removed, with htmx and without, and nothing that was typed is lost."""

import pytest
from stoette import gjoer, innsyn
from stoette.sider import med_id, ord_i, tekst, tre
from stoette.skjemaer import LISTER, i_skjemaet, ny_rad, radene

from app.domain.kartlegging.kartlegging import KARTLEGGING


@pytest.fixture
def per(som, yonas):
    per = som("per")
    per.lagre(yonas.skjema, "har_tilknytning", "ja")
    return per


def verdien(yonas: innsyn.Ider, sti: str) -> object:
    return innsyn.svarene(yonas.beboer).get(sti, (None, 0))[0]


@pytest.mark.parametrize("liste", LISTER, ids=lambda liste: liste.navn)
def test_legg_til_og_fjern_med_htmx(per, yonas, liste):
    svar = per.post(f"{yonas.skjema}/rader?liste={liste.navn}", htmx=True)
    assert svar.status_code == 200 and "<html" not in svar.text
    (rad,) = radene(yonas.skjema, liste.navn)
    boks = med_id(svar, f"l-{liste.navn}")
    assert [tekst(e) for e in boks.iter("legend") if (e.get("id") or "").startswith("r-")] == [
        f"{liste.entall.capitalize()} 1"
    ]
    for felt in liste.felter:
        assert med_id(svar, f"f-{liste.navn}-{rad}-{felt.navn}") is not None
    assert 'data-tall="' in svar.text
    fjernet = per.post(f"{yonas.skjema}/rader/sletting?rad={liste.navn}.{rad}", htmx=True)
    assert fjernet.status_code == 200 and liste.legg_til in fjernet.text
    linje = med_id(fjernet, f"f-{liste.navn}-{rad}")
    assert ord_i(tekst(linje)) == ord_i(f"{liste.entall.capitalize()} 1 er fjernet. Angre")
    assert radene(yonas.skjema, liste.navn) == []


@pytest.mark.parametrize("liste", LISTER, ids=lambda liste: liste.navn)
def test_legg_til_og_fjern_uten_javascript(per, yonas, liste):
    seksjon = next(s.navn for s in KARTLEGGING.seksjoner if liste in s.ledd)
    side = per.get(yonas.skjema)
    knapp = next(b for b in tre(side).iter("button") if tekst(b) == liste.legg_til)
    svar = per.post(knapp.get("formaction"), per.skjema(side, f"seksjon={seksjon}"))
    (rad,) = radene(yonas.skjema, liste.navn)
    assert (svar.status_code, svar.headers["Location"]) == (303, f"{yonas.skjema}#f-{liste.navn}-{rad}")
    side = per.get(yonas.skjema)
    assert med_id(side, f"f-{liste.navn}-{rad}") is not None, "dit lenken peker"
    fjern = next(b for b in tre(side).iter("button") if tekst(b) == "Fjern")
    svar = per.post(fjern.get("formaction"), per.skjema(side, f"seksjon={seksjon}"))
    assert svar.headers["Location"] == f"{yonas.skjema}?fjernet={liste.navn}.{rad}#f-{liste.navn}-{rad}"
    assert radene(yonas.skjema, liste.navn) == []


@pytest.mark.begge_lagre
def test_radene_staar_i_den_rekkefoelgen_de_kom(per, yonas):
    rader = [ny_rad(per, yonas.skjema, "tilknytning") for _ in range(4)]
    for nr, rad in enumerate(rader):
        per.lagre(yonas.skjema, f"tilknytning.{rad}.navn", f"nr {nr}")
    per.post(f"{yonas.skjema}/rader/sletting?rad=tilknytning.{rader[1]}", htmx=True)
    femte = ny_rad(per, yonas.skjema, "tilknytning")
    data = i_skjemaet(per, yonas.skjema, "tilknytning")
    rekkefoelge = [sti.split(".")[1] for sti in data if sti.startswith("tilknytning.") and sti.endswith(".navn")]
    assert rekkefoelge == [rader[0], rader[2], rader[3], femte]
    assert [data[f"tilknytning.{r}.navn"] for r in rekkefoelge] == [["nr 0"], ["nr 2"], ["nr 3"], [""]]


@pytest.mark.parametrize("htmx", [False, True])
def test_det_som_er_skrevet_i_andre_felt_blir_med(per, yonas, htmx):
    """With «Legg til» and «Fjern» goes all that stands in the section's form."""
    foerste, andre = (ny_rad(per, yonas.skjema, "tilknytning") for _ in range(2))
    data = i_skjemaet(per, yonas.skjema, "tilknytning")
    skrevet = data | {f"tilknytning.{foerste}.navn": "Søster", f"tilknytning.{foerste}.relasjon": "soesken"}
    per.post(f"{yonas.skjema}/rader?liste=tilknytning", skrevet, htmx=htmx)
    assert verdien(yonas, f"tilknytning.{foerste}.navn") == "Søster"
    assert (
        verdien(yonas, f"tilknytning.{foerste}.relasjon") == "soesken" and len(radene(yonas.skjema, "tilknytning")) == 3
    )
    data = i_skjemaet(per, yonas.skjema, "tilknytning")
    skrevet = data | {f"tilknytning.{foerste}.telefon": "00 00 41 00", f"tilknytning.{andre}.navn": "Fjernes"}
    per.post(f"{yonas.skjema}/rader/sletting?rad=tilknytning.{andre}", skrevet, htmx=htmx)
    assert verdien(yonas, f"tilknytning.{foerste}.telefon") == "00 00 41 00"
    assert andre not in radene(yonas.skjema, "tilknytning")
    assert "Fjernes" not in str(innsyn.svarene(yonas.beboer))


def test_et_ugyldig_svar_hindrer_ikke_en_ny_rad_og_staar_paa_siden(per, yonas):
    foerste = ny_rad(per, yonas.skjema, "tilknytning")
    data = i_skjemaet(per, yonas.skjema, "tilknytning") | {f"tilknytning.{foerste}.telefon": "ring meg"}
    svar = per.post(f"{yonas.skjema}/rader?liste=tilknytning", data)
    assert svar.status_code == 422 and len(radene(yonas.skjema, "tilknytning")) == 2
    assert per.skjema(svar, "seksjon=tilknytning")[f"tilknytning.{foerste}.telefon"] == ["ring meg"]


@pytest.mark.begge_lagre
def test_en_fjernet_rad_er_borte_men_staar_i_historien(per, yonas):
    rad = ny_rad(per, yonas.skjema, "tilknytning")
    sti = f"tilknytning.{rad}.navn"
    per.lagre(yonas.skjema, sti, "Bror")
    per.post(f"{yonas.skjema}/rader/sletting?rad=tilknytning.{rad}", htmx=True)
    svar = per.lagre(yonas.skjema, sti, "Igjen", 1)
    assert svar.status_code == 422 and "Raden er fjernet av en annen" in svar.text, "ikke «ingen tilgang»"
    assert verdien(yonas, sti) is None
    assert (1, "Bror") in innsyn.historien(yonas.beboer, sti)
    assert "Bror" not in per.get(yonas.skjema).text
    lesning = per.get(f"/samtaler/{yonas.samtale}/ferdigstilling").text
    assert "Bror" not in lesning


@pytest.mark.parametrize("htmx", [False, True])
def test_en_rad_som_en_kollega_har_fjernet_er_fjernet(per, som, yonas, htmx):
    """Two press «Fjern»: the second finds it gone, and loses nothing of what was typed beside it."""
    rad, blir = (ny_rad(per, yonas.skjema, "tilknytning") for _ in range(2))
    data = i_skjemaet(per, yonas.skjema, "tilknytning") | {f"tilknytning.{blir}.navn": "Søster"}
    som("mari").post(f"{yonas.skjema}/rader/sletting?rad=tilknytning.{rad}", htmx=True)
    svar = per.post(f"{yonas.skjema}/rader/sletting?rad=tilknytning.{rad}", data, htmx=htmx)
    assert svar.status_code == (200 if htmx else 303)
    assert verdien(yonas, f"tilknytning.{blir}.navn") == "Søster"
    assert radene(yonas.skjema, "tilknytning") == [blir]


@pytest.mark.parametrize("adresse", ["svar?seksjon=tilknytning", "rader?liste=tilknytning"])
def test_det_som_ble_skrevet_i_en_rad_kollegaen_fjernet_vises_igjen(per, som, yonas, adresse):
    """Without JavaScript nothing else tells of it: what was typed is shown to be copied, the untouched is not."""
    rad, blir = (ny_rad(per, yonas.skjema, "tilknytning") for _ in range(2))
    per.lagre(yonas.skjema, f"tilknytning.{rad}.merknad", "Sett før\nog lagret")
    uroert = i_skjemaet(per, yonas.skjema, "tilknytning")
    skrevet = {f"tilknytning.{rad}.navn": "Søster <b>", f"tilknytning.{rad}.relasjon": "soesken"}
    skrevet |= {f"tilknytning.{rad}.telefon": "ring meg", f"tilknytning.{blir}.navn": "Bror"}
    som("mari").post(f"{yonas.skjema}/rader/sletting?rad=tilknytning.{rad}", htmx=True)
    assert per.post(f"{yonas.skjema}/{adresse}", uroert).status_code == 303
    svar = per.post(f"{yonas.skjema}/{adresse}", uroert | skrevet)
    assert svar.status_code == 409
    assert "Navn: Søster &lt;b&gt;; Relasjon: Søsken; Telefon: ring meg" in svar.text and "Sett før" not in svar.text
    assert verdien(yonas, f"tilknytning.{blir}.navn") == "Bror"
    assert per.skjema(svar, "seksjon=tilknytning")[f"tilknytning.{blir}.navn"] == ["Bror"]


@pytest.mark.parametrize("htmx", [False, True])
def test_en_rad_en_kollega_har_skrevet_i_fjernes_ikke_usett(per, som, yonas, htmx):
    """Nothing is silently overwritten: the row is shown as it is now, and the next «Fjern» is of that."""
    rad, blir = (ny_rad(per, yonas.skjema, "tilknytning") for _ in range(2))
    data = i_skjemaet(per, yonas.skjema, "tilknytning") | {f"tilknytning.{blir}.navn": "Søster"}
    som("mari").lagre(yonas.skjema, f"tilknytning.{rad}.navn", "Bror")
    adresse = f"{yonas.skjema}/rader/sletting?rad=tilknytning.{rad}"
    svar = per.post(adresse, data, htmx=htmx)
    assert svar.status_code == (200 if htmx else 409)
    assert "Ikke fjernet. Mari Granli har endret raden." in ord_i(svar.text)
    assert [verdien(yonas, f"tilknytning.{r}.navn") for r in (rad, blir)] == ["Bror", "Søster"]
    vist = med_id(svar, f"f-tilknytning-{rad}")
    assert vist.get("hx-preserve") is None or not htmx, "den gamle raden blir ikke stående på siden"
    assert next(e for e in vist.iter("input") if e.get("name") == f"tilknytning.{rad}.navn").get("value") == "Bror"
    per.post(adresse, i_skjemaet(per, yonas.skjema, "tilknytning"), htmx=htmx)
    assert radene(yonas.skjema, "tilknytning") == [blir]


def test_grensen_for_antall_rader_sies_og_ingenting_gaar_tapt(per, yonas):
    liste = KARTLEGGING.ledd("behandler")
    gjoer.fyll_listen(per, yonas.beboer, liste)
    data = i_skjemaet(per, yonas.skjema, "behandlere")
    rader = radene(yonas.skjema, "behandler")
    for htmx, navn in ((False, "Lege Eksempel"), (True, "Fysio Eksempel")):
        data[f"behandler.{rader[0]}.navn"] = navn
        avslag = per.post(f"{yonas.skjema}/rader?liste=behandler", data, htmx=htmx)
        assert avslag.status_code == 422 and f"flere enn {liste.maks_rader} her" in ord_i(avslag.text)
        assert ("<html" in avslag.text) is not htmx, "siden igjen, eller setningen alene"
        assert len(radene(yonas.skjema, "behandler")) == liste.maks_rader
        assert verdien(yonas, f"behandler.{rader[0]}.navn") == navn
        data[f"v.behandler.{rader[0]}.navn"] = "1"


@pytest.mark.parametrize(
    "adresse",
    [
        "rader?liste=finnes_ikke", "rader?liste=morsmaal", "rader?liste=", "rader", "rader/sletting",
        "rader/sletting?rad=",
        "rader/sletting?rad=morsmaal", "rader/sletting?rad=tilknytning", "rader/sletting?rad=finnes.ikke",
    ],
)  # fmt: skip
def test_ukjent_liste_finnes_ikke(per, yonas, adresse):
    foer = innsyn.dump()
    for htmx in (True, False):
        assert per.post(f"{yonas.skjema}/{adresse}", htmx=htmx).status_code == 404
    assert innsyn.dump() == foer


def test_listen_maa_ha_en_rad_naar_den_gjelder(per, yonas):
    """S63: «ja» without anyone named is missing, and what is asked of the one named is counted."""
    side = per.get(f"/samtaler/{yonas.samtale}/ferdigstilling")
    assert f'href="{yonas.skjema}?fra=tilknytning#f-tilknytning"' in side.text
    assert med_id(per.get(yonas.skjema), "f-tilknytning") is not None
    rad = ny_rad(per, yonas.skjema, "tilknytning")
    side = per.get(f"/samtaler/{yonas.samtale}/ferdigstilling")
    assert '#f-tilknytning"' not in side.text
    for felt in ("navn", "relasjon", "kommune", "telefon", "oensker_naer"):
        assert f'?fra=tilknytning.{rad}.{felt}#f-tilknytning-{rad}-{felt}"' in side.text
    per.lagre(yonas.skjema, f"tilknytning.{rad}.epost", "a@b.example")
    side = per.get(f"/samtaler/{yonas.samtale}/ferdigstilling")
    assert f'#f-tilknytning-{rad}-telefon">' not in side.text, "telefon eller e-post er nok"
