"""What the documents say is what the programme does."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from domain.errors import ExitCode
from tools.make_docs import EXIT_MEANINGS, pages

ROOT = Path(__file__).resolve().parents[1]


@pytest.mark.parametrize("name", list(pages()))
def test_a_reference_page_says_what_the_code_says(name: str) -> None:
    """Every command, setting, error, exit code, document type and field is documented."""
    written = (ROOT / "docs" / name).read_text(encoding="utf-8")
    assert written == pages()[name], "run: python -m tools.make_docs"


def test_every_exit_code_is_explained() -> None:
    assert set(EXIT_MEANINGS) == set(ExitCode)


@pytest.mark.parametrize(
    "page",
    sorted(p.relative_to(ROOT).as_posix() for p in [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md")]),
)
def test_no_link_leads_nowhere(page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    targets = re.findall(r"\]\(([^)#\s]+)[^)]*\)", text)
    missing = [
        target
        for target in targets
        if not target.startswith("http") and not ((ROOT / page).parent / target).exists()
    ]
    assert missing == []


def test_commands_in_the_readmes_exist() -> None:
    known = set(re.findall(r"^### anjuan (\S+)", pages()["commands.md"], re.MULTILINE)) | {"test"}
    for readme in ("README.md", "README.zh.md"):
        text = (ROOT / readme).read_text(encoding="utf-8")
        used = set(re.findall(r"\./anjuan ([a-z-]+)", text))
        assert used
        assert used <= known
