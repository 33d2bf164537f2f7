"""The roles are declared in one place, app/domain/tilgang/matrise.py: the database holds no list of its own."""

from alembic import op

revision = "0012"
down_revision = "0011"
ROLLER = (
    "Mottaksadministrator",
    "MottakBosettingsansvarlig",
    "MottakKompass",
    "IntegreringsmottakBosettingsansvarlig",
    "IntegreringsmottakKompass",
    "IMDiSaksbehandler",
    "Kommunebruker",
)
"""Those that the list held."""


def upgrade() -> None:
    with op.batch_alter_table("rolletildeling") as tabell:
        tabell.drop_constraint(op.f("ck_rolletildeling_rolle"), type_="check")


def downgrade() -> None:
    koder = ", ".join(f"'{rolle}'" for rolle in ROLLER)
    with op.batch_alter_table("rolletildeling") as tabell:
        tabell.create_check_constraint(op.f("ck_rolletildeling_rolle"), f"rolle IN ({koder})")
