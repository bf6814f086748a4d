"""Storage: the folder that stands for object storage, and the only one jobs may use.

`http(s)://BUCKET.oss-REGION.HOST/KEY` and `oss://BUCKET/KEY` mean `BUCKET/KEY` in it.
Nothing else can be named: no other folder, no hidden file, no link that leads out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from converter.errors import JobError, TimelineError
from converter.timeline.address import local_path, split
from converter.timeline.parse import read_json

if TYPE_CHECKING:
    from converter.timeline import OutputMediaConfig, Timeline

REGION = "cn-shanghai"
"""Of addresses that do not say one."""


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

    def confine(self, timeline: Timeline) -> None:
        """Raise TimelineError when a Timeline, or a voice in it, names a file elsewhere."""
        for path, address in (*timeline.addresses(), *timeline.attachments()):
            found = local_path(address, self.root, self.root)
            if found is not None and not self._holds(found):
                raise TimelineError(
                    f"{address[:200]} is outside of the storage",
                    code="InvalidParameter",
                    path=path,
                )
        for path, clip in timeline.spoken():
            if set(clip.voice or "") & set("/\\"):
                told = "may not be a file, expected a voice by its name"
                raise TimelineError(told, code="InvalidParameter", path=f"{path}.Voice")

    def named(self, timeline: str, media: Mapping[str, str]) -> Any:
        """Return the data of a Timeline with the addresses of media that it names by id."""
        return _addressed(read_json(timeline), media)

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
    found, pending = set(), [timeline]
    while pending:  # not by recursion, which a request could exhaust
        value = pending.pop()
        if isinstance(value, Mapping):
            found |= {str(value["MediaId"])} if value.get("MediaId") else set()
            pending += value.values()
        elif isinstance(value, list):
            pending += value
    return found


def _addressed(value: Any, media: Mapping[str, str]) -> Any:
    if isinstance(value, Mapping):
        filled = {key: _addressed(item, media) for key, item in value.items()}
        address = media.get(str(filled.get("MediaId")))
        return {**filled, "MediaURL": filled.get("MediaURL") or address} if address else filled
    if isinstance(value, list):
        return [_addressed(item, media) for item in value]
    return value
