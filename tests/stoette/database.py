"""A fresh database for each test, copied from one that was migrated and filled once per worker."""

import os
import shutil
from collections.abc import Callable
from contextlib import contextmanager
from pathlib import Path

import psycopg
from cryptography.fernet import Fernet
from flask import Flask

from app import create_app
from app.config import Config
from app.db import arbeid, db
from app.migrering import migrer

MERKNAD_KEY = Fernet.generate_key().decode()
Fyll = Callable[[], object]
PRODUKSJON = {
    "MOTTAK_ENV": "production",
    "SECRET_KEY": "Qm7-langt-og-tilfeldig-nok-for-en-test",
    "IDENTITET_KEY": "Zk4-et-annet-som-ogsaa-er-tilfeldig-nok",
    "MERKNAD_KEYS": MERKNAD_KEY,
    "BASE_URL": "https://mottak.example",
    "OIDC_ISSUER": "https://test.idporten.no",
    "OIDC_CLIENT_ID": "klient",
    "OIDC_CLIENT_SECRET": "b7Xq-29fLw_utstederens",
    "OIDC_ACR": "idporten-loa-high",
    "SMTP_URL": "smtps://post.example",
    "MAIL_FROM": "ikke-svar@mottak.example",
    "IMDI_MAIL": "mottak@imdi.example",
}
"""An environment in which production starts; MOTTAK_DATA is the test's own."""


def lag_config(url: str, data: Path) -> Config:
    return Config(
        demo=True,
        data=data,
        database_url=url,
        secret_key="test-" + "s3cr3t" * 8,
        merknad_keys=(MERKNAD_KEY,),
        base_url="http://localhost",
    )


class Baser:
    """Makes databases of one brand: `ny(fyll)` is the address of a new one that holds what `fyll` put there."""

    def __init__(self, merke: str, mappe: Path, klynge_url: str | None) -> None:
        self.merke, self.mappe, self.klynge_url = merke, mappe, klynge_url
        self._maler: dict[str, str] = {}
        self._antall = 0

    def ny(self, fyll: Fyll | None) -> str:
        navn = fyll.__name__ if fyll else "tom"
        if navn not in self._maler:
            self._maler[navn] = self._tom(f"mal_{navn}")
            app = create_app(lag_config(self._maler[navn], self.mappe))
            with app.app_context():
                migrer()
                if fyll:
                    with arbeid(skriver=True):
                        fyll()
                db.engine.dispose()
        self._antall += 1
        return self._kopi(self._maler[navn], f"t{self._antall}")

    def _tom(self, navn: str) -> str:
        if self.merke == "sqlite":
            return f"sqlite:///{self.mappe / navn}.db"
        navn = f"{navn}_{os.getpid()}"
        self._admin(f'CREATE DATABASE "{navn}"')
        return self._pg(navn)

    def _kopi(self, mal: str, navn: str) -> str:
        if self.merke == "sqlite":
            fil = self.mappe / f"{navn}.db"
            shutil.copyfile(mal.removeprefix("sqlite:///"), fil)
            return f"sqlite:///{fil}"
        navn = f"{navn}_{os.getpid()}"
        self._admin(f'CREATE DATABASE "{navn}" TEMPLATE "{mal.rpartition("/")[2]}" STRATEGY FILE_COPY')
        return self._pg(navn)

    def slett(self, url: str) -> None:
        if self.merke == "postgresql":
            self._admin(f'DROP DATABASE "{url.rpartition("/")[2]}" WITH (FORCE)')
        else:
            for fil in self.mappe.glob(Path(url).name + "*"):
                fil.unlink()

    def _pg(self, navn: str) -> str:
        return f"{(self.klynge_url or '').rpartition('/')[0]}/{navn}"

    def _admin(self, sql: str) -> None:
        with psycopg.connect(self._pg("postgres"), autocommit=True) as tilkobling:
            tilkobling.execute(sql)


@contextmanager
def aapnet(app: Flask):
    """The app inside a context, with its connections closed afterwards."""
    with app.app_context():
        yield app
        db.session.remove()
        db.engine.dispose()
