"""Pictures grouped whole and bound to their captions.

Captions first: each one claims the patches of ink it can see, above it or below
as most captions of the document do, up to the next running text. What no caption
claims is grouped by nearness. Letters beside a group (axis numbers, legends, marks
of sub-figures) belong to it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from converter.document.pdf.captions import caption_label
from converter.document.pdf.geometry import (
    Box,
    area,
    beside,
    centre,
    grown,
    height,
    holds,
    intersection,
    level,
    share,
    touches,
    union,
    width,
)  # fmt: skip
from converter.document.pdf.ink import Patch
from converter.document.pdf.layout import Region, is_prose
from converter.document.pdf.page import BodyStyle, Page, plate
from converter.document.pdf.text import word_count

Side = Literal["above", "below"]

NEAR = 64.0
"""Points within which a caption, or a part of a figure, looks for the next part."""
CLOSE = 12.0
"""Points within which patches without a caption make one picture, and letters join it."""
SMALLEST = 0.009
"""Share of the page a picture without caption must cover; less is an icon."""


@dataclass(frozen=True, slots=True)
class Picture:
    """A figure found on a page. `caption` is a region of that page, or None."""

    kind: Literal["figure", "table", "formula"]
    box: Box
    page: int
    caption: Region | None = None
    label: str | None = None
    text: tuple[Region, ...] = ()
    """The regions of letters inside."""


@dataclass(frozen=True, slots=True)
class Part:
    """What a figure may be made of: a patch of ink, the model's picture, a table."""

    box: Box
    table: bool = False
    empty: bool = False
    """A frame with nothing drawn inside; only a caption makes it a figure."""


