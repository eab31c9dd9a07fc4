//! `/plan`: what the guild's plan allows, and what is used of it.

use super::{Kind, Needs, Spec};
use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::Request,
};
use dbsbm_core::guild::Plan;
use dbsbm_store::Usage;

pub(super) fn spec() -> Spec {
    Spec {
        name: "plan",
        about: "What this server's plan allows, and what is used of it",
        kind: Kind::Slash,
        needs: Needs::Admin,
        options: Vec::new(),
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    app.settings(request.guild).await?;
    let (plan, usage) = app.book.usage(request.guild).await?;
    Ok(Reply::private(shown(plan, &usage)).into())
}

fn shown(plan: Plan, usage: &[Usage]) -> String {
    let mut lines = vec![format!("**Plan: {plan}**")];
    for row in usage {
        let most = row.most.map_or("no limit".into(), |most| most.to_string());
        // What these books do not count is not said.
        if let Some(used) = row.used {
            lines.push(format!(
                "- {}: {used} of {most}",
                row.limit.code().replace('_', " ")
            ));
        }
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;
    use dbsbm_core::guild::Limit;

    #[test]
    fn what_is_counted_is_said() {
        let row = |limit, used, most| Usage { limit, used, most };
        let usage = [
            row(Limit::OpenBets, Some(3), Some(250)),
            row(Limit::LiveChannels, None, Some(0)),
            row(Limit::Exports, Some(1), None),
        ];
        let words = "**Plan: free**\n- open bets: 3 of 250\n- exports: 1 of no limit";
        assert_eq!(shown(Plan::Free, &usage), words);
        golden::shows("plan", &Reply::private(words));
    }
}
