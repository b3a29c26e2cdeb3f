"""Find urgent cases by an index of just them; keep counts of cuts that are about words too."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

URGENT = sa.text("is_hazard OR urgency = 'critical'")


def rename(before: str, after: str) -> None:
    """Rename the column by which a cut is known, and what keeps it unique."""
    with op.batch_alter_table("cut") as table:
        table.drop_constraint(op.f(f"uq_cut_{before}"), type_="unique")
        table.alter_column(before, new_column_name=after, existing_type=sa.Text(), existing_nullable=False)
    with op.batch_alter_table("cut") as table:
        table.create_unique_constraint(op.f(f"uq_cut_{after}"), [after])


def upgrade() -> None:
    """Make the index; a cut is named by more than its categories."""
    op.create_index(
        "ix_case_urgent", "case", ["received_at", "id"], sqlite_where=URGENT, postgresql_where=URGENT
    )
    rename("categories", "text")


def downgrade() -> None:
    """Take the index away; the older name cannot tell of words."""
    op.execute("DELETE FROM cut_figure WHERE cut_id IN (SELECT id FROM cut WHERE text LIKE '% %')")
    op.execute("DELETE FROM cut_month WHERE cut_id IN (SELECT id FROM cut WHERE text LIKE '% %')")
    op.execute("DELETE FROM cut WHERE text LIKE '% %'")
    rename("text", "categories")
    op.drop_index("ix_case_urgent", table_name="case")
