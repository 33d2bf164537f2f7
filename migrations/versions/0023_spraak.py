"""Languages: the one a user has chosen, for the screen and for e-mail, and the one an interview was asked in."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

BRUKER = sa.table("bruker", sa.column("id"), sa.column("spraak"))
VALG = sa.table("varselvalg", sa.column("bruker_id"), sa.column("maalform"))


def upgrade() -> None:
    for tabell in ("bruker", "bosettingssamtale"):
        op.add_column(tabell, sa.Column("spraak", sa.String(40)))
    nynorsk = sa.select(VALG.c.bruker_id).where(VALG.c.maalform == "nn")
    op.execute(sa.update(BRUKER).where(BRUKER.c.id.in_(nynorsk)).values(spraak="nn"))
    op.drop_column("varselvalg", "maalform")


def downgrade() -> None:
    op.add_column("varselvalg", sa.Column("maalform", sa.String(40), nullable=False, server_default="nb"))
    nynorsk = sa.select(BRUKER.c.id).where(BRUKER.c.spraak == "nn")
    op.execute(sa.update(VALG).where(VALG.c.bruker_id.in_(nynorsk)).values(maalform="nn"))
    for tabell in ("bosettingssamtale", "bruker"):
        op.drop_column(tabell, "spraak")
