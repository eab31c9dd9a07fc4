"""Interactions on their way: who waits for which answer, and what became of it."""

import asyncio
import collections
import time

from simcord.results import InteractionResult

KEPT = 5_000
FIRST_ANSWER = 3.0


class Waiting:
    """One interaction: when it left, when it was answered, and the events that tell the waiting."""

    def __init__(self, record, what):
        self.record, self.what = record, what
        self.emitted = time.monotonic()
        self.sent, self.first_answer_ms = None, None
        self.first, self.final = asyncio.Event(), asyncio.Event()

    def answered(self, finished):
        """The bot answered; `finished` when nothing more is promised."""
        self.first.set()
        if finished:
            self.final.set()


class Desk:
    """All interactions, by id and by token."""

    def __init__(self, world, journal):
        self.world, self.journal = world, journal
        self.by_id = collections.OrderedDict()
        self.results = {}
        self.watched = True
        world.env._register_dispatch_observer(self.opened)
        self.what = "interaction"

    def opened(self, record):
        """Called by simcord right before the event leaves."""
        waiting = Waiting(record, self.what)
        self.by_id[record.id] = waiting
        self.results[record.id] = InteractionResult(self.world.env, record)
        while len(self.by_id) > KEPT:
            old, _ = self.by_id.popitem(last=False)
            self.results.pop(old, None)
            gone = self.world.books.interactions.pop(old, None)
            if gone is not None:
                self.world.books.interaction_tokens.pop(gone.token, None)
        asyncio.get_running_loop().call_later(FIRST_ANSWER, self.overdue, waiting)

    def overdue(self, waiting):
        """Three seconds have passed."""
        if self.watched and not waiting.record.responded:
            self.journal.violation(f"interaction {waiting.what}", "no answer within 3 s")

    def sent(self, interaction):
        """The event is on the socket."""
        waiting = self.by_id.get(int(interaction))
        if waiting is not None and waiting.sent is None:
            waiting.sent = time.monotonic()

    def by_token(self, token):
        number = self.world.books.interaction_tokens.get(token)
        return None if number is None else self.by_id.get(number)

    async def wait(self, result, until, seconds):
        """Waits for the first answer, or for the last one that was promised; False when it did not come."""
        if until == "none":
            return True
        waiting = self.by_id[result._interaction.id]
        event = waiting.first if until == "first" else waiting.final
        try:
            await asyncio.wait_for(event.wait(), seconds)
        except TimeoutError:
            return False
        return True
