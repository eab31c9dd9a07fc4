//! A made-up history of any length: games of one league with results, and bets on them, as the files that are imported.

use std::io::{Cursor, Read};

/// Games of the history; bets are spread over them.
const GAMES: u64 = 6_000;

/// A small generator (SplitMix64), so that every run reads the same files.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// From a seed.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number below `n`.
    pub const fn below(&mut self, n: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % n
    }
}

fn day(game: u64) -> (u64, u64, u64) {
    // Four games a day, twelve months of 28 days.
    let day = game / 4;
    (2012 + day / 336, day / 28 % 12 + 1, day % 28 + 1)
}

/// The games as a neutral CSV.
pub fn games() -> String {
    let mut dice = Dice::new(1);
    let mut csv = String::from("key,league,start,home_team,away_team,status,home_score,away_score\n");
    for game in 0..GAMES {
        let (year, month, day) = day(game);
        let (home, away) = (dice.below(5), dice.below(5));
        csv += &format!(
            "g{game},EPL,{year}-{month:02}-{day:02}T15:00:00Z,Home {} Town,Away {} City,final,{home},{away}\n",
            game % 4,
            game % 4
        );
    }
    csv
}

/// Straight bets as the CSV that is imported, produced while it is read: memory does not grow with their number.
#[derive(Debug)]
pub struct Bets {
    dice: Dice,
    next: u64,
    count: u64,
    cappers: u64,
    buffer: Cursor<Vec<u8>>,
}

impl Bets {
    /// So many bets of so many cappers, in the order of their games.
    pub fn new(count: u64, cappers: u64) -> Self {
        let header = "ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price\n";
        Self {
            dice: Dice::new(2),
            next: 0,
            count,
            cappers,
            buffer: Cursor::new(header.into()),
        }
    }

    fn refill(&mut self) {
        let mut text = String::with_capacity(64 * 1024);
        while text.len() < 60 * 1024 && self.next < self.count {
            let game = self.next * GAMES / self.count;
            let (year, month, day) = day(game);
            let capper = 1_000_000_000_000_000 + self.dice.below(self.cappers);
            let stake_is = ["risk", "to_win"][self.dice.below(2) as usize];
            let price = ["-110", "2.10", "+135", "10/11", "1.87"][self.dice.below(5) as usize];
            let pick = [
                "total,regulation,over,2.5",
                "total,regulation,under,2.75",
                "spread,regulation,home,-0.5",
                "moneyline_3way,regulation,away,",
            ][self.dice.below(4) as usize];
            text += &format!(
                "{},{capper},{year}-{month:02}-{day:02}T09:00:00Z,straight,{stake_is},{}.5,EPL,{year}-{month:02}-{day:02},Home {} Town,Away {} City,{pick},{price}\n",
                self.next,
                self.dice.below(4),
                game % 4,
                game % 4
            );
            self.next += 1;
        }
        self.buffer = Cursor::new(text.into_bytes());
    }
}

impl Read for Bets {
    fn read(&mut self, out: &mut [u8]) -> std::io::Result<usize> {
        let n = self.buffer.read(out)?;
        if n > 0 || self.next == self.count {
            return Ok(n);
        }
        self.refill();
        self.buffer.read(out)
    }
}
