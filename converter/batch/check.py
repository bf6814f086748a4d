"""Check: everything in a batch request that is refused, ignored or not done here.

Whether the service refuses when a job is submitted or fails it later is not documented;
here all of it is found before anything is made.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from itertools import chain
from typing import Any

from converter.batch.edits import INDEX, ProcessConfig
from converter.batch.inputs import MediaGroup, ShotScript
from converter.batch.request import INVALID, MISSING, BatchRequest, Mode, parse_batch
from converter.errors import TimelineError
from converter.timeline.check import unknown_keys
from converter.timeline.finding import Finding, brief, suggestion
from converter.timeline.formats import EXTENSIONS, extension
from converter.timeline.names import KNOWN_FILTERS, KNOWN_TRANSITIONS, KNOWN_VFX
from converter.timeline.parse import Json
from converter.timeline.rules import content_findings, error, style_findings, warning
from converter.timeline.values import wire_name

LONGEST_SEARCH = 20
"""Characters that the service's pages allow in a SearchText, and do not keep to."""

_IN, _EDIT, _OUT = "$.InputConfig", "$.EditingConfig", "$.OutputConfig"
_PROCESS = f"{_EDIT}.ProcessConfig"
_OF_MOVIES = ("enable_clip_detection", "enable_temporal_opt", "enable_subtitle_match")
_IN_MODES_OF_GROUPS = ("allow_duplicate_match",)
_UNSURE = ("alignment_mode", "enable_smart_crop")
_LISTS: Mapping[str, tuple[Collection[str], str]] = {
    "transition_list": (KNOWN_TRANSITIONS, "transition"),
    "vfx_first_clip_effect_list": (KNOWN_VFX, "VFX"),
    "vfx_not_first_clip_effect_list": (KNOWN_VFX, "VFX"),
    "filter_list": (KNOWN_FILTERS, "filter"),
}


def check(data: Json, *, templates: Mapping[str, Any] | None = None) -> list[Finding]:
    """Say all that is wrong with a batch request; errors first.

    With `templates`, those that the request names must be among them, and the request
    is judged together with each.
    """
    request, unread = parse_batch(data)
    if not request.templates or any(found.severity == "error" for found in unread):
        return sorted([*unread, *findings(request)], key=_severity)
    found = [*unread, *_unread_templates(request, templates)]
    for name in request.templates:
        if templates and name in templates:
            try:
                found += findings(request.on(templates[name]))
            except TimelineError as trouble:
                found.append(error(trouble.path, f"{trouble.message} (template {name})", INVALID))
    return sorted(dict.fromkeys(found), key=_severity)


def findings(request: BatchRequest) -> Iterator[Finding]:
    """Yield what is wrong with a request whose parts could all be read."""
    return chain(
        *(unknown_keys(f"$.{key}", model) for key, model in request.configs()),
        _materials(request),
        _search(request),
        _groups(request),
        _scenes(request),
        _words(request),
        _looks(request),
        _process(request),
        _output(request),
        _lengths(request),
    )


def _severity(finding: Finding) -> str:
    return finding.severity


def _bad(path: str, message: str) -> Finding:
    return error(path, message, INVALID)


def _unread_templates(
    request: BatchRequest, templates: Mapping[str, Any] | None
) -> Iterator[Finding]:
    for index, name in enumerate(request.templates):
        if templates is not None and name not in templates:
            told = f"is {brief(name)}, no template has that id{suggestion(name, templates)}"
            yield _bad(f"$.TemplateConfig[{index}]", told)
    if templates is None:
        told = "is not looked into: its templates are not here"
        yield warning("$.TemplateConfig", told, "Unsupported")


# --- materials ----------------------------------------------------------------------


