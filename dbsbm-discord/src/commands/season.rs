//! `/season`: opened and closed by admins, entered by cappers, read by everybody.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    limits,
    reply::{Answer, Choice, Reply},
    request::{Options, Request, What},
    text,
};
use chrono::{DateTime, NaiveDate, Utc};
use dbsbm_core::{
    guild::Settings,
    names::fold,
    record::{SettlementDay, Stakes, Standing, TieBreak},
};
use dbsbm_store::{SeasonTerms, SeasonView};
use std::collections::HashMap;

/// Places in one answer.
const PLACES: usize = 25;

pub(super) fn spec() -> Spec {
    let season = || {
        Opt::needed(
            "season",
            "The season: choose one while you type",
            OptKind::Text(100),
        )
        .typing()
    };
    Spec {
        name: "season",
        about: "Seasons: who stands where over a stretch of time",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            Opt::new("create", "Open a season (admins)", OptKind::Sub(terms())),
            Opt::new(
                "join",
                "Enter a season; picks from then on count",
                OptKind::Sub(vec![season()]),
            ),
            Opt::new("standings", "Who stands where", OptKind::Sub(vec![season()])),
            Opt::new(
                "close",
                "Freeze the standings of a season that is over (admins)",
                OptKind::Sub(vec![season()]),
            ),
        ],
    }
}

fn terms() -> Vec<Opt> {
    let stakes = vec![("level", "level: one unit a pick"), ("free", "free: as staked")];
    vec![
        Opt::needed("name", "Its name", OptKind::Text(100)),
        Opt::needed("first", "Its first day, such as 2025-09-01", OptKind::Text(10)),
        Opt::needed("last", "Its last day, such as 2025-12-31", OptKind::Text(10)),
        Opt::new(
            "stakes",
            "What a pick counts; level if left out",
            OptKind::OneOf(stakes),
        ),
        Opt::new(
            "min_picks",
            "Decided picks needed for a place; 20 if left out",
            OptKind::Whole(1, 1_000),
        ),
    ]
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Command { name, options } = &request.what else {
        return Err(Fault::refused("This command is typed."));
    };
    let (settings, actor) = app.acting(request).await?;
    match name.as_str() {
        "season create" => {
            let terms = read(options, &settings)?;
            let season = app.book.create_season(&actor, &terms, &request.key()).await?;
            let words = format!(
                "Opened {}. Cappers enter it with `/season join`.",
                described(&season)
            );
            Ok(Reply::private(words).into())
        }
        "season join" => {
            let season = app
                .book
                .join_season(&actor, number(options)?, request.person.id)
                .await?;
            let words = format!(
                "You are in {}. Picks that you post from now on count.",
                described(&season)
            );
            Ok(Reply::private(words).into())
        }
        "season close" => {
            let season = number(options)?;
            let rows = app.book.close_season(&actor, season).await?;
            standings(app, request, season, &rows).await
        }
        _ => {
            let season = number(options)?;
            let rows = app.book.season_standings(request.guild, season).await?;
            standings(app, request, season, &rows).await
        }
    }
}

/// Seasons that have what was typed in their number and name.
pub(super) async fn typing(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Typing { text: typed, .. } = &request.what else {
        return Ok(Answer::Choices(Vec::new()));
    };
    let seasons = app.book.seasons(request.guild).await?;
    Ok(Answer::Choices(fitting(&seasons, typed)))
}

fn fitting(seasons: &[SeasonView], typed: &str) -> Vec<Choice> {
    let wanted = fold(typed);
    let named = seasons
        .iter()
        .map(|s| (s.season, format!("{}: {}", s.season, s.name)));
    let fits = named.filter(|(_, name)| fold(name).contains(&wanted));
    let choices = fits.map(|(season, name)| Choice::new(text::label(&name), season));
    choices.take(limits::MANY).collect()
}

fn number(options: &Options) -> Result<u32, Fault> {
    let typed = options.text("season").unwrap_or_default();
    let digits = typed.split(':').next().unwrap_or_default().trim();
    digits.parse().map_err(|_| {
        let typed = text::quoted(typed);
        Fault::refused(format!(
            "{typed} is no number of a season: choose one that is offered while you type."
        ))
    })
}

/// What was typed of a new season; its days are the guild's.
fn read(options: &Options, settings: &Settings) -> Result<SeasonTerms, Fault> {
    let day = |name: &str| {
        let typed = options.text(name).unwrap_or_default();
        typed.parse::<NaiveDate>().map(SettlementDay::on).map_err(|_| {
            Fault::refused(format!(
                "{} is no day: write one such as 2025-09-01.",
                text::quoted(typed)
            ))
        })
    };
    let level = options
        .text("stakes")
        .is_none_or(|stakes| stakes == Stakes::Level.code());
    Ok(SeasonTerms {
        name: options.text("name").unwrap_or_default().to_string(),
        opens: day("first")?.bounds(settings.timezone).0,
        closes: day("last")?.bounds(settings.timezone).1,
        stakes: if level { Stakes::Level } else { Stakes::Free },
        min_picks: options
            .whole("min_picks")
            .and_then(|n| u32::try_from(n).ok())
            .unwrap_or(20),
        tie_break: TieBreak::Picks,
    })
}

