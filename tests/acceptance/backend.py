"""A backend that streams under the test's control: one event at once, the rest when it is told to."""

import socket
import threading

FIRST = (
    b'data: {"choices":[{"delta":{"content":"one"},"index":0}],"model":"gpt-4o","object":"chat.completion.chunk"}\n\n'
)
REST = b"data: [DONE]\n\n"


class HeldBackend:
    """Answers every request with a stream whose second half waits for ``release``."""

    def __init__(self) -> None:
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._released = threading.Event()
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def endpoint(self) -> str:
        host, port = self._listener.getsockname()
        return f"http://{host}:{port}"

    def release(self) -> None:
        self._released.set()

    def close(self) -> None:
        self.release()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as reader:
            while _read_request(reader):
                try:
                    connection.sendall(
                        b"HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n"
                    )
                    connection.sendall(_chunk(FIRST))
                    self._released.wait()
                    connection.sendall(_chunk(REST) + b"0\r\n\r\n")
                except OSError:
                    return


def _read_request(reader: object) -> bool:
    length = 0
    line = reader.readline()
    if not line:
        return False
    while (line := reader.readline().strip()) != b"":
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
    reader.read(length)
    return True


def _chunk(data: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(data), data)
