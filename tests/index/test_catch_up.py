"""The index follows the records, whatever happens to it or to who writes it."""

from __future__ import annotations

import multiprocessing
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from domain.document import Correction, DocumentText
from domain.errors import ArchiveInUse, NotFound, StorageError
from domain.ids import CustomerNumber, DocumentId
from domain.steps import listening
from index import catch_up as following
from index.batches import batches
from index.catch_up import catch_up, is_current, open_index, rebuild
from index.contract import Filters, IndexDamaged
from index.place import Place
from records.archive import Archive
from search.matching import matching
from search.query import parse
from tests.index.archives import put

STEPS = ("index.batch_read", "index.before_commit", "index.after_commit")
BUILD_STEPS = (*STEPS, "index.rebuilt", "index.swapped")


def found(archive: Archive, typed: str) -> list[tuple[str, int]]:
    index = open_index(archive)
    try:
        matches = matching(index.reader(), parse(typed), Filters())
        return sorted((one.document, one.page) for block in matches.blocks for one in block)
    finally:
        index.close()


def agrees_with_records(archive: Archive) -> None:
    """Every page of every document is in the index exactly once."""
    expected = sorted(
        (ident, number)
        for ident in archive.documents.ids()
        for number in archive.documents.get(ident).pages
    )
    assert found(archive, "客户") == expected
    assert is_current(archive)


def test_a_new_archive_needs_no_index_to_be_searched(archive: Archive) -> None:
    assert not is_current(archive)
    assert catch_up(archive) == 0
    assert is_current(archive)


def test_documents_are_written_once_however_often_they_changed(archive: Archive) -> None:
    catch_up(archive)
    one = put(archive, "客户资料卡", "客户第二页")
    put(archive, "客户投诉")
    archive.corrections.apply(
        Correction(one.id, "王", "错放", customer=CustomerNumber("KH-2024-0007"))
    )
    assert not is_current(archive)
    assert catch_up(archive) == 2
    assert catch_up(archive) == 0
    agrees_with_records(archive)


def test_many_small_batches_end_in_few_parts(archive: Archive) -> None:
    catch_up(archive)
    for number in range(12):
        put(archive, f"客户 {number}")
    assert catch_up(archive, batch=1) == 12
    agrees_with_records(archive)
    index = open_index(archive)
    assert index.segments() < 8
    index.close()


def test_a_correction_is_what_filters_and_names_find(archive: Archive) -> None:
    document = put(archive, "客户来函", customer="KH-2024-0001")
    catch_up(archive)
    assert found(archive, "华润") == [(document.id, 1)]
    archive.corrections.apply(
        Correction(document.id, "王", "错放", customer=CustomerNumber("KH-2024-0007"))
    )
    catch_up(archive)
    assert found(archive, "华润") == []
    assert found(archive, "顺风") == [(document.id, 1)]


class Killed(BaseException):
    """Stands for the end of the process."""


@contextmanager
def _killed_at(step: str) -> Iterator[None]:
    """What is done here ends at that step."""

    def kill(reached: str) -> None:
        if reached == step:
            raise Killed(step)

    with listening(kill), pytest.raises(Killed):
        yield


@pytest.mark.parametrize("step", STEPS)
def test_a_failure_at_any_step_loses_nothing_and_doubles_nothing(
    archive: Archive, step: str
) -> None:
    put(archive, "客户一")
    catch_up(archive)
    put(archive, "客户二")
    put(archive, "客户三", "客户四")

    with _killed_at(step):
        catch_up(archive)
    catch_up(archive)
    agrees_with_records(archive)


@pytest.mark.parametrize("step", BUILD_STEPS)
def test_a_rebuild_that_fails_leaves_the_old_index_or_the_new(archive: Archive, step: str) -> None:
    put(archive, "客户一", "客户二")
    catch_up(archive)

    with _killed_at(step):
        rebuild(archive)
    agrees_with_records(archive)
    rebuild(archive)
    agrees_with_records(archive)
    generations = [path for path in archive.index_folder.glob("g-*") if path.is_dir()]
    assert generations == [Place(archive.index_folder).current()]


_CHILD = """
import os, signal, sys
from pathlib import Path
from domain.steps import listening
from index.catch_up import catch_up, rebuild
from records.archive import Archive
def kill(step):
    if step == sys.argv[3]:
        os.kill(os.getpid(), signal.SIGKILL)
archive = Archive.open(Path(sys.argv[1]))
with listening(kill):
    {"catch_up": catch_up, "rebuild": rebuild}[sys.argv[2]](archive)
"""


@pytest.mark.slow
@pytest.mark.parametrize(
    ("work", "step"),
    [
        ("catch_up", "index.before_commit"),
        ("catch_up", "index.after_commit"),
        ("rebuild", "index.rebuilt"),
        ("rebuild", "index.swapped"),
    ],
)
def test_a_killed_process_loses_nothing_and_locks_nobody_out(
    archive: Archive, work: str, step: str
) -> None:
    put(archive, "客户一")
    catch_up(archive)
    put(archive, "客户二", "客户三")
    run = subprocess.run(
        [sys.executable, "-c", _CHILD, str(archive.root), work, step],
        cwd=Path(__file__).resolve().parents[2],
        check=False,
        env={**os.environ, "PYTHONPATH": "."},
    )
    assert run.returncode == -signal.SIGKILL
    catch_up(archive)
    agrees_with_records(archive)


def test_a_full_disk_is_said_and_leaves_the_index_as_it_was(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, "客户一")
    catch_up(archive)
    put(archive, "客户二")

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr("index.whoosh_files.durable.sync", full)
        with pytest.raises(StorageError, match="No space left"):
            catch_up(archive)
    assert len(found(archive, "客户")) == 1
    catch_up(archive)
    agrees_with_records(archive)


