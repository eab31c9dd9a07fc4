"""Limits of Discord that its description does not state, and what this project asks of itself on top."""

import re

EMBEDS_TOTAL = 6000
FILES_TOTAL = 10 * 1024 * 1024
COMMAND_NAME = re.compile(r"^[-_'\w]{1,32}$")
MESSAGE_ROUTES = re.compile(
    r"^(/channels/\d+/messages(/\d+)?|/webhooks/\d+/[^/]+(/messages/[^/]+)?|/interactions/\d+/[^/]+/callback)$"
)
# Components version 2: laid out instead of content and embeds.
V2_FLAG, V2_TYPES = 1 << 15, {9, 10, 11, 12, 13, 14, 17}
CHAT_INPUT, MODAL, AUTOCOMPLETE = 1, 9, 8
ROW, BUTTON, SELECTS, TEXT_INPUT = 1, 2, {3, 5, 6, 7, 8}, 4


def broken(method, path, body, files):
    """The rules that a request breaks, in words."""
    if isinstance(body, list):
        if path.endswith("/commands"):
            yield from command_list(body)
        return
    if not isinstance(body, dict):
        return
    if "/commands" in path and method in ("POST", "PATCH"):
        yield from command(body)
    elif MESSAGE_ROUTES.match(path) and method in ("POST", "PATCH"):
        if path.endswith("/callback"):
            yield from callback(body)
            if body.get("type") in (4, 7):
                yield from message(body.get("data") or {}, files)
        else:
            yield from message(body, files)


def callback(body):
    """An answer to an interaction that is no message."""
    data = body.get("data") or {}
    if body.get("type") == AUTOCOMPLETE:
        choices = data.get("choices") or []
        if len(choices) > 25:
            yield f"{len(choices)} choices: at most 25"
        for choice in choices:
            if not 1 <= len(choice.get("name", "")) <= 100:
                yield f"choice name of {len(choice.get('name', ''))} characters: 1 to 100"
            if isinstance(choice.get("value"), str) and not 1 <= len(choice["value"]) <= 100:
                yield f"choice value of {len(choice['value'])} characters: 1 to 100"
    elif body.get("type") == MODAL:
        if len(data.get("title") or "") > 45:
            yield f"modal title of {len(data['title'])} characters: at most 45"
        if len(data.get("components") or ()) > 5:
            yield f"{len(data['components'])} inputs in a modal: at most 5"
        yield from components(data.get("components") or [], in_modal=True)
        for part in walk(data.get("components") or []):
            if part.get("type") == TEXT_INPUT and len(part.get("label") or "") > 45:
                yield f"input label of {len(part['label'])} characters: at most 45"


def choices_of(command, name, option, choices):
    """What is offered while somebody types into an option: values of the option's own type."""
    for word in name.split()[1:]:
        command = next(part for part in command["options"] if part["name"] == word)
    kind = next(part["type"] for part in command["options"] if part["name"] == option)
    wanted = {3: str, 4: int, 10: (int, float)}[kind]
    for choice in choices:
        if not isinstance(choice.get("value"), wanted):
            yield f"choice {choice.get('value')!r} for an option of type {kind}"


def message(body, files):
    """A message that is sent or edited."""
    content = body.get("content") or ""
    if len(content) > 2000:
        yield f"content of {len(content)} characters: at most 2000"
    mentions = body.get("allowed_mentions")
    if content and mentions is None:
        yield "content without allowed_mentions: whoever is named in it would be pinged"
    elif content and "parse" not in mentions:
        yield "allowed_mentions without parse: it must be closed in so many words"
    elif content and mentions["parse"]:
        yield f"allowed_mentions open for {mentions['parse']}: name the ids instead"
    embeds = body.get("embeds") or []
    total = sum(embed_length(embed) for embed in embeds)
    if len(embeds) > 10:
        yield f"{len(embeds)} embeds: at most 10"
    if total > EMBEDS_TOTAL:
        yield f"embeds of {total} characters together: at most {EMBEDS_TOTAL}"
    size = sum(len(file.data) for file in files)
    if len(files) > 10:
        yield f"{len(files)} files: at most 10"
    if size > FILES_TOTAL:
        yield f"files of {size} bytes: at most {FILES_TOTAL}"
    declared = body.get("attachments") or []
    for text in (item.get("description") or "" for item in declared):
        if len(text) > 1024:
            yield f"alternative text of {len(text)} characters: at most 1024"
    nonce = body.get("nonce")
    if isinstance(nonce, str) and len(nonce) > 25:
        yield f"nonce of {len(nonce)} characters: at most 25"
    flags, parts = body.get("flags") or 0, body.get("components") or []
    if flags & V2_FLAG:
        if content or embeds:
            yield "components version 2 beside content or embeds"
    elif any(part.get("type") in V2_TYPES for part in parts):
        yield "components version 2 without their flag"
    yield from components(parts)


