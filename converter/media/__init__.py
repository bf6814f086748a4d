"""Media files: what they are, what is in them, and how a movie is written.

The only door to PyAV. Whatever cannot be read or written raises RenderError and
names the file.
"""

from __future__ import annotations

from converter.media.movie import Chapter, write_movie
from converter.media.picture import load_picture
from converter.media.probe import Media, probe
from converter.media.sound import load_sound, stream_sound
from converter.media.video import (
    CodedFrame,
    Picture,
    VideoEncoder,
    VideoFrames,
    VideoSettings,
    to_yuv,
)

__all__ = [
    "Chapter",
    "CodedFrame",
    "Media",
    "Picture",
    "VideoEncoder",
    "VideoFrames",
    "VideoSettings",
    "load_picture",
    "load_sound",
    "probe",
    "stream_sound",
    "to_yuv",
    "write_movie",
]
