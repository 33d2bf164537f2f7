"""The demo's kommuner: invented contact information for a few of them, and one fault that waits to be worked off."""

from collections.abc import Mapping
from datetime import timedelta

from app.db import sesjon
from app.demo.ansatte import da, dager_siden
from app.domain.kommune import kontaktfeil
from app.domain.kommune.kommune import hent_kommune
from app.domain.kommune.kontakt import Kommunekontakt
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget

KONTAKTER = (
    ("0301", "Velferdsetaten, bosetting av flyktninger", "oslo", 12),
    ("030112", "Bydel Alna, flyktningtjenesten", "alna", 5),
    ("4601", "Flyktningtjenesten", "bergen", 33),
    ("5501", "Flyktningtjenesten", "tromso", 80),
    ("3405", "Voksenopplæring og flyktninger", "lillehammer", 210),
    ("1818", "NAV Herøy", "heroy-nordland", 400),
    ("5612", "Flyktningtjenesten", "kautokeino", 61),
)
"""Number, unit, the name in the e-mail address, and how many days ago it was confirmed."""
FEIL = "Telefonnummeret til bydelen er ikke i bruk lenger."


def fyll(brukere: Mapping[str, Bruker], melder: Innlogget) -> None:
    """Put the contacts in; `brukere` by the key of the cast file."""
    egne = {bruker.kommune_nummer: bruker for bruker in brukere.values() if bruker.kommune_nummer}
    for plass, (nummer, enhet, navn, dager) in enumerate(KONTAKTER, 1):
        bruker = egne.get(nummer) or egne.get(nummer[:4])
        sesjon.add(
            Kommunekontakt(
                kommune_nummer=nummer,
                enhet=enhet,
                kontaktperson=bruker.navn if bruker else None,
                telefon=f"00 00 60 {plass:02}",
                epost=f"bosetting@{navn}.example",
                postadresse=f"Postboks {plass}, 0000 Eksempelstad",
                besoeksadresse=f"Rådhusveien {plass}, 0000 Eksempelstad",
                versjon=1,
                bekreftet=naa() - timedelta(days=dager),
                bekreftet_av_id=bruker.id if bruker else None,
            )
        )
    with da(dager_siden(1)):
        kontaktfeil.meld(melder, hent_kommune("030112"), {"tekst": [FEIL]})
