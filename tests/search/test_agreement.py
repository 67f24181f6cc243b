"""After a correction, catalogues, missing papers, search and history say the same."""

from __future__ import annotations

from contextlib import closing

from domain.document import Correction, DocumentDraft
from domain.filing import Decision, Subject
from domain.forms import Part
from domain.ids import CustomerNumber
from domain.outcome import DocumentState
from index.catch_up import catch_up
from records.archive import Archive
from search.service import Search
from tests.index.archives import put

ONE, OTHER = CustomerNumber("KH-2024-0001"), CustomerNumber("KH-2024-0007")


def _catalogue(archive: Archive, customer: str) -> list[tuple[str, str]]:
    entries = archive.files.of(customer).catalogue
    return [(entry.document, entry.type_key) for entry in entries]


def _lacks(archive: Archive, customer: str) -> set[str]:
    listed = archive.missing_papers.incomplete()
    return {paper.key for one in listed if one.customer == customer for paper in one.missing}


def test_a_corrected_paper_moves_everywhere_at_once_and_stays_when_read_again(
    archive: Archive,
) -> None:
    for number, name in ((ONE, "北京华润大厦公司"), (OTHER, "上海宏达贸易有限公司")):
        archive.customers.put(number, {"customer_name": name})
    card = put(archive, "客户资料卡 甲", customer=OTHER, title="客户资料卡")
    licence = put(archive, "营业执照 上海宏达", customer=ONE, title="往来函")
    archive.corrections.apply(
        Correction(
            licence.id,
            "王芳",
            "是宏达的执照",
            type_key="business_licence",
            part=Part.IDENTITY,
            customer=OTHER,
        )
    )
    catch_up(archive)
    for _ in range(2):
        assert _catalogue(archive, ONE) == []
        assert (licence.id, "business_licence") in _catalogue(archive, OTHER)
        assert "licence" not in _lacks(archive, OTHER)
        assert archive.files.all_of(ONE)[0].catalogue == ()
        with closing(Search(archive)) as search:
            assert search.find("营业执照", customer=ONE).total == 0
            hits = search.find("营业执照", customer=OTHER, type_key="business_licence").hits
        assert [hit.document for hit in hits] == [licence.id]
        last = archive.documents.history(licence.id)[-1]
        assert (last.who, last.reason) == ("王芳", "是宏达的执照")
        _file_again(archive, licence.id)
        catch_up(archive)
    assert card.id in [document for document, _ in _catalogue(archive, OTHER)]


def _file_again(archive: Archive, document: str) -> None:
    """The machine reads the scan again and proposes what it proposed before."""
    held = archive.documents.get(document)
    proposed = DocumentDraft(
        pages=held.pages,
        title="往来函",
        type=Decision(Subject.TYPE, "letter", 0.99),
        part=Part.CORRESPONDENCE,
        customer=Decision(Subject.CUSTOMER, ONE, 0.99),
        state=DocumentState.FILED,
    )
    archive.filing.file(held.scan, [proposed], 1.0)
