"""Reading a page as a person does: its words, its links, its fields."""

import re
from functools import lru_cache
from typing import Any

import html5lib
from werkzeug.test import TestResponse


def ord_i(html: str) -> str:
    """The text that is shown, without markup."""
    return " ".join(re.sub(r"<[^>]*>", " ", html).split())


def navnene(side: TestResponse) -> list[str]:
    """The residents in the overview, from the top."""
    return re.findall(r'<b id="n-[0-9a-f]{32}">([^<]+)</b>', side.text)


def adresser(side: TestResponse) -> set[str]:
    """Every address on a page, of links and of forms."""
    funnet = re.findall(r'\b(?:href|src|action|formaction|hx-get|hx-post)="([^"]*)"', side.text)
    return {url.replace("&amp;", "&") for url in funnet}


def tre(side: TestResponse) -> Any:
    """The page as elements without namespaces."""
    return les(side.text, er_bit=False)[0]


@lru_cache(maxsize=8)
def les(html: str, *, er_bit: bool) -> tuple[Any, list[Any]]:
    """A page, or a bit of one, as elements without namespaces; and what in it is not valid HTML."""
    leser = html5lib.HTMLParser(namespaceHTMLElements=False)
    return (leser.parseFragment if er_bit else leser.parse)(html), leser.errors


def med_id(side: TestResponse, id_: str) -> Any:
    """The element with this id; fails where there is none."""
    return next(e for e in tre(side).iter() if e.get("id") == id_)


def tekst(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def har_klasse(element: Any, klasse: str) -> bool:
    return klasse in (element.get("class") or "").split()
