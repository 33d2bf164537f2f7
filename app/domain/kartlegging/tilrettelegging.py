"""What must be arranged for health and behaviour (S75 to S77), and who treats the person (S78 to S80).

Consent comes before the description: health information needs a signed samtykkeerklæring (GDPR art. 9, IMDi's
privacy notice). About a behandler only contact information is kept, no journal text (integreringsloven § 42).
"""

from app.domain.kartlegging.uten_svar import JA_NEI_ELLER_GRUNN
from app.domain.skjema.felttyper import Dato, Epost, Flervalg, Korttekst, Langtekst, Telefon, Valg
from app.domain.skjema.grammatikk import MOTTAK_OG_IMDI, OGSAA_KOMMUNEN, Felt, Liste, Seksjon
from app.domain.skjema.levetid import Alternativ, Foer

UTEN_SAMTYKKE = Foer(1, {"hvis": ("har_behov", "ja"), "helse": False})
"""In the first version the need was described also without consent (L2)."""
TILRETTELEGGING = Seksjon(
    "tilrettelegging",
    "Tilretteleggingsbehov",
    ingress="Registrer alt som står på beboerkortet i MOT, og annet mottaket vet, når det har betydning for "
    "bosettingen. Det kan gjelde helse eller atferd som krever tilrettelegging eller tiltak i kommunen. "
    "Helseopplysninger krever en signert samtykkeerklæring.",
    ledd=(
        Felt(
            "har_behov",
            "Har personen behov for tilrettelegging?",
            JA_NEI_ELLER_GRUNN,
            paakrevd=True,
            lesere=OGSAA_KOMMUNEN,
            hjelp="Spør hva som må til for at beboeren skal kunne reise, bo og klare seg godt, og se hva som "
            "står på beboerkortet i MOT. Spør etter behov, ikke etter diagnoser; mottaket skal ikke "
            "undersøke helsen. Behov som ikke gjelder helse eller atferd, skriver du nederst i denne delen. "
            "IMDi ser svaret, og kommunen ser det når beboeren er søkt ut.",
            foer=(
                Foer(
                    1,
                    {
                        "hjelp": "Spør hva som må til for at beboeren skal kunne reise, bo og klare seg godt, og "
                        "se hva som står på beboerkortet i MOT. Spør etter behov, ikke etter diagnoser. Mottaket "
                        "skal ikke undersøke helsen. IMDi ser svaret, og kommunen ser det når beboeren er søkt ut."
                    },
                ),
            ),
        ),
        Felt(
            "samtykke",
            "Er samtykkeerklæringen signert?",
            Valg({"ja": "Ja", "nei": "Nei", "trukket": Alternativ("Trukket tilbake", fra=2)}),
            paakrevd=True,
            hvis=("har_behov", "ja"),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Helseopplysninger kan bare deles når beboeren, eller den som kan samtykke for beboeren, "
            "har signert samtykkeerklæringen. Forklar, med tolk om nødvendig, hva samtykket gjelder, at det "
            "er frivillig, og at det kan trekkes tilbake. Svarer du nei, eller er samtykket trukket tilbake, "
            "spør ikke skjemaet om behovet, og det som er skrevet om det, fjernes når du ferdigstiller. IMDi "
            "ser svaret, og kommunen ser det når beboeren er søkt ut.",
            foer=(
                Foer(
                    1,
                    {
                        "hjelp": "Helseopplysninger kan bare deles når beboeren, eller den som kan samtykke for "
                        "beboeren, har signert samtykkeerklæringen. Forklar, med tolk om nødvendig, hva samtykket "
                        "gjelder, at det er frivillig, og at det kan trekkes tilbake. Svarer du nei, skal det ikke "
                        "stå helseopplysninger i skjemaet. IMDi ser svaret, og kommunen ser det når beboeren er "
                        "søkt ut."
                    },
                ),
            ),
        ),
        Felt(
            "samtykke_dato",
            "Dato for signering",
            Dato(senest_i_dag=True),
            paakrevd=True,
            hvis=("samtykke", "ja"),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Skriv datoen som står ved underskriften på samtykkeerklæringen. Den viser at samtykket "
            "var gitt før opplysningene ble delt. IMDi ser datoen, og kommunen ser den når beboeren er søkt "
            "ut.",
        ),
        Felt(
            "samtykke_trukket",
            "Dato da samtykket ble trukket tilbake",
            Dato(senest_i_dag=True),
            paakrevd=True,
            hvis=("samtykke", "trukket"),
            lesere=OGSAA_KOMMUNEN,
            fra=2,
            hjelp="Skriv dagen mottaket fikk vite at samtykket er trukket tilbake. Fra da skal det ikke stå "
            "helseopplysninger i skjemaet. IMDi ser datoen, og kommunen ser den når beboeren er søkt ut.",
        ),
        Felt(
            "samtykke_trukket_av",
            "Hvem trakk samtykket tilbake?",
            Valg({"beboer": "Beboeren", "annen": "Foresatt, verge eller representant"}),
            paakrevd=True,
            hvis=("samtykke", "trukket"),
            lesere=OGSAA_KOMMUNEN,
            fra=2,
            hjelp="Velg hvem som ga beskjed om at samtykket er trukket tilbake. Det skal være beboeren selv, "
            "eller den som kan samtykke for beboeren. Skriv ikke hvorfor noe sted. IMDi ser svaret, og "
            "kommunen ser det når beboeren er søkt ut.",
        ),
        Felt(
            "kategorier",
            "Hva gjelder behovet?",
            Flervalg(
                {
                    "bolig": "Tilpasset bolig",
                    "hjelpemidler": "Hjelpemidler",
                    "reise": "Hensyn under reise",
                    "personlig_assistanse": "Personlig assistanse",
                    "hjemmesykepleie": "Hjemmesykepleie",
                    "psykisk_helse": "Oppfølging av psykisk helse",
                    "atferd": "Oppfølging av atferd",
                    "utdanning_arbeid": "Tilrettelegging i utdanning eller arbeid",
                    "institusjon": "Institusjon eller omsorgsbolig",
                    "annet": "Annet",
                }
            ),
            paakrevd=True,
            hvis=("samtykke", "ja"),
            helse=True,
            foer=(UTEN_SAMTYKKE,),
            lesere=OGSAA_KOMMUNEN,
            hjelp="Kryss av for alt som gjelder. Velg ut fra hva som må til, ikke ut fra diagnosen. Passer "
            "ingen av valgene, krysser du av for «Annet» og forklarer i beskrivelsen. IMDi ser svaret, og "
            "kommunen ser det når beboeren er søkt ut.",
        ),
        Felt(
            "beskrivelse",
            "Beskrivelse av behovet",
            Langtekst(uten_personnummer=True),
            paakrevd=True,
            hvis=("samtykke", "ja"),
            helse=True,
            foer=(UTEN_SAMTYKKE,),
            advarsel="Skriv bare helseopplysninger når samtykkeerklæringen er signert.",
            lesere=OGSAA_KOMMUNEN,
            hjelp="Beskriv hva som må til i boligen, på reisen og i hverdagen, for eksempel leilighet uten "
            "trapper eller plass til rullestol. Skriv hva beboeren trenger, ikke diagnoser. Ta bare med "
            "helseopplysninger som er nødvendige for bosettingen. IMDi ser teksten, og kommunen ser den når "
            "beboeren er søkt ut.",
        ),
        Felt(
            "andre_behov",
            "Behov som ikke gjelder helse",
            Langtekst(1000, uten_personnummer=True),
            fra=2,
            lesere=OGSAA_KOMMUNEN,
            advarsel="Skriv ikke om helse eller atferd her. Det krever samtykke.",
            hjelp="Skriv det som er nyttig å vite om bolig og hverdag, og som ikke sier noe om helsen, for "
            "eksempel plass til barnevogn eller kort vei til skole og barnehage. IMDi ser teksten, og "
            "kommunen ser den når beboeren er søkt ut.",
        ),
    ),
)

