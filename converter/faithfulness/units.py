"""Units: what stands behind a number, as a dimension and a factor, in five languages at once.

"6.4 megawatt hours", "6,4 MWh" and "6.4 兆瓦时" measure the same, and 1,500 m are 1.5 km.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache
from typing import NamedTuple


class Unit(NamedTuple):
    """A dimension (`metre`, `euro`, `year`) and how many of it one of this unit is."""

    dimension: str
    factor: Fraction = Fraction(1)


_BASES = """
metre       m | meter meters metre metres mètre mètres metro metros
gram        g | gram grams gramme grammes Gramm gramo gramos
watt        W | watt watts vatio vatios
watthour    Wh | watt-hour watt-hours watt_hour watt_hours Wattstunde Wattstunden wattheure \
  wattheures watt-heure watt-heures vatio_hora vatios_hora
hertz       Hz | hertz hercio hercios
byte        B | byte bytes
octet       o | octet octets
bit         bit | bit bits
volt        V | volt volts voltio voltios
ampere      A | ampere amperes Ampere ampère ampères amperio amperios
joule       J | joule joules julio julios
pascal      Pa | pascal pascals pascales
electronvolt eV | electronvolt electronvolts Elektronenvolt électronvolt électronvolts
litre       l L | liter liters litre litres litro litros
tonne       t | ton tons tonne tonnes Tonne Tonnen tonelada toneladas
second      s sec | second seconds Sekunde Sekunden seconde secondes segundo segundos
pixel       px | pixel pixels Pixel píxel píxeles
calorie     cal | calorie calories Kalorie Kalorien caloría calorías
mole        mol | mole moles Mol mol
"""
_PREFIXES = """
-12 p pico pico
-9  n nano nano
-6  µ micro mikro
-6  μ micro micro
-3  m milli mili
-2  c centi zenti centí
-1  d deci dezi
2   h hecto hekto
3   k kilo kiló
6   M mega méga
9   G giga giga
12  T tera téra
15  P peta péta
"""
_OTHERS = """
percent 1       % | percent per_cent Prozent pour_cent por_ciento
permille 1      ‰ | per_mille Promille pour_mille por_mil
point 1         pp | percentage_point percentage_points Prozentpunkt Prozentpunkte \
  Prozentpunkten point_de_pourcentage points_de_pourcentage punto_porcentual \
  puntos_porcentuales 个百分点
second 60       min | minute minutes Minute Minuten minuto minutos 分钟
second 3600     h hr hrs | hour hours Stunde Stunden heure heures hora horas 小时
day 1           | day days Tag Tage Tagen jour jours día días 天
day 7           | week weeks Woche Wochen semaine semaines semana semanas 周 星期
month 1         | month months Monat Monate Monaten mois mes meses 个月
month 12        yr yrs | year years Jahr Jahre Jahren an ans année années año años 年
month 120       | decade decades Jahrzehnt Jahrzehnte Jahrzehnten décennie décennies década \
  décadas
month 1200      | century centuries Jahrhundert Jahrhunderte Jahrhunderten siècle siècles siglo \
  siglos 世纪
celsius 1       °C ℃ | degree_Celsius degrees_Celsius Grad_Celsius Grad degré_Celsius \
  degrés_Celsius grado_Celsius grados_Celsius 摄氏度
fahrenheit 1    °F | degree_Fahrenheit degrees_Fahrenheit Grad_Fahrenheit 华氏度
degree 1        ° | degree degrees degré degrés grado grados 度
decibel 1       dB | decibel decibels Dezibel décibel décibels decibelio decibelios 分贝
squaremetre 1   m² m2 m^2 | square_meter square_meters square_metre square_metres Quadratmeter \
  Quadratmetern mètre_carré mètres_carrés metro_cuadrado metros_cuadrados 平方米
squaremetre 1000000 km² km2 km^2 | square_kilometer square_kilometers square_kilometre \
  square_kilometres Quadratkilometer kilomètre_carré kilomètres_carrés kilómetro_cuadrado \
  kilómetros_cuadrados 平方公里 平方千米
squaremetre 10000 ha | hectare hectares Hektar hectárea hectáreas 公顷
cubicmetre 1    m³ m3 m^3 | cubic_meter cubic_meters cubic_metre cubic_metres Kubikmeter \
  Kubikmetern mètre_cube mètres_cubes metro_cúbico metros_cúbicos 立方米
