//! The permission rules, as one function over one table of actions.
//!
//! | action | who |
//! | --- | --- |
//! | post or withdraw an own bet | capper |
//! | post or withdraw for another | admin |
//! | grade, regrade | grader; an own bet only where `self_grading` is `marked`, and then its capper too |
//! | manage cappers, import, export | admin |
//! | tail or fade | every member, except one's own bet |
//! | follow, ask, take a break, see to own data | every member, for oneself |
//! | answer a question about a grade | as for grading |
//! | change a profile | its capper, or an admin |
//! | read the audit, announce, close a month, hold seasons, webhooks, the guild's look | admin |
//! | set a capper's picture | that capper, or an admin |
//! | change a setting | admin, or what the settings table asks for |
//!
//! ```
//! use dbsbm_core::guild::{Action, Actor, Refusal, Role, Settings, permit};
//! use dbsbm_core::id::{GuildId, UserId};
//! let capper = UserId::new(42).unwrap();
//! let grader = Actor { guild: GuildId::new(1).unwrap(), user: Some(capper), role: Role::Grader };
//! let mut settings = Settings::default();
//! let own = Action::Grade { capper };
//! assert_eq!(permit(&grader, own, &settings), Err(Refusal::OwnBet));
//! settings.set("self_grading", "marked").unwrap();
//! assert_eq!(permit(&grader, own, &settings), Ok(()));
//! ```

use super::{Actor, Role, SelfGrading, Setting, Settings};
use crate::id::UserId;

/// Something that not everybody may do.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub enum Action {
    /// Post a bet to this capper's record.
    Post {
        /// Whose record.
        capper: UserId,
    },
    /// Withdraw a bet of this capper.
    Withdraw {
        /// Whose bet.
        capper: UserId,
    },
    /// Grade an open bet of this capper.
    Grade {
        /// Whose bet.
        capper: UserId,
    },
    /// Change the outcome of a settled bet of this capper.
    Regrade {
        /// Whose bet.
        capper: UserId,
    },
    /// Add, change or remove cappers.
    ManageCappers,
    /// Change a setting.
    Set(&'static Setting),
    /// Bring history into the books.
    Import,
    /// Take the guild's books out.
    Export,
    /// Read who did what.
    ReadAudit,
    /// Announce something in the guild's name.
    Announce,
    /// Freeze the standings of a month.
    CloseMonth,
    /// Open and close seasons.
    ManageSeasons,
    /// Enter a season as this capper.
    EnterSeason {
        /// Who enters.
        capper: UserId,
    },
    /// Add, pause or remove outgoing webhooks.
    ManageWebhooks,
    /// Change the look of the guild's slips.
    ManageLook,
    /// Change the picture of this capper.
    Picture {
        /// Whose picture.
        capper: UserId,
    },
    /// Tail or fade a bet of this capper.
    Tail {
        /// Whose bet.
        capper: UserId,
    },
    /// What members do for themselves alone: follow, ask, take a break, see to their data.
    ForOneself,
    /// Answer a question about a bet of this capper.
    Answer {
        /// Whose bet.
        capper: UserId,
    },
    /// Change the profile of this capper.
    Profile {
        /// Whose profile.
        capper: UserId,
    },
}

/// Why an actor may not do something, and what would be needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum Refusal {
    /// The role is too low.
    #[error("{doing} needs the role {needs}; yours is {has}. {}", way(*.needs))]
    NeedsRole {
        /// What was asked for, in words.
        doing: &'static str,
        /// The lowest role that may.
        needs: Role,
        /// The role of the actor.
        has: Role,
    },
    /// Somebody else's bet or record.
    #[error("{doing} is for the capper alone, or for an admin on the capper's behalf; your role is {has}")]
    NotYours {
        /// What was asked for, in words.
        doing: &'static str,
        /// The role of the actor.
        has: Role,
    },
    /// An own bet, where the guild does not allow to grade it.
    #[error(
        "nobody grades an own bet here: another grader or admin does, or an admin sets `self_grading` to `marked`, which is shown on the bet"
    )]
    OwnBet,
    /// A copy of an own bet.
    #[error("nobody tails or fades an own bet: it stands on your record already")]
    OwnTail,
    /// A job or the command line, where a member is meant.
    #[error("{0} is for members themselves; nobody does it on another's behalf")]
    NeedsAPerson(&'static str),
}

