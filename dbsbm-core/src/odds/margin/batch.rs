//! Many markets at once, in columns or in rows of a matrix.

use std::sync::{Mutex, PoisonError};

use super::remove::check_market;
use super::tile::Tile;
use super::{MarginError, Method, bracket};

/// Markets in one tile: enough for the widest vectors, few enough for the nearest cache.
const LANES: usize = 32;
/// A thread is not worth starting for fewer markets.
const MARKETS_PER_THREAD: usize = 4096;

/// How a matrix with a row for each market and a column for each outcome lies in a slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Layout {
    /// A market's prices stand together (the default of NumPy).
    #[default]
    Rows,
    /// All prices of the first outcome, then all of the second (data frames; a little faster).
    Columns,
}

/// What became of one market of a batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[repr(u8)]
#[non_exhaustive]
pub enum Status {
    /// Its probabilities are in place.
    #[default]
    Solved = 0,
    /// [`MarginError::TooFewOutcomes`].
    TooFewOutcomes = 1,
    /// [`MarginError::NotAPrice`].
    NotAPrice = 2,
    /// [`MarginError::BadTarget`].
    BadTarget = 3,
    /// [`MarginError::Negative`].
    Negative = 4,
    /// [`MarginError::AboveOne`].
    AboveOne = 5,
    /// [`MarginError::NoSolution`].
    NoSolution = 6,
}

impl From<&MarginError> for Status {
    fn from(error: &MarginError) -> Self {
        match error {
            MarginError::TooFewOutcomes { .. } => Self::TooFewOutcomes,
            MarginError::NotAPrice { .. } => Self::NotAPrice,
            MarginError::BadTarget { .. } => Self::BadTarget,
            MarginError::Negative { .. } => Self::Negative,
            MarginError::AboveOne { .. } => Self::AboveOne,
            _ => Self::NoSolution,
        }
    }
}

/// Removes the margin from many markets at once.
///
/// The prices are a matrix of `outcomes` columns; NaN stands where a market has fewer outcomes, and comes back as NaN. A
/// market that cannot be answered becomes a row of NaN with its [`Status`]; [`remove_to`](super::remove_to) on that row
/// gives the error in words. Nothing is allocated per market, the instructions are chosen when the program runs, and the
/// result is the same to the last bit as that of [`remove_to`](super::remove_to).
///
/// ```
/// use dbsbm_core::odds::margin::{Batch, Method, Status};
///
/// let nan = f64::NAN;
/// let prices = [
///     2.7, 2.3, 4.4, //
///     1.5, 2.74, nan, // a market with two outcomes
///     2.0, 0.5, 4.0, // not a price
/// ];
/// let mut probabilities = [0.0; 9];
/// let mut status = [Status::Solved; 3];
/// let solved = Batch::new(Method::Shin, 3).run(&prices, &mut probabilities, &mut status)?;
/// assert_eq!(solved, 2);
/// assert_eq!(status, [Status::Solved, Status::Solved, Status::NotAPrice]);
/// assert!((probabilities[3] - 0.650_851_581_509).abs() < 1e-12);
/// assert!(probabilities[5].is_nan() && probabilities[6].is_nan());
/// # Ok::<(), dbsbm_core::odds::margin::MarginError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Batch {
    method: Method,
    outcomes: usize,
    target: f64,
    layout: Layout,
    threads: usize,
}

impl Batch {
    /// Markets of up to `outcomes` outcomes and one winner, in rows, on the calling thread.
    #[must_use]
    pub const fn new(method: Method, outcomes: usize) -> Self {
        Self {
            method,
            outcomes,
            target: 1.0,
            layout: Layout::Rows,
            threads: 1,
        }
    }

    /// The number of winners of every market.
    #[must_use]
    pub const fn target(self, target: f64) -> Self {
        Self { target, ..self }
    }

    /// How prices and probabilities lie in their slices.
    #[must_use]
    pub const fn layout(self, layout: Layout) -> Self {
        Self { layout, ..self }
    }

    /// At most this many threads, the calling one included. Small batches use fewer, and where the platform has none
    /// the calling thread does it all.
    #[must_use]
    pub const fn threads(self, threads: usize) -> Self {
        Self { threads, ..self }
    }

