//! The calls, one function each.

use super::{Attachment, Call, Rest, RestError};
use crate::limits;
use dbsbm_core::id::{ChannelId, GuildId, MessageId, RoleId, UserId, WebhookId};
use reqwest::Method;
use serde_json::{Value, json};
use std::time::Duration;

/// Where a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct MessageRef {
    /// Its channel.
    pub channel: ChannelId,
    /// Its id.
    pub message: MessageId,
}

/// A webhook that the bot made.
#[derive(Debug, Clone)]
pub(crate) struct CreatedWebhook {
    /// Its id.
    pub id: WebhookId,
    /// What lets one post with it.
    pub token: crate::config::Secret,
}

/// How many sessions Discord lets a bot begin.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sessions {
    /// Shards that Discord recommends.
    pub recommended: u32,
    /// Sessions left today.
    pub remaining: u32,
    /// After how long there are more; a while at least.
    pub reset_after: Duration,
}

/// The least wait for new sessions.
const WHILE: Duration = Duration::from_secs(1);

/// Discord's code for an interaction that was answered already.
const ANSWERED: u64 = 40_060;

/// The number behind a Discord id in an answer.
pub(crate) fn snowflake(value: &Value) -> Option<i64> {
    value
        .as_str()
        .and_then(|text| text.parse().ok())
        .or_else(|| value.as_i64())
}

/// The message that an answer is about.
pub(crate) fn message_id(value: &Value) -> Option<MessageId> {
    snowflake(value).and_then(|id| MessageId::new(id).ok())
}

/// The webhook that an answer is about.
pub(crate) fn webhook_id(value: &Value) -> Option<WebhookId> {
    snowflake(value).and_then(|id| WebhookId::new(id).ok())
}

/// Whether a message bears anything to click on.
pub(crate) fn has_buttons(message: &Value) -> bool {
    message["components"]
        .as_array()
        .is_some_and(|rows| !rows.is_empty())
}

fn message_ref(answer: &Value) -> Result<MessageRef, RestError> {
    let channel = snowflake(&answer["channel_id"]).and_then(|id| ChannelId::new(id).ok());
    match (channel, message_id(&answer["id"])) {
        (Some(channel), Some(message)) => Ok(MessageRef { channel, message }),
        _ => Err(RestError::Away("the answer names no message".into())),
    }
}

impl Rest {
    /// Answers an interaction for the first time. Discord takes one such answer, so that a failed one can be repeated.
    pub(crate) async fn answer(
        &self,
        interaction: i64,
        token: &str,
        body: &Value,
        files: &[Attachment],
    ) -> Result<(), RestError> {
        let path = format!("/interactions/{interaction}/{token}/callback");
        let answered = self
            .insist(&Call {
                body: Some(body),
                files,
                ..unsigned(Method::POST, path)
            })
            .await;
        match answered {
            Err(error) if error.code() == Some(ANSWERED) => Ok(()),
            other => other.map(drop),
        }
    }

    /// Replaces the first answer.
    pub(crate) async fn edit_answer(
        &self,
        application: i64,
        token: &str,
        body: &Value,
        files: &[Attachment],
    ) -> Result<(), RestError> {
        let path = format!("/webhooks/{application}/{token}/messages/@original");
        self.insist(&Call {
            body: Some(body),
            files,
            ..unsigned(Method::PATCH, path)
        })
        .await
        .map(drop)
    }

    /// One more answer.
    pub(crate) async fn follow_up(
        &self,
        application: i64,
        token: &str,
        body: &Value,
        files: &[Attachment],
    ) -> Result<(), RestError> {
        let path = format!("/webhooks/{application}/{token}");
        self.send(&Call {
            body: Some(body),
            files,
            ..unsigned(Method::POST, path)
        })
        .await
        .map(drop)
    }

    /// The bot's application: its id, and its own user.
    pub(crate) async fn application(&self) -> Result<Value, RestError> {
        self.get("/applications/@me".into(), "application").await
    }

    /// The commands that are registered, everywhere or in one guild.
    pub(crate) async fn commands(
        &self,
        application: i64,
        guild: Option<GuildId>,
    ) -> Result<Value, RestError> {
        let path = format!("{}?with_localizations=true", commands_path(application, guild));
        self.get(path, "commands").await
    }

