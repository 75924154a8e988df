"""What stages look up in the rules by name, and nothing can be read without."""

from __future__ import annotations

# The lists of words, the roles of words and the signs, by their ids: these lists of the topics hold these and no others.
NEEDED = {
    where: tuple(ids.split())
    for where, ids in {
        "headings.signs": "item salutation tells unit-line",
        "repair.words": "after-break amount-ends before-break never-cut timeless title-ends",
        "repair.signs": "byline closed front-lines greeting waits",
        "reports.words": "about below-city below-province generic of-nation of-province pointing",
        "reports.signs": "before-name before-place day-of-month days given-at itself levels-above line-place meeting"
        " meeting-in-short nation no-title place-levels speaker speaks title title-in-full title-line"
        " title-marks title-place",
        "places.words": "made-up peoples place-suffixes whole-nation",
        "panel.words": "headline kinds labels of-counties tones",
        "years.signs": "national-session part-of-year session-past",
        "periods.words": "before-running clause-starts",
        "units.words": "at-end letters measured-behind measured-length measured-links measured-mass measured-nouns"
        " measured-power measured-volume medals money-before rank-units split split-nouns unit-nouns wanted",
        "units.signs": "medal next-rank rank ratio-noun",
        "exclusions.words": "article-before half-words no-counter no-unit-behind some",
        "lexicon.names": "acts additions adverbs against aims already amounts and-also and-so-on arrivals asides"
        " basis-words caption-grows carried companions comparisons completed compound-heads conjunctions"
        " dealing deeds degrees degrees-behind dependent distributive done-to earned economy empty-deeds"
        " empty-verbs expected facilities falls-to-improve finite focusing givings governors grows growth-basis"
        " growth-behind head-words heights household-units improving in-all in-percent in-total kinds-of measures-taken"
        " label-basis leading-acts leads left-over level-links levels-behind light-verbs likened"
        " localities lone-acts municipal-fields nameless national-fields noun-ends noun-suffixes"
        " number-leads object-degrees occasion-units on-to onward openers organs origins outings outlays"
        " parts pivots plans progress promised provincial-fields rank-tail rate-ends rates reaches"
        " reaching reckonings relating relations remarks results rises-to said-how said-with seeking"
        " share-verbs shared-heads shared-starts sought tails tasks thresholds throughout tiers"
        " unit-columns up-to verb-ends verb-joints verb-particles whole-deeds whole-nouns whole-shares yearly yields",
        "lexicon.numbers": "amount-before at-least before-sizes cell-basis cell-leads changes dealt-out index-behind"
        " label-growth no-bound-after no-bound-before number-behind rate-behind signed"
        " size-behind",
        "names.signs": "dispensable for-each joints last-joint summed-up topic yearly-growth",
        "tables.signs": "note part-of whole-place",
        "indicators.words": "at-will counts",
        "concepts.words": "adding bearers before behind heads honours in-persons joins qualities left-out-of-area"
        " left-out-of-mass left-out-of-money named-levels of-a-level of-the-place renewing sizes totals"
        " undoing verb-decides wholes zones",
        "comparison.words": "and-above averaged beyond-whole constant-prices fields filler hollow levels light-acts limits"
        " other-scope remainder speeds vague whole-economy year-on-year",
        "comparison.signs": "above above-basis alike all-done came-from came-to done each-year flat in-step in-step-basis"
        " noun-behind of-class of-plan of-those-with part-told share-told size so-far threshold threshold-before",
    }.items()
}
# Units that numbers are given which print none, or another: 三成 is 30 %.
NEEDED_UNITS = ("%",)
