"""Stand-ins: what is shown for a VFX that is not drawn as itself, by its group."""

from __future__ import annotations

_GROUPS = {
    "starfieldshinee": (
        "colorfulradial colorfulstarry flyfire heartfireworks meteorshower moons_and_stars "
        "sparklestarfield spotfall starexplosion starry colorfulsun bigsun fallingheart "
        "colorfulfireworks heartshot starfieldshinee2 fireworks heartsurround "
        "risingheartbubble starfield colorfulripples colorfulbubbles heartbubbleshinee "
        "starsparkle meteor"
    ),
    "shine": (
        "moon_projection star_projection heart_projection sunset_projection "
        "carwindow_projection shinningstar_light anglelight darknight_rainbow fallingcircle "
        "lightcenter lightsweep moon rotationspotlight"
    ),
    "curl": "waterripple simpleripple",
    "flashinglight": "stormlaser colorful rainbowfilter movingrainbow discolights",
    "blackfade": "fadeshadow",
}

STAND_INS = {name: shown for shown, names in _GROUPS.items() for name in names.split()}
"""By name: the drawn effect of the same group that is shown instead."""
