"""The words of formulas, by language; `EYE` writes them as signs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """One language. In templates `{0}` is the part itself, `{1}` and `{2}` what is at it."""

    of: str
    group: str
    set: str
    interval: str
    fraction: str
    root: str
    degree_root: str
    squared: str
    cubed: str
    power: str
    index: str
    prime: str
    transposed: str
    limit: str
    best: str
    ranged: str
    over: str
    absolute: str
    norm: str
    accent: str = "{0} {1}"
    joint: str = " "
    dense: bool = False
    """Whether no space stands beside the language's own words."""
    literal: bool = False
    """Whether signs that no table names stay as they are."""
    negative: str = ""
    """A minus before a number, where it differs from the operator."""
    raised: Mapping[str, str] = field(default_factory=dict)
    lowered: Mapping[str, str] = field(default_factory=dict)
    signs: Mapping[str, str] = field(default_factory=dict)
    operators: Mapping[str, str] = field(default_factory=dict)
    accents: Mapping[str, str] = field(default_factory=dict)
    functions: Mapping[str, str] = field(default_factory=dict)


def _table(lines: str) -> dict[str, str]:
    """Read lines `SIGN words`; several signs of one name stand between bars."""
    found: dict[str, str] = {}
    for line in lines.strip().splitlines():
        signs, _, words = line.strip().partition(" ")
        found |= dict.fromkeys(signs.split("|"), words)
    return found


def _named(names: str, keys: str) -> dict[str, str]:
    return dict(zip(keys.split("|"), names.split("|"), strict=True))


_OPERATORS = "sum|product|integral|union|intersection"
_ACCENTS = "hat|tilde|bar|vector|dot|double dot"
_FUNCTIONS = "sin|cos|tan|log|ln|exp|max|min|det|lim|argmax|argmin|sup|inf|arg|dim|ker|gcd"

