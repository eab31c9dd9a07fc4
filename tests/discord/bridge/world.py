"""The guilds, channels, roles and people that exist, by name or by id."""

import base64
import collections
import contextlib
import datetime

import discord
from simcord.actors import MemberActor
from simcord._clock import Clock
from simcord.backend import Backend, serializers
from simcord.backend.errors import SetupError
from simcord.backend.models import Overwrite
from simcord.builders import ChannelHandle, GuildHandle, RoleHandle, UserHandle
from simcord.enums import ChannelType, OverwriteType
from simcord.env import Env

# What the invite link of the bot asks for.
BOT_PERMISSIONS = (
    "view_channel send_messages embed_links attach_files read_message_history manage_webhooks manage_channels connect "
    "manage_roles"
).split()
CHANNEL_KINDS = {
    "text": ChannelType.TEXT,
    "voice": ChannelType.VOICE,
    "category": ChannelType.CATEGORY,
    "news": ChannelType.NEWS,
    "forum": ChannelType.FORUM,
}


class WallClock(Clock):
    """The clock on the wall, which a test can set forward."""

    def now(self):
        return datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=self.elapsed)


class Books(Backend):
    """simcord's state without its endless transcripts, and able to build a guild in silence."""

    def __init__(self):
        self.silent = False
        super().__init__(clock=WallClock())
        self.http_requests = collections.deque(maxlen=1)
        self.transcript = collections.deque(maxlen=1)

    def emit(self, event, payload):
        if not self.silent:
            for listener in self.subscribers:
                listener(event, payload)


class Stage(Env):
    """An environment without a bot inside: the bot is at the other end of a socket."""

    def __init__(self):
        super().__init__(discord.Client(intents=discord.Intents.none()), check_errors=False)
        self.backend = Books()
        self._started = True

    def _begin_operation(self, label):
        """People may act at the same time here."""

    def _end_operation(self):
        """See `_begin_operation`."""

    async def _settle_internal(self, **_):
        """Nothing to settle: whoever acts waits for the bot's answer by its own means."""


