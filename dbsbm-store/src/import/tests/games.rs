use super::*;
use dbsbm_core::market::{GameStatus, QuoteMoment};

const NFL: &str = "season,date,home,away,home_q1,away_q1,home_q2,away_q2,home_q3,away_q3,home_q4,away_q4,home_final,\
                   away_final,home_moneyline,away_moneyline,home_spread_open,home_spread_close,total_open,total_close\n";
const FOOTBALL: &str = "Date,country,league,Season,HomeTeam,AwayTeam,FTHG,FTAG,HTHG,HTAG,home_close,home_open,\
                        draw_close,draw_open,away_close,away_open,over_2.5_close,over_2.5_open,under_2.5_close,\
                        under_2.5_open,bts_yes_close,bts_yes_open,bts_no_close,bts_no_open\n";
const NEUTRAL: &str = "key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods,\
                       moneyline_home,moneyline_away,moneyline_draw,spread_home,spread_home_price,spread_away_price,\
                       total,over_price,under_price,as_of,book\n";

fn read(preset: Preset, header: &str, rows: &str) -> Vec<Result<GameRow, RowError>> {
    let text = format!("{header}{rows}");
    GameReader::open(preset, text.as_bytes())
        .expect("the header is good")
        .collect()
}

fn one(preset: Preset, header: &str, row: &str) -> GameRow {
    let mut rows = read(preset, header, row);
    assert_eq!(rows.len(), 1);
    rows.remove(0).unwrap_or_else(|e| panic!("{e}"))
}

/// Quotes as `open spread home -4.5 full -110`.
fn quotes(game: &GameRow) -> Vec<String> {
    let line = |q: &RowQuote| q.selection.line.map(|l| format!(" {l}")).unwrap_or_default();
    let words = |q: &RowQuote| {
        let s = q.selection;
        format!(
            "{} {} {}{} {} {} {}",
            q.moment,
            s.market,
            s.side,
            line(q),
            s.period,
            q.price,
            q.book
        )
    };
    game.quotes.iter().map(words).collect()
}

/// The code of the one error, and its line.
fn code(preset: Preset, header: &str, row: &str) -> (u64, &'static str) {
    let mut errors = read(preset, header, row).into_iter().filter_map(Result::err);
    let error = errors.next().expect("the row is bad");
    (error.line, error.code.code())
}

#[test]
fn an_nfl_row_is_a_final_with_both_ends_of_the_market() {
    let row = "2011,2011-09-08,Packers,Saints,21,7,7,10,7,10,7,7,42,34,-250,210,-4.5,-5.0,46.0,48.0\n";
    let game = one(Preset::NflArchive, NFL, row);
    assert_eq!(game.key, "NFL/2011-09-08/Packers/Saints");
    assert_eq!(
        (game.home.as_ref(), game.away.as_ref(), game.status),
        ("Packers", "Saints", GameStatus::Final)
    );
    assert_eq!(game.start.to_rfc3339(), "2011-09-09T03:59:59+00:00");
    let score = game.score.as_ref().unwrap();
    assert_eq!(
        (score.total(), score.periods().0),
        ((42, 34), [21, 7, 7, 7].as_slice())
    );
    assert_eq!(
        quotes(&game),
        [
            "open spread home -4.5 full -110 archive",
            "open spread away 4.5 full -110 archive",
            "open total over 46 full -110 archive",
            "open total under 46 full -110 archive",
            "close spread home -5 full -110 archive",
            "close spread away 5 full -110 archive",
            "close total over 48 full -110 archive",
            "close total under 48 full -110 archive",
            "close moneyline home full -250 archive",
            "close moneyline away full 210 archive",
        ]
        .map(|q| q.replace(" 210 ", " +210 "))
    );
    let moments: Vec<i64> = game
        .quotes
        .iter()
        .map(|q| (game.start - q.as_of).num_days())
        .collect();
    assert_eq!(moments, [7, 7, 7, 7, 0, 0, 0, 0, 0, 0]);
    assert_eq!(game.quotes[4].moment, QuoteMoment::Close);
}

#[test]
fn overtime_is_what_the_quarters_leave() {
    let row = "2012,2012-11-11,Rams,49ers,14,7,0,0,3,7,7,10,27,24,400,-500,11,11,38,39\n";
    let score = one(Preset::NflArchive, NFL, row).score.unwrap();
    assert_eq!(
        (score.total(), score.periods().0.iter().sum::<u16>()),
        ((27, 24), 24)
    );
    let less = row.replace(",27,24,", ",20,24,");
    assert_eq!(code(Preset::NflArchive, NFL, &less), (2, "bad_score"));
}

