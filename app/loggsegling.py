"""Which logs are sealed, by whom, and where the head of the chain is kept: the worker seals, the operator verifies."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from app.db import arbeid
from app.domain.kartlegging.kartlegging import INTERN_MERKNAD
from app.domain.logg import segl
from app.domain.logg.hendelse import Hendelse
from app.domain.logg.segl import Avvik, Seglet
from app.domain.samtale.svarlager import Svarhistorikk
from app.domain.tid import naa

LOGGENE: Sequence[Seglet] = (
    Seglet(Hendelse.__table__),
    Seglet(
        Svarhistorikk.__table__,
        personlig=frozenset({"verdi", "fjernet", "fjernet_tid", "fjernet_av_id"}),
        kan_endres=lambda rad: rad["sti"] == INTERN_MERKNAD.navn or (rad["fjernet"] and rad["verdi"] is None),
    ),
)
"""A value can be taken out of the history (fjerning.py), and the remark, which lies encrypted, gets another key."""


def forsegl(hodefil: Path) -> None:
    """Seal all that is not, and add the head to the file where anything was."""
    forseglet = 0
    for om in LOGGENE:
        antall = 1
        while antall:
            with arbeid(skriver=True):
                antall = segl.forsegl(om)
            forseglet += antall
    if forseglet:
        with arbeid(skriver=False):
            nummer, sum_ = segl.hode()
        with hodefil.open("a", encoding="ascii") as fil:
            fil.write(f"{naa():%Y-%m-%dT%H:%M:%SZ} {nummer} {sum_}\n")


def verifiser(hodefil: Path) -> Iterator[Avvik]:
    """What does not fit, of the rows, the seals, and the heads that were kept. Inside a unit of work.

    Raises ValueError where the file holds something else than heads.
    """
    yield from segl.verifiser(LOGGENE)
    for linje in hodefil.read_text("ascii").splitlines() if hodefil.exists() else ():
        _tid, nummer, sum_ = linje.split()
        if not segl.har_hatt(int(nummer), sum_):
            yield Avvik(int(nummer), "hodet i filen finnes ikke i kjeden")
