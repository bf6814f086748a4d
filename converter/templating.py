"""Templating: the files in `templates/` and a user's own; the only door to Jinja."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from converter.errors import TemplateError

CHECKOUT = Path(__file__).parent.parent / "templates"
TEMPLATES = CHECKOUT if CHECKOUT.is_dir() else Path(__file__).parent / "templates"


def find(folder: str, name: str, suffix: str) -> Path:
    """Return the file of a template or theme: a path as given, or a name of ours."""
    given = Path(name)
    if given.is_file():
        return given
    ours = TEMPLATES / folder / f"{name}{suffix}"
    if ours.is_file() and ours.parent == TEMPLATES / folder:
        return ours
    names = (file.name.removesuffix(suffix) for file in (TEMPLATES / folder).iterdir())
    known = ", ".join(sorted(name for name in names if not name.startswith("_")))
    raise TemplateError(f"{name}: no such file in {folder}; there are {known}, or give a path")


def fill(
    path: Path,
    *,
    finalize: Callable[[object], object] | None = None,
    filters: Mapping[str, Callable[..., object]] = {},
    **values: object,
) -> str:
    """Fill a template with values; what it includes stands beside it.

    `finalize` turns each value into what is written, and must mark it as safe; without
    it, values are written as they are. `filters` are
    known beside Jinja's own. Raises TemplateError, with the line, for what Jinja refuses
    and for values that are not there.
    """
    import jinja2

    environment = jinja2.Environment(
        loader=jinja2.FileSystemLoader(path.parent),
        undefined=jinja2.StrictUndefined,
        autoescape=finalize is not None,
        finalize=finalize,
        trim_blocks=True,
    )
    environment.filters.update(filters)
    try:
        return environment.get_template(path.name).render(**values)
    except jinja2.TemplateError as error:
        line = getattr(error, "lineno", None)
        place = f"{path.name}:{line}" if line else path.name
        raise TemplateError(f"{place}: {error}") from error
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path.name}: not text in UTF-8: {error}") from error
