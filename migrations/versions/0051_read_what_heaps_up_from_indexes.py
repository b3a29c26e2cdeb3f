"""Widen two indexes of cases: what heaps up in a street, and what is urgent of a few matters, is read from them alone."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

URGENT = sa.text("(is_hazard OR urgency = 'critical') IS TRUE")


def write_urgent(columns: list[str]) -> None:
    """Replace the index of urgent cases."""
    op.drop_index("ix_case_urgent", table_name="case")
    op.create_index("ix_case_urgent", "case", columns, sqlite_where=URGENT, postgresql_where=URGENT)


def upgrade() -> None:
    """Add the columns by which cases are told apart."""
    op.drop_index("ix_case_received_at_id", table_name="case")
    op.create_index("ix_case_received", "case", ["received_at", "id", "category_id", "area_id", "desk"])
    write_urgent(["received_at", "id", "category_id", "desk"])


def downgrade() -> None:
    """Keep the moments alone."""
    write_urgent(["received_at", "id"])
    op.drop_index("ix_case_received", table_name="case")
    op.create_index("ix_case_received_at_id", "case", ["received_at", "id"])
