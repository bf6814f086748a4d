"""Check: everything in a Timeline that the service would refuse, ignore or misread.

Here are the rules about the Timeline as a whole: its keys, tracks, references and
files. Those about one clip or one effect are in `rules`, those about the output in
`production`, what this renderer does not draw is in `support`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from itertools import chain, pairwise
from pathlib import Path

from converter.timeline import production
from converter.timeline.address import local_path, split
from converter.timeline.bands import bands
from converter.timeline.clips import (
    EFFECT_ITEMS,
    EffectTrackItem,
    SubtitleTrackClip,
    VideoTrackClip,
)
from converter.timeline.effects import Text, UnknownEffect, Volume
from converter.timeline.finding import Finding, brief, suggestion
from converter.timeline.model import (
    AudioTrack,
    EffectTrack,
    MediaTrack,
    Timeline,
    Track,
    VideoTrack,
    clip_path,
)
from converter.timeline.parse import Json
from converter.timeline.request import parse_request
from converter.timeline.rules import clip_findings, error, vfx_findings, warning
from converter.timeline.support import limits
from converter.timeline.values import FILE_KEYS, Model

MOST_TRACKS = 100
OVERLAP = 0.001
"""Seconds that sounds of one track may overlap."""

_EDITOR_KEYS = {
    *("AspectRatio", "Count", "From", "Id", "SdkVersion", "Title", "Type", "Version", "Visible")
}
"""Keys of the vendor's web editor, which mean nothing to the service."""

_MISNAMED: Mapping[tuple[type[Model], str], str] = {
    (Volume, "Volume"): "Gain",
    (Text, "Text"): "Content",
    (SubtitleTrackClip, "Text"): "Content",
}
"""Keys that make a job fail, and what they should be."""


def check(
    data: Json,
    *,
    output: Json | None = None,
    editing: Json | None = None,
    base: Path | None = None,
    storage: Path | None = None,
) -> list[Finding]:
    """Say all that is wrong with a Timeline, or with a request that holds one; errors first.

    `output` and `editing` stand in for the request's OutputMediaConfig and
    EditingProduceConfig. With `base`, the folder that relative addresses start from,
    files on this machine must exist, with `storage`, which stands for the cloud's object
    storage, those in the cloud too. An empty list means that the service would take it
    and this renderer draws all of it.
    """
    request, unread = parse_request(data, output=output, editing=editing)
    found = list(unread)
    if request.timeline is not None:
        # An object of which a part could not be read is not to be judged as a whole.
        partial = {finding.path.rpartition(".")[0] for finding in unread}
        rules = _placed(_rules(request.timeline, base, storage), request.root)
        found += (finding for finding in rules if finding.path not in partial)
    told = {finding.path for finding in unread}
    found += (finding for finding in production.findings(request) if finding.path not in told)
    for key, model in request.configs():
        found += unknown_keys(f"$.{key}", model)
    return sorted(dict.fromkeys(found), key=lambda finding: finding.severity)


def _placed(findings: Iterable[Finding], root: str) -> Iterator[Finding]:
    """Yield findings about a Timeline with their paths in the whole."""
    for finding in findings:
        yield replace(finding, path=f"{root}{finding.path[1:]}")


def _rules(timeline: Timeline, base: Path | None, storage: Path | None) -> Iterator[Finding]:
    return chain(
        unknown_keys("$", timeline),
        _tracks(timeline),
        *(clip_findings(path, clip) for path, clip in timeline.clips()),
        _lengths(timeline),
        _references(timeline),
        _effect_tracks(timeline),
        _files(timeline, base, storage),
        limits(timeline),
    )


# --- keys ---------------------------------------------------------------------------


def unknown_keys(path: str, model: Model) -> Iterator[Finding]:
    """Yield a finding for every key of a model, and of those inside of it, that nobody knows."""
    for where, inner in _models(path, model):
        for key in inner.model_extra or ():
            yield from _key(where, inner, key)


def _models(path: str, model: Model) -> Iterator[tuple[str, Model]]:
    """Yield a model and all models inside of it, with their JSON paths."""
    yield path, model
    for name, field in type(model).model_fields.items():
        value = getattr(model, name)
        if isinstance(value, Model):
            yield from _models(f"{path}.{field.alias}", value)
        elif isinstance(value, tuple):
            for index, item in enumerate(value):
                if isinstance(item, Model):
                    yield from _models(f"{path}.{field.alias}[{index}]", item)


