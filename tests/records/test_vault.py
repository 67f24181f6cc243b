"""An original is kept whole, once, and proved; or it is not kept at all."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from domain.errors import BadInput, StorageError, VaultDamaged
from domain.ids import ScanId, scan_id
from domain.steps import listening
from records import durable
from records.vault import Vault
from tests.records.papers import source

VAULT_STEPS = (
    "vault.temp_opened",
    "vault.chunk_written",
    "vault.temp_synced",
    "vault.renamed",
    "vault.folder_synced",
    "vault.verified",
)


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    return Vault(tmp_path / "vault")


def _digest(content: bytes) -> ScanId:
    return scan_id(hashlib.sha256(content).hexdigest())


def _files(vault: Vault) -> list[Path]:
    return [path for path in vault.folder.rglob("*") if path.is_file()]


def _overwrite(path: Path, content: bytes) -> None:
    path.chmod(0o644)
    path.write_bytes(content)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(content=st.binary(max_size=5_000))
def test_whatever_the_bytes_they_are_found_under_their_hash(
    vault: Vault, tmp_path: Path, content: bytes
) -> None:
    stored = vault.store(source(tmp_path, content=content))
    assert stored.scan == _digest(content)
    assert stored.size == len(content)
    assert vault.path(stored.scan).read_bytes() == content
    vault.verify(stored.scan)


def test_a_file_larger_than_a_chunk_is_kept_whole(vault: Vault, tmp_path: Path) -> None:
    content = os.urandom(2 * durable.CHUNK + 17)
    stored = vault.store(source(tmp_path, content=content))
    assert vault.path(stored.scan).read_bytes() == content


def test_an_original_cannot_be_written_over(vault: Vault, tmp_path: Path) -> None:
    path = vault.path(vault.store(source(tmp_path)).scan)
    assert stat.S_IMODE(path.stat().st_mode) == 0o444


def test_the_same_bytes_are_kept_once(vault: Vault, tmp_path: Path) -> None:
    first = vault.store(source(tmp_path, "one.jpg"))
    second = vault.store(source(tmp_path, "two.jpg"))
    assert first.was_new
    assert not second.was_new
    assert list(vault.scans()) == [first.scan]


def test_a_damaged_original_is_repaired_by_its_source(vault: Vault, tmp_path: Path) -> None:
    path = source(tmp_path)
    scan = vault.store(path).scan
    _overwrite(vault.path(scan), b"rotten")
    with pytest.raises(VaultDamaged):
        vault.verify(scan)
    assert not vault.store(path).was_new
    vault.verify(scan)


@pytest.mark.parametrize("rotten", [b"", b"a cord", b"a card and more"])
def test_any_change_to_an_original_is_noticed(vault: Vault, tmp_path: Path, rotten: bytes) -> None:
    scan = vault.store(source(tmp_path)).scan
    _overwrite(vault.path(scan), rotten)
    with pytest.raises(VaultDamaged, match="cannot be read as they were"):
        vault.verify(scan)


def test_a_missing_original_is_noticed(vault: Vault, tmp_path: Path) -> None:
    scan = vault.store(source(tmp_path)).scan
    vault.path(scan).unlink()
    with pytest.raises(VaultDamaged):
        vault.path(scan)
    with pytest.raises(VaultDamaged):
        vault.verify(scan)
    assert list(vault.scans()) == []


def test_the_steps_are_announced_in_order(vault: Vault, tmp_path: Path) -> None:
    heard: list[str] = []
    with listening(heard.append):
        vault.store(source(tmp_path))
    assert tuple(heard) == VAULT_STEPS


@pytest.mark.parametrize("step", VAULT_STEPS)
def test_a_failure_at_any_step_leaves_no_partial_file_and_can_be_repeated(
    vault: Vault, tmp_path: Path, step: str
) -> None:
    path = source(tmp_path)

    def refuse(reached: str) -> None:
        if reached == step:
            raise OSError(errno.ENOSPC, "No space left on device")

    with listening(refuse), pytest.raises(StorageError, match="No space left"):
        vault.store(path)
    for left in _files(vault):
        assert left.read_bytes() == b"a card", f"{left} bears a final name but is not whole"
    assert path.read_bytes() == b"a card"
    stored = vault.store(path)
    vault.verify(stored.scan)
    assert _files(vault) == [vault.path(stored.scan)]


@pytest.mark.parametrize("code", [errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EIO])
def test_a_disk_that_refuses_the_write_is_a_storage_error(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: int
) -> None:
    def refuse(*_: object) -> int:
        raise OSError(code, os.strerror(code))

    monkeypatch.setattr(os, "write", refuse)
    with pytest.raises(StorageError, match=os.strerror(code)):
        vault.store(source(tmp_path))
    assert _files(vault) == []


@pytest.mark.parametrize("name", ["fsync", "fchmod"])
def test_a_disk_that_refuses_to_finish_leaves_nothing(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(errno.EIO, "Input/output error")

    path = source(tmp_path)
    vault.store(source(tmp_path, "other.jpg", b"other"))  # its sub-folder is synced as well
    monkeypatch.setattr(os, name, refuse)
    with pytest.raises(StorageError):
        vault.store(path)
    assert len(_files(vault)) == 1


def test_the_system_may_take_a_chunk_in_pieces(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write = os.write
    monkeypatch.setattr(os, "write", lambda file, content: write(file, bytes(content)[:7]))
    stored = vault.store(source(tmp_path, content=b"in seven-byte pieces"))
    vault.verify(stored.scan)


def test_a_copy_that_reads_back_differently_is_not_kept(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(durable, "digest_of", lambda _: "0" * 64)
    with pytest.raises(StorageError, match="reads back differently"):
        vault.store(source(tmp_path))
    assert _files(vault) == []


def _appended(path: Path) -> None:
    with path.open("ab") as file:
        file.write(b" grows")


def _replaced_inside(path: Path) -> None:
    with path.open("r+b") as file:
        file.write(b"A")
    os.utime(path, ns=(1, 1))


def _truncated(path: Path) -> None:
    os.truncate(path, 2)


@pytest.mark.parametrize("change", [_appended, _replaced_inside, _truncated])
@pytest.mark.parametrize("step", ["vault.temp_opened", "vault.chunk_written"])
def test_a_source_that_changes_while_it_is_copied_is_noticed(
    vault: Vault, tmp_path: Path, step: str, change: Callable[[Path], None]
) -> None:
    path = source(tmp_path)

    def touch(reached: str) -> None:
        if reached == step:
            change(path)

    with listening(touch), pytest.raises(BadInput, match="changed while it was copied"):
        vault.store(path)
    assert path.exists()
    vault.store(path)
    for scan in vault.scans():
        vault.verify(scan)


def test_a_source_that_is_gone_is_said_so(vault: Vault, tmp_path: Path) -> None:
    with pytest.raises(BadInput, match="gone"):
        vault.store(tmp_path / "nothing.jpg")


@pytest.mark.parametrize("make", [Path.mkdir, os.mkfifo])
def test_what_is_no_file_is_refused_and_never_waited_for(
    vault: Vault, tmp_path: Path, make: Callable[[Path], None]
) -> None:
    make(tmp_path / "thing")
    with pytest.raises(BadInput, match="not a regular file"):
        vault.store(tmp_path / "thing")


def test_a_source_that_may_not_be_opened_is_a_storage_error(
    vault: Vault, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = source(tmp_path)

    def refuse(*_: object) -> int:
        raise PermissionError(errno.EACCES, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(StorageError, match="Permission denied"):
        vault.store(path)


def test_what_a_crash_left_is_removed_and_never_taken_for_an_original(
    vault: Vault, tmp_path: Path
) -> None:
    scan = vault.store(source(tmp_path)).scan
    left = vault.folder / durable.UNFINISHED / "0123"
    left.write_bytes(b"half a c")
    assert list(vault.scans()) == [scan]
    assert list(Vault(vault.folder).scans()) == [scan]
    assert not left.exists()


def test_opening_the_vault_leaves_alone_what_another_is_writing(
    vault: Vault, tmp_path: Path
) -> None:
    def open_it_too(step: str) -> None:
        if step == "vault.chunk_written":
            Vault(vault.folder)

    with listening(open_it_too):
        stored = vault.store(source(tmp_path))
    vault.verify(stored.scan)


def test_foreign_files_are_not_originals(vault: Vault, tmp_path: Path) -> None:
    scan = vault.store(source(tmp_path)).scan
    (vault.folder / "README").write_text("kept by hand")
    (vault.folder / "ab").mkdir(exist_ok=True)
    (vault.folder / "ab" / scan).write_bytes(b"in the wrong folder")
    (vault.folder / scan[:2] / scan.upper()).write_bytes(b"no hash")
    assert list(vault.scans()) == [scan]


def test_the_vault_cannot_be_made_where_a_file_stands(tmp_path: Path) -> None:
    (tmp_path / "vault").write_text("in the way")
    with pytest.raises(StorageError):
        Vault(tmp_path / "vault")
