"""A customer may have several files; catalogues have versions, papers numbers and grades."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"

_PLACE = (
    "UPDATE documents SET file = (SELECT id FROM files WHERE files.customer = documents.customer) "
    "WHERE NOT withdrawn"
)
_CHANGES = (
    "INSERT INTO file_changes (file, version, document, revision, what, at) "
    "SELECT file, row_number() OVER (PARTITION BY file ORDER BY arrival, first_page), "
    "id, revision, 'added', filed_at FROM documents WHERE file IS NOT NULL"
)
_VERSIONS = (
    "UPDATE files SET version = "
    "(SELECT count(*) FROM file_changes WHERE file_changes.file = files.id)"
)


def upgrade() -> None:
    """Every customer's file stays as it is, with the number it has."""
    _files()
    # No copy of the table: others refer to it, and SQLite cannot stop minding that in between.
    op.execute(
        "ALTER TABLE documents ADD COLUMN file INTEGER "
        "CONSTRAINT fk_documents_file REFERENCES files (id)"
    )
    op.add_column("documents", sa.Column("bond", sa.String(), nullable=False, server_default=""))
    op.create_index(op.f("ix_documents_file"), "documents", ["file"], unique=False)
    op.create_index(op.f("ix_documents_bond"), "documents", ["bond"], unique=False)
    _further_tables()
    for statement in (_PLACE, _CHANGES, _VERSIONS):
        op.execute(statement)


def _files() -> None:
    op.rename_table("files", "files_before")
    op.create_table(
        "files",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_files_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint("customer", "unit", name=op.f("uq_files_customer_unit")),
        sa.UniqueConstraint("number", name=op.f("uq_files_number")),
    )
    op.execute(
        "INSERT INTO files (customer, unit, label, number, opened_at, version) "
        "SELECT customer, '', '', number, opened_at, 0 FROM files_before ORDER BY opened_at"
    )
    op.drop_table("files_before")


def _further_tables() -> None:
    op.create_table(
        "file_changes",
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_file_changes_document")
        ),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_file_changes_file")),
        sa.PrimaryKeyConstraint("file", "version", name=op.f("pk_file_changes")),
    )
    op.create_index(op.f("ix_file_changes_document"), "file_changes", ["document"], unique=False)
    op.create_table(
        "paper_numbers",
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_paper_numbers_document")
        ),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_paper_numbers_file")),
        sa.PrimaryKeyConstraint("file", "document", name=op.f("pk_paper_numbers")),
    )
    op.create_table(
        "grades",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(), nullable=True),
        sa.Column("file", sa.Integer(), nullable=True),
        sa.Column("level", sa.String(length=32), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_grades_document")),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_grades_file")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_grades")),
    )
    op.create_index(op.f("ix_grades_document"), "grades", ["document"], unique=False)
    op.create_index(op.f("ix_grades_file"), "grades", ["file"], unique=False)
    op.create_table(
        "stamps",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("value", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_stamps")),
    )


def downgrade() -> None:
    """Each customer keeps the first of his files; what the others held is found under him."""
    for name in ("stamps", "grades", "paper_numbers", "file_changes"):
        op.drop_table(name)
    for column in ("bond", "file"):
        op.drop_index(op.f(f"ix_documents_{column}"), table_name="documents")
    for column in ("bond", "file"):
        op.drop_column("documents", column)
    op.rename_table("files", "files_before")
    op.create_table(
        "files",
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_files_customer")),
        sa.PrimaryKeyConstraint("customer", name=op.f("pk_files")),
        sa.UniqueConstraint("number", name=op.f("uq_files_number")),
    )
    op.execute(
        "INSERT INTO files (customer, number, opened_at) SELECT customer, number, opened_at "
        "FROM files_before WHERE id IN (SELECT min(id) FROM files_before "
        "WHERE customer IS NOT NULL GROUP BY customer)"
    )
    op.drop_table("files_before")
