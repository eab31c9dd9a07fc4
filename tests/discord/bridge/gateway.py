"""The gateway: greeting, identification, heartbeats, resuming, and the ways in which a line can fail."""

import asyncio
import collections
import json
import time
import zlib

import discord
from aiohttp import WSMsgType, web
from simcord import intents as rules
from simcord.backend import serializers

from .shapes import plain

HEARTBEAT_MS = 41_250
EVENTS_KEPT = 5_000
IDENTIFIES_A_DAY = 1_000
# More messages than this in a minute and Discord hangs up.
SENDS_A_MINUTE = 120
PRIVILEGED = ("members", "presences", "message_content")
DISPATCH, HEARTBEAT, IDENTIFY, PRESENCE, VOICE = 0, 1, 2, 3, 4
RESUME, RECONNECT, MEMBERS, INVALID, HELLO, ACK = 6, 7, 8, 9, 10, 11


class Session:
    """What outlives a line: the events a client may still ask for, and who it said to be."""

    def __init__(self, key, identity):
        self.key = key
        self.intents = discord.Intents._from_value(identity["intents"])
        self.shard = tuple(identity.get("shard") or (0, 1))
        self.compress = bool(identity.get("compress"))
        self.sequence = 0
        self.events = collections.deque(maxlen=EVENTS_KEPT)
        self.line = None

    def concerns(self, payload):
        """Whether an event belongs to this shard."""
        guild = payload.get("guild_id")
        index, count = self.shard
        return index == 0 if guild is None else (int(guild) >> 22) % count == index

    def push(self, event, payload):
        """Numbers an event, keeps it, and sends it if a line is there."""
        self.sequence += 1
        frame = {"op": DISPATCH, "t": event, "s": self.sequence, "d": payload}
        self.events.append(frame)
        if self.line is not None:
            self.line.queue.put_nowait(frame)


class Line:
    """One websocket. A single writer keeps the order of what it sends."""

    def __init__(self, gateway, socket, stream):
        self.gateway, self.socket = gateway, socket
        self.session = None
        self.queue = asyncio.Queue()
        self.deflate = zlib.compressobj() if stream else None
        self.received = collections.deque()
        self.muted, self.heartbeats = False, 0
        self.writer = asyncio.create_task(self.write())

    def control(self, op, data=None):
        """A frame that is no event."""
        self.queue.put_nowait({"op": op, "d": data, "s": None, "t": None})

    async def write(self):
        """Sends what is queued, until the line breaks."""
        while True:
            frame = await self.queue.get()
            if frame is None or self.socket.closed:
                return
            if self.muted:
                continue
            text = json.dumps(frame, separators=(",", ":"))
            try:
                if self.deflate is not None:
                    packed = self.deflate.compress(text.encode()) + self.deflate.flush(zlib.Z_SYNC_FLUSH)
                    await self.socket.send_bytes(packed)
                elif self.session is not None and self.session.compress:
                    await self.socket.send_bytes(zlib.compress(text.encode()))
                else:
                    await self.socket.send_str(text)
            except (ConnectionError, RuntimeError):
                return
            if frame["t"] == "INTERACTION_CREATE":
                self.gateway.desk.sent(frame["d"]["id"])

    async def close(self, code, reason=b""):
        """Says goodbye with a code."""
        await self.socket.close(code=code, message=reason)

    def cut(self):
        """Breaks the line without a word."""
        self.socket._req.transport.abort()

    def too_busy(self, now):
        """Whether the client has sent more in a minute than it may."""
        self.received.append(now)
        while now - self.received[0] >= 60:
            self.received.popleft()
        return len(self.received) > SENDS_A_MINUTE


