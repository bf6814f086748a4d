"""Documents of our own, and what every stage makes of them."""
