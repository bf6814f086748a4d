"""Actions: what the API of the service can be asked, by name."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from converter.server.actions import (
    batches,
    events,
    exports,
    media,
    producing,
    projects,
    templates,
    uploads,
)
from converter.server.params import Params
from converter.server.service import Service

Action = Callable[[Service, Params], dict[str, Any]]

ACTIONS: Mapping[str, Action] = {
    "SubmitMediaProducingJob": producing.submit,
    "GetMediaProducingJob": producing.get,
    "ListMediaProducingJobs": producing.listed,
    "SubmitBatchMediaProducingJob": batches.submit,
    "GetBatchMediaProducingJob": batches.get,
    "ListBatchMediaProducingJobs": batches.listed,
    "RegisterMediaInfo": media.register,
    "GetMediaInfo": media.get,
    "BatchGetMediaInfos": media.get_several,
    "ListMediaBasicInfos": media.listed,
    "UpdateMediaInfo": media.update,
    "DeleteMediaInfos": media.delete,
    "CreateUploadMedia": uploads.create,
    "UploadMediaByURL": uploads.by_address,
    "GetUrlUploadInfos": uploads.infos,
    "CreateEditingProject": projects.create,
    "GetEditingProject": projects.get,
    "UpdateEditingProject": projects.update,
    "ListEditingProjects": projects.listed,
    "DeleteEditingProjects": projects.delete,
    "SubmitProjectExportJob": exports.submit,
    "GetProjectExportJob": exports.get,
    "AddTemplate": templates.add,
    "GetTemplate": templates.get,
    "UpdateTemplate": templates.update,
    "ListTemplates": templates.listed,
    "DeleteTemplate": templates.delete,
    "SetEventCallback": events.set_callback,
    "GetEventCallback": events.get_callback,
}


def reads_only(action: str) -> bool:
    """Tell whether an action changes nothing."""
    return action.startswith(("Get", "List", "BatchGet"))
