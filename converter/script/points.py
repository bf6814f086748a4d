"""Points: a sentence made short enough for a card, or left as it is.

A point is the sentence's own main clause, cut at a seam of its grammar. Without a
parser that is known only where a finite verb is recognised; where none is, there is
no point, which is better than half a thought.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from converter.script import cues
from converter.script.passages import MATHS
from converter.script.sentences import is_cjk, stop_words

SHORT, SHORT_CJK = 60, 24
LONG, LONG_CJK = 110, 44
_FEWEST_WORDS = 3
_FEWEST_CJK = 6

_ASIDE = re.compile(r"\s*[(（\[][^()（）\[\]]*[)）\]]")
_END = re.compile(r"[\s.!。！:：;；,，]+$")
_REPORTS = re.compile(
    r"^(?:(?:in\s+this\s+(?:paper|work|study|article),?\s+)?(?:we|they|the\s+(?:authors?|results?|study|data))\s+"
    r"(?:also\s+|then\s+|further\s+)?(?:show|shows|showed|find|finds|found|demonstrate[sd]?|observe[sd]?|note[sd]?"
    r"|conclude[sd]?|argue[sd]?|believe[sd]?|suggests?|indicates?|reveal(?:s|ed)?)\s+that"
    r"|it\s+is\s+(?:\w+\s+)?(?:clear|known|important\s+to\s+note|worth\s+noting|likely|possible)\s+that"
    r"|note\s+that|this\s+means\s+that|wir\s+zeigen,\s+dass)\s+",
    re.IGNORECASE,
)
_OPENERS = (
    r"^(?:in|on|at|for|with|by|from|to|as|after|before|during|since|while|although|though|when|if"
    r"|because|until|according|using|based|under|through|over|today|currently|recently|despite"
    r"|unlike|like|given|once|whether|instead|without|within|among|across|historically|originally"
    r"|traditionally|typically|generally|usually|often|sometimes|overall|first|finally"
    r"|unfortunately|fortunately|even|im|bei|mit|nach|seit|wenn|als|da|obwohl|während|um)\b"
)
_OPENING = re.compile(
    _OPENERS
    + r"[^,]{2,70},\s+(?=(?:the|an?|we|it|they|you|he|she|I|there|our|its|their|his|her|some"
    r"|many|most|all|each|every|one|several|other|(?-i:[A-Z][\w-]+))\b)",
    re.IGNORECASE,
)
"""What stands before the main clause, where a subject clearly follows."""
_ONLY_OPENING = re.compile(_OPENERS + "[^,]*$", re.IGNORECASE)
_SEAM = re.compile(
    r";\s|:\s|\s[–—-]\s|—"
    r"|,\s+(?:which|who|whose|where|while|whereas|because|although|though|since|as|including|such|so|but|with|making"
    r"|allowing|using|resulting|leading|and\s+(?:it|they|we|the|this|that|he|she|its)|often|usually|especially"
    r"|particularly|mostly|mainly|primarily|largely|even|not|rather|unless|if|when|meaning|thus|thereby|like|for\s+(?:example|instance)|e\.g"
    r"|die|der|das|weil|wobei|sodass|so\s+dass|aber|sondern|während|wenn|obwohl|da|was|wie|welche[rs]?|womit|wodurch)\b"
    r"|\s(?:because|whereas|although|so\s+that|in\s+order\s+to|such\s+as|including|as\s+well\s+as|unless|even\s+(?:if|though)"
    r"|rather\s+than|but)\s",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|how|why|whether|what|dass|ob)\s", re.IGNORECASE)
_SEAM_CJK = re.compile(r"[，；：,;:]|——")
_HALF_CJK = re.compile(
    r"^(?:如果|虽然|尽管|当|由于|因为|为了|在|随着|根据|若|除|自|从|对于|按照|截至|一方面|不仅|即使|无论)"
)


def point(text: str, language: str) -> str | None:
    """Return a sentence as a short point, or None when no cut leaves a whole thought."""
    bare = _END.sub("", _ASIDE.sub("", text))
    if is_cjk(text):
        return _first_fit(_clauses_cjk(bare), SHORT_CJK)
    if MATHS.search(text) or text.rstrip().endswith((":", "?")):
        return None
    return _first_fit(_clauses(bare, language), SHORT)


def single(text: str) -> str:
    """Return a sentence as the only line of a card, cut only when far too long."""
    bare = text if fits(text, LONG) or MATHS.search(text) else _END.sub("", _ASIDE.sub("", text))
    longest = LONG_CJK if is_cjk(text) else LONG
    if len(bare) <= longest:
        return bare
    clauses = _clauses_cjk(bare) if is_cjk(text) else _clauses(bare, "en")
    return _first_fit(clauses, longest) or bare


def fits(text: str, limit: int) -> bool:
    """Say whether a text is short enough; an ideograph counts as two and a half letters."""
    return len(text) <= (limit * 2 // 5 if is_cjk(text) else limit)


def _first_fit(clauses: Iterator[str], limit: int) -> str | None:
    return next((clause for clause in clauses if len(clause) <= limit), None)


def _clauses(text: str, language: str) -> Iterator[str]:
    """Yield the sentence, then its main clause with less and less beside it."""
    yield text
    bodies = [text]
    for opening in (_REPORTS, _OPENING):
        body = _capitalised(opening.sub("", bodies[-1], count=1))
        if body != bodies[-1] and _whole(body, language):
            yield body
            bodies.append(body)
    for body in bodies:
        for seam in reversed(list(_SEAM.finditer(body))):
            clause = _END.sub("", body[: seam.start()])
            if _whole(clause, language) and not _hangs(clause, language):
                yield clause


def _whole(clause: str, language: str) -> bool:
    """Say whether a clause can stand alone: a verb in it, no opening or list left open."""
    tokens = clause.split()
    return (
        len(tokens) > _FEWEST_WORDS
        and cues.shows("verb", " ".join(tokens[1:]), language)
        and cues.shows("verb", _RELATIVE.split(clause)[-1], language)
        and clause.count("“") == clause.count("”")
        and clause.count('"') % 2 == 0
    )


def _hangs(clause: str, language: str) -> bool:
    """Say whether a clause that was cut off ends, or stays, in mid-air."""
    return (
        clause.rsplit(maxsplit=1)[-1].lower() in stop_words(language)
        or _ONLY_OPENING.match(clause) is not None
        or any(dash in clause for dash in ("–", "—"))
    )


def _clauses_cjk(text: str) -> Iterator[str]:
    yield text
    for seam in reversed(list(_SEAM_CJK.finditer(text))):
        if seam.start() >= _FEWEST_CJK and not _HALF_CJK.match(text):
            yield text[: seam.start()]
    first = _SEAM_CJK.search(text)
    if first and _HALF_CJK.match(text) and len(text) - first.end() >= _FEWEST_CJK:
        yield text[first.end() :]


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
