import numpy as np
import pytest

from converter.errors import TemplateError
from converter.typeset import FAMILIES, TextOverflowError, families, typeset, widths

LINE = (
    "#set page(width: 400pt, height: 60pt, margin: 5pt, fill: none)\n"
    "#set text(size: 30pt, font: {})\n"
)


def ink(text: str) -> np.ndarray:
    source = LINE.format(families()) + "#json(bytes(sys.inputs.data))"
    (page,) = typeset(source, text)
    return page[..., 3] > 0


@pytest.mark.parametrize(
    "text", ["Straße", "你好，世界", "مرحبا بالعالم", "Здравствуй", "שלום", "नमस्ते", "สวัสดี"]
)
def test_every_script_has_letters_and_not_boxes(text: str) -> None:
    missing = ink("\U0010fffd" * len(text))
    drawn = ink(text)
    assert drawn.any()
    assert not np.array_equal(drawn, missing)


def test_one_point_is_one_pixel() -> None:
    (page,) = typeset("#set page(width: 123pt, height: 45pt)\nx")
    assert page.shape == (45, 123, 4)


def test_words_of_a_document_are_never_markup() -> None:
    starred, plain = ink("*a* #panic()"), ink("a")
    assert starred.sum() > 3 * plain.sum()


def test_longer_texts_are_wider_and_fonts_follow_the_chain() -> None:
    narrow, wide = widths(["Wind", "Wind and waves"], f"size: 20pt, font: {families()}")
    assert 0 < narrow < wide
    assert families(["Inter"]).count("Inter") == 1
    assert all(name in families() for name in FAMILIES)


def test_a_document_that_cannot_be_set_says_why_in_one_line() -> None:
    with pytest.raises(TemplateError, match="unclosed delimiter"):
        typeset("#foo(")


def test_text_that_does_not_fit_is_an_overflow_and_not_a_cut() -> None:
    with pytest.raises(TextOverflowError):
        typeset('#panic("overflow")')
