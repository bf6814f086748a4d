"""Submit and read jobs under load, with locust, while the server renders.

    docreel serve --storage EMPTY --queue 100000 --quiet
    locust -f benchmarks/serving.py --headless -u 60 -r 60 -t 30s -H http://127.0.0.1:8020

Two videos of an hour, all of it moving, keep both workers busy. Then 40 users
submit 5 small jobs a second each, and 20 ask 5 times a second for one they know or a
page of the list.
"""

from __future__ import annotations

import base64
import json
import random

from locust import FastHttpUser, constant_throughput, events, task
from locust.env import Environment

PICTURE = b"P6 1280 720 255\n" + random.Random(1).randbytes(1280 * 720 * 3)
TARGET = "http://out.oss-cn-shanghai.aliyuncs.com/load.mp4"
known: list[str] = []


def _timeline(picture: str, seconds: float, **more: object) -> str:
    clip = {"Type": "Image", "MediaURL": picture, "Duration": seconds, **more}
    return json.dumps({"VideoTracks": [{"VideoTrackClips": [clip]}]})


@events.test_start.add_listener
def _keep_the_workers_busy(environment: Environment, **_: object) -> None:
    import urllib.parse
    import urllib.request

    def call(action: str, **fields: str) -> dict[str, str]:
        data = urllib.parse.urlencode({"Action": action, **fields}).encode()
        with urllib.request.urlopen(f"{environment.host}/", data) as answer:
            found: dict[str, str] = json.load(answer)
        return found

    upload = call("CreateUploadMedia", FileInfo='{"Name": "a.ppm", "Type": "image"}')
    place = json.loads(base64.b64decode(upload["UploadAddress"]))["Endpoint"]
    put = urllib.request.Request(f"{environment.host}{place}", PICTURE, method="PUT")
    urllib.request.urlopen(put).close()
    sweep = {"Type": "KenBurns", "Start": "0,0,0.8,0.8", "End": "0.2,0.2,0.8,0.8"}
    moving = _timeline(upload["MediaURL"], 3600, Effects=[sweep])
    for number in range(2):
        target = TARGET.replace("load", f"busy-{number}")
        output = json.dumps({"MediaURL": target, "Width": 1280, "Height": 720})
        job = call("SubmitMediaProducingJob", Timeline=moving, OutputMediaConfig=output)
        known.append(job["JobId"])


class Submitter(FastHttpUser):
    """Submits small jobs."""

    weight = 2
    wait_time = constant_throughput(5)

    @task
    def submit(self) -> None:
        """Submit a job and remember it."""
        fields = {
            "Action": "SubmitMediaProducingJob",
            "Timeline": _timeline("http://media.oss-cn-shanghai.aliyuncs.com/a.png", 1),
            "OutputMediaConfig": json.dumps({"MediaURL": TARGET, "Width": 320, "Height": 180}),
        }
        with self.client.post("/", data=fields, name="submit", catch_response=True) as answer:
            known.append(answer.json()["JobId"])


class Reader(FastHttpUser):
    """Reads jobs."""

    weight = 1
    wait_time = constant_throughput(5)

    @task(4)
    def get(self) -> None:
        """Ask for one job."""
        fields = {"Action": "GetMediaProducingJob", "JobId": random.choice(known)}
        self.client.post("/", data=fields, name="get")

    @task(1)
    def list(self) -> None:
        """Ask for a page of the list."""
        self.client.post("/", data={"Action": "ListMediaProducingJobs"}, name="list")
