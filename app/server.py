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
from wsgiref.types import WSGIApplication

from flask import Flask
from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError
from waitress.server import BaseWSGIServer, create_server
from waitress.task import ErrorTask, ThreadedTaskDispatcher
from waitress.utilities import Error

from app import STOERSTE_SKJEMA, driftslogg, laas, worker
from app.config import VERSJON, Config
from app.db import DATABASE_BORTE, utrygge_innstillinger
from app.web.felles.utsteder import oppfrisk_alle

try:
    import resource
except ImportError:  # Windows
    resource = None  # type: ignore[assignment]

THREADS = 8
LONGEST_QUEUE = 100
"""Requests that wait for a thread. Whoever comes after them is told to come back: two seconds' wait, measured."""
MOST_FILES, OTHER_FILES = 4096, 124
"""A process may usually have 1024 files open, and itself ask for more; a connection is one, and costs 20 kB."""


def connection_limit() -> int:
    """How many connections this process can hold. Past it nobody is let in until others have been silent for long."""
    if not resource:
        return 900
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = MOST_FILES if hard == resource.RLIM_INFINITY else min(hard, MOST_FILES)
    if soft < most:
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, hard))
    return most - OTHER_FILES


SETTINGS = {
    "threads": THREADS,
    "asyncore_use_poll": hasattr(select, "poll"),  # select() goes no further than file number 1023
    "channel_timeout": 30,  # seconds of silence
    "cleanup_interval": 10,  # seconds between looking for the silent ones
    "max_request_body_size": STOERSTE_SKJEMA + 1,  # what the app would refuse is not read first
    "ident": None,
}

REFUSALS = {
    400: "Forespørselen kunne ikke leses.", 413: "Det du sendte, er for stort.", 431: "Hodet er for langt.",
    503: "Systemet har for mye å gjøre akkurat nå. Vent litt og prøv igjen.",
}  # fmt: skip


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
        driftslogg.skriv_linje(
            "avslag", nivaa=logging.WARNING, status=error.code, adresse="ukjent", aarsak=error.reason
        )
        super().execute()


class Channel(HTTPChannel):
    parser_class = Parser
    error_task_class = Refusal


class Overload(Error):
    code, reason = 503, "Service Unavailable"

    def to_response(self, ident: str | None = None) -> tuple[str, list[tuple[str, str]], bytes]:
        status, headers, body = super().to_response(ident)
        return status, [*headers, ("Retry-After", "5")], body


class Dispatcher(ThreadedTaskDispatcher):
    """Says no at once where the queue is long: those who wait are served, and a page that saves tries again by itself.

    Whether the process lives is answered before anything else: whoever asks would start it anew.
    """

    def __init__(self) -> None:
        super().__init__()
        self.set_thread_count(THREADS)

    def add_task(self, task: HTTPChannel) -> None:
        request = task.requests[0]
        alive = getattr(request, "path", "") == "/helse"  # none where its head could not be read
        if len(self.queue) < LONGEST_QUEUE and not alive:
            super().add_task(task)
            return
        if not alive and not request.error:
            request.error = Overload("")
        with self.lock:
            self.queue.appendleft(task)
            self.queue_cv.notify()


def main() -> None:
    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    options = read_options()
    from wsgi import app  # here, so that a wrong option is told before the application is built

    config = app.extensions["mottak_config"]
    held = take_folder(config) if config.sqlite or config.demo else None
    try:
        server = make_server(app, options.host, options.port, **proxy(options.proxy))
    except OSError as error:
        sys.exit(f"Kan ikke svare på {options.host}:{options.port}: {error.strerror}")
    if options.announce:
        Thread(target=announce, args=(options.host, options.port), daemon=True).start()
    stop_worker = worker.start(app) if config.sqlite or config.demo else lambda: None
    try:
        if not options.announce:  # the demo tells people instead
            driftslogg.skriv_linje(
                "startet", adresse=f"http://{server.effective_host}:{server.effective_port}", versjon=VERSJON,
                database="sqlite" if config.sqlite else "postgresql",
            )  # fmt: skip
        warn_of_database(app)
        oppfrisk_alle(app)
        server.run()
    finally:
        stop_worker()
        if not options.announce:
            driftslogg.skriv_linje("stoppet")
        if held:
            held.close()


def make_server(app: WSGIApplication, host: str, port: int, **others: object) -> BaseWSGIServer:
    """The web server of demo and production. Raises OSError where it can't listen there."""
    server = create_server(
        app, _dispatcher=Dispatcher(), host=host, port=port, connection_limit=connection_limit(), **SETTINGS, **others
    )
    server.channel_class = Channel
    return server


def warn_of_database(app: Flask) -> None:
    """Nothing is stopped by it: a database that is away may be back in a moment, and its setup is the operator's."""
    with app.app_context():
        try:
            for setting in utrygge_innstillinger():
                driftslogg.skriv_linje("utrygg_database", nivaa=logging.ERROR, aarsak=setting)
        except DATABASE_BORTE as error:
            driftslogg.kall_feilet(error, system="database")


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
