from __future__ import annotations

import json
import wave
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import av.logging
import numpy as np
import pytest
from PIL import Image

from converter import render
from converter.errors import TimelineError
from converter.timeline import dump_timeline, parse_timeline

SAYINGS = ("To learn is a joy.", "Friends come from far away.", "Review the old.", "Then teach.")


@pytest.fixture
def media(tmp_path: Path) -> Path:
    """Make seven pictures of assorted shapes and two seconds of music."""
    for i in range(1, 8):
        colour = (30 * i, 255 - 30 * i, 120)
        Image.new("RGB", (200 + 60 * i, 420 - 30 * i), colour).save(tmp_path / f"{i}.png")
    tone = 9000 * np.sin(np.arange(2 * 44100) * 2 * np.pi * 220 / 44100)
    with wave.open(str(tmp_path / "music.wav"), "wb") as file:
        file.setparams((1, 2, 44100, 0, "NONE", ""))
        file.writeframes(tone.astype("<i2").tobytes())
    return tmp_path


def narrated() -> dict[str, Any]:
    """A slideshow in which every picture lasts as long as its words."""
    style = {"FontSize": 55, "AdaptMode": "AutoWrap", "TextWidth": 0.7, "FontColor": "#ffffe0"}
    pictures = [
        {
            "ReferenceClipId": f"speech{i}",
            "MediaURL": f"{i}.png",
            "Type": "Image",
            "Effects": [{"Type": "Text", "Content": words, "Alignment": "CenterCenter", **style}],
        }
        for i, words in enumerate(SAYINGS, 1)
    ]
    voices = [
        {
            "ClipId": f"speech{i}",
            "Type": "AI_TTS",
            "Voice": "zhichu",
            "Content": words,
            "SpeechRate": -200,
        }
        for i, words in enumerate(SAYINGS, 1)
    ]
    title = {
        "Type": "Text",
        "Y": 20,
        "Content": "Sayings",
        "Alignment": "TopCenter",
        "FontSize": 20,
    }
    return {
        "VideoTracks": [{"VideoTrackClips": pictures}],
        "AudioTracks": [
            {"MainTrack": True, "AudioTrackClips": voices},
            {"AudioTrackClips": [{"MediaUrl": "music.wav", "LoopMode": True}]},
        ],
        "SubtitleTracks": [{"SubtitleTrackClips": [title]}],
    }


def album() -> dict[str, Any]:
    """Seven pictures of three seconds, each crossing into the next for half a second."""
    effects = [
        {"Type": "Background", "SubType": "Blur", "Radius": 0.1},
        {"Type": "Transition", "SubType": "random", "Duration": 0.5},
    ]
    clips = [
        {"Type": "Image", "MediaUrl": f"{i}.png", "Duration": 3, "Effects": effects}
        for i in range(1, 8)
    ]
    return {
        "VideoTracks": [{"VideoTrackClips": clips}],
        "AudioTracks": [{"AudioTrackClips": [{"MediaUrl": "music.wav", "LoopMode": True}]}],
    }


def decoded(video: Path) -> tuple[list[np.ndarray], int]:
    """Decode without a word of complaint; return the pictures and how many samples."""
    with av.logging.Capture() as complaints:
        with av.open(str(video)) as container:
            pictures = [frame.to_ndarray(format="rgb24") for frame in container.decode(video=0)]
        with av.open(str(video)) as container:
            samples = sum(frame.samples for frame in container.decode(audio=0))
    assert complaints == []
    return pictures, samples


def test_a_narrated_slideshow_is_as_long_as_its_words(media: Path) -> None:
    timeline = parse_timeline(narrated())
    made = render(timeline, media / "out.mp4", base=media, size=(320, 180))
    pictures, samples = decoded(media / "out.mp4")
    assert len(pictures) == made.frames
    assert abs(samples / 48_000 - made.frames / 25) < 0.04
    assert len(made.scenes) == 4
    assert (media / "out.srt").read_text().count("-->") >= 4
    with av.open(str(media / "out.mp4")) as container:
        assert container.streams.video[0].duration * container.streams.video[0].time_base == (
            Fraction(made.frames, 25)
        )


def test_pictures_change_when_their_words_begin(media: Path) -> None:
    made = render(parse_timeline(narrated()), media / "out.mp4", base=media, size=(320, 180))
    pictures, _ = decoded(media / "out.mp4")
    below_the_words = (172, 160)
    for start in made.scenes[1:]:
        frame = round(start * 25)
        before, after = (pictures[f][below_the_words].astype(int) for f in (frame - 1, frame))
        assert np.abs(before - after).max() > 15


def test_an_album_is_shortened_by_its_transitions(media: Path) -> None:
    made = render(parse_timeline(album()), media / "out.mp4", base=media, size=(320, 180))
    assert made.seconds == 7 * 3 - 6 * 0.5
    assert made.captions == 0
    assert len(decoded(media / "out.mp4")[0]) == 450


def test_a_timeline_keeps_its_structure(media: Path) -> None:
    for given in (narrated(), album()):
        spelled = json.dumps(given).replace("MediaUrl", "MediaURL")
        assert json.loads(dump_timeline(parse_timeline(given))) == json.loads(spelled)


def test_a_medium_that_is_not_there_is_named_with_its_place(media: Path) -> None:
    given = album()
    given["VideoTracks"][0]["VideoTrackClips"][2]["MediaUrl"] = "gone.png"
    with pytest.raises(TimelineError, match=r"VideoTrackClips\[2\]\.MediaURL: gone\.png") as caught:
        render(parse_timeline(given), media / "out.mp4", base=media)
    assert caught.value.code == "InvalidMaterial.NotFound"
    assert not (media / "out.mp4").exists()


def test_an_address_in_the_cloud_is_not_fetched(media: Path) -> None:
    given = album()
    given["VideoTracks"][0]["VideoTrackClips"][0]["MediaUrl"] = "https://example.org/a.png"
    with pytest.raises(TimelineError, match="no such file on this machine"):
        render(parse_timeline(given), media / "out.mp4", base=media)


def test_what_is_not_drawn_is_said(media: Path) -> None:
    given = album()
    given["VideoTracks"][0]["VideoTrackClips"][0]["Effects"].append({"Type": "AI_RealMatting"})
    made = render(parse_timeline(given), media / "out.mp4", base=media, size=(320, 180))
    assert any("AI_RealMatting" in note for note in made.notes)


def test_without_mastering_the_sound_is_as_loud_as_it_came(media: Path) -> None:
    loud, plain = (
        render(
            parse_timeline(album()), media / f"{on}.mp4", base=media, size=(320, 180), mastering=on
        )
        for on in (True, False)
    )
    assert loud.loudness == pytest.approx(-16, abs=0.5)
    assert plain.loudness is not None
    assert abs(plain.loudness + 16) > 1
