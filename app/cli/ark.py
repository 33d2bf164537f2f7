"""Ark: one file that a browser opens and prints, with nothing beside it: headings, sentences and tables."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

STIL = """
body{font:11pt/1.45 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem;color:#111;background:#fff}
h1{font-size:1.6rem}h2{font-size:1.2rem;margin-top:2rem}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid #bbb;padding:.3rem .6rem .3rem 0;text-align:left;vertical-align:top}
th,td{overflow-wrap:anywhere}
thead th{border-bottom:2px solid #111}.merk{border:2px solid #111;padding:.6rem 1rem;font-weight:600}
td{white-space:pre-line}
@media print{body{margin:0;max-width:none}h2{break-after:avoid}tr{break-inside:avoid}thead{display:table-header-group}}
"""
SIDE = (
    '<!doctype html>\n<html lang="nb"><head><meta charset="utf-8">'
    '<meta name="viewport" content="width=device-width, initial-scale=1">'
    "<title>{tittel}</title><style>{stil}</style></head>\n<body>\n<h1>{tittel}</h1>\n{innhold}\n</body></html>\n"
)


@dataclass(frozen=True)
class Del:
    """A part under a heading; without rows it says that there is nothing."""

    tittel: str
    hode: Sequence[str]
    rader: Sequence[Sequence[object]]


def skriv_ark(tittel: str, merk: str, deler: Sequence[Del]) -> str:
    """The file. `merk` stands in a frame above all."""
    innhold = "\n".join([f'<p class="merk">{escape(merk)}</p>', *map(_del, deler)])
    return SIDE.format(tittel=escape(tittel), stil=STIL, innhold=innhold)


def _del(del_: Del) -> str:
    tabell = _tabell(del_) if del_.rader else "<p>Ingenting er registrert.</p>"
    return f"<section><h2>{escape(del_.tittel)}</h2>{tabell}</section>"


def _tabell(del_: Del) -> str:
    hode = "".join(f'<th scope="col">{escape(navn)}</th>' for navn in del_.hode)
    rader = "\n".join(f"<tr>{''.join(map(_celle, rad))}</tr>" for rad in del_.rader)
    return f"<table><thead><tr>{hode}</tr></thead><tbody>\n{rader}\n</tbody></table>"


def _celle(verdi: object) -> str:
    return f"<td>{'' if verdi is None else escape(str(verdi))}</td>"
