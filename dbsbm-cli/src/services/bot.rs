//! `dbsbm bot`: the Discord bot.

use super::{asked_to_stop, serve};
use crate::{Verdict, args::Global, books::closing, config::Config, failure::Failure, output::Output};
use clap::{Args, Subcommand};
use dbsbm_core::id::{GuildId, UserId};
use dbsbm_discord::{BotConfig, BotError, Endpoints, Hosts, Secret, Shards};
use dbsbm_store::{Book, Environment};
use std::{io::Write as _, time::Duration};

#[derive(Debug, Args)]
#[command(
    args_conflicts_with_subcommands = true,
    after_help = "Examples:\n  DISCORD_TOKEN=... dbsbm bot\n  dbsbm bot --shards 0-3/8 --ops-guild 1 --operator 42\n  \
                  dbsbm bot invite 1234567890\n\n\
                  The token comes from the environment alone, so that no list of processes shows it. Ctrl-C or a termination signal stops\n\
                  the bot after it finished what it had begun. Exit code 3 when Discord or the database is away: start it again.\n\n\
                  For tests, DBSBM_DISCORD_API and DBSBM_DISCORD_GATEWAY name a stand-in for Discord; both must be addresses of this\n\
                  machine, or the bot refuses to start. With both, DBSBM_WEBHOOK_HOSTS says where hosts of outgoing webhooks are."
)]
pub(crate) struct BotArgs {
    #[command(subcommand)]
    command: Option<BotCommand>,
    #[command(flatten)]
    run: RunArgs,
}

#[derive(Debug, Subcommand)]
enum BotCommand {
    /// Print the link that invites the bot to a server with exactly the permissions that it needs
    #[command(
        after_help = "Example:\n  dbsbm bot invite 1234567890\n\nJSON: `link`, and `permissions`, each with `name` and `why`."
    )]
    Invite {
        /// The id of the bot's application, as its page in Discord's developer portal shows it
        #[arg(value_name = "APPLICATION")]
        application: UserId,
    },
}

#[derive(Debug, Args)]
pub(crate) struct RunArgs {
    /// Which shards this process runs: auto, or first-last/total, e.g. --shards 0-3/8
    #[arg(long, value_name = "RANGE", default_value = "auto")]
    shards: String,
    /// The guild in which `/ops` exists, e.g. --ops-guild 1
    #[arg(long, value_name = "ID", env = "DBSBM_OPS_GUILD")]
    ops_guild: Option<GuildId>,
    /// A person who operates the bot; may be given several times, e.g. --operator 42
    #[arg(
        long = "operator",
        value_name = "ID",
        env = "DBSBM_OPERATORS",
        value_delimiter = ','
    )]
    operators: Vec<UserId>,
    /// Seconds between two looks for results to settle by, e.g. --settle-every 30
    #[arg(
        long,
        value_name = "SECONDS",
        env = "DBSBM_SETTLE_EVERY",
        default_value_t = 30,
        value_parser = clap::value_parser!(u64).range(1..=3_600)
    )]
    settle_every: u64,
    /// The bot's token
    #[arg(
        long = "token-from-environment",
        env = "DISCORD_TOKEN",
        hide = true,
        hide_env_values = true
    )]
    token: Option<String>,
    /// Where Discord's API is, for tests
    #[arg(long = "discord-api", env = "DBSBM_DISCORD_API", hide = true)]
    api: Option<String>,
    /// Where Discord's gateway is, for tests
    #[arg(long = "discord-gateway", env = "DBSBM_DISCORD_GATEWAY", hide = true)]
    gateway: Option<String>,
    /// Where hosts of outgoing webhooks are, for tests
    #[arg(long = "webhook-hosts", env = "DBSBM_WEBHOOK_HOSTS", hide = true)]
    hosts: Option<String>,
}

pub(crate) fn run(args: BotArgs, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    match args.command {
        None => serve_bot(args.run, global),
        Some(BotCommand::Invite { application }) => invite(application, out),
    }
}

fn invite(application: UserId, out: &Output) -> Result<Verdict, Failure> {
    let link = dbsbm_discord::invite_link(application);
    let permissions: Vec<_> = dbsbm_discord::PERMISSIONS
        .iter()
        .map(|p| serde_json::json!({ "name": p.name, "why": p.why }))
        .collect();
    out.answer(
        &serde_json::json!({ "link": link, "permissions": permissions }),
        |w| writeln!(w, "{link}"),
    )
}

pub(super) fn serve_bot(args: RunArgs, global: &Global) -> Result<Verdict, Failure> {
    let address = Config::load(global)?.database(global);
    let config = config(args)?;
    serve(async move {
        let book = Book::open(&address, Environment::system()).await?;
        closing(book, async |book| {
            dbsbm_discord::run(book, config, asked_to_stop()).await?;
            Ok(Verdict::Done)
        })
        .await
    })
}

fn config(args: RunArgs) -> Result<BotConfig, Failure> {
    let token = args.token.filter(|t| !t.trim().is_empty()).ok_or_else(|| {
        Failure::refused("no_token", "DISCORD_TOKEN is not set")
            .hint("put the bot's token there; docs/guide-bot.md says where to find it")
    })?;
    let shards: Shards = args.shards.parse().map_err(BotError::from)?;
    let endpoints =
        Endpoints::from_overrides(args.api.as_deref(), args.gateway.as_deref()).map_err(BotError::from)?;
    let hosts = Hosts::from_override(args.hosts.as_deref(), &endpoints).map_err(BotError::from)?;
    Ok(BotConfig {
        hosts,
        token: Secret::new(token.trim()),
        endpoints,
        shards,
        ops_guild: args.ops_guild,
        operators: args.operators,
        settle_every: Duration::from_secs(args.settle_every),
    })
}

impl RunArgs {
    /// Whether a bot is configured at all.
    pub(super) fn is_configured(&self) -> bool {
        self.token.as_ref().is_some_and(|token| !token.trim().is_empty())
    }
}

impl From<BotError> for Failure {
    fn from(error: BotError) -> Self {
        match &error {
            e if e.is_temporary() => Self::temporary("discord", error),
            BotError::Config(_) => Self::refused("config", error),
            BotError::Token => Self::refused("token", error),
            BotError::Rest(_) => Self::refused("discord", error),
            _ => Self::internal("bot", error),
        }
    }
}
