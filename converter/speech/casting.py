"""Casting: which local voice says a text.

The text decides the language, since IMS Timelines read English with Chinese voices;
the voice id decides who speaks.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from typing import Literal, TypedDict
from typing import cast as typed

from converter import engines
from converter.errors import SpeechError
from converter.speech.model import Voice

DEFAULT_VOICES = {"zh": "zhichu", "en": "andy"}
"""By language: voices of the service where it has one that sounds well here too."""
DEFAULT_PRESENTERS = {"zh": "zhiru", "en": "ava"}
"""Voices unlike those, for what a second speaker says."""

LANGUAGES = {
    "LATIN": "en",
    "CJK": "zh ja yue ko",
    "HIRAGANA": "ja",
    "KATAKANA": "ja",
    "HANGUL": "ko",
    "CYRILLIC": "ru uk bg sr mk be kk ky tt ba cv uz",
    "ARABIC": "ar fa ur ug sd ku",
    "DEVANAGARI": "hi mr ne kok",
    "BENGALI": "bn as bpy",
    "HEBREW": "he",
    "GREEK": "el grc",
    "ARMENIAN": "hy",
    "GEORGIAN": "ka",
    "ETHIOPIC": "am ti",
    "TAMIL": "ta",
    "TELUGU": "te",
    "KANNADA": "kn",
    "MALAYALAM": "ml",
    "GUJARATI": "gu",
    "GURMUKHI": "pa",
    "ORIYA": "or",
    "SINHALA": "si",
    "THAI": "th",
    "MYANMAR": "my",
    "CHEROKEE": "chr",
    "KHMER": "km",
    "LAO": "lo",
    "TIBETAN": "bo",
}
"""Script, as Unicode names it, to the languages written in it, the likeliest first."""

LETTERS_A_WORD = {"CJK": 2, "HIRAGANA": 2, "KATAKANA": 3, "HANGUL": 3, "THAI": 5}
ENOUGH = 0.25
"""Share of the words in its script that lets the asked language stand."""
KANA_OF_JAPANESE = 0.1


class _Part(TypedDict):
    """An IMS voice as `voices.json` has it."""

    gender: Literal["female", "male"]
    language: str
    voice: str
    pitch: float
    speed: float


@dataclass(frozen=True, slots=True)
class Role:
    """A cast voice: engine, its own name for the voice in `{language}`, and factors."""

    engine: str
    voice: str
    speed: float = 1.0
    pitch: float = 1.0
    language: str | None = None
    """Language of the voice id, where the text leaves it open."""

    def name(self, language: str) -> str:
        """Return the engine's name of the voice for a language."""
        return self.voice.replace("{language}", language)

    @property
    def speaks_all(self) -> bool:
        """Whether the voice follows the language of the text."""
        return "{language}" in self.voice


def cast(voice: str) -> Role:
    """Return who speaks for a voice id: an IMS id, `ENGINE:NAME`, or `ENGINE` alone.

    Raises SpeechError for an id nobody knows.
    """
    engine, colon, name = voice.partition(":")
    if colon and name:
        return Role(engine, name)
    part = _catalogue().get(voice.removesuffix("_v2"))
    if part is None and engine in engines.names("speech"):
        return Role(engine, "")
    if part is None:
        raise SpeechError(
            f"voice {voice!r} is neither an IMS voice nor ENGINE:NAME; `docreel voices` lists them"
        )
    engine, _, name = part["voice"].partition(":")
    return Role(engine, name, part["speed"], part["pitch"], part["language"])


def default_voice(language: str) -> str:
    """Return the id of the voice that reads a language when none is asked for.

    Other languages than those of the service get the local voice, by its own name.
    """
    primary = language.partition("-")[0].lower()
    return DEFAULT_VOICES.get(primary, f"espeak:{primary}")


def default_presenter(language: str) -> str:
    """Return the id of a voice that is told apart from the default one of a language."""
    primary = language.partition("-")[0].lower()
    return DEFAULT_PRESENTERS.get(primary, f"espeak:{primary}+f2")


def catalogue() -> Iterator[Voice]:
    """Yield the IMS voices and what speaks for each of them here."""
    for identity, part in _catalogue().items():
        engine, _, name = part["voice"].partition(":")
        yield Voice(identity, engine, part["language"], part["gender"], name)


def language_of(text: str, asked: str | None = None) -> str:
    """Return the language of a text by its script, as a tag such as `zh`.

    `asked` stands wherever its script carries a quarter of the words; without letters
    the answer is `asked`, or English.
    """
    words = _words_by_script(text)
    total = sum(words.values())
    if not total:
        return asked or "en"
    if asked and sum(words.get(script, 0) for script in _scripts(asked)) >= ENOUGH * total:
        return asked
    kana = words.get("HIRAGANA", 0) + words.get("KATAKANA", 0)
    both = kana + words.get("CJK", 0)
    if both > total / 2 and kana > KANA_OF_JAPANESE * both:
        return "ja"
    script = max(words, key=lambda name: words[name])
    return LANGUAGES[script].split()[0]


def runs(text: str, language: str) -> list[tuple[int, int, str]]:
    """Split a text where its script needs another voice: (start, end, language).

    Latin words stay with every voice, as do single letters (the beta of a formula).
    No voice here reads Japanese ideographs; the Chinese one at least says them.
    """
    home = {*_scripts(language), "LATIN"} - ({"CJK"} if language == "ja" else set())
    letters = ((index, script_of(letter)) for index, letter in enumerate(text))
    found = [(0, language)]
    for script, group in groupby(filter(itemgetter(1), letters), key=itemgetter(1)):
        places = [index for index, _ in group]
        abroad = script not in home and (len(places) > 1 or script == "CJK")
        tag = LANGUAGES[script].split()[0] if abroad else language
        if tag != found[-1][1]:
            found.append((places[0], tag))
    edges = [start for start, _ in found[1:]] + [len(text)]
    return [
        (start, end, tag) for (start, tag), end in zip(found, edges, strict=True) if start < end
    ]


@lru_cache(maxsize=4096)
def script_of(character: str) -> str:
    """Return the script of a letter as a key of LANGUAGES; "" for anything else."""
    script = unicodedata.name(character, "").partition(" ")[0]
    return script if script in LANGUAGES and character.isalpha() else ""


def _scripts(language: str) -> list[str]:
    """Return the scripts a language is written in."""
    base = language.lower().partition("-")[0]
    found = [script for script, tags in LANGUAGES.items() if base in tags.split()]
    return found or ["LATIN"]


def _words_by_script(text: str) -> Mapping[str, float]:
    """Count words; ideographs count by how many make one."""
    counted: dict[str, float] = defaultdict(float)
    for word in re.findall(r"[^\W\d_]+", text):
        letters = Counter(script_of(letter) for letter in word)
        for script, count in letters.items():
            each = LETTERS_A_WORD.get(script, 0)
            counted[script] += count / each if each else 1
    counted.pop("", None)
    return counted


@lru_cache(maxsize=1)
def _catalogue() -> Mapping[str, _Part]:
    parts = json.loads((Path(__file__).parent / "voices.json").read_text("utf-8"))
    return typed(Mapping[str, _Part], parts)
