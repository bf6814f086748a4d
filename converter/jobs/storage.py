"""Storage: the folder that stands for object storage, and the only one jobs may use.

`http(s)://BUCKET.oss-REGION.HOST/KEY` and `oss://BUCKET/KEY` mean `BUCKET/KEY` in it.
Nothing else can be named: no other folder, no hidden file, no link that leads out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from converter.errors import JobError, SpeechError, TimelineError
from converter.timeline.address import local_path, split
from converter.timeline.parse import json_object

if TYPE_CHECKING:
    from converter.timeline import OutputMediaConfig, Timeline

REGION = "cn-shanghai"
"""Of addresses that do not say one."""
LONGEST_ID = 64
"""Characters of a MediaId."""
_VOICES = ("Voice", "CustomizedVoice")


@dataclass(frozen=True, slots=True)
class Storage:
    """Files by their addresses; `root` holds one folder for each bucket."""

    root: Path

    def path(self, address: str) -> Path:
        """Return the file an address means, which need not exist.

        Raises JobError, with code InvalidParameter, for what is not in the storage.
        """
        parts = split(normal(address))
        found = None
        if parts is not None and parts.scheme in ("http", "https"):
            found = local_path(normal(address), self.root, self.root)
        if found is None or not self._holds(found):
            told = (
                f"{address[:200]}: not in the storage, expected http://BUCKET.oss-REGION.HOST/KEY"
            )
            raise JobError(told)
        return found

    def target(self, output: OutputMediaConfig) -> Path:
        """Return the file that a configuration names; JobError when it is not in the storage."""
        if output.address is None:
            raise JobError("OutputMediaConfig.MediaURL is missing", code="MissingParameter")
        return self.path(output.address)

    def find(self, reference: str, media: Mapping[str, str]) -> Path | None:
        """Return the file that an address, a known MediaId or a folder's name means.

        None when it is not on this machine; TimelineError for what is not in the storage.
        """
        address = normal(media.get(reference, reference))
        found = local_path(address, self.root, self.root)
        if found is not None and not self._holds(found):
            raise _outside(reference, "")
        return found

    def confine(self, timeline: Timeline) -> None:
        """Raise TimelineError when a Timeline, or a voice in it, names a file elsewhere."""
        for path, address in (*timeline.addresses(), *timeline.attachments()):
            self._expect_inside(address, path)
        self.confine_speech(timeline.wire())

    def confine_speech(self, data: Any) -> None:
        """Raise TimelineError for a voice in data that is a file, or a sound that is elsewhere.

        SSML names both among the words that are to be spoken.
        """
        for key, text in texts(data):
            if key in _VOICES:
                _expect_no_file(text, key)
            elif "<speak" in text:
                self._confine_words(text)

    def named(self, timeline: str, media: Mapping[str, str]) -> Any:
        """Return the data of a Timeline with the addresses of media that it names by id."""
        return with_addresses(json_object(timeline), media)

    def addressed(self, value: Any) -> Any:
        """Return data in which files of the storage are named by their addresses."""
        if isinstance(value, Mapping):
            return {key: self.addressed(item) for key, item in value.items()}
        if isinstance(value, list | tuple):
            return [self.addressed(item) for item in value]
        if isinstance(value, str) and value.startswith(f"{self.root}/"):
            return normal(f"oss://{Path(value).relative_to(self.root)}")
        return value

    def _confine_words(self, content: str) -> None:
        from converter.speech.ssml import Sound, parse

        with suppress(SpeechError):  # who speaks them tells what is wrong with them
            asked = parse(content)
            _expect_no_file(asked.voice or "", "voice")
            sounds = (part.address for part in asked.parts if isinstance(part, Sound))
            for address in (*sounds, *filter(None, [asked.bgm])):
                self._expect_inside(address, "Content")

    def _expect_inside(self, address: str, path: str) -> None:
        found = local_path(address, self.root, self.root)
        if found is not None and not self._holds(found):
            raise _outside(address, path)

    def _holds(self, path: Path) -> bool:
        try:
            inside = path.resolve().relative_to(self.root.resolve())
        except (ValueError, OSError, RuntimeError):
            return False
        return not any(part.startswith(".") for part in inside.parts)


def normal(address: str) -> str:
    """Return an address as the service writes it, for one that begins with oss://."""
    if not address.startswith("oss://"):
        return address
    bucket, _, key = address.removeprefix("oss://").partition("/")
    return f"http://{bucket}.oss-{REGION}.aliyuncs.com/{key}"


def media_ids(timeline: Any) -> set[str]:
    """Return all MediaIds in the data of a Timeline."""
    return {text for key, text in texts(timeline) if key == "MediaId"}


def references(request: Any) -> set[str]:
    """Return all texts in the data of a batch request that may be MediaIds."""
    return {text for _, text in texts(request) if len(text) <= LONGEST_ID and "/" not in text}


def texts(data: Any) -> Iterator[tuple[str, str]]:
    """Yield all texts in data, with the key that each one is under."""
    pending = [("", data)]
    while pending:  # not by recursion, which a request could exhaust
        key, value = pending.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, Mapping):
            pending += value.items()
        elif isinstance(value, list):
            pending += ((key, item) for item in value)


def _outside(address: str, path: str) -> TimelineError:
    told = f"{address[:200]} is outside of the storage"
    return TimelineError(told, code="InvalidParameter", path=path)


def _expect_no_file(voice: str, path: str) -> None:
    if set(voice) & set("/\\"):
        told = "may not be a file, expected a voice by its name"
        raise TimelineError(told, code="InvalidParameter", path=path)


def with_addresses(value: Any, media: Mapping[str, str]) -> Any:
    """Return the data of a Timeline with the addresses of media that it names by id."""
    if isinstance(value, Mapping):
        filled = {key: with_addresses(item, media) for key, item in value.items()}
        address = media.get(str(filled.get("MediaId")))
        return {**filled, "MediaURL": filled.get("MediaURL") or address} if address else filled
    if isinstance(value, list):
        return [with_addresses(item, media) for item in value]
    return value