def _materials(request: BatchRequest) -> Iterator[Finding]:
    given = request.input
    if not (given.media_group_array or given.media_array or given.media_search_input):
        told = "is missing, expected MediaGroupArray, MediaArray or MediaSearchInput"
        yield error(_IN, told, MISSING)
    if given.media_group_array:
        for name in ("media_array", "media_search_input", "scene_info"):
            if getattr(given, name):
                told = "is ignored, because MediaGroupArray is given"
                yield warning(f"{_IN}.{wire_name(name)}", told)
    elif request.mode.of_movies and not given.media_array:
        yield error(f"{_IN}.MediaArray", "is missing, expected the films to take from", MISSING)
    for index, sticker in enumerate(given.stickers):
        if not sticker.source:
            where = f"{_IN}.StickerArray[{index}]" if given.sticker_array else f"{_IN}.Sticker"
            yield error(where, "is missing, expected MediaId or MediaURL", MISSING)


def _search(request: BatchRequest) -> Iterator[Finding]:
    given = request.input
    if given.media_search_input is None or given.media_group_array:
        return
    if given.media_array:
        yield _bad(f"{_IN}.MediaSearchInput", "stands beside MediaArray, expected one of them")
    wanted = given.media_search_input.lib_search_condition
    where = f"{_IN}.MediaSearchInput.LibSearchCondition"
    if len(wanted.search_text) > LONGEST_SEARCH:
        told = f"has {len(wanted.search_text)} characters, {LONGEST_SEARCH} are documented"
        yield warning(f"{where}.SearchText", told, "Limit")
    if not wanted.search_libs:
        yield error(f"{where}.SearchLibs", "is empty, expected libraries to search", MISSING)


def _groups(request: BatchRequest) -> Iterator[Finding]:
    groups = request.input.media_group_array
    counts = Counter(group.group_name for group in groups if group.group_name)
    for index, group in enumerate(groups):
        where = f"{_IN}.MediaGroupArray[{index}]"
        if counts[group.group_name] > 1:
            told = f"is {brief(group.group_name)}, expected a name no other group has"
            yield _bad(f"{where}.GroupName", told)
        yield from _group(where, group)
        if group.speech_text_array and request.input.narrations:
            told = "stands beside narrations of the whole video, expected one of them"
            yield _bad(f"{where}.SpeechTextArray", told)
    yield from _meta_data(request)


def _group(where: str, group: MediaGroup) -> Iterator[Finding]:
    if not group.media_array:
        yield error(f"{where}.MediaArray", "is empty, expected materials", MISSING)
    if group.speech_text_array and group.duration:
        yield warning(f"{where}.Duration", "is ignored: the group lasts as long as its voice")
    for name in ("split_mode", "duration_auto_adapt"):
        if getattr(group, name) is not None:
            told = "is ignored: what it does is not documented"
            yield warning(f"{where}.{wire_name(name)}", told, "Unsupported")


def _meta_data(request: BatchRequest) -> Iterator[Finding]:
    given = request.input
    names = {group.group_name for group in given.media_group_array}
    used = {media for group in given.media_group_array for media in group.media_array}
    used.update(given.media_array)
    used.update(media for shot in given.shot_scripts for media in shot.media_array)
    for index, meta in enumerate(request.editing.media_config.media_meta_data_array):
        where = f"{_EDIT}.MediaConfig.MediaMetaDataArray[{index}]"
        if used and meta.media not in used:
            yield warning(f"{where}.Media", f"is {brief(meta.media)}, which is no material")
        if meta.group_name and meta.group_name not in names:
            hint = suggestion(meta.group_name, names)
            told = f"is {brief(meta.group_name)}, no group has that name{hint}"
            yield warning(f"{where}.GroupName", told)
        for number, part in enumerate(meta.time_range_list):
            if part.out is not None and part.out <= part.in_:
                told = f"is {part.out:g}, expected more than In {part.in_:g}"
                yield _bad(f"{where}.TimeRangeList[{number}].Out", told)


# --- scenes -------------------------------------------------------------------------


