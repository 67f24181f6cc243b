"""Keys of the document types, as the catalogue names them."""

from __future__ import annotations

CARD = "customer_card"
REGISTRATION = "customer_registration"
CONTRACT = "contract"
LICENCE = "business_licence"
COMPLAINT = "complaint_record"
VISIT = "visit_record"
LETTER = "letter"
INVOICE = "invoice"
NOTICE = "notice"
MINUTES = "meeting_minutes"
OTHER = "other"
