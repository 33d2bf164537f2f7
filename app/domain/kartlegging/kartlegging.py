"""KARTLEGGING: the settlement interview, declared once. To change a question is to change it here, in a new version.

The sections stand in the guide's own order; the large ones have modules of their own. What may be asked is
limited by integreringsforskriften §§ 46, 47 and 51; legning and etnisitet are never asked about (S72).
"""

from app.domain.kartlegging.alder import fra_kompassalder, har_fylt
from app.domain.kartlegging.kompetanse import BARNEHAGE_OG_SKOLE, KOMPETANSE
from app.domain.kartlegging.tilknytning import TILKNYTNING
from app.domain.kartlegging.tilrettelegging import BEHANDLERE, TILRETTELEGGING
from app.domain.skjema.felttyper import JaNei, Korttekst, Langtekst, Telefon, Valg
from app.domain.skjema.grammatikk import MOTTAK_OG_IMDI, OGSAA_KOMMUNEN, Felt, Leser, Person, Seksjon, Skjema
from app.domain.skjema.levetid import Alternativ, Foer
from app.domain.skjema.spraaksvar import Spraaksvar, les_spraak
from app.domain.skjema.utgaver import Utgaver
from app.domain.tid import MYNDIGHETSALDER

KOMPASS_BORTFALT = "Spørsmålet er falt bort: Beboeren er registrert i Kompass eller under 16 år. Svaret trengs ikke."


def slik(leser: Leser, versjon: int | None = None) -> Skjema:
    """The questionnaire as this reader may see it: the one place where that is decided (F15, F16)."""
    return UTGAVER.utgave(versjon or UTGAVER.versjon, leser)


def uten_kompass(person: Person) -> bool:
    """Old enough for Kompass, and not registered there (S57)."""
    return fra_kompassalder(person) and not person.kompass_registrert


def enslig_mindreaarig(person: Person) -> bool:
    """An unaccompanied minor: has a representant until the 18th birthday."""
    return person.enslig_mindreaarig and not har_fylt(person, MYNDIGHETSALDER)


AARSAK_KOMPASS = Seksjon(
    "aarsak_kompass",
    "Registrering i Kompass",
    ingress="Det anbefales at beboeren registrerer kompetansen sin i Kompass før bosettingssamtalen. "
    "Registreringen er frivillig.",
    ledd=(
        Felt(
            "aarsak_ikke_kompass",
            "Årsak til at registrering i Kompass ikke er gjennomført",
            Valg(
                {
                    "oensker_ikke": "Ønsker ikke å registrere seg (frivillig)",
                    "lese_og_skrive": "Manglende lese- og skriveferdigheter",
                    "spraak": "Ikke tilgjengelig på et språk personen forstår",
                    "utstyr": "Mangler utstyr eller tilgang",
                    "helse": "Helsemessige årsaker",
                    "ikke_tilbud": "Har ikke fått tilbud eller kode",
                    "kollektiv_beskyttelse": "Har midlertidig kollektiv beskyttelse",
                    "teknisk_feil": "Teknisk feil",
                    "annet": "Annet",
                }
            ),
            paakrevd=True,
            gjelder=uten_kompass,
            bortfalt=KOMPASS_BORTFALT,
            lesere=MOTTAK_OG_IMDI,
            hjelp="Spør beboeren, og velg den årsaken som passer best. Registreringen er frivillig, og alle "
            "svar er like gode. Registrerer beboeren seg før samtalen ferdigstilles, faller spørsmålet bort. "
            "Bare mottaket og IMDi ser svaret.",
        ),
        Felt(
            "aarsak_utdyping",
            "Utdyp årsaken",
            Langtekst(1000),
            paakrevd=True,
            gjelder=uten_kompass,
            bortfalt=KOMPASS_BORTFALT,
            hvis=("aarsak_ikke_kompass", "annet"),
            lesere=MOTTAK_OG_IMDI,
            hjelp="Skriv kort hva som er grunnen. Ta ikke med diagnoser eller andre helseopplysninger. Bare "
            "mottaket og IMDi ser teksten.",
        ),
    ),
)

