//! Cappers, setup, plans, months and seasons.

use super::*;

#[tokio::test]
async fn a_removed_capper_keeps_the_record_and_posts_no_more() {
    let world = World::new().await;
    world.post(11, 1, Side::Home, "a").await.unwrap();
    let gone = world.book.remove_capper(&admin(), user(11)).await.unwrap();
    assert!(gone.removed && gone.open == 1);
    world.book.remove_capper(&admin(), user(11)).await.unwrap();
    let refused = world.post(11, 2, Side::Home, "b").await.unwrap_err();
    assert_eq!(refused.code(), "capper_removed");
    assert_eq!(
        world.post(11, 1, Side::Home, "a").await.unwrap(),
        1,
        "the first answer stands"
    );
    world.first_game_ends().await;
    let all = BoardQuery {
        min: Some(1),
        ..BoardQuery::default()
    };
    assert_eq!(
        world.book.leaderboard(guild(), &all).await.unwrap()[0].rank,
        Some(1)
    );
    assert!(world.book.remove_capper(&capper(12), user(12)).await.is_err());
    assert_eq!(
        world
            .book
            .remove_capper(&admin(), user(77))
            .await
            .unwrap_err()
            .code(),
        "no_capper"
    );

    let back = world.book.add_capper(&admin(), user(11), "Ada").await.unwrap();
    assert!(!back.removed && back.settled == 1);
    let actions = world.actions().await;
    assert_eq!(&actions[..3], ["capper.restore", "capper.remove", "capper.add"]);
    world.healthy().await;
}

#[tokio::test]
async fn a_capper_on_trial_is_ranked_apart_until_enough_bets_are_verified() {
    let world = World::new().await;
    world
        .book
        .set(&admin(), "trial.verified_bets", "1")
        .await
        .unwrap();
    world.post(11, 1, Side::Home, "a").await.unwrap();
    world.first_game_ends().await;
    let query = BoardQuery {
        min: Some(1),
        ..BoardQuery::default()
    };
    let board = world.book.leaderboard(guild(), &query).await.unwrap();
    // Nothing was quoted, so the bet is not verified.
    assert_eq!((board[0].rank, board[0].trial), (Some(1), true));
    assert!(world.book.capper(guild(), user(11)).await.unwrap().trial);
    world
        .book
        .set(&admin(), "trial.verified_bets", "none")
        .await
        .unwrap();
    assert!(!world.book.leaderboard(guild(), &query).await.unwrap()[0].trial);
}

#[tokio::test]
async fn the_setup_knows_what_is_answered() {
    let world = World::new().await;
    let answered = async || {
        let steps = world.book.setup_steps(guild()).await.unwrap();
        steps
            .iter()
            .filter(|s| s.answered)
            .map(|s| s.step)
            .collect::<Vec<_>>()
    };
    assert_eq!(answered().await, [SetupStep::Routes], "routes need no answer");
    world.book.set(&admin(), "timezone", "UTC").await.unwrap();
    world.book.set(&admin(), "timezone", "UTC").await.unwrap();
    assert_eq!(
        answered().await,
        [SetupStep::TimeZone, SetupStep::Routes],
        "a confirmed default is an answer"
    );
    assert_eq!(
        world.actions().await.iter().filter(|a| *a == "guild.set").count(),
        2
    );
}

#[tokio::test]
async fn a_route_is_set_and_taken_out() {
    let world = World::new().await;
    for (value, kept) in [("<#5>", "5"), ("none", "none")] {
        let row = world.book.set(&admin(), "route.league.NFL", value).await.unwrap();
        assert_eq!((row.key.as_str(), row.value.as_str()), ("route.league.NFL", kept));
    }
    assert_eq!(
        world.book.settings(guild()).await.unwrap().routes.iter().count(),
        0
    );
}

