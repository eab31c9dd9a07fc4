//! The report of a day, a week or a month, in the channel that the guild chose for it.

use super::{Done, after_rest_in, news::say};
use crate::{
    app::App,
    fault::Fault,
    reply::{Embed, Reply},
    text,
};
use dbsbm_core::record::{BoardRow, DueReport, Report, ReportBet, ReportPeriod, SettlementDay};
use dbsbm_store::Task;
use serde::Deserialize;

/// What waits in the outbox.
#[derive(Deserialize)]
struct Waiting {
    period: ReportPeriod,
    first: chrono::NaiveDate,
    last: chrono::NaiveDate,
}

/// Cappers shown of the board.
const SHOWN: usize = 10;

/// Posts a report. A guild that took its channel away meanwhile gets none.
pub(super) async fn post(app: &App, task: &Task) -> Result<Done, Fault> {
    let Some(channel) = app.settings(task.guild).await?.channel_reports else {
        return Ok(Done::Delivered);
    };
    let waiting =
        Waiting::deserialize(&task.payload).map_err(|e| Fault::Internal(format!("task {}: {e}", task.id)))?;
    let due = DueReport {
        period: waiting.period,
        first: SettlementDay::on(waiting.first),
        last: SettlementDay::on(waiting.last),
    };
    let report = app.book.report(task.guild, &due).await?;
    Ok(match say(app, task, channel, &words(&report)).await {
        Ok(_) => Done::Delivered,
        Err(error) => after_rest_in(channel, error),
    })
}

/// The report in words, each figure with its n.
fn words(report: &Report) -> Reply {
    let days = if report.first == report.last {
        report.first.to_string()
    } else {
        format!("{} to {}", report.first, report.last)
    };
    let title = format!("Report ({}): {days}", report.period);
    let figures = &report.figures;
    if figures.decided == 0 {
        return Reply::public(format!(
            "**{title}**\nNothing was decided: not enough data for figures."
        ));
    }
    let roi = figures
        .roi
        .map_or_else(|| "-".into(), |roi| format!("{:+.1}%", roi * 100.0));
    let mut fields = vec![(
        "Net".to_string(),
        format!(
            "{}u · ROI {roi} · n {} · {} cappers",
            figures.net.signed(),
            figures.decided,
            report.cappers
        ),
        false,
    )];
    let best = [("Best", &report.best), ("Worst", &report.worst)];
    fields.extend(
        best.into_iter()
            .filter_map(|(name, bet)| Some((name.to_string(), bet_words(bet.as_ref()?), true))),
    );
    Reply {
        embeds: vec![Embed {
            title,
            text: report
                .board
                .iter()
                .take(SHOWN)
                .map(place)
                .collect::<Vec<_>>()
                .join("\n"),
            fields,
            ..Embed::default()
        }],
        ..Reply::public("")
    }
}

fn bet_words(bet: &ReportBet) -> String {
    format!(
        "#{} · {} · {}u",
        bet.bet,
        text::plain(&bet.name),
        bet.net.signed()
    )
}

fn place(row: &BoardRow) -> String {
    let rank = row.rank.map_or_else(|| "-".into(), |rank| format!("{rank}."));
    format!(
        "{rank} {} · {}u · n {}",
        text::plain(&row.name),
        row.figures.net.signed(),
        row.figures.decided
    )
}
