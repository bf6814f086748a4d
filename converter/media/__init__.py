"""Media files: what they are, what is in them, and how a movie is written.

The only door to PyAV. Whatever cannot be read or written raises RenderError and
names the file.
"""

from __future__ import annotations

from converter.media.animation import Animation
from converter.media.captions import embedded_captions
from converter.media.codecs import Quality, video_settings
from converter.media.frames import VideoFrames
from converter.media.movie import Chapter, write_movie, write_sound
from converter.media.muxer import MUXERS, muxer_of, segments
from converter.media.picture import load_picture
from converter.media.probe import Media, probe
from converter.media.scanning import scan
from converter.media.sound import change_rate, load_sound, stream_sound
from converter.media.video import (
    CodedFrame,
    Picture,
    VideoEncoder,
    VideoSettings,
    to_yuv,
)

__all__ = [
    "MUXERS",
    "Animation",
    "Chapter",
    "CodedFrame",
    "Media",
    "Picture",
    "Quality",
    "VideoEncoder",
    "VideoFrames",
    "VideoSettings",
    "change_rate",
    "embedded_captions",
    "load_picture",
    "load_sound",
    "muxer_of",
    "probe",
    "scan",
    "segments",
    "stream_sound",
    "to_yuv",
    "video_settings",
    "write_movie",
    "write_sound",
]
