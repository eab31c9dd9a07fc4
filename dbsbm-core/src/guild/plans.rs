//! Plans: one table of limits, and the refusal that names the limit and the number.
//!
//! ```
//! use dbsbm_core::guild::{Limit, Plan};
//! assert_eq!(Plan::Free.most(Limit::Webhooks), Some(0));
//! assert!(Plan::Free.check(Limit::OpenBets, 249).is_ok());
//! let refusal = Plan::Free.check(Limit::OpenBets, 250).unwrap_err();
//! assert_eq!(refusal.to_string(), "the free plan allows 250 open bets, and all are in use; the premium plan allows 2500");
//! ```

use crate::market::codes;

codes! {
    /// What a guild subscribed to, each plan allowing at least what the one before it does.
    Plan, "plan", {
        /// Costs nothing.
        Free = "free",
        /// For a community.
        Premium = "premium",
        /// For a large one.
        Platinum = "platinum",
    }
}

codes! {
    /// What a plan limits.
    Limit, "limit", {
        /// Channels that picks are posted to, routes included.
        Channels = "channels",
        /// Bets open at the same time in the guild.
        OpenBets = "open_bets",
        /// Exports of the guild's books in one day.
        Exports = "exports",
        /// Outgoing webhooks.
        Webhooks = "webhooks",
        /// Own looks of slips: a logo with its colours.
        Branding = "branding",
        /// Channels that follow a game live.
        LiveChannels = "live_channels",
    }
}

impl Limit {
    /// The limited thing in words, after a number.
    pub(super) const fn words(self) -> &'static str {
        match self {
            Self::Channels => "channels for picks",
            Self::OpenBets => "open bets",
            Self::Exports => "exports a day",
            Self::Webhooks => "outgoing webhooks",
            Self::Branding => "own looks of slips",
            Self::LiveChannels => "live channels",
        }
    }
}

impl Plan {
    /// The most of it that the plan allows; `None` when there is no limit.
    pub const fn most(self, limit: Limit) -> Option<u32> {
        // Free, premium, platinum.
        let row = match limit {
            Limit::Channels => [Some(5), Some(25), Some(200)],
            Limit::OpenBets => [Some(250), Some(2_500), None],
            Limit::Exports => [Some(25), Some(250), None],
            Limit::Webhooks => [Some(0), Some(5), Some(25)],
            Limit::Branding => [Some(0), Some(1), Some(10)],
            Limit::LiveChannels => [Some(0), Some(5), Some(25)],
        };
        let [free, premium, platinum] = row;
        match self {
            Self::Free => free,
            Self::Premium => premium,
            Self::Platinum => platinum,
        }
    }

    /// Whether one more is allowed beside those in use.
    ///
    /// # Errors
    /// [`PlanRefusal`] names the limit, the number, and the plan that allows more.
    pub fn check(self, limit: Limit, in_use: u32) -> Result<(), PlanRefusal> {
        match self.most(limit) {
            Some(most) if in_use >= most => Err(PlanRefusal {
                plan: self,
                limit,
                most,
            }),
            _ => Ok(()),
        }
    }
}

/// A limit of the plan is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.words())]
pub struct PlanRefusal {
    /// The guild's plan.
    pub plan: Plan,
    /// What is limited.
    pub limit: Limit,
    /// How many the plan allows.
    pub most: u32,
}

impl PlanRefusal {
    /// A short name for machines.
    pub const fn code(&self) -> &'static str {
        "plan_limit"
    }

    /// The next plan that allows more, and how many.
    pub fn way_out(&self) -> Option<(Plan, Option<u32>)> {
        Plan::ALL
            .iter()
            .map(|plan| (*plan, plan.most(self.limit)))
            .find(|(_, most)| most.is_none_or(|most| most > self.most))
    }

    fn words(&self) -> String {
        let (plan, what) = (self.plan, self.limit.words());
        let stands = match self.most {
            0 => format!("the {plan} plan has no {what}"),
            most => format!("the {plan} plan allows {most} {what}, and all are in use"),
        };
        match self.way_out() {
            Some((larger, Some(most))) => format!("{stands}; the {larger} plan allows {most}"),
            Some((larger, None)) => format!("{stands}; the {larger} plan has no such limit"),
            None => stands,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_larger_plan_never_allows_less() {
        for limit in Limit::ALL {
            let most = |plan: Plan| plan.most(*limit).unwrap_or(u32::MAX);
            assert!(
                most(Plan::Free) <= most(Plan::Premium) && most(Plan::Premium) <= most(Plan::Platinum),
                "{limit}"
            );
        }
    }

    #[test]
    fn refusals_name_the_limit_and_the_number() {
        for (plan, limit, in_use, expect) in [
            (Plan::Free, Limit::Channels, 4, None),
            (
                Plan::Free,
                Limit::Channels,
                5,
                Some(
                    "the free plan allows 5 channels for picks, and all are in use; the premium plan allows 25",
                ),
            ),
            (
                Plan::Free,
                Limit::Webhooks,
                0,
                Some("the free plan has no outgoing webhooks; the premium plan allows 5"),
            ),
            (
                Plan::Premium,
                Limit::OpenBets,
                9_000,
                Some(
                    "the premium plan allows 2500 open bets, and all are in use; the platinum plan has no such limit",
                ),
            ),
            (Plan::Platinum, Limit::OpenBets, u32::MAX, None),
            (
                Plan::Platinum,
                Limit::Branding,
                10,
                Some("the platinum plan allows 10 own looks of slips, and all are in use"),
            ),
        ] {
            let refusal = plan.check(limit, in_use).err();
            assert_eq!(refusal.map(|r| r.to_string()).as_deref(), expect);
        }
    }
}
