"""What stages look up in the rules by name, and nothing can be read without."""

from __future__ import annotations

# The lists of words by their ids: the `words` of a topic hold these and no others.
NEEDED = {
    topic: tuple(ids.split())
    for topic, ids in {
        "units": "at-end letters measured-behind measured-length measured-links measured-mass measured-nouns"
        " measured-power measured-volume money-before nouns split split-nouns wanted",
        "bounds": "before-sizes cell-basis cell-leads changes label-fall label-growth no-bound-after no-bound-before"
        " signed",
        "exclusions": "amount-before article-before index-behind no-counter no-unit-behind number-behind"
        " rate-behind size-behind some",
        "measures": "acts already degrees distributive expected falls-to-improve growth-behind in-percent leading-acts"
        " levels-behind object-degrees promised rates share-verbs throughout yearly",
        "names": "additions adverbs aims asides carried companions comparisons compound-heads deeds dependent"
        " empty-verbs finite givings governors head-words levels light-verbs localities lone-acts nameless"
        " noun-ends nouns openers organs outings outlays parts pivots plans progress rank-tail reaching"
        " reckonings relations results said-how said-with shared-heads shared-starts sought tasks"
        " thresholds yields",
        "tables": "amounts caption-grows degrees-behind left-over remarks unit-columns",
        "concepts": "adding before behind in-persons joins kinds left-out-of-area left-out-of-mass left-out-of-money levels"
        " of-a-level of-the-place renewing totals verb-decides wholes zones",
        "comparison": "acts beyond-whole constant-prices fields filler hollow levels limits other-scope remainder"
        " year-on-year",
    }.items()
}
# Units that numbers are given which print none, or another: 三成 is 30 %.
NEEDED_UNITS = ("%",)
