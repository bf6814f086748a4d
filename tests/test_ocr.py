"""Scans: pages that are only pictures, made here by drawing text and photographing it."""

from __future__ import annotations

from pathlib import Path

import pymupdf
import pytest

from converter.document import read
from converter.document.pdf import ocr
from converter.errors import DocumentError
from converter.source import fetch

WORDS = [
    ("The Owl at Night", 30),
    ("Owls hunt after sunset and hear every mouse", 16),
    ("that moves below the snow. Their wings make no", 16),
    ("sound at all, and they swallow their prey whole.", 16),
]


def scan(path: Path, turn: int = 0) -> Path:
    """Write a PDF of one page that is a picture of words, turned clockwise."""
    drawn = pymupdf.open()
    page, y = drawn.new_page(width=420, height=540), 60
    for text, size in WORDS:
        page.insert_text((30, y), text, fontsize=size)
        y += 2 * size
    picture = page.get_pixmap(dpi=150)
    sides = (420, 540) if turn % 180 == 0 else (540, 420)
    scanned = pymupdf.open()
    target = scanned.new_page(width=sides[0], height=sides[1])
    target.insert_image(target.rect, stream=picture.tobytes("png"), rotate=turn)
    scanned.save(path)
    return path


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
def test_the_words_of_a_scan_are_read_whichever_way_it_lies(tmp_path: Path, turn: int) -> None:
    pytest.importorskip("rapidocr", reason="needs the extra docreel[ocr]")
    document = read(fetch(scan(tmp_path / "owls.pdf", turn)), assets=tmp_path)
    text = " ".join([document.title, *(section.text for section in document.sections)])
    assert "hear every mouse that moves below the snow" in " ".join(text.split())
    assert any("recognised" in warning for warning in document.warnings)
    assert not document.figures


def test_without_the_extra_a_scan_says_what_would_help(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ocr, "available", lambda: False)
    with pytest.raises(DocumentError, match=r"no text layer.*docreel\[ocr\]"):
        read(fetch(scan(tmp_path / "owls.pdf")), assets=tmp_path)
