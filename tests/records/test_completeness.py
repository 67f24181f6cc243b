"""What is not known of a customer is listed, with the day since which it is not."""

from __future__ import annotations

from records.archive import Archive
from records.customers.completeness import missing_on
from records.rules.filing import CardRules
from tests.records.papers import draft, field, filed

FULL = {
    "customer_name": "上海宏达贸易有限公司",
    "registration_no": "91310000MA1FL1XX5R",
    "address": "南京路1号",
    "contact": "王芳",
    "phone": "021-58881234",
}


def _without(*keys: str) -> dict[str, str]:
    return {key: value for key, value in FULL.items() if key not in keys}


def _gaps(archive: Archive) -> dict[str, list[str]]:
    return {
        str(one.customer): [gap.key for gap in one.gaps]
        for one in archive.completeness.incomplete()
    }


def test_a_full_record_is_not_listed(archive: Archive) -> None:
    archive.customers.put("A-1", FULL)
    assert archive.completeness.incomplete() == ()
    assert archive.completeness.count() == 0


def test_those_who_lack_most_come_first(archive: Archive) -> None:
    archive.customers.put("A-1", _without("phone"))
    archive.customers.put("A-2", _without("phone", "contact"))
    archive.customers.put("A-3", FULL)
    assert list(_gaps(archive).items()) == [("A-2", ["contact", "phone"]), ("A-1", ["phone"])]
    assert archive.completeness.count() == 2


def test_a_person_is_asked_other_things_than_a_company(archive: Archive) -> None:
    known = {"person_name": "李强", "id_card": "11010519491231002X", "phone": "13800138000"}
    archive.customers.put("P-1", known)
    assert _gaps(archive) == {"P-1": ["home_address"]}
    archive.customers.put("P-1", {"address": "南京路1号"})
    assert _gaps(archive) == {}


def test_a_gap_counts_from_the_end_of_the_last_value(archive: Archive) -> None:
    archive.customers.put("A-1", _without("contact"))
    (fresh,) = archive.completeness.incomplete()
    opened = fresh.gaps[0].since
    (card,) = filed(archive, b"1", draft("A-1", fields=(field("contact", "王芳"),)))
    assert archive.completeness.incomplete() == ()
    archive.filing.file(card.scan, [draft(None)], 1.0)
    (again,) = archive.completeness.incomplete()
    assert again.gaps[0].key == "contact"
    assert again.gaps[0].since > opened


def test_customers_nobody_confirmed_are_not_listed(archive: Archive) -> None:
    filed(archive, b"1", draft(provisional=(("customer_name", "乙建材市场"),)))
    assert archive.completeness.count() == 0


def test_pages_of_the_list_do_not_overlap(archive: Archive) -> None:
    for number in range(5):
        archive.customers.put(f"A-{number}", _without("phone"))
    first = archive.completeness.incomplete(limit=3)
    rest = archive.completeness.incomplete(limit=3, offset=3)
    assert len({one.customer for one in (*first, *rest)}) == 5


def test_a_card_tells_what_it_leaves_blank(archive: Archive) -> None:
    rules = CardRules(company=("customer_name", "phone|fax", "contact"), person=("person_name",))
    fields = (field("customer_name", "上海宏达"), field("contact", ""), field("fax", "1"))
    (company,) = filed(archive, b"1", draft(fields=fields))
    assert missing_on(company, rules) == ("contact",)
    (person,) = filed(archive, b"2", draft(fields=(field("person_name", "李强"),)))
    assert missing_on(person, rules) == ()
