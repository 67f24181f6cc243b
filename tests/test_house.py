"""The house stands as ARCHITECTURE.md says."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
OUTBUILDINGS = {"tests", "bench", "tools"}
"""Folders of Python code that are no rooms: nothing in the product imports them."""


def _pyproject() -> dict[str, dict[str, dict[str, list[str]]]]:
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_every_top_level_package_is_a_room_of_the_floor_plan() -> None:
    packages = {path.parent.name for path in ROOT.glob("*/__init__.py")} - OUTBUILDINGS
    assert packages == set(_pyproject()["tool"]["importlinter"]["root_packages"])


def test_the_list_of_folders_is_that_of_the_house() -> None:
    rooms = _pyproject()["tool"]["importlinter"]["root_packages"]
    packages = {
        str(path.parent.relative_to(ROOT))
        for room in rooms
        for path in (ROOT / room).glob("*/**/__init__.py")
    }
    plan = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"^\| `([a-z_]+/[a-z_/]+)/` \|", plan, re.MULTILINE))
    assert packages - listed == set()
    assert {folder for folder in listed if not (ROOT / folder).is_dir()} == set()


def test_no_room_looks_upwards() -> None:
    run = subprocess.run(
        [Path(sys.executable).parent / "lint-imports", "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout


def test_the_product_does_not_import_its_tests_or_tools() -> None:
    rooms = _pyproject()["tool"]["importlinter"]["root_packages"]
    offenders = [
        f"{path.relative_to(ROOT)}: {line}"
        for room in rooms
        for path in (ROOT / room).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if line.split()[:1] in (["from"], ["import"])
        and line.split()[1].split(".")[0] in OUTBUILDINGS
    ]
    assert offenders == []
