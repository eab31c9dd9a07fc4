use super::*;

fn selection(what: &str) -> Selection {
    let words: Vec<&str> = what.split(' ').collect();
    let line = words.get(3).map(|line| line.parse().unwrap());
    Selection::new(
        words[0].parse().unwrap(),
        words[1].parse().unwrap(),
        words[2].parse().unwrap(),
        line,
    )
    .unwrap()
}

fn verdict(rules: &str, league: &str, what: &str, happened: &Happened<'_>) -> Verdict {
    RuleSet::named(rules)
        .unwrap()
        .verdict(league.parse().unwrap(), &selection(what), None, happened)
        .0
}

#[test]
fn minimum_play_by_sport_and_market() {
    use Progress::*;
    let score = Score::new(vec![], vec![], (3, 2)).unwrap();
    for (league, what, progress, expect) in [
        ("MLB", "moneyline full home", HalfInnings(9), Verdict::Stands),
        ("MLB", "moneyline full home", HalfInnings(8), Verdict::Void),
        ("MLB", "spread full home -1.5", HalfInnings(16), Verdict::Void),
        ("MLB", "spread full home -1.5", HalfInnings(17), Verdict::Stands),
        ("MLB", "total full over 4.5", HalfInnings(9), Verdict::Stands),
        ("MLB", "total full over 5", HalfInnings(9), Verdict::Void),
        ("NFL", "moneyline full home", Minutes(54), Verdict::Void),
        ("NFL", "moneyline full home", Minutes(55), Verdict::Stands),
        ("NBA", "moneyline full home", Minutes(42), Verdict::Void),
        ("NCAAB", "moneyline full home", Minutes(35), Verdict::Stands),
        ("UFC", "moneyline full home", Rounds(1), Verdict::Stands),
    ] {
        let stopped = Happened {
            progress: Some(progress),
            hours_since_start: 1_000,
            score: Some(&score),
            ..Happened::new(GameStatus::Abandoned)
        };
        assert_eq!(
            verdict("default", league, what, &stopped),
            expect,
            "{league} {what} {progress:?}"
        );
        let called = Happened {
            status: GameStatus::Final,
            ..stopped
        };
        assert_eq!(
            verdict("default", league, what, &called),
            expect,
            "{league} {what} {progress:?}"
        );
        let soon = Happened {
            hours_since_start: 5,
            ..stopped
        };
        let expect = if expect == Verdict::Void {
            Verdict::Hold
        } else {
            expect
        };
        assert_eq!(
            verdict("default", league, what, &soon),
            expect,
            "{league} {what} {progress:?}"
        );
    }
    let seven = Happened {
        seven_innings: true,
        progress: Some(HalfInnings(13)),
        score: Some(&score),
        ..Happened::new(GameStatus::Final)
    };
    assert_eq!(
        verdict("default", "MLB", "total full over 8.5", &seven),
        Verdict::Stands
    );
    let away = Score::new(vec![], vec![], (2, 3)).unwrap();
    let away = Happened {
        score: Some(&away),
        ..seven
    };
    assert_eq!(
        verdict("default", "MLB", "total full over 8.5", &away),
        Verdict::Void
    );
}

#[test]
fn games_that_are_not_played_or_moved() {
    let at = |status, hours_since_start| Happened {
        hours_since_start,
        ..Happened::new(status)
    };
    for (status, hours, expect) in [
        (GameStatus::Scheduled, 0, Verdict::Hold),
        (GameStatus::Live, 1, Verdict::Hold),
        (GameStatus::Final, 3, Verdict::Stands),
        (GameStatus::Cancelled, 0, Verdict::Void),
        (GameStatus::Postponed, 47, Verdict::Hold),
        (GameStatus::Postponed, 48, Verdict::Void),
        (GameStatus::Abandoned, 3, Verdict::Hold),
        (GameStatus::Abandoned, 48, Verdict::Review),
    ] {
        assert_eq!(
            verdict("default", "NFL", "moneyline full home", &at(status, hours)),
            expect,
            "{status} {hours}"
        );
    }
    assert_eq!(
        verdict(
            "default",
            "MLB",
            "moneyline full home",
            &at(GameStatus::Postponed, 24)
        ),
        Verdict::Void
    );
}

