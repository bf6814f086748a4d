"""Jobs: a store that survives, a dispatcher, and executors that all keep one contract."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from converter.errors import JobError, TimelineError
from converter.jobs import (
    Bounds,
    Dispatcher,
    Executor,
    Job,
    LocalPool,
    Production,
    State,
    Store,
    remote,
)
from converter.jobs.database import Database, Page, sole_owner
from converter.jobs.job import ENDS, Analysis, Conversion, Planning, Work
from converter.jobs.remote import Folder
from converter.jobs.storage import Storage, media_ids
from converter.jobs.worker import KEPT
from converter.timeline import Timeline, parse_timeline

PATIENCE = 30.0
PICTURE = "http://media.oss-cn-shanghai.aliyuncs.com/red.png"

Made = Callable[[Path], AbstractContextManager[Executor]]
"""Makes an executor for a storage."""


def film(seconds: float = 1, picture: str = PICTURE, name: str = "film") -> Production:
    clip = {"Type": "Image", "MediaURL": picture, "Duration": seconds}
    target = f"http://out.oss-cn-shanghai.aliyuncs.com/{name}.mp4"
    return Production(
        timeline=json.dumps({"VideoTracks": [{"VideoTrackClips": [clip]}]}),
        output=json.dumps({"MediaURL": target, "Width": 320, "Height": 180}),
    )


def ended(poll: Callable[[], State]) -> State:
    begun = time.monotonic()
    while (state := poll()).status not in ENDS:
        assert time.monotonic() - begun < PATIENCE, state
        time.sleep(0.05)
    return state


def until(true: Callable[[], Any]) -> Any:
    begun = time.monotonic()
    while not (found := true()):
        assert time.monotonic() - begun < PATIENCE, "this never came true"
        time.sleep(0.02)
    return found


@pytest.fixture
def storage(tmp_path: Path) -> Path:
    (tmp_path / "storage/media").mkdir(parents=True)
    Image.new("RGB", (320, 180), "red").save(tmp_path / "storage/media/red.png")
    return tmp_path / "storage"


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    database = Database(tmp_path / "jobs.sqlite")
    with closing(database):
        yield Store(database)


@pytest.fixture
def local_executor() -> Made:
    return lambda storage: closing(LocalPool(storage, workers=1))


@pytest.fixture
def cloud_executor(monkeypatch: pytest.MonkeyPatch) -> Made:
    """Make executors of the official SDK, with a server of ours behind it."""
    pytest.importorskip("alibabacloud_ice20201109")
    pytest.importorskip("uvicorn")
    known = "alibabacloud_credentials.utils.auth_util.environment_"
    import_module("alibabacloud_credentials.client")
    monkeypatch.setattr(f"{known}access_key_id", "local")
    monkeypatch.setattr(f"{known}access_key_secret", "local")
    import_module("converter.jobs.credentials").chain.cache_clear()

    @contextmanager
    def made(storage: Path) -> Iterator[Executor]:
        from converter.jobs.cloud import Cloud
        from tests.served import serving

        with serving(storage.parent, least_free_bytes=0) as address:
            yield Cloud("cn-shanghai", endpoint=f"http://{address}")

    return made


@pytest.fixture
def cluster_executor(scheduler: str) -> Made:
    from converter.jobs.cluster import Cluster

    return lambda storage: closing(Cluster(scheduler, f"file://{storage}"))


class TestExecutors:
    """The contract of all executors; a new one is added to the fixture and nothing else."""

    @pytest.fixture(params=["local", "cloud", "cluster"])
    def executor(self, request: pytest.FixtureRequest, storage: Path) -> Iterator[Executor]:
        with request.getfixturevalue(f"{request.param}_executor")(storage) as executor:
            yield executor

    def test_work_is_taken_at_once_and_ends_with_what_it_made(
        self, executor: Executor, storage: Path
    ) -> None:
        ticket = executor.submit(film(), "one")
        assert executor.poll(ticket).status in ("Queuing", "Processing")
        state = ended(lambda: executor.poll(ticket))
        assert (state.status, state.progress, state.code) == ("Success", 100, "")
        assert state.result["Duration"] == 1.0
        assert (storage / "out/film.mp4").stat().st_size > 0

    def test_what_has_ended_does_not_change(self, executor: Executor) -> None:
        ticket = executor.submit(film(), "one")
        assert ended(lambda: executor.poll(ticket)) == executor.poll(ticket)

    def test_the_same_token_is_the_same_work(self, executor: Executor, storage: Path) -> None:
        ticket = executor.submit(film(), "one")
        ended(lambda: executor.poll(ticket))
        (storage / "out/film.mp4").unlink()
        assert executor.submit(film(), "one") == ticket
        assert ended(lambda: executor.poll(ticket)).status == "Success"
        assert not (storage / "out/film.mp4").exists()

    def test_work_that_fails_says_why_with_the_code_of_the_service(
        self, executor: Executor
    ) -> None:
        ticket = executor.submit(film(picture=PICTURE.replace("red", "blue")), "lost")
        state = ended(lambda: executor.poll(ticket))
        assert (state.status, state.code) == ("Failed", "InvalidMaterial.NotFound")
        assert "blue.png" in state.message

    def test_progress_never_goes_back(self, executor: Executor) -> None:
        ticket, seen = executor.submit(film(4), "long"), [0]
        while (state := executor.poll(ticket)).status not in ENDS:
            seen.append(state.progress)
        assert seen == sorted(seen)
        assert max(seen) < 100

    def test_a_ticket_nobody_gave_is_not_known(self, executor: Executor) -> None:
        with pytest.raises(JobError) as caught:
            executor.poll("never")
        assert caught.value.code == "InvalidParameter.JobNotFound"


# The cluster


def test_work_whose_worker_dies_is_done_by_another_and_no_half_file_is_seen(
    scheduler: str, storage: Path
) -> None:
    from converter.jobs.cluster import Cluster, connected

    with closing(Cluster(scheduler, str(storage))) as cluster, connected(scheduler) as client:
        ticket = cluster.submit(film(60), "long")
        until(lambda: cluster.poll(ticket).progress)
        worker = next(name for name, keys in client.processing().items() if keys)
        os.kill(client.run(os.getpid, workers=[worker])[worker], signal.SIGKILL)
        assert not (storage / "out").exists()
        assert ended(lambda: cluster.poll(ticket)).status == "Success"
    made = [path.name for path in (storage / "out").iterdir()]
    assert "film.mp4" in made
    assert not [name for name in made if ".part" in name]


def test_a_cluster_makes_videos_of_documents_from_anywhere(
    scheduler: str, storage: Path, tmp_path: Path
) -> None:
    from converter.jobs.cluster import Cluster

    (tmp_path / "note.md").write_text("# Tides\n\nThe sea rises and falls twice a day.\n")
    work = Conversion(
        address=f"local://{tmp_path}/note.md",
        output="oss://films/note.mp4",
        options={"size": [320, 180], "voice": "silent"},
    )
    with closing(Cluster(scheduler, str(storage))) as cluster:
        state = ended(lambda: cluster.poll(cluster.submit(work, "note")))
    assert (state.status, state.result["Title"]) == ("Success", "Tides")
    assert (storage / "films/note.mp4").stat().st_size > 0


def test_a_cluster_plans_a_batch_request_in_addresses_of_the_storage(
    scheduler: str, storage: Path
) -> None:
    from converter.jobs.cluster import Cluster

    output = {"MediaURL": PICTURE.replace("red.png", "v_{index}.mp4"), "Width": 320, "Height": 180}
    request = {"InputConfig": {"MediaArray": [PICTURE]}, "OutputConfig": output}
    with closing(Cluster(scheduler, str(storage))) as cluster:
        state = ended(lambda: cluster.poll(cluster.submit(Planning(request=request), "plan")))
    (part,) = state.result["Parts"]
    clips = json.loads(part["production"]["timeline"])["VideoTracks"][0]["VideoTrackClips"]
    assert {clip["MediaURL"] for clip in clips} == {PICTURE}


def test_a_cluster_that_is_not_there_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    from converter.jobs import cluster

    pytest.importorskip("distributed")
    monkeypatch.setattr(cluster, "PATIENCE", 0.5)
    with pytest.raises(JobError, match="no scheduler"):
        cluster.connected("tcp://127.0.0.1:9")


def test_files_are_fetched_and_put_wherever_fsspec_reaches(tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    (tmp_path / "a.txt").write_text("a")
    for address in ("memory://bucket/root", str(tmp_path / "shared"), f"file://{tmp_path}/other"):
        folder = Folder(address)
        folder.put(tmp_path / "a.txt", "deep/b.txt")
        folder.fetch("deep/b.txt", tmp_path / "back.txt")
        assert (tmp_path / "back.txt").read_text() == "a"
        with pytest.raises(JobError, match="no such file") as caught:
            folder.fetch("none.txt", tmp_path / "back.txt")
        assert caught.value.code == "InvalidMaterial.NotFound"


@pytest.mark.parametrize("address", ["nonsense://a/b", "s3://a/b", "oss://a/b"])
def test_a_protocol_that_is_not_installed_is_told(address: str, tmp_path: Path) -> None:
    pytest.importorskip("fsspec")
    if find_spec({"s3": "s3fs", "oss": "ossfs"}.get(address.partition(":")[0], "nothing")):
        pytest.skip("installed")
    with pytest.raises(JobError, match=address):
        remote.fetch(address, tmp_path / "b")


# The local pool


def running_worker(pool: LocalPool, ticket: str) -> int:
    pid = pool.process_id(ticket)
    assert pid is not None
    return pid


def test_a_worker_that_dies_fails_its_job_only(storage: Path) -> None:
    with closing(LocalPool(storage, workers=2)) as pool:
        pool.submit(film(600, name="dies"), "dies")
        pool.submit(film(name="lives"), "lives")
        os.kill(running_worker(pool, "dies"), signal.SIGSEGV)
        state = ended(lambda: pool.poll("dies"))
        assert (state.status, state.message) == ("Failed", "its process died (SIGSEGV)")
        assert ended(lambda: pool.poll("lives")).status == "Success"
    assert [path.name for path in (storage / "out").iterdir()] != []
    assert not list((storage / "out").glob("*dies*"))


def test_a_job_that_takes_too_long_is_ended(storage: Path) -> None:
    with closing(LocalPool(storage, workers=1, bounds=Bounds(seconds=0.5))) as pool:
        pool.submit(film(3600), "slow")
        assert ended(lambda: pool.poll("slow")).message == "took longer than 0.5 s"
    assert not (storage / "out").exists()


def test_a_job_that_eats_memory_is_refused_it(storage: Path) -> None:
    huge = Image.new("L", (9400, 9400))
    huge.save(storage / "media/huge.png")
    with closing(LocalPool(storage, workers=1, bounds=Bounds(memory_bytes=500 << 20))) as pool:
        pool.submit(film(picture=PICTURE.replace("red", "huge")), "greedy")
        assert ended(lambda: pool.poll("greedy")).status == "Failed"
        pool.submit(Analysis(address=PICTURE), "modest")
        assert ended(lambda: pool.poll("modest")).status == "Success"


def test_a_closed_pool_leaves_no_process_and_no_unfinished_file(storage: Path) -> None:
    with closing(LocalPool(storage, workers=1)) as pool:
        pool.submit(film(3600), "long")
        pid = running_worker(pool, "long")
        time.sleep(0.5)
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    left = [path for path in storage.rglob("*") if path.is_file() and KEPT not in path.parts]
    assert [path.name for path in left] == ["red.png"]


def test_a_timeline_reads_nothing_outside_of_the_storage(storage: Path, tmp_path: Path) -> None:
    Image.new("RGB", (32, 32)).save(tmp_path / "secret.png")
    (storage / "media/link.png").symlink_to(tmp_path / "secret.png")
    (storage / ".docreel").mkdir()
    Image.new("RGB", (32, 32)).save(storage / ".docreel/own.png")
    outside = (
        str(tmp_path / "secret.png"),
        f"file://{tmp_path}/secret.png",
        "../secret.png",
        "media/../../secret.png",
        "http://media.oss-cn-shanghai.aliyuncs.com/link.png",
        ".docreel/own.png",
    )
    for address in outside:
        timeline = parse_timeline(film(picture=address).timeline)
        with pytest.raises(TimelineError, match="outside of the storage"):
            Storage(storage).confine(timeline)
    Storage(storage).confine(parse_timeline(film().timeline))


@pytest.mark.parametrize("voice", ["piper:/etc/passwd", "piper:../x.onnx", r"piper:a\b"])
def test_a_voice_is_no_way_to_a_file(storage: Path, voice: str) -> None:
    words = f'<speak voice="{voice}">Hello.</speak>'
    for said in ({"Content": "Hello.", "Voice": voice}, {"Content": words}):
        with pytest.raises(TimelineError, match="may not be a file"):
            Storage(storage).confine(spoken(**said))


@pytest.mark.parametrize(
    "words", ['<speak bgm="{}">Hi.</speak>', '<speak>Hi <soundEvent src="{}"/></speak>']
)
def test_sounds_between_words_come_from_the_storage_only(storage: Path, words: str) -> None:
    with pytest.raises(TimelineError, match="outside of the storage"):
        Storage(storage).confine(spoken(Content=words.format("/etc/hosts")))
    Storage(storage).confine(spoken(Content=words.format("media/bell.wav")))


def spoken(**fields: str) -> Timeline:
    clip = {"Type": "AI_TTS", **fields}
    return parse_timeline({"AudioTracks": [{"AudioTrackClips": [clip]}]})


@pytest.mark.parametrize(
    "address",
    [
        "film.mp4",
        "/etc/film.mp4",
        "file:///etc/film.mp4",
        "http://example.com/film.mp4",
        "http://out.oss-cn-shanghai.aliyuncs.com/../film.mp4",
        "http://out.oss-cn-shanghai.aliyuncs.com/%2e%2e/%2e%2e/film.mp4",
        "http://out.oss-cn-shanghai.aliyuncs.com/.hidden/film.mp4",
        "http://out.oss-cn-shanghai.aliyuncs.com/",
        "ftp://out.oss-cn-shanghai.aliyuncs.com/film.mp4",
        "http://[",
    ],
)
def test_a_file_is_written_nowhere_but_in_the_storage(storage: Path, address: str) -> None:
    with pytest.raises(JobError, match="not in the storage"):
        Storage(storage).path(address)


def test_both_spellings_of_a_stored_file_mean_it(storage: Path) -> None:
    for address in (PICTURE, PICTURE.replace("http", "https"), "oss://media/red.png"):
        assert Storage(storage).path(address) == storage / "media/red.png"


def test_media_named_by_id_are_found_however_deep() -> None:
    nested: object = {"MediaId": "deep"}
    for _ in range(5000):
        nested = [nested]
    assert media_ids({"a": nested, "MediaId": "top"}) == {"deep", "top"}


# The store and the dispatcher


class Slow:
    """An executor under the test's control."""

    def __init__(self) -> None:
        self.states: dict[str, State] = {}
        self.begun: list[str] = []

    def submit(self, work: Work, token: str) -> str:
        self.begun.append(token)
        self.states[token] = State("Processing")
        return token

    def poll(self, ticket: str) -> State:
        if ticket not in self.states:
            raise JobError("unknown", code="InvalidParameter.JobNotFound")
        return self.states[ticket]


