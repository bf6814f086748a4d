"""Schedule: a Timeline resolved for one rendering, every time in frames or samples."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from converter.media import Chapter, Media
from converter.render import looks, motions
from converter.render.captions import Cue
from converter.render.scrolling import Way
from converter.speech.model import Speech
from converter.timeline.bands import Band
from converter.timeline.clips import AudioTrackClip, VideoTrackClip
from converter.timeline.effects import KenBurns, Zoom
from converter.timeline.style import TextStyle

SAMPLE_RATE = 48_000


@dataclass(frozen=True, slots=True)
class Window:
    """Half-open range of output frames."""

    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Blend:
    """A transition into a clip: its resolved name and when it runs."""

    name: str
    window: Window


@dataclass(frozen=True, slots=True)
class Motion:
    """How a text comes, goes, or plays in a loop: its resolved name and when."""

    window: Window
    kind: motions.Kind
    name: str
    speed: float = 1.0


@dataclass(frozen=True, slots=True)
class Spoken:
    """A word that is heard in a window: characters [first, last) of its text."""

    window: Window
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Highlight:
    """The words of a text in the order they are heard, and the style of the one that is."""

    style: TextStyle
    words: tuple[Spoken, ...]


@dataclass(frozen=True, slots=True)
class Lettering:
    """Text on the screen: what, in which style, when, and how it moves.

    `style` is resolved: it has no Fixed fields, and follows no picture. `scale` is the
    share of the canvas in the output and multiplies all that is measured in pixels.
    A text with a `way` scrolls along it.
    """

    window: Window
    text: str
    style: TextStyle
    scale: float = 1.0
    motions: tuple[Motion, ...] = ()
    highlight: Highlight | None = None
    way: Way | None = None


@dataclass(frozen=True, slots=True)
class Look:
    """A filter, a picture effect or a region to clean: its resolved name, when it is on.

    A rectangle in `params` is in shares of the picture.
    """

    window: Window
    kind: looks.Kind
    name: str
    params: looks.Params


@dataclass(frozen=True, slots=True)
class Sweep:
    """A move of the camera over a picture, in the first `frames` it is seen."""

    move: KenBurns | Zoom
    frames: int

    def progress(self, frame: int) -> float:
        """Return how far the move has come at a frame: 0 at the first, 1 at the last."""
        return 1.0 if self.frames < 2 else min(1.0, frame / (self.frames - 1))


@dataclass(frozen=True, slots=True)
class Showing:
    """One clip of a video track on the screen.

    `window` is when it may be seen, with the frames that blends need before and after
    it; in the first `lead` of them a video stands still. `clip` says how it is placed,
    `media` what it is, [source_in, source_out) which seconds of a video are used. The
    brightness of `mask` is its opacity, `backdrop` fills the frame behind it.
    """

    window: Window
    clip: VideoTrackClip
    media: Media
    enter: Blend | None = None
    letterings: tuple[Lettering, ...] = ()
    source_in: Fraction = Fraction(0)
    source_out: Fraction | None = None
    speed: Fraction = Fraction(1)
    lead: int = 0
    looks: tuple[Look, ...] = ()
    sweeps: tuple[Sweep, ...] = ()
    mask: Media | None = None
    backdrop: Media | None = None

    @property
    def rate(self) -> Fraction | None:
        """Pictures a second of what moves in it, None where all stands still."""
        moving = (media.rate for media in (self.media, self.mask) if media)
        return max((rate for rate in moving if rate), default=None)

    def second(self, frame: int, fps: Fraction) -> Fraction:
        """Return which second of the source an output frame shows.

        Past the end of the used part it is the last picture of that part; without an end
        an animated image begins again.
        """
        played = max(0, frame - self.window.start - self.lead) / fps * self.speed
        if self.source_out is None:
            turn = self.media.duration if self.media.animated else None
            return played % turn if turn else self.source_in + played
        last = self.source_out - 1 / (self.media.rate or fps)
        return max(self.source_in, min(self.source_in + played, last))


@dataclass(frozen=True, slots=True)
class Sounding:
    """One sound in the mix; `start` and `end` are output samples at SAMPLE_RATE.

    `sound` is speech, or a media file of which [source_in, source_out) seconds are
    used, again and again when `loop`.
    """

    start: int
    end: int
    clip: AudioTrackClip | VideoTrackClip
    sound: Speech | Media
    role: Literal["voice", "music", "sound"]
    source_in: Fraction = Fraction(0)
    source_out: Fraction | None = None
    speed: Fraction = Fraction(1)
    loop: bool = False


@dataclass(frozen=True, slots=True)
class Equalising:
    """Bands that shape the sum of all sounds between two output samples."""

    start: int
    end: int
    bands: tuple[Band, ...]


@dataclass(frozen=True, slots=True)
class Schedule:
    """All there is to draw and to mix.

    `tracks` paint from first to last, `looks` change what they have painted; then come
    `letterings`, then nothing. `cues` are
    captions as words (also those drawn in `letterings`), for sidecar files.
    `notes` say in one line each what is approximated or ignored, and where.
    """

    width: int
    height: int
    fps: Fraction
    frames: int
    tracks: tuple[tuple[Showing, ...], ...]
    letterings: tuple[Lettering, ...]
    soundings: tuple[Sounding, ...]
    cues: tuple[Cue, ...] = ()
    chapters: tuple[Chapter, ...] = ()
    notes: tuple[str, ...] = ()
    looks: tuple[Look, ...] = ()
    equalisings: tuple[Equalising, ...] = ()