def _spoil_current(folder: Path) -> None:
    (folder / "CURRENT").write_bytes(b"\xff\xfe")


def _lose_current(folder: Path) -> None:
    (folder / "CURRENT").unlink()


def _lose_generation(folder: Path) -> None:
    for path in (Place(folder).current() or folder).iterdir():
        path.unlink()


def _spoil_contents(folder: Path) -> None:
    for path in (Place(folder).current() or folder).glob("*.toc"):
        path.write_bytes(b"\x80" + path.read_bytes()[::-1])


def _empty_contents(folder: Path) -> None:
    for path in (Place(folder).current() or folder).glob("*.toc"):
        path.write_bytes(b"")


def _empty_segments(folder: Path) -> None:
    for path in (Place(folder).current() or folder).glob("*.seg"):
        path.write_bytes(b"")


def _cut_segments(folder: Path) -> None:
    for path in (Place(folder).current() or folder).glob("*.seg"):
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def _lose_segments(folder: Path) -> None:
    for path in (Place(folder).current() or folder).glob("*.seg"):
        path.unlink()


def _zero_segments(folder: Path) -> None:
    for path in (Place(folder).current() or folder).glob("*.seg"):
        path.write_bytes(bytes(path.stat().st_size))


DAMAGES = (
    _spoil_current,
    _lose_current,
    _lose_generation,
    _spoil_contents,
    _empty_contents,
    _empty_segments,
    _cut_segments,
    _lose_segments,
    _zero_segments,
)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_index_is_noticed_and_built_again(archive: Archive, damage: object) -> None:
    assert callable(damage)
    put(archive, "客户一", "客户二")
    catch_up(archive)
    damage(archive.index_folder)
    assert not is_current(archive)
    catch_up(archive)
    agrees_with_records(archive)


def test_an_index_ahead_of_the_records_is_built_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As after a backup of the records was put back."""
    put(archive, "客户一")
    catch_up(archive)
    with monkeypatch.context() as patch:
        patch.setattr(archive.outbox, "last", lambda: 0)
        assert not is_current(archive)
        assert catch_up(archive) == 1


def test_an_index_of_another_version_is_built_again(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(archive, "客户一")
    catch_up(archive)
    monkeypatch.setattr("index.analysis.FORMAT", 999)
    with pytest.raises(IndexDamaged, match="another version"):
        open_index(archive)
    assert catch_up(archive) == 1
    agrees_with_records(archive)


def test_what_changes_during_a_rebuild_is_in_the_new_index(archive: Archive) -> None:
    put(archive, "客户一")
    catch_up(archive)

    def change(step: str) -> None:
        if step == "index.batch_read" and not later:
            later.append(put(archive, "客户二").id)

    later: list[str] = []
    with listening(change):
        assert rebuild(archive) == 1
    agrees_with_records(archive)


def test_thick_documents_come_in_batches_of_their_own(archive: Archive) -> None:
    thick = put(archive, *["客户"] * 5)
    thin = put(archive, "客户")
    rows = archive.outbox.after(0, 10)
    made = list(batches(archive, [*rows, (9, thin.id)], pages=4))
    assert [(batch.replaced, batch.watermark) for batch in made] == [
        ((thick.id,), 1),
        ((thin.id,), 9),
    ]
    assert [len(batch.entries) for batch in made] == [5, 1]


def test_a_document_that_is_no_more_leaves_the_index(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone, kept = put(archive, "客户一"), put(archive, "客户二")
    catch_up(archive)
    text = archive.documents.text

    def missing(ident: DocumentId) -> DocumentText:
        if ident == gone.id:
            raise NotFound(ident)
        return text(ident)

    for document in (gone, kept):
        archive.corrections.apply(
            Correction(document.id, "王", "改", customer=CustomerNumber("KH-2024-0007"))
        )
    monkeypatch.setattr(archive.documents, "text", missing)
    assert catch_up(archive) == 1
    assert found(archive, "客户") == [(kept.id, 1)]


def test_progress_is_told_while_an_index_is_built(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(5):
        put(archive, f"客户 {number}")
    monkeypatch.setattr(following, "_BUILD_BATCH", 2)
    told: list[int] = []
    assert rebuild(archive, told.append) == 5
    assert told == [2, 4, 5]


def test_readers_keep_the_index_they_opened_while_another_takes_its_place(
    archive: Archive,
) -> None:
    document = put(archive, "客户一")
    catch_up(archive)
    index = open_index(archive)
    reader = index.reader()
    rebuild(archive)
    (block,) = matching(reader, parse("客户"), Filters()).blocks
    assert [one.document for one in block] == [document.id]
    index.close()


def _hold(folder: Path, held: object, done: object) -> None:
    with Place(folder).writing():
        held.set()  # type: ignore[attr-defined]
        done.wait(60)  # type: ignore[attr-defined]


def test_a_second_writer_waits_and_then_is_told_so(tmp_path: Path) -> None:
    context = multiprocessing.get_context("spawn")
    held, done = context.Event(), context.Event()
    other = context.Process(target=_hold, args=(tmp_path, held, done))
    other.start()
    try:
        assert held.wait(60)
        with pytest.raises(ArchiveInUse), Place(tmp_path).writing(seconds=0.05):
            pytest.fail("two writers at once")
    finally:
        done.set()
        other.join(60)
    with Place(tmp_path).writing(seconds=5.0):
        assert Place(tmp_path).current() is None
