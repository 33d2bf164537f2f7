"""Utgaver: a questionnaire through its versions, declared once: what is asked, what was, and where answers go on to."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from app.domain.skjema.felttyper import Felttype, Flervalg, Valg
from app.domain.skjema.grammatikk import Felt, Leser, Liste, Seksjon, Skjema, Sted
from app.domain.skjema.levetid import de_i, valg_i
from app.domain.skjema.overtakelse import overta


@dataclass(frozen=True, eq=False)
class Utgaver:
    """`seksjoner` hold everything that is asked in `versjon`, the newest, or was in an older one."""

    versjon: int
    seksjoner: tuple[Seksjon, ...]
    _laget: dict[tuple[int, Leser | None], Skjema] = field(default_factory=dict, init=False, repr=False)
    _flyttet: dict[int, frozenset[str]] = field(default_factory=dict, init=False, repr=False)

    def utgave(self, versjon: int, leser: Leser | None = None) -> Skjema:
        """The questionnaire as of a version, whole or to a reader; of one that is newer than all here, the newest."""
        noekkel = min(versjon, self.versjon), leser
        if noekkel not in self._laget:
            self._laget[noekkel] = self.utgave(versjon).for_leser(leser) if leser else self._les(noekkel[0])
        return self._laget[noekkel]

    def sted(self, sti: str, versjon: int) -> Sted | None:
        """The place a path names, as of a version, or of the last one before it in which it was asked."""
        return next((sted for utgave in self._bakover(versjon) if (sted := utgave.finn(sti))), None)

    def liste(self, sti: str, versjon: int) -> Liste | None:
        """As `sted`, the group whose row a path names."""
        return next((liste for utgave in self._bakover(versjon) if (liste := utgave.finn_rad(sti))), None)

    def er_skjult(self, sted: Sted, versjon: int, svar: Mapping[str, Any]) -> bool:
        """Whether a question that is gone in that version hung on one that is still asked, and is now answered
        otherwise: its answer had fallen away if it had stayed."""
        naa, foer = self.utgave(versjon), next(u for u in self._bakover(versjon) if u.finn(sted.sti))
        prefiks = sted.sti.removesuffix(sted.felt.navn)
        egen, listens = sted.felt.hvis, sted.liste.hvis if sted.liste else None
        paa = [sti for hvis, sti in ((egen, prefiks), (listens, "")) if hvis and naa.finn(sti + hvis[0])]
        return bool(paa) and not foer.er_synlig(sted, svar)

    def flyttet(self, til: int) -> frozenset[str]:
        """Names of the questions whose answers stand otherwise in version `til` than in the one before."""
        if til not in self._flyttet:
            self._flyttet[til] = frozenset(self._finn_flyttet(til))
        return self._flyttet[til]

    def videre(self, sti: str, verdi: Any, til: int) -> dict[str, Any]:
        """Where an answer given in the version before stands in version `til`, and as what: path → value.

        At its own path while the question is there, as a text where it fits no more; at those of the questions that
        take its place, and can use it; else at its own path, as it was.
        """
        gammelt = self.utgave(til - 1).finn(sti)
        if gammelt is None:
            return dict.fromkeys(self._rader_videre(sti, til), verdi) or {sti: verdi}
        nye = {nytt.sti: _omgjort(gammelt, nytt, verdi, til) for nytt in self._arvinger(gammelt, til)}
        return {ny: v for ny, v in nye.items() if v is not None or verdi is None} or {sti: verdi}

    def _les(self, versjon: int) -> Skjema:
        return Skjema(versjon, tuple(_seksjon_i(seksjon, versjon) for seksjon in de_i(self.seksjoner, versjon)))

    def _bakover(self, versjon: int) -> Iterator[Skjema]:
        return (self.utgave(v) for v in range(min(versjon, self.versjon), 0, -1))

    def _finn_flyttet(self, til: int) -> Iterator[str]:
        for navn, gammelt in _alle(self.utgave(til - 1)):
            if isinstance(gammelt, Liste):
                if list(self._rader_videre(gammelt.navn + ".", til)):
                    yield navn
                continue
            for nytt in self._arvinger(gammelt, til):
                if nytt.sti != gammelt.sti or _er_ny(gammelt.felt, nytt.felt, til):
                    yield navn

    def _rader_videre(self, sti: str, til: int) -> Iterator[str]:
        navn, _, rad = sti.partition(".")
        return (f"{ledd.navn}.{rad}" for ledd in self._ledd(til) if isinstance(ledd, Liste) and _arver(ledd, navn, til))

    def _arvinger(self, gammelt: Sted, til: int) -> Iterator[Sted]:
        """The places in version `til` that have this question, or take over for it."""
        navn = gammelt.felt.navn
        for ledd in self._ledd(til):
            if isinstance(ledd, Felt) and not gammelt.liste and (ledd.navn == navn or _arver(ledd, navn, til)):
                yield Sted(ledd.navn, ledd)
            if isinstance(ledd, Liste) and gammelt.liste:
                egen, arver = ledd.navn == gammelt.liste.navn, _arver(ledd, gammelt.liste.navn, til)
                for felt in ledd.felter if egen or arver else ():
                    if felt.navn == navn or (felt.erstatter == navn and (arver or felt.fra == til)):
                        yield Sted(f"{ledd.navn}.{gammelt.rad}.{felt.navn}", felt, ledd, gammelt.rad)

    def _ledd(self, versjon: int) -> Iterator[Felt | Liste]:
        return (ledd for seksjon in self.utgave(versjon).seksjoner for ledd in seksjon.ledd)


def navn_paa(sti: str) -> str:
    """What a path is named by in `flyttet`: a field, a group's field, or for a row its group."""
    navn, _, rest = sti.partition(".")
    felt = rest.partition(".")[2]
    return f"{navn}.{felt}" if felt else navn


