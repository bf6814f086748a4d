"""Speech kept on disk: found again, never half, never too much, never wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest

from converter.speech import Speech, Word, keeping_speech, speak
from converter.speech.archive import Archive
from converter.speech.espeak import Espeak


@pytest.fixture
def made() -> list[str]:
    """Return the texts that had to be made."""
    return []


@pytest.fixture
def maker(made: list[str]) -> Callable[[str], Callable[[], Speech]]:
    def of(text: str) -> Callable[[], Speech]:
        def make() -> Speech:
            made.append(text)
            tone = np.sin(np.arange(1000, dtype=np.float32))
            return Speech(text, tone, 8000, (Word(0, 1, 2, 3),), "alignment", ("a note",))

        return make

    return of


def test_what_was_made_once_is_found_again_and_equal(
    tmp_path: Path, made: list[str], maker: Callable[[str], Callable[[], Speech]]
) -> None:
    first = Archive(tmp_path).get("k", maker("héllo 世界"))
    again = Archive(tmp_path).get("k", maker("héllo 世界"))
    assert made == ["héllo 世界"]
    assert (again.text, again.rate, again.words) == (first.text, 8000, first.words)
    assert (again.timing, again.notes) == ("alignment", ("a note",))
    assert np.array_equal(again.samples, first.samples)


@pytest.mark.parametrize("damage", ["cut", "changed", "empty"])
def test_a_damaged_file_is_made_again(
    damage: str, tmp_path: Path, made: list[str], maker: Callable[[str], Callable[[], Speech]]
) -> None:
    Archive(tmp_path).get("k", maker("a"))
    (file,) = tmp_path.iterdir()
    data = file.read_bytes()
    broken = {"cut": data[:-7], "changed": data[:-1] + b"x", "empty": b""}[damage]
    file.write_bytes(broken)
    assert Archive(tmp_path).get("k", maker("a")).text == "a"
    assert made == ["a", "a"]
    Archive(tmp_path).get("k", maker("a"))
    assert made == ["a", "a"]


def test_the_folder_stays_within_its_budget_and_what_is_used_stays(
    tmp_path: Path, made: list[str], maker: Callable[[str], Callable[[], Speech]]
) -> None:
    archive = Archive(tmp_path, budget=30_000)
    for number in range(20):
        archive.get(f"k{number}", maker(str(number)))
        for age, file in enumerate(sorted(tmp_path.iterdir(), key=lambda f: f.stat().st_mtime)):
            os.utime(file, (age, age))
        archive.get("k0", maker("0"))
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) <= 30_000
    assert made.count("0") == 1


def test_a_folder_that_cannot_be_made_harms_nobody(
    tmp_path: Path, maker: Callable[[str], Callable[[], Speech]]
) -> None:
    (tmp_path / "file").write_text("")
    assert Archive(tmp_path / "file" / "below").get("k", maker("a")).text == "a"


def test_a_failure_is_not_kept(
    tmp_path: Path, maker: Callable[[str], Callable[[], Speech]]
) -> None:
    def fail() -> Speech:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        Archive(tmp_path).get("k", fail)
    assert Archive(tmp_path).get("k", maker("a")).text == "a"


def test_many_at_once_get_whole_speeches(
    tmp_path: Path, maker: Callable[[str], Callable[[], Speech]]
) -> None:
    archive = Archive(tmp_path, budget=12_000)

    def get(number: int) -> bool:
        speech = archive.get(f"k{number % 5}", maker(str(number % 5)))
        return speech.text == str(number % 5) and len(speech.samples) == 1000

    with ThreadPoolExecutor(8) as pool:
        assert all(pool.map(get, range(200)))


def test_speaking_twice_asks_the_engine_once_also_in_another_process(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    code = (
        "from pathlib import Path; from converter.speech import keeping_speech, speak\n"
        f"with keeping_speech(Path({str(tmp_path)!r})): speak('Kept by another.')"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
    monkeypatch.setattr(Espeak, "speak", lambda *_, **__: pytest.fail("spoken again"))
    with keeping_speech(tmp_path):
        kept = speak("Kept by another.")
    assert kept.words


def test_another_rate_pitch_voice_or_text_is_another_speech(tmp_path: Path) -> None:
    with keeping_speech(tmp_path):
        for how in ({}, {"rate": 10}, {"pitch": 10}, {"voice": "andy"}, {"voice": "luna"}):
            speak("One.", **how)  # type: ignore[arg-type]
        speak("Two.")
    # `andy` is who speaks English when nobody is asked for.
    assert len(list(tmp_path.iterdir())) == 5
