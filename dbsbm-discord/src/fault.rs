//! Why something was not done, in the words of the person who asked. Every error of the Book is mapped here, once.

use crate::{reply::Reply, rest::RestError, text};
use dbsbm_core::{
    bet::text::TextError,
    guild::{Refusal, Role},
};
use dbsbm_render::RenderError;
use dbsbm_store::{BookError, ErrorClass};

/// Why a question was not answered as asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Fault {
    /// A rule, or a mistake of the person: what is wrong and what to do.
    Refused(String),
    /// The books cannot be reached: to be tried again.
    Away(String),
    /// Discord does not answer: to be tried again. What was asked of the books before may be done.
    Silent(String),
    /// A mistake of the program: the person gets a reference, the log the rest.
    Internal(String),
}

impl Fault {
    /// A refusal in words.
    pub(crate) fn refused(words: impl Into<String>) -> Self {
        Self::Refused(words.into())
    }

    /// What the person reads. `reference` leads an operator to the line in the log.
    pub(crate) fn reply(&self, reference: i64) -> Reply {
        Reply::private(match self {
            Self::Refused(words) => words.clone(),
            Self::Away(_) => {
                "The books cannot be reached right now. Nothing was changed; please try again in a minute."
                    .into()
            }
            Self::Silent(_) => {
                "Discord does not answer me right now. A part of this may be done: look before you ask again; asking twice \
                 does no harm."
                    .into()
            }
            Self::Internal(_) => {
                format!(
                    "Something went wrong on our side. Nothing was changed. Tell an admin this reference: `{reference}`."
                )
            }
        })
    }

    /// One line in the log.
    pub(crate) fn log(&self, reference: i64, guild: i64, asked: &str) {
        match self {
            // The reason may quote what the person typed, which is for nobody's log.
            Self::Refused(_) => tracing::info!(reference, guild, asked, "refused"),
            Self::Away(why) | Self::Silent(why) => {
                tracing::warn!(reference, guild, asked, why, "temporary failure");
            }
            Self::Internal(why) => tracing::error!(reference, guild, asked, why, "internal error"),
        }
    }
}

impl From<BookError> for Fault {
    fn from(error: BookError) -> Self {
        match error.class() {
            ErrorClass::Refused => Self::Refused(in_discord(&error)),
            ErrorClass::Temporary => Self::Away(error.to_string()),
            ErrorClass::Internal => Self::Internal(error.to_string()),
        }
    }
}

/// The error with the way out that a person in Discord has.
fn in_discord(error: &BookError) -> String {
    match error {
        BookError::NoCapper(user) => {
            format!("<@{user}> is no capper here. An admin makes somebody one with `/capper add`.")
        }
        BookError::CapperRemoved(user) => {
            format!(
                "<@{user}> is on the list of cappers no more: the record stays, new picks are not taken. An admin \
                 changes that with `/capper add`."
            )
        }
        BookError::Held(held) => format!(
            "{}: held by who operates the bot, for all servers, since {}. Nothing was changed, and a preview stays as it is: \
             try again later.",
            held.what.title(),
            text::moment(held.since, 'R')
        ),
        BookError::NotAllowed(refusal) => format!("{}{}", sentence(&refusal.to_string()), way(refusal)),
        BookError::NoDraft => format!(
            "{} The command that it came from begins anew.",
            sentence(&error.to_string())
        ),
        BookError::NoBet { .. } => format!("{} `/mybets` shows the numbers.", sentence(&error.to_string())),
        other => sentence(&other.to_string()),
    }
}

/// The command that leads to a role, where one does.
fn way(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::NeedsRole {
            needs: Role::Capper, ..
        } => " The command for that is `/capper add`.",
        Refusal::NeedsRole {
            needs: Role::Grader, ..
        } => " `/setup` is where that role is set.",
        _ => "",
    }
}

/// With a capital letter and a full stop. What a person typed is quoted in it, and stays harmless.
pub(crate) fn sentence(words: &str) -> String {
    let words = words.replace('@', "@\u{2060}");
    let mut chars = words.chars();
    let first = chars
        .next()
        .map(|c| c.to_uppercase().collect::<String>())
        .unwrap_or_default();
    let rest: String = chars
        .filter(|c| !text::hidden(*c) || *c == '\n' || *c == '\u{2060}')
        .collect();
    let end = if rest.ends_with(['.', '!', '?', '`']) {
        ""
    } else {
        "."
    };
    text::in_own_zone(&format!("{first}{rest}{end}"))
}

impl From<TextError> for Fault {
    fn from(error: TextError) -> Self {
        Self::Refused(sentence(&error.to_string()))
    }
}

impl From<RestError> for Fault {
    fn from(error: RestError) -> Self {
        match error {
            e if e.is_temporary() => Self::Silent(e.to_string()),
            RestError::Refused { status: 403, .. } => Self::refused(
                "Discord does not let me do that: a permission is missing. `/setup` says which, and where.",
            ),
            other => Self::Internal(other.to_string()),
        }
    }
}

impl From<RenderError> for Fault {
    fn from(error: RenderError) -> Self {
        Self::Internal(error.to_string())
    }
}
