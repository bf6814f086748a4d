"""Chinese for the voice, the basics."""

from __future__ import annotations

import re

from converter.script.wording.rules import Rules, rule

DIGITS = str.maketrans("0123456789", "零一二三四五六七八九")
UNITS = {
    "km/h": "公里每小时",
    "m/s": "米每秒",
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
MONEY = {"￥": "元", "¥": "元", "$": "美元", "€": "欧元", "£": "英镑"}
SCALE = "千万|百万|万亿|[万亿千百]"


def _year(match: re.Match[str]) -> str:
    return match[0].translate(DIGITS)


def _date(match: re.Match[str]) -> str:
    return f"{match[1].translate(DIGITS)}年{int(match[2])}月{int(match[3])}日"


def _clock(match: re.Match[str]) -> str:
    hour, minute = int(match[1]), int(match[2])
    return f"{hour}点{minute}分" if minute else f"{hour}点整"


def _money(match: re.Match[str]) -> str:
    return f"{match[2]}{match[3] or ''}{MONEY[match[1]]}"


RULES: Rules = (
    rule(r"(?<=\d)[,，](?=\d{3}(?!\d))"),
    rule(r"(?<!\d)([12]\d{3})\s?[-–—~～至]\s?([12]\d{3})(?=年)", r"\1年至\2"),
    rule(r"(?<!\d)[12]\d{3}(?=年)(?!年(?:来|前|后|间))", _year),
    rule(r"(?<!\d)(\d{4})-(\d{1,2})-(\d{1,2})(?!\d)", _date),
    rule(r"(?<![\d:])([01]?\d|2[0-3])[:：]([0-5]\d)(?![\d:])", _clock),
    rule(r"(?:(?<=\d)|(?<=%))\s?[-–—~～]\s?(?=\d)", "到"),
    rule(rf"([￥¥$€£])\s?(\d+(?:\.\d+)?)({SCALE})?", _money),
    rule(r"(?<![\d.])(\d+(?:\.\d+)?)\s?‰", r"千分之\1"),
    rule(r"(?<![\d.])(\d+(?:\.\d+)?)%到(\d+(?:\.\d+)?)\s?%", r"百分之\1到百分之\2"),
    rule(r"(?<![\d.])(\d+(?:\.\d+)?)到(\d+(?:\.\d+)?)\s?%", r"百分之\1到\2"),
    rule(r"(?<![\d.])(\d+(?:\.\d+)?)\s?%", r"百分之\1"),
    rule(rf"(?<=\d)\s?({UNIT})(?![A-Za-z/²³])", lambda m: UNITS[m[1]]),
    rule(r"(?<![A-Za-z0-9.])[-−](?=\d)", "负"),
    rule(r"(?<=\d)\s?[×*]\s?(?=\d)", "乘以"),
    rule(r"\s*±\s*", "正负"),
    rule(r"\s*[≥⩾]\s*", "大于等于"),
    rule(r"\s*[≤⩽]\s*", "小于等于"),
    rule(r"\s*>\s*(?=\d)", "大于"),
    rule(r"\s*<\s*(?=\d)", "小于"),
    rule(r"约?\s*(?:≈|~(?=\d))\s*", "约"),
    rule(r"\s*=\s*", "等于"),
    rule(r"\s*→\s*", "到"),
    rule(r"(?<=\w)\s?&\s?(?=\w)", "和"),
    rule(r"(?<![A-Za-z])CO[2₂]", "二氧化碳"),
    rule(r"(?i)\bvs\.?", "对比"),
    rule(r"^\s+|\s+$"),
)
