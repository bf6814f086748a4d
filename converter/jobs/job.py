"""Job: work that was asked for, and what has become of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

Status = Literal["Init", "Queuing", "Processing", "Success", "Failed"]
"""In the order of a job's life; the last two are its ends."""

ENDS = ("Success", "Failed")


class _Work(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Production(_Work):
    """A video of a Timeline. The configurations are JSON text, as on the wire.

    `media` gives the address of each MediaId that is known here.
    """

    kind: Literal["production"] = "production"
    timeline: str
    output: str
    editing: str = "{}"
    title: str = ""
    media: Mapping[str, str] = {}
    seed: int = 0


class Conversion(_Work):
    """A narrated video of a document.

    `address` is a URL, or with `uploaded` a file on this machine; `output` is an address
    in the storage; `options` are those of `converter.convert`.
    """

    kind: Literal["conversion"] = "conversion"
    address: str
    output: str
    uploaded: bool = False
    options: Mapping[str, Any] = {}


class Analysis(_Work):
    """What a medium is, by its address; with an `origin` it is fetched from there first."""

    kind: Literal["analysis"] = "analysis"
    address: str
    origin: str = ""
    allow_private: bool = False


class Planning(_Work):
    """The videos that a batch request comes to; `request` holds its configurations.

    `templates` are the Configs of those that it names, `media` the address of each
    MediaId that is known here. `library` has the media that a search may find and those
    named by id: the fields of library entries, whose paths are addresses.
    """

    kind: Literal["planning"] = "planning"
    request: Mapping[str, Any]
    templates: Mapping[str, Any] = {}
    media: Mapping[str, str] = {}
    library: tuple[Mapping[str, Any], ...] = ()
    seed: int = 0


class Part(_Work):
    """One video that a batch request comes to, or with a `code` why it cannot be made.

    `materials` tells what was drawn for it; a `preview` is not to be rendered.
    """

    production: Production
    materials: Mapping[str, Any] = {}
    preview: bool = False
    code: str = ""
    message: str = ""


Work = Annotated[Production | Conversion | Analysis | Planning, Field(discriminator="kind")]
WORK: TypeAdapter[Production | Conversion | Analysis | Planning] = TypeAdapter(Work)


@dataclass(frozen=True, slots=True)
class Job:
    """A job without its work, which may be large. Times are seconds since 1970.

    `asked` is what the request said besides the work, `result` what was made; `parent`
    is the job this one is a part of, `ticket` what the executor knows it by.
    """

    id: str
    kind: str
    status: Status = "Init"
    progress: int = 0
    stage: str = ""
    code: str = ""
    message: str = ""
    created: float = 0.0
    modified: float = 0.0
    completed: float | None = None
    parent: str | None = None
    project: str | None = None
    ticket: str | None = None
    attempts: int = 0
    asked: Mapping[str, Any] = field(default_factory=dict)
    result: Mapping[str, Any] = field(default_factory=dict)

    @property
    def ended(self) -> bool:
        """Tell whether nothing about it will change."""
        return self.status in ENDS
