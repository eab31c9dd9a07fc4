//! Bets, one row per leg: adjacent rows with the same ticket are the legs of one bet.
//!
//! A row that cannot be used rejects its whole ticket, so that a parlay never comes in with a leg missing.

use super::{
    error::{FileError, RowCode, RowError},
    fields,
    table::{Line, Table, columns},
};
use chrono::{DateTime, NaiveDate, Utc};
use dbsbm_core::{
    bet::{Kind, MAX_LEGS, Stake, StakeIs, System},
    id::UserId,
    market::{League, Market, MarketError, Period, Selection, Side},
    money::Units,
    odds::Odds,
};
use std::{borrow::Cow, io::Read};

columns! {
    Col {
        Ticket = "ticket",
        Capper = "capper",
        PlacedAt = "placed_at",
        Kind = "kind",
        StakeIs = "stake_is",
        Stake = "stake",
        League = "league",
        Date = "date",
        Home = "home",
        Away = "away",
        Market = "market",
        Period = "period",
        Side = "side",
        Line = "line",
        Price = "price",
    } optional {
        Book = "book",
        By = "by",
        Start = "start",
    }
}

/// A bet as a file tells it. Its games are named, not yet found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TicketRow {
    /// The line of its first leg.
    pub first_line: u64,
    /// How many rows it has.
    pub lines: u64,
    /// What the file calls it.
    pub ticket: String,
    /// Whose it is.
    pub capper: UserId,
    /// When it was placed.
    pub placed_at: DateTime<Utc>,
    /// How its legs combine.
    pub kind: Kind,
    /// What is staked, per line for systems.
    pub stake: Stake,
    /// Its legs, in the order of the file.
    pub legs: Vec<LegRow>,
}

/// A leg of a [`TicketRow`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LegRow {
    /// Its line in the file.
    pub line: u64,
    /// The league.
    pub league: League,
    /// The local date of the game.
    pub date: NaiveDate,
    /// The home side: canonical where the tables know it, else as typed. A borrowed name is a known one.
    pub home: Cow<'static, str>,
    /// The away side, likewise.
    pub away: Cow<'static, str>,
    /// The start, where the file tells games of one day apart.
    pub start: Option<DateTime<Utc>>,
    /// What is backed.
    pub selection: Selection,
    /// The price taken.
    pub price: Odds,
    /// The bookmaker.
    pub book: Option<String>,
}

/// Reads the bets of a file, one after another.
pub struct BetReader<R> {
    table: Table<R>,
    rows: u64,
    /// The ticket that is being read.
    open: Option<Open>,
}

impl<R: Read> BetReader<R> {
    /// Checks the header.
    ///
    /// # Errors
    /// [`FileError`] when no row can be read.
    pub fn open(input: R) -> Result<Self, FileError> {
        Ok(Self {
            table: Table::open(input, &Col::SCHEMA)?,
            rows: 0,
            open: None,
        })
    }

    /// How many rows have been read so far, good and bad.
    pub const fn rows(&self) -> u64 {
        self.rows
    }
}

impl<R: Read> Iterator for BetReader<R> {
    type Item = Result<TicketRow, RowError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let Some(mut line) = self.table.next_line() else {
                return self.open.take().map(Open::close);
            };
            self.rows += 1;
            // A line whose ticket cannot be read may belong to the ticket before it, or to the one after it.
            let ticket = line.raw(Col::Ticket).filter(|t| !t.is_empty());
            match &mut self.open {
                Some(open) if ticket.is_some_and(|t| t == open.ticket) => open.add(&mut line),
                open => {
                    if ticket.is_none()
                        && let (Some(before), Some(fault)) = (open.as_mut(), &line.fault)
                    {
                        before.doubt(fault);
                    }
                    let orphan = open.as_ref().and_then(|o| o.orphan.clone());
                    let next = Open::start(ticket.unwrap_or_default().to_vec(), &mut line, orphan);
                    if let Some(done) = open.replace(next) {
                        return Some(done.close());
                    }
                }
            }
        }
    }
}

/// What every row of a ticket repeats.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Head {
    capper: UserId,
    placed_at: DateTime<Utc>,
    kind: Kind,
    stake: Stake,
}

