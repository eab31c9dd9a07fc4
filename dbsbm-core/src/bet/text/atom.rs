//! Tokens to atoms: what each word, number or mark of a line means to a bettor, before the numbers are settled.

use super::{
    clean::BULLET,
    token::{Kind, Token, tokens},
    vocabulary::{LONGEST, meaning},
};
use crate::{
    bet::StakeIs,
    market::{Line, Period, Side, Sport},
    money::Units,
};

/// A market that is named by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mark {
    Moneyline,
    ThreeWay,
    Spread,
    Total,
    TeamTotal,
    DoubleChance,
    DrawNoBet,
    BothToScore,
    CorrectScore,
}

/// A kind of ticket with several legs, named by a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Combined {
    Parlay,
    SameGame,
    RoundRobin,
    Teaser,
}

/// A stake as it was said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) amount: Units,
    pub(super) is: Option<StakeIs>,
}

/// The meaning of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Atom {
    /// May be part of a name.
    Word,
    /// Says nothing about the pick.
    Filler,
    /// A common word of commentary.
    Prose,
    /// What no market here has; a pick with it is not read.
    Foreign,
    /// What came of an earlier bet.
    Result,
    /// The same, or cheering.
    MaybeResult,
    Sport(Sport),
    // markets
    Over,
    Under,
    Market(Mark),
    ToWin,
    Win,
    PickEm,
    Draw,
    OrDraw,
    Chance(Side),
    NoGoal,
    OddEven(Side),
    FirstInning(Side),
    Yes,
    No,
    Period(Period),
    Stat(&'static str),
    Done(&'static str),
    // tickets
    Kind(Combined),
    By(u8),
    Legs,
    Each,
    // joints
    Versus,
    At,
    Beat,
    And,
    Or,
    Plus,
    Slash,
    Comma,
    Semicolon,
    Stop,
    Question,
    Colon,
    Dash,
    Pipe,
    Bullet,
    Open,
    Close,
    Decor,
    // numbers and their words
    Number,
    Fraction,
    Score,
    Clock,
    Money,
    Percent,
    Star,
    Unit,
    Risk,
    StakeWord,
    Count(i32),
    QuarterUnit,
    PriceWord,
    Evens,
    Sign(char),
    Limit,
    // settled
    /// A price, in the text of the piece.
    Price,
    Stake(Said),
    /// `to win 2.10`: an amount to be won, or a winner's price.
    WinNumber,
    Handicap(Line),
    Total(Side, Line),
    AtLeast(Line),
    /// The worst price at which the pick is still one, in the text of the piece.
    PlayableTo,
    /// Won or lost units of the past (`+2.4u`).
    Profit,
}

/// A stretch of the line and its meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece<'a> {
    pub(super) atom: Atom,
    pub(super) text: &'a str,
    pub(super) start: usize,
    pub(super) end: usize,
}

impl Piece<'_> {
    pub(super) const fn touches(&self, next: &Piece<'_>) -> bool {
        self.end == next.start
    }

    /// A word that is written as names are.
    pub(super) fn is_capitalised(&self) -> bool {
        self.text
            .starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
    }
}

/// The pieces of one line.
pub(super) fn pieces(line: &str) -> Vec<Piece<'_>> {
    let tokens = tokens(line);
    let shouting = !line.chars().any(char::is_lowercase);
    let mut found = Vec::with_capacity(tokens.len());
    let mut at = 0;
    while at < tokens.len() {
        let (count, atom) = phrase(&tokens, at, shouting).unwrap_or_else(|| (1, single(&tokens, at)));
        if let (Some(first), Some(last)) = (tokens.get(at), tokens.get(at + count - 1)) {
            let text = line.get(first.start..last.end).unwrap_or_default();
            found.push(Piece {
                atom,
                text,
                start: first.start,
                end: last.end,
            });
        }
        at += count;
    }
    named_by_hashtags(&mut found, &tokens);
    found
}

/// `#Bears +3.5`: without another name in the line, a hashtag in front of the market is the name.
fn named_by_hashtags(pieces: &mut [Piece<'_>], tokens: &[Token<'_>]) {
    let tags: Vec<usize> = tokens
        .iter()
        .filter(|t| t.kind == Kind::Hashtag)
        .map(|t| t.start)
        .collect();
    if tags.is_empty() || pieces.iter().any(|p| p.atom == Atom::Word) {
        return;
    }
    let number = pieces
        .iter()
        .position(|p| !matches!(p.atom, Atom::Decor | Atom::Filler | Atom::Sport(_)));
    for piece in pieces.iter_mut().take(number.unwrap_or(0)) {
        if piece.atom == Atom::Decor && tags.contains(&piece.start) {
            piece.atom = Atom::Word;
        }
    }
}

