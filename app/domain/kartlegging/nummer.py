"""Nummer: what each section and question is numbered, the same on the screen and on paper, whoever is asked (F66)."""

from collections.abc import Mapping
from functools import cache

from app.domain.kartlegging.kartlegging import UTGAVER


@cache
def numre(versjon: int) -> Mapping[str, str]:
    """In this version of the questionnaire: «3» of «seksjon-kompetanse», «3.2» of a question or group by its name."""
    numrene = {}
    for nr, seksjon in enumerate(UTGAVER.utgave(versjon).seksjoner, 1):
        numrene[f"seksjon-{seksjon.navn}"] = str(nr)
        numrene |= {ledd.navn: f"{nr}.{plass}" for plass, ledd in enumerate(seksjon.ledd, 1)}
    return numrene
