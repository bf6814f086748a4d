"""Voices: every AI_TTS clip of a Timeline, spoken.

What is spoken waits on disk until it is mixed, so an hour of speech takes no memory.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from converter.progress import Progress
from converter.render.sound.spool import Spool
from converter.speech import Samples, Speech, recorded, rehearsed, speak, visible
from converter.timeline import Timeline
from converter.timeline.clips import AudioTrackClip

FURTHEST = 500
"""How far SpeechRate and PitchRate go to both sides of 0."""


def spoken(
    timeline: Timeline, find: Callable[[str], Path | None], progress: Progress
) -> Mapping[str, Speech]:
    """Speak every clip, by its JSON path; `find` turns an address in SSML into a file here.

    Raises SpeechError for a voice that does not exist and for recordings that are missing.
    """
    clips = dict(timeline.spoken())
    voices = _voices(clips)
    speeches: dict[str, Speech] = {}
    reel = Spool(channels=1)
    for done, (path, clip) in enumerate(clips.items()):
        progress("speak", done / len(clips))
        speech = speak(
            clip.content or "",
            voice=voices[path],
            rate=clip.speech_rate,
            pitch=clip.pitch_rate,
            find=find,
        )
        samples = _Stored.on(reel, speech.samples[:])
        speeches[path] = replace(speech, samples=samples, notes=(*speech.notes, *_notes(clip)))
    if clips:
        progress("speak", 1.0)
    return speeches


@dataclass(frozen=True, slots=True)
class _Stored:
    """Samples [begin, end) of a reel, in place of an array."""

    reel: Spool
    begin: int
    end: int

    @classmethod
    def on(cls, reel: Spool, samples: Samples) -> _Stored:
        begin = len(reel)
        reel.write(begin, samples[:, None])
        return cls(reel, begin, len(reel))

    def __len__(self) -> int:
        return self.end - self.begin

    def __getitem__(self, part: slice) -> Samples:
        first, last, step = part.indices(len(self))
        read = self.reel.read(self.begin + first, self.begin + max(first, last))
        return np.asarray(read[::step, 0])


def _voices(clips: Mapping[str, AudioTrackClip]) -> Mapping[str, str | None]:
    """Return the voice of each clip; recordings are needed only where something is said."""
    asked = {path: None if clip.customized_voice else clip.voice for path, clip in clips.items()}
    heard = {path: clip.clip_id for path, clip in clips.items() if visible(clip.content or "")}
    taken = recorded({path: asked[path] for path in heard}, heard)
    return {path: taken.get(path, rehearsed(voice)) for path, voice in asked.items()}


def _notes(clip: AudioTrackClip) -> list[str]:
    """Return what of a clip is not spoken as written."""
    notes = []
    if clip.customized_voice:
        notes.append(f"cloned voice {clip.customized_voice!r} is not here, the default one speaks")
    for name, rate in (("SpeechRate", clip.speech_rate), ("PitchRate", clip.pitch_rate)):
        if abs(rate) > FURTHEST:
            notes.append(f"{name} {rate:g} is held to {FURTHEST if rate > 0 else -FURTHEST}")
    return notes
