"""English numbers for the voice: money, dates, times, units and signs."""

from __future__ import annotations

import re
from functools import partial

from converter.script.wording import units
from converter.script.wording.letters import DIGITS
from converter.script.wording.numerals import fractions, numeral
from converter.script.wording.rules import Rules, rule

WORDED_YEARS = range(1100, 2100)
MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
NUMBER = r"\d+(?:\.\d+)?"
SCALES = {
    "k": "thousand", "K": "thousand", "m": "million", "M": "million", "mn": "million",
    "mio": "million", "b": "billion", "B": "billion", "bn": "billion", "Bn": "billion",
    "t": "trillion", "T": "trillion", "tn": "trillion",
}  # fmt: skip
SCALE = "thousand|million|billion|trillion"
CURRENCIES = {
    "$": ("dollar", "dollars", "cents"),
    "US$": ("U S dollar", "U S dollars", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cents"),
    "C$": ("Canadian dollar", "Canadian dollars", "cents"),
    "HK$": ("Hong Kong dollar", "Hong Kong dollars", "cents"),
    "€": ("euro", "euros", "cents"),
    "£": ("pound", "pounds", "pence"),
    "¥": ("yen", "yen", "sen"),
    "₹": ("rupee", "rupees", "paise"),
    "₩": ("won", "won", "jeon"),
    "₽": ("rouble", "roubles", "kopeks"),
    "CHF": ("Swiss franc", "Swiss francs", "rappen"),
    "USD": ("U S dollar", "U S dollars", "cents"),
    "EUR": ("euro", "euros", "cents"),
    "GBP": ("pound", "pounds", "pence"),
    "JPY": ("yen", "yen", "sen"),
    "CNY": ("yuan", "yuan", "fen"),
    "RMB": ("yuan", "yuan", "fen"),
}
CURRENCY = "|".join(re.escape(sign) for sign in sorted(CURRENCIES, key=len, reverse=True))

UNITS = units.Units(
    names=units.names(
        """
        km kilometer kilometers
        m meter meters
        cm centimeter centimeters
        mm millimeter millimeters
        µm micrometer micrometers
        μm micrometer micrometers
        um micrometer micrometers
        nm nanometer nanometers
        pm picometer picometers
        mi mile miles
        ft foot feet
        yd yard yards
        ha hectare hectares
        kg kilogram kilograms
        g gram grams
        mg milligram milligrams
        µg microgram micrograms
        μg microgram micrograms
        ng nanogram nanograms
        t ton tons
        Mt megaton megatons
        Gt gigaton gigatons
        lb pound pounds
        lbs pound pounds
        oz ounce ounces
        l liter liters
        L liter liters
        mL milliliter milliliters
        ml milliliter milliliters
        µL microliter microliters
        μL microliter microliters
        dL deciliter deciliters
        s second seconds
        s² second_squared seconds_squared
        s^2 second_squared seconds_squared
        sec second seconds
        ms millisecond milliseconds
        µs microsecond microseconds
        μs microsecond microseconds
        ns nanosecond nanoseconds
        ps picosecond picoseconds
        min minute minutes
        h hour hours
        hr hour hours
        hrs hour hours
        yr year years
        yrs year years
        Hz hertz
        kHz kilohertz
        MHz megahertz
        GHz gigahertz
        THz terahertz
        W watt watts
        mW milliwatt milliwatts
        kW kilowatt kilowatts
        MW megawatt megawatts
        GW gigawatt gigawatts
        TW terawatt terawatts
        Wh watt_hour watt_hours
        kWh kilowatt_hour kilowatt_hours
        MWh megawatt_hour megawatt_hours
        GWh gigawatt_hour gigawatt_hours
        TWh terawatt_hour terawatt_hours
        mAh milliampere_hour milliampere_hours
        V volt volts
        mV millivolt millivolts
        kV kilovolt kilovolts
        mA milliampere milliamperes
        Ω ohm ohms
        kΩ kiloohm kiloohms
        J joule joules
        kJ kilojoule kilojoules
        MJ megajoule megajoules
        eV electronvolt electronvolts
        keV kiloelectronvolt kiloelectronvolts
        MeV megaelectronvolt megaelectronvolts
        GeV gigaelectronvolt gigaelectronvolts
        TeV teraelectronvolt teraelectronvolts
        cal calorie calories
        kcal kilocalorie kilocalories
        Pa pascal pascals
        hPa hectopascal hectopascals
        kPa kilopascal kilopascals
        MPa megapascal megapascals
        GPa gigapascal gigapascals
        bar bar
        mbar millibar millibars
        mK millikelvin
        °C degree_Celsius degrees_Celsius
        °F degree_Fahrenheit degrees_Fahrenheit
        ° degree degrees
        mol mole moles
        mmol millimole millimoles
        µM micromolar
        μM micromolar
        mM millimolar
        nM nanomolar
        dB decibel decibels
        lx lux
        kDa kilodalton kilodaltons
        bp base_pair base_pairs
        kb kilobase kilobases
        kB kilobyte kilobytes
        KB kilobyte kilobytes
        MB megabyte megabytes
        GB gigabyte gigabytes
        TB terabyte terabytes
        PB petabyte petabytes
        KiB kibibyte kibibytes
        MiB mebibyte mebibytes
        GiB gibibyte gibibytes
        kbps kilobit_per_second kilobits_per_second
        Mbps megabit_per_second megabits_per_second
        Gbps gigabit_per_second gigabits_per_second
        Mbit megabit megabits
        Gbit gigabit gigabits
        px pixel pixels
        MP megapixel megapixels
        fps frame_per_second frames_per_second
        dpi dot_per_inch dots_per_inch
        ppi pixel_per_inch pixels_per_inch
        rpm revolution_per_minute revolutions_per_minute
        mph mile_per_hour miles_per_hour
        ppm part_per_million parts_per_million
        ppb part_per_billion parts_per_billion
        kn knot knots
        pp percentage_point percentage_points
        FLOPS flops
        TFLOPS teraflops
        PFLOPS petaflops
        ly light_year light_years
        AU astronomical_unit astronomical_units
        pc parsec parsecs
        kpc kiloparsec kiloparsecs
        Mpc megaparsec megaparsecs
        """
    ),
    square="square",
    cubic="cubic",
    per="per",
)


def _money(match: re.Match[str]) -> str:
    sign, amount, scale = match["sign"], match["amount"], match["scale"] or ""
    one, many, small = CURRENCIES[sign]
    if scale:
        name = one if match[0].endswith("-dollar") else many
        return f"{amount} {SCALES.get(scale, scale)} {name}"
    if cents := re.fullmatch(r"(\d+)\.(\d\d)", amount):
        if cents[1] == "0":
            return f"{int(cents[2])} {small}"
        whole = f"{cents[1]} {one if cents[1] == '1' else many}"
        return whole if cents[2] == "00" else f"{whole} and {int(cents[2])} {small}"
    return f"{amount} {one if amount == '1' else many}"


def _attribute(match: re.Match[str]) -> str:
    """Say "a 2 million dollar grant": before a noun the currency is one."""
    scale = SCALES.get(match["scale"], match["scale"])
    return f"{match['amount']} {scale} {CURRENCIES[match['sign']][0]} "


def _money_range(match: re.Match[str]) -> str:
    scale = match["scale"] or ""
    worded = f" {SCALES.get(scale, scale)}" if scale else ""
    return f"{match[2]} to {match[3]}{worded} {CURRENCIES[match[1]][1]}"


def _range(match: re.Match[str]) -> str:
    """Say a dash between numbers as "to" when they rise, as a range does.

    After a capital it is a designation, after a bracket a telephone number: Figure 7-26,
    (801) 596-1887.
    """
    named = re.search(r"(?:(?:^|\s)[A-Z][\w.]*|\))\s$", match.string[: match.start()])
    rises = float(match[1]) < float(match[2])
    return f"{match[1]} to {match[2]}" if rises and not named else match[0]


def _year_range(match: re.Match[str]) -> str:
    first, last = match[1], match[2]
    return f"{first} to {first[:2] + last if len(last) == 2 else last}"


def _year(match: re.Match[str]) -> str:
    """Say "nineteen ninety-eight" where espeak would count hundreds."""
    year = int(match[1])
    if year not in WORDED_YEARS or 2000 <= year <= 2009 or year % 1000 == 0:
        return match[0]
    return numeral(year, "en", "year")


def _decade(match: re.Match[str]) -> str:
    decade = int(match[1]) if len(match[1]) == 4 else 1900 + int(match[1])
    worded = numeral(decade, "en", "year").replace("-", " ")
    spoken = worded if len(match[1]) == 4 else worded.split()[-1]
    return f"{spoken[:-1]}ies" if spoken.endswith("y") else f"{spoken}s"


def _date(match: re.Match[str], order: str) -> str:
    """Say a numeric date; `order` names its fields, as "ymd"."""
    fields = dict(zip(order, map(int, match.groups()), strict=True))
    if order == "mdy" and fields["m"] > 12:
        fields["m"], fields["d"] = fields["d"], fields["m"]
    if not (1 <= fields["m"] <= 12 and 1 <= fields["d"] <= 31):
        return match[0]
    return f"{MONTHS[fields['m'] - 1]} {fields['d']}, {fields['y']}"


def _month(match: re.Match[str]) -> str:
    return f"{MONTHS[int(match[2]) - 1]} {match[1]}"


def _clock(match: re.Match[str]) -> str:
    hour, minute, second = int(match[1]), match[2], match[3]
    half = (match[4] or "").replace(".", "").upper()
    after = f" {' '.join(half)}" if half else ""
    if second:
        return f"{hour} {int(minute)} {int(second)}{after}"
    if minute == "00":
        return f"{hour}{after}" if half else f"{hour} o'clock"
    return f"{hour} {'oh ' if minute[0] == '0' else ''}{int(minute)}{after}"


def _power(match: re.Match[str]) -> str:
    base, sign, exponent = match[1], match[2], match[3].translate(DIGITS)
    if not sign and exponent in ("2", "3"):
        return f"{base} {'squared' if exponent == '2' else 'cubed'}"
    return f"{base} to the {'minus ' if sign else ''}{exponent}"


def _scientific(match: re.Match[str]) -> str:
    sign = "minus " if match[2] in ("-", "−") else ""
    return f"{match[1]} times 10 to the {sign}{match[3]}"


FRACTIONS = {
    "1/2": "one half", "1/3": "one third", "2/3": "two thirds", "1/4": "one quarter",
    "3/4": "three quarters", "1/5": "one fifth", "2/5": "two fifths", "3/5": "three fifths",
    "4/5": "four fifths", "1/6": "one sixth", "5/6": "five sixths", "1/8": "one eighth",
    "3/8": "three eighths", "5/8": "five eighths", "7/8": "seven eighths", "1/10": "one tenth",
    "1/16": "one sixteenth", "7/16": "seven sixteenths", "1/100": "one hundredth",
}  # fmt: skip

NUMBERS: Rules = (
    rule(r"(?<=\d),(?=\d{3}(?!\d))"),
    rule(r"(?<=\d)[\u00a0\u202f\u2009](?=\d{3}(?!\d))"),
    rule(r"(?<![\w.])\.(?=\d)", "0."),
    *fractions(FRACTIONS, "{whole} and {part}"),
    rule(r"(?<=\d and )one half\b", "a half"),
)
DATES: Rules = (
    rule(r"\b(\d{4})-(\d\d)-(\d\d)\b", partial(_date, order="ymd")),
    rule(r"\b(\d{1,2})/(\d{1,2})/(\d{4})\b", partial(_date, order="mdy")),
    rule(r"\b(\d{1,2})\.(\d{1,2})\.(\d{4})\b", partial(_date, order="dmy")),
    rule(r"(?<![\d-])((?:19|20)\d\d)-(0[1-9]|1[0-2])(?![\d-])", _month),
    *(rule(rf"(?<=\d\s){month[:3]}\.?(?=\s\d{{4}})", month) for month in MONTHS),
    *(
        rule(rf"\b{month[:3]}{'t?' if month[:3] == 'Sep' else ''}\.\s(?=\d)", f"{month} ")
        for month in MONTHS
    ),
    rule(
        r"(?i)\b([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?:\s?([ap]\.?m\b\.?))?(?![\d:])",
        _clock,
    ),
    rule(r"\b(\d{1,2})\s?[–-]\s?(\d{1,2})(?=\s?[ap]\.?m\b)", r"\1 to \2"),
    rule(r"(?i)\b(\d{1,2})\s?([ap])\.?m\b\.?(?=\W|$)", lambda m: f"{m[1]} {m[2].upper()} M"),
    rule(r"\b((?:1\d|20)\d\d)\s?[–—-]\s?((?:1\d|20)?\d\d)\b(?![-–.\d])", _year_range),
    rule(r"(?<![\w.])['’]?((?:1[1-9]|20)\d0|[2-9]0)['’]?s\b", _decade),
)
MONEY: Rules = (
    rule(
        rf"({CURRENCY})\s?({NUMBER})\s?[–-]\s?(?:{CURRENCY})?({NUMBER})"
        rf"(?:\s?(?P<scale>{'|'.join(SCALES)}|{SCALE})\b)?",
        _money_range,
    ),
    rule(
        rf"(?<=\b[Aa]\s)(?P<sign>{CURRENCY})\s?(?P<amount>{NUMBER})"
        rf"[\s-]?(?P<scale>{'|'.join(SCALES)}|{SCALE})\s(?=[a-z])",
        _attribute,
    ),
    rule(
        rf"(?<!\w)(?P<sign>{CURRENCY})\s?(?P<amount>{NUMBER})"
        rf"(?:[\s-]?(?P<scale>{'|'.join(SCALES)}|{SCALE})\b(?:-dollar)?)?",
        _money,
    ),
    rule(
        rf"\b(?P<amount>{NUMBER})(?:\s?(?P<scale>{SCALE}))?\s?(?P<sign>{CURRENCY})(?!\w)",
        _money,
    ),
    rule(r"(?<=dollars)/(?=[a-z])|(?<=euros)/(?=[a-z])|(?<=pounds)/(?=[a-z])", " per "),
)
SIGNS: Rules = (
    rule(r"(\b\d+(?:\.\d+)?|\b[a-zA-Z])\^\{?([-−+]?)(\d+|[a-z]\b)\}?", _power),
    rule(r"\b(\d+)\+(?=\s[a-z])", r"\1 plus"),
    rule(r"\s*∈\s*", " in "),
    rule(r"\s*∪\s*", " union "),
    rule(r"\s*∩\s*", " intersection "),
    rule(r"\s*[⊂⊆]\s*", " subset of "),
    rule(r"(\b\d+(?:\.\d+)?|\b[a-zA-Z]|\))([⁻]?)([⁰¹²³⁴-⁹]+)", _power),
    rule(
        rf"(?<![\w.–—/-])(?<!\d[–—-]\s)({NUMBER})(?:-|\s?[–—]\s?)({NUMBER})"
        r"(?!\w|/|\s?[–—-]\s?\d|\.\d)",
        _range,
    ),
    rule(r"(?<=\d)\s?%\s?(?:-|–|to)\s?(?=\d)", " to "),
    rule(r"(?<=\d)\s?%", " percent"),
    rule(r"(?<=\d)\s?‰", " per mille"),
    rule(r"(?<=\d)\s?¢", " cents"),
    rule(r"\b50/50\b", "50 50"),
    rule(r"(?<![\d:])(\d+):(\d+)(?![\d:])", r"\1 to \2"),
    rule(r"\b(\d+(?:\.\d+)?)[eE]([-−+]?)(\d{1,3})\b", _scientific),
    rule(r"(?<=\d)\s?[x×]\s?(?=\d{3,})", " by "),
    rule(r"(?<=\d)\s?[×·⋅∙]\s?(?=\d)", " times "),
    rule(r"(?<=\d)[x×](?!\w)", " times"),
    rule(r"(?<=\d)\s?x\s?(?=\d)", " by "),
    rule(r"\s?[×·⋅∙]\s?", " times "),
    rule(r"\s*(?:<=|≤|⩽)\s*", " at most "),
    rule(r"\s*(?:>=|≥|⩾)\s*", " at least "),
    rule(r"\s*<\s*(?=[\d.$€£-])", " less than "),
    rule(r"\s*>\s*(?=[\d.$€£-])", " greater than "),
    rule(r"\s*≪\s*", " much less than "),
    rule(r"\s*≫\s*", " much greater than "),
    rule(r"\s*≠\s*", " is not equal to "),
    rule(r"\s*±\s*", " plus or minus "),
    rule(r"\s*(?:≈|≃|≅|∼)\s*", " about "),
    rule(r"~\s?(?=[\d$€£])", "about "),
    rule(r"\s*(?:→|⟶|->|=>|⇒)\s*", " to "),
    rule(r"\s*(?:↔|⇔)\s*", " and "),
    rule(r"(?<=\w)\s?=\s?(?=[\w.-])", " equals "),
    rule(r"(?<=\d)\s\+\s(?=\d)", " plus "),
    rule(r"(?<=\d)\s[−-]\s(?=\d)", " minus "),
    rule(r"(?<![\w\d])[−-](?=\d)", "minus "),
    rule(r"(?<![\w\d])\+(?=\d)", "plus "),
    rule(r"∞", "infinity"),
    rule(r"√\s?", "the square root of "),
    rule(r"(?<=\d)\s?[″]", " inches"),
    rule(r"(?<=\d)\s?[′]", " feet"),
    rule(r"(?<=\d)\sB\b", " bytes"),
    rule(r"(?<=\d)\sK\b", " kelvin"),
    rule(r"(?<=\d)(?:k|(?<!\b[248])K)\b", " thousand"),
    rule(r"(?<=\d)\s?[M]\b", " million"),
    rule(r"(?<=\d)bn\b", " billion"),
    rule(r"(?<=\d)[B]\b", " billion"),
)

WORDED: Rules = (
    # A year in words, unless it counts something ("1998 patients").
    rule(
        r"(?<![\w.,/–-])((?:1[1-9]|20)\d\d)(?![\w/–-]|[.,]\d)"
        r"(?!\s(?!(?:is|was|has|years?)\b)[a-z]+s\b)",
        _year,
    ),
)
