"""Rates, ordered faults, webhooks and files."""

import json

import aiohttp

from .client import CLOSED, Case, text


class Limits(Case):
    """What stands between a request and its answer."""

    async def test_a_third_rename_is_refused_until_ten_minutes_are_over(self):
        channel = await self.channel("Month")
        for name in ("one", "two"):
            self.assertEqual((await self.bot.request("PATCH", f"/channels/{channel}", {"name": name}))[0], 200)
        status, body = await self.bot.request("PATCH", f"/channels/{channel}", {"name": "three"})
        self.assertEqual(status, 429)
        self.assertGreater(body["retry_after"], 500)
        await self.noticed("third rename")
        await self.lab("advance", seconds=601)
        self.assertEqual((await self.bot.request("PATCH", f"/channels/{channel}", {"name": "three"}))[0], 200)

    async def test_fifty_requests_a_second(self):
        statuses = [(await self.bot.request("GET", "/users/@me"))[0] for _ in range(55)]
        self.assertEqual(statuses[:50], [200] * 50)
        if 429 in statuses:
            self.assertIn("more than 50", (await self.rules())[0])

    async def test_ordered_faults(self):
        channel = await self.channel()
        await self.lab("inject", path="/messages$", status=500)
        await self.lab("inject", path="/messages$", status=429, retry_after=0.2)
        send = lambda: self.bot.request("POST", f"/channels/{channel}/messages", text("hello"))
        self.assertEqual([(await send())[0] for _ in range(3)], [500, 429, 200])
        await self.lab("inject", path="/messages$", cut=True, performed=True)
        with self.assertRaises(aiohttp.ClientError):
            await send()
        self.assertEqual(len(await self.lab("messages", channel="picks")), 2)
        self.assertEqual(await self.rules(), [])

    async def test_nothing_may_come_within_a_global_limit(self):
        await self.lab("inject", path="/users/@me$", status=429, retry_after=30, **{"global": True})
        me = lambda: self.bot.request("GET", "/users/@me")
        self.assertEqual([(await me())[0] for _ in range(2)], [429, 200])
        await self.lab("advance", seconds=5)
        self.assertEqual((await me())[0], 429)
        await self.noticed("within a global limit")
        await self.lab("advance", seconds=30)
        self.assertEqual((await me())[0], 200)

    async def test_a_guild_that_invites_the_bot_back_is_as_it_was(self):
        channel = await self.channel()
        send = lambda: self.bot.request("POST", f"/channels/{channel}/messages", text("hello"))
        await send()
        guild = (await self.lab("remove_guild"))["id"]
        self.assertEqual((await send())[0], 404)
        await self.lab("invite_back", guild=guild)
        self.assertEqual((await send())[0], 200)
        self.assertEqual(len(await self.lab("messages", channel="picks")), 2)

    async def test_a_bucket(self):
        channel = await self.channel()
        await self.lab("bucket", path="/messages$", limit=2, window=60)
        send = lambda: self.bot.request("POST", f"/channels/{channel}/messages", text("hello"))
        self.assertEqual([(await send())[0] for _ in range(3)], [200, 200, 429])

    async def test_one_message_for_one_nonce(self):
        channel = await self.channel()
        body = text("hello", nonce="slip-1", enforce_nonce=True)
        first = await self.bot.request("POST", f"/channels/{channel}/messages", body)
        second = await self.bot.request("POST", f"/channels/{channel}/messages", body)
        self.assertEqual(first[1]["id"], second[1]["id"])
        self.assertEqual(len(await self.lab("messages", channel="picks")), 1)

    async def test_a_slip_by_webhook(self):
        channel = await self.channel()
        _, hook = await self.bot.request("POST", f"/channels/{channel}/webhooks", {"name": "DBSBM"})
        address = f"/webhooks/{hook['id']}/{hook['token']}"
        row = {"type": 1, "components": [{"type": 2, "style": 2, "label": "Tail", "custom_id": "v1:tail"}]}
        attachments = [{"id": 0, "filename": "slip.png", "description": "A slip"}]
        body = text("Packers", username="Ann", components=[row], attachments=attachments)
        status, message = await self.upload("POST", f"{address}?wait=true", body)
        self.assertEqual((status, message["author"]["username"]), (200, "Ann"))
        self.assertEqual(message["attachments"][0]["description"], "A slip")
        async with self.session.get(message["attachments"][0]["url"]) as stored:
            self.assertEqual(await stored.read(), b"picture")
        logged = (await self.lab("log", path="^/webhooks/"))[0]
        async with self.session.get(f"{self.told['origin']}/__lab/file", params=logged["files"][0]) as kept:
            self.assertEqual(await kept.read(), b"picture")

        edit = {"content": "Packers won", "allowed_mentions": CLOSED, "attachments": []}
        status, edited = await self.bot.request("PATCH", f"{address}/messages/{message['id']}", edit)
        self.assertEqual((status, edited["attachments"], len(edited["components"])), (200, [], 1))
        self.assertEqual((await self.bot.request("POST", address, text("quietly")))[0], 204)
        await self.lab("delete_webhook", channel="picks")
        self.assertEqual((await self.bot.request("POST", address, text("gone")))[0], 404)
        self.assertEqual(await self.rules(), [])

    async def upload(self, method, path, body):
        """A request with a picture."""
        form = aiohttp.FormData()
        form.add_field("payload_json", json.dumps(body), content_type="application/json")
        form.add_field("files[0]", b"picture", filename="slip.png", content_type="image/png")
        async with self.session.request(method, self.told["api"] + path, data=form) as answer:
            return answer.status, await answer.json()

    async def test_a_missing_permission(self):
        channel = await self.channel()
        await self.lab("permissions", channel="picks", user="@bot", deny=["send_messages"])
        status, body = await self.bot.request("POST", f"/channels/{channel}/messages", text("hello"))
        self.assertEqual((status, body["code"]), (403, 50013))
