"""What the residents' register changes in running work: who is ready, moves, joins, leaves or is withdrawn.

One household at a time, in one transaction, behind the locks that a save and a completion take too: the interviews
first, then the persons. What staff have written goes along with the person; what is completed stays as it is.
"""

from collections.abc import Sequence

import sqlalchemy as sa

from app.db import ny_id, sesjon
from app.domain.beboer import skjermingstilgang
from app.domain.beboer.doerer import i_registeret
from app.domain.beboer.modell import Beboer, Husstand
from app.domain.beboer.statuser import Bosettingsstatus, Samtalestatus
from app.domain.kompass import kode
from app.domain.kompass.kode import Trekkaarsak
from app.domain.logg import hendelse
from app.domain.logg.hendelse import Handling
from app.domain.register import samtale
from app.domain.register.kjent import logglinjer
from app.domain.register.person import FAKTAKOLONNER, Registerperson
from app.domain.register.skriving import ny_beboer, nye_kolonner
from app.domain.tid import naa
from app.domain.varsel import samlevarsel
from app.domain.varsel.anledning import Anledning
from app.domain.varsel.kommunevarsel import varsle_kommunene_samlet


def gjennomfoer(personer: Sequence[Registerperson]) -> None:
    """Bring one household up to the register, in the caller's transaction."""
    husstand, beboere = _laas(personer)
    foer, stand = samtale.stilling(beboere), {beboer.id: _stand(beboer) for beboer in beboere}
    kjente = {beboer.duf_nummer: beboer for beboer in beboere}
    for person in personer:
        beboer = kjente.get(person.duf_nummer)
        if beboer and beboer.samme_som_id:
            continue  # merged since the import began: the row is another's number now
        if beboer:
            _oppdater(beboer, person, husstand)
        elif not person.trukket:
            beboere.append(_registrer(person, husstand))
    sesjon.flush()
    klare = {person.duf_nummer for person in personer if person.klar}
    samtale.plasser(beboere, klare, foer)
    endrede = [b for b in beboere if not b.trukket and b.id in stand and _stand(b) != stand[b.id]]
    varsle_kommunene_samlet(Anledning.KOMMUNE_ENDRET, endrede)
    _si_fra_om_nye([b for b in beboere if not b.trukket and stand.get(b.id, ())[:2] != _stand(b)[:2]], beboere)


def _stand(beboer: Beboer) -> tuple[object, ...]:
    """What the kommune, and IMDi, are told of when it is another: household, whether withdrawn, mottak, and facts."""
    return (
        beboer.husstand_id,
        beboer.trukket is None,
        beboer.mottak_id,
        *(getattr(beboer, navn) for navn in FAKTAKOLONNER if navn != "skjermet"),
    )


def _si_fra_om_nye(nye: Sequence[Beboer], beboere: Sequence[Beboer]) -> None:
    """Someone came to a household of which others are completed: IMDi is told of their case, and their kommune (F39).

    Not of a shielded one: the others are not to know that she is there.
    """
    husstander = {beboer.husstand_id for beboer in nye if not beboer.skjermet}
    ferdige = [
        b
        for b in beboere
        if b.husstand_id in husstander and b not in nye and not b.trukket and b.samtale and b.samtale.laast
    ]
    samlevarsel.send_samlet(Anledning.HUSSTAND_UTVIDET, sorted({(b.samtale_id or "", "") for b in ferdige}))
    varsle_kommunene_samlet(Anledning.KOMMUNE_ENDRET, ferdige)


def _laas(personer: Sequence[Registerperson]) -> tuple[Husstand, list[Beboer]]:
    """The household, made where it is new, and all whom the change may touch, with every row locked in its order."""
    numre = [person.duf_nummer for person in personer]
    husstand = _husstand(personer[0].husstand, numre)
    ider = {husstand.id, *(b.husstand_id for b in i_registeret(Beboer.duf_nummer.in_(numre)))}
    sesjon.scalars(
        sa.select(Husstand).where(Husstand.id.in_(ider)).order_by(Husstand.id).with_for_update(key_share=True)
    ).all()
    beroert = sa.or_(Beboer.duf_nummer.in_(numre), Beboer.husstand_id.in_(ider))
    samtaler = {beboer.samtale_id for beboer in i_registeret(beroert)}
    samtale.laas_samtaler({samtale for samtale in samtaler if samtale})
    beboere = i_registeret(beroert, laas=True)
    husstand.registernummer = personer[0].husstand  # the name is a key: others who hold a person may wait for it
    sesjon.flush()
    return husstand, beboere


