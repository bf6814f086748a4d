"""The walk through a PDF: pages, furniture, regions, pictures, headings, sections."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from converter.document.excerpt import Pages, is_among
from converter.document.language import language_of
from converter.document.model import Block, Document, Figure, Span
from converter.document.pdf import ocr
from converter.document.pdf.crop import Cropped, crop
from converter.document.pdf.figures import Picture, Scene, find_pictures, is_inside, usual_side
from converter.document.pdf.flow import Placed, Writer, rounded, without_contents
from converter.document.pdf.front import Front, read_front
from converter.document.pdf.furniture import repeated, without_furniture
from converter.document.pdf.geometry import Box, area, centre, grown, holds, share
from converter.document.pdf.headings import Heading, outline, with_headings
from converter.document.pdf.ink import Patch, patches
from converter.document.pdf.layout import Region, is_prose, ordered, regions
from converter.document.pdf.opening import Pdf, file_name, open_pdf, sound_pages
from converter.document.pdf.page import Line, Page, body_style, plate, read_page
from converter.document.pdf.slides import is_deck, last_steps, slide_items
from converter.document.pdf.tables import read_table
from converter.document.pdf.text import Joiner, is_rtl
from converter.errors import DocumentError

if TYPE_CHECKING:
    from converter.source import Source

MODELLED_PAGES = 100
"""Pages the layout model looks at, 0.2 s each; later ones are read by rules alone."""
NEIGHBOURS = 10
"""Pages around those asked for by which running heads and feet are known."""
LOGO = 0.2
"""Share of the page up to which a picture before all text is a logo."""
MARGIN = 4.0
"""Points around a figure that are rendered with it, before its margin is trimmed."""


def read_pdf(
    source: Source,
    *,
    assets: Path,
    password: str | None = None,
    picture_size: tuple[int, int] = (1920, 1080),
    pages: Pages = (),
) -> Document:
    """Read a PDF into a Document; its figures become PNG files in `assets`.

    A figure fills `picture_size` (pixels, width by height) in one direction, rasters
    at most twice their own pixels. With `pages` only those are read, and the first for
    its title. Raises DocumentError, in one line, for a file that is encrypted, damaged,
    empty, or has no text layer at all.
    """
    with open_pdf(source, password) as pdf:
        return _Reading(source, pdf, assets, picture_size, pages).document()


@dataclass
class _Reading:
    """One PDF while it is read."""

    source: Source
    pdf: Pdf
    assets: Path
    size: tuple[int, int]
    wanted: Pages = ()
    figures: list[Figure] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    printed: dict[int, tuple[Line, ...]] = field(default_factory=dict)
    """All lines of the pages by number, running heads among them."""
    begun: bool = False
    """Whether words were written; a small picture before them is a logo."""

    def document(self) -> Document:
        """Walk the whole file."""
        self.name = file_name(self.source)
        sound, broken = sound_pages(self.pdf)
        if broken:
            self.warnings.append(f"page(s) {_ranges(broken)} are damaged and left out")
        raw = self._with_words([read_page(page) for page in sound if self._near(page.number + 1)])
        self.style = body_style(raw)
        self.printed = {page.number: page.lines for page in raw}
        cleared, furniture = without_furniture(raw, self.style)
        pages = [p for p in cleared if p is cleared[0] or self._is_wanted(p.number)]
        self._check_text(raw)
        self.pages = {page.number: page for page in pages}
        self.joiner = Joiner(line for page in pages for line in page.lines)
        divided = [self._regions(page) for page in pages]
        found = without_contents(divided)
        self.contents = {
            page.number
            for page, before, after in zip(pages, divided, found, strict=True)
            if len(after) < len(before) and not any(is_prose(r, self.style) for r in after)
        }
        front = read_front(self.pdf, found, pages, furniture, self.style, name=self.name)
        items = self._deck(pages, found) if is_deck(pages) else self._text(pages, found, front)
        return self._written([item for item in items if self._is_wanted(_page(item))], front)

    def _is_wanted(self, number: int) -> bool:
        return not self.wanted or is_among(number, self.wanted)

    def _near(self, number: int) -> bool:
        """Tell whether a page is worth a look.

        The first has the title, and neighbours tell what stands on every page.
        """
        around = range(number - NEIGHBOURS, number + NEIGHBOURS + 1)
        return number == 1 or any(self._is_wanted(each) for each in around)

    def _with_words(self, raw: Sequence[Page]) -> list[Page]:
        """Return the pages, those that are only pictures with their words recognised."""
        scans = {page.number for page in raw if plate(page)} if ocr.available() else set()
        known = {number for number in scans if ocr.add_words(self.pdf[number - 1])}
        if known:
            self.warnings.append(f"text of page(s) {_ranges(sorted(known))} was recognised (OCR)")
        return [
            replace(read_page(self.pdf[page.number - 1]), scanned=True)
            if page.number in known
            else page
            for page in raw
        ]

    def _check_text(self, raw: Sequence[Page]) -> None:
        """Refuse a file without text; name the pages of another that have none."""
        letters = sum(char.isalnum() for page in raw for line in page.lines for char in line.text)
        scans = [page.number for page in raw if plate(page)]
        if letters == 0 or (scans and letters < 3 * len(scans)):
            what = "are pictures" if scans else "are empty"
            advice = "" if ocr.available() else "; docreel[ocr] recognises the text of scans"
            raise DocumentError(
                f"{self.name}: has no text layer, its {len(raw)} page(s) {what}{advice}"
            )
        if scans:
            self.warnings.append(f"no text layer on page(s) {_ranges(scans)}: words not read")

    def _regions(self, page: Page) -> list[Region]:
        modelled = page.number <= MODELLED_PAGES
        if page.number == MODELLED_PAGES + 1:
            self.warnings.append(
                f"pages from {page.number} on were divided by rules, without the layout model"
            )
        return regions(self.pdf[page.number - 1], page, self.style, model=modelled)

    def _deck(self, pages: Sequence[Page], found: Sequence[list[Region]]) -> list[Placed]:
        recurring = repeated([[photo.box for photo in page.photos] for page in pages])
        fixed = [photo.box for page in pages for photo in page.photos if recurring(photo.box)]
        return [
            item
            for index in last_steps(found)
            for item in slide_items(pages[index], found[index], fixed, self.joiner)
        ]

    def _text(
        self, pages: Sequence[Page], found: Sequence[list[Region]], front: Front
    ) -> list[Placed]:
        scenes = self._scenes(pages, [[r for r in f if r not in front.used] for f in found])
        side = usual_side(scenes)
        flow: list[Region] = []
        pictures: dict[tuple[int, Box], Picture] = {}
        for scene in scenes:
            drawn = find_pictures(scene, side)
            pictures.update({(picture.page, picture.box): picture for picture in drawn})
            flow += _flowing(scene, drawn)
        items = with_headings(flow, outline(self.pdf), self.style, self.joiner)
        return [
            pictures.get((item.page, item.box), item)
            if isinstance(item, Region) and item.kind == "picture"
            else item
            for item in items
        ]

    def _scenes(self, pages: Sequence[Page], found: Sequence[list[Region]]) -> list[Scene]:
        ink = [self._ink(page) for page in pages]
        recurring = repeated([[patch.box for patch in drawn] for drawn in ink])
        return [
            Scene(page, regions, [p for p in drawn if not recurring(p.box)], self.style)
            for page, regions, drawn in zip(pages, found, ink, strict=True)
        ]

    def _ink(self, page: Page) -> list[Patch]:
        if page.number in self.contents:
            return []
        return patches(self.pdf[page.number - 1], self.printed[page.number])

    def _written(self, items: Sequence[Placed], front: Front) -> Document:
        writer = Writer(self.joiner, self._described)
        for item in items:
            writer.write(item)
            self.begun = self.begun or not isinstance(item, Picture)
        writer.close()
        text = "\n".join(section.text for section in writer.sections)
        if not text.strip() and not self.figures and not any(s.heading for s in writer.sections):
            where = f"on those of its {self.pdf.page_count} pages" if self.wanted else "in it"
            raise DocumentError(f"{self.name}: no text that can be read {where}")
        return Document(
            source=self.source.label,
            media_type="application/pdf",
            title=front.title,
            authors=front.authors,
            date=front.date,
            language=language_of(text or front.title, self._declared()),
            site=front.site,
            sections=tuple(writer.sections),
            figures=tuple(self.figures),
            notes=tuple(writer.notes),
            warnings=tuple(self.warnings),
        )

    def _declared(self) -> str:
        kind, value = self.pdf.xref_get_key(self.pdf.pdf_catalog(), "Lang")
        return str(value).strip().replace("_", "-") if kind == "string" else ""

    def _described(self, picture: Picture) -> Block:
        """Crop a picture, describe it as a Figure and return its block."""
        page = self.pages[picture.page]
        span = Span(page=page.number, box=rounded(picture.box))
        cropped = self._cropped(picture, page)
        number = len(self.figures) + 1
        logo = not (self.begun or picture.caption) and area(picture.box) < LOGO * area(page.box)
        figure = _figure(picture, cropped, f"figure-{number}", span, self.joiner)
        if logo:
            figure = figure.model_copy(update={"decorative": True})
        if self._is_whole(picture):
            figure = figure.model_copy(update={"kind": "slide"})
        self.figures.append(figure)
        rows: tuple[tuple[str, ...], ...] = ()
        if picture.kind == "table":
            rows = read_table(self.pdf[page.number - 1], page, picture.box, self.joiner)
        text = "\n".join("\t".join(row) for row in rows) or self._letters(picture)
        return Block(kind=picture.kind, text=text, rows=rows, figure=figure.id, span=span)

    def _is_whole(self, picture: Picture) -> bool:
        return area(picture.box) > 0.98 * area(self.pages[picture.page].box)

    def _letters(self, picture: Picture) -> str:
        """The plain text of a table or formula; a figure's letters are not read out."""
        if picture.kind == "figure":
            return ""
        page = self.pages[picture.page]
        inside = [line for line in page.lines if share(line.box, picture.box) > 0.6]
        return self.joiner.text(inside)

    def _cropped(self, picture: Picture, page: Page) -> Cropped | None:
        whole = self._is_whole(picture)
        exact = whole or any(photo.box == picture.box for photo in page.photos)
        box = picture.box if exact else grown(picture.box, MARGIN)
        hidden = [
            line.box
            for line in page.lines
            if picture.kind != "formula"
            and share(line.box, box) > 0
            and not holds(picture.box, centre(line.box))
        ]
        return crop(
            self.pdf[page.number - 1],
            page,
            box,
            hidden=hidden,
            assets=self.assets,
            size=self.size,
            trim=not whole,
        )


