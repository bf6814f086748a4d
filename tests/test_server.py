"""The server from the wire up: calls without an SDK, documents, files, and what is refused."""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import http.server
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import quote, urlencode, urlsplit

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from converter.errors import JobError
from converter.jobs import State
from converter.jobs.job import Part, Production, Work
from converter.server.actions import ACTIONS
from converter.server.configuration import read_keys
from converter.server.order import Order
from tests.served import PICTURE, output, serving, timeline, until

pytest.importorskip("uvicorn")
jsonschema = pytest.importorskip("jsonschema")

TEXT = b"# Owls\n\nOwls eat voles, shrews and the odd frog. They hear very well.\n"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with serving(tmp_path_factory.mktemp("served"), least_free_bytes=0) as found:
        yield found


@pytest.fixture(scope="module")
def web(address: str) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=f"http://{address}", timeout=30, trust_env=False) as client:
        yield client


def call(web: httpx.Client, action: str, **params: str) -> httpx.Response:
    return web.post("/", data={"Action": action, **params})


def submit(web: httpx.Client, **params: str) -> str:
    fields = {"Timeline": timeline(), "OutputMediaConfig": output(), **params}
    answer = call(web, "SubmitMediaProducingJob", **fields)
    assert answer.status_code == 200, answer.text
    return str(answer.json()["JobId"])


def finished(web: httpx.Client, job_id: str) -> dict[str, Any]:
    def found() -> Any:
        now = web.get(f"/jobs/{job_id}").json()
        return now if now["status"] in ("Success", "Failed") else None

    job: dict[str, Any] = until(found)
    return job


# The wire


def test_a_chunked_body_without_a_length_is_read_and_the_connection_goes_on(address: str) -> None:
    fields = {"Timeline": timeline(), "OutputMediaConfig": output("chunked.mp4")}
    body = urlencode(fields).encode()
    connection = http.client.HTTPConnection(address)
    headers = {"x-acs-action": "SubmitMediaProducingJob", "x-acs-version": "2020-11-09"}
    headers["Content-Type"] = "application/x-www-form-urlencoded"
    for _ in range(2):
        chunks = iter([body[:10], body[10:]])
        connection.request("POST", "/", chunks, headers, encode_chunked=True)
        answer = connection.getresponse()
        assert answer.status == 200
        assert "JobId" in json.loads(answer.read())
    connection.close()


@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_parameter_may_come_in_the_query_of_either_method(
    web: httpx.Client, method: str
) -> None:
    params = {"Action": "SubmitMediaProducingJob", "Timeline": timeline()}
    answer = web.request(method, "/", params=params | {"OutputMediaConfig": output()})
    assert answer.status_code == 200


def test_a_query_of_many_kilobytes_is_read(address: str) -> None:
    config = json.dumps({**json.loads(output()), "Note": "x" * 200_000})
    params = {"Action": "SubmitMediaProducingJob", "OutputMediaConfig": config}
    connection = http.client.HTTPConnection(address)
    connection.request("POST", f"/?{urlencode(params)}", urlencode({"Timeline": timeline()}))
    assert connection.getresponse().status == 200
    connection.close()


def test_every_answer_has_the_id_of_its_request_twice(web: httpx.Client) -> None:
    for answer in (call(web, "ListMediaProducingJobs"), call(web, "Nothing")):
        assert answer.json()["RequestId"] == answer.headers["x-acs-request-id"]
        assert answer.headers["content-type"] == "application/json"


def test_an_error_has_the_form_of_the_service(web: httpx.Client) -> None:
    answer = call(web, "GetMediaProducingJob")
    assert answer.status_code == 400
    assert set(answer.json()) == {"RequestId", "HostId", "Code", "Message"}
    assert answer.json()["Code"] == "MissingParameter"


@pytest.mark.parametrize(
    ("params", "status", "code"),
    [
        ({}, 400, "MissingParameter"),
        ({"Action": "MakeCoffee"}, 404, "InvalidAction.NotFound"),
        ({"Action": "GetMediaProducingJob", "Version": "2014-01-01"}, 400, "InvalidVersion"),
        ({"Action": "GetMediaProducingJob", "JobId": "x"}, 404, "InvalidParameter.JobNotFound"),
        ({"Action": "GetEditingProject", "ProjectId": "x"}, 404, "ProjectNotFound"),
        ({"Action": "ListMediaProducingJobs", "MaxResults": "101"}, 400, "InvalidParameter"),
        ({"Action": "ListMediaProducingJobs", "Status": "Lost"}, 400, "InvalidParameter"),
        ({"Action": "ListMediaProducingJobs", "NextToken": "§"}, 400, "InvalidParameter"),
        ({"Action": "ListMediaProducingJobs", "StartTime": "today"}, 400, "InvalidParameter"),
    ],
)
def test_what_is_refused_is_refused_with_its_status_and_code(
    web: httpx.Client, params: dict[str, str], status: int, code: str
) -> None:
    answer = web.post("/", data=params)
    assert (answer.status_code, answer.json()["Code"]) == (status, code)


