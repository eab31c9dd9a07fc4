"""Rules: by Discord's description, and those that it does not state."""

import unittest

from bridge import rules
from bridge.openapi import Description

from .client import PING, Case, text

DESCRIPTION = Description()


class Rules(Case):
    """Requests that are noticed, over the socket."""

    async def test_single_commands(self):
        await self.ready([PING])
        application = (await self.lab("info"))["application"]
        _, (ping,) = await self.bot.request("GET", f"/applications/{application}/commands")
        status, pong = await self.bot.request("POST", f"/applications/{application}/commands", {**PING, "name": "pong"})
        self.assertEqual(status, 200)
        path = f"/applications/{application}/commands/{ping['id']}"
        self.assertEqual((await self.bot.request("PATCH", path, {"description": "New"}))[0], 200)
        self.assertEqual((await self.bot.request("DELETE", path))[0], 204)
        _, left = await self.bot.request("GET", f"/applications/{application}/commands")
        self.assertEqual([command["id"] for command in left], [pong["id"]])
        self.assertEqual(await self.rules(), [])

    async def test_open_mentions_and_unknown_routes(self):
        channel = await self.channel()
        await self.bot.request("POST", f"/channels/{channel}/messages", {"content": "@everyone"})
        await self.noticed("without allowed_mentions")
        await self.bot.request("GET", "/no/such/route")
        self.assertIn("no such route", (await self.rules())[0])


class Words(unittest.TestCase):
    """The rules alone."""

    def broken(self, body, path="/channels/1/messages", files=()):
        return list(rules.broken("POST", path, body, files))

    def test_messages(self):
        button = lambda n: {"type": 2, "style": 1, "label": "B", "custom_id": f"v1:{n}"}
        row = lambda *parts: {"type": 1, "components": list(parts)}
        for body, part in [
            (text("a" * 2001), "2001 characters"),
            ({"content": "a", "allowed_mentions": {"parse": ["everyone"]}}, "open for"),
            (text("a", components=[row(button(n)) for n in range(6)]), "6 rows"),
            (text("a", components=[row(button(1), button(1))]), "used twice"),
            (text("a", components=[row(*(button(n) for n in range(6)))]), "five buttons"),
            (text("a", nonce="n" * 26), "nonce of 26"),
            ({"embeds": [{"description": "a" * 3500}, {"description": "b" * 3500}]}, "7000 characters"),
        ]:
            found = self.broken(body)
            self.assertEqual(len(found), 1, (part, found))
            self.assertIn(part, found[0])
        self.assertEqual(self.broken(text("a", components=[row(button(1), button(2))])), [])

    def test_choices_of_an_option(self):
        option = {"type": 4, "name": "season", "autocomplete": True}
        command = {"name": "season", "options": [{"type": 1, "name": "join", "options": [option]}]}
        choices = [{"name": "One", "value": 1}, {"name": "Two", "value": "2"}]
        found = list(rules.choices_of(command, "season join", "season", choices))
        self.assertEqual(found, ["choice '2' for an option of type 4"])

    def test_commands(self):
        option = {"type": 3, "name": "game", "description": "Which"}
        for command, part in [
            ({**PING, "name": "Ping"}, "lower case"),
            ({**PING, "options": [option, option]}, "one name"),
            ({**PING, "options": [option, {**option, "name": "b", "required": True}]}, "after an optional"),
            ({**PING, "description": "a" * 9000}, "9004 characters"),
        ]:
            found = self.broken([command], "/applications/1/commands")
            self.assertEqual(len(found), 1, (part, found))
            self.assertIn(part, found[0])

    def test_description(self):
        path = "/channels/1/messages"
        self.assertEqual(DESCRIPTION.faults("POST", path, {}, text("a")), [])
        self.assertIn("nonsense", DESCRIPTION.faults("POST", path, {"nonsense": 1}, text("a"))[0][0])
        places = [place for place, _ in DESCRIPTION.faults("POST", path, {}, {"embeds": [{"title": 7}]})]
        self.assertEqual(places, ["embeds/0/title"])
