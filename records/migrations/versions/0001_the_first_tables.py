"""The first tables: journal, customers, documents, corrections, outbox."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make the tables of version 0.1."""
    op.create_table(
        "customers",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("squeezed", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("opened_by", sa.String(length=13), nullable=True),
        sa.Column("dropped", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customers")),
        sa.UniqueConstraint("number", name=op.f("uq_customers_number")),
    )
    op.create_index(op.f("ix_customers_opened_by"), "customers", ["opened_by"], unique=False)
    op.create_index(op.f("ix_customers_squeezed"), "customers", ["squeezed"], unique=False)
    op.create_table(
        "gram_counts",
        sa.Column("gram", sa.String(length=2), nullable=False),
        sa.Column("names", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("gram", name=op.f("pk_gram_counts")),
    )
    op.create_table(
        "problems",
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("path", name=op.f("pk_problems")),
    )
    op.create_table(
        "scans",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        sa.Column("media_type", sa.String(), nullable=False),
        sa.Column("status", sa.String(length=16), nullable=False),
        sa.Column("pages", sa.Integer(), nullable=True),
        sa.Column("received_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_scans")),
        sa.UniqueConstraint("id", name=op.f("uq_scans_id")),
    )
    op.create_index("ix_scans_status_number", "scans", ["status", "number"], unique=False)
    op.create_table(
        "sequences",
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("value", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_sequences")),
    )
    op.create_table(
        "arrivals",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scan", sa.String(length=64), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("folder", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_arrivals_scan")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_arrivals")),
    )
    op.create_index(op.f("ix_arrivals_scan"), "arrivals", ["scan"], unique=False)
    op.create_table(
        "customer_names",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("squeezed", sa.String(), nullable=False),
        sa.Column("head", sa.String(length=8), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer"], ["customers.id"], name=op.f("fk_customer_names_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_names")),
    )
    op.create_index(
        op.f("ix_customer_names_customer"), "customer_names", ["customer"], unique=False
    )
    op.create_index(op.f("ix_customer_names_head"), "customer_names", ["head"], unique=False)
    op.create_index(
        op.f("ix_customer_names_squeezed"), "customer_names", ["squeezed"], unique=False
    )
    op.create_table(
        "customer_values",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("squeezed", sa.String(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("source", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer"], ["customers.id"], name=op.f("fk_customer_values_customer")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_customer_values")),
    )
    op.create_index(
        op.f("ix_customer_values_customer"), "customer_values", ["customer"], unique=False
    )
    op.create_index(
        "ix_customer_values_key_squeezed", "customer_values", ["key", "squeezed"], unique=False
    )
    op.create_table(
        "documents",
        sa.Column("id", sa.String(length=13), nullable=False),
        sa.Column("scan", sa.String(length=64), nullable=False),
        sa.Column("arrival", sa.Integer(), nullable=False),
        sa.Column("first_page", sa.Integer(), nullable=False),
        sa.Column("pages", sa.JSON(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("type_key", sa.String(length=64), nullable=False),
        sa.Column("type_confidence", sa.Double(), nullable=False),
        sa.Column("type_decided", sa.Boolean(), nullable=False),
        sa.Column("part", sa.String(length=3), nullable=False),
        sa.Column("customer", sa.Integer(), nullable=True),
        sa.Column("customer_confidence", sa.Double(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("document_date", sa.Date(), nullable=True),
        sa.Column("reasons", sa.JSON(), nullable=False),
        sa.Column("filed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_documents_customer")),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_documents_scan")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_documents")),
    )
    op.create_index(op.f("ix_documents_customer"), "documents", ["customer"], unique=False)
    op.create_index(op.f("ix_documents_scan"), "documents", ["scan"], unique=False)
    op.create_index(
        "ix_documents_state_arrival", "documents", ["state", "arrival", "first_page"], unique=False
    )
    op.create_table(
        "failures",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("scan", sa.String(length=64), nullable=False),
        sa.Column("stage", sa.String(length=16), nullable=False),
        sa.Column("category", sa.String(length=16), nullable=False),
        sa.Column("message", sa.String(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_failures_scan")),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_failures")),
    )
    op.create_index(op.f("ix_failures_scan"), "failures", ["scan"], unique=False)
    op.create_table(
        "files",
        sa.Column("customer", sa.Integer(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["customer"], ["customers.id"], name=op.f("fk_files_customer")),
        sa.PrimaryKeyConstraint("customer", name=op.f("pk_files")),
        sa.UniqueConstraint("number", name=op.f("uq_files_number")),
    )
    op.create_table(
        "pages",
        sa.Column("scan", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_pages_scan")),
        sa.PrimaryKeyConstraint("scan", "number", name=op.f("pk_pages")),
    )
    op.create_index("ix_pages_state_scan", "pages", ["state", "scan"], unique=False)
    op.create_table(
        "readings",
        sa.Column("scan", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["scan"], ["scans.id"], name=op.f("fk_readings_scan")),
        sa.PrimaryKeyConstraint("scan", "number", name=op.f("pk_readings")),
    )
    op.create_table(
        "corrections",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("base_revision", sa.Integer(), nullable=True),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("type_key", sa.String(), nullable=True),
        sa.Column("part", sa.String(length=3), nullable=True),
        sa.Column("customer", sa.Integer(), nullable=True),
        sa.Column("fields", sa.JSON(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["customer"], ["customers.id"], name=op.f("fk_corrections_customer")
        ),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_corrections_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
        sa.UniqueConstraint("document", "revision", name=op.f("uq_corrections_document_revision")),
    )
    op.create_table(
        "decisions",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("subject", sa.String(length=16), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_decisions_document")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(op.f("ix_decisions_document"), "decisions", ["document"], unique=False)
    op.create_table(
        "document_fields",
        sa.Column("id", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("since", sa.Integer(), nullable=False),
        sa.Column("until", sa.Integer(), nullable=True),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("key", sa.String(length=64), nullable=False),
        sa.Column("value", sa.String(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["document"], ["documents.id"], name=op.f("fk_document_fields_document")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_fields")),
    )
    op.create_index(
        op.f("ix_document_fields_document"), "document_fields", ["document"], unique=False
    )
    op.create_table(
        "name_grams",
        sa.Column("gram", sa.String(length=2), nullable=False),
        sa.Column("name", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["name"], ["customer_names.id"], name=op.f("fk_name_grams_name")),
        sa.PrimaryKeyConstraint("gram", "name", name=op.f("pk_name_grams")),
    )
    op.create_index(op.f("ix_name_grams_name"), "name_grams", ["name"], unique=False)
    op.create_table(
        "outbox",
        sa.Column("sequence", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_outbox_document")),
        sa.PrimaryKeyConstraint("sequence", name=op.f("pk_outbox")),
    )
    op.create_table(
        "revisions",
        sa.Column("document", sa.String(length=13), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("who", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("what", sa.JSON(), nullable=False),
        sa.Column("packed", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(["document"], ["documents.id"], name=op.f("fk_revisions_document")),
        sa.PrimaryKeyConstraint("document", "revision", name=op.f("pk_revisions")),
    )


def downgrade() -> None:
    """Take it back."""
    op.drop_table("revisions")
    op.drop_table("outbox")
    op.drop_index(op.f("ix_name_grams_name"), table_name="name_grams")
    op.drop_table("name_grams")
    op.drop_index(op.f("ix_document_fields_document"), table_name="document_fields")
    op.drop_table("document_fields")
    op.drop_index(op.f("ix_decisions_document"), table_name="decisions")
    op.drop_table("decisions")
    op.drop_table("corrections")
    op.drop_table("readings")
    op.drop_index("ix_pages_state_scan", table_name="pages")
    op.drop_table("pages")
    op.drop_table("files")
    op.drop_index(op.f("ix_failures_scan"), table_name="failures")
    op.drop_table("failures")
    op.drop_index("ix_documents_state_arrival", table_name="documents")
    op.drop_index(op.f("ix_documents_scan"), table_name="documents")
    op.drop_index(op.f("ix_documents_customer"), table_name="documents")
    op.drop_table("documents")
    op.drop_index("ix_customer_values_key_squeezed", table_name="customer_values")
    op.drop_index(op.f("ix_customer_values_customer"), table_name="customer_values")
    op.drop_table("customer_values")
    op.drop_index(op.f("ix_customer_names_squeezed"), table_name="customer_names")
    op.drop_index(op.f("ix_customer_names_head"), table_name="customer_names")
    op.drop_index(op.f("ix_customer_names_customer"), table_name="customer_names")
    op.drop_table("customer_names")
    op.drop_index(op.f("ix_arrivals_scan"), table_name="arrivals")
    op.drop_table("arrivals")
    op.drop_table("sequences")
    op.drop_index("ix_scans_status_number", table_name="scans")
    op.drop_table("scans")
    op.drop_table("problems")
    op.drop_table("gram_counts")
    op.drop_index(op.f("ix_customers_squeezed"), table_name="customers")
    op.drop_index(op.f("ix_customers_opened_by"), table_name="customers")
    op.drop_table("customers")
