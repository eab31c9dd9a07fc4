//! Options that several commands share: bets by number, grades, games.

use super::{Opt, OptKind};
use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Choice},
    request::{Options, Request, What},
    text,
};
use dbsbm_core::{
    bet::{
        Status,
        resolve::{Open, ResolveError, game_named, games_named},
        view::BetView,
    },
    guild::{Action, permit},
    id::{BetNo, GameId},
    market::Game,
    names::fold,
    settle::Grade,
};
use dbsbm_store::BetFilter;

/// Newest bets of a kind that typing looks through.
const LOOKED_THROUGH: u32 = 500;
/// Choices that Discord shows.
const SHOWN: usize = crate::limits::MANY;

/// The option for a bet.
pub(super) fn bet_option() -> Opt {
    Opt::needed("bet", "The number of the bet, such as 1042", OptKind::Text(100)).typing()
}

/// The option for a grade.
pub(super) fn result_option() -> Opt {
    let grades = [
        Grade::Win,
        Grade::HalfWin,
        Grade::Push,
        Grade::HalfLoss,
        Grade::Loss,
        Grade::Void,
    ];
    let choices = grades.iter().map(|grade| (grade.code(), grade.title()));
    Opt::needed("result", "What became of it", OptKind::OneOf(choices.collect()))
}

/// The option for one leg.
pub(super) fn leg_option() -> Opt {
    Opt::new(
        "leg",
        "Only this leg, counted from 1; without it all that are meant",
        OptKind::Whole(1, 25),
    )
}

/// The bet that was named: `1042`, `#1042`.
pub(super) fn bet(options: &Options) -> Result<BetNo, Fault> {
    let typed = options.text("bet").unwrap_or_default();
    let digits = typed
        .split(' ')
        .next()
        .unwrap_or_default()
        .trim_start_matches('#');
    digits.parse().map_err(|_| {
        Fault::refused(format!(
            "{} is no number of a bet: type one such as 1042, or choose one that is offered while you type.",
            text::quoted(typed)
        ))
    })
}

/// The grade that was chosen.
pub(super) fn grade(options: &Options) -> Result<Grade, Fault> {
    let chosen = options.text("result").unwrap_or_default();
    chosen
        .parse()
        .map_err(|_| Fault::refused("Choose one of the results that Discord offers."))
}

/// The leg, counted from 1.
pub(super) fn leg(options: &Options) -> Option<usize> {
    options.whole("leg").and_then(|leg| usize::try_from(leg).ok())
}

/// The open game that was chosen while typing, or that of the teams that were typed, as a pick would name them.
pub(super) async fn game(app: &App, request: &Request, typed: &str) -> Result<Game, Fault> {
    let mut games = app.book.open_games().await?;
    if let Some(place) = games.iter().position(|game| game.id.to_string() == typed.trim()) {
        return Ok(games.swap_remove(place));
    }
    match app
        .book
        .game_named(request.guild, typed)
        .await
        .map_err(Fault::from)
    {
        Err(Fault::Refused(why)) => Err(Fault::Refused(format!(
            "{why} You can also type a team and take one of the games offered."
        ))),
        other => other,
    }
}

/// Open games of the teams that are typed.
pub(super) async fn offer_games(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Typing { text: typed, .. } = &request.what else {
        return Ok(Answer::Choices(Vec::new()));
    };
    let games = app.book.open_games().await?;
    let fitting = offered(&games, typed).into_iter().take(SHOWN);
    let choice = |game: &Game| {
        let label = format!(
            "{} at {} · {} · {}",
            game.away,
            game.home,
            game.league.code(),
            game.start.format("%-d %b %H:%M UTC")
        );
        Choice::new(text::label(&label), game.id)
    };
    Ok(Answer::Choices(fitting.map(choice).collect()))
}

