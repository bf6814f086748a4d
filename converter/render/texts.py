"""What is written on the screen, and how large: styles become numbers of the output.

A Timeline speaks of text in pixels of its picture, of a canvas, or of the output. The
rules that turn one into the other are here, so that whoever draws a lettering needs
none of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from converter.errors import RenderError, TemplateError
from converter.media import Media, load_picture
from converter.render.captions import Cue, Heard, Width, cues
from converter.render.inline import plain
from converter.render.lettering import clean, em_size, letter, measure
from converter.render.material import BROKEN, refused
from converter.render.motions import Motion, of_text
from converter.render.placement import Size, length, place
from converter.render.scrolling import Way, scrolls, way
from converter.render.subtitles import Entry, Subtitles, read
from converter.render.timing import Placed
from converter.speech import Speech, visible
from converter.timeline.clips import AudioTrackClip, Canvas, SubtitleTrackClip, VideoTrackClip
from converter.timeline.effects import Asr, Text
from converter.timeline.literal import escaped
from converter.timeline.style import HighlightingStyle, SubtitleEffect, TextStyle
from converter.timeline.values import exact
from converter.typeset import font_file

CAPTION_WIDTH = 0.9
"""Share of the frame a line of captions may take when its style does not say."""
CAPTION_MARGIN = 0.06
"""Distance of captions from the lower edge, where their clip says no place."""
TEXT_HEIGHT = 0.05
"""Share of the shorter side that is the font size when a style names none."""
BREATH = Fraction(1, 5)
"""Seconds between two words that are no pause: the first stays highlighted."""
HIGHLIGHT = "#ffd400"
"""Colour of the word that is heard when its HighlightingStyle names none."""
COLUMNS = 42
"""Length of a caption line that is not drawn, only written beside the video."""


@dataclass(frozen=True, slots=True)
class Emphasis:
    """The words of a text and when each is heard, and the style it has then."""

    words: tuple[Heard, ...]
    style: TextStyle


@dataclass(frozen=True, slots=True)
class Writing:
    """A text on [begin, end) seconds.

    `style` has no Fixed fields any more; `scale` multiplies all that it measures in
    pixels.
    """

    begin: Fraction
    end: Fraction
    text: str
    style: TextStyle
    scale: float
    motions: tuple[Motion, ...] = ()
    emphasis: Emphasis | None = None
    way: Way | None = None


class Captions(NamedTuple):
    """Captions as words and those of them that are drawn; notes say what is left out."""

    cues: tuple[Cue, ...] = ()
    drawn: Sequence[Writing] = ()
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Page:
    """The output that is written on, in pixels, and the canvas its texts are meant for.

    `files` says where subtitles, fonts and pictures are, by their address. Random
    choices are drawn from `seed` and the path of the clip.
    """

    frame: Size
    canvas: Canvas | None = None
    files: Mapping[str, Path] = field(default_factory=dict)
    seed: int = 0

    def clip_texts(self, placed: Placed, begin: Fraction, end: Fraction) -> Iterator[Writing]:
        """Yield the Text effects of a picture that is seen on [begin, end)."""
        for number, effect in enumerate(placed.clip.effects):
            if not isinstance(effect, Text):
                continue
            first = begin if effect.timeline_in is None else max(begin, exact(effect.timeline_in))
            last = end if effect.timeline_out is None else min(end, exact(effect.timeline_out))
            if effect.content and first < last:
                where = f"{placed.path}.Effects[{number}]"
                style = self._sized(self._equipped(effect, where), self._magnified(placed))
                yield self._moving(placed, Writing(first, last, effect.content, style, self._scale))

    def subtitle(self, placed: Placed) -> Iterator[Writing]:
        """Yield the text of a subtitle clip; a file or captions to recognise have none."""
        clip = placed.clip
        if isinstance(clip, SubtitleTrackClip) and clip.type == "Text" and clip.content:
            style = self._sized(self._equipped(clip, placed.path))
            text = Writing(placed.start, placed.end, clip.content, style, self._scale)
            yield self._moving(placed, self._scrolling(placed, text))

    def filed(self, placed: Placed) -> Captions:
        """Return the entries of a subtitle file that its clip shows; others have none.

        The time of the file begins with the clip.
        """
        clip = placed.clip
        if not isinstance(clip, SubtitleTrackClip) or clip.type != "Subtitle":
            return Captions()
        found = self._subtitles(clip, f"{placed.path}.FileURL")
        page = replace(self, canvas=found.canvas) if found.canvas else self
        given = _captioned(self._equipped(clip, placed.path))
        drawn = [
            page._moving(
                placed,
                Writing(
                    placed.start + entry.begin,
                    min(placed.start + entry.end, placed.end),
                    entry.text,
                    page._sized(_aligned(entry, given)),
                    page._scale,
                ),
            )
            for entry in found.entries
            if placed.start + entry.begin < placed.end
        ]
        told = tuple(f"{placed.path}: {note}" for note in found.notes)
        return Captions(tuple(_cue(writing) for writing in drawn), drawn, told)

    def captions(self, placed: Placed, speech: Speech) -> Captions:
        """Return the captions of a spoken clip, and those of them that are to be drawn."""
        clip, asr = placed.clip, placed.clip.first(Asr)
        content = clip.content if isinstance(clip, AudioTrackClip) else None
        shown = (asr and asr.alignment_text) or visible(content or "")
        if asr is None:
            return Captions(_heard(cues(speech, shown, _columns, COLUMNS), placed))
        where = f"{placed.path}.Effects[{placed.clip.effects.index(asr)}]"
        style = self._sized(self._equipped(asr, where)).model_copy(update={"adapt_mode": None})
        limit = length(style.text_width or CAPTION_WIDTH, self.frame[0], self._scale)
        heard = _heard(cues(speech, shown, self._measure(style), limit), placed)
        return Captions(
            heard, [self._moving(placed, self._caption(cue, style, asr)) for cue in heard]
        )

    def _caption(self, cue: Cue, style: TextStyle, asr: Asr) -> Writing:
        letters = escaped("\n".join(cue.lines))
        text = Writing(cue.begin, cue.end, letters, style, self._scale)
        if not asr.need_highlighting:
            return text
        return replace(text, emphasis=Emphasis(_joined(cue.words), _highlighted(style, asr)))

    def _moving(self, placed: Placed, text: Writing) -> Writing:
        """Return a text with its motions; those of one clip are drawn alike."""
        random = Random(f"{self.seed} {placed.path}")
        return replace(text, motions=tuple(of_text(text.style, text.begin, text.end, random)))

    def _scrolling(self, placed: Placed, text: Writing) -> Writing:
        """Return a text with its way over the frame, seen until it has gone it."""
        clip = placed.clip
        if not isinstance(clip, SubtitleTrackClip) or not scrolls(clip):
            return text
        box = letter(text, self.frame).box
        found = way(clip, box, self.frame, self._factors, text.end - text.begin)
        if clip.timeline_out is None and clip.scroll_speed and found.length:
            text = replace(text, end=text.begin + found.length)
        return replace(text, way=found)

    def _subtitles(self, clip: SubtitleTrackClip, where: str) -> Subtitles:
        try:
            return read(self._file(clip.file, where), clip.sub_type)
        except RenderError as error:
            raise refused(where, str(error), BROKEN) from error

    def _file(self, address: str, where: str) -> Path:
        found = self.files.get(address)
        if found is None:
            raise refused(where, f"{address} was not found", "InvalidMaterial.NotFound")
        return found

    def _equipped(self, style: TextStyle, where: str) -> TextStyle:
        """Return the style with files of this machine for its addresses, each of them sound."""
        found: dict[str, Any] = {}
        if style.font_url:
            found["font_url"] = str(self._font(style.font_url, f"{where}.FontURL"))
        if any(effect.image_url for effect in style.subtitle_effects):
            found["subtitle_effects"] = tuple(
                self._pictured(effect, f"{where}.SubtitleEffects[{number}].ImageURL")
                for number, effect in enumerate(style.subtitle_effects)
            )
        return style.model_copy(update=found) if found else style

    def _font(self, address: str, where: str) -> Path:
        path = self._file(address, where)
        try:
            font_file(path)
        except TemplateError as error:
            raise refused(where, str(error), BROKEN) from error
        return path

    def _pictured(self, effect: SubtitleEffect, where: str) -> SubtitleEffect:
        if not effect.image_url:
            return effect
        path = self._file(effect.image_url, where)
        try:
            load_picture(path, within=(1, 1))
        except RenderError as error:
            raise refused(where, str(error), BROKEN) from error
        return effect.model_copy(update={"image_url": str(path)})

    @property
    def _factors(self) -> tuple[float, float]:
        """Output pixels for one pixel of the canvas, across and down."""
        if self.canvas is None:
            return 1.0, 1.0
        return self.frame[0] / self.canvas.width, self.frame[1] / self.canvas.height

    @property
    def _scale(self) -> float:
        return min(self._factors)

    def _sized(self, style: TextStyle, shown: float | None = None) -> TextStyle:
        """Return the style without Fixed fields, in pixels that `_scale` makes final.

        `shown` is how many output pixels a pixel of the clip's picture covers: FontSize,
        X and Y follow it. What is fixed, or follows no picture, is meant for the canvas.
        """
        canvas = [factor / self._scale for factor in self._factors]
        across, down = canvas if shown is None else [shown / self._scale] * 2
        grown = 1.0 if shown is None else across
        size = style.font_size * grown if style.font_size else style.fixed_font_size
        x, y = _pixels(style.x, across), _pixels(style.y, down)
        fixed_x, fixed_y = _pixels(style.fixed_x, canvas[0]), _pixels(style.fixed_y, canvas[1])
        return style.model_copy(
            update={
                "font_size": size or TEXT_HEIGHT * min(self.frame) / self._scale,
                "x": fixed_x if x is None else x,
                "y": fixed_y if y is None else y,
                "fixed_font_size": None,
                "fixed_x": None,
                "fixed_y": None,
            }
        )

    def _magnified(self, placed: Placed) -> float:
        """Return how many output pixels one pixel of the clip's picture covers."""
        clip, media = placed.clip, placed.material.source
        if not isinstance(clip, VideoTrackClip) or not isinstance(media, Media):
            return 1.0
        fitted = place(
            (media.width, media.height),
            self.frame,
            x=clip.x,
            y=clip.y,
            width=clip.width,
            height=clip.height,
            adapt=clip.adapt_mode,
        )
        return fitted.box.width / (fitted.part[2] - fitted.part[0])

    def _measure(self, style: TextStyle) -> Width:
        """Return a function that measures lines of the style in output pixels."""
        return measure(style, em_size(style, self._scale), self._scale)