SOM_TEKST = Foer(1, {"type": Korttekst(100)}, les_spraak)
"""In the first version a language was any text; what names one is understood."""

PERSONOPPLYSNINGER = Seksjon(
    "personopplysninger",
    "Personopplysninger",
    fakta=True,
    ingress="Opplysningene øverst kommer fra UDI og kan ikke endres her. Er noe feil, må det rettes hos UDI.",
    ledd=(
        Felt(
            "morsmaal",
            "Morsmål",
            Spraaksvar(),
            foer=(SOM_TEKST,),
            paakrevd=True,
            kan_deles=True,
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv språket beboeren vokste opp med, eller flere hvis det er riktig. For små barn "
            "skriver du språket familien bruker hjemme. Spør om språk, ikke om folkegruppe, for etnisitet "
            "skal ikke kartlegges. IMDi ser svaret, og kommunen ser det når beboeren er søkt ut.",
        ),
        Felt(
            "tolkespraak",
            "Tolkespråk",
            Spraaksvar(),
            foer=(SOM_TEKST,),
            paakrevd=True,
            kan_deles=True,
            lesere=OGSAA_KOMMUNEN,
            i_registeret=True,
            hjelp="Spør hvilket språk beboeren ønsker tolk på, og skriv gjerne dialekten. Det trenger ikke å "
            "være morsmålet. Trenger beboeren ikke tolk, skriver du språket dere snakket sammen på. IMDi ser "
            "svaret, og kommunen ser det når beboeren er søkt ut.",
        ),
        Felt(
            "behov_for_tolk",
            "Behov for tolk",
            JaNei(),
            paakrevd=True,
            kan_deles=True,
            lesere=OGSAA_KOMMUNEN,
            hjelp="Svar ja hvis beboeren trenger tolk for å forstå og bli forstått i viktige samtaler. Er du "
            "i tvil, svarer du ja. Kommunen bruker svaret til å bestille en kvalifisert tolk, for barn skal "
            "ikke brukes som tolk. IMDi ser svaret, og kommunen ser det når beboeren er søkt ut.",
        ),
        Felt(
            "tolk_brukt",
            "Bruk av tolk i samtalen",
            Valg(
                {
                    "oppmoete": "Tolken møtte opp",
                    "skjerm": "Tolk på skjerm",
                    "telefon": "Tolk på telefon",
                    "falt_ut": Alternativ("Tolken falt ut underveis", fra=2),
                    "ikke": "Uten tolk",
                }
            ),
            kan_deles=True,
            lesere=MOTTAK_OG_IMDI,
            hjelp="Velg hvordan tolken deltok i denne samtalen. Bruk en kvalifisert tolk. Barn skal ikke "
            "brukes som tolk, heller ikke for foreldre eller søsken. Bare mottaket og IMDi ser svaret.",
        ),
        Felt(
            "tolk_id",
            "Tolk-ID",
            Korttekst(20),
            kan_deles=True,
            lesere=MOTTAK_OG_IMDI,
            hjelp="Skriv tolkens nummer i Nasjonalt tolkeregister hvis dere brukte tolk og tolken oppga det. "
            "Med nummeret kan kvalifikasjonene til tolken kontrolleres. Skriv ikke tolkens navn eller "
            "fødselsnummer. Bare mottaket og IMDi ser nummeret.",
        ),
        Felt(
            "egen_telefon",
            "Beboerens telefonnummer",
            Telefon(),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv nummeret beboeren selv svarer på. La feltet stå tomt hvis beboeren ikke har egen "
            "telefon, for eksempel for små barn. IMDi ser nummeret, og kommunen ser det når beboeren er søkt "
            "ut.",
        ),
        Felt(
            "representant",
            "Representantens navn",
            Korttekst(200),
            paakrevd=True,
            gjelder=enslig_mindreaarig,
            lesere=OGSAA_KOMMUNEN,
            i_registeret=True,
            hjelp="En enslig mindreårig skal ha en representant. Skriv navnet på den Statsforvalteren har "
            "oppnevnt. Er ingen oppnevnt, må det ordnes før samtalen kan ferdigstilles. IMDi ser navnet, og "
            "kommunen ser det når beboeren er søkt ut.",
        ),
        Felt(
            "representant_telefon",
            "Representantens telefonnummer",
            Telefon(),
            paakrevd=True,
            gjelder=enslig_mindreaarig,
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv et nummer som representanten svarer på. IMDi og kommunen kan trenge å nå "
            "representanten, som også får vedtaket om bosetting. IMDi ser nummeret, og kommunen ser det når "
            "beboeren er søkt ut.",
        ),
    ),
)

