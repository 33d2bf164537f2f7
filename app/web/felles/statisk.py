"""What the browser fetches beside the pages: few files, made ahead from the sources in static/, named by their content.

So a file may be kept for ever, and two versions of the program may stand side by side: a machine that does not have
the other's file answers 404, and not another content under the same address.
"""

import json
from mimetypes import guess_type
from typing import cast

from flask import Flask, Response, abort, request, url_for
from flask.sessions import SecureCookieSessionInterface, SessionMixin

from app.config import ROT

BYGD = ROT / "static" / "bygd"
"""Made by `.ci/statisk.py`, which knows what each file is made of."""
NAVN: dict[str, str] = json.loads((BYGD / "navn.json").read_text("utf-8"))


class _IkkeForFiler(SecureCookieSessionInterface):
    """A file is the same for everyone: no cookie is set with it, and none decides what it is (`Vary`)."""

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        if request.endpoint != "static":
            super().save_session(app, session, response)


def init_statisk(app: Flask) -> None:
    app.session_interface = _IkkeForFiler()
    app.add_url_rule("/static/<path:filename>", "static", _fil)
    app.jinja_env.globals.update(statisk=statisk)


def statisk(fil: str) -> str:
    """The address of `felles.css`, say, as it is now."""
    return url_for("static", filename=NAVN[fil])


def _fil(filename: str) -> Response:
    """As it was compressed ahead, to a browser that takes it so; to others as it is."""
    if filename not in NAVN.values():
        abort(404)
    ferdig = request.accept_encodings.quality("br") > 0
    svar = Response((BYGD / (f"{filename}.br" if ferdig else filename)).read_bytes(), mimetype=guess_type(filename)[0])
    svar.set_etag(f"{filename}:br" if ferdig else filename)
    if ferdig:
        svar.content_encoding = "br"
    svar.vary.add("Accept-Encoding")
    return cast("Response", svar.make_conditional(request))
