"""Keep on a supervision order when its light turns amber, so that orders are filtered by their lights."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

OPEN = sa.text("kind = 'order' AND state IN ('open', 'replied')")
NEWEST = "SELECT clock.soon_at FROM clock WHERE clock.supervision_id = supervision.id ORDER BY clock.id DESC LIMIT 1"
BEFORE, AFTER = ["state", "department_id", "level", "due_at"], ["issued_at", "case_id", "kind", "id"]


def make(columns: list[str]) -> None:
    """Make the index of open orders with these columns."""
    op.create_index("ix_supervision_open", "supervision", columns, sqlite_where=OPEN, postgresql_where=OPEN)


def upgrade() -> None:
    """Take it from each order's newest clock."""
    op.drop_index("ix_supervision_open", "supervision")
    op.add_column("supervision", sa.Column("soon_at", sa.DateTime(), nullable=True))
    op.execute(f"UPDATE supervision SET soon_at = ({NEWEST}) WHERE due_at IS NOT NULL")  # noqa: S608
    make([*BEFORE, "soon_at", *AFTER])


def downgrade() -> None:
    """Take it away."""
    op.drop_index("ix_supervision_open", "supervision")
    op.drop_column("supervision", "soon_at")
    make([*BEFORE, *AFTER])
