"""Find the few cases of confidential desks without reading all of them."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add a partial index over the desks."""
    op.create_index(
        "ix_case_desk",
        "case",
        ["desk", "received_at"],
        sqlite_where=sa.text("desk IS NOT NULL"),
        postgresql_where=sa.text("desk IS NOT NULL"),
    )


def downgrade() -> None:
    """Drop it."""
    op.drop_index("ix_case_desk", "case")
