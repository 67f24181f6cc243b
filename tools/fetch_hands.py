"""Fetch the further faces that lines are drawn in to learn and test what handwriting looks like.

`python -m tools.fetch_hands` puts them into `.cache/handwriting`: free fonts from npm and Debian
packages, and the ways of strokes from the npm package `hanzi-writer-data`. None is committed.
Needs npm, and on Debian apt-get and dpkg-deb; tests that need what is missing are skipped.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path

from tools import fetch_fonts

TARGET = Path(__file__).resolve().parents[1] / ".cache" / "handwriting"

LATIN = ("homemade-apple", "reenie-beanie", "caveat", "shadows-into-light", "indie-flower")
HANDS = {
    "fonts-kiloji": ("kiloji.ttf",),
    "fonts-seto": ("setofont.ttf",),
    "fonts-breip": ("Breip.ttf",),
    "fonts-femkeklaver": ("femkeklaver.ttf",),
    "fonts-dkg-handwriting": ("dkg.ttf",),
    "fonts-bwht": ("BecauseWeCreate-Regular.otf",),
}
TYPE = {
    "fonts-cwtex-fs": ("cwfs.ttf",),
    "fonts-cwtex-kai": ("cwkai.ttf",),
    "fonts-cwtex-ming": ("cwming.ttf",),
    "fonts-cwtex-heib": ("cwheib.ttf",),
    "fonts-arphic-gbsn00lp": ("gbsn00lp.ttf",),
    "fonts-arphic-gkai00mp": ("gkai00mp.ttf",),
    "fonts-dotgothic16": ("DotGothic16-Regular.ttf",),
    "fonts-ipafont-mincho": ("ipam.ttf",),
    "fonts-liberation": (),
    "fonts-freefont-ttf": (),
}
"""Debian packages and the files wanted of them; none named: all."""


def main() -> int:
    """Fetch all. Exit 9 when a programme is missing or a package cannot be had."""
    lacking = [tool for tool in ("npm", "apt-get", "dpkg-deb") if shutil.which(tool) is None]
    if lacking:
        print(f"missing: {', '.join(lacking)}", file=sys.stderr)
        return 9
    fetch_fonts.main()
    try:
        _strokes(TARGET / "strokes.json")
        for face in LATIN:
            _npm_face(face)
        for folder, packages in (("hand", HANDS), ("type", TYPE)):
            for package, names in packages.items():
                _debian(package, names, TARGET / folder)
    except (subprocess.SubprocessError, KeyError, OSError) as error:
        print(f"could not be fetched: {error}", file=sys.stderr)
        return 9
    return 0


def _packed(package: str, folder: str) -> Path:
    command = ["npm", "pack", "--silent", "--pack-destination", folder, package]
    subprocess.run(command, check=True, timeout=300, capture_output=True)
    return next(Path(folder).glob("*.tgz"))


def _strokes(path: Path) -> None:
    """The median line of every stroke of every character, in one file."""
    if path.exists():
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    known = {}
    with (
        tempfile.TemporaryDirectory() as folder,
        tarfile.open(_packed("hanzi-writer-data", folder)) as archive,
    ):
        for member in archive:
            name = Path(member.name)
            content = archive.extractfile(member) if name.suffix == ".json" else None
            if content is not None and len(name.stem) == 1:
                known[name.stem] = json.load(content)["medians"]
    path.write_text(json.dumps(known, ensure_ascii=False), encoding="utf-8")


def _npm_face(face: str) -> None:
    name = f"{face}-latin-400-normal.woff"
    target = TARGET / "hand" / name
    if target.exists():
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        tarfile.open(_packed(f"@fontsource/{face}", folder)) as archive,
    ):
        content = archive.extractfile(f"package/files/{name}")
        if content is None:
            raise KeyError(name)
        target.write_bytes(content.read())


def _debian(package: str, names: tuple[str, ...], target: Path) -> None:
    """The wanted files of a Debian package, unpacked without installing it."""
    if names and all((target / name).exists() for name in names):
        return
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run(
            ["apt-get", "download", "-q", package],
            check=True, timeout=300, capture_output=True, cwd=folder,
        )  # fmt: skip
        archive = next(Path(folder).glob("*.deb"))
        unpacked = Path(folder) / "unpacked"
        subprocess.run(["dpkg-deb", "-x", str(archive), str(unpacked)], check=True, timeout=300)
        for path in unpacked.rglob("*.[ot]tf"):
            if not names or path.name in names:
                shutil.copy(path, target / path.name)


if __name__ == "__main__":
    sys.exit(main())
