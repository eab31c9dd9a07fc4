//! `dbsbm bet`: posting, looking at, withdrawing and grading bets.

use super::rows::{Format, Rows};
use super::{AsOf, WhichGuild, place, with_book};
use crate::args::{Global, one_of};
use crate::{
    Verdict,
    failure::Failure,
    output::Output,
    table::{Table, pairs},
};
use clap::Subcommand;
use dbsbm_core::bet::{Status, view::LegView};
use dbsbm_core::guild::Actor;
use dbsbm_core::id::{BetNo, GuildId, UserId};
use dbsbm_core::market::League;
use dbsbm_core::settle::Grade;
use dbsbm_store::{BetFilter, BetView, Book, BookError, ManualGrade};
use serde::Serialize;
use std::io::Write as _;

#[derive(Debug, Subcommand)]
pub(crate) enum Bet {
    /// Post a bet as a capper types it
    Place(place::PlaceArgs),
    /// Show a bet, and on request why it came to what it came to
    #[command(after_help = "Example:\n  dbsbm bet show 17 --guild 1 --explain\n\n\
                      JSON: `bet`, `capper`, `name`, `kind`, `stake_is`, `stake`, `status`, `origin`, `late`, `price_basis`,\n\
                      `verified`, `placed_at`, `locks_at`, `settled_at`, `staked`, `returned`, `net`, `max_returned`, `rules`,\n\
                      `odds`, `level`, `hash`, `legs` (each with its game, selection, `price`, `grade`, `score`, `why`), and with\n\
                      `--explain` `why`: the settlement step by step, in words.")]
    Show {
        /// The bet's number, e.g. 17
        #[arg(value_name = "N")]
        bet: BetNo,
        #[command(flatten)]
        guild: WhichGuild,
        /// Say why, rule by rule
        #[arg(long)]
        explain: bool,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// List bets by number
    #[command(
        after_help = "Examples:\n  dbsbm bet list --guild 1 --status open\n  dbsbm bet list --capper 42 --newest --limit 20\n\n\
                      JSON: an array, each as `dbsbm bet show`."
    )]
    List {
        #[command(flatten)]
        guild: WhichGuild,
        /// Only bets of this capper, e.g. --capper 42
        #[arg(long, value_name = "ID")]
        capper: Option<UserId>,
        /// Only bets of this status
        #[arg(long, value_name = "STATUS", value_parser = one_of!(Status, |s| !matches!(s, Status::Draft | Status::Expired)))]
        status: Option<Status>,
        /// Only bets behind this number, e.g. --after 1000
        #[arg(long, value_name = "N", default_value_t = 0)]
        after: i64,
        /// At most so many [default: all; with --newest the last 100], e.g. --limit 20
        #[arg(long, value_name = "N")]
        limit: Option<u32>,
        /// The newest first, up to 1000
        #[arg(long)]
        newest: bool,
        #[command(flatten)]
        as_of: AsOf,
    },
    /// Withdraw an open bet, as far as the guild's rules let
    #[command(after_help = "Example:\n  dbsbm bet withdraw 17 --guild 1\n\nJSON: as `dbsbm bet show`.")]
    Withdraw {
        /// The bet's number, e.g. 17
        #[arg(value_name = "N")]
        bet: BetNo,
        #[command(flatten)]
        guild: WhichGuild,
    },
    /// Grade a bet by hand, or correct its grade
    #[command(
        after_help = "Examples:\n  dbsbm bet grade 17 win --guild 1\n  dbsbm bet grade 18 void --leg 2 --reason \"player did not take part\"\n\n\
                      JSON: as `dbsbm bet show`. A settled bet is regraded: a reversal and a new posting."
    )]
    Grade {
        /// The bet's number, e.g. 17
        #[arg(value_name = "N")]
        bet: BetNo,
        /// What became of it
        #[arg(value_name = "RESULT", value_parser = one_of!(Grade, |g| !matches!(g, Grade::Open | Grade::Placed)))]
        result: Grade,
        /// Why; needed for a settled bet, e.g. --reason "official correction"
        #[arg(long, default_value = "")]
        reason: String,
        /// Only this leg, counted from 1; else every leg without a grade, e.g. --leg 2
        #[arg(long, value_name = "N")]
        leg: Option<usize>,
        #[command(flatten)]
        guild: WhichGuild,
    },
}