    /// Says which commands there are, everywhere or in one guild.
    pub(crate) async fn set_commands(
        &self,
        application: i64,
        guild: Option<GuildId>,
        commands: &Value,
    ) -> Result<(), RestError> {
        let call = signed(Method::PUT, commands_path(application, guild), "commands");
        self.send(&Call {
            body: Some(commands),
            ..call
        })
        .await
        .map(drop)
    }

    /// Posts a message as the bot.
    pub(crate) async fn post(
        &self,
        channel: ChannelId,
        body: &Value,
        files: &[Attachment],
    ) -> Result<MessageRef, RestError> {
        let call = signed(
            Method::POST,
            format!("/channels/{channel}/messages"),
            &format!("channel:{channel}"),
        );
        message_ref(
            &self
                .send(&Call {
                    body: Some(body),
                    files,
                    ..call
                })
                .await?,
        )
    }

    /// Edits a message of the bot.
    pub(crate) async fn edit(
        &self,
        at: MessageRef,
        body: &Value,
        files: &[Attachment],
    ) -> Result<(), RestError> {
        let MessageRef { channel, message } = at;
        let path = format!("/channels/{channel}/messages/{message}");
        let call = signed(Method::PATCH, path, &format!("channel:{channel}"));
        self.send(&Call {
            body: Some(body),
            files,
            ..call
        })
        .await
        .map(drop)
    }

    /// The newest messages of a channel, newest first.
    pub(crate) async fn newest(&self, channel: ChannelId, limit: u8) -> Result<Value, RestError> {
        self.get(
            format!("/channels/{channel}/messages?limit={limit}"),
            &format!("channel:{channel}"),
        )
        .await
    }

    /// Makes a webhook in a channel.
    pub(crate) async fn create_webhook(
        &self,
        channel: ChannelId,
        name: &str,
    ) -> Result<CreatedWebhook, RestError> {
        let body = json!({ "name": name });
        let path = format!("/channels/{channel}/webhooks");
        let made = self.make(path, &format!("webhooks:{channel}"), &body).await?;
        match (webhook_id(&made["id"]), made["token"].as_str()) {
            (Some(id), Some(token)) => Ok(CreatedWebhook {
                id,
                token: crate::config::Secret::new(token),
            }),
            _ => Err(RestError::Away("the answer names no webhook".into())),
        }
    }

    /// Removes a webhook.
    pub(crate) async fn delete_webhook(&self, id: WebhookId, token: &str) -> Result<(), RestError> {
        self.send(&unsigned(Method::DELETE, format!("/webhooks/{id}/{token}")))
            .await
            .map(drop)
    }

    /// Posts by a webhook and waits for the message; says too whether it bears the buttons it was sent with.
    pub(crate) async fn post_by_webhook(
        &self,
        id: WebhookId,
        token: &str,
        body: &Value,
        files: &[Attachment],
    ) -> Result<(MessageRef, bool), RestError> {
        let call = Call {
            bucket: Some(format!("webhook:{id}")),
            ..unsigned(Method::POST, format!("/webhooks/{id}/{token}?wait=true"))
        };
        let posted = self
            .send(&Call {
                body: Some(body),
                files,
                ..call
            })
            .await?;
        Ok((message_ref(&posted)?, has_buttons(&posted) || !has_buttons(body)))
    }

    /// Edits a message that a webhook posted.
    pub(crate) async fn edit_by_webhook(
        &self,
        id: WebhookId,
        token: &str,
        message: MessageId,
        body: &Value,
        files: &[Attachment],
    ) -> Result<(), RestError> {
        let call = Call {
            bucket: Some(format!("webhook:{id}")),
            ..unsigned(
                Method::PATCH,
                format!("/webhooks/{id}/{token}/messages/{message}"),
            )
        };
        self.send(&Call {
            body: Some(body),
            files,
            ..call
        })
        .await
        .map(drop)
    }

    /// A channel.
    pub(crate) async fn channel(&self, channel: ChannelId) -> Result<Value, RestError> {
        self.get(format!("/channels/{channel}"), &format!("channel:{channel}"))
            .await
    }

    /// Gives a channel another name.
    pub(crate) async fn rename(&self, channel: ChannelId, name: &str) -> Result<(), RestError> {
        let body = json!({ "name": name });
        let call = signed(
            Method::PATCH,
            format!("/channels/{channel}"),
            &format!("rename:{channel}"),
        );
        self.send(&Call {
            body: Some(&body),
            reason: Some("units of the record"),
            ..call
        })
        .await
        .map(drop)
    }

    /// A guild.
    pub(crate) async fn guild(&self, guild: GuildId) -> Result<Value, RestError> {
        self.get(format!("/guilds/{guild}"), &format!("guild:{guild}"))
            .await
    }

