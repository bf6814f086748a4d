"""Codecs: which encoder makes them here, and how quality is asked of each."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

import av

from converter.errors import RenderError
from converter.media.video import VideoSettings

ENCODERS: Mapping[str, tuple[str, ...]] = {
    "H.264": ("libx264",),
    "H.265": ("libx265",),
    "VP9": ("libvpx-vp9",),
    "AV1": ("libsvtav1",),
}
"""Encoders of each codec, the best first."""

# Quality as a number, from x264's scale to the encoder's: factor, offset and highest. Found
# by equal SSIM on photographs that move and slides that stand, from 17 to 28.
_SCALES = {
    "libx264": (1.0, 0, 51),
    "libx265": (1.0, 1, 51),
    "libvpx-vp9": (1.8, -15, 63),
    "libsvtav1": (2.0, -12, 63),
}
_PRESETS = {
    "libvpx-vp9": ("cpu-used", {"veryfast": 5, "fast": 4, "medium": 3, "slow": 2, "slower": 1}),
    "libsvtav1": ("preset", {"veryfast": 9, "fast": 8, "medium": 7, "slow": 6, "slower": 4}),
}
_OWN: Mapping[str, Mapping[str, str]] = {
    "libx264": {"forced-idr": "1"},
    "libx265": {"forced-idr": "1", "x265-params": "log-level=error"},
    # Quality alone decides, unless a rate is asked for.
    "libvpx-vp9": {"b": "0", "deadline": "good", "row-mt": "1"},
    "libsvtav1": {},
}
_PROFILED = ("libx264",)
SEEK_SECONDS = 10


@dataclass(frozen=True, slots=True)
class Quality:
    """What is asked of an encoder.

    `crf` and `preset` are x264's, whatever the encoder; `rate`, instead of `crf`, and
    `limit` are bits a second on average and at most.
    """

    crf: float = 20
    rate: int | None = None
    limit: int | None = None
    preset: str = "veryfast"
    profile: str | None = None


def encoder_of(codec: str) -> str:
    """Return the encoder of a codec; RenderError, naming what there is, without one."""
    # SVT-AV1 speaks to standard error of everything, unless told to name errors only.
    os.environ.setdefault("SVT_LOG", "1")
    for name in ENCODERS[codec]:
        if name in av.codecs_available:
            return name
    there = [other for other, names in ENCODERS.items() if av.codecs_available & set(names)]
    raise RenderError(f"{codec}: no encoder for it here, there are {', '.join(there)}")


def video_settings(
    codec: str, size: tuple[int, int], fps: Fraction, quality: Quality, *, alpha: bool = False
) -> VideoSettings:
    """Return settings under which an encoder of `codec` codes every frame.

    Raises RenderError when there is none here.
    """
    encoder = encoder_of(codec)
    options = {
        **_OWN[encoder],
        "g": str(round(SEEK_SECONDS * fps)),
        **dict(_preset(encoder, quality)),
        **dict(_rate(encoder, quality)),
        # Alternate reference frames have no alpha.
        **({"auto-alt-ref": "0"} if alpha else {}),
    }
    return VideoSettings(size, fps, codec=encoder, options=tuple(options.items()), alpha=alpha)


def _preset(encoder: str, quality: Quality) -> Iterator[tuple[str, str]]:
    key, presets = _PRESETS.get(encoder, ("preset", {}))
    yield key, str(presets.get(quality.preset, quality.preset))
    if quality.profile and encoder in _PROFILED:
        yield "profile", quality.profile


def _rate(encoder: str, quality: Quality) -> Iterator[tuple[str, str]]:
    if quality.rate is None:
        factor, offset, highest = _SCALES[encoder]
        yield "crf", f"{min(max(0, quality.crf * factor + offset), highest):.0f}"
    else:
        yield "b", str(quality.rate)
    if quality.limit is not None:
        yield "maxrate", str(quality.limit)
        yield "bufsize", str(2 * quality.limit)
