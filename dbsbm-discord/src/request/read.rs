//! From serenity's interactions to ours.

use super::{Given, Options, Person, Request, Upload, What};
use crate::{config::Secret, custom_id::CustomId};
use chrono::DateTime;
use dbsbm_core::id::{ChannelId, GuildId, RoleId, UserId};
use serenity::all::{
    ActionRowComponent, CommandData, CommandInteraction, ComponentInteractionDataKind, Interaction, Member,
    ResolvedOption, ResolvedTarget, ResolvedValue, Unresolved,
};

/// Discord counts its milliseconds from the first of January 2015.
const DISCORD_EPOCH_MS: i64 = 1_420_070_400_000;

/// The question, if it is one that the bot answers: asked in a guild, by a member of it.
pub(crate) fn read(interaction: Interaction) -> Option<Request> {
    match interaction {
        Interaction::Command(i) => {
            let what = command(&i)?;
            let at = (i.guild_id, i.channel_id, i.member.as_deref(), i.app_permissions);
            request(i.id.get(), &i.token, &i.locale, at, what)
        }
        Interaction::Autocomplete(i) => {
            let (name, options) = path(&i.data);
            let focused = i.data.autocomplete()?;
            let what = What::Typing {
                name,
                option: focused.name.to_string(),
                text: focused.value.to_string(),
                options: read_options(&options),
            };
            let at = (i.guild_id, i.channel_id, i.member.as_deref(), i.app_permissions);
            request(i.id.get(), &i.token, &i.locale, at, what)
        }
        Interaction::Component(i) => {
            let values = values(&i.data.kind);
            let what = What::Click {
                to: CustomId::parse(&i.data.custom_id),
                values,
                message: number(i.message.id.get()),
            };
            let at = (i.guild_id, i.channel_id, i.member.as_ref(), i.app_permissions);
            request(i.id.get(), &i.token, &i.locale, at, what)
        }
        Interaction::Modal(i) => {
            let typed = i.data.components.iter().flat_map(|row| &row.components);
            let fields = typed.filter_map(|c| match c {
                ActionRowComponent::InputText(t) => {
                    Some((t.custom_id.clone(), t.value.clone().unwrap_or_default()))
                }
                _ => None,
            });
            let what = What::Form {
                to: CustomId::parse(&i.data.custom_id),
                fields: fields.collect(),
                on_message: i.message.is_some(),
            };
            let at = (i.guild_id, i.channel_id, i.member.as_ref(), i.app_permissions);
            request(i.id.get(), &i.token, &i.locale, at, what)
        }
        _ => None,
    }
}

type At<'a> = (
    Option<serenity::all::GuildId>,
    serenity::all::ChannelId,
    Option<&'a Member>,
    Option<serenity::all::Permissions>,
);

fn request(id: u64, token: &str, locale: &str, at: At<'_>, what: What) -> Option<Request> {
    let (guild, channel, member, bot) = at;
    let member = member?;
    let id = number(id);
    let person = Person {
        id: UserId::new(number(member.user.id.get())).ok()?,
        name: member.display_name().to_string(),
        roles: member
            .roles
            .iter()
            .filter_map(|r| RoleId::new(number(r.get())).ok())
            .collect(),
        permissions: member.permissions.map_or(0, |p| p.bits()),
    };
    Some(Request {
        id,
        at: DateTime::from_timestamp_millis((id >> 22) + DISCORD_EPOCH_MS)?,
        token: Secret::new(token),
        guild: GuildId::new(number(guild?.get())).ok()?,
        channel: ChannelId::new(number(channel.get())).ok()?,
        person,
        bot_permissions: bot.map_or(0, |p| p.bits()),
        locale: locale.to_string(),
        what,
    })
}

fn command(i: &CommandInteraction) -> Option<What> {
    if let Some(target) = i.data.target() {
        return match target {
            ResolvedTarget::Message(message) => Some(What::OnMessage {
                name: i.data.name.clone(),
                message: number(message.id.get()),
                author: UserId::new(number(message.author.id.get())).ok()?,
                text: message.content.clone(),
            }),
            _ => None,
        };
    }
    let (name, options) = path(&i.data);
    Some(What::Command {
        name,
        options: read_options(&options),
    })
}

/// The name with its subcommands, and the options below it.
fn path(data: &CommandData) -> (String, Vec<ResolvedOption<'_>>) {
    let mut name = data.name.clone();
    let mut options = data.options();
    loop {
        let deeper = match options.first().map(|o| &o.value) {
            Some(ResolvedValue::SubCommand(below) | ResolvedValue::SubCommandGroup(below)) => below.clone(),
            _ => return (name, options),
        };
        if let Some(first) = options.first() {
            name.push(' ');
            name.push_str(first.name);
        }
        options = deeper;
    }
}

fn read_options(options: &[ResolvedOption<'_>]) -> Options {
    let read = options
        .iter()
        .filter_map(|o| Some((o.name.to_string(), given(&o.value)?)));
    Options(read.collect())
}

fn given(value: &ResolvedValue<'_>) -> Option<Given> {
    Some(match value {
        ResolvedValue::String(text) => Given::Text((*text).to_string()),
        ResolvedValue::Integer(n) => Given::Whole(*n),
        ResolvedValue::Number(n) => Given::Number(*n),
        ResolvedValue::Boolean(yes) => Given::Flag(*yes),
        ResolvedValue::Channel(c) => Given::Channel(ChannelId::new(number(c.id.get())).ok()?),
        ResolvedValue::Unresolved(Unresolved::Channel(c)) => {
            Given::Channel(ChannelId::new(number(c.get())).ok()?)
        }
        ResolvedValue::Role(r) => Given::Role(RoleId::new(number(r.id.get())).ok()?),
        ResolvedValue::Unresolved(Unresolved::RoleId(r)) => Given::Role(RoleId::new(number(r.get())).ok()?),
        ResolvedValue::User(user, member) => {
            let nick = member.and_then(|m| m.nick.as_deref());
            let shown = nick.or(user.global_name.as_deref()).unwrap_or(&user.name);
            Given::Person(UserId::new(number(user.id.get())).ok()?, shown.to_string())
        }
        ResolvedValue::Unresolved(Unresolved::User(user)) => {
            Given::Person(UserId::new(number(user.get())).ok()?, user.to_string())
        }
        ResolvedValue::Attachment(file) => Given::File(Upload {
            name: file.filename.clone(),
            url: file.url.clone(),
            size: u64::from(file.size),
            mime: file.content_type.clone(),
        }),
        _ => return None,
    })
}

/// What was chosen, whatever the kind of the select.
fn values(kind: &ComponentInteractionDataKind) -> Vec<String> {
    match kind {
        ComponentInteractionDataKind::StringSelect { values } => values.clone(),
        ComponentInteractionDataKind::UserSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        ComponentInteractionDataKind::RoleSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        ComponentInteractionDataKind::ChannelSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        ComponentInteractionDataKind::MentionableSelect { values } => {
            values.iter().map(ToString::to_string).collect()
        }
        _ => Vec::new(),
    }
}

/// Discord's ids fit a signed number of 64 bits.
fn number(id: u64) -> i64 {
    i64::try_from(id).unwrap_or(i64::MAX)
}
