"""Cost: what the price of a job depends on. No prices: they change, and differ by contract."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path
from random import Random
from statistics import mean
from typing import TYPE_CHECKING, Any

from converter import batch
from converter.batch import BatchRequest
from converter.errors import DocreelError
from converter.speech import speak, visible
from converter.timeline import (
    AudioTrackClip,
    OutputMediaConfig,
    Timeline,
    local_path,
    parse_output,
    parse_timeline,
)
from converter.timeline.effects import Asr
from converter.timeline.formats import FORMATS, codec_named, extension
from converter.timeline.values import exact

if TYPE_CHECKING:
    from converter.render.timing import Placed, Timing

_PACE = "silent"
"""The voice that takes as long as a voice does, and no time to speak."""

AS_GIVEN = "as large as the first picture"


@dataclass(frozen=True, slots=True)
class Drivers:
    """What is counted. Seconds are of one video, None where only the cloud can tell.

    `recognised` are the seconds of sound that are to be transcribed in a video, and
    `characters` what is to be spoken, in all videos.
    """

    videos: int = 1
    seconds: float | None = None
    size: str = AS_GIVEN
    codec: str = "H.264"
    characters: int = 0
    recognised: float = 0.0
    uploaded: int = 0
    bound: str = "about"

    def lines(self) -> Iterator[str]:
        """Say it in words."""
        length = (
            "of unknown length"
            if self.seconds is None
            else f"{self.bound} {self._minutes:.1f} min in all"
        )
        yield f"videos: {self.videos}, {self.size}, {self.codec}, {length}"
        yield f"characters to speak: {self.characters}"
        yield f"speech to recognise: {self.recognised * self.videos / 60:.1f} min"
        yield f"bytes to upload: {self.uploaded}, less what is there already"

    def wire(self) -> dict[str, Any]:
        """Return it as JSON data."""
        return {
            "Videos": self.videos,
            "OutputMinutes": None if self.seconds is None else round(self._minutes, 2),
            "Size": self.size,
            "Codec": self.codec,
            "SpokenCharacters": self.characters,
            "RecognisedMinutes": round(self.recognised * self.videos / 60, 2),
            "UploadedBytes": self.uploaded,
        }

    @property
    def _minutes(self) -> float:
        return (self.seconds or 0) * self.videos / 60


def drivers(given: Mapping[str, Any], base: Path) -> Drivers:
    """Return what is known of the price of a request; media are looked at on this machine."""
    if batch.is_batch(given):
        return _of_batch(batch.parse_batch(given)[0])
    output = parse_output(given.get("OutputMediaConfig", {}))
    known = Drivers(size=_size(output.width, output.height), codec=_codec(output))
    if "Timeline" not in given:
        return known
    timeline = parse_timeline(given["Timeline"])
    if timeline.fe_canvas and not (output.width or output.height):
        canvas = timeline.fe_canvas
        known = replace(known, size=_size(round(canvas.width), round(canvas.height)))
    return _measured(timeline, known, base, output.max_duration)


def _measured(timeline: Timeline, known: Drivers, base: Path, longest: float | None) -> Drivers:
    """Add what a Timeline comes to; without lengths where its media are not here."""
    characters = sum(len(visible(clip.content or "")) for _, clip in timeline.spoken())
    known = replace(known, characters=characters)
    try:
        timing = _timing(timeline, base, None if longest is None else exact(longest))
    except DocreelError:
        return known
    recognised = sum(_recognised(placed) for placed in timing.clips())
    if any(getattr(clip, "type", "") == "AI_ASR" for _, clip in timeline.clips()):
        recognised = timing.length
    return replace(known, seconds=float(timing.length), recognised=float(recognised))


def _timing(timeline: Timeline, base: Path, longest: Fraction | None) -> Timing:
    from converter.media import probe
    from converter.render.layout import resolve

    speeches = {
        path: speak(clip.content or "", voice=_PACE, rate=clip.speech_rate)
        for path, clip in timeline.spoken()
    }
    found = {address: local_path(address, base) for _, address in timeline.addresses()}
    media = {address: probe(path) for address, path in found.items() if path}
    return resolve(timeline, speeches=speeches, media=media, random=Random(0), limit=longest)


def _recognised(placed: Placed) -> Fraction:
    """Return the seconds of a clip whose words nobody wrote down."""
    asr = placed.clip.first(Asr)
    known = isinstance(placed.clip, AudioTrackClip) and placed.clip.type == "AI_TTS"
    return placed.end - placed.start if asr and not (known or asr.alignment_text) else Fraction(0)


def _of_batch(request: BatchRequest) -> Drivers:
    """Return what a batch request comes to; its videos say different things of one length."""
    output, spoken = request.output, _narrations(request)
    seconds, bound = output.fixed_duration or output.max_duration, "at most"
    if output.fixed_duration:
        bound = "about"
    elif spoken:
        seconds, bound = sum(map(_spoken_seconds, spoken)), "about"
    return Drivers(
        videos=output.count,
        seconds=float(seconds),
        size=_size(output.width, output.height),
        codec=_codec(output.of_video(0)),
        characters=round(sum(mean(map(len, texts)) for texts in spoken) * output.count),
        bound=bound,
    )


def _narrations(request: BatchRequest) -> list[tuple[str, ...]]:
    """Return what a video says: of each of these texts, one."""
    given = request.input
    if given.narrations:
        return [tuple(map(visible, given.narrations))]
    sections = [group.speech_text_array for group in given.media_group_array]
    scenes = [(scene.speech_text,) for scene in given.shot_scripts if scene.speech_text]
    return [tuple(map(visible, texts)) for texts in (*sections, *scenes) if texts]


def _spoken_seconds(texts: Sequence[str]) -> float:
    return mean(speak(text, voice=_PACE).seconds for text in texts)


def _size(width: int | None, height: int | None) -> str:
    if not (width or height):
        return AS_GIVEN
    return f"{width or 'as needed'}x{height or 'as needed'}"


def _codec(output: OutputMediaConfig) -> str:
    by_default = FORMATS.get(extension(output.address or ""), ("H.264",))
    if not by_default:
        return "sound only"
    return codec_named(output.video.codec or "") or by_default[0]
