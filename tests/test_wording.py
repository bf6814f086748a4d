"""What the voice says and what the eye reads, as tables of examples."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.script.wording import readable, speakable

ENGLISH = """
It cost $3.2 million. => It cost 3.2 million dollars.
It cost $3.2M in 2019. => It cost 3.2 million dollars in twenty nineteen.
He paid $5 or $1. => He paid 5 dollars or 1 dollar.
It was $5.50, then $19.99. => It was 5 dollars and 50 cents, then 19 dollars and 99 cents.
€5 and 5 € and £3bn => 5 euros and 5 euros and 3 billion pounds
US$40 billion => 40 billion U S dollars
100 USD or 20 EUR => 100 U S dollars or 20 euros
$20/month => 20 dollars per month
¥500 and ₹20 => 500 yen and 20 rupees
a fee of $0.99 => a fee of 99 cents
$1,000 each => 1000 dollars each
$12.00 flat => 12 dollars flat
12% of them => 12 percent of them
12 % of them => 12 percent of them
5–10% of users => 5 to 10 percent of users
5%–10% of users => 5 to 10 percent of users
It's 100% sure. => It's 100 percent sure.
up 0.5 pp => up 0.5 percentage points
5‰ of salt => 5 per mille of salt
120 km/h => 120 kilometers per hour
9.8 m/s² => 9.8 meters per second squared
3 m/s and 5 km/s => 3 meters per second and 5 kilometers per second
20 °C and 68°F => 20 degrees Celsius and 68 degrees Fahrenheit
-5°C at night => minus 5 degrees Celsius at night
5 mm, 3 kg, 16 GB => 5 millimeters, 3 kilograms, 16 gigabytes
20 ms and 5 µm => 20 milliseconds and 5 micrometers
100 m² of land => 100 square meters of land
5 km² and 3 m³ => 5 square kilometers and 3 cubic meters
1 km and 1 kg => 1 kilometer and 1 kilogram
1.5 GHz and 300 MHz => 1.5 gigahertz and 300 megahertz
0.5 mL and 1 L => 0.5 milliliters and 1 liter
10 mph => 10 miles per hour
2 lbs and 5 ft => 2 pounds and 5 feet
100 kWh/day => 100 kilowatt hours per day
5 mg/kg => 5 milligrams per kilogram
50 µg/m³ => 50 micrograms per cubic meter
100 MB/s and 1 Gbps => 100 megabytes per second and 1 gigabit per second
60 fps at 300 dpi => 60 frames per second at 300 dots per inch
300 K is warm => 300 kelvin is warm
512 B of memory => 512 bytes of memory
400 ppm of CO2 => 400 parts per million of C O 2
a 10-km race => a 10 kilometer race
turn 90° left => turn 90 degrees left
an angle of 45 degrees => an angle of 45 degrees
2 min and 3 h => 2 minutes and 3 hours
a delay of 5s => a delay of 5 seconds
10^-3 and 10⁻³ => 10 to the minus 3 and 10 to the minus 3
10^6 cells => 10 to the 6 cells
x^2 and x² and x³ => x squared and x squared and x cubed
1e6 and 5e-3 => 1 times 10 to the 6 and 5 times 10 to the minus 3
2019–2021 => twenty nineteen to twenty twenty-one
2019-2021 => twenty nineteen to twenty twenty-one
the 1939-45 war => the nineteen thirty-nine to nineteen forty-five war
5–10 people => 5 to 10 people
10-15 km away => 10 to 15 kilometers away
a 7-5 victory => a 7-5 victory
Figure 7-26 shows => Figure 7-26 shows
the Boeing 737–800 => the Boeing 737–800
call 206–231–3195 => call 206–231–3195
grant 1605/7-1 => grant 1605/7-1
call (801) 596-1887 => call (801) 596-1887
a 3⁄8 inch bolt => a three eighths inch bolt
12–14 July => 12 to 14 July
from 5 to 10 => from 5 to 10
1,234,567 people => 1234567 people
12,000 units => 12000 units
.5 of it => 0.5 of it
the 21st century => the 21st century
I have 3 apples. => I have 3 apples.
the 1990s => the nineteen nineties
the '90s => the nineties
In 1998 it began. => In nineteen ninety-eight it began.
since 2019, when => since twenty nineteen, when
in 2005 and 2000 => in 2005 and 2000
1998 patients => 1998 patients
2048 images => 2048 images
Room 101 => Room 101
at 14:30 today => at 14 30 today
at 9:05 sharp => at 9 oh 5 sharp
by 9:00 => by 9 o'clock
at 9:00 am => at 9 A M
at 5 p.m. on Monday => at 5 P M on Monday
until 5pm => until 5 P M
a time of 1:30:45 => a time of 1 30 45
a ratio of 3:1 => a ratio of 3 to 1
2024-03-15 => March 15, twenty twenty-four
03/15/2024 => March 15, twenty twenty-four
15.03.2024 => March 15, twenty twenty-four
Jan. 5, 2020 => January 5, twenty twenty
on 5 March 2024 => on 5 March twenty twenty-four
1/2 of it => one half of it
3/4 of 2/3 => three quarters of two thirds
1½ cups => 1 and a half cups
½ done => one half done
a 50/50 chance => a 50 50 chance
open 24/7 => open 24 7
Louis XIV was king. => Louis the fourteenth was king.
Elizabeth II reigned. => Elizabeth the second reigned.
Charles I of England => Charles the first of England
Pope Benedict XVI => Pope Benedict the sixteenth
Mary I think knows => Mary I think knows
Chapter IV begins => Chapter 4 begins
World War II ended => World War 2 ended
Type II errors => Type 2 errors
Part III. => Part 3.
Dr. Smith agreed. => Doctor Smith agreed.
Mr. Jones and Mrs. Doe => Mister Jones and Missus Doe
Prof. Lee => Professor Lee
many things, e.g. this => many things, for example this
one, i.e. the first => one, that is the first
apples, pears, etc. => apples, pears, et cetera.
apples, etc. and more => apples, et cetera and more
Smith et al. showed => Smith and colleagues showed
A vs. B => A versus B
see Fig. 3 and Figs. 4 => see Figure 3 and Figures 4
Eq. (3) and Sec. 4.2 => Equation (3) and Section 4.2
No. 5 of 7 => number 5 of 7
Yes and no. It ends. => Yes and no. It ends.
Vol. 3, pp. 3–5 => Volume 3, pages 3 to 5
p. 12 and ch. 3 => page 12 and chapter 3
§ 5 applies => section 5 applies
approx. 5 or ca. 7 => approximately 5 or about 7
Acme Inc. grew => Acme Incorporated grew
Foo Ltd. shrank => Foo Limited shrank
the U.S. Army => the U S Army
made in the U.S. => made in the U S.
the U.K. economy => the U K economy
J. R. R. Tolkien wrote => J R R Tolkien wrote
a Ph.D. student => a P H D student
St. Louis => Saint Louis
A.D. 50 => A D 50
he/she said => he or she said
a client/server model => a client server model
and/or => and or
w/o it => without it
R&D spending => R and D spending
AT&T and Q&A => A T and T and Q and A
Tom & Jerry => Tom and Jerry
mail john.doe@example.com now => mail john dot doe at example dot com now
see https://www.example.org/ now => see example dot org now
see https://github.com/user/repo. => see github dot com slash user slash repo.
at https://example.org/a/b/c?x=1#f, then => at example dot org, then
see example.org => see example dot org
Node.js and config.json => Node dot js and config dot json
item #5 on the list => item number 5 on the list
the #winning tag => the hashtag winning tag
thanks @user => thanks at user
~5 days and ~$3 => about 5 days and about 3 dollars
p < 0.05 => p less than 0.05
n > 30 => n greater than 30
≥ 5 and ≤3 => at least 5 and at most 3
3.5 ± 0.2 => 3.5 plus or minus 0.2
3 × 4 = 12 => 3 times 4 equals 12
3× faster and 10x => 3 times faster and 10 times
1280x720 pixels => twelve eighty by 720 pixels
a 2x3 grid => a 2 by 3 grid
A → B => A to B
x ≈ 5 => x about 5
x = 5 => x equals 5
from ∞ => from infinity
√2 => the square root of 2
-5 and +5 => minus 5 and plus 5
5 - 3 => 5 minus 3
10k users => 10 thousand users
5M people => 5 million people
7B parameters => 7 billion parameters
4K video => 4K video
5G networks => 5G networks
3D models => 3D models
H2O and CO2 => H 2 O and C O 2
CO₂ and H₂O => C O 2 and H 2 O
PM2.5 levels => P M 2.5 levels
𝑥 and 𝐀 => x and A
C++ and C# => C plus plus and C sharp
the .NET runtime => the dot net runtime
v2.1 is out => version 2.1 is out
version 3.11.2 => version 3.11.2
GPT-4 and COVID-19 => GPT-4 and COVID-19
the API and GPUs => the API and GPUs
an IMS job => an I M S job
ISO 9001 => I S O 9001
MIT and NASA => MIT and NASA
Figure 3a shows => Figure 3a shows
N/A => not applicable
pi is 3.14159 => pi is 3.14159
the 5-year-old => the 5-year-old
first-class work => first-class work
"quoted" text => "quoted" text
"""

GERMAN = """
Das kostet 3,2 Mio. Euro. => Das kostet 3,2 Millionen Euro.
Es waren 12,5 % davon. => Es waren 12,5 Prozent davon.
5 € und 3,50 € => 5 Euro und 3 Euro 50
2 Mrd. Euro und 5 Mio. € => 2 Milliarden Euro und 5 Millionen Euro
$5 und 5 US-$ => 5 Dollar und 5 Dollar
z. B. hier und d. h. dort => zum Beispiel hier und das heißt dort
u. a. auch, usw. => unter anderem auch, und so weiter.
120 km/h und 20 °C => 120 Kilometer pro Stunde und 20 Grad Celsius
100 m² und 5 m³ => 100 Quadratmeter und 5 Kubikmeter
1 kg und 2 t => 1 Kilogramm und 2 Tonnen
1,5 GHz und 16 GB => 1,5 Gigahertz und 16 Gigabyte
2019–2021 => 2019 bis 2021
5–10 Personen => 5 bis 10 Personen
1.234.567 Menschen => 1234567 Menschen
am 21. März 2024 => am einundzwanzigsten März 2024
am 15.03.2024 => am fünfzehnten März 2024
3. Mai 1999 => dritter Mai neunzehnhundertneunundneunzig
um 14:30 Uhr => um 14 Uhr 30
um 9:00 Uhr und 9:05 Uhr => um 9 Uhr und 9 Uhr 5
Dr. Müller und Prof. Schmidt => Doktor Müller und Professor Schmidt
ca. 5, bzw. 6 => circa 5, beziehungsweise 6
Nr. 7, Abb. 3, S. 12 => Nummer 7, Abbildung 3, Seite 12
§ 5 gilt => Paragraf 5 gilt
500 v. Chr. => 500 vor Christus
≥ 5, ± 3, ~5 => mindestens 5, plus minus 3, etwa 5
-5 Grad => minus 5 Grad
5 × 3 => 5 mal 3
A & B => A und B
CO2 und H2O => C O 2 und H 2 O
mail@example.de => mail ät example Punkt de
www.example.de => example Punkt de
im Jahr 1998 => im Jahr neunzehnhundertachtundneunzig
"""

CHINESE = """
增长12.5%。 => 增长百分之12.5。
达到￥3.2亿 => 达到3.2亿元
2019年和1998年 => 二零一九年和一九九八年
2019-2021年 => 二零一九年至二零二一年
近30年来 => 近30年来
10℃和-5℃ => 10摄氏度和负5摄氏度
速度120km/h => 速度120公里每小时
面积100m² => 面积100平方米
5kg和10km => 5公斤和10公里
16GHz和5ms => 16吉赫和5毫秒
14:30和9:00 => 14点30分和9点整
2024-03-15 => 二零二四年3月15日
3-5天 => 3到5天
5%-10% => 百分之5到百分之10
5-10% => 百分之5到10
≥5，≤3，±2 => 大于等于5，小于等于3，正负2
CO2排放 => 二氧化碳排放
1,234,567人 => 1234567人
$500和€20 => 500美元和20欧元
３０％ => 百分之30
约~5天 => 约5天
5×3 => 5乘以3
A&B公司 => A和B公司
访问 example.com => 访问 example 点 com
第3章 => 第3章
"""

FRENCH = """
Cela coûte 5 €, soit 12 %. => Cela coûte 5 euros, soit 12 pour cent.
M. Dupont et Mme Durand => Monsieur Dupont et Madame Durand
à 14 h 30 => à 14 heures 30
20 °C et 100 m² => 20 degrés Celsius et 100 mètres carrés
5 km/h, p. ex. => 5 kilomètres par heure, par exemple
"""

SPANISH = """
Cuesta 5 € y 12 % => Cuesta 5 euros y 12 por ciento
1.234.567 personas => 1234567 personas
EE. UU., p. ej. => Estados Unidos, por ejemplo
100 m² y 20 °C => 100 metros cuadrados y 20 grados Celsius
"""

SEEN = """
Deep learning works well (Smith et al., 2020; Doe 2021). => Deep learning works well.
It was shown (see e.g. Smith & Doe, 2020a, p. 12) that. => It was shown that.
As in Berlin (June 2019), it rained. => As in Berlin (June 2019), it rained.
World War II (1939–1945) ended. => World War II (1939–1945) ended.
Results [12, 14-16] were good [3]. => Results were good.
The interval [0, 1] and range [1, 5] stay. => The interval [0, 1] and range [1, 5] stay.
Shown by others [1][2], [3]. => Shown by others.
as described in [12], we use it. => we use it.
Paris² is big.¹ It is 5 km² and 3 m³, x² too. => Paris is big. It is 5 km² and 3 m³, x² too.
The rise (see Figure 3) was fast (Fig. 2a) and (Table 1; Appendix B). => The rise was fast and.
It grew, as shown in Fig. 2, by ten. => It grew by ten.
It grew as shown in Figure 2. => It grew.
As shown in Figure 2, the model wins. => The model wins.
This is **bold** and _it_ and `code` here. => This is bold and it and code here.
Follow [this link](https://x.org) now. => Follow this link now.
snake_case_name and 2 * 3 * 4 stay => snake_case_name and 2 * 3 * 4 stay
Visit us (https://example.org/abc). => Visit us.
Hello , world ! How are you ? => Hello, world! How are you?
emoji 😀 here 🎉 done ✓ => emoji here done
Smith et al. (2020) said so [citation needed]. => Smith et al. said so.
- item one => item one
Some text ( with spaces ) and () empty => Some text (with spaces) and empty
12 % of people => 12 % of people
Jean-Luc Picard (van der Berg and O'Neil, 1999, 2001) left => Jean-Luc Picard left
He lived (born 1950) here => He lived (born 1950) here
Section (see Section 4.2 and Eq. (3)) here => Section here
It is 3.5 ± 0.2 (p < 0.05), n = 12 => It is 3.5 ± 0.2 (p < 0.05), n = 12
<b>bold</b> a < b and c > d => bold a < b and c > d
Already said (e.g., Lee and Kim, 2018). => Already said.
It works (Vaswani et al. 2017, Devlin et al. 2019). => It works.
A known law [1,2] holds [3–5]. => A known law holds.
The range [1, 5] stays. => The range [1, 5] stays.
f: [0, 1] → R => f: [0, 1] → R
Turing (1912–1954) was => Turing (1912–1954) was
in Berlin (June 2019), it => in Berlin (June 2019), it
Mix (Smith 2020; see Fig. 3) here => Mix here
It is by Hugman et al. (2024). => It is by Hugman et al.
Data Storage ........ 12 => Data Storage 12
call main() of X \\ Y => call main() of X \\ Y
We see (Fig. 3, left) that => We see that
The value (n = 12) is => The value (n = 12) is
As can be seen in Table 2, it falls. => It falls.
text.¹² Next => text. Next
10² and R² and cm³ => 10² and R² and cm³
the word† here => the word here
“Yes” he said.[a] => “Yes” he said.
"""


def rows(table: str) -> list[tuple[str, str]]:
    return [tuple(line.split(" => ")) for line in table.strip().splitlines()]  # type: ignore[misc]


@pytest.mark.parametrize(("written", "spoken"), rows(ENGLISH))
def test_english_is_spoken_properly(written: str, spoken: str) -> None:
    assert speakable(written, "en") == spoken


@pytest.mark.parametrize(("written", "spoken"), rows(GERMAN))
def test_german_is_spoken_properly(written: str, spoken: str) -> None:
    assert speakable(written, "de-AT") == spoken


@pytest.mark.parametrize(("written", "spoken"), rows(CHINESE))
def test_chinese_is_spoken_properly(written: str, spoken: str) -> None:
    assert speakable(written, "zh-CN") == spoken


@pytest.mark.parametrize(("written", "spoken"), rows(FRENCH))
def test_french_basics_are_spoken_properly(written: str, spoken: str) -> None:
    assert speakable(written, "fr") == spoken


@pytest.mark.parametrize(("written", "spoken"), rows(SPANISH))
def test_spanish_basics_are_spoken_properly(written: str, spoken: str) -> None:
    assert speakable(written, "es") == spoken


@pytest.mark.parametrize("text", ["نسبة 12% من الناس", "12 % ihmisistä", "12% людей"])
def test_other_languages_pass_unchanged(text: str) -> None:
    assert speakable(text, "xx") == text


@pytest.mark.parametrize(("written", "seen"), rows(SEEN))
def test_captions_hold_what_people_read(written: str, seen: str) -> None:
    assert readable(written, "en") == seen


@pytest.mark.parametrize(
    ("language", "written", "seen"),
    [
        ("de", "Das gilt (siehe Abb. 3) hier.", "Das gilt hier."),
        ("de", "So ist es (Müller und Schmidt 2019, S. 12).", "So ist es."),
        ("zh", "结果很好[12]。（见图3）如下（Smith 等，2020）。", "结果很好。如下。"),
        ("fr", "Vraiment ! Oui : 12 %.", "Vraiment ! Oui : 12 %."),
        ("en", "Really ! Yes : it is .", "Really! Yes: it is."),
    ],
)
def test_other_languages_are_tidied_by_their_customs(
    language: str, written: str, seen: str
) -> None:
    assert readable(written, language) == seen


def test_layout_marks_of_pdf_and_html_are_gone() -> None:
    written = "# A  head\n- The of\ufb01ce\u00a0was hyphen-\nated and so\u00adft."
    assert readable(written, "en") == "A head The office was hyphenated and soft."


def test_latex_leftovers_are_gone() -> None:
    written = r"We \emph{show} $x \leq 5$~\cite{doe2020} costs \$5, ``really''."
    assert readable(written, "en") == "We show x ≤ 5 costs $5, “really”."


@given(
    st.text(alphabet="aB 3,.%$€()[]²–-\n*_`#\\/:@'", max_size=60),
    st.sampled_from(["en", "de", "fr", "zh"]),
)
def test_the_eye_wording_is_final(text: str, language: str) -> None:
    once = readable(text, language)
    assert readable(readable(once, language), language) == readable(once, language)


@given(
    st.lists(
        st.sampled_from(["Anna", "sold", "12", "3.5", "boxes,", "1,000", "%", "2021-03-04", "."]),
        max_size=20,
    )
)
def test_the_eye_wording_keeps_every_number(words: list[str]) -> None:
    text = " ".join(words)
    assert re.findall(r"\d+", readable(text, "en")) == re.findall(r"\d+", text)


@given(st.text(max_size=80), st.sampled_from(["en", "de", "fr", "es", "zh", "ar", "ja", ""]))
def test_any_text_in_any_language_gives_text(text: str, language: str) -> None:
    assert isinstance(speakable(readable(text, language), language), str)


@pytest.mark.parametrize("written", [row[0] for row in rows(ENGLISH)])
def test_what_is_spoken_is_spoken_the_same_again(written: str) -> None:
    spoken = speakable(written, "en")
    assert speakable(spoken, "en") == spoken


@pytest.mark.parametrize(
    "bait",
    [
        "(Aaa, ",
        "(see Fig. 1 and ",
        "1,",
        "[1, ",
        "a.",
        "https://a/",
        "5 m/",
        "$a",
        "_a",
        "* ",
        "( ",
    ],
)
def test_no_text_makes_a_rule_run_away(bait: str) -> None:
    begin = time.perf_counter()
    speakable(readable(bait * 600, "en"), "en")
    assert time.perf_counter() - begin < 3
