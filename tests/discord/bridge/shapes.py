"""What Discord sends and simcord leaves out; clients with strict models need it."""

import json
import urllib.parse

from simcord.backend.cdn import CDN_BASE


class Shapes:
    """Completes payloads on their way to the bot."""

    def __init__(self, world, origin):
        self.world, self.origin = world, origin

    def complete(self, value):
        """A copy with the missing fields, and with addresses of files that can be fetched here."""
        if isinstance(value, list):
            return [self.complete(item) for item in value]
        if isinstance(value, str):
            return self.address(value)
        if not isinstance(value, dict):
            return value
        value = {key: self.complete(inner) for key, inner in value.items()}
        if "owner_id" in value and "roles" in value:
            value.setdefault("nsfw", False)
            value.setdefault("nsfw_level", 0)
        elif "permission_overwrites" in value:
            value.setdefault("nsfw", int(value["id"]) in self.world.age_restricted)
            value.setdefault("flags", 0)
        elif is_command(value):
            return command(value)
        elif value.get("token") and "channel_id" in value and "type" in value and "data" not in value:
            value.setdefault("application_id", str(self.world.books.application_id))
        triggered = value.get("interaction_metadata")
        if isinstance(triggered, dict) and triggered.get("type") == 5:
            triggered.setdefault("triggering_interaction_metadata", origin_of(triggered))
        if isinstance(triggered, dict) and triggered.get("type") == 3:
            # The message that was clicked on: which one it was, nobody here asks.
            triggered.setdefault("interacted_message_id", triggered["id"])
        return value

    def address(self, text):
        """A file's address, on this server."""
        if not text.startswith(CDN_BASE):
            return text
        return f"{self.origin}/__cdn?u={urllib.parse.quote(text, safe='')}"


def is_command(value):
    """Whether a payload is a registered command."""
    return {"application_id", "name", "type", "options"} <= value.keys() and "token" not in value


def command(value):
    """A registered command as Discord returns it."""
    value.setdefault("version", value.get("id", "1"))
    value.setdefault("nsfw", False)
    value.setdefault("default_member_permissions", None)
    return {k: v for k, v in value.items() if v is not None or k == "default_member_permissions"}


def origin_of(metadata):
    """A modal's answer names what opened the modal."""
    return {
        "id": metadata["id"],
        "type": 2,
        "user": metadata["user"],
        "authorizing_integration_owners": {},
        "name": "modal",
        "command_type": 1,
    }


def plain(value):
    """A deep copy as JSON carries it."""
    return json.loads(json.dumps(value, default=str))


def without_nulls(value):
    """simcord takes an explicit null literally where Discord reads it as absent."""
    if isinstance(value, dict):
        return {key: without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list):
        return [without_nulls(item) for item in value]
    return value
