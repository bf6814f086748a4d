"""Reading books."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from converter.document import read
from converter.document.model import Block, Document
from converter.errors import DocumentError
from converter.source import fetch

XHTML = 'xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"'
CONTAINER = (
    '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
    '<rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
)
LAMP = (
    f"<?xml version='1.0'?><!DOCTYPE html><html {XHTML}><head><title/><script src='x.js'/></head>"
    "<body><a id='p1'/><h1>I. The lamp</h1><p>It burned for ninety years&nbsp;and never went out."
    "<a epub:type='noteref' href='#n1'>1</a></p><h3 id='oil'>Oil</h3><p>A boat brought it.</p>"
    "<figure><img src='../img/a%20b.png' alt='Tides'/><figcaption>Figure 1: Tides.</figcaption>"
    "</figure><aside epub:type='footnote' id='n1'><p>Three times on Sundays.</p></aside>"
    "</body></html>"
)
STORM = f"<html {XHTML}><body><p>The storm came after midnight.</p></body></html>"
NAV = (
    f"<html {XHTML}><body><nav epub:type='toc'><ol><li><a href='text/lamp.xhtml'>The lamp</a><ol>"
    "<li><a href='text/lamp.xhtml#oil'>Oil</a></li></ol></li>"
    "<li><a href='text/storm.xhtml'>The storm</a></li></ol></nav></body></html>"
)
NCX = (
    '<ncx xmlns="http://www.daisy.org/z3986/2005/ncx/"><navMap><navPoint><navLabel><text>The lamp'
    '</text></navLabel><content src="text/lamp.xhtml"/><navPoint><navLabel><text>Oil</text>'
    '</navLabel><content src="text/lamp.xhtml#oil"/></navPoint></navPoint><navPoint><navLabel>'
    '<text>The storm</text></navLabel><content src="text/storm.xhtml"/></navPoint></navMap></ncx>'
)


def package(items: Iterable[str], spine: str = "lamp storm", extra: str = "") -> str:
    places = "".join(f'<itemref idref="{name}"/>' for name in spine.split())
    return (
        '<package xmlns="http://www.idpf.org/2007/opf" xmlns:opf="http://www.idpf.org/2007/opf">'
        '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>The Almanac</dc:title>'
        '<dc:creator opf:role="aut">Marsh, Ada</dc:creator><dc:creator opf:role="ill">Tom Reed'
        "</dc:creator><dc:language>en-GB</dc:language><dc:date>2021-03-04T00:00:00Z</dc:date>"
        f"<dc:publisher>Lantern Press</dc:publisher>{extra}</metadata><manifest>"
        f"{''.join(items)}</manifest><spine>{places}</spine></package>"
    )


TEXTS = (
    '<item id="lamp" href="text/lamp.xhtml" media-type="application/xhtml+xml"/>',
    '<item id="storm" href="text/storm.xhtml" media-type="application/xhtml+xml"/>',
)
NAV_ITEM = '<item id="nav" href="nav.xhtml" properties="nav" media-type="application/xhtml+xml"/>'
NCX_ITEM = '<item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/>'
COVER = '<item id="c" href="img/c.png" media-type="image/png" properties="cover-image"/>'


@pytest.fixture
def book(tmp_path: Path, drawn: Callable[[str], bytes]) -> Callable[..., Document]:
    """Pack a book with the entries given, over those of a small sound one, and read it."""

    def run(opf: str, **entries: str) -> Document:
        files: dict[str, str | bytes] = {
            "META-INF/container.xml": CONTAINER,
            "OEBPS/book.opf": opf,
            "OEBPS/nav.xhtml": NAV,
            "OEBPS/toc.ncx": NCX,
            "OEBPS/text/lamp.xhtml": LAMP,
            "OEBPS/text/storm.xhtml": STORM,
            "OEBPS/img/a b.png": drawn("ab"),
            "OEBPS/img/c.png": drawn("cover"),
        }
        files |= {name.replace("__", "/").replace("_", "."): text for name, text in entries.items()}
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr("mimetype", "application/epub+zip")
            for name, content in files.items():
                archive.writestr(name, content)
        (tmp_path / "book.epub").write_bytes(out.getvalue())
        return read(fetch(tmp_path / "book.epub"), assets=tmp_path / "assets")

    return run


def blocks(document: Document) -> list[Block]:
    return [block for section in document.sections for block in section.blocks]


def test_the_package_is_the_title_page(book: Callable[..., Document]) -> None:
    document = book(package((*TEXTS, NAV_ITEM)))
    assert document.media_type == "application/epub+zip"
    assert (document.title, document.authors) == ("The Almanac", ("Ada Marsh",))
    assert (document.date, document.language, document.site) == (
        "2021-03-04",
        "en-GB",
        "Lantern Press",
    )


@pytest.mark.parametrize("contents", [NAV_ITEM, NCX_ITEM])
def test_chapters_are_ranked_and_named_by_the_table_of_contents(
    book: Callable[..., Document], contents: str
) -> None:
    document = book(package((*TEXTS, contents)))
    assert [(section.heading, section.level) for section in document.sections] == [
        ("I. The lamp", 1),
        ("Oil", 2),
        ("The storm", 1),
    ]


def test_the_order_is_that_of_the_spine(book: Callable[..., Document]) -> None:
    document = book(package((*TEXTS, NAV_ITEM), spine="storm nav lamp gone"))
    assert [section.heading for section in document.sections] == [
        "The storm",
        "I. The lamp",
        "Oil",
    ]


def test_words_pictures_and_notes_of_a_chapter(book: Callable[..., Document]) -> None:
    document = book(package((*TEXTS, NAV_ITEM)))
    assert [block.text for block in blocks(document) if block.text] == [
        "It burned for ninety years and never went out.",
        "A boat brought it.",
        "The storm came after midnight.",
    ]
    assert [note.text for note in document.notes] == ["Three times on Sundays."]
    (figure,) = document.figures
    assert (figure.label, figure.alt, bool(figure.image)) == ("Figure 1", "Tides", True)
    assert (document.sections[1].span.element or "") == "OEBPS/text/lamp.xhtml #oil"


def test_the_cover_is_the_first_figure_and_shown_once(book: Callable[..., Document]) -> None:
    wrapped = (
        f'<html {XHTML}><body><svg xmlns="http://www.w3.org/2000/svg" '
        'xmlns:xlink="http://www.w3.org/1999/xlink"><image xlink:href="../img/c.png"/></svg>'
        "<p>The storm came after midnight.</p></body></html>"
    )
    document = book(package((*TEXTS, NAV_ITEM, COVER)), OEBPS__text__storm_xhtml=wrapped)
    assert [figure.src for figure in document.figures] == [
        "OEBPS/img/c.png",
        "OEBPS/img/a b.png",
        "OEBPS/img/c.png",
    ]
    assert [figure.decorative for figure in document.figures] == [False, False, True]


def test_a_protected_book_is_refused_and_one_with_obscured_fonts_is_read(
    book: Callable[..., Document],
) -> None:
    method = '<encryption><EncryptionMethod Algorithm="{}"/></encryption>'
    fonts = method.format("http://www.idpf.org/2008/embedding")
    lock = method.format("http://www.w3.org/2001/04/xmlenc#aes256-cbc")
    assert book(package(TEXTS), **{"META-INF__encryption_xml": fonts}).sections
    with pytest.raises(DocumentError, match=r"book\.epub: is protected"):
        book(package(TEXTS), **{"META-INF__encryption_xml": lock})


@pytest.mark.parametrize("opf", ["<package", "", "<x/>"])
def test_a_book_without_a_package_is_damaged_or_empty(
    book: Callable[..., Document], opf: str
) -> None:
    with pytest.raises(DocumentError, match=r"book\.epub: (?:is damaged|neither words)"):
        book(opf)


def test_what_is_missing_of_a_book_is_said(book: Callable[..., Document]) -> None:
    missing = '<item id="x" href="text/x.xhtml" media-type="application/xhtml+xml"/>'
    document = book(package((*TEXTS, missing), spine="lamp x"), OEBPS__text__lamp_xhtml=LAMP)
    assert "OEBPS/text/x.xhtml: not in the file" in document.warnings


def test_broken_xhtml_is_read_as_far_as_it_goes(book: Callable[..., Document]) -> None:
    broken = f"<html {XHTML}><body><p>The storm <z: came</p><9:b>after &nope; midnight.<p>It went."
    document = book(package(TEXTS), OEBPS__text__storm_xhtml=broken)
    assert "The storm" in document.sections[-1].text
