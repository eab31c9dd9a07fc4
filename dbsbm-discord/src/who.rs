//! Which role a person has in the books, from what Discord says of them. Nothing here is taken from what was typed.

use crate::{app::App, fault::Fault, invite::permission, request::Request};
use dbsbm_core::guild::{Actor, Role, Settings};
use dbsbm_store::BookError;

impl App {
    /// Who acts, with the highest role that the person holds.
    pub(crate) async fn actor(&self, request: &Request, settings: &Settings) -> Result<Actor, Fault> {
        let person = &request.person;
        let of_discord = of_discord(self, request, settings);
        let role = match of_discord {
            Role::Member if self.book.is_capper(request.guild, person.id).await? => Role::Capper,
            other => other,
        };
        Ok(Actor {
            guild: request.guild,
            user: Some(person.id),
            role,
        })
    }
}

impl App {
    /// Tells who is no capper so before anything is asked of them.
    pub(crate) async fn require_capper(&self, request: &Request) -> Result<(), Fault> {
        // Opens the books of a guild that the bot has not met.
        self.settings(request.guild).await?;
        if self.book.is_capper(request.guild, request.person.id).await? {
            Ok(())
        } else {
            Err(BookError::NoCapper(request.person.id).into())
        }
    }
}

/// The role by what Discord says alone.
fn of_discord(app: &App, request: &Request, settings: &Settings) -> Role {
    let person = &request.person;
    let may = |bits: u64| person.permissions & bits != 0;
    let wears = |role: Option<_>| role.is_some_and(|role| person.roles.contains(&role));
    if app.config.operators.contains(&person.id) {
        Role::Operator
    } else if app.owns(request) {
        Role::Owner
    } else if may(permission::ADMINISTRATOR | permission::MANAGE_GUILD) || wears(settings.role_admin) {
        Role::Admin
    } else if wears(settings.role_grader) {
        Role::Grader
    } else if wears(settings.role_capper) {
        Role::Capper
    } else {
        Role::Member
    }
}
