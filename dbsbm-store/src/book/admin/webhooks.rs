//! Outgoing webhooks: kept by admins, told of bets, and switched off when they fail too often.

use super::{Book, guilds, plan, small};
use crate::{
    BookError,
    convert::{moment, parse},
    db::{Connection, Row},
    page::{Notice, WEBHOOK_EVENT},
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    guild::{
        Action, Actor, Limit, permit,
        webhook::{Message, Secret, WebhookEvent, WebhookState, WebhookUrl, after_failures, check_url},
    },
    id::{BetNo, GuildId},
};
use serde::{Deserialize, Serialize};
use sqlx::Row as _;

/// A webhook, without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WebhookView {
    /// Its number in the guild.
    pub webhook: u32,
    /// Where it goes.
    pub url: String,
    /// What it is told.
    pub events: Vec<WebhookEvent>,
    /// Whether it is told anything.
    pub state: WebhookState,
    /// Deliveries failed in a row.
    pub failures: u32,
    /// The HTTP status of the last answer; null without one.
    pub last_status: Option<u16>,
    /// When it was last tried; null before.
    pub last_at: Option<DateTime<Utc>>,
    /// What went wrong the last time; empty if nothing.
    pub last_error: String,
}

/// A webhook that was just added, with the secret that is shown this once.
#[derive(Debug, Clone)]
pub struct NewWebhook {
    /// The webhook.
    pub webhook: WebhookView,
    /// What the receiver checks signatures with.
    pub secret: Secret,
}

/// A message that is ready to go.
#[derive(Debug, Clone)]
pub struct WebhookDelivery {
    /// The webhook's number.
    pub webhook: u32,
    /// Where it goes. The sender checks every address that the name resolves to.
    pub url: WebhookUrl,
    /// What is sent.
    pub message: Message,
}

/// What waits in the outbox under `webhook.event`.
#[derive(Debug, Serialize, Deserialize)]
struct Waiting {
    webhook: u32,
    event: WebhookEvent,
    bet: BetNo,
    seq: i64,
    at: DateTime<Utc>,
}

/// The longest note of what went wrong, in characters.
const MAX_NOTE: usize = 200;
/// "Gone": the receiver wants no more.
const GONE: u16 = 410;

