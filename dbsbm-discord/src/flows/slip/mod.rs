//! The buttons on a slip.

mod question;
pub(super) mod tail;

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Reply, Style},
    request::Request,
    slip::{FLOW, Reasons},
    text,
};
use dbsbm_core::{bet::Status, community::TailSide, id::BetNo};

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

/// Why a bet stands as it stands, rule by rule; and to who asked about it, what they asked and were answered.
async fn details(app: &App, request: &Request, number: BetNo) -> Result<Answer, Fault> {
    let reasons = Reasons::of(app, request.guild, number).await?;
    let asked = question::own(app, request, number).await?;
    let mut reply = Reply::private(said(&reasons));
    reply.embeds = asked.iter().map(question::shown).collect();
    // A bet that should have been graded long since has no button for it on the slip.
    let bet = &reasons.bet;
    if bet.status == Status::Open && request.at >= bet.locks() {
        let to = CustomId::new(FLOW, number, "question");
        reply = reply.row(vec![Button::of("Question this grade", Style::Plain, to)]);
    }
    Ok(reply.into())
}

fn said(reasons: &Reasons) -> String {
    let bet = &reasons.bet;
    let posted = text::moment(bet.placed_at, 'f');
    reasons.below(&format!(
        "**#{}** · posted {posted} · proof `{}`",
        bet.bet, bet.hash
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample, slip::sample_reasons::settled};

    #[test]
    fn what_the_details_look_like() {
        let why = [
            "Packers -4.5: 30-13, won".to_string(),
            "returned 3.82u".to_string(),
        ];
        let reasons = settled(sample::pick(7), why.to_vec());
        let mut reply = Reply::private(said(&reasons));
        reply.embeds = vec![question::shown(&question::tests::answered())];
        golden::shows("slip-details", &reply);
    }
}
