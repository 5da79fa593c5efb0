"""Models are lent, loaded once, and let go of in the right order."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import pytest

from models.serving.model_pool import Held, Pool, leaving


class Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


class Shelf:
    """Makes models and counts them."""

    def __init__(self, budget: int | None = 10, idle: float = 60) -> None:
        self.clock = Clock()
        self.pool = Pool(budget, idle, self.clock)
        self.loads: list[str] = []

    def use(self, key: str, size: int = 4, during: Callable[[], None] = lambda: None) -> object:
        self.clock.now += 1
        with self.pool.lend(key, lambda: size, lambda: self.load(key)) as model:
            during()
            return model

    def load(self, key: str) -> object:
        self.loads.append(key)
        return Model()


class Model:
    stuck = False
    closed = False

    def close(self) -> None:
        if self.stuck:
            raise OSError("it won't go")
        self.closed = True


def test_the_longest_unused_leave_first_and_the_lent_never() -> None:
    held = [Held("a", 3, 5.0, True), Held("b", 3, 1.0, False), Held("c", 3, 2.0, True)]
    assert leaving(held, 0) == []
    assert leaving(held, 1) == ["c"]
    assert leaving(held, 4) == ["c", "a"]
    assert leaving(held, 99) == ["c", "a"]


def test_a_model_is_loaded_once_and_kept() -> None:
    shelf = Shelf()
    assert shelf.use("a") is shelf.use("a")
    assert shelf.loads == ["a"]


def test_room_is_made_by_the_least_recently_used() -> None:
    shelf = Shelf(budget=10)
    first = shelf.use("a")
    shelf.use("b")
    shelf.use("a")
    shelf.use("c")
    assert set(shelf.pool.loaded()) == {"a", "c"}
    assert shelf.use("a") is first


def test_a_model_larger_than_the_budget_is_tried_all_the_same() -> None:
    shelf = Shelf(budget=10)
    shelf.use("a")
    shelf.use("huge", size=50)
    assert set(shelf.pool.loaded()) == {"huge"}


def test_idle_models_go_and_lent_ones_stay() -> None:
    shelf = Shelf(idle=60)
    unused, lent = shelf.use("unused"), shelf.use("lent")

    def later() -> None:
        shelf.clock.now += 60
        assert shelf.pool.unload_idle() == 1
        assert shelf.pool.unload_free() == 0

    shelf.use("lent", during=later)
    assert (unused.closed, lent.closed) == (True, False)  # type: ignore[attr-defined] # Models
    assert shelf.pool.unload_idle() == 0
    shelf.clock.now += 60
    assert shelf.pool.unload_idle() == 1


def test_asked_for_twice_at_once_it_is_loaded_once() -> None:
    shelf = Shelf()
    loading, go_on = threading.Event(), threading.Event()

    def slow_load() -> object:
        loading.set()
        assert go_on.wait(10)
        return shelf.load("a")

    seen: list[object] = []

    def ask() -> None:
        with shelf.pool.lend("a", lambda: 4, slow_load) as model:
            seen.append(model)

    threads = [threading.Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    assert loading.wait(10)
    go_on.set()
    for thread in threads:
        thread.join(10)
    assert shelf.loads == ["a"]
    assert len(set(map(id, seen))) == 1


def test_a_load_waits_until_the_room_that_it_needs_is_given_back() -> None:
    shelf = Shelf(budget=10)
    lent, give_back = threading.Event(), threading.Event()

    def hold() -> None:
        lent.set()
        assert give_back.wait(10)

    holder = threading.Thread(target=lambda: shelf.use("a", 8, hold))
    holder.start()
    assert lent.wait(10)
    other = threading.Thread(target=lambda: shelf.use("b", 8))
    other.start()
    other.join(0.05)
    assert shelf.loads == ["a"]
    give_back.set()
    holder.join(10)
    other.join(10)
    assert shelf.loads == ["a", "b"]
    assert set(shelf.pool.loaded()) == {"b"}


def test_who_waits_for_room_is_not_overtaken_by_those_who_take_turns_with_the_rest() -> None:
    shelf = Shelf(budget=10)
    ends = [threading.Event() for _ in range(2)]
    lent = [threading.Event() for _ in range(2)]

    def hold(turn: int) -> None:
        lent[turn].set()
        assert ends[turn].wait(10)

    first = threading.Thread(target=lambda: shelf.use("a", 8, lambda: hold(0)))
    first.start()
    assert lent[0].wait(10)
    other = threading.Thread(target=lambda: shelf.use("b", 8))
    other.start()
    while not shelf.pool._short:
        other.join(0.001)
    second = threading.Thread(target=lambda: shelf.use("a", 8, lambda: hold(1)))
    second.start()
    assert not lent[1].wait(0.05)
    ends[0].set()
    other.join(10)
    assert not other.is_alive()
    ends[1].set()
    second.join(10)
    assert shelf.loads == ["a", "b", "a"]


def test_a_model_that_will_not_go_is_kept_and_never_loaded_again(
    caplog: pytest.LogCaptureFixture,
) -> None:
    shelf = Shelf(budget=10)
    model = shelf.use("a", 8)
    model.stuck = True  # type: ignore[attr-defined] # a Model
    with caplog.at_level(logging.CRITICAL):
        assert shelf.pool.unload_free() == 0
        shelf.use("b", 8)
    assert shelf.use("a", 8) is model
    assert shelf.loads == ["a", "b"]


def test_after_a_failed_load_the_next_one_tries_again() -> None:
    shelf = Shelf()

    def fail() -> object:
        raise ValueError("no")

    with pytest.raises(ValueError, match="no"), shelf.pool.lend("a", lambda: 4, fail):
        pass
    assert shelf.pool.loaded() == {}
    shelf.use("a")
    assert shelf.loads == ["a"]


def test_a_second_lease_in_one_thread_is_refused_rather_than_waited_for() -> None:
    shelf = Shelf()
    with pytest.raises(RuntimeError, match="still holds a"):
        shelf.use("a", during=lambda: shelf.use("b") and None)
    shelf.use("b")
