use super::*;
use crate::{
    bet::text::read_one,
    id::GameId,
    market::{GameStatus, Quote, QuoteMoment},
    settle::RuleSet,
};

pub(super) fn game(id: i64, league: &str, away: &str, home: &str, start: &str) -> Game {
    Game {
        id: GameId::new(id).unwrap(),
        league: league.parse().unwrap(),
        home: home.into(),
        away: away.into(),
        start: start.parse().unwrap(),
        status: GameStatus::Scheduled,
        score: None,
    }
}

/// The games of the legs.
pub(super) fn legs(slip: &Slip) -> Vec<i64> {
    slip.legs().iter().map(|leg| leg.game.get()).collect()
}

fn slate() -> Vec<Game> {
    vec![
        game(1, "NFL", "Packers", "Saints", "2018-10-07T17:00:00Z"),
        game(2, "NFL", "Giants", "Eagles", "2018-10-07T18:00:00Z"),
        game(3, "MLB", "Giants", "Dodgers", "2018-10-07T20:00:00Z"),
        game(4, "EPL", "Everton", "Arsenal", "2018-10-07T14:00:00Z"),
        game(5, "NBA", "Suns", "Lakers", "2018-10-08T02:00:00Z"),
        game(6, "NBA", "Lakers", "Nuggets", "2018-10-10T02:00:00Z"),
        game(
            7,
            "ATP",
            "Novak Djokovic",
            "Kei Nishikori",
            "2018-10-08T10:00:00Z",
        ),
    ]
}

fn check(text: &str) -> Result<String, String> {
    let games = slate();
    let pick = read_one(text).map_err(|e| e.to_string())?;
    let slip = resolve(&pick, &Open::new(&games), StakeIs::Risk).map_err(|e| e.to_string())?;
    let leg = |l: &Leg| {
        let s = l.selection;
        let line = s.line.map(|l| format!(" {l}")).unwrap_or_default();
        format!("{} {} {} {}{line}", l.game, s.market, s.period, s.side)
    };
    Ok(format!(
        "{}: {}",
        slip.kind().code(),
        slip.legs().iter().map(leg).collect::<Vec<_>>().join(", ")
    ))
}

#[test]
fn the_game_fills_in_what_only_it_can_tell() {
    for (text, expect) in [
        ("Packers -4.5 -110 2u", "straight: 1 spread full away -4.5"),
        ("green bay ML +120 1u", "straight: 1 moneyline full away"),
        ("Saints/Packers over 48 -110 1u", "straight: 1 total full over 48"),
        (
            "Saints TT o24.5 -110 1u",
            "straight: 1 team_total_home full over 24.5",
        ),
        (
            "Arsenal ML 2.10 1.5u",
            "straight: 4 moneyline_3way regulation home",
        ),
        ("Arsenal 1H -0.5 2.10 1u", "straight: 4 spread h1 home -0.5"),
        (
            "Everton or draw 1.9 1u",
            "straight: 4 double_chance regulation draw_away",
        ),
        ("Everton DNB 3.1 1u", "straight: 4 draw_no_bet regulation away"),
        ("draw 3.40 1u", "straight: 4 moneyline_3way regulation draw"),
        (
            "Arsenal/Everton draw 3.40 1u",
            "straight: 4 moneyline_3way regulation draw",
        ),
        (
            "Correct score 1-2 Everton v Arsenal 9.5 1u",
            "straight: 4 correct_score regulation 2-1",
        ),
        ("Lakers -3 -110 1u", "straight: 5 spread full home -3"),
        ("Djokovic ML 1.40 2u", "straight: 7 moneyline full away"),
        ("Giants F5 ML +100 1u", "straight: 3 moneyline f5 away"),
        ("Giants 1H +3 -110 1u", "straight: 2 spread h1 away 3"),
        (
            "Packers ML -150 + Lakers -3 -110 1u",
            "parlay: 1 moneyline full away, 5 spread full home -3",
        ),
        (
            "SGP: Packers ML, over 48, Rodgers 2+ pass TDs +400 1u",
            "same_game: 1 moneyline full away, 1 total full over 48, 1 player_prop full over 1.5",
        ),
        (
            "Packers ML + over 48 +240 1u",
            "same_game: 1 moneyline full away, 1 total full over 48",
        ),
        (
            "6pt teaser: Packers +1.5, Eagles -1 -120 1u",
            "teaser: 1 spread full away 1.5, 2 spread full home -1",
        ),
    ] {
        assert_eq!(check(text).as_deref(), Ok(expect), "{text}");
    }
}

