//! What could not be delivered, in words for those who can do something about it: told once, not with every delivery.

use crate::{app::App, rest::RestError};
use dbsbm_core::{
    id::{ChannelId, GuildId},
    proof::digest128,
};
use dbsbm_store::Task;
use serde_json::json;

/// The task that tells the staff.
pub(super) const NOTE: &str = "staff.note";

/// Discord's code for a member who lacks a permission, and for a channel that cannot be seen.
const MISSING_PERMISSION: u64 = 50_013;
const MISSING_ACCESS: u64 = 50_001;

/// What Discord's refusal means for a channel; none where it is about something else.
pub(super) fn in_channel(channel: ChannelId, error: &RestError) -> Option<String> {
    let refused = |what: &str| Some(format!("<#{channel}>: {what}"));
    match error {
        e if e.code() == Some(MISSING_ACCESS) => refused(
            "I cannot see this channel. Give me View Channel there, or choose another one with `/setup`.",
        ),
        e if e.code() == Some(MISSING_PERMISSION) || e.is_forbidden() => refused(
            "a permission is missing. `/setup` says which one; give it to me there, or choose another channel.",
        ),
        e if e.is_gone() => refused("this channel is gone. Choose another one with `/setup`."),
        _ => None,
    }
}

/// What was to be delivered, as the staff calls it; none for what is no matter of theirs.
fn what(task: &Task) -> Option<String> {
    let bet = || task.payload["bet"].as_i64().unwrap_or_default();
    Some(match task.kind.as_str() {
        "slip.post" | "slip.settle" | "slip.withdraw" | "slip.edit" => {
            format!("The slip of #{} could not be shown", bet())
        }
        "card.post" => format!("The sealed card of #{} could not be shown", bet()),
        "follow.role" => "A follower could not get the role of the capper".into(),
        "follow.end" => "The role of an erased capper's followers could not be removed".into(),
        "announce" | "announce.streak" => "An announcement could not be posted".into(),
        "report.post" => "A report could not be posted".into(),
        "channel.rename" => "A voice channel could not be renamed".into(),
        _ => return None,
    })
}

/// Has the staff told, once for each reason: the same reason again within a week is the same trouble.
pub(super) async fn tell(app: &App, task: &Task, why: &str) {
    if let Some(words) = words(task, why) {
        tell_staff(app, task.guild, why, &words).await;
    }
}

fn words(task: &Task, why: &str) -> Option<String> {
    Some(format!("⚠️ {}: {why}", what(task)?))
}

/// Has the staff told something, once for each key within a week.
pub(crate) async fn tell_staff(app: &App, guild: GuildId, key: &str, words: &str) {
    let key: String = digest128(key).iter().map(|b| format!("{b:02x}")).collect();
    let payload = json!({ "text": words });
    match app.book.queue_task(guild, NOTE, &key, &payload).await {
        Ok(()) => app.bell.notify_one(),
        Err(error) => tracing::error!(guild = guild.get(), %error, "cannot ask for a note to the staff"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, reply::Reply, sample};

    #[test]
    fn what_the_staff_is_told_of_a_delivery() {
        let task = |kind: &str| Task {
            id: 1,
            guild: GuildId::new(1).unwrap(),
            kind: kind.into(),
            key: "bet:12".into(),
            payload: json!({ "bet": 12 }),
            attempts: 1,
            queued_at: sample::pick(12).placed_at,
        };
        let channel = ChannelId::new(5).unwrap();
        let why = in_channel(channel, &refused(403, MISSING_PERMISSION)).unwrap();
        let told = words(&task("slip.post"), &why).unwrap();
        golden::shows("staff-undelivered", &Reply::public(told));
        assert_eq!(
            words(&task("notify.ping"), &why),
            None,
            "no matter of the staff's"
        );
    }

    fn refused(status: u16, code: u64) -> RestError {
        RestError::Refused {
            status,
            code,
            message: "words of Discord".into(),
        }
    }

    #[test]
    fn a_refusal_says_what_to_do() {
        let channel = ChannelId::new(5).unwrap();
        let words = |error| in_channel(channel, &error).unwrap();
        assert!(words(refused(403, 50_001)).contains("View Channel"));
        assert!(words(refused(403, 50_013)).contains("permission is missing"));
        assert!(words(refused(404, 10_003)).starts_with("<#5>: this channel is gone"));
        assert_eq!(in_channel(channel, &refused(400, 0)), None);
        assert_eq!(in_channel(channel, &RestError::Away("x".into())), None);
    }
}