#[tokio::test]
async fn exports_are_counted_a_day_and_the_plan_says_how_many() {
    let world = World::new().await;
    world
        .book
        .set(&Actor::operator(guild()), "plan", "free")
        .await
        .unwrap();
    for _ in 0..25 {
        world
            .book
            .export_bets(&admin(), None, &mut |_| Ok(()))
            .await
            .unwrap();
    }
    let full = world
        .book
        .export_events(&admin(), &mut |_| Ok(()))
        .await
        .unwrap_err();
    assert_eq!(full.code(), "plan_limit");
    let mut proof = Vec::new();
    world
        .book
        .export_proof(&Actor::operator(guild()), &mut proof)
        .await
        .unwrap();
    let (_, usage) = world.book.usage(guild()).await.unwrap();
    let of = |limit| usage.iter().find(|u| u.limit == limit).unwrap();
    assert_eq!(
        (of(Limit::Exports).used, of(Limit::Exports).most),
        (Some(25), Some(25))
    );
    assert_eq!(of(Limit::OpenBets).used, Some(0));
    world.now("2024-09-09T00:00:00Z");
    world.book.export_events(&admin(), &mut |_| Ok(())).await.unwrap();
    let exports = AuditFilter {
        action: Some("export".into()),
        limit: Some(3),
        ..AuditFilter::default()
    };
    let lines = world.book.audit(&admin(), &exports).await.unwrap();
    assert_eq!((lines.len(), lines[0].by.as_deref()), (3, Some("9")));
    assert!(world.book.audit(&capper(11), &exports).await.is_err());
    world.healthy().await;
}

#[tokio::test]
async fn months_reports_and_totals_come_from_the_record() {
    let world = World::new().await;
    world.post(11, 1, Side::Home, "a").await.unwrap();
    world.post(12, 1, Side::Away, "b").await.unwrap();
    world.first_game_ends().await;
    let totals = world.book.totals(guild()).await.unwrap();
    assert_eq!(totals.month.to_string(), "0.0000");
    let month: Month = "2024-09".parse().unwrap();
    let days = world.book.calendar(guild(), Some(user(11)), month).await.unwrap();
    assert_eq!(
        (days.len(), days[0].net.to_string().as_str(), days[0].decided),
        (1, "1.0000", 1)
    );
    assert_eq!(
        world.book.calendar(guild(), None, month).await.unwrap()[0].decided,
        2
    );
    // What was neither won nor lost is in the calendar and on the boards as it is in the records: not counted.
    let pushed = world.post(11, 2, Side::Home, "c").await.unwrap();
    world.now("2024-09-15T21:00:00Z");
    let push = ManualGrade {
        leg: None,
        grade: Grade::Push,
        reason: "called off".into(),
    };
    let bet = BetNo::new(pushed).unwrap();
    world.book.grade(&admin(), bet, &push).await.unwrap();
    let days = world.book.calendar(guild(), Some(user(11)), month).await.unwrap();
    let decided: Vec<i64> = days.iter().map(|day| day.decided).collect();
    assert_eq!(decided, [1, 0]);
    world.book.hide(&capper(11), true).await.unwrap();
    let query = BoardQuery::default();
    let board = world.book.whole_board(guild(), &query).await.unwrap();
    assert_eq!((board.hidden.cappers, board.hidden.decided), (1, 1));
    world.book.hide(&capper(11), false).await.unwrap();

    let due = ReportPeriod::Daily.before(SettlementDay::on("2024-09-09".parse().unwrap()));
    let report = world.book.report(guild(), &due).await.unwrap();
    assert_eq!((report.figures.decided, report.cappers), (2, 2));
    assert_eq!(report.best.unwrap().name, "Ada");
    assert_eq!(report.worst.unwrap().name, "Bo");

    assert_eq!(
        world.book.close_month(&admin(), month).await.unwrap_err().code(),
        "month_runs"
    );
    world.now("2024-10-01T09:30:00Z");
    world
        .book
        .set(&admin(), "leaderboard.min_bets", "1")
        .await
        .unwrap();
    let frozen = world.book.close_month(&admin(), month).await.unwrap();
    let shown: Vec<_> = frozen
        .iter()
        .map(|s| (s.capper.get(), s.rank, s.net.to_string()))
        .collect();
    assert_eq!(
        shown,
        [(11, Some(1), "1.0000".into()), (12, Some(2), "-1.0000".into())]
    );
    // A correction afterwards changes the record, not what was frozen.
    world
        .games(&GAMES.replace(
            "Packers,Bears,scheduled,,,,",
            "Packers,Bears,final,20,24,7 7 3 3,10 0 7 7",
        ))
        .await;
    world.book.settle(None, &mut |_| {}).await.unwrap();
    assert_eq!(world.book.month_standings(guild(), month).await.unwrap(), frozen);
    assert_eq!(world.book.close_month(&admin(), month).await.unwrap(), frozen);
    world.healthy().await;

    world.book.set(&admin(), "report.hour", "9").await.unwrap();
    world.book.set(&admin(), "report.monthly", "yes").await.unwrap();
    assert_eq!(world.book.queue_reports(guild()).await.unwrap().queued, 2);
    assert_eq!(world.book.queue_reports(guild()).await.unwrap().queued, 0);
}

