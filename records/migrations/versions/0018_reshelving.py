"""Files know by which rules they were numbered and are listed; papers can follow other rules."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from records.sqlite import let_referred_rows_go

revision = "0018"
down_revision = "0017"

_KEPT = (
    "(SELECT min(kept.id) FROM files AS kept WHERE kept.unit = files.unit "
    "AND kept.customer IS files.customer)"
)
_FIRST_FILE = (
    "UPDATE documents SET file = (SELECT min(kept.id) FROM files AS kept JOIN files AS held "
    "ON kept.unit = held.unit AND kept.customer IS held.customer WHERE held.id = documents.file) "
    "WHERE file IS NOT NULL"
)
_OTHERS = " ".join(("(SELECT id FROM files WHERE id !=", _KEPT, ")"))


def upgrade() -> None:
    """Every paper stays in its file; by which rules is found out when the archive is opened."""
    op.add_column(
        "documents", sa.Column("placed_by", sa.String(length=16), nullable=False, server_default="")
    )
    _made_anew(
        "files",
        _file_columns(
            sa.Column("kind", sa.String(length=16), nullable=False),
            sa.Column("pattern", sa.String(), nullable=False),
            sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
            sa.Column("listed_by", sa.String(length=16), nullable=False),
            unique=("customer", "unit", "kind", "pattern"),
        ),
        {"kind": "''", "pattern": "''", "closed_at": "NULL", "listed_by": "''"},
    )
    op.create_table(
        "listings",
        sa.Column("stamp", sa.String(length=16), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("stamp", name=op.f("pk_listings")),
    )
    _reshelvings()
    _made_anew("file_changes", _change_columns(True), {"rules": "''", "reshelving": "NULL"})
    op.create_index(op.f("ix_file_changes_document"), "file_changes", ["document"], unique=False)
    _made_anew("paper_numbers", _paper_columns("pattern"), {"pattern": "''"})


def _reshelvings() -> None:
    op.create_table(
        "reshelvings",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("profile", sa.String(), nullable=False),
        sa.Column("placing", sa.String(length=16), nullable=False),
        sa.Column("listing", sa.String(length=16), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.Column(name, sa.Integer(), nullable=False)
            for name in ("moved", "opened", "closed", "listed")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reshelvings")),
    )


def _made_anew(
    table: str, columns: list[sa.schema.SchemaItem], filled: dict[str, str] | None = None
) -> None:
    """Make a table anew with what it held; other tables may refer to its rows meanwhile.

    No constraint of a table can be dropped here without making it anew.
    """
    let_referred_rows_go(op.get_bind())
    filled = filled or {}
    new = [column.name for column in columns if isinstance(column, sa.Column)]
    held = [name for name in new if name not in filled]
    before = f"before_{table}"
    op.execute(" ".join(("CREATE TABLE", before, "AS SELECT", ", ".join(held), "FROM", table)))
    op.drop_table(table)
    op.create_table(table, *columns)
    values = ", ".join(filled.get(str(name), str(name)) for name in new)
    named = ", ".join(map(str, new))
    op.execute(" ".join(("INSERT INTO", table, f"({named})", "SELECT", values, "FROM", before)))
    op.drop_table(before)


def _file_columns(
    *further: sa.Column[object], unique: tuple[str, ...]
) -> list[sa.schema.SchemaItem]:
    name = "_".join(("uq_files", *unique))
    return [
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer", sa.Integer(), nullable=True),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        *further,
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_files_customer")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_files")),
        sa.UniqueConstraint(*unique, name=op.f(name)),
        sa.UniqueConstraint("number", name=op.f("uq_files_number")),
    ]


def _change_columns(further: bool) -> list[sa.schema.SchemaItem]:
    columns: list[sa.schema.SchemaItem] = [
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=further),
        sa.Column("revision", sa.Integer(), nullable=further),
        sa.Column("what", sa.String(length=8), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_file_changes_document")
        ),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_file_changes_file")),
        sa.PrimaryKeyConstraint("file", "version", name=op.f("pk_file_changes")),
    ]
    if further:
        columns += [
            sa.Column("rules", sa.String(length=16), nullable=False),
            sa.Column("reshelving", sa.Integer(), nullable=True),
            sa.ForeignKeyConstraint(
                ["reshelving"], ["reshelvings.id"], name=op.f("fk_file_changes_reshelving")
            ),
        ]
    return columns


def _paper_columns(*further: str) -> list[sa.schema.SchemaItem]:
    return [
        sa.Column("file", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        *(sa.Column(name, sa.String(), nullable=False) for name in further),
        sa.Column("number", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_paper_numbers_document")
        ),
        sa.ForeignKeyConstraint(["file"], ["files.id"], name=op.f("fk_paper_numbers_file")),
        sa.PrimaryKeyConstraint("file", "document", *further, name=op.f("pk_paper_numbers")),
    ]


def downgrade() -> None:
    """Of the files of one customer and unit the first keeps its number and all the papers."""
    op.execute(_FIRST_FILE)
    for table in ("file_changes", "paper_numbers", "grades"):
        op.execute(" ".join(("DELETE FROM", table, "WHERE file IN", _OTHERS)))
    op.execute(" ".join(("DELETE FROM files WHERE id IN", _OTHERS)))
    op.execute("DELETE FROM file_changes WHERE document IS NULL")
    op.execute(
        "DELETE FROM paper_numbers WHERE EXISTS (SELECT 1 FROM paper_numbers AS other WHERE "
        "other.file = paper_numbers.file AND other.document = paper_numbers.document "
        "AND other.pattern < paper_numbers.pattern)"
    )
    _made_anew("paper_numbers", _paper_columns())
    _made_anew("file_changes", _change_columns(False))
    op.create_index(op.f("ix_file_changes_document"), "file_changes", ["document"], unique=False)
    op.drop_table("reshelvings")
    op.drop_table("listings")
    _made_anew("files", _file_columns(unique=("customer", "unit")))
    op.drop_column("documents", "placed_by")
