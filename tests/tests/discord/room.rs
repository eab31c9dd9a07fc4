//! A room to play in: games to bet on, a capper, and the channel for picks.

use dbsbm_tests::stage::Stage;

/// Open games of a distant season, and nothing that a feed would have to tell.
const GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods,moneyline_home,moneyline_away,spread_home,spread_home_price,spread_away_price,total,over_price,under_price,as_of,book
a,NFL,2098-10-07T17:00:00Z,Packers,Bears,scheduled,,,,,,,,,,,,,,
b,NFL,2098-10-07T20:00:00Z,Lions,Vikings,scheduled,,,,,,,,,,,,,,
c,NFL,2098-10-08T17:00:00Z,Giants,Jets,scheduled,,,,,,,,,,,,,,
";

/// The program under test.
pub(crate) const PROGRAM: &str = env!("CARGO_BIN_EXE_dbsbm_under_test");

/// Arranges the books of "Sharp Room" before the bot comes: `ann` is a capper, and picks go to `picks`.
pub(crate) fn furnished() -> Stage {
    let stage = Stage::empty(PROGRAM);
    let (guild, ann) = (stage.guild(), stage.member("ann", &[]));
    std::fs::write(stage.folder().join("games.csv"), GAMES).unwrap();
    stage.cli(&["guild", "add", &guild, "--name", "Sharp Room"]);
    stage.cli(&["import", "games", "games.csv", "--preset", "dbsbm"]);
    stage.cli(&["capper", "add", &ann, "--name", "Ann", "--guild", &guild]);
    let picks = stage.channel("picks");
    stage.cli(&["guild", "set", "channel.picks", &picks, "--guild", &guild]);
    stage
}

/// [`furnished`], with the bot there.
pub(crate) fn room() -> Stage {
    let mut stage = furnished();
    stage.start_bot();
    stage
}
