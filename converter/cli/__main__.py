"""`python -m converter.cli` is `docreel`."""

from converter.cli import main

main()
