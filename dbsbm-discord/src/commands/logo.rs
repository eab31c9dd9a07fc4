//! `/logo`: the logos that slips show for teams.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::{Fault, sentence},
    limits, portrait,
    reply::{Answer, Choice, Reply},
    request::{Options, Request, What},
    text,
};
use chrono::NaiveDate;
use dbsbm_core::{
    guild::{Action, ImageKey, permit},
    market::League,
    names,
};
use dbsbm_store::BookError;

const FILE: &str = "logo.png";

/// A team, and the league that stands for it.
type Team = (League, String);

pub(super) fn spec() -> Spec {
    let team = || Opt::needed("team", "The team: choose one while you type", OptKind::Text(100)).typing();
    let picture = Opt::needed(
        "picture",
        "A PNG, JPEG or WebP file of at most 8 MiB",
        OptKind::File,
    );
    Spec {
        name: "logo",
        about: "The logos that slips show for teams",
        kind: Kind::Slash,
        needs: Needs::Admin,
        options: vec![
            Opt::new(
                "add",
                "Show a logo for a team, in place of its initials or of an older logo",
                OptKind::Sub(vec![team(), picture]),
            ),
            Opt::new(
                "remove",
                "Show a team by its initials again",
                OptKind::Sub(vec![team()]),
            ),
            Opt::new("list", "The teams with a logo", OptKind::Sub(Vec::new())),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Command { name, options } = &request.what else {
        return Err(Fault::refused("This command is typed."));
    };
    let (settings, actor) = app.acting(request).await?;
    if name == "logo list" {
        return Ok(list(&logos(app, request).await?).into());
    }
    // Before a file is fetched and read, whether that may come to anything.
    permit(&actor, Action::ManageLook, &settings).map_err(BookError::from)?;
    if name == "logo remove" {
        let team = named(&logos(app, request).await?, options, request.at.date_naive())?;
        app.book.remove_image(&actor, &key(&team)).await?;
        return Ok(removed(&team).into());
    }
    let team = named(&known(app).await?, options, request.at.date_naive())?;
    let file = options
        .file("picture")
        .ok_or_else(|| Fault::refused("Attach the picture."))?;
    let png = portrait::redraw(app.rest.download(&app.config.endpoints, file).await?).await?;
    app.book.put_image(&actor, &key(&team), &png).await?;
    Ok(added(&team, png).into())
}

fn added(team: &Team, png: Vec<u8>) -> Reply {
    let words = format!("Slips show this logo for {} from now on.", title(team));
    let alt = format!("The logo of {}", team.1);
    Reply::private(words).picture(FILE, png, &alt)
}

fn removed(team: &Team) -> Reply {
    Reply::private(format!(
        "{} has no logo any more: slips show its initials.",
        title(team)
    ))
}

/// Teams that go on like what was typed; for `remove` those that have a logo.
pub(super) async fn typing(app: &App, request: &Request) -> Result<Answer, Fault> {
    let What::Typing {
        name, text: typed, ..
    } = &request.what
    else {
        return Ok(Answer::Choices(Vec::new()));
    };
    let teams = match name.as_str() {
        "logo remove" => logos(app, request).await?,
        _ => known(app).await?,
    };
    let fitting = fitting(&teams, typed, request.at.date_naive());
    let choices = fitting.into_iter().take(limits::MANY).map(|(league, team)| {
        let shown = format!("{} · {league}", text::label(team));
        Choice::new(shown, format!("{league}:{team}"))
    });
    Ok(Answer::Choices(choices.collect()))
}

fn key((league, team): &Team) -> ImageKey {
    ImageKey::team(*league, team)
}

fn title((league, team): &Team) -> String {
    format!("**{}** ({league})", text::plain(team))
}

/// Teams with a logo.
async fn logos(app: &App, request: &Request) -> Result<Vec<Team>, Fault> {
    let keys = app.book.image_keys(request.guild).await?;
    let teams = keys.into_iter().filter_map(|key| match key {
        ImageKey::TeamLogo { league, team } => Some((league, team)),
        _ => None,
    });
    Ok(teams.collect())
}

/// Teams that a slip can show: those that play next, then all of the tables.
async fn known(app: &App) -> Result<Vec<Team>, Fault> {
    let mut teams: Vec<Team> = Vec::new();
    for game in app.book.open_games().await? {
        for team in [game.home, game.away] {
            teams.push((names::home_league(game.league, &team), team));
        }
    }
    teams.sort();
    teams.dedup();
    let playing = teams.clone();
    let others = names::all_teams().map(|(league, team)| (league, team.to_string()));
    teams.extend(others.filter(|team| playing.binary_search(team).is_err()));
    Ok(teams)
}

/// Those of the teams that bear this name, whole: as it was offered (`NFL:Packers`), or any that they are called by.
fn called<'t>(teams: &'t [Team], typed: &str, today: NaiveDate) -> Vec<&'t Team> {
    let anywhere = names::teams_anywhere(typed, today);
    let wanted = names::fold(typed);
    let bears = |(league, team): &&Team| {
        names::fold(team) == wanted || anywhere.iter().any(|(l, t)| l == league && t == team)
    };
    match teams
        .iter()
        .find(|(league, team)| format!("{league}:{team}") == typed)
    {
        Some(offered) => vec![offered],
        None => teams.iter().filter(bears).collect(),
    }
}

