"""A paper that a customer's catalogue names is found when that customer's papers are asked for."""

from __future__ import annotations

from contextlib import closing

import pytest

from domain.document import Document
from index.catch_up import catch_up, rebuild
from records.archive import Archive
from records.signature import Signature
from search.service import Search
from tests.index.archives import put

ONE, OTHER, THIRD = "KH-2024-0001", "KH-2024-0007", "KH-2024-0009"
BY = Signature("王芳", "两家都有关")


@pytest.fixture
def guarantee(archive: Archive) -> Document:
    """A paper that lies with ONE and is named by OTHER, in an index that knows it."""
    names = {ONE: "北京华润大厦公司", OTHER: "上海宏达贸易有限公司", THIRD: "天津海河公司"}
    for number, name in names.items():
        archive.customers.put(number, {"customer_name": name})
    put(archive, "往来函 安全检查", customer=OTHER)
    paper = put(archive, "保证合同 两页", "第二页 保证", customer=ONE)
    catch_up(archive)
    archive.references.add(paper.id, OTHER, BY)
    catch_up(archive)
    return paper


def _found(archive: Archive, customer: str, typed: str = "保证") -> set[str]:
    with closing(Search(archive)) as search:
        return {hit.document for hit in search.find(typed, customer=customer).hits}


def test_it_is_found_under_both_customers_once_the_index_has_caught_up(
    archive: Archive, guarantee: Document
) -> None:
    assert _found(archive, ONE) == _found(archive, OTHER) == {guarantee.id}
    assert _found(archive, THIRD) == set()
    with closing(Search(archive)) as search:
        hits = search.find("保证", customer=OTHER).hits
    assert {(hit.page, hit.customer) for hit in hits} == {(1, ONE), (2, ONE)}
    rebuild(archive)
    assert _found(archive, OTHER) == {guarantee.id}


def test_it_is_found_there_no_longer_once_it_is_named_no_longer(
    archive: Archive, guarantee: Document
) -> None:
    archive.references.remove(guarantee.id, OTHER, BY)
    catch_up(archive)
    assert _found(archive, ONE) == {guarantee.id}
    assert _found(archive, OTHER) == set()


def test_it_follows_a_merge_of_the_naming_customer_and_its_undo(
    archive: Archive, guarantee: Document
) -> None:
    event = archive.changes.merge(THIRD, OTHER, BY)
    catch_up(archive)
    assert _found(archive, THIRD) == {guarantee.id}
    archive.changes.undo(event.number, BY)
    catch_up(archive)
    assert (_found(archive, THIRD), _found(archive, OTHER)) == (set(), {guarantee.id})


def test_it_follows_a_split_of_the_customer_with_whom_it_lies(
    archive: Archive, guarantee: Document
) -> None:
    event = archive.changes.split(ONE, [guarantee.id], {"customer_name": ["北京分公司"]}, BY)
    catch_up(archive)
    assert event.other is not None
    assert _found(archive, event.other) == _found(archive, OTHER) == {guarantee.id}
    assert _found(archive, ONE) == set()
