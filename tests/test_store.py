"""Store: what is kept is found again; what is not is no one's harm."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path

from converter.store import Store, keeping, once


def name(number: int) -> bytes:
    return sha256(bytes([number])).digest()


def test_what_is_kept_is_found_by_another_store_of_the_same_folder(tmp_path: Path) -> None:
    Store(tmp_path / "kept").put(name(1), b"a piece of work")
    assert Store(tmp_path / "kept").get(name(1)) == b"a piece of work"
    assert Store(tmp_path / "kept").get(name(2)) is None


def test_a_damaged_file_is_as_if_it_had_never_been_kept(tmp_path: Path) -> None:
    store = Store(tmp_path)
    store.put(name(1), b"a piece of work")
    (path,) = (found for found in tmp_path.rglob("*") if found.is_file())
    path.write_bytes(path.read_bytes()[:-1])
    assert store.get(name(1)) is None
    store.put(name(1), b"a piece of work")
    assert store.get(name(1)) == b"a piece of work"


def test_a_folder_that_cannot_be_made_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    store = Store(tmp_path / "file")
    store.put(name(1), b"a piece of work")
    assert store.get(name(1)) is None


def test_what_was_out_of_use_longest_goes_when_the_limit_is_passed(tmp_path: Path) -> None:
    store = Store(tmp_path, limit=1000)
    for number in range(4):
        store.put(name(number), bytes(200))
        for path in tmp_path.rglob(f"{name(number).hex()[2:]}"):
            os.utime(path, (number, number))
    assert store.get(name(0)) is not None
    store.put(name(4), bytes(200))
    kept = [number for number in range(5) if store.get(name(number)) is not None]
    assert kept == [0, 3, 4]


def test_many_may_write_the_same_at_once(tmp_path: Path) -> None:
    def put(_: int) -> None:
        Store(tmp_path).put(name(1), bytes(100_000))

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(put, range(40)))
    assert Store(tmp_path).get(name(1)) == bytes(100_000)
    assert not list(tmp_path.rglob("*.part"))


def test_what_is_kept_under_a_key_is_made_once(tmp_path: Path) -> None:
    made: list[bytes] = []

    def make() -> bytes:
        made.append(bytes([len(made)]))
        return made[-1]

    with keeping(tmp_path):
        assert [once("kind", key, make) for key in "aaba"] == [b"\0", b"\0", b"\1", b"\0"]
    assert once("kind", "a", make) == b"\2"
