"""Rules about what is produced: OutputMediaConfig and EditingProduceConfig."""

from __future__ import annotations

from collections.abc import Iterator

from converter.timeline.address import split
from converter.timeline.finding import Finding, brief
from converter.timeline.formats import EXTENSIONS, FORMATS, codec_named, extension
from converter.timeline.output import EditingProduceConfig, OutputMediaConfig
from converter.timeline.request import Request
from converter.timeline.rules import error, warning

LONGEST_SHORT_SIDE = 2160
"""Pixels that the shorter side may have."""

_OUTPUT, _EDITING = "$.OutputMediaConfig", "$.EditingProduceConfig"
_OF_THE_CLOUD = ("vod_template_group_id", "produce_template_id", "endpoint", "bucket", "object_key")


def findings(request: Request) -> Iterator[Finding]:
    """Yield what is wrong with the configurations of a request."""
    if request.output is not None:
        yield from _address(request.output)
        yield from _sides(request.output)
        yield from _coding(request.output)
        yield from _left_out(request.output)
    elif request.root != "$":
        yield _bad(_OUTPUT, "is missing, expected where the video goes")
    if request.editing is not None:
        yield from _switches(request.editing, request.output)


def _address(output: OutputMediaConfig) -> Iterator[Finding]:
    if bool(output.storage_location) != bool(output.file_name):
        lacking = "FileName" if output.storage_location else "StorageLocation"
        yield _bad(f"{_OUTPUT}.{lacking}", "is missing, expected both of them or MediaURL")
    elif output.address is not None:
        key = "MediaURL" if output.media_url else "FileName"
        yield from _target(f"{_OUTPUT}.{key}", output.address)
    elif not output.object_key:
        yield _bad(f"{_OUTPUT}.MediaURL", "is missing, expected where the video goes")


def _target(path: str, address: str) -> Iterator[Finding]:
    parts = split(address)
    if parts and parts.scheme not in ("http", "https", "file"):
        yield _bad(path, f"is {brief(address)}, expected an address that begins with http(s)://")
    if "{" in address or "}" in address:
        yield _bad(path, f"is {brief(address)}, only batch jobs fill in what stands in braces")
    elif not extension(address):
        yield _bad(path, f"is {brief(address)}, expected a name ending in {EXTENSIONS}")


def _sides(output: OutputMediaConfig) -> Iterator[Finding]:
    sides = {"Width": output.width, "Height": output.height}
    if all(side and side > LONGEST_SHORT_SIDE for side in sides.values()):
        told = f"is {output.height}, at most {LONGEST_SHORT_SIDE} are allowed on the shorter side"
        yield _bad(f"{_OUTPUT}.Height", told)
    for key, side in sides.items():
        if side and side % 2:
            yield warning(f"{_OUTPUT}.{key}", f"is {side}, which is made even", "Approximated")
    wanted, (width, height) = output.video.orientation, sides.values()
    if width and height and wanted == ("Vertical" if width > height else "Horizontal"):
        told = f"is {wanted}, but Width and Height say {width}x{height}"
        yield warning(f"{_OUTPUT}.Video.Orientation", told)


def _coding(output: OutputMediaConfig) -> Iterator[Finding]:
    name, path = output.video.codec, f"{_OUTPUT}.Video.Codec"
    codecs = FORMATS.get(extension(output.address or ""))
    if name is None or codecs is None:
        return
    if not codecs:
        yield warning(path, f"is {brief(name)}, but there is no picture in this kind of file")
    elif codec_named(name) not in codecs:
        yield _bad(path, f"is {brief(name)}, expected {' or '.join(codecs)}")


def _left_out(output: OutputMediaConfig) -> Iterator[Finding]:
    for name, field in OutputMediaConfig.model_fields.items():
        value = getattr(output, name)
        if name in _OF_THE_CLOUD and value not in (None, "VOD_NO_TRANSCODE"):
            told = f"is {brief(value)}, which is left to the cloud"
            yield warning(f"{_OUTPUT}.{field.alias}", told, "Unsupported")


def _switches(editing: EditingProduceConfig, output: OutputMediaConfig | None) -> Iterator[Finding]:
    kind = extension(output.address or "") if output else ""
    if editing.output_webm_transparent_channel and kind not in ("", ".webm"):
        told = f"has no effect on a file ending in {kind}"
        yield warning(f"{_EDITING}.OutputWebmTransparentChannel", told)
    start, longest = editing.cover_config.start_time, output.max_duration if output else None
    if start is not None and longest is not None and start >= longest:
        told = f"is {start:g}, expected less than MaxDuration {longest:g}"
        yield warning(f"{_EDITING}.CoverConfig.StartTime", told)


def _bad(path: str, message: str) -> Finding:
    return error(path, message, "InvalidParameter")
