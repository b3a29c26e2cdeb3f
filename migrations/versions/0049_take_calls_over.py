"""Keep which calls a supervisor took over, from whom, and what was still written then."""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "call_take_over",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone_call_id", sa.Integer(), nullable=False),
        sa.Column("from_id", sa.Integer(), nullable=False),
        sa.Column("by_id", sa.Integer(), nullable=False),
        sa.Column("taken_at", sa.DateTime(), nullable=False),
        sa.Column("draft_token", sa.Text(), nullable=True),
        sa.Column("late", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["phone_call_id"], ["phone_call.id"], name=op.f("fk_call_take_over_phone_call_id_phone_call")
        ),
        sa.ForeignKeyConstraint(["from_id"], ["user.id"], name=op.f("fk_call_take_over_from_id_user")),
        sa.ForeignKeyConstraint(["by_id"], ["user.id"], name=op.f("fk_call_take_over_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_take_over")),
    )
    for columns in (["phone_call_id"], ["draft_token"], ["from_id", "taken_at"]):
        op.create_index(
            op.f(f"ix_call_take_over_{'_'.join(columns)}"), "call_take_over", columns, unique=False
        )


def downgrade() -> None:
    """Drop it."""
    op.drop_table("call_take_over")
