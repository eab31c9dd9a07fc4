//! Settling: every open bet whose legs have results, and every settled one whose results changed.

use super::{
    Book, Progress,
    games::load_games,
    guilds,
    holds::Hold,
    judge::{games_of, judge},
};
use crate::{
    BookError,
    db::Connection,
    page::{Done, LoadedBet, Page, Subjects, load_bets},
};
use dbsbm_core::{id::GuildId, market::Game, settle::RuleSet};
use futures_util::future::join;
use std::collections::HashMap;

/// Bets in one transaction.
const PER_PAGE: i64 = 500;

/// What a run of settlement did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Serialize)]
pub struct SettleSummary {
    /// Bets settled for the first time.
    pub settled: u64,
    /// Settlements replaced, because a result or a grade changed.
    pub regraded: u64,
    /// Bets that stay open.
    pub open: u64,
    /// Bets among them that a person has to look at.
    pub needs_review: u64,
}

impl Book {
    /// Settles one guild, or every guild. A run that is cut off at any moment is completed by the next one.
    ///
    /// # Errors
    /// [`BookError::NoGuild`], [`BookError::Held`], or a failure of the database; bets of committed batches stay settled.
    pub async fn settle(
        &self,
        guild: Option<GuildId>,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<SettleSummary, BookError> {
        let guilds = match guild {
            Some(guild) => vec![guild],
            None => self.guilds().await?,
        };
        let settling = async {
            let mut summary = SettleSummary::default();
            for guild in guilds {
                self.settle_guild(guild, &mut summary, progress).await?;
            }
            Ok(summary)
        };
        self.pools.with_room(settling).await
    }

    async fn settle_guild(
        &self,
        guild: GuildId,
        summary: &mut SettleSummary,
        progress: &mut (dyn FnMut(Progress) + Send),
    ) -> Result<(), BookError> {
        let mut run = self.begin_run(guild).await?;
        // Corrections first: what this run settles itself is settled by the newest results.
        let mut ahead = Ahead::behind((0, 0));
        while let Some(next) = self
            .settle_page(&mut run, Pick::Corrected, ahead, summary)
            .await?
        {
            ahead = next;
        }
        let mut ahead = Ahead::behind((i64::MIN, 0));
        while let Some(next) = self.settle_page(&mut run, Pick::Open, ahead, summary).await? {
            ahead = next;
            progress(Progress {
                done: run.looked_at,
                total: Some(run.open),
            });
        }
        let mut page = self.page(guild).await?;
        page.guild.results_seen = run.newest_result;
        let open: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM bet_states WHERE guild_id = ? AND status = 'open'")
                .bind(guild.get())
                .fetch_one(page.db())
                .await?;
        summary.open += u64::try_from(open).unwrap_or_default();
        page.commit().await?;
        Ok(())
    }

    async fn begin_run(&self, guild: GuildId) -> Result<Run, BookError> {
        let mut db = self.pools.read.acquire().await?;
        guilds::require(&mut db, guild).await?;
        let newest_result = sqlx::query_scalar("SELECT COALESCE(MAX(result_id), 0) FROM results")
            .fetch_one(&mut *db)
            .await?;
        let open: i64 =
            sqlx::query_scalar("SELECT COUNT(*) FROM bet_states WHERE guild_id = ? AND status = 'open'")
                .bind(guild.get())
                .fetch_one(&mut *db)
                .await?;
        Ok(Run {
            guild,
            newest_result,
            open: u64::try_from(open).unwrap_or_default(),
            looked_at: 0,
            games: HashMap::new(),
            subjects: Subjects::new(),
            heads: None,
        })
    }

    /// Settles a batch of bets and looks ahead to the next one while the batch is written; `None` when there are no more.
    async fn settle_page(
        &self,
        run: &mut Run,
        pick: Pick,
        ahead: Ahead,
        summary: &mut SettleSummary,
    ) -> Result<Option<Ahead>, BookError> {
        let subjects = std::mem::take(&mut run.subjects);
        let mut page = Page::open(&self.pools, &self.env, run.guild, subjects).await?;
        page.refuse_held(Hold::Settlement).await?;
        let batch = match run.still_holds(&ahead, page.head_seq()) {
            true => ahead,
            false => {
                let seen = page.guild.results_seen;
                Ahead::load(page.db(), run.guild, pick, seen, ahead.after).await?
            }
        };
        let Some(last) = batch.last else { return Ok(None) };
        run.learn_games(&mut page, &batch.bets).await?;
        let (rules, before) = (rules_of(&page)?, page.head_seq());
        let (mut changed, mut reviews) = (Vec::new(), Vec::with_capacity(batch.bets.len()));
        for bet in &batch.bets {
            // A settled bet can be open again: the leg that had decided it was corrected, and another is still to come.
            let (settling, review) = judge(bet, &run.games, rules, page.now)?.parts();
            summary.needs_review += u64::from(review && pick == Pick::Open);
            reviews.push((bet, review));
            match settling.map(|s| page.settle(bet, &s)).transpose()? {
                Some(Done::Settled) => summary.settled += 1,
                Some(Done::Regraded) => summary.regraded += 1,
                Some(Done::Unchanged) | None => continue,
            }
            changed.push(bet);
        }
        page.settle_tails(&changed, &run.games, rules).await?;
        page.mark_reviews(&reviews).await?;
        run.heads = Some((before, page.head_seq()));
        run.looked_at += batch.bets.len() as u64;
        let (written, ahead) = join(page.commit(), self.look_ahead(run.guild, pick, last)).await;
        run.subjects = written?;
        ahead.map(Some)
    }

    /// The batch behind a place, read without the lock: good only if nobody else writes meanwhile.
    async fn look_ahead(&self, guild: GuildId, pick: Pick, after: (i64, i64)) -> Result<Ahead, BookError> {
        let mut db = self.pools.read.begin().await?;
        let (head, seen): (i64, i64) =
            sqlx::query_as("SELECT head_seq, results_seen FROM guilds WHERE guild_id = ?")
                .bind(guild.get())
                .fetch_one(&mut *db)
                .await?;
        Ok(Ahead {
            head: Some(head),
            ..Ahead::load(&mut db, guild, pick, seen, after).await?
        })
    }
}

/// Bets to be looked at next.
struct Ahead {
    /// The place that they stand behind.
    after: (i64, i64),
    /// Their last place; none when there are no more.
    last: Option<(i64, i64)>,
    bets: Vec<LoadedBet>,
    /// The head of the chain that they were read at; none for a place alone.
    head: Option<i64>,
}

impl Ahead {
    /// Nothing read yet.
    const fn behind(after: (i64, i64)) -> Self {
        Self {
            after,
            last: None,
            bets: Vec::new(),
            head: None,
        }
    }