/// The games of the teams that a pick could name so, then those of whose teams the words are a part: a name is seldom typed
/// out. Where there are none, those of the names most alike.
fn offered<'a>(games: &'a [Game], typed: &str) -> Vec<&'a Game> {
    let open = Open::new(games);
    let mut offered = games_named(typed, &open);
    let named: Vec<GameId> = offered.iter().map(|game| game.id).collect();
    offered.extend(
        games
            .iter()
            .filter(|game| fits(game, typed) && !named.contains(&game.id)),
    );
    if offered.is_empty()
        && let Err(ResolveError::UnknownName { nearest, .. }) = game_named(typed, &open)
    {
        let rank = |game: &Game| {
            nearest
                .iter()
                .position(|name| *name == game.home || *name == game.away)
        };
        offered.extend(games.iter().filter(|game| rank(game).is_some()));
        offered.sort_by_key(|game| rank(game));
    }
    offered
}

/// Whether each word is in the name of one of the teams.
fn fits(game: &Game, typed: &str) -> bool {
    let teams = [fold(&game.away), fold(&game.home)];
    let mut words = typed.split_whitespace().map(fold);
    words.all(|word| teams.iter().any(|team| team.contains(&word)))
}

/// Bets that can be meant: those that wait for a grader first, then open ones, then settled ones, the newest first. What can
/// only be done to a settled bet offers no others. Nobody is offered a bet that they may not grade: a pick for members alone
/// would be told to whoever types.
pub(super) async fn offer_bets(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Typing {
        name, text: typed, ..
    } = &request.what
    else {
        return Ok(Answer::Choices(Vec::new()));
    };
    let typed = typed.trim().trim_start_matches('#').to_lowercase();
    let settled_alone = name == "wager regrade";
    let (settings, actor) = app.acting(request).await?;
    let may_grade = |bet: &BetView| {
        let capper = bet.capper.parse();
        capper.is_ok_and(|capper| permit(&actor, Action::Grade { capper }, &settings).is_ok())
    };
    let mut choices = Vec::new();
    let mut waiting: Vec<BetNo> = Vec::new();
    if !settled_alone {
        let queue = app.book.queue(request.guild).await?;
        waiting = queue.reviews.iter().map(|r| r.bet).collect();
    }
    for number in waiting.iter().take(SHOWN) {
        let bet = app.book.bet(request.guild, *number).await?;
        choices.extend(choice(&bet, true, &typed).filter(|_| may_grade(&bet)));
    }
    for open in [true, false] {
        if choices.len() >= SHOWN || (open && settled_alone) {
            continue;
        }
        let filter = BetFilter {
            open: Some(open),
            newest_first: true,
            limit: Some(LOOKED_THROUGH),
            ..BetFilter::default()
        };
        let bets = app.book.bets(request.guild, &filter).await?;
        choices.extend(
            bets.iter()
                .filter(|bet| {
                    !waiting.contains(&bet.bet) && bet.status != Status::Withdrawn && may_grade(bet)
                })
                .filter_map(|bet| choice(bet, false, &typed)),
        );
    }
    choices.truncate(SHOWN);
    Ok(Answer::Choices(choices))
}

/// The bet as a choice, if it has what was typed.
fn choice(bet: &BetView, waits: bool, typed: &str) -> Option<Choice> {
    let legs: Vec<&str> = bet.legs.iter().map(|leg| leg.title.as_str()).collect();
    let mark = if waits { "⚠ " } else { "" };
    let shown = format!(
        "{mark}#{} {} · {}",
        bet.bet,
        text::label(&bet.name),
        text::label(&legs.join(" + "))
    );
    shown
        .to_lowercase()
        .contains(typed)
        .then(|| Choice::new(shown, bet.bet))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;

    #[test]
    fn games_are_offered_by_every_name_of_a_team() {
        let games = [
            sample::game(1, "Packers", "Bears"),
            sample::game(2, "Giants", "Jets"),
            sample::game(3, "Chiefs", "Chargers"),
        ];
        for (typed, expect) in [
            ("", &[1, 2, 3][..]),
            ("pack", &[1]),
            ("bea pack", &[1]),
            ("LAC", &[3]),
            ("green bay", &[1]),
            ("NYJ at NYG", &[2]),
        ] {
            let ids: Vec<i64> = offered(&games, typed).iter().map(|game| game.id.get()).collect();
            assert_eq!(ids, expect, "{typed}");
        }
        assert_eq!(offered(&games, "Chragers")[0].id, games[2].id);
    }
}
