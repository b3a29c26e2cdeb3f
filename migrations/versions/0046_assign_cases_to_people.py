"""Say which person has taken a case, or a department's part in one, on their own list."""

import sqlalchemy as sa
from alembic import op

revision = "0046"
down_revision = "0045"
branch_labels = None
depends_on = None

TAKEN = {
    "case": sa.text("assigned_to_id IS NOT NULL"),
    "assignment": sa.text("assigned_to_id IS NOT NULL AND state IN ('sent', 'signed')"),
}


def upgrade() -> None:
    """Add the person; nobody has taken anything yet, so the indexes are empty and cost a new case nothing."""
    for table, taken in TAKEN.items():
        person = sa.Column(
            "assigned_to_id",
            sa.Integer(),
            sa.ForeignKey("user.id", name=op.f(f"fk_{table}_assigned_to_id_user")),
            nullable=True,
        )
        # Written beside the column: a table of hundreds of thousands of cases is not copied for it.
        op.add_column(table, person, inline_references=True)
        op.create_index(
            f"ix_{table}_taken",
            table,
            ["assigned_to_id", "next_due_at", "id"],
            unique=False,
            sqlite_where=taken,
            postgresql_where=taken,
        )


def downgrade() -> None:
    """Take the person away."""
    for table in TAKEN:
        op.drop_index(f"ix_{table}_taken", table)
        op.drop_column(table, "assigned_to_id")
