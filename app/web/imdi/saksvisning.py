"""A completed household as IMDi reads it: the answers as they stand, what was rectified, and the internal remarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext

from app.domain.beboer import fakta
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.bosetting.dobbelt import Sammenslaaing, historikk
from app.domain.bosetting.retting import BOSETTING, Retting, gjeldende
from app.domain.bosetting.sak import Versjon
from app.domain.kartlegging.kartlegging import KARTLEGGING
from app.domain.samtale.merknad import Merknad, les_merknad
from app.domain.samtale.svar import Svarsamling
from app.domain.skjema.grammatikk import Leser, Liste
from app.web.felles.gjennomlest import Linje, Seksjonstekst, som_tekst
from app.web.felles.skjemavisning import FeltVisning, Skjemavisning, ledetekst


@dataclass(frozen=True)
class Medlem:
    """One member of the household on the case page."""

    beboer: Beboer
    samling: Svarsamling
    rettinger: Sequence[Retting]
    merknader: Sequence[tuple[Merknad, str, str]]
    sammenslaatt: Sequence[Sammenslaaing]

    @property
    def fakta(self) -> list[tuple[str, str]]:
        """With the DUF-nummer whole: that the case is opened is logged."""
        return fakta.om(self.beboer, Leser.IMDI, helt_nummer=True)

    @property
    def interne(self) -> list[tuple[Merknad, str, str, str]]:
        """The sealed remarks, decrypted: remark, writer, mottak, text."""
        return [(m, navn, mottak, les_merknad(m.kryptert, m.beboer_id)) for m, navn, mottak in self.merknader]

    @property
    def trukket(self) -> list[Retting]:
        """What was withdrawn of the settlement status."""
        return [r for r in self.rettinger if r.sti == BOSETTING]

    @property
    def seksjoner(self) -> list[Seksjonstekst]:
        """The sections with their lines; in the place of the internal remark's draft stand the sealed ones."""
        return [som_tekst(seksjon, self._linje) for seksjon in Skjemavisning(self.beboer, self.samling).seksjoner()]

    def _linje(self, felt: FeltVisning) -> Linje:
        vis = felt.felt.type.vis
        rettinger = [(r, vis(r.fra), vis(r.til)) for r in self.rettinger if r.sti == felt.sti]
        return Linje(felt.felt.ledetekst, felt.vist, felt.sti, rettinger=rettinger)


def medlemmer(samtale: Bosettingssamtale, svar: Any, rettinger: Sequence[Retting], merknader: Any) -> list[Medlem]:
    """The members of the household, each with what concerns them."""
    naa, slaatt = gjeldende(svar, rettinger), historikk([d.id for d in samtale.deltakere])
    return [
        Medlem(d, naa[d.id], [r for r in rettinger if r.beboer_id == d.id], merknader[d.id], slaatt[d.id])
        for d in samtale.deltakere
    ]


def vis_versjon(versjon: Versjon) -> tuple[str, str | None]:
    """Label and value of a line of the history; the value of an internal remark is not shown."""
    navn, _, rest = versjon.sti.partition(".")
    ledd = KARTLEGGING.ledd(navn)
    sted = KARTLEGGING.finn(versjon.sti)
    if sted is None:
        entall = gettext(ledd.entall).capitalize() if isinstance(ledd, Liste) and rest else versjon.sti
        return entall, gettext("Fjernet") if versjon.verdi is None else gettext("Lagt til")
    return ledetekst(versjon.sti), None if sted.felt.kryptert else sted.felt.type.vis(versjon.verdi)
