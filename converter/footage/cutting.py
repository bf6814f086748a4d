"""Cutting: long videos into shots, at even lengths or where the scene changes."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from converter.footage.dross import Dross, dross
from converter.footage.model import Footage, Range, Shot, within, without
from converter.footage.survey import finds_scenes, survey
from converter.media import Media

TOO_SHORT = Fraction(1, 2)
"""What remains of a video is a shot of its own from this share of a shot on."""
LEAST = Fraction(1, 2)
"""Seconds: a scene, or what lies between dross, that is shorter is no shot."""
LONGEST = Fraction(15)
"""Seconds: a scene that goes on for longer, as in a talk, is several shots."""
TICKS = 10_000
"""In a second, the precision of times on the wire."""
WITHOUT_EXTRA = "scenes are not looked for without the extra `footage`, cut at even lengths instead"


@dataclass(frozen=True, slots=True)
class Cutting:
    """How footage is cut: SingleShotDuration, EnableClipSplit, EnableClipDetection, ImageDuration.

    `by_scenes` cuts where the scene changes and ignores `length`; `clean` leaves black
    frames, credits and what looks like adverts out. `still` is how long pictures are shown.
    """

    length: Fraction = Fraction(3)
    by_scenes: bool = False
    clean: bool = False
    still: Fraction = Fraction(2)


def cut(
    source: str, media: Media, cutting: Cutting = Cutting(), ranges: Sequence[Range] = ()
) -> Footage:
    """Cut a material into shots, in its order; only `ranges` of it, where there are any.

    A picture is one shot. The notes name what was left out and why. Raises RenderError
    for a film that cannot be decoded.
    """
    if media.kind == "image":
        return Footage((Shot(source, media, cutting.still),))
    whole = Fraction(0), media.duration or Fraction(0)
    waste = dross(survey(media.path)) if cutting.clean else []
    usable = [
        (_up(begin), _down(end))
        for stretch in (within(whole, ranges) if ranges else [whole])
        for begin, end in without(stretch, (one.stretch for one in waste))
        if end - begin >= LEAST or not waste
    ]
    scenes = _scenes(media, usable) if cutting.by_scenes else None
    length = cutting.length if scenes is None else LONGEST
    shots = tuple(
        Shot(source, media, end - begin, begin, end, limit)
        for start, limit in (usable if scenes is None else scenes)
        for begin, end in _even(start, limit, length)
    )
    notes = list(_left_out(source, waste))
    if cutting.by_scenes and scenes is None:
        notes.append(f"{source}: {WITHOUT_EXTRA}")
    return Footage(shots, tuple(notes))


def _scenes(media: Media, usable: Sequence[Range]) -> list[Range] | None:
    """Return what is usable of each scene, None without the extra."""
    if not finds_scenes():
        return None
    scenes = [scene.stretch for scene in survey(media.path).scenes]
    parts = (part for stretch in usable for part in within(stretch, scenes))
    return [(_up(begin), _down(end)) for begin, end in parts if end - begin >= LEAST]


def _even(begin: Fraction, end: Fraction, length: Fraction) -> Iterator[Range]:
    """Cut a stretch into pieces of a length; a short rest stays with the last one."""
    while end - begin >= (1 + TOO_SHORT) * length:
        yield begin, begin + length
        begin += length
    if begin < end:
        yield begin, end


def _left_out(source: str, waste: Sequence[Dross]) -> Iterator[str]:
    for kind in sorted({one.kind for one in waste}):
        stretches = [one.stretch for one in waste if one.kind == kind]
        seconds = float(sum(end - begin for begin, end in stretches))
        places = ", ".join(f"{_clock(begin)}-{_clock(end)}" for begin, end in stretches[:3])
        more = f" and {len(stretches) - 3} more" if len(stretches) > 3 else ""
        yield f"{source}: {seconds:.1f} s left out ({kind}): {places}{more}"


def _clock(second: Fraction) -> str:
    minutes, seconds = divmod(float(second), 60)
    return f"{minutes:.0f}:{seconds:04.1f}"


def _up(second: Fraction) -> Fraction:
    return Fraction(math.ceil(second * TICKS), TICKS)


def _down(second: Fraction) -> Fraction:
    return Fraction(math.floor(second * TICKS), TICKS)
