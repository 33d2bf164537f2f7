"""What our own forms send beside the answers: numbers, and the name of the open page."""

from app.domain.unntak import Ugyldig


def heltall(tekst: str) -> int:
    """A number that our own form sent. Raises Ugyldig where it is none."""
    if not (tekst.isascii() and tekst.isdigit() and len(tekst) <= 9):
        raise Ugyldig("Skjemaet er ugyldig. Last siden på nytt.")
    return int(tekst)


def klient(tekst: str) -> str:
    """The name of an open page, as app.js makes it. Raises Ugyldig."""
    if len(tekst) > 36 or not all(t.isascii() and (t.isalnum() or t == "-") for t in tekst):
        raise Ugyldig("Skjemaet er ugyldig. Last siden på nytt.")
    return tekst
