"""Narrators: who decides what is said of a document, one file or folder each."""
