"""The combinations in which every page is looked at."""

from itertools import combinations, product

import pytest

from tests.matrix.pairs import WAYS, all_pairs, pairs_of, views_of


@pytest.mark.parametrize("name", ["home.index", "demands.show~1", "sign-in"])
def test_every_pair_of_ways_meets_on_every_kind_of_page(name: str) -> None:
    views = views_of(name)
    for (first, some), (second, others) in combinations(WAYS.items(), 2):
        met = {(getattr(view, first), getattr(view, second)) for view in views}
        assert met == set(product(some, others)), (first, second)


def test_a_page_is_looked_at_in_twelve_ways_and_the_same_at_each_run() -> None:
    assert len(set(views_of("home.index"))) == 12
    assert views_of("home.index") == views_of("home.index") != views_of("demands.index")


def test_a_table_without_one_row_misses_a_pair() -> None:
    """Protects from rows that are there for nothing, and from a count of pairs that notices nothing."""
    rows = all_pairs((2, 3, 4, 2, 2))
    every = {pair for row in rows for pair in pairs_of(row)}
    for left_out in rows:
        assert {pair for row in rows if row != left_out for pair in pairs_of(row)} != every
