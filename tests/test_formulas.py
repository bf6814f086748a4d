"""Formulas as the voice says them and as the eye reads them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from converter.script.wording import speakable, worded
from converter.script.wording.formulas import formula

SPOKEN = r"""
en | \frac{a}{b} | a over b
en | \frac{a+b}{c} | the quantity a plus b, over c
en | a(b+c) | a times the quantity b plus c
en | (a+b)^2 | the quantity a plus b, squared
en | f(x) = x^2 | f of x equals x squared
en | x_i^2 | x sub i squared
en | x^{n-1} | x to the n minus 1
en | e^{-x} | e to the minus x
en | \sqrt{2} | the square root of 2
en | \sqrt[3]{x} | the root of degree 3 of x
en | \sum_{i=1}^{n} x_i | the sum from i equals 1 to n of x sub i
en | \int_0^\infty f(x)\,dx | the integral from 0 to infinity of f of x d x
en | \lim_{x \to 0} \sin x | the limit, x to 0, of sine of x
en | |x| | the absolute value of x
en | \|v\| | the norm of v
en | p(x \mid y) | p of x given y
en | x \in [0, 1] | x in the interval from 0 to 1
en | \hat{y} | y hat
en | A^T | A transposed
en | x' | x prime
en | 12.5\% | 12.5 percent
en | \alpha \leq 0.1 | alpha is at most 0.1
en | 5\,\mathrm{km} | 5 kilometers
en | \mathcal{O}(n^2) | O of n squared
de | \frac{a}{b} | a durch b
de | x^2 + y^2 = z^2 | x Quadrat plus y Quadrat gleich z Quadrat
de | 3{,}5 | 3,5
de | \sqrt{2} | Wurzel aus 2
de | x \in \mathbb{R} | x in die reellen Zahlen
de | \alpha \neq \beta | Alpha ungleich Beta
fr | \frac{a}{b} | a sur b
fr | x^2 \geq 0 | x au carré supérieur ou égal à 0
es | \frac{a}{b} | a sobre b
es | x^2 = 4 | x al cuadrado igual a 4
zh | \frac{a}{b} | b分之a
zh | x^2 + y^2 = z^2 | x的平方加y的平方等于z的平方
zh | -1 | 负1
zh | \sqrt{2} | 根号2
"""


@pytest.mark.parametrize(
    ("language", "tex", "spoken"),
    [tuple(line.split(" | ", 2)) for line in SPOKEN.strip().splitlines() if line.count(" | ") == 2],
)
def test_a_formula_is_said_in_words(language: str, tex: str, spoken: str) -> None:
    found = formula(tex, language)
    assert found is not None
    assert speakable(found.voice, language) == spoken


def test_the_absolute_value_is_said_once() -> None:
    found = formula("|x| + |y|", "en")
    assert found is not None
    assert found.voice == "the absolute value of x plus the absolute value of y"


@pytest.mark.parametrize("tex", [r"\foo{x}", "{", r"\begin{pmatrix}a&b\\c&d\end{pmatrix}", ""])
def test_what_is_not_understood_is_not_read(tex: str) -> None:
    found = formula(tex, "en")
    assert found is None or not found.voice


def test_a_sentence_keeps_its_formulas_for_eye_and_voice() -> None:
    found = worded(r"Cells with $\alpha_t > 0.1$ and $x^2$ live (Doe, 2020).", "en")
    assert found.eye == "Cells with αₜ > 0.1 and x² live."
    assert speakable(found.voice, "en") == (
        "Cells with alpha sub t is greater than 0.1 and x squared live."
    )


def test_money_is_no_formula() -> None:
    text = "It cost $5 in May and $7 in June."
    assert worded(text, "en") == (text, text, text)


def test_a_language_without_words_for_formulas_shows_them_as_before() -> None:
    assert worded("Se on $x$ tai.", "fi").eye == "Se on x tai."


@given(st.text(alphabet=r"ab12{}_^\frac+-=()|[],. ", max_size=30))
def test_any_tex_is_read_or_refused(tex: str) -> None:
    found = formula(tex, "en")
    assert found is None or "\\" not in found.voice
