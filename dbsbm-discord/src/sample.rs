//! Bets, games and figures for the tests of what is shown.

use dbsbm_core::{
    bet::{
        Kind, Status, Terms,
        view::{BetView, LegView},
    },
    id::{BetNo, GameId},
    market::{Game, GameStatus, Market, Period, Quote, QuoteMoment, Selection, Side},
    money::Units,
    record::{Figures, Tally},
    settle::Grade,
};

/// A name of a hundred characters that holds all that people can do to a message with one.
pub(crate) const NASTY: &str =
    "**@everyone** <@&1> <#2> `c` ||s|| [x](http://a.b) # ~~_>\\ 👨‍👩‍👧‍👦😀 مكابي تل أبيب שלום @here 🏴󠁧󠁢󠁥󠁮󠁧󠁿";

/// An open bet with legs of these titles, on a game of Packers and Bears.
pub(crate) fn bet(number: i64, titles: &[&str]) -> BetView {
    let selection = Selection::new(Market::Moneyline, Period::Full, Side::Home, None).unwrap();
    let start = "2098-10-07T17:00:00Z".parse().unwrap();
    let leg = |title: &&str| LegView {
        league: "NFL",
        home: "Packers".into(),
        away: "Bears".into(),
        start,
        title: (*title).into(),
        selection: selection.into(),
        player: title
            .split_once(" over 25.5 points")
            .map(|(player, _)| player.into()),
        stat: None,
        price: "-110".parse().unwrap(),
        book: None,
        grade: Grade::Open,
        score: None,
        why: None,
    };
    BetView {
        bet: BetNo::new(number).unwrap(),
        capper: "42".into(),
        name: "Ann".into(),
        kind: "parlay",
        slip_kind: Kind::Parlay,
        stake_is: "risk",
        stake: Units::ONE,
        terms: Terms::default(),
        status: Status::Open,
        origin: "posted".into(),
        late: false,
        price_basis: "available".into(),
        verified: true,
        shadow: false,
        placed_at: "2098-10-01T12:00:00Z".parse().unwrap(),
        locks_at: start,
        settled_at: None,
        staked: Units::ONE,
        returned: None,
        net: None,
        max_returned: Some(Units::ONE),
        rules: None,
        odds: 1.91,
        level: None,
        hash: "ab12cd34".into(),
        legs: titles.iter().map(leg).collect(),
    }
}

/// `Packers -4.5 -110`, two units, open.
pub(crate) fn pick(number: i64) -> BetView {
    let line = Some("-4.5".parse().unwrap());
    let spread = Selection::new(Market::Spread, Period::Full, Side::Home, line).unwrap();
    let mut bet = bet(number, &["Packers -4.5"]);
    (bet.kind, bet.slip_kind) = ("straight", Kind::Straight);
    (bet.stake, bet.staked) = (units("2"), units("2"));
    bet.max_returned = Some(units("3.82"));
    bet.legs[0].selection = spread.into();
    bet
}

/// The same once it is graded.
pub(crate) fn graded(number: i64, status: Status, grade: Grade, net: &str) -> BetView {
    let mut bet = pick(number);
    bet.status = status;
    bet.net = Some(units(net));
    (bet.max_returned, bet.settled_at) = (None, Some(bet.locks_at));
    bet.legs[0].grade = grade;
    bet.legs[0].score = Some("30-13".into());
    bet
}

/// The largest bet that there is, with the nastiest names.
pub(crate) fn nasty(number: i64) -> BetView {
    let mut bet = bet(number, &[NASTY; 25]);
    bet.name = NASTY.into();
    for leg in &mut bet.legs {
        (leg.home, leg.away, leg.book) = (NASTY.into(), NASTY.into(), Some(NASTY.into()));
    }
    bet
}

/// A game of these teams.
pub(crate) fn game(id: i64, home: &str, away: &str) -> Game {
    Game {
        id: GameId::new(id).unwrap(),
        league: "NFL".parse().unwrap(),
        home: home.into(),
        away: away.into(),
        start: "2098-10-07T17:00:00Z".parse().unwrap(),
        status: GameStatus::Scheduled,
        score: None,
    }
}

/// What a bookmaker asks for the home team.
pub(crate) fn quote(book: &str, line: &str, price: &str, as_of: &str) -> Quote {
    let line = Some(line.parse().unwrap());
    Quote {
        game: GameId::new(1).unwrap(),
        selection: Selection::new(Market::Spread, Period::Full, Side::Home, line).unwrap(),
        price: price.parse().unwrap(),
        book: book.into(),
        source: "file".into(),
        as_of: as_of.parse().unwrap(),
        moment: QuoteMoment::Seen,
    }
}

/// The record of twenty-one bets.
pub(crate) fn figures() -> Figures {
    Figures {
        bets: 24,
        decided: 21,
        won: 12,
        lost: 9,
        push: 1,
        open: 2,
        risked: units("30"),
        net: units("2.35"),
        roi: Some(0.0783),
        win_rate: Some(12.0 / 21.0),
        average_odds: Some(1.93),
        max_drawdown: units("4"),
        longest_win_streak: 4,
        longest_losing_streak: 3,
        level_net: units("1.5"),
        level_roi: Some(0.0714),
        verified: 20,
        ..Figures::new(2, &Tally::default())
    }
}

fn units(text: &str) -> Units {
    text.parse().unwrap()
}
