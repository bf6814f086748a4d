"""Encoding: from what a configuration asks for to the encoder that does it.

H.264 at constant quality takes the fast way of `stills`. A rate is a promise about the
whole stream, so where one is asked for, and with every other codec, an encoder sees
every frame.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from converter.errors import RenderError
from converter.media import Media, Quality, VideoSettings, video_settings
from converter.render.schedule import Schedule
from converter.render.stills import still_settings
from converter.timeline.finding import brief
from converter.timeline.formats import FORMATS, codec_named, extension
from converter.timeline.output import EditingProduceConfig, OutputMediaConfig, VideoConfig

KILO = 1000


@dataclass(frozen=True, slots=True)
class Encoding:
    """How a video is coded; `once` where the repeats of a picture need no encoder."""

    settings: VideoSettings
    once: bool
    notes: tuple[str, ...] = ()


def choose(
    plan: Schedule,
    codec: str,
    output: OutputMediaConfig,
    editing: EditingProduceConfig,
    *,
    alpha: bool,
) -> Encoding:
    """Choose how the pictures of a schedule are coded.

    Raises RenderError for a codec that is not there, or has no transparency.
    """
    size, quality = (plan.width, plan.height), _quality(plan, output, editing)
    # Fades and pictures between others are B pictures, of which that profile has none.
    simple = output.video.profile == "baseline"
    if codec == "H.264" and not (quality.rate or quality.limit or simple):
        return Encoding(_once(size, plan.fps, output.video), once=True)
    if alpha and codec != "VP9":
        raise RenderError(f"OutputWebmTransparentChannel: {codec} has none here, expected VP9")
    settings = video_settings(codec, size, plan.fps, quality, alpha=alpha)
    profile = output.video.profile if codec != "H.264" else None
    note = f"Profile {profile} is one of H.264 and has no effect on {codec}"
    return Encoding(settings, once=False, notes=(note,) if profile else ())


def _once(size: tuple[int, int], fps: Fraction, asked: VideoConfig) -> VideoSettings:
    """Return settings under which the encoder sees each picture once."""
    settings = still_settings(size, fps)
    given = {"crf": asked.crf, "preset": asked.preset, "profile": asked.profile}
    wanted = {key: str(value) for key, value in given.items() if value is not None}
    return replace(settings, options=tuple({**dict(settings.options), **wanted}.items()))


def codec_for(target: Path, name: str | None) -> str:
    """Return the codec of a file's pictures: the one named, else the usual one.

    A file of sound alone has none. Raises RenderError where it is unknown or no match.
    """
    codecs = FORMATS[extension(target.name)]
    if not codecs:
        return ""
    found = codec_named(name) if name else codecs[0]
    if found not in codecs:
        raise RenderError(f"{target}: codec {brief(name)}, expected {' or '.join(codecs)}")
    return found


def _mean_rate(media: Media) -> int:
    """Return the bits a second of a video file on average, its sound included."""
    if media.kind != "video" or not media.duration:
        return 0
    return int(media.path.stat().st_size * 8 / media.duration)


def _quality(plan: Schedule, output: OutputMediaConfig, editing: EditingProduceConfig) -> Quality:
    """Return what is asked of an encoder that codes every frame."""
    shown = {showing.media.path: showing.media for track in plan.tracks for showing in track}
    rate = round(output.bitrate * KILO) if output.bitrate else None
    limit = round(editing.max_bitrate * KILO) if editing.max_bitrate else None
    if rate is None and editing.keep_origin_max_bitrate:
        rate = max(map(_mean_rate, shown.values()), default=0) or None
    if rate and limit:
        rate = min(rate, limit)
    asked = output.video
    usual = Quality()
    return Quality(
        crf=usual.crf if asked.crf is None else asked.crf,
        rate=rate,
        limit=limit,
        preset=asked.preset or usual.preset,
        profile=asked.profile,
    )
