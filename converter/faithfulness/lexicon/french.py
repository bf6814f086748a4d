"""French words that change a claim."""

from __future__ import annotations

from converter.faithfulness.lexicon.model import Lexicon

LEXICON = Lexicon(
    negations="pas jamais aucun aucune rien personne nul nulle ni sans guère",
    inversions="""
rarement
manqu* refus* rejet* niai* nier évit* empêch* faute exempt* interdi* impossib* inconnu* insuffi*
incapab* privé* perd* perte* absent* absence cess* ignor* libre* disparu* dispar* contre
""",
    reserves="""
ne n' sauf hors peu seul* seulement non mal moins plutôt trop avant rest* propre rare*
""",
    bounds="""
plus_de plus_d' au_moins au-dessus supérieur* dépass* | moins_de moins_d' au_plus au-dessous \
  inférieur* jusqu'à au_maximum
""",
    opposites="""
augment* hauss* croît croi* croiss* grimp* gagn* élev* | baiss* chut* diminu* recul* rédui* \
  déclin* tomb*
plus davantage supérieur* dépass* | moins inférieur*
avant auparavant | après ensuite
meilleur* mieux amélior* | pire* pis empir* détérior*
maximum maximal* | minimum minimal*
rapide* vite | lent* lentement
plus_long* | plus_court*
fort* | faible*
chaud* | froid*
autoris* permet* permis* | interdi* défend*
gagn* | perd* perdu*
doubl* | tripl*
commenc* début* | fini* termin* cess*
nord | sud
est_de | ouest
gauche | droite
vrai* | faux fausse*
au_moins | au_plus
premier* première* | dernier* dernière*
""",
    quantifiers="""
tous toutes tout toute chaque toujours entièrement
plupart majorité généralement
certains certaines plusieurs quelques souvent parfois
peu rarement
aucun aucune jamais personne rien
""",
    hedges="""
environ près_de presque quelque quelques plus_de moins_de au_moins au_plus à_peu_près autour_de
jusqu'à autour approximativement plus_d' moins_d'
""",
    scales={"mille": 10**3, "million": 10**6, "millions": 10**6, "milliard": 10**9,
            "milliards": 10**9},
    numbers={"moitié": "1/2", "demi": "1/2", "demie": "1/2", "tiers": "1/3", "quart": "1/4",
             "un tiers": "1/3", "deux tiers": "2/3", "un quart": "1/4", "trois quarts": "3/4",
             "douzaine": "12", "dizaine": "10", "vingtaine": "20", "centaine": "100",
             "double": "2", "doublé": "2", "triple": "3", "triplé": "3", "cent": "100",
             "mille": "1000", "cents": "100", "deuxième": "2", "seconde": "2"},
    loose="""
un une premier première double doublé second seconde deuxième zéro neuf cent triple mille
""",
    no_numbers="neuf",
    titles="M Mme Mlle Dr Pr Monsieur Madame Docteur Professeur Président",
    prefixes=("in", "im", "ir", "non"),
)  # fmt: skip
