"""Segments: a video divided where playing may begin, its parts coded apart and joined.

A segment's coded pictures depend on nothing but what they show, so they are content:
coded on any core, in any order, kept in a store and used again by the next rendering, or
by the same one after it was broken off. How often each picture repeats is written when
the parts are joined; it costs next to nothing and may change from one rendering to the
next.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Future, ThreadPoolExecutor
from itertools import pairwise
from queue import SimpleQueue
from threading import Event
from typing import NamedTuple, Protocol, Self

from converter.media import CodedFrame, Picture, VideoEncoder, VideoSettings
from converter.render.fingerprint import digest
from converter.render.moments import Stretch
from converter.render.stills import LONGEST_FADE, Weaver
from converter.store import Store, packed, unpacked

Segment = tuple[Stretch, ...]
"""Stretches of which the first, and no other, is a key: playing may begin there."""

SEEK_SECONDS = 10

BETWEEN = 3
"""Pictures between two references, at most."""

RUN = 16
"""Pictures that a thread draws and codes at a time, at least."""


class Artist(Protocol):
    """Draws the frames of a video, one at a time."""

    def draw(self, frame: int) -> Picture:
        """Return the picture of a frame."""

    def fingerprint(self, frame: int) -> bytes:
        """Return a digest of all that the picture is made of."""

    def notes_on(self, frames: Iterable[int]) -> tuple[str, ...]:
        """Return what came to light when these frames were drawn."""


def divide(stretches: Iterable[Stretch], interval: int) -> Iterator[Segment]:
    """Divide a video into segments.

    One begins with every new scene, and after `interval` frames at the latest, rather
    where the picture changes than in the midst of a still.
    """
    segment: list[Stretch] = []
    for stretch in _with_keys(_bridged(stretches), interval):
        if stretch.key_frame and segment:
            yield tuple(segment)
            segment = []
        segment.append(stretch)
    if segment:
        yield tuple(segment)


def _bridged(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Divide long fades by frames of their own."""
    for stretch in stretches:
        steps = stretch.fade + 1
        pieces = -(-steps // (LONGEST_FADE + 1))
        edges = [steps * piece // pieces for piece in range(pieces)]
        for before, edge in pairwise(edges):
            yield Stretch(stretch.first - steps + edge, 1, False, edge - before - 1)
        yield stretch._replace(fade=steps - edges[-1] - 1)


def _with_keys(stretches: Iterable[Stretch], interval: int) -> Iterator[Stretch]:
    """Divide stretches so that each key stands at its beginning, and mark it.

    What fades in needs the picture before it, so the key of its scene is where the
    picture changes next, or a frame later where that is a fade again. Two frames are
    the shortest segment: of two keys on end, a decoder could take the second for a
    part of the first.
    """
    since, due = interval, True
    whole = list(stretches)
    for stretch, following in zip(whole, [*whole[1:], None], strict=True):
        late = 2 * since >= interval and since + stretch.fade + stretch.frames > interval
        due = due or stretch.key_frame or late
        fade, left = stretch.fade, stretch.frames
        while left:
            key = not fade and since >= (2 if due else interval)
            since, due = (0, False) if key else (since, due)
            length = min(left, max(1, interval - since - fade))
            if due and (following is None or following.fade):
                length = 1
            yield Stretch(stretch.first + stretch.frames - left, length, key, fade)
            since, left, fade = since + fade + length, left - length, 0


def between(segment: Segment) -> list[bool]:
    """Tell of each stretch whether its picture is coded from both neighbours.

    So are three of four pictures that move: it takes less time and half the bytes. What
    repeats or fades is referred to.
    """
    flags = [False]
    for run, following in pairwise(segment[1:]):
        moves = run.frames == 1 and not run.fade and not following.fade
        flags.append(moves and not all(flags[-BETWEEN:]))
    return [*flags, False][: len(segment)]


def _coding_order(segment: Segment) -> Iterator[tuple[Stretch, int | None]]:
    """Yield references with the number of pictures between, which follow with None."""
    waiting: list[Stretch] = []
    for run, flag in zip(segment, between(segment), strict=True):
        if flag:
            waiting.append(run)
        else:
            yield run, len(waiting)
            yield from ((other, None) for other in waiting)
            waiting = []


def _runs(segments: Iterable[Segment]) -> Iterator[list[Segment]]:
    """Group segments so that what neighbours share, a photograph, is seldom drawn twice."""
    run: list[Segment] = []
    for segment in segments:
        run.append(segment)
        if sum(map(len, run)) >= RUN:
            yield run
            run = []
    if run:
        yield run


class Coder:
    """Codes segments, those that no store has, with as many threads as there are artists.

    `settings` are `still_settings`. `notes` are complete when all frames were asked for.
    """

    def __init__(
        self, settings: VideoSettings, artists: Sequence[Artist], store: Store | None = None
    ) -> None:
        """Take what draws and what keeps; each artist is used by one thread at a time."""
        self._settings = settings
        self._artists = SimpleQueue[Artist]()
        for artist in artists:
            self._artists.put(artist)
        self._threads = len(artists)
        self._store = store
        self._stopped = Event()
        self.notes: dict[str, None] = {}

    def frames(self, segments: Iterable[Segment]) -> Iterator[CodedFrame]:
        """Yield all frames in the order of coding."""
        weaver = Weaver(VideoEncoder(self._settings).header)
        for segment, (notes, pictures) in self._ahead(segments):
            self.notes |= dict.fromkeys(notes)
            for (run, between), data in zip(_coding_order(segment), pictures, strict=True):
                coded = CodedFrame(data, run.key_frame)
                if between is None:
                    yield weaver.between(coded)
                else:
                    yield from weaver.reference(
                        coded, repeats=run.frames, fade=run.fade, between=between
                    )
        yield from weaver.finish()

    def _ahead(self, segments: Iterable[Segment]) -> Iterator[tuple[Segment, Piece]]:
        """Yield segments with what they are coded into, some of them ahead of who asks."""
        waiting: deque[Future[list[tuple[Segment, Piece]]]] = deque()
        pool = ThreadPoolExecutor(self._threads, thread_name_prefix="segment")
        try:
            for run in _runs(segments):
                waiting.append(pool.submit(self._pieces, run))
                if len(waiting) > 2 * self._threads:
                    yield from waiting.popleft().result()
            while waiting:
                yield from waiting.popleft().result()
        finally:
            self._stopped.set()
            pool.shutdown(cancel_futures=True)

    def _pieces(self, run: list[Segment]) -> list[tuple[Segment, Piece]]:
        """Return segments with their pieces of the stream."""
        artist = self._artists.get()
        try:
            return [(segment, self._piece(segment, artist)) for segment in run]
        finally:
            self._artists.put(artist)

    def _piece(self, segment: Segment, artist: Artist) -> Piece:
        """Return a segment's piece of the stream, kept or coded now."""
        shown = [artist.fingerprint(run.first) for run in segment]
        name = digest(self._settings, shown, between(segment))
        kept = self._store.get(name) if self._store else None
        if kept is not None:
            return Piece.unpacked(kept)
        piece = self._coded(segment, artist)
        if self._store:
            self._store.put(name, piece.packed())
        return piece

    def _coded(self, segment: Segment, artist: Artist) -> Piece:
        encoder = VideoEncoder(self._settings)
        pictures: list[CodedFrame] = []
        for run, flag in zip(segment, between(segment), strict=True):
            if self._stopped.is_set():
                raise CancelledError
            picture = artist.draw(run.first)
            pictures += encoder.push(picture, key=run.key_frame, between=flag)
        pictures += encoder.finish()
        notes = artist.notes_on([run.first for run in segment])
        return Piece(notes, tuple(picture.data for picture in pictures))


class Piece(NamedTuple):
    """What a segment is coded into, and what came to light."""

    notes: tuple[str, ...]
    pictures: tuple[bytes, ...]

    def packed(self) -> bytes:
        """Return all as bytes."""
        return packed(("\n".join(self.notes).encode(), *self.pictures))

    @classmethod
    def unpacked(cls, value: bytes) -> Self:
        """Return what was packed."""
        notes, *pictures = unpacked(value)
        return cls(tuple(notes.decode().splitlines()), tuple(pictures))
