"""The official SDK against our server, told nothing but where it is.

Holds for versions 5 and 6 of the SDK; whichever is installed is used.
"""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from tests.served import PICTURE, output, serving, timeline, until

pytest.importorskip("uvicorn")
ice = pytest.importorskip("alibabacloud_ice20201109.client")
models = pytest.importorskip("alibabacloud_ice20201109.models")
open_api = pytest.importorskip("alibabacloud_tea_openapi.models")

KEYS = {"local": "secret"}
NEWEST = pytest.importorskip("alibabacloud_ice20201109").__version__ >= "6"
"""Older versions do not know of all that is answered, and leave it."""
AWKWARD = 'ü 你好 + & % ~ * / = ? # "quoted" \\ end'


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("served")


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    with serving(folder, keys=KEYS, least_free_bytes=0) as found:
        yield found


@pytest.fixture(scope="module", params=["default", "v2"])
def client(request: pytest.FixtureRequest, address: str) -> Any:
    return connected(address, "secret", request.param)


class Client(ice.Client):  # type: ignore[misc]
    """The SDK, which lets nothing pass that its models do not know or type otherwise."""

    def call_api(self, params: Any, request: Any, runtime: Any) -> Any:
        answer = super().call_api(params, request, runtime)
        expected = getattr(models, f"{params.action}ResponseBody")().from_map(answer["body"])
        if NEWEST:
            expect_kept(answer["body"], expected.to_map())
        expect_typed(expected)
        return answer


def expect_kept(sent: Any, kept: Any, path: str = "$") -> None:
    """Look for what was sent in what the SDK took of it."""
    if isinstance(sent, dict):
        assert sent.keys() <= kept.keys(), (path, sent.keys() - kept.keys())
        for key, value in sent.items():
            expect_kept(value, kept[key], f"{path}.{key}")
    elif isinstance(sent, list):
        for index, pair in enumerate(zip(sent, kept, strict=True)):
            expect_kept(*pair, f"{path}[{index}]")
    else:
        assert sent == kept, path


def expect_typed(model: Any) -> None:
    """Look at the types of all values, which the SDK itself does not."""
    for name, parameter in inspect.signature(type(model).__init__).parameters.items():
        said = getattr(parameter.annotation, "__name__", parameter.annotation)
        value = getattr(model, name, None)
        for one in value if isinstance(value, list) else [value]:
            if hasattr(one, "to_map"):
                expect_typed(one)
            elif one is not None and said in TYPES:
                assert type(one) is TYPES[said], (type(model), name, one)


TYPES = {"str": str, "int": int, "float": float, "bool": bool}


def connected(address: str, secret: str, signature: str = "default") -> Any:
    config = open_api.Config(
        access_key_id="local",
        access_key_secret=secret,
        endpoint=address,
        protocol="http",
        region_id="cn-shanghai",
    )
    if signature == "v2":
        config.signature_algorithm = "v2"
    return Client(config)


def submitted(client: Any, **fields: Any) -> Any:
    fields = {"timeline": timeline(), "output_media_config": output(), **fields}
    if "project_id" in fields or "template_id" in fields:
        del fields["timeline"]
    request = models.SubmitMediaProducingJobRequest(**fields)
    return client.submit_media_producing_job(request).body


def job(client: Any, job_id: str) -> Any:
    request = models.GetMediaProducingJobRequest(job_id=job_id)
    return client.get_media_producing_job(request).body.media_producing_job


def finished(client: Any, job_id: str) -> Any:
    def found() -> Any:
        now = job(client, job_id)
        return now if now.status in ("Success", "Failed") else None

    return until(found)


def refusal(call: Any, *arguments: Any) -> Any:
    with pytest.raises(Exception) as caught:  # noqa: PT011 - its class is the SDK version's own
        call(*arguments)
    return caught.value


def test_a_job_is_submitted_watched_and_done(client: Any) -> None:
    answer = submitted(client)
    assert answer.request_id == answer.request_id.upper()
    assert all((answer.job_id, answer.project_id, answer.media_id))
    found = finished(client, answer.job_id)
    assert (found.status, found.progress, found.duration) == ("Success", 100, 1.0)
    assert isinstance(found.progress, int)
    assert isinstance(found.duration, float)
    assert found.code is None
    assert found.media_url == "http://out.oss-cn-shanghai.aliyuncs.com/film.mp4"
    assert found.create_time <= found.complete_time
    assert found.create_time.endswith("Z")


