//! Which role a person has in the books, from what Discord says of them. Nothing here is taken from what was typed.

use crate::{app::App, fault::Fault, invite::permission, request::Request};
use dbsbm_core::{
    guild::{Actor, Role, Settings},
    id::{GuildId, RoleId, UserId},
};

impl App {
    /// Who acts, with the highest role that the person holds.
    pub(crate) async fn actor(&self, request: &Request, settings: &Settings) -> Result<Actor, Fault> {
        let person = &request.person;
        let manages = person.permissions & (permission::ADMINISTRATOR | permission::MANAGE_GUILD) != 0;
        let wears = Wears {
            roles: &person.roles,
            manages,
        };
        self.actor_of(request.guild, person.id, &wears, settings).await
    }

    /// The same for somebody who asked nothing: who reacted.
    pub(crate) async fn actor_of(
        &self,
        guild: GuildId,
        user: UserId,
        wears: &Wears<'_>,
        settings: &Settings,
    ) -> Result<Actor, Fault> {
        let role = match of_discord(self, guild, user, wears, settings) {
            Role::Member if self.book.is_capper(guild, user).await? => Role::Capper,
            other => other,
        };
        Ok(Actor {
            guild,
            user: Some(user),
            role,
        })
    }

    /// The settings of the guild that asks, and who acts.
    pub(crate) async fn acting(&self, request: &Request) -> Result<(Settings, Actor), Fault> {
        let settings = self.settings(request.guild).await?;
        let actor = self.actor(request, &settings).await?;
        Ok((settings, actor))
    }

    /// Tells who is no capper so before anything is asked of them.
    pub(crate) async fn require_capper(&self, request: &Request) -> Result<(), Fault> {
        // Opens the books of a guild that the bot has not met.
        self.settings(request.guild).await?;
        if self.book.is_capper(request.guild, request.person.id).await? {
            Ok(())
        } else {
            Err(Fault::refused(
                "Posting picks is for cappers, and you are none here yet. An admin can add you with `/capper add`.",
            ))
        }
    }
}

/// What Discord says of a member.
#[derive(Debug)]
pub(crate) struct Wears<'a> {
    /// The roles.
    pub(crate) roles: &'a [RoleId],
    /// Whether the member may manage the server.
    pub(crate) manages: bool,
}

/// The role by what Discord says alone.
fn of_discord(app: &App, guild: GuildId, user: UserId, member: &Wears<'_>, settings: &Settings) -> Role {
    let wears = |role: Option<_>| role.is_some_and(|role| member.roles.contains(&role));
    if app.config.operators.contains(&user) {
        Role::Operator
    } else if app.owns(guild, user) {
        Role::Owner
    } else if member.manages || wears(settings.role_admin) {
        Role::Admin
    } else if wears(settings.role_grader) {
        Role::Grader
    } else if wears(settings.role_capper) {
        Role::Capper
    } else {
        Role::Member
    }
}
