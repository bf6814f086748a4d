"""Dates as documents write them, to ISO 8601."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january januar janvier enero gennaio janeiro jan",
            "february februar février febrero feb",
            "march märz mars marzo mar", "april avril abril apr", "may mai mayo",
            "june juni juin junio jun", "july juli juillet julio jul", "august août agosto aug",
            "september septembre septiembre sep sept", "october oktober octobre octubre oct okt",
            "november novembre noviembre nov", "december dezember décembre diciembre dec dez",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_MONTH = "|".join(sorted(MONTHS, key=len, reverse=True))
YEAR = r"(?P<y>(?:19|20)\d\d)"
FORMS = [
    re.compile(pattern, re.I)
    for pattern in (
        rf"\b{YEAR}-(?P<m>\d\d)-(?P<d>\d\d)\b",
        rf"\b(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+(?:de\s+)?(?P<n>{_MONTH})\b\.?,?\s+(?:de\s+)?{YEAR}\b",
        rf"\b(?P<n>{_MONTH})\b\.?\s+(?P<d>\d{{1,2}})(?:st|nd|rd|th)?,?\s+{YEAR}\b",
        rf"{YEAR}\s*年\s*(?P<m>\d{{1,2}})\s*月(?:\s*(?P<d>\d{{1,2}})\s*日)?",
        rf"\b(?P<n>{_MONTH})\b\.?,?\s+{YEAR}\b",
    )
]
ISSUED = re.compile(r"publi|issued|erschienen|veröffentlicht|发布|出版", re.I)
OTHER = re.compile(r"submi|recei|accept|revis|downloaded|accessed|eingereicht|retrieved", re.I)


def find_date(texts: Iterable[str]) -> str | None:
    """Return the likeliest date of issue in some texts, None when there is no date."""
    best: list[tuple[int, str]] = []
    for text in texts:
        for form in FORMS:
            for found in form.finditer(text):
                iso = _iso(found.groupdict())
                if iso:
                    before = text[max(0, found.start() - 24) : found.start()]
                    best.append((_likelihood(before, iso), iso))
    return max(best, key=lambda each: each[0])[1] if best else None


def from_metadata(metadata: dict[str, Any]) -> str | None:
    """Return the day the file says it was made, None when it does not."""
    found = re.match(r"D:(\d{4})(\d\d)(\d\d)", str(metadata.get("creationDate") or ""))
    return "-".join(found.groups()) if found and found[1] > "1980" else None


def _likelihood(before: str, iso: str) -> int:
    """A date said to be of issue first, then whole dates, those of other acts last."""
    words: Sequence[tuple[re.Pattern[str], int]] = ((ISSUED, 4), (OTHER, -4))
    said = [(found.end(), worth) for word, worth in words for found in word.finditer(before)]
    return (max(said)[1] if said else 0) + len(iso) // 5


def _iso(parts: dict[str, str | None]) -> str | None:
    named = parts.get("n")
    month = MONTHS[named.lower()] if named else int(parts.get("m") or 0)
    day = int(parts.get("d") or 0)
    if not 1 <= month <= 12 or day > 31:
        return None
    return f"{parts['y']}-{month:02}" + (f"-{day:02}" if day else "")
