"""Compose: a Script becomes an IMS Timeline, through a template and its cards.

A template is a Jinja file that writes JSON (`templates/timelines/NAME.json.j2`, or
any file of the user's own). It sees `shots` (each a `Frame`), `pictures` (those of
them that show a figure), `look` (a `Look`), `title`, `voice`, `presenter`, `rate`,
`music`, `captions` and `language`. Every value it prints comes out as JSON, strings
with their quotes, so a template cannot make invalid JSON out of a document's words.
The filter `literal` keeps a brace in a text from beginning an inline code.
"""

from __future__ import annotations

import hashlib
import json
import re
import tomllib
from collections.abc import Iterator
from dataclasses import asdict, dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from converter.errors import ScriptError, TemplateError
from converter.script.model import Card, Picture, Script, Shot
from converter.templating import TEMPLATES, fill, find
from converter.timeline import Timeline, parse_timeline
from converter.timeline.literal import escaped

LONG_WORD = re.compile(r"[^\s\u3000-\u9fff\uff00-\uffef]{25,}")
SPLIT = re.compile(r"[/._=&?-]+(?=[^/._=&?-])|[^/._=&?-]{20}(?=[^/._=&?-]{4})")
FULL = ("photo", "slide")
"""Pictures that take the whole frame: a heading would cover them, or say it twice."""
STILL = 3.0
"""Seconds of a shot that says neither words nor length."""
SMALL = 0.27
"""A picture that covers less than this share of its box stands on a card, beside words."""


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


@dataclass(frozen=True)
class Box:
    """Place of a picture in the frame, in pixels."""

    x: int
    y: int
    width: int
    height: int


@dataclass(frozen=True)
class Frame:
    """One shot as a template sees it, or one turn of a shot that two voices share.

    `content` is the AI_TTS Content (with the pause after it), spoken by `voice`; `shown`
    are the same words for the eye, in captions where `captions` is true. `image` is a
    card that fills the frame, or a figure to be placed in `box` over `background`
    ("blur" or a colour) under `heading`. With `goes_on`, the next frame shows the same.
    `wanted` says in words what is to be seen; without any to speak, it is for `seconds`.
    """

    id: str
    content: str
    shown: str
    voice: str
    captions: bool = True
    goes_on: bool = False
    chapter: str | None = None
    image: str = ""
    heading: str = ""
    box: Box | None = None
    background: str | None = None
    picture: bool = False
    wanted: str = ""
    seconds: float = STILL


def compose(
    script: Script,
    *,
    assets: Path,
    size: tuple[int, int] = (1920, 1080),
    template: str = "slideshow",
    theme: str = "paper",
    voice: str | None = None,
    rate: int | None = None,
    captions: bool = True,
    music: Path | None = None,
) -> Timeline:
    """Turn a Script into a complete Timeline for a frame of `size` pixels.

    Cards are drawn into the folder `assets`. `template` and `theme` are names of
    files in `templates/`, or paths of the user's own. Raises TemplateError when the
    template makes no valid Timeline, ScriptError when the Script has nothing to show
    or a shot has more words than its duration bears.
    """
    script = spoken_by(script, voice, rate)
    look = Look(*size, theme=load_theme(theme), language=script.language)
    shown = frames(script, assets=assets, size=size, theme=theme)
    whole = [frame for frame in shown if not frame.goes_on]
    source = fill_json(
        find("timelines", template, ".json.j2"),
        shots=shown,
        pictures=[frame for frame in whole if frame.picture] or whole,
        look=look,
        title=script.title,
        language=script.language,
        voice=script.voice,
        presenter=script.presenter,
        rate=script.rate,
        captions=captions,
        music=None if music is None else str(music.resolve()),
    )
    return parse_timeline(source)


