"""«Varslingsinnstillinger»: how often a user's own address gets e-mail."""

from app.db import sesjon
from app.domain.skjema.blankett import Blankett, Raa, les_gyldig_blankett, utfylt
from app.domain.skjema.felttyper import Valg
from app.domain.skjema.grammatikk import Felt
from app.domain.tilgang.bruker import Innlogget
from app.domain.varsel.adressat import Hyppighet, Varselvalg

FELTER = (
    Felt(
        "hyppighet",
        "Når vil du ha e-post om varsler?",
        Valg({valg.value: valg.tekst for valg in Hyppighet}),
        "Valget gjelder bare adressen din. En felles adresse får alltid varslene med en gang.",
        paakrevd=True,
    ),
)


def valgene(bruker: Innlogget) -> Blankett:
    """What the user has chosen: each notice at once, where nothing is."""
    lagret = sesjon.get(Varselvalg, bruker.id)
    hyppighet = lagret.hyppighet if lagret else Hyppighet.STRAKS
    return utfylt(FELTER, {"hyppighet": hyppighet.value})


def velg(bruker: Innlogget, raa: Raa) -> None:
    """«Lagre»: holds for the notices to come. Raises UkjentFelt, Feilutfylt."""
    valgt = les_gyldig_blankett(FELTER, raa)
    sesjon.merge(Varselvalg(bruker_id=bruker.id, hyppighet=Hyppighet(valgt["hyppighet"])))
