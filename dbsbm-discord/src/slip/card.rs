//! The card of a members-only slip: sealed before the start, with the pick and the proof of it afterwards.

use super::{FLOW, content, headline, picture};
use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Button, Reply, Style},
    text,
};
use chrono::{DateTime, Utc};
use dbsbm_core::{
    bet::{Seal, Status, view::BetView},
    guild::Settings,
    id::GuildId,
};

/// The card that tells nothing of the pick.
pub(crate) fn sealed(bet: &BetView, seal: &Seal) -> Reply {
    let when = match bet.status {
        Status::Withdrawn => "withdrawn before the start".to_string(),
        _ => format!("opens {}", text::moment(bet.first_start(), 'R')),
    };
    Reply::public(format!(
        "🔒 **Members-only pick · #{}** · {when}\n-# by <@{}> · sealed as `{}`",
        bet.bet,
        bet.capper,
        seal.commitment()
    ))
}

/// The card with the pick, and what it takes to check that this was sealed.
pub(crate) async fn opened(
    app: &App,
    guild: GuildId,
    settings: &Settings,
    bet: &BetView,
    seal: &Seal,
) -> Result<Reply, Fault> {
    let png = picture(app, guild, settings, bet).await?;
    let name = format!("card-{}.png", bet.bet);
    let details = Button::of("Details", Style::Plain, CustomId::new(FLOW, bet.bet, "details"));
    Ok(Reply::public(opened_words(settings, bet, seal))
        .picture(&name, png.bytes, &png.alt)
        // Its SHA-256 is the commitment.
        .file(format!("seal-{}.txt", bet.bet), seal.opened().into_bytes())
        .row(vec![details]))
}

fn opened_words(settings: &Settings, bet: &BetView, seal: &Seal) -> String {
    format!(
        "{}\n-# 🔓 opened: the file's SHA-256 is `{}`, as it was sealed",
        content(settings, bet),
        seal.commitment()
    )
}

/// [`headline`] for who may not be a member: nothing of a members-only pick while it is sealed.
pub(crate) fn headline_for_anyone(settings: &Settings, bet: &BetView, now: DateTime<Utc>) -> String {
    if bet.is_sealed(now) {
        format!("🔒 members-only pick · #{}", bet.bet)
    } else {
        headline(settings, bet)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use chrono::TimeDelta;

    fn seal() -> Seal {
        Seal {
            salt: "00ff".into(),
            text: "#7 Packers -4.5 -110 2u".into(),
        }
    }

    #[test]
    fn a_sealed_card_tells_who_and_when_but_not_what() {
        let mut bet = sample::bet(7, &["Packers -4.5"]);
        bet.terms.members_only = true;
        let card = sealed(&bet, &seal()).content;
        let start = bet.legs[0].start.timestamp().to_string();
        assert!(card.contains("<@42>") && card.contains(&start), "{card}");
        assert!(card.contains(&seal().commitment().to_string()));
        assert!(!card.contains("Packers") && !card.contains("00ff"), "{card}");
        golden::shows("card-sealed", &sealed(&bet, &seal()));
        bet.status = Status::Withdrawn;
        assert!(sealed(&bet, &seal()).content.contains("withdrawn"));
    }

    #[test]
    fn nobody_is_told_of_a_sealed_pick() {
        let mut bet = sample::bet(7, &["Packers -4.5"]);
        bet.terms.members_only = true;
        let (start, second) = (bet.first_start(), TimeDelta::seconds(1));
        for (status, before, after) in [
            (Status::Open, false, true),
            (Status::Withdrawn, false, false),
            // A grader's slip of the hand; it can be opened again.
            (Status::Void, false, true),
            (Status::Won, true, true),
        ] {
            bet.status = status;
            for (now, tells) in [(start - second, before), (start + second, after)] {
                let told = headline_for_anyone(&Settings::default(), &bet, now);
                assert_eq!(told.contains("Packers"), tells, "{status:?} {now}: {told}");
            }
        }
    }

    #[test]
    fn an_opened_card_can_be_checked() {
        let mut bet = sample::bet(7, &["Packers -4.5"]);
        bet.status = Status::Won;
        let card = opened_words(&Settings::default(), &bet, &seal());
        for part in ["Packers -4.5", "won", &seal().commitment().to_string()] {
            assert!(card.contains(part), "{card}");
        }
        golden::shows("card-opened", &Reply::public(card));
        let nasty = opened_words(&Settings::default(), &sample::nasty(7), &seal());
        golden::fits(&Reply::public(&nasty));
        assert!(nasty.ends_with("as it was sealed"), "{nasty}");
    }
}
