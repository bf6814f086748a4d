"""Golden narrations: what is said of five documents in two minutes; `just golden`.

NAME.json is the Document as it was read, without pictures, so that the tests need not
read it again; NAME.md what is made of it. Read the diff of the latter aloud.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from converter.document import read
from converter.document.model import Document
from converter.script import narrate
from converter.script.model import Script
from converter.source import fetch

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent / "narrations"
SECONDS = 120
CORPUS = ROOT / "tests" / "quality" / "corpus"
DOCUMENTS = {
    "paper-groundwater": CORPUS / "pdf" / "jose-groundwater.pdf",
    "paper-tides": ROOT / "samples" / "tides" / "paper.pdf",
    "report-hpc-security": CORPUS / "pdf" / "nist-sp800-223.pdf",
    "blog-wasm": CORPUS / "web" / "v8-blog" / "page.html",
    "page-rivers-zh": HERE / "rivers-zh.html",
}
"""Their licences stand in `tests/quality/corpus/README.md`; tides and rivers are ours."""


def known(name: str) -> Document:
    """Return a document as it was read."""
    return Document.model_validate_json((HERE / f"{name}.json").read_text(encoding="utf-8"))


def narration(name: str) -> str:
    """Return what is said of a document, as Markdown."""
    return "\n".join(_lines(narrate(known(name), seconds=SECONDS))) + "\n"


def _lines(script: Script) -> Iterator[str]:
    section = None
    for shot in script.shots:
        if shot.section != section:
            section = shot.section
            yield f"\n## {section}\n"
        for sentence in shot.sentences:
            yield f"{'' if section else '# '}{sentence.spoken}"


def main() -> None:
    """Read the documents and write what is said of them anew."""
    for name, path in DOCUMENTS.items():
        with TemporaryDirectory() as assets:
            document = read(fetch(path), assets=Path(assets))
        plain = document.model_copy(update={"source": path.name, "figures": (), "notes": ()})
        text = plain.model_dump_json(exclude_defaults=True)
        (HERE / f"{name}.json").write_text(text + "\n", encoding="utf-8")
        (HERE / f"{name}.md").write_text(narration(name), encoding="utf-8")


if __name__ == "__main__":
    main()
