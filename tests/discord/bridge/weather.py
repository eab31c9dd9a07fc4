"""What stands between the bot and a good answer: limits of rate, and faults that a test orders."""

import asyncio
import collections
import re
import time

from aiohttp import web

GLOBAL_LIMIT = 50
RENAMES, RENAME_WINDOW = 2, 600.0
# What was on its way when a bot heard that it has to wait.
UNDER_WAY = 1.0
# Answers to interactions count towards no global limit.
UNCOUNTED = re.compile(r"^/interactions/|^/webhooks/\d+/simcord_interaction_")
CHANNEL = re.compile(r"^/channels/(\d+)$")


class Fault:
    """An ordered fault: a status, a delay, silence or a dead line, for so many requests of a path."""

    def __init__(self, order):
        self.path = re.compile(order["path"])
        self.method = order.get("method")
        self.times = order.get("times", 1)
        self.status = order.get("status")
        self.code = order.get("code", 0)
        self.message = order.get("message", "ordered by a test")
        self.retry_after = order.get("retry_after", 1.0)
        self.everywhere = order.get("global", False)
        self.delay = order.get("delay", 0.0)
        # `hang` never answers, `cut` closes the line; `performed` does the work first and only then fails.
        self.hang, self.cut = order.get("hang", False), order.get("cut", False)
        self.performed = order.get("performed", False)

    def takes(self, method, path):
        """Whether this request is one of those meant; counts it."""
        if self.times == 0 or (self.method or method) != method or not self.path.search(path):
            return False
        self.times -= 1
        return True

    async def response(self, request):
        """The faulty answer; None when the fault is only a delay."""
        if self.delay:
            await asyncio.sleep(self.delay)
        if self.hang:
            await asyncio.sleep(3600)
        if self.cut:
            request.transport.abort()
            return web.Response(status=499)
        if self.status == 429:
            return too_many(self.retry_after, self.everywhere)
        if self.status:
            return web.json_response({"message": self.message, "code": self.code}, status=self.status)
        return None


class Bucket:
    """So many requests of one kind in a window, as Discord counts per route."""

    def __init__(self, path, method, limit, window):
        self.path, self.method = re.compile(path), method
        self.limit, self.window = limit, window
        self.taken = collections.defaultdict(collections.deque)

    def over(self, method, path, now):
        """Seconds to wait, or None; counts the request when it passes."""
        if (self.method or method) != method or not self.path.search(path):
            return None
        taken = self.taken[path]
        while taken and now - taken[0] >= self.window:
            taken.popleft()
        if len(taken) >= self.limit:
            return self.window - (now - taken[0])
        taken.append(now)
        return None


class Weather:
    """All that can keep a request from being served."""

    def __init__(self, world, journal):
        self.world, self.journal = world, journal
        self.faults, self.buckets = [], []
        self.recent = collections.deque()
        self.renames = collections.defaultdict(collections.deque)
        self.global_limit = GLOBAL_LIMIT
        # Nothing that counts may come from the first moment to the second: a global limit was ordered.
        self.closed = (0.0, 0.0)

    def now(self):
        """The time by which windows are counted: the tests' clock."""
        return time.monotonic() + self.world.books.clock.elapsed

    def fault(self, method, path):
        """The ordered fault that takes this request."""
        found = next((fault for fault in self.faults if fault.takes(method, path)), None)
        self.faults = [fault for fault in self.faults if fault.times != 0]
        if found and found.status == 429 and found.everywhere:
            self.closed = (self.now() + UNDER_WAY, self.now() + found.retry_after)
        return found

    def limited(self, method, path, body):
        """A 429 if the request is one too many."""
        now = self.now()
        if not UNCOUNTED.match(path):
            if self.closed[0] <= now < self.closed[1]:
                self.journal.violation(f"{method} {path}", "a request within a global limit")
                return too_many(self.closed[1] - now, everywhere=True)
            while self.recent and now - self.recent[0] >= 1.0:
                self.recent.popleft()
            if len(self.recent) >= self.global_limit:
                self.journal.violation(f"{method} {path}", f"more than {self.global_limit} requests in a second")
                return too_many(max(0.001, 1.0 - (now - self.recent[0])), everywhere=True)
            self.recent.append(now)
        for bucket in self.buckets:
            wait = bucket.over(method, path, now)
            if wait is not None:
                return too_many(wait)
        channel = CHANNEL.match(path)
        if method == "PATCH" and channel and isinstance(body, dict) and body.keys() & {"name", "topic"}:
            return self.renamed(channel[1], now)
        return None

    def renamed(self, channel, now):
        """Two changes of a channel's name or topic in ten minutes; the third is refused."""
        taken = self.renames[channel]
        while taken and now - taken[0] >= RENAME_WINDOW:
            taken.popleft()
        if len(taken) >= RENAMES:
            self.journal.violation(f"PATCH /channels/{channel}", "a third rename within ten minutes")
            return too_many(RENAME_WINDOW - (now - taken[0]))
        taken.append(now)
        return None


def headers(remaining=49, after=1.0):
    """The rate headers of an ordinary answer."""
    return {
        "X-RateLimit-Bucket": "bridge",
        "X-RateLimit-Limit": "50",
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{time.time() + after:.3f}",
        "X-RateLimit-Reset-After": f"{after:.3f}",
    }


def too_many(after, everywhere=False):
    """The answer to one request too many."""
    after = round(after, 3)
    extra = {"Retry-After": str(after), "X-RateLimit-Scope": "global" if everywhere else "user"}
    if everywhere:
        extra["X-RateLimit-Global"] = "true"
    body = {"message": "You are being rate limited.", "retry_after": after, "global": everywhere}
    return web.json_response(body, status=429, headers={**headers(0, after), **extra})
