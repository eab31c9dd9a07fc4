//! Players whose team is not said, met with the games of the teams that are known of them.

use super::{
    tests::{game, legs},
    *,
};
use crate::{
    bet::text::read_one,
    names::{NamedPlayer, Plays, Rosters},
};
use std::collections::BTreeMap;

fn slate() -> Vec<Game> {
    vec![
        game(1, "NBA", "Suns", "Lakers", "2018-10-08T02:00:00Z"),
        game(2, "NBA", "Celtics", "Knicks", "2018-10-08T02:00:00Z"),
        game(3, "NBA", "Nuggets", "Heat", "2018-10-08T03:00:00Z"),
        game(4, "NBA", "Lakers", "Nuggets", "2018-10-10T02:00:00Z"),
        game(5, "NFL", "Bills", "Bears", "2018-10-07T17:00:00Z"),
        game(6, "NFL", "Jaguars", "Colts", "2018-10-07T17:00:00Z"),
        game(7, "MLB", "Yankees", "Red Sox", "2018-10-07T17:00:00Z"),
        game(8, "MLB", "Yankees", "Red Sox", "2018-10-07T22:00:00Z"),
    ]
}

fn rosters() -> Rosters {
    let of = |league: &str, players: &[(&str, &[&str])]| {
        let players = players.iter().map(|(name, teams)| NamedPlayer {
            name: (*name).into(),
            plays: match teams {
                [one, other] => Plays::learnt([[*one, *other]]).unwrap(),
                one => Plays::For(one.concat()),
            },
        });
        (league.parse().unwrap(), players.collect())
    };
    Rosters::from([
        of(
            "NBA",
            &[
                ("LeBron James", &["Lakers"]),
                ("Nikola Jokić", &["Nuggets", "Wizards"]),
                ("Jayson Tatum", &["Celtics", "Heat"]),
                ("Jarrett Allen", &["Cavaliers"]),
                ("Grayson Allen", &["Suns"]),
            ],
        ),
        of(
            "NFL",
            &[("Josh Allen", &["Bills"]), ("Josh Hines-Allen", &["Jaguars"])],
        ),
        of("MLB", &[("Aaron Judge", &["Yankees"])]),
    ])
}

/// The games of the legs, or those that are asked about.
fn check(text: &str, given: &[i64], answers: &[(&str, i64)]) -> Result<Vec<i64>, Vec<i64>> {
    let (games, rosters) = (slate(), rosters());
    let ids = |ids: &[i64]| ids.iter().map(|id| GameId::new(*id).unwrap()).collect::<Vec<_>>();
    let answers: BTreeMap<String, GameId> = answers
        .iter()
        .map(|(about, id)| ((*about).to_string(), GameId::new(*id).unwrap()))
        .collect();
    let given = ids(given);
    let open = Open::new(&games)
        .players(&rosters)
        .chosen(&given)
        .answers(&answers);
    match resolve(&read_one(text).unwrap(), &open, StakeIs::Risk) {
        Ok(slip) => Ok(legs(&slip)),
        Err(error) => Err(error.choices().iter().map(|id| id.get()).collect()),
    }
}

#[test]
fn the_team_of_a_player_tells_the_game() {
    for (text, expect) in [
        ("LeBron o25.5 pts -115 1u", Ok(&[1][..])),
        ("jokic o11.5 reb -115 1u", Ok(&[3])),
        ("Josh Allen o245.5 passing yards -110 1u", Ok(&[5])),
        // a part of two names, and a name with two teams
        ("Allen o245.5 passing yards -110 1u", Err(&[5, 6][..])),
        ("Tatum o25.5 pts -110 1u", Err(&[2, 3])),
        // the other of the name has no game
        ("Allen o15.5 reb -110 1u", Ok(&[1])),
        ("Judge o1.5 hits +120 1u", Err(&[7, 8])),
        // nobody who is known can play anywhere
        ("Zorro o25.5 pts -110 1u", Err(&[5, 6, 7, 8, 1, 2, 3, 4])),
        // each leg by itself
        ("LeBron o25.5 pts -115 + jokic o11.5 reb -110 1u", Ok(&[1, 3])),
        // each leg has its own also where the ticket has one price, and then needs the price of each
        ("Celtics ML + LeBron o25.5 pts +264 1u", Err(&[])),
        // a ticket of one game is of the team's that is named
        ("SGP: Celtics ML, LeBron 25+ pts +400 1u", Ok(&[2, 2])),
        ("SGP: LeBron 25+ pts, Zorro 5+ reb +400 1u", Ok(&[1, 1])),
    ] {
        let expect = expect.map(<[i64]>::to_vec).map_err(<[i64]>::to_vec);
        assert_eq!(check(text, &[], &[]), expect, "{text}");
    }
}

#[test]
fn a_team_that_is_said_comes_before_that_of_the_player() {
    let (games, rosters) = (slate(), rosters());
    let open = Open::new(&games).players(&rosters);
    for (player, team, expect) in [("LeBron", "Knicks", 2), ("Zorro", "Lakers", 1)] {
        let mut pick = read_one(&format!("{player} o25.5 pts -115 1u")).unwrap();
        pick.legs[0].opponent = Some(team.into());
        let slip = resolve(&pick, &open, StakeIs::Risk).unwrap();
        assert_eq!(legs(&slip), [expect], "{player} of {team}");
    }
}

#[test]
fn a_game_that_is_given_leaves_players_where_they_play() {
    for (text, given, expect) in [
        ("LeBron o25.5 pts -115 + jokic o11.5 reb -110 1u", 1, &[1, 3][..]),
        ("LeBron o25.5 pts -115 + jokic o11.5 reb -110 1u", 2, &[1, 3]),
        ("LeBron o25.5 pts -115 + Zorro o11.5 reb -110 1u", 2, &[1, 2]),
        ("LeBron o25.5 pts -115 + Tatum o25.5 pts -110 1u", 3, &[1, 3]),
        // a later game, but his
        ("LeBron o25.5 pts -115 + Celtics ML -110 1u", 4, &[4, 2]),
        // alone he is where the person says: teams change
        ("LeBron o25.5 pts -115 1u", 2, &[2]),
        ("SGP: LeBron 25+ pts, Zorro 5+ reb +400 1u", 2, &[2, 2]),
    ] {
        assert_eq!(
            check(text, &[given], &[]),
            Ok(expect.to_vec()),
            "{text} in {given}"
        );
    }
}

#[test]
fn an_answer_is_of_the_leg_that_was_asked_about() {
    let text = "Zorro o25.5 pts -115 + Tatum o25.5 pts -110 1u";
    assert_eq!(check(text, &[], &[("Zorro", 1)]), Err(vec![2, 3]));
    assert_eq!(check(text, &[], &[("Zorro", 1), ("Tatum", 3)]), Ok(vec![1, 3]));
}
