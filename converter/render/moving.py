"""Moving: what a lettering that moves looks like at a frame.

Its moment is the number, counted from its first frame, of a frame that looks the same;
None where it stands as it was set.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from fractions import Fraction

from converter.render.cel import Cel
from converter.render.effects.motions import find, find_loop
from converter.render.effects.motions.registry import Loop
from converter.render.lettering import Drawn
from converter.render.plates import moved, shift, within
from converter.render.schedule import Lettering, Motion, Window


def moment(lettering: Lettering, frame: int, fps: Fraction) -> int | None:
    """Return the moment of a lettering at an output frame."""
    motion, start = _motion(lettering, frame), lettering.window.start
    if lettering.way:
        return frame - start if motion else lettering.way.frame(frame - start, fps)
    if motion is None or motion.kind != "loop":
        return None if motion is None else frame - start
    loop, _ = find_loop(motion.name)
    if not loop.active:
        return None
    first = motion.window.start
    return first - start + loop.frame(frame - first, _turn(loop, motion, fps))


def word(lettering: Lettering, frame: int) -> int | None:
    """Return the number of the word that is highlighted at an output frame."""
    words = lettering.highlight.words if lettering.highlight else ()
    last = bisect_right([spoken.window.start for spoken in words], frame) - 1
    return last if last >= 0 and frame < words[last].window.end else None


def changes(lettering: Lettering) -> Iterator[int]:
    """Yield the frames at which a lettering starts or stops to move, or lights a word."""
    for motion in lettering.motions:
        yield from (motion.window.start, motion.window.end)
    for spoken in lettering.highlight.words if lettering.highlight else ():
        yield from (spoken.window.start, spoken.window.end)


def shown(cel: Cel, lettering: Lettering, moment: int | None, fps: Fraction) -> Drawn:
    """Return the picture of a lettering at a moment of it."""
    if moment is None:
        return cel.whole
    frame = lettering.window.start + moment
    motion = _motion(lettering, frame)
    drawn = _moved(cel, motion, frame, fps) if motion else cel.whole
    if lettering.way is None:
        return drawn
    place, box = lettering.way.place(moment / fps), drawn.box
    step = shift(place - box.x, 0) if lettering.way.across else shift(0, place - box.y)
    return moved(within(drawn, step, cel.frame), step, cel.frame)


def notes(lettering: Lettering) -> Iterator[str]:
    """Yield what is shown otherwise than asked for."""
    for motion in lettering.motions:
        _, note = find_loop(motion.name) if motion.kind == "loop" else find(motion.name)
        if note:
            yield note


def progress(window: Window, frame: int) -> float:
    """Return how far something has come at a frame of its window: more than 0, less than 1.

    What was before stands alone on the frame before the window, what follows on the one
    after it.
    """
    return (frame - window.start + 1) / (window.end - window.start + 1)


def _motion(lettering: Lettering, frame: int) -> Motion | None:
    running = (m for m in lettering.motions if m.window.start <= frame < m.window.end)
    return next(running, None)


def _moved(cel: Cel, motion: Motion, frame: int, fps: Fraction) -> Drawn:
    if motion.kind == "loop":
        loop, _ = find_loop(motion.name)
        turn = _turn(loop, motion, fps)
        return loop.drawing(cel, float((frame - motion.window.start) % turn / turn))
    entrance, _ = find(motion.name)
    come = progress(motion.window, frame)
    return entrance.drawing(cel, 1 - come if motion.kind == "out" else come)


def _turn(loop: Loop, motion: Motion, fps: Fraction) -> Fraction:
    """Return how many frames a turn of a loop takes: whole ones where it is not fast."""
    turn = loop.period * fps / Fraction(motion.speed)
    return Fraction(max(1, round(turn))) if turn >= 10 else turn