def test_a_range_of_more_than_thirty_days_is_refused(web: httpx.Client) -> None:
    times = {"StartTime": "2026-01-01T00:00:00Z", "EndTime": "2026-02-01T00:00:00Z"}
    answer = call(web, "ListMediaProducingJobs", **times)
    assert "30 days" in answer.json()["Message"]


def test_processing_includes_what_is_queuing(tmp_path: Path) -> None:
    with serving(tmp_path, executor=Never(), least_free_bytes=0) as address:
        web = httpx.Client(base_url=f"http://{address}", trust_env=False)
        job_id = submit(web)
        until(lambda: web.get(f"/jobs/{job_id}").json()["status"] == "Queuing")
        found = call(web, "ListMediaProducingJobs", Status="Processing").json()
        assert [job["JobId"] for job in found["MediaProducingJobList"]] == [job_id]
        web.close()


class Never:
    """An executor that never begins."""

    def submit(self, work: Work, token: str) -> str:
        return token

    def poll(self, ticket: str) -> State:
        return State("Queuing")


def test_more_jobs_than_may_wait_are_refused_for_now(tmp_path: Path) -> None:
    with (
        serving(tmp_path, executor=Never(), most_unended=2, least_free_bytes=0) as address,
        httpx.Client(base_url=f"http://{address}", trust_env=False) as web,
    ):
        submit(web)
        submit(web)
        fields = {"Timeline": timeline(), "OutputMediaConfig": output()}
        answer = call(web, "SubmitMediaProducingJob", **fields)
        assert (answer.status_code, answer.json()["Code"]) == (429, "Throttling.User")


def test_a_body_that_is_too_large_is_refused(tmp_path: Path) -> None:
    with (
        serving(tmp_path, body_bytes=1000, upload_bytes=2000) as address,
        httpx.Client(base_url=f"http://{address}", trust_env=False) as web,
    ):
        assert call(web, "SubmitMediaProducingJob", Timeline="x" * 2000).status_code == 413
        answer = web.post("/convert", files={"file": ("a.md", b"x" * 3000)})
        assert answer.status_code == 413
        assert answer.headers["content-type"] == "application/problem+json"


