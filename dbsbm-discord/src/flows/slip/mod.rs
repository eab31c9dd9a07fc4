//! The buttons on a slip.

mod question;
pub(super) mod tail;

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Reply, Style},
    request::Request,
    slip::FLOW,
    text,
};
use dbsbm_core::{
    bet::{Status, view::BetView},
    community::TailSide,
    id::BetNo,
};

/// Answers a click on a slip.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let unknown = || {
        Fault::refused("This button is from an older version of me. `/mybets` and `/record` still answer.")
    };
    let to = request.to().ok_or_else(unknown)?;
    let bet: BetNo = to.subject.parse().map_err(|_| unknown())?;
    match to.step_and_rest() {
        ("details", _) => details(app, request, bet).await,
        ("tail", _) => tail::tap(app, request, bet, TailSide::With).await,
        ("fade", _) => tail::tap(app, request, bet, TailSide::Against).await,
        ("stake", side) => tail::ask_stake(app, request, bet, side.parse().map_err(|_| unknown())?).await,
        ("staked", side) => tail::restake(app, request, bet, side.parse().map_err(|_| unknown())?).await,
        ("question", _) => Ok(Answer::Form(question::form(bet))),
        ("asked", _) => question::ask(app, request, bet).await,
        _ => Err(unknown()),
    }
}

/// Why a bet stands as it stands, rule by rule.
async fn details(app: &App, request: &Request, number: BetNo) -> Result<Answer, Fault> {
    let bet = app.book.bet(request.guild, number).await?;
    let why = app.book.explain(request.guild, number, None).await?;
    let mut reply = Reply::private(reasons(&bet, &why));
    // A bet that should have been graded long since has no button for it on the slip.
    if bet.status == Status::Open && request.at >= bet.locks() {
        let to = CustomId::new(FLOW, number, "question");
        reply = reply.row(vec![Button::of("Question this grade", Style::Plain, to)]);
    }
    Ok(reply.into())
}

/// How a bet came to what it came to, step by step, and by which rules.
fn reasons(bet: &BetView, why: &[String]) -> String {
    let posted = text::moment(bet.placed_at, 'f');
    let head = format!("**#{}** · posted {posted} · proof `{}`", bet.bet, bet.hash);
    let steps: Vec<String> = why
        .iter()
        .map(|step| format!("- {}", text::plain(step)))
        .collect();
    let rules = bet
        .rules
        .as_ref()
        .map(|rules| format!("-# settled by the rule set `{rules}`"));
    text::listed(&head, &steps, rules.as_deref())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};

    #[test]
    fn the_reasons_of_a_large_bet_fit_and_name_the_rules() {
        let mut bet = sample::nasty(7);
        bet.rules = Some("standard".into());
        let said = reasons(&bet, &vec![sample::NASTY.to_string(); 60]);
        golden::fits(&Reply::private(&said));
        assert!(said.ends_with("-# settled by the rule set `standard`"), "{said}");
        let why = [
            "Packers -4.5: 30-13, won".to_string(),
            "returned 3.82u".to_string(),
        ];
        golden::shows("slip-details", &Reply::private(reasons(&bet, &why)));
    }
}
