"""Batch requests after the vendor's examples, and the footage they are made of."""
