"""A completed household as IMDi reads it: the answers as they stand, what was rectified, and the internal remarks."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from textwrap import shorten
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from app.domain.beboer import fakta
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.bosetting.dobbelt import Sammenslaaing, historikk
from app.domain.bosetting.overblikk import HAR_BEHOV, Kommunen, tilknyttet
from app.domain.bosetting.retting import BOSETTING, Retting, gjeldende
from app.domain.bosetting.sak import Versjon
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.kartlegging.kompetanse import BARNEHAGE_OG_SKOLE, KOMPETANSE
from app.domain.samtale.fjerning import Fjernet
from app.domain.samtale.merknad import Merknad, les_merknad
from app.domain.samtale.svar import verdier
from app.domain.samtale.svarlager import Svarsamling
from app.domain.skjema.grammatikk import Leser, Skjema
from app.norsk import tidspunkt, uten_retning
from app.spraak.katalog import oversett
from app.web.felles.gjennomlest import Linje, Seksjonstekst, rettet_slik, som_tekst, tatt_ut_tekst
from app.web.felles.lest import som_lest
from app.web.felles.skjemavisning import FeltVisning, Skjemavisning

UKJENT = _l("Et spørsmål som ikke finnes lenger")
FOERST = ("arbeidserfaring", "utdanning")
"""What of the competence the head of the page tells first."""
HOEYST_TEGN = 140


@dataclass(frozen=True)
class Medlem:
    """One member of the household on the case page."""

    beboer: Beboer
    samling: Svarsamling
    rettinger: Sequence[Retting]
    merknader: Sequence[tuple[Merknad, str, str]]
    sammenslaatt: Sequence[Sammenslaaing]
    skjema_versjon: int

    @property
    def fakta(self) -> list[tuple[str, str]]:
        """With the DUF-nummer whole: that the case is opened is logged."""
        return fakta.om(self.beboer, Leser.IMDI, helt_nummer=True)

    @cached_property
    def interne(self) -> list[tuple[Merknad, str, str, str]]:
        """The sealed remarks, decrypted: remark, writer, mottak, text."""
        return [(m, navn, mottak, les_merknad(m.kryptert, m.beboer_id)) for m, navn, mottak in self.merknader]

    @property
    def trukket(self) -> list[str]:
        """What was withdrawn of the settlement status."""
        return [rettet_slik(r, r.fra, r.til) for r in self.rettinger if r.sti == BOSETTING]

    @cached_property
    def seksjoner(self) -> list[Seksjonstekst]:
        """The sections with their lines; in the place of the internal remark's draft stand the sealed ones."""
        visning = Skjemavisning(self.beboer, self.samling, skjema=self._skjema)
        seksjoner = [som_tekst(seksjon, self._linje) for seksjon in visning.seksjoner()]
        return seksjoner + tatt_ut_tekst(visning, self._linje, Leser.IMDI)

    @property
    def rolle(self) -> str:
        """In the household, as the register has it."""
        return uten_retning(self.beboer.familierolle or "")

    @property
    def kommuner(self) -> Sequence[Kommunen]:
        """That there is tilknytning to."""
        return tilknyttet(self._skjema, verdier(self.samling))

    @property
    def tilrettelegging(self) -> str:
        """The answer to whether anything must be arranged, and no more: what it is, is health."""
        return next((linje.vist for s in self.seksjoner for linje in s.linjer if linje.sti == HAR_BEHOV), "")

    @property
    def kompetanse(self) -> str:
        """What is written of it, in a line."""
        deler = [s for s in self.seksjoner if s.navn in (KOMPETANSE.navn, BARNEHAGE_OG_SKOLE.navn)]
        svarte = [linje for s in deler for linje in s.linjer if linje.vist]
        ordnet = sorted(svarte, key=lambda linje: linje.sti not in FOERST)
        return shorten(" · ".join(linje.vist for linje in ordnet), HOEYST_TEGN, placeholder=" …")

    @property
    def _skjema(self) -> Skjema:
        return UTGAVER.utgave(self.skjema_versjon)

    def _linje(self, felt: FeltVisning) -> Linje:
        type_ = felt.felt.type
        mine = [r for r in self.rettinger if r.sti == felt.sti]
        rettinger = [rettet_slik(r, som_lest(type_, r.fra), som_lest(type_, r.til)) for r in mine]
        savnet = felt.felt.paakrevd and not felt.vist
        return Linje(felt.felt.ledetekst, felt.vist, felt.sti, savnet, rettinger=rettinger)


def medlemmer(samtale: Bosettingssamtale, svar: Any, rettinger: Sequence[Retting], merknader: Any) -> list[Medlem]:
    """The members of the household, each with what concerns them."""
    naa, slaatt = gjeldende(svar, rettinger), historikk([d.id for d in samtale.deltakere])
    return [
        Medlem(
            d,
            naa[d.id],
            [r for r in rettinger if r.beboer_id == d.id],
            merknader[d.id],
            slaatt[d.id],
            samtale.skjema_versjon,
        )
        for d in samtale.deltakere
    ]


def vis_versjon(versjon: Versjon) -> tuple[str, str | None]:
    """Label and value of a line of the history, by the question as it was asked then; the value of an internal remark
    is not shown. Health information without consent was taken out at completion (fjerning.py)."""
    utgave = UTGAVER.utgave(versjon.skjema_versjon)
    sted = UTGAVER.sted(versjon.sti, versjon.skjema_versjon)
    liste = UTGAVER.liste(versjon.sti, versjon.skjema_versjon)
    ledetekst = sted.felt.ledetekst if sted else gettext(liste.entall).capitalize() if liste else UKJENT
    if versjon.fjernet and versjon.fjernet_tid:
        verdier = {"hva": oversett(Fjernet(versjon.fjernet).tekst), "navn": versjon.fjernet_av}
        return str(ledetekst), gettext("%(hva)s, av %(navn)s %(tid)s", tid=tidspunkt(versjon.fjernet_tid), **verdier)
    if versjon.verdi is None and not utgave.finn(versjon.sti) and not utgave.finn_rad(versjon.sti):
        return str(ledetekst), gettext("Overført til skjemaversjon %(nr)s", nr=versjon.skjema_versjon)
    if sted is None:
        return str(ledetekst), gettext("Fjernet") if versjon.verdi is None else gettext("Lagt til")
    return ledetekst, None if sted.felt.kryptert else som_lest(sted.felt.type, versjon.verdi)
