"""Vakt: calls to another system that may be silent: few wait at a time, none for long, none just after a silence.

The call itself runs in a thread of its own: a name that is looked up and an answer that trickles know no time limit.
"""

import time
from collections.abc import Callable
from concurrent.futures import Future
from threading import BoundedSemaphore, Thread
from typing import TypeVar
from urllib.parse import urlsplit

import requests

from app import driftslogg

T = TypeVar("T")
VENTER = 2
"""Seconds before a silent issuer is given up."""
SAMTIDIGE = 2
"""How many requests may wait at once: the server's other threads go on answering."""
HVILER = 5
"""Seconds in which nobody asks, after it was silent."""


class IkkeSvar(requests.RequestException):
    """No answer, or none just now, or as many as may are waiting for one."""


class Vakt:
    """Before one issuer, at its address."""

    def __init__(self, adresse: str) -> None:
        self._vert = urlsplit(adresse).hostname or ""
        self._plasser = BoundedSemaphore(SAMTIDIGE)
        self._taus_til = 0.0

    def spoer(self, kall: Callable[[], T]) -> T:
        """What the call gives. Raises IkkeSvar, and what the call raises where there was an answer."""
        if time.monotonic() < self._taus_til or not self._plasser.acquire(blocking=False):
            raise IkkeSvar
        framtid = i_bakgrunnen(kall)
        framtid.add_done_callback(lambda _: self._plasser.release())
        try:
            return framtid.result(VENTER)
        except (TimeoutError, requests.ConnectionError, requests.Timeout) as feil:
            self._taus_til = time.monotonic() + HVILER
            self.noter_feil(feil)
            raise IkkeSvar from feil
        except Exception as feil:
            self.noter_feil(feil)
            raise

    def vent(self, framtid: Future[T]) -> T:
        """What somebody else is fetching. Raises IkkeSvar."""
        if not self._plasser.acquire(blocking=False):
            raise IkkeSvar
        try:
            return framtid.result(VENTER)
        except (TimeoutError, requests.RequestException, ValueError, KeyError, TypeError) as feil:
            raise IkkeSvar from feil
        finally:
            self._plasser.release()

    def noter_feil(self, feil: BaseException) -> None:
        driftslogg.kall_feilet(feil, system="utsteder", vert=self._vert)


def i_bakgrunnen(kall: Callable[[], T]) -> Future[T]:
    """Begin it in a thread that a stopping server does not wait for."""
    framtid: Future[T] = Future()

    def kjoer() -> None:
        try:
            framtid.set_result(kall())
        except BaseException as feil:
            framtid.set_exception(feil)

    Thread(target=kjoer, daemon=True).start()
    return framtid