    async fn load(
        db: &mut Connection,
        guild: GuildId,
        pick: Pick,
        seen: i64,
        after: (i64, i64),
    ) -> Result<Self, BookError> {
        let found = pick.next(db, guild, seen, after).await?;
        let numbers: Vec<i64> = found.iter().map(|(_, number)| *number).collect();
        let bets = load_bets(db, guild, &numbers).await?;
        Ok(Self {
            after,
            last: found.last().copied(),
            bets,
            head: None,
        })
    }
}

/// What one run knows.
struct Run {
    guild: GuildId,
    newest_result: i64,
    open: u64,
    looked_at: u64,
    games: HashMap<i64, Game>,
    subjects: Subjects,
    /// Head of the chain before and after the last page that this run wrote.
    heads: Option<(i64, i64)>,
}

/// Games kept in memory before they are dropped and read again.
const KEPT: usize = 50_000;

impl Run {
    /// Whether bets that were read without the lock are as they were: between their reading and now nobody but this run
    /// has written, since every change moves the head of the chain.
    fn still_holds(&self, ahead: &Ahead, head_now: i64) -> bool {
        let (Some((before, after)), Some(read_at)) = (self.heads, ahead.head) else {
            return false;
        };
        head_now == after && (read_at == before || read_at == after)
    }

    async fn learn_games(&mut self, page: &mut Page, bets: &[LoadedBet]) -> Result<(), BookError> {
        if self.games.len() > KEPT {
            self.games.clear();
        }
        let mut wanted: Vec<i64> = bets
            .iter()
            .flat_map(|bet| &bet.legs)
            .map(|leg| leg.game_id)
            .collect();
        wanted.retain(|id| !self.games.contains_key(id));
        wanted.sort_unstable();
        wanted.dedup();
        self.games
            .extend(games_of(&load_games(page.db(), wanted).await?)?);
        Ok(())
    }
}

/// Which bets a page looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Pick {
    /// Open ones, in the order of the record.
    Open,
    /// Settled ones on a game whose result is not its first one and is news to the guild.
    Corrected,
}

impl Pick {
    /// The next bets behind a place: its time (0 for corrected ones) and number.
    async fn next(
        self,
        db: &mut Connection,
        guild: GuildId,
        seen: i64,
        (at, number): (i64, i64),
    ) -> Result<Vec<(i64, i64)>, BookError> {
        Ok(match self {
            Self::Open => {
                sqlx::query_as(
                    "SELECT due_at, bet_no FROM bet_states WHERE guild_id = ? AND status = 'open' \
                     AND (due_at > ? OR (due_at = ? AND bet_no > ?)) ORDER BY due_at, bet_no LIMIT ?",
                )
                .bind(guild.get())
                .bind(at)
                .bind(at)
                .bind(number)
                .bind(PER_PAGE)
                .fetch_all(db)
                .await?
            }
            Self::Corrected => {
                sqlx::query_as(
                    "SELECT DISTINCT 0, l.bet_no FROM results r \
                     JOIN legs l ON l.guild_id = ? AND l.game_id = r.game_id \
                     JOIN bet_states s ON s.guild_id = l.guild_id AND s.bet_no = l.bet_no AND s.settled_at > 0 \
                     WHERE r.result_id > ? AND l.bet_no > ? \
                     AND EXISTS (SELECT 1 FROM results p WHERE p.game_id = r.game_id AND p.result_id < r.result_id) \
                     ORDER BY l.bet_no LIMIT ?",
                )
                .bind(guild.get())
                .bind(seen)
                .bind(number)
                .bind(PER_PAGE)
                .fetch_all(db)
                .await?
            }
        })
    }
}

/// The rule set that the guild picked.
pub(crate) fn rules_of(page: &Page) -> Result<&'static RuleSet, BookError> {
    let name = page.guild.settings.rules.as_str();
    RuleSet::named(name)
        .ok_or_else(|| BookError::corrupt("guild_settings rules", format!("no rule set `{name}`")))
}