/// A ticket of which more rows may follow.
struct Open {
    ticket: Vec<u8>,
    first_line: u64,
    lines: u64,
    head: Option<Head>,
    legs: Vec<LegRow>,
    /// The first thing that is wrong with it.
    error: Option<RowError>,
    /// Set when this is a line of which not even the ticket could be read.
    orphan: Option<RowError>,
    /// Such a line directly before this ticket.
    after: Option<RowError>,
}

impl Open {
    fn start(ticket: Vec<u8>, line: &mut Line<'_>, after: Option<RowError>) -> Self {
        let orphan = if ticket.is_empty() {
            line.fault.clone()
        } else {
            None
        };
        let mut open = Self {
            ticket,
            first_line: line.number,
            lines: 0,
            head: None,
            legs: Vec::with_capacity(1),
            error: None,
            orphan,
            after,
        };
        open.add(line);
        open
    }

    fn add(&mut self, line: &mut Line<'_>) {
        self.lines += 1;
        if self.error.is_some() {
            return;
        }
        let added = match line.fault.take() {
            Some(fault) => Err(fault),
            None => self.head(line).and_then(|()| leg(line)).and_then(|leg| {
                if self.legs.len() == MAX_LEGS {
                    let message = format!("a bet has at most {MAX_LEGS} legs");
                    return Err(line.error(RowCode::WrongLegCount, message));
                }
                self.legs.push(leg);
                Ok(())
            }),
        };
        self.error = added.err();
    }

    /// Reads what the row says about the ticket, and compares it with what the first one said.
    fn head(&mut self, line: &Line<'_>) -> Result<(), RowError> {
        let head = head(line)?;
        match &self.head {
            None => self.head = Some(head),
            Some(first) if *first == head => {}
            Some(_) => {
                let message = format!(
                    "capper, placed_at, kind, by, stake_is and stake must be those of the ticket's first row, line {}",
                    self.first_line
                );
                return Err(line.error(RowCode::TicketMismatch, message));
            }
        }
        Ok(())
    }

    fn is_straight(&self) -> bool {
        self.head.as_ref().is_some_and(|h| h.kind == Kind::Straight)
    }

    /// An unreadable line stands beside it, and it has room for another leg.
    fn doubt(&mut self, fault: &RowError) {
        if self.error.is_none() && !self.is_straight() {
            let message = format!(
                "{}; it stands beside ticket `{}` and may be a leg of it",
                fault.message,
                self.name()
            );
            self.error = Some(RowError::new(fault.line, fault.code, message));
        }
    }

    fn name(&self) -> String {
        String::from_utf8_lossy(&self.ticket).chars().take(40).collect()
    }

    fn close(mut self) -> Result<TicketRow, RowError> {
        if let Some(fault) = self.after.take() {
            self.doubt(&fault);
        }
        if let Some(error) = self.error {
            return Err(error);
        }
        let reject = |code: RowCode, message: String| RowError::new(self.first_line, code, message);
        let Some(head) = self.head else {
            return Err(reject(RowCode::MissingValue, "the row says nothing".into()));
        };
        head.kind
            .check_leg_count(self.legs.len())
            .map_err(|e| reject(RowCode::WrongLegCount, e.to_string()))?;
        Ok(TicketRow {
            first_line: self.first_line,
            lines: self.lines,
            ticket: String::from_utf8_lossy(&self.ticket).into_owned(),
            capper: head.capper,
            placed_at: head.placed_at,
            kind: head.kind,
            stake: head.stake,
            legs: self.legs,
        })
    }
}

fn head(line: &Line<'_>) -> Result<Head, RowError> {
    fields::text(line, fields::required(line, Col::Ticket, "ticket")?, "ticket")?;
    let capper = fields::required(line, Col::Capper, "capper")?;
    let capper = capper.parse().map_err(|e| line.error(RowCode::BadCapper, e))?;
    let placed_at = fields::time(line, fields::required(line, Col::PlacedAt, "placed_at")?)?;
    let kind = kind(line)?;
    let is: StakeIs = fields::required(line, Col::StakeIs, "stake_is")?
        .parse()
        .map_err(|e| line.error(RowCode::BadStake, e))?;
    let amount: Units = fields::required(line, Col::Stake, "stake")?
        .parse()
        .map_err(|e| line.error(RowCode::BadStake, e))?;
    if !amount.is_positive() {
        return Err(line.error(
            RowCode::BadStake,
            format!(
                "a stake of {} units is none: stakes are above zero",
                amount.short()
            ),
        ));
    }
    if is == StakeIs::ToWin && !matches!(kind, Kind::Straight | Kind::Parlay) {
        let message = format!(
            "a stake `to_win` names straight bets and parlays only; give the `risk` per line of a {}",
            kind.code()
        );
        return Err(line.error(RowCode::BadStake, message));
    }
    Ok(Head {
        capper,
        placed_at,
        kind,
        stake: Stake { amount, is },
    })
}

