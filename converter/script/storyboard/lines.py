"""Lines: a storyboard's text cut into shots, each line with its number."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn

from converter.errors import ScriptError

END = "<!-- end of the storyboard: nothing below is read -->"
_ENDS = re.compile(r"<!--\s*end\b")
_SETTING = re.compile(r"-\s+(?P<key>[a-z]+)\s*:\s*(?P<value>.*)")
_PICTURE = re.compile(r"!\[(?P<alt>.*)\]\(\s*<?(?P<target>.+?)>?(?:\s+\"[^\"]*\")?\s*\)")
_RULE = re.compile(r"([-*_])(?:\s*\1){2,}")

_PUNCTUATION = r"[!-/:-@\[-`{-~]"
_MARKUP = re.compile(
    rf"[*`~]|<(?=[A-Za-z/!?])|&(?=#?\w+;)|(?<!\w)_|_(?!\w)|\](?=\()|\\(?={_PUNCTUATION})"
)
_MARK = re.compile(r"[#>!|+=-]|<!--")
_ESCAPED = re.compile(rf"\\({_PUNCTUATION})")

Fault = Callable[[int, str], NoReturn]


class Line(NamedTuple):
    """A line without its mark, and where it stands."""

    number: int
    text: str


@dataclass
class Entry:
    """One shot as it stands in the file; `section` is the chapter it stands under."""

    number: int
    id: str
    section: str
    target: Line | None = None
    panel: list[Line] = field(default_factory=list)
    words: list[Line] = field(default_factory=list)
    settings: dict[str, Line] = field(default_factory=dict)


def one_line(text: str) -> str:
    """Return a text without line breaks."""
    return " ".join(text.split())


def escape(text: str) -> str:
    """Return a text as one line of Markdown that shows it as it is."""
    line = _MARKUP.sub(r"\\\g<0>", one_line(text))
    return f"\\{line}" if _MARK.match(line) else line


def plain(line: str) -> str:
    """Return the text that a line of Markdown shows; the inverse of `escape`."""
    return _ESCAPED.sub(r"\1", line).strip()


def place(name: str) -> Fault:
    """Return what raises ScriptError for a line of the file `name`."""

    def fault(number: int, message: str) -> NoReturn:
        raise ScriptError(f"{name}:{number}: {message}")

    return fault


def entries(text: str, fault: Fault) -> tuple[dict[str, Line], list[Entry]]:
    """Cut a storyboard into the settings of the whole and its shots."""
    reader = _Reader(fault)
    for line in _read(text, fault):
        reader.take(line)
    return reader.settings, reader.entries


def _read(text: str, fault: Fault) -> Iterator[Line]:
    """Yield the lines that say something: no comments, nothing after the end."""
    begun = 0
    for number, raw in enumerate(text.removeprefix("\ufeff").split("\n"), 1):
        line = raw.strip()
        if _ENDS.match(line):
            break
        if begun:
            begun = 0 if line.endswith("-->") else begun
        elif line.startswith("<!--"):
            begun = 0 if line.endswith("-->") else number
        elif line:
            yield Line(number, line)
    if begun:
        fault(begun, "a comment that does not end, expected -->")


class _Reader:
    """Puts each line where it belongs, by its first character."""

    def __init__(self, fault: Fault) -> None:
        self.settings: dict[str, Line] = {}
        self.entries: list[Entry] = []
        self._section = ""
        self._fault = fault

    def take(self, line: Line) -> None:
        number, text = line
        if text.startswith("#"):
            self._heading(line)
        elif text.startswith("!["):
            self._picture(line)
        elif text.startswith(">"):
            self._entry(line).panel.append(Line(number, text[1:].removeprefix(" ")))
        elif _RULE.fullmatch(text):
            return
        elif text.startswith("- "):
            self._setting(line)
        else:
            self._entry(line).words.append(line)

    def _heading(self, line: Line) -> None:
        marks, _, text = line.text.partition(" ")
        if marks == "#":
            self._section = plain(text)
        elif marks == "##" and text.strip():
            self.entries.append(Entry(line.number, text.split()[0], self._section))
        else:
            self._fault(
                line.number,
                f"{line.text!r}, expected a chapter (# Heading) or a shot (## ID, or ## new)",
            )

    def _picture(self, line: Line) -> None:
        entry, found = self._entry(line), _PICTURE.fullmatch(line.text)
        if not found:
            self._fault(line.number, f"{line.text!r}, expected ![words](figure, shot or file)")
        if entry.target:
            self._fault(line.number, f"a second picture, expected one a shot ({entry.id})")
        entry.target = Line(line.number, found["target"])

    def _setting(self, line: Line) -> None:
        found = _SETTING.fullmatch(line.text)
        if not found:
            self._fault(
                line.number,
                f"{line.text!r}, expected a setting such as '- pause: 0.5 s'; "
                "words that begin with a dash take a backslash before it",
            )
        home = self.entries[-1].settings if self.entries else self.settings
        if found["key"] in home:
            self._fault(line.number, f"{found['key']} a second time, expected it once")
        home[found["key"]] = Line(line.number, found["value"])

    def _entry(self, line: Line) -> Entry:
        if not self.entries:
            self._fault(line.number, f"{line.text[:40]!r} stands in no shot, expected ## ID above")
        return self.entries[-1]
