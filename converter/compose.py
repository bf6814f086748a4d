"""Compose: a Script becomes an IMS Timeline, through a template and its cards.

A template is a Jinja file that writes JSON (`templates/timelines/NAME.json.j2`, or
any file of the user's own). It sees `shots` (each a `Frame`), `pictures` (those of
them that show a figure), `look` (a `Look`), `title`, `voice`, `presenter`, `rate`,
`music`, `captions` and `language`. Every value it prints comes out as JSON, strings
with their quotes, so a template cannot make invalid JSON out of a document's words.
The filter `literal` keeps a brace in a text from beginning an inline code.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any

from converter.cards import Look, Place, draw, load_theme
from converter.errors import ScriptError, TemplateError
from converter.script.model import Card, Picture, Script, Shot
from converter.templating import fill, find
from converter.timeline import Timeline, parse_timeline
from converter.timeline.literal import escaped

FULL = ("photo", "slide")
"""Pictures that take the whole frame: a heading would cover them, or say it twice."""
STILL = 3.0
"""Seconds of a shot that says neither words nor length."""
SMALL = 0.27
"""A picture that covers less than this share of its box stands on a card, beside words."""

Warn = Callable[[str], None]
"""Called with each thing that could not be shown as the Script has it, in one line."""


def unheard(warning: str) -> None:
    """Warn nobody."""


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
    `left_out` are lines of a card that found no room on it.
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
    left_out: tuple[str, ...] = ()


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
    warn: Warn = unheard,
) -> Timeline:
    """Turn a Script into a complete Timeline for a frame of `size` pixels.

    Cards are drawn into the folder `assets`. `template` and `theme` are names of
    files in `templates/`, or paths of the user's own. `warn` hears what a card has no
    room for. Raises TemplateError when the
    template makes no valid Timeline, ScriptError when the Script has nothing to show
    or a shot has more words than its duration bears.
    """
    script = spoken_by(script, voice, rate)
    look = Look(*size, theme=load_theme(theme), language=script.language)
    shown = frames(script, assets=assets, size=size, theme=theme, warn=warn)
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
    script: Script,
    *,
    assets: Path,
    size: tuple[int, int] = (1920, 1080),
    theme: str = "paper",
    warn: Warn = unheard,
) -> list[Frame]:
    """Draw the cards of a Script into `assets` and return what its shots look like.

    Raises as `compose` does.
    """
    if not script.shots:
        raise ScriptError(f"{script.title}: the script has no shots")
    look = Look(*size, theme=load_theme(theme), language=script.language)
    assets.mkdir(parents=True, exist_ok=True)
    return list(_frames(spoken_by(script), look, assets, warn))


def _unfit(frame: Frame) -> str:
    first, *more = frame.left_out
    others = f" and {len(more)} more" if more else ""
    return f"{frame.id}: no room on the card for {first!r}{others}"


def spoken_by(script: Script, voice: str | None = None, rate: int | None = None) -> Script:
    """Settle who speaks a Script, and how fast."""
    from converter.speech import default_voice

    voice = voice or script.voice or default_voice(script.language)
    return script.model_copy(update={"voice": voice, "rate": script.rate if rate is None else rate})


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


def _frames(script: Script, look: Look, assets: Path, warn: Warn) -> Iterator[Frame]:
    from converter.script.pace import Pace
    from converter.script.turns import turns

    pace = Pace(script.voice, script.rate, script.language, presenter=script.presenter)
    section = None
    for shot, place in zip(script.shots, _places(script.shots), strict=True):
        chapter = (shot.section or script.title) if shot.section != section else None
        section = shot.section
        frame = _frame(shot, look, assets, place)
        if frame.left_out:
            warn(_unfit(frame))
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


def _places(shots: Sequence[Shot]) -> Iterator[Place]:
    """Say where in the film each shot stands.

    A chapter but the first begins with an opening, as long as its first slide lasts;
    two openings never follow each other.
    """
    sections = [section for section, _ in groupby(shot.section for shot in shots) if section]
    chapter, before, opening = 0, None, True
    for shot in shots:
        begins = bool(shot.section) and (before is None or shot.section != before.section)
        chapter += begins
        if not (before and opening and _slide(before) == _slide(shot)):
            opening = begins and chapter > 1 and not opening
        yield Place(chapter, len(sections), opening)
        before = shot


def _slide(shot: Shot) -> Picture | Card:
    """Return what shots that fill one slide have in common."""
    return (
        shot.show if isinstance(shot.show, Picture) else shot.show.model_copy(update={"now": None})
    )


def _frame(shot: Shot, look: Look, assets: Path, place: Place) -> Frame:
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
        card = draw(picture.kind, picture.model_dump(), look, assets, place)
        return replace(plain, image=card.image, left_out=card.left_out)
    box = _place(picture, look)
    if box is None:
        card = draw("picture", _beside(picture, shot.section, look), look, assets, place)
        return replace(plain, image=card.image, left_out=card.left_out, picture=True)
    return replace(
        plain,
        image=picture.image,
        heading="" if picture.kind in FULL else shot.section,
        box=box,
        background=_background(picture, look),
        picture=True,
        captions=plain.captions and not (picture.kind == "slide" and _reaches_captions(box, look)),
    )


def _reaches_captions(box: Box, look: Look) -> bool:
    """Say whether captions would cover the foot of a picture; a slide shows its own words."""
    return box.y + box.height > look.height - look.safe.bottom


def _in_words(show: Picture | Card) -> str:
    """Return what is to be seen on a picture or a card."""
    if isinstance(show, Picture):
        return " ".join(filter(None, (show.label, show.caption)))
    cells = (cell for row in show.rows for cell in row)
    return " ".join(filter(None, (show.heading, show.value, *show.lines, *cells)))


def _captioned(shot: Shot) -> bool:
    """Say whether a shot needs captions: not where a card already shows all its words."""
    if not isinstance(shot.show, Card):
        return shot.captions
    lines = shot.show.lines[slice(*shot.show.now or (None,))]
    shown = {_letters(shot.show.heading), _letters(" ".join(lines))}
    return shot.captions and _letters(shot.shown) not in shown


def _letters(text: str) -> str:
    """Return the letters and digits of a text: a card goes without the last full stop."""
    return "".join(filter(str.isalnum, text))


def _place(picture: Picture, look: Look) -> Box | None:
    """Fit a picture into its box without enlarging it; None when it would look lost."""
    x, y, width, height = look.box
    if picture.kind in FULL:
        x, y, width, height = 0, 0, look.width, look.height
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
    """Blur behind photographs; behind the rest the colour of their own rim or the theme's.

    Headings keep to the theme, so only slides may bring a ground of another lightness.
    """
    if picture.kind == "photo":
        return "blur"
    rim = _rim(Path(picture.image))
    ground = str(look.theme["background"])
    near = picture.kind == "slide" or (rim and abs(_luma(rim) - _luma(ground)) < 40)
    return rim if rim and near else ground


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
