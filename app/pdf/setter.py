"""Setter: a process of its own that sets one document, read from standard input, and writes the file to its output.

Apart, so that what the engine holds in memory goes with it, and what it may say of a text ends up in no log.
"""

import sys
from pathlib import Path

MAPPE = Path(__file__).parent
MANGLER = 3
"""The answer of the process where the engine is not installed."""


def sett(dokument: str, tid: int) -> bytes:
    """The file of a document (JSON) that is dated by `tid`, in seconds."""
    import typst  # here, since it is missing where there is no build of it

    filen: bytes = typst.compile(
        MAPPE / "dokument.typ",
        root=MAPPE,
        font_paths=[MAPPE / "skrift"],
        ignore_system_fonts=True,
        format="pdf",
        pdf_standards=["a-2a", "ua-1"],
        timestamp=tid,
        sys_inputs={"dokument": dokument},
    )
    return filen


if __name__ == "__main__":
    try:
        sys.stdout.buffer.write(sett(sys.stdin.buffer.read().decode(), int(sys.argv[1])))
    except ImportError:
        sys.exit(MANGLER)
