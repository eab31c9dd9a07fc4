//! What the bot may do in the channels that were chosen, by Discord's own rule: roles first, then what a channel adds and
//! takes; for a channel that was chosen, the words say which permission is missing.

use crate::{app::App, fault::Fault, invite::permission as p, rest::snowflake, text};
use dbsbm_core::{guild::SettingRow, id::GuildId};
use serde_json::Value;
use std::collections::HashSet;

type Needed = &'static [(u64, &'static str)];

const POSTS: Needed = &[
    (p::VIEW_CHANNEL, "View Channel"),
    (p::SEND_MESSAGES, "Send Messages"),
    (p::EMBED_LINKS, "Embed Links"),
    (p::ATTACH_FILES, "Attach Files"),
];
const PICKS: Needed = &[
    (p::VIEW_CHANNEL, "View Channel"),
    (p::SEND_MESSAGES, "Send Messages"),
    (p::EMBED_LINKS, "Embed Links"),
    (p::ATTACH_FILES, "Attach Files"),
    (p::READ_MESSAGE_HISTORY, "Read Message History"),
    (p::MANAGE_WEBHOOKS, "Manage Webhooks"),
];
const VOICE: Needed = &[
    (p::VIEW_CHANNEL, "View Channel"),
    (p::CONNECT, "Connect"),
    (p::MANAGE_CHANNELS, "Manage Channels"),
];

fn is_for_picks(key: &str) -> bool {
    matches!(key, "channel.picks" | "channel.parlays" | "channel.props") || key.starts_with("route.")
}

/// What the bot needs where a setting points to.
fn needed(key: &str) -> Needed {
    match key {
        key if is_for_picks(key) => PICKS,
        key if key.starts_with("channel.") => POSTS,
        key if key.starts_with("voice.") => VOICE,
        _ => &[],
    }
}

/// Roles and channels of a guild, which roles the bot wears, and whether picks are for adults alone.
pub(super) struct Rights {
    adults: bool,
    guild: i64,
    bot: i64,
    worn: Vec<i64>,
    roles: Vec<Value>,
    channels: Vec<Value>,
}

impl Rights {
    /// Asks Discord.
    pub(super) async fn of(app: &App, guild: GuildId) -> Result<Self, Fault> {
        let bot = app.identity.account;
        let member = app.rest.member(guild, bot).await?;
        let list = |value: Value| value.as_array().cloned().unwrap_or_default();
        Ok(Self {
            adults: app.settings(guild).await?.age_restricted_channels,
            guild: guild.get(),
            bot: bot.get(),
            worn: list(member["roles"].clone())
                .iter()
                .filter_map(snowflake)
                .collect(),
            roles: list(app.rest.roles(guild).await?),
            channels: list(app.rest.channels(guild).await?),
        })
    }

