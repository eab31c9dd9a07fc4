//! Grading by a reaction on a slip: ✅ won, ❌ lost, ➖ push. For graders and admins; everybody else's are only reactions.

use crate::{app::App, deliver, fault::Fault, who::Wears};
use dbsbm_core::{
    guild::Role,
    id::{BetNo, ChannelId, GuildId, MessageId, RoleId, UserId},
    settle::Grade,
};
use dbsbm_store::ManualGrade;
use serenity::all::{Reaction, ReactionType};

/// A reaction that means a grade.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reacted {
    guild: GuildId,
    channel: ChannelId,
    message: MessageId,
    user: UserId,
    roles: Vec<RoleId>,
    grade: Grade,
}

impl Reacted {
    /// Out of serenity's; none for what means no grade, or was done by a bot.
    pub(crate) fn read(reaction: &Reaction) -> Option<Self> {
        let ReactionType::Unicode(emoji) = &reaction.emoji else {
            return None;
        };
        let member = reaction.member.as_ref()?;
        if member.user.bot {
            return None;
        }
        let number = |id: u64| i64::try_from(id).unwrap_or(i64::MAX);
        Some(Self {
            grade: meant(emoji)?,
            guild: GuildId::new(number(reaction.guild_id?.get())).ok()?,
            channel: ChannelId::new(number(reaction.channel_id.get())).ok()?,
            message: MessageId::new(number(reaction.message_id.get())).ok()?,
            user: UserId::new(number(member.user.id.get())).ok()?,
            roles: member
                .roles
                .iter()
                .filter_map(|role| RoleId::new(number(role.get())).ok())
                .collect(),
        })
    }
}

/// The grade that an emoji means, whether or not it is drawn in colour.
fn meant(emoji: &str) -> Option<Grade> {
    match emoji.trim_end_matches('\u{fe0f}') {
        "✅" | "✔" => Some(Grade::Win),
        "❌" | "✖" => Some(Grade::Loss),
        "➖" => Some(Grade::Push),
        _ => None,
    }
}

/// Grades the bet whose slip was reacted to. There is nobody to answer: what is refused is told to the staff.
pub(crate) async fn grade(app: &App, reacted: &Reacted) {
    let about = app
        .book
        .about_message(reacted.guild, reacted.channel, reacted.message)
        .await;
    let bet = match about {
        Ok(about) => about.as_deref().and_then(bet_of),
        Err(error) => return tracing::error!(%error, "cannot look up what was reacted to"),
    };
    let Some(bet) = bet else { return };
    match decide(app, reacted, bet).await {
        Ok(()) => {}
        Err(Fault::Refused(why)) => {
            tracing::info!(
                guild = reacted.guild.get(),
                bet = bet.get(),
                why,
                "reaction refused"
            );
            let words = refused(reacted.user, bet, &why);
            let key = format!("reaction:{}:{}:{}", reacted.message, reacted.user, reacted.grade);
            deliver::tell_staff(app, reacted.guild, &key, &words).await;
        }
        Err(other) => other.log(0, reacted.guild.get(), "a reaction"),
    }
}

fn refused(who: UserId, bet: BetNo, why: &str) -> String {
    format!("<@{who}> reacted to the slip of #{bet}, which changed nothing: {why}")
}

fn bet_of(about: &str) -> Option<BetNo> {
    about.strip_prefix("slip:")?.parse().ok()
}

async fn decide(app: &App, reacted: &Reacted, number: BetNo) -> Result<(), Fault> {
    let settings = app.settings(reacted.guild).await?;
    let wears = Wears {
        roles: &reacted.roles,
        manages: app.manages(reacted.guild, &reacted.roles),
    };
    let actor = app
        .actor_of(reacted.guild, reacted.user, &wears, &settings)
        .await?;
    let bet = app.book.bet(reacted.guild, number).await?;
    let own = bet.capper == reacted.user.to_string();
    if !own && !actor.role.includes(Role::Grader) {
        return Ok(());
    }
    // Who is glad of a won bet changes nothing.
    if bet.status.is_settled() && bet.legs.iter().all(|leg| leg.grade == reacted.grade) {
        return Ok(());
    }
    let manual = ManualGrade {
        leg: None,
        grade: reacted.grade,
        reason: String::new(),
    };
    app.book.grade(&actor, number, &manual).await?;
    tracing::info!(
        guild = reacted.guild.get(),
        bet = number.get(),
        "graded by reaction"
    );
    app.bell.notify_one();
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, reply::Reply};

    #[test]
    fn the_staff_is_told_of_a_reaction_that_changed_nothing() {
        let (who, bet) = (UserId::new(42).unwrap(), BetNo::new(7).unwrap());
        let why = "The result already says how it ended.";
        golden::shows("staff-reaction", &Reply::public(refused(who, bet, why)));
    }

    #[test]
    fn three_reactions_mean_a_grade() {
        assert_eq!(meant("✅"), Some(Grade::Win));
        assert_eq!(meant("❌"), Some(Grade::Loss));
        assert_eq!(meant("✖\u{fe0f}"), Some(Grade::Loss));
        assert_eq!(meant("➖"), Some(Grade::Push));
        assert_eq!(meant("🔥"), None);
    }

    #[test]
    fn a_slip_is_of_a_bet() {
        assert_eq!(bet_of("slip:17").map(BetNo::get), Some(17));
        assert_eq!(bet_of("buttons:17"), None);
    }
}