impl Refusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        match self {
            Self::NeedsRole { .. } => "needs_role",
            Self::NotYours { .. } => "not_yours",
            Self::OwnBet => "own_bet",
            Self::OwnTail => "own_tail",
            Self::NeedsAPerson(_) => "needs_a_person",
        }
    }
}

/// How to come by a role.
const fn way(role: Role) -> &'static str {
    match role {
        Role::Member => "Join the server to become a member.",
        Role::Capper => "An admin can add you as a capper.",
        Role::Grader => "An admin can give you the role set as `role.grader`.",
        Role::Admin => "Discord's Manage Server permission, or the role set as `role.admin`, makes an admin.",
        Role::Owner => "Only the owner of the Discord server may.",
        Role::Operator => "Only who runs this bot may.",
    }
}

/// Decides whether the actor may do it.
///
/// # Errors
/// [`Refusal`] says which rule stands against it, and what would be needed.
pub fn permit(actor: &Actor, action: Action, settings: &Settings) -> Result<(), Refusal> {
    match action {
        Action::Post { capper } => for_capper(actor, capper, "posting to another capper's record", "posting"),
        Action::Withdraw { capper } => for_capper(actor, capper, "withdrawing this bet", "withdrawing"),
        Action::Grade { capper } => grade(actor, capper, settings, "grading"),
        Action::Regrade { capper } => grade(actor, capper, settings, "regrading"),
        Action::ManageCappers => at_least(actor, Role::Admin, "managing cappers"),
        Action::Set(setting) => at_least(actor, setting.needs, "changing this setting"),
        Action::Import => at_least(actor, Role::Admin, "importing bets"),
        Action::Export => at_least(actor, Role::Admin, "exporting the guild's books"),
        Action::ReadAudit => at_least(actor, Role::Admin, "reading the audit"),
        Action::Announce => at_least(actor, Role::Admin, "announcing"),
        Action::CloseMonth => at_least(actor, Role::Admin, "closing a month"),
        Action::ManageSeasons => at_least(actor, Role::Admin, "managing seasons"),
        Action::EnterSeason { capper } => for_capper(
            actor,
            capper,
            "entering another capper in a season",
            "entering a season",
        ),
        Action::ManageWebhooks => at_least(actor, Role::Admin, "managing outgoing webhooks"),
        Action::ManageLook => at_least(actor, Role::Admin, "changing the look of the guild"),
        Action::Picture { capper } => for_capper(
            actor,
            capper,
            "changing another capper's picture",
            "changing a picture",
        ),
        Action::Tail { capper } if actor.is(capper) => Err(Refusal::OwnTail),
        Action::Tail { .. } => actor.person("tailing or fading").map(|_| ()),
        Action::ForOneself => actor.person("this").map(|_| ()),
        Action::Answer { capper } => grade(actor, capper, settings, "answering a question about a grade"),
        Action::Profile { capper } => for_capper(actor, capper, "changing another's profile", "a profile"),
    }
}

impl Actor {
    /// The person who acts; what is done may be for nobody else.
    ///
    /// # Errors
    /// [`Refusal::NeedsAPerson`] for a job or the command line.
    pub fn person(&self, doing: &'static str) -> Result<UserId, Refusal> {
        self.user.ok_or(Refusal::NeedsAPerson(doing))
    }
}

fn at_least(actor: &Actor, needs: Role, doing: &'static str) -> Result<(), Refusal> {
    if actor.role.includes(needs) {
        Ok(())
    } else {
        Err(Refusal::NeedsRole {
            doing,
            needs,
            has: actor.role,
        })
    }
}

fn for_capper(actor: &Actor, capper: UserId, others: &'static str, own: &'static str) -> Result<(), Refusal> {
    if actor.is(capper) {
        at_least(actor, Role::Capper, own)
    } else if actor.role.includes(Role::Admin) {
        Ok(())
    } else {
        Err(Refusal::NotYours {
            doing: others,
            has: actor.role,
        })
    }
}

