"""Fetch handwriting-like fonts for the tests into `.cache/fonts`, through npm.

`python -m tools.fetch_fonts`. The fonts are the fontsource packages of four faces under the SIL
Open Font Licence; none is committed. Without them, or without npm, the tests imitate handwriting
with a trembling Kai face.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

FACES = ("ma-shan-zheng", "zhi-mang-xing", "long-cang", "liu-jian-mao-cao")
CACHE = Path(__file__).resolve().parents[1] / ".cache" / "fonts"


def main() -> int:
    """Fetch what is not there yet. Exit 9 when npm is missing or a package cannot be had."""
    wanted = [face for face in FACES if not (CACHE / f"{face}.woff").exists()]
    if wanted and shutil.which("npm") is None:
        print("npm is missing; install it with: apt-get install npm", file=sys.stderr)
        return 9
    CACHE.mkdir(parents=True, exist_ok=True)
    for face in wanted:
        try:
            _fetch(face)
        except (subprocess.SubprocessError, KeyError, OSError) as error:
            print(f"{face} could not be fetched: {error}", file=sys.stderr)
            return 9
        print(f"fetched {face}")
    return 0


def _fetch(face: str) -> None:
    """One face: its Simplified Chinese subset and the licence under which it may be used."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["npm", "pack", "--silent", "--pack-destination", folder, f"@fontsource/{face}"]
        subprocess.run(command, check=True, timeout=300, capture_output=True)
        package = next(Path(folder).glob("*.tgz"))
        with tarfile.open(package) as archive:
            font = f"package/files/{face}-chinese-simplified-400-normal.woff"
            _keep(archive, "package/LICENSE", CACHE / f"{face}.LICENSE")
            _keep(archive, font, CACHE / f"{face}.woff")


def _keep(archive: tarfile.TarFile, name: str, path: Path) -> None:
    """Copy one member of the archive, whole or not at all. Raises KeyError if it has none."""
    member = archive.extractfile(name)
    if member is None:
        raise KeyError(name)
    unfinished = path.with_suffix(".part")
    unfinished.write_bytes(member.read())
    unfinished.replace(path)


if __name__ == "__main__":
    sys.exit(main())
