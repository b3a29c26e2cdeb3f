"""Keep issues of reports: what was counted, files with their checksums, what people wrote into them."""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; nothing was published by the house before."""
    op.create_table(
        "report_issue",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("product", sa.Text(), nullable=False),
        sa.Column("product_title", sa.Text(), nullable=False),
        sa.Column("period", sa.Text(), nullable=False),
        sa.Column("period_label", sa.Text(), nullable=False),
        sa.Column("first_on", sa.Date(), nullable=False),
        sa.Column("last_on", sa.Date(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("running_number", sa.Integer(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "draft",
                "objection",
                "published",
                "corrected",
                "withdrawn",
                name="issuestate",
                native_enum=False,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("counted_at", sa.DateTime(), nullable=False),
        sa.Column("rule_pack_id", sa.Integer(), nullable=True),
        sa.Column("paper", sa.JSON(), nullable=False),
        sa.Column("figures", sa.JSON(), nullable=False),
        sa.Column("corrects_id", sa.Integer(), nullable=True),
        sa.Column("correction_reason", sa.Text(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=True),
        sa.Column("made_by_name", sa.Text(), nullable=False),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("published_by_id", sa.Integer(), nullable=True),
        sa.Column("published_by_name", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(), nullable=True),
        sa.Column("withdraw_note", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["corrects_id"], ["report_issue.id"], name=op.f("fk_report_issue_corrects_id_report_issue")
        ),
        sa.ForeignKeyConstraint(["made_by_id"], ["user.id"], name=op.f("fk_report_issue_made_by_id_user")),
        sa.ForeignKeyConstraint(
            ["published_by_id"], ["user.id"], name=op.f("fk_report_issue_published_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["rule_pack_id"],
            ["rule_pack_version.id"],
            name=op.f("fk_report_issue_rule_pack_id_rule_pack_version"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_issue")),
        sa.UniqueConstraint("product", "running_number", name=op.f("uq_report_issue_product_running_number")),
        sa.UniqueConstraint("product", "year", "number", name=op.f("uq_report_issue_product_year_number")),
    )
    op.create_index(op.f("ix_report_issue_corrects_id"), "report_issue", ["corrects_id"], unique=False)
    op.create_index(
        op.f("ix_report_issue_product_period"), "report_issue", ["product", "period"], unique=False
    )
    op.create_index(
        op.f("ix_report_issue_state_published_at"), "report_issue", ["state", "published_at"], unique=False
    )
    op.create_index(op.f("ix_report_issue_year_product"), "report_issue", ["year", "product"], unique=False)

    op.create_table(
        "issue_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum("xlsx", "docx", "pdf", "cases", name="issuefilekind", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("stored_name", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("kept_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["report_issue.id"], name=op.f("fk_issue_file_issue_id_report_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_file")),
        sa.UniqueConstraint("issue_id", "kind", name=op.f("uq_issue_file_issue_id_kind")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_issue_file_stored_name")),
    )
    op.create_table(
        "issue_text",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("issue_id", sa.Integer(), nullable=False),
        sa.Column("slot", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("edited_by_id", sa.Integer(), nullable=True),
        sa.Column("edited_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(["edited_by_id"], ["user.id"], name=op.f("fk_issue_text_edited_by_id_user")),
        sa.ForeignKeyConstraint(
            ["issue_id"], ["report_issue.id"], name=op.f("fk_issue_text_issue_id_report_issue")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_issue_text")),
        sa.UniqueConstraint("issue_id", "slot", name=op.f("uq_issue_text_issue_id_slot")),
    )


def downgrade() -> None:
    """Forget what was published."""
    op.drop_table("issue_text")
    op.drop_table("issue_file")
    op.drop_index(op.f("ix_report_issue_year_product"), table_name="report_issue")
    op.drop_index(op.f("ix_report_issue_state_published_at"), table_name="report_issue")
    op.drop_index(op.f("ix_report_issue_product_period"), table_name="report_issue")
    op.drop_index(op.f("ix_report_issue_corrects_id"), table_name="report_issue")

    op.drop_table("report_issue")
