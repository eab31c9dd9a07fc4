//! Bets for the tests of what is shown.

use dbsbm_core::{
    bet::{
        Kind, Status, Terms,
        view::{BetView, LegView},
    },
    id::BetNo,
    market::{Market, Period, Selection, Side},
    money::Units,
    settle::Grade,
};

/// An open bet with legs of these titles, between teams with the longest names there are.
pub(crate) fn bet(number: i64, titles: &[&str]) -> BetView {
    let selection = Selection::new(Market::Moneyline, Period::Full, Side::Home, None).unwrap();
    let start = "2098-10-07T17:00:00Z".parse().unwrap();
    let leg = |title: &&str| LegView {
        league: "NFL",
        home: "H".repeat(100),
        away: "A".repeat(100),
        start,
        title: (*title).into(),
        selection: selection.into(),
        player: None,
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
