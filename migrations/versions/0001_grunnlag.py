"""The first schema: residents, households, interviews, answers, users, notices, log; and the walls around them."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt, sortert

revision = "0001"
down_revision = None

_LOEPENUMMER = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
TABELLER = (
    "husstand",
    "kommune",
    "mottak",
    "bruker",
    "bosettingssamtale",
    "hendelse",
    "innlogging",
    "rolletildeling",
    "beboer",
    "varsel",
    "merknad",
    "svar",
    "svarhistorikk",
    "varsellesing",
)


def _kode(navn: str, *koder: str) -> sa.Enum:
    return sa.Enum(*koder, name=navn, native_enum=False, create_constraint=True, length=40)


def upgrade() -> None:
    op.create_table(
        "husstand",
        sa.Column("id", sa.String(32), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_husstand"),
    )
    op.create_table(
        "kommune",
        sa.Column("nummer", sa.String(6), nullable=False),
        sa.Column("navn", sa.String(100), nullable=False),
        sa.Column("offisielt_navn", sa.String(100), nullable=False),
        sa.Column("fylke", sa.String(50), nullable=False),
        sa.Column("maalform", sa.String(10), nullable=False),
        sa.Column("bydel_i", sa.String(6), nullable=True),
        sa.Column("soekenoekkel", sa.String(200), nullable=False),
        sa.Column("sorteringsnoekkel", sortert(100), nullable=False),
        sa.ForeignKeyConstraint(["bydel_i"], ["kommune.nummer"], name="fk_kommune_bydel_i_kommune"),
        sa.PrimaryKeyConstraint("nummer", name="pk_kommune"),
        sa.UniqueConstraint("navn", name="uq_kommune_navn"),
    )
    op.create_index("ix_kommune_sorteringsnoekkel", "kommune", ["sorteringsnoekkel"])
    op.create_table(
        "mottak",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("navn", sa.String(200), nullable=False),
        sa.Column(
            "type",
            _kode("mottakstype", "ordinaert", "integreringsmottak", "enslige_mindreaarige"),
            nullable=False,
        ),
        sa.Column("telefon", sa.String(40), nullable=True),
        sa.Column("epost", sa.String(254), nullable=True),
        sa.Column("fellespost", sa.String(254), nullable=True),
        sa.Column("postadresse", sa.String(300), nullable=True),
        sa.Column("besoeksadresse", sa.String(300), nullable=True),
        sa.PrimaryKeyConstraint("id", name="pk_mottak"),
    )
    op.create_table(
        "bruker",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("navn", sa.String(200), nullable=False),
        sa.Column("epost", sa.String(254), nullable=False),
        sa.Column("telefon", sa.String(40), nullable=True),
        sa.Column("mottak_id", sa.String(32), nullable=True),
        sa.Column("aktiv", sa.Boolean(), nullable=False),
        sa.Column("sist_innlogget", Tidspunkt(), nullable=True),
        sa.ForeignKeyConstraint(["mottak_id"], ["mottak.id"], name="fk_bruker_mottak_id_mottak"),
        sa.PrimaryKeyConstraint("id", name="pk_bruker"),
    )
    op.create_index("ix_bruker_mottak_id", "bruker", ["mottak_id"])
    op.create_table(
        "bosettingssamtale",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("husstand_id", sa.String(32), nullable=False),
        sa.Column("mottak_id", sa.String(32), nullable=False),
        sa.Column("status", _kode("samtalestatus", "ikke_klar", "klar", "paabegynt", "gjennomfoert"), nullable=False),
        sa.Column("skjema_versjon", sa.Integer(), nullable=False),
        sa.Column("klar_siden", Tidspunkt(), nullable=False),
        sa.Column("paabegynt", Tidspunkt(), nullable=True),
        sa.Column("paabegynt_av_id", sa.String(32), nullable=True),
        sa.Column("ferdigstilt", Tidspunkt(), nullable=True),
        sa.Column("ferdigstilt_av_id", sa.String(32), nullable=True),
        sa.Column("kontrollsum", sa.String(64), nullable=True),
        sa.ForeignKeyConstraint(
            ["ferdigstilt_av_id"], ["bruker.id"], name="fk_bosettingssamtale_ferdigstilt_av_id_bruker"
        ),
        sa.ForeignKeyConstraint(["husstand_id"], ["husstand.id"], name="fk_bosettingssamtale_husstand_id_husstand"),
        sa.ForeignKeyConstraint(["mottak_id"], ["mottak.id"], name="fk_bosettingssamtale_mottak_id_mottak"),
        sa.ForeignKeyConstraint(["paabegynt_av_id"], ["bruker.id"], name="fk_bosettingssamtale_paabegynt_av_id_bruker"),
        sa.PrimaryKeyConstraint("id", name="pk_bosettingssamtale"),
    )
    op.create_index("ix_bosettingssamtale_husstand_id", "bosettingssamtale", ["husstand_id"])
    op.create_index("ix_bosettingssamtale_mottak_id", "bosettingssamtale", ["mottak_id"])
    op.create_table(
        "hendelse",
        sa.Column("id", _LOEPENUMMER, nullable=False),
        sa.Column("tid", Tidspunkt(), nullable=False),
        sa.Column("handling", sa.String(40), nullable=False),
        sa.Column("bruker_id", sa.String(32), nullable=True),
        sa.Column("mottak_id", sa.String(32), nullable=True),
        sa.Column("samtale_id", sa.String(32), nullable=True),
        sa.Column("beboer_id", sa.String(32), nullable=True),
        sa.Column("felt", sa.String(120), nullable=True),
        sa.Column("versjon", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["bruker_id"], ["bruker.id"], name="fk_hendelse_bruker_id_bruker"),
        sa.ForeignKeyConstraint(["mottak_id"], ["mottak.id"], name="fk_hendelse_mottak_id_mottak"),
        sa.PrimaryKeyConstraint("id", name="pk_hendelse"),
    )
    op.create_index("ix_hendelse_beboer_id", "hendelse", ["beboer_id"])
    op.create_index("ix_hendelse_samtale_id", "hendelse", ["samtale_id"])
    op.create_table(
        "innlogging",
        sa.Column("id", sa.String(64), nullable=False),
        sa.Column("bruker_id", sa.String(32), nullable=False),
        sa.Column("opprettet", Tidspunkt(), nullable=False),
        sa.Column("sist_brukt", Tidspunkt(), nullable=False),
        sa.ForeignKeyConstraint(["bruker_id"], ["bruker.id"], name="fk_innlogging_bruker_id_bruker"),
        sa.PrimaryKeyConstraint("id", name="pk_innlogging"),
    )
    op.create_index("ix_innlogging_bruker_id", "innlogging", ["bruker_id"])
    op.create_table(
        "rolletildeling",
        sa.Column("bruker_id", sa.String(32), nullable=False),
        sa.Column(
            "rolle",
            _kode(
                "rolle",
                "Mottaksadministrator",
                "MottakBosettingsansvarlig",
                "MottakKompass",
                "IntegreringsmottakBosettingsansvarlig",
                "IntegreringsmottakKompass",
                "IMDiSaksbehandler",
                "Kommunebruker",
            ),
            nullable=False,
        ),
        sa.ForeignKeyConstraint(["bruker_id"], ["bruker.id"], name="fk_rolletildeling_bruker_id_bruker"),
        sa.PrimaryKeyConstraint("bruker_id", "rolle", name="pk_rolletildeling"),
    )
    op.create_table(
        "beboer",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("duf_nummer", sa.String(12), nullable=False),
        sa.Column("fornavn", sa.String(100), nullable=False),
        sa.Column("etternavn", sa.String(100), nullable=False),
        sa.Column("soekenoekkel", sa.String(250), nullable=False),
        sa.Column("sorteringsnoekkel", sortert(250), nullable=False),
        sa.Column("foedt", sa.Date(), nullable=False),
        sa.Column("statsborgerskap", sa.String(100), nullable=False),
        sa.Column("tolkespraak", sa.String(100), nullable=True),
        sa.Column("familierolle", sa.String(50), nullable=True),
        sa.Column("enslig_mindreaarig", sa.Boolean(), nullable=False),
        sa.Column("representant", sa.String(200), nullable=True),
        sa.Column("kollektiv_beskyttelse", sa.Boolean(), nullable=False),
        sa.Column("skjermet", sa.Boolean(), nullable=False),
        sa.Column("mottak_id", sa.String(32), nullable=False),
        sa.Column("husstand_id", sa.String(32), nullable=False),
        sa.Column("samtale_id", sa.String(32), nullable=True),
        sa.Column(
            "kompass",
            _kode("kompassstatus", "ikke_registrert", "kode_tildelt", "registrert", "aarsak_registrert"),
            nullable=False,
        ),
        sa.Column(
            "bosetting",
            _kode("bosettingsstatus", "ingen_sak", "sak_opprettet", "fordelingsklar", "soekt_ut", "bosatt"),
            nullable=False,
        ),
        sa.Column("soekt_ut_til", sa.String(6), nullable=True),
        sa.Column("soekt_ut_navn", sa.String(150), nullable=True),
        sa.Column("utsoekingsdato", sa.Date(), nullable=True),
        sa.Column("bosettingsdato", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["husstand_id"], ["husstand.id"], name="fk_beboer_husstand_id_husstand"),
        sa.ForeignKeyConstraint(["mottak_id"], ["mottak.id"], name="fk_beboer_mottak_id_mottak"),
        sa.ForeignKeyConstraint(
            ["samtale_id"], ["bosettingssamtale.id"], name="fk_beboer_samtale_id_bosettingssamtale"
        ),
        sa.ForeignKeyConstraint(["soekt_ut_til"], ["kommune.nummer"], name="fk_beboer_soekt_ut_til_kommune"),
        sa.PrimaryKeyConstraint("id", name="pk_beboer"),
        sa.UniqueConstraint("duf_nummer", name="uq_beboer_duf_nummer"),
    )
    op.create_index("ix_beboer_husstand_id", "beboer", ["husstand_id"])
    op.create_index("ix_beboer_liste", "beboer", ["mottak_id", "sorteringsnoekkel", "id"])
    op.create_index("ix_beboer_samtale_id", "beboer", ["samtale_id"])
    op.create_table(
        "varsel",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("anledning", sa.String(40), nullable=False),
        sa.Column("mottak_id", sa.String(32), nullable=True),
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("opprettet", Tidspunkt(), nullable=False),
        sa.ForeignKeyConstraint(["mottak_id"], ["mottak.id"], name="fk_varsel_mottak_id_mottak"),
        sa.ForeignKeyConstraint(
            ["samtale_id"], ["bosettingssamtale.id"], name="fk_varsel_samtale_id_bosettingssamtale"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_varsel"),
    )
    op.create_index("ix_varsel_mottak_opprettet", "varsel", ["mottak_id", "opprettet"])
    op.create_table(
        "merknad",
        sa.Column("id", sa.String(32), nullable=False),
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("mottak_id", sa.String(32), nullable=False),
        sa.Column("kryptert", sa.Text(), nullable=False),
        sa.Column("lengde", sa.Integer(), nullable=False),
        sa.Column("skrevet_av_id", sa.String(32), nullable=False),
        sa.Column("forseglet", Tidspunkt(), nullable=False),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_merknad_beboer_id_beboer"),
        sa.ForeignKeyConstraint(["mottak_id"], ["mottak.id"], name="fk_merknad_mottak_id_mottak"),
        sa.ForeignKeyConstraint(
            ["samtale_id"], ["bosettingssamtale.id"], name="fk_merknad_samtale_id_bosettingssamtale"
        ),
        sa.ForeignKeyConstraint(["skrevet_av_id"], ["bruker.id"], name="fk_merknad_skrevet_av_id_bruker"),
        sa.PrimaryKeyConstraint("id", name="pk_merknad"),
    )
    op.create_index("ix_merknad_beboer_id", "merknad", ["beboer_id"])
    op.create_table(
        "svar",
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("sti", sa.String(120), nullable=False),
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("verdi", sa.JSON(), nullable=True),
        sa.Column("versjon", sa.Integer(), nullable=False),
        sa.Column("klient", sa.String(36), nullable=False),
        sa.Column("sekvens", sa.Integer(), nullable=False),
        sa.Column("endret", Tidspunkt(), nullable=False),
        sa.Column("endret_av_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_svar_beboer_id_beboer"),
        sa.ForeignKeyConstraint(["endret_av_id"], ["bruker.id"], name="fk_svar_endret_av_id_bruker"),
        sa.ForeignKeyConstraint(["samtale_id"], ["bosettingssamtale.id"], name="fk_svar_samtale_id_bosettingssamtale"),
        sa.PrimaryKeyConstraint("beboer_id", "sti", name="pk_svar"),
    )
    op.create_index("ix_svar_samtale_id", "svar", ["samtale_id"])
    op.create_table(
        "svarhistorikk",
        sa.Column("id", _LOEPENUMMER, nullable=False),
        sa.Column("beboer_id", sa.String(32), nullable=False),
        sa.Column("samtale_id", sa.String(32), nullable=False),
        sa.Column("mottak_id", sa.String(32), nullable=False),
        sa.Column("sti", sa.String(120), nullable=False),
        sa.Column("versjon", sa.Integer(), nullable=False),
        sa.Column("verdi", sa.JSON(), nullable=True),
        sa.Column("endret", Tidspunkt(), nullable=False),
        sa.Column("endret_av_id", sa.String(32), nullable=False),
        sa.ForeignKeyConstraint(["beboer_id"], ["beboer.id"], name="fk_svarhistorikk_beboer_id_beboer"),
        sa.ForeignKeyConstraint(["endret_av_id"], ["bruker.id"], name="fk_svarhistorikk_endret_av_id_bruker"),
        sa.PrimaryKeyConstraint("id", name="pk_svarhistorikk"),
        sa.UniqueConstraint("beboer_id", "sti", "versjon", name="uq_svarhistorikk_beboer_id"),
    )
    op.create_table(
        "varsellesing",
        sa.Column("varsel_id", sa.String(32), nullable=False),
        sa.Column("bruker_id", sa.String(32), nullable=False),
        sa.Column("lest", Tidspunkt(), nullable=False),
        sa.ForeignKeyConstraint(["bruker_id"], ["bruker.id"], name="fk_varsellesing_bruker_id_bruker"),
        sa.ForeignKeyConstraint(["varsel_id"], ["varsel.id"], name="fk_varsellesing_varsel_id_varsel"),
        sa.PrimaryKeyConstraint("varsel_id", "bruker_id", name="pk_varsellesing"),
    )


def downgrade() -> None:
    for tabell in reversed(TABELLER):
        op.drop_table(tabell)
