//! Tail and fade: a private copy at the price of the moment.
//!
//! A tap reads little but what the Book has to lock anyway, so that a thousand of them on one slip stay cheap; the count
//! on the slip follows by the outbox.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::{Fault, sentence},
    flows::age,
    reply::{Answer, Button, Field, Modal, Reply, Style},
    request::{Request, What},
    slip::FLOW,
    text,
};
use dbsbm_core::{
    community::{CopyBasis, CopyPrice, TailChange, TailSide},
    guild::Settings,
    id::BetNo,
    money::Units,
};
use dbsbm_store::{TailCounts, TailFilter, TailView};

/// A tap on the button of a side.
pub(super) async fn tap(app: &App, request: &Request, bet: BetNo, side: TailSide) -> Result<Answer, Fault> {
    match age::ask(app, request).await? {
        Some(question) => Ok(question.into()),
        None => copy(app, request, bet, side, None).await.map(Answer::New),
    }
}

/// Asks for a stake of one's own.
pub(super) async fn ask_stake(
    app: &App,
    request: &Request,
    bet: BetNo,
    side: TailSide,
) -> Result<Answer, Fault> {
    let settings = app.settings(request.guild).await?;
    let held = held(app, request, bet).await?;
    Ok(Answer::Form(Modal {
        to: CustomId::new(FLOW, bet, &format!("staked:{side}")),
        title: format!("Your stake on #{bet}"),
        fields: vec![Field {
            name: "stake",
            label: "Units".into(),
            hint: format!(
                "{} to {}",
                settings.limit_min_units.short(),
                settings.limit_max_units.short()
            ),
            value: held
                .and_then(|tail| tail.stake)
                .map(Units::short)
                .unwrap_or_default(),
            most: 12,
            ..Field::default()
        }],
    }))
}

/// Takes the copy at the stake that was typed, at the price of this moment.
pub(super) async fn restake(
    app: &App,
    request: &Request,
    bet: BetNo,
    side: TailSide,
) -> Result<Answer, Fault> {
    let typed = request.field("stake").unwrap_or_default();
    let typed = typed.trim_end_matches(['u', 'U']).trim().replace(',', ".");
    let stake: Units = typed.parse().map_err(|e| {
        Fault::refused(format!(
            "{} Type units, such as `1.5`.",
            sentence(&format!("{e}"))
        ))
    })?;
    // The same tap again would take it back, and who sends a form does not mean that.
    let same = |tail: &TailView| tail.side == Some(side) && tail.stake == Some(stake);
    if held(app, request, bet).await?.as_ref().is_some_and(same) {
        return Err(Fault::refused(format!(
            "{}u is your stake on #{bet} already. The button on the slip takes it back.",
            stake.short()
        )));
    }
    let reply = copy(app, request, bet, side, Some(stake)).await?;
    Ok(match request.what {
        What::Form { on_message: true, .. } => Answer::Replace(reply),
        _ => Answer::New(reply),
    })
}

async fn copy(
    app: &App,
    request: &Request,
    bet: BetNo,
    side: TailSide,
    stake: Option<Units>,
) -> Result<Reply, Fault> {
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let (tail, counts) = app.book.tail(&actor, bet, side, stake, &request.key()).await?;
    app.bell.notify_one();
    Ok(taken(&settings, &tail, counts))
}

/// The copy that the person holds of a bet.
async fn held(app: &App, request: &Request, bet: BetNo) -> Result<Option<TailView>, Fault> {
    let filter = TailFilter {
        before: Some(bet.get().saturating_add(1)),
        limit: Some(1),
        ..TailFilter::default()
    };
    let newest = app.book.tails(request.guild, request.person.id, &filter).await?;
    Ok(newest
        .into_iter()
        .map(|held| held.tail)
        .find(|tail| tail.bet == bet))
}

/// What a tap came to: the price, where it is from, and how it is undone.
fn taken(settings: &Settings, tail: &TailView, counts: TailCounts) -> Reply {
    let bet = tail.bet;
    let Some(side) = tail.side else {
        return Reply::private(format!("Taken back: you have nothing on #{bet} any more."));
    };
    let word = match side {
        TailSide::Against => "Fade",
        _ => "Tail",
    };
    let others = match side {
        TailSide::Against => format!("{} against it", counts.fades),
        _ => format!("{} with it", counts.tails),
    };
    let what = match tail.stake {
        Some(stake) => format!("{}u {}", stake.short(), prices(settings, &tail.prices)),
        None => "a mark, with nothing to win or lose".into(),
    };
    let changed = match tail.change {
        TailChange::Restaked => " · stake changed, at the price of now",
        TailChange::Switched => " · your copy of the other side is gone",
        _ => "",
    };
    let mut reply = Reply::private(format!(
        "✅ **{word} of #{bet}** · {what}{changed}\n-# {} · {others} · a second tap on *{word}* takes it back, until the start",
        from(tail.basis),
    ));
    if tail.stake.is_some() {
        let to = CustomId::new(FLOW, bet, &format!("stake:{side}"));
        reply = reply.row(vec![Button::of("Other stake", Style::Plain, to)]);
    }
    reply
}

