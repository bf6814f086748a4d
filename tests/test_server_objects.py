"""Objects: the storage of a server of ours, by the official SDK and from the wire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.served import serving

pytest.importorskip("uvicorn")
oss = pytest.importorskip("alibabacloud_oss_v2")

KEYS = {"local": "secret"}


@pytest.fixture(scope="module", params=["lenient", "strict"])
def served(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[str, Path]]:
    folder = tmp_path_factory.mktemp("served")
    keys = KEYS if request.param == "strict" else {}
    with serving(folder, keys=keys, least_free_bytes=0) as address:
        yield address, folder / "storage"


def client(address: str, secret: str = "secret", key: str = "local") -> Any:
    config = oss.config.load_default()
    config.region, config.endpoint = "cn-shanghai", f"http://{address}"
    config.credentials_provider = oss.credentials.StaticCredentialsProvider(key, secret)
    return oss.Client(config)


def test_an_object_is_put_looked_at_and_got(served: tuple[str, Path]) -> None:
    address, storage = served
    name = "ü 你好/+ & %~*'()!.txt"
    client(address).put_object(oss.PutObjectRequest(bucket="films", key=name, body=b"content"))
    assert (storage / "films" / name).read_bytes() == b"content"
    head = client(address).head_object(oss.HeadObjectRequest(bucket="films", key=name))
    assert head.content_length == 7
    part = oss.GetObjectRequest(bucket="films", key=name, range_header="bytes=3-5")
    assert client(address).get_object(part).body.read() == b"ten"


def test_parts_become_one_object_and_only_then_is_it_there(served: tuple[str, Path]) -> None:
    address, storage = served
    asked = {"bucket": "films", "key": "parts.bin"}
    begun = client(address).initiate_multipart_upload(oss.InitiateMultipartUploadRequest(**asked))
    upload = {**asked, "upload_id": begun.upload_id}
    for number in (2, 1, 2):
        body = str(number) * 3
        client(address).upload_part(oss.UploadPartRequest(**upload, part_number=number, body=body))
    listed = client(address).list_parts(oss.ListPartsRequest(**upload)).parts
    assert [(part.part_number, part.size) for part in listed] == [(1, 3), (2, 3)]
    assert not (storage / "films/parts.bin").exists()
    parts = [oss.UploadPart(part_number=part.part_number, etag=part.etag) for part in listed]
    client(address).complete_multipart_upload(
        oss.CompleteMultipartUploadRequest(
            **upload, complete_multipart_upload=oss.CompleteMultipartUpload(parts=parts)
        )
    )
    assert (storage / "films/parts.bin").read_text() == "111222"
    assert not list((storage / ".uploads").iterdir())


def test_an_upload_that_is_given_up_leaves_nothing(served: tuple[str, Path]) -> None:
    address, storage = served
    asked = {"bucket": "films", "key": "never.bin"}
    begun = client(address).initiate_multipart_upload(oss.InitiateMultipartUploadRequest(**asked))
    upload = {**asked, "upload_id": begun.upload_id}
    client(address).abort_multipart_upload(oss.AbortMultipartUploadRequest(**upload))
    assert not list((storage / ".uploads").iterdir())
    assert refusal(address, "list_parts", oss.ListPartsRequest(**upload)).code == "NoSuchUpload"


def refusal(address: str, call: str, request: Any, **who: str) -> Any:
    with pytest.raises(oss.exceptions.OperationError) as caught:
        getattr(client(address, **who), call)(request)
    return caught.value.unwrap()


def test_errors_are_in_the_form_of_the_storage(served: tuple[str, Path]) -> None:
    address, _ = served
    get = oss.GetObjectRequest(bucket="films", key="none")
    found = refusal(address, "get_object", get)
    assert (found.status_code, found.code) == (404, "NoSuchKey")
    assert re.fullmatch(r"[0-9A-F-]{36}", found.request_id)
    head = refusal(address, "head_object", oss.HeadObjectRequest(bucket="films", key="none"))
    assert (head.status_code, head.code) == (404, "NoSuchKey")
    hidden = oss.PutObjectRequest(bucket="films", key=".hidden/x", body=b"")
    assert refusal(address, "put_object", hidden).code == "AccessDenied"
    gone = oss.DeleteObjectRequest(bucket="films", key="x")
    assert refusal(address, "delete_object", gone).code == "MethodNotAllowed"


def test_a_strict_server_lets_only_its_keys_in(tmp_path: Path) -> None:
    with serving(tmp_path, keys=KEYS, least_free_bytes=0) as address:
        put = oss.PutObjectRequest(bucket="films", key="x", body=b"")
        assert refusal(address, "put_object", put, secret="other").code == "SignatureDoesNotMatch"
        assert refusal(address, "put_object", put, key="other").code == "InvalidAccessKeyId"
        with httpx.Client(base_url=f"http://{address}", trust_env=False) as web:
            assert web.put("/films/x", content=b"").status_code == 401
            late = {
                "Authorization": "OSS4-HMAC-SHA256 Credential=local/x,Signature=y",
                "x-oss-date": "20200101T000000Z",
            }
            assert web.put("/films/x", content=b"", headers=late).status_code == 403
    assert not (tmp_path / "storage/films").exists()


def test_the_pages_of_the_server_are_no_buckets(served: tuple[str, Path]) -> None:
    address, storage = served
    with httpx.Client(
        base_url=f"http://{address}", trust_env=False, auth=("local", "secret")
    ) as web:
        assert web.put("/films", content=b"").status_code == 404
        assert web.put("/films/", content=b"").status_code == 403
        assert web.put("/convert", content=b"").status_code == 405
        assert web.put("/uploads/a/b", content=b"").status_code == 403
        assert web.put("/films/..%2f..%2fescaped", content=b"").status_code == 403
        assert web.put("/films/x?uploadId=../..&partNumber=1", content=b"").status_code == 404
    assert not (storage.parent / "escaped").exists()