def _flowing(scene: Scene, drawn: Sequence[Picture]) -> list[Region]:
    """The regions of a page in reading order, each picture one region without lines."""
    captions = [picture.caption for picture in drawn]
    rest = [
        region
        for region in scene.regions
        if region.lines
        and region not in captions
        and not any(is_inside(region, picture) for picture in drawn)
    ]
    placed = [Region("picture", picture.box, (), picture.page) for picture in drawn]
    rtl = is_rtl("".join(region.text for region in rest))
    return ordered([*rest, *placed], rtl=rtl)


def _page(item: Placed) -> int:
    return item.region.page if isinstance(item, Heading) else item.page


def _figure(
    picture: Picture, cropped: Cropped | None, name: str, span: Span, joiner: Joiner
) -> Figure:
    caption = joiner.text(picture.caption.lines) if picture.caption else ""
    kind = "photo" if cropped and cropped.photo else "diagram"
    return Figure.model_validate(
        {
            "id": name,
            "kind": kind if picture.kind == "figure" else picture.kind,
            "image": str(cropped.path) if cropped else None,
            "width": cropped.width if cropped else 0,
            "height": cropped.height if cropped else 0,
            "label": picture.label,
            "caption": caption,
            "decorative": cropped is None,
            "span": span,
        }
    )


def _ranges(numbers: Iterable[int]) -> str:
    """Write page numbers shortly: 3-5, 9."""
    parts: list[list[int]] = []
    for number in numbers:
        if parts and number == parts[-1][-1] + 1:
            parts[-1] = [parts[-1][0], number]
        else:
            parts.append([number])
    return ", ".join("-".join(map(str, part)) for part in parts)
