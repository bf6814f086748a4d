"""The vocabulary of the wire: numbers, times, colours and how keys are spelled.

Everything a Timeline holds is made of these. A value is made right here or
refused here, so that the rest of the program sees one type and one spelling.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from fractions import Fraction
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

SPELLINGS = {
    "MediaUrl": "MediaURL",
    "FileUrl": "FileURL",
    "FontUrl": "FontURL",
    "ImageUrl": "ImageURL",
    "CoverUrl": "CoverURL",
    "EffectColorStyleId": "EffectColorStyle",
    "ScripText": "ScriptText",
}
"""Keys that vendor pages spell in two ways, and the way we write them."""

FILE_KEYS = frozenset({"MediaURL", "FileURL", "FontURL", "ImageURL", "MaskVideoUrl"})
"""Keys whose values are addresses of files."""

_WIRE_NAMES = {
    "media_url": "MediaURL",
    "file_url": "FileURL",
    "font_url": "FontURL",
    "image_url": "ImageURL",
    "cover_url": "CoverURL",
    "fe_canvas": "FECanvas",
}
COLOUR = r"^\s*#?([0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})\s*$"
"""A colour of the wire."""

NUMERAL = r"^\s*[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?\s*$"
"""A number of the wire that is written as a string."""

_WHOLE = re.compile(r"\s*[+-]?[0-9]{1,18}\s*")


def wire_name(name: str) -> str:
    """Return the JSON key of a field: `clip_id` is `ClipId`, `media_url` `MediaURL`."""
    return _WIRE_NAMES.get(name) or "".join(part.capitalize() for part in name.split("_"))


class Model(BaseModel):
    """An object of the Timeline: immutable, unknown keys kept as they came."""

    model_config = ConfigDict(
        frozen=True, extra="allow", alias_generator=wire_name, validate_by_name=True
    )

    @model_validator(mode="before")
    @classmethod
    def _one_spelling(cls, data: Any) -> Any:
        if not isinstance(data, Mapping):
            return data
        return {_respelled(key, data): value for key, value in data.items()}

    def wire(self) -> dict[str, Any]:
        """Return JSON data with exactly the keys that were given."""
        return self.model_dump(mode="json", by_alias=True, exclude_unset=True)


def _respelled(key: Any, data: Mapping[Any, Any]) -> Any:
    ours = SPELLINGS.get(key, key)
    return key if ours in data else ours


def number(value: Any) -> Any:
    """Accept numbers, also written as strings, as template expansion leaves them.

    Raises ValueError for anything else.
    """
    if isinstance(value, str):
        try:
            value = int(value) if _WHOLE.fullmatch(value) else float(value)
        except ValueError:
            raise ValueError("expected a number") from None
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise ValueError("expected a number")  # noqa: TRY004 - pydantic reads these only
    if not math.isfinite(value) or abs(value) > 1e15:
        raise ValueError("expected a number of sensible size")
    return value


def _ten_thousandths(value: float) -> float:
    return round(value, 4)


def colour(value: Any) -> Any:
    """Accept colours in every spelling of the wire."""
    if not isinstance(value, str) or not re.match(COLOUR, value):
        raise ValueError("expected a colour like #RRGGBB")
    digits = value.strip().removeprefix("#")
    return "#" + ("".join(digit * 2 for digit in digits) if len(digits) == 3 else digits)


Numeric = BeforeValidator(number)

Number = Annotated[int | float, Numeric]
"""A finite number; whole numbers stay whole."""

Whole = Annotated[int, Numeric]

Positive = Annotated[Number, Field(gt=0)]

Share = Annotated[Number, Field(ge=0, le=1)]
"""A share from 0 to 1."""

Seconds = Annotated[Number, Field(ge=0), AfterValidator(_ten_thousandths)]
"""A time in seconds, to a ten-thousandth."""

Size = Positive
"""A length: up to 1 a fraction of the output side, above it pixels."""

Position = Number
"""A place: below 1 in absolute value a fraction of the output side, else pixels."""

Colour = Annotated[str, BeforeValidator(colour)]
"""`#RRGGBB` or `#RRGGBBAA`; the wire may leave out the `#` or write `#RGB`."""


def exact(seconds: float) -> Fraction:
    """Return a time of the wire as an exact number of seconds."""
    return Fraction(round(seconds * 10_000), 10_000)
