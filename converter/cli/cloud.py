"""Commands of the cloud: `docreel submit`, and `docreel jobs list`, `show`, `wait`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from converter.cli.files import folder_of, read_config, read_text
from converter.cli.options import AsJson, EditingConfig, File, OutputConfig, Quiet
from converter.cli.places import outgoing
from converter.cli.progress import progress_of
from converter.cli.telling import say

if TYPE_CHECKING:
    from converter.jobs import State
    from converter.jobs.cloud import Cloud
    from converter.jobs.oss import ObjectStorage
    from converter.jobs.submission import Submission
    from converter.progress import Progress

Region = Annotated[
    str,
    typer.Option(envvar="ALIBABA_CLOUD_REGION_ID", help="Of the job and all its files."),
]
Endpoint = Annotated[
    str,
    typer.Option(envvar="DOCREEL_ENDPOINT", help="Of the service, or a server of `docreel serve`."),
]
StorageEndpoint = Annotated[
    str,
    typer.Option(
        envvar="DOCREEL_STORAGE_ENDPOINT",
        help="Of object storage; by default the region's, or that server.",
    ),
]
JobId = Annotated[str, typer.Argument(metavar="JOB", help="Id that `docreel submit` printed.")]
Download = Annotated[
    Path | None,
    typer.Option(
        parser=outgoing(),
        metavar="FILE|DIR",
        help="Wait, and bring the result to this file or folder.",
    ),
]

jobs = typer.Typer(help="Look at jobs in the cloud.", no_args_is_help=True)


def submit(
    request: File,
    output: Annotated[
        str,
        typer.Option("--output", "-o", help="oss://BUCKET/KEY.mp4, or its https address."),
    ] = "",
    output_config: OutputConfig = None,
    editing_config: EditingConfig = None,
    region: Region = "",
    assets: Annotated[
        str,
        typer.Option(
            metavar="BUCKET[/PREFIX]",
            help="Where files of this machine go; by default docreel in the output's bucket.",
        ),
    ] = "",
    endpoint: Endpoint = "",
    storage_endpoint: StorageEndpoint = "",
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would be sent, and send nothing.")
    ] = False,
    again: Annotated[
        bool, typer.Option("--again", help="A new job, though the same was submitted before.")
    ] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Until the job has ended.")] = False,
    download: Download = None,
    quiet: Quiet = False,
    json: AsJson = False,
) -> None:
    """Submit a Timeline, a producing request or a batch request to the cloud.

    Files of this machine that it names are uploaded first, into the bucket of the
    output; a file that is there already is not sent again. The same request is the
    same job, however often it is submitted.
    """
    from converter.jobs.submission import Wishes, prepare

    wishes = Wishes(
        region=region,
        output=output,
        config=read_config(output_config),
        editing=read_config(editing_config),
        assets=assets,
        again=again,
    )
    prepared = prepare(read_text(request), base=folder_of(request), wishes=wishes)
    if dry_run:
        _print(prepared.wire() if json else "\n".join(prepared.lines()))
        return
    if not quiet:
        say(*prepared.notes)
    storage = _storage(prepared.region, endpoint, storage_endpoint)
    cloud = _cloud(prepared.region, endpoint)
    with progress_of(quiet or json) as progress:
        _upload(prepared, storage, progress)
    job_id = str(cloud.call(prepared.action, prepared.parameters)["JobId"])
    if not (wait or download):
        _print({"JobId": job_id} if json else job_id)
        return
    if not (quiet or json):
        say(f"job {job_id}")
    _follow(cloud, job_id, storage, download, quiet=quiet, json=json)


@jobs.command("list")
def listing(
    region: Region = "",
    endpoint: Endpoint = "",
    batches: Annotated[bool, typer.Option("--batches", help="Batch jobs.")] = False,
    limit: Annotated[int, typer.Option(min=1, max=1000, help="The newest so many.")] = 10,
    json: AsJson = False,
) -> None:
    """List jobs, the newest first."""
    found = list(_cloud(region, endpoint).jobs(batches=batches, most=limit))
    if json:
        _print(found)
        return
    for job in found:
        told = job.get("Message") or job.get("MediaURL") or job.get("JobType") or ""
        print(f"{job['JobId']}  {job['Status']:10}  {job.get('CreateTime', ''):20}  {told}")


@jobs.command()
def show(job: JobId, region: Region = "", endpoint: Endpoint = "", json: AsJson = False) -> None:
    """Say how far a job has come, and what it made."""
    _tell(job, _cloud(region, endpoint).poll_any(job), json=json)


@jobs.command("wait")
def waiting(
    job: JobId,
    region: Region = "",
    endpoint: Endpoint = "",
    storage_endpoint: StorageEndpoint = "",
    download: Download = None,
    quiet: Quiet = False,
    json: AsJson = False,
) -> None:
    """Wait for the end of a job, and bring its result if asked to."""
    cloud = _cloud(region, endpoint)
    storage = _storage(region, endpoint, storage_endpoint)
    _follow(cloud, job, storage, download, quiet=quiet, json=json)


def _cloud(region: str, endpoint: str) -> Cloud:
    from converter.jobs.cloud import Cloud

    if not (region or endpoint):
        raise typer.BadParameter("is missing", param_hint="--region")
    return Cloud(region, endpoint=endpoint)


def _storage(region: str, endpoint: str, storage_endpoint: str) -> ObjectStorage:
    """Return the storage beside a service: the region's own, or that of a server of ours."""
    from converter.jobs.oss import ObjectStorage

    ours = endpoint if ".aliyuncs.com" not in endpoint else ""
    return ObjectStorage(region, endpoint=storage_endpoint or ours)


