"""Let the index of confidential desks' cases say which are still open."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OF_A_DESK = sa.text("desk IS NOT NULL")


def make(columns: list[str]) -> None:
    """Make the index anew with these columns."""
    op.drop_index("ix_case_desk", "case")
    op.create_index("ix_case_desk", "case", columns, sqlite_where=OF_A_DESK, postgresql_where=OF_A_DESK)


def upgrade() -> None:
    """Add the state."""
    make(["desk", "received_at", "id", "state"])


def downgrade() -> None:
    """Take it away."""
    make(["desk", "received_at", "id"])
