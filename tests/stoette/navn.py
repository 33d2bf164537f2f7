"""The words that residents are found by, after a test has changed names behind the app's back."""

from app.db import arbeid, sesjon
from app.domain.beboer import navneord
from app.domain.beboer.modell import BEBOER
from app.domain.beboer.navneord import NAVNEORD
from app.navnelyd import navneord as ord_i_navnet


def lag_ord_paa_nytt() -> None:
    with arbeid(skriver=True):
        navneord.bytt({rad.id: rad.soekenoekkel for rad in sesjon.execute(BEBOER.select())})


def skal_ha() -> set[tuple[str, str]]:
    """What the table should hold: the words of everyone who is not withdrawn, or only after the completion."""
    rader = [rad for rad in sesjon.execute(BEBOER.select()) if rad.trukket is None or rad.samtale_id]
    return {(rad.id, ord_) for rad in rader for ord_ in ord_i_navnet(rad.soekenoekkel)}


def har() -> set[tuple[str, str]]:
    return {(rad.beboer_id, rad.ord) for rad in sesjon.execute(NAVNEORD.select())}
