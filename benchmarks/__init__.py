"""How fast and how well Docreel renders, beside others, in one run: `just bench`."""
