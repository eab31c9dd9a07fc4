//! A season to have a record of: games of the last weeks with prices and scores, picks on them, and games to come.

use chrono::{DateTime, Days, SecondsFormat, TimeDelta, Utc};

/// Who played whom, every week anew in another order.
const TEAMS: [&str; 16] = [
    "Packers",
    "Bears",
    "Lions",
    "Vikings",
    "Cowboys",
    "Eagles",
    "Giants",
    "Commanders",
    "Saints",
    "Falcons",
    "Rams",
    "Seahawks",
    "Chiefs",
    "Broncos",
    "Steelers",
    "Ravens",
];
const WEEKS: u64 = 10;
const GAMES: usize = TEAMS.len() / 2;

const GAMES_HEAD: &str = "key,league,start,home_team,away_team,status,home_score,away_score,spread_home,spread_home_price,spread_away_price,as_of,book\n";
const BETS_HEAD: &str =
    "ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price\n";

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % sides
    }
}

/// The files of the season as `import games` and `import bets` take them, seen from a day.
pub(crate) struct Season {
    /// Games of the past with scores, and of next Sunday without.
    pub(crate) games: String,
    /// Picks of each capper on the games of the past.
    pub(crate) bets: String,
}

/// Three in the afternoon in New York on the Sunday so many weeks before the next.
fn sunday(now: DateTime<Utc>, weeks_before: u64) -> DateTime<Utc> {
    use chrono::Datelike as _;
    let ahead = 7 - u64::from(now.weekday().num_days_from_sunday());
    let day = now.date_naive() + Days::new(ahead) - Days::new(7 * weeks_before);
    day.and_hms_opt(19, 0, 0).unwrap().and_utc()
}

fn text(at: DateTime<Utc>) -> String {
    at.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// The Packers play the Bears at home next Sunday; this is how it ends.
pub(crate) fn packers_won(now: DateTime<Utc>) -> String {
    let head = "key,league,start,home_team,away_team,status,home_score,away_score\n";
    format!(
        "{head}next-0,NFL,{},Packers,Bears,final,27,20\n",
        text(sunday(now, 0))
    )
}

impl Season {
    pub(crate) fn seen_from(now: DateTime<Utc>, cappers: &[String]) -> Self {
        let mut season = Self {
            games: GAMES_HEAD.into(),
            bets: BETS_HEAD.into(),
        };
        let mut dice = Dice(817);
        for week in 1..=WEEKS {
            let turn = usize::try_from(week).unwrap();
            for game in 0..GAMES {
                // From Thursday to Monday.
                let start = sunday(now, WEEKS + 1 - week) + TimeDelta::days(game as i64 % 5 - 3);
                let home = TEAMS[(2 * game + turn) % TEAMS.len()];
                let away = TEAMS[(2 * game + turn + 1) % TEAMS.len()];
                season.play(&format!("{week}-{game}"), start, [home, away], cappers, &mut dice);
            }
        }
        let start = sunday(now, 0);
        for (i, pair) in TEAMS.chunks(2).enumerate() {
            let row = format!("next-{i},NFL,{},{},{},scheduled,,", text(start), pair[0], pair[1]);
            season.priced(&row, -4.5, now);
        }
        season
    }

    /// A game with its prices and score, and what was picked on it.
    fn play(
        &mut self,
        key: &str,
        start: DateTime<Utc>,
        teams: [&str; 2],
        cappers: &[String],
        dice: &mut Dice,
    ) {
        let [home, away] = teams;
        let (scored, conceded) = (20 + dice.roll(18), 3 + dice.roll(20));
        let spread = [-3.5, -2.5, -6.5, -4.5][dice.roll(4) as usize];
        let before = start - TimeDelta::hours(20);
        let row = format!(
            "{key},NFL,{},{home},{away},final,{scored},{conceded}",
            text(start)
        );
        self.priced(&row, spread, before);
        let covers = scored as f64 + spread > conceded as f64;
        for (i, capper) in cappers.iter().enumerate() {
            // The first sees the most.
            let right = dice.roll(100) < [59, 55, 51, 46][i % 4];
            let (side, line) = if covers == right {
                ("home", spread)
            } else {
                ("away", -spread)
            };
            let stake = ["1", "1", "1.5", "2"][dice.roll(4) as usize];
            if dice.roll(3) > 0 {
                self.bets += &format!(
                    "{key}-{capper},{capper},{},straight,risk,{stake},NFL,{},{home},{away},spread,,{side},{line},-110\n",
                    text(before),
                    start.date_naive()
                );
            }
        }
    }

    /// A row of a game for each of the bookmakers.
    fn priced(&mut self, row: &str, spread: f64, at: DateTime<Utc>) {
        for book in ["northbook", "southbook", "eastbook"] {
            self.games += &format!("{row},{spread},-110,-110,{},{book}\n", text(at));
        }
    }
}
