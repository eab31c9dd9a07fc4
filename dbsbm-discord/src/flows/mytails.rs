//! A member's own tails and fades, page by page.

use super::slip::tail;
use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Reply, Style},
    request::Request,
    text,
};
use dbsbm_core::{bet::view::BetView, community::TailSide, guild::Settings, money::Units, settle::Outcome};
use dbsbm_store::{HeldTail, MySide, TailFilter, TailSummary};

/// The name of the flow.
pub(crate) const NAME: &str = "mytails";
/// Copies on a page.
const ON_A_PAGE: u32 = 10;

/// Answers a click on a page.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let step = request.to().map(CustomId::step_and_rest);
    let (which, before) = step.unwrap_or_default();
    let before = before.parse().ok().filter(|before| *before > 0);
    Ok(Answer::Replace(
        page(app, request, which != "settled", before).await?,
    ))
}

/// The open copies, or the settled ones, before a bet.
pub(crate) async fn page(
    app: &App,
    request: &Request,
    open: bool,
    before: Option<i64>,
) -> Result<Reply, Fault> {
    let settings = app.settings(request.guild).await?;
    let filter = TailFilter {
        open: Some(open),
        before,
        limit: Some(ON_A_PAGE + 1),
        ..TailFilter::default()
    };
    let held = app.book.tails(request.guild, request.person.id, &filter).await?;
    let summary = app.book.tail_summary(request.guild, request.person.id).await?;
    Ok(shown(&settings, &summary, held, open))
}

fn shown(settings: &Settings, summary: &TailSummary, mut held: Vec<HeldTail>, open: bool) -> Reply {
    let more = held.len() > ON_A_PAGE as usize;
    held.truncate(ON_A_PAGE as usize);
    let mut lines = vec![side("Tails", &summary.with), side("Fades", &summary.against)];
    lines.push(String::new());
    match (held.is_empty(), open) {
        (true, true) => lines.push("Nothing open. The buttons on a slip tail or fade it.".into()),
        (true, false) => lines.push("Nothing settled yet.".into()),
        _ => lines.extend(held.iter().map(|held| line(settings, held))),
    }
    let to = |step: String| CustomId::new(NAME, "-", &step);
    let mut row = vec![
        Button::of("Open", Style::Plain, to("open".into())).off_if(open),
        Button::of("Settled", Style::Plain, to("settled".into())).off_if(!open),
    ];
    if let Some(last) = held.last().filter(|_| more) {
        let which = if open { "open" } else { "settled" };
        row.push(Button::of(
            "Older",
            Style::Plain,
            to(format!("{which}:{}", last.tail.bet)),
        ));
    }
    Reply::private(lines.join("\n")).row(row)
}

/// `Tails: 12-9-1, +3.20u of 24.00u risked (n = 21), 2 open`.
fn side(name: &str, side: &MySide) -> String {
    let decided = side.won + side.lost;
    let open = format!("{} open", side.open);
    if decided + side.push == 0 {
        return format!("**{name}**: none settled yet (n = 0) · {open}");
    }
    format!(
        "**{name}**: {}-{}-{} · {}u of {}u risked (n = {decided}) · {open}",
        side.won,
        side.lost,
        side.push,
        side.net.signed(),
        side.staked.two_decimals(),
    )
}

fn line(settings: &Settings, held: &HeldTail) -> String {
    let HeldTail { tail, bet } = held;
    let word = match tail.side {
        Some(TailSide::Against) => "fade of",
        _ => "tail of",
    };
    let how = match tail.stake {
        Some(stake) => format!("{}u {}", stake.short(), tail::prices(settings, &tail.prices)),
        None => "a mark without stake".into(),
    };
    let net = match (tail.outcome, tail.net) {
        (Outcome::Open, _) | (_, None) => String::new(),
        (outcome, Some(net)) => format!(" · **{} {}u**", word_of(outcome), Units::signed(net)),
    };
    format!(
        "- #{} {word} {}: {} · {how}{net}\n  -# {}",
        bet.bet,
        text::plain(&bet.name),
        what(bet),
        tail::from(tail.basis)
    )
}

fn word_of(outcome: Outcome) -> String {
    outcome.code().replace('_', " ")
}

/// The pick in short: the first leg, and how many there are besides.
fn what(bet: &BetView) -> String {
    let first = bet
        .legs
        .first()
        .map(|leg| text::plain(&crate::limits::clip(&leg.pick(), 60)));
    match (first, bet.legs.len()) {
        (Some(first), 1) => first,
        (Some(first), legs) => format!("{first} and {} more", legs - 1),
        (None, _) => bet.kind.replace('_', " "),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::community::{CopyBasis, CopyPrice, TailChange};
    use dbsbm_store::TailView;

    fn held(number: i64) -> HeldTail {
        let bet = sample::nasty(number);
        HeldTail {
            tail: TailView {
                bet: bet.bet,
                side: Some(TailSide::With),
                change: TailChange::Added,
                basis: CopyBasis::Market,
                stake: Some(Units::ONE),
                prices: vec![
                    CopyPrice {
                        price: "+100".parse().unwrap(),
                        book: None
                    };
                    25
                ],
                tapped_at: bet.placed_at,
                outcome: Outcome::Won,
                staked: Some(Units::ONE),
                returned: Some(Units::ONE),
                net: Some(Units::ONE),
            },
            bet,
        }
    }

    #[test]
    fn empty_says_n_and_what_to_do() {
        let reply = shown(&Settings::default(), &TailSummary::default(), Vec::new(), true);
        assert!(reply.content.contains("n = 0") && reply.content.contains("buttons on a slip"));
        assert!(
            shown(&Settings::default(), &TailSummary::default(), Vec::new(), false)
                .content
                .contains("Nothing settled")
        );
    }

    #[test]
    fn what_the_own_tails_look_like() {
        let (settings, summary) = (Settings::default(), TailSummary::default());
        golden::shows("mytails-none", &shown(&settings, &summary, Vec::new(), true));
        let HeldTail { mut tail, .. } = held(7);
        tail.prices.truncate(1);
        let won = HeldTail {
            tail,
            bet: sample::pick(7),
        };
        golden::shows("mytails-settled", &shown(&settings, &summary, vec![won], false));
    }

    #[test]
    fn a_full_page_leads_on_and_stays_within_limits() {
        let all: Vec<HeldTail> = (1..=11).rev().map(held).collect();
        let reply = shown(&Settings::default(), &TailSummary::default(), all, false);
        assert_eq!(reply.rows[0].len(), 3);
        let json = golden::fits(&reply);
        assert_eq!(
            json["components"][0]["components"][2]["custom_id"],
            "v1:mytails:-:settled:2"
        );
        assert!(reply.content.contains("and 24 more"));
        assert!(reply.content.contains("**won +1.00u**"));
    }
}
