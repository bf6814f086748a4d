"""Language codes as MP4 wants them: three letters where a tag has two."""

from __future__ import annotations

TABLE = """
af:afr am:amh ar:ara az:aze be:bel bg:bul bn:ben bs:bos ca:cat cs:ces cy:cym da:dan
de:deu el:ell en:eng eo:epo es:spa et:est eu:eus fa:fas fi:fin fr:fra ga:gle gd:gla
gl:glg gu:guj he:heb hi:hin hr:hrv hu:hun hy:hye id:ind is:isl it:ita ja:jpn ka:kat
kk:kaz kn:kan ko:kor ku:kur ky:kir la:lat lb:ltz lt:lit lv:lav mi:mri mk:mkd ml:mal
mn:mon mr:mar ms:msa mt:mlt my:mya nb:nob ne:nep nl:nld nn:nno no:nor or:ori pa:pan
pl:pol ps:pus pt:por ro:ron ru:rus sd:snd si:sin sk:slk sl:slv sq:sqi sr:srp sv:swe
sw:swa ta:tam te:tel tg:tgk th:tha tk:tuk tl:tgl tr:tur tt:tat ug:uig uk:ukr ur:urd
uz:uzb vi:vie yo:yor zh:zho zu:zul
"""
CODES = dict(pair.split(":") for pair in TABLE.split())


def three_letter(tag: str) -> str:
    """Return the ISO 639-2 code of a BCP 47 tag; `und` where none is known."""
    language = tag.replace("_", "-").split("-")[0].lower()
    return language if len(language) == 3 else CODES.get(language, "und")
