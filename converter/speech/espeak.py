"""espeak-ng: the voice that needs nothing but its wheel, with exact word times.

The library keeps noise generators and phases from one call to the next, so one
text would never sound the same twice. It is therefore loaded afresh for every
text (half a millisecond), which makes the sound a pure function of its input.
It knows one caller at a time; a lock sees to that.
"""

from __future__ import annotations

import _ctypes
import ctypes
import os
import re
import sys
import tempfile
import threading
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from importlib.metadata import version
from itertools import count, takewhile
from math import log2
from pathlib import Path
from typing import Literal, NamedTuple

import numpy as np

from converter.errors import SpeechError
from converter.speech.model import Pronunciation, Samples, Speech, Voice, Word
from converter.speech.phonemes import Script
from converter.speech.words import AUDIBLE, Span, is_word, share, tokens, voiced

REVISION = 1
"""To be raised whenever equal text sounds otherwise than before."""

WORDS_PER_MINUTE = 163
"""Pace of narration at speed 1."""

RATE_LIMITS = 80, 450
LOUDNESS = 60
"""Percent of espeak's volume: at 100 several variants clip."""
MELODY = 60
"""Range of the intonation; espeak's 50 is flatter than a narrator."""
LONGEST_DATA_PATH = 120
"""espeak puts file names into buffers of 160 bytes without looking."""

LANGUAGE_ALIASES = {
    "en": "en-us",
    "zh": "cmn",
    "zh-hk": "yue",
    "zh-yue": "yue",
    "no": "nb",
    "iw": "he",
    "fr": "fr-fr",
}

WITHOUT_DICTIONARY = ("fo", "kaa", "xex")
"""Languages espeak lists, and then says nothing."""

WARMTH = (
    (0, -24.0),
    (70, -4.0),
    (150, 3.0),
    (350, 1.0),
    (900, 0.0),
    (1600, -1.5),
    (3000, -4.0),
    (5000, -4.5),
    (7500, -6.0),
    (9500, -10.0),
    (11025, -18.0),
)
"""Equaliser as (Hz, dB): from espeak's spectrum towards the mean one of people."""

GENDERS: tuple[Literal["unknown", "male", "female"], ...] = ("unknown", "male", "female")


class Espeak:
    """Every language of espeak-ng, with its variants: `de`, `en-us+f2`."""

    name = "espeak"
    usage = "espeak:LANGUAGE[+VARIANT]: every language, needs nothing"
    longest = 500

    def voices(self) -> Sequence[Voice]:
        """Return one voice for each language; all of them take the variants too."""
        return tuple(
            Voice(f"espeak:{tag}", "espeak", tag, GENDERS[voice.gender], voice.name)
            for tag, voice in sorted(_languages().items())
        )

    def model(self, voice: str) -> str:
        """Return the version of espeak's wheel and of what is done to its sound."""
        return f"{version('espeakng-loader')} {REVISION}"

    def speak(
        self,
        text: str,
        voice: str,
        *,
        speed: float = 1.0,
        pitch: float = 1.0,
        said: Sequence[Pronunciation] = (),
    ) -> Speech:
        """Speak plain text; word times are exact to the sample.

        Raises SpeechError for a language or variant espeak does not have.
        """
        name = _resolve(voice)
        with _library() as library:
            if library.espeak_SetVoiceByName(name.encode()):
                raise SpeechError(f"espeak cannot load its voice {name!r}")
            for parameter, value in _parameters(speed, pitch):
                library.espeak_SetParameter(parameter, value, 0)
            script = Script.of(_plain(text), said, name)
            sound, marks, rate = _synthesize(library, script.text)
        samples = _warm(sound, rate)
        placed = [_Mark(script.place(mark.character), mark.sample) for mark in marks]
        words = tuple(_words(text, placed, samples))
        return Speech(text, samples, rate, words, notes=script.notes)


# --- voices ---------------------------------------------------------------------------


def _resolve(voice: str) -> str:
    """Return the name espeak loads a voice by: its file and the variant."""
    tag, _, variant = voice.partition("+")
    language = _language(tag.lower().replace("_", "-"))
    if not language:
        raise SpeechError(f"espeak has no language {tag!r}; `docreel voices` lists what it has")
    if variant and variant not in _variants():
        raise SpeechError(f"espeak has no variant {variant!r}; try f1 to f5 or m1 to m8")
    return f"{language}+{variant}" if variant else language


