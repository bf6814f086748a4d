from __future__ import annotations

import re
from pathlib import Path

import pytest
from lxml.html import fromstring
from PIL import Image

from converter.document import read
from converter.document.model import Document
from converter.document.proof import numbered, write_proof
from converter.errors import DocumentError
from converter.source import Source, fetch

PAGE = """<!DOCTYPE html><title>Owls</title><link rel=stylesheet href=https://x.example/a.css>
<script>alert(1)</script><nav><a href=/>Home</a></nav>
<article><h1>Owls</h1><p>Owls hunt by night and hear every mouse below the deepest snow.</p>
<h2 id=food>Food</h2><p>They eat voles, shrews and the odd frog, and swallow them whole.</p>
<figure><img src=owl.png alt="An owl"><figcaption>An owl on a bough</figcaption></figure>
<p>What they cannot digest they bring up again as a neat grey pellet of fur and bones.</p>
</article></html>"""


@pytest.fixture
def page(tmp_path: Path) -> Source:
    Image.linear_gradient("L").resize((640, 400)).save(tmp_path / "owl.png")
    (tmp_path / "owls.html").write_text(PAGE)
    return fetch(tmp_path / "owls.html")


def proof(source: Source, tmp_path: Path) -> tuple[Document, str]:
    document = read(source, assets=tmp_path / "assets")
    write_proof(document, source, tmp_path / "proof.html")
    return document, (tmp_path / "proof.html").read_text()


def test_everything_read_is_listed_in_order(page: Source, tmp_path: Path) -> None:
    document, html = proof(page, tmp_path)
    listed = fromstring(html).xpath("//li")
    marks = list(numbered(document))
    assert [int(item.get("value")) for item in listed] == [mark.number for mark in marks]
    assert [item.xpath("string(b)") for item in listed] == [mark.kind for mark in marks]
    assert {"heading", "paragraph", "figure"} <= {mark.kind for mark in marks}


def test_every_mark_of_a_page_is_found_on_it(page: Source, tmp_path: Path) -> None:
    document, html = proof(page, tmp_path)
    shown = fromstring(fromstring(html).xpath("//iframe/@srcdoc")[0])
    numbers = " ".join(shown.xpath("//@data-docreel")).split()
    assert sorted(map(int, numbers)) == [mark.number for mark in numbered(document)]
    heading = next(mark for mark in numbered(document) if mark.kind == "heading")
    (element,) = shown.xpath(f"//*[@data-docreel='{heading.number}']")
    assert (element.tag, element.text_content()) == ("h2", "Food")
    assert not shown.xpath("//nav//@data-docreel")


def test_the_page_shown_runs_nothing_and_fetches_nothing(page: Source, tmp_path: Path) -> None:
    _, html = proof(page, tmp_path)
    srcdoc = fromstring(html).xpath("//iframe/@srcdoc")[0]
    assert "alert(1)" not in srcdoc
    assert "default-src 'none'" in srcdoc
    assert fromstring(srcdoc).xpath("//img/@src")[0].startswith("data:image/png;base64,")
    assert "allow-scripts" not in fromstring(html).xpath("//iframe/@sandbox")[0]


def test_every_mark_of_a_pdf_is_a_box_inside_its_page(samples: Path, tmp_path: Path) -> None:
    document, html = proof(fetch(samples / "tides/paper.pdf"), tmp_path)
    boxes = re.findall(r'<g class="(\w+)" id="m(\d+)"><rect x="(\S+)" y="(\S+)"', html)
    assert [int(number) for _, number, _, _ in boxes] == [m.number for m in numbered(document)]
    assert all(float(x) >= 0 and float(y) >= 0 for _, _, x, y in boxes)
    pages = {section.span.page for section in document.sections if section.span.page}
    assert html.count("<svg") >= max(pages)


def test_text_of_the_document_cannot_break_out_of_the_proof(tmp_path: Path) -> None:
    (tmp_path / "x.html").write_text(
        "<title>&lt;script&gt;1</title><article><p>"
        + "One &lt;/iframe&gt;&lt;script&gt;alert(2)&lt;/script&gt; two three four five. " * 9
        + "</article>"
    )
    _, html = proof(fetch(tmp_path / "x.html"), tmp_path)
    assert "<script>alert(2)" not in html
    assert html.count("<script>") == 1


def test_a_proof_that_cannot_be_written_says_so(page: Source, tmp_path: Path) -> None:
    document = read(page, assets=tmp_path / "assets")
    with pytest.raises(DocumentError, match="cannot be written"):
        write_proof(document, page, tmp_path / "no" / "proof.html")
