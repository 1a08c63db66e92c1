from headgate.wire.header_lines import REMEMBERED_LINE_BYTES_MAX, REMEMBERED_MAX, LineKinds, value_of

OTHER, KNOWN, SECRET = 0, 1, 2


def kinds() -> LineKinds:
    return LineKinds({b"known": KNOWN, b"secret": SECRET}, otherwise=OTHER, forgotten=frozenset({SECRET}))


def test_a_line_is_of_the_kind_of_its_name_however_it_is_spelt() -> None:
    assert [kinds().conclude(line) for line in (b"Known: x", b"KNOWN:x", b"unknown: x", b"")] == [
        KNOWN,
        KNOWN,
        OTHER,
        OTHER,
    ]


def test_what_was_concluded_is_remembered() -> None:
    lines = kinds()
    assert lines.remembered(b"Known: x") is None
    lines.conclude(b"Known: x")
    assert lines.remembered(b"Known: x") == KNOWN


def test_secrets_and_long_lines_are_not_remembered() -> None:
    lines = kinds()
    for line in (b"Secret: key", b"Known: " + b"x" * REMEMBERED_LINE_BYTES_MAX):
        lines.conclude(line)
        assert lines.remembered(line) is None


def test_a_full_memory_starts_anew() -> None:
    lines = kinds()
    for number in range(REMEMBERED_MAX + 1):
        lines.conclude(b"Known: %d" % number)
    assert lines.remembered(b"Known: 0") is None
    assert lines.remembered(b"Known: %d" % REMEMBERED_MAX) == KNOWN


def test_a_value_is_without_the_white_space_around_it() -> None:
    assert [value_of(line) for line in (b"Name: a b ", b"Name:\ta", b"Name:", b"Name")] == [b"a b", b"a", b"", b""]