def test_an_error_inside_is_an_answer_too(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks(*arguments: object) -> dict[str, Any]:
        raise RuntimeError("a secret detail")

    monkeypatch.setitem(ACTIONS, "GetEventCallback", breaks)  # type: ignore[arg-type]
    answer = call(web, "GetEventCallback")
    assert (answer.status_code, answer.json()["Code"]) == (500, "InternalError")
    assert "secret" not in answer.text


@given(
    action=st.sampled_from(sorted(ACTIONS)),
    params=st.dictionaries(
        st.sampled_from(
            [
                *(
                    "Timeline",
                    "OutputMediaConfig",
                    "ClipsParam",
                    "TemplateId",
                    "ProjectId",
                    "JobId",
                ),
                *("EditingProduceConfig", "MediaMetadata", "UserData", "ClientToken", "Config"),
                *("InputURL", "MediaId", "MediaIds", "FileInfo", "UploadTargetConfig", "Status"),
                *("MaxResults", "NextToken", "StartTime", "EndTime", "CallbackURL", "PageNo"),
                *("InputConfig", "OutputConfig", "TemplateConfig", "MediaMetaData", "ProjectIds"),
            ]
        ),
        st.one_of(
            st.text(max_size=40),
            st.sampled_from(
                ['{"a":', "{}", "[]", "[[[", '{"MediaURL": 7}', '{"MediaURL": "http://["}', "NaN"]
            ),
            st.sampled_from(
                [timeline(), output(), PICTURE, "[" * 100_000, "9" * 30, "\0", "\ud800"]
            ),
            st.dictionaries(st.text(max_size=5), st.none() | st.text() | st.integers()).map(
                json.dumps
            ),
        ),
        max_size=5,
    ),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_no_call_whatever_breaks_the_server(
    web: httpx.Client, action: str, params: dict[str, str]
) -> None:
    body = urlencode({"Action": action, **params}, errors="surrogatepass")
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = web.post("/", content=body.encode(), headers=headers)
    assert answer.status_code != 500, answer.text


# Signatures


@pytest.fixture(scope="module")
def strict(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    with (
        serving(
            tmp_path_factory.mktemp("strict"), keys={"me": "secret", "local": "secret"}
        ) as address,
        httpx.Client(base_url=f"http://{address}", trust_env=False) as web,
    ):
        yield web


def acs3(web: httpx.Client, **changes: str) -> httpx.Response:
    """Make a call signed by hand, with headers changed before or after it is signed."""
    headers = {
        "host": f"{web.base_url.host}:{web.base_url.port}",
        "x-acs-action": "ListMediaProducingJobs",
        "x-acs-version": "2020-11-09",
        "x-acs-date": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "x-acs-signature-nonce": changes.pop("nonce", str(time.perf_counter_ns())),
        "x-acs-content-sha256": hashlib.sha256(b"").hexdigest(),
    } | {
        name[7:].replace("_", "-"): changes.pop(name)
        for name in list(changes)
        if name[:7] == "before_"
    }
    names = ";".join(sorted(headers))
    lines = "".join(f"{name}:{headers[name]}\n" for name in sorted(headers))
    digest = headers["x-acs-content-sha256"]
    canonical = f"GET\n/\nMaxResults=1\n{lines}\n{names}\n{digest}"
    text = "ACS3-HMAC-SHA256\n" + hashlib.sha256(canonical.encode()).hexdigest()
    signature = hmac.new(b"secret", text.encode(), hashlib.sha256).hexdigest()
    fields = f"Credential={changes.pop('key', 'me')},SignedHeaders={names},Signature={signature}"
    headers |= {"authorization": f"ACS3-HMAC-SHA256 {fields}"}
    headers |= {name.replace("_", "-"): value for name, value in changes.items()}
    return web.get("/?MaxResults=1", headers=headers)


def code(answer: httpx.Response) -> str:
    return str(answer.json().get("Code", ""))


def test_a_call_signed_by_the_book_is_taken(strict: httpx.Client) -> None:
    assert acs3(strict).status_code == 200


def test_a_call_that_is_made_again_as_it_was_is_refused(strict: httpx.Client) -> None:
    assert acs3(strict, nonce="once").status_code == 200
    assert code(acs3(strict, nonce="once")) == "SignatureNonceUsed"


def test_a_call_of_long_ago_is_refused(strict: httpx.Client) -> None:
    then = (datetime.now(UTC) - timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert code(acs3(strict, before_x_acs_date=then)) == "InvalidTimeStamp.Expired"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"x_acs_action": "GetEventCallback"}, "SignatureDoesNotMatch"),
        ({"key": "you"}, "InvalidAccessKeyId.NotFound"),
        ({"x_acs_content_sha256": "0" * 64}, "SignatureDoesNotMatch"),
        ({"authorization": "ACS3-HMAC-SHA256 nonsense"}, "InvalidAccessKeyId.NotFound"),
        ({"authorization": ""}, "IncompleteSignature"),
    ],
)
def test_a_call_that_was_changed_on_its_way_is_refused(
    strict: httpx.Client, changes: dict[str, str], expected: str
) -> None:
    assert code(acs3(strict, **changes)) == expected


def test_a_get_signed_in_the_older_way_is_taken(strict: httpx.Client) -> None:
    """Version 5 of the SDK asks for a job by GET, all in the query."""
    params = {
        "Action": "GetMediaProducingJob",
        "JobId": "a b+c~*",
        "Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "SignatureNonce": "older",
        "AccessKeyId": "me",
    }
    encoded = urlencode(sorted(params.items())).replace("+", "%20").replace("%7E", "~")
    text = "GET&%2F&" + urlencode({"": encoded.replace("*", "%2A")})[1:]
    digest = hmac.new(b"secret&", text.encode(), hashlib.sha1).digest()
    params["Signature"] = base64.b64encode(digest).decode()
    assert code(strict.get("/", params=params)) == "InvalidParameter.JobNotFound"
    assert code(strict.get("/", params=params)) == "SignatureNonceUsed"


