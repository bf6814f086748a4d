"""Clips: one clip of a video track as pixels with their place on the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from converter.media import VideoFrames, load_picture
from converter.render.compositing import Pixels, opaque, paste, resized, resized_quickly
from converter.render.effects import background, camera
from converter.render.effects.camera import Plate
from converter.render.effects.reframing import reframed, reframes
from converter.render.effects.treatment import cleaned
from converter.render.placement import Box, Placement, Size, place
from converter.render.recent import Recent
from converter.render.schedule import Look, Showing
from converter.timeline.clips import VideoTrackClip
from converter.timeline.effects import Background, KenBurns

MAX_OPEN_VIDEOS = 4
_PLATES_BUDGET = 96 << 20


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
    """Draws clips for a frame of a size; keeps the videos last used open."""

    def __init__(self, frame: Size, fps: Fraction) -> None:
        self._frame = frame
        self._fps = fps
        self._videos: dict[int, VideoFrames] = {}
        self._plates = Recent[Plate](_PLATES_BUDGET, lambda plate: plate.picture.nbytes)

    def draw(
        self,
        showing: Showing,
        source_frame: int | None,
        sweep_frame: int | None = None,
        clean: tuple[Look, ...] = (),
    ) -> Placed:
        """Draw a clip, a video at one of its frames, filmed at a frame of its camera moves.

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
            ground = _ground(effect, picture, self._frame)
            paste(ground, placed.patch, placed.x, placed.y)
            return Placed(ground, 0, 0)
        return placed

    def close(self) -> None:
        """Close the videos."""
        while self._videos:
            self._videos.popitem()[1].close()

    def _picture(
        self, showing: Showing, source_frame: int | None, clean: tuple[Look, ...]
    ) -> Pixels:
        """Return the source, cleaned and reframed, at the size that is needed."""
        source = self._source(showing, source_frame)
        for look in clean:
            source = cleaned(source, look)
        return opaque(reframed(source, showing.clip.effects))

    def _still(self, showing: Showing, picture: Pixels, *, quickly: bool) -> Placed:
        scale = resized_quickly if quickly and picture.shape[2] == 3 else resized
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
        within = _enough(showing, self._frame)
        if source_frame is None:
            return load_picture(showing.media.path, within=within)
        # The middle of the frame's time, so that no rounding leads to its neighbour.
        middle = (source_frame + Fraction(1, 2)) / (showing.media.fps or self._fps)
        return self._video(showing, within).at(middle)

    def _video(self, showing: Showing, within: Size | None) -> VideoFrames:
        name = id(showing)
        video = self._videos.pop(name, None) or VideoFrames(showing.media.path, within=within)
        self._videos[name] = video
        if len(self._videos) > MAX_OPEN_VIDEOS:
            self._videos.pop(next(iter(self._videos))).close()
        return video


_NOTHING = Placed(np.zeros((0, 0, 4), np.uint8), 0, 0)


def _enough(showing: Showing, frame: Size) -> Size | None:
    """Return the size at which the whole source has all the pixels that show."""
    if reframes(showing.clip.effects) or showing.sweeps:
        return None
    media = showing.media
    placement = _place(showing.clip, (media.width, media.height), frame)
    part, box = placement.part, placement.box
    share = max(box.width / (part[2] - part[0]), box.height / (part[3] - part[1]))
    return (math.ceil(media.width * share), math.ceil(media.height * share)) if share < 1 else None


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


def _ground(effect: Background, picture: Pixels, frame: Size) -> Pixels:
    if effect.sub_type == "Color":
        return background.plain(effect.color, frame)
    return background.blurred(picture, effect.radius, frame)
