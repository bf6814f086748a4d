"""Storyboard: a Script as a Markdown file that a person edits and gives back.

    - title: Why kites fly

    # Three forces in balance          a chapter: all shots until the next one
    ## s04 · 0:21–0:33                 a shot: its id, and when it was planned
    ![points](thumbnails/s04.jpg)      what it shows: a figure's or shot's name, or a file
    > - Lift, weight and the line      the words of its card, or a picture's caption
    The wind pushes against the face.  what is said, a sentence a line
    - pause: 0.5 s                     how it is said

`write` makes it, `read` takes it back. What stands there as it was written is taken
from the Script itself, so that nothing is lost on the way: sentences keep their spans,
pictures their size. What differs is what a person wanted; a sentence of theirs is
marked as by hand. Errors name the line.

The file is read line by line, not by a Markdown parser: each line says by its first
character what it is, so a line number is exact, and no rule of Markdown (a list that
swallows the words below it, a heading by underlining) turns words into anything else.
"""

from converter.script.storyboard.edits import Storyboard, read
from converter.script.storyboard.page import target, thumbnail, write

__all__ = ["Storyboard", "read", "target", "thumbnail", "write"]