RECORDED = "2026-11-21T10:14:12Z"
FIFTH = "Format=json&Version=2020-11-09&Timestamp=2026-11-21T10%3A14%3A12Z"
SUBMITTED = (
    f"/?Action=SubmitMediaProducingJob&{FIFTH}&SignatureNonce=489dc231a915ab1d0186ba2e270f7943"
    "&OutputMediaConfig=%7B%22MediaURL%22%3A+%22http%3A%2F%2Fout.oss-cn-shanghai.aliyuncs.com"
    "%2Ffilm.mp4%22%2C+%22Width%22%3A+320%2C+%22Height%22%3A+180%7D"
    "&UserData=%7B%22note%22%3A+%22a%2Bb+%26+c%25%22%7D&SignatureMethod=HMAC-SHA1"
    "&SignatureVersion=1.0&AccessKeyId=local&Signature=Ds7Kp0JjMvgfNKcTaJwBllV6zdU%3D",
    "Timeline=%7B%22VideoTracks%22%3A+%5B%7B%22VideoTrackClips%22%3A+%5B%7B%22Type%22%3A+"
    "%22Image%22%2C+%22MediaURL%22%3A+%22http%3A%2F%2Fmedia.oss-cn-shanghai.aliyuncs.com"
    "%2Fred.png%22%2C+%22Duration%22%3A+1%7D%5D%7D%5D%2C+%22Note%22%3A+%22%C3%BC+%E4%BD%A0"
    "+%2B+%26+%25+~+%2A%22%7D",
)
ASKED = (
    f"/?Action=GetMediaProducingJob&{FIFTH}&SignatureNonce=a4df830e2839a4be9c72e10df568c79f"
    "&JobId=00000000000000000000000000000000&SignatureMethod=HMAC-SHA1&SignatureVersion=1.0"
    "&AccessKeyId=local&Signature=N784Qpx2xFIZ7Rdzco6IA%2Fihbzs%3D"
)