def _key(path: str, model: Model, key: str) -> Iterator[Finding]:
    known = {field.alias or name for name, field in type(model).model_fields.items()}
    if isinstance(model, VideoTrackClip) and model.type in EFFECT_ITEMS:
        known |= {field.alias or name for name, field in EffectTrackItem.model_fields.items()}
    if isinstance(model, Timeline | Track | EffectTrack):
        known |= _EDITOR_KEYS
    ours = _MISNAMED.get((type(model), key))
    if ours:
        yield error(
            f"{path}.{key}", f"is not a key the service takes, expected {ours}", "ProduceFailed"
        )
    elif key not in known and not isinstance(model, UnknownEffect):
        hint = suggestion(key, known)
        yield warning(f"{path}.{key}", f"is an unknown key{hint}", "UnknownKey")


# --- tracks -------------------------------------------------------------------------


def _tracks(timeline: Timeline) -> Iterator[Finding]:
    media = [(path, track) for path, track in timeline.tracks() if isinstance(track, MediaTrack)]
    if not any(track.clips for _, track in media):
        message = "Both video tracks and audio tracks are empty."
        yield error("$", message, "TimelineFormatError")
    for name in ("VideoTracks", "ImageTracks", "SubtitleTracks"):
        count = sum(path.startswith(f"$.{name}[") for path, _ in timeline.tracks())
        if count > MOST_TRACKS:
            yield error(f"$.{name}", f"has {count} tracks, at most {MOST_TRACKS} are allowed")
    if timeline.image_tracks and not timeline.video_tracks:
        yield error("$.ImageTracks", "stand alone, expected a video track below them")
    main = [path for path, track in media if track.main_track]
    for path in main[1:]:
        yield warning(f"{path}.MainTrack", f"has no effect, {main[0]} is the main track already")
    for path, track in media:
        yield from _track(path, track)


def _track(path: str, track: MediaTrack) -> Iterator[Finding]:
    if isinstance(track, AudioTrack):
        yield from _overlaps(path, track)
    if isinstance(track, VideoTrack) and track.type != "Effect":
        for index, item in enumerate(track.video_track_clips):
            if item.type in EFFECT_ITEMS:
                where = f"{clip_path(path, track, index)}.Type"
                yield error(where, f"is {item.type}, expected it on a track of Type Effect")
    if track.track_shorten_mode or track.track_expand_mode:
        for index, clip in enumerate(track.clips):
            if clip.reference_clip_id:
                where = f"{clip_path(path, track, index)}.ReferenceClipId"
                yield error(
                    where, "may not be used on a track with TrackShortenMode or TrackExpandMode"
                )


def _overlaps(path: str, track: AudioTrack) -> Iterator[Finding]:
    windows = sorted(
        (clip.timeline_in, clip.timeline_out, clip_path(path, track, index))
        for index, clip in enumerate(track.clips)
        if clip.timeline_in is not None and clip.timeline_out is not None
    )
    for (_, end, before), (start, _, after) in pairwise(windows):
        if end - start > OVERLAP:
            told = f"is {start:g} s, before {before} ends at {end:g} s"
            yield error(f"{after}.TimelineIn", f"{told}; sounds of one track may not overlap")


def _lengths(timeline: Timeline) -> Iterator[Finding]:
    """Find pictures for the whole length where nothing says how long that is."""
    clips = [(path, clip) for path, clip in timeline.clips() if isinstance(clip, VideoTrackClip)]
    if any(track.clips for track in timeline.audio_tracks) or any(
        clip.type != "GlobalImage" for _, clip in clips
    ):
        return
    for path, clip in clips:
        if clip.duration is None and clip.timeline_out is None:
            told = "is missing: without a video a GlobalImage is seen for one frame only"
            yield error(f"{path}.Duration", told)


# --- references ---------------------------------------------------------------------


