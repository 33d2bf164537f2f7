"""Kontaktfeil: «Meld feil i kontaktinformasjonen»: reports that the kommune's own users and IMDi work off (F63)."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, joinedload, mapped_column, relationship

from app.db import Base, Noekkel, Tidspunkt, ny_id, sesjon
from app.domain.kommune.kommune import Kommune, hoerer_under
from app.domain.skjema.blankett import Blankett, Feilutfylt, Raa, les_gyldig_blankett, utfylt
from app.domain.skjema.felttyper import Langtekst
from app.domain.skjema.grammatikk import Felt
from app.domain.tid import naa
from app.domain.tilgang.bruker import Bruker, Innlogget
from app.domain.tilgang.matrise import Rett, Rolle, kan
from app.domain.unntak import IkkeFunnet, Nektet, Ugyldig
from app.domain.vern import forsoek
from app.domain.vern.forsoek import Grense

FELTER = (
    Felt(
        "tekst",
        "Hva er feil?",
        Langtekst(lengde=500, uten_personnummer=True),
        "",
        paakrevd=True,
        advarsel="Skriv ikke noe om beboere. Meldingen leses av kommunen og av IMDi.",
    ),
)
MELDINGER = Grense("kontaktfeil", 10, timedelta(days=1))
"""For one user: enough for whoever phones around, and no more."""


class Kontaktfeil(Base):
    __tablename__ = "kontaktfeil"

    id: Mapped[str] = mapped_column(Noekkel, primary_key=True, default=ny_id)
    kommune_nummer: Mapped[str] = mapped_column(sa.ForeignKey("kommune.nummer"), index=True)
    tekst: Mapped[str] = mapped_column(sa.String(500))
    meldt: Mapped[datetime] = mapped_column(Tidspunkt)
    meldt_av_id: Mapped[str] = mapped_column(sa.ForeignKey("bruker.id"))
    ordnet: Mapped[datetime | None] = mapped_column(Tidspunkt, index=True)
    ordnet_av_id: Mapped[str | None] = mapped_column(sa.ForeignKey("bruker.id"))
    kommune: Mapped[Kommune] = relationship()
    meldt_av: Mapped[Bruker] = relationship(foreign_keys=[meldt_av_id])


def feilblankett() -> Blankett:
    """The empty form."""
    return utfylt(FELTER, {"tekst": None})


def meld(av: Innlogget, kommune: Kommune, raa: Raa) -> None:
    """Send a report. Raises UkjentFelt, Feilutfylt also where the user has sent too many today."""
    utfylt_ = les_gyldig_blankett(FELTER, raa)
    if forsoek.er_naadd(MELDINGER, av.id):
        for_mange = Ugyldig("Du har meldt mange feil det siste døgnet. Prøv igjen i morgen.")
        raise Feilutfylt(utfylt_.med_feil("tekst", for_mange))
    forsoek.tell(MELDINGER, av.id)
    sesjon.add(Kontaktfeil(kommune_nummer=kommune.nummer, tekst=utfylt_["tekst"], meldt=naa(), meldt_av_id=av.id))


def aapne(av: Innlogget) -> Sequence[Kontaktfeil]:
    """The reports that wait for this user, the oldest first: IMDi has all, a Kommunebruker the own kommune's."""
    sporring = _synlige(av).where(Kontaktfeil.ordnet.is_(None)).order_by(Kontaktfeil.meldt, Kontaktfeil.id)
    med = (joinedload(Kontaktfeil.kommune), joinedload(Kontaktfeil.meldt_av).joinedload(Bruker.mottak))
    return sesjon.scalars(sporring.options(*med)).all()


def antall_aapne(av: Innlogget) -> int:
    """How many wait; none for whoever does not work them off."""
    if not kan(av, Rett.KOMMUNE_BEHANDLE_FEIL):
        return 0
    sporring = _synlige(av).where(Kontaktfeil.ordnet.is_(None))
    return sesjon.scalar(sa.select(sa.func.count()).select_from(sporring.subquery())) or 0


def ordne(av: Innlogget, feil_id: str) -> None:
    """«Merk som ordnet»; done twice it stays as it was. Raises IkkeFunnet."""
    feil = sesjon.scalars(_synlige(av).where(Kontaktfeil.id == feil_id).with_for_update(key_share=True)).one_or_none()
    if feil is None:
        raise IkkeFunnet
    if feil.ordnet is None:
        feil.ordnet, feil.ordnet_av_id = naa(), av.id


def _synlige(av: Innlogget) -> sa.Select[Kontaktfeil]:
    """The reports this user works off. Raises Nektet."""
    if not kan(av, Rett.KOMMUNE_BEHANDLE_FEIL):
        raise Nektet
    alle = sa.select(Kontaktfeil)
    if Rolle.IMDI_SAKSBEHANDLER in av.roller:
        return alle
    return alle.where(Kontaktfeil.kommune_nummer.in_(hoerer_under(av.kommune_nummer)))
