//! Amounts times ratios, rounded once.

use super::StakingError;
use crate::money::Units;
use crate::odds::Odds;

/// Amounts above zero only.
pub(super) fn positive(field: &'static str, amount: Units) -> Result<Units, StakingError> {
    if amount.is_positive() {
        Ok(amount)
    } else {
        Err(StakingError::NotPositive {
            field,
            value: amount.short(),
        })
    }
}

/// Decimal price as a ratio: what comes back per unit staked, stake included.
pub(super) fn decimal(price: Odds) -> (i128, i128) {
    (
        i128::from(price.num()) + i128::from(price.den()),
        i128::from(price.den()),
    )
}

/// `amount * numerator / denominator`, rounded half-even to a multiple of `step`.
pub(super) fn scaled(
    field: &'static str,
    amount: Units,
    (numerator, denominator): (i128, i128),
    step: Units,
) -> Result<Units, StakingError> {
    let step = i128::from(step.ten_thousandths());
    let too_large = || StakingError::TooLarge { field };
    let top = i128::from(amount.ten_thousandths())
        .checked_mul(numerator)
        .ok_or_else(too_large)?;
    let bottom = denominator.checked_mul(step).ok_or_else(too_large)?;
    let (whole, rest) = (top.div_euclid(bottom), top.rem_euclid(bottom));
    let up = match rest.cmp(&(bottom - rest)) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Equal => whole % 2 != 0,
        std::cmp::Ordering::Less => false,
    };
    let rounded = (whole + i128::from(up)).checked_mul(step).ok_or_else(too_large)?;
    i64::try_from(rounded)
        .ok()
        .and_then(Units::from_ten_thousandths)
        .ok_or_else(too_large)
}

/// The smallest amount that the books know.
pub(super) const SMALLEST: Units = match Units::from_ten_thousandths(1) {
    Some(units) => units,
    None => Units::ONE,
};

/// What a stake returns if it wins, the stake included.
pub(super) fn returned(stake: Units, price: Odds) -> Result<Units, StakingError> {
    scaled("return", stake, decimal(price), SMALLEST)
}

/// The sum, or which field left the range.
pub(super) fn plus(field: &'static str, a: Units, b: Units) -> Result<Units, StakingError> {
    a.checked_add(b).ok_or(StakingError::TooLarge { field })
}

/// The difference, or which field left the range.
pub(super) fn minus(field: &'static str, a: Units, b: Units) -> Result<Units, StakingError> {
    a.checked_sub(b).ok_or(StakingError::TooLarge { field })
}
