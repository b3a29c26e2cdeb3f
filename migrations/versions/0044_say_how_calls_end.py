"""Keep why a call ended without a case, and how often its caller was asked for decent language."""

import sqlalchemy as sa
from alembic import op

revision = "0044"
down_revision = "0043"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the columns; the reasons come with the city pack or from the page of dictionaries."""
    with op.batch_alter_table("phone_call") as table:
        table.add_column(sa.Column("end_code", sa.Text(), nullable=True))
        table.add_column(sa.Column("warnings", sa.Integer(), nullable=False, server_default="0"))
    with op.batch_alter_table("phone_call") as table:
        table.alter_column("warnings", server_default=None, existing_type=sa.Integer())


def downgrade() -> None:
    """Drop them."""
    with op.batch_alter_table("phone_call") as table:
        table.drop_column("warnings")
        table.drop_column("end_code")
