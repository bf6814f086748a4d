"""Picture: draws the frames of a Schedule, each from the schedule and its number alone."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator

import numpy as np

from converter.render import lettering, moving
from converter.render.cel import Cel
from converter.render.clips import Clips, Placed
from converter.render.compositing import Pixels, faded, paste
from converter.render.effects import transitions, treatment
from converter.render.effects.treatment import treated
from converter.render.fingerprint import Fingerprints
from converter.render.moments import Coat, Moment, Moments, Shown, Stretch
from converter.render.recent import Recent
from converter.render.schedule import Lettering, Schedule, Showing
from converter.timeline.effects import Harmonization, Matting
from converter.timeline.support import NOT_MADE

_COMPOSED, _PLACED = 4, 4
"""Pictures of the frame's size that are kept: what a transition leads from and to, and
what lies below their texts."""
_LETTERED_BUDGET = 24 << 20


class Painter:
    """Draws the frames of a schedule. What stands still is drawn once.

    `ground` is the grey, 0 to 255, where nothing is. `close` it when videos are
    shown.
    """

    def __init__(self, schedule: Schedule, *, ground: int = 0) -> None:
        self._schedule = schedule
        self._ground = ground
        self._frame = schedule.width, schedule.height
        self._moments = Moments(schedule)
        # A clip and its mask, and those that come next.
        self._clips = Clips(self._frame, files=2 * self._moments.most_coats + 2)
        size = 3 * schedule.width * schedule.height
        self._composed = Recent[Pixels](_COMPOSED * size, lambda picture: picture.nbytes)
        self._placed = Recent[Placed](_PLACED * size, lambda placed: placed.patch.nbytes)
        self._lettered = Recent[Cel](_LETTERED_BUDGET, lambda cel: cel.nbytes)
        self._fingerprints = Fingerprints(schedule)
        self._overflows: dict[Hashable, str] = {}

    @property
    def notes(self) -> tuple[str, ...]:
        """What is drawn otherwise than asked for, one line each.

        Texts that leave the frame are known only after they are drawn.
        """
        return tuple(dict.fromkeys((*_notes(self._schedule), *self._overflows.values())))

    def notes_on(self, frames: Iterable[int]) -> tuple[str, ...]:
        """Return what came to light when these frames were drawn: texts that leave the frame."""
        names = (name for frame in frames for name in _texts(self._moments.at(frame)))
        found = (self._overflows.get(name) for name in names)
        return tuple(dict.fromkeys(note for note in found if note))

    def key(self, frame: int) -> Hashable:
        """Return the key of a frame: equal keys promise equal pictures."""
        return self._moments.at(frame)

    def fingerprint(self, frame: int) -> bytes:
        """Return a digest of the picture, whichever schedule it is in: a key for ever."""
        return self._fingerprints.of(self._moments.at(frame))

    def stretches(self) -> Iterator[Stretch]:
        """Yield the longest runs of frames with equal keys, and the fades between."""
        return self._moments.stretches()

    def draw(self, frame: int) -> Pixels:
        """Draw a frame as RGB, shape (height, width, 3); the array is read-only."""
        moment = self._moments.at(frame)
        picture = self._compose(moment.coats)
        for number, when in moment.looks:
            picture = treated(picture, self._schedule.looks[number], when, self._schedule.fps)
            picture = picture if picture.shape[2] == 3 else self._on_ground(picture)
        if moment.letterings:
            picture = picture.copy()
            for shown in moment.letterings:
                text = self._schedule.letterings[shown.number]
                self._letter(picture, (shown.number,), text, shown)
        picture.flags.writeable = False
        return picture

    def close(self) -> None:
        """Close the videos that are open."""
        self._clips.close()

    def _compose(self, coats: tuple[Coat, ...]) -> Pixels:
        """Return the picture of some coats over the ground."""
        if not coats:
            return self._bare()
        if coats[-1].progress is not None:
            return self._blend(coats, coats[-1].progress)
        return self._composed.get(coats, lambda: self._cover(coats))

    def _blend(self, coats: tuple[Coat, ...], progress: float) -> Pixels:
        """Return the transition from what was there to what it is with the last coat."""
        top = coats[-1]._replace(progress=None)
        below = tuple(coat for coat in coats[:-1] if coat.track != top.track)
        enter = self._showing(top).enter
        blending, _ = transitions.find(enter.name if enter else "fade")
        return blending(self._compose(coats[:-1]), self._compose((*below, top)), progress)

    def _cover(self, coats: tuple[Coat, ...]) -> Pixels:
        """Lay the last coat over the others."""
        top = coats[-1]
        showing = self._showing(top)
        placed = self._seen(top, showing)
        if placed.hides(self._frame) and not top.texts:
            return placed.patch
        hidden = placed.hides(self._frame)
        canvas = placed.patch.copy() if hidden else self._compose(coats[:-1]).copy()
        if not hidden:
            paste(canvas, placed.patch, placed.x, placed.y)
        for shown in top.texts:
            name = top.track, top.number, shown.number
            self._letter(canvas, name, showing.letterings[shown.number], shown)
        return canvas

    def _seen(self, coat: Coat, showing: Showing) -> Placed:
        """Return a clip with its looks, without its texts."""
        seen = self._looked(coat._replace(progress=None, texts=()), showing)
        return Placed(faded(seen.patch, showing.clip.opacity), seen.x, seen.y)

    def _looked(self, coat: Coat, showing: Showing) -> Placed:
        """Return a clip with the last of its looks over the others."""
        return self._placed.get(coat, lambda: self._treat(coat, showing))

    def _treat(self, coat: Coat, showing: Showing) -> Placed:
        looks = [showing.looks[number] for number, _ in coat.looks]
        if not looks or looks[-1].kind == "DeWatermark":
            return self._clips.draw(showing, coat.source_frame, coat.sweep, tuple(looks))
        below = self._looked(coat._replace(looks=coat.looks[:-1]), showing)
        if not below.patch.size:
            return below
        patch = treated(below.patch, looks[-1], coat.looks[-1].moment, self._schedule.fps)
        return Placed(patch, below.x, below.y)

    def _bare(self) -> Pixels:
        return np.full((self._frame[1], self._frame[0], 3), self._ground, np.uint8)

    def _on_ground(self, picture: Pixels) -> Pixels:
        ground = self._bare()
        paste(ground, picture, 0, 0)
        return ground

    def _letter(self, canvas: Pixels, name: tuple[int, ...], text: Lettering, shown: Shown) -> None:
        cel = self._lettered.get((name, shown.word), lambda: Cel(text, self._frame, shown.word))
        drawn = moving.shown(cel, text, shown.moment, self._schedule.fps)
        paste(canvas, drawn.patch, drawn.x, drawn.y)
        if cel.whole.overflow and text.way is None:
            self._overflows[name] = f"text {_shortened(text.text)} {cel.whole.overflow}"

    def _showing(self, coat: Coat) -> Showing:
        return self._schedule.tracks[coat.track][coat.number]


def _texts(moment: Moment) -> Iterator[Hashable]:
    """Yield the names under which a moment's letterings are drawn."""
    for coat in moment.coats:
        yield from ((coat.track, coat.number, shown.number) for shown in coat.texts)
    yield from ((shown.number,) for shown in moment.letterings)


def _notes(schedule: Schedule) -> Iterator[str]:
    for showing in (showing for track in schedule.tracks for showing in track):
        yield from _clip_notes(showing)
        for text in showing.letterings:
            yield from _text_notes(text)
    for look in schedule.looks:
        yield from treatment.notes(look)
    for text in schedule.letterings:
        yield from _text_notes(text)


def _text_notes(text: Lettering) -> Iterator[str]:
    yield from lettering.notes(text)
    yield from moving.notes(text)


def _clip_notes(showing: Showing) -> Iterator[str]:
    if showing.enter:
        _, note = transitions.find(showing.enter.name)
        if note:
            yield note
    for look in showing.looks:
        yield from treatment.notes(look)
    for effect in showing.clip.effects:
        if isinstance(effect, Harmonization | Matting) and effect.type in NOT_MADE:
            yield f"effect {effect.type} is not drawn"


def _shortened(text: str) -> str:
    return repr(text if len(text) <= 40 else text[:39] + "…")