    /// Fills `probabilities` (as many as `prices`) and `status` (one for each market); returns how many were solved.
    ///
    /// # Errors
    ///
    /// [`MarginError::BadShape`] when the lengths do not belong together.
    pub fn run(
        &self,
        prices: &[f64],
        probabilities: &mut [f64],
        status: &mut [Status],
    ) -> Result<usize, MarginError> {
        let (outcomes, markets) = (self.outcomes, status.len());
        let cells = outcomes.checked_mul(markets);
        if outcomes == 0 || cells != Some(prices.len()) || cells != Some(probabilities.len()) {
            return Err(MarginError::BadShape {
                prices: prices.len(),
                probabilities: probabilities.len(),
                markets,
                outcomes,
            });
        }
        let parts = self.threads.min(markets / MARKETS_PER_THREAD).max(1);
        let mut pieces = self.split(prices, probabilities, status, parts);
        let helpers = pieces.len() - 1.min(pieces.len());
        let queue = Mutex::new(pieces.iter_mut());
        let work = || {
            let next = || queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            while let Some(piece) = next() {
                pulp::Arch::new().dispatch(Task { piece, batch: self });
            }
        };
        std::thread::scope(|scope| {
            for _ in 0..helpers {
                // A thread that cannot be had is no error: the others take its part.
                let _ = std::thread::Builder::new().spawn_scoped(scope, work);
            }
            work();
        });
        Ok(status.iter().filter(|status| **status == Status::Solved).count())
    }

    /// Cuts the batch into parts of whole tiles.
    fn split<'a>(
        &self,
        prices: &'a [f64],
        mut probabilities: &'a mut [f64],
        mut status: &'a mut [Status],
        parts: usize,
    ) -> Vec<Piece<'a>> {
        let markets = status.len();
        let size = markets.div_ceil(parts).next_multiple_of(LANES).max(LANES);
        let mut pieces = Vec::with_capacity(parts);
        let mut columns: Vec<&'a mut [f64]> = match self.layout {
            Layout::Columns if markets > 0 => {
                std::mem::take(&mut probabilities).chunks_mut(markets).collect()
            }
            _ => Vec::new(),
        };
        let mut first = 0;
        while first < markets {
            let count = size.min(markets - first);
            let (own_status, rest) = std::mem::take(&mut status).split_at_mut(count);
            status = rest;
            let out = match self.layout {
                Layout::Rows => {
                    let (own, rest) = std::mem::take(&mut probabilities).split_at_mut(count * self.outcomes);
                    probabilities = rest;
                    Out::Rows(own)
                }
                Layout::Columns => Out::Columns(
                    columns
                        .iter_mut()
                        .map(|column| {
                            let (own, rest) = std::mem::take(column).split_at_mut(count);
                            *column = rest;
                            own
                        })
                        .collect(),
                ),
            };
            pieces.push(Piece {
                prices,
                markets,
                first,
                out,
                status: own_status,
            });
            first += count;
        }
        pieces
    }
}

/// Where one thread writes.
enum Out<'a> {
    Rows(&'a mut [f64]),
    Columns(Vec<&'a mut [f64]>),
}

/// The part of a batch that one thread solves.
struct Piece<'a> {
    /// All prices of the batch.
    prices: &'a [f64],
    /// Markets in the whole batch.
    markets: usize,
    /// The first market of this part.
    first: usize,
    out: Out<'a>,
    status: &'a mut [Status],
}

/// The work on one piece, compiled once for each set of instructions. (A closure would do, but cannot be told to be
/// inlined, and what is not inlined is not compiled for those instructions.)
struct Task<'a, 'b> {
    piece: &'a mut Piece<'b>,
    batch: &'a Batch,
}

impl pulp::WithSimd for Task<'_, '_> {
    type Output = ();

    #[inline(always)]
    fn with_simd<S: pulp::Simd>(self, _: S) {
        // The size of a group divides the number of outcomes, and the commonest markets are one group.
        match self.batch.outcomes {
            k if k % 3 == 0 => self.piece.solve::<3>(self.batch),
            k if k % 2 == 0 => self.piece.solve::<2>(self.batch),
            _ => self.piece.solve::<1>(self.batch),
        }
    }
}

