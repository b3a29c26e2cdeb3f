"""Words found by how characters hold together, without a dictionary."""

import numpy as np

from workflows.learning.cohesion import KIND, Cohesion
from workflows.learning.current import telling
from workflows.learning.features import block
from workflows.learning.router_file import Router

TEXTS = [
    *("影响出行", "影响休息", "居民反对", "居民很多", "室内不热", "楼下居民", "影响孩子", "休息不好"),
    *("影响居民休息", "楼道没有暖气", "暖气不热", "暖气坏了", "楼上漏水", "楼前有车", "一号楼"),
]


def router_of(texts: list[str]) -> Router:
    seen = [set(block(KIND, text).keys.tolist()) for text in texts]
    keys = sorted(set.union(*seen))
    having = np.array([sum(key in one for one in seen) for key in keys])
    rarity = np.log((1 + len(texts)) / (1 + having)) + 1
    arrays = {
        "keys head": np.zeros(3, dtype=np.uint64),
        f"keys {KIND}": np.array(keys, dtype=np.uint64),
        "rarity": np.concatenate([np.full(3, 9.0), rarity]).astype(np.float32),
    }
    return Router({"kinds": ["head", KIND]}, arrays)


def test_characters_met_together_are_one_word() -> None:
    cut = Cohesion(router_of(TEXTS)).cut

    assert cut("影响居民休息") == ["影响", "居民", "休息"]
    assert cut("楼暖气，影响居民") == ["楼", "暖气", "影响", "居民"]


def test_what_the_router_has_never_met_does_not_hold_together() -> None:
    cut = Cohesion(router_of(TEXTS)).cut

    assert cut("") == []
    assert cut("Ω，龘") == ["Ω", "龘"]
    assert cut("龘靐") == ["龘", "靐"]
    assert cut("暖气的居民") == ["暖气", "的", "居民"]


def test_words_that_are_said_of_any_matter_are_not_shown() -> None:
    assert telling(["暖气", "反映", "12", "a3区", "问题", "不热"]) == ["暖气", "不热"]
