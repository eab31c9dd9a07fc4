//! `/grade`: a result by hand, where arithmetic has none.

use super::{Kind, Needs, Opt, OptKind, Spec, given};
use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::Request,
    slip,
};
use dbsbm_core::{
    bet::view::BetView,
    guild::{Actor, Settings},
    id::BetNo,
};
use dbsbm_store::ManualGrade;

pub(super) fn spec() -> Spec {
    Spec {
        name: "grade",
        about: "Grade a bet by hand; what results can settle is settled by them",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            given::bet_option(),
            given::result_option(),
            Opt::new(
                "reason",
                "Why; needed when the bet is settled already",
                OptKind::Text(500),
            ),
            given::leg_option(),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let manual = ManualGrade {
        leg: given::leg(&options),
        grade: given::grade(&options)?,
        reason: options.text("reason").unwrap_or_default().to_string(),
    };
    let number = given::bet(&options)?;
    let (settings, actor) = app.acting(request).await?;
    graded(app, (&settings, &actor), number, &manual).await
}

/// Grades, and says how the bet stands then. The slip follows by itself.
pub(super) async fn graded(
    app: &App,
    (settings, actor): (&Settings, &Actor),
    number: BetNo,
    manual: &ManualGrade,
) -> Result<Answer, Fault> {
    let bet = app.book.grade(actor, number, manual).await?;
    app.bell.notify_one();
    Ok(stands(settings, &bet).into())
}

fn stands(settings: &Settings, bet: &BetView) -> Reply {
    let standing = slip::standing(bet).unwrap_or_else(|| "still open".into());
    Reply::private(format!("**{}**\n{standing}", slip::headline(settings, bet)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::{bet::Status, settle::Grade};

    #[test]
    fn how_a_bet_stands_when_it_was_graded() {
        let settings = Settings::default();
        let lost = sample::graded(7, Status::Lost, Grade::Loss, "-2");
        golden::shows("grade", &stands(&settings, &lost));
        golden::shows("grade-open", &stands(&settings, &sample::pick(7)));
        golden::fits(&stands(&settings, &sample::nasty(8)));
    }
}