/// What to offer while a person types: teams that are called so, then those whose names have it in them.
fn fitting<'t>(teams: &'t [Team], typed: &str, today: NaiveDate) -> Vec<&'t Team> {
    let mut fitting = called(teams, typed, today);
    let wanted = names::fold(typed);
    let parts = teams
        .iter()
        .filter(|(_, team)| names::fold(team).contains(&wanted));
    let parts: Vec<&Team> = parts.filter(|team| !fitting.contains(team)).collect();
    fitting.extend(parts);
    fitting
}

/// The only team that is called so; else which there are.
fn named(teams: &[Team], options: &Options, today: NaiveDate) -> Result<Team, Fault> {
    let typed = options.text("team").unwrap_or_default();
    let shown = text::label(typed).replace('`', "'");
    let listed = |teams: &[&Team], last: &str| {
        let titles: Vec<String> = teams.iter().map(|team| title(team)).collect();
        titles.join(last)
    };
    let why = match called(teams, typed, today).as_slice() {
        [team] => return Ok((*team).clone()),
        [] => {
            let alike = names::nearest_anywhere(typed);
            let near = |team: &&Team| alike.iter().any(|(l, t)| *l == team.0 && *t == team.1);
            let near: Vec<&Team> = teams.iter().filter(near).collect();
            match near.as_slice() {
                [] => format!("no team `{shown}` is known here"),
                near => format!("no team is called `{shown}`; nearest: {}", listed(near, ", ")),
            }
        }
        many => format!(
            "`{shown}` can be {}",
            listed(many.get(..3).unwrap_or(many), " or ")
        ),
    };
    Err(Fault::refused(sentence(&format!(
        "{why}. Choose one that is offered while you type"
    ))))
}

fn list(logos: &[Team]) -> Reply {
    if logos.is_empty() {
        return Reply::private(
            "No team has a logo yet: slips show initials in the team's colours. `/logo add` changes that.",
        );
    }
    let lines: Vec<String> = logos.iter().map(|team| format!("- {}", title(team))).collect();
    Reply::private(text::listed(&format!("**Logos: {}**", logos.len()), &lines, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, request::Given, sample};

    fn teams(names: &[(&str, &str)]) -> Vec<Team> {
        let team = |(league, name): &(&str, &str)| (league.parse().unwrap(), (*name).to_string());
        names.iter().map(team).collect()
    }

    fn outcome(typed: &str) -> String {
        let known = teams(&[
            ("NFL", "Packers"),
            ("NFL", "Giants"),
            ("MLB", "Giants"),
            ("NCAAF", "Tigers @everyone"),
        ]);
        let options = Options([("team".to_string(), Given::Text(typed.into()))].into());
        match named(&known, &options, "2024-10-01".parse().unwrap()) {
            Ok(team) => format!("{}:{}", team.0, team.1),
            Err(Fault::Refused(why)) => why,
            Err(other) => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_team_is_found_by_any_of_its_names_and_never_guessed() {
        for (typed, expect) in [
            ("MLB:Giants", "MLB:Giants"),
            ("Green Bay", "NFL:Packers"),
            ("gb", "NFL:Packers"),
            ("tigers everyone", "NCAAF:Tigers @everyone"),
        ] {
            assert_eq!(outcome(typed), expect, "{typed}");
        }
        assert!(outcome("giants").contains("**Giants** (NFL) or **Giants** (MLB)"));
        assert!(
            outcome("Gren Bay").contains("nearest: **Packers** (NFL)"),
            "{}",
            outcome("Gren Bay")
        );
        assert!(!outcome("`@everyone` *x*").contains("@everyone"));
    }

    #[test]
    fn what_is_called_so_is_offered_before_what_has_it_in_its_name() {
        let known = teams(&[("NCAAF", "Gbagbo"), ("NFL", "Packers"), ("NFL", "Bears")]);
        let today = "2024-10-01".parse().unwrap();
        let offered: Vec<&str> = fitting(&known, "gb", today)
            .iter()
            .map(|t| t.1.as_str())
            .collect();
        assert_eq!(offered, ["Packers", "Gbagbo"]);
        assert_eq!(fitting(&known, "", today).len(), 3);
    }

    #[test]
    fn what_is_said_of_logos() {
        golden::shows("logo-none", &list(&[]));
        let two = teams(&[("NFL", "Packers"), ("MLB", "Giants")]);
        golden::shows("logo-list", &list(&two));
        golden::shows("logo-added", &added(&two[0], vec![1]));
        golden::shows("logo-removed", &removed(&two[0]));
        let nasty = teams(&[("NFL", sample::NASTY)]);
        golden::fits(&added(&nasty[0], vec![1]));
        golden::fits(&list(&teams(&[("NFL", sample::NASTY); 100])));
    }
}
