import pytest

from converter.cards import load_theme
from converter.templating import TEMPLATES

THEMES = sorted(path.stem for path in (TEMPLATES / "themes").glob("*.toml"))


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("name", THEMES)
def test_every_text_colour_stands_out_from_what_is_behind_it(name: str) -> None:
    theme = load_theme(name)
    for ink in ("ink", "muted", "accent"):
        assert contrast(theme[ink], theme["background"]) >= 4.5, ink
        assert contrast(theme["cover"][ink], theme["cover"]["background"]) >= 4.5, ink


@pytest.mark.parametrize("name", THEMES)
def test_captions_can_be_read_over_the_brightest_and_the_darkest_picture(name: str) -> None:
    caption = load_theme(name)["caption"]
    for behind in (0, 255):
        share = caption["opacity"]
        plate = [
            round(int(caption["plate"][i : i + 2], 16) * share + behind * (1 - share))
            for i in (1, 3, 5)
        ]
        assert contrast(caption["ink"], "#{:02x}{:02x}{:02x}".format(*plate)) >= 4.5
