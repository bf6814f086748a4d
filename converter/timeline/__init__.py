"""The IMS Timeline: what a video is made of, before anything is drawn.

`parse_timeline` reads one, `dump_timeline` writes it back unchanged, `check` says
all that is wrong or merely approximated here.
"""

from __future__ import annotations

from converter.timeline.address import local_path
from converter.timeline.check import check
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
from converter.timeline.output import (
    EditingProduceConfig,
    MediaMetadata,
    OutputMediaConfig,
    ProjectMetadata,
)
from converter.timeline.parse import parse_editing, parse_output, parse_timeline
from converter.timeline.request import Request, read_request
from converter.timeline.template import filled

__all__ = [
    "KNOWN_TRANSITIONS",
    "AudioTrack",
    "AudioTrackClip",
    "EditingProduceConfig",
    "EffectTrack",
    "Finding",
    "ImageTrack",
    "MediaMetadata",
    "OutputMediaConfig",
    "ProjectMetadata",
    "Request",
    "SubtitleTrack",
    "SubtitleTrackClip",
    "TextStyle",
    "Timeline",
    "VideoTrack",
    "VideoTrackClip",
    "check",
    "dump_timeline",
    "filled",
    "local_path",
    "parse_editing",
    "parse_output",
    "parse_timeline",
    "read_request",
]