class World:
    """Looks things up; makes them."""

    def __init__(self):
        self.env = Stage()
        self.books = self.env.backend
        self.users = {}
        self.first = None
        self.age_restricted = set()
        # Guilds that the bot was thrown out of, with their channels and messages.
        self.left = {}

    # ------------------------------------------------------------------ guilds

    def make_guild(self, name, channels=(), voice=(), shard=None):
        """A guild that the bot is invited to, announced once it is furnished; on a shard `[index, count]`."""
        index, count = shard or (None, 1)
        with self.hush():
            guild = self.books.create_guild(name, shard_id=index, shard_count=count)
            role = next(r for r in guild.roles.values() if r.managed)
            role.permissions = discord.Permissions(**dict.fromkeys(BOT_PERMISSIONS, True)).value
            for channel in channels:
                self.books.create_channel(guild.id, channel)
            for channel in voice:
                self.books.create_channel(guild.id, channel, type=ChannelType.VOICE)
        self.first = self.first or guild.id
        self.announce(guild)
        return guild

    def announce(self, guild):
        """Tells the bot of a guild: at the invitation, and after an outage."""
        self.books.emit("GUILD_CREATE", serializers.guild_create_payload(self.books, guild))

    def throw_out(self, guild):
        """The bot loses a guild, which goes on without it."""
        places = [*guild.channel_ids, *guild.thread_ids]
        kept = {n: (self.books.channels[n], self.books.messages.get(n, {})) for n in places}
        self.left[guild.id] = guild, kept
        self.books.remove_guild(guild.id)

    def invite_back(self, number):
        """The bot returns to a guild that it was thrown out of."""
        guild, kept = self.left.pop(number)
        self.books.guilds[number] = guild
        for place, (channel, messages) in kept.items():
            self.books.channels[place], self.books.messages[place] = channel, messages
        self.announce(guild)
        return guild

    @contextlib.contextmanager
    def hush(self):
        """No events while something is built."""
        self.books.silent = True
        try:
            yield
        finally:
            self.books.silent = False

    def guild(self, which=None):
        """A guild by id or name; the first one if nothing is said."""
        if which is None:
            return self.books.guilds[self.first]
        if str(which).isdigit():
            return self.books.get_guild(int(which))
        found = next((g for g in self.books.guilds.values() if g.name == which), None)
        if found is None:
            raise SetupError(f"no guild {which!r}")
        return found

    def handle(self, guild):
        return GuildHandle(self.env, guild)

    # ---------------------------------------------------------------- channels

    def channel(self, guild, which):
        """A channel of a guild (threads too) by id or name."""
        for number in [*guild.channel_ids, *guild.thread_ids]:
            channel = self.books.channels.get(number)
            if channel is not None and str(which) in (str(channel.id), channel.name):
                return ChannelHandle(self.env, self.handle(guild), channel)
        raise SetupError(f"no channel {which!r} in {guild.name}")

    def make_channel(self, guild, name, kind="text", age_restricted=False, parent=None):
        parent_id = self.channel(guild, parent).id if parent else None
        channel = self.books.create_channel(guild.id, name, type=CHANNEL_KINDS[kind], parent_id=parent_id)
        if age_restricted:
            self.age_restricted.add(channel.id)
        return channel

    def overwrite(self, guild, channel, role=None, user=None, allow=(), deny=()):
        """Permissions of a role or a member (`@bot` is the bot) in one channel."""
        if user is not None:
            target, kind = self.user_id(user), OverwriteType.MEMBER
        else:
            target, kind = self.role(guild, role).id, OverwriteType.ROLE
        place = self.channel(guild, channel)._channel
        kept = [o for o in place.overwrites if o.target_id != target]
        kept.append(Overwrite(target_id=target, type=kind, allow=bits(allow), deny=bits(deny)))
        self.books.edit_channel(place.id, {}, overwrites=kept)

    # ------------------------------------------------------------ people, roles

    def user(self, name, **fields):
        """A person, made at the first mention."""
        if name not in self.users:
            self.users[name] = self.env.create_user(name, **fields)
        return self.users[name]

    def user_id(self, name):
        if name == "@bot":
            return self.books.bot_user.id
        if str(name).isdigit() and int(name) in self.books.users:
            return int(name)
        return self.user(name).id

    def member(self, guild, name):
        """A person as a member of a guild; joins it in silence at the first mention."""
        user = UserHandle(self.env, self.books.get_user(self.user_id(name)))
        if user.id not in guild.members:
            self.books.add_member(guild.id, user.id)
        return MemberActor(self.env, self.handle(guild), user)

    def role(self, guild, which):
        if which == "@everyone":
            return guild.everyone_role
        for role in guild.roles.values():
            if str(which) in (str(role.id), role.name):
                return role
        raise SetupError(f"no role {which!r} in {guild.name}")

    def make_role(self, guild, name, permissions=(), **fields):
        """A role; one of that name is changed rather than doubled."""
        found = next((r for r in guild.roles.values() if r.name == name), None)
        if found is not None:
            return self.books.edit_role(guild.id, found.id, {"permissions": bits(permissions), **fields})
        return self.books.create_role(guild.id, name, permissions=bits(permissions), **fields)

    def give(self, guild, name, roles):
        """Gives a member roles, by name or id."""
        actor = self.member(guild, name)
        for role in roles:
            self.books.add_member_role(guild.id, actor.id, self.role(guild, role).id)
        return actor

    def value(self, guild, value):
        """An option's value as it came over the wire: `{"$user": "ann"}` and the like become what they name."""
        if isinstance(value, list):
            return [self.value(guild, item) for item in value]
        if not isinstance(value, dict):
            return value
        (kind, named), = value.items()
        if kind == "$user":
            return self.member(guild, named)
        if kind == "$stranger":  # somebody who is no member, or no more
            return UserHandle(self.env, self.books.get_user(self.user_id(named)))
        if kind == "$channel":
            return self.channel(guild, named)
        if kind == "$role":
            return RoleHandle(self.env, self.handle(guild), self.role(guild, named))
        if kind == "$file":
            return named[0], base64.b64decode(named[1])
        if kind == "$zeros":
            return named[0], bytes(named[1])
        raise SetupError(f"no value of kind {kind!r}")

    def values(self, guild, given):
        return {name: self.value(guild, value) for name, value in (given or {}).items()}


def bits(permissions):
    """Names of permissions, or their number, as the number."""
    if isinstance(permissions, int):
        return permissions
    return discord.Permissions(**dict.fromkeys(permissions, True)).value