def test_requests_recorded_of_version_5_of_the_sdk_are_taken(
    strict: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Two versions of the SDK cannot be installed at once; this one spoke on the wire."""
    then = datetime.fromisoformat(RECORDED).timestamp()
    monkeypatch.setattr("converter.server.signature.time", SimpleNamespace(time=lambda: then))
    target, body = SUBMITTED
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    answer = strict.post(target, content=body, headers=form)
    assert (answer.status_code, code(answer)) == (200, "")
    assert code(strict.get(ASKED)) == "InvalidParameter.JobNotFound"


def test_the_rest_of_a_strict_server_asks_for_key_and_secret(strict: httpx.Client) -> None:
    assert strict.get("/healthz").status_code == 200
    assert strict.get("/jobs").status_code == 401
    assert strict.get("/jobs", auth=("me", "guessed")).status_code == 401
    assert strict.get("/jobs", auth=("me", "secret")).status_code == 200


def test_a_file_of_keys_is_read_or_refused_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "keys"
    path.write_text("# ours\nme:sec:ret\n\n")
    assert read_keys(path) == {"me": "sec:ret"}
    path.write_text("me:secret\nnonsense\n")
    with pytest.raises(JobError, match=r"keys:2: expected ID:SECRET"):
        read_keys(path)


# Other websites


def test_a_page_of_another_website_gets_nothing(web: httpx.Client) -> None:
    answer = web.post("/", data={"Action": "ListTemplates"}, headers={"Origin": "http://evil.test"})
    assert answer.status_code == 403
    own = {"Origin": f"http://{web.base_url.host}:{web.base_url.port}"}
    assert web.post("/", data={"Action": "ListTemplates"}, headers=own).status_code == 200


def test_a_name_that_was_turned_to_this_machine_is_not_answered(tmp_path: Path) -> None:
    with serving(tmp_path, hosts=("127.0.0.1",)) as address:
        for host, status in (("evil.test", 421), (address, 200), (f"http://{address}", 200)):
            answer = httpx.get(f"http://{address}/healthz", headers={"Host": host})
            assert answer.status_code == status


# Callbacks


@contextmanager
def receiver(answers: Callable[[int], int]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Run a receiver of events; `answers` gives the status for each, counted from 0."""
    got: list[dict[str, Any]] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            got.append({"headers": dict(self.headers), "event": json.loads(body)})
            self.send_response(answers(len(got) - 1))
            self.send_header("Location", "http://127.0.0.1:9/elsewhere")
            self.end_headers()

        def log_message(self, *arguments: object) -> None:
            pass

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/events", got
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_the_end_of_a_job_is_told_in_the_envelope_of_the_service(web: httpx.Client) -> None:
    with receiver(lambda n: 200) as (address, got):
        user_data = json.dumps({"NotifyAddress": address, "mine": 1})
        job_id = submit(web, UserData=user_data)
        until(lambda: got)
        event = got[0]["event"]
        assert event["EventType"] == "ProduceMediaComplete"
        assert isinstance(event["UserId"], int)
        assert event["EventTime"].endswith("Z")
        body = event["MessageBody"]
        assert (body["Status"], body["JobId"], body["UserData"]) == ("Success", job_id, user_data)
        assert body["ErrorCode"] == body["ErrorMessage"] == ""
        assert "X-ICE-SIGNATURE" not in got[0]["headers"]


def test_the_registration_of_a_video_is_told_to_who_asks(web: httpx.Client) -> None:
    with receiver(lambda n: 200) as (address, got):
        user_data = json.dumps({"RegisterMediaNotifyAddress": address})
        job_id = submit(web, UserData=user_data)
        event = until(lambda: got)[0]["event"]
        found = call(web, "GetMediaProducingJob", JobId=job_id).json()["MediaProducingJob"]
        assert event["EventType"] == "RegisterMediaComplete"
        assert event["MessageBody"] == {"Status": "Success", "MediaId": found["MediaId"]}


def test_a_failed_job_is_told_as_fail_with_its_code(web: httpx.Client) -> None:
    with receiver(lambda n: 200) as (address, got):
        sent = timeline(picture=PICTURE.replace("red", "blue"))
        submit(web, Timeline=sent, UserData=json.dumps({"NotifyAddress": address}))
        body = until(lambda: got)[0]["event"]["MessageBody"]
        assert (body["Status"], body["ErrorCode"]) == ("Fail", "InvalidMaterial.NotFound")


def test_events_are_signed_with_the_key_that_was_set(web: httpx.Client) -> None:
    with receiver(lambda n: 200) as (address, got):
        fields = {"CallbackURL": address, "AuthSwitch": "on", "AuthKey": "k3y"}
        call(web, "SetEventCallback", CallbackType="HTTP", EventTypeList="All", **fields)
        submit(web)
        headers = until(lambda: got)[0]["headers"]
        signed = f"{address}|{headers['X-ICE-TIMESTAMP']}|k3y"
        assert headers["X-ICE-SIGNATURE"] == hashlib.md5(signed.encode()).hexdigest()
        assert abs(time.time() - int(headers["X-ICE-TIMESTAMP"])) < 60
        call(web, "SetEventCallback", CallbackURL=address, EventTypeList="None")


def test_an_event_that_is_not_taken_is_sent_again_and_no_redirect_is_followed(
    web: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("converter.server.messages.DELAYS", (0.1, 0.1, 0.1))
    with receiver(lambda n: (302, 500, 200)[n]) as (address, got):
        job_id = submit(web, UserData=json.dumps({"NotifyAddress": address}))
        until(lambda: len(got) == 3)
        assert got[0]["event"] == got[1]["event"] == got[2]["event"]

        def tries() -> Any:
            return web.get(f"/jobs/{job_id}").json()["callbacks"]

        until(lambda: len(tries()) == 3)
        assert [one["failure"] for one in tries()] == ["answered 302", "answered 500", ""]


def test_a_queue_is_a_file_with_an_event_a_line(tmp_path: Path) -> None:
    with (
        serving(tmp_path) as address,
        httpx.Client(base_url=f"http://{address}", trust_env=False) as web,
    ):
        submit(web, UserData=json.dumps({"NotifyAddress": "ice-callback-mine"}))
        queue = tmp_path / "state/queues/ice-callback-mine.jsonl"
        until(queue.exists)
        event = json.loads(queue.read_text())
        assert event["EventType"] == "ProduceMediaComplete"


@pytest.mark.parametrize(
    "target", ["http://10.0.0.1/x", "http://example.com/", "file:///x", "ice-callback/../x", "x"]
)
def test_events_go_nowhere_they_may_not(web: httpx.Client, target: str) -> None:
    answer = call(web, "SetEventCallback", CallbackURL=target)
    assert answer.status_code == 400


# Batch jobs


class Planner:
    """An executor whose every batch comes to a video, one that fails, and one not planned."""

    def submit(self, work: Work, token: str) -> str:
        self.works = {**getattr(self, "works", {}), token: work}
        return token

    def poll(self, ticket: str) -> State:
        work = self.works[ticket]
        if not isinstance(work, Production):
            made = [Part(production=film(name)) for name in ("good.mp4", "bad.mp4")]
            lost = Part(
                production=film("lost.mp4"), code="InvalidMaterial.NotFound", message="lost"
            )
            parts = [one.model_dump() for one in (*made, lost)]
            return State("Success", 100, result={"Parts": parts})
        if "bad" in work.output:
            return State("Failed", code="ProduceFailed", message="bad")
        return State("Success", 100, result={"Duration": 1.0, "Media": FOUND})


def film(name: str) -> Production:
    return Production(timeline=timeline(), output=output(name))


FOUND = {
    "Kind": "video",
    "Width": 320,
    "Height": 180,
    "Duration": 1.0,
    "Fps": 25.0,
    "HasAudio": False,
    "FileSize": 1,
}
GROUPS = json.dumps({"MediaGroupArray": [{"GroupName": "a", "MediaArray": [PICTURE]}]})
VIDEOS = json.dumps(
    {
        "MediaURL": "http://out.oss-cn-shanghai.aliyuncs.com/{index}.mp4",
        "Count": 3,
        "Width": 320,
        "Height": 180,
    }
)


def test_a_batch_job_is_finished_when_all_its_parts_have_ended(tmp_path: Path) -> None:
    with (
        receiver(lambda n: 200) as (target, got),
        serving(tmp_path, executor=Planner(), least_free_bytes=0) as address,
        httpx.Client(base_url=f"http://{address}", trust_env=False) as web,
    ):
        fields = {"InputConfig": GROUPS, "OutputConfig": VIDEOS}
        fields["UserData"] = json.dumps({"NotifyAddress": target})
        job_id = call(web, "SubmitBatchMediaProducingJob", **fields).json()["JobId"]

        def batch() -> Any:
            found = call(web, "GetBatchMediaProducingJob", JobId=job_id).json()["EditingBatchJob"]
            return found if found["Status"] == "Finished" else None

        found = until(batch)
        assert found["InputConfig"] == fields["InputConfig"]
        assert found["JobType"] == "Script"
        good, bad, lost = found["SubJobList"]
        assert (good["Status"], good["Duration"]) == ("Success", 1.0)
        assert (bad["Status"], bad["ErrorCode"]) == ("Failed", "ProduceFailed")
        assert (lost["Status"], lost["ErrorCode"]) == ("Failed", "InvalidMaterial.NotFound")
        listed = call(web, "ListMediaProducingJobs", MasterJobId=job_id).json()
        assert len(listed["MediaProducingJobList"]) == 3
        batches = call(web, "ListBatchMediaProducingJobs", Status="Finished").json()
        assert (batches["MaxResults"], len(batches["EditingBatchJobList"])) == (10, 1)
        event = until(lambda: got)[0]["event"]
        assert event["EventType"] == "BatchProduceMediaComplete"
        assert event["MessageBody"]["Status"] == "Finished"
        time.sleep(1)
        assert len(got) == 1  # parts tell nobody


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"InputConfig": "{}"}, "MissingParameter"),
        ({"InputConfig": "["}, "InvalidParameter"),
        ({"OutputConfig": VIDEOS.replace("{index}", "film")}, "InvalidParameter"),
        ({"OutputConfig": VIDEOS.replace("http://out.oss-", "http://")}, "InvalidParameter"),
        ({"OutputConfig": VIDEOS.replace("Width", "Breadth")}, "MissingParameter"),
        ({"TemplateConfig": '["none"]'}, "InvalidParameter"),
        ({"UserData": '{"NotifyAddress": "http://example.com/"}'}, "InvalidParameter"),
    ],
)
def test_a_batch_request_that_cannot_be_met_is_refused(
    web: httpx.Client, changes: dict[str, str], code: str
) -> None:
    fields = {"InputConfig": GROUPS, "OutputConfig": VIDEOS, **changes}
    answer = call(web, "SubmitBatchMediaProducingJob", **fields)
    assert (answer.status_code, answer.json()["Code"]) == (400, code)


