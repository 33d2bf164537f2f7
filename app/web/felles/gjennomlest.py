"""Answers as text: the read-through, IMDi's case and the kommune's page draw a person from the same lines."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext

from app.domain.beboer.modell import Beboer
from app.domain.bosetting.retting import Merke, Retting
from app.domain.kartlegging.kartlegging import slik
from app.domain.samtale.merknad import Merknad
from app.domain.samtale.skjemaversjon import tatt_ut
from app.domain.samtale.svarlager import Sti, Svarsamling
from app.domain.skjema.grammatikk import Leser, Sted
from app.norsk import tidspunkt, vist_dato
from app.web.felles.lest import som_lest
from app.web.felles.skjemavisning import FeltVisning, ListeVisning, SeksjonVisning, Skjemavisning, person


@dataclass(frozen=True)
class Linje:
    """A question with its answer as people read it; `sti` is empty where it is about a whole group of rows."""

    ledetekst: str
    vist: str
    sti: Sti
    savnet: bool = False
    """Required, and missing."""
    intern: bool = False
    rettinger: Sequence[str] = ()
    """The rectifications of it, a sentence each (`rettet_slik`)."""
    merke: Merke | None = None
    """That it has been rectified, for readers who are not told more."""
    gruppe: str = ""
    """The row it stands in, as «Relasjon 2»."""
    kan_endres: bool = True
    """Whether the question is still asked."""

    @property
    def tom(self) -> bool:
        """An optional question that nobody answered, nor rectified."""
        return not (self.vist or self.savnet or self.merke or self.rettinger or self.intern)

    @property
    def merket(self) -> str:
        """That it has been rectified, for those who are not told by whom; and what it says now, if that is not it."""
        if self.merke is None:
            return ""
        rettet: str = gettext("Rettet av IMDi %(dato)s.", dato=vist_dato(self.merke.rettet))
        naa = som_lest(self.merke.sted.felt.type, self.merke.til)
        return rettet if naa == self.vist else f"{rettet} {gettext('Nå: «%(svar)s»', svar=naa or gettext('tomt'))}"

    @property
    def navn(self) -> str:
        """What it is called where it stands alone."""
        return f"{self.gruppe}: {gettext(self.ledetekst)}" if self.gruppe else gettext(self.ledetekst)


def forseglet_slik(merknad: Merknad) -> str:
    """What the mottak may know of a sealed internal remark."""
    return str(
        gettext(
            "Skrevet %(tid)s, %(lengde)s tegn. Bare IMDi kan lese teksten.",
            tid=tidspunkt(merknad.forseglet),
            lengde=merknad.lengde,
        )
    )


def rettet_slik(rettingen: Retting, fra: str | None, til: str | None) -> str:
    """A rectification in one sentence, for IMDi: who, when, from what to what, and why."""
    return str(
        gettext(
            "Retting %(nr)s, %(tid)s av %(navn)s: fra «%(fra)s» til «%(til)s». Grunn: %(grunn)s",
            nr=rettingen.nummer,
            tid=tidspunkt(rettingen.rettet),
            navn=rettingen.rettet_av.navn,
            fra=fra or gettext("tomt"),
            til=til or gettext("tomt"),
            grunn=rettingen.grunn,
        )
    )


@dataclass(frozen=True)
class Seksjonstekst:
    """A section as text: single lines, and the rows of repeated groups under a heading each."""

    navn: str
    tittel: str
    linjer: Sequence[Linje]
    rader: Sequence[tuple[str, Sequence[Linje]]]
    fakta: bool = False
    intern: bool = False
    ingress: str = ""

    @property
    def alle(self) -> Sequence[Linje]:
        return [*self.linjer, *(linje for _, rad in self.rader for linje in rad)]


def medlem(
    beboer: Beboer,
    samling: Svarsamling,
    *,
    versjon: int,
    leser: Leser = Leser.MOTTAK,
    savnet: Sequence[str] = (),
    merker: Sequence[Merke] = (),
) -> dict[str, Any]:
    """What this reader may see of a person: facts, and the sections with their lines (F15, F16).

    `versjon` is that of the questionnaire, `savnet` are the paths of required answers that are missing, `merker` what
    has been rectified of the interview.
    """
    rettet = {merke.sted.sti: merke for merke in merker if merke.beboer_id == beboer.id}
    skjema = slik(leser, versjon)
    visning = Skjemavisning(beboer, skjema.lesbare(samling), skjema=skjema)

    def linje(felt: FeltVisning) -> Linje:
        return Linje(
            felt.felt.ledetekst, felt.vist, felt.sti, felt.sti in savnet, felt.felt.kryptert, merke=rettet.get(felt.sti)
        )

    seksjoner = [som_tekst(seksjon, linje, savnet) for seksjon in visning.seksjoner()]
    uttatte = tatt_ut_tekst(Skjemavisning(beboer, samling, skjema=skjema), linje, leser)
    return {"beboer": person(beboer, leser), "seksjoner": seksjoner + uttatte}


def lest_linje(felt: FeltVisning) -> Linje:
    """The line of a field, and nothing about it."""
    return Linje(felt.felt.ledetekst, felt.vist, felt.sti)


def tatt_ut_tekst(visning: Skjemavisning, linje: Callable[[FeltVisning], Linje], leser: Leser) -> list[Seksjonstekst]:
    """A section with the answers to questions that are gone, under the questions as they were; none where none are."""
    steder = tatt_ut(visning.beboer, visning.samling, visning.skjema.versjon, leser)
    linjer = [replace(linje(visning.felt(sted)), ledetekst=_ledetekst(sted), kan_endres=False) for sted in steder]
    tittel = gettext("Svar på spørsmål som er tatt ut")
    ingress = gettext("Spørsmålene er tatt ut av skjemaet etter at de ble besvart. Svarene følger med.")
    return [Seksjonstekst("tatt_ut", tittel, linjer, (), ingress=ingress)] if linjer else []


def _ledetekst(sted: Sted) -> str:
    """Also of which group it was."""
    gruppe = f"{gettext(sted.liste.entall).capitalize()}: " if sted.liste else ""
    return f"{gruppe}{gettext(sted.felt.ledetekst)}"


def som_tekst(
    seksjon: SeksjonVisning, linje: Callable[[FeltVisning], Linje], savnet: Sequence[str] = ()
) -> Seksjonstekst:
    """The questions that are asked, with their answers; `linje` makes the line of a field."""
    felter = [linje(ledd) for ledd in seksjon.ledd if isinstance(ledd, FeltVisning) and ledd.synlig]
    lister = [ledd for ledd in seksjon.ledd if isinstance(ledd, ListeVisning) and ledd.synlig]
    tomme = [
        Linje(v.liste.ledetekst, gettext("Ingen"), v.navn if v.navn in savnet else "", v.navn in savnet)
        for v in lister
        if not v.rader
    ]
    rader = [
        (navn, [replace(linje(f), gruppe=navn) for f in rad.felter if f.synlig])
        for v in lister
        for nr, rad in enumerate(v.rader, 1)
        for navn in [f"{gettext(v.liste.entall).capitalize()} {nr}"]
    ]
    return Seksjonstekst(seksjon.navn, seksjon.tittel, felter + tomme, rader, seksjon.fakta, seksjon.intern)
