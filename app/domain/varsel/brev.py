"""Brev: what an e-mail says. One link, and nothing about any person, not even a status (L17, M5)."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.skjermingstilgang import av_bare_skjermede
from app.domain.varsel import adressat, epost, samlevarsel
from app.domain.varsel.adressat import IMDI, KOMMUNEPOST, Maalform
from app.domain.varsel.epost import Laan, Tilstand, Utsending
from app.domain.varsel.varsel import ANLEDNINGER, Varsel


@dataclass(frozen=True)
class Brevmal:
    """The fixed words around what has happened, in one language."""

    emne: str
    emne_samlet: str
    logg_inn: str
    samlet: str
    uten_bruker: str
    ikke_svar: str


MALER: Mapping[Maalform, Brevmal] = {
    Maalform.BOKMAAL: Brevmal(
        emne="Nytt varsel i IMDinett Mottak",
        emne_samlet="Nye varsler i IMDinett Mottak",
        logg_inn="Logg inn for å se hva det gjelder:",
        samlet="Nye varsler siden sist: %(antall)s",
        uten_bruker=(
            "Ingen hos dere kan logge inn ennå. Skriv til IMDi, %(imdi)s, og oppgi navn og e-postadresse til den som "
            "skal ha tilgang."
        ),
        ikke_svar="Denne e-posten er sendt automatisk og kan ikke besvares.",
    ),
    Maalform.NYNORSK: Brevmal(
        emne="Nytt varsel i IMDinett Mottak",
        emne_samlet="Nye varsel i IMDinett Mottak",
        logg_inn="Logg inn for å sjå kva det gjeld:",
        samlet="Nye varsel sidan sist: %(antall)s",
        uten_bruker=(
            "Ingen hos dykk kan logge inn enno. Skriv til IMDi, %(imdi)s, og oppgi namn og e-postadresse til den som "
            "skal ha tilgang."
        ),
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
    hvor = [(imdi_mail, Maalform.BOKMAAL) if noekkel == IMDI else finn(noekkel, v.til(lukkede)) for _, v in rader]
    varsler = [varsel for (_, varsel), her in zip(rader, hvor, strict=True) if her]
    if not varsler:
        return None
    til, maalform = next(her for her in hvor if her)
    foerste = varsler[0]
    ogsaa = samlevarsel.ogsaa([varsel for varsel in varsler if varsel.samtale_id not in lukkede])
    nr = list(Maalform).index(maalform)
    hva = [varsel.tekster[1 + nr] % {"antall": varsel.antall} for varsel in varsler]
    hva += [ANLEDNINGER[anledning].epost[nr] for anledning in ogsaa]
    ider = "".join(sorted(laan.ider))
    return Brev(
        til=til,
        emne=MALER[maalform].emne_samlet if len(hva) > 1 else MALER[maalform].emne,
        tekst=_tekst(hva, foerste.id, maalform, base_url, _tillegg(noekkel, foerste, MALER[maalform], imdi_mail)),
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
    varsler = sesjon.scalars(sa.select(Varsel).where(*kjente)).all()
    lukkede = av_bare_skjermede({varsel.samtale_id for varsel in varsler})
    for varsel in varsler:
        til = varsel.til(lukkede)
        if any((varsel.id, adressat_.noekkel) not in har for adressat_ in finn(til)):
            epost.legg_i_koe(varsel.id, til)


def _tillegg(noekkel: str, foerste: Varsel, mal: Brevmal, imdi_mail: str) -> list[str]:
    """To the address of a kommune in which nobody can log in: how to get access."""
    trenger = noekkel == KOMMUNEPOST and not adressat.har_bruker(foerste.kommune_nummer)
    return ["", mal.uten_bruker % {"imdi": imdi_mail}] if trenger else []


def _tekst(hva: Sequence[str], varsel_id: str, maalform: Maalform, base_url: str, tillegg: Sequence[str]) -> str:
    mal = MALER[maalform]
    lenke = f"{base_url}/varsler" + ("" if len(hva) > 1 else f"/{varsel_id}")
    innledning = [mal.samlet % {"antall": len(hva)}, ""] if len(hva) > 1 else []
    return "\n".join([*innledning, *dict.fromkeys(hva), "", mal.logg_inn, lenke, *tillegg, "", mal.ikke_svar, ""])
