"""The server: all parts wired, on one free port."""

import asyncio
import functools
import socket
import time

from aiohttp import web
from simcord.backend.errors import BackendError, SetupError

from .control import Control
from .gateway import Gateway
from .journal import Journal
from .openapi import Description
from .people import People
from .rest import Rest
from .shapes import Shapes
from .slips import Slips
from .waiting import Desk
from .weather import Weather
from .world import World

HOST = "127.0.0.1"
LARGEST_REQUEST = 128 * 1024 * 1024
TICK = 0.02
TOKEN = "a.loopback.token"
JOURNAL = web.AppKey("journal", Journal)


@functools.cache
def description():
    """Discord's description, read once."""
    return Description()


def build(port, token):
    """All parts, wired."""
    origin = f"http://{HOST}:{port}"
    world, journal = World(), Journal()
    shapes, desk = Shapes(world, origin), Desk(world, journal)
    weather, gateway = Weather(world, journal), Gateway(token, world, journal, desk, shapes)
    gateway.address = f"ws://{HOST}:{port}"
    slips = Slips(world)
    rest = Rest(token, world, journal, desk, weather, description(), shapes, gateway, slips)
    people = People(world, desk, shapes)
    control = Control(token, world, journal, desk, weather, gateway, shapes, people, slips)
    world.make_guild(
        "Sharp Room", ["picks", "parlays", "props", "commands", "staff", "reports"], ["Month", "Year", "Lifetime"]
    )
    return application(rest, gateway, (people, control), world, journal)


def application(rest, gateway, planes, world, journal):
    """The addresses of the server."""

    async def root(request):
        if request.headers.get("Upgrade", "").lower() == "websocket":
            return await gateway(request)
        return web.json_response({"what": "a Discord for tests"})

    async def lab(request):
        body = await request.json() if request.can_read_body else dict(request.query)
        try:
            return web.json_response(await act(planes, request.match_info["what"])(body))
        except (SetupError, BackendError, KeyError, AssertionError, TypeError, ValueError) as error:
            notes = getattr(error, "__notes__", [])
            return web.json_response({"error": f"{type(error).__name__}: {error}", "notes": notes}, status=409)

    async def stored(request):
        data = world.books.cdn.get(request.query["u"])
        return web.Response(status=404) if data is None else web.Response(body=data)

    async def uploaded(request):
        data = journal.files.get(request.query["key"])
        return web.Response(status=404) if data is None else web.Response(body=data)

    app = web.Application(client_max_size=LARGEST_REQUEST)
    app.router.add_get("/__cdn", stored)
    app.router.add_get("/__lab/file", uploaded)
    app.router.add_route("*", "/__lab/{what}", lab)
    app.router.add_get("/", root)
    app.router.add_route("*", "/{tail:.*}", rest)
    app[JOURNAL] = journal
    return app


def act(planes, name):
    """The act behind an address of the control plane: a public coroutine of one of the planes."""
    for plane in planes:
        method = getattr(plane, name, None)
        if not name.startswith("_") and asyncio.iscoroutinefunction(method):
            return method
    raise SetupError(f"no such address: {name}")


async def measure_lag(journal):
    """How late this process wakes up: its own share in every latency."""
    while True:
        before = time.monotonic()
        await asyncio.sleep(TICK)
        journal.lag.append((time.monotonic() - before - TICK) * 1000)


class Server:
    """A fake Discord that listens."""

    async def start(self, port=0, token=TOKEN):
        """Listens; the addresses and the token."""
        # The socket first: its port is part of the addresses that the other parts hand out.
        listener = socket.create_server((HOST, port), backlog=512)
        port = listener.getsockname()[1]
        app = build(port, token)
        self.runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
        await self.runner.setup()
        await web.SockSite(self.runner, listener, backlog=512).start()
        self.lag = asyncio.create_task(measure_lag(app[JOURNAL]))
        return {
            "origin": f"http://{HOST}:{port}",
            "api": f"http://{HOST}:{port}/api/v10",
            "gateway": f"ws://{HOST}:{port}",
            "token": token,
        }

    async def stop(self):
        """Ends it."""
        self.lag.cancel()
        await self.runner.cleanup()
