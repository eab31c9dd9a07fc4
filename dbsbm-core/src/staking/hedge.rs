//! Closing a position: laying off a back bet, backing against a lay bet, and middles.

use super::StakingError;
use super::exact::{SMALLEST, decimal, minus, plus, positive, returned, scaled};
use crate::money::Units;
use crate::odds::Odds;

/// What an exchange keeps of a market's winnings, in basis points (100 are one percent).
///
/// ```
/// use dbsbm_core::staking::Commission;
/// assert_eq!(Commission::basis_points(250)?.to_string(), "2.50%");
/// assert!(Commission::basis_points(10_000).is_err());
/// # Ok::<(), dbsbm_core::staking::StakingError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Commission(u32);

impl Commission {
    /// Nothing is kept.
    pub const NONE: Self = Self(0);

    /// From basis points.
    ///
    /// # Errors
    ///
    /// 10,000 or more: then nothing would be won.
    pub const fn basis_points(basis_points: u32) -> Result<Self, StakingError> {
        if basis_points < 10_000 {
            Ok(Self(basis_points))
        } else {
            Err(StakingError::BadCommission { basis_points })
        }
    }

    /// The share of a win that is left, as a ratio.
    fn left(self) -> (i128, i128) {
        (10_000 - i128::from(self.0), 10_000)
    }
}

impl std::fmt::Display for Commission {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

/// A second bet that closes a first one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Hedge {
    /// The stake of the second bet.
    pub stake: Units,
    /// What the second bet can lose: its stake, or for a lay bet the liability.
    pub liability: Units,
    /// Net of both bets if the selection wins.
    pub if_wins: Units,
    /// Net of both bets if it loses.
    pub if_loses: Units,
}

impl Hedge {
    /// The worse of the two results.
    #[must_use]
    pub fn guaranteed(&self) -> Units {
        self.if_wins.min(self.if_loses)
    }
}

/// Lays a selection that was backed, so that both results net the same: `lay = stake * d_back / (d_lay - commission)`,
/// rounded half-even to `step`.
///
/// ```
/// use dbsbm_core::staking::{Commission, lay_off};
///
/// let hedge = lay_off("20".parse()?, "140.0".parse()?, "60.0".parse()?, Commission::NONE, "0.01".parse()?)?;
/// assert_eq!(hedge.stake.two_decimals(), "46.67");
/// assert_eq!(hedge.guaranteed().two_decimals(), "26.47");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// (At a price of 60 a third of a cent of rounding in the lay stake is 20 cents of liability.)
///
/// # Errors
///
/// A stake or step that is not above zero, or amounts too large to be held exactly.
pub fn lay_off(
    back_stake: Units,
    back: Odds,
    lay: Odds,
    commission: Commission,
    step: Units,
) -> Result<Hedge, StakingError> {
    positive("back_stake", back_stake)?;
    positive("step", step)?;
    let (back_top, back_bottom) = decimal(back);
    let (lay_top, lay_bottom) = decimal(lay);
    let whole = 10_000;
    // d_lay - c over one denominator.
    let against = lay_top * whole - i128::from(commission.0) * lay_bottom;
    let ratio = (back_top * lay_bottom * whole, back_bottom * against);
    let stake = scaled("lay_stake", back_stake, ratio, step)?;
    let liability = scaled(
        "liability",
        stake,
        (i128::from(lay.num()), i128::from(lay.den())),
        SMALLEST,
    )?;
    let won = scaled(
        "profit",
        back_stake,
        (i128::from(back.num()), i128::from(back.den())),
        SMALLEST,
    )?;
    let kept = scaled("profit", stake, commission.left(), SMALLEST)?;
    Ok(Hedge {
        stake,
        liability,
        if_wins: minus("profit", won, liability)?,
        if_loses: minus("profit", kept, back_stake)?,
    })
}

