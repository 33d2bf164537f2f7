"""The questionnaire as the generated tests walk it: every field there is, on a person whom all of it concerns."""

from dataclasses import dataclass
from typing import Any

from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.skjema.grammatikk import Felt, Liste, Seksjon
from app.domain.tid import i_dag
from stoette import innsyn
from stoette.klient import Klient


@dataclass(frozen=True)
class Plass:
    """A field, the section it stands in, and the repeated group where it belongs to one."""

    seksjon: Seksjon
    felt: Felt
    liste: Liste | None = None

    @property
    def navn(self) -> str:
        """How the test is called."""
        return f"{self.liste.navn}.{self.felt.navn}" if self.liste else self.felt.navn

    def sti(self, rad: str = "") -> str:
        return f"{self.liste.navn}.{rad}.{self.felt.navn}" if self.liste else self.felt.navn


def alle_plasser() -> list[Plass]:
    """Every field of the questionnaire, in order."""
    plasser = []
    for seksjon in KARTLEGGING.seksjoner:
        for ledd in seksjon.ledd:
            if isinstance(ledd, Liste):
                plasser += [Plass(seksjon, felt, ledd) for felt in ledd.felter]
            else:
                plasser.append(Plass(seksjon, ledd))
    return plasser


PLASSER = alle_plasser()
LISTER = [ledd for seksjon in KARTLEGGING.seksjoner for ledd in seksjon.ledd if isinstance(ledd, Liste)]


def la_alt_gjelde(navn: str) -> innsyn.Ider:
    """Make the resident an unaccompanied minor of 16 who is not in Kompass: every question is asked of such a one."""
    innsyn.skriv(
        "UPDATE beboer SET enslig_mindreaarig = true, kompass = 'ikke_registrert', foedt = :f WHERE id = :i",
        f=f"{i_dag().year - 17}-01-01",
        i=innsyn.ider(navn).beboer,
    )
    return innsyn.ider(navn)


def ny_rad(klient: Klient, skjema: str, liste: str) -> str:
    """Add a row to a repeated group; the answer is its id."""
    foer = set(radene(skjema, liste))
    assert klient.post(f"{skjema}/rader?liste={liste}", htmx=True).status_code == 200
    (rad,) = set(radene(skjema, liste)) - foer
    return rad


def radene(skjema: str, liste: str) -> list[str]:
    """Ids of the rows there are."""
    svar = innsyn.svarene(skjema.rpartition("/")[2])
    stier = [sti.split(".") for sti, (verdi, _) in svar.items() if verdi is not None]
    return [deler[1] for deler in stier if deler[0] == liste and len(deler) == 2]


def i_skjemaet(klient: Klient, skjema: str, seksjon: str) -> dict[str, Any]:
    """What the section's form would send if it were submitted untouched."""
    return klient.skjema(klient.get(skjema), f"seksjon={seksjon}")