BEHANDLERE = Seksjon(
    "behandlere",
    "Informasjon om behandler",
    ingress="Punktet er ikke obligatorisk. Fyll det bare ut når det er relevant for det "
    "bosettingsforberedende arbeidet.",
    ledd=(
        Liste(
            "behandler",
            "Behandlere",
            entall="behandler",
            legg_til="Legg til behandler",
            lesere=MOTTAK_OG_IMDI,
            hjelp="Før opp en behandler når oppfølgingen må fortsette etter bosettingen, eller når "
            "behandleren kan svare på spørsmål om tilrettelegging. Spør beboeren først. Skriv bare "
            "kontaktinformasjon, aldri diagnoser, journalopplysninger eller hva behandleren har fortalt. "
            "Bare mottaket og IMDi ser det du fører opp.",
            felter=(
                Felt(
                    "navn",
                    "Navn",
                    Korttekst(200),
                    paakrevd=True,
                    lesere=MOTTAK_OG_IMDI,
                    hjelp="Skriv navnet på behandleren. Vet du ikke navnet, skriver du navnet på kontoret "
                    "eller avdelingen. Bare mottaket og IMDi ser navnet.",
                ),
                Felt(
                    "rolle",
                    "Rolle",
                    Valg(
                        {
                            "fastlege": "Fastlege",
                            "lege": "Annen lege",
                            "psykolog": "Psykolog",
                            "sykepleier": "Sykepleier",
                            "fysioterapeut": "Fysioterapeut",
                            "barnevern": "Ansatt i barnevernet",
                            "annet": "Annet",
                        }
                    ),
                    lesere=MOTTAK_OG_IMDI,
                    hjelp="Velg hva slags behandler det er. Passer ingen av valgene, velger du «Annet» og "
                    "skriver yrket i merknaden. Skriv ikke hvorfor beboeren får behandling. Bare mottaket og "
                    "IMDi ser svaret.",
                ),
                Felt(
                    "institusjon",
                    "Institusjon",
                    Korttekst(200),
                    lesere=MOTTAK_OG_IMDI,
                    hjelp="Skriv hvor behandleren arbeider, for eksempel på hvilket legekontor eller i "
                    "hvilken kommune. Bare mottaket og IMDi ser svaret.",
                ),
                Felt(
                    "telefon",
                    "Telefon",
                    Telefon(),
                    lesere=MOTTAK_OG_IMDI,
                    hjelp="Skriv nummeret til behandleren eller kontoret. Bruk nummeret på arbeidsstedet, "
                    "ikke et privat nummer. Bare mottaket og IMDi ser nummeret.",
                ),
                Felt(
                    "epost",
                    "E-post",
                    Epost(),
                    lesere=MOTTAK_OG_IMDI,
                    hjelp="Skriv e-postadressen behandleren bruker i arbeidet. Send aldri helseopplysninger "
                    "i vanlig e-post. Bare mottaket og IMDi ser adressen.",
                ),
                Felt(
                    "merknad",
                    "Merknad",
                    Langtekst(1000),
                    lesere=MOTTAK_OG_IMDI,
                    advarsel="Diagnoser og journalopplysninger skal ikke legges inn her.",
                    hjelp="Skriv praktiske opplysninger, for eksempel når behandleren kan nås. Skriv aldri "
                    "om sykdom, behandling eller innhold i journalen. Bare mottaket og IMDi ser merknaden.",
                ),
            ),
        ),
    ),
)
