"""GET /api/samtaler: what has changed about the completed households, and each of them, for IMDi's own systems."""

from datetime import timedelta
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue

from app.domain.beboer.statuser import Bosettingsstatus, Kompassstatus
from app.domain.bosetting import maskinsak
from app.domain.kartlegging.kartlegging import UTGAVER
from app.domain.samtale.sakendring import START, Endring, Omfang, Slag, UkjentMarkoer, Utdatert
from app.domain.skjema.felttyper import Flervalg, Valg
from app.domain.skjema.grammatikk import Liste
from app.domain.vern.forsoek import Grense
from app.spraak import Spraak
from app.web.felles.feil import problem
from app.web.felles.rom import Rom
from app.web.maskin.maskin import Skjema, maskin, med_etag
from app.web.maskin.maskintoken import begrens, har_omfang, klient

rom = Rom("api_samtaler")
GRENSE = Grense("api_samtaler", 1200, timedelta(minutes=1))
"""Answers to one system: it can take in all there is within an hour, and a wild loop is stopped."""
OGSAA = {"skjermede:lese": "de skjermede", "merknader:lese": "interne bosettingsmerknader"}
"""Scopes beside `samtaler:lese`."""
UKJENT = "Markøren i «etter» er ukjent. Bruk «neste» fra et tidligere svar uendret, eller 0 for å begynne fra starten."
UTDATERT = (
    "Markøren gjelder ikke lenger: databasen er gjenopprettet, eller tokenet har andre omfang enn da den ble laget. "
    "Slett det som er hentet, og begynn på nytt fra 0."
)
TEKST, TALL, NOEKKEL = {"type": "string"}, {"type": "integer"}, {"type": "string", "pattern": "^[0-9a-f]{32}$"}
KAN_TEKST, JA_NEI = {"type": ["string", "null"]}, {"type": "boolean"}
TID, DAG, KAN_DAG, KAN_TID = (
    {"type": slag, "format": form}
    for slag, form in (
        ("string", "date-time"), ("string", "date"), (["string", "null"], "date"), (["string", "null"], "date-time"),
    )
)  # fmt: skip


def objekt(*, valgfrie: Skjema | None = None, **felter: Skjema) -> Skjema:
    """The schema of an object that has just these fields."""
    alle = {"properties": {**felter, **(valgfrie or {})}, "required": list(felter)}
    return {"type": "object", "additionalProperties": False, **alle}


def liste(av: Skjema) -> Skjema:
    """The schema of a list."""
    return {"type": "array", "items": av}


def koder() -> dict[str, dict[str, str]]:
    """By field, or «group.field»: each choice there is or was, as the code that is sent, and its text."""
    alle: dict[str, dict[str, str]] = {}
    for versjon in range(1, UTGAVER.versjon + 1):
        for ledd in (ledd for seksjon in UTGAVER.utgave(versjon).seksjoner for ledd in seksjon.ledd):
            felter = {f"{ledd.navn}.{f.navn}": f for f in ledd.felter} if isinstance(ledd, Liste) else {ledd.navn: ledd}
            for navn, felt in felter.items():
                if isinstance(felt.type, Valg | Flervalg):
                    alle.setdefault(navn, {}).update(felt.type.valg)
    return alle