def _language(tag: str) -> str:
    """Return the file of the voice for a language tag, or its longest known prefix."""
    while tag:
        found = _languages().get(LANGUAGE_ALIASES.get(tag, tag))
        if found:
            return found.file
        tag = tag.rpartition("-")[0]
    return ""


@lru_cache(maxsize=1)
def _variants() -> frozenset[str]:
    return frozenset(path.name for path in (_data() / "voices" / "!v").iterdir())


class _Listed(NamedTuple):
    """A voice as espeak lists it."""

    name: str
    file: str
    gender: int


@lru_cache(maxsize=1)
def _languages() -> Mapping[str, _Listed]:
    """Map each language tag to its voice."""
    found: dict[str, _Listed] = {}
    with _library() as library:
        library.espeak_ListVoices.restype = ctypes.POINTER(ctypes.POINTER(_Voice))
        listed = library.espeak_ListVoices(None)
        for index in takewhile(lambda index: bool(listed[index]), count()):
            voice = listed[index].contents
            file = voice.identifier.decode()
            if not file.startswith("mb/") and file.rpartition("/")[2] not in WITHOUT_DICTIONARY:
                # The first byte of `languages` is a priority, the tag follows.
                tag = voice.languages[1:].decode().lower()
                listing = _Listed(voice.name.decode(), file.rpartition("/")[2], voice.gender)
                found.setdefault(tag, listing)
    return found


# --- the library ----------------------------------------------------------------------

SYNCHRONOUS, DO_NOT_EXIT = 2, 0x8000
UTF8, PHONEMES, END_PAUSE = 1, 0x100, 0x1000
RATE, VOLUME, PITCH, RANGE = 1, 2, 3, 4
WORD_EVENT = 1

_LOCK = threading.RLock()


class _Voice(ctypes.Structure):
    _fields_ = (
        ("name", ctypes.c_char_p),
        ("languages", ctypes.c_char_p),
        ("identifier", ctypes.c_char_p),
        ("gender", ctypes.c_ubyte),
        ("age", ctypes.c_ubyte),
        ("variant", ctypes.c_ubyte),
        ("reserved", ctypes.c_ubyte),
        ("score", ctypes.c_int),
        ("spare", ctypes.c_void_p),
    )