#[test]
fn what_can_mean_two_things_is_asked() {
    for (text, expect) in [
        (
            "Giants ML +150 1u",
            "2 games have Giants: NYG at PHI Sun 07 Oct 18:00, SF at LAD Sun 07 Oct 20:00",
        ),
        ("Packrs -4.5 -110 1u", "nearest: Packers"),
        ("over 47.5 -105 to win 1", "of which game?"),
        (
            "Packers vs Eagles over 44 -110 1u",
            "no open game has `Packers` against `Eagles`; `Packers` plays: GB at NO",
        ),
        ("LeBron o25.5 pts -115 1.5u", "which game does LeBron play in?"),
        (
            "Packers/Saints draw +1200 1u",
            "American football has no draw market",
        ),
        ("Packers P1 ML -110 1u", "American football has no period 1"),
        (
            "Packers ML + Lakers -3 +264 1u",
            "needs the price of each leg: `Packers moneyline`",
        ),
        ("Packers ML -150 + Packers -3 -110 1u", "of the same game"),
        ("RR: Packers ML -150, Lakers -3 -110 1u", "Add `by 2s`"),
    ] {
        let error = check(text).unwrap_err();
        assert!(error.contains(expect), "{text}: {error}");
    }
}

#[test]
fn a_bare_total_is_of_the_game_with_its_line_and_a_choice_decides() {
    let games = slate();
    let quote = Quote {
        game: games[0].id,
        selection: Selection::new(
            Market::Total,
            Period::Full,
            Side::Over,
            Some("47.5".parse().unwrap()),
        )
        .unwrap(),
        price: "-110".parse().unwrap(),
        book: "average".into(),
        source: "test".into(),
        as_of: games[0].start,
        moment: QuoteMoment::Seen,
    };
    let quotes = [quote];
    let open = Open::new(&games).quotes(&quotes);
    let pick = read_one("over 47.5 -105 to win 1").unwrap();
    let slip = resolve(&pick, &open, StakeIs::Risk).unwrap();
    assert_eq!(
        (slip.legs()[0].game, slip.stake().is),
        (games[0].id, StakeIs::ToWin)
    );

    let pick = read_one("Giants ML +150 1u").unwrap();
    let choices = [games[1].id, games[2].id];
    let asked = resolve(&pick, &Open::new(&games), StakeIs::ToWin).unwrap_err();
    assert_eq!(asked.choices(), choices);
    let answers = [(asked.about().to_string(), games[2].id)].into();
    for open in [
        Open::new(&games).chosen(&choices[1..]),
        Open::new(&games).answers(&answers),
    ] {
        let slip = resolve(&pick, &open, StakeIs::ToWin).unwrap();
        assert_eq!(
            (slip.legs()[0].game, slip.stake().is),
            (games[2].id, StakeIs::ToWin)
        );
    }
}

#[test]
fn a_house_that_settles_hockey_without_overtime() {
    let games = [game(1, "NHL", "Rangers", "Bruins", "2018-10-07T17:00:00Z")];
    let rules = RuleSet::named("pinnacle").unwrap();
    for (text, by_default, by_house) in [
        ("Bruins ML -120 1u", Period::Full, Period::Regulation),
        (
            "Bruins/Rangers over 5.5 -110 1u",
            Period::Full,
            Period::Regulation,
        ),
        ("Bruins ML p1 +150 1u", Period::Third(1), Period::Third(1)),
    ] {
        let pick = read_one(text).unwrap();
        for (open, expect) in [
            (Open::new(&games), by_default),
            (Open::new(&games).rules(rules), by_house),
        ] {
            let slip = resolve(&pick, &open, StakeIs::Risk).unwrap();
            assert_eq!(slip.legs()[0].selection.period, expect, "{text}");
        }
    }
}