#[tokio::test]
async fn a_season_is_entered_compared_and_frozen() {
    let world = World::new().await;
    let terms = SeasonTerms {
        name: "Autumn".into(),
        opens: at("2024-09-08T00:00:00Z"),
        closes: at("2024-09-16T00:00:00Z"),
        stakes: Stakes::Level,
        min_picks: 1,
        tie_break: TieBreak::Picks,
    };
    let season = world.book.create_season(&admin(), &terms, "k").await.unwrap();
    assert_eq!(
        world.book.create_season(&admin(), &terms, "k").await.unwrap(),
        season
    );
    assert!(world.book.create_season(&capper(11), &terms, "k2").await.is_err());
    world.post(12, 1, Side::Home, "before entering").await.unwrap();
    world.now("2024-09-08T12:01:00Z");
    for id in [11, 12, 12] {
        world
            .book
            .join_season(&capper(id), season.season, user(id))
            .await
            .unwrap();
    }
    assert!(
        world
            .book
            .join_season(&capper(11), season.season, user(12))
            .await
            .is_err()
    );
    assert_eq!(
        world
            .book
            .join_season(&admin(), 7, user(12))
            .await
            .unwrap_err()
            .code(),
        "no_season"
    );
    world.now("2024-09-08T12:02:00Z");
    world.post(11, 1, Side::Home, "a").await.unwrap();
    world.post(12, 2, Side::Home, "b").await.unwrap();
    world.now("2024-09-16T00:00:00Z");
    world.first_game_ends().await;
    let rows = world.book.season_standings(guild(), season.season).await.unwrap();
    let shown: Vec<_> = rows.iter().map(|s| (s.capper.get(), s.rank, s.decided)).collect();
    assert_eq!(shown, [(11, Some(1), 1), (12, None, 0)]);
    let close = async || world.book.close_season(&admin(), season.season).await;
    assert_eq!(close().await.unwrap_err().code(), "season_picks_open");
    let over = "Packers,Colts,cancelled,,,,";
    world
        .games(
            &GAMES
                .replace(
                    "Packers,Bears,scheduled,,,,",
                    "Packers,Bears,final,24,20,7 7 3 7,10 0 7 3",
                )
                .replace("Packers,Colts,scheduled,,,,", over),
        )
        .await;
    world.book.settle(None, &mut |_| {}).await.unwrap();
    let frozen = close().await.unwrap();
    assert_eq!(close().await.unwrap(), frozen);
    assert_eq!(
        world.book.season_standings(guild(), season.season).await.unwrap(),
        frozen
    );
    assert!(world.book.seasons(guild()).await.unwrap()[0].closed_at.is_some());
    assert_eq!(
        world
            .book
            .join_season(&admin(), season.season, user(12))
            .await
            .unwrap()
            .entered,
        2,
        "who entered is in"
    );
    world.healthy().await;
}
