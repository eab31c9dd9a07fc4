//! The leaderboard that has to come out, and how it compares with the one that did.

use super::{Fraction, Games, bets, float, pay::pay, printed, whole};
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// What the books have to say.
pub(crate) struct Expected {
    /// Bets that go in.
    pub(crate) bets: usize,
    /// Bets that were placed too late.
    pub(crate) late: usize,
    /// Bets that have an outcome.
    pub(crate) settled: usize,
    /// The record of each capper.
    cappers: BTreeMap<String, Record>,
}

/// One capper's record; amounts in ten-thousandths.
#[derive(Default)]
struct Record {
    counts: BTreeMap<&'static str, i64>,
    risked: i64,
    returned: i64,
    net: i64,
    peak: i64,
    drawdown: i64,
    streak: i64,
    best_win: i64,
    best_loss: i64,
    odds: Fraction,
    level: Fraction,
}

/// The board of these bets on these games.
pub(crate) fn board(file: &str, games: &Games) -> Expected {
    let (bets, late) = bets::read(file, games);
    let mut cappers: BTreeMap<String, Record> = BTreeMap::new();
    let mut settled = 0;
    // In the order of settlement, and there of the bets' numbers: the sort keeps the order of the file.
    let mut order: Vec<&bets::Bet> = bets.iter().collect();
    order.sort_by_key(|bet| bet.last_start);
    for bet in order {
        let record = cappers.entry(bet.capper.clone()).or_default();
        match pay(bet) {
            None => *record.counts.entry("open").or_default() += 1,
            Some(paid) => {
                settled += 1;
                record.add(&paid);
            }
        }
    }
    Expected {
        bets: bets.len(),
        late,
        settled,
        cappers,
    }
}

impl Record {
    fn add(&mut self, paid: &super::pay::Paid) {
        *self.counts.entry(paid.outcome).or_default() += 1;
        let net = paid.returned - paid.staked;
        self.net += net;
        self.peak = self.peak.max(self.net);
        self.drawdown = self.drawdown.max(self.peak - self.net);
        if net != 0 {
            self.streak = if self.streak.signum() == net.signum() {
                self.streak + net.signum()
            } else {
                net.signum()
            };
            self.best_win = self.best_win.max(self.streak);
            self.best_loss = self.best_loss.max(-self.streak);
        }
        if paid.outcome != "push" {
            self.risked += paid.staked;
            self.returned += paid.returned;
            self.odds += &paid.odds;
            self.level += &paid.level;
        }
    }

    fn count(&self, name: &str) -> i64 {
        self.counts.get(name).copied().unwrap_or_default()
    }

    fn decided(&self) -> i64 {
        ["won", "half_won", "lost", "half_lost"]
            .iter()
            .map(|name| self.count(name))
            .sum()
    }

    /// The fields that have to be equal to the last digit.
    fn exact(&self) -> Value {
        json!({
            "bets": self.counts.values().sum::<i64>(),
            "decided": self.decided(),
            "won": self.count("won"),
            "half_won": self.count("half_won"),
            "lost": self.count("lost"),
            "half_lost": self.count("half_lost"),
            "push": self.count("push"),
            "void": 0,
            "open": self.count("open"),
            "verified": 0,
            "risked": printed(self.risked),
            "returned": printed(self.returned),
            "net": printed(self.net),
            "max_drawdown": printed(self.drawdown),
            "longest_win_streak": self.best_win,
            "longest_losing_streak": self.best_loss,
        })
    }

    /// The fields that are rates: the value, and how far a float may be from it.
    fn rates(&self) -> [(&'static str, Fraction, f64); 5] {
        let decided = whole(self.decided());
        let wins = whole(2 * self.count("won") + self.count("half_won"));
        let losses = whole(2 * self.count("lost") + self.count("half_lost"));
        [
            ("win_rate", &wins / (&wins + &losses), 1e-11),
            ("roi", whole(self.net) / whole(self.risked), 1e-11),
            ("average_odds", &self.odds / &decided, 2e-8),
            ("level_roi", &self.level / &decided, 1e-7),
            ("level_net", self.level.clone(), 1.01e-4),
        ]
    }
}

/// Compares every row of a leaderboard (`--window all --min 1`) with what it has to be.
pub(crate) fn compare(board: &Value, expected: &Expected) {
    let rows = board.as_array().unwrap();
    assert_eq!(rows.len(), expected.cappers.len());
    let mut last = i64::MAX;
    for (place, row) in (1..).zip(rows) {
        let capper = row["capper"].as_str().unwrap();
        let record = &expected.cappers[capper];
        for (name, value) in record.exact().as_object().unwrap() {
            assert_eq!(&row[name], value, "{name} of {capper}");
        }
        for (name, value, near) in record.rates() {
            let got = match &row[name] {
                Value::String(text) => text.parse().unwrap(),
                other => other
                    .as_f64()
                    .unwrap_or_else(|| panic!("{name} of {capper}: {other}")),
            };
            let wanted = float(&value);
            assert!(
                (got - wanted).abs() <= near,
                "{name} of {capper}: {got}, expected {wanted}"
            );
        }
        assert!(record.net <= last, "{capper} stands too low");
        assert_eq!(row["rank"], place, "rank of {capper}");
        last = record.net;
    }
}
