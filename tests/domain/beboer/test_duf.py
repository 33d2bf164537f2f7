"""DUF-nummer: the worked examples of the published rule, and the errors it must catch."""

from datetime import date

import pytest

from app.domain.beboer import duf
from app.domain.unntak import Ugyldig

DAG = date(2026, 11, 23)
GYLDIGE = (
    "202499010109",
    "202599020207",
    "202699030305",
    "201017238203",
    "200816832910",
    "199201426900",
    "200112345609",
)
UGYLDIGE = (
    "201258697561",
    "201012345678",
    "123411234560",
    "241012192200",
    "010000000400",
    "ABCDEFGHIJKL",
    "123456",
    "2024990101099",
    "",
)


@pytest.mark.parametrize("nummer", GYLDIGE)
def test_gyldige_numre_godtas(nummer: str) -> None:
    assert duf.les_duf(nummer, DAG) == nummer


@pytest.mark.parametrize("nummer", UGYLDIGE)
def test_ugyldige_numre_avvises(nummer: str) -> None:
    with pytest.raises(Ugyldig):
        duf.les_duf(nummer, DAG)


@pytest.mark.parametrize(
    "skrevet", ["2024 990101 09", " 202499010109 ", "2024\u00a0990101\u00a009", "2024\t990101\n09"]
)
def test_mellomrom_er_lov(skrevet: str) -> None:
    assert duf.les_duf(skrevet, DAG) == "202499010109"


@pytest.mark.parametrize(
    "skrevet", ["202499010109\0", "202499010I09", "DUF", "nr 202499010109", "+202499010109", "2024=990101=09"]
)
def test_det_som_ikke_hoerer_til_avvises(skrevet: str) -> None:
    with pytest.raises(Ugyldig):
        duf.les_duf(skrevet, DAG)


def test_et_aar_som_ikke_er_kommet_er_ugyldig_selv_om_kontrollsifrene_stemmer() -> None:
    assert duf.kontrollsifre("2041675536") == "10"
    with pytest.raises(Ugyldig):
        duf.les_duf("204167553610", DAG)
    assert duf.les_duf("204167553610", date(2041, 1, 1)) == "204167553610"


@pytest.mark.parametrize("nummer", GYLDIGE)
def test_hvert_galt_siffer_oppdages(nummer: str) -> None:
    for plass in range(12):
        for siffer in "0123456789":
            feil = nummer[:plass] + siffer + nummer[plass + 1 :]
            if feil != nummer:
                with pytest.raises(Ugyldig):
                    duf.les_duf(feil, DAG)


@pytest.mark.parametrize("nummer", GYLDIGE)
def test_hvert_bytte_av_nabosifre_oppdages(nummer: str) -> None:
    for plass in range(9):
        feil = nummer[:plass] + nummer[plass + 1] + nummer[plass] + nummer[plass + 2 :]
        if feil != nummer:
            with pytest.raises(Ugyldig):
                duf.les_duf(feil, DAG)


def test_nummeret_vises_i_grupper_og_maskert() -> None:
    assert duf.vis_duf("202499010109") == "2024 990101 09"
    assert duf.maskert_duf("202499010109") == "2024 •••••• 09"


def test_det_som_ser_ut_som_et_nummer_kjennes_igjen() -> None:
    assert duf.ser_ut_som("2024 990101 09")
    assert duf.ser_ut_som("DUF: 2024-9901") and duf.ser_ut_som("2O24 99010l O9")
    assert not duf.ser_ut_som("Yonas") and not duf.ser_ut_som("Dufour 2")
    assert not duf.ser_ut_som("")
