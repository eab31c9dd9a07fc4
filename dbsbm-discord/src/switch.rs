//! What an operator can hold, in every process at once. It is noted in the books, so that a restart lets nothing go.

use crate::{app::App, fault::Fault};
use dbsbm_store::BookError;

/// Something that can be held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Switch {
    /// All deliveries.
    Deliveries,
    /// Settlement by results that came in. Grades by hand go on.
    Settlement,
    /// New bets, tails and fades.
    Posting,
}

const HELD: &str = "held";
const FREE: &str = "on";

impl Switch {
    pub(crate) const ALL: [Self; 3] = [Self::Deliveries, Self::Settlement, Self::Posting];

    /// Its stable name.
    pub(crate) const fn code(self) -> &'static str {
        match self {
            Self::Deliveries => "deliveries",
            Self::Settlement => "settlement",
            Self::Posting => "posting",
        }
    }

    /// Its name for people.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Deliveries => "Deliveries",
            Self::Settlement => "Settlement by results",
            Self::Posting => "New bets and tails",
        }
    }

    /// The one of this name.
    pub(crate) fn of(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|switch| switch.code() == code)
    }

    /// Whether an operator holds it.
    pub(crate) async fn is_held(self, app: &App) -> Result<bool, BookError> {
        Ok(app.book.job_mark(self.code()).await?.as_deref() == Some(HELD))
    }

    /// Holds it, or lets it go.
    pub(crate) async fn hold(self, app: &App, hold: bool) -> Result<(), BookError> {
        let mark = if hold { HELD } else { FREE };
        app.book.set_job_mark(self.code(), mark).await?;
        app.bell.notify_one();
        Ok(())
    }
}

/// Refuses while nothing new is taken.
pub(crate) async fn takes_new(app: &App) -> Result<(), Fault> {
    if Switch::Posting.is_held(app).await? {
        return Err(Fault::refused(
            "New bets and tails are held by who operates the bot, for all servers. Nothing was changed, and a preview stays \
             as it is: try again later.",
        ));
    }
    Ok(())
}