ENDRING = objekt(
    nr=TALL, samtale=NOEKKEL, beboer={**NOEKKEL, "type": ["string", "null"]}, slag={"enum": [s.value for s in Slag]},
    tid=TID, gjoer={"enum": ["hent", "fjern"]},
)  # fmt: skip
ENDRINGER = objekt(endringer=liste(ENDRING), neste=TEKST, flere=JA_NEI)
SVAR = objekt(
    sti=TEKST, felt=TEKST, gruppe=KAN_TEKST, ledetekst=TEKST, tekst=TEKST, rettet=KAN_TID,
    verdi={"type": ["string", "number", "boolean", "array", "object"], "x-koder": koder()},
)  # fmt: skip
DELTAKER = objekt(
    id=NOEKKEL, duf_nummer=TEKST, andre_duf_numre=liste(TEKST), fornavn=TEKST, etternavn=TEKST, foedt=DAG,
    bare_aar=JA_NEI, statsborgerskap=TEKST, tolkespraak=KAN_TEKST, familierolle=KAN_TEKST, enslig_mindreaarig=JA_NEI,
    representant=KAN_TEKST, kollektiv_beskyttelse=JA_NEI, skjermet=JA_NEI, husstand=NOEKKEL,
    mottak=objekt(nummer=KAN_TEKST, navn=TEKST), kompass={"enum": [s.value for s in Kompassstatus]},
    bosetting=objekt(
        status={"enum": [s.value for s in Bosettingsstatus]}, soekt_ut_til=KAN_TEKST, soekt_ut_navn=KAN_TEKST,
        utsoekingsdato=KAN_DAG, planlagt_flytting=KAN_DAG, bosettingsdato=KAN_DAG,
    ),
    svar=liste(SVAR), valgfrie={"merknader": liste(objekt(forseglet=TID, tekst=KAN_TEKST))},
)  # fmt: skip
SAMTALE = objekt(
    id=NOEKKEL, ferdigstilt=TID, skjema_versjon=TALL, spraak={"enum": [*(s.value for s in Spraak), None]},
    deltakere=liste(DELTAKER),
)  # fmt: skip
ETTER = {
    "name": "etter", "in": "query", "required": False,
    "description": "«neste» fra forrige svar, uendret; 0, eller ingenting, er fra starten.",
    "schema": {"type": "string", "pattern": "^(0|[0-9]{1,18}-[0-9]{1,18}-[0-9]{1,18}-[a-z]{1,2})$"},
}  # fmt: skip
ID = {"name": "samtale_id", "in": "path", "required": True, "schema": NOEKKEL}


@rom.get("/api/samtaler")
@maskin("samtaler:lese", ogsaa=OGSAA, sammendrag="Endringer i ferdigstilte samtaler", svar=ENDRINGER, parametre=[ETTER])
def endringer() -> ResponseReturnValue:
    """Nobody's content: which households to fetch, and which to remove."""
    begrens(GRENSE)
    etter = request.args.getlist("etter") or [START]
    if len(etter) > 1 or set(request.args) - {"etter"}:
        return problem(400, "Adressen kan ha parameteren «etter», én gang, og ingen annen.")
    try:
        utdrag = maskinsak.les_endringer(klient(), etter[0], _omfang())
    except UkjentMarkoer:
        return problem(400, UKJENT, slag="ukjent-markoer")
    except Utdatert:
        return problem(400, UTDATERT, slag="utdatert-markoer")
    return med_etag(
        {
            "endringer": [_endring(endring) for endring in utdrag.endringer],
            "neste": utdrag.neste.tekst,
            "flere": utdrag.flere,
        }
    )


@rom.get("/api/samtaler/<noekkel:samtale_id>")
@maskin("samtaler:lese", ogsaa=OGSAA, sammendrag="En ferdigstilt samtale slik den nå er", svar=SAMTALE, parametre=[ID])
def samtale(samtale_id: str) -> ResponseReturnValue:
    begrens(GRENSE)
    return med_etag(som_json(maskinsak.hent(klient(), samtale_id, _omfang())))


def som_json(verdi: Any) -> Any:
    """Days and moments as ISO 8601, in a structure of what JSON has."""
    if isinstance(verdi, dict):
        return {navn: som_json(v) for navn, v in verdi.items()}
    if isinstance(verdi, list):
        return [som_json(v) for v in verdi]
    return verdi.isoformat() if hasattr(verdi, "isoformat") else verdi


def _endring(endring: Endring) -> dict[str, Any]:
    return {
        "nr": endring.nr,
        "samtale": endring.samtale_id,
        "beboer": endring.beboer_id,
        "slag": endring.slag,
        "tid": endring.tid.isoformat(),
        "gjoer": "hent" if endring.finnes else "fjern",
    }


def _omfang() -> Omfang:
    return Omfang(skjermede=har_omfang("skjermede:lese"), merknader=har_omfang("merknader:lese"))