#[test]
fn a_negative_quarter_leaves_the_halves() {
    let row = "2011,2011-11-27,Chargers,Broncos,13,13,-3,-6,3,3,0,3,13,16,-210,170,-7.0,-4.5,44.5,42.5\n";
    let score = one(Preset::NflArchive, NFL, row).score.unwrap();
    assert_eq!(
        (score.total(), score.periods()),
        ((13, 16), ([10, 3].as_slice(), [7, 6].as_slice()))
    );
    let senseless = one(Preset::NflArchive, NFL, &row.replace(",-3,", ",-30,"))
        .score
        .unwrap();
    assert!(senseless.periods().0.is_empty());
}

#[test]
fn a_game_to_come_has_prices_and_no_score() {
    let row = "2018,2018-12-30,Packers,Lions,,,,,,,,,,,,,-7,-8,44,45\n";
    let game = one(Preset::NflArchive, NFL, row);
    assert_eq!(
        (game.status, game.score, game.quotes.len()),
        (GameStatus::Scheduled, None, 8)
    );
}

#[test]
fn bad_nfl_rows_say_why() {
    let good = "2011,2011-09-08,Packers,Saints,21,7,7,10,7,10,7,7,42,34,-250,210,-4.5,-5.0,46.0,48.0\n";
    for (from, to, expect) in [
        ("Packers", "Packres", "unknown_team"),
        ("Packers", "New York", "ambiguous_team"),
        ("Packers", "Saints", "same_team"),
        ("Packers", "", "missing_value"),
        ("2011-09-08", "2011-02-30", "bad_date"),
        ("2011-09-08", "08/09/2011", "bad_date"),
        ("2011-09-08", "20é1-09-8", "bad_date"),
        ("-250", "-50", "bad_price"),
        ("-250", "0.9", "bad_price"),
        ("-250", "NaN", "bad_price"),
        ("-250", &"9".repeat(40), "bad_price"),
        ("-4.5", "-4.3", "bad_line"),
        ("42", "4x", "bad_score"),
        ("42", "70000", "bad_score"),
        (",42,", ",42,1,", "wrong_columns"),
        (",42,", ",", "wrong_columns"),
    ] {
        assert_eq!(
            code(Preset::NflArchive, NFL, &good.replacen(from, to, 1)),
            (2, expect),
            "{to}"
        );
    }
    let hint = read(Preset::NflArchive, NFL, &good.replace("Packers", "Packres"))
        .remove(0)
        .unwrap_err();
    assert!(hint.message.contains("nearest: Packers"), "{hint}");
}

#[test]
fn a_football_row_is_regulation_in_three_markets() {
    let row = "2012-08-18 16:00:00,england,premier-league,2012-2013,Newcastle Utd,Tottenham,2,1,0,0,2.5,2.6,3.3,3.2,2.9,\
               2.8,1.9,1.95,1.95,1.9,1.7,1.72,2.1,2.05\n";
    let game = one(Preset::FootballPrices, FOOTBALL, row);
    assert_eq!(game.key, "EPL/2012-08-18/Newcastle Utd/Tottenham");
    assert_eq!(game.start.to_rfc3339(), "2012-08-18T14:00:00+00:00");
    assert_eq!(
        game.score.as_ref().unwrap().periods(),
        ([0, 2].as_slice(), [0, 1].as_slice())
    );
    let quotes = quotes(&game);
    assert_eq!(quotes.len(), 14);
    for expect in [
        "open moneyline_3way home regulation 2.60 average",
        "close moneyline_3way draw regulation 3.30 average",
        "close total over 2.5 regulation 1.90 average",
        "open both_to_score no regulation 2.05 average",
    ] {
        assert!(
            quotes.iter().any(|q| q == expect),
            "{expect} is not in {quotes:#?}"
        );
    }
}

#[test]
fn football_leagues_need_their_country() {
    let row = "2012-08-18 20:45:00,COUNTRY,LEAGUE,2012-2013,A,B,2,1,0,0,2.5,2.6,3.3,3.2,2.9,2.8,,,,,,,,\n";
    let read = |country: &str, league: &str| {
        let row = row.replace("COUNTRY", country).replace("LEAGUE", league);
        super::games::read(Preset::FootballPrices, FOOTBALL, &row).remove(0)
    };
    for (country, name, expect) in [
        ("england", "premier-league", "EPL"),
        ("spain", "laliga", "LaLiga"),
        ("italy", "serie-a", "SerieA"),
        ("germany", "bundesliga", "Bundesliga"),
        ("france", "ligue-1", "Ligue1"),
        ("netherlands", "eredivisie", "Eredivisie"),
        ("belgium", "jupiler-pro-league", "ProLeague"),
    ] {
        let game = read(country, name).unwrap();
        assert_eq!((game.league.code(), game.quotes.len()), (expect, 6));
    }
    assert_eq!(
        read("egypt", "premier-league").unwrap_err().code,
        RowCode::UnknownLeague
    );
    assert_eq!(
        read("england", "serie-a").unwrap_err().code,
        RowCode::UnknownLeague
    );
}

