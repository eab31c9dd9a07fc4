"""What people do: commands, clicks, menus, forms, reactions, messages, coming and going."""

import base64

from simcord import actors
from simcord._modal import _submit_modal
from simcord.backend import serializers
from simcord.backend.errors import SetupError
from simcord.results import ResponseMessage

from . import rules
from .shapes import plain

PATIENCE = 10.0


class People:
    """Each method is an address of the control plane; its argument is the request's body."""

    def __init__(self, world, desk, shapes):
        self.world, self.desk, self.shapes = world, desk, shapes

    # ------------------------------------------------------------ interactions

    async def slash(self, b):
        """A slash command with its options."""
        guild, actor, channel = self.place(b)
        options = self.world.values(guild, b.get("options"))
        self.desk.what = f"/{b['name']}"
        return await self._told(b, await actors._slash(actor, channel, b["name"], options))

    async def message_command(self, b):
        """A command from the menu of a message."""
        _, actor, channel = self.place(b)
        self.desk.what = f"message command {b['name']}"
        return await self._told(b, await actor.context_menu(channel, b["name"], self.message(channel, b["message"])))

    async def user_command(self, b):
        """A command from the menu of a member."""
        guild, actor, channel = self.place(b)
        self.desk.what = f"user command {b['name']}"
        target = self.world.member(guild, b["target"])
        return await self._told(b, await actor.context_menu(channel, b["name"], target))

    async def autocomplete(self, b):
        """Typing into an option."""
        guild, actor, channel = self.place(b)
        filled = self.world.values(guild, b.get("filled"))
        self.desk.what = f"typing into /{b['name']} {b['option']}"
        result = await actors._autocomplete_result(
            actor, channel, b["name"], b["option"], b.get("value", ""), filled
        )
        told = await self._told(b, result)
        command = self.world.books.find_command(b["name"].split()[0], guild.id, type=rules.CHAT_INPUT)
        for wrong in rules.choices_of(command, b["name"], b["option"], told["choices"] or []):
            self.desk.journal.violation(f"typing into /{b['name']} {b['option']}", wrong)
        return told

    async def click(self, b):
        """A button, by label or custom id."""
        _, actor, channel = self.place(b)
        self.desk.what = f"click on {b.get('label') or b.get('custom_id')}"
        message = self.message(channel, b["message"])
        return await self._told(b, await actor.click(message, label=b.get("label"), custom_id=b.get("custom_id")))

    async def select(self, b):
        """Choices in a menu."""
        guild, actor, channel = self.place(b)
        self.desk.what = f"choice of {b['values']}"
        message, values = self.message(channel, b["message"]), self.world.value(guild, b["values"])
        return await self._told(b, await actor.select(message, values, custom_id=b.get("custom_id")))

    async def stale_click(self, b):
        """A click on a custom id that its message no longer shows, as on a screen that was not refreshed."""
        _, actor, channel = self.place(b)
        self.desk.what = f"click on {b['custom_id']}, no longer there"
        stored = self.world.books.get_message(channel.id, int(b["message"]))
        data = {"custom_id": b["custom_id"], "component_type": 2}
        return await self._told(b, await actors._component_interaction(actor, stored, data))

    async def submit(self, b):
        """The form that an interaction was answered with."""
        guild, actor, _ = self.place(b)
        shown = self.desk.results.get(int(b["interaction"]))
        if shown is None:
            raise SetupError("no such interaction, or too long ago")
        self.desk.what = f"form {(shown.modal or {}).get('custom_id')}"
        return await self._told(b, await _submit_modal(actor, shown, self.world.values(guild, b.get("values"))))

    # ------------------------------------------------------- messages, reactions

    async def say(self, b):
        """A message of a member."""
        _, actor, channel = self.place(b)
        actor._check(channel, "send_messages_in_threads" if channel.is_thread else "send_messages")
        files = [(name, base64.b64decode(data)) for name, data in b.get("files", ())]
        stored = self.world.books.store_attachments(channel.id, files)
        message = self.world.books.create_message(channel.id, actor.id, b.get("content", ""), attachments=stored)
        return self.shown(message)

    async def react(self, b):
        """A reaction; `remove` takes it away."""
        _, actor, channel = self.place(b)
        message = self.message(channel, b["message"])
        await actor.set_reaction(message, b["emoji"], reacted=not b.get("remove", False))
        return {}

    async def delete(self, b):
        """A message deleted by its author or by a moderator."""
        _, actor, channel = self.place(b)
        await actor.delete(self.message(channel, b["message"]))
        return {}

    # ------------------------------------------------------------ coming, going

    async def leave(self, b):
        """A member leaves the guild."""
        guild = self.world.guild(b.get("guild"))
        self.world.books.remove_member(guild.id, self.world.user_id(b["user"]))
        return {}

    async def join(self, b):
        """A person becomes a member of the guild."""
        guild = self.world.guild(b.get("guild"))
        self.world.books.add_member(guild.id, self.world.user_id(b["user"]), announce=True)
        return {}

    # ------------------------------------------------------------------ helpers

    def place(self, b):
        """Guild, member and channel of an act."""
        guild = self.world.guild(b.get("guild"))
        actor = self.world.member(guild, b["user"])
        return guild, actor, self.world.channel(guild, b["channel"]) if "channel" in b else None

    def message(self, channel, number):
        return ResponseMessage(self.world.env, self.world.books.get_message(channel.id, int(number)))

    def shown(self, message):
        """A message as a test reads it."""
        return self.shapes.complete(plain(serializers.message_payload(self.world.books, message)))

    async def _told(self, b, result):
        """What the bot answered, once it has answered enough."""
        came = await self.desk.wait(result, b.get("wait", "final"), float(b.get("patience", PATIENCE)))
        record = result._interaction
        waiting = self.desk.by_id.get(record.id)
        return {
            "interaction": str(record.id),
            "answered": result.acknowledged,
            "complete": came,
            "kind": record.response_kind and str(record.response_kind),
            "ephemeral": result.ephemeral,
            "modal": result.modal,
            "choices": result.autocomplete_choices,
            "message": self.shown(result.response._message) if result.response else None,
            "followups": [self.shown(m._message) for m in result.followups],
            "first_answer_ms": waiting and waiting.first_answer_ms,
        }
