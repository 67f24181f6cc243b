"""The rules an archive works by can be read, and one setting changes them."""

from __future__ import annotations

from pathlib import Path

from domain.errors import ExitCode
from records.profile import names
from tests.app.conftest import Filled, Run


def test_all_profiles_are_listed_with_the_regimes_they_serve(run: Run, tmp_path: Path) -> None:
    listed = run("profile", "list", "--archive", tmp_path, "--json").records
    assert [one["name"] for one in listed] == list(names())
    assert [one["name"] for one in listed if one["used"]] == ["default"]
    assert all(one["regimes"] for one in listed)
    assert f"({len(names())})" in run("profile", "list", "--archive", tmp_path).out


def test_one_setting_chooses_the_profile_and_the_firms_own_rule_wins(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "anjuan.toml").write_text(
        '[profile]\nname = "property"\nvariant = "R06"\noverlays = ["personal_data"]\n'
        "[profile.rules.file]\nvolume_pages = 50\n",
        encoding="utf-8",
    )
    shown = run("profile", "show", "--archive", tmp_path, "--json").record
    assert shown["rules"]["file.unit"] == "unit"
    assert shown["rules"]["file.volume_pages"] == 50
    assert shown["rules"]["loan.place"] == "room"
    assert shown["rules"]["consent.required"] == "block"
    assert "loan.place" in shown["not_acted_on"]
    other = run("profile", "show", "loan", "--archive", tmp_path, "--json").record
    assert other["rules"]["file.unit"] == "project"
    assert "鸿借字第{sequence:3}号" in run("profile", "show", "loan", "--archive", tmp_path).out


def test_a_profile_that_is_not_there_is_refused_with_those_that_are(
    run: Run, tmp_path: Path
) -> None:
    answer = run("profile", "show", "bakery", "--archive", tmp_path)
    assert answer.code == ExitCode.SETTINGS
    assert "document_archive" in answer.err


def test_a_change_of_profile_is_told_shown_and_followed_by_one_command(
    run: Run, own: Filled
) -> None:
    at = ("--archive", own.root)
    assert run("reshelve", *at, "--json").record["moving"] == 0
    with (own.root / "anjuan.toml").open("a", encoding="utf-8") as settings:
        settings.write('\n[profile.rules.numbers]\nfile = "XA-{sequence:3}"\n')
    told = run("profile", "show", *at, "--json").record["shelving"]
    assert told["placed_formerly"] == told["documents"] > 0
    assert "anjuan reshelve" in run("profile", "show", *at).err
    foreseen = run("reshelve", *at, "--json").record
    assert "XA-001" in run("reshelve", *at).out
    assert run("reshelve", *at, "--do").code == ExitCode.USAGE
    done = run("reshelve", *at, "--do", "--reason", "改号", "--who", "王芳", "--json").record
    assert (done["moved"], done["closed"]) == (foreseen["moving"], len(foreseen["emptied"]))
    assert run("profile", "show", *at, "--json").record["shelving"]["placed_formerly"] == 0
    assert [one["who"] for one in run("reshelve", *at, "--past", "--json").records] == ["王芳"]
    moved = run("catalogue", "XA-001", *at, "--changes", "--json").records
    assert {one["reason"] for one in moved} == {"改号"}
