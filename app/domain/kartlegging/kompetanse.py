"""The section «Kompetanse»: a remark for each group of integreringsforskriften § 47 (S59 to S61); of a child,
kindergarten and school instead. Whoever reaches the age during the interview keeps both."""

from dataclasses import replace

from app.domain.kartlegging.alder import fra_kompassalder, under_kompassalder
from app.domain.skjema.felttyper import Langtekst
from app.domain.skjema.grammatikk import OGSAA_KOMMUNEN, Felt, Seksjon, alltid
from app.domain.skjema.levetid import Foer

OGSAA_BARN = Foer(1, {"gjelder": alltid, "beholdes": False, "flyttes_til": ""})
"""In the first version children were asked the same."""


def _fra_kompassalder(*felter: Felt) -> tuple[Felt, ...]:
    return tuple(
        replace(felt, gjelder=fra_kompassalder, beholdes=True, flyttes_til="intern_merknad", foer=(OGSAA_BARN,))
        for felt in felter
    )


KOMPETANSE = Seksjon(
    "kompetanse",
    "Kompetanse",
    ingress="Her kan du utfylle det beboeren selv har registrert i Kompass. Ingen av punktene er "
    "obligatoriske. Kommunen ser merknadene ved fordeling, så skriv ikke om helse eller andre sensitive "
    "forhold.",
    ledd=_fra_kompassalder(
        Felt(
            "spraak",
            "Språk",
            Langtekst(uten_personnummer=True),
            kan_deles=True,
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv hvilke språk beboeren kan i tillegg til morsmålet, og omtrent hvor godt. Nevn om "
            "beboeren leser og skriver språkene, og hvilket alfabet beboeren kan. IMDi ser merknaden, og "
            "kommunen ser den ved fordeling.",
        ),
        Felt(
            "utdanning",
            "Utdanning",
            Langtekst(uten_personnummer=True),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv hvilken skolegang og utdanning beboeren har, hvor lenge den varte, og om den er "
            "fullført. Nevn hvilke vitnemål og andre papirer beboeren kan legge fram. IMDi ser merknaden, og "
            "kommunen ser den ved fordeling.",
        ),
        Felt(
            "arbeidserfaring",
            "Arbeidserfaring",
            Langtekst(uten_personnummer=True),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv hva beboeren har arbeidet med, og hvor lenge. Ta med ulønnet arbeid, for eksempel "
            "jordbruk, håndverk og omsorg for familien. Skriv ikke om politikk, religion eller årsaken til "
            "flukten. IMDi ser merknaden, og kommunen ser den ved fordeling.",
        ),
        Felt(
            "digitale_ferdigheter",
            "Digitale ferdigheter",
            Langtekst(uten_personnummer=True),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv hva beboeren får til på mobil og datamaskin, for eksempel å sende e-post, fylle ut "
            "skjemaer og bruke nettbank. Nevn også hva beboeren vil lære mer om. IMDi ser merknaden, og "
            "kommunen ser den ved fordeling.",
        ),
        Felt(
            "foererkort",
            "Førerkort og sertifikater",
            Langtekst(uten_personnummer=True),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv hvilke førerkort og sertifikater for kjøretøy beboeren har, og hvilket land de er "
            "fra. Nevn om beboeren har papirene i behold, og når de går ut. Skriv ikke nummeret på dem. IMDi "
            "ser merknaden, og kommunen ser den ved fordeling.",
        ),
        Felt(
            "annen_kompetanse",
            "Annen kompetanse/realkompetanse",
            Langtekst(uten_personnummer=True),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Realkompetanse er alt beboeren har lært gjennom arbeid, skole, fritid og familieliv. "
            "Skriv det som ikke passer under de andre punktene, for eksempel håndverk, matlaging eller "
            "frivillig arbeid. IMDi ser merknaden, og kommunen ser den ved fordeling.",
        ),
        Felt(
            "interesser",
            "Interesser",
            Langtekst(uten_personnummer=True),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv hva beboeren liker å gjøre, for eksempel idrett, musikk, håndarbeid eller "
            "friluftsliv. Det hjelper kommunen å finne møteplasser og fritidstilbud som passer. Skriv ikke "
            "om politisk eller religiøs tilhørighet. IMDi ser merknaden, og kommunen ser den ved fordeling.",
        ),
        Felt(
            "oensker",
            "Ønsker for utdanning og arbeid",
            Langtekst(uten_personnummer=True),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Spør hva beboeren selv ønsker å lære og arbeide med i Norge, nå og på lengre sikt. Skriv "
            "ønsket slik beboeren sier det. Forklar at et ønske ikke er et løfte. IMDi ser merknaden, og "
            "kommunen ser den ved fordeling.",
        ),
    ),
)

BARNEHAGE_OG_SKOLE = Seksjon(
    "barnehage_og_skole",
    "Barnehage og skole",
    fra=2,
    ingress="Punktet er ikke obligatorisk. Kommunen ser svaret ved fordeling, så skriv ikke om helse eller andre "
    "sensitive forhold.",
    ledd=(
        Felt(
            "barnehage_og_skole",
            "Barnehage og skole",
            Langtekst(uten_personnummer=True),
            gjelder=under_kompassalder,
            beholdes=True,
            flyttes_til="intern_merknad",
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv om barnet går eller har gått i barnehage eller på skole, hvor lenge, og på hvilket språk. "
            "Nevn språk barnet kan i tillegg til morsmålet, om barnet leser og skriver, og hva barnet liker å gjøre. "
            "IMDi ser svaret, og kommunen ser det ved fordeling.",
        ),
    ),
)
