"""The control plane: what a test arranges, orders and reads, beside what people do."""

import re
import time

from simcord.backend import serializers

from .journal import spread
from .shapes import plain
from .weather import Bucket, Fault
from .world import bits


class Control:
    """Each method is an address of the control plane; its argument is the request's body."""

    def __init__(self, token, world, journal, desk, weather, gateway, shapes, people, slips):
        self.token, self.world, self.journal, self.desk, self.slips = token, world, journal, desk, slips
        self.weather, self.gateway, self.shapes, self.people = weather, gateway, shapes, people

    # ------------------------------------------------------------------ arrange

    async def guild(self, b):
        """A guild that invites the bot, or many of them (`count`, numbered names); on a `shard` of so many."""
        channels = b.get("channels", ["picks", "commands"])
        names = [b["name"]] if "count" not in b else [f"{b['name']} {n}" for n in range(int(b["count"]))]
        made = [self.world.make_guild(name, channels, b.get("voice", ()), b.get("shard")) for name in names]
        return {"guilds": [self.guild_view(guild) for guild in made]}

    async def remove_guild(self, b):
        """The bot is thrown out."""
        guild = self.world.guild(b.get("guild"))
        self.world.throw_out(guild)
        return {"id": str(guild.id)}

    async def invite_back(self, b):
        """The bot is invited again to a guild, by id, that it was thrown out of; all in it is as it was."""
        return self.guild_view(self.world.invite_back(int(b["guild"])))

    async def outage(self, b):
        """A guild is unavailable and comes back: neither leaving nor joining."""
        guild = self.world.guild(b.get("guild"))
        if b.get("over"):
            self.world.announce(guild)
        else:
            self.world.books.emit("GUILD_DELETE", {"id": str(guild.id), "unavailable": True})
        return {}

    async def channel(self, b):
        """A new channel."""
        guild = self.world.guild(b.get("guild"))
        made = self.world.make_channel(
            guild, b["name"], b.get("kind", "text"), b.get("age_restricted", False), b.get("parent")
        )
        return {"id": str(made.id)}

    async def delete_channel(self, b):
        """A channel deleted by an admin."""
        guild = self.world.guild(b.get("guild"))
        self.world.books.delete_channel(self.world.channel(guild, b["channel"]).id)
        return {}

    async def permissions(self, b):
        """What a role, a member or the bot (`"user": "@bot"`) may do in a channel."""
        guild = self.world.guild(b.get("guild"))
        self.world.overwrite(guild, b["channel"], b.get("role"), b.get("user"), b.get("allow", ()), b.get("deny", ()))
        return {}

    async def bot_permissions(self, b):
        """What the bot may do in the whole guild."""
        guild = self.world.guild(b.get("guild"))
        role = next(r for r in guild.roles.values() if r.managed)
        self.world.books.edit_role(guild.id, role.id, {"permissions": bits(b["permissions"])})
        return {}

    async def role(self, b):
        """A role with permissions by name; `position` above the bot's is possible."""
        guild = self.world.guild(b.get("guild"))
        more = {"position": b["position"]} if "position" in b else {}
        return {"id": str(self.world.make_role(guild, b["name"], b.get("permissions", ()), **more).id)}

    async def user(self, b):
        """A member with roles."""
        guild = self.world.guild(b.get("guild"))
        if b["name"] not in self.world.users and "global_name" in b:
            self.world.user(b["name"], global_name=b["global_name"])
        actor = self.world.give(guild, b["name"], b.get("roles", ()))
        if "nick" in b:
            guild.members[actor.id].nick = b["nick"]
        return {"id": str(actor.id)}

    async def take_role(self, b):
        """A role taken from a member."""
        guild = self.world.guild(b.get("guild"))
        role = self.world.role(guild, b["role"])
        self.world.books.remove_member_role(guild.id, self.world.user_id(b["user"]), role.id)
        return {}

    async def delete_role(self, b):
        """A role, deleted by an admin."""
        guild = self.world.guild(b.get("guild"))
        role = self.world.role(guild, b["role"])
        for member in guild.members.values():
            if role.id in member.role_ids:
                member.role_ids.remove(role.id)
        del guild.roles[role.id]
        return {}

    async def delete_webhook(self, b):
        """The webhooks of a channel, deleted by an admin."""
        guild = self.world.guild(b.get("guild"))
        channel = self.world.channel(guild, b["channel"]).id
        for webhook in [w for w in self.world.books.webhooks.values() if w.channel_id == channel]:
            self.world.books.delete_webhook(webhook.id)
        return {}

    # -------------------------------------------------------------------- order

    async def inject(self, b):
        """A fault: see `weather.Fault` for what can be ordered."""
        self.weather.faults.append(Fault(b))
        return {}

    async def clear_faults(self, b):
        """No more faults and no more buckets."""
        self.weather.faults.clear()
        self.weather.buckets.clear()
        return {}

    async def bucket(self, b):
        """A rate limit of one route."""
        self.weather.buckets.append(
            Bucket(b["path"], b.get("method"), int(b["limit"]), float(b["window"]))
        )
        return {}

    async def advance(self, b):
        """Sets this Discord's clock forward; the bot's own stays where it is."""
        self.world.books.advance_clock(float(b["seconds"]))
        return {"now": self.world.books.now_iso()}

    async def line(self, b):
        """Something happens to the gateway: see `Gateway.disturb`."""
        await self.gateway.disturb(b)
        return {}

    async def no_sessions(self, b):
        """For so many seconds no session may begin."""
        self.gateway.sessions_from = time.monotonic() + float(b["seconds"])
        return {}

    # --------------------------------------------------------------------- read

    async def wears(self, b):
        """The names of a member's roles."""
        guild = self.world.guild(b.get("guild"))
        return [guild.roles[number].name for number in guild.members[self.world.user_id(b["user"])].role_ids]

    async def info(self, b):
        """Who and what is here; of a guild that the bot was thrown out of it sees nothing."""
        books = self.world.books
        guild = self.world.guild(b["guild"]) if "guild" in b else books.guilds.get(self.world.first)
        return {
            "token": self.token,
            "application": str(books.application_id),
            "bot": str(books.bot_user.id),
            "connected": self.gateway.connected,
            "identified": self.gateway.identified,
            "resumed": self.gateway.resumed,
            "heartbeats": self.gateway.heartbeats,
            "shards": sorted(list(session.shard) for session in self.gateway.sessions.values() if session.line),
            "commands": sorted(c["name"] for scope in books.commands.values() for c in scope.values()),
            "guild_count": len(books.guilds),
            "guild": guild and self.guild_view(guild),
        }

    async def commands(self, b):
        """All registered commands in full."""
        return plain([c for scope in self.world.books.commands.values() for c in scope.values()])

    async def messages(self, b):
        """The messages of a channel, oldest first; to one person's eyes if `user` is given."""
        guild = self.world.guild(b.get("guild"))
        channel = self.world.channel(guild, b["channel"])
        viewer = self.world.user_id(b["user"]) if "user" in b else None
        stored = self.world.books.messages.get(channel.id, {})
        seen = [stored[n] for n in sorted(stored) if stored[n].visible_to(viewer)]
        return [self.people.shown(message) for message in seen[-int(b.get("limit", 100)) :]]

    async def direct(self, b):
        """The direct messages between a person and the bot."""
        channel = self.world.books.dm_channels.get(self.world.user_id(b["user"]))
        stored = self.world.books.messages.get(channel, {})
        return [self.people.shown(stored[n]) for n in sorted(stored)]

    async def view_channel(self, b):
        """A channel as the API shows it."""
        guild = self.world.guild(b.get("guild"))
        channel = self.world.channel(guild, b["channel"])._channel
        return self.shapes.complete(plain(serializers.channel_payload(self.world.books, channel)))

    async def view_member(self, b):
        """A member as the API shows it."""
        guild = self.world.guild(b.get("guild"))
        member = self.world.books.get_member(guild.id, self.world.user_id(b["user"]))
        return plain(serializers.member_payload(self.world.books, guild, member))

    async def log(self, b):
        """Requests of the bot after number `since`, of a `path` pattern and a `method`."""
        path = re.compile(b["path"]) if b.get("path") else None
        return plain(list(self.journal.since(int(b.get("since", 0)), path, b.get("method"))))

    async def violations(self, b):
        """What the bot did wrong; `take` empties the list."""
        found = list(self.journal.violations)
        if b.get("take"):
            self.journal.violations.clear()
        return found

    async def gaps(self, b):
        """What this Discord could not do."""
        return list(self.journal.gaps)

    async def latency(self, b):
        """How fast first answers and slips came; `reset` starts anew, `all` lists each answer."""
        took = self.slips.took
        report = {**self.journal.latency(), "slips": len(took), "slip_ms": spread(took)}
        if b.get("all"):
            report["each"] = list(self.journal.answers)
        if b.get("reset"):
            self.journal.forget_latency()
            self.slips.forget()
        return report

    async def unwatched(self, b):
        """Unanswered interactions are no violation while a test keeps the bot down."""
        self.desk.watched = not b.get("on", True)
        return {}

    def guild_view(self, guild):
        """A guild with the ids of its channels and roles."""
        books = self.world.books
        channels = [books.channels[number] for number in guild.channel_ids if number in books.channels]
        return {
            "id": str(guild.id),
            "name": guild.name,
            "channels": {channel.name: str(channel.id) for channel in channels},
            "roles": {role.name: str(role.id) for role in guild.roles.values()},
        }
