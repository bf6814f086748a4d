"""English cues."""

from __future__ import annotations

_OURS = (
    "paper|article|report|study|work|book|page|guide|document|handbook|thesis|review|survey"
    "|tutorial|chapter|manual|policy|project|year|week|month"
)
"""After "this" these mean the document itself, or now."""

_NTH = "(first|second|third|fourth|fifth|last|other)"

CUES = {
    "dangling": rf"""
(this|these|those|such|that)\b(?! ({_OURS})\b)
(it|they|he|she|its|their|his|her|them)\b(?! (is|was|has been) \w+ (that|to|whether|how)\b)
(both|neither|either|each|another|some|all)\b(?! of the\b)(?! (\w+ )?(people|men|women|\w+ers)\b)
others?\b(?! \w+s\b)
the (latter|former|same|others?|answer|first|second|third|next|following|above|two|three)
the (company|firm|start-?up|team|agency|researchers|group|couple|pair|duo|organi[sz]ation)
the (country|city|town|island|region|film|book|album|band|song|author|species|game|building)
the \w+ of (this|these|that|those)
(here|there|then|now|so|thus|hence|thereby|but|and|or|yet|still|also|too|rather|again|next)
(instead|otherwise|meanwhile|afterwards?|nevertheless|nonetheless|likewise|similarly|conversely)
(second|third|final|last|according|alternative|subsequent|consequent|addition|specific|name)ly
(therefore|however|moreover|furthermore|besides|indeed|of course|that said|even so|until then)
\w+ing (this|that|these|those|it)\b|\w+ly,? (this|these|those|they|it)\b
to this end|to do (this|so)|in (turn|contrast|other words|fact)|for (example|instance)
(for|in|at|with|after|once|following|given|despite) (this|that|these|those|such)\b(?! ({_OURS})\b)
(because of|reflecting|building on) (this|that|these|those)
(if|when|as|while) (so|not|this|that|it|they)|at the same|on the (other|contrary)
.*\b(all|both|any|of|with|for|use|like) (those|these|this|that)(?=[.,;:!?]| (in|on|at|by|and)\b)
.*\b(instead|as well|too|either|likewise|ones?)\W*$|here(’|')s|another \w+|other \w+s are\b
(must|should|may|can|will) (not )?(be|have)|the default( value)? (is|are)|only if
as (a result|such|shown|stated|said|mentioned|noted|described|discussed|explained|well)
(as )?(you|we) (saw|have seen)|as (you|we) (can|could|may)|(\w+, )?(yes|no)\b(?= ?[-–—,:;.!])
""",
    "connective": r"""
however|moreover|furthermore|additionally|in addition|besides|also|again|indeed|in fact|of course
therefore|thus|hence|consequently|accordingly|as a result|in turn|for this reason|to this end
nevertheless|nonetheless|that said|in contrast|conversely|on the other hand|meanwhile|now
similarly|likewise|subsequently|finally|lastly|overall|in summary|in other words|and|but|so|yet
(more )?specifically|in particular|first(ly)?|second(ly)?|third(ly)?
as mentioned( above| before| earlier)?|as (you|we) (can|could|may) see[^,]{0,40}
""",
    "key": r"""
(we|this (paper|study|article|report|work|guide)) (\w+ )?(show|find|present|propose|introduce)s?
(we|this (paper|study|article|report|work|guide)) (\w+ )?(demonstrate|describe|conclude|argue)s?
we found|results? (show|indicate|suggest)|in (conclusion|summary|short)|to summari[sz]e|overall
the (main|key|most important|goal|aim|purpose|idea|result|largest|first)|for the first time
outperforms?|significant(ly)?|increased?|decreased?|reduc(ed|es)|importantly|must|essential
""",
    "definition": r"""
((an?|the) )?([\w()-]+ ){1,5}(is|are|was) (an?|the|one|defined|called|known)
((an?|the) )?([\w()-]+ ){1,5}(refers to|means|consists of|denotes|stands for)
""",
    "furniture": r"""
(click|tap) (here|on|the|below)|subscribe|sign up|newsletter|cookies?|follow (us|me)|share this
read (more|on|also|next)|(learn|find out) more|check out|download (the|this)|log ?in
please (file|report|send|contact|feel free|let (us|me) know|join|note)|(help|feedback) is welcome
for more (about|on|information|details)
^(keywords|key words|index terms|ccs concepts|acm reference format|pacs( numbers)?)\b.*
(distributed|modified|redistributed|released) under the (conditions|terms)|copy of the licen[sc]e
without (any )?warrant(y|ies)|verbatim copies|[“"]as[ -]is[”"]
all rights reserved|copyright|licen[sc]ed under|creative commons|terms of (use|service)
privacy policy|leave a (comment|reply)|advertisement|javascript .*(enable|disabled)
(photo|image|video|picture)s? (by|credit|courtesy)|(\[\s*edit\s*\])|minutes? read|free of charge
certain commercial (entities|products)|endorse(ment|d)
^let(’|')s (see|look|take|start|begin|go|dive|have)\b.*|shout[- ]?outs? to
thanks?|thank you|thankful|acknowledg\w*
funded by|grant (no|number)|corresponding author
isbn|issn|doi|published (on|by)|last updated|received:|accepted:|unless otherwise (stated|noted)
""",
    "layout": r"""
(following|next|previous|preceding|above|below) (sections?|chapter|table|figure|code|example)
(following|next|previous|preceding|above|below) (listing|page|list|lines?|snippet|diagram)
(following|next|previous|preceding|above|below) (query|command|paragraph|block|variable|animation)
(animation|figure|table|listing|example|section) (above|below)
(section|chapter|appendix|listing|annex|exhibit) ([A-Z]?\d[\d.]*|[A-Z]\b)
(shown|described|seen|listed|given|discussed|mentioned|noted) (above|below|earlier|later)
(see|refer to) (also )?(irm|the|section|chapter|appendix|table)|is organi[sz]ed as|as follows
(rest of )?(this|these) (paper|section|chapter|subsection|figure|table|code|listing|plot)s?
(on|in) the (left|right|image|picture|figure|table)|on page \d+
^(see|visit|watch|view|browse) .*|^notice (that|how)|you(’|')ll (note|notice|see)
^the following (is|are|shows?|gives?|lists?|describes?)\b
is part of (the|a) .* (series|thread|collection)
(this|these|the following( \w+){0,3})\W*$
interpreted as described in|(available|found|downloaded) here\W*$|^(above|below) (is|are)
^the \w+ (above|below) .*|(above|below)\W*$|see (example|[“"]).*
(is|are) (shown|depicted|illustrated|given|presented|listed) in (figure|fig\.|table) \d+\W*$
""",
    "caption": r"""
(fig(ure|\.)?|table|tab\.|listing|photo|image|source|credits?|box|chart|map|plate)\s*[\dA-Z.]*\s*[:.|–—-]
""",
    "series": rf"""
the {_NTH} ((one|part|step|kind|type|stage|phase|group) )?(is|was|are|were|has|can|covers|shows)
the {_NTH} (describes|explains|uses|demonstrates|introduces|concerns|deals|focuses|presents|adds)
""",
    "verb": r"""
is|are|was|were|be|been|has|have|had|can|could|will|would|may|might|must|should|shall|do|does|did
\w+(n't|'s|'re|'ll|'ve|'d|n’t|’s|’re|’ll|’ve|’d)|cannot|let|use|became|made|make|took|take|gave
give|began|led|grew|rose|fell|ran|run|found|came|come|went|go|got|get|put|set|held|kept|left|lost
met|paid|said|saw|see|sent|stood|told|thought|think|won|wrote|write|brought|built|bought|caught
chose|drew|felt|knew|know|lay|spent
(provid|includ|contain|requir|allow|enabl|support|creat|produc|reduc|increas|improv)(e|s|es|ed)?
(achiev|becom|mean|need|help|us|work|mak|tak|giv|offer|start|begin|cover|consist)(e|s|es|ed)?
(depend|reach|introduc|present|describ|show|represent|form|lead|contribut|remain)(e|s|es|ed)?
(receiv|develop|launch|announc|releas|find|serv|aim|grow|follow|explain|demonstrat)(e|s|es|ed)?
(defin|stor|call|return|appear|occur|exist|belong|liv|focus|demand|learn|teach|train)(e|s|es|ed)?
(compar|perform|propos|suggest|indicat|reveal|conclud|argu|believ|observ|determin)(e|s|es|ed)?
(affect|caus|chang|play|look|turn|mov|want|ask|seem|keep|hold|bring|vot|add|tell)(e|s|es|ed)?
(rel|tr|specif|appl|carr|identif|stud|var|suppl)(y|ies|ied)|\w{2,}ed
""",
}
