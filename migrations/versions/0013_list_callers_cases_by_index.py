"""Let a caller's cases be listed newest first by the index alone, however many they are."""

from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Put the case into the index of callers."""
    op.create_index("ix_citizen_phone_index_case_id", "citizen", ["phone_index", "case_id"])
    op.drop_index("ix_citizen_phone_index", "citizen")


def downgrade() -> None:
    """Take it out."""
    op.create_index("ix_citizen_phone_index", "citizen", ["phone_index"])
    op.drop_index("ix_citizen_phone_index_case_id", "citizen")
