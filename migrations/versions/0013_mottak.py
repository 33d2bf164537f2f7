"""Mottak: number, closing date and who keeps the contact information; and who answers for an open interview."""

import sqlalchemy as sa
from alembic import op

from app.norsk import soekenoekkel

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    op.add_column("mottak", sa.Column("nummer", sa.String(20), nullable=True))
    op.add_column("mottak", sa.Column("soekenoekkel", sa.String(250), nullable=False, server_default=""))
    op.add_column("mottak", sa.Column("nedlagt", sa.Date(), nullable=True))
    op.add_column("mottak", sa.Column("egen_kontakt", sa.Boolean(), nullable=False, server_default=sa.false()))
    _fyll()
    op.create_index("ix_mottak_nummer", "mottak", ["nummer"], unique=True)
    op.create_index("ix_mottak_soekenoekkel", "mottak", ["soekenoekkel"], unique=True)
    op.add_column("bosettingssamtale", sa.Column("ansvarlig_id", sa.String(32), nullable=True))
    op.execute("UPDATE bosettingssamtale SET ansvarlig_id = paabegynt_av_id WHERE status = 'paabegynt'")


def downgrade() -> None:
    op.execute("DELETE FROM rolletildeling WHERE rolle = 'IMDiAdministrator'")  # unknown before
    op.drop_column("bosettingssamtale", "ansvarlig_id")
    op.drop_index("ix_mottak_soekenoekkel", "mottak")
    op.drop_index("ix_mottak_nummer", "mottak")
    for kolonne in ("egen_kontakt", "nedlagt", "soekenoekkel", "nummer"):
        op.drop_column("mottak", kolonne)


def _fyll() -> None:
    """The search keys, where a name that was given twice keeps both; and who has changed the contact information."""
    mottak = sa.table("mottak", sa.column("id"), sa.column("navn"), sa.column("soekenoekkel"))
    brukt: set[str] = set()
    for id_, navn in op.get_bind().execute(sa.select(mottak.c.id, mottak.c.navn)).all():
        noekkel = soekenoekkel(navn)[:200]
        noekkel = f"{noekkel} {id_}" if noekkel in brukt else noekkel
        brukt.add(noekkel)
        op.execute(sa.update(mottak).where(mottak.c.id == id_).values(soekenoekkel=noekkel))
    op.execute(
        "UPDATE mottak SET egen_kontakt = true WHERE id IN "
        "(SELECT mottak_id FROM hendelse WHERE handling = 'mottak_endret')"
    )
