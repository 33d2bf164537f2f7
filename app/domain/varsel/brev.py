"""Brev: what an e-mail says. One link, and nothing about any person, not even a status (L17, M5)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from app.db import sesjon
from app.domain.varsel import adressat, epost, samlevarsel
from app.domain.varsel.adressat import IMDI, Maalform
from app.domain.varsel.epost import Laan, Tilstand, Utsending
from app.domain.varsel.varsel import ANLEDNINGER, Anledning, Varsel


@dataclass(frozen=True)
class Brevmal:
    """The fixed words around what has happened, in one language."""

    emne: str
    emne_samlet: str
    logg_inn: str
    samlet: str
    ikke_svar: str


MALER: Mapping[Maalform, Brevmal] = {
    Maalform.BOKMAAL: Brevmal(
        emne="Nytt varsel i IMDinett Mottak",
        emne_samlet="Nye varsler i IMDinett Mottak",
        logg_inn="Logg inn for å se hva det gjelder:",
        samlet="Nye varsler siden sist: %(antall)s",
        ikke_svar="Denne e-posten er sendt automatisk og kan ikke besvares.",
    ),
    Maalform.NYNORSK: Brevmal(
        emne="Nytt varsel i IMDinett Mottak",
        emne_samlet="Nye varsel i IMDinett Mottak",
        logg_inn="Logg inn for å sjå kva det gjeld:",
        samlet="Nye varsel sidan sist: %(antall)s",
        ikke_svar="Denne e-posten er send automatisk. Du kan ikkje svare på han.",
    ),
}


@dataclass(frozen=True)
class Brev:
    """An e-mail ready to be sent. `til` is None where no address is registered."""

    til: str | None
    emne: str
    tekst: str
    noekkel: str
    """The same for every try: the receiver's mail program can tell a repetition (M2)."""
    maalform: Maalform


def skriv(laan: Laan, *, base_url: str, imdi_mail: str) -> Brev | None:
    """The e-mail for what a worker has taken, to the address as it is now. None where the receiver is none any more."""
    rader = sesjon.execute(
        sa.select(Utsending.mottaker, Varsel)
        .join(Varsel, Varsel.id == Utsending.varsel_id)
        .where(Utsending.id.in_(laan.ider))
        .order_by(Varsel.opprettet, Varsel.id)
    ).all()
    varsler = [varsel for _, varsel in rader]
    noekkel, foerste = rader[0].mottaker, varsler[0]
    hvor = (imdi_mail, Maalform.BOKMAAL) if noekkel == IMDI else adressat.adresse(
        noekkel, ANLEDNINGER[foerste.anledning].mottaker, foerste.mottak_id
    )  # fmt: skip
    if hvor is None:
        return None
    til, maalform = hvor
    hva = [*(varsel.anledning for varsel in varsler), *samlevarsel.ogsaa(varsler)]
    ider = "".join(sorted(laan.ider))
    return Brev(
        til=til,
        emne=MALER[maalform].emne_samlet if len(hva) > 1 else MALER[maalform].emne,
        tekst=_tekst(hva, foerste.id, maalform, base_url),
        noekkel=hashlib.sha256(ider.encode()).hexdigest()[:32],
        maalform=maalform,
    )


def suppler() -> None:
    """Whoever has become a receiver while a notice waited gets it too (M6)."""
    venter = sa.select(Utsending.varsel_id).where(Utsending.tilstand == Tilstand.VENTER)
    rader = sesjon.execute(sa.select(Utsending.varsel_id, Utsending.mottaker).where(Utsending.varsel_id.in_(venter)))
    har = {(varsel_id, noekkel) for varsel_id, noekkel in rader}
    finn = cache(adressat.adressater)
    kjente = (Varsel.id.in_(venter), Varsel.anledning.in_(list(ANLEDNINGER)))
    for varsel in sesjon.scalars(sa.select(Varsel).where(*kjente)).all():
        til = (ANLEDNINGER[varsel.anledning].mottaker, varsel.mottak_id)
        if any((varsel.id, adressat_.noekkel) not in har for adressat_ in finn(*til)):
            epost.legg_i_koe(varsel.id, *til)


def _tekst(hva: Sequence[Anledning], varsel_id: str, maalform: Maalform, base_url: str) -> str:
    mal, nr = MALER[maalform], list(Maalform).index(maalform)
    setninger = dict.fromkeys(ANLEDNINGER[anledning].epost[nr] for anledning in hva)
    lenke = f"{base_url}/varsler" + ("" if len(hva) > 1 else f"/{varsel_id}")
    innledning = [mal.samlet % {"antall": len(hva)}, ""] if len(hva) > 1 else []
    return "\n".join([*innledning, *setninger, "", mal.logg_inn, lenke, "", mal.ikke_svar, ""])