/// A bet with its reasons.
#[derive(Serialize)]
pub(crate) struct Explained {
    #[serde(flatten)]
    pub(crate) view: BetView,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) why: Option<Vec<String>>,
}

pub(crate) fn run(command: Bet, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    match command {
        Bet::Place(args) => place::run(&args, global, out),
        Bet::Show {
            bet,
            guild,
            explain,
            as_of,
        } => {
            let explained = with_book(global, async |book| {
                let guild = guild.of(&book).await?;
                let view = match as_of.as_of {
                    Some(_) => bet_then(&book, guild, bet, as_of).await?,
                    None => book.bet(guild, bet).await?,
                };
                let why = if explain {
                    Some(book.explain(guild, bet, as_of.as_of).await?)
                } else {
                    None
                };
                Ok(Explained { view, why })
            })?;
            out.answer(&explained, |w| show(&explained, w))
        }
        Bet::List {
            guild,
            capper,
            status,
            after,
            limit,
            newest,
            as_of,
        } => {
            let filter = BetFilter {
                capper,
                status,
                after,
                limit,
                newest_first: newest,
                as_of: as_of.as_of,
                ..BetFilter::default()
            };
            with_book(global, async |book| {
                list(&book, guild.of(&book).await?, filter, out).await
            })
        }
        Bet::Withdraw { bet, guild } => {
            let view = with_book(global, async |book| {
                let actor = Actor::operator(guild.of(&book).await?);
                Ok(book.withdraw(&actor, bet).await?)
            })?;
            out.answer(&view, |w| writeln!(w, "{}", line(&view)))
        }
        Bet::Grade {
            bet,
            result,
            reason,
            leg,
            guild,
        } => {
            let manual = ManualGrade {
                leg,
                grade: result,
                reason,
            };
            let view = with_book(global, async |book| {
                let actor = Actor::operator(guild.of(&book).await?);
                Ok(book.grade(&actor, bet, &manual).await?)
            })?;
            out.answer(&view, |w| writeln!(w, "{}", line(&view)))
        }
    }
}

/// A bet as it stood at a time, if it was posted by then.
async fn bet_then(book: &Book, guild: GuildId, bet: BetNo, as_of: AsOf) -> Result<BetView, Failure> {
    let filter = BetFilter {
        after: bet.get() - 1,
        limit: Some(1),
        as_of: as_of.as_of,
        ..BetFilter::default()
    };
    let found = book
        .bets(guild, &filter)
        .await?
        .pop()
        .filter(|view| view.bet == bet);
    found.ok_or_else(|| BookError::NoBet { guild, bet }.into())
}

/// Bets read at a time.
const PAGE: u32 = 1_000;

/// Writes bets page by page, so that a long record needs no more memory than a short one.
async fn list(book: &Book, guild: GuildId, mut filter: BetFilter, out: &Output) -> Result<Verdict, Failure> {
    let mut left = match filter.limit {
        Some(limit) => limit,
        None if filter.newest_first => 100,
        None => u32::MAX,
    };
    let mut rows = Rows::new(Format::Json);
    let mut first = true;
    loop {
        filter.limit = Some(left.min(PAGE));
        let bets = book.bets(guild, &filter).await?;
        let more = bets.len() == PAGE as usize && !filter.newest_first;
        left = left.saturating_sub(PAGE);
        if out.is_json() {
            let done = bets.iter().try_for_each(|bet| rows.take(bet));
            if done.is_err() || !more || left == 0 {
                return rows.end(done);
            }
        } else {
            if first || !bets.is_empty() {
                table(&bets).write(&mut out.people())?;
            }
            if !more || left == 0 {
                return Ok(Verdict::Done);
            }
        }
        first = false;
        filter.after = bets.last().map_or(i64::MAX, |bet| bet.bet.get());
    }
}

