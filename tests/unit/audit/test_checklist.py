"""The checklist as data."""

from headgate.audit.checklist import bullets, checklist


def test_bullets_have_ids_of_their_own_and_say_what_is_asked_for() -> None:
    listed = [bullet for area in checklist() for bullet in area.bullets]

    assert len(listed) == len(bullets()) == 34
    assert all(bullet.title.endswith(".") for bullet in listed)
    assert all(bullet.id.count(".") == 1 for bullet in listed)
