"""What a form or the register takes, a column holds, on both databases: SQLite would not have said so."""

import pytest
import sqlalchemy as sa
from stoette import innsyn
from stoette.registeret import HELEN, importer, utfall

from app.db import Base
from app.domain.beboer.modell import Beboer
from app.domain.beboer.skjermingstilgang import Skjermingstilgang
from app.domain.bosetting import sammenslaaing
from app.domain.bosetting.dobbelt import Dobbeltvurdering
from app.domain.bosetting.retting import GRUNN, Retting
from app.domain.brukere import kontakt
from app.domain.brukere.administrasjon import OPPLYSNINGER
from app.domain.kommune import kontakt as kommunekontakt
from app.domain.kommune import kontaktfeil
from app.domain.mottak import mottakene
from app.domain.register import endring, skriving
from app.domain.register.innlesing import UMULIG
from app.domain.register.person import FAKTA, LESERE
from app.domain.skjema.felttyper import Epost, Telefon
from app.domain.skjema.grammatikk import Felt
from app.domain.tilgang.bruker import Bruker
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import Ugyldig

TABELLER = (
    (Bruker, OPPLYSNINGER),
    (Bruker, kontakt.PERSONFELTER),
    (Mottak, mottakene.FELTER),
    (kommunekontakt.Kommunekontakt, kommunekontakt.FELTER),
    (kontaktfeil.Kontaktfeil, kontaktfeil.FELTER),
    (Retting, (GRUNN,)),
    (Dobbeltvurdering, (sammenslaaing.GRUNN,)),
)
LIGATUR = "ﷺ"
"""One letter, and eighteen in the key that it is searched by."""


def lengde(modell: type[Base], navn: str) -> int | None:
    return getattr(modell.__table__.c[navn].type, "length", None)


def tar(felt: Felt, antall: int) -> bool:
    tekst = {
        Epost: "a" * 60 + "@" + "b" * 60 + "." + "c" * max(0, antall - 125) + ".no",
        Telefon: "0" * (antall - 14) + "-22 33 44 55",
    }
    try:
        felt.type.parse([tekst.get(type(felt.type), "x" * antall)])
    except Ugyldig:
        return False
    return True


@pytest.mark.parametrize(("modell", "felt"), [(m, f) for m, felter in TABELLER for f in felter])
def test_skjemaet_tar_ikke_mer_enn_kolonnen(modell: type[Base], felt: Felt) -> None:
    if plass := lengde(modell, felt.navn):
        assert not tar(felt, plass + 1), felt.navn


@pytest.mark.parametrize("navn", [navn for navn in FAKTA if lengde(Beboer, navn)])
def test_registeret_tar_ikke_mer_enn_kolonnen(navn: str) -> None:
    plass = lengde(Beboer, navn) or 0
    assert LESERE[navn]("x" * plass)
    with pytest.raises(Ugyldig):
        LESERE[navn]("x" * (plass + 1))


def test_begrunnelsen_for_tilgang_er_med() -> None:
    assert lengde(Skjermingstilgang, "begrunnelse") == 500


@pytest.mark.begge_lagre
@pytest.mark.parametrize("bokstav", ["x", "æ", "ß", LIGATUR])
def test_proeven_og_importen_sier_det_samme_om_lange_navn(app, bokstav: str) -> None:
    langt = HELEN | {"fornavn": bokstav * 100, "etternavn": bokstav * 100, "representant": bokstav * 200}
    assert [linje.utfall for linje in importer(langt, proeve=True)] == ["ny"] == utfall(langt)
    assert utfall(langt) == ["uendret"] and innsyn.antall("beboer", fornavn=bokstav * 100) == 1


@pytest.mark.begge_lagre
@pytest.mark.parametrize("griper_inn", [False, True])
def test_alt_om_en_person_kan_endres_paa_en_gang(app, griper_inn: bool) -> None:
    """Then the log names every fact, and its column holds so many names on several lines."""
    utfall(HELEN)
    nytt = HELEN | {
        "fornavn": "A", "etternavn": "B", "foedt": "2010", "statsborgerskap": "C", "tolkespraak": "D",
        "familierolle": "E", "enslig_mindreaarig": "ja", "representant": "F", "kollektiv_beskyttelse": "ja",
        **({"skjermet": "ja"} if griper_inn else {}),
    }  # fmt: skip
    assert utfall(nytt) == ["endret"]
    felter = innsyn.les("SELECT felt FROM hendelse WHERE handling = 'beboer_oppdatert'")
    assert len({navn for rad in felter for navn in (rad[0] or "").split(",")} & set(FAKTA)) == 9 + griper_inn


@pytest.mark.begge_lagre
def test_det_databasen_ikke_tar_er_ikke_i_bruk(app, monkeypatch) -> None:
    def nekt(*_: object) -> None:
        raise sa.exc.DataError("INSERT", None, ValueError("too long"))

    monkeypatch.setattr(skriving, "skriv", nekt)
    monkeypatch.setattr(endring, "gjennomfoer", nekt)
    (linje,) = importer(HELEN)
    assert (linje.utfall, linje.tekst) == ("avvist", UMULIG)
