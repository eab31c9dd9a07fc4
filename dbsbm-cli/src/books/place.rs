//! `dbsbm bet place`: a bet as a capper types it.

use super::{WhichGuild, bet, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output};
use clap::Args;
use dbsbm_core::bet::{
    Slip,
    text::{Pick, read_one},
};
use dbsbm_core::guild::Actor;
use dbsbm_core::id::{GuildId, UserId};
use dbsbm_store::{BetView, Book, BookError, Chosen, Place};
use std::io::Write as _;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm bet place \"Packers -4.5 -110 2u\" --guild 1 --capper 42\n  \
                  dbsbm bet place \"Arsenal ML 2.10 + over 2.5 1.85 1u\" --capper 42 --key slip-1\n\n\
                  JSON: as `dbsbm bet show`. Refused, with the reason and what to do: text that is no bet, a name that no open\n\
                  game has or that several have, a player whose name is nearly that of one who is known, a game that has\n\
                  started, a stake outside the guild's limits."
)]
pub(crate) struct PlaceArgs {
    /// The bet: team or total, line, price and stake, e.g. "Packers -4.5 -110 2u"
    #[arg(value_name = "TEXT", allow_hyphen_values = true)]
    text: String,
    #[command(flatten)]
    guild: WhichGuild,
    /// The capper's Discord id, e.g. --capper 42
    #[arg(long, value_name = "ID")]
    capper: UserId,
    /// For the guild's members alone until it starts; needs `route.tier.members`
    #[arg(long)]
    members_only: bool,
    /// A name for this request: the same again gives the first answer and posts nothing, e.g. --key slip-1
    #[arg(long)]
    key: Option<String>,
    /// Take the names of players as they are typed, also where known players have nearly the name
    #[arg(long)]
    players_as_typed: bool,
}

pub(crate) fn run(args: &PlaceArgs, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let pick = read_one(&args.text)?;
    let view = with_book(global, async |book| {
        let guild = args.guild.of(&book).await?;
        let slip = slip_of(&book, guild, &pick, args.players_as_typed).await?;
        let slip = slip.for_members_only(args.members_only);
        post(&book, guild, args.capper, slip, args.key.clone()).await
    })?;
    out.answer(&view, |w| writeln!(w, "{}", bet::line(&view)))
}

/// The slip of a pick, with the players as they are known or, where that is asked for, as they were typed.
async fn slip_of(book: &Book, guild: GuildId, pick: &Pick, as_typed: bool) -> Result<Slip, BookError> {
    let mut chosen = Chosen::default();
    if as_typed {
        let named = pick.legs.iter().filter_map(|leg| leg.name.clone());
        chosen.players = named.map(|name| (name.clone(), name)).collect();
    }
    book.slip_of_chosen(guild, pick, &chosen).await
}

/// Posts a slip.
pub(crate) async fn post(
    book: &Book,
    guild: GuildId,
    capper: UserId,
    slip: Slip,
    key: Option<String>,
) -> Result<BetView, Failure> {
    let place = Place {
        slip,
        capper,
        key,
        posted_at: None,
        channel: None,
    };
    Ok(book.place(&Actor::operator(guild), place).await?)
}
