"""What stages look up in the rules by name, and nothing can be read without."""

from __future__ import annotations

# The lists of words, and the roles of words, by their ids: these lists of the topics hold these and no others.
NEEDED = {
    where: tuple(ids.split())
    for where, ids in {
        "units.words": "at-end letters measured-behind measured-length measured-links measured-mass measured-nouns"
        " measured-power measured-volume money-before split split-nouns unit-nouns wanted",
        "exclusions.words": "article-before no-counter no-unit-behind some",
        "lexicon.names": "acts additions adverbs aims already amounts asides caption-grows carried companions comparisons"
        " compound-heads deeds degrees degrees-behind dependent distributive empty-verbs expected falls-to-improve"
        " finite givings governors growth-behind head-words in-percent leading-acts left-over levels-behind light-verbs"
        " localities lone-acts nameless noun-ends object-degrees openers organs outings outlays parts pivots plans"
        " progress promised rank-tail rates reaching reckonings relations remarks results said-how said-with scopes"
        " share-verbs shared-heads shared-starts sought tasks thresholds throughout tiers unit-columns whole-nouns"
        " yearly yields",
        "lexicon.numbers": "amount-before before-sizes cell-basis cell-leads changes index-behind label-fall label-growth"
        " no-bound-after no-bound-before number-behind rate-behind signed size-behind",
        "comparison.words": "beyond-whole constant-prices fields filler hollow levels light-acts limits other-scope"
        " remainder year-on-year",
    }.items()
}
# Units that numbers are given which print none, or another: 三成 is 30 %.
NEEDED_UNITS = ("%",)