def test_awkward_characters_come_back_as_they_were_sent(client: Any) -> None:
    user_data = json.dumps({"note": AWKWARD}, ensure_ascii=False)
    sent = json.dumps({**json.loads(timeline()), "Note": AWKWARD}, ensure_ascii=False)
    place = output("ü+ &%~.mp4")
    answer = submitted(client, timeline=sent, user_data=user_data, output_media_config=place)
    found = job(client, answer.job_id)
    assert found.timeline == sent
    assert found.user_data == user_data
    assert found.media_url == json.loads(place)["MediaURL"]


def test_a_timeline_of_two_megabytes_is_taken(client: Any) -> None:
    sent = json.dumps({**json.loads(timeline()), "Note": "x" * 2_000_000})
    assert job(client, submitted(client, timeline=sent).job_id).timeline == sent


def test_a_timeline_that_is_no_text_is_refused_in_words(client: Any) -> None:
    error = refusal(lambda: submitted(client, timeline=json.loads(timeline())))
    assert error.code == "InvalidParameter"
    assert "Timeline must be a JSON string" in error.message


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"timeline": "{"}, "InvalidParameter"),
        ({"timeline": None}, "MissingParameter"),
        ({"output_media_config": None}, "MissingParameter"),
        ({"output_media_config": "{"}, "InvalidParameter"),
        ({"output_media_config": '{"MediaURL": "/etc/film.mp4"}'}, "InvalidParameter"),
        ({"output_media_config": output("film.exe")}, "InvalidParameter"),
        ({"editing_produce_config": "[]"}, "InvalidParameter"),
        ({"user_data": "x" * 513}, "InvalidParameter"),
        ({"client_token": "x" * 65}, "InvalidParameter"),
        ({"project_id": "none"}, "ProjectNotFound"),
        ({"template_id": "none", "clips_param": "{}"}, "ResourceNotFound"),
        ({"output_media_target": "S3"}, "InvalidParameter"),
        ({"user_data": '{"NotifyAddress": "http://example.com/x"}'}, "InvalidParameter"),
    ],
)
def test_a_bad_request_is_refused_with_the_code_of_the_service(
    client: Any, fields: dict[str, Any], code: str
) -> None:
    assert refusal(lambda: submitted(client, **fields)).code == code


def test_what_is_wrong_inside_a_timeline_fails_the_job(client: Any) -> None:
    sent = timeline(picture=PICTURE.replace("red", "blue"))
    found = finished(client, submitted(client, timeline=sent).job_id)
    assert (found.status, found.code) == ("Failed", "InvalidMaterial.NotFound")
    assert "blue.png" in found.message
    assert found.duration is None


def test_a_job_nobody_submitted_is_not_found(client: Any) -> None:
    error = refusal(job, client, "0" * 32)
    assert error.code == "InvalidParameter.JobNotFound"
    assert "404" in error.message


def test_the_same_token_and_parameters_are_the_same_job(client: Any) -> None:
    token = f"token-{id(client)}"
    first = submitted(client, client_token=token)
    again = submitted(client, client_token=token)
    assert again.job_id == first.job_id
    assert again.request_id != first.request_id
    error = refusal(lambda: submitted(client, client_token=token, user_data="{}"))
    assert error.code == "InvalidParameter.ClientToken"


def test_jobs_are_listed_a_page_at_a_time(client: Any) -> None:
    project = submitted(client).project_id
    ids = [submitted(client, project_id=project).job_id for _ in range(4)]
    seen, token = [], None
    while True:
        request = models.ListMediaProducingJobsRequest(
            project_id=project, max_results=2, next_token=token, sort_by="CreationTime:Asc"
        )
        body = client.list_media_producing_jobs(request).body
        assert body.max_results == "2"
        seen.append([one.job_id for one in body.media_producing_job_list])
        token = body.next_token
        if not token:
            break
    assert [len(page) for page in seen] == [2, 2, 1]
    assert [one for page in seen for one in page][1:] == ids


def test_a_list_is_filtered_by_status(client: Any) -> None:
    sent = timeline(picture=PICTURE.replace("red", "green"))
    failed = finished(client, submitted(client, timeline=sent).job_id)
    for status, there in (("Failed", True), ("Success", False)):
        request = models.ListMediaProducingJobsRequest(status=status, keyword=failed.job_id)
        found = client.list_media_producing_jobs(request).body.media_producing_job_list
        assert bool(found) == there


