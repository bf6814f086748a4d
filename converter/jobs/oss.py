"""OSS: objects in the cloud's storage. The only door to the SDK of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import quote, unquote

from converter.errors import JobError
from converter.jobs.credentials import chain, missing
from converter.jobs.faults import translated
from converter.publish import make_folder, replacing
from converter.store import folder_in_use
from converter.timeline.address import split

PART = 6 << 20
"""Bytes of a part; what is shorter goes in one request."""

_BLOCK = 1 << 20
_HOST = re.compile(
    r"(?P<bucket>[a-z0-9][a-z0-9-]{1,61}[a-z0-9])\.oss-(?P<region>[a-z0-9-]+?)(-internal)?"
    r"\.aliyuncs\.com"
)
_BUCKET = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object by its region, its bucket and its key."""

    region: str
    bucket: str
    key: str

    @classmethod
    def at(cls, address: str, region: str = "") -> StoredObject | None:
        """Return the object that an address means, None for one that means none.

        `oss://BUCKET/KEY` does not say its region: it is in `region`.
        """
        parts = split(address)
        if parts is None or not parts.path.strip("/"):
            return None
        key = unquote(parts.path).lstrip("/")
        if parts.scheme == "oss" and region and _BUCKET.fullmatch(parts.netloc):
            return cls(region, parts.netloc, key)
        found = _HOST.fullmatch(parts.netloc) if parts.scheme in ("http", "https") else None
        return cls(found["region"], found["bucket"], key) if found else None

    @property
    def address(self) -> str:
        """The address that the service takes."""
        return f"https://{self.bucket}.oss-{self.region}.aliyuncs.com/{quote(self.key)}"

    @property
    def name(self) -> str:
        """The last part of its key."""
        return PurePosixPath(self.key).name

    def __str__(self) -> str:
        """Return it as people write it."""
        return f"oss://{self.bucket}/{self.key}"


class ObjectStorage:
    """The objects of a region.

    `endpoint` is `HOST[:PORT]` with or without a scheme, by default that of the region.
    JobError, with the service's code and the id of the request, for all that fails.
    """

    def __init__(self, region: str, *, endpoint: str = "") -> None:
        self._region = region
        self._endpoint = endpoint

    def size(self, stored: StoredObject) -> int | None:
        """Return the bytes of an object, None when there is none."""
        with translated(f"{stored}"):
            try:
                return int(self._client.head_object(self._asked("Head", stored)).content_length)
            except self._library.exceptions.OperationError as error:
                if getattr(error.unwrap(), "status_code", None) == 404:
                    return None
                raise

    def put(self, path: Path, stored: StoredObject, told: Callable[[int], None]) -> None:
        """Upload a file; one that was interrupted goes on where it was.

        `told` is called with the bytes that have gone so far.
        """
        self._expect_here(stored)
        with translated(f"{path}"), _checkpoints() as folder:
            request = self._asked("Put", stored)
            request.progress_fn = lambda _, done, total: told(done)
            self._client.uploader(part_size=PART).upload_file(
                request, str(path), enable_checkpoint=True, checkpoint_dir=str(folder)
            )

    def void(self, stored: StoredObject) -> None:
        """Leave nothing in an object."""
        with translated(f"{stored}"):
            self._client.put_object(self._asked("Put", stored))

    def fetch(self, stored: StoredObject, path: Path, told: Callable[[int], None]) -> None:
        """Download an object to a file, which appears whole or not at all."""
        make_folder(path)
        with replacing(path) as unfinished, translated(f"{stored}"):
            answer, done = self._client.get_object(self._asked("Get", stored)), 0
            with unfinished.open("wb") as file, answer.body as body:
                for block in body.iter_bytes(block_size=_BLOCK):
                    file.write(block)
                    told(done := done + len(block))

    @cached_property
    def _library(self) -> Any:
        try:
            import alibabacloud_oss_v2
        except ImportError as error:
            raise missing(error) from error
        return alibabacloud_oss_v2

    @cached_property
    def _client(self) -> Any:
        oss, vendor = self._library, chain()

        def found() -> Any:
            kept = vendor.get_credential()
            return oss.credentials.Credentials(
                kept.access_key_id, kept.access_key_secret, kept.security_token
            )

        config = oss.config.load_default()
        config.region = self._region
        config.endpoint = self._endpoint or None
        config.credentials_provider = oss.credentials.CredentialsProviderFunc(found)
        return oss.Client(config)

    def _asked(self, verb: str, stored: StoredObject) -> Any:
        request = getattr(self._library, f"{verb}ObjectRequest")
        return request(bucket=stored.bucket, key=stored.key)

    def _expect_here(self, stored: StoredObject) -> None:
        if stored.region != self._region:
            raise JobError(f"{stored.address}: is in another region, expected {self._region}")


@contextmanager
def _checkpoints() -> Iterator[Path]:
    """Give the folder where the parts that have gone are remembered, between runs if any is."""
    kept = folder_in_use()
    if kept is None:
        with TemporaryDirectory() as folder:
            yield Path(folder)
        return
    remembered = kept / "uploads"
    remembered.mkdir(parents=True, exist_ok=True)
    yield remembered
