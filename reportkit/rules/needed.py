"""What stages look up in the rules by name, and nothing can be read without."""

from __future__ import annotations

# The lists of words by their ids: the `words` of a topic hold these and no others.
NEEDED = {
    topic: tuple(ids.split())
    for topic, ids in {
        "units": "at-end letters measured-behind measured-length measured-links measured-mass measured-nouns"
        " measured-power measured-volume money-before nouns rank-units split split-nouns wanted",
        "bounds": "at-least before-sizes cell-basis cell-leads changes dealt-out label-fall label-growth no-bound-after"
        " no-bound-before signed",
        "exclusions": "amount-before article-before half-words index-behind no-counter no-unit-behind number-behind"
        " rate-behind size-behind some",
        "measures": "acts against already arrivals basis-words degrees distributive earned economy expected"
        " falls-to-improve grows growth-basis growth-behind heights improving in-percent leading-acts"
        " levels-behind likened object-degrees on-to origins promised rates reaches rises-to share-verbs"
        " throughout up-to verb-ends whole-shares yearly",
        "names": "additions adverbs aims and-so-on asides carried companions comparisons completed compound-heads"
        " conjunctions dealing deeds dependent empty-deeds empty-verbs facilities finite givings governors"
        " head-words household-units kinds-of leads level-links levels light-verbs localities lone-acts"
        " nameless national-fields noun-ends noun-suffixes nouns number-leads occasion-units onward openers"
        " organs outings outlays particles parts pivots plans progress rank-tail rate-ends reaching reckonings"
        " relating relations results said-how said-with scopes seeking shared-heads shared-starts sought tails"
        " tasks thresholds verb-joints yields",
        "tables": "amounts caption-grows degrees-behind label-basis left-over remarks unit-columns",
        "reports": "about generic of-nation of-province pointing",
        "indicators": "at-will counts",
        "repair": "after-break before-break bounds particles timeless title-ends",
        "periods": "before clause-starts",
        "comparison": "acts beyond-whole constant-prices fields filler hollow levels limits other-scope remainder"
        " year-on-year",
    }.items()
}
# The signs by their ids: the `signs` of a topic hold these and no others.
NEEDED_SIGNS = {
    topic: tuple(ids.split())
    for topic, ids in {
        "units": "next-rank rank ratio-noun",
        "comparison": "came-from came-to part share",
        "headings": "item salutation tells unit-line",
        "repair": "byline closed front greeting waits",
        "measures": "for-each yearly-growth",
        "names": "joints last-joint summed-up topic",
        "tables": "note part-of whole-place",
        "reports": "before-name day-of-month days front given-at itself levels levels-above line-place meeting"
        " meeting-in-short nation no-title speaker speaks title title-in-full title-line title-marks"
        " title-place",
        "years": "national-session part-of-year session-past",
    }.items()
}
# Units that numbers are given which print none, or another: 三成 is 30 %.
NEEDED_UNITS = ("%",)
