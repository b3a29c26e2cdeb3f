"""Index what the supervision board counts: open orders, and the cards of a period."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

OPEN = sa.text("kind = 'order' AND state IN ('open', 'replied')")
CARDS = sa.text("kind IN ('yellow_card', 'red_card')")


def upgrade() -> None:
    """Make the indexes."""
    op.create_index(
        "ix_supervision_open",
        "supervision",
        ["department_id", "level", "state", "due_at", "issued_at", "case_id", "id"],
        sqlite_where=OPEN,
        postgresql_where=OPEN,
    )
    op.create_index(
        "ix_supervision_card",
        "supervision",
        ["issued_at", "department_id", "kind", "case_id"],
        sqlite_where=CARDS,
        postgresql_where=CARDS,
    )


def downgrade() -> None:
    """Drop them."""
    op.drop_index("ix_supervision_card", "supervision")
    op.drop_index("ix_supervision_open", "supervision")
