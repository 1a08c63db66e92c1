from headgate.edge.watch import expire_overdue


class Thing:
    """Something with a deadline, which may set itself another."""

    def __init__(self, deadline: float | None, then: float | None = None) -> None:
        self.deadline = deadline
        self.then = then
        self.expired = 0

    def expire(self) -> None:
        self.expired += 1
        self.deadline = self.then


def test_what_is_overdue_is_told_once() -> None:
    overdue, later, never = Thing(1.0), Thing(2.0), Thing(None)
    for _ in range(2):
        expire_overdue([overdue, later, never], 1.5)

    assert [overdue.expired, later.expired, never.expired] == [1, 0, 0]


def test_a_deadline_is_over_when_it_is_reached() -> None:
    thing = Thing(1.0)
    expire_overdue([thing], 1.0)

    assert thing.expired == 1


def test_what_sets_itself_a_new_deadline_is_told_again() -> None:
    thing = Thing(1.0, then=3.0)
    expire_overdue([thing], 1.0)
    expire_overdue([thing], 2.0)
    expire_overdue([thing], 3.0)

    assert thing.expired == 2


def test_what_is_watched_may_go_away_while_being_told() -> None:
    watched: set[Thing] = set()
    things = [Thing(1.0) for _ in range(3)]
    watched.update(things)
    for thing in things:
        thing.expire = watched.clear  # type: ignore[method-assign]
    expire_overdue(watched, 1.0)

    assert watched == set()