EYE = Words(
    of="",
    group="({0})",
    set="{0}",
    interval="{0}",
    fraction="{0}/{1}",
    root="√({0})",
    degree_root="{1}√({0})",
    squared="{0}²",
    cubed="{0}³",
    power="{0}^({1})",
    index="{0}_{1}",
    prime="{0}′",
    transposed="{0}ᵀ",
    limit="lim {0}",
    best="{1} {0}",
    ranged="{0} {1}…{2}",
    over="{0} {1}",
    absolute="|",
    norm="‖",
    accent="{0}{1}",
    joint="",
    literal=True,
    negative="−",
    raised=dict(zip("0123456789+−()ni", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁽⁾ⁿⁱ", strict=True)),
    lowered=dict(
        zip("0123456789+−()aehijklmnoprstuvx", "₀₁₂₃₄₅₆₇₈₉₊₋₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓ", strict=True)
    ),
    functions={name: f"{name} " for name in _FUNCTIONS.split("|")},
    signs={sign: f" {sign} " for sign in "=<>≤≥≠≈≡∼→∈∉⊂⊆×⋅·+−±∣∧∨∪∩⇒⇔↦"} | {"-": " − ", ",": ", "},
    operators=_named("∑|∏|∫|⋃|⋂", _OPERATORS),
    accents=_named("\u0302|\u0303|\u0304|\u20d7|\u0307|\u0308", _ACCENTS),
)

ENGLISH = Words(
    of="of",
    group="the quantity {0},",
    set="the set of {0}",
    interval="the interval from {0} to {1}",
    fraction="{0} over {1}",
    root="the square root of {0}",
    degree_root="the root of degree {1} of {0}",
    squared="{0} squared",
    cubed="{0} cubed",
    power="{0} to the {1}",
    index="{0} sub {1}",
    prime="{0} prime",
    transposed="{0} transposed",
    limit="the limit, {0}, of",
    best="the {1} over {0} of",
    ranged="the {0} from {1} to {2} of",
    over="the {0} over {1} of",
    absolute="the absolute value of",
    norm="the norm of",
    signs=_table(
        """
        = equals
        < is less than
        > is greater than
        ≤|⩽ is at most
        ≥|⩾ is at least
        ≠ is not equal to
        ≈|≃|≅ is about
        ≡ is equivalent to
        ∼|~ is distributed as
        ∝ is proportional to
        → to
        ⟶ to
        ⇒|⟹ implies
        ⇔|⟺ if and only if
        ↦ goes to
        ← gets
        ∈ in
        ∉ not in
        ⊂|⊆ subset of
        ∪ union
        ∩ intersection
        ∅ the empty set
        × times
        ⋅|·|∗|* times
        ÷|/ over
        + plus
        -|− minus
        ± plus or minus
        ∓ minus or plus
        ∘ after
        ∣ given
        ∞ infinity
        ∂ partial
        ∇ nabla
        ∀ for all
        ∃ there is
        ∧ and
        ∨ or
        ¬ not
        ⊕ plus
        ⊗ tensor
        …|⋯|… and so on
        ′ prime
        % percent
        ° degrees
        ! factorial
        ℝ the real numbers
        ℕ the natural numbers
        ℤ the integers
        ℚ the rational numbers
        ℂ the complex numbers
        """
    ),
    operators=_named("sum|product|integral|union|intersection", _OPERATORS),
    accents=_named("hat|tilde|bar|vector|dot|double dot", _ACCENTS),
    functions=_named(
        "sine|cosine|tangent|log|natural log|exponential|maximum|minimum|determinant|limit"
        "|arg max|arg min|supremum|infimum|argument|dimension|kernel|greatest common divisor",
        _FUNCTIONS,
    ),
)

GERMAN = Words(
    of="von",
    group="Klammer {0}, Klammer zu,",
    set="die Menge {0}",
    interval="das Intervall von {0} bis {1}",
    fraction="{0} durch {1}",
    root="Wurzel aus {0}",
    degree_root="{1}-te Wurzel aus {0}",
    squared="{0} Quadrat",
    cubed="{0} hoch 3",
    power="{0} hoch {1}",
    index="{0} {1}",
    prime="{0} Strich",
    transposed="{0} transponiert",
    limit="der Grenzwert, {0}, von",
    best="das {1} über {0} von",
    ranged="{0} von {1} bis {2} über",
    over="{0} über {1} von",
    absolute="Betrag von",
    norm="Norm von",
    signs=_table(
        """
        = gleich
        < kleiner als
        > größer als
        ≤|⩽ kleiner gleich
        ≥|⩾ größer gleich
        ≠ ungleich
        ≈|≃|≅ ungefähr
        ≡ identisch mit
        ∼|~ verteilt wie
        ∝ proportional zu
        →|⟶ nach
        ⇒|⟹ daraus folgt
        ⇔|⟺ genau dann, wenn
        ↦ wird zu
        ∈ in
        ∉ nicht in
        ⊂|⊆ Teilmenge von
        ∪ vereinigt mit
        ∩ geschnitten mit
        ∅ die leere Menge
        ×|⋅|·|∗|* mal
        ÷|/ durch
        + plus
        -|− minus
        ± plus minus
        ∘ nach
        ∣ gegeben
        ∞ unendlich
        ∂ partiell
        ∇ Nabla
        ∀ für alle
        ∃ es gibt
        ∧ und
        ∨ oder
        ¬ nicht
        …|⋯ und so weiter
        ′ Strich
        % Prozent
        ° Grad
        ! Fakultät
        ℝ die reellen Zahlen
        ℕ die natürlichen Zahlen
        ℤ die ganzen Zahlen
        ℚ die rationalen Zahlen
        ℂ die komplexen Zahlen
        """
    ),
    operators=_named("die Summe|das Produkt|das Integral|die Vereinigung|der Schnitt", _OPERATORS),
    accents=_named("Dach|Schlange|quer|Vektor|Punkt|zwei Punkt", _ACCENTS),
    functions=_named(
        "Sinus|Kosinus|Tangens|Logarithmus|natürlicher Logarithmus|Exponentialfunktion|Maximum"
        "|Minimum|Determinante|Grenzwert|Arg max|Arg min|Supremum|Infimum|Argument"
        "|Dimension|Kern|ggT",
        _FUNCTIONS,
    ),
)

FRENCH = Words(
    of="de",
    group="la quantité {0},",
    set="l'ensemble {0}",
    interval="l'intervalle de {0} à {1}",
    fraction="{0} sur {1}",
    root="racine carrée de {0}",
    degree_root="racine {1}-ième de {0}",
    squared="{0} au carré",
    cubed="{0} au cube",
    power="{0} puissance {1}",
    index="{0} indice {1}",
    prime="{0} prime",
    transposed="{0} transposée",
    limit="la limite, {0}, de",
    best="le {1} sur {0} de",
    ranged="{0} de {1} à {2} de",
    over="{0} sur {1} de",
    absolute="valeur absolue de",
    norm="norme de",
    signs=_table(
        """
        = égale
        < inférieur à
        > supérieur à
        ≤|⩽ inférieur ou égal à
        ≥|⩾ supérieur ou égal à
        ≠ différent de
        ≈|≃|≅ environ
        ≡ équivalent à
        ∼|~ suit la loi
        ∝ proportionnel à
        →|⟶ vers
        ⇒|⟹ implique
        ⇔|⟺ si et seulement si
        ↦ donne
        ∈ appartient à
        ∉ n'appartient pas à
        ⊂|⊆ inclus dans
        ∪ union
        ∩ inter
        ∅ l'ensemble vide
        ×|⋅|·|∗|* fois
        ÷|/ sur
        + plus
        -|− moins
        ± plus ou moins
        ∘ rond
        ∣ sachant
        ∞ l'infini
        ∂ d rond
        ∇ nabla
        ∀ pour tout
        ∃ il existe
        ∧ et
        ∨ ou
        ¬ non
        …|⋯ et ainsi de suite
        ′ prime
        % pour cent
        ° degrés
        ! factorielle
        ℝ les réels
        ℕ les entiers naturels
        ℤ les entiers
        ℚ les rationnels
        ℂ les complexes
        """
    ),
    operators=_named("la somme|le produit|l'intégrale|l'union|l'intersection", _OPERATORS),
    accents=_named("chapeau|tilde|barre|vecteur|point|deux points", _ACCENTS),
    functions=_named(
        "sinus|cosinus|tangente|log|logarithme|exponentielle|maximum|minimum|déterminant|limite"
        "|arg max|arg min|borne supérieure|borne inférieure|argument|dimension|noyau|PGCD",
        _FUNCTIONS,
    ),
)

SPANISH = Words(
    of="de",
    group="la cantidad {0},",
    set="el conjunto {0}",
    interval="el intervalo de {0} a {1}",
    fraction="{0} sobre {1}",
    root="raíz cuadrada de {0}",
    degree_root="raíz de grado {1} de {0}",
    squared="{0} al cuadrado",
    cubed="{0} al cubo",
    power="{0} elevado a {1}",
    index="{0} sub {1}",
    prime="{0} prima",
    transposed="{0} traspuesta",
    limit="el límite, {0}, de",
    best="el {1} sobre {0} de",
    ranged="{0} desde {1} hasta {2} de",
    over="{0} sobre {1} de",
    absolute="valor absoluto de",
    norm="norma de",
    signs=_table(
        """
        = igual a
        < menor que
        > mayor que
        ≤|⩽ menor o igual que
        ≥|⩾ mayor o igual que
        ≠ distinto de
        ≈|≃|≅ aproximadamente
        ≡ equivalente a
        ∼|~ se distribuye como
        ∝ proporcional a
        →|⟶ a
        ⇒|⟹ implica
        ⇔|⟺ si y solo si
        ↦ da
        ∈ pertenece a
        ∉ no pertenece a
        ⊂|⊆ contenido en
        ∪ unión
        ∩ intersección
        ∅ el conjunto vacío
        ×|⋅|·|∗|* por
        ÷|/ sobre
        + más
        -|− menos
        ± más menos
        ∘ compuesto con
        ∣ dado
        ∞ infinito
        ∂ parcial
        ∇ nabla
        ∀ para todo
        ∃ existe
        ∧ y
        ∨ o
        ¬ no
        …|⋯ y así sucesivamente
        ′ prima
        % por ciento
        ° grados
        ! factorial
        ℝ los reales
        ℕ los naturales
        ℤ los enteros
        ℚ los racionales
        ℂ los complejos
        """
    ),
    operators=_named("la suma|el producto|la integral|la unión|la intersección", _OPERATORS),
    accents=_named("sombrero|tilde|barra|vector|punto|dos puntos", _ACCENTS),
    functions=_named(
        "seno|coseno|tangente|logaritmo|logaritmo natural|exponencial|máximo|mínimo|determinante"
        "|límite|arg max|arg min|supremo|ínfimo|argumento|dimensión|núcleo|máximo común divisor",
        _FUNCTIONS,
    ),
)

CHINESE = Words(
    of="",
    group="括号{0}括号",
    set="集合{0}",
    interval="{0}到{1}的区间",
    fraction="{1}分之{0}",
    root="根号{0}",
    degree_root="{0}的{1}次方根",
    squared="{0}的平方",
    cubed="{0}的立方",
    power="{0}的{1}次方",
    index="{0} {1}",
    prime="{0}撇",
    transposed="{0}的转置",
    limit="当{0}时的极限",
    best="{0}上的{1}",
    ranged="从{1}到{2}的{0}",
    over="{1}上的{0}",
    absolute="绝对值",
    norm="范数",
    dense=True,
    negative="负",
    signs=_table(
        """
        = 等于
        < 小于
        > 大于
        ≤|⩽ 小于等于
        ≥|⩾ 大于等于
        ≠ 不等于
        ≈|≃|≅ 约等于
        ≡ 恒等于
        ∝ 正比于
        →|⟶ 趋于
        ⇒|⟹ 推出
        ⇔|⟺ 当且仅当
        ∈ 属于
        ∉ 不属于
        ⊂|⊆ 包含于
        ∪ 并
        ∩ 交
        ∅ 空集
        ×|⋅|·|∗|* 乘
        ÷|/ 除以
        + 加
        -|− 减
        ± 正负
        ∞ 无穷
        ∣ 在给定
        ∂ 偏
        ∀ 对所有
        ∃ 存在
        ∧ 且
        ∨ 或
        …|⋯ 等等
        ′ 撇
        ° 度
        ! 的阶乘
        ℝ 实数集
        ℕ 自然数集
        ℤ 整数集
        ℚ 有理数集
        ℂ 复数集
        """
    ),
    operators=_named("求和|连乘|积分|并集|交集", _OPERATORS),
    accents=_named("帽|波浪|横|向量|点|两点", _ACCENTS),
    functions=_named(
        "正弦|余弦|正切|对数|自然对数|指数|最大值|最小值|行列式|极限|最大值点|最小值点|上确界|下确界"
        "|辐角|维数|核|最大公约数",
        _FUNCTIONS,
    ),
)

LANGUAGES = {"en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "zh": CHINESE}