class Scene:
    """One page while its pictures are looked for."""

    def __init__(
        self, page: Page, regions: Sequence[Region], patches: Sequence[Patch], style: BodyStyle
    ) -> None:
        """Sort what stands on the page into captions, walls, letters and parts."""
        self.page = page
        self.style = style
        self.regions = list(regions)
        self.captions = [region for region in regions if region.kind == "caption"]
        self.prose = [region for region in regions if is_prose(region, style)]
        self.parts = _parts(page, regions, patches, self.prose)
        self.walls = [region for region in regions if self._is_wall(region)]
        self.letters = [
            region
            for region in regions
            if region.lines and region not in self.walls and region.kind not in {"caption", "table"}
        ]

    def _is_wall(self, region: Region) -> bool:
        """Running text and headings end a figure, unless they stand on its ink."""
        if region.kind in {"caption", "picture", "table"} or not region.lines:
            return False
        if region.kind == "heading":
            return not any(share(region.box, part.box) > 0.8 for part in self.parts)
        inside = any(share(region.box, part.box) > 0.85 for part in self.parts)
        return region in self.prose and not inside

    def side(self, caption: Region) -> Side | None:
        """Tell on which side alone a figure's caption sees ink, None when on both or none."""
        above, below = self.claimed(caption, "above"), self.claimed(caption, "below")
        if bool(above) == bool(below):
            return None
        return "above" if above else "below"

    def claimed(self, caption: Region, side: Side, taken: Iterable[Part] = ()) -> list[Part]:
        """Collect the parts a caption sees on one side, nearest first."""
        reach, table = self._reach(caption), _names_table(caption)
        found: list[Part] = []
        edge = caption.box
        for part in sorted(self.parts, key=lambda part: _gap(caption.box, part.box, side)):
            gap = _gap(caption.box, part.box, side)
            if gap < -0.5 * height(part.box) - 2 or part in taken or (part.table and not table):
                continue
            within = beside(part.box, reach) > 0.4 * min(width(part.box), width(reach))
            far = min(_gap(edge, part.box, side), gap) > NEAR and level(edge, part.box) < 0
            if within and not far and self._sees(caption.box, part.box):
                found.append(part)
                edge = union((edge, part.box))
        return found

    def beside(self, caption: Region, taken: Iterable[Part]) -> list[Part]:
        """Collect the parts that stand next to a caption set in the margin."""
        return [
            part
            for part in self.parts
            if part not in taken
            and level(part.box, caption.box) > 0.5 * min(height(caption.box), height(part.box))
            and -40 < beside(part.box, caption.box) < 5
            and area(part.box) > SMALLEST * area(self.page.box)
        ]

    def _reach(self, caption: Region) -> Box:
        """How far to the sides a caption may look: its column, shared with its neighbours."""
        column = [
            r.box for r in self.prose if beside(r.box, caption.box) > 0.3 * width(caption.box)
        ]
        body = (self.style.left, 0.0, self.style.right, self.page.height)
        x0, _, x1, _ = union([*column, caption.box]) if column else union([body, caption.box])
        for other in self.captions:
            if other is caption or level(other.box, caption.box) <= 0:
                continue
            if other.box[0] >= caption.box[2] - 2:
                x1 = min(x1, (other.box[0] + caption.box[2]) / 2)
            elif other.box[2] <= caption.box[0] + 2:
                x0 = max(x0, (other.box[2] + caption.box[0]) / 2)
        return x0, 0.0, x1, self.page.height

    def _sees(self, caption: Box, part: Box) -> bool:
        """Tell whether neither text nor another caption stands between the two."""
        low, high = sorted((centre(caption)[1], centre(part)[1]))
        column = min(caption[0], part[0]), low, max(caption[2], part[2]), high
        return not any(
            low < centre(wall.box)[1] < high
            and beside(wall.box, caption) > 0
            and beside(wall.box, part) > 0
            and share(wall.box, part) < 0.8
            for wall in (*self.walls, *self.captions)
            if wall.box != caption and touches(wall.box, column)
        )

    def whole(self, boxes: Sequence[Box], caption: Region | None) -> tuple[Box, tuple[Region, ...]]:
        """Take in the letters near a group of boxes; return the box and those letters."""
        box, inner = union(boxes), []
        waiting = list(self.letters)
        reach = self._reach(caption) if caption else self.page.box
        grew = True
        while grew:
            grew = False
            for region in list(waiting):
                if _joins(region, box, reach):
                    waiting.remove(region)
                    inner.append(region)
                    box, grew = self._short_of_walls(union((box, region.box)), box), True
        return self._short_of_walls(box, union(boxes)), tuple(inner)

    def _short_of_walls(self, box: Box, core: Box) -> Box:
        """Draw a box back from running text and captions it ran into."""
        for wall in (*self.walls, *self.captions):
            if share(wall.box, core) > 0.8 or area(intersection(wall.box, box)) <= 0:
                continue
            if wall.box[1] >= core[3] - 4:
                box = (box[0], box[1], box[2], min(box[3], wall.box[1]))
            elif wall.box[3] <= core[1] + 4:
                box = (box[0], max(box[1], wall.box[3]), box[2], box[3])
            elif wall.box[0] >= core[2] - 4:
                box = (box[0], box[1], min(box[2], wall.box[0]), box[3])
            elif wall.box[2] <= core[0] + 4:
                box = (max(box[0], wall.box[2]), box[1], box[2], box[3])
        return box


def usual_side(scenes: Iterable[Scene]) -> Side:
    """Tell where the document's captions see their figures, where only one side has ink."""
    votes = [
        scene.side(caption)
        for scene in scenes
        for caption in scene.captions
        if caption_label(caption.text) and not _names_table(caption)
    ]
    return "below" if votes.count("below") > votes.count("above") else "above"


def find_pictures(scene: Scene, usual: Side) -> list[Picture]:
    """Find the figures, tables and displayed formulas of a page."""
    taken: list[Part] = []
    found: list[Picture] = []
    for caption in _by_promise(scene.captions):
        parts = _claims(scene, caption, usual, taken)
        if parts:
            taken += parts
            found.append(_captioned(scene, caption, parts))
        elif caption_label(caption.text):
            found += _of_letters(scene, caption)
    found = _apart(found)
    left = [
        part
        for part in scene.parts
        if part not in taken and not part.empty and not _within(part.box, found)
    ]
    found += [picture for picture in _uncaptioned(scene, left) if not _within(picture.box, found)]
    return found + _formulas(scene, found)


def _by_promise(captions: Sequence[Region]) -> list[Region]:
    """Labelled captions choose before credits and other small print."""
    return sorted(captions, key=lambda caption: caption_label(caption.text) is None)


