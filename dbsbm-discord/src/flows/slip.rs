//! The buttons on a slip.

use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::Request,
    text,
};
use dbsbm_core::id::BetNo;

/// Answers a click on a slip.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let unknown = || {
        Fault::refused("This button is from an older version of me. `/mybets` and `/record` still answer.")
    };
    let to = request.to().ok_or_else(unknown)?;
    let bet: BetNo = to.subject.parse().map_err(|_| unknown())?;
    match to.step_and_rest() {
        ("details", _) => details(app, request, bet).await,
        _ => Err(unknown()),
    }
}

/// Why a bet stands as it stands, rule by rule.
async fn details(app: &App, request: &Request, number: BetNo) -> Result<Answer, Fault> {
    let bet = app.book.bet(request.guild, number).await?;
    let why = app.book.explain(request.guild, number, None).await?;
    let mut lines = vec![format!(
        "**#{number}** · posted {} · proof `{}`",
        text::moment(bet.placed_at, 'f'),
        bet.hash
    )];
    lines.extend(why.iter().map(|step| format!("- {}", text::plain(step))));
    if let Some(rules) = &bet.rules {
        lines.push(format!("-# settled by the rule set `{rules}`"));
    }
    Ok(Reply::private(lines.join("\n")).into())
}
