//! A month, day by day, and the months before and after it by buttons.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Button, Reply, Style},
    request::Request,
    text,
};
use chrono::{Datelike as _, Months, NaiveDate};
use dbsbm_core::{
    id::UserId,
    money::Units,
    record::{Month, SettlementDay},
};
use dbsbm_store::DayNet;
use std::collections::BTreeMap;

/// The name of the flow.
pub(crate) const NAME: &str = "calendar";

/// Answers a click on a month.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let unknown = || Fault::refused("This button is from an older version of me. `/calendar` still answers.");
    let to = request.to().ok_or_else(unknown)?;
    let month: Month = to.step_and_rest().1.parse().map_err(|_| unknown())?;
    let reply = page(app, request, to.subject.parse().ok(), month).await?;
    Ok(Answer::Replace(reply))
}

/// A month of a capper, or of the whole server.
pub(crate) async fn page(
    app: &App,
    request: &Request,
    capper: Option<UserId>,
    month: Month,
) -> Result<Reply, Fault> {
    let name = match capper {
        Some(capper) => app.book.capper(request.guild, capper).await?.name,
        None => app.book.guild_name(request.guild).await?,
    };
    let days = app.book.calendar(request.guild, capper, month).await?;
    Ok(shown(&name, capper, month, &days))
}

fn shown(name: &str, capper: Option<UserId>, month: Month, days: &[DayNet]) -> Reply {
    let decided: i64 = days.iter().map(|day| day.decided).sum();
    let net = days
        .iter()
        .try_fold(Units::ZERO, |sum, day| sum.checked_add(day.net))
        .unwrap_or(Units::ZERO);
    let head = format!("**{} · {month}**", text::plain(name));
    let body = match decided {
        0 => "Not enough data yet: no bet was decided in this month (n = 0).".to_string(),
        n => format!("{}u (n = {n})\n```\n{}\n```", net.signed(), grid(month, days)),
    };
    let subject = capper.map_or_else(|| "-".to_string(), |id| id.to_string());
    let button = |label: &str, other: Option<NaiveDate>| {
        let month = Month::of(SettlementDay::on(other.unwrap_or_else(|| month.first().date())));
        let to = CustomId::new(NAME, &subject, &format!("month:{month}"));
        Button::of(format!("{label} {month}"), Style::Plain, to)
    };
    let first = month.first().date();
    let row = vec![
        button("◀", first.checked_sub_months(Months::new(1))),
        button("▶", first.checked_add_months(Months::new(1))),
    ];
    Reply::private(format!("{head}\n{body}")).row(row)
}

/// Weeks from Monday on, each day with its number and its net below.
fn grid(month: Month, days: &[DayNet]) -> String {
    const WIDTH: usize = 7;
    let nets: BTreeMap<u32, Units> = days.iter().map(|day| (day.day.day(), day.net)).collect();
    let cell = |text: String| format!("{text:>WIDTH$}");
    let head: String = ["Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"]
        .map(|d| cell(d.into()))
        .concat();
    let mut lines = vec![head];
    let before = month.first().date().weekday().num_days_from_monday();
    let last = month.last().date().day();
    let cells: Vec<Option<u32>> = (0..before).map(|_| None).chain((1..=last).map(Some)).collect();
    for week in cells.chunks(7) {
        let numbers: String = week
            .iter()
            .map(|d| cell(d.map(|d| d.to_string()).unwrap_or_default()))
            .collect();
        let amounts = |day: &Option<u32>| {
            day.and_then(|d| nets.get(&d))
                .map(|net| net.signed())
                .unwrap_or_default()
        };
        let amounts: String = week.iter().map(|d| cell(amounts(d))).collect();
        lines.push(numbers.trim_end().into());
        lines.push(amounts.trim_end().into());
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};

    #[test]
    fn a_month_is_a_grid_with_its_neighbours_as_buttons() {
        let day = DayNet {
            day: "2024-11-03".parse().unwrap(),
            net: Units::ONE,
            decided: 2,
        };
        let reply = shown("**Ann**", None, "2024-11".parse().unwrap(), &[day]);
        let lines: Vec<&str> = reply.content.lines().collect();
        assert_eq!(lines[0], "**\\*\\*Ann\\*\\* · 2024-11**");
        assert_eq!(lines[1], "+1.00u (n = 2)");
        assert!(
            lines[4].ends_with('3') && lines[5].ends_with("+1.00"),
            "{}",
            reply.content
        );
        let json = reply.json();
        assert_eq!(
            json["components"][0]["components"][0]["custom_id"],
            "v1:calendar:-:month:2024-10"
        );
        assert_eq!(
            json["components"][0]["components"][1]["custom_id"],
            "v1:calendar:-:month:2024-12"
        );
        golden::shows("calendar", &reply);
        let full: Vec<DayNet> = (1..=31)
            .map(|n| DayNet {
                day: format!("2024-10-{n:02}").parse().unwrap(),
                net: "-99999.99".parse().unwrap(),
                decided: 1_000_000,
            })
            .collect();
        golden::fits(&shown(sample::NASTY, None, "2024-10".parse().unwrap(), &full));
        let empty = shown("Ann", None, "2024-02".parse().unwrap(), &[]);
        assert!(empty.content.contains("n = 0"));
    }
}
