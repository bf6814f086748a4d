"""Points: a sentence made short enough for a card, or left as it is.

A point is the sentence's own main clause, cut at a seam of its grammar. Without a
parser that is known only where a finite verb is recognised; where none is, there is
no point, which is better than half a thought.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from converter.script import cues
from converter.script.passages import MATHS
from converter.script.sentences import CJK, is_cjk, stop_words

SHORT, SHORT_CJK = 60, 24
LONG, LONG_CJK = 110, 44
_FEWEST_WORDS = 3
_WORTHWHILE = 0.75
"""A point longer than short is worth making when it spares a quarter of its sentence."""
_FEWEST_CJK = 6

_ASIDE = re.compile(
    r"\s+[(\[](?=[^()]*(?:[^\W\d_]{4}|[A-Z]{2}))[^()（）\[\]]*[)\]](?!\w)|（[^()（）]*）"
)
"""Words in brackets; what mathematicians put in brackets belongs to the sentence."""
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
    r"^(?:in|on|at|for|with|by|from|to|as|after|before|during|since|while|although|though"
    r"|because|according|using|based|under|through|over|today|currently|recently|despite"
    r"|unlike|like|given|initially|instead|within|among|across|historically|originally"
    r"|traditionally|typically|generally|usually|often|sometimes|overall|first|finally"
    r"|unfortunately|fortunately|nowadays|additionally|further|importantly|notably|im|bei|mit|nach|seit|da|obwohl|während)\b"
)
_OPENING = re.compile(
    _OPENERS
    + r"[^,]{0,70},\s+(?=(?:the|an?|we|it|they|you|he|she|I|there|our|its|their|his|her|some"
    r"|many|most|all|each|every|one|several|other|(?-i:[A-Z][\w-]+))\b)",
    re.IGNORECASE,
)
"""What stands before the main clause, where a subject clearly follows."""
_ONLY_OPENING = re.compile(_OPENERS + "[^,]*$", re.IGNORECASE)
_SEAM = re.compile(
    r";\s|:\s|\s[–—-]\s|—"
    r"|,\s+(?:which|who|whose|where|while|whereas|because|although|though|since|as|including|such|so|but|with|making"
    r"|allowing|using|resulting|leading|often|usually|especially|particularly|mostly|mainly|primarily"
    r"|largely|even|not|rather|meaning|thus|thereby|like|for\s+(?:example|instance)|e\.g|i\.e|a\s+\w+\s+that"
    r"|(?:and|or)\s+(?:it|they|we|the|this|these|that|those|he|she|its|their|an?|some|all|many|most|each|no|there|you)"
    r"|weil|wobei|sodass|so\s+dass|aber|sondern|während|obwohl|da|was|womit|wodurch|d\.\s?h|z\.\s?B"
    r"|und\s+(?:das|die|der|ein|eine|es|sie|man|auch|damit)|insbesondere|also)\b"
    r"|\s(?:because|whereas|although|so\s+that|in\s+order\s+to|such\s+as|including|as\s+well\s+as|even\s+though"
    r"|rather\s+than|but|primarily\s+due\s+to|due\s+to|thanks\s+to|called|named|as\s+part\s+of|sowie|(?:and|und)\s+(?:also|then|thus|auch|damit))\s"
    r"|\s(?:and|und)\s(?=(?:is|are|was|were|has|have|had|can|could|will"
    r"|may|does|includes|provides|allows|helps|uses|ist|sind|wird|werden|hat|haben|kann|können)\s)",
    re.IGNORECASE,
)
_MANNER = re.compile(
    r",\s+(?!during|according|including|outstanding|existing|following|regarding|concerning)\w{3,}ing\s"
    r"|\s(?:using|via|through(?!\s+wh)|based\s+on|by\s+\w+ing|by\s+means\s+of|in\s+addition\s+to|without\s+\w+ing"
    r"|mithilfe|mittels)\s",
    re.IGNORECASE,
)
"""How something is done: may go where nothing denies or limits it."""
_LIMITED = re.compile(
    r"\b(?:not?|never|only|n[o']t|cannot|without|rarely|hardly|just|best|better|more|less|must|should|than"
    r"|nicht|kein\w*|nur|nie|ohne|mehr|weniger)\b|n't|n’t",
    re.IGNORECASE,
)
_LISTED = re.compile(r",\s(?:and|or|und|oder)\s", re.IGNORECASE)
_APPOSED = re.compile(
    r"(?!\w+(?:ed|ing)\b)(?P<subject>[A-Z][^,]{2,60}),\s(?:which|who|known\s+as|called|named|powered\s+by"
    r"|based\s+[io]n|located\s+[io]n|led\s+by|founded|an?|the)\s[^,]{3,90},\s(?P<rest>(?P<verb>\w+)\s.+)"
)
"""A subject with what is told of it between commas."""
_HALF = re.compile(
    r"[^,]+,\s\w+ed\s[^,]*|.*\b(?:zwar|not\s+only|nicht\s+nur|both|either|sowohl|entweder)\b.*"
    r"|(?:ist|sind|sei|seien|hat|haben|gilt|existiert|if|when|wenn|falls)\b.*",
    re.IGNORECASE,
)
"""A subject with a participle, the first of a pair, a condition: no thought is whole so."""
_RELATIVE = re.compile(r"\b(?:that|which|who|whose|how|why|whether|what|dass|ob)\s", re.IGNORECASE)
_SEAM_CJK = re.compile(rf"[，；：;:]|,(?!\d)|——|(?<=[{CJK}])\s(?=[{CJK}])")
_HALF_CJK = re.compile(
    r"^(?:如果|虽然|雖然|尽管|当|當|由于|由於|因为|因為|为了|為了|在|随着|隨著|根据|若|除|自|从|從|对于|对|按照|按"
    r"|截至|一方面|不仅|即使|无论|依据|依照|基于|鉴于|经|通过|据|关于|就|每|一旦|只要|只有|哪怕|不论|至于)"
    r"|(?:时|時|后|後|前|中)$"
)
"""Clauses that lead up to another, by how they begin or end."""
_CONDITION_CJK = re.compile(
    r"^(?:如果|若|当|當|一旦|只要|只有|即使|无论|不论|哪怕|要是|对|关于)"
    r"|(?:认为|認為|表示|指出|显示|声明|称|說|说)[，：,:]"
)
"""Such a clause belongs to what follows, as does who says it."""


def point(text: str, language: str) -> str | None:
    """Return a sentence as a short point, or None when no cut leaves a whole thought."""
    bare = _END.sub("", _ASIDE.sub("", text))
    if is_cjk(text):
        return _shortest_fit(bare, list(_clauses_cjk(bare)), SHORT_CJK)
    if MATHS.search(text) or text.rstrip().endswith((":", "?")):
        return None
    return _shortest_fit(bare, list(_clauses(bare, language)), SHORT)


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


def _shortest_fit(text: str, clauses: list[str], limit: int) -> str | None:
    """Return the first clause that is short, else the shortest if that is much shorter."""
    shortest = min(clauses, key=len)
    spared = len(shortest) <= min(_WORTHWHILE * len(text), 1.5 * limit)
    return _first_fit(iter(clauses), limit) or (shortest if spared else None)


def _clauses(text: str, language: str) -> Iterator[str]:
    """Yield the sentence, then its main clause with less and less beside it."""
    yield text
    bodies = [text]
    for shorten in (_unreported, _unopened, partial(_unapposed, language=language)):
        body = _capitalised(shorten(bodies[-1]))
        if body != bodies[-1] and _whole(body, language):
            yield body
            bodies.append(body)
    for body in bodies:
        for seam in reversed(_seams(body)):
            clause = _END.sub("", body[:seam])
            if _whole(clause, language) and not _hangs(clause, language):
                yield clause


def _unreported(text: str) -> str:
    return _REPORTS.sub("", text, count=1)


def _unopened(text: str) -> str:
    return _OPENING.sub("", text, count=1)


def _unapposed(text: str, language: str) -> str:
    """Leave out what is told of the subject between commas."""
    match = _APPOSED.fullmatch(text)
    if not match or _ONLY_OPENING.match(match["subject"]):
        return text
    follows = cues.shows("verb", match["verb"], language)
    return f"{match['subject']} {match['rest']}" if follows else text


def _seams(text: str) -> list[int]:
    """Return where a sentence can end sooner and still be true."""
    found = {seam.start() for seam in _SEAM.finditer(text)}
    if not _LIMITED.search(text):
        manners = _MANNER.finditer(text)
        found |= {seam.start() for seam in manners if not _LISTED.search(text, seam.end())}
    return sorted(found)


def _whole(clause: str, language: str) -> bool:
    """Say whether a clause can stand alone: a verb in it, no opening or list left open."""
    tokens = clause.split()
    return (
        len(tokens) > _FEWEST_WORDS
        and not _HALF.fullmatch(clause)
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
    if _CONDITION_CJK.search(text):
        return
    clauses = [clause.strip() for clause in _SEAM_CJK.split(text)]
    while len(clauses) > 1 and _HALF_CJK.search(clauses[0]):
        clauses = clauses[1:]
        yield text[text.index(clauses[0]) :]
    first = clauses[0]
    whole = first.count("《") == first.count("》") and not _HALF_CJK.search(first)
    if len(clauses) > 1 and len(first) >= _FEWEST_CJK and whole:
        yield first


def _capitalised(text: str) -> str:
    return text[:1].upper() + text[1:]