# Uploads and files


def test_a_file_is_uploaded_where_its_medium_says(web: httpx.Client) -> None:
    info = json.dumps({"Name": "blue.png", "Type": "image"})
    answer = call(web, "CreateUploadMedia", FileInfo=info).json()
    place = json.loads(base64.b64decode(answer["UploadAddress"]))
    content = web.get("/storage/media/red.png").content
    assert web.put(place["Endpoint"], content=content).status_code == 201
    assert web.put(place["Endpoint"], content=b"again").status_code == 404

    def normal() -> bool:
        found = call(web, "GetMediaInfo", MediaId=answer["MediaId"]).json()["MediaInfo"]
        return bool(found["MediaBasicInfo"]["Status"] == "Normal")

    until(normal)
    bucket, key = (
        urlsplit(answer["FileURL"]).netloc.partition(".")[0],
        urlsplit(answer["FileURL"]).path,
    )
    assert web.get(f"/storage/{bucket}{key}").content == content


@pytest.mark.parametrize(
    "path",
    ["/storage/.scratch/x", "/storage/media/..%2f..%2fstate/docreel.sqlite", "/storage/media/"],
)
def test_nothing_but_stored_files_is_given_out(web: httpx.Client, path: str) -> None:
    assert web.get(path).status_code == 404


