"""Brev: what an e-mail says. One link, and nothing about any person, not even a status (L17, M5)."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.skjermingstilgang import av_bare_skjermede
from app.domain.varsel import adressat, epost, samlevarsel
from app.domain.varsel.adressat import IMDI, KOMMUNEPOST
from app.domain.varsel.anledning import ANLEDNINGER
from app.domain.varsel.epost import Laan, Tilstand, Utsending
from app.domain.varsel.varsel import Varsel
from app.spraak import Spraak, paa
from app.spraak.katalog import oversett

UTEN_BRUKER = (
    "Ingen hos dere kan logge inn ennå. Skriv til IMDi, %(imdi)s, og oppgi navn og e-postadresse til den som skal ha "
    "tilgang."
)


@dataclass(frozen=True)
class Brev:
    """An e-mail ready to be sent. `til` is None where no address is registered."""

    til: str | None
    emne: str
    tekst: str
    noekkel: str
    """The same for every try: the receiver's mail program can tell a repetition (M2)."""
    spraak: Spraak


def skriv(laan: Laan, *, base_url: str, imdi_mail: str) -> Brev | None:
    """The e-mail for what a worker has taken, to the address as it is now, about what the receiver is still to be told
    of. None where that is nothing.
    """
    rader = sesjon.execute(
        sa.select(Utsending.mottaker, Varsel)
        .join(Varsel, Varsel.id == Utsending.varsel_id)
        .where(Utsending.id.in_(laan.ider))
        .order_by(Varsel.opprettet, Varsel.id)
    ).all()
    lukkede = av_bare_skjermede({varsel.samtale_id for _, varsel in rader})
    noekkel, finn = rader[0].mottaker, cache(adressat.adresse)
    hvor = [(imdi_mail, Spraak.BOKMAAL) if noekkel == IMDI else finn(noekkel, v.til(lukkede)) for _, v in rader]
    varsler = [varsel for (_, varsel), her in zip(rader, hvor, strict=True) if her]
    if not varsler:
        return None
    til, spraak = next(her for her in hvor if her)
    aapne = [varsel for varsel in varsler if varsel.samtale_id not in lukkede]
    with paa(spraak):
        hva = [oversett(varsel.tekster[1], antall=varsel.antall) for varsel in varsler]
        hva += [oversett(ANLEDNINGER[anledning].epost) for anledning in samlevarsel.ogsaa(aapne)]
        return Brev(
            til=til,
            emne=oversett("Nye varsler i IMDinett Mottak" if len(hva) > 1 else "Nytt varsel i IMDinett Mottak"),
            tekst=_tekst(hva, varsler[0].id, base_url, _tillegg(noekkel, varsler[0], imdi_mail)),
            noekkel=hashlib.sha256("".join(sorted(laan.ider)).encode()).hexdigest()[:32],
            spraak=spraak,
        )


def suppler() -> None:
    """Whoever has become a receiver while a notice waited gets it too (M6)."""
    venter = sa.select(Utsending.varsel_id).where(Utsending.tilstand == Tilstand.VENTER)
    rader = sesjon.execute(sa.select(Utsending.varsel_id, Utsending.mottaker).where(Utsending.varsel_id.in_(venter)))
    har = {(varsel_id, noekkel) for varsel_id, noekkel in rader}
    finn = cache(adressat.adressater)
    kjente = (Varsel.id.in_(venter), Varsel.anledning.in_(list(ANLEDNINGER)))
    varsler = sesjon.scalars(sa.select(Varsel).where(*kjente)).all()
    lukkede = av_bare_skjermede({varsel.samtale_id for varsel in varsler})
    for varsel in varsler:
        til = varsel.til(lukkede)
        if any((varsel.id, adressat_.noekkel) not in har for adressat_ in finn(til)):
            epost.legg_i_koe(varsel.id, til)


def _tillegg(noekkel: str, foerste: Varsel, imdi_mail: str) -> list[str]:
    """To the address of a kommune in which nobody can log in: how to get access."""
    trenger = noekkel == KOMMUNEPOST and not adressat.har_bruker(foerste.kommune_nummer)
    return ["", oversett(UTEN_BRUKER, imdi=imdi_mail)] if trenger else []


def _tekst(hva: Sequence[str], varsel_id: str, base_url: str, tillegg: Sequence[str]) -> str:
    lenke = f"{base_url}/varsler" + ("" if len(hva) > 1 else f"/{varsel_id}")
    innledning = [oversett("Nye varsler siden sist: %(antall)s", antall=len(hva)), ""] if len(hva) > 1 else []
    logg_inn = oversett("Logg inn for å se hva det gjelder:")
    ikke_svar = oversett("Denne e-posten er sendt automatisk og kan ikke besvares.")
    return "\n".join([*innledning, *dict.fromkeys(hva), "", logg_inn, lenke, *tillegg, "", ikke_svar, ""])
