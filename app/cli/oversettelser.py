"""`cli oversettelser`: brings the catalogues up to date with the texts of the code, and tells what is left to do."""

import re
from collections.abc import Iterator, Mapping, Sequence

import click
from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import read_po, write_po

from app.cli.felles import kommando
from app.cli.uttrekk import Tekst, alle_tekster
from app.spraak import Spraak
from app.spraak.katalog import fil

HODE = """\
# {navn}: the texts of IMDinett Mottak. See docs/oversettelser.md.
msgid ""
msgstr ""
"Language: {kode}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""
OVERSATTE = (Spraak.NYNORSK, Spraak.ENGELSK)
INNSATT = re.compile(r"%\([a-z_]+\)[sd]|\{[a-z]+\}")


@kommando("oversettelser")
@click.option("--kontroller", is_flag=True, help="Se bare etter; skriv ingenting.")
def oversettelser(kontroller: bool) -> None:
    """Ta nye tekster inn i katalogene (app/spraak), ta ut dem som er borte, og vis hva som mangler."""
    tekster, hull = alle_tekster(), []
    for spraak in OVERSATTE:
        if not kontroller:
            oppdater(spraak, tekster)
        hull += [f"{spraak}: {feil}" for feil in feil_i(spraak, tekster)]
        oversatt = sum(1 for melding in les(spraak) if melding.id and er_oversatt(melding))
        click.echo(f"{spraak.tekst}: {oversatt} av {len(tekster)} tekster er oversatt.")
    for linje in hull:
        click.echo(linje)
    if hull:
        raise click.exceptions.Exit(1)


def les(spraak: Spraak) -> Catalog:
    """The catalogue of a language as its file holds it."""
    with fil(spraak).open("rb") as po:
        return read_po(po, locale=str(spraak))


def oppdater(spraak: Spraak, tekster: Mapping[str, Tekst]) -> None:
    """Write the file of a language anew: all the texts there are, with the translations it had."""
    gammel, ny = les(spraak), Catalog(locale=str(spraak))
    for tekst in tekster.values():
        har = gammel.get(tekst.entall)
        tom: str | tuple[str, str] = ("", "") if tekst.flertall else ""
        passer = har and isinstance(har.string, tuple) == bool(tekst.flertall)
        ny.add(
            (tekst.entall, tekst.flertall) if tekst.flertall else tekst.entall,
            har.string if har and passer else tom,
            locations=[(sted, 1) for sted in sorted(tekst.filer)],
            auto_comments=sorted(tekst.merknader),
            user_comments=har.user_comments if har else (),
            flags={"fuzzy"} if har and har.fuzzy else (),
        )
    with fil(spraak).open("wb") as po:
        po.write(HODE.format(navn=spraak.tekst, kode=spraak).encode())
        write_po(po, ny, width=120, omit_header=True, sort_by_file=True, include_lineno=False)


def feil_i(spraak: Spraak, tekster: Mapping[str, Tekst]) -> Iterator[str]:
    """What is missing, unsure or broken, and what is in the catalogue and nowhere else."""
    katalog = les(spraak)
    for tekst in tekster.values():
        melding = katalog.get(tekst.entall)
        if not (melding and er_oversatt(melding)):
            yield f"mangler: {tekst.entall!r} ({', '.join(sorted(tekst.filer))})"
    for melding in katalog:
        entall = _former(melding.id)[0]
        if entall and entall not in tekster:
            yield f"finnes ikke lenger: {entall!r}"
        elif entall and er_oversatt(melding) and not _samme_innsatt(melding):
            yield f"setter ikke inn det samme: {entall!r}"


def er_oversatt(melding: Message) -> bool:
    """Whether it can be shown: all its forms are there, and nobody has marked it as unsure."""
    former = _former(melding.string)
    return bool(former) and all(former) and not melding.fuzzy


def _samme_innsatt(melding: Message) -> bool:
    """What is put into the text is put into the translation; a plural's one may do without its number."""
    kilder, former = _former(melding.id), _former(melding.string)
    krav = set(INNSATT.findall(kilder[-1]))
    return set(INNSATT.findall(former[-1])) == krav and all(set(INNSATT.findall(form)) <= krav for form in former)


def _former(tekst: str | Sequence[str] | None) -> Sequence[str]:
    return (tekst or "",) if isinstance(tekst, str) or tekst is None else tekst