def test_a_file_is_fetched_from_the_web_but_not_from_a_private_network(web: httpx.Client) -> None:
    origin = f"{web.base_url}/storage/media/red.png"
    jobs = call(web, "UploadMediaByURL", UploadURLs=quote(origin, safe="")).json()["UploadJobs"]
    assert jobs[0]["SourceURL"] == origin

    def ended() -> Any:
        found = call(web, "GetUrlUploadInfos", JobIds=jobs[0]["JobId"]).json()
        (info,) = found["URLUploadInfoList"]
        return info if info["Status"] in ("SUCCESS", "FAILED") else None

    assert "private network" in until(ended)["ErrorMessage"]


# Documents


def test_an_uploaded_document_becomes_a_video_with_captions_and_chapters(
    web: httpx.Client,
) -> None:
    form = {"size": "320x180", "duration": "8s", "title": "Night birds"}
    answer = web.post("/convert", files={"file": ("owls & co.md", TEXT)}, data=form)
    assert answer.status_code == 202
    job = finished(web, answer.json()["id"])
    assert (job["status"], job["title"], job["source"]) == ("Success", "Night birds", "owls-co.md")
    assert answer.headers["location"] == f"/jobs/{job['id']}"
    video, *beside = job["files"]
    assert [path.rpartition(".")[2] for path in beside] == ["png", "srt", "vtt", "html"]
    report = web.get(beside[-1])
    assert "sandbox" in report.headers["content-security-policy"]
    part = web.get(video, headers={"Range": "bytes=4-7"})
    assert (part.status_code, part.content) == (206, b"ftyp")
    chapters = web.get(f"/jobs/{job['id']}/chapters.vtt").text
    assert chapters.startswith("WEBVTT\n\n00:00:00.000 --> ")
    assert job["id"] in [one["id"] for one in web.get("/jobs").json()["jobs"]]


def test_progress_is_told_as_it_changes_until_the_end(web: httpx.Client) -> None:
    answer = web.post("/convert", files={"file": ("a.md", TEXT)}, data={"size": "320x180"})
    seen = []
    with web.stream("GET", f"/jobs/{answer.json()['id']}/events") as stream:
        assert stream.headers["content-type"].startswith("text/event-stream")
        for line in stream.iter_lines():
            if line.startswith("data: "):
                seen.append(json.loads(line[6:]))
    assert seen[-1]["status"] == "Success"
    assert [job["progress"] for job in seen] == sorted(job["progress"] for job in seen)


def test_a_page_in_a_private_network_is_refused(web: httpx.Client) -> None:
    answer = web.post("/convert", json={"url": "http://127.0.0.1:9/"})
    job = finished(web, answer.json()["id"])
    assert job["status"] == "Failed"
    assert "private network" in job["message"]


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ({}, "either url or file"),
        ({"url": "/etc/passwd"}, "url"),
        ({"url": "file:///etc/passwd"}, "url"),
        ({"url": "http://a.test/", "theme": "../x.toml"}, "theme"),
        ({"url": "http://a.test/", "template": "/x.json.j2"}, "template"),
        ({"url": "http://a.test/", "voice": "piper:/x.onnx"}, "voice"),
        ({"url": "http://a.test/", "size": "9x9"}, "128 to 4096"),
        ({"url": "http://a.test/", "duration": "9999m"}, "at most"),
        ({"url": "http://a.test/", "colour": "red"}, "colour"),
        ({"url": "http://a.test/", "pages": "x"}, "no pages"),
    ],
)
def test_an_order_that_cannot_be_met_says_what_is_wrong(
    web: httpx.Client, order: dict[str, str], told: str
) -> None:
    answer = web.post("/convert", json=order)
    assert answer.status_code == 422
    assert told in answer.json()["detail"]


