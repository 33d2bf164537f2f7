"""IMDi finds the households with tilknytning to a kommune by an index of the answers, and of what was rectified."""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"

INDEKSER = {"svar": "verdi", "retting": "til"}
"""By how the value begins, as `db.kommuneindeks` has it: seventeen characters tell which kommune it is."""


def upgrade() -> None:
    for tabell, kolonne in INDEKSER.items():
        er_kommune = sa.text(f"""substr(CAST({kolonne} AS TEXT), 1, 11) = '{{"nummer":"'""")
        begynnelsen = sa.text(f"substr(CAST({kolonne} AS TEXT), 1, 17)")
        op.create_index(
            f"ix_{tabell}_kommune", tabell, [begynnelsen], sqlite_where=er_kommune, postgresql_where=er_kommune
        )


def downgrade() -> None:
    for tabell in INDEKSER:
        op.drop_index(f"ix_{tabell}_kommune", tabell)
