"""The IMS Timeline: what a video is made of, before anything is drawn.

`parse_timeline` reads one, `dump_timeline` writes it back unchanged, `check` says
all that is wrong or merely approximated here.
"""

from __future__ import annotations

from converter.timeline.check import check, local_path
from converter.timeline.finding import Finding
from converter.timeline.model import (
    AudioTrack,
    AudioTrackClip,
    EffectTrack,
    ImageTrack,
    SubtitleTrack,
    SubtitleTrackClip,
    TextStyle,
    Timeline,
    VideoTrack,
    VideoTrackClip,
    dump_timeline,
)
from converter.timeline.names import KNOWN_TRANSITIONS
from converter.timeline.output import EditingProduceConfig, OutputMediaConfig
from converter.timeline.parse import parse_output, parse_timeline

__all__ = [
    "KNOWN_TRANSITIONS",
    "AudioTrack",
    "AudioTrackClip",
    "EditingProduceConfig",
    "EffectTrack",
    "Finding",
    "ImageTrack",
    "OutputMediaConfig",
    "SubtitleTrack",
    "SubtitleTrackClip",
    "TextStyle",
    "Timeline",
    "VideoTrack",
    "VideoTrackClip",
    "check",
    "dump_timeline",
    "local_path",
    "parse_output",
    "parse_timeline",
]