def _captioned(style: TextStyle) -> TextStyle:
    """Return the style of a clip for its file: where it says no place, that of captions."""
    if (style.x, style.y, style.alignment) != (None, None, None):
        return style
    place: dict[str, Any] = {"alignment": "BottomCenter", "y": CAPTION_MARGIN}
    if style.adapt_mode is None:
        place |= {"adapt_mode": "AutoWrap", "text_width": style.text_width or CAPTION_WIDTH}
    return style.model_copy(update=place)


def _aligned(entry: Entry, given: TextStyle) -> TextStyle:
    """Return the style of an entry: its own, or that of its clip where it says."""
    style = entry.style or given
    return style.model_copy(update={"alignment": entry.alignment}) if entry.alignment else style


def _cue(writing: Writing) -> Cue:
    return Cue(writing.begin, writing.end, tuple(clean(plain(writing.text)).split("\n")))


def _pixels(position: float | None, factor: float) -> float | None:
    """Return a position in scaled pixels; below 1 it is a fraction, and one it stays."""
    if position is None or abs(position) < 1:
        return position
    scaled = position * factor
    return scaled if abs(scaled) >= 1 else 0.0


def _heard(captions: Sequence[Cue], placed: Placed) -> tuple[Cue, ...]:
    """Return captions of a speech at the times its clip is heard, none after its end."""
    moved = (cue.moved(placed.start, 1 / placed.speed) for cue in captions)
    return tuple(
        replace(cue, end=min(cue.end, placed.end)) for cue in moved if cue.begin < placed.end
    )