#[test]
fn pitchers_retirements_no_contests_and_players() {
    let over = Happened::new(GameStatus::Final);
    let other_pitcher = Happened {
        listed_pitchers_started: Some(false),
        ..over
    };
    assert_eq!(
        verdict("default", "MLB", "moneyline full home", &other_pitcher),
        Verdict::Stands
    );
    assert_eq!(
        verdict("pinnacle", "MLB", "moneyline full home", &other_pitcher),
        Verdict::Void
    );
    for (sets, what, expect) in [
        (0, "moneyline full home", Verdict::Void),
        (1, "moneyline full home", Verdict::Stands),
        (1, "total full over 22.5", Verdict::Void),
    ] {
        let retired = Happened {
            retired: true,
            progress: Some(Progress::Sets(sets)),
            ..over
        };
        assert_eq!(verdict("default", "ATP", what, &retired), expect, "{sets} {what}");
    }
    let no_contest = Happened {
        no_contest: true,
        ..over
    };
    assert_eq!(
        verdict("default", "UFC", "moneyline full home", &no_contest),
        Verdict::Void
    );
    for (league, did, expect) in [
        ("NBA", Participation::Active, Verdict::Void),
        ("NBA", Participation::Played, Verdict::Stands),
        ("MLB", Participation::Played, Verdict::Void),
        ("MLB", Participation::Started, Verdict::Stands),
        ("EPL", Participation::Absent, Verdict::Void),
    ] {
        let took_part = Happened {
            took_part: Some(did),
            ..over
        };
        assert_eq!(
            verdict("default", league, "player_prop full over 1.5", &took_part),
            expect,
            "{league} {did}"
        );
    }
}

#[test]
fn parts_of_a_game_stand_once_they_are_over() {
    let score = Score::new(vec![7, 3], vec![0, 0], (10, 0)).unwrap();
    let stopped = Happened {
        score: Some(&score),
        hours_since_start: 1_000,
        ..Happened::new(GameStatus::Abandoned)
    };
    assert_eq!(
        verdict("default", "NFL", "moneyline h1 home", &stopped),
        Verdict::Stands
    );
    assert_eq!(
        verdict("default", "NFL", "moneyline q3 home", &stopped),
        Verdict::Void
    );
    assert_eq!(
        verdict("default", "NFL", "moneyline h2 home", &stopped),
        Verdict::Review
    );
}

#[test]
fn what_was_decided_before_a_retirement_stands() {
    // 6-4, 2-1 and the home side retires, one set completed.
    let score = Score::new(vec![6, 2], vec![4, 1], (8, 5)).unwrap();
    let retired = Happened {
        retired: true,
        progress: Some(Progress::Sets(1)),
        score: Some(&score),
        ..Happened::new(GameStatus::Final)
    };
    for (rules, what, expect) in [
        ("default", "moneyline s1 home", Verdict::Stands),
        ("default", "total s1 over 9.5", Verdict::Stands),
        ("default", "moneyline s2 home", Verdict::Void),
        ("default", "moneyline s3 home", Verdict::Void),
        ("default", "total full over 12.5", Verdict::Stands),
        ("default", "total full over 13.5", Verdict::Void),
        ("default", "spread full home -2.5", Verdict::Void),
        ("pinnacle", "total full over 12.5", Verdict::Void),
    ] {
        assert_eq!(verdict(rules, "ATP", what, &retired), expect, "{rules} {what}");
    }
    let unknown = Happened {
        progress: None,
        ..retired
    };
    assert_eq!(
        verdict("default", "ATP", "moneyline full home", &unknown),
        Verdict::Review
    );
}

#[test]
fn innings_and_rounds_are_over_by_how_far_the_game_went() {
    let score = Score::new(vec![1; 9], vec![0; 9], (9, 0)).unwrap();
    let stopped = |progress| Happened {
        progress: Some(progress),
        score: Some(&score),
        hours_since_start: 100,
        ..Happened::new(GameStatus::Abandoned)
    };
    for (league, what, progress, expect) in [
        (
            "MLB",
            "moneyline i3 home",
            Progress::HalfInnings(6),
            Verdict::Stands,
        ),
        (
            "MLB",
            "moneyline i3 home",
            Progress::HalfInnings(5),
            Verdict::Void,
        ),
        (
            "Boxing",
            "moneyline r2 home",
            Progress::Rounds(3),
            Verdict::Stands,
        ),
        ("Boxing", "moneyline r2 home", Progress::Rounds(2), Verdict::Void),
    ] {
        assert_eq!(
            verdict("default", league, what, &stopped(progress)),
            expect,
            "{what} {progress:?}"
        );
    }
}
