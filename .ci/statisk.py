"""Makes the files in static/bygd/ from their sources: joined, without comments and spaces, compressed hard.

Without arguments it makes what is missing and removes what is old; with `--kontroller` it only says what is not as it
should be, and ends with 1. The compressed bytes may differ from one version of the library to the next, so what is
compared is what they hold.
"""

import hashlib
import json
import sys
from collections.abc import Callable
from pathlib import Path

import brotli
import lightningcss
import rjsmin

KILDER = Path(__file__).resolve().parent.parent / "static"
BYGD = KILDER / "bygd"
PAKKER = {
    "felles.css": (
        "vendor/designsystemet-theme-1.11.0.css", "vendor/designsystemet-1.22.0.css", "app.css", "skjema.css",
        "innlogging.css", "rundt.css", "tidligere.css", "sammen.css", "irommet.css", "samme.css",
    ),
    "felles.js": ("vendor/htmx-2.0.11.min.js", "app.js", "innlogging.js", "detaljer.js", "lesing.js"),
    "skjema.js": ("lagring.js", "skjema.js", "tidligere.js", "sammen.js", "dekke.js", "ark.js"),
    "forslag.js": ("forslag.js",),
    "graf.css": ("graf.css",),
    "ikon.svg": ("ikon.svg",),
}  # fmt: skip
"""File → its sources, in order. Pages ask for the file by `statisk('felles.css')`."""
LISENSER = "Designsystemet (MIT) og htmx (0BSD): se static/vendor"
"""The notice that MIT asks for, kept where the comments go."""
KRYMPER: dict[str, Callable[[str], str]] = {
    ".css": lambda tekst: f"/*! {LISENSER} */" + lightningcss.process_stylesheet(tekst),
    ".js": lambda tekst: f"/*! {LISENSER} */\n" + rjsmin.jsmin(tekst),
    ".svg": str.strip,
}


def filene() -> dict[str, bytes]:
    """Name → content of every file that static/bygd/ is to hold."""
    ut, navnene = {}, {}
    for pakke, kilder in PAKKER.items():
        tekst = "\n".join((KILDER / kilde).read_text("utf-8") for kilde in kilder)
        innhold = KRYMPER[Path(pakke).suffix](tekst).encode()
        stamme, _, endelse = pakke.rpartition(".")
        navn = f"{stamme}.{hashlib.sha256(innhold).hexdigest()[:12]}.{endelse}"
        ut |= {navn: innhold, f"{navn}.br": innhold}
        navnene[pakke] = navn
    return ut | {"navn.json": json.dumps(navnene, indent=1).encode()}


def gale() -> list[str]:
    """The names in static/bygd/ that should not be there, are not there, or hold something else."""
    skal = filene()
    er = {sti.name: sti.read_bytes() for sti in BYGD.glob("*")}
    lest = {navn: brotli.decompress(byte) if navn.endswith(".br") else byte for navn, byte in er.items()}
    return sorted(navn for navn in skal.keys() | lest.keys() if skal.get(navn) != lest.get(navn))


def bygg() -> None:
    """Makes static/bygd/ what its sources give."""
    BYGD.mkdir(exist_ok=True)
    skal = filene()
    for navn in gale():
        if navn not in skal:
            (BYGD / navn).unlink()
            continue
        komprimert = brotli.compress(skal[navn], quality=11) if navn.endswith(".br") else skal[navn]
        (BYGD / navn).write_bytes(komprimert)


def main(argumenter: list[str]) -> int:
    if argumenter != ["--kontroller"]:
        bygg()
        return 0
    if avvik := gale():
        print("static/bygd er ikke det kildene gir. Kjør python3 run.py statisk. Gjelder:", *avvik, sep="\n  ")
    return bool(avvik)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
