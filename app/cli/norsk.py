"""What click itself says to whoever types a command, in Norwegian: it has no translations of its own."""

import os
from collections.abc import Callable

import click
from flask.cli import AppGroup

NORSK = {
    "Usage:": "Bruk:",
    "Options": "Valg",
    "Commands": "Kommandoer",
    "Positional arguments": "Argumenter",
    "Error: {message}": "Feil: {message}",
    "Error: invalid input": "Feil: svaret kan ikke brukes",
    "Aborted!": "Avbrutt.",
    "Try '{command} {option}' for help.": "Prøv «{command} {option}».",
    "Show this message and exit.": "Vis denne hjelpen.",
    "Invalid value: {message}": "Ugyldig verdi: {message}",
    "Invalid value for {param_hint}: {message}": "Ugyldig verdi for {param_hint}: {message}",
    "Missing argument": "Mangler argumentet",
    "Missing option": "Mangler valget",
    "Missing parameter": "Mangler",
    "Missing command.": "Mangler en kommando.",
    "No such option {name!r}.": "Valget {name!r} finnes ikke.",
    "No such command {name!r}.": "Kommandoen {name!r} finnes ikke.",
    "Did you mean {possibility}?": "Mente du {possibility}?",
    "(Did you mean one of: {possibilities}?)": "(Mente du en av disse: {possibilities}?)",
    "Got unexpected extra argument ({args})": "Det er et argument for mye ({args})",
    "Got unexpected extra arguments ({args})": "Det er argumenter for mye ({args})",
    "Option {name!r} requires an argument.": "Valget {name!r} må ha en verdi.",
    "Option {name!r} does not take a value.": "Valget {name!r} tar ingen verdi.",
    "default: {default}": "ellers {default}",
    "{value!r} is not a valid {number_type}.": "{value!r} er ikke et tall.",
    "{value} is not in the range {range}.": "{value} er ikke innenfor {range}.",
    "{value!r} is not one of {choices}.": "{value!r} er ingen av {choices}.",
    "{value!r} is not {choice}.": "{value!r} er ikke {choice}.",
    "file": "filen",
    "{name} {filename!r} does not exist.": "{filename!r} finnes ikke.",
    "{name} {filename!r} is a directory.": "{filename!r} er en mappe.",
    "{name} {filename!r} is not readable.": "{filename!r} kan ikke leses.",
}
"""click's own sentence → ours."""
MODULER = (
    click.core, click.decorators, click.exceptions, click.formatting, click.parser, click.termui, click.types,
)  # fmt: skip


class Kommandogruppe(AppGroup):
    """The app's commands, called in the help and in errors what people type to get there."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        _navngi(ctx)
        return super().get_command(ctx, cmd_name)

    def list_commands(self, ctx: click.Context) -> list[str]:
        _navngi(ctx)
        return super().list_commands(ctx)


def bruk_norsk() -> None:
    """Let click's modules say it our way; each has taken its own hold of gettext."""
    for modul in MODULER:
        navn = vars(modul)
        for funksjon in ("_", "ngettext"):
            if funksjon in navn and not isinstance(navn[funksjon], _Oversetter):
                navn[funksjon] = _Oversetter(navn[funksjon])


class _Oversetter:
    """Stands for gettext, and for ngettext: what that answers is looked up."""

    def __init__(self, ekte: Callable[..., str]) -> None:
        self._ekte = ekte

    def __call__(self, *argumenter: object) -> str:
        tekst = self._ekte(*argumenter)
        return NORSK.get(tekst, tekst)


def _navngi(ctx: click.Context) -> None:
    ctx.find_root().info_name = os.environ.get("MOTTAK_KOMMANDO", "flask --app wsgi")
