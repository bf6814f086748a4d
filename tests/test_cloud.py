"""The cloud: what is submitted, by the official SDKs, against our own server on loopback."""

from __future__ import annotations

import inspect
import json
import logging
import os
import socket
import traceback
from collections.abc import Callable, Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from typer.testing import CliRunner, Result

from converter.cli import app
from converter.errors import DocreelError, JobError, TimelineError
from converter.jobs import State, waiting
from converter.jobs.cloud import Cloud
from converter.jobs.oss import ObjectStorage, StoredObject
from converter.jobs.submission import Submission, Wishes, prepare
from tests.batches import request
from tests.served import serving

pytest.importorskip("uvicorn")
pytest.importorskip("alibabacloud_ice20201109")
pytest.importorskip("alibabacloud_oss_v2")

REGION = "cn-shanghai"
OUTPUT = "oss://films/made/film.mp4"
SECRET = "never-to-be-seen"
CREDENTIALS = "alibabacloud_credentials.utils.auth_util.environment_"


@pytest.fixture(autouse=True)
def key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Give a key as the environment would, and keep the SDK from asking the machine."""
    import_module("alibabacloud_credentials.client")
    monkeypatch.setattr(f"{CREDENTIALS}access_key_id", "local")
    monkeypatch.setattr(f"{CREDENTIALS}access_key_secret", SECRET)
    monkeypatch.setattr(f"{CREDENTIALS}ecs_metadata_disabled", "true")
    import_module("converter.jobs.credentials").chain.cache_clear()


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("served")
    with serving(folder, least_free_bytes=0) as address:
        yield f"http://{address}", folder / "storage"


@pytest.fixture
def film(tmp_path: Path) -> Path:
    """Return the file of a Timeline that shows one picture of this machine twice."""
    (tmp_path / "pictures").mkdir()
    Image.new("RGB", (320, 180), os.urandom(3).hex() and "blue").save(tmp_path / "pictures/sea.PNG")
    clips = [{"Type": "Image", "MediaURL": "pictures/sea.PNG", "Duration": 0.5}] * 2
    timeline = {"VideoTracks": [{"VideoTrackClips": clips}]}
    path = tmp_path / "film.json"
    path.write_text(json.dumps(timeline))
    return path


def docreel(*arguments: object, code: int = 0) -> Result:
    found = CliRunner().invoke(app, [str(argument) for argument in arguments])
    if found.exit_code != code:
        raise AssertionError(found.output) from found.exception
    return found


def sent(film: Path, server: str, *more: str) -> Result:
    options = ("-o", OUTPUT, "--region", REGION, "--endpoint", server)
    return docreel("submit", film, *options, "--output-config", '{"Width":320,"Height":180}', *more)


def prepared(data: Any, base: Path, **wishes: Any) -> Submission:
    wishes = {"region": REGION, "output": OUTPUT, **wishes}
    return prepare(json.dumps(data), base=base, wishes=Wishes(**wishes))


def timeline(**clip: Any) -> dict[str, Any]:
    clip = {"Type": "Image", "MediaURL": f"https://a-1.oss-{REGION}.aliyuncs.com/a.png", **clip}
    return {"VideoTracks": [{"VideoTrackClips": [{"Duration": 1, **clip}]}]}


# The whole way


def test_files_go_up_a_video_is_made_and_comes_back(
    film: Path, server: tuple[str, Path], tmp_path: Path
) -> None:
    address, storage = server
    found = sent(film, address, "--json", "--download", str(tmp_path / "got/film.mp4"))
    told = json.loads(found.stdout)
    assert (told["Status"], told["Duration"]) == ("Success", 1.0)
    assert told["Files"] == [str(tmp_path / "got/film.mp4")]
    assert (tmp_path / "got/film.mp4").read_bytes() == (
        storage / "films/made/film.mp4"
    ).read_bytes()
    uploaded = list((storage / "films/docreel").iterdir())
    assert [path.suffix for path in uploaded] == [".png"]
    assert uploaded[0].read_bytes() == (film.parent / "pictures/sea.PNG").read_bytes()


def test_the_same_request_is_the_same_job_and_sends_no_file_again(
    film: Path, server: tuple[str, Path]
) -> None:
    address, storage = server
    first = sent(film, address, "-q").stdout
    stored = next((storage / "films/docreel").iterdir())
    before = stored.stat()
    assert sent(film, address, "-q").stdout == first
    assert (stored.stat().st_mtime_ns, stored.stat().st_ino) == (before.st_mtime_ns, before.st_ino)
    assert sent(film, address, "-q", "--again").stdout != first


def test_jobs_are_listed_shown_and_waited_for(film: Path, server: tuple[str, Path]) -> None:
    address, _ = server
    at = ("--endpoint", address, "--region", REGION)
    job = sent(film, address, "-q", "--again").stdout.strip()
    assert job in docreel("jobs", "list", *at).stdout
    assert docreel("jobs", "wait", job, "-q", *at).stdout.startswith(f"{job}  Success 100 %")
    shown = json.loads(docreel("jobs", "show", job, "--json", *at).stdout)
    assert (shown["JobId"], shown["Progress"]) == (job, 100)


def test_all_videos_of_a_batch_request_come_back(
    footage: Path, server: tuple[str, Path], tmp_path: Path
) -> None:
    given = {"MediaArray": [str(footage / "crowd.mp4")], "TitleArray": ["One", "Two"]}
    size = {"Width": 128, "Height": 228, "Video": {"Fps": 5}, "MaxDuration": 1}
    path = tmp_path / "batch.json"
    path.write_text(
        json.dumps(request(given, MediaURL="oss://films/v_{index}.mp4", Count=2, **size))
    )
    at = ("--region", REGION, "--endpoint", server[0])
    found = docreel("submit", path, *at, "--json", "--download", tmp_path / "got")
    told = json.loads(found.stdout)
    assert [part["Status"] for part in told["Parts"]] == ["Success", "Success"]
    assert sorted(path.name for path in (tmp_path / "got").iterdir()) == ["v_0.mp4", "v_1.mp4"]
    assert told["JobId"] in docreel("jobs", "list", "--batches", *at).stdout


def test_a_job_that_fails_says_why_and_exits_with_1(
    tmp_path: Path, server: tuple[str, Path]
) -> None:
    path = tmp_path / "film.json"
    path.write_text(json.dumps(timeline()))
    options = ("-o", OUTPUT, "--region", REGION, "--endpoint", server[0])
    found = docreel("submit", path, *options, "--wait", "-q", code=1)
    assert "InvalidMaterial.NotFound" in found.stdout


def test_a_big_file_goes_on_where_it_was_interrupted(
    tmp_path: Path, server: tuple[str, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.jobs.oss.PART", 100_000)
    monkeypatch.setattr("converter.jobs.oss.folder_in_use", lambda: tmp_path)
    address, folder = server
    content = os.urandom(2_000_000)
    (tmp_path / "big.mov").write_bytes(content)
    storage, stored = ObjectStorage(REGION, endpoint=address), StoredObject(REGION, "big", "b.mov")

    def interrupted(done: int) -> None:
        if done >= 500_000:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        storage.put(tmp_path / "big.mov", stored, interrupted)
    assert storage.size(stored) is None
    told: list[int] = []
    storage.put(tmp_path / "big.mov", stored, told.append)
    assert told[0] >= 500_000
    assert told[-1] == len(content)
    assert (folder / "big/b.mov").read_bytes() == content
    assert storage.size(stored) == len(content)


# What would be sent


def test_a_dry_run_tells_all_and_asks_nobody(film: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object) -> None:
        raise AssertionError("a connection was made")

    monkeypatch.setattr(socket.socket, "connect", refused)
    found = docreel("submit", film, "-o", OUTPUT, "--region", REGION, "--dry-run", "--json")
    told = json.loads(found.stdout)
    assert told["Action"] == "SubmitMediaProducingJob"
    upload = told["Uploads"][0]
    assert upload["Bytes"] == (film.parent / "pictures/sea.PNG").stat().st_size
    shown = json.loads(told["Parameters"]["Timeline"])["VideoTracks"][0]["VideoTrackClips"]
    bucket, _, key = upload["Object"].removeprefix("oss://").partition("/")
    expected = f"https://{bucket}.oss-{REGION}.aliyuncs.com/{key}"
    assert [clip["MediaURL"] for clip in shown] == [expected] * 2
    assert told["Drivers"]["OutputMinutes"] == round(1 / 60, 2)
    assert json.loads(told["Parameters"]["OutputMediaConfig"]) == {
        "MediaURL": f"https://films.oss-{REGION}.aliyuncs.com/made/film.mp4"
    }
    lines = docreel("submit", film, "-o", OUTPUT, "--region", REGION, "--dry-run").stdout
    assert told["Parameters"]["Timeline"] in lines
    assert f"({upload['Bytes']} bytes)" in lines


def test_how_a_request_is_written_does_not_make_it_another_job(tmp_path: Path) -> None:
    loose = json.dumps(timeline(), indent=4)
    tokens = {
        prepare(text, base=tmp_path, wishes=Wishes(output=OUTPUT, region=REGION)).parameters[
            "ClientToken"
        ]
        for text in (
            loose,
            json.dumps(timeline()),
            json.dumps({"Timeline": json.dumps(timeline())}),
        )
    }
    assert len(tokens) == 1
    token = tokens.pop()
    assert len(token) <= 64
    assert token.isascii()
    other = prepared(timeline(Duration=2), tmp_path).parameters["ClientToken"]
    again = prepared(timeline(), tmp_path, again=True).parameters["ClientToken"]
    assert len({token, other, again}) == 3


def test_a_changed_file_makes_another_job(film: Path) -> None:
    data = json.loads(film.read_text())
    before = prepared(data, film.parent).parameters["ClientToken"]
    Image.new("RGB", (8, 8), "red").save(film.parent / "pictures/sea.PNG")
    assert prepared(data, film.parent).parameters["ClientToken"] != before


def test_sounds_that_ssml_names_go_along(film: Path) -> None:
    for name in ("gull & co.wav", "waves.mp3", "src.wav"):
        (film.parent / name).write_bytes(name.encode())
    words = (
        """<speak bgm='waves.mp3' voice="andy">It says src="src.wav". """
        '<soundEvent src="gull &amp; co.wav"/><soundEvent src="https://h/a.wav"/></speak>'
    )
    said = {"Type": "AI_TTS", "Voice": "andy", "Content": words}
    data = json.loads(film.read_text()) | {"AudioTracks": [{"AudioTrackClips": [said]}]}
    sent = prepared(data, film.parent)
    assert {one.path.name for one in sent.uploads} == {"sea.PNG", "gull & co.wav", "waves.mp3"}
    placed = {one.path.name: one.stored.address for one in sent.uploads}
    (clip,) = json.loads(sent.parameters["Timeline"])["AudioTracks"][0]["AudioTrackClips"]
    expected = words.replace("'waves.mp3'", f'"{placed["waves.mp3"]}"')
    assert clip["Content"] == expected.replace("gull &amp; co.wav", placed["gull & co.wav"])


class Bucket:
    """Object storage in whose way a file changes."""

    def __init__(self, meanwhile: Callable[[], object]) -> None:
        self.kept: dict[str, bytes] = {}
        self._meanwhile = meanwhile

    def put(self, path: Path, stored: StoredObject, told: Callable[[int], None]) -> None:
        self._meanwhile()
        self.kept[str(stored)] = path.read_bytes()

    def void(self, stored: StoredObject) -> None:
        self.kept[str(stored)] = b""


def test_a_file_that_changes_before_or_while_it_is_sent_is_refused(film: Path) -> None:
    picture = film.parent / "pictures/sea.PNG"
    (upload,) = prepared(json.loads(film.read_text()), film.parent).uploads
    changing: Any = Bucket(lambda: picture.write_bytes(b"other"))
    with pytest.raises(JobError, match=r"sea\.PNG: changed while"):
        upload.send(changing, print)
    assert list(changing.kept.values()) == [b""]
    untouched: Any = Bucket(print)
    for change in (lambda: None, picture.unlink):
        change()
        with pytest.raises(JobError, match=r"sea\.PNG: changed while"):
            upload.send(untouched, print)
    assert not untouched.kept


def test_an_object_is_emptied(server: tuple[str, Path], film: Path) -> None:
    endpoint, storage = server
    stored = StoredObject("cn-shanghai", "films", "docreel/void.png")
    objects = ObjectStorage("cn-shanghai", endpoint=endpoint)
    objects.put(film.parent / "pictures/sea.PNG", stored, lambda done: None)
    objects.void(stored)
    assert (storage / "films/docreel/void.png").read_bytes() == b""


def test_files_of_a_batch_request_go_along_and_ids_stay(tmp_path: Path) -> None:
    for name in ("a.png", "b.png", "music.mp3", "back.jpg", "sticker.png"):
        (tmp_path / name).write_bytes(name.encode())
    request = {
        "InputConfig": {
            "MediaGroupArray": [
                {"GroupName": "g", "MediaArray": ["a.png", "0123456789abcdef"]},
                {"GroupName": "h", "MediaArray": ["oss://films/c.mp4"]},
            ],
            "TitleArray": ["a.png"],
            "SpeechTextArray": ["One two three.", "Four."],
            "StickerArray": [{"MediaURL": "sticker.png"}],
            "BackgroundMusicArray": ["music.mp3"],
            "BackgroundImageArray": ["back.jpg"],
        },
        "EditingConfig": {
            "MediaConfig": {"MediaMetaDataArray": [{"Media": "a.png", "GroupName": "g"}]}
        },
        "OutputConfig": {
            "MediaURL": "oss://films/out_{index}.mp4",
            "Count": 4,
            "Width": 320,
            "Height": 180,
        },
    }
    found = prepared(request, tmp_path, output="")
    given = json.loads(found.parameters["InputConfig"])
    assert {one.path.name for one in found.uploads} == {
        "a.png",
        "music.mp3",
        "back.jpg",
        "sticker.png",
    }
    (first, second), (third,) = (group["MediaArray"] for group in given["MediaGroupArray"])
    assert first.startswith("https://films.oss-cn-shanghai.aliyuncs.com/docreel/")
    assert second == "0123456789abcdef"
    assert third == "https://films.oss-cn-shanghai.aliyuncs.com/c.mp4"
    assert given["TitleArray"] == ["a.png"]
    editing = json.loads(found.parameters["EditingConfig"])
    assert editing["MediaConfig"]["MediaMetaDataArray"][0]["Media"] == first
    output = json.loads(found.parameters["OutputConfig"])
    assert output["MediaURL"] == "https://films.oss-cn-shanghai.aliyuncs.com/out_{index}.mp4"
    assert found.drivers.videos == 4
    assert found.drivers.characters == round((len("One two three.") + len("Four.")) / 2 * 4)


def test_a_filled_template_takes_its_files_along(tmp_path: Path) -> None:
    (tmp_path / "logo.png").write_bytes(b"logo")
    params = {"Logo": "logo.png", "Title": "logo", "Id": "0123"}
    found = prepared({"TemplateId": "t", "ClipsParam": params}, tmp_path)
    filled = json.loads(found.parameters["ClipsParam"])
    assert filled["Logo"] == found.uploads[0].stored.address
    assert (filled["Title"], filled["Id"]) == ("logo", "0123")


@pytest.mark.parametrize(
    ("data", "wishes", "told"),
    [
        (timeline(), {"output": ""}, "nowhere for the video"),
        (timeline(), {"region": ""}, "not in object storage"),
        (timeline(), {"output": "https://example.com/film.mp4"}, "not in object storage"),
        (
            timeline(),
            {"output": "https://films.oss-cn-beijing.aliyuncs.com/film.mp4"},
            "is in cn-beijing, but the job in cn-shanghai",
        ),
        (
            timeline(MediaURL="https://a-1.oss-cn-beijing.aliyuncs.com/a.png"),
            {},
            "is in cn-beijing",
        ),
        (timeline(MediaURL="ftp://example.com/a.png"), {}, "expected a file"),
        (timeline(MediaURL="missing.png"), {}, "missing.png"),
        ({"VideoTracks": 3}, {}, "VideoTracks"),
    ],
)
def test_what_the_service_could_not_reach_is_refused_before_anything_is_sent(
    tmp_path: Path, data: Any, wishes: dict[str, Any], told: str
) -> None:
    with pytest.raises((JobError, TimelineError), match=told) as caught:
        prepared(data, tmp_path, **wishes)
    assert "\n" not in str(caught.value)


def test_what_is_not_part_of_the_action_is_told(tmp_path: Path) -> None:
    found = prepared({"Timeline": timeline(), "Colour": "red"}, tmp_path)
    assert "Colour" not in found.parameters
    assert any(note.startswith("Colour: is not sent") for note in found.notes)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "https://a-1.oss-cn-beijing.aliyuncs.com/x%20y/%E6%B5%B7.mp4",
            ("cn-beijing", "a-1", "x y/海.mp4"),
        ),
        ("http://abc.oss-cn-beijing-internal.aliyuncs.com/k", ("cn-beijing", "abc", "k")),
        ("oss://abc/k/l.mp4", (REGION, "abc", "k/l.mp4")),
        ("https://abc.oss-cn-beijing.aliyuncs.com/", None),
        ("https://abc.oss-cn-beijing.example.com/k", None),
        ("oss://A/k", None),
        ("k.mp4", None),
        ("http://[", None),
    ],
)
def test_an_address_says_region_bucket_and_key(
    address: str, expected: tuple[str, str, str] | None
) -> None:
    found = StoredObject.at(address, REGION)
    assert found == (StoredObject(*expected) if expected else None)
    if found:
        assert StoredObject.at(found.address) == found


def test_text_to_speak_and_speech_to_recognise_are_counted(tmp_path: Path, footage: Path) -> None:
    video = next(footage.glob("*.mp4"))
    spoken = {"Type": "AI_TTS", "Content": "<speak>Hello <break time='1s'/>you.</speak>"}
    shown = {
        "Type": "Video",
        "MediaURL": str(video),
        "In": 0,
        "Out": 1,
        "Effects": [{"Type": "AI_ASR"}],
    }
    data = {
        "VideoTracks": [{"VideoTrackClips": [shown]}],
        "AudioTracks": [{"AudioTrackClips": [spoken]}],
    }
    found = prepared(data, tmp_path).drivers
    assert found.characters == len("Hello you.")
    assert found.recognised == 1.0


def test_texts_that_come_back_are_sent_as_they_are(tmp_path: Path) -> None:
    own = {"UserData": '{ "mine": 1 }', "ClientToken": "my-own"}
    found = prepared({"Timeline": timeline(), **own}, tmp_path)
    assert {key: found.parameters[key] for key in own} == own
    again = prepared({"Timeline": timeline(), **own}, tmp_path, again=True)
    assert again.parameters["ClientToken"] != "my-own"


def test_the_secret_of_a_storage_of_others_is_sent_but_not_shown(tmp_path: Path) -> None:
    config = {"Endpoint": "s3.example.com", "Bucket": "b", "ObjectKey": "film.mp4"}
    config |= {"AccessKeyId": "id", "AccessKeySecret": f'{SECRET}"\\'}
    data = {"Timeline": timeline(), "OutputMediaTarget": "S3", "OutputMediaConfig": config}
    found = prepared(data, tmp_path, output="")
    assert json.loads(found.parameters["OutputMediaConfig"]) == config
    shown = json.loads(found.wire()["Parameters"]["OutputMediaConfig"])
    assert shown == {**config, "AccessKeySecret": "***"}
    assert SECRET not in "\n".join(found.lines())


# Errors


LIBRARIES = (
    *("Tea.exceptions", "darabonba.exceptions", "alibabacloud_tea_openapi.exceptions"),
    *("alibabacloud_credentials.exceptions", "alibabacloud_oss_v2.exceptions"),
    *("alibabacloud_oss_v2.uploader", "requests.exceptions", "urllib3.exceptions"),
    *("http.client", "json", "ssl", "socket", "builtins", "xml.etree.ElementTree"),
)


def raisable() -> list[type[Exception]]:
    modules = map(import_module, LIBRARIES)
    found = {
        kind
        for module in modules
        for _, kind in inspect.getmembers(module, inspect.isclass)
        if issubclass(kind, Exception) and not issubclass(kind, DocreelError | ExceptionGroup)
    }
    return sorted(found, key=lambda kind: (kind.__module__, kind.__qualname__))


class Raising:
    """A client of which every call raises."""

    def __init__(self, error: Exception) -> None:
        self._error = error

    def __getattr__(self, name: str) -> Any:
        def call(*arguments: object, **options: object) -> None:
            raise self._error

        return call


def test_no_error_of_a_library_escapes(tmp_path: Path) -> None:
    kinds = raisable()
    assert len(kinds) > 100
    cloud, storage = Cloud(REGION), ObjectStorage(REGION)
    stored = StoredObject(REGION, "films", "k.mp4")
    (tmp_path / "k.mp4").write_bytes(b"k")
    for kind in kinds:
        error = kind.__new__(kind)
        error.args = (f"first {SECRET}\nsecond",)
        cloud.__dict__["_client"] = storage.__dict__["_client"] = Raising(error)
        for call in (
            lambda: cloud.call("GetMediaProducingJob", {"JobId": "x"}),
            lambda: storage.size(stored),
            lambda: storage.put(tmp_path / "k.mp4", stored, print),
            lambda: storage.fetch(stored, tmp_path / "got.mp4", print),
        ):
            with pytest.raises(JobError) as caught:
                call()
            assert "\n" not in str(caught.value)
            assert SECRET not in "".join(traceback.format_exception(caught.value))
    assert not (tmp_path / "got.mp4").exists()


def test_an_error_of_the_service_keeps_its_code_and_the_id_of_the_request(
    server: tuple[str, Path],
) -> None:
    with pytest.raises(
        JobError, match=r"there is no job 'x' \[\S+JobNotFound, request [0-9A-F-]{36}\]"
    ) as caught:
        Cloud(REGION, endpoint=server[0]).poll("x")
    assert caught.value.code == "InvalidParameter.JobNotFound"
    with pytest.raises(JobError, match=r"NoSuchKey, request [0-9A-F-]{36}\]"):
        ObjectStorage(REGION, endpoint=server[0]).fetch(
            StoredObject(REGION, "films", "none"), Path("none"), print
        )


def test_nobody_there_is_told_in_words() -> None:
    with pytest.raises(JobError, match=r"^GetMediaProducingJob: no answer: Connection refused$"):
        Cloud(REGION, endpoint="http://127.0.0.1:9").poll("x")


def test_no_credentials_are_told_without_what_was_tried(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(f"{CREDENTIALS}access_key_id", None)
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setattr(f"{CREDENTIALS}cli_profile_disabled", "true")
    with pytest.raises(JobError, match="no credentials were found"):
        Cloud(REGION, endpoint="http://127.0.0.1:9").poll("x")
    assert capsys.readouterr() == ("", "")


def test_the_secret_is_nowhere_to_be_seen(
    film: Path, server: tuple[str, Path], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    found = sent(film, server[0], "--again", "--wait")
    at = ("--endpoint", "http://127.0.0.1:9", "--region", REGION)
    lost = CliRunner().invoke(app, ["jobs", "list", *at])
    said = "".join(traceback.format_exception(lost.exception)) if lost.exception else ""
    for text in (found.output, lost.output, said, caplog.text):
        assert SECRET not in text


# Waiting


def test_waiting_asks_less_and_less_often_and_outlives_what_passes(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pauses: list[float] = []
    monkeypatch.setattr("converter.jobs.waiting.time.sleep", pauses.append)
    lost = JobError("no answer", code="ServiceUnAvailable")
    answers = iter(
        [State("Queuing"), lost, State("Processing", 40)] + [lost] * 20 + [State("Success", 100)]
    )

    def poll() -> State:
        answer = next(answers)
        if isinstance(answer, JobError):
            raise answer
        return answer

    seen: list[int] = []
    assert waiting.wait(poll, lambda state: seen.append(state.progress)).status == "Success"
    assert seen == [0, 40, 100]
    assert pauses == sorted(pauses)
    assert pauses[-1] == waiting.LONGEST


def test_waiting_for_a_job_that_is_not_there_ends_at_once() -> None:
    def poll() -> State:
        raise JobError("there is no job", code="InvalidParameter.JobNotFound")

    with pytest.raises(JobError):
        waiting.wait(poll, print)
