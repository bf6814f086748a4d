"""Speech kept on disk: found again and equal, and made again where it is not."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from converter.speech import Speech, Word, speak
from converter.speech.archive import kept
from converter.speech.espeak import Espeak
from converter.store import keeping


def made(text: str) -> Speech:
    tone = np.sin(np.arange(1000, dtype=np.float32))
    return Speech(text, tone, 8000, (Word(0, 1, 2, 3),), "alignment", ("a note",))


def never() -> Speech:
    pytest.fail("made again")


@pytest.mark.parametrize("text", ["héllo 世界", "a", "ab", "abc"])
def test_what_was_made_once_is_found_again_and_equal(tmp_path: Path, text: str) -> None:
    with keeping(tmp_path):
        first, again = kept(text, lambda: made(text)), kept(text, never)
    assert (again.text, again.rate, again.words) == (first.text, 8000, first.words)
    assert (again.timing, again.notes) == ("alignment", ("a note",))
    assert np.array_equal(again.samples, first.samples)


def test_a_failure_is_not_kept(tmp_path: Path) -> None:
    with keeping(tmp_path):
        with pytest.raises(ZeroDivisionError):
            kept("k", lambda: made(str(1 // 0)))
        assert kept("k", lambda: made("a")).text == "a"


def test_without_a_store_everything_is_made_again() -> None:
    assert kept("k", lambda: made("a")).text == "a"
    assert kept("k", lambda: made("b")).text == "b"


def test_speaking_twice_asks_the_engine_once_also_in_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "from pathlib import Path\n"
        "from converter.speech import speak\n"
        "from converter.store import keeping\n"
        f"with keeping(Path({str(tmp_path)!r})): speak('Kept by another.')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    monkeypatch.setattr(Espeak, "speak", lambda *_, **__: pytest.fail("spoken again"))
    with keeping(tmp_path):
        assert speak("Kept by another.").words


def test_another_rate_pitch_voice_or_text_is_another_speech(tmp_path: Path) -> None:
    with keeping(tmp_path):
        for how in ({}, {"rate": 10}, {"pitch": 10}, {"voice": "andy"}, {"voice": "luna"}):
            speak("One.", **how)  # type: ignore[arg-type]
        speak("Two.")
    # `andy` is who speaks English when nobody is asked for.
    assert sum(path.is_file() for path in (tmp_path / "speech").rglob("*")) == 5
