"""Write the index of urgent cases so that SQLite takes it for nothing else.

As "is_hazard OR urgency" it served whoever asks for hazards alone as well, and was preferred to the index of just the open
ones, in which the statistics see no rows.
"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

BEFORE = "is_hazard OR urgency = 'critical'"
SINCE = "(is_hazard OR urgency = 'critical') IS TRUE"


def write_anew(letters: str) -> None:
    """Replace the index by one of the same columns."""
    op.drop_index("ix_case_urgent", table_name="case")
    where = sa.text(letters)
    op.create_index(
        "ix_case_urgent", "case", ["received_at", "id"], sqlite_where=where, postgresql_where=where
    )


def upgrade() -> None:
    """Write it so that only the whole condition is met."""
    write_anew(SINCE)


def downgrade() -> None:
    """Write it as before."""
    write_anew(BEFORE)
