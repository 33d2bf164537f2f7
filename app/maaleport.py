"""Maaleport: what a worker has counted, at a port of its own on this machine, to whoever holds the token."""

import hmac
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread

from app import maaling


def aapne(port: int, token: str) -> ThreadingHTTPServer:
    """Answer GET /metrics in a thread, until it is shut. Raises OSError where the port is taken."""
    ventet = f"Bearer {token}".encode()

    class Svarer(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            kjent = hmac.compare_digest(self.headers.get("Authorization", "").encode(), ventet)
            status = 404 if self.path != "/metrics" else 200 if kjent else 401
            self.send_response(status)
            self.send_header("Content-Type", "text/plain; version=0.0.4; charset=utf-8")
            self.end_headers()
            self.wfile.write(maaling.tekst().encode() if status == 200 else b"")

        def log_message(self, *_argumenter: object) -> None:
            """Not to standard error, where each line is JSON."""

    tjener = ThreadingHTTPServer(("127.0.0.1", port), Svarer)
    Thread(target=tjener.serve_forever, name="maaleport", daemon=True).start()
    return tjener
