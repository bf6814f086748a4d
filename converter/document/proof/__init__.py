"""Proof: one self-contained page that shows a source with what was read of it outlined.

Every heading, block and note is numbered in reading order and coloured by its kind, on
the page it came from and in a list beside it. A person sees in a minute what was read
wrongly, in the wrong order, or not at all.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING

from converter.document.model import Block, Document, Span
from converter.document.proof.mark import COLOURS, Mark
from converter.errors import DocumentError

if TYPE_CHECKING:
    from converter.source import Source

_SHORTENED = 400
"""Characters shown of one piece; enough to see where it begins and what it is."""


def write_proof(
    document: Document, source: Source, output: Path, *, password: str | None = None
) -> None:
    """Write the proof page of a Document that was read from a source.

    PDFs are shown page by page, webpages as they are without scripts, network or styles
    from elsewhere; of other kinds there is the list alone. Raises DocumentError when the
    page cannot be written.
    """
    marks = list(numbered(document))
    page = _PAGE.substitute(
        title=escape(document.title),
        source=escape(document.source),
        legend=_legend(marks),
        warnings=_warnings(document.warnings),
        body=_body(document, source, marks, password),
    )
    try:
        output.write_text(page, encoding="utf-8")
    except OSError as error:
        raise DocumentError(f"{output}: cannot be written: {error.strerror}") from error


def numbered(document: Document) -> Iterator[Mark]:
    """Yield everything that was read, numbered from 1 in reading order, notes last."""
    for number, (kind, text, span) in enumerate(_read(document), 1):
        yield Mark(number, kind, text, span)


def _read(document: Document) -> Iterator[tuple[str, str, Span]]:
    for section in document.sections:
        if section.heading is not None:
            yield "heading", f"{'#' * section.level} {section.heading}", section.span
        for block in section.blocks:
            yield block.kind, _words(document, block), block.span
    for note in document.notes:
        yield note.kind, note.text, note.span


def _words(document: Document, block: Block) -> str:
    if block.figure is None:
        return block.text
    figure = document.figure(block.figure)
    told = [figure.label, figure.caption or figure.alt, "decorative" if figure.decorative else ""]
    return block.text or " · ".join(part for part in told if part)


def _body(document: Document, source: Source, marks: Sequence[Mark], password: str | None) -> str:
    if document.media_type == "application/pdf":
        return _of_pages(source, marks, password)
    if document.media_type == "text/html":
        from converter.document.web.exhibit import exhibit

        shown = exhibit(document, source, marks)
        frame = f'<iframe sandbox="allow-same-origin" srcdoc="{escape(shown)}"></iframe>'
        return f"<section class=web>{frame}{_list(marks)}</section>"
    return f"<section>{_list(marks)}</section>"


def _of_pages(source: Source, marks: Sequence[Mark], password: str | None) -> str:
    from converter.document.pdf.plates import plates

    found: dict[int | None, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[mark.span.page].append(mark)
    return "".join(
        f"<section><figure><h2>Page {plate.number}</h2>"
        f'<svg viewBox="0 0 {plate.width:g} {plate.height:g}">'
        f'<image href="{plate.picture}" width="{plate.width:g}" height="{plate.height:g}"/>'
        f"{''.join(map(_box, found[plate.number]))}</svg></figure>"
        f"{_list(found[plate.number])}</section>\n"
        for plate in plates(source, password)
    )


def _box(mark: Mark) -> str:
    if mark.span.box is None:
        return ""
    x0, y0, x1, y1 = mark.span.box
    return (
        f'<g class="{mark.kind}" id="m{mark.number}">'
        f'<rect x="{x0:g}" y="{y0:g}" width="{x1 - x0:g}" height="{y1 - y0:g}"/>'
        f'<text x="{x0:g}" y="{y0:g}">{mark.number}</text></g>'
    )


def _list(marks: Sequence[Mark]) -> str:
    return f"<ol>{''.join(map(_item, marks))}</ol>"


def _item(mark: Mark) -> str:
    text = mark.text if len(mark.text) <= _SHORTENED else mark.text[: _SHORTENED - 1] + "…"
    place = escape(mark.span.element or "")
    return (
        f'<li value="{mark.number}" class="{mark.kind}" data-mark="{mark.number}" title="{place}">'
        f"<b>{mark.kind}</b> {escape(text)}"
    )


def _legend(marks: Sequence[Mark]) -> str:
    counted = Counter(mark.kind for mark in marks)
    return " ".join(
        f'<span class="{kind}"><i></i>{counted[kind]} {kind}</span>'
        for kind in COLOURS
        if counted[kind]
    )


def _warnings(warnings: Sequence[str]) -> str:
    lines = "".join(f"<p>{escape(line)}" for line in warnings)
    return f"<details><summary>{len(warnings)} warnings</summary>{lines}</details>" if lines else ""


_KINDS = "\n".join(f"  .{kind} {{ --kind: {colour}; }}" for kind, colour in COLOURS.items())

_PAGE = Template(
    """<!DOCTYPE html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>$title: proof</title>
<style>
  body { font: 14px/1.45 system-ui, sans-serif; margin: 0 2rem 4rem; color: #222; }
  header { position: sticky; top: 0; background: #fffe; padding: .6rem 0; z-index: 1; }
  h1 { font-size: 1.2rem; margin: 0; }
  h2 { font-size: .8rem; font-weight: normal; color: #777; margin: 0; }
  header span { margin-right: 1rem; white-space: nowrap; }
  header i { display: inline-block; width: .8em; height: .8em; margin-right: .3em; }
  header i { background: var(--kind); }
  section { display: grid; grid-template-columns: minmax(0, 3fr) minmax(0, 2fr); gap: 2rem; }
  section { align-items: start; margin-bottom: 2rem; }
  figure { margin: 0; position: sticky; top: 4.5rem; }
  svg, iframe { width: 100%; border: 1px solid #ccc; }
  svg { max-height: calc(100vh - 7rem); background: #eee; }
  iframe { height: calc(100vh - 6rem); position: sticky; top: 4.5rem; }
  rect { fill: var(--kind); fill-opacity: .08; stroke: var(--kind); stroke-width: 1; }
  text { font: bold 9px system-ui; fill: #fff; stroke: var(--kind); stroke-width: 5; }
  text { paint-order: stroke; stroke-linejoin: round; }
  ol { margin: 1.2rem 0 0; padding-left: 2.5rem; }
  li { border-left: 4px solid var(--kind); padding: .1rem .5rem; margin: .25rem 0; }
  li { white-space: pre-line; overflow-wrap: anywhere; cursor: pointer; }
  li::marker { color: #777; }
  li b { color: var(--kind); font-weight: 600; font-size: .85em; }
  li:hover, g.seen rect { background: #0001; fill-opacity: .35; }
  details { color: #a33; }
  details p { margin: .2rem 0; }
"""
    + _KINDS
    + """
</style>
<header><h1>$title</h1><h2>$source</h2>$legend$warnings</header>
<main>$body</main>
<script>
  const page = document.querySelector("iframe");
  const show = (number) => {
    const there = page && page.contentDocument.querySelector(`[data-docreel~="$${number}"]`);
    if (there) there.scrollIntoView({block: "center"});
  };
  if (page) page.onload = () => show(1);
  for (const item of document.querySelectorAll("li")) {
    const number = item.dataset.mark, box = document.getElementById("m" + number);
    item.onmouseenter = () => box && box.classList.add("seen");
    item.onmouseleave = () => box && box.classList.remove("seen");
    item.onclick = () => show(number);
  }
</script>
</html>
"""
)
