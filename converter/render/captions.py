"""Captions: the words for the eye, cut into lines and timed by the voice."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from fractions import Fraction
from functools import cache
from itertools import accumulate, pairwise
from math import inf
from typing import NamedTuple

from converter.speech.model import Speech, Word
from converter.speech.words import is_word, share, tokens

LINGER = Fraction(3, 10)
"""Seconds a caption may stay after its last word."""
SHORTEST = Fraction(1, 2)
"""Seconds a caption lasts, where its neighbours leave room."""
LONGEST_SENTENCE = 100
"""Words laid out together."""

Width = Callable[[Sequence[str]], Sequence[float]]
Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Heard:
    """A word of a caption: characters [first, last) of its lines joined, [begin, end) seconds."""

    begin: Fraction
    end: Fraction
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Cue:
    """One caption: its lines, [begin, end) in seconds, and when its words are heard."""

    begin: Fraction
    end: Fraction
    lines: tuple[str, ...]
    words: tuple[Heard, ...] = field(default=(), compare=False)

    def moved(self, by: Fraction, factor: Fraction = Fraction(1)) -> Cue:
        """Return the cue with its times multiplied by `factor` and then `by` later."""
        words = (
            replace(word, begin=word.begin * factor + by, end=word.end * factor + by)
            for word in self.words
        )
        return Cue(self.begin * factor + by, self.end * factor + by, self.lines, tuple(words))


def cues(speech: Speech, shown: str, width: Width, limit: float, rows: int = 2) -> tuple[Cue, ...]:
    """Cut the shown text into captions and time them by the spoken words.

    `width` measures texts on one line, `limit` is in its unit. A caption has at most
    `rows` lines, begins with its first word, stays at most LINGER after its last and
    never overlaps the next. All shown words are in them; commas and full stops at the
    end of a caption are not.
    """
    words = _measured(shown, _times(speech, shown), width, limit)
    if not any(is_word(word.text) for word in words):
        return ()
    layout = _Layout(words, _gap(width), limit, rows)
    ranges = _merged(
        [part for sentence in _sentences(words) for part in layout.cut(*sentence)],
        words,
        layout,
        speech.rate,
    )
    return tuple(_timed(ranges, words, layout, speech))


def srt(cues: Iterable[Cue]) -> str:
    """Return captions as a SubRip file."""
    return "\n".join(
        f"{number}\n{_clock(cue.begin, ',')} --> {_clock(cue.end, ',')}\n{_text(cue)}\n"
        for number, cue in enumerate(cues, 1)
    )


def vtt(cues: Iterable[Cue], *, language: str) -> str:
    """Return captions as a WebVTT file that names its language in a note."""
    blocks = [
        f"{_clock(cue.begin, '.')} --> {_clock(cue.end, '.')}\n{_escaped(_text(cue))}\n"
        for cue in cues
    ]
    return "\n".join(["WEBVTT\n", f"NOTE Language: {language}\n", *blocks])


def _text(cue: Cue) -> str:
    return "\n".join(cue.lines)


def _escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _clock(seconds: Fraction, point: str) -> str:
    whole, thousandths = divmod(round(seconds * 1000), 1000)
    minutes, second = divmod(whole, 60)
    hour, minute = divmod(minutes, 60)
    return f"{hour:02}:{minute:02}:{second:02}{point}{thousandths:03}"


# --- when each shown word is heard ----------------------------------------------------


def _times(speech: Speech, shown: str) -> list[Word]:
    """Return the shown words with the samples they are heard at.

    Equal words are anchors. What lies between two anchors shares the time between
    them, so "12 %" is on the screen while "12 percent" is heard.
    """
    spans = tokens(shown)
    seen = [_key(shown[start:end]) for start, end in spans]
    said = [_key(speech.text[word.start : word.end]) for word in speech.words]
    groups: list[tuple[int, Word]] = []
    for _, first, last, begin, end in SequenceMatcher(None, seen, said, False).get_opcodes():
        if last - first == end - begin:
            groups += zip(range(first, last), speech.words[begin:end], strict=True)
        elif first < last and begin < end:
            groups.append((first, _together(speech.words[begin:end])))
        elif begin < end and groups:
            # Words that are not shown ("percent") are heard while the last shown one is.
            before, word = groups[-1]
            groups[-1] = before, replace(word, stop=speech.words[end - 1].stop)
    # Words that are not spoken share the time of the word before them.
    firsts = [0, *(first for first, _ in groups[1:]), len(spans)]
    if not groups:
        return share(shown, spans, 0, len(speech.samples))
    return [
        word
        for (_, heard), (first, last) in zip(groups, pairwise(firsts), strict=True)
        for word in share(shown, spans[first:last], heard.begin, heard.stop)
    ]


def _together(words: Sequence[Word]) -> Word:
    return Word(words[0].start, words[-1].end, words[0].begin, words[-1].stop)


def _key(word: str) -> str:
    """Return what is compared of a word: its letters and digits, whatever their form."""
    folded = unicodedata.normalize("NFKC", word).casefold()
    return "".join(filter(str.isalnum, folded)) or folded


# --- words and where they may part ----------------------------------------------------


class _Shown(NamedTuple):
    """A shown word: if a space stands before it, if the text has a line end behind it."""

    text: str
    spaced: bool
    ends_line: bool
    width: float
    begin: int
    stop: int


def _measured(shown: str, times: Sequence[Word], width: Width, limit: float) -> list[_Shown]:
    """Return the words with their widths; one wider than a line comes in pieces."""
    if not times:
        return []
    texts = [shown[word.start : word.end] for word in times]
    measured: list[_Shown] = []
    previous = 0
    for word, text, wide in zip(times, texts, width(texts), strict=True):
        gap = shown[previous : word.start]
        if "\n" in gap and measured:
            measured[-1] = measured[-1]._replace(ends_line=True)
        whole = _Shown(text, bool(gap), False, wide, word.begin, word.stop)
        measured += [whole] if wide <= limit else _pieces(whole, width, limit)
        previous = word.end
    return measured


def _pieces(word: _Shown, width: Width, limit: float) -> Iterator[_Shown]:
    """Break a word that fits no line, never before a combining mark."""
    clusters = _clusters(word.text)
    widths = width(clusters)
    edges, wide = [0], 0.0
    for index, more in enumerate(widths):
        if wide + more > limit and index > edges[-1]:
            edges.append(index)
            wide = 0.0
        wide += more
    step = Fraction(word.stop - word.begin, len(clusters))
    for first, last in pairwise([*edges, len(clusters)]):
        piece = "".join(clusters[first:last])
        begin, stop = (word.begin + int(step * edge) for edge in (first, last))
        wide = sum(widths[first:last])
        yield _Shown(piece, word.spaced and not first, False, wide, begin, stop)


def _clusters(text: str) -> list[str]:
    clusters: list[str] = []
    for character in text:
        if clusters and unicodedata.category(character).startswith("M"):
            clusters[-1] += character
        else:
            clusters.append(character)
    return clusters


def _gap(width: Width) -> float:
    """Return the width of a space between two words."""
    apart, together = width(["n n", "nn"])
    return max(apart - together, 0.0)


SENTENCE_END = re.compile(r"[.!?…。！？；;][\"'”’)\]」』）》]*$")
CLAUSE_END = re.compile(r"[,:，、：—–)）」』》][\"'”’]*$")
ABBREVIATION = re.compile(r"(?:^|\W)(?:\w|Dr|Mr|Mrs|Ms|Prof|St|No|Fig|vs|al|e\.g|i\.e|z\.B|ca)\.$")
CONJUNCTIONS = frozenset(
    """
    and but or because which that while when where who if as than with for from into by so
    und oder aber weil dass wenn mit für et mais ou que qui avec pour y o pero porque con
    """.split()  # noqa: SIM905
)
STICKY = frozenset(
    """
    a an the of to in on at by is are was no not very more
    der die das den dem des ein eine im am zu von
    le la les un une de du à el los las del al en
    """.split()  # noqa: SIM905
)
ORPHAN = 12.0
ANOTHER_CAPTION = 5.0


def _sentences(words: Sequence[_Shown]) -> Iterator[Range]:
    """Yield the words that are laid out together, as index ranges."""
    start = 0
    for index, word in enumerate(words, 1):
        following = words[index].text if index < len(words) else ""
        if _ends_sentence(word, following) or index - start == LONGEST_SENTENCE:
            yield start, index
            start = index
    if start < len(words):
        yield start, len(words)


def _ends_sentence(word: _Shown, following: str) -> bool:
    if word.ends_line:
        return True
    if not SENTENCE_END.search(word.text) or following[:1].islower():
        return False
    return not ABBREVIATION.search(word.text)


def _penalty(word: str, following: str) -> float:
    """Return how bad it is to part two words, from 0 (a comma) to 6 (an article)."""
    if word.casefold() in STICKY or word[-1].isdigit() or ABBREVIATION.search(word):
        return 6.0
    if CLAUSE_END.search(word) or SENTENCE_END.search(word):
        return 0.0
    return 1.0 if following.casefold() in CONJUNCTIONS else 3.0


Breaks = tuple[float, tuple[int, ...]]
"""What it costs to part words here, and the edges of the lines."""
NO_LINES: Breaks = (inf, ())


class _Layout:
    """Finds the best places to cut words into captions, and captions into lines."""

    def __init__(self, words: Sequence[_Shown], gap: float, limit: float, rows: int) -> None:
        self._words = words
        self._gap = gap
        self._limit = limit
        self._rows = rows
        steps = (word.width + gap * word.spaced for word in words)
        self._ends = [0.0, *accumulate(steps)]
        self._breaks = cache(self._best_breaks)

    def cut(self, start: int, end: int) -> list[Range]:
        """Cut words [start, end) into captions that fit, at the least cost."""
        costs, before = {start: 0.0}, {}
        for stop in range(start + 1, end + 1):
            options = [
                (costs[first] + self._cost(first, stop, end), first)
                for first in self._fitting(start, stop)
            ]
            costs[stop], before[stop] = min(options)
        stops = [end]
        while stops[-1] > start:
            stops.append(before[stops[-1]])
        return list(pairwise(reversed(stops)))

    def lines(self, start: int, end: int) -> list[str] | None:
        """Return the lines of words [start, end), or None when they do not fit."""
        cost, edges = self._breaks(start, end, self._rows)
        return None if cost == inf else [self._line(*part) for part in pairwise(edges)]

    def _fitting(self, start: int, stop: int) -> Iterator[int]:
        """Yield where a caption that ends at `stop` may begin, the nearest first."""
        for first in range(stop - 1, start - 1, -1):
            if self._breaks(first, stop, self._rows)[0] == inf:
                return
            yield first

    def _cost(self, first: int, stop: int, end: int) -> float:
        lone = ORPHAN if stop - first == 1 and end - first + 1 > 1 and self._spaced(first) else 0.0
        ragged = 0.0 if stop == end else 3 * self._penalty(stop)
        return ANOTHER_CAPTION + ragged + lone + self._breaks(first, stop, self._rows)[0]

    def _best_breaks(self, start: int, end: int, rows: int) -> Breaks:
        """Return the cost of setting words in at most `rows` lines, and the line edges."""
        if self._width(start, end) <= self._limit:
            return 0.0, (start, end)
        if rows == 1:
            return NO_LINES
        options = (self._broken(start, middle, end, rows) for middle in range(start + 1, end))
        return min(options, default=NO_LINES)

    def _broken(self, start: int, middle: int, end: int, rows: int) -> Breaks:
        """Return the cost when the first line ends at `middle`."""
        top = self._width(start, middle)
        rest, edges = self._breaks(middle, end, rows - 1)
        if top > self._limit or rest == inf:
            return NO_LINES
        uneven = 6 * abs(top - self._width(middle, end) / (rows - 1)) / self._limit
        lone = ORPHAN / 2 * (self._spaced(start) and 1 in (middle - start, end - middle))
        return uneven + lone + self._penalty(middle) + rest, (start, *edges)

    def _penalty(self, index: int) -> float:
        return _penalty(self._words[index - 1].text, self._words[index].text)

    def _spaced(self, index: int) -> bool:
        """Say whether the words around an index are parted by spaces."""
        near = self._words[max(index - 1, 0) : index + 2]
        return any(word.spaced for word in near)

    def _width(self, start: int, end: int) -> float:
        return self._ends[end] - self._ends[start] - self._gap * self._words[start].spaced

    def _line(self, start: int, end: int) -> str:
        words = self._words[start:end]
        return words[0].text + "".join(" " * word.spaced + word.text for word in words[1:])


# --- captions in time -----------------------------------------------------------------


def _merged(
    ranges: Sequence[Range], words: Sequence[_Shown], layout: _Layout, rate: int
) -> list[Range]:
    """Join captions that would flash by with the one before or after, if both fit."""
    merged: list[Range] = []
    for first, last in ranges:
        if merged and layout.lines(merged[-1][0], last):
            before = words[first].begin - words[merged[-1][0]].begin
            own = words[last - 1].stop - words[first].begin
            if min(before, own) < SHORTEST * rate:
                merged[-1] = merged[-1][0], last
                continue
        merged.append((first, last))
    return merged


def _timed(
    ranges: Sequence[Range], words: Sequence[_Shown], layout: _Layout, speech: Speech
) -> Iterator[Cue]:
    begins = [Fraction(words[first].begin, speech.rate) for first, _ in ranges]
    limits = [*begins[1:], Fraction(len(speech.samples), speech.rate)]
    for (first, last), begin, limit in zip(ranges, begins, limits, strict=True):
        stop = Fraction(words[last - 1].stop, speech.rate)
        end = min(max(stop + LINGER, begin + SHORTEST), limit)
        lines = _trimmed(layout.lines(first, last) or [])
        if lines and end > begin:
            heard = _heard(words[first:last], "\n".join(lines), speech.rate)
            yield Cue(begin, end, lines, tuple(heard))


def _heard(words: Sequence[_Shown], text: str, rate: int) -> Iterator[Heard]:
    """Yield where the words of a caption stand in its text, and when they are heard."""
    position = 0
    for word in words:
        shown = word.text if text.find(word.text, position) >= 0 else word.text.rstrip(",.，。、")
        first = text.find(shown, position)
        if is_word(shown) and first >= 0:
            position = first + len(shown)
            begin, end = Fraction(word.begin, rate), Fraction(word.stop, rate)
            yield Heard(begin, end, first, position)


def _trimmed(lines: Sequence[str]) -> tuple[str, ...]:
    """Drop the comma or full stop a caption ends with; abbreviations keep theirs."""
    last = lines[-1] if lines else ""
    if not re.search(r"\w\.\w+\.$|\.\.$", last):
        last = re.sub(r"[,.，。、]([\"'”’)\]」』）》]*)$", r"\1", last)
    return tuple(line for line in (*lines[:-1], last) if line)