    /// What stands against the settings, in words; once where several lead to the same channel.
    pub(super) fn missing<'a>(&self, settings: impl IntoIterator<Item = &'a SettingRow>) -> Vec<String> {
        let mut said = HashSet::new();
        let all = settings.into_iter().filter_map(|row| self.against(row));
        all.filter(|words| said.insert(words.clone())).collect()
    }

    fn against(&self, row: &SettingRow) -> Option<String> {
        if row.key == "follow.roles" {
            return self.against_followers(row);
        }
        let id: i64 = row.value.parse().ok()?;
        if row.key == "role.capper" {
            return self.against_role(id);
        }
        let needed = needed(&row.key);
        if needed.is_empty() {
            return None;
        }
        let Some(channel) = self.channels.iter().find(|c| snowflake(&c["id"]) == Some(id)) else {
            return Some(format!("`{}`: the channel is gone; choose another one", row.key));
        };
        let may = self.in_channel(channel);
        let lacking: Vec<&str> = needed
            .iter()
            .filter(|(bit, _)| may & bit == 0)
            .map(|(_, name)| *name)
            .collect();
        if !lacking.is_empty() {
            return Some(format!("<#{id}>: I lack {}", lacking.join(", ")));
        }
        let unmarked = self.adults && is_for_picks(&row.key) && channel["nsfw"] != true;
        unmarked.then(|| format!("<#{id}>: not age-restricted, so no pick is shown there"))
    }

    /// The bot gives cappers their role, which must stand below its own.
    fn against_role(&self, id: i64) -> Option<String> {
        let Some(role) = self.role(id) else {
            return Some("`role.capper`: the role is gone; choose another one".into());
        };
        if !self.manages_roles() {
            return Some(format!(
                "I lack Manage Roles, so I cannot give <@&{id}> to cappers"
            ));
        }
        let place = |role: &Value| role["position"].as_i64().unwrap_or_default();
        let highest = self.worn.iter().filter_map(|id| self.role(*id)).map(place).max();
        let above = highest.is_none_or(|highest| place(role) >= highest);
        above.then(|| {
            let name = text::plain(role["name"].as_str().unwrap_or_default());
            format!("The role {name} stands above mine, so I cannot give it: move my role above it in the server's list of roles")
        })
    }

    /// Followers wear roles that the bot makes and gives.
    fn against_followers(&self, row: &SettingRow) -> Option<String> {
        (row.value == "yes" && !self.manages_roles()).then(|| {
            "I lack Manage Roles, so who follows a capper gets no role for it: give it to me, or switch `follow.roles` \
             off in the step Followers"
                .into()
        })
    }

    fn manages_roles(&self) -> bool {
        self.base() & (p::ADMINISTRATOR | p::MANAGE_ROLES) != 0
    }

    fn role(&self, id: i64) -> Option<&Value> {
        self.roles.iter().find(|role| snowflake(&role["id"]) == Some(id))
    }

    /// What roles alone allow. The role of everybody bears the guild's own id.
    fn base(&self) -> u64 {
        let worn = self.worn.iter().chain([&self.guild]);
        worn.filter_map(|id| self.role(*id))
            .fold(0, |may, role| may | bits(&role["permissions"]))
    }

    /// What the bot may do in a channel.
    fn in_channel(&self, channel: &Value) -> u64 {
        let base = self.base();
        if base & p::ADMINISTRATOR != 0 {
            return u64::MAX;
        }
        let overwrites = channel["permission_overwrites"].as_array();
        let of = |wanted: &dyn Fn(i64) -> bool| {
            let found = overwrites.into_iter().flatten();
            found
                .filter(|o| snowflake(&o["id"]).is_some_and(wanted))
                .fold((0, 0), |(deny, allow), o| {
                    (deny | bits(&o["deny"]), allow | bits(&o["allow"]))
                })
        };
        let everybody = of(&|id| id == self.guild);
        let roles = of(&|id| id != self.guild && self.worn.contains(&id));
        let own = of(&|id| id == self.bot);
        let may = [everybody, roles, own]
            .iter()
            .fold(base, |may, (deny, allow)| may & !deny | allow);
        // Who cannot see a channel can do nothing in it.
        if may & p::VIEW_CHANNEL == 0 { 0 } else { may }
    }
}

