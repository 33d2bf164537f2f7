"""The floor of the benchmark: a bare Flask view that does one durable row upsert through the database's driver."""

import sqlite3

import psycopg
from flask import Flask, request

from app.db import SQLITE_PRAGMA

TABELL = "CREATE TABLE IF NOT EXISTS golv (id INTEGER PRIMARY KEY, tekst TEXT)"
UPSERT = "INSERT INTO golv (id, tekst) VALUES (1, {0}) ON CONFLICT (id) DO UPDATE SET tekst = excluded.tekst"


class Golv:
    """A WSGI app on one open connection to the database at `url`."""

    def __init__(self, url: str) -> None:
        if url.startswith("sqlite"):
            self.tilkobling = sqlite3.connect(
                url.removeprefix("sqlite:///"), isolation_level=None, check_same_thread=False
            )
            for pragma in SQLITE_PRAGMA:
                self.tilkobling.execute(f"PRAGMA {pragma}")
            setning = UPSERT.format("?")
        else:
            self.tilkobling = psycopg.connect(url, autocommit=True)
            setning = UPSERT.format("%s")
        self.tilkobling.execute(TABELL)
        self.app = Flask("golv")

        @self.app.post("/")
        def lagre() -> str:
            self.tilkobling.execute(setning, (request.form["tekst"],))
            return "Lagret"

    def lukk(self) -> None:
        self.tilkobling.close()
