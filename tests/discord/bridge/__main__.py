"""Starts the fake Discord: `python -m bridge [--port N] [--token T]`.

Prints one line of JSON (address and token) when it listens, and ends when its standard input does: whoever started it
need not remember to stop it.
"""

import argparse
import asyncio
import gc
import json
import sys

from .server import TOKEN, Server


async def until_input_ends():
    """Returns when whoever started this is gone."""
    loop = asyncio.get_running_loop()
    reader = asyncio.StreamReader()
    await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), sys.stdin)
    while await reader.read(4096):
        pass


async def main():
    """Listens, says where, and stays."""
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--port", type=int, default=0, help="0 takes a free one")
    arguments.add_argument("--token", default=TOKEN)
    arguments.add_argument("--stay", action="store_true", help="do not end with the standard input")
    given = arguments.parse_args()

    print(json.dumps(await Server().start(given.port, given.token)), flush=True)
    if given.stay:
        await asyncio.Event().wait()
    await until_input_ends()


if __name__ == "__main__":
    # A whole collection of a large world stops this process for a third of a second, in which requests pile up that the
    # bot had sent one by one. The world lives as long as the process.
    gc.set_threshold(50_000, 100, 1_000_000)
    asyncio.run(main())