cubicmetre 1000000000 km³ km3 | cubic_kilometer cubic_kilometers cubic_kilometre \
  cubic_kilometres Kubikkilometer kilomètre_cube kilomètres_cubes kilómetro_cúbico \
  kilómetros_cúbicos 立方公里
kmh 1           km/h | kilometers_per_hour kilometres_per_hour kilometers_an_hour \
  kilometres_an_hour Kilometer_pro_Stunde Stundenkilometer kilomètres_par_heure \
  kilómetros_por_hora 公里每小时
ms 1            m/s | meters_per_second metres_per_second Meter_pro_Sekunde mètres_par_seconde \
  metros_por_segundo 米每秒
mph 1           mph | miles_per_hour miles_an_hour
foot 1          ft | foot feet
mile 1          | mile miles Meile Meilen milla millas 英里
inch 1          | inch inches Zoll pouce pouces pulgada pulgadas
poundmass 1     lb lbs |
gram 1000       | Kilo kilos Kilos kilo 公斤 千克
gram 1          | 克
gram 1/1000     | 毫克
tonne 1         | 吨
metre 1         | 米
metre 1000      | 公里 千米
metre 1/100     | 厘米
metre 1/1000    | 毫米
metre 1/1000000 | 微米
metre 1/1000000000 | 纳米
watt 1          | 瓦
watt 1000       | 千瓦
watt 1000000    | 兆瓦
watt 1000000000 | 吉瓦
watthour 1000   | 千瓦时 度电
watthour 1000000 | 兆瓦时
litre 1         | 升
litre 1/1000    | 毫升
second 1        | 秒
second 1/1000   | 毫秒
hertz 1         | 赫兹
hertz 1000000   | 兆赫
volt 1          | 伏
dollar 1        $ US$ USD A$ C$ | dollar dollars dólar dólares US-Dollar 美元
euro 1          € EUR | euro euros 欧元
pound 1         £ GBP | pound pounds Pfund livre livres libra libras 英镑
yen 1           JPY | yen Yen 日元
yuan 1          RMB CNY ￥ ¥ | yuan renminbi 元 人民币
franc 1         CHF | franc francs Franken franco francos 瑞士法郎
rupee 1         ₹ INR | rupee rupees Rupie Rupien 卢比
"""
SIGNS = r"US\$|A\$|C\$|[$€£￥¥₹]"
"""Currencies that stand before their number."""


@cache
def pattern() -> re.Pattern[str]:
    """Return what matches a unit directly behind a number."""
    names = sorted(_table(), key=len, reverse=True)
    latin = "|".join(_spaced(name) for name in names if not _is_chinese(name))
    chinese = "|".join(name for name in names if _is_chinese(name))
    return re.compile(
        r"[\s\u00a0\u202f\u2009-]?"
        rf"(?:(?:de |d['’]|of )?(?P<latin>{latin})(?![^\W_])|(?P<zh>{chinese}))"
    )


def unit(name: str) -> Unit | None:
    """Return the unit a symbol or a name stands for."""
    plain = re.sub(r"[\s\u00a0-]+", "_", name)
    return _table().get(plain) or _table().get(plain.lower()) or _table().get(name)


def _is_chinese(name: str) -> bool:
    return "\u4e00" <= name[0] <= "\u9fff"


def _spaced(name: str) -> str:
    """Let names begin with a capital or not; symbols stay as they are."""
    escaped = re.escape(name).replace("_", r"[\s\u00a0-]")
    return f"(?i:{escaped})" if len(name) > 3 else escaped


@cache
def _table() -> dict[str, Unit]:
    found: dict[str, Unit] = {}
    for line in _OTHERS.strip().splitlines():
        head, names = line.split("|")
        dimension, factor, *symbols = head.split()
        for name in (*symbols, *names.split()):
            found[name] = Unit(dimension, Fraction(factor))
    for line in _BASES.strip().splitlines():
        head, names = line.split("|")
        dimension, *symbols = head.split()
        for name in (*symbols, *names.split()):
            found.setdefault(name, Unit(dimension))
        for power, symbol, *prefixes in map(str.split, _PREFIXES.strip().splitlines()):
            scaled = Unit(dimension, Fraction(10) ** int(power))
            for base in symbols:
                found.setdefault(symbol + base, scaled)
            for prefix in prefixes:
                for base in names.split():
                    found.setdefault(prefix + base.lower(), scaled)
    return found | {name.lower(): u for name, u in found.items() if len(name) > 3}