def _alle(skjema: Skjema) -> Iterator[tuple[str, Sted | Liste]]:
    for ledd in (ledd for seksjon in skjema.seksjoner for ledd in seksjon.ledd):
        if isinstance(ledd, Felt):
            yield ledd.navn, Sted(ledd.navn, ledd)
            continue
        yield ledd.navn, ledd
        for felt in ledd.felter:
            yield f"{ledd.navn}.{felt.navn}", Sted(f"{ledd.navn}..{felt.navn}", felt, ledd)


def _seksjon_i(seksjon: Seksjon, versjon: int) -> Seksjon:
    return replace(seksjon, ledd=tuple(_ledd_i(ledd, versjon) for ledd in de_i(seksjon.ledd, versjon)))


def _ledd_i(ledd: Felt | Liste, versjon: int) -> Felt | Liste:
    if isinstance(ledd, Felt):
        return replace(ledd, type=_type_i(ledd.type, versjon))
    return replace(ledd, felter=tuple(replace(f, type=_type_i(f.type, versjon)) for f in de_i(ledd.felter, versjon)))


def _type_i(felttype: Felttype, versjon: int) -> Felttype:
    if isinstance(felttype, Valg | Flervalg):
        return replace(felttype, valg=valg_i(felttype.valg, versjon))
    return felttype


def _arver(ledd: Felt | Liste, navn: str, til: int) -> bool:
    return ledd.erstatter == navn and ledd.fra == til


def _er_ny(gammelt: Felt, nytt: Felt, til: int) -> bool:
    omgjoeres = any(foer.omgjoer for foer in nytt.foer if foer.til == til - 1)
    return gammelt.type != nytt.type or gammelt.kryptert != nytt.kryptert or omgjoeres


def _omgjort(gammelt: Sted, nytt: Sted, verdi: Any, til: int) -> Any:
    if verdi is None:
        return None
    if gammelt.felt.navn != nytt.felt.navn:
        omgjoer = nytt.felt.omgjoer
        return omgjoer(verdi) if omgjoer else overta(nytt.felt.type, gammelt.felt.type, verdi)
    omgjoer = next((foer.omgjoer for foer in nytt.felt.foer if foer.til == til - 1), None)
    omgjort = omgjoer(verdi) if omgjoer else None
    return overta(nytt.felt.type, gammelt.felt.type, verdi) if omgjort is None else omgjort
