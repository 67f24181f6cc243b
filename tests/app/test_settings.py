"""A wrong setting is named, never guessed around."""

from __future__ import annotations

from pathlib import Path

import pytest

from app import settings
from domain.errors import Language, SettingsError
from ingest.options import FilingOptions, Limits, ReaderName, ReadingOptions


@pytest.fixture(autouse=True)
def _clean_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in list(os.environ):
        if name.startswith("ANJUAN_"):
            monkeypatch.delenv(name)


def test_an_archive_without_a_file_has_the_documented_defaults(tmp_path: Path) -> None:
    loaded = settings.load(tmp_path)
    assert loaded.reading_options() == ReadingOptions()
    assert loaded.filing_options() == FilingOptions()
    assert loaded.reading_options().limits == Limits()


def test_the_environment_wins_over_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "anjuan.toml").write_text('[reading]\nreader = "rapidocr"\ndpi = 150\n')
    monkeypatch.setenv("ANJUAN_READING__READER", "tesseract")
    options = settings.load(tmp_path).reading_options()
    assert options.reader is ReaderName.TESSERACT
    assert options.dpi == 150


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("colour = 3\n", "colour"),
        ("[reading]\nreeder = 'x'\n", "reading.reeder"),
        ("[reading]\nreader = 'abbyy'\n", "reading.reader"),
        ("[filing]\ncustomer_threshold = 1.5\n", "filing.customer_threshold"),
        ("[limits]\nseconds = 0\n", "limits.seconds"),
        ("[limits\n", "anjuan.toml"),
    ],
)
def test_an_unknown_or_impossible_setting_is_named(tmp_path: Path, text: str, named: str) -> None:
    (tmp_path / "anjuan.toml").write_text(text)
    with pytest.raises(SettingsError) as caught:
        settings.load(tmp_path)
    assert named in caught.value.subject


@pytest.mark.parametrize(
    "name", ["ANJUAN_COLOUR", "ANJUAN_READING__REEDER", "ANJUAN_INBOX__DEEP", "ANJUAN_LIMITS__X"]
)
def test_an_unknown_variable_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    monkeypatch.setenv(name, "1")
    with pytest.raises(SettingsError) as caught:
        settings.load(tmp_path)
    assert caught.value.subject == name


@pytest.mark.parametrize(
    ("variables", "expected"),
    [
        ({"LANG": "zh_CN.UTF-8"}, Language.ZH),
        ({"LANG": "de_DE.UTF-8"}, Language.EN),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, Language.EN),
        ({"LANG": "C", "ANJUAN_LANGUAGE": "zh"}, Language.ZH),
    ],
)
def test_messages_follow_the_system_unless_set(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], expected: Language
) -> None:
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert settings.language() is expected


def test_the_file_written_by_init_is_read_back(tmp_path: Path) -> None:
    settings.write_default(tmp_path, inbox="../inbox")
    assert settings.load(tmp_path).inbox == Path("../inbox")


def test_passwords_reach_the_reader_and_are_never_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANJUAN_READING__PASSWORDS", '["geheim", "second"]')
    loaded = settings.load(tmp_path)
    assert loaded.reading_options().passwords == ("geheim", "second")
    for shown in (loaded, loaded.reading_options(), loaded.model_dump()):
        assert "geheim" not in f"{shown!s} {shown!r}"


@pytest.mark.parametrize("written", ["geheim", '"geheim"', '["geheim"', "{}", '[["geheim"]]'])
def test_a_list_of_passwords_written_wrongly_is_refused_without_repeating_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    monkeypatch.setenv("ANJUAN_READING__PASSWORDS", written)
    with pytest.raises(SettingsError) as caught:
        settings.load(tmp_path)
    assert "passwords" in caught.value.subject.lower()
    assert "geheim" not in str(caught.value)


def test_the_profile_says_whose_forms_the_office_uses(tmp_path: Path) -> None:
    assert settings.load(tmp_path).filing_options().regimes == ()
    (tmp_path / "anjuan.toml").write_text('[profile]\nname = "property"\n')
    assert "R07" in settings.load(tmp_path).filing_options().regimes
