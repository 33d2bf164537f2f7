"""A mutation: a place in the code, what it is broken to, and the fewest tests that see it."""

from typing import NamedTuple


class Mutasjon(NamedTuple):
    """`tester` are node ids under tests/, run on SQLite unless `uten` names it: then on PostgreSQL."""

    fil: str
    gammelt: str
    nytt: str
    tester: tuple[str, ...]
    uten: str = "postgresql"

    def __str__(self) -> str:
        return f"{self.fil.removeprefix('app/')}: {' '.join(self.gammelt.split())[:60]}"


def i_filen(fil: str, *steder: tuple[str, str, str], uten: str = "postgresql") -> tuple[Mutasjon, ...]:
    """Several in one file: (what stands there, what is put in its place, the tests)."""
    return tuple(Mutasjon(fil, gammelt, nytt, tuple(tester.split()), uten) for gammelt, nytt, tester in steder)
