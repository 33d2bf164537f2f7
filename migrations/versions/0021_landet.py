"""Indexes for lists that do not grow with the country, and the day of completion on each of those interviewed."""

import sqlalchemy as sa
from alembic import op

from app.db import Tidspunkt

revision = "0021"
down_revision = "0020"

NYE = {
    "ix_beboer_ferdigstilt": ("beboer", "ferdigstilt", "samtale_id"),
    "ix_beboer_bosetting_ferdigstilt": ("beboer", "bosetting", "ferdigstilt", "samtale_id"),
    "ix_beboer_mottak_bosetting": ("beboer", "mottak_id", "bosetting", "ferdigstilt", "samtale_id"),
    "ix_bosettingssamtale_mottak_status": ("bosettingssamtale", "mottak_id", "status", "klar_siden"),
    "ix_bosettingssamtale_status": ("bosettingssamtale", "status", "klar_siden"),
    "ix_varsel_sted_opprettet": ("varsel", "mottak_id", "kommune_nummer", "opprettet", "id"),
    "ix_skjermingstilgang_til_og_med": ("skjermingstilgang", "til_og_med"),
    "ix_kontaktfeil_ordnet": ("kontaktfeil", "ordnet"),
}
GAMLE = {
    "ix_bosettingssamtale_mottak_id": ("bosettingssamtale", "mottak_id"),
    "ix_varsel_mottak_opprettet": ("varsel", "mottak_id", "opprettet"),
    "ix_varsel_kommune_opprettet": ("varsel", "kommune_nummer", "opprettet"),
}


def upgrade() -> None:
    op.add_column("beboer", sa.Column("ferdigstilt", Tidspunkt(), nullable=True))
    op.execute(
        "UPDATE beboer SET ferdigstilt = (SELECT ferdigstilt FROM bosettingssamtale"
        " WHERE id = beboer.samtale_id AND status = 'gjennomfoert') WHERE samtale_id IS NOT NULL"
    )
    _bytt(GAMLE, NYE)
    op.create_index(
        "ix_beboer_skjermet",
        "beboer",
        ["id"],
        sqlite_where=sa.text("skjermet = 1"),
        postgresql_where=sa.text("skjermet"),
    )
    trukket = sa.text("trukket IS NOT NULL")
    op.create_index("ix_beboer_trukket", "beboer", ["trukket"], sqlite_where=trukket, postgresql_where=trukket)


def downgrade() -> None:
    op.drop_index("ix_beboer_trukket", "beboer")
    op.drop_index("ix_beboer_skjermet", "beboer")
    _bytt(NYE, GAMLE)
    op.drop_column("beboer", "ferdigstilt")


def _bytt(gamle: dict[str, tuple[str, ...]], nye: dict[str, tuple[str, ...]]) -> None:
    for navn, (tabell, *_kolonner) in gamle.items():
        op.drop_index(navn, tabell)
    for navn, (tabell, *kolonner) in nye.items():
        op.create_index(navn, tabell, kolonner)
