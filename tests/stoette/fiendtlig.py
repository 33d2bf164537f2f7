"""Hostile input, made from a place where the app is written to: what is sent there, and how."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from random import Random
from typing import Any
from urllib.parse import quote

from stoette.ruter import INGEN
from stoette.stedene import Sted, Verdier

TEGN = (
    "\0", "a\0b", "\ud800", "\udfff x", "\x1b[2J", "\x7f", "\u202e", "\u200f", "\ufeff", "\ufffe", "\U0010ffff",
    "\u2028", "\r\n", "\r\nSet-Cookie: a=b", "👩‍👩‍👧‍👦", "e\u0301" * 9,
    "Z͑ͫ̓ͪ̂ͫ̽͏̴̙̤̞͉͚̯̞̠͍A̴̵̜̰͔ͫ͗͢L̠ͨͧͩ͘G̴̻͈͍͔̹̑͗̎̅͛́Ǫ̵̹̻̝̳͂̌̌͘!", "ﷺ" * 50, "𝟙", "١٢٣", "⅓", "İı", "ß", "ǅ", "ﬃ", " ",
    "\u3000", "\t",
)  # fmt: skip
TALL = (
    "0", "-0", "-1", "1", "2147483647", "2147483648", "9223372036854775808", "9" * 400, "1e308", "1e999", "NaN",
    "Infinity", "0x10", "1_000", "+1", " 1 ", "１", "1.5", "1,5", "00000000000000000000001",
)  # fmt: skip
DATOER = (
    "0000-00-00", "0001-01-01", "9999-12-31", "10000-01-01", "2026-02-30", "29.02.2027", "31.12.9999", "01.01.0001",
    "00.00.0000", "1.1.1", "32.13.99999", "2026-11-28T24:00:00", "2026-11-28T10:00:00+99:00", "-0001-01-01",
    "2026-W48-6", "20261128", "25:61",
)  # fmt: skip
VERK = (
    "' OR 1=1 --", "{{7*7}}", "${7*7}", "%s%n%x", "%", "%_", "\\", "../../etc/passwd", "//evil.example",
    "javascript:alert(1)", "<script>", "]]>", "{", "[", "null", "true", "undefined", ".", "..", ":", ";", ",", "/",
    "?", "#", "behandler.", ".behandler", "behandler..navn", f"behandler.{INGEN}", f"behandler.{INGEN}.navn",
    "morsmaal", "intern_merknad", "personopplysninger", "alle", INGEN, "0" * 31, "g" * 32, INGEN.upper(),
    "202499011105", "00000000000", "30819249438", "a@b", "@", "a" * 65 + "@example.no", "+47 00 00 00 00", "x" * 255,
    "x" * 256, "æ" * 4001, "ት" * 20_000, "csrf_token", "_method", "__class__", "nb", "xx", "ja",
)  # fmt: skip
SLAG = (
    "application/x-www-form-urlencoded", "multipart/form-data; boundary=x", "multipart/form-data", "application/json",
    "text/plain", "application/x-www-form-urlencoded; charset=utf-16", "application/xml", "", "*/*", "a" * 300,
    "application/json; charset=utf-7",
)  # fmt: skip
HODER: dict[str, tuple[str, ...]] = {
    "HX-Request": ("true", "false", ""), "HX-Target": ("skjema", "\xff", "#<b>"),
    "HX-Current-URL": ("javascript:1", "http://[", "//"), "X-Bruker": ("x", "", "\xe6"),
    "Accept-Language": ("*", "xx;q=9", "nn,en;q=,;;", "a" * 5000), "Accept-Encoding": ("br;q=x", "*;q=0", ""),
    "Content-Encoding": ("gzip", "br"), "Range": ("bytes=9-1", "x"), "If-None-Match": ('W/"', "*"),
    "If-Modified-Since": ("i går",), "X-Forwarded-For": ("::1, x", ","), "X-Forwarded-Proto": ("gopher",),
    "Forwarded": ("for=",), "Referer": ("//", "http://["), "User-Agent": ("", "\xff" * 900),
    "Cookie": ("mottak=", "mottak=.x.y; mottak=z", '="'), "X-HTTP-Method-Override": ("DELETE",),
    "Accept": ("application/json", "image/*"), "Authorization": ("Basic ==", "Bearer"), "Expect": ("x",),
    "Content-Language": ("tlh",), "Content-Length": ("7", "-1", "x", "99999999999"),
    "Transfer-Encoding": ("chunked", "x"), "Date": ("9",), "Traceparent": ("00-\xff",),
}  # fmt: skip


HALER = (b"&", b"=", b"&%FF=%FF", b"&=%", b"&a=%ED%A0%80", b"\xff&a", b"&" * 3000, b"&a=" + b"x" * 600_000)
KROPPER = (
    b"[" * 90_000, b'{"a":' * 50_000, b"", b"\xef\xbb\xbf{}", b"\xff", b'"\\ud800"', b"9" * 9000, b'{"a":1,"a":2}',
    b"[1e999]", b'{"beboere":' + b"[" * 900 + b"]" * 900 + b"}", b'{"beboere":[' + b'{},' * 20_000 + b"{}]}",
)  # fmt: skip
HTMX: tuple[dict[str, str], dict[str, str]] = ({}, {"HX-Request": "true"})


@dataclass(frozen=True)
class Inndata:
    """One request: where, and what is sent as it is."""

    sted: Sted
    sti: str
    spoerring: str
    kropp: bytes
    slag: str
    hoder: dict[str, str] = field(default_factory=dict)


class Fiende:
    """Makes requests of one number each, so that what failed can be made again. Hypothesis makes the number and a text;
    its own strategies for the rest took as long as the app (measured), and a run has 700 000 requests."""

    def __init__(self, steder: list[Sted], kjente: list[str]) -> None:
        self.steder = steder
        self.kjente = kjente or [""]
        self.verdier = (*TEGN, *TALL, *DATOER, *VERK)

    def lag(self, nummer: int, tekst: str) -> Inndata:
        """What a hostile browser, or a broken machine, sends to one of the places of a route."""
        self.terning, self.tekst = Random(nummer), tekst
        sted = self.terning.choice(self.steder)
        hoder = {navn: self.terning.choice(HODER[navn]) for navn in self._noen(HODER, (0, 0, 1, 2, 3))}
        data = self._verdier(sted.data)
        spoerring = sted.spoerring if self._en_av(0.8) else self._verdier(sted.spoerring)
        slag, kropp = self._json(data) if sted.omfang else self._skjema(data)
        sti = sted.sti if self._en_av(0.9) else self._annen_sti(sted.sti)
        return Inndata(sted, sti, kodet(spoerring), kropp, slag, HTMX[self._en_av(0.75)] | hoder)

    def _en_av(self, sjanse: float) -> bool:
        return self.terning.random() < sjanse

    def _noen(self, alle: Iterable[str], antall: Sequence[int]) -> list[str]:
        alle = sorted(alle)
        return self.terning.sample(alle, min(len(alle), self.terning.choice(antall)))

    def _verdi(self) -> str:
        """A text of any kind, among them those that the app itself knows as something."""
        match self.terning.randrange(6):
            case 0:
                return self.terning.choice(self.kjente)
            case 1:
                return self.tekst
            case 2:
                return str(self.terning.getrandbits(self.terning.choice((3, 12, 33, 70))) - 9)
            case 3:
                return self.terning.choice(self.kjente) + self.terning.choice(TEGN)
        return self.terning.choice(self.verdier)

    def _verdier(self, grunn: Verdier) -> Verdier:
        """What the form would send, but for some of its answers; now and then something else beside them."""
        nye = self._noen(grunn, (0, 1, 1, 2, 3, 99)) + [self._verdi() for _ in range(self.terning.choice((0, 0, 0, 1)))]
        return grunn | {
            navn: [self._verdi() for _ in range(self.terning.choice((1, 1, 1, 1, 0, 2, 3)))] for navn in nye
        }

    def _annen_sti(self, sti: str) -> str:
        """One part of the path is another's, or nothing of ours."""
        deler = sti.split("/")
        deler[self.terning.randrange(1, len(deler))] = _sitert(self._verdi())[:900]
        return "/".join(deler)

    def _skjema(self, data: Verdier) -> tuple[str, bytes]:
        kropp = kodet(data).encode()
        match self.terning.randrange(15):
            case 0:
                return self.terning.choice(SLAG), kropp
            case 1:
                return SLAG[0], kropp + self.terning.choice(HALER)
            case 2:
                return self.terning.choice(SLAG), self.terning.randbytes(200)
            case 3 | 4:
                return SLAG[1], _deler(data, fil=self._en_av(0.5))
            case 5:
                return SLAG[3], self._json(data)[1]
        return SLAG[0], kropp

    def _json(self, data: Verdier) -> tuple[str, bytes]:
        """The body that a machine's route describes, with other values, or another body altogether."""
        kropp: Any = {n: v[0] if v and self._en_av(0.6) else self._gren(3) for n, v in data.items()}
        match self.terning.randrange(10):
            case 0:
                return SLAG[3], self.terning.choice(KROPPER)
            case 1:
                return self.terning.choice(SLAG), json.dumps(kropp).encode()
            case 2:
                kropp = self._gren(4)
        return SLAG[3], json.dumps(kropp).encode()

    def _gren(self, dybde: int) -> Any:
        """JSON of any shape."""
        match self.terning.randrange(6 if dybde else 4):
            case 0:
                return self.terning.choice((None, True, False, 0, -1, 10**400, 1.5, float("nan"), 1e308, ""))
            case 4:
                return [self._gren(dybde - 1) for _ in range(self.terning.randrange(4))]
            case 5:
                return {self._verdi(): self._gren(dybde - 1) for _ in range(self.terning.randrange(4))}
        return self._verdi()


def _sitert(tekst: str) -> str:
    """Percent signs for its bytes, a lone surrogate's too."""
    return quote(tekst.encode("utf-8", "surrogatepass"), safe="")


def kodet(data: Verdier) -> str:
    """As a form is sent."""
    return "&".join(f"{_sitert(navn)}={_sitert(verdi)}" for navn, verdier in data.items() for verdi in verdier)


def _deler(data: Verdier, *, fil: bool) -> bytes:
    """The same as parts, or each as an upload."""
    hode = 'Content-Disposition: form-data; name="{}"' + ('; filename="../../x.exe"' if fil else "") + "\r\n\r\n"
    par = [(navn, verdi) for navn, verdier in data.items() for verdi in verdier]
    deler = [f"--x\r\n{hode.format(navn)}{verdi}\r\n".encode("utf-8", "surrogatepass") for navn, verdi in par]
    return b"".join(deler) + b"--x--\r\n"
