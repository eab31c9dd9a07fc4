//! The own bets, ten a page.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Component, Reply, Style},
    request::Request,
    slip, text,
};
use dbsbm_core::{bet::view::BetView, guild::Settings};
use dbsbm_store::BetFilter;

/// The name of the flow.
pub(crate) const NAME: &str = "mybets";
/// Bets on a page.
const PER_PAGE: u32 = 10;

/// Answers a click on a page: `open:2` is the third page of open bets.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let (which, number) = request.to().map_or(("open", ""), CustomId::step_and_rest);
    let number = number.parse().unwrap_or(0);
    let reply = page(app, request, which != "settled", number).await?;
    Ok(Answer::Replace(reply))
}

/// A page of the bets of the person who asks.
pub(crate) async fn page(app: &App, request: &Request, open: bool, number: u32) -> Result<Reply, Fault> {
    let settings = app.settings(request.guild).await?;
    let filter = BetFilter {
        capper: Some(request.person.id),
        open: Some(open),
        newest_first: true,
        skip: number.saturating_mul(PER_PAGE),
        // One more tells whether there is a next page.
        limit: Some(PER_PAGE + 1),
        ..BetFilter::default()
    };
    let bets = app.book.bets(request.guild, &filter).await?;
    Ok(present(&settings, &bets, open, number))
}

fn present(settings: &Settings, bets: &[BetView], open: bool, number: u32) -> Reply {
    let which = if open { "open" } else { "settled" };
    let shown = bets.iter().take(PER_PAGE as usize);
    let lines: Vec<String> = shown.map(|bet| line(settings, bet)).collect();
    let content = if lines.is_empty() {
        let nothing = if number > 0 { "on this page" } else { "here" };
        format!("You have no {which} bets {nothing}.")
    } else {
        format!("**Your {which} bets**, the newest first\n{}", lines.join("\n"))
    };
    let to = |which: &str, number: u32| CustomId::new(NAME, "-", &format!("{which}:{number}"));
    let mut row: Vec<Component> = Vec::new();
    if number > 0 {
        row.push(Button::of("Newer", Style::Plain, to(which, number - 1)));
    }
    if bets.len() > PER_PAGE as usize {
        row.push(Button::of("Older", Style::Plain, to(which, number + 1)));
    }
    row.push(if open {
        Button::of("Settled", Style::Plain, to("settled", 0))
    } else {
        Button::of("Open", Style::Plain, to("open", 0))
    });
    Reply::private(content).row(row)
}

/// A bet in a line, short enough for ten of them in a message.
fn line(settings: &Settings, bet: &BetView) -> String {
    let head = crate::limits::clip(&slip::headline(settings, bet), 140);
    match slip::standing(bet) {
        Some(standing) => format!("{head} {standing}"),
        None => format!("{head} · {}", text::moment(bet.locks_at, 'R')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::{bet::Status, settle::Grade};

    #[test]
    fn what_the_own_bets_look_like() {
        let settings = Settings::default();
        let show =
            |name: &str, bets: &[BetView], open| golden::shows(name, &present(&settings, bets, open, 0));
        show("mybets-none", &[], true);
        show(
            "mybets-open",
            &[sample::pick(9), sample::bet(8, &["Packers -4.5", "over 47.5"])],
            true,
        );
        let lost = sample::graded(7, Status::Lost, Grade::Loss, "-2");
        show(
            "mybets-settled",
            &[sample::graded(8, Status::Won, Grade::Win, "1.82"), lost],
            false,
        );
    }

    #[test]
    fn a_full_page_of_nasty_names_fits_and_leads_on() {
        let bets: Vec<BetView> = (1..=11).map(sample::nasty).collect();
        let reply = present(&Settings::default(), &bets, true, 3);
        golden::fits(&reply);
        assert_eq!(reply.rows[0].len(), 3, "newer, older, settled");
        let single = |number| BetView {
            legs: sample::nasty(number).legs[..1].to_vec(),
            ..sample::nasty(number)
        };
        let bets: Vec<BetView> = (1..=11).map(single).collect();
        let reply = present(&Settings::default(), &bets, true, 0);
        golden::fits(&reply);
        assert_eq!(reply.content.lines().count(), 11);
    }
}
