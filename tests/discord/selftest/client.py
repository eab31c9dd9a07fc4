"""A bot of a few lines, and a running fake Discord for it."""

import asyncio
import json
import unittest
import zlib

import aiohttp

from bridge.server import Server

HELLO, IDENTIFY, RESUME, HEARTBEAT = 10, 2, 6, 1
GUILDS, GUILD_MESSAGES, REACTIONS = 1, 1 << 9, 1 << 10


class Bot:
    """One line to the gateway, and requests."""

    def __init__(self, session, told):
        self.session, self.told = session, told
        self.socket, self.sequence, self.key = None, None, None
        self.events = []

    async def connect(self, intents=GUILDS | GUILD_MESSAGES | REACTIONS, compress=False, resume=False, token=None):
        """Opens a line and identifies or resumes."""
        self.socket = await self.session.ws_connect(self.told["gateway"] + "/?v=10")
        hello = await self.frame()
        assert hello["op"] == HELLO, hello
        token = token or self.told["token"]
        if resume:
            data = {"token": token, "session_id": self.key, "seq": self.sequence}
            await self.socket.send_json({"op": RESUME, "d": data})
            return
        data = {"token": token, "intents": intents, "compress": compress, "properties": {}, "shard": [0, 1]}
        await self.socket.send_json({"op": IDENTIFY, "d": data})

    async def frame(self):
        """The next frame; None when the line is closed."""
        message = await self.socket.receive(timeout=5)
        if message.type == aiohttp.WSMsgType.TEXT:
            return json.loads(message.data)
        if message.type == aiohttp.WSMsgType.BINARY:
            return json.loads(zlib.decompress(message.data))
        return None

    async def event(self, kind):
        """The next event of a kind."""
        while (frame := await self.frame()) is not None:
            if frame["op"] != 0:
                continue
            self.sequence = frame["s"]
            self.events.append(frame["t"])
            if frame["t"] == "READY":
                self.key = frame["d"]["session_id"]
            if frame["t"] == kind:
                return frame["d"]
        raise AssertionError(f"the line was closed ({self.socket.close_code}) before {kind}")

    async def request(self, method, path, body=None, **more):
        """A request; status and body of its answer."""
        headers = {"Authorization": f"Bot {self.told['token']}"}
        address = f"{self.told['api']}{path}"
        async with self.session.request(method, address, json=body, headers=headers, **more) as answer:
            text = await answer.text()
            return answer.status, json.loads(text) if text else None

    async def answer(self, interaction, body):
        """A first answer."""
        return await self.request("POST", f"/interactions/{interaction['id']}/{interaction['token']}/callback", body)


class Case(unittest.IsolatedAsyncioTestCase):
    """A fake Discord of its own for each test."""

    async def asyncSetUp(self):
        asyncio.get_running_loop().set_debug(False)
        self.server = Server()
        self.told = await self.server.start()
        self.session = aiohttp.ClientSession()
        self.bot = Bot(self.session, self.told)

    async def asyncTearDown(self):
        if self.bot.socket is not None:
            await self.bot.socket.close()
        await self.session.close()
        await self.server.stop()

    async def lab(self, what, **body):
        """The control plane; a refusal fails."""
        async with self.session.post(f"{self.told['origin']}/__lab/{what}", json=body) as answer:
            value = await answer.json()
            self.assertEqual(answer.status, 200, value)
            return value

    async def ready(self, commands=(), **how):
        """A connected bot with these commands."""
        await self.bot.connect(**how)
        await self.bot.event("GUILD_CREATE")
        if commands:
            application = (await self.lab("info"))["application"]
            status, body = await self.bot.request("PUT", f"/applications/{application}/commands", list(commands))
            self.assertEqual(status, 200, body)

    async def channel(self, name="picks"):
        """A channel's id."""
        return (await self.lab("info"))["guild"]["channels"][name]

    async def rules(self):
        """What was noticed since the last time."""
        return [found["rule"] for found in await self.lab("violations", take=True)]

    async def noticed(self, part):
        """Exactly one thing was noticed, and it says this."""
        found = await self.rules()
        self.assertEqual(len(found), 1, found)
        self.assertIn(part, found[0])


PING = {"name": "ping", "description": "Answers", "type": 1}
CLOSED = {"parse": []}


def text(content, **more):
    """A message that breaks no rule."""
    return {"content": content, "allowed_mentions": CLOSED, **more}
