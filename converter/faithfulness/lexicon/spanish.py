"""Spanish words that change a claim."""

from __future__ import annotations

from converter.faithfulness.lexicon.model import Lexicon

LEXICON = Lexicon(
    negations="ya_no todavía_no no nunca jamás nadie nada ningún ninguno ninguna tampoco ni sin",
    inversions="""
apenas
falt* carec* rechaz* neg* evit* impid* imped* imposib* insufici* incapa* desconoc* prohib* perd*
pérdida* ausen* libre* fall* niega* contra desapar*
""",
    reserves="""
salvo excepto solo sólo poco poca pocos pocas menos dej* demasiado antes solamente únicamente
""",
    bounds="""
más_de al_menos por_encima super* | menos_de como_máximo a_lo_sumo por_debajo hasta
""",
    opposites="""
aument* sub* crec* increment* elev* | baj* cae caen cayó cayeron caíd* descend* disminuy* \
  reduc* redu*
más mayor* super* encima | menos menor* debajo
antes previo previa | después luego
mejor* | peor* empeor*
máximo máxima máximos | mínimo mínima mínimos
rápid* | lent*
largo larga largos largas | corto corta cortos cortas
fuerte* | débil*
caliente* cálid* | frío fría fríos frías
permit* autoriz* acept* | prohib* rechaz*
gan* | pierd* perdi* perd*
dobl* duplic* | tripl* triplic*
comenz* comienz* empez* inici* | termin* acab*
norte | sur
este_de oriental* | oeste occidental*
izquierda | derecha
verdader* | fals*
al_menos por_lo_menos | como_máximo
primer* | último* última*
""",
    quantifiers="""
todos todas todo toda cada siempre completamente
mayoría generalmente
algunos algunas varios varias muchos muchas frecuentemente
pocos pocas raramente
ningún ninguno ninguna nunca nadie nada
""",
    hedges="""
unos unas aproximadamente alrededor_de cerca_de casi más_de menos_de al_menos hasta en_torno_a
por_lo_menos apenas
""",
    scales={"mil": 10**3, "millón": 10**6, "millones": 10**6, "billón": 10**12, "billones": 10**12},
    numbers={"mitad": "1/2", "medio": "1/2", "media": "1/2", "tercio": "1/3", "cuarto": "1/4",
             "un tercio": "1/3", "dos tercios": "2/3", "docena": "12", "doble": "2", "triple": "3",
             "cien": "100", "mil": "1000", "ambos": "2", "ambas": "2"},
    loose="""
uno un una primero primera segundo segunda doble ambos ambas cero cien mil media medio cuarto
""",
    titles="Sr Sra Dr Dra Don Doña Profesor Profesora Presidente",
    prefixes=("in", "im", "ir", "des"),
)  # fmt: skip
