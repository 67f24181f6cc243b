"""An index that is damaged, of another version or ahead of the records is built again."""

from __future__ import annotations

from pathlib import Path

import pytest

from index.catch_up import catch_up, is_current, open_index
from index.contract import IndexDamaged
from index.place import Place
from records.archive import Archive
from tests.index.agreeing import agrees_with_records
from tests.index.archives import put


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