def _husstand(registernummer: str, numre: Sequence[str]) -> Husstand:
    """The household of this name; else the one its members are in, if it has no name yet; else a new one."""
    husstand = sesjon.scalar(sa.select(Husstand).where(Husstand.registernummer == registernummer))
    if husstand is None:
        uten_navn = (
            sa.select(Husstand)
            .join(Beboer, Beboer.husstand_id == Husstand.id)
            .where(Beboer.duf_nummer.in_(numre), Husstand.registernummer.is_(None))
        )
        husstand = sesjon.scalars(uten_navn.order_by(Beboer.foedt, Beboer.id)).first() or Husstand(id=ny_id())
        sesjon.add(husstand)
        sesjon.flush()
    return husstand


def _registrer(person: Registerperson, husstand: Husstand) -> Beboer:
    beboer = Beboer(**ny_beboer(person, husstand.id))
    sesjon.add(beboer)
    sesjon.flush()
    hendelse.noter(Handling.BEBOER_REGISTRERT, None, beboer_id=beboer.id)
    return beboer


def _oppdater(beboer: Beboer, person: Registerperson, husstand: Husstand) -> None:
    endret = {navn: verdi for navn, verdi in person.fakta.items() if getattr(beboer, navn) != verdi}
    for navn, verdi in nye_kolonner(person, endret).items():
        setattr(beboer, navn, verdi)
    if endret:
        hendelse.noter_mange(Handling.BEBOER_OPPDATERT, logglinjer(beboer.id, endret))
    if person.trukket is (beboer.trukket is None):
        _trekk(beboer, bool(person.trukket))
    if beboer.mottak_id != person.mottak_id:
        _flytt(beboer, person.mottak_id)
    if beboer.husstand_id != husstand.id:
        beboer.husstand_id = husstand.id
        hendelse.noter(Handling.HUSSTAND_ENDRET, None, beboer_id=beboer.id)
    if person.har_sak is not None and person.har_sak != beboer.har_bosettingssak:
        _endre_sak(beboer, person.har_sak)
    if person.klar is False:
        _ikke_klar(beboer)


def _trekk(beboer: Beboer, trukket: bool) -> None:
    """Out of the work, and of an interview that is not completed; those who were told of a completion are told of it.
    The answers stay with the person.
    """
    beboer.trukket = naa() if trukket else None
    hendelse.noter(Handling.BEBOER_TRUKKET, None, beboer_id=beboer.id, felt="ja" if trukket else "nei")
    if trukket and beboer.samtale and beboer.samtale.laast:
        samlevarsel.send_samlet(Anledning.TRUKKET, [(beboer.samtale.id, beboer.mottak_id)])
        samlevarsel.send_samlet(Anledning.TRUKKET_FRA_IMDI, [(beboer.samtale.id, "")])
        varsle_kommunene_samlet(Anledning.KOMMUNE_TRUKKET, [beboer])
    if trukket:
        samtale.gaa_ut(beboer)
        kode.trekk_tilbake(beboer.id, Trekkaarsak.TRUKKET)


def _flytt(beboer: Beboer, mottak_id: str) -> None:
    """To another mottak. The internal remark the old one was writing becomes IMDi's, before anyone new can read it."""
    samtale.forsegl_utkast(beboer)
    hendelse.noter(
        Handling.BEBOER_FLYTTET, None, beboer_id=beboer.id, samtale_id=beboer.samtale_id,
        detalj=f"{beboer.mottak_id} → {mottak_id}",
    )  # fmt: skip
    beboer.mottak_id = mottak_id
    _etter_flytting(beboer)


def _etter_flytting(beboer: Beboer) -> None:
    """What the old mottak had opened for the person ends: access to a shielded one, and codes not yet used."""
    skjermingstilgang.avslutt_ved_flytting(beboer.id)
    kode.trekk_tilbake(beboer.id, Trekkaarsak.FLYTTET)


def _endre_sak(beboer: Beboer, har_sak: bool) -> None:
    """A bosettingssak arises: after a completed interview the person is «fordelingsklar» at once (story 5); or ends."""
    if har_sak:
        ferdig = beboer.samtalestatus == Samtalestatus.GJENNOMFOERT
        beboer.bosetting = Bosettingsstatus.FORDELINGSKLAR if ferdig else Bosettingsstatus.SAK_OPPRETTET
        if ferdig:
            samlevarsel.send_samlet(Anledning.FORDELINGSKLAR, [(beboer.samtale_id or "", beboer.mottak_id)])
    elif beboer.bosetting == Bosettingsstatus.SAK_OPPRETTET:
        beboer.bosetting = Bosettingsstatus.INGEN_SAK
        samtale.gaa_ut(beboer)
    hendelse.noter(Handling.BEBOER_OPPDATERT, None, beboer_id=beboer.id, felt="bosettingssak")


def _ikke_klar(beboer: Beboer) -> None:
    """Out of an interview that nobody has begun; one that is begun is carried through."""
    if beboer.har_bosettingssak and beboer.samtalestatus == Samtalestatus.KLAR:
        samtale.gaa_ut(beboer)