/// Backs a selection that was laid, so that both results net the same: `back = lay * (d_lay - commission) / d_back`,
/// rounded half-even to `step`.
///
/// ```
/// use dbsbm_core::staking::{Commission, back_off};
///
/// let hedge = back_off("20".parse()?, "2.0".parse()?, "5.0".parse()?, Commission::NONE, "0.01".parse()?)?;
/// assert_eq!(hedge.stake.short(), "8");
/// assert_eq!(hedge.guaranteed().short(), "12");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// As [`lay_off`].
pub fn back_off(
    lay_stake: Units,
    lay: Odds,
    back: Odds,
    commission: Commission,
    step: Units,
) -> Result<Hedge, StakingError> {
    positive("lay_stake", lay_stake)?;
    positive("step", step)?;
    let (back_top, back_bottom) = decimal(back);
    let (lay_top, lay_bottom) = decimal(lay);
    let whole = 10_000;
    let against = lay_top * whole - i128::from(commission.0) * lay_bottom;
    let stake = scaled(
        "back_stake",
        lay_stake,
        (against * back_bottom, lay_bottom * whole * back_top),
        step,
    )?;
    let owed = scaled(
        "liability",
        lay_stake,
        (i128::from(lay.num()), i128::from(lay.den())),
        SMALLEST,
    )?;
    let won = scaled(
        "profit",
        stake,
        (i128::from(back.num()), i128::from(back.den())),
        SMALLEST,
    )?;
    let kept = scaled("profit", lay_stake, commission.left(), SMALLEST)?;
    Ok(Hedge {
        stake,
        liability: stake,
        if_wins: minus("profit", won, owed)?,
        if_loses: minus("profit", kept, stake)?,
    })
}

/// Two bets on opposite sides at different lines, which both win in between.
#[derive(Debug, Clone, Copy, PartialEq)]
#[non_exhaustive]
pub struct Middle {
    /// The stake on the second side.
    pub stake: Units,
    /// Net if only the first bet wins.
    pub first_only: Units,
    /// Net if only the second bet wins.
    pub second_only: Units,
    /// Net if both win.
    pub both: Units,
    /// The chance of both at which the worse of the other results is made good; `None` when nothing can be lost.
    pub break_even: Option<f64>,
}

/// The second stake of a middle, such that either side alone returns the same, rounded half-even to `step`.
///
/// ```
/// use dbsbm_core::staking::middle;
///
/// // Over 44.5 at -110 for 110, then under 47.5 at -110: 10 lost outside, 200 won on 45, 46 and 47.
/// let middle = middle("110".parse()?, "-110".parse()?, "-110".parse()?, "0.01".parse()?)?;
/// assert_eq!((middle.stake.short(), middle.both.short()), ("110".into(), "200".into()));
/// assert_eq!(middle.first_only.short(), "-10");
/// assert!((middle.break_even.unwrap() - 1.0 / 21.0).abs() < 1e-12);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
///
/// A stake or step that is not above zero, or amounts too large to be held exactly.
pub fn middle(first_stake: Units, first: Odds, second: Odds, step: Units) -> Result<Middle, StakingError> {
    positive("first_stake", first_stake)?;
    positive("step", step)?;
    let ((top, bottom), (other_top, other_bottom)) = (decimal(first), decimal(second));
    let stake = scaled(
        "second_stake",
        first_stake,
        (top * other_bottom, bottom * other_top),
        step,
    )?;
    let staked = plus("staked", first_stake, stake)?;
    let (one, two) = (returned(first_stake, first)?, returned(stake, second)?);
    let first_only = minus("profit", one, staked)?;
    let second_only = minus("profit", two, staked)?;
    let both = minus("profit", plus("return", one, two)?, staked)?;
    let (worst, best) = (
        first_only.min(second_only).ten_thousandths(),
        both.ten_thousandths(),
    );
    let break_even = (worst < 0).then(|| {
        #[expect(
            clippy::cast_precision_loss,
            reason = "a chance is an estimate, the amounts beside it are exact"
        )]
        let chance = -worst as f64 / (best - worst) as f64;
        chance
    });
    Ok(Middle {
        stake,
        first_only,
        second_only,
        both,
        break_even,
    })
}
