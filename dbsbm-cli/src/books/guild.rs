//! `dbsbm guild`: the guilds of the database and their settings.

use super::{WhichGuild, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output, table, table::Table};
use clap::Subcommand;
use dbsbm_core::guild::Actor;
use dbsbm_core::id::GuildId;
use dbsbm_store::GuildView;
use std::io::Write as _;

#[derive(Debug, Subcommand)]
pub(crate) enum Guild {
    /// Open the books of a guild; again, it changes the name only
    #[command(after_help = "Example:\n  dbsbm guild add 1 --name \"Sharp Room\"\n\n\
                      JSON: as `dbsbm guild show`.")]
    Add {
        /// The guild's Discord id, e.g. 1
        #[arg(value_name = "ID")]
        id: GuildId,
        /// Its name, e.g. --name "Sharp Room"
        #[arg(long)]
        name: String,
    },
    /// List the guilds of the database
    #[command(after_help = "Example:\n  dbsbm guild list\n\nJSON: an array, each as `dbsbm guild show`.")]
    List,
    /// Show a guild and every setting with its value, default and meaning
    #[command(after_help = "Example:\n  dbsbm guild show --guild 1\n\n\
                      JSON: `guild`, `name`, `bets`, `cappers`, `events`, `head` (newest hash of the chain), and `settings`, each\n\
                      with `key`, `value`, `default` and `meaning`.")]
    Show {
        #[command(flatten)]
        guild: WhichGuild,
    },
    /// Change a setting
    #[command(
        after_help = "Examples:\n  dbsbm guild set limit.max_units 5 --guild 1\n  dbsbm guild set timezone America/New_York --guild 1\n\n\
                      JSON: the setting, as in `dbsbm guild show`."
    )]
    Set {
        /// The setting, as `dbsbm guild show` lists them, e.g. limit.max_units
        #[arg(value_name = "KEY")]
        key: String,
        /// Its new value, e.g. 5
        #[arg(value_name = "VALUE", allow_hyphen_values = true)]
        value: String,
        #[command(flatten)]
        guild: WhichGuild,
    },
}

pub(crate) fn run(command: Guild, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    match command {
        Guild::Add { id, name } => {
            let view = with_book(global, async |book| Ok(book.add_guild(id, &name).await?))?;
            out.answer(&view, |w| writeln!(w, "guild {}: {}", view.guild, view.name))
        }
        Guild::List => {
            let views = with_book(global, async |book| {
                let mut views = Vec::new();
                for guild in book.guilds().await? {
                    views.push(book.guild(guild).await?);
                }
                Ok(views)
            })?;
            let mut table = Table::new(&[">guild", "name", ">cappers", ">bets"], "no guild yet");
            for v in &views {
                table.row([
                    v.guild.to_string(),
                    v.name.clone(),
                    v.cappers.to_string(),
                    v.bets.to_string(),
                ]);
            }
            out.table(&views, &table)
        }
        Guild::Show { guild } => {
            let view = with_book(global, async |book| {
                Ok(book.guild(guild.of(&book).await?).await?)
            })?;
            show(&view, out)
        }
        Guild::Set { key, value, guild } => {
            let row = with_book(global, async |book| {
                let actor = Actor::operator(guild.of(&book).await?);
                Ok(book.set(&actor, &key, &value).await?)
            })?;
            out.answer(&row, |w| writeln!(w, "{} = {}", row.key, row.value))
        }
    }
}

fn show(view: &GuildView, out: &Output) -> Result<Verdict, Failure> {
    let mut settings = Table::new(&["setting", "value", "default", "meaning"], "");
    for row in &view.settings {
        settings.row([
            row.key.clone(),
            row.value.clone(),
            row.default.clone(),
            row.meaning.to_string(),
        ]);
    }
    out.answer(view, |w| {
        let facts = [
            ("guild", view.guild.to_string()),
            ("name", view.name.clone()),
            ("cappers", view.cappers.to_string()),
            ("bets", view.bets.to_string()),
            ("events", view.events.to_string()),
            ("head", view.head.clone()),
        ];
        table::pairs(w, &facts)?;
        writeln!(w)?;
        settings.write(w)
    })
}