/// Discord writes permissions as a text of digits.
fn bits(value: &Value) -> u64 {
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbsbm_core::guild::Settings;
    use serde_json::json;

    fn rights(overwrites: Value) -> Rights {
        let all = POSTS.iter().chain(PICKS).fold(0, |may, (bit, _)| may | bit);
        Rights {
            adults: false,
            guild: 1,
            bot: 9,
            worn: vec![2],
            roles: vec![
                json!({ "id": "1", "name": "@everyone", "position": 0, "permissions": "0" }),
                json!({ "id": "2", "name": "bot", "position": 3, "permissions": (all | p::MANAGE_ROLES).to_string() }),
                json!({ "id": "3", "name": "Cappers", "position": 4, "permissions": "0" }),
                json!({ "id": "4", "name": "Below", "position": 2, "permissions": "0" }),
            ],
            channels: vec![json!({ "id": "5", "permission_overwrites": overwrites })],
        }
    }

    fn missing(rights: &Rights, key: &str, value: &str) -> Vec<String> {
        let settings = Settings::from_stored([(key, value)]).unwrap();
        let rows: Vec<SettingRow> = settings.rows().collect();
        rights.missing(&rows)
    }

    #[test]
    fn what_is_missing_where() {
        assert!(missing(&rights(json!([])), "channel.picks", "5").is_empty());
        let denied = json!([{ "id": "2", "type": 0, "deny": p::MANAGE_WEBHOOKS.to_string(), "allow": "0" }]);
        assert_eq!(
            missing(&rights(denied.clone()), "channel.picks", "5"),
            ["<#5>: I lack Manage Webhooks"]
        );
        assert!(
            missing(&rights(denied), "channel.staff", "5").is_empty(),
            "nobody posts picks there"
        );
        let unseen = json!([{ "id": "1", "type": 0, "deny": p::VIEW_CHANNEL.to_string(), "allow": "0" }]);
        assert!(missing(&rights(unseen), "channel.staff", "5")[0].contains("View Channel, Send Messages"));
        let mended = json!([
            { "id": "1", "type": 0, "deny": p::VIEW_CHANNEL.to_string(), "allow": "0" },
            { "id": "9", "type": 1, "deny": "0", "allow": p::VIEW_CHANNEL.to_string() },
        ]);
        assert!(missing(&rights(mended), "channel.staff", "5").is_empty());
        assert!(missing(&rights(json!([])), "channel.reports", "6")[0].contains("gone"));
    }

    #[test]
    fn the_channel_of_a_route_is_looked_at_as_any_other_for_picks_and_named_once() {
        let denied = json!([{ "id": "2", "type": 0, "deny": p::MANAGE_WEBHOOKS.to_string(), "allow": "0" }]);
        let mut rights = rights(denied);
        let lacks = ["<#5>: I lack Manage Webhooks"];
        assert_eq!(missing(&rights, "route.league.NFL", "5"), lacks);
        let stored = [("route.league.NFL", "5"), ("channel.picks", "5")];
        let rows: Vec<SettingRow> = Settings::from_stored(stored).unwrap().rows().collect();
        assert_eq!(rights.missing(&rows), lacks);
        assert!(
            missing(&rights, "route.tier.members", "6")[0]
                .contains("`route.tier.members`: the channel is gone")
        );
        (rights.adults, rights.channels[0]["permission_overwrites"]) = (true, json!([]));
        assert!(missing(&rights, "route.kind.parlay", "5")[0].contains("not age-restricted"));
    }

    #[test]
    fn roles_for_followers_need_a_permission_unless_they_are_off() {
        let mut rights = rights(json!([]));
        assert!(missing(&rights, "follow.roles", "yes").is_empty());
        rights.roles[1]["permissions"] = json!((1u64 << 10).to_string());
        assert!(missing(&rights, "follow.roles", "yes")[0].contains("step Followers"));
        assert!(missing(&rights, "follow.roles", "no").is_empty());
    }

    #[test]
    fn where_picks_are_for_adults_a_channel_has_to_say_so() {
        let mut rights = rights(json!([]));
        rights.adults = true;
        assert!(missing(&rights, "channel.picks", "5")[0].contains("not age-restricted"));
        assert!(missing(&rights, "channel.staff", "5").is_empty());
        rights.channels[0]["nsfw"] = json!(true);
        assert!(missing(&rights, "channel.picks", "5").is_empty());
    }

    #[test]
    fn a_role_above_the_bot_is_named() {
        assert!(
            missing(&rights(json!([])), "role.capper", "3")[0]
                .starts_with("The role Cappers stands above mine")
        );
        assert!(missing(&rights(json!([])), "role.capper", "4").is_empty());
    }
}
