"""Demo-postkasse: the e-mail that the demo would have sent, with links that work. There is none outside demo mode."""

from datetime import UTC, datetime
from urllib.parse import urlsplit

from flask import current_app
from flask.typing import ResponseReturnValue

from app import posttjener
from app.config import Config
from app.domain.tilgang.matrise import Rett
from app.domain.unntak import IkkeFunnet
from app.posttjener import Lagt
from app.web.felles.rom import Rom, krever
from app.web.felles.vis import vis

rom = Rom("demopost")


@rom.get("/demo-postkasse")
@krever(Rett.ARBEIDSFLATE_SE)
def liste() -> ResponseReturnValue:
    config: Config = current_app.extensions["mottak_config"]
    if not config.demo:
        raise IkkeFunnet
    brev = [_visning(lagt, config.base_url) for lagt in posttjener.i_mappe(config.postmappe)]
    return vis("demopost/liste.html", brev=brev, hoeyst=posttjener.HOEYST_I_MAPPEN)


def _visning(lagt: Lagt, base_url: str) -> dict[str, object]:
    """The text line by line, the link by its path: the demo may answer at another port than when it was sent."""
    linjer = lagt.tekst.splitlines()
    lenker = [urlsplit(linje).path if linje.startswith(f"{base_url}/") else None for linje in linjer]
    return {
        "til": lagt.til,
        "emne": lagt.emne,
        "tid": datetime.fromtimestamp(lagt.tid, UTC),
        "linjer": list(zip(linjer, lenker, strict=True)),
    }
