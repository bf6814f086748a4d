"""Order: what may be asked of a video that is made of a document."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from converter.settings import ASPECTS, parse_duration, parse_pages, parse_size

LONGEST = 3600.0
"""Seconds a video may be asked to last."""

Name = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9_-]{0,63}$")]
"""Of a theme or a template that is part of Docreel, and no path to a file."""


class Order(BaseModel):
    """A document to be made into a video; its values are those of the command line."""

    model_config = ConfigDict(extra="forbid")

    url: Annotated[str, StringConstraints(max_length=4096, pattern=r"^(?i:https?)://")] | None = (
        Field(None, description="Address of the document, unless it is uploaded.")
    )
    title: Annotated[str, StringConstraints(max_length=200)] = ""
    aspect: Literal["16:9", "9:16", "1:1", "4:5"] = "16:9"
    size: Annotated[str, Field(examples=["1280x720"])] | None = None
    duration: Annotated[str, Field(examples=["90s", "3m"])] | None = None
    voice: Annotated[str, StringConstraints(pattern=r"^[\w.:+-]{1,100}$")] | None = None
    rate: Annotated[int, Field(ge=-500, le=500)] = 0
    language: Annotated[str, StringConstraints(pattern=r"^[A-Za-z]{2,3}(-\w{2,8})*$")] | None = None
    captions: bool = True
    theme: Name = "paper"
    template: Name = "slideshow"
    pages: Annotated[str, Field(examples=["3-5,9"])] | None = None
    sections: list[str] = []

    def options(self) -> dict[str, Any]:
        """Return the options of `converter.convert`; ValueError says what is wrong."""
        size = parse_size(self.size) if self.size else ASPECTS[self.aspect]
        seconds = parse_duration(self.duration) if self.duration else None
        if seconds is not None and seconds > LONGEST:
            raise ValueError(f"{self.duration}: a video may last {LONGEST:g} s at most")
        kept = {"title", "voice", "rate", "language", "captions", "theme", "template", "sections"}
        options = self.model_dump(include=kept) | {"size": size, "seconds": seconds}
        return options | ({"pages": _ranges(self.pages)} if self.pages else {})


def _ranges(pages: str) -> list[list[int]]:
    """Return ranges of pages as JSON has them: first, and the one after the last."""
    return [[each.start, each.stop] for each in parse_pages(pages)]