impl Book {
    /// Adds a webhook.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`], [`BookError::WebhookUrl`], [`BookError::Plan`], or [`BookError::Text`] when nothing is
    /// subscribed to or the address has a webhook already.
    pub async fn add_webhook(
        &self,
        actor: &Actor,
        url: &str,
        events: &[WebhookEvent],
    ) -> Result<NewWebhook, BookError> {
        let url = check_url(url)?;
        let mut events = events.to_vec();
        events.sort_unstable();
        events.dedup();
        if events.is_empty() {
            let known: Vec<&str> = WebhookEvent::ALL.iter().map(|e| e.code()).collect();
            let why = format!("it would be told nothing; choose among {}", known.join(", "));
            return Err(BookError::Text {
                what: "the webhook",
                why,
            });
        }
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ManageWebhooks, &page.guild.settings)?;
        let there = list(page.db(), actor.guild, None).await?;
        if let Some(same) = there.iter().find(|w| w.url == url.as_str()) {
            let why = format!(
                "webhook {} goes there already; remove it first for a new secret",
                same.webhook
            );
            return Err(BookError::Text {
                what: "the webhook",
                why,
            });
        }
        let used = plan::in_use(page.db(), actor.guild, Limit::Webhooks, 0).await?;
        page.guild.settings.plan.check(Limit::Webhooks, used)?;
        let number = there.iter().map(|w| w.webhook).max().unwrap_or_default() + 1;
        let secret = Secret::new(self.env.secret::<32>());
        let codes: Vec<&str> = events.iter().map(|e| e.code()).collect();
        let detail = format!("{number}: {} for {}", url.host(), codes.join(", "));
        page.administer(actor, "webhook.add", &detail)?;
        let now = page.now.timestamp_millis();
        sqlx::query(
            "INSERT INTO webhooks (guild_id, webhook_no, url, secret, events, state, added_at) VALUES (?, ?, ?, ?, ?, ?, ?)",
        )
        .bind(actor.guild.get())
        .bind(i64::from(number))
        .bind(url.as_str())
        .bind(secret.as_bytes().to_vec())
        .bind(codes.join(" "))
        .bind(WebhookState::Active.code())
        .bind(now)
        .execute(page.db())
        .await?;
        page.commit().await?;
        let webhook = self.webhook(actor.guild, number).await?;
        Ok(NewWebhook { webhook, secret })
    }

    /// Pauses a webhook, or lets it go on; one that was switched off for its failures starts afresh.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`] or [`BookError::NoWebhook`].
    pub async fn pause_webhook(
        &self,
        actor: &Actor,
        webhook: u32,
        pause: bool,
    ) -> Result<WebhookView, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ManageWebhooks, &page.guild.settings)?;
        let before = load(page.db(), actor.guild, webhook).await?;
        let (state, action) = if pause {
            (WebhookState::Paused, "webhook.pause")
        } else {
            (WebhookState::Active, "webhook.resume")
        };
        if before.state != state {
            page.administer(actor, action, &webhook.to_string())?;
            sqlx::query("UPDATE webhooks SET state = ?, failures = 0 WHERE guild_id = ? AND webhook_no = ?")
                .bind(state.code())
                .bind(actor.guild.get())
                .bind(i64::from(webhook))
                .execute(page.db())
                .await?;
            page.commit().await?;
        }
        self.webhook(actor.guild, webhook).await
    }

    /// Removes a webhook and what waits for it; true when there was one.
    ///
    /// # Errors
    /// [`BookError::NotAllowed`].
    pub async fn remove_webhook(&self, actor: &Actor, webhook: u32) -> Result<bool, BookError> {
        let mut page = self.page(actor.guild).await?;
        permit(actor, Action::ManageWebhooks, &page.guild.settings)?;
        let done = sqlx::query("DELETE FROM webhooks WHERE guild_id = ? AND webhook_no = ?")
            .bind(actor.guild.get())
            .bind(i64::from(webhook))
            .execute(page.db())
            .await?;
        if done.rows_affected() == 0 {
            return Ok(false);
        }
        sqlx::query("DELETE FROM outbox WHERE guild_id = ? AND task = ? AND task_key LIKE ?")
            .bind(actor.guild.get())
            .bind(WEBHOOK_EVENT)
            .bind(format!("{webhook}:%"))
            .execute(page.db())
            .await?;
        page.administer(actor, "webhook.remove", &webhook.to_string())?;
        page.commit().await?;
        Ok(true)
    }

    /// One webhook.
    ///
    /// # Errors
    /// [`BookError::NoWebhook`].
    pub async fn webhook(&self, guild: GuildId, webhook: u32) -> Result<WebhookView, BookError> {
        let mut db = self.pools.read.acquire().await?;
        load(&mut db, guild, webhook).await
    }

    /// The webhooks of a guild.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn webhooks(&self, guild: GuildId) -> Result<Vec<WebhookView>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        list(&mut db, guild, None).await
    }

    /// The message of a `webhook.event` task, signed for this attempt, with the bet as it stands. `None` when the webhook
    /// was removed, paused or switched off meanwhile: then there is nothing to do.
    ///
    /// # Errors
    /// [`BookError::Corrupt`] for a task that is none.
    pub async fn webhook_delivery(
        &self,
        guild: GuildId,
        task: &serde_json::Value,
    ) -> Result<Option<WebhookDelivery>, BookError> {
        let place = format!("outbox {guild} webhook.event");
        let waiting = Waiting::deserialize(task).map_err(|e| BookError::corrupt(&place, e))?;
        let found: Option<(String, Vec<u8>)> = sqlx::query_as(
            "SELECT url, secret FROM webhooks WHERE guild_id = ? AND webhook_no = ? AND state = 'active'",
        )
        .bind(guild.get())
        .bind(i64::from(waiting.webhook))
        .fetch_optional(&self.pools.read)
        .await?;
        let Some((url, secret)) = found else {
            return Ok(None);
        };
        let secret = <[u8; 32]>::try_from(secret)
            .map(Secret::new)
            .map_err(|_| BookError::corrupt(format!("webhooks {guild}/{}", waiting.webhook), "no secret"))?;
        let bet = self.bet(guild, waiting.bet).await?;
        let id = format!("{guild}-{}-{}", waiting.webhook, waiting.seq);
        let happened = (waiting.event, waiting.at);
        let message = Message::new(&secret, &id, happened, (guild, &bet), self.env.now())
            .map_err(|e| BookError::corrupt(&place, e))?;
        Ok(Some(WebhookDelivery {
            webhook: waiting.webhook,
            url: check_url(&url)?,
            message,
        }))
    }

    /// Notes how an attempt went: the HTTP status that came back, or why none did. After too many failures in a row, or
    /// when the receiver says that it is gone, the webhook is switched off, which the audit shows.
    ///
    /// # Errors
    /// [`BookError::NoWebhook`] when it was removed meanwhile.
    pub async fn webhook_answered(
        &self,
        guild: GuildId,
        webhook: u32,
        answer: Result<u16, &str>,
    ) -> Result<WebhookState, BookError> {
        let mut page = self.page(guild).await?;
        let before = load(page.db(), guild, webhook).await?;
        let (status, note) = match answer {
            Ok(status) if (200..300).contains(&status) => (status, String::new()),
            Ok(status) => (status, format!("answered {status}")),
            Err(why) => (0, why.chars().take(MAX_NOTE).collect()),
        };
        let failures = if note.is_empty() { 0 } else { before.failures + 1 };
        let state = match before.state {
            WebhookState::Active if status == GONE => WebhookState::Disabled,
            WebhookState::Active => after_failures(failures),
            other => other,
        };
        if state != before.state {
            let detail = format!("{webhook}: {failures} deliveries failed in a row, the last: {note}");
            page.administer(&Actor::operator(guild), "webhook.disable", &detail)?;
        }
        let now = page.now.timestamp_millis();
        sqlx::query(
            "UPDATE webhooks SET state = ?, failures = ?, last_status = ?, last_at = ?, last_error = ? \
             WHERE guild_id = ? AND webhook_no = ?",
        )
        .bind(state.code())
        .bind(i64::from(failures))
        .bind(i64::from(status))
        .bind(now)
        .bind(&note)
        .bind(guild.get())
        .bind(i64::from(webhook))
        .execute(page.db())
        .await?;
        page.commit().await?;
        Ok(state)
    }
}

