//! The report of a day, a week or a month, in figures and as a curve, in the channel that the guild chose for it.

use super::{Done, after_rest_in, news::say};
use crate::{
    app::App,
    curve,
    fault::Fault,
    flows::stats::percent,
    reply::{Embed, Reply},
    text,
};
use chrono::NaiveDate;
use dbsbm_core::{
    guild::ImageKey,
    record::{BoardRow, DueReport, Report, ReportBet, ReportPeriod, SettlementDay},
};
use dbsbm_render::RecordView;
use dbsbm_store::{ChainMark, Task};
use serde::Deserialize;

/// What waits in the outbox.
#[derive(Deserialize)]
struct Waiting {
    period: ReportPeriod,
    first: NaiveDate,
    last: NaiveDate,
}

/// Cappers shown of the board.
const SHOWN: usize = 10;
/// Digits of a hash: sixty-four bits, which nobody meets by trying.
const HASH: usize = 16;
/// The name of the picture.
const PICTURE: &str = "report.png";

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
    let mut reply = words(&report, &app.book.head(task.guild).await?);
    if !report.course.points.is_empty() {
        let record = RecordView::of(&period(&report), &report.course.record);
        let title = app.book.guild_name(task.guild).await?;
        let whose = (title.as_str(), &ImageKey::Guild);
        let png = curve::draw(app, task.guild, whose, &report.course.points, record).await?;
        reply = reply.picture(PICTURE, png.bytes, &png.alt);
    }
    Ok(match say(app, task, channel, &reply).await {
        Ok(_) => Done::Delivered,
        Err(error) => after_rest_in(channel, error),
    })
}

fn days(report: &Report) -> String {
    if report.first == report.last {
        report.first.to_string()
    } else {
        format!("{} to {}", report.first, report.last)
    }
}

/// The same, as short as a picture has room for it.
fn period(report: &Report) -> String {
    let day = |date: NaiveDate, form: &str| date.format(form).to_string();
    match report.period {
        ReportPeriod::Daily => day(report.first, "%-d %b %Y"),
        ReportPeriod::Weekly => format!(
            "{} to {}",
            day(report.first, "%-d %b"),
            day(report.last, "%-d %b")
        ),
        ReportPeriod::Monthly => day(report.first, "%b %Y"),
        _ => days(report),
    }
}

/// The report in words, each figure with its n. At its foot stands where the chain of the books was: whoever reads the
/// channel keeps a witness of it outside the books.
fn words(report: &Report, head: &ChainMark) -> Reply {
    let figures = &report.figures;
    let mut embed = Embed {
        title: format!("Report ({}): {}", report.period, days(report)),
        text: "Nothing was decided: not enough data for figures.".into(),
        footer: foot(head),
        ..Embed::default()
    };
    if figures.decided > 0 {
        let board = report.board.iter().take(SHOWN).map(place);
        embed.text = board.collect::<Vec<_>>().join("\n");
        let net = format!(
            "{}u · ROI {} · n {} · {}",
            figures.net.signed(),
            percent(figures.roi),
            figures.decided,
            text::counted(report.cappers, "capper")
        );
        embed.fields.push(("Net".into(), net, false));
        let named = [("Best", &report.best), ("Worst", &report.worst)];
        embed.fields.extend(
            named
                .into_iter()
                .filter_map(|(name, bet)| Some((name.into(), bet_words(bet.as_ref()?), true))),
        );
    }
    if !report.course.points.is_empty() {
        embed.picture = Some(PICTURE.into());
    }
    Reply::public("").embed(embed)
}

/// The length of the chain and the beginning of its newest hash.
fn foot(head: &ChainMark) -> String {
    let hash: String = head.hash.chars().take(HASH).collect();
    let events = head.events;
    let counted = text::counted(events, "event");
    format!("{counted} · head {hash} · /verify events:{events} compares")
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::{
        bet::PriceBasis,
        guild::Settings,
        id::{BetNo, UserId},
        record::{Entry, Reported},
        settle::Outcome,
    };

    fn head() -> ChainMark {
        ChainMark {
            events: 1_234,
            hash: "3f".repeat(32),
        }
    }

    fn report(period: ReportPeriod, nets: &[&str]) -> Report {
        let due = period.before(SettlementDay::on("2024-12-01".parse().unwrap()));
        let bet = |(number, net): (i64, &&str)| {
            let staked = "1".parse().unwrap();
            let net: dbsbm_core::money::Units = net.parse().unwrap();
            Reported {
                bet: ReportBet {
                    bet: BetNo::new(number).unwrap(),
                    capper: UserId::new(7).unwrap(),
                    name: "**Ann** @everyone".into(),
                    net,
                },
                at: "2024-11-30T20:00:00Z".parse().unwrap(),
                entry: Entry {
                    outcome: if net.is_positive() {
                        Outcome::Won
                    } else {
                        Outcome::Lost
                    },
                    staked,
                    returned: staked.checked_add(net).unwrap(),
                    odds_e8: 200_000_000,
                    level_e8: 0,
                    verified: true,
                },
                basis: PriceBasis::Available,
            }
        };
        let bets: Vec<Reported> = (1..).zip(nets).map(bet).collect();
        Report::new(&due, &bets, |_| Some(0), &Settings::default()).unwrap()
    }

    #[test]
    fn figures_come_with_n_and_the_foot_with_the_head_of_the_chain() {
        for (period, title) in [
            (ReportPeriod::Daily, "Report (daily): 2024-11-30"),
            (ReportPeriod::Weekly, "Report (weekly): 2024-11-18 to 2024-11-24"),
            (
                ReportPeriod::Monthly,
                "Report (monthly): 2024-11-01 to 2024-11-30",
            ),
        ] {
            let reply = words(&report(period, &["1.5", "-1"]), &head());
            let embed = &reply.json()["embeds"][0];
            assert_eq!(embed["title"], title);
            assert_eq!(embed["image"]["url"], "attachment://report.png");
            assert_eq!(
                embed["footer"]["text"],
                "1234 events · head 3f3f3f3f3f3f3f3f · /verify events:1234 compares"
            );
            assert_eq!(
                embed["fields"][0]["value"],
                "+0.50u · ROI +25.0% · n 2 · 1 capper"
            );
            let all = embed.to_string();
            assert!(
                all.contains("#1") && all.contains("#2") && !all.contains("@everyone"),
                "{all}"
            );
        }
    }

    #[test]
    fn what_a_report_looks_like() {
        let shows =
            |name: &str, period, nets: &[&str]| golden::shows(name, &words(&report(period, nets), &head()));
        shows("report-weekly", ReportPeriod::Weekly, &["1.5", "-1"]);
        shows("report-empty", ReportPeriod::Daily, &[]);
    }

    #[test]
    fn a_report_of_nasty_names_fits() {
        let mut report = report(ReportPeriod::Monthly, &["1.5", "-1"]);
        for bet in report.best.iter_mut().chain(&mut report.worst) {
            bet.name = sample::NASTY.into();
        }
        let row = BoardRow {
            name: sample::NASTY.into(),
            ..report.board[0].clone()
        };
        report.board = vec![row; 50];
        golden::fits(&words(&report, &head()));
    }

    #[test]
    fn a_day_without_bets_has_a_foot_and_no_picture() {
        let embed = &words(&report(ReportPeriod::Daily, &[]), &head()).json()["embeds"][0];
        assert!(
            embed["image"].is_null() && embed["footer"]["text"].as_str().unwrap().contains("1234 events")
        );
        assert!(embed["description"].as_str().unwrap().contains("not enough data"));
    }
}
