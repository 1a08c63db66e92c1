"""What Alembic runs to migrate: on the connection it is given, inside that connection's transaction."""

from alembic import context

from headgate.ledger.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
context.run_migrations()
