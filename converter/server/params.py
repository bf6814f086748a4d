"""Params: the parameters of an action, all of them text on the wire, read one by one."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from datetime import UTC, datetime
from typing import Any

from converter.errors import JobError, TimelineError
from converter.timeline.parse import json_object

_MOMENT = "%Y-%m-%dT%H:%M:%SZ"


class Params:
    """Parameters by name. What cannot be read raises JobError, with the service's code."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    def text(self, name: str, *, required: bool = False, most: int | None = None) -> str:
        """Return a text, empty when it is not given; `most` bytes of it."""
        found = self.values.get(name, "")
        if required and not found:
            raise JobError(f"{name} is mandatory for this action.", code="MissingParameter")
        if most is not None and len(found.encode("utf-8", "replace")) > most:
            raise invalid(name, f"it is longer than {most} bytes")
        return found

    def data(self, name: str, *, required: bool = False) -> dict[str, Any]:
        """Return an object given as JSON, empty when it is not given."""
        found = self.text(name, required=required)
        return dict(read_json_of(name, found)) if found else {}

    def choice(self, name: str, among: Collection[str], default: str = "") -> str:
        """Return one of several texts."""
        found = self.text(name) or default
        if found and found not in among:
            raise invalid(name, f"expected {', '.join(sorted(among))}")
        return found

    def switch(self, name: str) -> bool:
        """Return whether it is true."""
        return self.choice(name, ("true", "false", "True", "False")).lower() == "true"

    def whole(self, name: str, default: int, *, least: int, most: int) -> int:
        """Return a whole number."""
        found = self.text(name)
        if not found:
            return default
        if not re.fullmatch(r"[0-9]{1,9}", found) or not least <= int(found) <= most:
            raise invalid(name, f"expected a whole number from {least} to {most}")
        return int(found)

    def moment(self, name: str) -> float | None:
        """Return a UTC time as seconds since 1970, None when it is not given."""
        found = self.text(name)
        if not found:
            return None
        try:
            return datetime.strptime(found, _MOMENT).replace(tzinfo=UTC).timestamp()
        except ValueError:
            raise invalid(name, "expected yyyy-MM-ddTHH:mm:ssZ") from None

    def items(self, name: str, *, required: bool = False) -> list[str]:
        """Return texts given as a JSON list, or with commas between."""
        found = self.text(name, required=required)
        if not found.startswith("["):
            return [item.strip() for item in found.split(",") if item.strip()]
        try:
            return [str(item) for item in json.loads(found)]
        except (ValueError, RecursionError):
            raise invalid(name, "expected a JSON list, or commas between") from None


def invalid(name: str, reason: str) -> JobError:
    """Return the error that a parameter is not valid, as the service words it."""
    return JobError(f'The specified parameter "{name}" is not valid: {reason}.')


def read_json_of(name: str, text: str) -> Mapping[str, Any]:
    """Return the JSON object of a parameter; JobError names it."""
    try:
        found: Mapping[str, Any] = json_object(text)
    except TimelineError as error:
        raise invalid(name, error.message) from error
    return found


def moment(seconds: float | None) -> str | None:
    """Return a time as the service writes it."""
    return None if seconds is None else datetime.fromtimestamp(seconds, UTC).strftime(_MOMENT)