#[test]
fn a_local_time_of_the_lost_or_repeated_hour_is_still_one_moment() {
    let row = |time: &str| format!("{time},italy,serie-a,,Roma,Lazio,,,,,,,,,,,,,,,,,,\n");
    let start = |time: &str| {
        one(Preset::FootballPrices, FOOTBALL, &row(time))
            .start
            .to_rfc3339()
    };
    assert_eq!(start("2012-03-25 02:30:00"), "2012-03-25T01:30:00+00:00");
    assert_eq!(start("2012-10-28 02:30"), "2012-10-28T00:30:00+00:00");
    assert_eq!(start("2012-05-01"), "2012-05-01T21:59:59+00:00");
    assert_eq!(
        code(Preset::FootballPrices, FOOTBALL, &row("2012-05-01 25:00:00")),
        (2, "bad_time")
    );
}

#[test]
fn the_neutral_format_takes_what_is_there() {
    let row = "g1,NFL,2025-09-05T00:20:00Z,Eagles,Cowboys,final,24,20,7 14 3 0,14 6 0 0,-400,+310,,-8.5,-110,-105,48.5,\
               -110,-110,2025-09-05T00:10:00Z,Acme\n";
    let game = one(Preset::Dbsbm, NEUTRAL, row);
    assert_eq!(
        (game.key.as_str(), game.date.to_string().as_str()),
        ("g1", "2025-09-04")
    );
    assert_eq!(game.score.as_ref().unwrap().total(), (24, 20));
    assert_eq!(
        quotes(&game),
        [
            "seen moneyline home full -400 Acme",
            "seen moneyline away full +310 Acme",
            "seen spread home -8.5 full -110 Acme",
            "seen spread away 8.5 full -105 Acme",
            "seen total over 48.5 full -110 Acme",
            "seen total under 48.5 full -110 Acme",
        ]
    );
    let short = "key,league,start,home_team,away_team,status\nx,Bundesliga,2025-08-22,FC Bayern,RB Leipzig,scheduled\n";
    let game = one(Preset::Dbsbm, "", short);
    assert_eq!(
        (game.home.as_ref(), game.start.to_rfc3339().as_str()),
        ("Bayern Munich", "2025-08-22T21:59:59+00:00")
    );
    for (from, to, expect) in [
        ("24,20", ",", "bad_score"),
        ("24,20,7 14 3 0,14 6 0 0", ",,,", "missing_score"),
        ("7 14 3 0", "7 14 3", "bad_score"),
        (",NFL,", ",NFX,", "unknown_league"),
        ("final", "done", "unknown_status"),
        ("g1", "", "missing_value"),
        ("-8.5", "", "missing_line"),
        ("2025-09-05T00:20:00Z", "yesterday", "bad_time"),
        ("g1", &"k".repeat(101), "too_long"),
    ] {
        assert_eq!(
            code(Preset::Dbsbm, NEUTRAL, &row.replacen(from, to, 1)),
            (2, expect),
            "{to}"
        );
    }
}

/// The archives where they are at hand, else rows of the same make: never nothing.
fn archive(name: &str, header: &str, row: impl Fn(usize) -> String) -> String {
    let path = format!("{}/../../shared/data/{name}", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path)
        .unwrap_or_else(|_| format!("{header}{}", (0..500).map(row).collect::<String>()))
}

#[test]
fn whole_archives_come_in_without_a_rejected_row() {
    let teams = ["Packers", "Saints", "Bears", "49ers", "Commanders", "Giants"];
    let nfl = archive("nfl_2011_2018.csv", NFL, |i| {
        let date = format!("2011-{:02}-{:02}", i % 12 + 1, i % 28 + 1);
        let (home, away) = (teams[i % 6], teams[(i + 1) % 6]);
        format!(
            "2011,{date},{home},{away},7,7,7,3,7,0,0,7,{},17,-250,210,-4.5,-5.0,46.0,48.0\n",
            21 + i % 7
        )
    });
    let football = archive("epl_2009_2019.csv", FOOTBALL, |i| {
        let date = format!("2012-{:02}-{:02} 16:00:00", i % 12 + 1, i % 28 + 1);
        format!(
            "{date},england,premier-league,2012-2013,QPR,Stoke City,2,1,0,0,2.5,2.6,3.3,3.2,2.9,2.8,1.9,1.9,1.9,1.9,,,,\n"
        )
    });
    for (preset, text, per_game) in [
        (Preset::NflArchive, nfl, 10),
        (Preset::FootballPrices, football, 10),
    ] {
        let rows = text.lines().count() - 1;
        let mut games = GameReader::open(preset, text.as_bytes()).unwrap();
        let mut keys = std::collections::HashSet::new();
        for game in games.by_ref() {
            let game = game.unwrap_or_else(|e| panic!("{preset}: {e}"));
            assert!(
                game.status == GameStatus::Final && game.quotes.len() >= per_game,
                "{game:?}"
            );
            keys.insert(game.key);
        }
        assert_eq!(games.rows(), rows as u64);
        assert!(
            keys.len() * 10 >= rows,
            "{preset}: {} keys for {rows} rows",
            keys.len()
        );
    }
}
