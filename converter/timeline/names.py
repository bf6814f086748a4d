"""Names the service knows: transitions, picture effects, colour looks, motions."""

from __future__ import annotations


def _words(text: str) -> list[str]:
    return text.split()


KNOWN_TRANSITIONS = tuple(
    _words("""
    directional displacement windowslice bowTieVertical bowTieHorizontal simplezoom
    linearblur waterdrop glitchmemories polka perlin directionalwarp bounce_up
    bounce_down wiperight wipeleft wipedown wipeup morph colordistance circlecrop swirl
    dreamy gridflip zoomincircles radial mosaic undulatingburnout crosshatch
    crazyparametricfun kaleidoscope windowblinds hexagonalize glitchdisplace dreamyzoom
    doomscreentransition_up doomscreentransition_down ripple pinwheel angular burn
    circle circleopen colorphase crosswarp cube directionalwipe doorway fade fadecolor
    fadegrayscale flyeye heart luma multiplyblend pixelize polarfunction randomsquares
    rotatescalefade squareswire squeeze swap wind
""")
)
"""Every transition SubType; `random` draws from all of them."""

KNOWN_VFX = frozenset(
    _words("""
    open close h_blur v_blur blur slightshake zoominout movie zoomslight zoom
    color_difference withcircleopen withcircleclose withcircleshake
    withcircleflashlight disappear shock bluropen blurclose photograph black blurring
    color_to_grey grey_to_color slightrectshow slightshow wipecross whiteshow
    image_in_image
    colorfulradial colorfulstarry flyfire heartfireworks meteorshower moons_and_stars
    sparklestarfield spotfall starexplosion starry
    white minus_glitter jitter soulout scanlight swing heartbeat flashingscreen
    illusion segmentation neolighting curl shine smalljitter flashinglight windowblur
    windowblur2 kaleidoscope
    moon_projection star_projection heart_projection sunset_projection
    carwindow_projection shinningstar_light anglelight darknight_rainbow fallingcircle
    lightcenter lightsweep moon rotationspotlight
    blackwhitetv edgescan oldtv oldtvshine nightvision tvshow
    colorfulsun bigsun fallingheart colorfulfireworks heartshot starfieldshinee
    starfieldshinee2 fireworks heartsurround risingheartbubble starfield colorfulripples
    colorfulbubbles heartbubbleshinee starsparkle
    rainy waterripple snow foggy meteor stormlaser simpleripple fadeshadow
    marquee livesplit splitstill2 splitstill3 splitstill4 splitstill6 splitstill9
    blackwhitesplit blurthreesplit
    colorful blackfade rainbowfilter movingrainbow discolights
    fisheye mosaic_rect glass planet
    mask_circle mask_rec mask_linear mask_minor
""")
)

KNOWN_FILTERS = frozenset(
    _words("""
    m1 m2 m3 m4 m5 m6 m7 m8 pf1 pf2 pf3 pf4 pf5 pf6 pf7 pf8 pf9 pfa pfb pfc
    pi1 pi2 pi3 pi4 pl1 pl2 pl3 pl4 pj1 pj2 pj3 pj4
    delta electric faded slowlived tokoyo urbex warm
    f1 f2 f3 f4 f5 f6 f7 pv1 pv2 pv3 pv4 pv5 pv6 a1 a2 a3 a4 a5 a6 color
""")
)

_MOTIONS = _words("""
    blur wave scroll_right scroll_left rotateup close slingshot rotateflip elasticzoom
    zoom spring fade growth open dissovle dissolve zoomslightout zoomin zoomout angular
    typewriter1 slide_left slide_right slide_up slide_down
""")
KNOWN_MOTIONS = frozenset(
    [f"{name}_{end}" for name in _MOTIONS for end in ("in", "out")]
    + [f"{name}_display" for name in ("normal", "naughty", "heartbeat", "rainbrush")]
)
"""Text motions; the service documents entrances, exits mirror them."""

KNOWN_DECORATIONS = frozenset(
    f"CS{family:04}-{number:06}"
    for family, numbers in {
        1: range(1, 17),
        2: range(1, 17),
        3: range(1, 26),
        4: range(1, 20),
        5: (3,),
    }.items()
    for number in numbers
)
"""Every EffectColorStyle."""

KNOWN_BUBBLES = frozenset(
    f"BS{family:04}-{number:06}"
    for family in range(1, 8)
    for number in range(1, 4 if family == 7 else 6)
)
"""Every BubbleStyleId."""

FADE_CURVES = frozenset(
    _words("""
    tri qsin hsin esin log ipar qua cub squ cbr par exp iqsin ihsin dese desi losi sinc
    isinc nofade
""")
)


def listed(sub_type: str) -> list[str]:
    """Return the names of a comma list."""
    return [name for part in sub_type.split(",") if (name := part.strip())]
