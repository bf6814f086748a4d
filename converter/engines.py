"""Engines: what other packages can add to Docreel, found by entry point.

A package adds a voice engine by naming a class in the entry point group
`docreel.speech`, a narrator in `docreel.narrator`, a way to find clips for words in
`docreel.matcher`. Nothing is imported before it is asked for by name, so a broken
plug-in harms only the one who uses it.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from converter.errors import DocreelError

BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "matcher": {
        "pictures": "converter.matching.pictures:Pictures",
        "sentences": "converter.matching.sentences:Sentences",
        "words": "converter.matching.words:Words",
    },
    "narrator": {
        "chat": "converter.script.narrators.chat:Chat",
        "extractive": "converter.script.narrators.extractive:Extractive",
    },
    "speech": {
        "espeak": "converter.speech.espeak:Espeak",
        "openai": "converter.speech.openai:OpenAI",
        "piper": "converter.speech.piper:Piper",
        "recordings": "converter.speech.recordings:Recordings",
        "silent": "converter.speech.silent:Silent",
    },
}
"""Kind and name to `module:object`, for a checkout that was never installed."""


def names(kind: str) -> tuple[str, ...]:
    """Return the names of all engines of a kind, such as `speech`."""
    return tuple(sorted(_found(kind)))


def load(kind: str, name: str, error: type[DocreelError]) -> Any:
    """Import and return the object behind an engine's name.

    Raises `error`, the class of the stage that asked, for a name nobody declares and
    for a plug-in that cannot be imported.
    """
    found = _found(kind)
    if name not in found:
        known = ", ".join(sorted(found))
        raise error(f"there is no {kind} engine {name!r}; installed are {known}")
    try:
        return found[name].load()
    except Exception as cause:
        place = found[name].value
        raise error(f"{kind} engine {name!r} ({place}) cannot be loaded: {cause}") from cause


def _found(kind: str) -> dict[str, EntryPoint]:
    group = f"docreel.{kind}"
    own = (EntryPoint(name, value, group) for name, value in BUILT_IN.get(kind, {}).items())
    return {entry.name: entry for entry in (*own, *entry_points(group=group))}
