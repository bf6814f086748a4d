"""Clips: one clip of a video track as pixels with their place on the frame."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import numpy as np

from converter.media import Animation, Media, VideoFrames, load_picture
from converter.render.compositing import Pixels, opaque, paste, resized, resized_quickly
from converter.render.effects import background, camera
from converter.render.effects.camera import Plate
from converter.render.effects.matte import keyed, masked_by
from converter.render.effects.reframing import reframed, reframes
from converter.render.effects.treatment import cleaned
from converter.render.placement import Box, Placement, Size, place
from converter.render.recent import Recent
from converter.render.schedule import Look, Showing
from converter.timeline.clips import VideoTrackClip
from converter.timeline.effects import Background, KenBurns, Matting

MOST_PIXELS = 24_000_000
"""What is larger is reduced to so many before anything else is done to it."""
_PLATES_BUDGET = 64 << 20
_GROUNDS = 3
"""Pictures of the frame's size that are kept to lie behind others."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Pixels, RGB or RGBA, at `x`, `y` of the frame."""

    patch: Pixels
    x: int
    y: int

    def hides(self, frame: Size) -> bool:
        """Tell whether nothing below can be seen."""
        height, width, channels = self.patch.shape
        return channels == 3 and Box(self.x, self.y, width, height).covers(frame)


class Clips:
    """Draws clips for a frame of a size; keeps the `files` videos last used open."""

    def __init__(self, frame: Size, *, files: int) -> None:
        self._frame = frame
        self._files = files
        self._videos: dict[tuple[int, Path], VideoFrames | Animation] = {}
        self._plates = Recent[Plate](_PLATES_BUDGET, lambda plate: plate.picture.nbytes)
        budget = _GROUNDS * 3 * math.prod(frame)
        self._grounds = Recent[Pixels](budget, lambda picture: picture.nbytes)

    def draw(
        self,
        showing: Showing,
        source_frame: int | None,
        sweep_frame: int | None = None,
        clean: tuple[Look, ...] = (),
    ) -> Placed:
        """Draw a clip, what moves at a frame of it, filmed at a frame of its camera moves.

        `clean` are the regions to clean. Opacity is left to the caller.
        """
        if sweep_frame is None:
            picture = self._picture(showing, source_frame, clean)
            placed = self._still(showing, picture, quickly=source_frame is not None)
        else:
            plate = self._plate(showing, source_frame, clean)
            picture = plate.picture
            placed = self._filmed(showing, plate, sweep_frame)
        effect = showing.clip.first(Background)
        if effect and not placed.hides(self._frame):
            name = (id(showing), source_frame, tuple(map(id, clean)))
            ground = self._ground(effect, showing, picture, name).copy()
            paste(ground, placed.patch, placed.x, placed.y)
            return Placed(ground, 0, 0)
        return placed

    def _ground(
        self, effect: Background, showing: Showing, picture: Pixels, name: Hashable
    ) -> Pixels:
        """Return what is behind a clip; `name` is that of its picture."""
        if effect.sub_type == "Color":
            return background.plain(effect.color, self._frame)
        if showing.backdrop:
            media = showing.backdrop
            return self._grounds.get(media.path, lambda: self._backdrop(media))
        return self._grounds.get(
            name, lambda: background.blurred(picture, effect.radius, self._frame)
        )

    def close(self) -> None:
        """Close the videos."""
        while self._videos:
            self._videos.popitem()[1].close()

    def _picture(
        self, showing: Showing, source_frame: int | None, clean: tuple[Look, ...]
    ) -> Pixels:
        """Return the source, cleaned, cut out and reframed, at the size that is needed."""
        picture = self._source(showing, source_frame)
        full = showing.media.width, showing.media.height
        for look in clean:
            picture = cleaned(picture, look)
        if showing.mask:
            size = picture.shape[1], picture.shape[0]
            picture = masked_by(picture, self._seen(showing, showing.mask, source_frame, size))
        for matting in showing.clip.all(Matting):
            if matting.type == "AI_Matting":
                picture = keyed(picture, matting.color or "green")
        return opaque(reframed(picture, showing.clip.effects, picture.shape[1] / full[0]))

    def _still(self, showing: Showing, picture: Pixels, *, quickly: bool) -> Placed:
        scale = resized_quickly if quickly else resized
        visible = _placement(showing.clip, picture, self._frame).visible(self._frame)
        if not visible:
            return _NOTHING
        box = visible.box
        return Placed(scale(picture, (box.width, box.height), visible.part), box.x, box.y)

    def _filmed(self, showing: Showing, plate: Plate, frame: int) -> Placed:
        size = plate.size
        placement = _stage(showing.clip, size, self._frame)
        filmed = camera.place_filmed(showing.sweeps, size, placement, frame)
        visible = filmed.visible(self._frame)
        if not visible:
            return _NOTHING
        box = visible.box
        return Placed(plate.seen(visible.part, (box.width, box.height)), box.x, box.y)

    def _plate(self, showing: Showing, source_frame: int | None, clean: tuple[Look, ...]) -> Plate:
        """Return what the camera films; that of a still is made once."""
        make = Plate.still if source_frame is None else Plate.moving

        def scaled() -> Plate:
            picture = self._picture(showing, source_frame, clean)
            size = (picture.shape[1], picture.shape[0])
            stage = _stage(showing.clip, size, self._frame)
            return make(picture, camera.closest(showing.sweeps, size, stage))

        name = (id(showing), source_frame, tuple(map(id, clean)))
        return self._plates.get(name, scaled)

    def _source(self, showing: Showing, source_frame: int | None) -> Pixels:
        return self._seen(showing, showing.media, source_frame, _enough(showing, self._frame))

    def _seen(
        self, showing: Showing, media: Media, source_frame: int | None, within: Size
    ) -> Pixels:
        """Return the picture of a clip, or of its mask, at a frame of what moves in it."""
        if media.rate is None or source_frame is None:
            return load_picture(media.path, within=within)
        # The middle of the frame's time, so that no rounding leads to its neighbour.
        second = (source_frame + Fraction(1, 2)) / (showing.rate or media.rate)
        if media.animated and media.duration:
            second %= media.duration
        return self._opened(showing, media, within).at(second)

    def _opened(self, showing: Showing, media: Media, within: Size) -> VideoFrames | Animation:
        name = id(showing), media.path
        kind = Animation if media.animated else VideoFrames
        video = self._videos.pop(name, None) or kind(media.path, within=within)
        self._videos[name] = video
        if len(self._videos) > self._files:
            self._videos.pop(next(iter(self._videos))).close()
        return video

    def _backdrop(self, media: Media) -> Pixels:
        share = max(self._frame[0] / media.width, self._frame[1] / media.height)
        within = math.ceil(media.width * share), math.ceil(media.height * share)
        picture = load_picture(media.path, within=within)
        return background.on_colour(background.covered(picture, self._frame), "#000000")


