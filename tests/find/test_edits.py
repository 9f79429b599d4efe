# SPDX-License-Identifier: Apache-2.0
"""Terms in what a text-only engine read: exact, misread, uncertain, and other people's."""

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from blindscan.find.edits import EXTRA, LOST, _align, spot_glyphs
from blindscan.find.spotting import Spot, spot_score
from blindscan.model.applicant import Term
from blindscan.model.line import Glyphs
from blindscan.read.engine import PpOcrEngine

NAME = Term("name-0", "name", "陆砚秋")
MASK, DOUBT = -1.5, -3.5


def read(text: str, sure: float | list[float] = 0.998) -> Glyphs:
    steps = np.linspace(0, 1, len(text) + 1, dtype=np.float32)
    return Glyphs(
        text,
        np.stack([steps[:-1], steps[1:]], axis=1),
        np.broadcast_to(np.array(sure, dtype=np.float32), len(text)).copy(),
    )


def spots(engine: PpOcrEngine, glyphs: Glyphs, term: Term = NAME) -> list[Spot]:
    return [one for _, _, one in spot_glyphs([glyphs], [term], engine.head, [DOUBT])]


@pytest.mark.parametrize("text", ["同意陆砚秋申报", "陆 砚 秋", "陸硯秋同志", "陆·砚·秋"])
def test_what_was_read_exactly_scores_nothing_less(engine: PpOcrEngine, text: str) -> None:
    (one,) = spots(engine, read(text))
    assert one.score == 0
    assert text[one.start] in "陆陸"
    assert text[one.end] == "秋"


def test_every_place_is_given_once(engine: PpOcrEngine) -> None:
    found = spots(engine, read("陆砚秋与陆砚秋"))
    assert sorted((one.start, one.end) for one in found) == [(0, 2), (4, 6)]


@pytest.mark.parametrize("text", ["陆砚冬", "陈砚秋同志", "陆观涛", "小砚秋陆", "陆建秋"])
def test_other_names_read_surely_are_other_names(engine: PpOcrEngine, text: str) -> None:
    assert spots(engine, read(text)) == []


@pytest.mark.parametrize(
    ("text", "sure"),
    [
        ("陆观秋", [0.99, 0.7, 0.99]),
        ("陆口秋", [0.99, 0.4, 0.99]),
        ("陆石见秋", [0.99, 0.5, 0.5, 0.99]),
    ],
    ids=["alike", "anything", "fallen apart"],
)
def test_an_unsure_reading_is_doubt(engine: PpOcrEngine, text: str, sure: list[float]) -> None:
    (one,) = spots(engine, read(text, sure))
    assert DOUBT <= one.score < MASK


def test_characters_that_look_alike_are_the_likelier_misreading(engine: PpOcrEngine) -> None:
    alike, unlike = (
        spot_glyphs([read(text, 0.9)], [NAME], engine.head, [-9.0])[0][2].score
        for text in ("陆视秋", "陆口秋")
    )
    assert alike > unlike


def test_a_two_character_name_hides_in_no_unsure_reading(engine: PpOcrEngine) -> None:
    name = Term("name-0", "name", "方榆")
    assert spots(engine, read("方口同志", [0.99, 0.4, 0.99, 0.99]), name)
    assert not spots(engine, read("方口同志"), name)


def test_a_name_broken_over_two_lines_must_touch_both(engine: PpOcrEngine) -> None:
    found = spot_glyphs([read("陆砚秋陆砚秋")], [NAME], engine.head, [DOUBT], cuts=[4])
    assert [(one.start, one.end) for _, _, one in found] == [(3, 5)]


ratios = st.floats(-12, 0, width=32)


@given(data=st.data(), n=st.integers(1, 5), m=st.integers(2, 4))
def test_the_alignment_is_the_best_there_is(data: st.DataObject, n: int, m: int) -> None:
    swap = np.array(data.draw(st.lists(ratios, min_size=n * m, max_size=n * m))).reshape(n, m)
    skip = np.array(data.draw(st.lists(ratios, min_size=n, max_size=n)))
    by_character, _ = _align(swap, skip)
    assert by_character.sum() == pytest.approx(best_of_all(swap, skip), abs=1e-4)


def best_of_all(swap: np.ndarray, skip: np.ndarray) -> float:
    """The best alignment by trying every one: which characters of the term stand on which ones read."""
    n, m = swap.shape
    best = -np.inf
    for count in range(m + 1):
        for own in combinations(range(m), count):
            for on in combinations(range(n), count):
                best = max(best, worth(swap, skip, own, on))
    return best


def worth(swap: np.ndarray, skip: np.ndarray, own: tuple[int, ...], on: tuple[int, ...]) -> float:
    """A term may lose its beginning only where the text begins, its end where the text ends."""
    n, m = swap.shape
    first = 0 if not own or own[0] > 0 else on[0]
    last = n if not own or own[-1] < m - 1 else on[-1]
    between = [i for i in range(first, last) if i not in on]
    return float(
        sum(swap[i, j] for i, j in zip(on, own, strict=True))
        + sum(skip[i] for i in between)
        + LOST * (m - len(own))
    )


def test_the_costs_leave_room_for_a_doubt() -> None:
    """One character lost or one too many is doubt for a name of three, never a sure find."""
    for cost in (LOST, np.log(0.5) + EXTRA):
        assert DOUBT < spot_score(np.array([0, cost, 0], dtype=np.float32)) < 0
