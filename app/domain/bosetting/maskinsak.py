"""Maskinsak: a completed household as another system may hold it: the members, how the settlement stands, the answers
as they stand after rectification, with the codes they are stored by; the internal remarks for whoever is let in."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from app.db import sesjon
from app.domain.beboer.doerer import deltakere_for_maskin
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.bosetting.dobbelt import sammenslaaing_av
from app.domain.bosetting.retting import BOSETTING, gjeldende, rettinger
from app.domain.bosetting.sak import sakens_merknader
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.samtale.merknad import Merknad, Uviselig, les_merknad
from app.domain.samtale.sakendring import Omfang, Utdrag, les
from app.domain.samtale.skjemaversjon import tatt_ut
from app.domain.samtale.svar import verdier
from app.domain.samtale.svarlager import Svarsamling, hent_lagrede
from app.domain.skjema.grammatikk import Leser, Sted
from app.domain.tilgang.mottak import Mottak
from app.domain.unntak import IkkeFunnet

REGISTERET = (
    "duf_nummer", "fornavn", "etternavn", "foedt", "bare_aar", "statsborgerskap", "tolkespraak", "familierolle",
    "enslig_mindreaarig", "representant", "kollektiv_beskyttelse", "skjermet",
)  # fmt: skip
"""What is told as the register has it."""
BOSETTINGEN = ("soekt_ut_til", "soekt_ut_navn", "utsoekingsdato", "planlagt_flytting", "bosettingsdato")


@dataclass(frozen=True)
class _Kilder:
    """What all members of one interview are described by."""

    skjema_versjon: int
    svar: Mapping[str, Svarsamling]
    rettet: Mapping[tuple[str, str], Any]
    numre: Mapping[str, Sequence[str]]
    mottak: Mapping[str, Mottak]
    merknader: Mapping[str, Sequence[Merknad]] | None


def les_endringer(klient: str, etter: str, omfang: Omfang) -> Utdrag:
    """As sakendring.les, and the log says which system has read which changes. Raises as it."""
    utdrag = les(etter, omfang)
    detalj = f"{klient}: {etter} → {utdrag.neste.tekst}"
    hendelse.noter(Handling.SAKENDRINGER_LEST, None, antall=len(utdrag.endringer), detalj=detalj)
    return utdrag


def hent(klient: str, samtale_id: str, omfang: Omfang) -> dict[str, Any]:
    """A completed household, and the log says which system has read it. Raises IkkeFunnet, also of the shielded to
    whoever is not let in, and where all are withdrawn."""
    samtale = sesjon.get(Bosettingssamtale, samtale_id)
    deltakere = list(sesjon.scalars(deltakere_for_maskin(samtale_id, skjermede=omfang.skjermede)))
    if samtale is None or not samtale.laast or not deltakere:
        raise IkkeFunnet
    hendelse.noter(Handling.SAK_HENTET, None, samtale_id=samtale_id, detalj=klient)
    for deltaker in deltakere:
        if deltaker.skjermet:
            hendelse.noter(Handling.SKJERMET_LEST, None, beboer_id=deltaker.id, detalj=klient)
    kilder = _kilder(samtale, deltakere, omfang)
    return {
        "id": samtale.id,
        "ferdigstilt": samtale.ferdigstilt,
        "skjema_versjon": samtale.skjema_versjon,
        "spraak": samtale.spraak,
        "deltakere": [_deltaker(d, kilder) for d in deltakere],
    }


def _kilder(samtale: Bosettingssamtale, deltakere: Sequence[Beboer], omfang: Omfang) -> _Kilder:
    ider, rettet = [d.id for d in deltakere], rettinger(samtale.id)
    mottakene = sesjon.scalars(sa.select(Mottak).where(Mottak.id.in_({d.mottak_id for d in deltakere})))
    merknader = {id_: [m for m, *_ in alle] for id_, alle in sakens_merknader(ider).items()}
    return _Kilder(
        skjema_versjon=samtale.skjema_versjon,
        svar=gjeldende(hent_lagrede(ider), rettet),
        rettet={(r.beboer_id, r.sti): r.rettet for r in rettet if r.sti != BOSETTING},
        numre={id_: [b.duf_nummer for b in slaatt] for id_, slaatt in sammenslaaing_av(ider).items()},
        mottak={m.id: m for m in mottakene},
        merknader=merknader if omfang.merknader else None,
    )


def _deltaker(beboer: Beboer, kilder: _Kilder) -> dict[str, Any]:
    mottak = kilder.mottak[beboer.mottak_id]
    om = {
        "id": beboer.id,
        **{navn: getattr(beboer, navn) for navn in REGISTERET},
        "andre_duf_numre": kilder.numre.get(beboer.id, []),
        "husstand": beboer.husstand_id,
        "mottak": {"nummer": mottak.nummer, "navn": mottak.navn},
        "kompass": beboer.kompass_lagret,
        "bosetting": {"status": beboer.bosetting, **{navn: getattr(beboer, navn) for navn in BOSETTINGEN}},
        "svar": [_svar(beboer, sted, kilder) for sted in _besvarte(beboer, kilder)],
    }
    if kilder.merknader is not None:
        om["merknader"] = [_merknad(m) for m in kilder.merknader[beboer.id]]
    return om


def _besvarte(beboer: Beboer, kilder: _Kilder) -> Iterator[Sted]:
    """The questions that were asked and answered, in the form's order, and then those taken out before completion."""
    samling, skjema = kilder.svar[beboer.id], UTGAVER.utgave(kilder.skjema_versjon, Leser.IMDI)
    svar = verdier(samling)
    stilte = [sted for sted in skjema.alle_steder(beboer, svar) if skjema.er_synlig(sted, svar)]
    for sted in [*stilte, *tatt_ut(beboer, samling, kilder.skjema_versjon, Leser.IMDI)]:
        if svar.get(sted.sti) is not None and not sted.felt.kryptert:
            yield sted


def _svar(beboer: Beboer, sted: Sted, kilder: _Kilder) -> dict[str, Any]:
    verdi = kilder.svar[beboer.id][sted.sti].verdi
    return {
        "sti": sted.sti,
        "felt": sted.felt.navn,
        "gruppe": sted.liste.navn if sted.liste else None,
        "ledetekst": sted.felt.ledetekst,
        "verdi": verdi,
        "tekst": sted.felt.type.vis(verdi),
        "rettet": kilder.rettet.get((beboer.id, sted.sti)),
    }


def _merknad(merknad: Merknad) -> dict[str, Any]:
    """A text that can't be decrypted is told of, without a text."""
    tekst = les_merknad(merknad.kryptert, merknad.beboer_id)
    return {"forseglet": merknad.forseglet, "tekst": None if isinstance(tekst, Uviselig) else tekst}