def test_a_template_is_filled_and_made(client: Any) -> None:
    config = timeline(picture="$Picture")
    request = models.AddTemplateRequest(name="One", type="Timeline", config=config)
    template_id = client.add_template(request).body.template.template_id
    found = client.get_template(models.GetTemplateRequest(template_id=template_id)).body.template
    assert json.loads(found.clips_param) == {"Picture": ""}
    fields = {"template_id": template_id, "clips_param": json.dumps({"Picture": PICTURE})}
    made = finished(client, submitted(client, **fields).job_id)
    assert made.status == "Success"
    assert made.template_id == template_id
    assert json.loads(made.timeline) == json.loads(timeline())


def test_a_project_is_kept_changed_and_made(client: Any) -> None:
    request = models.CreateEditingProjectRequest(title="Mine", timeline=timeline())
    project = client.create_editing_project(request).body.project
    assert (project.status, project.status_name) == (1, "Draft")
    changed = timeline(2)
    client.update_editing_project(
        models.UpdateEditingProjectRequest(project_id=project.project_id, timeline=changed)
    )
    get = models.GetEditingProjectRequest(project_id=project.project_id)
    assert client.get_editing_project(get).body.project.timeline == changed
    assert finished(client, submitted(client, project_id=project.project_id).job_id).duration == 2.0
    assert client.get_editing_project(get).body.project.status == "Produced"


BATCH = {
    "MediaURL": "http://out.oss-cn-shanghai.aliyuncs.com/batch_{index}.mp4",
    "Count": 2,
    "Width": 320,
    "Height": 180,
    "FixedDuration": 1,
}


def batch(client: Any, given: dict[str, Any], wanted: dict[str, Any], **fields: Any) -> Any:
    """Submit a batch job and return it when it has ended."""
    request = models.SubmitBatchMediaProducingJobRequest(
        input_config=json.dumps(given), output_config=json.dumps(wanted), **fields
    )
    job_id = client.submit_batch_media_producing_job(request).body.job_id

    def found() -> Any:
        get = models.GetBatchMediaProducingJobRequest(job_id=job_id)
        now = client.get_batch_media_producing_job(get).body.editing_batch_job
        return now if now.status in ("Finished", "Failed") else None

    return until(found)


def test_a_batch_job_makes_all_its_videos(client: Any) -> None:
    register = models.RegisterMediaInfoRequest(input_url=PICTURE)
    media_id = client.register_media_info(register).body.media_id
    given = {"MediaArray": [media_id], "TitleArray": ["Red", "Crimson"]}
    found = batch(client, given, BATCH, user_data='{"mine": 1}')
    assert (found.status, found.job_type, found.user_data) == (
        "Finished",
        "Smart_Mix",
        '{"mine": 1}',
    )
    assert json.loads(found.input_config) == given
    for index, part in enumerate(found.sub_job_list):
        assert (part.status, part.duration) == ("Success", 1.0)
        assert part.media_url == BATCH["MediaURL"].replace("{index}", str(index))
    materials = [job(client, part.job_id).sub_job_materials for part in found.sub_job_list]
    assert {json.loads(drawn)["Title"] for drawn in materials} == {"Red", "Crimson"}
    listed = client.list_media_producing_jobs(
        models.ListMediaProducingJobsRequest(master_job_id=found.job_id)
    )
    assert len(listed.body.media_producing_job_list) == 2


@pytest.fixture
def register(client: Any, folder: Path) -> Iterator[Callable[..., str]]:
    """Give what registers pictures by their colours, and forgets them afterwards."""
    made = []

    def registered(colour: str, **said: Any) -> str:
        Image.new("RGB", (320, 180), colour).save(folder / f"storage/media/{colour}.png")
        request = models.RegisterMediaInfoRequest(input_url=PICTURE.replace("red", colour), **said)
        made.append(client.register_media_info(request).body.media_id)
        get = models.GetMediaInfoRequest(media_id=made[-1])
        until(lambda: client.get_media_info(get).body.media_info.file_info_list)
        return str(made[-1])

    yield registered
    client.delete_media_infos(models.DeleteMediaInfosRequest(media_ids=",".join(made)))


def searching(text: str, library: str) -> dict[str, Any]:
    condition = {"SearchLibs": [library], "SearchText": text}
    return {"MediaSearchInput": {"LibSearchCondition": condition}}


