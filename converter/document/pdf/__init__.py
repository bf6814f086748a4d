"""Read a PDF: pages to lines, lines to regions, regions to sections and figures.

    opening    bytes to an open, readable file, or one clear line why not
    page       what stands on a page: lines of text in runs of one style
    furniture  what stands on every page and says nothing: heads, feet, numbers
    layout     lines to regions (text, heading, caption, table, ...), reading order
    ink        what is drawn on a page beside its text
    captions   what a caption looks like and which picture it names
    figures    pictures grouped whole and bound to their captions
    crop       a region of a page as a picture file
    tables     cells of a table
    headings   which regions are headings, and their levels
    front      title, authors, date and journal of the first page
    flow       regions to sections and notes
    slides     decks: one section a page
    reader     the walk through all of these

Only these modules, and the fonts of `typeset`, know PyMuPDF.
"""

from converter.document.pdf.reader import read_pdf

__all__ = ["read_pdf"]