/// The longest phrase of the tables that starts here.
fn phrase(tokens: &[Token<'_>], at: usize, shouting: bool) -> Option<(usize, Atom)> {
    let first = tokens.get(at)?;
    if !matches!(
        first.kind,
        Kind::Word | Kind::Number | Kind::Hashtag | Kind::Fraction
    ) {
        return None;
    }
    let mut key = String::new();
    let mut best = None;
    let mut words = 0;
    for (count, token) in tokens.get(at..)?.iter().enumerate() {
        match token.kind {
            Kind::Word | Kind::Hashtag => {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(&plain(token.text));
                words += 1;
            }
            Kind::Number if !token.text.starts_with(['+', '-']) => {
                if !key.is_empty() {
                    key.push(' ');
                }
                key.push_str(token.text);
                words += 1;
            }
            // `pts+reb+ast`, `1st-half`, `HT/FT`
            Kind::Mark(mark @ ('+' | '/' | '-' | '&')) => {
                let before = at.checked_add(count).and_then(|i| tokens.get(i.wrapping_sub(1)));
                let after = tokens.get(at + count + 1);
                let joins =
                    before.is_some_and(|b| b.touches(token)) && after.is_some_and(|a| token.touches(a));
                if count == 0 || (mark == '-' && !joins) {
                    break;
                }
                continue;
            }
            _ => break,
        }
        if words > LONGEST {
            break;
        }
        let owner = key
            .strip_suffix("'s")
            .filter(|k| k.len() > 3)
            .and_then(meaning)
            .filter(|a| *a == Atom::Filler);
        if let Some(atom) = meaning(&key).or(owner) {
            best = Some((count + 1, atom));
        }
    }
    let (count, atom) = best?;
    if count > 1 {
        return Some((count, atom));
    }
    if first.kind == Kind::Number {
        return None;
    }
    Some((1, alone(tokens, at, atom, shouting)))
}

/// Lower case, typographic remains removed; an initial with its dot (`L.`) is no word of the tables.
fn plain(word: &str) -> String {
    let lower = word.to_lowercase();
    let initial = lower.len() == 2 && lower.ends_with('.');
    if initial {
        lower
    } else {
        lower.trim_end_matches(['.', '\'']).replace('-', " ")
    }
}

/// A single word whose meaning depends on what stands around it.
fn alone(tokens: &[Token<'_>], at: usize, atom: Atom, shouting: bool) -> Atom {
    let Some(token) = tokens.get(at) else { return atom };
    let before = at.checked_sub(1).and_then(|i| tokens.get(i));
    let after = tokens.get(at + 1);
    let number_before = before.is_some_and(|t| matches!(t.kind, Kind::Number | Kind::Fraction | Kind::Score));
    let number_after = after.is_some_and(|t| t.kind == Kind::Number);
    let lower = token.text.to_lowercase();
    let capital = token.text.starts_with(char::is_uppercase);
    match lower.as_str() {
        "u" | "un" if number_before && !(after.is_some_and(|a| token.touches(a)) && number_after) => {
            Atom::Unit
        }
        "u" | "un" if number_after => Atom::Under,
        "x" if token.text == "x" || !is_alone(tokens, at) => Atom::Versus,
        "w" if after.is_some_and(|a| a.text == "/") => Atom::Prose,
        "w" | "l" if !capital => Atom::Filler,
        // the Saints, the Nationals and the Wild by their letters
        "no" | "was" | "min" if shouting || token.text.chars().all(char::is_uppercase) => {
            let market = |t: &Token<'_>| {
                t.text.starts_with(['+', '-', '/', '@'])
                    || matches!(t.text, "ML" | "TT" | "PK")
                    || is_name(t) && !shouting
            };
            let pair = before.is_some_and(|b| matches!(b.text, "/" | "@"));
            if pair || after.is_some_and(market) {
                Atom::Word
            } else {
                atom
            }
        }
        // first names that are also words, before a name in capitals
        "will" | "may" | "jan" | "mar" | "june" | "april" | "august" | "sun" | "angel" | "chance" | "ace"
        | "star" | "major" | "early" | "best"
            if capital && !shouting && after.is_some_and(|a| a.kind == Kind::Word && is_name(a)) =>
        {
            Atom::Word
        }
        "as" | "us" | "ac" | "it" if !shouting && token.text.chars().all(char::is_uppercase) => Atom::Word,
        "love" | "day" | "price" | "best" | "strong" | "good" | "light" | "rock" | "lock" | "fire"
        | "early" | "little" | "wed" | "hook" | "sun" | "home" | "power" | "case" | "long" | "must"
        | "young" | "final" | "may"
            if capital && !shouting && before.is_some_and(|b| b.kind == Kind::Word && is_name(b)) =>
        {
            Atom::Word
        }
        // `TB ML`: letters that are also a team's, in front of its market
        "tb" | "pa" | "ra" | "pr" | "ha" | "sb" | "bb" | "er" | "cs" | "ah" | "sf" | "py"
            if !shouting
                && token.text.chars().all(char::is_uppercase)
                && !before.is_some_and(|b| matches!(b.kind, Kind::Word | Kind::Number | Kind::Mark('+'))) =>
        {
            Atom::Word
        }
        // `k` and the like are figures only behind a number or a side
        "k" | "so" | "pa" | "ra" | "pr" | "rec" | "er" | "ha" | "int" | "bb" | "dd" | "run" | "hit"
        | "point" | "goal" | "py"
            if !number_before
                && !before.is_some_and(|b| b.kind == Kind::Mark('+'))
                && matches!(atom, Atom::Stat(_) | Atom::Done(_))
                && lower != "dd"
                && lower != "goal" =>
        {
            if lower == "so" {
                Atom::Prose
            } else {
                atom
            }
        }
        _ => atom,
    }
}

/// An `X` by itself, not between two words.
fn is_alone(tokens: &[Token<'_>], at: usize) -> bool {
    let word =
        |t: Option<&Token<'_>>| t.is_some_and(|t| t.kind == Kind::Word && meaning(&plain(t.text)).is_none());
    !(word(at.checked_sub(1).and_then(|i| tokens.get(i))) && word(tokens.get(at + 1)))
}

fn is_name(token: &Token<'_>) -> bool {
    token.text.starts_with(char::is_uppercase) && meaning(&plain(token.text)).is_none()
}

/// A token that is in no table.
fn single(tokens: &[Token<'_>], at: usize) -> Atom {
    let Some(token) = tokens.get(at) else {
        return Atom::Decor;
    };
    match token.kind {
        Kind::Word => {
            let number_before = at
                .checked_sub(1)
                .and_then(|i| tokens.get(i))
                .is_some_and(|t| t.kind == Kind::Number);
            match token.text.to_lowercase().as_str() {
                // Cards is a team, but not behind a number
                "cards" if number_before => Atom::Foreign,
                "star" | "stars" if number_before => Atom::Star,
                hour if hour.ends_with(['a', 'p'])
                    && hour[..hour.len() - 1]
                        .parse::<u8>()
                        .is_ok_and(|h| (1..=12).contains(&h)) =>
                {
                    Atom::Clock
                }
                _ => Atom::Word,
            }
        }
        Kind::Hashtag => Atom::Decor,
        Kind::Number => Atom::Number,
        Kind::Fraction => Atom::Fraction,
        Kind::Score => Atom::Score,
        Kind::Clock => Atom::Clock,
        Kind::Money => Atom::Money,
        Kind::Sport(sport) => Atom::Sport(sport),
        Kind::Won | Kind::Lost => Atom::Result,
        Kind::Decor => Atom::Decor,
        Kind::Mark(mark) => match mark {
            '+' => Atom::Plus,
            '/' | '\\' => Atom::Slash,
            ',' => Atom::Comma,
            ';' => Atom::Semicolon,
            '.' | '!' => Atom::Stop,
            '?' => Atom::Question,
            ':' | '=' => Atom::Colon,
            '-' | '~' => Atom::Dash,
            '|' => Atom::Pipe,
            BULLET => Atom::Bullet,
            '(' | '[' | '{' => Atom::Open,
            ')' | ']' | '}' => Atom::Close,
            '@' => Atom::At,
            '&' => Atom::And,
            '%' => Atom::Percent,
            '*' => Atom::Star,
            _ => Atom::Decor,
        },
    }
}
