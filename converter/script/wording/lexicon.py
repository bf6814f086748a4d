"""A user's lexicon: how the voice says terms that no rule could know.

A text file, one `term: spoken form` a line; `term (de): spoken form` holds for one
language, and `#` begins a remark. A term without capitals is found in any case, one
with capitals only as it is written, and both only as whole words.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from converter.errors import ScriptError
from converter.script.sentences import CJK
from converter.script.wording import speakable

_ENTRY = re.compile(
    r"(?P<term>\S.*?)(?:\s*\((?P<language>[a-z]{2,3})\))?\s*[:：]\s+(?P<spoken>\S.*)"
)
_HOLDER = 0x101000
"""Private characters that keep spoken forms from being reworded."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One term and how it is said; without `language`, in all of them."""

    term: str
    spoken: str
    language: str = ""

    @property
    def pattern(self) -> str:
        """The term as a whole word, in any case when it has no capitals."""
        term = r"\s+".join(map(re.escape, self.term.split()))
        cased = term if self.term != self.term.lower() else f"(?i:{term})"
        letter = rf"[^\W{CJK}]"
        before = rf"(?<!{letter})" if re.match(letter, self.term) else ""
        after = rf"(?!{letter}|[.,]\d)" if re.match(letter, self.term[-1]) else ""
        return f"{before}{cased}{after}"


@dataclass(frozen=True)
class Lexicon:
    """Entries, the first of which wins where two share a term."""

    entries: tuple[Entry, ...] = ()

    def speakable(self, text: str, language: str) -> str:
        """Return a text as the voice says it, the terms in the user's words."""
        pattern, forms = self._terms.get(language.partition("-")[0]) or self._terms[""]
        if not forms:
            return speakable(text, language)
        held = pattern.sub(lambda match: chr(_HOLDER + int((match.lastgroup or "")[1:])), text)
        said = speakable(held, language)
        return said.translate({_HOLDER + n: form for n, form in enumerate(forms)})

    @cached_property
    def _terms(self) -> dict[str, tuple[re.Pattern[str], list[str]]]:
        """The pattern of all terms and their spoken forms, by language."""
        languages = {entry.language for entry in self.entries} | {""}
        return {language: self._compiled(language) for language in languages}

    def _compiled(self, language: str) -> tuple[re.Pattern[str], list[str]]:
        known = [entry for entry in self.entries if entry.language in ("", language)]
        known.sort(key=lambda entry: (-len(entry.term), entry.language == ""))
        groups = (f"(?P<t{n}>{entry.pattern})" for n, entry in enumerate(known))
        return re.compile("|".join(groups) or "(?!)"), [entry.spoken for entry in known]


NO_LEXICON = Lexicon()


def read_lexicon(path: Path) -> Lexicon:
    """Read a lexicon file in UTF-8. Raises ScriptError, which names the line."""
    try:
        text = path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise ScriptError(f"{path}: not a lexicon in UTF-8: {error}") from error
    return Lexicon(tuple(_entries(text.splitlines(), path)))


def _entries(lines: Iterable[str], path: Path) -> Iterable[Entry]:
    seen: dict[tuple[str, str], int] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        match = _ENTRY.fullmatch(line.strip())
        if not match:
            raise ScriptError(
                f"{path}, line {number}: {line.strip()!r}, expected `term: spoken form`"
            )
        entry = Entry(match["term"], match["spoken"], match["language"] or "")
        first = seen.setdefault((entry.term, entry.language), number)
        if first != number:
            raise ScriptError(
                f"{path}, line {number}: {entry.term!r} stands in line {first} already"
            )
        yield entry
