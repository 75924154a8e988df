"""The best set of pairs between two small sets, and what could be paired otherwise as well."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

Pair = tuple[int, int]
# The method takes the cube of this many steps; larger groups are cut by taking their best pairs first.
LARGEST = 120
# What it gains to leave two apart that are no pair.
_APART = 0.0


def assign(scores: Mapping[Pair, float], margin: float) -> tuple[list[Pair], list[tuple[set[int], set[int]]]]:
    """The pairs whose scores sum up highest, and groups of what could be paired otherwise within `margin`.

    A pair that is not in `scores` is none. Each group holds indices of the left and of the right side.

    >>> assign({(0, 0): 0.9, (0, 1): 0.8, (1, 0): 0.9}, 0.1)
    ([(0, 1), (1, 0)], [])
    >>> assign({(0, 0): 0.9, (0, 1): 0.9}, 0.1)
    ([], [({0}, {0, 1})])
    """
    best = _best(scores)
    doubtful = _ambiguous(best, scores, margin)
    in_doubt = {i for some, _ in doubtful for i in some}
    return sorted(pair for pair in best if pair[0] not in in_doubt), doubtful


def _best(scores: Mapping[Pair, float]) -> list[Pair]:
    left, right = sorted({i for i, _ in scores}), sorted({j for _, j in scores})
    if max(len(left), len(right), 1) > LARGEST:
        return _greedy(scores)
    if len(left) > len(right):
        turned = _hungarian([[scores.get((i, j), _APART) for i in left] for j in right])
        pairs = [(left[column], right[row]) for row, column in turned]
    else:
        straight = _hungarian([[scores.get((i, j), _APART) for j in right] for i in left])
        pairs = [(left[row], right[column]) for row, column in straight]
    return sorted(pair for pair in pairs if pair in scores)


def _greedy(scores: Mapping[Pair, float]) -> list[Pair]:
    found: list[Pair] = []
    used: tuple[set[int], set[int]] = (set(), set())
    for (i, j), _ in sorted(scores.items(), key=lambda each: (-each[1], each[0])):
        if i not in used[0] and j not in used[1]:
            found.append((i, j))
            used[0].add(i)
            used[1].add(j)
    return sorted(found)


def _hungarian(gain: list[list[float]]) -> list[Pair]:
    """The assignment of every row to a column of its own with the greatest sum; no more rows than columns.

    The method of Kuhn and Munkres in the form with potentials, in cubic time.
    """
    rows, columns = len(gain), len(gain[0]) if gain else 0
    infinity = 1e18
    up, vp = [0.0] * (rows + 1), [0.0] * (columns + 1)
    row_of = [0] * (columns + 1)
    way = [0] * (columns + 1)
    for row in range(1, rows + 1):
        row_of[0] = row
        column = 0
        least = [infinity] * (columns + 1)
        used = [False] * (columns + 1)
        while row_of[column]:
            used[column] = True
            current, delta, following = row_of[column], infinity, 0
            for j in range(1, columns + 1):
                if used[j]:
                    continue
                cost = -gain[current - 1][j - 1] - up[current] - vp[j]
                if cost < least[j]:
                    least[j], way[j] = cost, column
                if least[j] < delta:
                    delta, following = least[j], j
            for j in range(columns + 1):
                if used[j]:
                    up[row_of[j]] += delta
                    vp[j] -= delta
                else:
                    least[j] -= delta
            column = following
        while column:
            row_of[column] = row_of[way[column]]
            column = way[column]
    return [(row_of[j] - 1, j - 1) for j in range(1, columns + 1) if row_of[j]]


def _ambiguous(
    best: list[Pair], scores: Mapping[Pair, float], margin: float
) -> list[tuple[set[int], set[int]]]:
    """What is joined by pairs that could be exchanged for others and lose no more than `margin`."""
    partner = dict(best)
    holder = {j: i for i, j in best}
    joined: dict[Pair, set[Pair]] = defaultdict(set)
    for (i, j), alone in scores.items():
        if partner.get(i) == j:
            continue
        score = alone
        freed = 0.0
        nodes = {(0, i), (1, j)}
        mine, other = partner.get(i), holder.get(j)
        if mine is not None:
            freed += scores[i, mine]
            nodes.add((1, mine))
        if other is not None:
            freed += scores[other, j]
            nodes.add((0, other))
        if mine is not None and other is not None:
            score += scores.get((other, mine), 0.0)
        if freed - score <= margin:
            for node in nodes:
                joined[node] |= nodes
    found, seen = [], set[Pair]()
    for start in sorted(joined):
        if start in seen:
            continue
        stack, members = [start], {start}
        while stack:
            for node in joined[stack.pop()] - members:
                members.add(node)
                stack.append(node)
        seen |= members
        found.append(({n for s, n in members if not s}, {n for s, n in members if s}))
    return found