fn described(season: &SeasonView) -> String {
    let moment = |at: DateTime<Utc>| text::moment(at, 'D');
    format!(
        "season {} **{}**, {} to {}",
        season.season,
        text::plain(&season.name),
        moment(season.opens),
        moment(season.closes)
    )
}

async fn standings(app: &App, request: &Request, number: u32, rows: &[Standing]) -> Result<Answer, Fault> {
    let season = app.book.season(request.guild, number).await?;
    let cappers = app.book.cappers(request.guild).await?;
    let names: HashMap<&str, &str> = cappers
        .iter()
        .map(|c| (c.capper.as_str(), c.name.as_str()))
        .collect();
    Ok(Reply::public(table(&season, rows, &names)).into())
}

fn table(season: &SeasonView, rows: &[Standing], names: &HashMap<&str, &str>) -> String {
    let frozen = if season.closed_at.is_some() {
        " · final"
    } else {
        ""
    };
    let mut lines = Vec::new();
    if rows.is_empty() {
        lines.push("Nobody has entered yet.".into());
    }
    for row in rows.iter().take(PLACES) {
        let id = row.capper.to_string();
        let name = text::plain(names.get(id.as_str()).copied().unwrap_or(&id));
        let place = row.rank.map_or("unranked".into(), |rank| format!("{rank}."));
        let score = match season.stakes {
            Stakes::Level => row.level_net(),
            _ => row.net,
        };
        lines.push(format!(
            "{place} {name} · {}u · {}",
            score.signed(),
            text::counted(row.decided, "pick")
        ));
    }
    let foot = format!(
        "-# a place needs {}",
        text::counted(season.min_picks, "decided pick")
    );
    let head = format!("Standings of {}{frozen}", described(season));
    text::listed(&head, &lines, Some(&foot))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::{id::UserId, record::Tally};

    fn season(name: &str) -> SeasonView {
        let day = |text: &str| format!("{text}T00:00:00Z").parse().unwrap();
        SeasonView {
            season: 3,
            name: name.into(),
            opens: day("2024-09-01"),
            closes: day("2025-02-01"),
            stakes: Stakes::Level,
            min_picks: 20,
            tie_break: TieBreak::Picks,
            closed_at: None,
            entered: 2,
        }
    }

    #[test]
    fn seasons_are_offered_by_what_is_typed() {
        let seasons: Vec<SeasonView> = (1..=40)
            .map(|n| SeasonView {
                season: n,
                ..season(if n == 7 { "Spring" } else { "Fall" })
            })
            .collect();
        let offered = |typed| -> Vec<String> {
            let choices = fitting(&seasons, typed);
            choices.into_iter().map(|choice| choice.label).collect()
        };
        assert_eq!(offered(" spr"), ["7: Spring"]);
        assert_eq!(offered("7: Spring"), ["7: Spring"]);
        assert_eq!(offered("40"), ["40: Fall"]);
        assert_eq!(offered("").len(), limits::MANY);
        assert!(offered("winter").is_empty());
    }

    #[test]
    fn a_table_of_nasty_names_keeps_its_foot() {
        let nobody = table(&season("Fall"), &[], &HashMap::new());
        golden::shows("season-empty", &Reply::public(nobody));
        let usual = |n: i64, won, lost, level_e8, rank| {
            let tally = Tally {
                won,
                lost,
                level_e8,
                ..Tally::default()
            };
            Standing {
                rank,
                ..Standing::new(UserId::new(n).unwrap(), &tally)
            }
        };
        let rows = [
            usual(1, 12, 9, 190_909_090, Some(1)),
            usual(2, 2, 5, -318_181_818, None),
        ];
        let ended = SeasonView {
            closed_at: Some(season("Fall").closes),
            ..season("Fall")
        };
        let names = HashMap::from([("1", "Ann"), ("2", "Big Ben")]);
        golden::shows("season-table", &Reply::public(table(&ended, &rows, &names)));
        let names: HashMap<String, &str> = (1..=25).map(|n: i64| (n.to_string(), sample::NASTY)).collect();
        let names = names.iter().map(|(id, name)| (id.as_str(), *name)).collect();
        let row = |n| Standing::new(UserId::new(n).unwrap(), &Tally::default());
        let rows: Vec<Standing> = (1..=25).map(row).collect();
        let shown = table(&season(sample::NASTY), &rows, &names);
        golden::fits(&Reply::public(&shown));
        assert!(shown.ends_with("-# a place needs 20 decided picks"), "{shown}");
    }
}
