"""Write the sample scans: `python -m tools.make_samples [DIR]`, by default into `samples/`.

The scans, `customers.csv` (the customers known beforehand) and `truth.json` (per file: its
documents with type, customer, pages and field values, and the outcomes that are right).
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from tests.factory import fonts
from tests.factory.register import write_csv
from tests.factory.samples import SEED, customers, samples

FOLDER = Path(__file__).resolve().parents[1] / "samples"


def truth() -> dict[str, Any]:
    """The truth about all samples, as it stands in `truth.json`."""
    return {"seed": SEED, "files": [sample.truth() for sample in samples()]}


def write(folder: Path) -> int:
    """Write everything into `folder`; the bytes written. Raises FontsMissing."""
    fonts.require()
    folder.mkdir(parents=True, exist_ok=True)
    for sample in samples():
        sample.save(folder)
    write_csv(folder / "customers.csv", customers())
    text = json.dumps(truth(), ensure_ascii=False, indent=1)
    (folder / "truth.json").write_text(text + "\n", encoding="utf-8")
    return sum((folder / sample.file).stat().st_size for sample in samples())


def main() -> int:
    """Write the samples and say how large they are."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER
    size = write(folder)
    print(f"{len(samples())} samples, {size / 1e6:.2f} MB, in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
