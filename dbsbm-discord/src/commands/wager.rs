//! `/wager`: what an admin does to a bet. Not below `/bet`, because Discord allows no subcommand beside an option.

use super::{Kind, Needs, Opt, OptKind, Spec, given, grade};
use crate::{
    app::App,
    fault::Fault,
    reply::Answer,
    request::{Request, What},
};
use dbsbm_core::settle::Grade;
use dbsbm_store::ManualGrade;

pub(super) fn spec() -> Spec {
    let reason = || Opt::needed("reason", "Why; it stands in the audit", OptKind::Text(500));
    Spec {
        name: "wager",
        about: "Void a bet, or change what became of it",
        kind: Kind::Slash,
        needs: Needs::Admin,
        options: vec![
            Opt::new(
                "void",
                "Give the stake back, whatever happened",
                OptKind::Sub(vec![given::bet_option(), reason(), given::leg_option()]),
            ),
            Opt::new(
                "regrade",
                "Change what became of a settled bet; slip, totals and board follow",
                OptKind::Sub(vec![
                    given::bet_option(),
                    given::result_option(),
                    reason(),
                    given::leg_option(),
                ]),
            ),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let voids = matches!(&request.what, What::Command { name, .. } if name == "wager void");
    let manual = ManualGrade {
        leg: given::leg(&options),
        grade: if voids {
            Grade::Void
        } else {
            given::grade(&options)?
        },
        reason: options.text("reason").unwrap_or_default().to_string(),
    };
    let number = given::bet(&options)?;
    let (settings, actor) = app.acting(request).await?;
    grade::graded(app, (&settings, &actor), number, &manual).await
}
