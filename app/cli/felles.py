"""What the commands share: how they fail, and which of them need the whole configuration."""

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec

import click
from flask import current_app

from app import driftslogg, regneark
from app.db import DATABASE_FEIL
from app.domain.register.innlesing import Registerlinje, Utfall
from app.domain.register.tegnsett import Tegnsett

TEGNSETT = click.option(
    "--tegnsett",
    type=click.Choice([tegnsett.value for tegnsett in Tegnsett]),
    default=Tegnsett.UTF_8.value,
    show_default=True,
    callback=lambda _kontekst, _valg, verdi: Tegnsett(verdi),
    help="Tegnsettet filen er skrevet i.",
)
Argumenter = ParamSpec("Argumenter")


class Kommando(click.Command):
    """A command whose failures are sentences, with the kinds of what lies behind: no traceback, no statement."""

    def __init__(self, *argumenter: Any, **valg: Any) -> None:
        super().__init__(*argumenter, **{"options_metavar": "[VALG]", **valg})

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except DATABASE_FEIL as feil:
            raise click.ClickException(f"Databasen svarte ikke, eller nektet: {driftslogg.kjede(feil)}.") from feil


class Gruppe(click.Group):
    command_class = Kommando

    def __init__(self, *argumenter: Any, **valg: Any) -> None:
        super().__init__(*argumenter, **{"options_metavar": "[VALG]", "subcommand_metavar": "KOMMANDO …", **valg})


def kommando(navn: str) -> Callable[[Callable[..., Any]], Kommando]:
    """As click.command."""
    return click.command(navn, cls=Kommando)


def gruppe(navn: str) -> Callable[[Callable[..., Any]], Gruppe]:
    """As click.group."""
    return click.group(navn, cls=Gruppe)


def med_helt_oppsett(kommando: Callable[Argumenter, None]) -> Callable[Argumenter, None]:
    """For a command that sends e-mail or says who may log in: it refuses where issuer or mail server is not set."""

    @wraps(kommando)
    def med_kontroll(*argumenter: Argumenter.args, **valg: Argumenter.kwargs) -> None:
        if mangler := current_app.extensions["mottak_config"].mangler:
            raise click.ClickException(mangler)
        kommando(*argumenter, **valg)

    return med_kontroll


def skriv_rapport(fil: Path, linjer: Sequence[Registerlinje]) -> None:
    """The refused rows by number, with the reason, as Excel opens them; nothing about a person: it can be sent on."""
    avviste = [(str(linje.rad), linje.tekst) for linje in linjer if linje.utfall is Utfall.AVVIST]
    fil.write_bytes(regneark.csv_fil([("rad", "grunn"), *avviste]))
