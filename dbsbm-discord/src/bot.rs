//! Starting and stopping.

use crate::{
    app::{App, Identity},
    commands,
    config::{BotConfig, ConfigError, Endpoints, Shards},
    deliver,
    gateway::Events,
    jobs,
    rest::{Rest, RestError, snowflake},
    studio::Studio,
};
use dbsbm_core::id::UserId;
use dbsbm_render::RenderError;
use dbsbm_store::Book;
use serenity::{
    all::{ApplicationId, GatewayIntents, HttpBuilder},
    client::{Client, ClientBuilder},
};
use std::{future::Future, sync::Arc, time::Duration};
use tokio_util::{sync::CancellationToken, task::TaskTracker};

/// How long answers and deliveries that are under way may take when the bot is told to stop.
const DRAIN: Duration = Duration::from_secs(10);

/// Why the bot cannot run.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum BotError {
    /// The configuration.
    #[error(transparent)]
    Config(#[from] ConfigError),
    /// Discord does not take the token.
    #[error(
        "Discord does not accept the token in DISCORD_TOKEN: copy it again from the bot's page, without `Bot ` before it"
    )]
    Token,
    /// Discord refuses, or is away.
    #[error(transparent)]
    Rest(#[from] RestError),
    /// The gateway ended.
    #[error("the connection to Discord ended: {0}")]
    Gateway(String),
    /// The pictures.
    #[error(transparent)]
    Render(#[from] RenderError),
}

impl BotError {
    /// Whether starting again later may help.
    pub const fn is_temporary(&self) -> bool {
        match self {
            Self::Rest(e) => e.is_temporary(),
            Self::Gateway(_) => true,
            _ => false,
        }
    }
}

/// Runs the bot until `stop` is done: answers, delivers, and at the end finishes what it has begun.
///
/// # Errors
/// [`BotError`] says what stands in the way, and what to do.
pub async fn run(book: Book, config: BotConfig, stop: impl Future<Output = ()>) -> Result<(), BotError> {
    let rest = Rest::new(&config.endpoints, config.token.clone(), &config.shards.guilds())?;
    let application = rest.application().await.map_err(|e| match e {
        RestError::Refused { status: 401, .. } => BotError::Token,
        other => other.into(),
    })?;
    let identity = identity(&application).ok_or(BotError::Token)?;
    let app = Arc::new(App::new(book, rest, config.clone(), Studio::new()?, identity));
    let (under_way, over) = (TaskTracker::new(), CancellationToken::new());
    let events = Events::new(Arc::clone(&app), under_way.clone());
    let mut client = client(&config, identity.application, events).await?;

    let differed = commands::register(&app).await?;
    tracing::info!(differed, "commands");
    let mut deliveries = tokio::spawn(deliver::run(Arc::clone(&app), over.clone()));
    let jobs = tokio::spawn(jobs::run(Arc::clone(&app), over.clone()));

    let shards = Arc::clone(&client.shard_manager);
    let ended = tokio::select! {
        ended = connect(&app, &mut client) => ended,
        () = stop => Ok(()),
    };
    over.cancel();
    shards.shutdown_all().await;
    under_way.close();
    let drained = tokio::time::timeout(DRAIN, async {
        under_way.wait().await;
        let _ = tokio::join!(&mut deliveries, jobs);
    });
    if drained.await.is_err() {
        deliveries.abort();
        deliver::give_back(&app).await;
        tracing::warn!("stopped with work under way; it will be done after the next start");
    }
    ended
}

/// Who the bot is, by what Discord says of its application.
fn identity(application: &serde_json::Value) -> Option<Identity> {
    let account = snowflake(&application["bot"]["id"])?;
    Some(Identity {
        application: snowflake(&application["id"])?,
        account: UserId::new(account).ok()?,
    })
}

async fn client(config: &BotConfig, application: i64, events: Events) -> Result<Client, BotError> {
    let id = ApplicationId::new(application.unsigned_abs());
    let mut http = HttpBuilder::new(config.token.reveal()).application_id(id);
    if let Endpoints::Local { api, .. } = &config.endpoints {
        // serenity ignores the address while its own limiter is on.
        http = http.proxy(api).ratelimiter_disabled(true);
    }
    // Reactions are how graders grade; everything else comes as an interaction, which needs no intent.
    let intents =
        GatewayIntents::GUILDS | GatewayIntents::GUILD_MESSAGES | GatewayIntents::GUILD_MESSAGE_REACTIONS;
    let client = ClientBuilder::new_with_http(http.build(), intents)
        .event_handler(events)
        .await
        .map_err(|e| gateway(&e))?;
    if let Endpoints::Local { gateway, .. } = &config.endpoints {
        // Without this serenity would fall back to Discord's own gateway when the address cannot be asked for.
        *client.ws_url.lock().await = gateway.clone();
    }
    Ok(client)
}

/// Connects, and stays until the connection ends.
async fn connect(app: &App, client: &mut Client) -> Result<(), BotError> {
    // A bot that is started again and again must not use up the day's sessions: Discord would then take its token away.
    loop {
        let allowed = app.rest.sessions().await?;
        let wanted = match &app.config.shards {
            Shards::Recommended => allowed.recommended,
            Shards::Some(part) => part.count(),
        };
        if allowed.remaining >= wanted {
            break;
        }
        tracing::warn!(
            left = allowed.remaining,
            wanted,
            seconds = allowed.reset_after.as_secs(),
            "Discord allows no more sessions today; the bot connects when it does"
        );
        tokio::time::sleep(allowed.reset_after).await;
    }
    let ended = match &app.config.shards {
        Shards::Recommended => client.start_autosharded().await,
        Shards::Some(part) => {
            let shards = part.shards();
            client
                .start_shard_range(*shards.start()..shards.end() + 1, part.total())
                .await
        }
    };
    ended.map_err(|e| gateway(&e))
}

fn gateway(error: &serenity::Error) -> BotError {
    use serenity::gateway::GatewayError;
    match error {
        serenity::Error::Gateway(GatewayError::InvalidAuthentication) => BotError::Token,
        other => BotError::Gateway(other.to_string()),
    }
}