/// A kind that needs nothing but its legs, or the sizes in `by`.
fn kind(line: &Line<'_>) -> Result<Kind, RowError> {
    let name = fields::required(line, Col::Kind, "kind")?;
    match name {
        "straight" => return Ok(Kind::Straight),
        "parlay" => return Ok(Kind::Parlay),
        _ => {}
    }
    if name == "round_robin" {
        let sizes = fields::required(line, Col::By, "by")?;
        let size = |text: &str| {
            let size = text
                .parse::<u8>()
                .ok()
                .filter(|n| (1..=MAX_LEGS).contains(&usize::from(*n)));
            size.ok_or_else(|| {
                line.error(
                    RowCode::UnknownKind,
                    format!(
                        "`by` lists sizes of combinations, such as `2 3`, not `{}`",
                        short(sizes)
                    ),
                )
            })
        };
        let by = sizes
            .split([' ', ',', ';'])
            .filter(|s| !s.is_empty())
            .map(size)
            .collect::<Result<Vec<_>, _>>()?;
        return Ok(Kind::RoundRobin { by, table: None });
    }
    let system = name.parse::<System>().map_err(|_| {
        let known: Vec<&str> = System::ALL.iter().map(|s| s.code()).collect();
        let message = format!(
            "no kind `{}` in this format; one of: straight, parlay, round_robin, {}",
            short(name),
            known.join(", ")
        );
        line.error(RowCode::UnknownKind, message)
    })?;
    Ok(Kind::System { system })
}

fn leg(line: &Line<'_>) -> Result<LegRow, RowError> {
    let league: League = fields::required(line, Col::League, "league")?
        .parse()
        .map_err(|e| line.error(RowCode::UnknownLeague, e))?;
    let date = fields::date(line, fields::required(line, Col::Date, "date")?)?;
    let names = (
        fields::required(line, Col::Home, "home")?,
        fields::required(line, Col::Away, "away")?,
    );
    let (home, away) = fields::teams(line, league, names, date)?;
    let selection = selection(line, league)?;
    let price = fields::price(line, fields::required(line, Col::Price, "price")?)?;
    let start = match line.cell(Col::Start) {
        "" => None,
        text => Some(fields::time(line, text)?),
    };
    let book = match line.cell(Col::Book) {
        "" => None,
        name => Some(fields::text(line, name, "book")?),
    };
    Ok(LegRow {
        line: line.number,
        league,
        date,
        home,
        away,
        start,
        selection,
        price,
        book,
    })
}

fn selection(line: &Line<'_>, league: League) -> Result<Selection, RowError> {
    let market: Market = fields::required(line, Col::Market, "market")?
        .parse()
        .map_err(|e| line.error(RowCode::UnknownMarket, e))?;
    if matches!(market, Market::PlayerProp | Market::Outright) {
        return Err(line.error(
            RowCode::UnknownMarket,
            format!("a {market} needs a name that this format has no column for"),
        ));
    }
    let period = match line.cell(Col::Period) {
        "" => Period::default_for(league.sport(), market),
        text => text.parse().map_err(|e| line.error(RowCode::UnknownPeriod, e))?,
    };
    let side: Side = fields::required(line, Col::Side, "side")?
        .parse()
        .map_err(|e| line.error(RowCode::UnknownSide, e))?;
    let handicap = match line.cell(Col::Line) {
        "" => None,
        text => Some(text.parse().map_err(|e| line.error(RowCode::BadLine, e))?),
    };
    Selection::new(market, period, side, handicap).map_err(|e| line.error(market_code(&e), e))
}

/// The code for what does not fit between market, side and line.
pub(super) fn market_code(error: &MarketError) -> RowCode {
    match error {
        MarketError::WrongSide { .. } => RowCode::UnknownSide,
        MarketError::UnexpectedLine { .. } => RowCode::UnexpectedLine,
        MarketError::MissingLine { .. } => RowCode::MissingLine,
        _ => RowCode::BadLine,
    }
}

fn short(text: &str) -> String {
    text.chars().take(40).collect()
}
