import pytest

from headgate.simulator.profiles import DEFAULT, PROFILES, profile_of


@pytest.mark.parametrize(
    "month,profile",
    [
        ("2024-02", "2024-02"),
        ("2025-02", "2024-02"),
        ("2025-06", "2025-03"),
        ("2025-12", "2025-07"),
        ("2026-03", "2026-03"),
        ("2026-07", "2026-07"),
        ("2030-01", "2026-10"),
    ],
)
def test_a_month_has_the_newest_profile_that_begins_no_later(month: str, profile: str) -> None:
    assert profile_of(month).month == profile


def test_of_months_before_the_first_nothing_is_known() -> None:
    with pytest.raises(ValueError, match="nothing is known of 2023-12; the first profile is 2024-02"):
        profile_of("2023-12")


def test_profiles_stand_in_their_order_and_the_usual_is_one() -> None:
    assert list(PROFILES) == sorted(PROFILES)
    assert DEFAULT in PROFILES