class _Event(ctypes.Structure):
    _fields_ = (
        ("type", ctypes.c_int),
        ("message", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("milliseconds", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", ctypes.c_char * 8),
    )


_Callback = ctypes.CFUNCTYPE(
    ctypes.c_int, ctypes.POINTER(ctypes.c_short), ctypes.c_int, ctypes.POINTER(_Event)
)


@dataclass(frozen=True, slots=True)
class _Mark:
    """A word begins: at this character of the text and this sample of the sound."""

    character: int
    sample: int


@contextmanager
def _library() -> Iterator[ctypes.CDLL]:
    """Load espeak in the state it is born with, and unload it."""
    import espeakng_loader

    with _LOCK:
        library = ctypes.CDLL(espeakng_loader.get_library_path())
        try:
            if library.espeak_Initialize(SYNCHRONOUS, 0, os.fsencode(_data()), DO_NOT_EXIT) < 0:
                raise SpeechError(f"espeak cannot read its data in {_data()}")
            library.espeak_ng_SetRandSeed(ctypes.c_long(1))  # It starts from the clock.
            yield library
        finally:
            library.espeak_Terminate()
            _unload(library)


def _unload(library: ctypes.CDLL) -> None:
    if sys.platform == "win32":
        _ctypes.FreeLibrary(library._handle)
    else:
        _ctypes.dlclose(library._handle)


@lru_cache(maxsize=1)
def _data() -> Path:
    """Return the folder of espeak's data by a path short enough for its buffers."""
    import espeakng_loader

    folder = Path(espeakng_loader.get_data_path())
    if len(os.fsencode(folder)) <= LONGEST_DATA_PATH:
        return folder
    link = Path(_short_folder().name) / "data"
    link.symlink_to(folder, target_is_directory=True)
    return link


@lru_cache(maxsize=1)
def _short_folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="docreel-")


def _parameters(speed: float, pitch: float) -> Iterator[tuple[int, int]]:
    slowest, fastest = RATE_LIMITS
    yield RATE, min(max(round(WORDS_PER_MINUTE * speed), slowest), fastest)
    # espeak's pitch goes from 0 to 99 over two octaves, 50 in the middle, and moves the
    # floor of the melody only; its height must follow.
    yield PITCH, min(max(round(50 + 50 * 1.25 * log2(pitch)), 0), 99)
    yield RANGE, min(max(round(MELODY * pitch), 0), 99)
    yield VOLUME, LOUDNESS


def _synthesize(library: ctypes.CDLL, text: str) -> tuple[Samples, list[_Mark], int]:
    """Return sound in -1..1, the marks in it and its rate in Hz."""
    blocks: list[Samples] = []
    marks: list[_Mark] = []

    @_Callback
    def collect(wave, count, events):  # type: ignore[no-untyped-def] # ctypes types it
        if wave and count:
            blocks.append(np.ctypeslib.as_array(wave, (count,)).astype(np.float32))
        marks.extend(_marks(events))
        return 0

    library.espeak_SetSynthCallback(collect)
    plain = text.encode("utf-8", "replace") + b"\0"
    flags = UTF8 | PHONEMES | END_PAUSE
    if library.espeak_Synth(plain, len(plain), 0, 1, 0, flags, None, None):
        raise SpeechError(f"espeak cannot speak {text[:40]!r}")
    sound = np.concatenate(blocks) / np.float32(32768) if blocks else np.zeros(0, np.float32)
    return sound, marks, library.espeak_ng_GetSampleRate()


def _marks(events: ctypes._Pointer[_Event]) -> Iterator[_Mark]:
    position = 0
    while (event := events[position]).type:
        if event.type == WORD_EVENT:
            yield _Mark(event.text_position - 1, event.sample)
        position += 1


# --- text -----------------------------------------------------------------------------

NOT_SPOKEN = "_*|~^`{}[]\\•·"
DASH = re.compile(r"(?<=\s)[-–—―](?=\s)|[—―]")


def _plain(text: str) -> str:
    """Blank out what espeak would spell or choke on; no character changes its place."""
    return DASH.sub(",", text).translate(_Blanks())


class _Blanks(dict[int, int]):
    """Translation table that decides about a character when it is first met."""

    def __missing__(self, code: int) -> int:
        self[code] = 32 if _unspoken(chr(code)) else code
        return self[code]


def _unspoken(character: str) -> bool:
    """Say whether a character is a control, an emoji or a mark of layout."""
    kind = unicodedata.category(character)
    pictograph = kind == "So" and character >= "\u2190"
    return pictograph or kind in ("Cc", "Cs", "Co", "Cn", "Zs") or character in NOT_SPOKEN


# --- words ----------------------------------------------------------------------------


def _words(text: str, marks: Sequence[_Mark], samples: Samples) -> Iterator[Word]:
    """Bind the words of the text to the sound."""
    groups = _groups(text, marks)
    limits = [*(begin for begin, _ in groups), len(samples)][1:]
    for (begin, members), limit in zip(groups, limits, strict=True):
        first, last = voiced(samples, begin, limit)
        yield from share(text, members, begin if _in_speech(samples, begin) else first, last)


def _groups(text: str, marks: Sequence[_Mark]) -> list[tuple[int, list[Span]]]:
    """Return the words said in one go, each group with the sample it begins at.

    Of several marks on one word ("12.5" has three) the first counts. espeak says some
    pairs ("of the") as one: a word without a mark belongs to the one before it.
    """
    spans = tokens(text)
    ends = [end for _, end in spans]
    begins: dict[int, int] = {}
    for mark in marks:
        begins.setdefault(bisect_right(ends, mark.character), mark.sample)
    groups: list[tuple[int, list[Span]]] = []
    for index, (start, end) in enumerate(spans):
        if index in begins:
            groups.append((begins[index], [(start, end)]))
        elif groups and is_word(text[start:end]):
            groups[-1][1].append((start, end))
    return groups


def _in_speech(samples: Samples, position: int) -> bool:
    """Say whether there is sound in the 20 ms before a position."""
    before = samples[max(0, position - 441) : position]
    return bool((abs(before) > AUDIBLE).any())


# --- sound ----------------------------------------------------------------------------


def _warm(samples: Samples, rate: int) -> Samples:
    """Equalise in the frequency domain, so that nothing moves in time."""
    if not len(samples):
        return samples
    size = -(-(len(samples) + 1024) // 8192) * 8192
    frequencies, decibels = zip(*WARMTH, strict=True)
    bins = np.fft.rfftfreq(size, 1 / rate)
    gains = 10 ** (np.interp(bins, frequencies, decibels) / 20)
    warmed = np.fft.irfft(np.fft.rfft(samples, size) * gains, size)[: len(samples)]
    return np.clip(warmed, -1, 1).astype(np.float32)
