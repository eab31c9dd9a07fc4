"""Routes that simcord lacks or does otherwise than Discord; registered over its own."""

from simcord.backend import errors, serializers
from simcord.backend.ops.commands import COMMAND_FIELDS
from simcord.http import _helpers, router, routes  # noqa: F401  (importing routes registers simcord's own)

NONCES_KEPT = 2_000


def register(method, template):
    """Puts a handler before simcord's for the same path."""
    parts = template.strip("/").split("/")

    def decorate(handler):
        table = router._ROUTES.setdefault(method, [])
        names = [p if not p.startswith("{") else "{}" for p in parts]
        same = lambda other: [p if not p.startswith("{") else "{}" for p in other] == names
        table[:] = [(other, kept) for other, kept in table if not same(other)]
        table.append((parts, handler))
        return handler

    return decorate


# ---------------------------------------------------------------- one command at a time


def scope(ctx):
    """Where a command lives: a guild, or everywhere."""
    return int(ctx.args["guild_id"]) if "guild_id" in ctx.args else None


def registered(ctx):
    """A command by its id."""
    for command in ctx.backend.commands.get(scope(ctx), {}).values():
        if command["id"] == ctx.args["command_id"]:
            return command
    raise errors.BackendError(404, 10063, "Unknown application command")


def known_fields(ctx):
    """The body, its fields vetted."""
    body = {key: value for key, value in ctx.body().items() if (key, value) != ("nsfw", False)}
    return ctx.fields(*COMMAND_FIELDS, body=body)


def upsert(ctx, fields):
    """Adds a command or puts it in the place of one with its name and kind."""
    commands = ctx.backend.commands.setdefault(scope(ctx), {})
    before = dict(commands)
    key = (fields["name"], fields.get("type", 1))
    ctx.backend.register_commands(scope(ctx), [fields])
    made = ctx.backend.commands[scope(ctx)][key]
    if key in before:
        made["id"] = before[key]["id"]
    ctx.backend.commands[scope(ctx)] = {**before, key: made}
    return made


for place in ("/applications/{application_id}", "/applications/{application_id}/guilds/{guild_id}"):

    @register("POST", place + "/commands")
    def create_command(ctx):
        return upsert(ctx, known_fields(ctx))

    @register("GET", place + "/commands/{command_id}")
    def get_command(ctx):
        return registered(ctx)

    @register("PATCH", place + "/commands/{command_id}")
    def edit_command(ctx):
        command = registered(ctx)
        command.update(known_fields(ctx))
        return command

    @register("DELETE", place + "/commands/{command_id}")
    def delete_command(ctx):
        command = registered(ctx)
        del ctx.backend.commands[scope(ctx)][(command["name"], command["type"])]


# ------------------------------------------------------------------- messages and webhooks


def once(ctx, send):
    """Sends a message unless its enforced nonce was seen: then the message of that time is the answer."""
    seen = ctx.backend.__dict__.setdefault("nonces", {})
    body = ctx.body()
    key = (ctx.path, str(body.get("nonce"))) if body.get("enforce_nonce") and body.get("nonce") else None
    if key in seen:
        return seen[key]
    answer = send()
    if key is not None:
        seen[key] = answer
        while len(seen) > NONCES_KEPT:
            seen.pop(next(iter(seen)))
    return answer


send_message_alone = next(
    handler
    for parts, handler in router._ROUTES["POST"]
    if parts == ["channels", "{channel_id}", "messages"]
)
execute_interaction = next(
    handler for parts, handler in router._ROUTES["POST"] if parts == ["webhooks", "{webhook_id}", "{token}"]
)
edit_followup = next(
    handler
    for parts, handler in router._ROUTES["PATCH"]
    if parts == ["webhooks", "{webhook_id}", "{token}", "messages", "{message_id}"]
)


@register("POST", "/channels/{channel_id}/messages")
def send_message(ctx):
    return once(ctx, lambda: send_message_alone(ctx))


def own_webhook(ctx):
    """The channel webhook that a token belongs to. The bot made it, so it may send buttons and menus."""
    number = ctx.backend.webhook_tokens.get(ctx.args["token"])
    if number is None or str(number) != ctx.args["webhook_id"]:
        raise errors.unknown_webhook()
    return ctx.backend.webhooks[number]


def webhook_place(ctx, webhook):
    """The channel that a webhook posts to: its own, or a thread of it."""
    if "thread_id" not in ctx.params:
        return webhook.channel_id
    thread = ctx.backend.get_channel(int(ctx.params["thread_id"]))
    if thread.parent_id != webhook.channel_id:
        raise errors.unknown_channel()
    return thread.id


@register("POST", "/webhooks/{webhook_id}/{token}")
def execute_webhook(ctx):
    if ctx.args["token"] in ctx.backend.interaction_tokens:
        return execute_interaction(ctx)
    webhook = own_webhook(ctx)
    message = _helpers.bot_message(
        ctx,
        webhook_place(ctx, webhook),
        author_id=webhook.webhook_user_id,
        webhook_id=webhook.id,
        webhook_execute=True,
    )
    return _helpers.message_response(ctx, message)


@register("PATCH", "/webhooks/{webhook_id}/{token}/messages/{message_id}")
def edit_webhook_message(ctx):
    if ctx.args["token"] in ctx.backend.interaction_tokens:
        return edit_followup(ctx)
    webhook = own_webhook(ctx)
    message = ctx.backend.get_message(webhook_place(ctx, webhook), ctx.int_arg("message_id"))
    if message.webhook_id != webhook.id:
        raise errors.unknown_message()
    changes = _helpers.message_edit_changes(ctx, message)
    return _helpers.message_response(ctx, ctx.backend.edit_message(message.channel_id, message.id, changes))


@register("GET", "/applications/@me")
def application(ctx):
    return {
        "id": str(ctx.backend.application_id),
        "name": ctx.backend.bot_user.name,
        "icon": None,
        "description": "",
        "bot_public": True,
        "bot_require_code_grant": False,
        "verify_key": "0" * 64,
        "flags": 0,
        "bot": serializers.user_payload(ctx.backend.bot_user),
        "owner": serializers.user_payload(ctx.backend.bot_user),
        "team": None,
        "summary": "",
    }
