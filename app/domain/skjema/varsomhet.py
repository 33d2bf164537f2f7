"""Varsomhet: words that make a text look sensitive, so that whoever writes is told who may read. Advice, no block.

Stems, not whole words: «syk» is in «sykdom» and «syke». What the words are about is what may not stand where a
kommune reads it: illness, violence, threats, orientation, religion, crime and child welfare.
"""

import re
from collections.abc import Sequence

_STAMMER = (
    "syk(?!kel|l|epl|ehj)", "sjuk(?!epl|ehe)", "diagnos", "depresj", "deprimer", "angst", "ptsd", "traume", "psyk",
    "selvmord", "sjølvmord", r"hiv\b", "hepatitt", "tuberkul", "kreft", "epilep", "diabet", "medisin", "operer",
    "rusmid", "rusmis", "narkot", "vold(?!a)", "mishandl", "overgrep", "voldt", "valdtek", "kjønnslemlest", "omskåret",
    "tvangsekt", "tortur", "trussel", "trusl", "truet", "truer", "forfølg", "hevn", "æres",
    "homo", "homs", "lesb", "bifil", "biseks", "transkj", "transpers", "skeiv", "legning", "seksuel",
    "religi", "muslim", "islam", r"kristen\b", "kristn", "kristend", "hindu", "jøde", "jesid", "yazid",
    "ahmadi", "konvert", "ateis",
    "moské", r"kirk(?:e|en|a)\b", "menighet", "fengsel", "straff", "kriminel", "barnevern", "fosterh", "omsorgsovert",
)  # fmt: skip
_ORD = re.compile(rf"\b(?:{'|'.join(_STAMMER)})\w*", re.IGNORECASE)
HOEYST_NEVNT = 3


def foelsomme_ord(tekst: str) -> Sequence[str]:
    """The first words of a text that make it look sensitive, as they are written in it."""
    return list(dict.fromkeys(_ORD.findall(tekst)))[:HOEYST_NEVNT]
