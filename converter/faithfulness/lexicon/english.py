"""English words that change a claim."""

from __future__ import annotations

from converter.faithfulness.lexicon.model import Lexicon

LEXICON = Lexicon(
    negations="""
no_longer not_yet not no never neither nor none nobody
nothing nowhere without cannot isn't aren't wasn't weren't don't
doesn't didn't can't couldn't won't wouldn't shouldn't mustn't hasn't
haven't hadn't needn't
""",
    inversions="""
hardly barely scarcely rarely seldom
fail* lack* refus* reject* deny denied denies prevent* avoid* stop* ceas* unable except* exclud*
absen* missing free impossib* unlikely unclear unknown uncertain insufficient incomplete inadequate
incorrect invalid disagree* disapprov* forbid* forbad* prohibit* ban banned bans resist* declin*
omit* ignor* neglect* loss lose* lost turn*_down false wrong spar* keep*_from gone disappear*
vanish* remov* abandon* against unsupported
""",
    reserves="""
few fewer little less only rather instead too unless until leave* left just
despite still before ahead apart beyond stay* unchanged remain* closed same
""",
    bounds="""
more_than over above at_least longer_than greater_than higher_than larger_than exceed* or_more \
  older_than or_later or_newer | less_than fewer_than under below at_most shorter_than lower_than \
  up_to smaller_than or_less or_fewer younger_than no_more_than not_more_than
""",
    opposites="""
rise* rose risen rising increas* grow* grew climb* gain* higher rais* soar* jump* | fall* fell \
  drop* declin* decreas* shrink* shrank shrunk lower reduc* sink* sank plung*
more greater larger bigger over above exceed* | less fewer smaller under below
before earlier prior precedes preceded | after later afterwards follows followed
largest biggest greatest highest most maximum | smallest least lowest fewest minimum
faster quicker sooner | slower
better best improv* | worse worst worsen* deteriorat*
longer longest | shorter shortest
stronger strongest | weaker weakest
warmer warmest hotter hottest | colder coldest cooler
cheaper cheapest | dearer dearest expensive costlier
deeper deepest | shallower shallowest
older oldest | younger youngest newer newest
accept* allow* permit* | reject* forbid* forbade forbidden prohibit* ban banned
win wins won | lose loses lost
doubl* twice twofold | tripl* thrice threefold halv* half
begin* began begun start* opens opened | end ends ended finish* clos*
north northern | south southern
east eastern | west western
left | right
true | false
early | late
first | last final
at_least | at_most
""",
    quantifiers="""
all every each always everyone everybody entire entirely whole completely
most majority mostly usually
some several many often sometimes partly
few rarely seldom hardly
none no never nobody
""",
    hedges="""
about around roughly approximately approx nearly almost some over more_than above under below
less_than fewer_than at_least at_most close_to up_to an_estimated estimated circa well_over
just_over just_under only only_about
""",
    scales={"hundred": 100, "thousand": 10**3, "million": 10**6, "millions": 10**6,
            "billion": 10**9, "billions": 10**9, "trillion": 10**12, "k": 10**3, "K": 10**3,
            "bn": 10**9, "mn": 10**6, "thousands": 10**3, "hundreds": 100},
    numbers={"half": "1/2", "quarter": "1/4", "quarters": "1/4", "third": "3", "thirds": "1/3",
             "dozen": "12", "twice": "2", "double": "2", "doubled": "2", "both": "2",
             "triple": "3", "tripled": "3", "thrice": "3", "twofold": "2", "threefold": "3",
             "fourfold": "4", "tenfold": "10", "hundred": "100", "thousand": "1000",
             "million": "1000000", "billion": "1000000000", "pair": "2", "couple": "2",
             "one third": "1/3", "a third": "1/3", "two thirds": "2/3", "three quarters": "3/4",
             "one quarter": "1/4", "a quarter": "1/4", "one half": "1/2", "a half": "1/2",
             "one fifth": "1/5", "a fifth": "1/5", "a tenth": "1/10", "two": "2", "decade": "10"},
    loose="""
one first second twice double doubled both pair couple zero third hundred thousand million billion
dozen triple tripled decade thrice twofold
""",
    titles="Mr Mrs Ms Dr Prof Professor Sir President Senator Judge Captain King Queen",
    prefixes=("un", "in", "im", "ir", "non", "dis"),
)  # fmt: skip