def _claims(scene: Scene, caption: Region, usual: Side, taken: Sequence[Part]) -> list[Part]:
    if _names_table(caption):
        sides: tuple[Side, Side] = ("below", "above")
    else:
        sides = ("above", "below") if usual == "above" else ("below", "above")
    for side in sides:
        parts = scene.claimed(caption, side, taken)
        if _names_table(caption):
            parts = _tables_only(parts)
        if parts and area(union(part.box for part in parts)) > 200:
            return parts
    return scene.beside(caption, taken)


def _tables_only(parts: Sequence[Part]) -> list[Part]:
    """A table's caption takes the nearest table; where there is none, what is drawn."""
    tables = [part for part in parts if part.table]
    return tables[:1] or list(parts)


def _captioned(scene: Scene, caption: Region, parts: Sequence[Part]) -> Picture:
    label, kind = caption_label(caption.text) or (None, "figure")
    box, inner = scene.whole([part.box for part in parts], caption)
    return Picture(kind, box, scene.page.number, caption, label, inner)


def _of_letters(scene: Scene, caption: Region) -> list[Picture]:
    """A captioned table or listing without a line of ink: the loose letters under it."""
    label, kind = caption_label(caption.text) or (None, "figure")
    if kind != "table":
        return []
    below = [
        region
        for region in scene.letters
        if region.kind != "heading"
        and 0 <= region.box[1] - caption.box[3] < 4 * NEAR
        and beside(region.box, caption.box) > 0
        and scene._sees(caption.box, region.box)
    ]
    if len(below) < 2:
        return []
    box = union(region.box for region in below)
    return [Picture("table", box, scene.page.number, caption, label, tuple(below))]


def _uncaptioned(scene: Scene, left: Sequence[Part]) -> list[Picture]:
    tables = [part for part in left if part.table]
    groups = [[part.box] for part in tables]
    groups += _grouped([part.box for part in left if not part.table], scene)
    found = []
    for index, group in enumerate(groups):
        box, inner = scene.whole(group, None) if index >= len(tables) else (group[0], ())
        if area(box) < SMALLEST * area(scene.page.box) or min(width(box), height(box)) < 28:
            continue
        kind: Literal["figure", "table"] = "table" if index < len(tables) else "figure"
        if kind == "figure" and _is_furnishing(group, inner):
            continue
        found.append(Picture(kind, box, scene.page.number, None, None, inner))
    return found


def _is_furnishing(group: Sequence[Box], inner: Sequence[Region]) -> bool:
    """A frame or tint around words, or a band across the page, shows nothing by itself."""
    box = union(group)
    letters = sum(area(region.box) for region in inner)
    words = sum(word_count(region.text) for region in inner)
    band = width(box) > 12 * height(box) or height(box) > 12 * width(box)
    return band or (len(group) == 1 and letters > 0.35 * area(box) and words > 3)


def _grouped(boxes: Sequence[Box], scene: Scene) -> list[list[Box]]:
    """Group boxes that lie close, with no running text between."""
    groups: list[list[Box]] = []
    for box in boxes:
        near = [g for g in groups if any(_close(box, other, scene) for other in g)]
        groups = [g for g in groups if g not in near]
        groups.append([box, *(other for g in near for other in g)])
    return groups


def _close(a: Box, b: Box, scene: Scene) -> bool:
    if not touches(grown(a, CLOSE), b):
        return False
    joint = union((a, b))
    return not any(
        share(wall.box, joint) > 0.5 and share(wall.box, a) < 0.5 and share(wall.box, b) < 0.5
        for wall in (*scene.walls, *scene.captions)
    )


def _joins(region: Region, box: Box, reach: Box) -> bool:
    """Tell whether letters stand in a figure, or close by in its reach."""
    if share(region.box, box) > 0.6:
        return True
    within = reach[0] - CLOSE <= region.box[0] and region.box[2] <= reach[2] + CLOSE
    if region.kind in {"heading", "list", "footnote"} or not within:
        return False
    return touches(grown(box, CLOSE), region.box) and word_count(region.text) < 14


