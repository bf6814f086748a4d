"""Recordings: your own voice, from a folder with a file for every clip.

A file belongs to the clip whose ClipId it is named after; where no file is named so,
the files in their order belong to the clips in theirs. The words of a recording are
found by its pauses.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from converter.errors import RenderError, SpeechError
from converter.speech.alignment import align
from converter.speech.model import Pronunciation, Samples, Speech, Voice
from converter.speech.words import AUDIBLE
from converter.tempo import changed

RATE = 48_000
SUFFIXES = {".wav", ".flac", ".mp3", ".m4a", ".aac", ".ogg", ".opus", ".webm", ".aiff", ".mp4"}


class Recordings:
    """Voices named by a file each; `assigned` finds them in a folder."""

    name = "recordings"
    usage = "recordings:FOLDER: your own files, named by ClipId or in order"
    longest = sys.maxsize
    """A recording is of the whole text; nothing of it can be spoken apart."""

    def voices(self) -> Sequence[Voice]:
        """Return nothing: only their owner knows where recordings are."""
        return ()

    def model(self, voice: str) -> str:
        """Return a digest of the file."""
        try:
            return hashlib.sha256(_file(voice).read_bytes()).hexdigest()
        except OSError as error:
            raise SpeechError(f"recording {voice} cannot be read: {error.strerror}") from error

    def speak(
        self,
        text: str,
        voice: str,
        *,
        speed: float = 1.0,
        pitch: float = 1.0,
        said: Sequence[Pronunciation] = (),
    ) -> Speech:
        """Return the recording at the speed asked for, with the text's words in it."""
        samples = changed(_heard(_file(voice)), speed=speed, pitch=pitch)
        if not (abs(samples) > AUDIBLE).any():
            raise SpeechError(f"recording {voice} is silent, expected {text[:40]!r} to be said")
        return align(text, samples, RATE)


def recorded(
    voices: Mapping[str, str | None], names: Mapping[str, str | None]
) -> Mapping[str, str | None]:
    """Return the voices of all clips, those that name a folder with the clip's own file.

    Both map a clip's JSON path, in order: to its voice and to its ClipId. Raises
    SpeechError that lists every clip without a file.
    """
    found = dict(voices)
    for voice in dict.fromkeys(voices.values()):
        engine, _, folder = (voice or "").partition(":")
        if engine == Recordings.name and not Path(folder).is_file():
            paths = [path for path, asked in voices.items() if asked == voice]
            files = assigned(Path(folder), [names[path] for path in paths])
            found |= {path: f"{engine}:{file}" for path, file in zip(paths, files, strict=True)}
    return found


def assigned(folder: Path, clips: Sequence[str | None]) -> Sequence[Path]:
    """Return the file of each clip, given the ClipIds of all of them in their order.

    Raises SpeechError that lists every clip without a file.
    """
    files = list(_files(folder))
    named = {file.stem: file for file in files}
    if any(clip in named for clip in clips):
        found: Mapping[int, Path] = {n: named[c] for n, c in enumerate(clips) if c and c in named}
    else:
        found = dict(enumerate(files))
    missing = [clip or f"clip {n + 1}" for n, clip in enumerate(clips) if n not in found]
    if missing:
        raise SpeechError(
            f"{folder}: has {len(files)} recordings for {len(clips)} clips; "
            f"missing are {', '.join(missing)} (files are named by ClipId, or taken in order)"
        )
    return [found[number] for number in range(len(clips))]


def _files(folder: Path) -> Iterator[Path]:
    """Yield the recordings of a folder, 2 before 10."""
    try:
        files = [file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES]
    except OSError as error:
        raise SpeechError(f"{folder}: no folder of recordings ({error.strerror})") from error
    yield from sorted(files, key=lambda file: _natural(file.name))


def _natural(name: str) -> list[tuple[int, str]]:
    return [(int(part or 0), text) for text, part in re.findall(r"(\D*)(\d*)", name)]


def _file(voice: str) -> Path:
    if not Path(voice).is_file():
        raise SpeechError(f"there is no recording {voice or 'without a name'}; expected a file")
    return Path(voice)


def _heard(file: Path) -> Samples:
    from converter.media import load_sound

    try:
        return load_sound(file, rate=RATE, channels=1)[:, 0]
    except RenderError as error:
        raise SpeechError(f"recording {error}") from error
