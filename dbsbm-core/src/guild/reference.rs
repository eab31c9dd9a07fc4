//! The settings and plans as Markdown, made from their tables: the text of `docs/settings.md`.
//!
//! ```
//! let text = dbsbm_core::guild::reference_markdown();
//! assert!(text.contains("| `limit.max_units` | `10` |"));
//! ```

use super::{Limit, Plan, Role, Settings};
use std::fmt::Write as _;

const OPENING: &str = "# Settings of a guild

Made from the tables in `dbsbm-core` by `dbsbm reference settings`; a test compares the two.

`dbsbm guild set KEY VALUE --guild ID` sets one, `dbsbm guild show --guild ID` lists all. The value `default` puts the
default back; `none` empties a channel, role or route, and takes the daily limit away. Channels and roles are Discord ids,
or the mention that Discord makes of them.

An admin may change a setting, unless the table says otherwise.

| setting | default | takes | what it decides |
| --- | --- | --- | --- |
";

const PLANS: &str = "
## Plans

The setting `plan` chooses a column. A refusal names the limit and the number. Imported history counts against none.

";

/// The reference of settings and plans.
pub fn reference_markdown() -> String {
    let mut text = String::from(OPENING);
    for setting in Settings::table() {
        let who = match setting.needs {
            Role::Admin => String::new(),
            role => format!(" Needs the role {role}."),
        };
        let (key, meaning) = (setting.key, setting.meaning);
        let (default, takes) = (setting.default_value(), setting.expects());
        // Writing to a `String` cannot fail.
        let _ = writeln!(text, "| `{key}` | `{default}` | {takes} | {meaning}{who} |");
    }
    text.push_str(PLANS);
    let names: Vec<&str> = Plan::ALL.iter().map(|plan| plan.code()).collect();
    let _ = writeln!(text, "| limit | {} |", names.join(" | "));
    let _ = writeln!(text, "| --- |{}", " --- |".repeat(names.len()));
    for limit in Limit::ALL {
        let cells: Vec<String> = Plan::ALL
            .iter()
            .map(|plan| {
                plan.most(*limit)
                    .map_or_else(|| "no limit".into(), |most| most.to_string())
            })
            .collect();
        let _ = writeln!(text, "| {} | {} |", limit.words(), cells.join(" | "));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_reference_in_docs_is_the_table() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/settings.md");
        assert_eq!(
            std::fs::read_to_string(path).unwrap_or_default(),
            reference_markdown(),
            "docs/settings.md is stale: cargo run -p dbsbm-cli -- reference settings > docs/settings.md"
        );
    }

    #[test]
    fn no_cell_breaks_its_table() {
        for line in reference_markdown().lines().filter(|line| line.starts_with('|')) {
            assert!([5, 6].contains(&line.split('|').count()), "{line}");
        }
    }
}
