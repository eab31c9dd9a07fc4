//! `/audit`: who did what.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    limits,
    reply::{Answer, Reply},
    request::Request,
    text,
};
use dbsbm_store::{AuditFilter, AuditView};

/// Lines in one answer.
const LINES: u32 = 10;
/// Characters of what was done.
const DETAIL: usize = 90;

pub(super) fn spec() -> Spec {
    Spec {
        name: "audit",
        about: "Who did what here, the newest first",
        kind: Kind::Slash,
        needs: Needs::Admin,
        options: vec![
            Opt::new("by", "Only what this member did", OptKind::Person),
            Opt::new(
                "action",
                "Only actions that begin so, such as capper. or bet.",
                OptKind::Text(40),
            ),
            Opt::new(
                "before",
                "Only lines before this number",
                OptKind::Whole(1, i64::from(i32::MAX)),
            ),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let (_, actor) = app.acting(request).await?;
    let filter = AuditFilter {
        by: options.person("by").map(|(user, _)| user),
        action: options.text("action").map(str::to_string),
        before: options.whole("before"),
        limit: Some(LINES),
    };
    Ok(Reply::private(shown(&app.book.audit(&actor, &filter).await?)).into())
}

fn shown(lines: &[AuditView]) -> String {
    let Some(last) = lines.last() else {
        return "No line of the audit is like that.".into();
    };
    let each = lines.iter().map(|line| {
        let by = line
            .by
            .as_ref()
            .map_or("the operator".into(), |by| format!("<@{by}>"));
        format!(
            "`{}` {} · {by} · **{}** {}",
            line.seq,
            text::moment(line.at, 'f'),
            text::plain(&line.action),
            text::plain(&limits::clip(&line.detail, DETAIL))
        )
    });
    let mut all: Vec<String> = each.collect();
    if lines.len() >= LINES as usize {
        all.push(format!("-# older ones: `/audit before:{}`", last.seq));
    }
    all.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn a_full_page_fits_and_leads_on() {
        let line = AuditView {
            seq: 1_234_567,
            at: "2024-09-08T17:00:00Z".parse().unwrap(),
            by: Some("123456789012345678".into()),
            action: "guild.set".into(),
            detail: "@everyone *x* ".repeat(50),
        };
        let two = [
            AuditView {
                by: None,
                detail: "limit.max_units: 10 -> 7".into(),
                ..line.clone()
            },
            line.clone(),
        ];
        golden::shows("audit", &Reply::private(shown(&two)));
        let page = shown(&vec![line; LINES as usize]);
        golden::fits(&Reply::private(page.clone()));
        assert!(
            limits::length(&page) <= limits::CONTENT,
            "{}",
            limits::length(&page)
        );
        assert!(page.ends_with("`/audit before:1234567`") && !page.contains("@everyone"));
        assert!(shown(&[]).starts_with("No line"));
    }
}
