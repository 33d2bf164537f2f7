"""Skriverkoe: a lock that is given in order of arrival, for the one writer that SQLite allows."""

import threading
from collections import deque


class Skriverkoe:
    """A lock that is given in order of arrival."""

    def __init__(self) -> None:
        self._mutex = threading.Lock()
        self._ventende: deque[threading.Lock] = deque()
        self._opptatt = False

    def acquire(self, sekunder: float) -> None:
        """Wait for one's turn. Raises TimeoutError after `sekunder`."""
        with self._mutex:
            if not self._opptatt:
                self._opptatt = True
                return
            min_tur = threading.Lock()
            min_tur.acquire()
            self._ventende.append(min_tur)
        if not min_tur.acquire(timeout=sekunder):
            self._gi_opp(min_tur)

    def _gi_opp(self, min_tur: threading.Lock) -> None:
        with self._mutex:
            if min_tur in self._ventende:
                self._ventende.remove(min_tur)
                raise TimeoutError("the queue of writers did not move")

    def release(self) -> None:
        with self._mutex:
            if self._ventende:
                self._ventende.popleft().release()
            else:
                self._opptatt = False
