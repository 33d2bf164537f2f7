"""The form as the templates draw it: the questionnaire joined with one person's answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any

from app.domain.beboer import fakta
from app.domain.beboer.modell import Beboer, Bosettingssamtale
from app.domain.kartlegging.kartlegging import KARTLEGGING, PRIVATE, UTGAVER
from app.domain.samtale.stilling import Del, Stilling, stilling
from app.domain.samtale.svar import verdier
from app.domain.samtale.svarlager import Lagret, Sti, Svarsamling
from app.domain.skjema.felttyper import Felttype
from app.domain.skjema.grammatikk import Deltakende, Felt, Leser, Liste, Seksjon, Skjema, Sted, rader
from app.domain.skjema.overtakelse import foreldet
from app.domain.skjema.spraaksvar import Spraaksvar
from app.domain.tid import dag_i_norge, i_dag
from app.norsk import soekenoekkel
from app.web.felles.lest import som_lest
from app.web.felles.utfall import Motstrid, Utfall


@dataclass(frozen=True)
class FeltVisning:
    sti: Sti
    felt: Felt
    verdi: Sequence[str]
    """What the control holds: the stored answer, or what was typed where it could not be stored."""
    vist: str
    versjon: int
    synlig: bool
    hvis_sti: str
    hvis_verdi: str
    utfall: Utfall
    lagret_tid: datetime | None
    lagret_av: str = ""
    """Who stored it, where that was somebody else or another day."""
    fra_registeret: tuple[str, datetime] | None = None
    """What the register says, and since when, where the mottak has answered otherwise (F59)."""
    foreldet: Sequence[str] = ()
    """What is stored and fits the question no more: it was answered in an older version of it."""
    faller_bort: Sequence[str] = ()
    """Labels of the answers that do not apply as this one is answered: they go at completion."""
    nr: str = ""
    """Its number, «3.2»; none in a row."""

    @property
    def tilstand(self) -> str:
        return self.utfall.tilstand

    @property
    def melding(self) -> str:
        return self.utfall.melding

    @property
    def konflikt(self) -> Motstrid | None:
        return self.utfall.konflikt

    @property
    def paakrevd(self) -> bool:
        return self.felt.paakrevd or bool(self.felt.minst_ett_av)

    @property
    def felter(self) -> "Sequence[FeltVisning]":
        return [self]


@dataclass(frozen=True)
class RadVisning:
    id: str
    sti: Sti
    versjon: int
    felter: Sequence[FeltVisning]
    melding: str = ""
    """Why it was not taken out."""
    fjernet: bool = False
    """It was taken out on this page, and can be put back from it."""


@dataclass(frozen=True)
class ListeVisning:
    liste: Liste
    rader: Sequence[RadVisning]
    melding: str
    synlig: bool
    hvis_sti: str
    hvis_verdi: str
    nr: str

    @property
    def navn(self) -> str:
        return self.liste.navn

    @property
    def felter(self) -> Sequence[FeltVisning]:
        return [felt for rad in self.rader for felt in rad.felter]


@dataclass(frozen=True)
class SeksjonVisning:
    seksjon: Seksjon
    ledd: Sequence[FeltVisning | ListeVisning]
    stand: Del
    nr: str

    @property
    def navn(self) -> str:
        return self.seksjon.navn

    @property
    def tittel(self) -> str:
        return self.seksjon.tittel

    @property
    def ingress(self) -> str:
        return self.seksjon.ingress

    @property
    def fakta(self) -> bool:
        return self.seksjon.fakta

    @property
    def sist_lagret(self) -> datetime | None:
        """When anything in it was last stored."""
        return max((felt.lagret_tid for ledd in self.ledd for felt in ledd.felter if felt.lagret_tid), default=None)

    @property
    def privat(self) -> bool:
        """Whether it is folded when the member is switched."""
        return self.navn in PRIVATE

    @property
    def intern(self) -> bool:
        """Whether it holds the internal remark, which is shown otherwise than an answer."""
        return any(ledd.felt.kryptert for ledd in self.ledd if isinstance(ledd, FeltVisning))


@dataclass(frozen=True)
class Skjemavisning:
    """Builds what is shown for one person; `utfall` holds what became of the fields just sent."""

    beboer: Deltakende
    samling: Svarsamling
    utfall: Mapping[Sti, Utfall] = field(default_factory=dict)
    skjema: Skjema = field(default_factory=lambda: KARTLEGGING)
    """The whole questionnaire, in the version the interview is shown by, or what a reader may see of it."""
    navn: Mapping[str, str] = field(default_factory=dict)
    """Name of whoever has stored an answer, by id."""
    meg: str = ""
    """Id of the user who is shown it."""
    fjernede: Mapping[Sti, int] = field(default_factory=dict)
    """Rows that were taken out on this page, and the places they had."""

    @property
    def svar(self) -> dict[Sti, Any]:
        return verdier(self.samling)

    def seksjoner(self) -> list[SeksjonVisning]:
        """The sections that hold anything for this person, in order."""
        deler = self.stilling.deler
        alle = [(seksjon, self.ledd(seksjon)) for seksjon in self.skjema.seksjoner]
        return [
            SeksjonVisning(s, ledd, deler[s.navn], self.skjema.numre[f"seksjon-{s.navn}"]) for s, ledd in alle if ledd
        ]

    @cached_property
    def stilling(self) -> Stilling:
        return stilling(self.skjema, self.beboer, self.svar)

    def ledd(self, seksjon: Seksjon) -> list[FeltVisning | ListeVisning]:
        return [
            self.liste(ledd) if isinstance(ledd, Liste) else self.felt(Sted(ledd.navn, ledd))
            for ledd in seksjon.ledd
            if isinstance(ledd, Liste) or ledd.angaar(self.beboer, self.svar)
        ]

    def felt(self, sted: Sted) -> FeltVisning:
        lagret = self.samling.get(sted.sti)
        utfall = self.utfall.get(sted.sti, Utfall())
        verdi = lagret.verdi if lagret else None
        avvist = utfall.tilstand in ("ugyldig", "konflikt")
        avhenger_av, avhengig_verdi = sted.felt.hvis or ("", "")
        return FeltVisning(
            sti=sted.sti,
            felt=sted.felt,
            verdi=utfall.raa if avvist else sted.felt.type.til_skjema(verdi),
            vist=som_lest(sted.felt.type, verdi),
            versjon=utfall.versjon if avvist else lagret.versjon if lagret else 0,
            synlig=self.skjema.er_synlig(sted, self.svar),
            hvis_sti=sted.sti.rpartition(".")[0] + "." * bool(sted.liste) + avhenger_av if avhenger_av else "",
            hvis_verdi=avhengig_verdi,
            utfall=utfall,
            lagret_tid=lagret.endret if lagret and verdi is not None else None,
            lagret_av=self._lagret_av(lagret) if lagret else "",
            fra_registeret=self._fra_registeret(sted.felt, verdi),
            foreldet=foreldet(sted.felt.type, verdi),
            faller_bort=self._faller_bort.get(sted.sti, ()),
            nr=self.skjema.numre.get(sted.sti, ""),
        )

    def _lagret_av(self, lagret: Lagret) -> str:
        er_mitt = lagret.endret_av_id == self.meg and dag_i_norge(lagret.endret) == i_dag()
        return "" if er_mitt else self.navn.get(lagret.endret_av_id, "")

    @cached_property
    def _faller_bort(self) -> Mapping[Sti, Sequence[str]]:
        """By the path of the question that is asked, and answered so that they do not apply."""
        bort = set(self.skjema.bortfaller(self.beboer, self.svar))
        funnet: dict[Sti, dict[str, None]] = {}
        for sted in self.skjema.alle_steder(self.beboer, self.svar) if bort else ():
            if sted.sti in bort:
                skjult_liste = sted.liste and not self.skjema.oppfylt(sted.liste.hvis, "", self.svar)
                ledd = sted.liste if sted.liste and skjult_liste else sted.felt
                funnet.setdefault(self._henger_paa(ledd, sted), {})[ledd.ledetekst] = None
        return {sti: list(ledetekster) for sti, ledetekster in funnet.items()}

    def _henger_paa(self, ledd: Felt | Liste, sted: Sted) -> Sti:
        """The nearest question that is asked, of those that decide whether this one is."""
        prefiks = sted.sti.removesuffix(ledd.navn) if isinstance(ledd, Felt) else ""
        nabo = self.skjema.finn(prefiks + ledd.hvis[0]) if ledd.hvis else None
        if nabo is None or self.skjema.er_synlig(nabo, self.svar):
            return nabo.sti if nabo else ""
        return self._henger_paa(nabo.felt, nabo)

    def _fra_registeret(self, felt: Felt, verdi: Any) -> tuple[str, datetime] | None:
        sagt = felt.i_registeret and isinstance(self.beboer, Beboer) and self.beboer.fra_register
        if not verdi or not sagt:
            return None
        registerets = _lest(felt.type, getattr(self.beboer, felt.navn))
        ulikt = registerets and soekenoekkel(registerets) != soekenoekkel(som_lest(felt.type, verdi))
        return (registerets, sagt) if ulikt else None

    def liste(self, liste: Liste) -> ListeVisning:
        hvis_sti, hvis_verdi = liste.hvis or ("", "")
        return ListeVisning(
            liste=liste,
            rader=[self.rad(liste, rad) for rad in self._rekkefoelge(liste)],
            melding=self.utfall.get(liste.navn, Utfall()).melding,
            synlig=self.skjema.oppfylt(liste.hvis, "", self.svar),
            hvis_sti=hvis_sti,
            hvis_verdi=hvis_verdi,
            nr=self.skjema.numre.get(liste.navn, ""),
        )

    def _rekkefoelge(self, liste: Liste) -> list[str]:
        """Ids of the rows, and of those that were taken out on this page, in the order they were added."""
        her = [sti.partition(".") for sti in self.fjernede]
        plasser = {rad: self.svar[f"{liste.navn}.{rad}"] for rad in rader(liste, self.svar)}
        plasser |= {rad: self.fjernede[f"{navn}.{rad}"] for navn, _, rad in her if navn == liste.navn}
        return sorted(plasser, key=lambda rad: (plasser[rad], rad))

    def rad(self, liste: Liste, rad: str) -> RadVisning:
        sti = f"{liste.navn}.{rad}"
        lagret, melding = self.samling[sti], self.utfall.get(sti, Utfall()).melding
        if lagret.verdi is None:
            return RadVisning(rad, sti, lagret.versjon, [], fjernet=True)
        felter = [self.felt(Sted(f"{sti}.{f.navn}", f, liste, rad)) for f in liste.felter]
        return RadVisning(rad, sti, lagret.versjon, felter, melding)


def _lest(felttype: Felttype, registerets: str | None) -> str:
    """What the register says, as an answer of this kind is read."""
    return som_lest(felttype, felttype.parse([registerets])) if registerets else ""


def person(beboer: Beboer, leser: Leser = Leser.MOTTAK) -> dict[str, object]:
    """A member as the head of the form shows him, with the facts from the register that this reader may know."""
    return {
        "id": beboer.id,
        "navn": beboer.navn,
        "skjermet": beboer.skjermet,
        "duf": beboer.duf_maskert,
        "foedt": beboer.foedt_vist,
        "alder": beboer.alder_vist,
        "statsborgerskap": beboer.statsborgerskap,
        "fakta": fakta.om(beboer, leser),
        "i_mot": {"tolkespraak": _lest(Spraaksvar(), beboer.tolkespraak)},
    }


def samtalehode(samtale: Bosettingssamtale) -> dict[str, object]:
    """The interview as the pages about it show it."""
    return {
        "id": samtale.id,
        "deltakere": samtale.deltakere,
        "laast": samtale.laast,
        "ferdigstilt": samtale.ferdigstilt,
        "ferdigstilt_av": samtale.ferdigstilt_av.navn if samtale.ferdigstilt_av else "",
    }


def ledetekst(sti: Sti) -> str:
    """The label of the field at a path, or of the repeated group whose row is missing."""
    sted = UTGAVER.sted(sti, UTGAVER.versjon)
    ledd = sted.felt if sted else KARTLEGGING.ledd(sti.partition(".")[0]) or UTGAVER.liste(sti, UTGAVER.versjon)
    return ledd.ledetekst if ledd else ""