    /// How many sessions may begin. What Discord does not say is no obstacle.
    pub(crate) async fn sessions(&self) -> Result<Sessions, RestError> {
        let told = self.get("/gateway/bot".into(), "gateway").await?;
        let limit = &told["session_start_limit"];
        let number = |value: &Value| value.as_u64().and_then(|n| u32::try_from(n).ok());
        let reset_after = Duration::from_millis(limit["reset_after"].as_u64().unwrap_or(0));
        Ok(Sessions {
            recommended: number(&told["shards"]).unwrap_or(1),
            remaining: number(&limit["remaining"]).unwrap_or(u32::MAX),
            reset_after: reset_after.max(WHILE),
        })
    }

    /// The channels of a guild, those that the bot cannot see included.
    pub(crate) async fn channels(&self, guild: GuildId) -> Result<Value, RestError> {
        self.get(format!("/guilds/{guild}/channels"), &format!("guild:{guild}"))
            .await
    }

    /// The roles of a guild.
    pub(crate) async fn roles(&self, guild: GuildId) -> Result<Value, RestError> {
        self.get(format!("/guilds/{guild}/roles"), &format!("guild:{guild}"))
            .await
    }

    /// A member of a guild.
    pub(crate) async fn member(&self, guild: GuildId, user: UserId) -> Result<Value, RestError> {
        self.get(
            format!("/guilds/{guild}/members/{user}"),
            &format!("guild:{guild}"),
        )
        .await
    }

    /// Makes a role that allows nothing.
    pub(crate) async fn create_role(&self, guild: GuildId, name: &str) -> Result<RoleId, RestError> {
        let body = json!({ "name": limits::clip(name, limits::ROLE), "permissions": 0 });
        let path = format!("/guilds/{guild}/roles");
        let made = self.make(path, &format!("roles:{guild}"), &body).await?;
        snowflake(&made["id"])
            .and_then(|id| RoleId::new(id).ok())
            .ok_or_else(|| RestError::Away("the answer names no role".into()))
    }

    /// Removes a role.
    pub(crate) async fn delete_role(&self, guild: GuildId, role: RoleId) -> Result<(), RestError> {
        let path = format!("/guilds/{guild}/roles/{role}");
        self.send(&signed(Method::DELETE, path, &format!("roles:{guild}")))
            .await
            .map(drop)
    }

    /// Gives a member a role, or takes it.
    pub(crate) async fn set_role(
        &self,
        guild: GuildId,
        user: UserId,
        role: RoleId,
        wears: bool,
    ) -> Result<(), RestError> {
        let method = if wears { Method::PUT } else { Method::DELETE };
        let path = format!("/guilds/{guild}/members/{user}/roles/{role}");
        self.send(&signed(method, path, &format!("roles:{guild}")))
            .await
            .map(drop)
    }

    /// The channel for direct messages with a person.
    pub(crate) async fn direct_channel(&self, user: UserId) -> Result<ChannelId, RestError> {
        let body = json!({ "recipient_id": user.to_string() });
        let made = self.make("/users/@me/channels".into(), "direct", &body).await?;
        snowflake(&made["id"])
            .and_then(|id| ChannelId::new(id).ok())
            .ok_or_else(|| RestError::Away("the answer names no channel".into()))
    }

    /// Makes something that Discord describes in its answer.
    async fn make(&self, path: String, bucket: &str, body: &Value) -> Result<Value, RestError> {
        let call = signed(Method::POST, path, bucket);
        self.send(&Call {
            body: Some(body),
            ..call
        })
        .await
    }

    async fn get(&self, path: String, bucket: &str) -> Result<Value, RestError> {
        self.send(&signed(Method::GET, path, bucket)).await
    }
}

fn commands_path(application: i64, guild: Option<GuildId>) -> String {
    match guild {
        Some(guild) => format!("/applications/{application}/guilds/{guild}/commands"),
        None => format!("/applications/{application}/commands"),
    }
}

fn signed<'a>(method: Method, path: String, bucket: &str) -> Call<'a> {
    Call {
        bucket: Some(bucket.into()),
        signed: true,
        ..unsigned(method, path)
    }
}

/// A call whose path holds what allows it.
fn unsigned<'a>(method: Method, path: String) -> Call<'a> {
    Call {
        method,
        path,
        bucket: None,
        body: None,
        files: &[],
        signed: false,
        reason: None,
    }
}
