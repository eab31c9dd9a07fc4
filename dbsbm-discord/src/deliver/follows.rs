//! The roles that followers of cappers wear: whatever is told twice or late ends on what the books say now.

use super::{Done, Trouble, after_rest, id};
use crate::{app::App, fault::Fault, rest::RestError, text};
use dbsbm_core::id::{GuildId, RoleId, UserId};
use dbsbm_store::Task;

/// Discord's codes for a member who left, and for a role that somebody deleted.
const UNKNOWN_MEMBER: u64 = 10_007;
const UNKNOWN_ROLE: u64 = 10_011;

/// Brings the role of a follower up to date. A break takes it away until it ends.
pub(super) async fn dress(app: &App, task: &Task) -> Result<Done, Fault> {
    let (user, capper): (UserId, UserId) = (id(task, "user")?, id(task, "capper")?);
    let standing = app.book.follow_role(task.guild, user, capper).await?;
    let told = match (standing.follows && standing.break_until.is_none(), standing.role) {
        (true, _) => give(app, task.guild, user, capper).await,
        (false, Some(role)) => take(app, task.guild, user, role).await,
        (false, None) => Ok(()),
    };
    match (told, standing.break_until.filter(|_| standing.follows)) {
        (Ok(()), Some(until)) => Ok(Done::Wait("on a break", until - app.book.now())),
        (Ok(()), None) => Ok(Done::Delivered),
        (Err(Trouble::Fault(fault)), _) => Err(fault),
        (Err(Trouble::Rest(error)), _) => Ok(after(error)),
    }
}

/// Removes the role of the followers of a capper who was erased.
pub(super) async fn end(app: &App, task: &Task) -> Result<Done, Fault> {
    let role: RoleId = id(task, "role")?;
    match app.rest.delete_role(task.guild, role).await {
        Err(e) if e.code() != Some(UNKNOWN_ROLE) => Ok(after(e)),
        _ => Ok(Done::Delivered),
    }
}

/// Gives the role of the capper's followers; one that was deleted is made anew.
async fn give(app: &App, guild: GuildId, user: UserId, capper: UserId) -> Result<(), Trouble> {
    let role = made(app, guild, capper).await?;
    match app.rest.set_role(guild, user, role, true).await {
        Err(e) if e.code() == Some(UNKNOWN_ROLE) => {
            app.book.set_followers_role(guild, capper, None).await?;
            let role = made(app, guild, capper).await?;
            Ok(app.rest.set_role(guild, user, role, true).await?)
        }
        other => Ok(other?),
    }
}

/// Takes the role; where it is gone there is nothing to take.
async fn take(app: &App, guild: GuildId, user: UserId, role: RoleId) -> Result<(), Trouble> {
    match app.rest.set_role(guild, user, role, false).await {
        Err(e) if e.code() == Some(UNKNOWN_ROLE) => Ok(()),
        other => Ok(other?),
    }
}

/// The role of the capper's followers, made where there is none.
async fn made(app: &App, guild: GuildId, capper: UserId) -> Result<RoleId, Trouble> {
    // Many may follow the same capper at the same time.
    let _one_at_a_time = app.making.lock().await;
    if let Some(role) = app.book.followers_role(guild, capper).await? {
        return Ok(role);
    }
    let name = app.book.capper(guild, capper).await?.name;
    let role = app
        .rest
        .create_role(guild, &format!("Follows {}", text::label(&name)))
        .await?;
    app.book.set_followers_role(guild, capper, Some(role)).await?;
    Ok(role)
}

fn after(error: RestError) -> Done {
    match error {
        // Who left follows from wherever they are.
        e if e.code() == Some(UNKNOWN_MEMBER) => Done::Delivered,
        e if e.is_forbidden() => Done::Never(
            "I may not give that role. Give me Manage Roles, and put my own role above those that begin with \
             \"Follows\"; or switch `follow.roles` off in `/setup`, step Followers."
                .into(),
        ),
        e => after_rest(e),
    }
}
