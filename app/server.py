"""Serves the application over HTTP, and is the one place that holds the web server's settings.

waitress, since it reads a whole request before a thread sees it. Measured with eight threads: eight clients
that send slowly stop granian altogether, 880 leave waitress unharmed, at 91 MB against granian's 129.

Production: `python -m app.server --proxy 127.0.0.1` behind a proxy that holds the TLS. SQLite allows one
such process; with PostgreSQL, run as many as wanted, each on its own port.
"""

import argparse
import logging
import os
import select
import signal
import sys
from http.client import HTTPConnection
from ipaddress import ip_address
from threading import Thread
from types import FrameType
from typing import IO

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import create_server
from waitress.task import ErrorTask

from app import STOERSTE_SKJEMA, driftslogg, laas, worker
from app.config import VERSJON, Config
from app.web.felles.utsteder import oppfrisk_alle

SETTINGS = {
    "threads": 8,
    "connection_limit": 900,  # a process may usually have 1024 files open
    "asyncore_use_poll": hasattr(select, "poll"),  # select() goes no further than file number 1023
    "channel_timeout": 30,  # seconds of silence
    "max_request_body_size": STOERSTE_SKJEMA + 1,  # what the app would refuse is not read first
    "ident": None,
}

REFUSALS = {400: "Forespørselen kunne ikke leses.", 413: "Det du sendte, er for stort.", 431: "Hodet er for langt."}


class Parser(HTTPRequestParser):
    """Refuses a request whose length is said in two ways: a proxy may believe one and we the other (smuggling)."""

    def parse_header(self, header_plus: bytes) -> None:
        super().parse_header(header_plus)
        if "CONTENT_LENGTH" in self.headers and (self.chunked or "TRANSFER_ENCODING" in self.headers):
            raise ParsingError("Content-Length and Transfer-Encoding")


class Refusal(ErrorTask):
    """What is refused before the app sees it: in our words, and a line for the operator."""

    def execute(self) -> None:
        error = self.request.error
        error.body = REFUSALS.get(error.code, "Forespørselen kunne ikke besvares.")
        driftslogg.noter("avslag", nivaa=logging.WARNING, status=error.code, adresse="ukjent", aarsak=error.reason)
        super().execute()


class Channel(HTTPChannel):
    parser_class = Parser
    error_task_class = Refusal


def main() -> None:
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    options = read_options()
    from wsgi import app  # here, so that a wrong option is told before the application is built

    config = app.extensions["mottak_config"]
    held = take_folder(config) if config.sqlite or config.demo else None
    try:
        server = create_server(app, host=options.host, port=options.port, **SETTINGS, **proxy(options.proxy))
    except OSError as error:
        sys.exit(f"Kan ikke svare på {options.host}:{options.port}: {error.strerror}")
    server.channel_class = Channel
    if options.announce:
        Thread(target=announce, args=(options.host, options.port), daemon=True).start()
    stop_worker = worker.start(app) if config.sqlite or config.demo else lambda: None
    try:
        if not options.announce:  # the demo tells people instead
            driftslogg.noter(
                "startet", adresse=f"http://{server.effective_host}:{server.effective_port}", versjon=VERSJON,
                database="sqlite" if config.sqlite else "postgresql",
            )  # fmt: skip
        oppfrisk_alle(app)
        server.run()
    finally:
        stop_worker()
        if not options.announce:
            driftslogg.noter("stoppet")
        if held:
            held.close()


def take_folder(config: Config) -> IO[str]:
    try:
        return laas.ta(config.data)
    except laas.Opptatt:
        sys.exit(f"En annen server bruker {config.data}. Stopp den, eller velg en annen mappe med MOTTAK_DATA.")


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m app.server", description="Serve the application.")
    parser.add_argument("--host", default="127.0.0.1", type=ip_address, help="address to listen on")
    parser.add_argument("--port", default=8000, type=int, help="port to listen on")
    parser.add_argument("--proxy", help="address of a proxy, whose X-Forwarded-For and -Proto are believed")
    parser.add_argument("--announce", action="store_true", help="print the address when it answers")
    options = parser.parse_args()
    if os.environ.get("MOTTAK_ENV") == "demo" and not options.host.is_loopback:
        parser.error("the demo answers on this machine only")
    if not 0 <= options.port < 65536:
        parser.error("the port must be from 0 to 65535")
    options.host = str(options.host)
    return options


def proxy(address: str | None) -> dict[str, object]:
    """Settings for a proxy in front. Without one, waitress removes every X-Forwarded header itself."""
    if not address:
        return {}
    return {"trusted_proxy": address, "trusted_proxy_headers": {"x-forwarded-for", "x-forwarded-proto"}}


def announce(host: str, port: int) -> None:
    connection = HTTPConnection(host, port, timeout=30)
    connection.request("GET", "/helse")
    if connection.getresponse().status == 200:
        print(f"IMDinett Mottak svarer på http://{host}:{port} (stopp med Ctrl-C)", flush=True)
    else:
        print(f"http://{host}:{port}/helse svarer ikke som den skal.", file=sys.stderr, flush=True)


def stop(_signal: int, _frame: FrameType | None) -> None:
    """Leaves the server's loop, which lets requests under way finish. A second signal changes nothing."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    raise SystemExit(0)


if __name__ == "__main__":
    main()