ODD = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.text(max_size=20),
    st.sampled_from(["http://[", "9" * 400 + "s", "1-999999999", "\0", "16:9", "1280x720"]),
    st.lists(st.text(max_size=5), max_size=3),
)


@pytest.fixture(scope="module")
def idle(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """Give a server that takes orders and does nothing."""
    with (
        serving(tmp_path_factory.mktemp("idle"), executor=Never(), least_free_bytes=0) as address,
        httpx.Client(base_url=f"http://{address}", trust_env=False) as web,
    ):
        yield web


@given(
    order=st.dictionaries(st.sampled_from([*Order.model_fields, "more"]), ODD),
    url=st.just("http://a.test/") | ODD,
)
@settings(max_examples=40, deadline=None)
def test_no_order_whatever_breaks_the_server(
    idle: httpx.Client, order: dict[str, Any], url: Any
) -> None:
    taken = idle.post("/convert", json=order | {"url": url})
    assert taken.status_code in (202, 422), taken.text
    fields = {key: str(value) for key, value in order.items() if key != "url"}
    form = idle.post("/convert", files={"file": (str(url), b"x")}, data=fields)
    assert form.status_code in (202, 422), form.text


@given(kind=st.sampled_from(["application/json", "multipart/form-data; boundary=x", "x", ""]))
@settings(max_examples=8, deadline=None)
def test_no_body_whatever_breaks_the_server(idle: httpx.Client, kind: str) -> None:
    for content in (b"", b"{", b"[" * 9999, b"\xff\xfe", b"--x\r\n\r\n", b'{"url": NaN}'):
        answer = idle.post("/convert", content=content, headers={"Content-Type": kind})
        assert 400 <= answer.status_code < 500, (content[:20], answer.text)


def test_what_is_not_there_is_a_problem_in_json(web: httpx.Client) -> None:
    for path in ("/jobs/x", "/jobs/x/events", "/jobs/x/files/y", "/nothing", "/storage/a/b"):
        answer = web.get(path)
        assert answer.status_code == 404
        assert answer.headers["content-type"] == "application/problem+json"


# Running it


def test_the_server_says_how_it_is(web: httpx.Client) -> None:
    job_id = submit(web)
    finished(web, job_id)
    assert web.get("/healthz").json()["status"] == "ok"
    text = web.get("/metrics").text
    assert 'docreel_jobs{kind="production",status="Success"}' in text
    assert 'docreel_requests_total{route="SubmitMediaProducingJob",status="200"}' in text


def test_logs_are_json_without_credentials(
    web: httpx.Client, caplog: pytest.LogCaptureFixture
) -> None:
    from converter.server.logs import Lines

    with caplog.at_level("INFO", logger="converter"):
        secrets = {"AccessKeyId": "AKID", "Signature": "sIg", "SecurityToken": "t0ken"}
        web.get("/", params={"Action": "ListTemplates", **secrets})
        until(lambda: any(getattr(record, "said", None) for record in caplog.records))
        job_id = submit(web)
        until(lambda: any(job_id in str(record.__dict__) for record in caplog.records))
    lines = [Lines().format(record) for record in caplog.records]
    said = [json.loads(line) for line in lines]
    assert any(one.get("action") == "ListTemplates" and one["status"] == 200 for one in said)
    assert any(one.get("job") == job_id and one["status"] == "Success" for one in said)
    assert not any(secret in line for secret in secrets.values() for line in lines)


def test_what_openapi_says_of_orders_and_jobs_holds(idle: httpx.Client) -> None:
    described = idle.get("/openapi.json").json()
    schemas = described["components"]["schemas"]

    def fits(data: object, name: str) -> bool:
        schema = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
        return jsonschema.Draft202012Validator(schema).is_valid(data)

    order = {"url": "https://a.test/", "duration": "90s", "captions": False}
    assert fits(order, "Order")
    for wrong in ({}, {"url": None}, {**order, "theme": "../x"}, {**order, "colour": "red"}):
        assert not fits(wrong, "Order")
        assert idle.post("/convert", json=wrong).status_code == 422
    job = idle.post("/convert", json=order).json()
    assert fits(job, "Job")
    assert fits(idle.get(f"/jobs/{job['id']}").json(), "Job")
    assert fits(idle.get("/jobs/x").json(), "Problem")


def test_a_browser_at_the_root_is_sent_to_the_page(web: httpx.Client) -> None:
    answer = web.get("/", headers={"Accept": "text/html"})
    assert answer.headers["location"] == "/ui/"
    assert "<title>Docreel</title>" in web.get("/ui/").text