def components(rows, in_modal=False):
    """Rows, and what stands in them."""
    if len(rows) > 5 and not any(part.get("type") in V2_TYPES for part in rows):
        yield f"{len(rows)} rows: at most 5"
    ids = [part["custom_id"] for part in walk(rows) if part.get("custom_id")]
    for twice in sorted({i for i in ids if ids.count(i) > 1}):
        yield f"custom_id {twice!r} used twice"
    for part in walk(rows):
        kind, inner = part.get("type"), part.get("components") or []
        if kind == ROW:
            if not inner:
                yield "an empty row"
            if len(inner) > 5 or (len(inner) > 1 and any(i.get("type") != BUTTON for i in inner)):
                yield "a row holds five buttons or one menu"
        if part.get("custom_id") is not None and not 1 <= len(part["custom_id"]) <= 100:
            yield f"custom_id of {len(part['custom_id'])} characters: 1 to 100"
        if kind == BUTTON:
            if len(part.get("label") or "") > 80:
                yield f"button label of {len(part['label'])} characters: at most 80"
            if not part.get("label") and not part.get("emoji"):
                yield "a button without label or emoji"
        if kind in SELECTS:
            yield from menu(part)
        if kind == TEXT_INPUT and not in_modal:
            yield "a text input outside a modal"


def menu(part):
    """A select menu."""
    options = part.get("options") or []
    if part.get("type") == 3 and not 1 <= len(options) <= 25:
        yield f"{len(options)} options: 1 to 25"
    values = [option.get("value") for option in options]
    if len(values) != len(set(values)):
        yield "two options of a menu with one value"
    if len(part.get("placeholder") or "") > 150:
        yield f"placeholder of {len(part['placeholder'])} characters: at most 150"
    for option in options:
        for field in ("label", "value", "description"):
            if len(option.get(field) or "") > 100:
                yield f"option {field} of {len(option[field])} characters: at most 100"


def command_list(commands):
    """All commands at once."""
    kinds = [(c.get("type", CHAT_INPUT), c.get("name")) for c in commands]
    for twice in sorted({str(k) for k in kinds if kinds.count(k) > 1}):
        yield f"command {twice} declared twice"
    for kind, most in ((1, 100), (2, 5), (3, 15)):
        count = sum(1 for k, _ in kinds if k == kind)
        if count > most:
            yield f"{count} commands of type {kind}: at most {most}"
    for one in commands:
        yield from command(one)


def command(spec):
    """A command's names and texts."""
    name = spec.get("name")
    if spec.get("type", CHAT_INPUT) == CHAT_INPUT:
        if name is not None:
            yield from command_name(name)
        yield from options(name, spec.get("options") or [])
    elif name is not None and not 1 <= len(name) <= 32:
        yield f"command name {name!r}: 1 to 32 characters"
    texts = sum(text_lengths(spec))
    if texts > 8000:
        yield f"command {name!r} holds {texts} characters: at most 8000"


def command_name(name):
    """A slash command's or an option's name: lower case, no blanks."""
    if not COMMAND_NAME.match(name) or name != name.lower():
        yield f"name {name!r}: 1 to 32 letters, digits, - and _, in lower case"


def options(where, declared):
    """Options of a command, and of its subcommands."""
    if len(declared) > 25:
        yield f"{where}: {len(declared)} options: at most 25"
    names = [option.get("name") for option in declared]
    if len(names) != len(set(names)):
        yield f"{where}: two options with one name"
    required = [bool(option.get("required")) for option in declared if option.get("type") not in (1, 2)]
    if required != sorted(required, reverse=True):
        yield f"{where}: a required option after an optional one"
    for option in declared:
        yield from command_name(option.get("name") or "")
        if len(option.get("choices") or ()) > 25:
            yield f"{where} {option['name']}: {len(option['choices'])} choices: at most 25"
        if option.get("choices") and option.get("autocomplete"):
            yield f"{where} {option['name']}: choices and autocomplete exclude each other"
        yield from options(f"{where} {option.get('name')}", option.get("options") or [])


def text_lengths(spec):
    """Lengths of the texts that count towards a command's 8,000 characters."""
    for key, value in spec.items():
        if key in ("name", "description", "value") and isinstance(value, str):
            yield len(value)
        elif key in ("options", "choices"):
            for inner in value or ():
                yield from text_lengths(inner)


def embed_length(embed):
    """The characters of an embed that count."""
    parts = [embed.get("title"), embed.get("description")]
    parts += [(embed.get("footer") or {}).get("text"), (embed.get("author") or {}).get("name")]
    for field in embed.get("fields") or ():
        parts += [field.get("name"), field.get("value")]
    return sum(len(part) for part in parts if part)


def walk(parts):
    """Every component, however deep."""
    for part in parts:
        yield part
        yield from walk(part.get("components") or [])
        if isinstance(part.get("component"), dict):
            yield from walk([part["component"]])
        if isinstance(part.get("accessory"), dict):
            yield from walk([part["accessory"]])
