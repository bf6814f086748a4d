"""Matte: what is cut out, and that nothing of the screen stays at its edges."""

from __future__ import annotations

import numpy as np
import pytest

from converter.render.effects.matte import keyed, masked_by

SIZE = 180, 320
SCREEN = {"green": (20, 170, 70), "blue": (10, 70, 190)}
SOLID = {
    "green": [(224, 172, 105), (255, 220, 0), (20, 60, 230), (250, 250, 250), (10, 10, 10)],
    "blue": [(224, 172, 105), (255, 220, 0), (20, 160, 60), (250, 250, 250), (10, 10, 10)],
}


def disc(feather: float = 3.0) -> np.ndarray:
    """Return the share of a disc with a soft edge in each pixel."""
    down, across = np.mgrid[0 : SIZE[0], 0 : SIZE[1]]
    return np.clip((60 - np.hypot(across - 160, down - 90)) / feather + 0.5, 0, 1)


def filmed(colour: tuple[int, ...], screen: np.ndarray | tuple[int, ...]) -> np.ndarray:
    """Return a disc of a colour before a screen."""
    share = disc()[..., None]
    mixed = np.asarray(colour) * share + np.asarray(screen) * (1 - share)
    return np.clip(np.rint(mixed), 0, 255).astype(np.uint8)


def over(cut_out: np.ndarray, ground: tuple[int, ...]) -> np.ndarray:
    alpha = cut_out[..., 3:] / 255
    return cut_out[..., :3] * alpha + np.asarray(ground) * (1 - alpha)


CASES = [(name, colour) for name, colours in SOLID.items() for colour in colours]


@pytest.mark.parametrize(("screen", "colour"), CASES)
def test_a_disc_is_cut_out_with_its_soft_edge_and_without_a_rim(
    screen: str, colour: tuple[int, ...]
) -> None:
    cut_out = keyed(filmed(colour, SCREEN[screen]), screen)
    share = disc()
    assert np.abs(cut_out[..., 3] / 255 - share).max() < 0.2
    ground = (90, 40, 110)
    expected = np.asarray(colour) * share[..., None] + np.asarray(ground) * (1 - share[..., None])
    assert np.abs(over(cut_out, ground) - expected).mean() < 1
    assert np.abs(over(cut_out, ground) - expected).max() < 25


def test_an_uneven_and_noisy_screen_is_cleared_all_over() -> None:
    light = np.linspace(0.7, 1.1, SIZE[1])[None, :, None]
    noise = np.random.default_rng(1).normal(0, 5, (*SIZE, 3))
    cut_out = keyed(filmed((224, 172, 105), np.asarray(SCREEN["green"]) * light + noise), "green")
    outside = cut_out[disc(30) == 0]
    assert outside[:, 3].mean() < 1
    assert np.percentile(outside[:, 3], 99) < 20
    assert cut_out[90, 160, 3] == 255


def test_a_picture_without_a_screen_stays_whole() -> None:
    noise = np.random.default_rng(1).integers(0, 255, (*SIZE, 1), np.uint8).repeat(3, axis=2)
    assert keyed(noise, "green")[..., 3].min() == 255


def test_what_was_transparent_stays_so() -> None:
    picture = np.dstack((filmed((250, 250, 250), SCREEN["green"]), np.full(SIZE, 100, np.uint8)))
    cut_out = keyed(picture, "green")
    assert cut_out[90, 160, 3] == 100
    assert cut_out[5, 5, 3] == 0


def test_a_mask_is_opaque_where_it_is_bright() -> None:
    picture = np.full((40, 60, 3), 90, np.uint8)
    mask = np.zeros((20, 30, 3), np.uint8)
    mask[:, 15:] = 255
    mask[:10] //= 2
    cut_out = masked_by(picture, mask)
    assert [int(cut_out[y, x, 3]) for y, x in ((5, 5), (35, 5), (5, 55), (35, 55))] == [
        *(0, 0, 127, 255)
    ]
    assert (cut_out[..., :3] == 90).all()


def test_a_transparent_mask_is_seen_over_black() -> None:
    mask = np.full((8, 8, 4), 255, np.uint8)
    mask[:4, :, 3] = 0
    assert masked_by(np.zeros((8, 8, 3), np.uint8), mask)[..., 3].tolist() == [
        *([[0] * 8] * 4),
        *([[255] * 8] * 4),
    ]
