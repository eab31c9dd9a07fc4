"""How long a slip takes, from the click on Post to the request with its picture."""

import asyncio
import json

import aiohttp

from .client import PING, Case, text


class Slips(Case):
    """The bot's side of Post."""

    async def post_slip(self, number):
        """The picture of a bet, in a message of the bot."""
        name = f"slip-{number}.png"
        body = text("a slip", attachments=[{"id": "0", "filename": name}])
        form = aiohttp.FormData()
        form.add_field("payload_json", json.dumps(body))
        form.add_field("files[0]", b"PNG", filename=name, content_type="image/png")
        address = f"{self.told['api']}/channels/{await self.channel()}/messages"
        headers = {"Authorization": f"Bot {self.told['token']}"}
        async with self.session.post(address, data=form, headers=headers) as answer:
            self.assertEqual(answer.status, 200, await answer.text())

    async def click(self):
        """A click that waits for its answer."""
        row = {"type": 1, "components": [{"type": 2, "style": 1, "label": "Post", "custom_id": "v1:post"}]}
        asked = asyncio.create_task(self.lab("slash", user="ann", channel="picks", name="ping"))
        first = await self.bot.event("INTERACTION_CREATE")
        await self.bot.answer(first, {"type": 4, "data": text("ready", components=[row])})
        message = (await asked)["message"]["id"]
        await self.lab("click", user="ann", channel="picks", message=message, label="Post", wait="none")
        return await self.bot.event("INTERACTION_CREATE")

    async def test_click_and_slip_meet_whichever_is_heard_of_first(self):
        await self.ready([PING])
        for number, slip_first in ((1, True), (2, False)):
            clicked = await self.click()
            said = {"type": 7, "data": text(f"Posted:\n✅ Packers -4.5 · 2u · #{number}")}
            if slip_first:
                await asyncio.sleep(0.1)
                await self.post_slip(number)
                await self.bot.answer(clicked, said)
            else:
                await self.bot.answer(clicked, said)
                await self.post_slip(number)
            await self.post_slip(number)  # once more, after an answer that was lost
            self.assertEqual((await self.lab("latency"))["slips"], number)
        spread = (await self.lab("latency", reset=True))["slip_ms"]
        self.assertTrue(100 <= spread["max"] < 2000, spread)
        self.assertEqual((await self.lab("latency"))["slips"], 0)
        self.assertEqual(await self.rules(), [])
