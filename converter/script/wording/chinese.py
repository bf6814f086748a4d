"""Chinese for the voice."""

from __future__ import annotations

import re
import unicodedata

from converter.script.wording import letters
from converter.script.wording.letters import greek
from converter.script.wording.romans import NUMERAL, value
from converter.script.wording.rules import Rules, rule
from converter.script.wording.signs import Signs

FIGURES = str.maketrans("0123456789", "零一二三四五六七八九")
UNITS = {
    "km/h": "公里每小时",
    "m/s": "米每秒",
    "m/s²": "米每二次方秒",
    "μg/m³": "微克每立方米",
    "µg/m³": "微克每立方米",
    "mg/L": "毫克每升",
    "MB": "兆字节",
    "GB": "吉字节",
    "TB": "太字节",
    "MWh": "兆瓦时",
    "GWh": "吉瓦时",
    "km²": "平方公里",
    "km2": "平方公里",
    "m²": "平方米",
    "m2": "平方米",
    "m³": "立方米",
    "km": "公里",
    "cm": "厘米",
    "mm": "毫米",
    "nm": "纳米",
    "μm": "微米",
    "µm": "微米",
    "m": "米",
    "kg": "公斤",
    "mg": "毫克",
    "μg": "微克",
    "g": "克",
    "t": "吨",
    "L": "升",
    "mL": "毫升",
    "ml": "毫升",
    "kWh": "千瓦时",
    "kW": "千瓦",
    "MW": "兆瓦",
    "GW": "吉瓦",
    "W": "瓦",
    "V": "伏",
    "ms": "毫秒",
    "s": "秒",
    "min": "分钟",
    "h": "小时",
    "Hz": "赫兹",
    "MHz": "兆赫",
    "GHz": "吉赫",
    "°C": "摄氏度",
    "°": "度",
    "dB": "分贝",
    "hPa": "百帕",
}
UNIT = "|".join(re.escape(unit) for unit in sorted(UNITS, key=len, reverse=True))
MONEY = {
    "￥": "元", "¥": "元", "HK$": "港元", "US$": "美元", "$": "美元", "€": "欧元", "£": "英镑",
    "USD": "美元", "EUR": "欧元", "RMB": "元", "CNY": "元",
}  # fmt: skip
SIGN = "|".join(re.escape(sign) for sign in sorted(MONEY, key=len, reverse=True))
SCALE = "千万|百万|万亿|[万亿千百]"


def _year(match: re.Match[str]) -> str:
    return match[0].translate(FIGURES)


def _date(match: re.Match[str]) -> str:
    return f"{match[1].translate(FIGURES)}年{int(match[3])}月{int(match[4])}日"


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    if match[3]:
        return f"{hour}点{minute}分{int(match[3])}秒"
    return f"{hour}点{'零' if minute < 10 else ''}{minute}分" if minute else f"{hour}点整"


def counted(number: int) -> str:
    """Return a number below 10000 in words: 十四, 一百零五."""
    said = "".join(
        digit.translate(FIGURES) + ("", "十", "百", "千")[place] if digit != "0" else "零"
        for digit, place in zip(str(number), reversed(range(len(str(number)))), strict=True)
    )
    short = re.sub("零+", "零", said).rstrip("零") or "零"
    return short.removeprefix("一") if short.startswith("一十") else short


def _fraction(match: re.Match[str]) -> str:
    return f"{counted(int(match[2]))}分之{counted(int(match[1]))}"


def _rank(roman: str) -> str:
    return counted(value(roman.upper()))


def _money(match: re.Match[str]) -> str:
    return f"{match[2]}{match[3] or ''}{MONEY[match[1]]}"


def _after(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2] or ''}{MONEY[match[3]]}"