_NOTHING = Placed(np.zeros((0, 0, 4), np.uint8), 0, 0)


def _enough(showing: Showing, frame: Size) -> Size:
    """Return the size at which the whole source has all the pixels that show."""
    media = showing.media
    share = min(1.0, (MOST_PIXELS / (media.width * media.height)) ** 0.5)
    if not reframes(showing.clip.effects) and not showing.sweeps:
        placement = _place(showing.clip, (media.width, media.height), frame)
        part, box = placement.part, placement.box
        across, down = box.width / (part[2] - part[0]), box.height / (part[3] - part[1])
        share = min(share, max(across, down))
    return math.ceil(media.width * share), math.ceil(media.height * share)


def _placement(clip: VideoTrackClip, picture: Pixels, frame: Size) -> Placement:
    return _place(clip, (picture.shape[1], picture.shape[0]), frame)


def _place(clip: VideoTrackClip, size: Size, frame: Size) -> Placement:
    return place(
        size,
        frame,
        x=clip.x,
        y=clip.y,
        width=clip.width,
        height=clip.height,
        adapt=clip.adapt_mode,
    )


def _stage(clip: VideoTrackClip, picture: Size, frame: Size) -> Placement:
    """Return the placement of a clip whose camera moves; a KenBurns fills the frame."""
    if not clip.first(KenBurns):
        return _place(clip, picture, frame)
    box = _place(clip, frame, frame).box
    return Placement((0.0, 0.0, float(picture[0]), float(picture[1])), box)
