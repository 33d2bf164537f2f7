"""create_app: plugs the rooms together. No logic."""

from flask import Flask
from flask_compress import Compress
from flask_wtf import CSRFProtect
from htmx_flask import Htmx

from app import db
from app.cli import kommandoer
from app.config import ROT, Config, les_config
from app.domain.beboer import duf
from app.domain.samtale import merknad
from app.web import bare_tekst, init_web
from app.web.felles.spraak import init_spraak
from app.web.felles.statisk import init_statisk

STOERSTE_SKJEMA = 512 * 1024
"""The fullest section of the questionnaire in letters of three bytes, each byte written as %XX, and some more."""


def create_app(config: Config | None = None) -> Flask:
    """The app for this configuration, read from the environment unless given. Raises UsikkertOppsett."""
    config = config or les_config()
    app = Flask(__name__, template_folder=str(ROT / "templates"), static_folder=None)
    app.extensions["mottak_config"] = config
    app.config.update(
        SECRET_KEY=config.secret_key,
        TRUSTED_HOSTS=config.verter,
        SESSION_COOKIE_NAME="__Host-mottak" if config.sikker_transport else "mottak",
        SESSION_COOKIE_SECURE=config.sikker_transport,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
        MAX_CONTENT_LENGTH=STOERSTE_SKJEMA,
        MAX_FORM_MEMORY_SIZE=STOERSTE_SKJEMA,
        MAX_FORM_PARTS=400,
        COMPRESS_REGISTER=True,
        COMPRESS_BR_LEVEL=5,  # 6 % less of the form than 4, for 0.8 ms: half a packet more matters on a poor network
    )
    db.init_db(app, config)
    _gi_domenet(app, config)
    init_spraak(app)
    init_statisk(app)
    Htmx(app)
    app.before_request(bare_tekst)
    CSRFProtect(app)
    init_web(app)
    Compress(app)
    kommandoer.registrer(app)
    return app


def _gi_domenet(app: Flask, config: Config) -> None:
    """What the domain asks the app for, knowing no configuration."""
    with app.app_context():
        merknad.bruk_noekler(config.merknad_keys)
        duf.bruk_kontroll(advarer=config.duf_advarer)
