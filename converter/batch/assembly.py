"""Assembly: the scenes of a batch video become a Timeline."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import Any

from converter.batch.choices import MOTIONS, TRANSITIONS, heading_key
from converter.batch.inputs import Sticker, sourced
from converter.batch.looks import caption_style, sub_heading_style, title_style
from converter.batch.narration import Narration
from converter.batch.plan import Cut, Scene
from converter.batch.sketch import Sketch
from converter.timeline import Timeline, parse_timeline
from converter.timeline.values import exact

Wire = dict[str, Any]

FIRST_VFX = ("slightshow", "bluropen", "open", "whiteshow")
OTHER_VFX = ("zoomslight", "zoom", "slightshake", "zoominout")
"""Effects for the first clip and for the others where the request lists none."""

LONG_PICTURE = 2
"""A picture that is seen this many times longer than usual comes slowly nearer."""
NEARER = 1.08
SPEECH_LOUDNESS, MUSIC_LOUDNESS = 1.0, 0.2


def assemble(sketch: Sketch, scenes: Sequence[Scene]) -> Timeline:
    """Return the Timeline of a video, complete and valid on its own."""
    editing, output, hand = sketch.request.editing, sketch.request.output, sketch.hand
    canvas = editing.fe_canvas
    size = canvas.wire() if canvas else {"Width": output.width, "Height": output.height}
    tracks = _pictures(sketch, scenes), _sticker(hand["sticker"])
    sounds = _voices(sketch, scenes), _music(sketch)
    return parse_timeline(
        {
            "FECanvas": size,
            "VideoTracks": [track for track in tracks if track],
            "AudioTracks": [track for track in sounds if track],
            "SubtitleTracks": [{"SubtitleTrackClips": [text]} for text in _texts(sketch)],
        }
    )


# --- pictures -----------------------------------------------------------------------


def _pictures(sketch: Sketch, scenes: Sequence[Scene]) -> Wire:
    cuts = [cut for scene in scenes for cut in scene.cuts]
    joins = [*_transitions(sketch, cuts), None]
    clips = [
        _clip(sketch, cut, join, first=not index)
        for index, (cut, join) in enumerate(zip(cuts, joins, strict=True))
    ]
    # Rounded times do not add up to the last digit; this one closes the track.
    clips[-1]["TimelineOut"] = float(sum(cut.seconds for cut in cuts))
    return {"VideoTrackClips": clips}


def _transitions(sketch: Sketch, cuts: Sequence[Cut]) -> Iterator[Wire | None]:
    """Yield the transition after each cut but the last."""
    process = sketch.request.editing.process_config
    seconds = exact(process.transition_duration)
    for before, after in pairwise(cuts):
        name = sketch.hand["transition"]
        if name and not process.use_uniform_transition:
            name = sketch.random.choice(process.transition_list or TRANSITIONS)
        if not name or seconds > before.seconds - 1 or seconds > after.seconds:
            yield None
        else:
            yield {"Type": "Transition", "SubType": name, "Duration": float(seconds)}


def _clip(sketch: Sketch, cut: Cut, join: Wire | None, *, first: bool) -> Wire:
    """Return a clip that lasts beyond its cut for as long as the transition takes."""
    seen = cut.seconds + (exact(join["Duration"]) if join else 0)
    played = _picture(seen) if cut.shot.still else _video(cut, seen)
    effects = [*_effects(sketch, cut, first=first), *([join] if join else [])]
    return {**sourced(cut.shot.source), **played, "Effects": effects}


def _picture(seen: Fraction) -> Wire:
    return {"Type": "Image", "Duration": float(seen)}


def _video(cut: Cut, seen: Fraction) -> Wire:
    """Play a part of a video, slower where there is too little of it."""
    speed = min(Fraction(1), (cut.shot.limit - cut.begin) / seen)
    slowed = {"Speed": round(float(speed), 4)} if speed < 1 else {}
    end = cut.begin + seen * exact(slowed.get("Speed", 1))
    return {
        "Type": "Video",
        "In": float(cut.begin),
        "Out": float(min(exact(float(end)), cut.shot.limit)),
        **slowed,
    }


def _effects(sketch: Sketch, cut: Cut, *, first: bool) -> Iterator[Wire]:
    process, shot = sketch.request.editing.process_config, cut.shot
    if not _fills(sketch, cut):
        yield _background(sketch)
    if shot.media.has_audio and cut.volume != 1:
        yield {"Type": "Volume", "Gain": cut.volume}
    if shot.still and cut.seconds > LONG_PICTURE * shot.length:
        yield {"Type": "Zoom", "StartRate": 1, "EndRate": NEARER}
    if sketch.hand["filter"]:
        yield {"Type": "Filter", "SubType": sketch.hand["filter"]}
    if process.allow_vfx_effect and sketch.random.random() < process.vfx_effect_probability:
        given = (
            process.vfx_first_clip_effect_list or FIRST_VFX
            if first
            else process.vfx_not_first_clip_effect_list or OTHER_VFX
        )
        yield {"Type": "VFX", "SubType": sketch.random.choice(given)}


def _fills(sketch: Sketch, cut: Cut) -> bool:
    """Tell whether a material has the shape of the output, to a pixel or so."""
    output, media = sketch.request.output, cut.shot.media
    width, height = output.width or 1, output.height or 1
    return abs(media.width * height - media.height * width) < 2 * max(media.width, media.height)


def _background(sketch: Sketch) -> Wire:
    picture = sketch.hand["background"]
    if picture:
        return {"Type": "Background", "SubType": "Image", **sourced(picture)}
    given = sketch.request.editing.background_image_config
    if given.sub_type == "Color":
        return {"Type": "Background", "SubType": "Color", "Color": given.color}
    return {"Type": "Background", "SubType": "Blur", "Radius": given.radius}


def _sticker(sticker: Sticker | None) -> Wire | None:
    if sticker is None:
        return None
    keys = {"X", "Y", "Width", "Height", "DyncFrames", "Opacity"}
    place = {key: value for key, value in sticker.wire().items() if key in keys}
    return {"VideoTrackClips": [{"Type": "GlobalImage", **sourced(sticker.source), **place}]}


# --- sounds -------------------------------------------------------------------------


def _voices(sketch: Sketch, scenes: Sequence[Scene]) -> Wire | None:
    """Return the track of all that is said; one voice for all scenes says how long they are."""
    clips, begin = [], Fraction(0)
    for scene in scenes:
        if scene.narration:
            clips.append({**_voice(sketch, scene.narration), "TimelineIn": float(begin)})
        begin += scene.seconds
    if not clips:
        return None
    spoken = sum(scene.narration.seconds for scene in scenes if scene.narration)
    alone = len(clips) == 1 and spoken == begin
    return {**({"MainTrack": True} if alone else {}), "AudioTrackClips": clips}


def _voice(sketch: Sketch, narration: Narration) -> Wire:
    speech = sketch.request.editing.speech_config
    voice = sketch.voice(narration.content)
    who = {"Voice": voice} if voice else {"CustomizedVoice": speech.customized_voice}
    return {
        "Type": "AI_TTS",
        "Content": narration.content,
        **who,
        "SpeechRate": speech.speech_rate,
        "Effects": [*_loudness(sketch, narration), *_captions(sketch, narration)],
    }


def _loudness(sketch: Sketch, narration: Narration) -> Iterator[Wire]:
    speech = sketch.request.editing.speech_config
    gain = speech.factor(SPEECH_LOUDNESS)
    if gain != 1:
        yield {"Type": "Volume", "Gain": gain}
    for begin, end in narration.heard(speech.forbidden):
        yield {"Type": "Volume", "Gain": 0, "In": float(begin), "Out": float(end)}


def _captions(sketch: Sketch, narration: Narration) -> Iterator[Wire]:
    motions = {key: sketch.hand[key] for key in MOTIONS}
    style = caption_style(sketch.request, motions)
    if style:
        text = narration.masked(sketch.request.editing.speech_config.forbidden)
        yield {"Type": "AI_ASR", "AlignmentText": text, **style}


def _music(sketch: Sketch) -> Wire | None:
    music = sketch.hand["music"]
    if not music:
        return None
    loud = sketch.request.editing.background_music_config.factor(MUSIC_LOUDNESS)
    effects = [{"Type": "Volume", "Gain": loud}]
    return {"AudioTrackClips": [{**sourced(music), "LoopMode": True, "Effects": effects}]}


# --- texts --------------------------------------------------------------------------


def _texts(sketch: Sketch) -> Iterator[Wire]:
    request, hand = sketch.request, sketch.hand
    if hand["title"]:
        yield {"Type": "Text", "Content": hand["title"], **title_style(request)}
    for heading in request.input.sub_heading_array:
        text = hand[heading_key(heading.level)]
        if text:
            style = sub_heading_style(request, heading.level)
            yield {"Type": "Text", "Content": text, **style}