COMPOUNDS = {
    "CO2": "二氧化碳", "H2O": "水", "CH4": "甲烷", "N2O": "一氧化二氮", "SO2": "二氧化硫",
    "NO2": "二氧化氮", "O3": "臭氧", "NaCl": "氯化钠", "CaCO3": "碳酸钙",
}  # fmt: skip
SIGNS = Signs(
    words={
        "±": "正负", "≥": "大于等于", "≤": "小于等于", "≠": "不等于", "→": "到", "∈": "属于",
        "∪": "并", "∩": "交", "⊂": "包含于", ">": "大于", "<": "小于", "=": "等于",
        "×": "乘以", "+": "加", "-": "负", "≈": "约", "√": "根号",
    },
    squared="的平方",
    cubed="的立方",
    power="的{}次方",
    gap="",
)  # fmt: skip
GREEK = (
    "阿尔法 贝塔 伽马 德尔塔 艾普西龙 泽塔 伊塔 西塔 约塔 卡帕 兰姆达 缪 纽 克西 奥密克戎 派 柔 "
    "西格马 陶 宇普西龙 斐 希 普西 欧米伽"
)
RULERS = "路易|亨利|查理|爱德华|伊丽莎白|乔治|威廉|腓特烈|拿破仑|彼得|叶卡捷琳娜|菲利普"


def _compound(match: re.Match[str]) -> str:
    return COMPOUNDS.get(match[0].translate(letters.DIGITS), match[0])


DATES: Rules = (
    rule(r"(?<!\d)([12]\d{3})\s?[-–—~～至]\s?([12]\d{3})(?=年)", r"\1年至\2"),
    rule(r"(?<!\d)([12]\d{3})(?=年代)", _year),
    rule(r"(?<!\d)[12]\d{3}(?=年)(?!年(?:来|前|间))(?<!公元前\d{4})", _year),
    rule(r"(?<![\d.])(\d{4})([-/.])(\d{1,2})\2(\d{1,2})(?![\d.])", _date),
    rule(r"(?<![\d:])([01]?\d|2[0-3])[:：]([0-5]\d)(?:[:：]([0-5]\d))?(?![\d:])", _clock),
    rule(r"(?<![\d:：])(\d+)[:：](\d+)(?![\d:：])", r"\1比\2"),
)
PERCENT: Rules = (
    rule(r"(?<![\d.])(\d+(?:\.\d+)?)\s?‰", r"千分之\1"),
    rule(r"(?<![\d.])(\d+(?:\.\d+)?)%到(\d+(?:\.\d+)?)\s?%", r"百分之\1到百分之\2"),
    rule(r"(?<![\d.])(\d+(?:\.\d+)?)到(\d+(?:\.\d+)?)\s?%", r"百分之\1到\2"),
    rule(r"(?<![A-Za-z0-9.])[-−](\d+(?:\.\d+)?)\s?%", r"负百分之\1"),
    rule(r"(?<![\d.])(\d+(?:\.\d+)?)\s?%", r"百分之\1"),
)
ROMANS: Rules = (
    rule("[\u2160-\u2188]+", lambda m: _rank(unicodedata.normalize("NFKC", m[0]))),
    rule(rf"({RULERS})({NUMERAL})(?![A-Za-z])", lambda m: f"{m[1]}{_rank(m[2])}"),
)

RULES: Rules = (
    rule(r"(?<=\d)[,，](?=\d{3}(?!\d))"),
    *ROMANS,
    *DATES,
    rule("½", "二分之一"),
    rule(r"(?<![\d/])(\d{1,2})/(\d{1,3})(?![\d/])", _fraction),
    rule(r"(?:(?<=\d)|(?<=%)|(?<=点整)|(?<=分))\s?[-–—~～]\s?(?=\d)", "到"),
    rule(rf"({SIGN})\s?(\d+(?:\.\d+)?)({SCALE})?", _money),
    rule(rf"(\d+(?:\.\d+)?)({SCALE})?\s?({SIGN})(?![A-Za-z])", _after),
    *PERCENT,
    rule(rf"(?<=\d)\s?({UNIT})(?![A-Za-z/²³])", lambda m: UNITS[m[1]]),
    rule(r"(?<![A-Za-z0-9])[A-Z][A-Za-z\d₀-₉]{1,5}(?![A-Za-z0-9])", _compound),
    rule(r"约\s*(?:≈|~(?=\d))", "约"),
    *SIGNS.rules(),
    rule(r"(?<=\w)\s?&\s?(?=\w)", "和"),
    rule(r"(?i)\bvs\.?", "对比"),
    rule(r"\bNo\.\s?(\d+)", r"第\1号"),
    rule(r"\bv(?=\d+\.\d)", "版本"),
    *greek(GREEK),
    rule(r"^\s+|\s+$"),
)
