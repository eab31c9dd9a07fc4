//! Why a line is no ticket.

use crate::{
    bet::SlipError,
    settle::{SettleError, TicketError},
};

/// Why a line could not be answered. Fields are named as in the line: `legs[2].price`.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FormatError {
    /// No JSON, or not an object.
    #[error("not a JSON object: {0}")]
    NotJson(String),
    /// A line beyond any ticket.
    #[error("the line has {0} bytes; a ticket has at most {max}", max = super::MAX_LINE)]
    TooLong(usize),
    /// A field that tickets do not have.
    #[error("{message}")]
    UnknownField {
        /// The field.
        field: String,
        /// What is known instead.
        message: String,
    },
    /// A field that is missing.
    #[error("`{field}` is missing: {needs}")]
    Missing {
        /// The field.
        field: String,
        /// What it is for.
        needs: &'static str,
    },
    /// A field that holds the wrong type of value.
    #[error("{message}")]
    WrongType {
        /// The field.
        field: String,
        /// What was found and expected.
        message: String,
    },
    /// A value that cannot be read.
    #[error("{message}")]
    BadValue {
        /// The field.
        field: String,
        /// What is wrong with it.
        message: String,
    },
    /// Two fields that cannot both hold, or one that does not belong to the kind.
    #[error("{message}")]
    Contradiction {
        /// The field.
        field: String,
        /// What it contradicts.
        message: String,
    },
    /// No kind of this name.
    #[error("`{0}` is no kind of bet; one of: {known}", known = super::read::KINDS)]
    UnknownKind(String),
    /// No rule set of this name.
    #[error("no rule set `{given}`; one of: {known}")]
    UnknownRules {
        /// What was given.
        given: String,
        /// The names there are.
        known: String,
    },
    /// Not enough is known of a leg's game for any rule to decide, so a person does.
    #[error("{why}; a person decides")]
    Review {
        /// The field.
        field: String,
        /// What is not known.
        why: &'static str,
    },
    /// A ticket that makes no sense as a whole.
    #[error(transparent)]
    Ticket(#[from] TicketError),
    /// A ticket that arithmetic cannot settle.
    #[error(transparent)]
    Settle(#[from] SettleError),
}

impl FormatError {
    /// A stable code for programs.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NotJson(_) => "not_json",
            Self::TooLong(_) => "line_too_long",
            Self::UnknownField { .. } => "unknown_field",
            Self::Missing { .. } => "missing_field",
            Self::WrongType { .. } => "wrong_type",
            Self::BadValue { .. } => "bad_value",
            Self::Contradiction { .. } => "contradiction",
            Self::UnknownKind(_) => "unknown_kind",
            Self::UnknownRules { .. } => "unknown_rules",
            Self::Ticket(error) => match error {
                TicketError::Slip(SlipError::NoLegs) => "no_legs",
                TicketError::Slip(SlipError::LegCount { .. }) => "leg_count",
                TicketError::Slip(SlipError::NoStake(_)) => "bad_stake",
                TicketError::Slip(SlipError::CombinationSize { .. }) => "combination_size",
                TicketError::Slip(_) => "contradiction",
                TicketError::TooManyLegs => "too_many_legs",
                TicketError::TooManyLines(_) => "too_many_lines",
                TicketError::ReturnTooLarge => "return_too_large",
                TicketError::Leg { .. } | TicketError::Terms { .. } => "contradiction",
            },
            Self::Review { .. } | Self::Settle(SettleError::NeedsReview { .. }) => "needs_review",
            Self::Settle(SettleError::NoTableRow { .. }) => "no_table_row",
            Self::Settle(SettleError::TooLarge) => "return_too_large",
        }
    }

    /// The field that is wrong, where one is to blame.
    pub fn field(&self) -> Option<String> {
        let ticket = |error: &TicketError| match error {
            TicketError::Slip(SlipError::NoStake(_)) | TicketError::ReturnTooLarge => "unit_stake".into(),
            TicketError::Slip(SlipError::ToWinNeedsOnePrice) => "to_win".into(),
            TicketError::Slip(SlipError::CombinationSize { .. }) | TicketError::TooManyLines(_) => {
                "by".into()
            }
            TicketError::Slip(_) | TicketError::TooManyLegs => "legs".into(),
            TicketError::Leg { leg, field, .. } => format!("legs[{leg}].{field}"),
            TicketError::Terms { field, .. } => (*field).into(),
        };
        match self {
            Self::NotJson(_) | Self::TooLong(_) => None,
            Self::UnknownField { field, .. }
            | Self::Missing { field, .. }
            | Self::WrongType { field, .. }
            | Self::BadValue { field, .. }
            | Self::Contradiction { field, .. }
            | Self::Review { field, .. } => Some(field.clone()),
            Self::UnknownKind(_) => Some("kind".into()),
            Self::UnknownRules { .. } => Some("rules".into()),
            Self::Ticket(error) => Some(ticket(error)),
            Self::Settle(SettleError::NeedsReview { leg }) => Some(format!("legs[{leg}].grade")),
            Self::Settle(SettleError::NoTableRow { .. }) => Some("table".into()),
            Self::Settle(SettleError::TooLarge) => Some("unit_stake".into()),
        }
    }
}
