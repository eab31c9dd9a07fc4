//! Bets as people see them.

use super::{
    Book,
    games::games_behind,
    guilds,
    judge::{JudgedLeg, judge_legs, ticket},
};
use crate::{
    BookError,
    convert::{moment, parse},
    db::Connection,
    page::{LoadedBet, load_bets},
    rows::LegRow,
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{
        GradedBy, Stake, Status,
        view::{BetView, LegView},
    },
    id::{BetNo, GuildId, UserId},
    market::{Game, GameStatus},
    money::Units,
    settle::{Grade, Outcome, RuleSet, explain, settle},
};
use sqlx::AssertSqlSafe;
use std::collections::HashMap;

/// Which bets to list.
#[derive(Debug, Clone, Default)]
pub struct BetFilter {
    /// Of this capper only.
    pub capper: Option<UserId>,
    /// With this status only.
    pub status: Option<Status>,
    /// Open ones only, or only those that are not.
    pub open: Option<bool>,
    /// After this number.
    pub after: i64,
    /// Without the first so many of the list.
    pub skip: u32,
    /// At most so many; 100 unless said, 1,000 at the most.
    pub limit: Option<u32>,
    /// The newest first.
    pub newest_first: bool,
    /// As the books stood then: bets posted by that time, those settled later still open.
    pub as_of: Option<DateTime<Utc>>,
}

impl Book {
    /// A bet.
    ///
    /// # Errors
    /// [`BookError::NoGuild`] or [`BookError::NoBet`].
    pub async fn bet(&self, guild: GuildId, bet: BetNo) -> Result<BetView, BookError> {
        self.views(guild, &[bet.get()], None)
            .await?
            .pop()
            .ok_or(BookError::NoBet { guild, bet })
    }

    /// Bets of a guild by number.
    ///
    /// # Errors
    /// [`BookError::NoGuild`].
    pub async fn bets(&self, guild: GuildId, filter: &BetFilter) -> Result<Vec<BetView>, BookError> {
        let order = if filter.newest_first { "DESC" } else { "ASC" };
        let limit = filter.limit.unwrap_or(100).min(1_000);
        let (status, posted) = match filter.as_of {
            Some(_) => (
                "CASE WHEN s.settled_at > ? THEN 'open' ELSE s.status END",
                "AND (SELECT b.placed_at FROM bets b WHERE b.guild_id = s.guild_id AND b.bet_no = s.bet_no) <= ?",
            ),
            None => ("s.status", ""),
        };
        let open = match filter.open {
            None => String::new(),
            Some(true) => format!("AND {status} = 'open'"),
            Some(false) => format!("AND {status} <> 'open'"),
        };
        let sql = format!(
            "SELECT s.bet_no FROM bet_states s WHERE s.guild_id = ? AND s.bet_no > ? AND (? = 0 OR s.user_id = ?) \
             AND (? = '' OR {status} = ?) {open} {posted} ORDER BY s.bet_no {order} LIMIT ? OFFSET ?"
        );
        let capper = filter.capper.map_or(0, UserId::get);
        let status = filter.status.map_or("", Status::code);
        let at = filter.as_of.map(|at| at.timestamp_millis());
        let mut asked = sqlx::query_scalar(AssertSqlSafe(sql))
            .bind(guild.get())
            .bind(filter.after)
            .bind(capper)
            .bind(capper)
            .bind(status);
        if let Some(at) = at {
            asked = asked.bind(at);
        }
        asked = asked.bind(status);
        if let Some(at) = at {
            if filter.open.is_some() {
                asked = asked.bind(at);
            }
            asked = asked.bind(at);
        }
        let numbers: Vec<i64> = asked
            .bind(limit)
            .bind(filter.skip)
            .fetch_all(&self.pools.read)
            .await?;
        self.views(guild, &numbers, filter.as_of).await
    }

