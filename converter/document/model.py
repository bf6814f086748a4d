"""Document: what a reader found in a Source, and where each piece stood.

A Document is plain data, JSON in and out. It is flat on purpose: sections in
reading order, each with a heading level, each holding blocks in reading order.
A figure stands in the flow as a block of kind `figure` and is described once in
`Document.figures`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, PlainSerializer, ValidationInfo
from pydantic_core.core_schema import SerializationInfo


def _resolve(value: str, info: ValidationInfo) -> str:
    base = (info.context or {}).get("base")
    return str(Path(base, value)) if base and not Path(value).is_absolute() else value


def _relate(value: str, info: SerializationInfo) -> str:
    base = (info.context or {}).get("base")
    if base and Path(value).is_relative_to(base):
        return Path(value).relative_to(base).as_posix()
    return value


Asset = Annotated[str, AfterValidator(_resolve), PlainSerializer(_relate)]
"""Path of a picture file.

Pass `context={"base": DIRECTORY}` to `model_validate_json` and `model_dump_json`
and the JSON carries paths relative to that directory, so a folder can be moved.
"""


class Model(BaseModel):
    """Immutable data that refuses fields it does not know."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Span(Model):
    """Where something stood in its source.

    In a PDF or a deck: `page` (1-based) and `box` (x0, y0, x1, y1 in points, origin top
    left). In a webpage: `element` (a CSS path from the root); in a book, after the name
    of the file in it. In text and Markdown, `element` gives the lines (`L12-L14`), in a
    DOCX the part and the paragraph or table (`document.xml p[12]`). `start` and `end` count
    characters in the text of the block (half-open), for sentences and words. `source`
    tells several sources of one Document apart, and is empty when there is but one.
    """

    source: str = ""
    page: int | None = None
    box: tuple[float, float, float, float] | None = None
    element: str | None = None
    start: int | None = None
    end: int | None = None


BlockKind = Literal[
    "paragraph",
    "list",
    "quote",
    "table",
    "code",
    "formula",
    "figure",
    "talk",
    "footnote",
    "reference",
]


class Block(Model):
    """One piece of a section, in reading order.

    `text` is always the plain text, whatever the kind: list items one a line,
    table rows one a line with cells separated by tabs. `items` and `rows` carry the
    same words with their structure. Footnotes and references are kept, but apart:
    they stand in `Document.notes` and are never narrated. A `talk` is what a speaker
    noted to say to a slide: it is narrated instead of the words on the slide.
    """

    kind: BlockKind = "paragraph"
    text: str = ""
    items: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    figure: str | None = None
    """For kind `figure` (and tables or formulas that were cropped): a `Figure.id`."""
    span: Span = Span()


class Section(Model):
    """A heading and what stands under it until the next heading of any level.

    `level` is 1 for the document's main divisions (the title is no section), and 0
    with `heading` None for what stands before the first heading.
    """

    heading: str | None = None
    level: int = 0
    blocks: tuple[Block, ...] = ()
    span: Span = Span()

    @property
    def text(self) -> str:
        """The words of all blocks, one block a line."""
        return "\n".join(block.text for block in self.blocks if block.text)


FigureKind = Literal["photo", "diagram", "table", "formula", "slide"]


class Figure(Model):
    """A picture of the document: photograph, diagram, table or formula, or a whole slide.

    `image` is the picture file, or None when it could not be had (then `src` still
    names it and `Document.warnings` says why). `width` and `height` are its pixels.
    """

    id: str
    kind: FigureKind = "diagram"
    image: Asset | None = None
    width: int = 0
    height: int = 0
    src: str = ""
    label: str | None = None
    """How the text names it: "Figure 3", "Table 1", "Abb. 2"."""
    caption: str = ""
    alt: str = ""
    decorative: bool = False
    """Icons, logos, avatars, spacers, near-duplicates: never shown."""
    span: Span = Span()


class Document(Model):
    """Everything later stages know of a source."""

    source: str
    """Address or file name, as shown to people."""
    media_type: str
    title: str
    authors: tuple[str, ...] = ()
    date: str | None = None
    """ISO 8601, as far as known: `2024`, `2024-05` or `2024-05-17`."""
    language: str = "en"
    """BCP 47, lower-case primary subtag first: `en`, `de`, `zh`, `ar`."""
    site: str | None = None
    """Journal, site or publisher."""
    sections: tuple[Section, ...] = ()
    figures: tuple[Figure, ...] = ()
    notes: tuple[Block, ...] = ()
    warnings: tuple[str, ...] = ()

    def figure(self, id: str) -> Figure:
        """Return the figure with that id; KeyError when there is none."""
        for figure in self.figures:
            if figure.id == id:
                return figure
        raise KeyError(id)
