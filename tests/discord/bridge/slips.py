"""How long a slip takes: from the click on Post, on the socket, to the request that brings the picture of that bet."""

import collections
import re

CLICK = 3
# How the bot tells who clicked that a bet is posted, and what it calls the picture of that bet.
POSTED = re.compile(r"^✅ .*#(\d+)$", re.MULTILINE)
PICTURE = re.compile(r"^slip-(\d+)\.png$")
PLACE = re.compile(r"^/(?:webhooks/(?P<webhook>\d+)/[^/]+|channels/(?P<channel>\d+)/messages)$")
BETS_KEPT = 5_000


class Slips:
    """Clicks and slips meet by guild and number of the bet; either may be heard of first."""

    def __init__(self, world):
        self.world = world
        self.bets = collections.OrderedDict()
        self.took = collections.deque(maxlen=BETS_KEPT)

    def answered(self, waiting, body):
        """An answer to an interaction: after a click on Post it names the bets."""
        if waiting.record.type != CLICK or not isinstance(body, dict):
            return
        said = body["data"] if isinstance(body.get("data"), dict) else body
        for number in POSTED.findall(said.get("content") or ""):
            self.note(waiting.record.guild_id, number, "clicked", waiting.sent or waiting.emitted)

    def came(self, method, path, files, received):
        """A request of the bot: one that posts a slip brings its picture."""
        place = PLACE.match(path) if method == "POST" else None
        numbers = [found[1] for file in files if (found := PICTURE.match(file.filename))]
        if place is None or not numbers:
            return
        webhook = self.world.books.webhooks.get(int(place["webhook"] or 0))
        channel = self.world.books.channels.get(webhook.channel_id if webhook else int(place["channel"] or 0))
        for number in numbers if channel else ():
            self.note(channel.guild_id, number, "arrived", received)

    def note(self, guild, number, what, moment):
        """The first time of each counts: a second click and a repeated request say nothing of how long it took."""
        bet = self.bets.setdefault((guild, number), {})
        while len(self.bets) > BETS_KEPT:
            self.bets.popitem(last=False)
        if what in bet:
            return
        bet[what] = moment
        if len(bet) == 2:
            self.took.append(round((bet["arrived"] - bet["clicked"]) * 1000, 3))

    def forget(self):
        """Starts the measurement anew."""
        self.took.clear()
