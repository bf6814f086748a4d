"""Commands for tests: `docreel` as a person types it, and what comes of it."""

from __future__ import annotations

import subprocess
import sys
from contextlib import redirect_stderr, redirect_stdout
from io import StringIO
from unittest.mock import patch

from converter.cli import main

Done = subprocess.CompletedProcess[str]


def docreel(*words: object, stdin: str = "") -> Done:
    """Run a command in this process, which has loaded everything already."""
    line = ["docreel", *map(str, words)]
    told, said, code = StringIO(), StringIO(), 0
    with (
        patch.multiple(sys, argv=line, stdin=StringIO(stdin)),
        redirect_stdout(told),
        redirect_stderr(said),
    ):
        try:
            main()
        except SystemExit as end:
            code = int(end.code or 0)
    return Done(line, code, told.getvalue(), said.getvalue())


def process(*words: object, stdin: str = "") -> Done:
    """Run a command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "converter.cli", *map(str, words)],
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def one_line(done: Done) -> str:
    """Return what was said, which must be one line and no traceback."""
    (line,) = done.stderr.strip().splitlines()
    assert line.startswith("docreel: ")
    return line