def frames(
    script: Script, *, assets: Path, size: tuple[int, int] = (1920, 1080), theme: str = "paper"
) -> list[Frame]:
    """Draw the cards of a Script into `assets` and return what its shots look like.

    Raises as `compose` does.
    """
    if not script.shots:
        raise ScriptError(f"{script.title}: the script has no shots")
    look = Look(*size, theme=load_theme(theme), language=script.language)
    assets.mkdir(parents=True, exist_ok=True)
    return list(_frames(spoken_by(script), look, assets))


def spoken_by(script: Script, voice: str | None = None, rate: int | None = None) -> Script:
    """Settle who speaks a Script, and how fast."""
    from converter.speech import default_voice

    voice = voice or script.voice or default_voice(script.language)
    return script.model_copy(update={"voice": voice, "rate": script.rate if rate is None else rate})


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


def fill_json(path: Path, **values: object) -> str:
    """Return the JSON that a template makes of values; TemplateError where it makes none."""
    source = fill(path, finalize=_as_json, filters={"literal": escaped}, **values)
    try:
        json.loads(source)
    except json.JSONDecodeError as error:
        raise TemplateError(f"{path.name}: writes no JSON: {error}") from error
    return source


def _as_json(value: object) -> object:
    import jinja2
    from markupsafe import Markup

    if isinstance(value, (Markup, jinja2.Undefined)):
        return value
    return Markup(json.dumps(value, ensure_ascii=False))


def _frames(script: Script, look: Look, assets: Path) -> Iterator[Frame]:
    from converter.script.pace import Pace
    from converter.script.turns import turns

    pace = Pace(script.voice, script.rate, script.language, presenter=script.presenter)
    section = None
    for shot in script.shots:
        chapter = (shot.section or script.title) if shot.section != section else None
        section = shot.section
        frame = _frame(shot, look, assets)
        parts = list(turns(pace.held(shot), presenter=script.presenter is not None))
        for turn in parts:
            yield replace(
                frame,
                id=turn.shot.id,
                content=turn.shot.content,
                shown=turn.shot.shown,
                voice=(script.presenter if turn.presented else script.voice) or "",
                goes_on=turn is not parts[-1],
                chapter=chapter if turn is parts[0] else None,
            )


def _frame(shot: Shot, look: Look, assets: Path) -> Frame:
    """Say what a shot looks like; its words and voices are the caller's."""
    picture = shot.show
    plain = Frame(
        id=shot.id,
        content="",
        shown="",
        voice="",
        captions=_captioned(shot),
        wanted=_in_words(picture) or shot.section or shot.shown,
        seconds=shot.duration or STILL,
    )
    if isinstance(picture, Card):
        return replace(plain, image=_card(picture.kind, picture.model_dump(), look, assets))
    box = _place(picture, look)
    if box is None:
        card = _beside(picture, shot.section, look)
        return replace(plain, image=_card("picture", card, look, assets), picture=True)
    return replace(
        plain,
        image=picture.image,
        heading="" if picture.kind in FULL else shot.section,
        box=box,
        background=_background(picture, look),
        picture=True,
    )


def _in_words(show: Picture | Card) -> str:
    """Return what is to be seen on a picture or a card."""
    if isinstance(show, Picture):
        return " ".join(filter(None, (show.label, show.caption)))
    cells = (cell for row in show.rows for cell in row)
    return " ".join(filter(None, (show.heading, show.value, *show.lines, *cells)))


def _captioned(shot: Shot) -> bool:
    """Say whether a shot needs captions: not where a card already shows all its words."""
    return shot.captions and not (isinstance(shot.show, Card) and shot.shown == shot.show.heading)