def test_jobs_begin_in_their_order_and_no_more_at_once_than_allowed(store: Store) -> None:
    executor = Slow()
    dispatcher = Dispatcher(store, executor, at_once=2)
    for name in ("a", "b", "c"):
        store.add(Job(name, "production"), film())
    dispatcher.step()
    assert executor.begun == ["a", "b"]
    executor.states["a"] = State("Success", result={"Duration": 1.0})
    dispatcher.step()
    assert executor.begun == ["a", "b", "c"]
    assert store.job("a").status == "Success"
    assert store.job("a").progress == 100
    assert store.job("b").status == "Processing"
    assert store.job("c").status == "Queuing"


def test_what_a_medium_is_does_not_wait_behind_films(store: Store) -> None:
    executor = Slow()
    store.add(Job("film", "production"), film())
    store.add(Job("look", "analysis"), Analysis(address=PICTURE))
    Dispatcher(store, executor, at_once=1).step()
    assert executor.begun == ["look"]


def test_jobs_of_a_server_that_died_begin_again(store: Store) -> None:
    store.add(Job("a", "production"), film())
    Dispatcher(store, Slow(), at_once=1).step()
    after = Slow()
    again = Dispatcher(store, after, at_once=1)
    again.step()
    assert after.begun == ["a"]
    assert store.job("a").attempts == 2


