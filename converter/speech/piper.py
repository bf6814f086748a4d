"""Piper: neural voices from files you have, spoken without network.

Needs the extra `docreel[piper]`. A voice is an `.onnx` file with its `.onnx.json`
beside it. Piper draws noise, so only one process's cache makes two takes equal.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from converter.errors import SpeechError
from converter.speech.alignment import align
from converter.speech.model import Pronunciation, Samples, Speech, Timing, Voice, Word
from converter.speech.words import Span, is_word, tokens, voiced

if TYPE_CHECKING:
    from piper import AudioChunk, PiperVoice

PAUSE = 0.3
"""Seconds after a sentence, where Piper leaves none."""


class Piper:
    """Voices named by their file: `/voices/thorsten.onnx`."""

    name = "piper"
    usage = "piper:FILE.onnx: neural voices, offline, from voice files"
    longest = 500

    def voices(self) -> Sequence[Voice]:
        """Return nothing: voices are files that only their owner knows."""
        return ()

    def model(self, voice: str) -> str:
        """Return Piper's version and a digest of the voice's files."""
        _load(voice)
        from importlib.metadata import version

        return f"{version('piper-tts')} {_digest(voice)}"

    def speak(
        self,
        text: str,
        voice: str,
        *,
        speed: float = 1.0,
        pitch: float = 1.0,
        said: Sequence[Pronunciation] = (),
    ) -> Speech:
        """Speak plain text; words are timed by the phonemes of each sentence.

        Raises SpeechError when the extra or the voice's files are missing.
        """
        model = _load(voice)
        from piper import SynthesisConfig

        # Piper has no pitch: what is played faster is made longer first.
        length = model.config.length_scale * pitch / speed
        settings = SynthesisConfig(length_scale=length)
        script = _written(text, said)
        try:
            chunks = list(model.synthesize(script, settings, include_alignments=True))
        except Exception as error:
            raise SpeechError(f"{voice}: Piper cannot speak {text[:40]!r}: {error}") from error
        rate = model.config.sample_rate
        sounds = [_pitched(chunk.audio_float_array, pitch) for chunk in chunks]
        whole = _joined(sounds, rate)
        timing: Timing = "marks"
        words = _words(text, chunks, sounds, rate)
        if words is None:
            found = align(text, whole, rate)
            words, timing = found.words, found.timing
        notes = tuple(
            f"pinyin {one.symbols!r} is read as written by {voice}"
            for one in said
            if one.alphabet != "ipa"
        )
        return Speech(text, whole, rate, words, timing, notes)


def _written(text: str, said: Sequence[Pronunciation]) -> str:
    """Write IPA into a text, as Piper reads it."""
    for one in reversed([one for one in said if one.alphabet == "ipa"]):
        text = f"{text[: one.start]}[[ {one.symbols} ]]{text[one.end :]}"
    return text


@lru_cache(maxsize=4)
def _load(voice: str) -> PiperVoice:
    try:
        from piper import PiperVoice
    except ImportError as error:
        raise SpeechError(
            f"voice 'piper:{voice}' needs Piper: pip install docreel[piper]"
        ) from error
    if not Path(voice).is_file() or not Path(f"{voice}.json").is_file():
        raise SpeechError(f"there is no Piper voice {voice}; expected it and {voice}.json")
    try:
        return PiperVoice.load(voice)
    except Exception as error:
        raise SpeechError(f"{voice} is not a Piper voice: {error}") from error


@lru_cache(maxsize=4)
def _digest(voice: str) -> str:
    files = (Path(voice), Path(f"{voice}.json"))
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def _pitched(samples: Samples, pitch: float) -> Samples:
    """Play faster by the factor of the pitch."""
    if pitch == 1:
        return samples
    from scipy.signal import resample

    return np.asarray(resample(samples, max(round(len(samples) / pitch), 1)), np.float32)


def _joined(sounds: Sequence[Samples], rate: int) -> Samples:
    pause = np.zeros(round(PAUSE * rate), np.float32)
    pieces = [piece for sound in sounds for piece in (sound, pause)]
    return np.concatenate(pieces) if pieces else np.zeros(0, np.float32)


def _words(
    text: str, chunks: Sequence[AudioChunk], sounds: Sequence[Samples], rate: int
) -> tuple[Word, ...] | None:
    """Bind words to sentences by counting, and inside a sentence by phonemes.

    None where Piper hears another number of words than there are written.
    """
    spans = [span for span in tokens(text) if is_word(text[slice(*span)])]
    heard = [_phoneme_words(chunk) for chunk in chunks]
    if sum(map(len, heard)) != len(spans):
        return None
    words: list[Word] = []
    position = 0
    for sizes, sound in zip(heard, sounds, strict=True):
        members, spans = spans[: len(sizes)], spans[len(sizes) :]
        words += _timed(members, sizes, position, *voiced(sound, 0, len(sound)))
        position += len(sound) + round(PAUSE * rate)
    return tuple(words)


def _phoneme_words(chunk: AudioChunk) -> list[float]:
    """Return how long each word of a sentence is, in samples or else in phonemes."""
    if chunk.phoneme_alignments:
        sized = [(part.phoneme, float(part.num_samples)) for part in chunk.phoneme_alignments]
    else:
        sized = [(phoneme, 1.0) for phoneme in chunk.phonemes]
    groups = groupby(sized, key=lambda item: item[0] == " ")
    words = [list(group) for blank, group in groups if not blank]
    return [sum(size for _, size in word) for word in words if any(p.isalpha() for p, _ in word)]


def _timed(
    spans: Sequence[Span], sizes: Sequence[float], position: int, begin: int, stop: int
) -> Iterator[Word]:
    edges = np.concatenate(([0.0], np.cumsum(sizes)))
    at = position + begin + edges / edges[-1] * (stop - begin)
    for index, (start, end) in enumerate(spans):
        yield Word(start, end, int(at[index]), int(at[index + 1]))