    /// Why a bet came to what it came to, step by step, in words; as the books stood at a time, where one is given.
    ///
    /// # Errors
    /// [`BookError::NoGuild`] or [`BookError::NoBet`].
    pub async fn explain(
        &self,
        guild: GuildId,
        bet: BetNo,
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<String>, BookError> {
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        let settings = guilds::load_settings(&mut db, guild).await?;
        let mut loaded = load_bets(&mut db, guild, &[bet.get()])
            .await?
            .pop()
            .ok_or(BookError::NoBet { guild, bet })?;
        let mut games = games_behind(&mut db, [&loaded]).await?;
        if let Some(at) = as_of {
            turn_back(std::slice::from_mut(&mut loaded), &mut games, at);
        }
        let rules = rules_for(&loaded, settings.rules.as_str());
        let judged = judge_legs(&loaded, &games, rules, self.env.now())?;
        let mut words = Vec::new();
        for (leg, judged) in loaded.legs.iter().zip(&judged) {
            words.push(leg_words(leg, judged, games.get(&leg.game_id))?);
        }
        let (ticket, _) = ticket(&loaded, judged.iter().map(|leg| leg.grade))?;
        match explain(&ticket, rules) {
            Ok(steps) => words.extend(steps.into_iter().map(|step| step.words)),
            Err(error) => words.push(error.to_string()),
        }
        Ok(words)
    }

    pub(super) async fn views(
        &self,
        guild: GuildId,
        numbers: &[i64],
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<BetView>, BookError> {
        // One transaction, so that bet, games and names are of one moment.
        let mut db = self.pools.read.begin().await?;
        guilds::require(&mut db, guild).await?;
        self.views_in(&mut db, guild, numbers, as_of).await
    }

    /// Bets as a connection sees them, which may have written some that nobody else sees yet.
    pub(super) async fn views_in(
        &self,
        db: &mut Connection,
        guild: GuildId,
        numbers: &[i64],
        as_of: Option<DateTime<Utc>>,
    ) -> Result<Vec<BetView>, BookError> {
        let settings = guilds::load_settings(db, guild).await?;
        let mut loaded = load_bets(db, guild, numbers).await?;
        let mut games = games_behind(db, &loaded).await?;
        if let Some(at) = as_of {
            turn_back(&mut loaded, &mut games, at);
        }
        let names = guilds::capper_names(db, guild).await?;
        let mut views = Vec::with_capacity(loaded.len());
        for bet in &loaded {
            let hash: Option<Vec<u8>> =
                sqlx::query_scalar("SELECT hash FROM events WHERE guild_id = ? AND seq = ?")
                    .bind(guild.get())
                    .bind(bet.state.seq)
                    .fetch_optional(&mut *db)
                    .await?;
            let hash: String = hash
                .unwrap_or_default()
                .iter()
                .take(4)
                .map(|b| format!("{b:02x}"))
                .collect();
            let rules = rules_for(bet, settings.rules.as_str());
            let name = names
                .get(&bet.bet.user_id)
                .cloned()
                .unwrap_or_else(|| bet.bet.user_id.to_string());
            views.push(view(bet, &games, rules, self.env.now(), name, hash)?);
        }
        Ok(views)
    }
}

/// Bets and games as they stood: what was settled later is open, what started later has no result.
fn turn_back(bets: &mut [LoadedBet], games: &mut HashMap<i64, Game>, at: DateTime<Utc>) {
    for bet in bets {
        if bet.state.settled_at > at.timestamp_millis() {
            bet.state.status = Status::Open.code().to_string();
            bet.state.settled_at = 0;
            bet.state.verified = 0;
            bet.manual.clear();
        }
    }
    for game in games.values_mut().filter(|game| game.start > at) {
        game.score = None;
        game.status = GameStatus::Scheduled;
    }
}

/// The rules that settled a bet, or those the guild has now.
fn rules_for(bet: &LoadedBet, guilds: &str) -> &'static RuleSet {
    RuleSet::named(&bet.state.rules)
        .or_else(|| RuleSet::named(guilds))
        .unwrap_or_else(|| RuleSet::default_rules())
}

fn view(
    loaded: &LoadedBet,
    games: &HashMap<i64, Game>,
    rules: &RuleSet,
    now: DateTime<Utc>,
    name: String,
    hash: String,
) -> Result<BetView, BookError> {
    let place = loaded.place();
    let (kind, Stake { amount, is }, terms) = loaded.slip()?;
    let status: Status = parse(&place, &loaded.state.status)?;
    let settled = status.is_settled();
    let judged = judge_legs(loaded, games, rules, now)?;
    let units =
        |n: i64| Units::from_ten_thousandths(n).ok_or_else(|| BookError::corrupt(&place, "an amount"));
    // What an open bet risks and can return is arithmetic over its open legs.
    let open = if settled {
        None
    } else {
        settle(&ticket(loaded, judged.iter().map(|leg| leg.grade))?.0, rules).ok()
    };
    let shadow = loaded.state.track == "shadow";
    let mut legs = Vec::with_capacity(loaded.legs.len());
    for (leg, judged) in loaded.legs.iter().zip(&judged) {
        let game = games
            .get(&leg.game_id)
            .ok_or_else(|| BookError::corrupt(leg.place(), "its game is not in the books"))?;
        let posted = leg.leg()?;
        let title = posted.describe(game);
        let (player, stat) = posted.prop.map(|prop| (prop.player, prop.stat)).unzip();
        legs.push(LegView {
            league: game.league.code(),
            home: game.home.clone(),
            away: game.away.clone(),
            start: game.start,
            title,
            selection: posted.selection.into(),
            player,
            stat,
            price: posted.price,
            book: posted.book,
            grade: judged.grade,
            score: game.score.as_ref().map(ToString::to_string),
            why: (judged.grade != Grade::Open)
                .then(|| leg_words(leg, judged, Some(game)))
                .transpose()?,
        });
    }
    #[expect(
        clippy::cast_precision_loss,
        reason = "odds and level stakes are statistics; money never comes from here"
    )]
    let [odds, level] = [loaded.bet.odds_e8, loaded.state.level_e8].map(|e8| e8 as f64 / 1e8);
    Ok(BetView {
        bet: BetNo::new(loaded.bet.bet_no).map_err(|e| BookError::corrupt(&place, e))?,
        capper: loaded.bet.user_id.to_string(),
        name,
        kind: kind.code(),
        slip_kind: kind,
        stake_is: is.code(),
        stake: amount,
        terms,
        status,
        origin: loaded.bet.origin.clone(),
        late: loaded.bet.late != 0,
        price_basis: loaded.bet.basis.clone(),
        verified: loaded.state.verified != 0,
        shadow,
        placed_at: moment(&place, loaded.bet.placed_at)?,
        locks_at: moment(&place, loaded.bet.locks_at)?,
        settled_at: if settled {
            Some(moment(&place, loaded.state.settled_at)?)
        } else {
            None
        },
        staked: match &open {
            Some(open) => open.staked,
            None => units(loaded.state.staked)?,
        },
        returned: if settled {
            Some(units(loaded.state.returned)?)
        } else {
            None
        },
        net: if settled {
            Some(units(loaded.state.returned - loaded.state.staked)?)
        } else {
            None
        },
        max_returned: open
            .filter(|o| o.outcome == Outcome::Open)
            .and_then(|o| o.max_returned),
        rules: settled.then(|| loaded.state.rules.clone()),
        odds,
        level: settled.then_some(level),
        hash,
        legs,
    })
}

