"""A network that is slow or breaks: a TCP proxy between two programs."""
import asyncio
import random
import threading


class Proxy:
    """Passes bytes on to `target` ("host:port") with a delay and at a rate, until told to cut. A context manager."""

    def __init__(self, target, delay=(0.0, 0.0), bytes_per_second=None, seed=1):
        self._host, port = target.rsplit(":", 1)
        self._port = int(port)
        self._delay = delay
        self._rate = bytes_per_second
        self._rng = random.Random(seed)
        self._loop = asyncio.new_event_loop()
        self._writers = set()
        self._partitioned = False
        self.cuts = 0
        self.address = None

    def __enter__(self):
        ready = threading.Event()
        self._thread = threading.Thread(target=self._run, args=(ready,), daemon=True)
        self._thread.start()
        ready.wait()
        return self

    def __exit__(self, *_):
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def cut(self):
        """Breaks every connection, with a reset."""
        self._ask(self._cut())

    def partition(self, on):
        """While on, bytes go nowhere and connections stay open: what a lost network looks like."""
        self._partitioned = on

    def _ask(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result()

    def _run(self, ready):
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.address = "127.0.0.1:%d" % server.sockets[0].getsockname()[1]
        ready.set()
        self._loop.run_forever()

    async def _cut(self):
        self.cuts += len(self._writers) // 2
        for writer in list(self._writers):
            writer.transport.abort()

    async def _serve(self, reader, writer):
        try:
            there_reader, there_writer = await asyncio.open_connection(self._host, self._port)
        except OSError:
            writer.transport.abort()
            return
        pair = {writer, there_writer}
        self._writers |= pair
        await asyncio.gather(self._pass_on(reader, there_writer), self._pass_on(there_reader, writer))
        self._writers -= pair

    async def _pass_on(self, reader, writer):
        try:
            while chunk := await reader.read(16_384):
                pause = self._rng.uniform(*self._delay) + (len(chunk) / self._rate if self._rate else 0)
                if pause > 0:
                    await asyncio.sleep(pause)
                while self._partitioned:
                    await asyncio.sleep(0.02)
                writer.write(chunk)
                await writer.drain()
        except OSError:
            pass
        writer.close()
