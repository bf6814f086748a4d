"""German words that change a claim."""

from __future__ import annotations

from converter.faithfulness.lexicon.model import Lexicon

LEXICON = Lexicon(
    negations="""
nicht_mehr noch_nicht nicht nichts nie niemals kein keine
keinen keinem keiner keines keinerlei niemand niemanden
niemandem nirgends nirgendwo weder ohne
""",
    inversions="""
kaum selten schwerlich
unmöglich* unklar* unbekannt* unnötig* unverträglich* fehl* mangel* verweiger* ablehn* abgelehnt
verhinder* vermeid* ausgenommen frei verbot* verbiet* untersag* überflüssig verlor* verlier*
leugn* bestreit* bestritt* aufhör* scheiter* versäum* entfällt entfallen weggefallen gesperrt
geschlossen gegen verschwund* unrealistisch*
""",
    reserves="""
lehn* nur lediglich statt anstatt außer zu wenig* weniger dagegen sondern
allein noch erst trotz bleib* gleich
""",
    bounds="""
mehr_als über mindestens wenigstens länger_als größer_als höher_als älter_als oder_mehr ab | \
  weniger_als unter höchstens maximal kürzer_als kleiner_als niedriger_als jünger_als bis_zu
""",
    opposites="""
steig* stieg* gestiegen zunahm zunehm* zugenommen wächst wachs* wuchs* gewachsen erhöh* höher* \
  anstieg* zunahme* | fällt fallen fiel* gefallen sinkt sinken sank* gesunken abnahm* abnehm* \
  abgenommen schrumpf* niedriger* rückgang* verringer*
mehr größer* über oberhalb | weniger kleiner* unter unterhalb
vor vorher früher bevor | nach nachher später nachdem
größte* höchste* meiste* maximal* | kleinste* niedrigste* wenigste* minimal*
schneller* | langsamer*
besser* beste* verbesser* | schlechter* schlechteste* verschlechter* schlimmer*
länger* längste* | kürzer* kürzeste*
stärker* stärkste* | schwächer* schwächste*
wärmer* heißer* | kälter* kühler*
billiger* günstiger* | teurer*
tiefer* | flacher*
älter* älteste* | jünger* jüngste* neuer
erlaub* gestatte* | verbiet* verbot* untersag*
gewinn* gewann* gewonnen | verlier* verlor* verloren
verdoppel* doppelt* | verdreifach* halbier* dreifach*
beginn* begann* begonnen | ende* endete* beendet*
nördlich* norden | südlich* süden
östlich* osten | westlich* westen
links linke* | rechts rechte*
wahr | falsch
mindestens wenigstens | höchstens
erste* | letzte*
""",
    quantifiers="""
alle allen aller alles jede jeder jedes jeden jedem immer stets sämtliche* ganz vollständig
meiste* mehrheit meist meistens
einige* manche* mehrere* viele* oft manchmal teilweise
wenige selten kaum
kein* nie niemals niemand nichts
""",
    hedges="""
etwa rund ungefähr circa ca fast knapp nahezu beinahe über mehr_als unter weniger_als gut
mindestens höchstens bis_zu annähernd schätzungsweise gegen wenigstens
""",
    scales={"hundert": 100, "tausend": 10**3, "million": 10**6, "millionen": 10**6, "mio": 10**6,
            "milliarde": 10**9, "milliarden": 10**9, "mrd": 10**9, "billion": 10**12,
            "billionen": 10**12, "tsd": 10**3},
    numbers={"halb": "1/2", "halbe": "1/2", "halben": "1/2", "halber": "1/2", "halbes": "1/2",
             "hälfte": "1/2", "drittel": "1/3", "viertel": "1/4", "fünftel": "1/5",
             "zehntel": "1/10", "zwei drittel": "2/3", "drei viertel": "3/4", "dutzend": "12",
             "doppelt": "2", "doppelte": "2", "doppelten": "2", "verdoppelt": "2", "beide": "2",
             "beiden": "2", "dreifach": "3", "hundert": "100", "tausend": "1000", "zweier": "2",
             "dreier": "3", "zwo": "2", "ein drittel": "1/3", "ein viertel": "1/4",
             "ein fünftel": "1/5", "million": "1000000", "milliarde": "1000000000"},
    loose="""
eins erste doppelt doppelte doppelten verdoppelt beide beiden hundert tausend null million \
  milliarde
dutzend zweite zweimal
""",
    no_numbers="achte ein",
    titles="Herr Herrn Frau Dr Prof Professor Professorin Familie Präsident Kanzler König Firma",
    determiners="""
der die das den dem des ein eine einen einem einer eines kein keine keinen keinem keiner mein dein
sein ihr unser euer seine ihre unsere dieser diese dieses diesen diesem jener jede jeder jedes \
  jeden
jedem alle allen aller viele vielen wenige einige mehrere zum zur im am vom beim ins ans solche
welche welcher welches manche beide beiden zwei drei vier fünf sechs sieben acht neun zehn zwölf
mehr weniger
""",
    nouns="""
ung ungen heit heiten keit keiten schaft schaften tion tionen tät täten nis nisse tum ismus ment
mente ion ionen ling ur enz anz ik ei ier eur age ade
""",
    prefixes=("un", "in", "ir", "miss"),
)  # fmt: skip
