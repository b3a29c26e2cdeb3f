"""Add to cases what the intake form did not ask yet, and let a draft hold files until its case is made."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

SYSTEM = sa.Enum("gcj02", "wgs84", name="coordinatesystem", native_enum=False, length=40)
ADDED = (
    ("is_repeat", sa.Boolean()),
    ("amount_fen", sa.BigInteger()),
    ("longitude", sa.Float()),
    ("latitude", sa.Float()),
    ("coordinate_system", SYSTEM),
    ("answer_basis", sa.Text()),
    ("transfer_code", sa.Text()),
    ("transfer_note", sa.Text()),
    ("refusal_code", sa.Text()),
    ("refusal_note", sa.Text()),
)


def upgrade() -> None:
    """All may be unknown: no case from before was asked."""
    with op.batch_alter_table("case", schema=None) as batch_op:
        for name, kind in ADDED:
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    op.create_table(
        "draft_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("draft_id", sa.Integer(), nullable=False),
        sa.Column("stored_name", sa.Text(), nullable=False),
        sa.Column("original_name", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("bytes", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(), nullable=False),
        sa.ForeignKeyConstraint(
            ["draft_id"], ["intake_draft.id"], name=op.f("fk_draft_file_draft_id_intake_draft")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_draft_file")),
        sa.UniqueConstraint("stored_name", name=op.f("uq_draft_file_stored_name")),
    )
    with op.batch_alter_table("draft_file", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_draft_file_draft_id"), ["draft_id"], unique=False)


def downgrade() -> None:
    """Take both back."""
    op.drop_table("draft_file")
    for name, _kind in reversed(ADDED):
        op.drop_column("case", name)
