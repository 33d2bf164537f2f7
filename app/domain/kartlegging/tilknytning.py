"""The section «Tilknytning til kommune»: those in Norway whom the resident belongs with (S62 to S65)."""

from app.domain.kartlegging.uten_svar import JA_NEI_ELLER_GRUNN
from app.domain.kommune.kommunevalg import Kommunevalg
from app.domain.skjema.felttyper import Epost, Korttekst, Langtekst, Telefon, Valg
from app.domain.skjema.grammatikk import OGSAA_KOMMUNEN, Felt, Liste, Seksjon

TILKNYTNING = Seksjon(
    "tilknytning",
    "Tilknytning til kommune",
    ingress="Registrer relasjoner i Norge som viser tilknytning til en kommune. Bruk opplysningene i MOT og "
    "det som kommer fram i samtalen. IMDi og kommunen ser det du skriver her.",
    ledd=(
        Felt(
            "har_tilknytning",
            "Har personen tilknytning til en kommune?",
            JA_NEI_ELLER_GRUNN,
            paakrevd=True,
            kan_deles=True,
            lesere=OGSAA_KOMMUNEN,
            hjelp="Spør om beboeren har familie, venner, arbeidsgiver eller andre nære i Norge, og se hva "
            "som står i MOT. For barn kan du spørre foreldrene eller representanten. Svarer du nei, trenger "
            "du ikke føre opp noen. IMDi og kommunen ser svaret.",
        ),
        Liste(
            "tilknytning",
            "Relasjoner i Norge",
            entall="relasjon",
            legg_til="Legg til relasjon",
            hvis=("har_tilknytning", "ja"),
            paakrevd=True,
            lesere=OGSAA_KOMMUNEN,
            hjelp="Legg til én relasjon om gangen. Relasjon og kontaktinformasjon er viktig, fordi IMDi kan "
            "trenge å ta kontakt. Før ikke opp noen som beboeren er redd for, men skriv det i «Intern "
            "bosettingsmerknad». IMDi og kommunen ser det du fører opp.",
            felter=(
                Felt(
                    "navn",
                    "Navn",
                    Korttekst(200),
                    paakrevd=True,
                    kan_deles=True,
                    lesere=OGSAA_KOMMUNEN,
                    hjelp="Skriv navnet på den beboeren har tilknytning til. Er det en arbeidsgiver, skriver "
                    "du navnet på virksomheten og gjerne en kontaktperson. Skriv ikke DUF-nummer, "
                    "fødselsnummer eller adresse. IMDi og kommunen ser navnet.",
                ),
                Felt(
                    "relasjon",
                    "Relasjon",
                    Valg(
                        {
                            "ektefelle_samboer": "Ektefelle eller samboer",
                            "forelder": "Forelder",
                            "barn": "Barn",
                            "soesken": "Søsken",
                            "annen_slekt": "Annen slekt",
                            "venn": "Venn",
                            "arbeidsgiver": "Arbeidsgiver",
                            "annet": "Annet",
                        }
                    ),
                    paakrevd=True,
                    lesere=OGSAA_KOMMUNEN,
                    hjelp="Velg hva personen er for beboeren, for eksempel «Søsken» for en bror eller «Annen "
                    "slekt» for en onkel. Velger du «Annet», forklarer du relasjonen i merknaden. IMDi og "
                    "kommunen ser svaret.",
                ),
                Felt(
                    "kommune",
                    "Kommune",
                    Kommunevalg(),
                    paakrevd=True,
                    kan_deles=True,
                    lesere=OGSAA_KOMMUNEN,
                    hjelp="Skriv navnet eller nummeret på kommunen der personen bor eller arbeidsgiveren "
                    "holder til. I Oslo skriver du bydelen hvis beboeren vet hvilken det er. Er beboeren "
                    "usikker, spør du etter poststedet og finner kommunen ut fra det. IMDi og kommunen ser "
                    "svaret.",
                ),
                Felt(
                    "telefon",
                    "Telefon",
                    Telefon(),
                    minst_ett_av="epost",
                    kan_deles=True,
                    lesere=OGSAA_KOMMUNEN,
                    hjelp="Skriv et nummer som personen kan nås på. Enten telefon eller e-post må fylles ut. "
                    "Fortell beboeren at IMDi kan ta kontakt. IMDi og kommunen ser nummeret.",
                ),
                Felt(
                    "epost",
                    "E-post",
                    Epost(),
                    kan_deles=True,
                    lesere=OGSAA_KOMMUNEN,
                    hjelp="Skriv en e-postadresse som personen leser. Du må fylle den ut hvis du ikke har et "
                    "telefonnummer. IMDi og kommunen ser adressen.",
                ),
                Felt(
                    "oensker_naer",
                    "Ønsker å bo i nærheten",
                    JA_NEI_ELLER_GRUNN,
                    paakrevd=True,
                    lesere=OGSAA_KOMMUNEN,
                    hjelp="Spør hva beboeren selv ønsker, helst uten at andre i familien hører på. IMDi tar "
                    "ønsket med i vurderingen, men kan ikke love noe. Handler svaret om frykt eller trusler, "
                    "skriver du grunnen i «Intern bosettingsmerknad». IMDi og kommunen ser svaret.",
                ),
                Felt(
                    "merknad",
                    "Merknad",
                    Langtekst(1000, uten_personnummer=True),
                    lesere=OGSAA_KOMMUNEN,
                    hjelp="Skriv mer om relasjonen, for eksempel hvor ofte de har kontakt, eller hva "
                    "personen kan hjelpe med. Konflikter og andre sensitive forhold skriver du i «Intern "
                    "bosettingsmerknad». IMDi og kommunen ser merknaden.",
                ),
            ),
        ),
    ),
)
