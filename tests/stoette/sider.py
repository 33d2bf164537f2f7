"""Reading a page as a person does: its words, its links, its fields."""

import re
from functools import cache, lru_cache
from typing import Any

import html5lib
import lxml.html
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
    """The page as elements."""
    return les(side.text)


@lru_cache(maxsize=8)
def les(html: str) -> Any:
    """A page, or a bit of one, as elements; whether it is valid HTML is asked of `html_feil`."""
    return lxml.html.document_fromstring(html or "<p></p>")


def html_feil(html: str, *, er_bit: bool) -> list[str]:
    """What in it is not valid HTML: codes of the standard's own parse errors.

    They depend on the tags and where text stands, not on the words, so the conforming parser, which is forty times
    slower than the other, is asked once for each shape of page.
    """
    return list(_formens_feil(_form(html), er_bit))


_LUKKET = re.compile(r"""<[^<>"'=]+(?:="[^"<>]*"[^<>"'=]*)*>""")
_VERDI = re.compile(r'="[^"<>]*"')
_TEKST = re.compile(r"(?<=>)[^<>&]*[^<>&\s][^<>&]*(?=<)")


def _form(html: str) -> str:
    """The page without its words: what stands in well-formed tags' attributes, and between them."""
    uten_tegn = re.sub(r"&(?:amp|lt|gt|quot|nbsp|#39|#34);", "e", html)
    return _TEKST.sub("x", _LUKKET.sub(lambda merke: _VERDI.sub('=""', merke[0]), uten_tegn))


@cache
def _formens_feil(form: str, er_bit: bool) -> tuple[str, ...]:
    leser = html5lib.HTMLParser(namespaceHTMLElements=False)
    (leser.parseFragment if er_bit else leser.parse)(form)
    return tuple(f"{kode} {hvor}" for hvor, kode, _ in leser.errors)


def med_id(side: TestResponse, id_: str) -> Any:
    """The element with this id; fails where there is none."""
    return next(e for e in tre(side).iter() if e.get("id") == id_)


def tekst(element: Any) -> str:
    return " ".join("".join(element.itertext()).split())


def har_klasse(element: Any, klasse: str) -> bool:
    return klasse in (element.get("class") or "").split()
