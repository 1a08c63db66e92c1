import os
import threading

from headgate.adapters.line_writer import WRITE_BYTES_MAX, LineWriter


class Reader(threading.Thread):
    """Reads a descriptor to its end."""

    def __init__(self, descriptor: int) -> None:
        super().__init__()
        self._descriptor = descriptor
        self.received = b""
        self.start()

    def run(self) -> None:
        with os.fdopen(self._descriptor, "rb") as file:
            self.received = file.read()


def test_lines_arrive_whole_and_in_order() -> None:
    reader, writer_end = os.pipe()
    writer = LineWriter(writer_end)
    lines = [b"%d\n" % number for number in range(10_000)]
    reading = Reader(reader)

    for line in lines:
        writer.write(line)
    writer.close()
    os.close(writer_end)
    reading.join()

    assert reading.received == b"".join(lines)
    assert writer.dropped == 0


def test_a_reader_that_stalls_holds_nobody_up_and_what_does_not_fit_is_counted() -> None:
    reader, writer_end = os.pipe()
    writer = LineWriter(writer_end, queued_bytes_max=1_000)
    line = b"x" * 99 + b"\n"

    # The pipe takes 64 KiB, the queue ten lines; nobody reads.
    for _ in range(2_000):
        writer.write(line)

    assert writer.dropped >= 2_000 - 65_536 // 100 - 10 - WRITE_BYTES_MAX // 100 - 1
    writer.close(seconds=0)
    os.close(reader)
    os.close(writer_end)


def test_a_reader_that_is_gone_is_no_error() -> None:
    reader, writer_end = os.pipe()
    os.close(reader)
    writer = LineWriter(writer_end)

    writer.write(b"to nobody\n")
    writer.close()

    assert writer.dropped == 1
    os.close(writer_end)


def test_a_line_longer_than_a_whole_write_arrives_too() -> None:
    reader, writer_end = os.pipe()
    writer = LineWriter(writer_end)
    long = b"y" * (3 * WRITE_BYTES_MAX) + b"\n"

    writer.write(long)
    writer.write(b"after\n")
    writer.close()
    os.close(writer_end)

    with os.fdopen(reader, "rb") as file:
        assert file.read() == long + b"after\n"


def test_a_descriptor_that_somebody_made_non_blocking_is_waited_for() -> None:
    reader, writer_end = os.pipe()
    os.set_blocking(writer_end, False)
    writer = LineWriter(writer_end)
    line = b"z" * 999 + b"\n"

    for _ in range(500):
        writer.write(line)
    reading = Reader(reader)
    writer.close(seconds=20)
    os.close(writer_end)
    reading.join()

    assert reading.received == line * 500


def test_after_closing_nothing_is_taken() -> None:
    reader, writer_end = os.pipe()
    writer = LineWriter(writer_end)
    writer.close()

    writer.write(b"late\n")

    assert writer.dropped == 1
    os.close(reader)
    os.close(writer_end)
