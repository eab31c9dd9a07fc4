//! `/withdraw`: takes back an open bet, as far as the rules of the guild allow it.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Choice, Reply},
    request::{Request, What},
    slip, text,
};
use dbsbm_core::{bet::view::BetView, guild::Settings, id::BetNo};
use dbsbm_store::BetFilter;

/// Open bets that are looked through while a person types.
const LOOKED_AT: u32 = 200;

pub(super) fn spec() -> Spec {
    Spec {
        name: "withdraw",
        about: "Withdraw an open bet of yours before it starts",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![Opt::needed("bet", "Its number, such as 1042", OptKind::Text(100)).typing()],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let typed = options.text("bet").unwrap_or_default();
    let number = number(typed).ok_or_else(|| {
        Fault::refused(format!(
            "{} is no number of a bet. `/mybets` shows the numbers.",
            text::quoted(typed)
        ))
    })?;
    let settings = app.settings(request.guild).await?;
    let actor = app.actor(request, &settings).await?;
    let bet = app.book.withdraw(&actor, number).await?;
    app.bell.notify_one();
    Ok(withdrawn(&settings, &bet).into())
}

fn withdrawn(settings: &Settings, bet: &BetView) -> Reply {
    let shadow = if bet.shadow {
        "\nIt was past the free two minutes or tailed already, so its result is still shown beside your record."
    } else {
        ""
    };
    Reply::private(format!("Withdrawn: {}{shadow}", slip::headline(settings, bet)))
}

/// The number in `1042` or `#1042`.
fn number(typed: &str) -> Option<BetNo> {
    let digits = typed.trim().trim_start_matches('#');
    digits.parse().ok().and_then(|n| BetNo::new(n).ok())
}

/// The own open bets that have what is typed in their words.
pub(super) async fn typing(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Typing { text: typed, .. } = &request.what else {
        return Ok(Answer::Choices(Vec::new()));
    };
    let settings = app.settings(request.guild).await?;
    let filter = BetFilter {
        capper: Some(request.person.id),
        open: Some(true),
        newest_first: true,
        limit: Some(LOOKED_AT),
        ..BetFilter::default()
    };
    let wanted = typed.trim().trim_start_matches('#').to_lowercase();
    let bets = app.book.bets(request.guild, &filter).await?;
    let choices = bets.iter().map(|bet| choice(&settings, bet));
    Ok(Answer::Choices(
        choices
            .filter(|choice| choice.label.to_lowercase().contains(&wanted))
            .take(crate::limits::MANY)
            .collect(),
    ))
}

/// `#1042 Packers -4.5 -110`
fn choice(settings: &Settings, bet: &BetView) -> Choice {
    let first = bet.legs.first();
    let what = match bet.legs.len() {
        1 => first.map(|leg| {
            format!(
                "{} {}",
                text::label(&leg.pick()),
                settings.odds_display.show(leg.price)
            )
        }),
        several => first.map(|leg| format!("{several} legs, {} and more", text::label(&leg.pick()))),
    };
    Choice::new(format!("#{} {}", bet.bet, what.unwrap_or_default()), bet.bet)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};

    #[test]
    fn what_was_withdrawn_and_what_may_be() {
        let settings = Settings::default();
        let bet = sample::pick(7);
        golden::shows("withdraw", &withdrawn(&settings, &bet));
        let late = BetView { shadow: true, ..bet };
        golden::shows("withdraw-shadow", &withdrawn(&settings, &late));
        golden::fits(&withdrawn(&settings, &sample::nasty(8)));
        assert_eq!(choice(&settings, &late).label, "#7 Packers -4.5 -110");
        let two = sample::bet(8, &["Packers ML", "Lions ML"]);
        assert_eq!(choice(&settings, &two).label, "#8 2 legs, Packers ML and more");
    }

    #[test]
    fn a_number_with_or_without_its_mark() {
        assert_eq!(number(" #1042 "), BetNo::new(1042).ok());
        assert_eq!(number("1042"), BetNo::new(1042).ok());
        assert_eq!(number("Packers"), None);
        assert_eq!(number("-3"), None);
    }
}
