"""Cards: what a frame without a picture looks like, drawn from `templates/cards`.

A `Look` is the frame's size with a theme; it says where text may stand. `draw` sets a
card of any kind in it and gives up lines where not all of them fit.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import tomllib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from converter.errors import TemplateError
from converter.store import maker, once
from converter.templating import TEMPLATES, find

_DRAWN_BY = ("typst", "pymupdf", "pillow")
LONG_WORD = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]{25,}")
NUMBER = re.compile(r"^(?:[\dA-Z]{1,3}\.)+\d*\s+(?=\S)")
SPLIT = re.compile(r"[/._=&?-]+(?=[^/._=&?-])|[^/._=&?-]{20}(?=[^/._=&?-]{4})")


@dataclass(frozen=True)
class Safe:
    """Margins in pixels that stay free: of text at the sides, of cards at the bottom.

    `heading` is where a heading over a picture begins, `caption` how far captions
    stay above the lower edge. Portrait leaves room for the buttons of players.
    """

    left: int
    right: int
    top: int
    bottom: int
    heading: int
    caption: int


@dataclass(frozen=True)
class Place:
    """Where in the film a card stands: in which of its chapters, 0 before the first.

    An `opening` card begins a chapter, and stands out for it.
    """

    chapter: int
    chapters: int
    opening: bool = False


BEFORE = Place(0, 0)


@dataclass(frozen=True)
class Look:
    """What a frame of this size and theme looks like; sizes in pixels."""

    width: int
    height: int
    theme: dict[str, Any]
    language: str = "en"

    @property
    def rtl(self) -> bool:
        """Whether the document is written from right to left."""
        return primary(self.language) in {"ar", "fa", "he", "ur", "yi"}

    @property
    def unit(self) -> float:
        """A thousandth of the shorter side."""
        return min(self.width, self.height) / 1000

    @property
    def caption(self) -> dict[str, Any]:
        """Colours of captions and headings: ink, plate, opacity."""
        found: dict[str, Any] = self.theme["caption"]
        return found

    def tone(self, place: Place) -> dict[str, Any]:
        """Return the colours of a card at a place: an opening has those of the cover."""
        return {**self.theme, **self.theme["cover"]} if place.opening else self.theme

    @cached_property
    def safe(self) -> Safe:
        """The margins for this shape."""
        shape = self.width / self.height
        if shape > 1.2:
            margins = (104, 104, 84, 226, 56, 56)
        elif shape < 0.8:
            margins = (84, 84, 190, 470, 130, 250)
        else:
            margins = (76, 76, 76, 220, 52, 56)
        return Safe(*(round(margin * self.unit) for margin in margins))

    @property
    def text_width(self) -> int:
        """Widest line of headings and cards."""
        return self.width - self.safe.left - self.safe.right

    @property
    def caption_width(self) -> int:
        """Widest line of captions: about 42 letters, which the eye takes in at once."""
        return min(self.text_width, round(1000 * self.unit))

    @property
    def box(self) -> tuple[int, int, int, int]:
        """Where a figure under a heading may stand: x, y, width, height."""
        top = self.safe.heading + round(84 * self.unit)
        side = round(self.safe.left * 0.5)
        return side, top, self.width - 2 * side, self.height - top - self.safe.bottom


def primary(language: str) -> str:
    """Return the primary subtag of a language: `zh` of `zh-Hant`."""
    return language.partition("-")[0].lower()


def load_theme(name: str) -> dict[str, Any]:
    """Read a theme: colours by name."""
    path = find("themes", name, ".toml")
    try:
        theme = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise TemplateError(f"{path}: not a theme: {error}") from error
    base = tomllib.loads((TEMPLATES / "themes" / "paper.toml").read_text(encoding="utf-8"))
    missing = sorted(set(base) - set(theme))
    if missing:
        raise TemplateError(f"{path}: not a theme: {', '.join(missing)} missing")
    return theme


@dataclass(frozen=True)
class Drawing:
    """The file of a card that was drawn, and the lines that found no room on it."""

    image: str
    left_out: tuple[str, ...] = ()


def draw(
    kind: str, card: Mapping[str, Any], look: Look, assets: Path, place: Place = BEFORE
) -> Drawing:
    """Draw a card into `assets`; the last lines are given up until all fits.

    `kind` is the name of a template in `templates/cards`, `card` what it shows. Raises
    TemplateError where not even the heading fits.
    """
    from converter.typeset import TextOverflowError

    lines, left_out = list(card["lines"]), list[str]()
    while True:
        try:
            image = _drawn(kind, {**card, "lines": lines}, look, assets, place)
            return Drawing(image, tuple(left_out))
        except TextOverflowError as error:
            if not lines:
                heading = card["heading"][:40]
                raise TemplateError(
                    f"cards/{kind}.typ: {heading!r} does not fit the card"
                ) from error
            left_out.insert(0, lines.pop())


def _breakable(value: Any) -> Any:
    """Let words too long for any line break where a reader would, and a number before
    the words of a heading not part from them.
    """
    if isinstance(value, dict):
        return {key: v if key == "picture" else _breakable(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_breakable(item) for item in value]
    if isinstance(value, str):
        whole = NUMBER.sub(lambda number: f"{number[0].rstrip()}\u00a0", value)
        return LONG_WORD.sub(lambda word: SPLIT.sub("\\g<0>\u200b", word[0]), whole)
    return value


def _drawn(kind: str, card: dict[str, Any], look: Look, assets: Path, place: Place) -> str:
    from converter.typeset import FAMILIES, MONO

    data = {
        "width": look.width,
        "height": look.height,
        "theme": look.tone(place),
        "safe": asdict(look.safe),
        "lang": primary(look.language),
        "rtl": look.rtl,
        "fonts": FAMILIES,
        "mono": MONO,
        "place": {"chapter": place.chapter, "chapters": place.chapters},
        "card": card if kind == "code" else _breakable(card),
    }
    source = TEMPLATES / "cards" / f"{kind}.typ"
    key = hashlib.sha256(json.dumps(data, sort_keys=True).encode() + source.read_bytes())
    target = assets / f"{kind}-{key.hexdigest()[:12]}.png"
    if not target.exists():
        seen = {**data, "card": {**card, "picture": _content(card.get("picture"))}}
        written = [path.read_bytes() for path in sorted(source.parent.glob("*.typ"))]
        made = kind, json.dumps(seen, sort_keys=True), written, maker(*_DRAWN_BY)
        target.write_bytes(once("cards", repr(made), lambda: _png(source, data)))
    return str(target)


def _content(picture: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """Return the picture of a card as one that is the same wherever its file is."""
    if picture is None:
        return None
    content = Path(picture["image"]).read_bytes()
    return {**picture, "image": hashlib.sha256(content).hexdigest()}


def _png(source: Path, data: dict[str, Any]) -> bytes:
    from PIL import Image

    from converter.typeset import typeset

    (page,) = typeset(source, data)
    png = io.BytesIO()
    Image.fromarray(page).convert("RGB").save(png, "png", optimize=False, compress_level=3)
    return png.getvalue()
