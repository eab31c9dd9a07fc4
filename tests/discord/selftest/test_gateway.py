"""The line: greeting, resuming, breaking, events for those who asked."""

import asyncio

from .client import GUILDS, HEARTBEAT, PING, Case


class Line(Case):
    """The gateway."""

    async def test_a_wrong_token_is_refused(self):
        await self.bot.connect(token="wrong")
        self.assertIsNone(await self.bot.frame())
        self.assertEqual(self.bot.socket.close_code, 4004)

    async def test_privileged_intents_are_refused_and_noticed(self):
        await self.bot.connect(intents=GUILDS | 1 << 15)
        self.assertIsNone(await self.bot.frame())
        self.assertEqual(self.bot.socket.close_code, 4014)
        await self.noticed("message_content")

    async def test_compressed(self):
        await self.ready(compress=True)
        await self.bot.socket.send_json({"op": HEARTBEAT, "d": self.bot.sequence})
        while (frame := await self.bot.frame())["op"] == 0:
            pass
        self.assertEqual(frame["op"], 11)

    async def test_what_happened_while_the_line_was_down_comes_after_resuming(self):
        await self.ready([PING])
        await self.lab("line", do="drop")
        with self.assertRaises((AssertionError, ConnectionError)):
            await self.bot.event("NEVER")
        await self.lab("slash", user="ann", channel="picks", name="ping", wait="none")
        await self.bot.connect(resume=True)
        await self.bot.event("INTERACTION_CREATE")
        await self.bot.event("RESUMED")
        self.assertEqual((await self.lab("info"))["resumed"], 1)

    async def test_a_forgotten_session_is_invalid(self):
        await self.ready()
        await self.lab("line", do="close", code=4000)
        await asyncio.sleep(0.1)
        await self.lab("line", do="forget")
        await self.bot.connect(resume=True)
        frame = await self.bot.frame()
        self.assertEqual((frame["op"], frame["d"]), (9, False))

    async def test_reconnect_and_invalid_are_sent(self):
        await self.ready()
        await self.lab("line", do="reconnect")
        while (frame := await self.bot.frame())["op"] == 0:
            pass
        self.assertEqual(frame["op"], 7)
        await self.lab("line", do="invalid")
        self.assertEqual((await self.bot.frame())["op"], 9)

    async def test_a_silent_client_is_dropped_and_noticed(self):
        await self.lab("line", do="heartbeat", ms=200)
        await self.ready()
        while await self.bot.frame() is not None:
            pass
        self.assertEqual(self.bot.socket.close_code, 4009)
        await self.noticed("no heartbeat")

    async def test_guilds_come_and_go_and_people_react(self):
        await self.ready()
        made = await self.lab("guild", name="Den", count=3)
        self.assertEqual(len(made["guilds"]), 3)
        joined = await self.bot.event("GUILD_CREATE")
        self.assertEqual({c["name"] for c in joined["channels"]}, {"picks", "commands"})
        said = await self.lab("say", user="ann", channel="picks", content="hello")
        self.assertEqual((await self.bot.event("MESSAGE_CREATE"))["content"], "")
        place = {"channel": "picks", "message": said["id"]}
        await self.lab("react", user="bob", emoji="\N{WHITE HEAVY CHECK MARK}", **place)
        self.assertEqual((await self.bot.event("MESSAGE_REACTION_ADD"))["message_id"], said["id"])
        await self.lab("role", name="mod", permissions=["manage_messages"])
        await self.lab("user", name="moe", roles=["mod"])
        await self.lab("delete", user="moe", **place)
        self.assertEqual((await self.bot.event("MESSAGE_DELETE"))["id"], said["id"])
        await self.lab("remove_guild", guild="Den 1")
        self.assertEqual((await self.bot.event("GUILD_DELETE"))["id"], made["guilds"][1]["id"])