/// Prices that are listed one by one.
const LISTED: usize = 3;

/// `at -108 (Pinnacle)`, for several legs one after the other, of many their number.
pub(in crate::flows) fn prices(settings: &Settings, prices: &[CopyPrice]) -> String {
    if prices.len() > LISTED {
        return format!("at {} prices, one a leg", prices.len());
    }
    let one = |copy: &CopyPrice| {
        let book = copy
            .book
            .as_ref()
            .map(|b| format!(" ({})", text::plain(b)))
            .unwrap_or_default();
        format!("{}{book}", settings.odds_display.show(copy.price))
    };
    let all: Vec<String> = prices.iter().map(one).collect();
    format!("at {}", all.join(" + "))
}

/// Where the price of a copy is from.
pub(in crate::flows) fn from(basis: CopyBasis) -> &'static str {
    match basis {
        CopyBasis::Market => "the best price in the market at that moment",
        CopyBasis::Mark => "nothing was quoted for the other side",
        _ => "the slip's own price: nothing was quoted at that moment",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::settle::Outcome;

    fn tail(side: Option<TailSide>, change: TailChange, basis: CopyBasis) -> TailView {
        let price = CopyPrice {
            price: "-108".parse().unwrap(),
            book: Some(sample::NASTY.into()),
        };
        TailView {
            bet: BetNo::new(12).unwrap(),
            side,
            change,
            basis,
            stake: (basis != CopyBasis::Mark).then_some(Units::ONE),
            prices: vec![price; 3],
            tapped_at: "2024-09-08T16:00:00Z".parse().unwrap(),
            outcome: Outcome::Open,
            staked: None,
            returned: None,
            net: None,
        }
    }

    #[test]
    fn many_prices_are_counted() {
        let mut many = tail(Some(TailSide::With), TailChange::Added, CopyBasis::Market);
        many.prices = vec![many.prices[0].clone(); 25];
        assert_eq!(
            prices(&Settings::default(), &many.prices),
            "at 25 prices, one a leg"
        );
    }

    #[test]
    fn what_a_tap_is_answered_with() {
        let show = |name: &str, side, change, basis| {
            let mut copy = tail(side, change, basis);
            copy.prices.truncate(1);
            copy.prices[0].book = Some("Pinnacle".into());
            let counts = TailCounts { tails: 12, fades: 3 };
            golden::shows(name, &taken(&Settings::default(), &copy, counts));
        };
        let (with, against) = (Some(TailSide::With), Some(TailSide::Against));
        show("tail-taken", with, TailChange::Added, CopyBasis::Market);
        show("tail-restaked", with, TailChange::Restaked, CopyBasis::NoMarket);
        show("tail-mark", against, TailChange::Switched, CopyBasis::Mark);
        show("tail-back", None, TailChange::Removed, CopyBasis::Market);
    }

    #[test]
    fn says_price_source_and_way_back() {
        let counts = TailCounts { tails: 12, fades: 3 };
        let said = |side, change, basis| {
            golden::fits(&taken(&Settings::default(), &tail(side, change, basis), counts))
        };
        let added = said(Some(TailSide::With), TailChange::Added, CopyBasis::Market);
        let content = added["content"].as_str().unwrap();
        assert!(
            content.starts_with("✅ **Tail of #12** · 1u at -108 (")
                && content.matches(" + -108").count() == 2,
            "{content}"
        );
        assert!(content.contains("best price in the market") && content.contains("takes it back"));
        assert!(content.contains("12 with it"));
        assert_eq!(
            added["components"][0]["components"][0]["custom_id"],
            "v1:slip:12:stake:with"
        );
        let mark = said(Some(TailSide::Against), TailChange::Switched, CopyBasis::Mark);
        let content = mark["content"].as_str().unwrap();
        assert!(
            content.contains("a mark")
                && content.contains("3 against it")
                && content.contains("other side is gone")
        );
        assert_eq!(mark["components"], serde_json::json!([]));
        let gone = said(None, TailChange::Removed, CopyBasis::Market);
        assert_eq!(gone["content"], "Taken back: you have nothing on #12 any more.");
    }
}
