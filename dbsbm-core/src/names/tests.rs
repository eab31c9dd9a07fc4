use super::*;
use std::collections::{BTreeMap, BTreeSet};

fn league(code: &str) -> League {
    code.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The canonical name, `a or b` for an ambiguity, `?` for nobody.
fn found(code: &str, text: &str, on: &str) -> String {
    match team(league(code), text, day(on)) {
        Ok(name) => name.to_string(),
        Err(NameError::Ambiguous { candidates, .. }) => candidates.join(" or "),
        Err(_) => "?".to_string(),
    }
}

#[test]
fn names_follow_their_franchise_through_the_years() {
    for (code, text, on, expect) in [
        ("NFL", "Packers", "2011-09-08", "Packers"),
        ("NFL", "green bay", "2011-09-08", "Packers"),
        ("NFL", "GB", "2011-09-08", "Packers"),
        ("NFL", "the Packers", "2011-09-08", "Packers"),
        ("NFL", "Oakland Raiders", "2012-10-01", "Raiders"),
        ("NFL", "Oakland", "2012-10-01", "Raiders"),
        ("NFL", "Las Vegas Raiders", "2021-10-01", "Raiders"),
        ("NFL", "LA Raiders", "1990-10-01", "Raiders"),
        ("NFL", "St. Louis Rams", "2012-10-01", "Rams"),
        ("NFL", "St.Louis", "2012-10-01", "Rams"),
        ("NFL", "St. Louis", "1980-10-01", "Cardinals"),
        ("NFL", "LosAngeles", "2016-10-01", "Rams"),
        ("NFL", "LA", "1985-10-01", "Raiders or Rams"),
        ("NFL", "LA", "2014-10-01", "?"),
        ("NFL", "L.A.", "2018-10-01", "Chargers or Rams"),
        ("NFL", "LAC", "2014-10-01", "Chargers"),
        ("NFL", "SanDiego", "2014-10-01", "Chargers"),
        ("NFL", "LA Chargers", "2018-10-01", "Chargers"),
        ("NFL", "Redskins", "2011-10-01", "Commanders"),
        ("NFL", "Washington Football Team", "2020-10-01", "Commanders"),
        ("NFL", "Houston Oilers", "1990-10-01", "Titans"),
        ("NFL", "Houston", "1990-10-01", "Titans"),
        ("NFL", "Houston", "2015-10-01", "Texans"),
        ("NFL", "Baltimore", "1980-10-01", "Colts"),
        ("NFL", "New York", "2015-10-01", "Giants or Jets"),
        ("NFL", "NewYork Giants", "2015-10-01", "Giants"),
        ("NFL", "Niners", "2015-10-01", "49ers"),
        ("NBA", "Hornets", "1999-01-01", "Hornets"),
        ("NBA", "Hornets", "2010-01-01", "Pelicans"),
        ("NBA", "New Orleans Hornets", "2010-01-01", "Pelicans"),
        ("NBA", "Hornets", "2016-01-01", "Hornets"),
        ("NBA", "Bobcats", "2010-01-01", "Hornets"),
        ("NBA", "Seattle SuperSonics", "2005-01-01", "Thunder"),
        ("NBA", "Seattle", "2020-01-01", "?"),
        ("NBA", "LA", "2020-01-01", "Clippers or Lakers"),
        ("NBA", "Sixers", "2020-01-01", "76ers"),
        ("NHL", "Atlanta Thrashers", "2005-01-01", "Jets"),
        ("NHL", "Atlanta", "2005-01-01", "Jets"),
        ("NHL", "Winnipeg Jets", "1990-01-01", "Coyotes"),
        ("NHL", "Winnipeg Jets", "2015-01-01", "Jets"),
        ("NHL", "Phoenix Coyotes", "2005-01-01", "Coyotes"),
        ("NHL", "Utah Hockey Club", "2024-11-01", "Mammoth"),
        ("NHL", "Montréal Canadiens", "2015-01-01", "Canadiens"),
        ("MLB", "Expos", "2003-06-01", "Nationals"),
        ("MLB", "Cleveland Indians", "2016-06-01", "Guardians"),
        ("MLB", "Oakland A's", "2016-06-01", "Athletics"),
        ("MLB", "Tampa Bay Devil Rays", "2005-06-01", "Rays"),
        ("MLB", "Sox", "2016-06-01", "Red Sox or White Sox"),
        ("MLB", "Washington Nationals", "2019-06-01", "Nationals"),
        ("EPL", "Newcastle United", "2019-01-01", "Newcastle Utd"),
        ("EPL", "Sheffield United", "2019-01-01", "Sheffield Utd"),
        ("EPL", "West Bromwich Albion", "2019-01-01", "West Brom"),
        ("EPL", "Man Utd", "2019-01-01", "Manchester United"),
        ("EPL", "Spurs", "2019-01-01", "Tottenham"),
        ("EPL", "Nott'm Forest", "2023-01-01", "Nottingham Forest"),
        ("EPL", "Wolverhampton Wanderers FC", "2019-01-01", "Wolves"),
        ("EPL", "Brighton & Hove Albion", "2019-01-01", "Brighton"),
        ("EPL", "Arsenal F.C.", "2019-01-01", "Arsenal"),
        (
            "EPL",
            "Manchester",
            "2019-01-01",
            "Manchester City or Manchester United",
        ),
        ("Championship", "QPR", "2019-01-01", "QPR"),
        ("LaLiga", "Atlético Madrid", "2019-01-01", "Atletico Madrid"),
        ("LaLiga", "Atl. Madrid", "2019-01-01", "Atletico Madrid"),
        ("Bundesliga", "1. FC Köln", "2019-01-01", "1. FC Koln"),
        (
            "Bundesliga",
            "Mönchengladbach",
            "2019-01-01",
            "Borussia Monchengladbach",
        ),
        ("Ligue1", "Paris Saint-Germain", "2019-01-01", "PSG"),
        (
            "ProLeague",
            "Lierse SK (inactive od 2018)",
            "2011-01-01",
            "Lierse",
        ),
        ("UCL", "Bayern München", "2019-01-01", "Bayern Munich"),
        ("UCL", "Malmö FF", "2021-10-01", "Malmo FF"),
        ("UCL", "BAR", "2019-01-01", "Barnsley or Barcelona or Bari"),
        ("KBO", "Giants", "2019-01-01", "?"),
    ] {
        assert_eq!(found(code, text, on), expect, "{code} {text} {on}");
    }
}

#[test]
fn a_typo_is_offered_its_neighbours() {
    let error = team(league("NFL"), "Packres", day("2018-10-01")).unwrap_err();
    assert!(
        error
            .to_string()
            .starts_with("no team `Packres` in the NFL; nearest: Packers"),
        "{error}"
    );
    let NameError::Unknown { nearest, .. } = team(league("EPL"), "Arsnal", day("2018-10-01")).unwrap_err()
    else {
        panic!("expected an unknown name");
    };
    assert_eq!(nearest[0], "Arsenal");
    for text in ["", "  ", "a\u{0}b", &"x".repeat(10_000)] {
        assert!(matches!(
            team(league("NFL"), text, day("2018-10-01")),
            Err(NameError::NotAName { .. })
        ));
    }
}

#[test]
fn an_open_league_takes_a_new_name_and_a_closed_one_does_not() {
    let on = day("2018-10-01");
    assert_eq!(
        team_or_new(league("KBO"), " Lotte   Giants ", on).unwrap(),
        "Lotte Giants"
    );
    assert_eq!(
        team_or_new(league("EPL"), "Man City", on).unwrap(),
        "Manchester City"
    );
    assert_eq!(
        team_or_new(league("EPL"), "Truro City", on).unwrap(),
        "Truro City"
    );
    assert!(matches!(
        team_or_new(league("EPL"), "Manchester", on),
        Err(NameError::Ambiguous { .. })
    ));
    assert!(matches!(
        team_or_new(league("NBA"), "Truro City", on),
        Err(NameError::Unknown { .. })
    ));
}

#[test]
fn without_a_league_every_sport_answers() {
    let called = |text: &str| {
        teams_called(text, day("2019-10-01"))
            .map(|(l, t)| format!("{l} {t}"))
            .collect::<Vec<_>>()
    };
    assert_eq!(called("Giants"), ["NFL Giants", "MLB Giants"]);
    assert_eq!(
        called("Spurs"),
        [
            "NBA Spurs",
            "EPL Tottenham",
            "Championship Tottenham",
            "UCL Tottenham",
            "UEL Tottenham"
        ]
    );
    assert_eq!(called("Panthers"), ["NFL Panthers", "NHL Panthers"]);
    assert!(called("over").is_empty() && called("").is_empty());
}

#[test]
fn slips_get_short_names_and_colours() {
    let short = |code: &str, team: &str| abbreviation(league(code), team);
    assert_eq!(short("NFL", "Packers"), "GB");
    assert_eq!(short("EPL", "Manchester United"), "MUN");
    assert_eq!(short("KBO", "Lotte Giants"), "LG");
    assert_eq!(short("KBO", "Lotte"), "LOT");
    assert_eq!(short("KBO", "!!"), "");
    assert_eq!(
        colours(league("NFL"), "Packers").unwrap().primary,
        [0x20, 0x37, 0x31]
    );
    assert_eq!(colours(league("KBO"), "Lotte"), None);
}

#[test]
fn every_date_in_the_tables_is_one() {
    for team in Table::ALL.iter().flat_map(|t| t.teams()) {
        for spec in [team.codes, team.places, team.others]
            .iter()
            .flat_map(|s| s.split('|'))
        {
            assert_eq!(spec.trim(), spec, "{}", team.name);
            if let Some((_, window)) = spec.split_once(" @") {
                let (from, to) = window.split_once("..").expect("a window has two dots");
                let (_, Some((first, last))) = index::dated(spec) else {
                    panic!("{spec}")
                };
                assert_eq!(from.is_empty(), first == NaiveDate::MIN, "{spec}");
                assert_eq!(to.is_empty(), last == NaiveDate::MAX, "{spec}");
                assert!(first <= last, "{spec}");
            }
        }
    }
}

#[test]
fn a_canonical_name_means_its_own_team_and_only_known_names_are_shared() {
    let on = day("2026-01-01");
    let mut shared = BTreeMap::<String, BTreeSet<&str>>::new();
    for table in Table::ALL {
        let code = League::all().find(|l| Table::of(l.code()) == [table]);
        for team in table.teams() {
            if let Some(league) = code {
                assert_eq!(super::team(league, team.name, on), Ok(team.name));
            }
            index::each_name(team, |name, _| {
                let meant = index::meanings(&fold(name), on, |t| t == table);
                if meant.len() > 1 {
                    shared.insert(
                        format!("{table:?} {name}"),
                        meant.iter().map(|e| e.team.name).collect(),
                    );
                }
            });
        }
    }
    let names: Vec<&str> = shared.keys().map(String::as_str).collect();
    assert_eq!(
        names,
        [
            "England Manchester",
            "England Sheffield",
            "England United",
            "Mlb CHI",
            "Mlb Chicago",
            "Mlb LA",
            "Mlb Los Angeles",
            "Mlb NY",
            "Mlb New York",
            "Mlb Sox",
            "Mls Los Angeles",
            "Mls NY",
            "Mls New York",
            "Nba LA",
            "Nba Los Angeles",
            "Nfl LA",
            "Nfl Los Angeles",
            "Nfl NY",
            "Nfl New York",
            "Nhl NY",
            "Nhl New York",
        ],
        "{shared:?}"
    );
}
