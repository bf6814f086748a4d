"""Options that say who narrates, and the narrator they make."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from converter.cli.options import parsed
from converter.cli.places import existing
from converter.settings import chat_key, parse_duration, parse_price

if TYPE_CHECKING:
    from converter.script.narration import Narrator

NarratorName = Annotated[
    str, typer.Option("--narrator", help="extractive, chat, or one that was installed.")
]
ChatUrl = Annotated[
    str,
    typer.Option(
        envvar="DOCREEL_CHAT_URL",
        help="Address of an endpoint that speaks OpenAI's chat protocol; its key is in "
        "DOCREEL_CHAT_KEY, OPENAI_API_KEY or DASHSCOPE_API_KEY.",
    ),
]
ChatModel = Annotated[str, typer.Option(envvar="DOCREEL_CHAT_MODEL", help="Name of its model.")]
ChatPrice = Annotated[
    Any,
    typer.Option(
        parser=parsed(parse_price), metavar="IN,OUT", help="Of a million tokens; for the report."
    ),
]
ChatPatience = Annotated[
    Any,
    typer.Option(
        "--chat-timeout",
        parser=parsed(parse_duration),
        metavar="TIME",
        help="To wait for one answer.",
    ),
]
Prompts = Annotated[
    Path | None,
    typer.Option(
        "--prompt",
        parser=existing,
        metavar="FILE|DIR",
        help="Instead of ours: a template of how to tell, or a folder of prompts/*.txt.j2.",
    ),
]


def narrator_of(
    name: str,
    url: str,
    model: str,
    price: tuple[float, float] | None,
    patience: float,
    prompts: Path | None,
) -> Narrator:
    """Return the narrator of that name, told what the options say."""
    from converter.script.narration import Options, load_narrator

    options = Options(
        url=url,
        model=model,
        key=chat_key(url),
        price=price,
        patience=patience,
        prompts=prompts,
    )
    return load_narrator(name, options)
