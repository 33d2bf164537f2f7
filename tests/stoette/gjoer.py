"""What staff would have done before a test begins, through the domain: answers filled in, an interview completed."""

from collections.abc import Mapping

from werkzeug.test import TestResponse

from app.db import arbeid, sesjon
from app.demo import ansatte
from app.demo.ansatte import Svarark
from app.domain.beboer.modell import Beboer
from app.domain.samtale import samtale, svar
from app.domain.skjema.grammatikk import Liste
from app.domain.tilgang.bruker import Bruker
from stoette import innsyn
from stoette.klient import Klient


def fyll_ut(av: Klient, *navn: str, ark: Mapping[str, Svarark] | None = None) -> None:
    """Answer what is required about these people, and what `ark` says about each."""
    alle = {hele: innsyn.ider(hele) for hele in navn}
    with arbeid(skriver=True):
        ansatt = ansatte.som(sesjon.get_one(Bruker, av.id))
        for hele, ider in alle.items():
            samtale.begynn_samtale(ansatt, ider.samtale or "")
            ansatte.fyll_ut(ansatt, sesjon.get_one(Beboer, ider.beboer), (ark or {}).get(hele, {}))
    sesjon.remove()


def fyll_listen(av: Klient, beboer_id: str, liste: Liste) -> None:
    """As many rows of this person as there may be."""
    with arbeid(skriver=True):
        ansatt, samling = ansatte.som(sesjon.get_one(Bruker, av.id)), svar.hent_svar([beboer_id])[beboer_id]
        for _ in range(liste.maks_rader):
            svar.legg_til_rad(ansatt, sesjon.get_one(Beboer, beboer_id), samling, liste)
    sesjon.remove()


def les_gjennom(av: Klient, samtale: str | None) -> dict[str, object]:
    """Open the read-through; the answer is what its form would send."""
    side = av.get(f"/samtaler/{samtale}/ferdigstilling")
    assert side.status_code == 200
    return av.skjema(side, "/ferdigstilling")


def ferdigstill(av: Klient, samtale: str | None) -> TestResponse:
    """Read through, and confirm."""
    return av.post(f"/samtaler/{samtale}/ferdigstilling", les_gjennom(av, samtale))


FAMILIEN = ("Rami Khaldoun", "Lina Khaldoun", "Jad Khaldoun", "Noor Khaldoun")