def _references(timeline: Timeline) -> Iterator[Finding]:
    named: dict[str, list[str]] = defaultdict(list)
    refers: dict[str, str] = {}
    for path, clip in timeline.clips():
        if clip.clip_id:
            named[clip.clip_id].append(path)
        if clip.reference_clip_id:
            refers[path] = clip.reference_clip_id
    for name, paths in named.items():
        for path in paths[1:]:
            severe = error if name in refers.values() else warning
            yield severe(f"{path}.ClipId", f"is {brief(name)}, which names {paths[0]} already")
    for path, name in refers.items():
        yield from _reference(path, name, named)
    yield from _circles(refers, named)


def _reference(path: str, name: str, named: Mapping[str, list[str]]) -> Iterator[Finding]:
    where = f"{path}.ReferenceClipId"
    if name not in named:
        yield error(where, f"is {brief(name)}, no clip has that ClipId{suggestion(name, named)}")
    elif _track_of(named[name][0]) == _track_of(path):
        yield error(where, f"is {brief(name)}, expected a clip of another track")


def _circles(refers: Mapping[str, str], named: Mapping[str, list[str]]) -> Iterator[Finding]:
    target = {path: named[name][0] for path, name in refers.items() if name in named}
    seen: set[str] = set()
    for first in target:
        walk, here = [], first
        while here in target and here not in seen:
            seen.add(here)
            walk.append(here)
            here = target[here]
        if here in walk:
            circle = " -> ".join([*walk[walk.index(here) :], here])
            yield error(f"{here}.ReferenceClipId", f"refers to itself in a circle: {circle}")


def _track_of(path: str) -> str:
    return path.rpartition(".")[0]


# --- effect tracks ------------------------------------------------------------------


def _effect_tracks(timeline: Timeline) -> Iterator[Finding]:
    for index, track in enumerate(timeline.effect_tracks):
        yield from _items(f"$.EffectTracks[{index}].EffectTrackItems", track.effect_track_items)
    for index, pictures in enumerate(timeline.video_tracks):
        if pictures.type == "Effect":
            yield from _items(f"$.VideoTracks[{index}].VideoTrackClips", _effect_items(pictures))


def _effect_items(track: VideoTrack) -> Iterator[EffectTrackItem]:
    for clip in track.video_track_clips:
        if clip.type in EFFECT_ITEMS:
            yield EffectTrackItem.model_validate(clip.wire())


def _items(path: str, items: Iterable[EffectTrackItem]) -> Iterator[Finding]:
    kinds: set[str] = set()
    for index, item in enumerate(items):
        where = f"{path}[{index}]"
        if item.type is None:
            yield error(f"{where}.Type", "is missing, expected VFX, Filter or AEqualize")
            continue
        kinds.add(item.type)
        if item.type == "VFX":
            yield from vfx_findings(f"{where}.SubType", item.sub_type)
        elif item.type == "AEqualize":
            yield from _bands(where, item)
    if len(kinds) > 1:
        told = f"mixes {' and '.join(sorted(kinds))}, expected items of one Type"
        yield error(path, told, "InvalidTimelineFormat")


def _bands(path: str, item: EffectTrackItem) -> Iterator[Finding]:
    try:
        bands(item)
    except ValueError as trouble:
        yield error(path, f"AEqualize {trouble}", "InvalidEffectParam")


# --- files --------------------------------------------------------------------------


def _files(timeline: Timeline, base: Path | None, storage: Path | None) -> Iterator[Finding]:
    for path, model in _models("$", timeline):
        for name, field in type(model).model_fields.items():
            address = getattr(model, name) if field.alias in FILE_KEYS else None
            if address:
                where = f"{path}.{field.alias}"
                if _foreign(address):
                    parameter = f"{type(model).__name__.replace('Track', '')}.{field.alias}"
                    told = f'The specified parameter "{parameter}" is not valid.'
                    yield error(where, f"is {brief(address)}: {told}", "InvalidParameter")
                elif base is not None and _lost(address, base, storage):
                    yield error(where, f"{address} was not found", "InvalidMaterial.NotFound")


def _foreign(address: str) -> bool:
    """Tell whether an address is of a kind that no media come from."""
    parts = split(address)
    return parts is not None and parts.scheme not in ("http", "https", "file")


def _lost(address: str, base: Path, storage: Path | None) -> bool:
    """Tell whether an address means a file of this machine that is not there."""
    local = local_path(address, base, storage)
    return local is not None and not local.is_file()
