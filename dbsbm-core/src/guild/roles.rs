//! Who acts: a person with the highest role that they hold in the guild.
//!
//! ```
//! use dbsbm_core::guild::Role;
//! assert!(Role::Admin.includes(Role::Capper) && !Role::Capper.includes(Role::Grader));
//! ```

use crate::{
    id::{GuildId, UserId},
    market::codes,
};

codes! {
    /// The roles of a guild, each including the powers of those before it.
    Role, "role", {
        /// Reads the record, tails and asks.
        Member = "member",
        /// Posts picks and has a public record.
        Capper = "capper",
        /// Grades what no feed can.
        Grader = "grader",
        /// Changes settings and manages cappers: Discord's Manage Server, or the mapped role.
        Admin = "admin",
        /// Owns the Discord server.
        Owner = "owner",
        /// Runs the program.
        Operator = "operator",
    }
}

impl Role {
    /// Whether this role has the powers of `other`.
    pub fn includes(self, other: Self) -> bool {
        self >= other
    }
}

/// Who asks for a change to the books of which guild. Front-ends make it from what they trust (Discord's member data,
/// access to the machine), never from what the person typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Actor {
    /// The guild acted in; every use-case is confined to it.
    pub guild: GuildId,
    /// The person; none for the command line and the program's own jobs.
    pub user: Option<UserId>,
    /// The highest role that the person holds in that guild.
    pub role: Role,
}

impl Actor {
    /// Whoever runs the program, at the command line or in a job.
    pub const fn operator(guild: GuildId) -> Self {
        Self {
            guild,
            user: None,
            role: Role::Operator,
        }
    }

    /// Whether the actor is this person.
    pub fn is(&self, person: UserId) -> bool {
        self.user == Some(person)
    }
}
