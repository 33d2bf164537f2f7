"""`cli bruker …`: the first user of each kind, whom nobody else can make. Prints no more of a person than the id."""

from collections.abc import Callable
from contextlib import suppress

import click
from flask.cli import with_appcontext

from app.cli.felles import gruppe, med_helt_oppsett
from app.db import arbeid
from app.domain.brukere import driftsbruker, identitet
from app.domain.skjema.blankett import Feilutfylt, Raa
from app.domain.tilgang.bruker import Bruker
from app.domain.tilgang.matrise import IMDI_ROLLER, Rolle
from app.domain.unntak import IkkeFunnet, Nektet, Ugyldig

NAVN = click.option("--navn", required=True, help="Personens navn.")
EPOST = click.option("--epost", required=True)
TELEFON = click.option("--telefon", default="")

FINNES = "Det finnes en slik bruker der allerede. De neste opprettes i systemet, under «Brukere»."


@gruppe("bruker")
def bruker() -> None:
    """Brukere som ikke kan opprettes i brukeradministrasjonen. Spør om nummeret personen logger inn med."""


@bruker.command("ny")
@click.option("--mottak", required=True, help="Mottakets navn eller nummer, slik det står i systemet.")
@NAVN
@EPOST
@TELEFON
@with_appcontext
@med_helt_oppsett
def ny(mottak: str, **opplysninger: str) -> None:
    """Opprett den første mottaksadministratoren ved et mottak."""
    _opprett(
        lambda raa: driftsbruker.foerste_administrator(mottak, raa),
        opplysninger,
        mangler="Det finnes ikke noe mottak med dette navnet.",
    )


@bruker.command("kommune")
@click.option("--nummer", required=True, help="Kommunens eller bydelens nummer.")
@NAVN
@EPOST
@TELEFON
@with_appcontext
@med_helt_oppsett
def kommune(nummer: str, **opplysninger: str) -> None:
    """Opprett den første brukeren i en kommune eller bydel."""
    _opprett(
        lambda raa: driftsbruker.foerste_i_kommune(nummer, raa),
        opplysninger,
        mangler="Det finnes ingen kommune eller bydel med dette nummeret.",
    )


@bruker.command("imdi")
@click.option(
    "--rolle", default=Rolle.IMDI_SAKSBEHANDLER.value, type=click.Choice([rolle.value for rolle in IMDI_ROLLER])
)
@NAVN
@EPOST
@TELEFON
@with_appcontext
@med_helt_oppsett
def imdi(rolle: str, **opplysninger: str) -> None:
    """Opprett den første saksbehandleren eller den første administratoren i IMDi."""
    _opprett(lambda raa: driftsbruker.foerste_i_imdi(Rolle(rolle), raa), opplysninger)


@bruker.command("innlogging")
@click.option("--mottak", help="Mottakets navn, slik det står i systemet. Utelates for brukere i IMDi og i kommuner.")
@click.option("--epost", required=True, help="Adressen til brukeren, som må være aktiv.")
@with_appcontext
@med_helt_oppsett
def innlogging(mottak: str | None, epost: str) -> None:
    """Registrer nummeret en bruker logger inn med, når ingen mottaksadministrator kan gjøre det."""
    try:
        with arbeid(skriver=False):
            driftsbruker.finn(mottak, epost)
        nummer = _spoer_om_nummer("")
        with arbeid(skriver=True):
            driftsbruker.registrer_innlogging(mottak, epost, nummer)
    except IkkeFunnet as feil:
        raise click.ClickException("Det finnes ingen slik bruker, eller flere enn én.") from feil
    except Ugyldig as feil:
        raise click.ClickException(feil.melding % feil.verdier) from feil
    click.echo("Innloggingen er registrert.")


class _Proevd(Exception):
    """It would go well; nothing is kept of it."""


def _opprett(opprett: Callable[[Raa], Bruker], opplysninger: dict[str, str], mangler: str = "") -> None:
    raa = {navn: [verdi] for navn, verdi in opplysninger.items()}
    try:
        with suppress(_Proevd), arbeid(skriver=True):  # before anybody is asked for a number
            opprett(raa | {"nummer": [""]})
            raise _Proevd
        nummer = _spoer_om_nummer(" (tomt: senere)")
        with arbeid(skriver=True):
            ny = opprett(raa | {"nummer": [nummer]})
    except IkkeFunnet as feil:
        raise click.ClickException(mangler) from feil
    except Nektet as feil:
        raise click.ClickException(FINNES) from feil
    except Feilutfylt as feil:
        raise click.ClickException(feilene(feil)) from feil
    click.echo(f"Brukeren er opprettet: {ny.id}")


def feilene(feil: Feilutfylt) -> str:
    """What cannot be stored, a sentence for each field."""
    return " ".join(f"{u.felt.ledetekst}: {u.feil.melding % u.feil.verdier}" for u in feil.blankett.feil if u.feil)


def _spoer_om_nummer(tillegg: str) -> str:
    """Typed unseen, and no option: a command line is kept in the shell's history and shown to all on the machine."""
    svar: str = click.prompt(f"{identitet.felt().ledetekst}{tillegg}", default="", show_default=False, hide_input=True)
    return svar
