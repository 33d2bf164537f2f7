"""Nummer: what each section and question is numbered, the same on the screen and on paper, whoever is asked (F66)."""

from collections.abc import Mapping

from app.domain.skjema.grammatikk import Skjema


def numre(skjema: Skjema) -> Mapping[str, str]:
    """In a whole questionnaire: «3» of «seksjon-kompetanse», «3.2» of a question or group by its name."""
    numrene = {}
    for nr, seksjon in enumerate(skjema.seksjoner, 1):
        numrene[f"seksjon-{seksjon.navn}"] = str(nr)
        numrene |= {ledd.navn: f"{nr}.{plass}" for plass, ledd in enumerate(seksjon.ledd, 1)}
    return numrene
