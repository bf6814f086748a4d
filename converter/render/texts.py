"""What is written on the screen, and how large: styles become numbers of the output.

A Timeline speaks of text in pixels of its picture, of a canvas, or of the output. The
rules that turn one into the other are here, so that whoever draws a lettering needs
none of them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from converter.media import Media
from converter.render.captions import Cue, Width, cues
from converter.render.faces import BOLD, face
from converter.render.lettering import em_size
from converter.render.placement import Size, length, place
from converter.render.timing import Placed
from converter.speech import Speech, visible
from converter.timeline.clips import AudioTrackClip, Canvas, SubtitleTrackClip, VideoTrackClip
from converter.timeline.effects import Asr, Text
from converter.timeline.style import TextStyle
from converter.timeline.values import exact
from converter.typeset import families, widths

CAPTION_WIDTH = 0.9
"""Share of the frame a line of captions may take when its style does not say."""
TEXT_HEIGHT = 0.05
"""Share of the shorter side that is the font size when a style names none."""
COLUMNS = 42
"""Length of a caption line that is not drawn, only written beside the video."""


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


@dataclass(frozen=True, slots=True)
class Page:
    """The output that is written on, in pixels, and the canvas its texts are meant for."""

    frame: Size
    canvas: Canvas | None = None

    def clip_texts(self, placed: Placed, begin: Fraction, end: Fraction) -> Iterator[Writing]:
        """Yield the Text effects of a picture that is seen on [begin, end)."""
        for effect in placed.clip.all(Text):
            first = begin if effect.timeline_in is None else max(begin, exact(effect.timeline_in))
            last = end if effect.timeline_out is None else min(end, exact(effect.timeline_out))
            if effect.content and first < last:
                style = self._sized(effect, self._magnified(placed))
                yield Writing(first, last, effect.content, style, self._scale)

    def subtitle(self, placed: Placed) -> Iterator[Writing]:
        """Yield the text of a subtitle clip; a file or captions to recognise have none."""
        clip = placed.clip
        if isinstance(clip, SubtitleTrackClip) and clip.type == "Text" and clip.content:
            style = self._sized(clip)
            yield Writing(placed.start, placed.end, clip.content, style, self._scale)

    def captions(self, placed: Placed, speech: Speech) -> tuple[tuple[Cue, ...], list[Writing]]:
        """Return the captions of a spoken clip, and those of them that are to be drawn."""
        clip, asr = placed.clip, placed.clip.first(Asr)
        content = clip.content if isinstance(clip, AudioTrackClip) else None
        shown = (asr and asr.alignment_text) or visible(content or "")
        if asr is None:
            return _heard(cues(speech, shown, _columns, COLUMNS), placed), []
        style = self._sized(asr).model_copy(update={"adapt_mode": None})
        limit = length(style.text_width or CAPTION_WIDTH, self.frame[0], self._scale)
        heard = _heard(cues(speech, shown, self._measure(style), limit), placed)
        return heard, [
            Writing(cue.begin, cue.end, "\n".join(cue.lines), style, self._scale) for cue in heard
        ]

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
        found, _ = face(style.font)
        options = {
            "size": f"{em_size(style, self._scale)}pt",
            "weight": str(BOLD if style.font_face.bold else found.weight),
            "style": '"italic"' if style.font_face.italic else '"normal"',
            "tracking": f"{style.spacing * self._scale}pt",
            "font": families([found.family]),
        }
        look = ", ".join(f"{name}: {value}" for name, value in options.items())
        return lambda texts: widths(texts, look)


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
        Cue(cue.begin, min(cue.end, placed.end), cue.lines)
        for cue in moved
        if cue.begin < placed.end
    )


def _columns(texts: Sequence[str]) -> list[float]:
    """Measure texts in columns: two for a wide letter, none for a mark."""
    return [float(sum(_columns_of(char) for char in text)) for text in texts]


def _columns_of(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