def _apart(found: list[Picture]) -> list[Picture]:
    """Part figures that overlap because their letters reach into each other."""
    result: list[Picture] = []
    for picture in found:
        box = picture.box
        for other in result:
            if area(intersection(box, other.box)) > 0 and share(box, other.box) < 0.9:
                box = _without(box, other.box)
        result.append(replace(picture, box=box))
    return result


def _without(box: Box, other: Box) -> Box:
    """Cut off the side of a box by which the other one comes in."""
    cuts = [
        (box[0], box[1], min(box[2], other[0]), box[3]),
        (max(box[0], other[2]), box[1], box[2], box[3]),
        (box[0], box[1], box[2], min(box[3], other[1])),
        (box[0], max(box[1], other[3]), box[2], box[3]),
    ]
    return max(cuts, key=area)


def _within(box: Box, pictures: Sequence[Picture]) -> bool:
    return any(share(box, picture.box) > 0.5 for picture in pictures)


def _formulas(scene: Scene, found: Sequence[Picture]) -> list[Picture]:
    return [
        Picture("formula", region.box, scene.page.number, None, None, (region,))
        for region in scene.regions
        if region.kind == "formula" and not _within(region.box, found)
    ]


def _names_table(caption: Region) -> bool:
    return (caption_label(caption.text) or ("", "figure"))[1] == "table"


def _gap(caption: Box, part: Box, side: Side) -> float:
    """Points from a caption to a part on that side; negative where they overlap or beyond."""
    return caption[1] - part[3] if side == "above" else part[1] - caption[3]


def _parts(
    page: Page, regions: Sequence[Region], patches: Sequence[Patch], prose: Sequence[Region]
) -> list[Part]:
    tables = [
        Part(_with_rules(region.box, patches), table=True)
        for region in regions
        if region.kind == "table"
    ]
    whole = plate(page)
    if whole:
        return [Part(whole.box)]
    seen = [
        region.box
        for region in regions
        if region.kind == "picture" and not _is_ground(region.box, page, prose)
    ]
    drawn = [
        patch
        for patch in patches
        if not patch.rule
        and not _is_ground(patch.box, page, prose)
        and not (patch.filled < 0.05 and area(patch.box) > 0.7 * area(page.box))
        and not any(share(patch.box, table.box) > 0.7 for table in tables)
        and min(width(patch.box), height(patch.box)) >= 5
    ]
    empty = {patch.box for patch in drawn if _is_empty(patch, patches)}
    boxes = _outer([*seen, *(patch.box for patch in drawn)])
    return tables + [Part(box, empty=box in empty) for box in boxes]


def _with_rules(table: Box, patches: Sequence[Patch]) -> Box:
    """Take the rules above and below into a table's box."""
    rules = [
        patch.box
        for patch in patches
        if height(patch.box) < 6
        and beside(patch.box, table) > 0.7 * width(table)
        and width(patch.box) < 1.2 * width(table)
        and level(patch.box, table) > -8
    ]
    return union([table, *rules])


def _is_empty(patch: Patch, patches: Sequence[Patch]) -> bool:
    """Tell whether a frame holds nothing drawn: words at most, as a box around a theorem."""
    return patch.frame and not any(
        share(other.box, patch.box) > 0.9 and not other.rule and area(other.box) > 60
        for other in patches
        if other is not patch
    )


def _outer(boxes: Sequence[Box]) -> list[Box]:
    """Leave out boxes that lie within another."""
    kept: list[Box] = []
    for box in sorted(boxes, key=area, reverse=True):
        if not any(share(box, other) > 0.9 for other in kept):
            kept.append(box)
    return kept


def _is_ground(box: Box, page: Page, prose: Sequence[Region]) -> bool:
    """Tell whether ink lies under running text: a tint, a frame, the paper itself."""
    covered = sum(area(intersection(region.box, box)) for region in prose)
    if area(box) > 0.85 * area(page.box):
        return page.scanned or (bool(prose) and covered > 0.02 * area(box))
    return covered > 0.25 * area(box)


def is_inside(region: Region, picture: Picture) -> bool:
    """Tell whether a region's letters are part of a picture and not of the text."""
    return region in picture.text or (
        region is not picture.caption
        and share(region.box, picture.box) > 0.6
        and holds(picture.box, centre(region.box))
    )