def _joined(words: Sequence[Heard]) -> tuple[Heard, ...]:
    """Return words each of which lasts until the next one, if no pause is between them."""
    nexts = [*(word.begin for word in words[1:]), None]
    return tuple(
        replace(word, end=begin) if begin is not None and begin - word.end < BREATH else word
        for word, begin in zip(words, nexts, strict=True)
    )


def _highlighted(style: TextStyle, asr: Asr) -> TextStyle:
    """Return the style of the word that is heard; the wire has its colours as BGR."""
    wanted = asr.highlighting_style or HighlightingStyle()
    changed: dict[str, object] = {"effect_color_style": None, "font_color": HIGHLIGHT}
    if wanted.font_color:
        changed["font_color"] = _from_bgr(wanted.font_color)
    if wanted.outline_colour:
        changed["outline_colour"] = _from_bgr(wanted.outline_colour)
    if wanted.outline is not None:
        changed["outline"] = wanted.outline
    return style.model_copy(update=changed)


def _from_bgr(colour: str) -> str:
    """Return a colour written blue first, `BBGGRR`, as `#RRGGBB`."""
    digits = colour.strip().removeprefix("#")
    return f"#{digits[4:6]}{digits[2:4]}{digits[:2]}{digits[6:]}"


def _columns(texts: Sequence[str]) -> list[float]:
    """Measure texts in columns: two for a wide letter, none for a mark."""
    return [float(sum(_columns_of(char) for char in text)) for text in texts]


def _columns_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