fn grade(actor: &Actor, capper: UserId, settings: &Settings, doing: &'static str) -> Result<(), Refusal> {
    if !actor.is(capper) {
        return at_least(actor, Role::Grader, doing);
    }
    match settings.self_grading {
        SelfGrading::Marked => at_least(actor, Role::Capper, doing),
        SelfGrading::No => at_least(actor, Role::Grader, doing).and(Err(Refusal::OwnBet)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::GuildId;

    const EVERYBODY: [Role; 6] = [
        Role::Member,
        Role::Capper,
        Role::Grader,
        Role::Admin,
        Role::Owner,
        Role::Operator,
    ];

    /// The lowest role that may, on an own and on another's bet; `None` when no role may.
    fn check(action: fn(UserId) -> Action, self_grading: &str, own: Option<Role>, others: Option<Role>) {
        let me = UserId::new(1).unwrap();
        let you = UserId::new(2).unwrap();
        let mut settings = Settings::default();
        settings.set("self_grading", self_grading).unwrap();
        for role in EVERYBODY {
            let actor = Actor {
                guild: GuildId::new(1).unwrap(),
                user: Some(me),
                role,
            };
            for (capper, lowest) in [(me, own), (you, others)] {
                let action = action(capper);
                assert_eq!(
                    permit(&actor, action, &settings).is_ok(),
                    lowest.is_some_and(|lowest| role >= lowest),
                    "{role} {action:?}"
                );
            }
        }
    }

    #[test]
    fn every_action_has_its_lowest_role() {
        use Role::{Admin, Capper, Grader};
        check(|capper| Action::Post { capper }, "no", Some(Capper), Some(Admin));
        check(
            |capper| Action::Withdraw { capper },
            "no",
            Some(Capper),
            Some(Admin),
        );
        check(|capper| Action::Grade { capper }, "no", None, Some(Grader));
        check(
            |capper| Action::Grade { capper },
            "marked",
            Some(Capper),
            Some(Grader),
        );
        check(|capper| Action::Regrade { capper }, "no", None, Some(Grader));
        check(
            |capper| Action::Regrade { capper },
            "marked",
            Some(Capper),
            Some(Grader),
        );
        check(|capper| Action::Tail { capper }, "no", None, Some(Role::Member));
        check(
            |_| Action::ForOneself,
            "no",
            Some(Role::Member),
            Some(Role::Member),
        );
        check(|capper| Action::Answer { capper }, "no", None, Some(Grader));
        check(
            |capper| Action::Profile { capper },
            "no",
            Some(Capper),
            Some(Admin),
        );
        for action in [
            |_| Action::ManageCappers,
            |_| Action::Import,
            |_| Action::Export,
            |_| Action::Set(Settings::find("limit.max_units").unwrap()),
        ] {
            check(action, "no", Some(Admin), Some(Admin));
        }
        check(
            |_| Action::Set(Settings::find("plan").unwrap()),
            "no",
            Some(Role::Operator),
            Some(Role::Operator),
        );
    }

    #[test]
    fn a_job_is_nobody_and_grades_no_own_bet() {
        let actor = Actor::operator(GuildId::new(1).unwrap());
        let capper = UserId::new(1).unwrap();
        assert_eq!(
            permit(&actor, Action::Grade { capper }, &Settings::default()),
            Ok(())
        );
    }

    #[test]
    fn refusals_say_the_rule_and_the_way() {
        let me = UserId::new(1).unwrap();
        let actor = |role| Actor {
            guild: GuildId::new(1).unwrap(),
            user: Some(me),
            role,
        };
        let settings = Settings::default();
        let you = UserId::new(2).unwrap();
        for (role, action, code, says) in [
            (
                Role::Member,
                Action::Post { capper: me },
                "needs_role",
                "posting needs the role capper; yours is member. An admin can add you",
            ),
            (
                Role::Capper,
                Action::Post { capper: you },
                "not_yours",
                "posting to another capper's record is for the capper alone",
            ),
            (
                Role::Capper,
                Action::Grade { capper: you },
                "needs_role",
                "grading needs the role grader; yours is capper",
            ),
            (
                Role::Owner,
                Action::Grade { capper: me },
                "own_bet",
                "`self_grading` to `marked`",
            ),
            (
                Role::Grader,
                Action::Export,
                "needs_role",
                "exporting the guild's books needs the role admin",
            ),
        ] {
            let refusal = permit(&actor(role), action, &settings).unwrap_err();
            assert_eq!(refusal.code(), code);
            assert!(refusal.to_string().contains(says), "{refusal}");
        }
    }
}
