"""Where the work stopped, and what one shift leaves the next."""

from stoette import gjoer, innsyn
from stoette.sider import ord_i


def siden(klient, yonas: innsyn.Ider, **valg) -> str:
    return ord_i(klient.get(yonas.skjema, **valg).text)


def test_hvor_den_forrige_stoppet(som, yonas):
    per, mari = som("per"), som("mari")
    assert "stoppet ved" not in siden(per, yonas)
    per.lagre(yonas.skjema, "interesser", "Sjakk")
    assert "stoppet ved" not in siden(per, yonas), "midt i det"
    assert "Per Lia stoppet ved Kompetanse kl. " in siden(mari, yonas)
    assert f'href="{yonas.skjema}#seksjon-kompetanse"' in mari.get(yonas.skjema).text
    assert "stoppet ved" not in siden(mari, yonas, htmx=True), "ikke for hvert medlem"
    innsyn.skriv("UPDATE svar SET endret = :t WHERE beboer_id = :b", t=innsyn.foer(minutes=11), b=yonas.beboer)
    assert "Du stoppet ved Kompetanse " in siden(per, yonas)


def test_et_notat_til_neste_vakt_er_kryptert_og_kan_fjernes(som, yonas):
    per, mari = som("per"), som("mari")
    assert per.post(f"{yonas.skjema}/notater", {"notat": "Tolken kommer kl. 9 <b>"}).status_code == 303
    assert "Tolken" not in innsyn.dump(faste=())
    side = mari.get(yonas.skjema)
    assert "Tolken kommer kl. 9 &lt;b&gt;" in side.text and "av Per Lia" in ord_i(side.text)
    notat = innsyn.en("SELECT id FROM vaktnotat")
    assert mari.post(f"{yonas.skjema}/notater/{notat}/sletting").status_code == 303
    assert innsyn.antall("vaktnotat") == 0


def test_et_tomt_notat_er_ingen_og_et_for_langt_kommer_tilbake(som, yonas):
    per = som("per")
    assert per.post(f"{yonas.skjema}/notater", {"notat": " "}).status_code == 303
    svar = per.post(f"{yonas.skjema}/notater", {"notat": "x" * 1001})
    assert svar.status_code == 422 and "x" * 1001 in svar.text and innsyn.antall("vaktnotat") == 0
    for _ in range(10):
        per.post(f"{yonas.skjema}/notater", {"notat": "Mer"})
    svar = per.post(f"{yonas.skjema}/notater", {"notat": "Ett til"})
    assert svar.status_code == 422 and "plass til 10 notater" in svar.text


def test_borte_ved_ferdigstilling(som, yonas):
    per = som("per")
    per.post(f"{yonas.skjema}/notater", {"notat": "Tolken kommer"})
    gjoer.fyll_ut(per, "Yonas Tesfalem")
    gjoer.ferdigstill(per, yonas.samtale)
    assert innsyn.antall("vaktnotat") == 0
    assert per.post(f"{yonas.skjema}/notater", {"notat": "For sent"}).status_code == 409
