"""Count how often cases cite a department's knowledge, on the day it is cited; a citation keeps whose article it was."""

import sqlalchemy as sa
from alembic import op

revision = "0056"
down_revision = "0055"
branch_labels = None
depends_on = None

FILL = """
UPDATE case_citation SET department_id = (
    SELECT article.department_id FROM article_version
    JOIN article ON article.id = article_version.article_id
    WHERE article_version.id = case_citation.article_version_id
)
"""
# The local day of a moment; the zone has known no summer time since 1991.
DAY = {"sqlite": "date(cited_at, '+8 hours')", "postgresql": "CAST(cited_at + interval '8 hours' AS date)"}
MARK = "INSERT INTO stale_day (day) SELECT DISTINCT {day} FROM case_citation"


def upgrade() -> None:
    """Add the columns, fill them in, and mark the days on which anything was cited to be counted anew."""
    op.add_column("case_citation", sa.Column("department_id", sa.Integer(), nullable=True))
    op.create_index(op.f("ix_case_citation_cited_at"), "case_citation", ["cited_at"], unique=False)
    op.create_index(op.f("ix_article_version_reviewed_at"), "article_version", ["reviewed_at"], unique=False)
    op.add_column(
        "happened_day", sa.Column("knowledge_cited", sa.Integer(), nullable=False, server_default="0")
    )
    op.execute(FILL)
    op.execute(MARK.format(day=DAY[op.get_bind().dialect.name]))


def downgrade() -> None:
    """Take them away."""
    op.drop_column("happened_day", "knowledge_cited")
    op.drop_index(op.f("ix_article_version_reviewed_at"), table_name="article_version")
    op.drop_index(op.f("ix_case_citation_cited_at"), table_name="case_citation")
    op.drop_column("case_citation", "department_id")