def test_a_job_that_nobody_is_there_to_take_waits(store: Store) -> None:
    class Away(Slow):
        def submit(self, work: Work, token: str) -> str:
            raise JobError("no answer", code="ServiceUnAvailable")

    store.add(Job("a", "production"), film())
    Dispatcher(store, Away(), at_once=1).step()
    assert (store.job("a").status, store.job("a").attempts) == ("Init", 0)
    Dispatcher(store, Slow(), at_once=1).step()
    assert store.job("a").status == "Queuing"


def test_a_job_that_is_interrupted_each_time_fails_in_the_end(store: Store) -> None:
    store.add(Job("a", "production"), film())
    for _ in range(8):
        Dispatcher(store, Slow(), at_once=1).step()
    found = store.job("a")
    assert found.status == "Failed"
    assert "interrupted each time" in found.message


def test_an_end_and_what_follows_from_it_are_written_together_or_not(store: Store) -> None:
    executor = Slow()

    def fails(job: Job) -> None:
        raise RuntimeError("the disk is full")

    store.add(Job("a", "production"), film())
    dispatcher = Dispatcher(store, executor, at_once=1, ended=fails)
    dispatcher.step()
    executor.states["a"] = State("Success")
    with pytest.raises(RuntimeError):
        dispatcher.step()
    assert store.job("a").status == "Queuing"


