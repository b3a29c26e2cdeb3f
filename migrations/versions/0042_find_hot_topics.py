"""Keep hot topics, the cases of each, the rules of their alarms and the alarms."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the tables; the rules come with the city pack or from the page of dictionaries."""
    op.create_table(
        "hot_topic",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("street_id", sa.Integer(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("opened_at", sa.DateTime(), nullable=False),
        sa.Column("last_at", sa.DateTime(), nullable=False),
        sa.Column("closed_at", sa.DateTime(), nullable=True),
        sa.Column("closed_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_hot_topic_category_id_category")
        ),
        sa.ForeignKeyConstraint(["district_id"], ["area.id"], name=op.f("fk_hot_topic_district_id_area")),
        sa.ForeignKeyConstraint(["street_id"], ["area.id"], name=op.f("fk_hot_topic_street_id_area")),
        sa.ForeignKeyConstraint(["closed_by_id"], ["user.id"], name=op.f("fk_hot_topic_closed_by_id_user")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_topic")),
    )
    op.create_index(op.f("ix_hot_topic_last_at_id"), "hot_topic", ["last_at", "id"], unique=False)
    op.create_table(
        "hot_topic_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("taken_out_of_id", sa.Integer(), nullable=True),
        sa.Column("taken_out_by_id", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("branch_id", sa.Integer(), nullable=True),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("street_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case.id"], name=op.f("fk_hot_topic_case_case_id_case")),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["hot_topic.id"], name=op.f("fk_hot_topic_case_topic_id_hot_topic")
        ),
        sa.ForeignKeyConstraint(
            ["taken_out_of_id"], ["hot_topic.id"], name=op.f("fk_hot_topic_case_taken_out_of_id_hot_topic")
        ),
        sa.ForeignKeyConstraint(
            ["taken_out_by_id"], ["user.id"], name=op.f("fk_hot_topic_case_taken_out_by_id_user")
        ),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_hot_topic_case_category_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["branch_id"], ["category.id"], name=op.f("fk_hot_topic_case_branch_id_category")
        ),
        sa.ForeignKeyConstraint(
            ["district_id"], ["area.id"], name=op.f("fk_hot_topic_case_district_id_area")
        ),
        sa.ForeignKeyConstraint(["street_id"], ["area.id"], name=op.f("fk_hot_topic_case_street_id_area")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_topic_case")),
        sa.UniqueConstraint("case_id", name=op.f("uq_hot_topic_case_case_id")),
    )
    for columns in (["branch_id", "received_at"], ["topic_id", "received_at"]):
        op.create_index(
            op.f(f"ix_hot_topic_case_{'_'.join(columns)}"), "hot_topic_case", columns, unique=False
        )
    op.create_table(
        "hot_topic_rule",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=True),
        sa.Column("callers", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.Column("is_active", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(
            ["category_id"], ["category.id"], name=op.f("fk_hot_topic_rule_category_id_category")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_topic_rule")),
        sa.UniqueConstraint("code", name=op.f("uq_hot_topic_rule_code")),
    )
    op.create_table(
        "hot_topic_alert",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Integer(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", sa.DateTime(), nullable=False),
        sa.Column("callers", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["hot_topic.id"], name=op.f("fk_hot_topic_alert_topic_id_hot_topic")
        ),
        sa.ForeignKeyConstraint(
            ["rule_id"], ["hot_topic_rule.id"], name=op.f("fk_hot_topic_alert_rule_id_hot_topic_rule")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hot_topic_alert")),
        sa.UniqueConstraint(
            "topic_id", "rule_id", "day", name=op.f("uq_hot_topic_alert_topic_id_rule_id_day")
        ),
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("hot_topic_alert")
    op.drop_table("hot_topic_rule")
    op.drop_table("hot_topic_case")
    op.drop_table("hot_topic")
