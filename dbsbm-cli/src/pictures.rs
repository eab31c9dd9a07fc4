//! Pictures of the books: what the Book says, as the renderer wants it.

use crate::failure::Failure;
use chrono_tz::Tz;
use dbsbm_core::bet::PriceBasis;
use dbsbm_core::market::League;
use dbsbm_core::money::Units;
use dbsbm_core::record::{Entry, RecordError, Tally};
use dbsbm_core::settle::Outcome;
use dbsbm_render::{
    Badge, BasisCount, CurvePoint, CurveView, LegView, Mark, Picture, RecordView, RenderError, Renderer,
    Scale, SlipView, Theme,
};
use dbsbm_store::BetView;
use std::path::{Path, PathBuf};

/// What every picture of a guild says.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) guild: String,
    pub(crate) zone: Tz,
    pub(crate) marks: Vec<Mark>,
}

/// Draws and saves pictures.
pub(crate) struct Studio {
    renderer: Renderer,
    dir: PathBuf,
}

impl Studio {
    pub(crate) fn new(dir: &Path) -> Result<Self, Failure> {
        Ok(Self {
            renderer: Renderer::new()?,
            dir: dir.to_path_buf(),
        })
    }

    /// The slip of a bet, with the record of its capper.
    pub(crate) fn slip(
        &self,
        name: &str,
        bet: &BetView,
        record: &[BetView],
        frame: &Frame,
    ) -> Result<PathBuf, Failure> {
        let view = slip_view(bet, record, frame)?;
        self.save(name, &self.renderer.slip(&view, Theme::Dark))
    }

    /// The curve of a capper's record.
    pub(crate) fn curve(&self, name: &str, record: &[BetView], frame: &Frame) -> Result<PathBuf, Failure> {
        let view = curve_view(record, frame)?;
        self.save(name, &self.renderer.curve(&view, Theme::Dark))
    }

    fn save(&self, name: &str, picture: &Picture) -> Result<PathBuf, Failure> {
        let path = self.dir.join(format!("{name}.png"));
        let png = self.renderer.png(picture, Scale::Double)?;
        std::fs::write(&path, png).map_err(|e| Failure::file(&path, &e))?;
        Ok(path)
    }
}

fn slip_view(bet: &BetView, record: &[BetView], frame: &Frame) -> Result<SlipView, Failure> {
    let legs = bet.legs.iter().map(|leg| {
        let zone = leg.league.parse::<League>().map_or(frame.zone, League::zone);
        let start = leg.start.with_timezone(&zone).format("%-d %b %Y");
        LegView {
            title: leg.title.clone(),
            subtitle: format!("{} at {} · {} · {start}", leg.away, leg.home, leg.league),
            price: leg.price.to_string(),
            grade: leg.grade,
            note: leg.score.clone(),
            badge: Badge::of(if leg.title.starts_with(&leg.away) {
                &leg.away
            } else {
                &leg.home
            }),
        }
    });
    let named = match bet.stake_is {
        "to_win" => format!("to win {}u", bet.stake.short()),
        _ => format!("{}u", bet.stake.short()),
    };
    Ok(SlipView {
        guild: frame.guild.clone(),
        capper: bet.name.clone(),
        badge: Badge::of(&bet.name),
        number: bet.bet,
        kind: capital(&bet.kind.replace('_', " ")),
        legs: legs.collect(),
        stake: named,
        price: (bet.legs.len() > 1).then(|| format!("{:.2}", bet.odds)),
        risked: bet.staked,
        returned: bet.returned.or(bet.max_returned).unwrap_or(Units::ZERO),
        status: bet.status,
        basis: basis(bet),
        placed: bet.placed_at.with_timezone(&frame.zone),
        hash: bet.hash.clone(),
        marks: marks(bet, frame),
        record: record_view(record)?,
    })
}

/// What must be said of a bet beside its picks.
fn marks(bet: &BetView, frame: &Frame) -> Vec<Mark> {
    let own = [
        (bet.origin == "imported", Mark::Imported),
        (bet.late, Mark::Late),
        (bet.terms.live, Mark::Live),
        (bet.terms.free_bet, Mark::FreeBet),
    ];
    let own = own.into_iter().filter_map(|(holds, mark)| holds.then_some(mark));
    own.chain(frame.marks.iter().copied()).collect()
}

fn curve_view(record: &[BetView], frame: &Frame) -> Result<CurveView, Failure> {
    let name = record.first().map(|bet| bet.name.clone()).unwrap_or_default();
    let mut total = Units::ZERO;
    let mut points = Vec::new();
    for bet in record {
        if let (Some(at), Some(net)) = (bet.settled_at, bet.net) {
            total = total.checked_add(net).ok_or(RecordError::OutOfRange)?;
            points.push(CurvePoint { at, total });
        }
    }
    Ok(CurveView {
        guild: frame.guild.clone(),
        badge: Badge::of(&name),
        title: name,
        points,
        zone: frame.zone,
        marks: frame.marks.clone(),
        record: record_view(record)?,
    })
}

/// The record of one capper's bets, in the order of the record.
fn record_view(bets: &[BetView]) -> Result<RecordView, Failure> {
    let mut tally = Tally::default();
    let mut count = BasisCount::default();
    for bet in bets {
        let (Some(returned), Some(outcome)) = (bet.returned, outcome(bet)) else {
            continue;
        };
        tally.add(&Entry {
            outcome,
            staked: bet.staked,
            returned,
            odds_e8: (bet.odds * 1e8).round() as i64,
            level_e8: (bet.level.unwrap_or_default() * 1e8).round() as i64,
            verified: bet.verified,
        })?;
        match basis(bet) {
            PriceBasis::Available => count.available += 1,
            PriceBasis::BeyondMarket => count.beyond_market += 1,
            _ => count.no_market += 1,
        }
    }
    Ok(RecordView {
        period: "all time".into(),
        tally,
        basis: count,
    })
}

fn outcome(bet: &BetView) -> Option<Outcome> {
    bet.status.code().parse().ok()
}

fn basis(bet: &BetView) -> PriceBasis {
    bet.price_basis.parse().unwrap_or(PriceBasis::NoMarket)
}

fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars
        .next()
        .map(|c| c.to_uppercase().chain(chars).collect())
        .unwrap_or_default()
}

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        Self::internal("picture", error)
    }
}

impl From<RecordError> for Failure {
    fn from(error: RecordError) -> Self {
        Self::internal("record", error)
    }
}
