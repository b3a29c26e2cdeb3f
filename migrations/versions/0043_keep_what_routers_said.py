"""Keep what a router said of each kept-out case, from which its precision/coverage curve is drawn."""

import sqlalchemy as sa
from alembic import op

revision = "0043"
down_revision = "0042"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; a version trained before has no judgements, and its page says so."""
    op.add_column("router_version", sa.Column("judgements", sa.JSON(), nullable=False, server_default="[]"))


def downgrade() -> None:
    """Take it away."""
    op.drop_column("router_version", "judgements")