impl Piece<'_> {
    #[inline(always)]
    fn solve<const G: usize>(&mut self, batch: &Batch) {
        let mut tile = Tile::<LANES, G>::new(batch.outcomes);
        let mut slow = Slow {
            prices: Vec::with_capacity(batch.outcomes),
            fair: vec![0.0; batch.outcomes],
        };
        let mut start = 0;
        while start < self.status.len() {
            let count = LANES.min(self.status.len() - start);
            self.load(batch, &mut tile, start, count);
            tile.solve(batch.method, batch.target);
            self.judge(batch, &mut tile, &mut slow, start, count);
            self.store(batch, &tile, start, count);
            start += count;
        }
    }

    #[inline(always)]
    fn load<const G: usize>(&self, batch: &Batch, tile: &mut Tile<LANES, G>, start: usize, count: usize) {
        let (k, row) = (batch.outcomes, self.first + start);
        match batch.layout {
            Layout::Rows => {
                let rows = &self.prices[row * k..(row + count) * k];
                for (j, lanes) in tile.prices.as_flattened_mut().iter_mut().enumerate() {
                    for (lane, price) in lanes.iter_mut().zip(rows.iter().skip(j).step_by(k)) {
                        *lane = *price;
                    }
                }
            }
            Layout::Columns => {
                for (column, lanes) in self
                    .prices
                    .chunks_exact(self.markets)
                    .zip(tile.prices.as_flattened_mut())
                {
                    let own = &column[row..row + count];
                    match <&[f64; LANES]>::try_from(own) {
                        // A copy of known length is a few instructions; of any length, a call.
                        Ok(all) => *lanes = *all,
                        Err(_) => lanes[..count].copy_from_slice(own),
                    }
                }
            }
        }
    }

    /// Gives every market its status, after solving the slow way what the tile has left.
    #[inline(always)]
    fn judge<const G: usize>(
        &mut self,
        batch: &Batch,
        tile: &mut Tile<LANES, G>,
        slow: &mut Slow,
        start: usize,
        count: usize,
    ) {
        let status = &mut self.status[start..start + count];
        status.fill(Status::Solved);
        if tile.settled.iter().all(|settled| *settled) {
            return;
        }
        for (lane, status) in status.iter_mut().enumerate() {
            if !tile.settled[lane] {
                *status = slow.solve(batch, tile, lane);
            }
        }
    }

    #[inline(always)]
    fn store<const G: usize>(&mut self, batch: &Batch, tile: &Tile<LANES, G>, start: usize, count: usize) {
        match &mut self.out {
            Out::Rows(rows) => {
                let k = batch.outcomes;
                let rows = &mut rows[start * k..(start + count) * k];
                for (j, lanes) in tile.fair.as_flattened().iter().enumerate() {
                    for (p, lane) in rows.iter_mut().skip(j).step_by(k).zip(lanes) {
                        *p = *lane;
                    }
                }
            }
            Out::Columns(columns) => {
                for (column, lanes) in columns.iter_mut().zip(tile.fair.as_flattened()) {
                    let own = &mut column[start..start + count];
                    match <&mut [f64; LANES]>::try_from(&mut *own) {
                        Ok(all) => *all = *lanes,
                        Err(_) => own.copy_from_slice(&lanes[..count]),
                    }
                }
            }
        }
    }
}

/// Room for one market that needs the bracket.
struct Slow {
    prices: Vec<f64>,
    fair: Vec<f64>,
}

impl Slow {
    #[inline(never)]
    fn solve<const G: usize>(&mut self, batch: &Batch, tile: &mut Tile<LANES, G>, lane: usize) -> Status {
        self.prices.clear();
        self.prices.extend(
            tile.prices
                .as_flattened()
                .iter()
                .map(|lanes| lanes[lane])
                .filter(|price| !price.is_nan()),
        );
        let fair = &mut self.fair[..self.prices.len()];
        let answer = check_market(&self.prices, batch.target)
            .and_then(|()| bracket::solve(&self.prices, batch.method, batch.target, fair));
        let mut solved = fair.iter();
        for (prices, out) in tile
            .prices
            .as_flattened()
            .iter()
            .zip(tile.fair.as_flattened_mut())
        {
            let missing = prices[lane].is_nan() || answer.is_err();
            out[lane] = if missing {
                f64::NAN
            } else {
                solved.next().copied().unwrap_or(f64::NAN)
            };
        }
        answer.as_ref().map_or_else(Status::from, |_| Status::Solved)
    }
}
