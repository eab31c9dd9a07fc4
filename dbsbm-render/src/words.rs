//! The words of core as pictures say them.

use dbsbm_core::{
    bet::{PriceBasis, Status},
    settle::Grade,
};

pub(crate) fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "Draft",
        Status::Open => "Open",
        Status::Won => "Won",
        Status::HalfWon => "Half won",
        Status::Push => "Push",
        Status::HalfLost => "Half lost",
        Status::Lost => "Lost",
        Status::Void => "Void",
        Status::Withdrawn => "Withdrawn",
        Status::Expired => "Expired",
        other => other.code(),
    }
}

pub(crate) fn grade(grade: Grade) -> &'static str {
    match grade {
        Grade::Win => "Win",
        Grade::HalfWin => "Half win",
        Grade::Push => "Push",
        Grade::HalfLoss => "Half loss",
        Grade::Loss => "Loss",
        Grade::Void => "Void",
        Grade::Placed => "Placed",
        Grade::Open => "Open",
        other => other.code(),
    }
}

pub(crate) fn basis(basis: PriceBasis) -> &'static str {
    match basis {
        PriceBasis::Available => "Price available",
        PriceBasis::NoMarket => "No market to compare",
        PriceBasis::BeyondMarket => "Price beyond market",
        other => other.code(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_its_own_word() {
        for code in Status::ALL {
            assert_eq!(status(*code).to_lowercase().replace(' ', "_"), code.code());
        }
        for code in Grade::ALL {
            assert_eq!(grade(*code).to_lowercase().replace(' ', "_"), code.code());
        }
        for code in PriceBasis::ALL {
            assert_ne!(basis(*code), code.code());
        }
    }
}
