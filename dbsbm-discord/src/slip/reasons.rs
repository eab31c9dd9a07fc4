//! How a bet came to what it came to: step by step, by which rules, and from which source the result is.

use crate::{app::App, fault::Fault, limits, text};
use dbsbm_core::{
    bet::view::BetView,
    id::{BetNo, GuildId},
};
use dbsbm_store::ResultSource;

/// What the books say about a bet.
pub(crate) struct Reasons {
    /// The bet.
    pub(crate) bet: BetView,
    why: Vec<String>,
    sources: Vec<ResultSource>,
}

impl Reasons {
    /// Asks the books.
    pub(crate) async fn of(app: &App, guild: GuildId, bet: BetNo) -> Result<Self, Fault> {
        Ok(Self {
            bet: app.book.bet(guild, bet).await?,
            why: app.book.explain(guild, bet, None).await?,
            sources: app.book.result_sources(guild, bet).await?,
        })
    }

    /// In words below a head, within the limits of a message.
    pub(crate) fn below(&self, head: &str) -> String {
        let steps: Vec<String> = self
            .why
            .iter()
            .map(|step| format!("- {}", text::plain(step)))
            .collect();
        let mut small: Vec<String> = self.sources.iter().map(|s| source(s, &self.bet)).collect();
        small.extend(
            self.bet
                .rules
                .as_ref()
                .map(|rules| format!("-# settled by the rule set `{rules}`")),
        );
        let foot = small.join("\n");
        text::listed(head, &steps, Some(foot.as_str()).filter(|foot| !foot.is_empty()))
    }
}

/// `result from the source nfl, recorded 7 October 2018 20:10`; of several legs with their numbers.
fn source(source: &ResultSource, bet: &BetView) -> String {
    let legs: Vec<String> = source.legs.iter().map(ToString::to_string).collect();
    let what = match legs.as_slice() {
        _ if bet.legs.len() == 1 => "result".to_string(),
        [leg] => format!("result of leg {leg}"),
        legs => format!("results of legs {}", legs.join(", ")),
    };
    format!(
        "-# {what} from the source {}, recorded {}",
        text::plain(&limits::clip(&source.source, 60)),
        text::moment(source.recorded_at, 'f')
    )
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{golden, reply::Reply, sample};

    /// What is said of a bet that was settled by a feed.
    pub(crate) fn settled(bet: BetView, why: Vec<String>) -> Reasons {
        let sources = vec![ResultSource {
            source: "nfl".into(),
            legs: (1..=bet.legs.len() as i64).collect(),
            recorded_at: bet.locks_at,
        }];
        let rules = Some("standard".into());
        Reasons {
            bet: BetView { rules, ..bet },
            why,
            sources,
        }
    }

    #[test]
    fn the_reasons_of_a_large_bet_fit_and_name_rules_and_source() {
        let large = settled(sample::nasty(7), vec![sample::NASTY.to_string(); 60]);
        let said = large.below("**#7**");
        golden::fits(&Reply::private(&said));
        assert!(said.ends_with("-# settled by the rule set `standard`"), "{said}");
        assert!(said.contains("-# results of legs 1, 2, 3"), "{said}");
        let mut open = settled(sample::pick(7), Vec::new());
        (open.sources, open.bet.rules) = (Vec::new(), None);
        assert_eq!(open.below("**#7**"), "**#7**");
    }
}
