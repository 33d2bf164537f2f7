"""What the user wrote that did not become the answer, as the form offers it when it is opened again."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from app.domain.kartlegging.kartlegging import KARTLEGGING, UTGAVER
from app.domain.samtale.svar import finnes
from app.domain.samtale.svarlager import Sti, Svarsamling
from app.domain.samtale.svarutkast import Utkast
from app.domain.skjema.grammatikk import Deltakende, Sted
from app.domain.unntak import Ugyldig
from app.web.felles.lest import som_lest
from app.web.felles.rom import innlogget
from app.web.felles.utfall import Motstrid, Utfall, motstrid
from app.web.felles.vis import setning


@dataclass(frozen=True)
class Hjemloest:
    """A text whose field is not there any more: its row is taken out, or the question has fallen away."""

    sti: Sti
    ledetekst: str
    tekst: str
    endret: datetime


@dataclass(frozen=True)
class Tilbud:
    """What is offered at the fields, and what is told above them."""

    utfall: dict[Sti, Utfall]
    hjemloese: list[Hjemloest]


def tilbud(beboer: Deltakende, samling: Svarsamling, utkast: Mapping[Sti, Utkast], navn: Mapping[str, str]) -> Tilbud:
    """The drafts as outcomes of the fields they belong to. One that says what is stored by now is passed over."""
    utfall, hjemloese = {}, []
    for sti, et in utkast.items():
        sted = KARTLEGGING.finn(sti)
        if sted and sted.felt.bortfalt and not sted.felt.gjelder(beboer):
            continue  # the answer is not needed: nobody is asked to take care of it
        if sted is None or not finnes(sted, beboer, samling):
            var = UTGAVER.sted(sti, UTGAVER.versjon)
            ledetekst = var.felt.ledetekst if var else ""
            hjemloese.append(Hjemloest(sti, ledetekst, ", ".join(et.raa), et.endret))
        elif ett := _utfall(sted, samling, et, navn):
            utfall[sti] = ett
    return Tilbud(utfall, hjemloese)


def _utfall(sted: Sted, samling: Svarsamling, utkast: Utkast, navn: Mapping[str, str]) -> Utfall | None:
    lagret, felttype = samling.get(sted.sti), sted.felt.type
    try:
        verdi = felttype.parse(utkast.raa)
    except Ugyldig as feil:
        return Utfall("ugyldig", utkast.raa, utkast.versjon, setning(feil), beholdt=utkast.endret)
    if verdi == (lagret.verdi if lagret else None):
        return None
    if lagret is None:
        to = Motstrid(som_lest(felttype, verdi), "", "", utkast.endret, 0)
    else:
        deres = None if sted.felt.kryptert else som_lest(felttype, lagret.verdi)
        hvem = navn.get(lagret.endret_av_id, "")
        mitt, er_mitt = som_lest(felttype, verdi), lagret.endret_av_id == innlogget().id
        to = motstrid(sted, mitt, deres, hvem, lagret.endret, lagret.versjon, er_mitt=er_mitt)
    return Utfall("konflikt", utkast.raa, utkast.versjon, konflikt=to, beholdt=utkast.endret)