def test_a_transaction_that_fails_leaves_nothing(store: Store) -> None:
    def half_done() -> None:
        with store.database.transaction():
            store.add(Job("a", "production"), film())
            raise RuntimeError

    with pytest.raises(RuntimeError):
        half_done()
    with pytest.raises(JobError, match="no job 'a'"):
        store.job("a")


def test_old_jobs_are_forgotten_when_they_have_ended(store: Store) -> None:
    for name, status in (("done", "Success"), ("waits", "Init")):
        store.add(Job(name, "production"), film())
        store.change(name, status=status)
    store.forget(time.time() + 1)
    assert store.job("waits").status == "Init"
    with pytest.raises(JobError):
        store.job("done")
    with pytest.raises(JobError):
        store.work("done")


def test_a_page_begins_where_the_last_one_ended(store: Store) -> None:
    for number in range(7):
        store.add(Job(f"j{number}", "production"), film())
    seen, after = [], None
    while True:
        jobs, after = store.page("production", Page(after=after, most=3))
        seen.append([job.id for job in jobs])
        if after is None:
            break
    assert seen == [["j6", "j5", "j4"], ["j3", "j2", "j1"], ["j0"]]


def test_a_file_of_another_version_is_refused(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "jobs.sqlite")) as other:
        other.execute("PRAGMA user_version = 99")
    with pytest.raises(JobError, match="is of version 99"):
        Database(tmp_path / "jobs.sqlite")


def test_only_one_server_works_with_a_state(tmp_path: Path) -> None:
    with (
        sole_owner(tmp_path / "lock"),
        pytest.raises(JobError, match="another server"),
        sole_owner(tmp_path / "lock"),
    ):
        pass
    with sole_owner(tmp_path / "lock"):
        pass
