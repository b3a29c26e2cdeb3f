"""Let the indexes of worklists and confidential desks hold all that is counted by them, so that no row is read."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

TIMED = sa.text("next_due_at IS NOT NULL")
OF_A_DESK = sa.text("desk IS NOT NULL")


def make(by_state: list[str], timed: list[str], of_desks: list[str]) -> None:
    """Make the three indexes anew with these columns."""
    op.drop_index("ix_case_state_next", "case")
    op.create_index("ix_case_state_next", "case", by_state)
    op.drop_index("ix_case_open_next", "case")
    op.create_index("ix_case_open_next", "case", timed, sqlite_where=TIMED, postgresql_where=TIMED)
    op.drop_index("ix_case_desk", "case")
    op.create_index("ix_case_desk", "case", of_desks, sqlite_where=OF_A_DESK, postgresql_where=OF_A_DESK)


def upgrade() -> None:
    """Add what lights and desks are counted by; the desk's cases are asked for by id alone."""
    make(
        ["state", "next_due_at", "id", "next_soon_at", "desk"],
        ["next_due_at", "id", "next_soon_at", "desk", "state"],
        ["desk", "received_at", "id"],
    )


def downgrade() -> None:
    """Make them as they were."""
    make(["state", "next_due_at", "id"], ["next_due_at", "id"], ["desk", "received_at"])
