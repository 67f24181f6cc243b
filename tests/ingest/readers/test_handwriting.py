"""What is written by hand is told from type, piece by piece, and never taken on trust."""

from __future__ import annotations

import hashlib
from random import Random

import numpy as np
import pytest

from domain.geometry import Box
from domain.page import Line, Word
from ingest.formats.glyphs import Glyph, line_of
from ingest.forms.strips import glyphs_of
from ingest.images import inference
from ingest.readers import handwriting
from ingest.readers.cells import split_at_cells
from ingest.readers.recognition import MODEL, Recogniser
from tests.factory import single_lines

FACES = single_lines.at_hand()
needs_hands = pytest.mark.skipif(
    not (FACES.han and FACES.latin and FACES.pen),
    reason="needs faces of handwriting: python -m tools.fetch_hands",
)
TYPED, WRITTEN = -4.0, 6.0


def spoken(text: str, score: float, start: float = 0.0) -> list[tuple[str, float, float]]:
    """Characters side by side, all with one score."""
    return [(char, start + 0.04 * place, score) for place, char in enumerate(text)]


def glyphs(text: str, start: float, *, by_hand: bool) -> list[Glyph]:
    return [
        Glyph(char, Box(start + 0.02 * n, 0.2, start + 0.02 * (n + 1), 0.22), 0.9, by_hand)
        for n, char in enumerate(text)
    ]


class TestPieces:
    def test_a_written_value_behind_a_typed_label_is_told_from_it(self) -> None:
        line = [*spoken("姓名：", TYPED), *spoken("张三丰", WRITTEN, 0.12)]
        assert handwriting.written(line) == [False] * 3 + [True] * 3

    def test_a_wide_gap_parts_label_and_value_too(self) -> None:
        line = [*spoken("姓名", TYPED), *spoken("张三丰", WRITTEN, 0.3)]
        assert handwriting.written(line) == [False] * 2 + [True] * 3

    def test_of_a_short_piece_more_is_asked_than_of_a_long_one(self) -> None:
        score = handwriting.weights().least / 2.0
        assert all(handwriting.written(spoken("客户名称变更", score)))
        assert not any(handwriting.written(spoken("客户", score)))

    def test_nothing_is_said_of_nothing(self) -> None:
        assert handwriting.written([]) == []
        assert handwriting.written(spoken("  ", WRITTEN)) == [False, False]


class TestLines:
    def test_words_are_parted_where_the_hand_begins(self) -> None:
        line = line_of([*glyphs("姓名", 0.1, by_hand=False), *glyphs("张三", 0.14, by_hand=True)])
        assert line is not None
        assert [(word.text, word.handwritten) for word in line.words] == [
            ("姓名", False),
            ("张三", True),
        ]
        assert (line.text, line.handwritten) == ("姓名张三", True)

    def test_a_single_written_character_does_not_make_a_long_line_handwritten(self) -> None:
        line = line_of(
            [*glyphs("客户名称变更申请", 0.1, by_hand=False), *glyphs("男", 0.3, by_hand=True)]
        )
        assert line is not None
        assert not line.handwritten
        assert line.words[-1].handwritten

    def test_a_line_cut_at_a_cell_keeps_the_hand_on_its_side(self) -> None:
        line = line_of([*glyphs("姓名", 0.1, by_hand=False), *glyphs("张三", 0.14, by_hand=True)])
        assert line is not None
        parts = split_at_cells([line], [Box(0.1, 0.2, 0.14, 0.22), Box(0.14, 0.2, 0.3, 0.22)])
        assert [(part.text, part.handwritten) for part in parts] == [
            ("姓名", False),
            ("张三", True),
        ]

    def test_only_the_written_part_of_a_line_is_written_in_its_strip(self) -> None:
        line = line_of([*glyphs("姓名", 0.1, by_hand=False), *glyphs("张三", 0.14, by_hand=True)])
        assert line is not None
        assert [glyph.handwritten for glyph in glyphs_of(line)] == [False, False, True, True]

    def test_a_line_marked_as_a_whole_is_written_throughout(self) -> None:
        box = Box(0.1, 0.2, 0.3, 0.22)
        line = Line("张三", box, 0.9, (Word("张三", box, 0.9),), handwritten=True)
        assert all(glyph.handwritten for glyph in glyphs_of(line))


class TestTheJudge:
    def test_its_weights_belong_to_the_installed_network(self) -> None:
        known = handwriting.weights()
        model = inference.model_path("rapidocr", MODEL)
        digest = hashlib.sha256(model.read_bytes()).hexdigest()[:16]
        assert (known.network, known.inside) == (MODEL, handwriting.INSIDE)
        assert known.digest == digest, "run tools/train_handwriting.py for the new network"

    def test_both_ways_of_running_the_network_judge_alike(self) -> None:
        pytest.importorskip("openvino")
        model = inference.model_path("rapidocr", MODEL)
        batch = np.random.default_rng(2).random((1, 3, 48, 96), dtype=np.float32)
        judged = [
            handwriting.scores(kind(model, 1, handwriting.INSIDE).both(batch)[1][0]).mean()
            for kind in (inference.OpenVinoNetwork, inference.OnnxNetwork)
        ]
        assert judged[0] == pytest.approx(judged[1], abs=1.0)

    @pytest.mark.fonts
    @needs_hands
    def test_hands_it_has_not_learned_from_are_found_and_type_is_left_alone(self) -> None:
        rng, recogniser = Random(20), Recogniser(1)
        faces = FACES.part(held_back=True)
        drawn = [single_lines.line(rng, faces, handwritten=n % 2 == 0) for n in range(80)]
        read = recogniser.read([line.image for line in drawn])
        told = [
            sum(mark.handwritten for mark in marks) > len(marks) / 2 if marks else None
            for marks in read
        ]
        pairs = [
            (t, line.handwritten) for t, line in zip(told, drawn, strict=True) if t is not None
        ]
        found = [t for t, by_hand in pairs if by_hand]
        accused = [t for t, by_hand in pairs if not by_hand]
        assert sum(found) >= 0.55 * len(found)
        assert sum(accused) <= 0.05 * len(accused)
