//! Questions about a grade: a member asks, a grader answers.

use super::{name::is_hidden, stamp};
use crate::{bet::Status, id::QuestionNo};
use chrono::{DateTime, Utc};

/// The longest question or answer, in characters.
pub const MAX_NOTE: usize = 1_000;
/// Questions that a member can have open at once.
pub const MAX_OPEN_QUESTIONS: u32 = 5;

/// What the books say when a member asks about a bet.
#[derive(Debug, Clone, Copy)]
pub struct AskFacts {
    /// Where the bet stands.
    pub status: Status,
    /// The start of its first game.
    pub first_start: DateTime<Utc>,
    /// The moment of the question.
    pub now: DateTime<Utc>,
    /// Open questions of this member.
    pub open: u32,
    /// Whether one of them is about this bet.
    pub asked: bool,
}

/// Why a question or an answer is not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum AskRefusal {
    /// Nothing was written.
    #[error("the text is empty; say in a sentence what it is about")]
    Empty,
    /// Too long.
    #[error("the text has {0} characters; at most {MAX_NOTE} are kept")]
    TooLong(usize),
    /// A character that cannot be seen.
    #[error(
        "the text holds a character that cannot be seen or that changes the direction of text (U+{0:04X}); leave it out"
    )]
    Hidden(u32),
    /// Nothing has been graded yet.
    #[error("the bet has no grade to question yet; its first game starts at {}", stamp(.0))]
    NotGraded(DateTime<Utc>),
    /// It is off the record.
    #[error("the bet was withdrawn: it has no grade to question")]
    Withdrawn,
    /// The member asked about it already.
    #[error("you asked about this bet already; a grader will answer that question first")]
    AskedAlready,
    /// Too many at once.
    #[error("you have {0} open questions, and {MAX_OPEN_QUESTIONS} is the most; wait for an answer")]
    TooMany(u32),
    /// Somebody was faster.
    #[error("question {question} was answered at {}; a regrade is the way to correct more", stamp(.at))]
    Answered {
        /// Its number.
        question: QuestionNo,
        /// When.
        at: DateTime<Utc>,
    },
    /// There is none.
    #[error("there is no question {0}; the queue shows the open ones")]
    NoQuestion(QuestionNo),
}

impl AskRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Empty | Self::TooLong(_) | Self::Hidden(_) => "bad_text",
            Self::NotGraded(_) => "not_graded",
            Self::Withdrawn => "withdrawn",
            Self::AskedAlready => "asked_already",
            Self::TooMany(_) => "too_many_questions",
            Self::Answered { .. } => "answered",
            Self::NoQuestion(_) => "no_question",
        }
    }
}

/// A question or answer as it is kept: bounded, and nothing in it that cannot be seen but line breaks.
///
/// # Errors
/// [`AskRefusal`] says what is wrong with it.
pub fn note(typed: &str) -> Result<String, AskRefusal> {
    let text = typed.trim().replace("\r\n", "\n");
    let length = text.chars().count();
    if length == 0 {
        return Err(AskRefusal::Empty);
    }
    if length > MAX_NOTE {
        return Err(AskRefusal::TooLong(length));
    }
    // Joiners belong to emoji and to several scripts; in running text they fool nobody.
    let fine = |c: char| matches!(c, '\n' | '\t' | '\u{200c}' | '\u{200d}');
    match text.chars().find(|c| is_hidden(*c) && !fine(*c)) {
        Some(hidden) => Err(AskRefusal::Hidden(u32::from(hidden))),
        None => Ok(text),
    }
}

/// Decides whether a member may ask about a bet now.
///
/// ```
/// use dbsbm_core::bet::Status;
/// use dbsbm_core::community::{AskFacts, may_ask};
/// let start = "2024-09-08T17:00:00Z".parse().unwrap();
/// let mut facts = AskFacts { status: Status::Open, first_start: start, now: start, open: 0, asked: false };
/// assert!(may_ask(&facts).is_ok());
/// facts.asked = true;
/// assert!(may_ask(&facts).unwrap_err().to_string().contains("already"));
/// ```
///
/// # Errors
/// [`AskRefusal`] says which rule stands against it.
pub fn may_ask(facts: &AskFacts) -> Result<(), AskRefusal> {
    if facts.status == Status::Withdrawn {
        return Err(AskRefusal::Withdrawn);
    }
    if !facts.status.is_settled() && facts.now < facts.first_start {
        return Err(AskRefusal::NotGraded(facts.first_start));
    }
    if facts.asked {
        return Err(AskRefusal::AskedAlready);
    }
    if facts.open >= MAX_OPEN_QUESTIONS {
        return Err(AskRefusal::TooMany(facts.open));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn when_a_grade_can_be_questioned() {
        let start = "2024-09-08T17:00:00Z".parse().unwrap();
        let early = "2024-09-08T16:59:59Z".parse().unwrap();
        for (status, now, open, asked, expect) in [
            (Status::Won, start, 0, false, None),
            (Status::Won, early, 0, false, None),
            (Status::Open, start, 4, false, None),
            (Status::Open, early, 0, false, Some("not_graded")),
            (Status::Withdrawn, start, 0, false, Some("withdrawn")),
            (Status::Lost, start, 1, true, Some("asked_already")),
            (Status::Lost, start, 5, false, Some("too_many_questions")),
        ] {
            let facts = AskFacts {
                status,
                first_start: start,
                now,
                open,
                asked,
            };
            assert_eq!(
                may_ask(&facts).err().map(|refusal| refusal.code()),
                expect,
                "{facts:?}"
            );
        }
    }

    #[test]
    fn what_is_kept_of_a_text() {
        assert_eq!(note("  two\r\nlines ").unwrap(), "two\nlines");
        let long = "x".repeat(1_001);
        for (typed, says) in [
            ("  ", "empty"),
            (long.as_str(), "1001 characters; at most 1000"),
            ("a\u{202e}b", "U+202E"),
            ("a\u{7}b", "U+0007"),
        ] {
            assert!(note(typed).unwrap_err().to_string().contains(says));
        }
    }
}