BOSETTINGSMERKNAD = Seksjon(
    "bosettingsmerknad",
    "Bosettingsmerknad",
    ingress="Merknaden er synlig for IMDi, og for en mulig kommune når IMDi fordeler personen eller familien.",
    ledd=(
        Felt(
            "bosettingsmerknad",
            "Bosettingsmerknad",
            Langtekst(uten_personnummer=True),
            advarsel="Vær oppmerksom på at personsensitiv informasjon ikke skal legges inn her!",
            flyttes_til="intern_merknad",
            foer=(Foer(1, {"flyttes_til": ""}),),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv det som er nyttig å vite for bosettingen, for eksempel om voksne barn ønsker å bo "
            "med familien, nærhet til kollektivtransport, søsken i samme barnehageavdeling eller idrettslag. "
            "Du kan også utdype svar som ikke har plass til merknad. IMDi og en mulig kommune leser teksten. "
            "Skriv aldri om helse, trusler, straffbare forhold, legning, etnisitet eller religion her, og ta "
            "ikke med DUF-nummer eller fødselsnummer.",
        ),
    ),
)

INTERN_MERKNAD = Felt(
    "intern_merknad",
    "Intern bosettingsmerknad",
    Langtekst(),
    lesere=MOTTAK_OG_IMDI,
    kryptert=True,
    hjelp="Skriv det IMDi må vite, men kommunen ikke skal se, for eksempel vold i nære relasjoner, "
    "barnevernstiltak, verge for eldre eller trusler som gjør at steder må unngås. Spør aldri om "
    "legning eller etnisitet. Vil beboeren selv dele slike opplysninger med IMDi, skriver du dem "
    "her. Fram til ferdigstilling kan bosettingsansvarlige ved mottaket lese utkastet, deretter "
    "leser bare IMDi teksten.",
)
INTERNT = Seksjon(
    "intern_merknad",
    "Intern bosettingsmerknad",
    ingress="Når samtalen er ferdigstilt, leser bare saksbehandlere i IMDi merknaden. Kommunen får den ikke, "
    "heller ikke etter at beboeren er søkt ut.",
    ledd=(INTERN_MERKNAD,),
)

UTGAVER = Utgaver(
    versjon=2,
    seksjoner=(
        AARSAK_KOMPASS,
        PERSONOPPLYSNINGER,
        KOMPETANSE,
        BARNEHAGE_OG_SKOLE,
        TILKNYTNING,
        BOSETTINGSMERKNAD,
        INTERNT,
        TILRETTELEGGING,
        BEHANDLERE,
    ),
)
"""Through all its versions: docs/skjemaet.md tells how a new one is made."""
PRIVATE = frozenset({INTERNT.navn, TILRETTELEGGING.navn, BEHANDLERE.navn})
"""The sections that come folded when the member is switched: the spouse may sit beside the screen (F40)."""
KARTLEGGING = UTGAVER.utgave(UTGAVER.versjon)
"""As it is asked today. A completed interview is shown by its own version (samtale/skjemaversjon.py)."""
