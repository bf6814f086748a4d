"""Settings: lines of `- key: value`, and what each key may say."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any

from converter.errors import SpeechError
from converter.script.model import Script, Shot
from converter.script.storyboard.lines import Fault, Line, one_line

LONGEST = 600.0
"""Seconds a shot or a pause may be asked to last."""
FASTEST = 500
_SECONDS = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s?)")


def of_script(script: Script) -> dict[str, str]:
    """Return the settings of the whole, as they are written."""
    found = {
        "title": one_line(script.title),
        "voice": script.voice or "",
        "presenter": script.presenter or "",
        "rate": str(script.rate) if script.rate else "",
    }
    return {key: value for key, value in found.items() if value}


def of_shot(shot: Shot) -> dict[str, str]:
    """Return the settings of a shot, as they are written."""
    found = {} if shot.duration is None else {"duration": f"{shot.duration:g} s"}
    if shot.sentences and shot.duration is None:
        found["pause"] = f"{shot.pause:g} s"
    return found if shot.captions else {**found, "captions": "off"}


def changed(
    given: Mapping[str, Line], written: Mapping[str, str], usual: Mapping[str, Any], fault: Fault
) -> dict[str, Any]:
    """Return the values of what is not as it was written; what is gone is as `usual`.

    Raises ScriptError for a key that is not in `usual` and for a value it cannot have.
    """
    _expect(given, usual, fault)
    return {
        key: _value(key, given[key], fault) if key in given else default
        for key, default in usual.items()
        if (given[key].text if key in given else "") != written.get(key, "")
    }


def _expect(given: Mapping[str, Line], known: Collection[str], fault: Fault) -> None:
    for key, line in given.items():
        if key not in known:
            fault(line.number, f"{key!r} is no setting here, expected one of {', '.join(known)}")


def _value(key: str, line: Line, fault: Fault) -> Any:
    read, expected = _KEYS[key]
    try:
        return read(line.text)
    except ValueError:
        return fault(line.number, f"{key}: {line.text!r}, expected {expected}")
    except SpeechError as error:
        return fault(line.number, f"{key}: {error}")


def _seconds(text: str) -> float:
    found = _SECONDS.fullmatch(text)
    seconds = float(found[1]) / (1000 if found[2] == "ms" else 1) if found else -1.0
    if not 0 <= seconds <= LONGEST:
        raise ValueError(text)
    return seconds


def _duration(text: str) -> float:
    seconds = _seconds(text)
    if not seconds:
        raise ValueError(text)
    return seconds


def _switch(text: str) -> bool:
    if text not in {"on", "off"}:
        raise ValueError(text)
    return text == "on"


def _rate(text: str) -> int:
    rate = int(text)
    if abs(rate) > FASTEST:
        raise ValueError(text)
    return rate


def _title(text: str) -> str:
    if not text:
        raise ValueError(text)
    return text


def _voice(text: str) -> str | None:
    from converter.speech.casting import cast

    if text:
        cast(text)
    return text or None


_KEYS: Mapping[str, tuple[Callable[[str], Any], str]] = {
    "title": (_title, "words"),
    "voice": (_voice, "a voice"),
    "presenter": (_voice, "a voice"),
    "rate": (_rate, "a whole number, -500 (half speed) to 500 (double speed)"),
    "duration": (_duration, f"seconds up to {LONGEST:g}, such as 8 s"),
    "pause": (_seconds, f"seconds up to {LONGEST:g}, such as 0.5 s"),
    "captions": (_switch, "on or off"),
}
