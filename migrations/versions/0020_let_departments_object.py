"""Let departments object to a draft: until when they may, and which requests are objections."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the window and the table; nobody has objected yet."""
    op.add_column("report_issue", sa.Column("objection_until_at", sa.DateTime(), nullable=True))
    op.create_table(
        "issue_objection",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("request_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["report_issue.id"], name=op.f("fk_issue_objection_issue_id_report_issue")
        ),
        sa.ForeignKeyConstraint(
            ["request_id"], ["case_request.id"], name=op.f("fk_issue_objection_request_id_case_request")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_objection")),
        sa.UniqueConstraint("request_id", name=op.f("uq_issue_objection_request_id")),
    )
    op.create_index(
        op.f("ix_issue_objection_issue_id_id"), "issue_objection", ["issue_id", "id"], unique=False
    )


def downgrade() -> None:
    """Forget the objections; the requests stay."""
    op.drop_table("issue_objection")
    op.drop_column("report_issue", "objection_until_at")
