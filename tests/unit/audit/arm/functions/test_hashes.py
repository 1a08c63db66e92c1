import re
import uuid

from headgate.audit.arm.functions.hashes import guid, unique_string


def test_a_unique_string_has_the_form_of_arms_and_depends_on_every_part() -> None:
    assert re.fullmatch(r"[a-z2-7]{13}", unique_string("a", "b"))
    assert unique_string("a", "b") == unique_string("a", "b") != unique_string("a", "c")


def test_a_guid_is_a_name_based_one() -> None:
    assert uuid.UUID(guid("a", "b")).version == 5