def _place(picture: Picture, look: Look) -> Box | None:
    """Fit a picture into its box without enlarging it; None when it would look lost."""
    x, y, width, height = look.box
    if picture.kind == "photo":
        x, y, width, height = 0, 0, look.width, look.height
    elif picture.kind == "slide":
        y, height = look.safe.heading, look.height - look.safe.heading - look.safe.bottom
    shown = _fitted(picture, width, height)
    if shown[0] * shown[1] < SMALL * width * height:
        return None
    return Box(x + (width - shown[0]) // 2, y + (height - shown[1]) // 2, *shown)


def _fitted(picture: Picture, width: int, height: int) -> tuple[int, int]:
    scale = min(width / picture.width, height / picture.height, 1.0)
    return max(1, round(picture.width * scale)), max(1, round(picture.height * scale))


def _beside(picture: Picture, heading: str, look: Look) -> dict[str, Any]:
    """Describe a card with the picture on one half and the words on the other."""
    safe = look.safe
    width, height = look.text_width, look.height - safe.top - safe.bottom
    half = (width, height // 2) if look.height > look.width else (width // 2, height)
    rim = round(50 * look.unit)
    fitted = _fitted(picture, half[0] - rim, half[1] - rim)
    shown = {"image": str(Path(picture.image).resolve()), "width": fitted[0], "height": fitted[1]}
    return {
        "heading": heading,
        "lines": [picture.caption] if picture.caption else [],
        "picture": shown,
    }


def _background(picture: Picture, look: Look) -> str:
    """Blur behind photographs; behind the rest the colour of their own rim or the theme's."""
    if picture.kind == "photo":
        return "blur"
    rim = _rim(Path(picture.image))
    ground = str(look.theme["background"])
    return rim if rim and abs(_luma(rim) - _luma(ground)) < 40 else ground


def _rim(path: Path) -> str | None:
    """Return the colour of the outermost pixels when it is one colour, else None."""
    import numpy as np

    from converter.media import load_picture

    pixels = load_picture(path, within=(400, 400))[..., :3].astype(np.int16)
    rim = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    middle = np.median(rim, axis=0)
    if np.mean(np.abs(rim - middle).max(axis=1) < 12) < 0.97:
        return None
    return "#{:02X}{:02X}{:02X}".format(*(int(channel) for channel in middle))


def _luma(colour: str) -> float:
    red, green, blue = (int(colour[i : i + 2], 16) for i in (1, 3, 5))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _card(kind: str, card: dict[str, Any], look: Look, assets: Path) -> str:
    """Draw a card and return its file; lines are given up one by one until all fits."""
    from converter.typeset import TextOverflowError

    lines = list(card["lines"])
    while True:
        try:
            return _draw(kind, {**card, "lines": lines}, look, assets)
        except TextOverflowError as error:
            if not lines:
                heading = card["heading"][:40]
                raise TemplateError(
                    f"cards/{kind}.typ: {heading!r} does not fit the card"
                ) from error
            lines.pop()


def _breakable(value: Any) -> Any:
    """Let words too long for any line, and addresses, break where a reader would."""
    if isinstance(value, dict):
        return {key: v if key == "picture" else _breakable(v) for key, v in value.items()}
    if isinstance(value, (list, tuple)):
        return [_breakable(item) for item in value]
    if isinstance(value, str):
        return LONG_WORD.sub(lambda word: SPLIT.sub("\\g<0>\u200b", word[0]), value)
    return value


def _draw(kind: str, card: dict[str, Any], look: Look, assets: Path) -> str:
    from PIL import Image

    from converter.typeset import FAMILIES, MONO, typeset

    data = {
        "width": look.width,
        "height": look.height,
        "theme": look.theme,
        "safe": asdict(look.safe),
        "lang": primary(look.language),
        "rtl": look.rtl,
        "fonts": FAMILIES,
        "mono": MONO,
        "card": card if kind == "code" else _breakable(card),
    }
    source = TEMPLATES / "cards" / f"{kind}.typ"
    key = hashlib.sha256(json.dumps(data, sort_keys=True).encode() + source.read_bytes())
    target = assets / f"{kind}-{key.hexdigest()[:12]}.png"
    if not target.exists():
        (page,) = typeset(source, data)
        Image.fromarray(page).convert("RGB").save(target, optimize=False, compress_level=3)
    return str(target)
