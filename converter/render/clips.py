"""Clips: one clip of a video track as pixels with their place on the frame."""

from __future__ import annotations

import math
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from converter.media import VideoFrames, load_picture
from converter.render.compositing import Pixels, faded, opaque, paste, resized, resized_quickly
from converter.render.effects import background
from converter.render.effects.reframing import reframed, reframes
from converter.render.placement import Box, Placement, Size, place
from converter.render.schedule import Showing
from converter.timeline.clips import VideoTrackClip
from converter.timeline.effects import Background

MAX_OPEN_VIDEOS = 4


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

    def draw(self, showing: Showing, source_frame: int | None) -> Placed:
        """Draw a clip, a video at one of its frames."""
        clip = showing.clip
        source = self._source(showing, source_frame)
        picture = opaque(reframed(source, clip.effects))
        scale = resized if source_frame is None or picture.shape[2] == 4 else resized_quickly
        visible = _placement(clip, picture, self._frame).visible(self._frame)
        placed = _NOTHING
        if visible:
            box = visible.box
            patch = scale(picture, (box.width, box.height), visible.part)
            placed = Placed(patch, box.x, box.y)
        effect = clip.first(Background)
        if effect and not placed.hides(self._frame):
            ground = _ground(effect, picture, self._frame)
            paste(ground, placed.patch, placed.x, placed.y)
            placed = Placed(ground, 0, 0)
        return Placed(faded(placed.patch, clip.opacity), placed.x, placed.y)

    def close(self) -> None:
        """Close the videos."""
        while self._videos:
            self._videos.popitem()[1].close()

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
    if reframes(showing.clip.effects):
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


def _ground(effect: Background, picture: Pixels, frame: Size) -> Pixels:
    if effect.sub_type == "Color":
        return background.plain(effect.color, frame)
    return background.blurred(picture, effect.radius, frame)
