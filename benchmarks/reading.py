"""Read a corpus with Docreel and with other extractors, and print their scores in one table.

    python -m benchmarks.reading [CORPUS]

CORPUS holds `web/NAME/page.html` with `expected.json`, `pdf/NAME.pdf` with
`NAME.expected.json`; without it, it is the corpus of the tests. Each reader runs in a
process of its own, so that its memory can be told. What is not installed is left out
and said so. The measures are those of `tests/quality/measures.py`.
"""

from __future__ import annotations

import re
import resource
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from multiprocessing import get_context
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.quality.measures import Outline, Sample, Score, samples

CORPUS = Path(__file__).parent.parent / "tests" / "quality" / "corpus"
ADDRESS = "https://example.org/page.html"
"""Given to readers that drop relative addresses when they do not know the page's own."""
HEADING = re.compile(r"(#{1,6})\s+(.+)")


@dataclass(frozen=True)
class Contender:
    """A reader: the module it needs, whether it reads PDFs, and how."""

    name: str
    module: str
    pdf: bool
    read: Callable[[Path], Outline]


def docreel(path: Path) -> Outline:
    """Read as `docreel read --as outline` does, without fetching pictures."""
    from converter.document import read, web
    from converter.document.outline import outline
    from converter.errors import SourceError
    from converter.source import fetch

    web.fetch_pictures = lambda addresses, **_: {  # type: ignore[assignment]
        address: SourceError("not fetched") for address in addresses
    }
    with TemporaryDirectory() as assets:
        return outline(read(fetch(path), assets=Path(assets))).model_dump(mode="json")


def trafilatura(path: Path) -> Outline:
    """Extract with trafilatura alone, formatting and pictures kept."""
    import trafilatura as library
    from lxml import etree

    found = library.extract(
        path.read_bytes(),
        url=ADDRESS,
        output_format="xml",
        include_images=True,
        include_formatting=True,
        include_comments=False,
    )
    sections = [_section()]
    for element in etree.fromstring(found or "<doc/>").iter("head", "p", "item", "cell", "graphic"):
        text = " ".join("".join(element.itertext()).split())
        if element.tag == "head":
            sections.append(_section(text, int((element.get("rend") or "h1")[1:] or 1)))
        elif element.tag == "graphic":
            sections[-1]["images"].append({"src": element.get("src"), "alt": element.get("alt")})
        else:
            sections[-1]["text"] += text + "\n"
    return {"sections": sections}


def readability(path: Path) -> Outline:
    """Extract with readability-lxml."""
    from lxml import html
    from readability import Document

    root = html.fromstring(Document(path.read_bytes().decode("utf-8", "replace")).summary())
    sections = [_section()]
    for element in root.iter("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "pre", "td", "img"):
        text = " ".join(element.text_content().split())
        if element.tag[0] == "h":
            sections.append(_section(text, int(element.tag[1])))
        elif element.tag == "img":
            sections[-1]["images"].append({"src": element.get("src"), "alt": element.get("alt")})
        else:
            sections[-1]["text"] += text + "\n"
    return {"sections": sections}


def pymupdf4llm(path: Path) -> Outline:
    """Convert to Markdown with pymupdf4llm and its layout model; pictures are counted."""
    import pymupdf4llm as library

    sections = [_section()]
    with TemporaryDirectory() as folder:
        text = library.to_markdown(
            str(path), show_progress=False, use_ocr=False, write_images=True, image_path=folder
        )
    for line in text.splitlines():
        if found := HEADING.match(line):
            sections.append(_section(re.sub(r"[*_`]", "", found[2]), len(found[1])))
        elif line.startswith("!["):
            sections[-1]["images"].append({"src": line})
        else:
            sections[-1]["text"] += re.sub(r"[*_`|]", "", line) + "\n"
    return {"sections": sections}


def pymupdf(path: Path) -> Outline:
    """Take the text as the file has it; a line in larger type is a heading."""
    import pymupdf as library

    pages = [page.get_text("dict")["blocks"] for page in library.open(path)]
    blocks = [block for page in pages for block in page]
    lines = [line for block in blocks for line in block.get("lines", ()) if line["spans"]]
    sizes = sorted(line["spans"][0]["size"] for line in lines)
    body = sizes[len(sizes) // 2] if sizes else 0.0
    sections = [_section()]
    for line in lines:
        text = "".join(span["text"] for span in line["spans"]).strip()
        if line["spans"][0]["size"] > 1.12 * body and text:
            sections.append(_section(text, 1))
        else:
            sections[-1]["text"] += text + "\n"
    sections[0]["images"] = [{"src": str(i)} for i, b in enumerate(blocks) if b["type"] == 1]
    return {"sections": sections}


def _section(heading: str | None = None, level: int = 0) -> Outline:
    return {"heading": heading, "level": level, "text": "", "images": []}


CONTENDERS = (
    Contender("docreel", "converter", False, docreel),
    Contender("trafilatura", "trafilatura", False, trafilatura),
    Contender("readability-lxml", "readability", False, readability),
    Contender("docreel", "converter", True, docreel),
    Contender("pymupdf4llm", "pymupdf4llm", True, pymupdf4llm),
    Contender("PyMuPDF, by size", "pymupdf", True, pymupdf),
)


def measured(contender: Contender, corpus: Path) -> dict[str, float]:
    """Read all documents of one kind; measures, pages a second and peak memory in MB."""
    score, pages, spent, failed = Score(), 0, 0.0, 0
    for sample in samples(corpus):
        if sample.is_pdf == contender.pdf:
            begun = time.perf_counter()
            outline = _read(contender, sample)
            spent += time.perf_counter() - begun
            failed += outline is None
            pages += _pages(sample)
            score.add(sample, outline or {"sections": []})
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    figures = score.figures()
    return figures | {"pages/s": pages / spent, "MB": memory, "failed": failed}


def _read(contender: Contender, sample: Sample) -> Outline | None:
    try:
        return contender.read(sample.path)
    except Exception as error:
        print(f"{contender.name}: {sample.name}: {error}", file=sys.stderr)
        return None


def _pages(sample: Sample) -> int:
    if not sample.is_pdf:
        return 1
    import pymupdf as library

    return int(library.open(sample.path).page_count)


def main() -> None:
    """Print a table for pages and one for PDFs."""
    corpus = Path(sys.argv[1]) if len(sys.argv) > 1 else CORPUS
    for pdf in (False, True):
        _print("PDFs" if pdf else "Webpages", list(_rows(corpus, pdf)))


def _rows(corpus: Path, pdf: bool) -> Iterator[tuple[str, dict[str, float]]]:
    for contender in CONTENDERS:
        if contender.pdf != pdf:
            continue
        if find_spec(contender.module) is None:
            print(f"{contender.name} is not installed: pip install 'docreel[dev]'", file=sys.stderr)
            continue
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
            yield contender.name, pool.submit(measured, contender, corpus).result()


def _print(kind: str, rows: list[tuple[str, dict[str, float]]]) -> None:
    names = list(rows[0][1]) if rows else []
    print(f"\n| {kind} | {' | '.join(names)} |\n|---{'|---:' * len(names)}|")
    for name, figures in rows:
        cells = (_cell(measure, figures.get(measure)) for measure in names)
        print(f"| {name} | {' | '.join(cells)} |")


def _cell(measure: str, value: float | None) -> str:
    if value is None:
        return ""
    places = {"MB": 0, "failed": 0, "pages/s": 1}.get(measure, 3)
    return f"{value:.{places}f}"


if __name__ == "__main__":
    main()
