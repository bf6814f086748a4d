"""What the voice says and what the eye reads, as tables of examples."""

from __future__ import annotations

import re
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.script.wording import readable, speakable

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
It is arranged in circles, see Figure 3. => It is arranged in circles.
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


CASES = [
    (path.stem, *line.split("\t"))
    for path in sorted(Path(__file__).with_name("wording").glob("*.tsv"))
    for line in path.read_text(encoding="utf-8").splitlines()[1:]
]
"""Language, category, what is written, what is spoken."""


@pytest.mark.parametrize(("language", "_category", "written", "spoken"), CASES)
def test_what_is_written_is_spoken_properly(
    language: str, _category: str, written: str, spoken: str
) -> None:
    assert speakable(written, language) == spoken


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "zh"])
def test_every_category_has_cases_in_every_language(language: str) -> None:
    counted = {category for known, category, *_ in CASES if known == language}
    assert counted >= {
        *("number", "ordinal", "currency", "unit", "date", "time", "range", "fraction"),
        *("roman", "chemistry", "sign", "acronym", "version", "address", "abbreviation"),
    }


@pytest.mark.parametrize("tag", ["de-AT", "zh-CN", "en-US"])
def test_a_region_changes_nothing(tag: str) -> None:
    assert speakable("5 % + 3", tag) == speakable("5 % + 3", tag[:2])


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


@pytest.mark.parametrize("written", [row[2] for row in CASES if row[0] == "en"])
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
