"""Presence and live answers behind the page: what is asked, what is answered, and what it leaves behind."""

from datetime import timedelta

from stoette import innsyn
from stoette.registeret import importer, rad
from stoette.skjemaer import ny_rad

from app.db import arbeid
from app.domain.samtale import naervaer
from app.domain.tid import naa


def stand(beboer: str) -> int:
    return sum(versjon for _, versjon in innsyn.svarene(beboer).values())


def spoer(klient, om: innsyn.Ider, **data: object):
    spurt = {"stand": stand(om.beboer), "inne": "", "klient": "a", **data}
    return klient.post(f"{om.skjema}/naervaer", spurt, htmx=True)


def test_ingenting_nytt_er_et_tomt_svar(som, yonas):
    per = som("per")
    merke = spoer(per, yonas).get_json()["merke"]
    assert spoer(per, yonas, inne=merke).status_code == 204
    assert len(per.sporringer) == 3


def test_en_kollega_er_inne_til_siden_lukkes(som, yonas):
    per, mari = som("per"), som("mari")
    spoer(mari, yonas)
    svar = spoer(per, yonas).get_json()
    assert svar["inne"] == "Mari Granli er inne nå" and svar["nye"] == {}
    assert "Mari Granli er inne nå" in per.get("/mottak/oppgaver").text
    assert "er inne nå" not in mari.get("/mottak/oppgaver").text.replace("Per Lia er inne nå", "")
    innsyn.skriv("UPDATE naervaer SET sist = :t", t=innsyn.foer(minutes=3))
    assert "Mari Granli har skjemaet åpent, sist aktiv kl. " in spoer(per, yonas).get_json()["inne"]
    assert "Mari Granli er inne nå" not in per.get("/mottak/oppgaver").text
    assert spoer(mari, yonas, borte="1").status_code == 204
    assert spoer(per, yonas).get_json()["inne"] == ""


def test_det_andre_sider_har_lagret_med_versjon(som, yonas):
    """What this page has stored itself is not among it."""
    per, mari = som("per"), som("mari")
    foer = stand(yonas.beboer)
    per.lagre(yonas.skjema, "interesser", "Sjakk", klient="a", sekvens=1)
    mari.lagre(yonas.skjema, "morsmaal", "tigrinja", klient="b", sekvens=1)
    raden = ny_rad(mari, yonas.skjema, "behandler")
    nye = spoer(per, yonas, stand=foer).get_json()["nye"]
    assert nye == {"morsmaal": [1, True], f"behandler.{raden}": [1, True]}
    bit = per.get(f"{yonas.skjema}/nytt?sti=morsmaal&sti=behandler.{raden}&sti=finnes.ikke&sti=morsmaal", htmx=True)
    assert bit.text.count('name="v.morsmaal" value="1"') == 1 and f'id="f-behandler-{raden}"' in bit.text
    assert "av Mari Granli" in bit.text


def test_aa_spoerre_holder_ikke_innloggingen_i_live(som, yonas):
    """The page asks by itself: that is no use of the login (E5)."""
    per = som("per")
    innsyn.skriv("UPDATE innlogging SET sist_brukt = :t", t=innsyn.foer(minutes=5))

    def brukt() -> object:
        return innsyn.en("SELECT sist_brukt FROM innlogging WHERE bruker_id = :b", b=per.id)

    sist = brukt()
    assert spoer(per, yonas).status_code == 200
    assert per.get(f"{yonas.skjema}/nytt?sti=morsmaal", htmx=True).status_code == 200
    assert brukt() == sist
    per.get(yonas.skjema)
    assert brukt() != sist


def test_hver_ny_verdi_om_en_skjermet_staar_i_leseloggen(som):
    """To ask whether there is something new is no reading; to get it is one."""
    importer(rad("Leyla Omarova", klar="ja"))
    leyla, per = innsyn.ider("Leyla Omarova"), som("per")
    slipp_inn(per, leyla.beboer)
    assert spoer(per, leyla).status_code == 200
    assert innsyn.antall("hendelse", handling="skjermet_lest") == 0
    for nr in (1, 2):
        assert per.get(f"{leyla.skjema}/nytt?sti=morsmaal", htmx=True).status_code == 200
        assert innsyn.antall("hendelse", handling="skjermet_lest", bruker_id=per.id) == nr


def slipp_inn(klient, beboer: str) -> None:
    tid = {"gitt": f"{naa():%Y-%m-%d %H:%M:%S}", "til": f"{naa() + timedelta(days=7):%Y-%m-%d}"}
    innsyn.skriv(
        "INSERT INTO skjermingstilgang (id, beboer_id, bruker_id, begrunnelse, gitt, gitt_av_id, til_og_med) "
        "VALUES (:id, :beboer, :bruker, 'Har saken.', :gitt, :bruker, :til)",
        id="a" * 32, beboer=beboer, bruker=klient.id, **tid,
    )  # fmt: skip


def test_det_som_er_over_glemmes(som, yonas):
    spoer(som("per"), yonas)
    innsyn.skriv("UPDATE naervaer SET sist = :t", t=innsyn.foer(minutes=16))
    with arbeid(skriver=True):
        naervaer.glem_gamle()
    assert innsyn.antall("naervaer") == 0
