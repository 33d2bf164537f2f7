"""Why a login comes to nothing: the person, the answer, or the issuer; and which of these count as failures."""

from enum import StrEnum


class Aarsak(StrEnum):
    """Why a login came to nothing, as the log says it."""

    AVBRUTT = "avbrutt"
    FORELDET = "foreldet"
    """Ours, and used before or too old: another tab, the Back button, a long pause."""
    UGYLDIG_SVAR = "ugyldig_svar"
    UGYLDIG_TOKEN = "ugyldig_token"  # noqa: S105
    FOR_LAVT_NIVAA = "for_lavt_nivaa"
    FOR_GAMMEL = "for_gammel"
    UTEN_SUBJEKT = "uten_subjekt"
    UTEN_TILGANG = "uten_tilgang"

    @property
    def teller(self) -> bool:
        """Whether it counts as a failed login: what is forged or wrong does, what happens to honest people does not."""
        return self not in (self.AVBRUTT, self.FORELDET, self.FOR_LAVT_NIVAA, self.FOR_GAMMEL)

    @property
    def ufullfoert(self) -> bool:
        """Whether nobody has said who the person is: someone already logged in stays so, and goes on."""
        return self in (self.AVBRUTT, self.FORELDET, self.UGYLDIG_SVAR)


class Avvist(Exception):
    """The login, or the logout token, is refused; `neste` is where the person was going, as far as it is known."""

    def __init__(self, aarsak: Aarsak, neste: str | None = None) -> None:
        super().__init__(aarsak)
        self.aarsak, self.neste = aarsak, neste


class UtstederBorte(Exception):
    """The issuer does not answer, or not sensibly."""
