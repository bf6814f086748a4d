"""Draft: a folder with a video that is written and not yet made.

    script.md        the storyboard, for a person to change
    thumbnails/      its pictures, small
    draft.json       the Script as it was narrated, what was asked of it, and how it is to look
    document.json, script.json, timeline.json, assets/      what every stage made

`script.md` is read against `draft.json`, which no later step changes; so a sentence
that is put back as it was is again the narrator's. A storyboard that was edited is
never overwritten.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Self, TypeVar

from pydantic import AfterValidator, ValidationError

from converter.cards import load_theme
from converter.compose import frames
from converter.document.model import Document, Figure, Model
from converter.errors import DocreelError, ScriptError
from converter.report import listed
from converter.script.model import LeftOut, Script
from converter.script.pace import Pace
from converter.script.storyboard import Storyboard, read, target, thumbnail, write
from converter.script.wording.lexicon import NO_LEXICON, Lexicon

M = TypeVar("M", bound=Model)

STORYBOARD, DRAFT, DOCUMENT = "script.md", "draft.json", "document.json"
THUMBNAIL = (480, 480)


def _fixed(name: str) -> str:
    return str(Path(name).resolve()) if Path(name).is_file() else name


NameOrFile = Annotated[str, AfterValidator(_fixed)]


class Staging(Model):
    """How a Script is put on the screen, as `compose` and `render` take it."""

    size: tuple[int, int] = (1920, 1080)
    template: NameOrFile = "slideshow"
    theme: NameOrFile = "paper"
    captions: bool = True
    music: Annotated[Path, AfterValidator(Path.resolve)] | None = None
    seed: int = 0

    def changed(self, wishes: Mapping[str, Any]) -> Self:
        """Return it with what is wished otherwise; a None is no wish."""
        wished = {name: wish for name, wish in wishes.items() if wish is not None}
        return self.model_validate({**self.model_dump(), **wished})


class Drafted(Model):
    """What a draft became, for people (`lines`) and for machines (its JSON)."""

    storyboard: str
    title: str
    shots: int
    seconds: float
    left_out: tuple[LeftOut, ...] = ()
    warnings: tuple[str, ...] = ()

    @property
    def findings(self) -> tuple[str, ...]:
        """None: a draft is compared with its source when its video is made."""
        return ()

    def lines(self) -> Iterator[str]:
        """Say in a few lines what a person wants to know."""
        minutes, seconds = divmod(round(self.seconds), 60)
        yield f"{self.storyboard}: {self.shots} shots, {minutes}:{seconds:02}"
        yield from listed("left out", [f"{left.section} ({left.reason})" for left in self.left_out])
        yield from listed("warning", list(self.warnings))
        folder = Path(self.storyboard).parent
        yield f"  edit it, then: docreel convert --resume {shlex.quote(str(folder))} -o video.mp4"


class Draft(Model):
    """What a storyboard is read against."""

    script: Script
    staging: Staging = Staging()
    seconds: float | None = None
    """The length that was asked for."""
    lexicon: Lexicon = NO_LEXICON

    def save(self, folder: Path, document: Document) -> Drafted:
        """Write the storyboard with its thumbnails, and this."""
        figures = [f for f in document.figures if f.image and not f.decorative]
        unfit = self._draw(folder, figures)
        pace = _pace(self.script)
        seconds = [pace.seconds(shot) for shot in self.script.shots]
        text = write(self.script, seconds=seconds, figures=figures)
        base = {"base": str(folder)}
        (folder / DRAFT).write_text(self.model_dump_json(indent=2, context=base) + "\n", "utf-8")
        (folder / STORYBOARD).write_text(text, "utf-8")
        return Drafted(
            storyboard=str(folder / STORYBOARD),
            title=self.script.title,
            shots=len(seconds),
            seconds=round(sum(seconds), 3),
            left_out=self.script.left_out,
            warnings=(*document.warnings, *self.script.warnings, *unfit),
        )

    def _draw(self, folder: Path, figures: Iterable[Figure]) -> list[str]:
        """Draw the thumbnails; return what has no room on its card."""
        look, unfit = self.staging, list[str]()
        assets = folder / "assets"
        shown = frames(
            self.script, assets=assets, size=look.size, theme=look.theme, warn=unfit.append
        )
        images = {frame.id: frame.image for frame in shown}
        pictures = {target(shot): images[shot.id] for shot in self.script.shots}
        pictures |= {thumbnail(figure.id): figure.image for figure in figures if figure.image}
        for name, image in pictures.items():
            _shrink(Path(image), folder / name)
        return unfit


def load(folder: Path) -> tuple[Draft, Document, Storyboard]:
    """Read a folder back: the draft, its Document and what was made of its storyboard.

    Raises ScriptError for what is not there, and for a line that cannot be followed.
    """
    draft = _load(Draft, folder / DRAFT)
    document = _load(Document, folder / DOCUMENT)
    file = folder / STORYBOARD
    storyboard = read(
        _text(file),
        draft.script,
        document=document,
        folder=folder,
        name=str(file),
        lexicon=draft.lexicon,
    )
    return draft, document, storyboard


def rehearse(storyboard: Storyboard, script: Script, staging: Staging, folder: Path) -> Script:
    """Try each shot with its voice and its card; return the Script with its true length.

    Raises ScriptError that names the line of a shot that cannot be spoken, or not in
    the time that was set for it, or whose words do not fit its card.
    """
    load_theme(staging.theme)  # which is no shot's fault
    pace = _pace(script)
    seconds = 0.0
    for shot in script.shots:
        try:
            alone = script.model_copy(update={"shots": (shot,)})
            frames(alone, assets=folder / "assets", size=staging.size, theme=staging.theme)
            seconds += pace.seconds(shot)
        except DocreelError as error:
            line = storyboard.lines.get(shot.id, 1)
            raise ScriptError(f"{folder / STORYBOARD}:{line}: {error}") from error
    return script.model_copy(update={"seconds": round(seconds, 3)})


def expect_unedited(folder: Path) -> None:
    """Raise ScriptError when a folder holds a storyboard that was edited."""
    if not (folder / STORYBOARD).exists():
        return
    try:
        draft, _, storyboard = load(folder)
        edited = storyboard.script != draft.script
    except ScriptError:
        edited = True
    if edited:
        raise ScriptError(
            f"{folder / STORYBOARD}: was edited and would be overwritten; "
            "draft into another folder, or remove it"
        )


def _pace(script: Script) -> Pace:
    return Pace(script.voice, script.rate, script.language, presenter=script.presenter)


def _load(model: type[M], file: Path) -> M:
    try:
        return model.model_validate_json(_text(file), context={"base": str(file.parent)})
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(map(str, first["loc"])) or "JSON"
        raise ScriptError(f"{file}: not a {model.__name__}: {place}: {first['msg']}") from error


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or error
        raise ScriptError(
            f"{file}: cannot be read ({why}), expected a folder that a draft was written to"
        ) from error


def _shrink(image: Path, target: Path) -> None:
    from PIL import Image

    from converter.media import load_picture

    target.parent.mkdir(exist_ok=True)
    small = Image.fromarray(load_picture(image, within=THUMBNAIL))
    sheet = Image.new("RGBA", small.size, "white")
    sheet.alpha_composite(small)
    sheet.convert("RGB").save(target, quality=85)
