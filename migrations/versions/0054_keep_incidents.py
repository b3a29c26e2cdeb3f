"""Keep incidents: several callers' cases about one happening, and the part of each in it."""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"
branch_labels = None
depends_on = None

FOREIGN = (
    ("topic_id", "hot_topic"),
    ("master_id", "case"),
    ("category_id", "category"),
    ("district_id", "area"),
)
PEOPLE = (("made_by_id", "user"), ("dissolved_by_id", "user"))


def upgrade() -> None:
    """Make both tables; a case is in one incident at a time."""
    op.create_table(
        "incident",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("topic_id", sa.Integer(), nullable=True),
        sa.Column("master_id", sa.Integer(), nullable=True),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("district_id", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(), nullable=False),
        sa.Column("made_by_id", sa.Integer(), nullable=False),
        sa.Column("dissolved_at", sa.DateTime(), nullable=True),
        sa.Column("dissolved_by_id", sa.Integer(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint([column], [f"{table}.id"], name=op.f(f"fk_incident_{column}_{table}"))
            for column, table in (*FOREIGN, *PEOPLE)
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident")),
        sa.UniqueConstraint("number", name=op.f("uq_incident_number")),
    )
    op.create_index(op.f("ix_incident_topic_id"), "incident", ["topic_id"], unique=False)
    op.create_table(
        "incident_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("incident_id", sa.Integer(), nullable=False),
        sa.Column("case_id", sa.Integer(), nullable=False),
        sa.Column(
            "part",
            sa.Enum("master", "merged", "linked", name="incidentpart", native_enum=False, length=40),
            nullable=False,
        ),
        sa.Column("joined_at", sa.DateTime(), nullable=False),
        sa.Column("joined_by_id", sa.Integer(), nullable=False),
        sa.Column("left_at", sa.DateTime(), nullable=True),
        *(
            sa.ForeignKeyConstraint(
                [column], [f"{table}.id"], name=op.f(f"fk_incident_case_{column}_{table}")
            )
            for column, table in (("incident_id", "incident"), ("case_id", "case"), ("joined_by_id", "user"))
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_incident_case")),
    )
    op.create_index(
        "uq_incident_case_current",
        "incident_case",
        ["case_id"],
        unique=True,
        sqlite_where=sa.text("left_at IS NULL"),
        postgresql_where=sa.text("left_at IS NULL"),
    )
    op.create_index(
        op.f("ix_incident_case_incident_id_case_id"),
        "incident_case",
        ["incident_id", "case_id"],
        unique=False,
    )


def downgrade() -> None:
    """Take them away."""
    op.drop_table("incident_case")
    op.drop_table("incident")
