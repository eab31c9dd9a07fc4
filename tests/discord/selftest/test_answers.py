"""Answers to interactions: in time, once, and whatever people do to bring one about."""

import asyncio

from .client import PING, Case, text


class Answers(Case):
    """The bot's side of an interaction."""

    async def test_an_answer_reaches_the_person(self):
        await self.ready([PING])
        asked = asyncio.create_task(self.lab("slash", user="ann", channel="picks", name="ping"))
        interaction = await self.bot.event("INTERACTION_CREATE")
        self.assertEqual(interaction["member"]["user"]["username"], "ann")
        self.assertIn("app_permissions", interaction)
        status, _ = await self.bot.answer(interaction, {"type": 4, "data": text("pong", flags=64)})
        self.assertEqual(status, 204)
        told = await asked
        self.assertEqual((told["message"]["content"], told["ephemeral"], told["complete"]), ("pong", True, True))
        self.assertLess(told["first_answer_ms"], 3000)
        self.assertEqual((await self.lab("latency"))["answers"], 1)
        self.assertEqual(await self.rules(), [])

    async def test_a_late_answer_is_noticed(self):
        await self.ready([PING])
        asked = asyncio.create_task(self.lab("slash", user="ann", channel="picks", name="ping", patience=3.3))
        interaction = await self.bot.event("INTERACTION_CREATE")
        await asyncio.sleep(3.1)
        status, body = await self.bot.answer(interaction, {"type": 4, "data": text("pong")})
        self.assertEqual((status, body["code"]), (404, 10062))
        self.assertFalse((await asked)["answered"])
        found = await self.rules()
        self.assertEqual(len(found), 2, found)
        self.assertIn("no answer within 3 s", found[0])

    async def test_a_second_answer_is_noticed(self):
        await self.ready([PING])
        await self.lab("slash", user="ann", channel="picks", name="ping", wait="none")
        interaction = await self.bot.event("INTERACTION_CREATE")
        await self.bot.answer(interaction, {"type": 4, "data": text("one")})
        status, body = await self.bot.answer(interaction, {"type": 4, "data": text("two")})
        self.assertEqual((status, body["code"]), (400, 40060))
        await self.noticed("second first answer")

    async def test_a_promised_answer_is_waited_for_and_its_token_ends(self):
        await self.ready([PING])
        asked = asyncio.create_task(self.lab("slash", user="ann", channel="picks", name="ping"))
        interaction = await self.bot.event("INTERACTION_CREATE")
        await self.bot.answer(interaction, {"type": 5})
        await asyncio.sleep(0.2)
        self.assertFalse(asked.done())
        original = f"/webhooks/{interaction['application_id']}/{interaction['token']}/messages/@original"
        status, _ = await self.bot.request("PATCH", original, text("done"))
        self.assertEqual(((await asked)["message"]["content"], status), ("done", 200))
        await self.lab("advance", seconds=901)
        status, body = await self.bot.request("PATCH", original, text("too late"))
        self.assertEqual((status, body["code"]), (404, 10015))

    async def test_buttons_menus_and_forms(self):
        await self.ready([PING])
        row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Post", "custom_id": "v1:post"}]}
        menu = {"type": 3, "custom_id": "v1:menu", "options": [{"label": "One", "value": "1"}]}
        rows = [row, {"type": 1, "components": [menu]}]
        asked = asyncio.create_task(self.lab("slash", user="ann", channel="picks", name="ping"))
        first = await self.bot.event("INTERACTION_CREATE")
        await self.bot.answer(first, {"type": 4, "data": text("choose", components=rows)})
        message = (await asked)["message"]["id"]
        place = {"user": "ann", "channel": "picks", "message": message}

        asked = asyncio.create_task(self.lab("select", **place, custom_id="v1:menu", values=["1"]))
        chosen = await self.bot.event("INTERACTION_CREATE")
        self.assertEqual(chosen["data"]["values"], ["1"])
        await self.bot.answer(chosen, {"type": 7, "data": text("chosen", components=rows)})
        self.assertEqual((await asked)["message"]["content"], "chosen")

        asked = asyncio.create_task(self.lab("click", **place, label="Post"))
        clicked = await self.bot.event("INTERACTION_CREATE")
        self.assertEqual(clicked["message"]["id"], message)
        entry = {"type": 4, "custom_id": "note", "label": "Note", "style": 1}
        form = {"custom_id": "v1:form", "title": "Form", "components": [{"type": 1, "components": [entry]}]}
        await self.bot.answer(clicked, {"type": 9, "data": form})
        shown = await asked
        self.assertEqual(shown["modal"]["custom_id"], "v1:form")

        values = {"note": "hello"}
        asked = asyncio.create_task(self.lab("submit", user="ann", interaction=shown["interaction"], values=values))
        sent = await self.bot.event("INTERACTION_CREATE")
        self.assertEqual(sent["data"]["components"][0]["components"][0]["value"], "hello")
        await self.bot.answer(sent, {"type": 4, "data": text("thanks")})
        self.assertEqual((await asked)["message"]["content"], "thanks")

        await self.lab("stale_click", **place, custom_id="v0:gone", wait="none")
        self.assertEqual((await self.bot.event("INTERACTION_CREATE"))["data"]["custom_id"], "v0:gone")

    async def test_autocomplete_and_the_menu_of_a_message(self):
        option = {"type": 3, "name": "game", "description": "Which", "autocomplete": True}
        commands = [{**PING, "options": [option]}, {"name": "Post as picks", "type": 3}]
        await self.ready(commands)
        typed = {"user": "ann", "channel": "picks", "name": "ping", "option": "game", "value": "pac"}
        asked = asyncio.create_task(self.lab("autocomplete", **typed))
        interaction = await self.bot.event("INTERACTION_CREATE")
        self.assertTrue(interaction["data"]["options"][0]["focused"])
        choices = [{"name": "Packers", "value": "1"}]
        await self.bot.answer(interaction, {"type": 8, "data": {"choices": choices}})
        self.assertEqual((await asked)["choices"], choices)

        said = await self.lab("say", user="ann", channel="picks", content="Packers -4.5")
        place = {"user": "ann", "channel": "picks", "message": said["id"]}
        asked = asyncio.create_task(self.lab("message_command", **place, name="Post as picks"))
        interaction = await self.bot.event("INTERACTION_CREATE")
        carried = interaction["data"]["resolved"]["messages"][said["id"]]
        self.assertEqual(carried["content"], "Packers -4.5")
        await self.bot.answer(interaction, {"type": 4, "data": text("read", flags=64)})
        self.assertTrue((await asked)["answered"])
        self.assertEqual(await self.rules(), [])