def _scenes(request: BatchRequest) -> Iterator[Finding]:
    given, mode = request.input, request.mode
    if mode.of_groups or given.scene_info is None:
        return
    where = f"{_IN}.SceneInfo"
    if mode is Mode.highlights_global and not given.narrations:
        told = "is missing, expected narrations, or a storyboard in SceneInfo.ShotInfo"
        yield _bad(f"{_IN}.SpeechTextArray", told)
    if mode.storyboard and not given.shot_scripts:
        yield _bad(f"{where}.ShotInfo.ShotScripts", "is empty, expected the scenes")
    if mode.storyboard and given.narrations:
        yield _bad(f"{_IN}.SpeechTextArray", "stands beside a storyboard, which has its own words")
    if given.scene_info.face_info and not mode.of_movies:
        yield warning(f"{where}.FaceInfo", "is ignored, expected Scene MovieHighlights")
    for index, face in enumerate(given.faces):
        if not face.source:
            told = "is missing, expected ImageURL or ImageId"
            yield error(f"{where}.FaceInfo.ImageInfoList[{index}]", told, MISSING)
    if any(shot.media_array for shot in given.shot_scripts):
        told = "have a MediaArray, an extension of ours: the cloud goes by their words"
        yield warning(f"{where}.ShotInfo.ShotScripts", told, "Extension")
    names = {face.name for face in given.faces}
    for index, shot in enumerate(given.shot_scripts):
        yield from _shot(f"{where}.ShotInfo.ShotScripts[{index}]", shot, mode, names)


def _shot(where: str, shot: ShotScript, mode: Mode, names: Collection[str]) -> Iterator[Finding]:
    if shot.speech_text and shot.duration:
        yield warning(f"{where}.Duration", "is ignored: the scene lasts as long as its voice")
    if not mode.of_movies:
        if shot.parsed:
            yield warning(f"{where}.Descriptions", "is for Scene MovieHighlights only")
        return
    if shot.script_text and shot.parsed:
        told = "stands beside Descriptions, Characters or Settings, expected one of both"
        yield _bad(f"{where}.ScriptText", told)
    for number, name in enumerate(shot.characters):
        if name not in names:
            hint = suggestion(name, names)
            told = f"is {brief(name)}, no face in FaceInfo has that name{hint}"
            yield _bad(f"{where}.Characters[{number}]", told)


def _words(request: BatchRequest) -> Iterator[Finding]:
    """Find texts that no voice can speak."""
    given = request.input
    one = f"{_IN}.SpeechText" if not given.speech_text_array else ""
    for index, text in enumerate(given.narrations):
        yield from content_findings(one or f"{_IN}.SpeechTextArray[{index}]", text)
    for number, group in enumerate(given.media_group_array):
        for index, text in enumerate(group.speech_text_array):
            where = f"{_IN}.MediaGroupArray[{number}].SpeechTextArray[{index}]"
            yield from content_findings(where, text)
    for index, shot in enumerate(given.shot_scripts):
        where = f"{_IN}.SceneInfo.ShotInfo.ShotScripts[{index}].SpeechText"
        if shot.speech_text:
            yield from content_findings(where, shot.speech_text)


# --- editing ------------------------------------------------------------------------


def _looks(request: BatchRequest) -> Iterator[Finding]:
    editing = request.editing
    yield from style_findings(f"{_EDIT}.TitleConfig", editing.title_config)
    for level in range(1, 6):
        where = f"{_EDIT}.SubHeadingConfig.{level}"
        yield from style_findings(where, editing.sub_heading_config.level(level))
    speech, where = editing.speech_config, f"{_EDIT}.SpeechConfig"
    if speech.asr_config:
        yield from style_findings(f"{where}.AsrConfig", speech.asr_config)
    if speech.customized_voice and (speech.voice or speech.style):
        yield warning(f"{where}.CustomizedVoice", "makes Voice and Style void")
    if any(word.type == "Highlight" for word in speech.special_words_config):
        told = "words of Type Highlight are not set apart here"
        yield warning(f"{where}.SpecialWordsConfig", told, "Unsupported")
    for index, word in enumerate(speech.special_words_config):
        if word.sound_replace_mode is not None:
            told = "is ignored: forbidden words are silent here"
            place = f"{where}.SpecialWordsConfig[{index}].SoundReplaceMode"
            yield warning(place, told, "Unsupported")
    if editing.background_music_config.style and not request.input.music:
        told = "chooses from a library of the cloud; here there is no music"
        yield warning(f"{_EDIT}.BackgroundMusicConfig.Style", told, "Unsupported")
    if request.input.backgrounds and "background_image_config" in editing.model_fields_set:
        told = "has no effect, because InputConfig has pictures for the background"
        yield warning(f"{_EDIT}.BackgroundImageConfig", told)