/// Keys and payloads of what a guild's webhooks are to be told.
pub(crate) async fn webhook_tasks(
    db: &mut Connection,
    guild: GuildId,
    news: &[Notice],
    at: DateTime<Utc>,
) -> Result<Vec<(String, serde_json::Value)>, BookError> {
    let mut tasks = Vec::new();
    for hook in list(db, guild, None).await? {
        let asked = |n: &&Notice| hook.state == WebhookState::Active && hook.events.contains(&n.event);
        for notice in news.iter().filter(asked) {
            let waiting = Waiting {
                webhook: hook.webhook,
                event: notice.event,
                bet: BetNo::new(notice.bet).map_err(|e| BookError::corrupt("bets", e))?,
                seq: notice.seq,
                at,
            };
            let payload = serde_json::to_value(&waiting).map_err(|e| BookError::corrupt("outbox", e))?;
            tasks.push((format!("{}:{}", hook.webhook, notice.seq), payload));
        }
    }
    Ok(tasks)
}

async fn load(db: &mut Connection, guild: GuildId, webhook: u32) -> Result<WebhookView, BookError> {
    let found = list(db, guild, Some(webhook)).await?;
    found.into_iter().next().ok_or(BookError::NoWebhook(webhook))
}

async fn list(db: &mut Connection, guild: GuildId, only: Option<u32>) -> Result<Vec<WebhookView>, BookError> {
    let rows = sqlx::query(
        "SELECT webhook_no, url, events, state, failures, last_status, last_at, last_error FROM webhooks \
         WHERE guild_id = ? AND (? = 0 OR webhook_no = ?) ORDER BY webhook_no",
    )
    .bind(guild.get())
    .bind(i64::from(only.unwrap_or_default()))
    .bind(i64::from(only.unwrap_or_default()))
    .fetch_all(db)
    .await?;
    rows.iter().map(read).collect()
}

fn read(row: &Row) -> Result<WebhookView, BookError> {
    let number: i64 = row.try_get(0)?;
    let place = format!("webhooks {number}");
    let events: String = row.try_get(2)?;
    let (status, at): (i64, i64) = (row.try_get(5)?, row.try_get(6)?);
    Ok(WebhookView {
        webhook: small(&place, number)?,
        url: row.try_get(1)?,
        events: events
            .split_whitespace()
            .map(|code| parse(&place, code))
            .collect::<Result<_, BookError>>()?,
        state: parse(&place, row.try_get(3)?)?,
        failures: small(&place, row.try_get(4)?)?,
        last_status: u16::try_from(status).ok().filter(|status| *status > 0),
        last_at: if at == 0 { None } else { Some(moment(&place, at)?) },
        last_error: row.try_get(7)?,
    })
}