class Gateway:
    """All lines and sessions."""

    def __init__(self, token, world, journal, desk, shapes):
        self.token, self.world, self.journal, self.desk, self.shapes = token, world, journal, desk, shapes
        self.address = None
        self.heartbeat_ms = HEARTBEAT_MS
        self.sessions, self.lines = {}, set()
        self.identified, self.resumed, self.heartbeats = 0, 0, 0
        self.refuse_with = None
        self.shards = 1
        # Until then no session may begin.
        self.sessions_from = 0.0
        world.books.subscribers.append(self.publish)

    def limits(self):
        """What `/gateway/bot` says."""
        closed = self.sessions_from - time.monotonic()
        start = {
            "total": IDENTIFIES_A_DAY,
            "remaining": 0 if closed > 0 else max(0, IDENTIFIES_A_DAY - self.identified),
            "reset_after": int(closed * 1000) + 1 if closed > 0 else 86_400_000,
            "max_concurrency": 1,
        }
        return {"url": self.address, "shards": self.shards, "session_start_limit": start}

    def publish(self, event, payload):
        """An event for everybody who asked for its kind."""
        for session in self.sessions.values():
            if session.concerns(guild_of(event, payload)):
                self.deliver(session, event, payload)

    def deliver(self, session, event, payload):
        """An event for one session, cut down to what its intents let it see."""
        needed = rules.required_intent(event, payload)
        if needed is not None and not getattr(session.intents, needed):
            return
        payload = plain(payload)
        if event in ("MESSAGE_CREATE", "MESSAGE_UPDATE") and not session.intents.message_content:
            rules.censor_message(payload, self.world.books.bot_user.id, backend=self.world.books)
        if event == "GUILD_CREATE":
            rules.prune_guild_create(payload, session.intents, self.world.books.bot_user.id)
        session.push(event, self.shapes.complete(payload))

    @property
    def connected(self):
        """How many sessions have a line."""
        return sum(1 for session in self.sessions.values() if session.line is not None)

    async def __call__(self, request):
        socket = web.WebSocketResponse(max_msg_size=1 << 20)
        await socket.prepare(request)
        if request.query.get("v") != "10":
            await socket.close(code=4012, message=b"Invalid API version.")
            return socket
        line = Line(self, socket, request.query.get("compress") == "zlib-stream")
        self.lines.add(line)
        line.control(HELLO, {"heartbeat_interval": self.heartbeat_ms})
        watch = asyncio.create_task(self.listen_for_heartbeats(line))
        try:
            async for message in socket:
                if message.type == WSMsgType.TEXT:
                    await self.receive(line, message.data)
        finally:
            watch.cancel()
            line.queue.put_nowait(None)
            self.lines.discard(line)
            if line.session is not None and line.session.line is line:
                line.session.line = None
        return socket

    async def listen_for_heartbeats(self, line):
        """Hangs up on a client whose heart stopped."""
        while True:
            before = line.heartbeats
            await asyncio.sleep(self.heartbeat_ms * 2.5 / 1000)
            if line.heartbeats == before and not line.muted:
                self.journal.violation("gateway", "no heartbeat for two intervals")
                await line.close(4009, b"Session timed out.")
                return

    async def receive(self, line, text):
        """One frame of the client."""
        frame = json.loads(text)
        op, data = frame["op"], frame.get("d")
        if line.too_busy(asyncio.get_running_loop().time()):
            self.journal.violation("gateway", f"more than {SENDS_A_MINUTE} frames in a minute")
            await line.close(4008, b"Rate limited.")
        elif op == HEARTBEAT:
            self.heartbeats += 1
            line.heartbeats += 1
            line.control(ACK)
        elif op == IDENTIFY:
            await self.identify(line, data)
        elif op == RESUME:
            await self.resume(line, data)
        elif op == MEMBERS:
            self.members(line, data)
        elif op not in (PRESENCE, VOICE):
            self.journal.violation("gateway", f"unknown opcode {op}")
            await line.close(4001, b"Unknown opcode.")

    async def identify(self, line, data):
        """A new session, or a refusal."""
        self.identified += 1
        if time.monotonic() < self.sessions_from:
            self.journal.violation("gateway", "a session that the day has no more place for")
        if line.session is not None:
            self.journal.violation("gateway", "identified twice on one line")
            return await line.close(4005, b"Already authenticated.")
        if self.refuse_with is not None:
            code, self.refuse_with = self.refuse_with, None
            return await line.close(code, b"Ordered by a test.")
        if data["token"].removeprefix("Bot ") != self.token:
            return await line.close(4004, b"Authentication failed.")
        session = Session(f"session-{self.identified}", data)
        asked = [name for name in PRIVILEGED if getattr(session.intents, name)]
        if asked:
            self.journal.violation("gateway", f"privileged intents asked for: {', '.join(asked)}")
            return await line.close(4014, b"Disallowed intent(s).")
        line.session, session.line = session, line
        self.sessions[session.key] = session
        session.push("READY", self.ready(session))
        for guild in list(self.world.books.guilds.values()):
            # READY is not to wait until a thousand guilds are written out.
            await asyncio.sleep(0)
            if session.concerns({"guild_id": guild.id}) and guild.id in self.world.books.guilds:
                self.deliver(session, "GUILD_CREATE", serializers.guild_create_payload(self.world.books, guild))

    def ready(self, session):
        """The first event of a session."""
        books = self.world.books
        guilds = [g for g in books.guilds if session.concerns({"guild_id": g})]
        return {
            "v": 10,
            "user": {**serializers.user_payload(books.bot_user), "bot": True, "email": None, "mfa_enabled": True},
            "guilds": [{"id": str(g), "unavailable": True} for g in guilds],
            "session_id": session.key,
            "resume_gateway_url": self.address,
            "shard": list(session.shard),
            "application": {"id": str(books.application_id), "flags": 0},
            "user_settings": {},
            "relationships": [],
            "private_channels": [],
            "presences": [],
            "guild_join_requests": [],
            "geo_ordered_rtc_regions": ["us"],
            "_trace": ["bridge"],
        }

    async def resume(self, line, data):
        """An old session on a new line: everything missed is sent again."""
        session = self.sessions.get(data["session_id"])
        missed = session and [frame for frame in session.events if frame["s"] > data["seq"]]
        if session is None or (missed and missed[0]["s"] > data["seq"] + 1):
            line.control(INVALID, False)
            return
        if data["token"].removeprefix("Bot ") != self.token:
            await line.close(4004, b"Authentication failed.")
            return
        self.resumed += 1
        line.session, session.line = session, line
        for frame in missed:
            line.queue.put_nowait(frame)
        session.push("RESUMED", {})

    def members(self, line, data):
        """Members asked for by name or id; without the members intent only what was named."""
        guild = self.world.books.get_guild(int(data["guild_id"]))
        wanted = {int(user) for user in listed(data.get("user_ids"))}
        chosen = [m for m in guild.members.values() if not wanted or m.user_id in wanted]
        payload = {
            "guild_id": str(guild.id),
            "members": [serializers.member_payload(self.world.books, guild, member) for member in chosen],
            "chunk_index": 0,
            "chunk_count": 1,
            "not_found": [str(user) for user in wanted - guild.members.keys()],
            "nonce": data.get("nonce"),
        }
        line.session.push("GUILD_MEMBERS_CHUNK", plain(payload))

    async def disturb(self, order):
        """What a test does to the lines."""
        what = order["do"]
        if what == "heartbeat":
            self.heartbeat_ms = int(order["ms"])
        elif what == "refuse":
            self.refuse_with = int(order["code"])
        elif what == "shards":
            self.shards = int(order["count"])
        elif what == "forget":
            # Sessions that can no longer be resumed.
            for session in list(self.sessions.values()):
                if session.line is None:
                    del self.sessions[session.key]
        for line in list(self.lines):
            await self.disturb_line(line, order)

    async def disturb_line(self, line, order):
        """The part that concerns each line."""
        what, session = order["do"], line.session
        if what == "reconnect":
            line.control(RECONNECT)
        elif what == "invalid":
            resumable = bool(order.get("resumable"))
            line.control(INVALID, resumable)
            if session is not None:
                session.line = None
                line.session = None if not resumable else session
                if not resumable:
                    self.sessions.pop(session.key, None)
        elif what == "drop":
            line.cut()
        elif what == "close":
            await line.close(int(order["code"]), b"Ordered by a test.")
        elif what == "mute":
            line.muted = True
        elif what == "raw" and session is not None:
            session.push(order["t"], order["d"])


def guild_of(event, payload):
    """An event's guild as `guild_id`, also where the payload is the guild."""
    if event in ("GUILD_CREATE", "GUILD_UPDATE", "GUILD_DELETE"):
        return {"guild_id": payload["id"]}
    return payload


def listed(value):
    """One id or many."""
    return value if isinstance(value, list) else [] if value is None else [value]