def test_a_batch_job_searches_registered_media_by_what_is_said_of_them(
    client: Any, register: Callable[..., str]
) -> None:
    harbour = {"register_config": json.dumps({"SearchLibName": "harbour"})}
    register("olive", description="poppies in a field", **harbour)
    boats = register("navy", description="boats at the pier", **harbour)
    register("ivory", description="boats of another library")
    found = batch(client, searching("boats", "harbour"), BATCH)
    assert found.status == "Finished"
    for part in found.sub_job_list:
        assert part.status == "Success"
        get = models.GetEditingProjectRequest(project_id=part.project_id)
        clips = client.get_editing_project(get).body.project.timeline
        assert set(re.findall(r'"MediaId": "(\w+)"', clips)) == {boats}


def test_searches_follow_what_is_changed_and_forgotten(
    client: Any, register: Callable[..., str]
) -> None:
    def found() -> set[str]:
        given = searching("tulips", "ims-default-search-lib")
        return {part.status for part in batch(client, given, BATCH).sub_job_list}

    media_id = register("pink", title="Poppies")
    assert found() == {"Failed"}
    client.update_media_info(models.UpdateMediaInfoRequest(media_id=media_id, title="Tulips"))
    assert found() == {"Success"}
    client.delete_media_infos(models.DeleteMediaInfosRequest(media_ids=media_id))
    assert found() == {"Failed"}


def test_a_preview_makes_projects_that_can_be_made_later(client: Any) -> None:
    found = batch(client, {"MediaArray": [PICTURE]}, {**BATCH, "GeneratePreviewOnly": True})
    first, _ = found.sub_job_list
    assert (first.status, first.media_url, first.duration) == ("Success", None, None)
    assert finished(client, submitted(client, project_id=first.project_id).job_id).duration == 1.0


def test_a_template_lends_a_batch_job_what_it_does_not_say(client: Any) -> None:
    config = json.dumps({"InputTemplateConfig": {"MediaArray": [PICTURE]}})
    request = models.AddTemplateRequest(name="Red", type="BatchEditing", config=config)
    template_id = client.add_template(request).body.template.template_id
    found = batch(client, {}, BATCH, template_config=json.dumps([template_id]))
    assert [part.status for part in found.sub_job_list] == ["Success", "Success"]


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"MediaArray": [PICTURE.replace("red", "blue")]}, "InvalidMaterial.NotFound"),
        ({"MediaArray": ["/etc/hosts"]}, "InvalidParameter"),
        ({"MediaArray": [PICTURE], "SpeechTextArray": ["$"]}, "InvalidParameter"),
    ],
)
def test_a_batch_job_whose_videos_cannot_be_made_says_why(
    client: Any, given: dict[str, Any], code: str
) -> None:
    words = '<speak voice="piper:/etc/hosts">Hm.</speak>'
    given = json.loads(json.dumps(given).replace('"$"', json.dumps(words)))
    wanted = {key: value for key, value in BATCH.items() if key != "FixedDuration"}
    found = batch(client, given, wanted)
    if found.status == "Failed":
        assert json.loads(found.extend)["ErrorCode"] == code
    else:
        assert [part.error_code for part in found.sub_job_list] == [code, code]


def test_a_project_is_exported_as_its_timeline(client: Any) -> None:
    request = models.SubmitProjectExportJobRequest(
        export_type="BaseTimeline", output_media_config='{"Bucket": "out"}', timeline=timeline()
    )
    job_id = client.submit_project_export_job(request).body.job_id
    found = client.get_project_export_job(models.GetProjectExportJobRequest(job_id=job_id)).body
    assert found.project_export_job.export_result.timeline == timeline()


def test_a_registered_medium_is_looked_at_and_used_by_its_id(client: Any) -> None:
    request = models.RegisterMediaInfoRequest(
        input_url=PICTURE, title="Red", media_type="image", overwrite=True
    )
    media_id = client.register_media_info(request).body.media_id
    assert client.register_media_info(request).body.media_id == media_id

    def info() -> Any:
        found = client.get_media_info(models.GetMediaInfoRequest(media_id=media_id)).body.media_info
        return found if found.media_basic_info.status == "Normal" else None

    found = until(info)
    assert found.media_basic_info.title == "Red"
    basic = found.file_info_list[0].file_basic_info
    assert (basic.width, basic.height, basic.format_name) == ("320", "180", "png")
    clip = {"Type": "Image", "MediaId": media_id, "Duration": 1}
    sent = json.dumps({"VideoTracks": [{"VideoTrackClips": [clip]}]})
    assert finished(client, submitted(client, timeline=sent).job_id).status == "Success"