/// What became of a leg, in words, and why a grader has to decide where one has to.
fn leg_words(leg: &LegRow, judged: &JudgedLeg, game: Option<&Game>) -> Result<String, BookError> {
    let game = game.ok_or_else(|| BookError::corrupt(leg.place(), "its game is not in the books"))?;
    let what = || Ok::<_, BookError>(leg.leg()?.pick(game));
    Ok(match (&judged.review, &judged.figures) {
        (Some(review), _) => format!("{}: {review}, so a grader decides", what()?),
        (None, Some(graded)) => graded.explain(&leg.selection()?, &game.home, &game.away),
        (None, None) => {
            let by = match judged.by {
                GradedBy::Source => format!("the game is {}, {}", game.status, judged.why),
                by => format!("graded by a {by}"),
            };
            let grade = judged.grade.code().replace('_', " ");
            format!("{}: {by}: {grade}", what()?)
        }
    })
}

/// Why a person has to look at a bet, in words; nothing for a bet that needs nobody.
pub(super) fn review_words(
    bet: &LoadedBet,
    games: &HashMap<i64, Game>,
    guilds: &str,
    now: DateTime<Utc>,
) -> Result<Vec<String>, BookError> {
    let rules = rules_for(bet, guilds);
    let judged = judge_legs(bet, games, rules, now)?;
    let mut words = Vec::new();
    for (leg, judged) in bet
        .legs
        .iter()
        .zip(&judged)
        .filter(|(_, judged)| judged.review.is_some())
    {
        words.push(leg_words(leg, judged, games.get(&leg.game_id))?);
    }
    let (ticket, _) = ticket(bet, judged.iter().map(|leg| leg.grade))?;
    if let (true, Err(error)) = (words.is_empty(), settle(&ticket, rules)) {
        words.push(error.to_string());
    }
    Ok(words)
}
