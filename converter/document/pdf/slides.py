"""Decks: each page a section with its title, and the page itself its picture."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

from converter.document.pdf.figures import Picture
from converter.document.pdf.flow import Placed
from converter.document.pdf.geometry import Box, area, beside, grown, share
from converter.document.pdf.headings import Heading
from converter.document.pdf.layout import Region
from converter.document.pdf.page import Page
from converter.document.pdf.text import Joiner, folded, word_count

FEW_WORDS = 130
"""Words on a slide, at the median; a landscape report has more."""
LARGE = 0.08
"""Share of the page a picture of its own must cover."""


def is_deck(pages: Sequence[Page]) -> bool:
    """Tell whether a document is a slide deck: landscape pages with few words."""
    words = [word_count(" ".join(line.text for line in page.lines)) for page in pages]
    landscape = sum(page.width > 1.2 * page.height for page in pages)
    return landscape > 0.8 * len(pages) and median(words) < FEW_WORDS


def last_steps(pages: Sequence[Sequence[Region]]) -> list[int]:
    """Return the indices of pages whose words the next page does not merely add to."""
    texts = [folded(" ".join(region.text for region in regions)) for regions in pages]
    return [
        index
        for index, text in enumerate(texts)
        if not (index + 1 < len(texts) and len(text) > 10 and texts[index + 1].startswith(text))
    ]


def slide_items(
    page: Page, regions: Sequence[Region], repeated: Sequence[Box], joiner: Joiner
) -> list[Placed]:
    """Return a slide as a heading, the slide as a picture, its text and its own pictures."""
    title = _title(page, regions)
    whole = Picture("figure", page.box, page.number, None, None, tuple(regions))
    items: list[Placed] = [whole]
    if title:
        items.insert(0, Heading(title, joiner.text(title.lines)))
    items += [region for region in regions if region is not title and region.lines]
    own = [photo.box for photo in page.photos if _is_own(photo.box, page, regions)]
    credits = _credits([box for box in own if box not in repeated], regions)
    items += [Picture("figure", box, page.number, credit) for box, credit in credits]
    return items


def _is_own(box: Box, page: Page, regions: Sequence[Region]) -> bool:
    """Tell a picture that is shown from one that decorates: it keeps clear of edges and words."""
    large = LARGE * area(page.box) < area(box) < 0.8 * area(page.box)
    clear = share(box, grown(page.box, -2)) > 0.999
    return large and clear and not any(share(r.box, box) > 0.5 for r in regions if r.lines)


def _title(page: Page, regions: Sequence[Region]) -> Region | None:
    """The largest words in the upper half; on a title slide anywhere."""
    able = [r for r in regions if r.lines and 0 < word_count(r.text) <= 20]
    upper = [r for r in able if r.box[1] < 0.45 * page.height] or able
    return max(upper, key=lambda r: (round(r.size), -r.box[1]), default=None)


def _credits(boxes: Sequence[Box], regions: Sequence[Region]) -> list[tuple[Box, Region | None]]:
    """Give each caption to the picture it is nearest to, below first."""
    pairs = sorted(
        (_distance(region.box, box), number, index)
        for number, region in enumerate(regions)
        if region.kind == "caption"
        for index, box in enumerate(boxes)
        if beside(region.box, box) > 0
    )
    given: dict[int, int] = {}
    for distance, number, index in pairs:
        if distance < 30 and index not in given and number not in given.values():
            given[index] = number
    return [
        (box, regions[given[index]] if index in given else None) for index, box in enumerate(boxes)
    ]


def _distance(caption: Box, box: Box) -> float:
    return min(abs(caption[1] - box[3]), abs(box[1] - caption[3]) + 8)