def test_what_was_made_is_a_medium(client: Any) -> None:
    answer = submitted(client)
    assert finished(client, answer.job_id).media_id == answer.media_id
    request = models.GetMediaInfoRequest(media_id=answer.media_id)
    info = client.get_media_info(request).body.media_info
    assert info.file_info_list[0].file_basic_info.duration == "1"
    assert info.media_basic_info.media_type == "video"


def test_a_medium_that_is_forgotten_is_not_found(client: Any) -> None:
    request = models.RegisterMediaInfoRequest(input_url=PICTURE, overwrite=True)
    media_id = client.register_media_info(request).body.media_id
    client.delete_media_infos(models.DeleteMediaInfosRequest(media_ids=media_id))
    error = refusal(client.get_media_info, models.GetMediaInfoRequest(media_id=media_id))
    assert error.code == "ResourceNotFound"


def asked(client: Any, action: str, **fields: Any) -> Any:
    """Call an action by its name in the SDK."""
    request = getattr(models, "".join(map(str.capitalize, action.split("_"))) + "Request")
    return getattr(client, action)(request(**fields)).body


def test_media_are_listed_changed_and_brought(client: Any) -> None:
    fields = {"input_url": PICTURE, "media_type": "image", "overwrite": True}
    media_id = asked(client, "register_media_info", **fields).media_id
    asked(client, "update_media_info", media_id=media_id, title="Reddish", media_tags="warm")
    found = asked(client, "batch_get_media_infos", media_ids=f"{media_id},none")
    assert found.media_infos[0].media_basic_info.title == "Reddish"
    assert not NEWEST or found.ignored_list == ["none"]
    listed = asked(client, "list_media_basic_infos", media_type="image", max_results=1)
    assert (len(listed.media_infos), listed.total_count) == (1, 1)
    upload = asked(client, "create_upload_media", file_info='{"Name": "a.png", "Type": "image"}')
    assert upload.media_id


def test_a_file_is_fetched_from_the_web(client: Any) -> None:
    fields = {"upload_urls": "http%3A%2F%2F127.0.0.1%3A9%2Fa.png", "user_data": "mine"}
    if not hasattr(models, "UploadMediaByURLRequest"):
        pytest.skip("this version of the SDK spells it otherwise")
    body = client.upload_media_by_url(models.UploadMediaByURLRequest(**fields)).body
    ids = body.upload_jobs[0].job_id
    found = asked(client, "get_url_upload_infos", job_ids=f"{ids},none")
    assert found.urlupload_info_list[0].upload_url == "http://127.0.0.1:9/a.png"
    assert found.non_exists == ["none"]


def test_projects_and_templates_are_listed_and_deleted(client: Any) -> None:
    project = asked(client, "create_editing_project", title="Gone").project.project_id
    assert asked(client, "list_editing_projects", keyword="Gone").project_list[0].title == "Gone"
    asked(client, "delete_editing_projects", project_ids=project)
    assert asked(client, "list_editing_projects", keyword="Gone").project_list == []
    fields = {"name": "One", "type": "Timeline", "config": timeline(), "related_mediaids": "[]"}
    template = asked(client, "add_template", **fields).template
    asked(client, "update_template", template_id=template.template_id, name="Two")
    assert asked(client, "list_templates", keyword="Two").templates[0].name == "Two"
    asked(client, "delete_template", template_ids=template.template_id)
    assert asked(client, "list_templates", keyword="Two").templates == []


def test_event_callbacks_are_kept(client: Any) -> None:
    client.set_event_callback(
        models.SetEventCallbackRequest(
            callback_type="HTTP", callback_url="http://127.0.0.1:9/x", event_type_list="Other"
        )
    )
    assert client.get_event_callback().body.callback_url == "http://127.0.0.1:9/x"


def test_an_action_that_is_not_here_is_not_found(client: Any) -> None:
    request = models.SearchMediaRequest()
    error = refusal(client.search_media, request)
    assert error.code == "InvalidAction.NotFound"


@pytest.mark.parametrize("signature", ["default", "v2"])
def test_a_wrong_secret_is_refused_when_strict(tmp_path: Path, signature: str) -> None:
    with serving(tmp_path, keys=KEYS) as address:
        error = refusal(job, connected(address, "guessed", signature), "x")
        assert error.code == "SignatureDoesNotMatch"
