"""German cues."""

from __future__ import annotations

_OURS = "arbeit|artikel|buch|skript|beitrag|bericht|kapitel|dokument|handbuch"
"""After "diese" these mean the document itself."""

CUES = {
    "dangling": rf"""
(dies(e[rmsn]?)?|solche[rmsn]?|jene[rmsn]?)\b(?! ({_OURS})\b)
(er|sie|es|ihre?[rmsn]?|seine?[rmsn]?|beide|deren|dessen)\b(?! (ist|wird|gilt) \w+\s*,? (dass|zu)\b)
(daher|dadurch|damit|dabei|dazu|davon|dafür|deshalb|deswegen|darum|somit|folglich|also|jedoch)
(allerdings|aber|doch|und|oder|denn|dann|danach|außerdem|zudem|ferner|weiterhin|hier|dort|da|das)
(hierbei|hierfür|hierzu|trotzdem|dennoch|stattdessen|andererseits|einerseits|schließlich)
(zweitens|drittens|zum beispiel|beispielsweise|so|auch|ebenso|letztere[rs]?|erstere[rs]?|nun)
(an|in|bei|mit|nach|aus|von|zu|für|auf|ein teil) dies(e[rmsn]?)\b(?! ({_OURS})\b)
analog|insbesondere|dagegen|hingegen|wie (oben|bereits|gezeigt)
""",
    "connective": r"""
jedoch|allerdings|zudem|außerdem|aber|und|also|nun
""",
    "key": r"""
wir (zeigen|stellen|untersuchen|beweisen|beschreiben|schlagen)|diese (arbeit|studie)|ergebnis(se)?
zusammenfassend|insgesamt|wichtig(ste[nr]?)?|ziel|bedeutend|erstmals|größte[nr]?|wesentlich
heißt|nennt man|bezeichnet
""",
    "definition": r"""
(eine?|der|die|das|unter) ([\w-]+ ){1,5}(ist|sind|heißt|heißen|bezeichnet|versteht)
""",
    "furniture": r"""
hier klicken|abonnier\w*|newsletter|cookies?|impressum|datenschutz\w*|teilen sie|anmelden
alle rechte vorbehalten|copyright|urheberrecht\w*|(genauere|weitere|nähere) informationen
lizenz\w*|dank(e|en|sagung)?|foto:|bild:
""",
    "layout": r"""
(folgende|nächste|vorige|obige)[nrsm]? (abschnitt|kapitel|tabelle|abbildung|bild|seite)
(abschnitt|kapitel|anhang|definition|satz|lemma|bemerkung|beispiel|korollar|proposition) \d[\d.]*
siehe|wie folgt|^(die|das) folgenden? (beispiele?|liste|zeilen?|befehle?|ausgabe|code)
(in|aus) (abbildung|abb\.|tabelle|tab\.) \d[\d.]*|^beweis\b.*|^seien? [^,]*\W*$
""",
    "caption": r"""
(abb(ildung|\.)?|tab(elle|\.)?|bild|foto|quelle)\s*[\d.]*\s*[:.|–—-]
""",
    "series": r"""
(der|die|das) (erste|zweite|dritte|vierte|letzte) (ist|war|hat|kann|behandelt|beschreibt|zeigt)
""",
    "verb": r"""
ist|sind|war|waren|hat|haben|hatten?|kann|können|konnten?|wird|werden|wurden?|muss|müssen|sollen?
darf|dürfen|heißt|heißen|gibt|gilt|gelten|besteht|bietet|zeigt|liegt|sei|seien|bildet|enthält|folgt
nennt|bezeichnet|macht|geht|kommt|steht|führt|lässt|existiert|definiert|sieht|braucht|bleibt
[a-zäöüß]{3,}(te|ten|iert|ieren)
""",
}
