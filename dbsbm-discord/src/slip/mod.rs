//! The message of a bet: the pick in words first, then the picture, then the buttons.
//!
//! Push previews, search and screen readers read text, so the text says everything that matters.

mod card;
mod reasons;
mod words;

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    look,
    reply::{Button, Component, Reply, Style},
    studio::Png,
};
pub(crate) use card::{headline_for_anyone, opened, sealed};
use dbsbm_core::{
    bet::{
        Status,
        view::{BetView, LegView},
    },
    guild::{Addressed, Settings},
    id::{BetNo, GuildId, RoleId, UserId},
};
use dbsbm_render::{Look, SlipView};
use dbsbm_store::TailCounts;
pub(crate) use reasons::Reasons;
#[cfg(test)]
pub(crate) use reasons::tests as sample_reasons;
pub(crate) use words::{game, headline, headline_unposted, leg_lines, playable_words, price_words, standing};

/// The flow of the buttons on a slip.
pub(crate) const FLOW: &str = "slip";

/// The message of a bet as it stands.
pub(crate) async fn message(
    app: &App,
    guild: GuildId,
    settings: &Settings,
    bet: &BetView,
) -> Result<Reply, Fault> {
    let png = picture(app, guild, settings, bet).await?;
    let tails = app.book.tail_counts(guild, bet.bet).await?;
    let followers = app.book.followers_role(guild, capper(bet)?).await?;
    Ok(shown(settings, bet, png, tails, followers))
}

/// The roles that a new slip calls: members, where the guild wants it, and those who follow the capper.
fn called(settings: &Settings, bet: &BetView, followers: Option<RoleId>) -> Vec<RoleId> {
    let members = settings.role_member.filter(|_| settings.mention_members);
    let followers = followers.filter(|_| settings.follow_roles);
    let all = members.into_iter().chain(followers);
    all.filter(|_| bet.status == Status::Open).collect()
}

fn shown(
    settings: &Settings,
    bet: &BetView,
    png: Png,
    tails: TailCounts,
    followers: Option<RoleId>,
) -> Reply {
    let mut reply =
        Reply::public(content(settings, bet)).picture(&format!("slip-{}.png", bet.bet), png.bytes, &png.alt);
    let called = called(settings, bet, followers);
    if !called.is_empty() {
        let mentions: Vec<String> = called.iter().map(|role| format!("<@&{role}>")).collect();
        reply.content.push_str(&format!("\n{}", mentions.join(" ")));
        reply.calls.roles = called;
    }
    reply.row(buttons(bet.bet, bet.status, tails))
}

/// The picture of a bet, with the record of its capper.
pub(crate) async fn picture(
    app: &App,
    guild: GuildId,
    settings: &Settings,
    bet: &BetView,
) -> Result<Png, Fault> {
    let record = app.book.slip_record(guild, capper(bet)?).await?;
    let caption = look::caption(app, guild, settings, &Look::on_slip(bet)).await?;
    let view = SlipView::of(bet, &record, &caption);
    app.studio.slip(view).await
}

/// The text of a slip.
fn content(settings: &Settings, bet: &BetView) -> String {
    let mut lines = vec![format!("**{}**", headline(settings, bet))];
    if bet.legs.len() > 1 {
        lines.extend(leg_lines(settings, bet, LegView::pick).map(|line| format!("- {line}")));
    } else {
        lines.extend(bet.legs.iter().map(game));
    }
    if let Some(standing) = standing(bet) {
        lines.push(standing);
    }
    let mut small = vec![format!("by <@{}>", bet.capper), price_words(bet).to_string()];
    small.extend(playable_words(settings, bet));
    if bet.late {
        small.push("posted late".into());
    }
    small.push(format!("proof `{}`", bet.hash));
    lines.push(format!("-# {}", small.join(" · ")));
    lines.join("\n")
}

