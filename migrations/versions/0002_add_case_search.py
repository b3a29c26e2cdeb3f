"""Add the full-text search over cases: FTS5 on SQLite, tsvector with GIN on PostgreSQL."""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Make the table of grams, and let a number be found by its beginning whatever the collation."""
    if op.get_bind().dialect.name == "sqlite":
        # `ascii` takes every non-ASCII character as part of a word: the grams are cut by us, at spaces.
        op.execute(
            "CREATE VIRTUAL TABLE case_search USING fts5("
            "grams, tokenize = 'ascii', columnsize = 0, prefix = '1')"
        )
    else:
        op.execute(
            'CREATE TABLE case_search (case_id integer PRIMARY KEY REFERENCES "case" (id) ON DELETE CASCADE, '
            "grams tsvector NOT NULL)"
        )
        op.execute("CREATE INDEX case_search_grams ON case_search USING gin (grams)")
        op.execute('CREATE INDEX case_search_number ON "case" (number COLLATE "C")')


def downgrade() -> None:
    """Drop the search."""
    if op.get_bind().dialect.name != "sqlite":
        op.execute("DROP INDEX case_search_number")
    op.execute("DROP TABLE case_search")