fn table(bets: &[BetView]) -> Table {
    let mut table = Table::new(
        &[">bet", "capper", "pick", ">odds", ">staked", "status", ">net"],
        "no bets",
    );
    for bet in bets {
        table.row([
            format!("#{}", bet.bet),
            bet.name.clone(),
            picks(bet),
            format!("{:.3}", bet.odds),
            bet.staked.two_decimals(),
            bet.status.to_string(),
            bet.net.map(|n| n.signed()).unwrap_or_default(),
        ]);
    }
    table
}

/// The legs in a few words.
fn picks(bet: &BetView) -> String {
    let mut picks: Vec<_> = bet.legs.iter().take(3).map(LegView::pick).collect();
    if bet.legs.len() > 3 {
        picks.push("...".into());
    }
    picks.join(" + ")
}

/// A bet on one line.
pub(super) fn line(bet: &BetView) -> String {
    let net = bet.net.map(|n| format!(", {}u", n.signed())).unwrap_or_default();
    format!(
        "#{} {}: {} for {}u, {}{net}",
        bet.bet,
        bet.name,
        picks(bet),
        bet.staked.two_decimals(),
        bet.status
    )
}

/// The day of a game as its league counts days.
fn day(leg: &dbsbm_store::LegView) -> String {
    let zone = leg.league.parse::<League>().map_or(chrono_tz::UTC, League::zone);
    leg.start.with_timezone(&zone).format("%Y-%m-%d").to_string()
}

/// A bet in full.
pub(crate) fn show(explained: &Explained, w: &mut crate::output::People) -> std::io::Result<()> {
    let bet = &explained.view;
    let amount = |u: dbsbm_core::money::Units| format!("{}u", u.two_decimals());
    let mut facts = vec![
        ("bet", format!("#{}", bet.bet)),
        ("capper", format!("{} ({})", bet.name, bet.capper)),
        ("kind", bet.kind.replace('_', " ")),
        ("placed", bet.placed_at.format("%Y-%m-%d %H:%M UTC").to_string()),
        ("odds", format!("{:.4}", bet.odds)),
        ("risked", amount(bet.staked)),
    ];
    match (bet.returned, bet.max_returned) {
        (Some(returned), _) => facts.push(("returned", amount(returned))),
        (None, Some(most)) => facts.push(("can return", amount(most))),
        (None, None) => {}
    }
    let net = bet.net.map(|n| format!(", {}u", n.signed())).unwrap_or_default();
    facts.push((
        "status",
        format!("{}{net}", bet.status.to_string().replace('_', " ")),
    ));
    let mut remarks = vec![bet.price_basis.replace('_', " ")];
    remarks.extend(
        [
            (bet.verified, "verified"),
            (bet.late, "late"),
            (bet.shadow, "shadow record"),
        ]
        .iter()
        .filter(|(is, _)| *is)
        .map(|(_, word)| (*word).to_string()),
    );
    remarks.extend(bet.terms.playable_to.map(|worst| format!("playable to {worst}")));
    if bet.terms.members_only {
        remarks.push("members only".into());
    }
    if bet.origin != "posted" {
        remarks.push(bet.origin.clone());
    }
    facts.push(("price", remarks.join(", ")));
    facts.push(("hash", bet.hash.clone()));
    pairs(w, &facts)?;
    writeln!(w)?;
    let mut legs = Table::new(&["pick", ">price", "game", "grade", "score"], "");
    for leg in &bet.legs {
        legs.row([
            leg.title.clone(),
            leg.price.to_string(),
            format!("{} at {}, {} {}", leg.away, leg.home, leg.league, day(leg)),
            leg.grade.to_string().replace('_', " "),
            leg.score.clone().unwrap_or_default(),
        ]);
    }
    legs.write(w)?;
    if let Some(why) = &explained.why {
        writeln!(w)?;
        for step in why {
            writeln!(w, "- {step}")?;
        }
    }
    Ok(())
}
