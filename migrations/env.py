"""Runs the migrations on the app's own engine. Called inside an app context (see app/migrering.py)."""

from alembic import context

from app.db import Base, arbeid, sesjon
from app.tabeller import kontroller

with arbeid(skriver=True):
    tilkobling = sesjon.connection()
    context.configure(
        connection=tilkobling,
        target_metadata=Base.metadata,
        render_as_batch=tilkobling.dialect.name == "sqlite",
        transactional_ddl=False,  # the unit of work around us is the transaction
    )
    context.run_migrations()
    if context.get_context().get_current_revision() == context.script.get_current_head():
        kontroller(tilkobling)
