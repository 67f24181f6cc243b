"""Real hostile files, collected by those whose programmes fell over them, end as documented."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bench.hostile import LOUD, SETS, corpora, files_of, put_through
from ingest.options import Limits, ReadingOptions

EVERY = {"hostile_pdf": 6, "hostile_image": 3, "ocrmypdf_resources": 2, "paperless_samples": 2}
"""Only every so-manieth file, so that all sets together take less than a minute."""


@pytest.mark.corpus
@pytest.mark.slow
@pytest.mark.parametrize("name", SETS)
def test_every_hostile_file_ends_as_documented_and_leaves_nothing_behind(name: str) -> None:
    folder = corpora() / name
    if not folder.is_dir():
        pytest.skip(f"{name} is not at hand; ANJUAN_CORPORA says where it is")
    limits = replace(Limits(), seconds=60.0, megabytes=1024)
    files = files_of(folder)[:: EVERY[name]]
    report = put_through(name, files, ReadingOptions(limits=limits), pages=2)
    assert len(report.endings) == len(files) > 0
    assert report.left == ()
    assert [ending for ending in report.endings if ending.ending in LOUD] == []
