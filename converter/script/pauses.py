"""Pauses: the silence after each shot, with which a film meets its length."""

from __future__ import annotations

from collections.abc import Sequence

from converter.script.model import Shot

PAUSE = 0.5
SHORTEST, LONGEST = 0.3, 0.6


def even(shots: Sequence[Shot], silence: float, between: float) -> tuple[float, float]:
    """Share silence out over the shots; return the pause of each and the seconds left over."""
    each = silence - silent(shots, 0.0, between)
    each /= max(1, sum(bool(shot.sentences) for shot in shots))
    pause = round(min(LONGEST, max(SHORTEST, each)), 3)
    return pause, silence - silent(shots, pause, between)


def silent(shots: Sequence[Shot], pause: float, between: float) -> float:
    """Return the seconds of silence in a film with such pauses."""
    return sum(shot.pause for shot in paused(shots, pause, between))


def paused(shots: Sequence[Shot], pause: float, between: float) -> list[Shot]:
    """Give every spoken shot a pause, longer by `between` where a chapter ends."""
    following = [shot.section for shot in shots[1:]] + [shots[-1].section]
    return [
        shot.model_copy(update={"pause": round(pause + between * (shot.section != after), 3)})
        if shot.sentences
        else shot
        for shot, after in zip(shots, following, strict=True)
    ]