def _upload(prepared: Submission, storage: ObjectStorage, progress: Progress) -> None:
    """Upload what is not there yet."""
    total, before = sum(upload.size for upload in prepared.uploads) or 1, 0
    for upload in prepared.uploads:
        if storage.size(upload.stored) != upload.size:
            upload.send(storage, _sum(progress, "upload", before, total))
        before += upload.size
        progress("upload", before / total)


def _sum(progress: Progress, stage: str, before: int, total: int) -> Callable[[int], None]:
    return lambda done: progress(stage, min((before + done) / total, 1.0))


def _follow(
    cloud: Cloud,
    job_id: str,
    storage: ObjectStorage,
    download: Path | None,
    *,
    quiet: bool,
    json: bool,
) -> None:
    """Wait for a job, bring what it made, and say how it ended."""
    from converter.jobs.waiting import wait

    with progress_of(quiet or json) as progress:
        state = wait(
            lambda: cloud.poll_any(job_id),
            lambda state: progress("wait", state.progress / 100),
        )
    files = list(_download(state, storage, download)) if download else []
    _tell(job_id, state, json=json, files=files)
    if state.status == "Failed" or _failed_parts(state):
        raise typer.Exit(1)


def _download(state: State, storage: ObjectStorage, place: Path) -> list[Path]:
    """Fetch what a job made: into a folder, or one video to a file."""
    from converter.errors import JobError
    from converter.jobs.oss import StoredObject

    found = []
    for made in (state, *state.result.get("Parts", ())):
        address = str(made.result.get("MediaURL", "")) if made.status == "Success" else ""
        stored = StoredObject.at(address)
        if stored is None and address:
            raise JobError(f"{address[:200]}: not in object storage, so it is not fetched")
        if stored is None:
            continue
        several = "Parts" in state.result or place.is_dir() or not place.suffix
        target = place / stored.name if several else place
        storage.fetch(stored, target, lambda done: None)
        found.append(target)
    return found


def _failed_parts(state: State) -> bool:
    return any(part.status == "Failed" for part in state.result.get("Parts", ()))


def _tell(job_id: str, state: State, *, json: bool, files: list[Path] | None = None) -> None:
    """Say how far a job has come, and of what parts."""
    parts = state.result.get("Parts", ())
    if json:
        told = {"JobId": job_id, **_wire(state), "Files": list(map(str, files or ()))}
        _print(told | ({"Parts": list(map(_wire, parts))} if parts else {}))
        return
    for name, each in ((job_id, state), *((f"  part {n}", part) for n, part in enumerate(parts))):
        what = each.message and f"{each.message} [{each.code}]"
        print(f"{name}  {each.status} {each.progress} %  {what or each.result.get('MediaURL', '')}")
    for file in files or ():
        print(file)


def _wire(state: State) -> dict[str, Any]:
    told = {"Status": state.status, "Progress": state.progress, **state.result}
    told |= {"Code": state.code, "Message": state.message} if state.code else {}
    return {key: value for key, value in told.items() if key != "Parts"}


def _print(said: Any) -> None:
    import json as wire

    print(said if isinstance(said, str) else wire.dumps(said, indent=2, ensure_ascii=False))
