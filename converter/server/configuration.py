"""Configuration: what the one who runs a server decides."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from converter.errors import JobError
from converter.jobs import Bounds

MIB = 1 << 20


@dataclass(frozen=True, slots=True)
class Configuration:
    """Everything a server is told. Without `keys` any key is taken and none is verified.

    `storage` is the folder that stands for object storage, `state` the one of the
    database; `hosts` are the names the server answers to, empty for all;
    `callback_hosts` those that callbacks may go to besides this machine.
    """

    storage: Path
    state: Path
    keys: Mapping[str, str] = field(default_factory=dict)
    hosts: tuple[str, ...] = ()
    callback_hosts: tuple[str, ...] = ()
    allow_private: bool = False
    workers: int = field(default_factory=lambda: os.cpu_count() or 1)
    bounds: Bounds = field(default_factory=Bounds)
    most_unended: int = 10_000
    body_bytes: int = 16 * MIB
    upload_bytes: int = 128 * MIB
    least_free_bytes: int = 1024 * MIB
    most_listeners: int = 200

    @property
    def uploads(self) -> Path:
        """The folder of what comes in; hidden, so that no address leads there."""
        return self.storage / ".uploads"


def read_keys(path: Path) -> dict[str, str]:
    """Read a file of access keys: `ID:SECRET` a line, `#` before a comment.

    Raises JobError for a file that cannot be read or holds something else.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or error
        raise JobError(f"{path}: cannot be read: {reason}") from error
    keys: dict[str, str] = {}
    for number, line in enumerate(lines, 1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        name, colon, secret = line.strip().partition(":")
        if not (name and colon and secret):
            raise JobError(f"{path}:{number}: expected ID:SECRET")
        keys[name] = secret
    if not keys:
        raise JobError(f"{path}: no key in it, expected ID:SECRET")
    return keys
