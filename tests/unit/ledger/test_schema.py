from sqlalchemy import BigInteger, Double

from headgate.ledger.schema import attempts, metadata


def test_money_is_whole_numbers() -> None:
    assert isinstance(attempts.c.charge_nano.type, BigInteger)


def test_only_times_and_seconds_are_fractions() -> None:
    fractions = {
        f"{table.name}.{column.name}"
        for table in metadata.tables.values()
        for column in table.columns
        if isinstance(column.type, Double)
    }

    assert fractions == {
        "attempts.started_ms",
        "attempts.duration_ms",
        "attempts.first_byte_ms",
        "attempts.seconds",
        "exchanges.duration_ms",
        "exchanges.first_byte_ms",
        "journal_positions.finished_at",
    }
