"""Where Tesseract's languages lie on this machine."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from domain.errors import MissingTool

LANGUAGES = ("chi_sim", "chi_tra", "eng")
"""What reading needs; `osd`, for the orientation, is used where it is present."""

_USUAL = (
    "/usr/share/tesseract-ocr/5/tessdata",
    "/usr/share/tesseract-ocr/4.00/tessdata",
    "/usr/share/tessdata",
    "/usr/local/share/tessdata",
    "/opt/homebrew/share/tessdata",
    "/opt/local/share/tessdata",
)

_INSTALL = "sudo apt-get install tesseract-ocr-chi-sim tesseract-ocr-chi-tra tesseract-ocr-eng"


@lru_cache(maxsize=1)
def folder() -> Path:
    """The folder with the most of the needed languages. Raises MissingTool when there is none.

    The programme's own answer comes first, since it heeds how the machine is set up.
    """
    best = max(_candidates(), key=lambda path: len(languages(path)), default=None)
    if best is None or not languages(best):
        raise MissingTool("Tesseract with its languages", _INSTALL)
    return best


def languages(path: Path) -> tuple[str, ...]:
    """Which of the needed languages `path` holds."""
    return tuple(name for name in LANGUAGES if (path / f"{name}.traineddata").is_file())


def _candidates() -> Iterator[Path]:
    told = _told()
    if told:
        yield told
    yield from (Path(usual) for usual in _USUAL if Path(usual).is_dir())


def _told() -> Path | None:
    """The folder that the tesseract programme names in the head of its list of languages."""
    programme = shutil.which("tesseract")
    if programme is None:
        return None
    try:
        answer = subprocess.run(
            [programme, "--list-langs"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
    quoted = re.search(r'"([^"]+)"', answer.stdout + answer.stderr)
    path = Path(quoted.group(1)) if quoted else None
    return path if path and path.is_dir() else None
