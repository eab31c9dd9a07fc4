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
    bet::{Status, view::BetView},
    guild::{Action, permit},
    id::BetNo,
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

/// The open game that was chosen while typing, or the only one of the teams that were typed.
pub(super) async fn only_game(app: &App, typed: &str) -> Result<Game, Fault> {
    let mut fitting = games_like(app, typed).await?;
    match fitting.len() {
        0 => Err(no_game()),
        1 => Ok(fitting.remove(0)),
        several => Err(Fault::refused(format!(
            "{several} open games fit {}: take one of those that are offered while you type.",
            text::quoted(typed)
        ))),
    }
}

/// The open game that was chosen while typing, or the next one of the teams that were typed.
pub(super) async fn next_game(app: &App, typed: &str) -> Result<Game, Fault> {
    let fitting = games_like(app, typed).await?;
    fitting.into_iter().next().ok_or_else(no_game)
}

fn no_game() -> Fault {
    Fault::refused("No open game in the books fits that. Type a team and take one of the games offered.")
}

/// The game of this id, or the open games of the teams that were typed, the next ones first.
async fn games_like(app: &App, typed: &str) -> Result<Vec<Game>, Fault> {
    let mut games = app.book.open_games().await?;
    if let Some(place) = games.iter().position(|game| game.id.to_string() == typed.trim()) {
        return Ok(vec![games.swap_remove(place)]);
    }
    games.retain(|game| fits(game, typed));
    Ok(games)
}

/// Open games of the teams that are typed.
pub(super) async fn offer_games(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Typing { text: typed, .. } = &request.what else {
        return Ok(Answer::Choices(Vec::new()));
    };
    let games = app.book.open_games().await?;
    let fitting = games.iter().filter(|game| fits(game, typed)).take(SHOWN);
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
