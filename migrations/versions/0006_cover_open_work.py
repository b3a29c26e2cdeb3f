"""Let the indexes of open parts and open orders hold all that is counted of them, so that no row is read."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

OPEN_PARTS = sa.text("state IN ('sent', 'signed')")
OPEN_ORDERS = sa.text("kind = 'order' AND state IN ('open', 'replied')")


def make(parts: list[str], orders: list[str]) -> None:
    """Make both indexes anew with these columns."""
    op.drop_index("ix_assignment_open", "assignment")
    op.create_index(
        "ix_assignment_open", "assignment", parts, sqlite_where=OPEN_PARTS, postgresql_where=OPEN_PARTS
    )
    op.drop_index("ix_supervision_open", "supervision")
    op.create_index(
        "ix_supervision_open", "supervision", orders, sqlite_where=OPEN_ORDERS, postgresql_where=OPEN_ORDERS
    )


def upgrade() -> None:
    """Add what is asked for besides; the orders lead with their state, or SQLite takes another index."""
    make(
        ["department_id", "next_due_at", "id", "case_id", "state", "next_soon_at"],
        ["state", "department_id", "level", "due_at", "issued_at", "case_id", "kind", "id"],
    )


def downgrade() -> None:
    """Make them as they were."""
    make(
        ["department_id", "next_due_at", "id"],
        ["department_id", "level", "state", "due_at", "issued_at", "case_id", "id"],
    )
