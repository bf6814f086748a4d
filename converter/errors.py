"""Every error Docreel raises on purpose.

    DocreelError
    ├── SourceError      an address that cannot be fetched or opened
    ├── DocumentError    bytes that cannot be read as a document
    ├── ScriptError      a document nothing can be narrated from, or a bad Script
    ├── SpeechError      a voice or a language that cannot be spoken
    ├── TemplateError    a template, theme or card that cannot be used
    ├── TimelineError    a Timeline that IMS, or this renderer, would refuse
    ├── FootageError     clips that cannot be cut, described or matched
    ├── RenderError      media that cannot be decoded, drawn or encoded
    └── JobError         a job that cannot be taken, found or done

One class a stage. A message is one line that names the thing, the place and
what was expected; the command line prints it and exits with 1. Exceptions of
libraries are translated where the library is used and never leave its module.
"""

from __future__ import annotations


class DocreelError(Exception):
    """Base of all errors a caller may want to catch."""


class SourceError(DocreelError):
    """An address could not be fetched or a file could not be opened."""


class DocumentError(DocreelError):
    """The bytes are not a document that can be read."""


class ScriptError(DocreelError):
    """Nothing can be narrated, or a Script contradicts itself."""


class SpeechError(DocreelError):
    """A voice is unknown, or it cannot speak what it was given."""


class TemplateError(DocreelError):
    """A template, theme or card is missing or makes no valid Timeline."""


class TimelineError(DocreelError):
    """A Timeline breaks a rule; `code` is the error code IMS would answer."""

    def __init__(self, message: str, *, code: str = "InvalidTimeline", path: str = "") -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.message = message
        self.code = code
        self.path = path


class FootageError(DocreelError):
    """Clips cannot be cut, described or matched, or the media library cannot be used."""


class RenderError(DocreelError):
    """Media could not be probed, decoded, drawn or encoded."""


class JobError(DocreelError):
    """A job, or a request about one, cannot be taken, found or done.

    `code` is the error code IMS would answer.
    """

    def __init__(self, message: str, *, code: str = "InvalidParameter") -> None:
        super().__init__(message)
        self.code = code
