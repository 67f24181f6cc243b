"""Nobody finds, sees or counts what is above their grade (promise 7)."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from index.catch_up import catch_up
from records.archive import Archive
from search.service import Search
from tests.index.archives import put


@pytest.fixture
def search(archive: Archive) -> Iterator[Search]:
    opened = Search(archive)
    yield opened
    opened.close()


def test_a_graded_search_finds_and_counts_only_what_it_may(
    archive: Archive, search: Search
) -> None:
    plain, secret = put(archive, "客户投诉记录甲"), put(archive, "客户投诉记录乙")
    grading = archive.grading
    grading.set_document(secret.id, grading.grade("company"), "王芳", "隐私")
    catch_up(archive)
    assert search.find("投诉").total == 2
    found = search.find("投诉", grade=grading.grade("internal"))
    assert (found.total, [hit.document for hit in found.hits]) == (1, [plain.id])
    for typed in ("记录乙", "投拆记录乙", "客户 记录乙"):
        hits = search.find(typed, grade=grading.grade("internal")).hits
        assert secret.id not in {hit.document for hit in hits}
        assert not any("乙" in hit.snippet for hit in hits)
    assert search.find("记录乙", grade=grading.grade("company")).total == 1


def test_a_paper_that_was_graded_up_is_gone_before_the_index_knows(
    archive: Archive, search: Search
) -> None:
    document = put(archive, "客户投诉记录")
    catch_up(archive)
    internal = archive.grading.grade("internal")
    assert search.find("投诉", grade=internal).total == 1
    archive.grading.set_document(document.id, archive.grading.grade("company"), "王芳", "隐私")
    assert search.find("投诉", grade=internal).total == 0
    assert search.find("投诉").total == 1
    catch_up(archive)
    assert search.find("投诉", grade=internal).total == 0
    archive.grading.set_document(document.id, internal, "王芳", "解密")
    catch_up(archive)
    assert search.find("投诉", grade=internal).total == 1
