"""Kommunevarsel: what a kommune is told of those who are søkt ut to it: that there is something, never about whom."""

from collections.abc import Iterable

from app.domain.beboer.doerer import Utsoekt, kommunen_ser
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.samlevarsel import send_samlet
from app.domain.varsel.varsel import send_varsel


def varsle_kommunene(anledning: Anledning, beboere: Iterable[Utsoekt]) -> None:
    """One notice for each interview and kommune. The caller has locked the interviews."""
    for samtale_id, kommune_nummer in _hos_kommunene(beboere):
        send_varsel(anledning, samtale_id=samtale_id, kommune_nummer=kommune_nummer)


def varsle_kommunene_samlet(anledning: Anledning, beboere: Iterable[Utsoekt]) -> None:
    """The same for the register, which may tell of many at once: one e-mail in a quarter of an hour."""
    send_samlet(anledning, _hos_kommunene(beboere))


def _hos_kommunene(beboere: Iterable[Utsoekt]) -> list[tuple[str, str]]:
    return sorted(
        {(b.samtale_id, b.soekt_ut_til) for b in beboere if b.samtale_id and b.soekt_ut_til and kommunen_ser(b)}
    )