/// What can be done with a slip: while it is open it can be copied, once it is graded the grade can be questioned.
pub(crate) fn buttons(bet: BetNo, status: Status, tails: TailCounts) -> Vec<Component> {
    let to = |step: &str| CustomId::new(FLOW, bet, step);
    let counted = |word: &str, count: u32| match count {
        0 => word.to_string(),
        count => format!("{word} · {count}"),
    };
    let open = status == Status::Open;
    let mut row = Vec::new();
    for (word, count, step) in [("Tail", tails.tails, "tail"), ("Fade", tails.fades, "fade")] {
        if open || count > 0 {
            row.push(Button::of(counted(word, count), Style::Plain, to(step)).off_if(!open));
        }
    }
    row.push(Button::of("Details", Style::Plain, to("details")));
    if status.is_settled() {
        row.push(Button::of("Question this grade", Style::Plain, to("question")));
    }
    row
}

/// What decides which channel a bet goes to.
pub(crate) fn addressed(bet: &BetView) -> Result<Addressed<'_>, Fault> {
    let mut leagues = bet.legs.iter().map(|leg| leg.league);
    let league = leagues
        .next()
        .filter(|first| leagues.all(|other| other == *first));
    Ok(Addressed {
        capper: capper(bet)?,
        league,
        kind: bet.kind,
        legs: bet.legs.len(),
        prop: bet.legs.iter().any(|leg| leg.player.is_some()),
        members_only: bet.terms.members_only,
    })
}

fn capper(bet: &BetView) -> Result<UserId, Fault> {
    bet.capper
        .parse()
        .map_err(|_| Fault::Internal(format!("bet {} has no capper", bet.bet)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::settle::Grade;

    fn of(settings: &Settings, bet: &BetView, tails: u32) -> Reply {
        let png = Png {
            bytes: vec![1],
            alt: format!("The slip of {}", bet.name),
        };
        shown(
            settings,
            bet,
            png,
            TailCounts { tails, fades: 0 },
            RoleId::new(78).ok(),
        )
    }

    #[test]
    fn what_a_slip_looks_like() {
        let settings = Settings::default();
        let show = |name: &str, bet: &BetView| golden::shows(name, &of(&settings, bet, 3));
        show("slip-open", &sample::pick(1_042));
        let won = sample::graded(1_042, Status::Won, Grade::Win, "1.82");
        show("slip-won", &won);
        show(
            "slip-half-lost",
            &sample::graded(7, Status::HalfLost, Grade::HalfLoss, "-1"),
        );
        show(
            "slip-withdrawn",
            &sample::graded(7, Status::Withdrawn, Grade::Open, "0"),
        );
        let late = BetView {
            late: true,
            verified: false,
            ..sample::pick(7)
        };
        show("slip-late", &late);
        show(
            "slip-parlay",
            &sample::bet(8, &["Packers -4.5", "over 47.5", "LeBron James over 25.5 points"]),
        );
    }

    #[test]
    fn a_slip_of_nasty_names_keeps_its_end_and_calls_members_and_followers_alone() {
        let settings = Settings::from_stored([("role.member", "77"), ("mention.members", "true")]).unwrap();
        let bet = sample::nasty(7);
        let reply = of(&settings, &bet, 1_000_000);
        golden::fits(&reply);
        assert_eq!(reply.calls.roles.len(), 2);
        assert!(
            reply.content.ends_with("proof `ab12cd34`\n<@&77> <@&78>"),
            "{}",
            reply.content
        );
        assert_eq!(reply.content.matches("\n- ").count(), 25);
        let single = BetView {
            legs: bet.legs[..1].to_vec(),
            ..bet
        };
        golden::fits(&of(&Settings::default(), &single, 0));
    }

    #[test]
    fn buttons_follow_the_bet() {
        let labels = |status, tails, fades| -> Vec<String> {
            let row = buttons(BetNo::new(7).unwrap(), status, TailCounts { tails, fades });
            row.iter()
                .map(|c| match c {
                    Component::Button(b) if b.off => format!("({})", b.label),
                    Component::Button(b) => b.label.clone(),
                    Component::Select(_) => "?".into(),
                })
                .collect()
        };
        assert_eq!(labels(Status::Open, 0, 0), ["Tail", "Fade", "Details"]);
        assert_eq!(labels(Status::Open, 12, 3), ["Tail · 12", "Fade · 3", "Details"]);
        assert_eq!(
            labels(Status::Won, 1_000, 0),
            ["(Tail · 1000)", "Details", "Question this grade"]
        );
        assert_eq!(labels(Status::Withdrawn, 0, 0), ["Details"]);
    }
}
