from headgate.simulator.cloud.signing import SigningKeys


def test_what_was_signed_is_read_again() -> None:
    keys = SigningKeys()

    assert keys.claims(keys.sign({"oid": "someone"})) == {"oid": "someone"}


def test_a_token_stays_good_after_one_rotation_and_not_after_two() -> None:
    keys = SigningKeys()
    token = keys.sign({})

    keys.rotate()
    assert keys.claims(token) == {}
    assert len(keys.published()["keys"]) == 2
    keys.rotate()
    assert keys.claims(token) is None
    assert [key["kid"] for key in keys.published()["keys"]] == ["simulator-key-2", "simulator-key-3"]


def test_what_was_changed_or_never_was_a_token_is_nothing() -> None:
    keys = SigningKeys()
    head, body, signature = keys.sign({"oid": "someone"}).split(".")
    unsigned = "eyJhbGciOiJub25lIn0"

    for bad in ("", "a.b", "a.b.c", f"{head}.{body}.", f"{head}.{head}.{signature}", f"{unsigned}.{body}.", "é.é.é"):
        assert keys.claims(bad) is None
    assert keys.claims("x" * 40_000 + ".b.c") is None
