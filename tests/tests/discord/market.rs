//! A room with prices of this moment, players, and games of four sports.

use crate::room::{furnished, now};
use chrono::SecondsFormat;
use dbsbm_tests::stage::{Message, Stage};
use serde_json::json;

const HEAD: &str = "key,league,start,home_team,away_team,status,moneyline_home,moneyline_away,spread_home,\
                    spread_home_price,spread_away_price,total,over_price,under_price,as_of,book\n";

const PLAYERS: &str = "\
league,team,player
NFL,Packers,Jordan Love
NFL,Bears,Cole Kmet
NBA,Lakers,LeBron James
MLB,Yankees,Gerrit Cole
NHL,Bruins,David Pastrnak
";

/// Players by a part of their names, and the games they play in.
const PROPS: [(&str, &str); 5] = [
    ("Love", "Bears at Packers"),
    ("Kmet", "Bears at Packers"),
    ("LeBron", "Celtics at Lakers"),
    ("Cole", "Red Sox at Yankees"),
    ("Pastrnak", "Maple Leafs at Bruins"),
];

/// Arranges it before the bot comes. One bookmaker is trusted alone.
pub(crate) fn market() -> Stage {
    let stage = furnished();
    let as_of = now().to_rfc3339_opts(SecondsFormat::Secs, true);
    let games = format!(
        "{HEAD}\
         a,NFL,2098-10-07T17:00:00Z,Packers,Bears,scheduled,-210,175,-4.5,-108,-112,47.5,-110,-110,{as_of},Pinnacle\n\
         n,NBA,2098-10-09T17:00:00Z,Lakers,Celtics,scheduled,,,,,,,,,,\n\
         m,MLB,2098-10-09T18:00:00Z,Yankees,Red Sox,scheduled,,,,,,,,,,\n\
         h,NHL,2098-10-09T19:00:00Z,Bruins,Maple Leafs,scheduled,,,,,,,,,,\n"
    );
    std::fs::write(stage.folder().join("market.csv"), games).unwrap();
    std::fs::write(stage.folder().join("players.csv"), PLAYERS).unwrap();
    let taken = stage.cli(&["import", "games", "market.csv", "--preset", "dbsbm"]);
    assert_eq!(taken["rejected_count"], 0, "{taken}");
    stage.cli(&["import", "players", "players.csv"]);
    stage.set("books", "Pinnacle");
    stage
}

/// A pick of `who` by text and one click, as it stands in the channel where it has to be.
pub(crate) fn slip_of(stage: &Stage, who: &str, pick: &str, channel: &str, number: usize) -> Message {
    let mut preview = stage
        .slash(who, "commands", "bet", json!({"text": pick}))
        .message();
    // Which game a player plays in may have to be said: it is the one of the sport.
    if let Some((menu, games)) = preview.menus().first() {
        let game = PROPS.iter().find(|(player, _)| pick.contains(player));
        let (_, game) = game.unwrap_or_else(|| panic!("{pick}: {}", preview.text()));
        let (_, value) = games.iter().find(|(label, _)| label.contains(game)).unwrap();
        preview = stage.select(who, &preview, menu, json!([value])).message();
    }
    let posted = stage.click(who, &preview, "Post");
    let mark = format!("#{number}");
    assert!(posted.text().contains(&mark), "{pick}: {}", posted.text());
    let headed = |m: &Message| m.text().lines().next().is_some_and(|line| line.contains(&mark));
    stage.message_where(channel, headed)
}