def _process(request: BatchRequest) -> Iterator[Finding]:
    process, mode = request.editing.process_config, request.mode
    for name in process.model_fields_set:
        told = _without_effect(name, process, mode)
        if told:
            yield warning(f"{_PROCESS}.{wire_name(name)}", told)
    for name, (known, what) in _LISTS.items():
        for index, item in enumerate(getattr(process, name)):
            if item not in known:
                told = f"is {brief(item)}, an unknown {what}{suggestion(item, known)}"
                yield _bad(f"{_PROCESS}.{wire_name(name)}[{index}]", told)
    if process.allow_filter and not process.filter_list:
        yield warning(f"{_PROCESS}.AllowFilter", "has no effect without a FilterList")


def _without_effect(name: str, process: ProcessConfig, mode: Mode) -> str:
    """Say why a field of ProcessConfig has no effect, or nothing."""
    if name in _OF_MOVIES and not mode.of_movies:
        return "is ignored, it is for Scene MovieHighlights only"
    if name in _UNSURE:
        return "is ignored: what it does is not documented"
    if name in _IN_MODES_OF_GROUPS and mode.of_groups:
        return "is ignored: pieces of groups are drawn, not matched"
    by_scenes = process.enable_clip_split or (mode.of_movies and process.enable_clip_detection)
    if name == "single_shot_duration" and by_scenes:
        return "is ignored: films are cut where their scenes change"
    return ""


# --- output -------------------------------------------------------------------------


def _output(request: BatchRequest) -> Iterator[Finding]:
    output = request.output
    for name in ("width", "height"):
        if getattr(output, name) is None:
            yield error(f"{_OUT}.{wire_name(name)}", "is missing, expected pixels", MISSING)
    addresses = dict(output.addresses())
    for key, address in addresses.items():
        if INDEX not in address:
            told = f"is {brief(address)}, expected {INDEX} in it, for the number of the video"
            yield _bad(f"{_OUT}.{key}", told)
        elif not extension(address):
            told = f"is {brief(address)}, expected a name ending in {EXTENSIONS}"
            yield _bad(f"{_OUT}.{key}", told)
    if bool(output.storage_location) != bool(output.file_name):
        lacking = "FileName" if output.storage_location else "StorageLocation"
        told = "is missing, expected both of them or MediaURL"
        yield error(f"{_OUT}.{lacking}", told, MISSING)
    if not addresses and not output.storage_location and not output.generate_preview_only:
        yield error(f"{_OUT}.MediaURL", "is missing, expected where the videos go", MISSING)


def _lengths(request: BatchRequest) -> Iterator[Finding]:
    output, mode = request.output, request.mode
    fixed = f"{_OUT}.FixedDuration"
    if mode.of_movies:
        for name in ("max_duration", "fixed_duration"):
            if name in output.model_fields_set:
                told = "is ignored: films last as long as the words about them"
                yield warning(f"{_OUT}.{wire_name(name)}", told)
    elif mode.storyboard or mode is Mode.script_segmented:
        for name in ("max_duration", "fixed_duration"):
            if name in output.model_fields_set:
                told = "is ignored: each section has a length of its own"
                yield warning(f"{_OUT}.{wire_name(name)}", told)
    elif output.fixed_duration:
        if "max_duration" in output.model_fields_set:
            yield _bad(fixed, "stands beside MaxDuration, expected one of them")
        if request.input.narrations:
            yield _bad(fixed, "stands beside narrations, which say how long a video is")
