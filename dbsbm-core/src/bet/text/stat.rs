//! The figures that player props count, under the names people give them.

use crate::market::Sport;

/// One figure: its code, and how it is typed. `sport` narrows a word that several sports share.
struct Row {
    code: &'static str,
    words: &'static [&'static str],
}

macro_rules! stats {
    ($($code:literal: $($word:literal)|+;)+) => { &[$(Row { code: $code, words: &[$($word),+] }),+] };
}

/// Figures that are counted: over, under, or so many and more.
static COUNTED: &[Row] = stats! {
    "points": "points" | "pts" | "pt" | "point";
    "rebounds": "rebounds" | "rebs" | "reb" | "boards" | "total rebounds";
    "assists": "assists" | "asts" | "ast" | "assist" | "dimes";
    "threes": "threes" | "3s" | "3pm" | "3pt" | "3pts made" | "3ptm" | "3pt made" | "3 pointers" | "3 pointers made" | "three pointers" | "threes made" | "3 pt made" | "three pointers made" | "3pters" | "3's" | "triples made" | "made threes" | "made 3s";
    "steals": "steals" | "stl" | "stls";
    "blocks": "blocks" | "blks" | "blk";
    "turnovers": "turnovers" | "tos";
    "points_rebounds_assists": "p r a" | "pra" | "pras" | "points rebounds assists" | "pts rebs asts" | "pts reb ast" | "points rebounds and assists" | "points rebounds & assists";
    "points_rebounds": "p r" | "points and rebounds" | "pts and rebs" | "points rebounds" | "pr" | "pts reb" | "pts rebs";
    "points_assists": "p a" | "points and assists" | "pts and asts" | "points assists" | "pa" | "pts ast" | "pts asts";
    "rebounds_assists": "r a" | "rebounds and assists" | "rebs and asts" | "rebounds assists" | "ra" | "reb ast" | "rebs asts";
    "steals_blocks": "stocks" | "steals and blocks";
    "fantasy_points": "fantasy points" | "fantasy pts" | "fantasy score";
    "passing_yards": "passing yards" | "pass yards" | "pass yds" | "passing yds" | "pass yd" | "passing yd" | "yards passing" | "payd" | "py";
    "passing_touchdowns": "passing touchdowns" | "passing tds" | "pass tds" | "pass td" | "passing td" | "td passes" | "touchdown passes" | "pass touchdowns" | "patd";
    "passing_attempts": "pass attempts" | "passing attempts" | "pass atts" | "pass att";
    "completions": "completions" | "pass completions" | "comps" | "passing completions" | "cmp";
    "interceptions": "interceptions" | "ints" | "int" | "interceptions thrown" | "picks thrown" | "interception";
    "longest_completion": "longest completion" | "longest pass";
    "rushing_yards": "rushing yards" | "rush yards" | "rush yds" | "rushing yds" | "rush yd" | "yards rushing" | "ruyd";
    "rushing_attempts": "rushing attempts" | "rush attempts" | "carries" | "rush atts" | "rush att";
    "rushing_touchdowns": "rushing touchdowns" | "rushing tds" | "rush tds" | "rushing td" | "rush td";
    "longest_rush": "longest rush";
    "receiving_yards": "receiving yards" | "rec yards" | "rec yds" | "receiving yds" | "rec yd" | "reyd" | "recy" | "recv yds" | "yards receiving" | "reception yards" | "receiving yd";
    "receptions": "receptions" | "rec" | "recs" | "catches" | "reception";
    "receiving_touchdowns": "receiving touchdowns" | "receiving tds" | "rec tds";
    "longest_reception": "longest reception" | "longest rec" | "longest catch" | "long reception";
    "rushing_receiving_yards": "rush rec yds" | "rushing receiving yards" | "rush rec yards" | "rushing and receiving yards" | "scrimmage yards" | "total yards" | "rush and rec yards" | "rush rec";
    "passing_rushing_yards": "pass rush yds" | "passing rushing yards" | "pass rush yards";
    "touchdowns": "tds" | "touchdowns" | "td" | "touchdown";
    "yards": "yards" | "yds" | "yd";
    "sacks": "sacks" | "sack";
    "tackles_assists": "tackles and assists" | "tackles assists" | "total tackles";
    "tackles": "tackles" | "tackle";
    "field_goals": "field goals" | "fgs" | "field goals made" | "fg made" | "fgm" | "made field goals";
    "kicking_points": "kicking points" | "kicker points" | "kicking pts";
    "strikeouts": "strikeouts" | "ks" | "k" | "k's" | "so" | "punchouts" | "pitcher strikeouts" | "strike outs" | "pitcher ks" | "strikeouts thrown";
    "hits": "hits";
    "total_bases": "total bases" | "tb" | "tbs" | "bases";
    "home_runs": "home runs" | "hrs" | "homers" | "hr" | "home run" | "homer" | "dinger" | "dingers";
    "rbis": "rbis" | "rbi" | "runs batted in";
    "runs": "runs" | "runs scored" | "run scored";
    "hits_runs_rbis": "h r rbi" | "hits runs rbis" | "hrr" | "h r rbis" | "hits runs and rbis" | "h r r" | "hits runs rbi";
    "stolen_bases": "stolen bases" | "stolen base" | "sbs" | "sb";
    "singles": "singles";
    "doubles": "doubles hit";
    "earned_runs": "earned runs" | "er" | "ers" | "earned runs allowed";
    "hits_allowed": "hits allowed" | "ha" | "pitcher hits allowed";
    "walks": "walks" | "bb" | "walks allowed" | "bbs";
    "outs": "outs" | "outs recorded" | "pitching outs" | "pitcher outs" | "recorded outs";
    "shots_on_goal": "shots on goal" | "sog" | "sogs" | "shot on goal";
    "goals": "goals" | "goal" | "asian goals" | "tore" | "buts" | "goles" | "gol" | "goller" | "reti" | "gols" | "mål" | "doelpunten" | "tor" | "but";
    "saves": "saves" | "goalie saves" | "sv" | "svs";
    "blocked_shots": "blocked shots" | "shots blocked";
    "power_play_points": "power play points" | "ppp" | "pp points";
    "shots": "shots" | "total shots" | "shots total" | "shot";
    "shots_on_target": "shots on target" | "sot" | "shot on target" | "sots";
    "passes": "passes" | "passes completed";
    "fouls": "fouls" | "fouls committed" | "foul";
    "aces": "aces" | "ace";
    "double_faults": "double faults" | "dfs";
    "significant_strikes": "significant strikes" | "sig strikes";
    "takedowns": "takedowns";
};

/// Figures that are a yes or no: something is done at all, or first.
static DONE: &[Row] = stats! {
    "anytime_touchdown": "anytime td" | "anytime tds" | "anytime touchdown" | "atd" | "attd" | "atts" | "any time td" | "anytime td scorer" | "anytime touchdown scorer" | "to score a td" | "to score a touchdown" | "td anytime" | "any time touchdown" | "atd scorer" | "attds" | "td scorer" | "touchdown scorer" | "scores a td" | "scores a touchdown" | "attd scorer" | "to score td" | "to score touchdown" | "rushing or receiving td";
    "first_touchdown": "first td" | "1st td" | "first touchdown" | "ftd" | "first td scorer" | "1st td scorer" | "first touchdown scorer" | "to score first td" | "to score the first td" | "to score first touchdown" | "to score the first touchdown" | "fttd";
    "last_touchdown": "last td" | "last touchdown" | "last td scorer" | "last touchdown scorer";
    "anytime_goalscorer": "anytime goalscorer" | "anytime scorer" | "anytime goal" | "ags" | "any time goalscorer" | "anytime goal scorer" | "to score anytime" | "to score" | "to score a goal" | "goal scorer" | "goalscorer" | "to score at any time" | "atgs" | "to find the net" | "anytime to score" | "score anytime";
    "first_goalscorer": "first goalscorer" | "first goal scorer" | "1st goalscorer" | "to score first" | "first goal" | "1st goal scorer" | "first scorer" | "to score the first goal" | "1st goal";
    "last_goalscorer": "last goalscorer" | "last goal scorer" | "lgs";
    "double_double": "double double" | "dd" | "to record a double double" | "to get a double double" | "a double double";
    "triple_double": "triple double" | "to record a triple double" | "to get a triple double" | "a triple double";
    "home_runs": "to hit a hr" | "to hit a home run" | "to homer" | "to go yard" | "to hit a homer" | "hr yes" | "to go deep" | "anytime hr" | "anytime home run" | "to hit hr" | "to hit home run" | "to hit a dinger";
    "hits": "to record a hit" | "to get a hit";
    "stolen_bases": "to steal a base" | "to record a stolen base";
    "assists": "to assist" | "assist anytime" | "anytime assist" | "to get an assist" | "to record an assist";
    "shots_on_target": "to have a shot on target";
    "points": "to record a point" | "anytime point";
    "rbis": "to record an rbi";
    "cards": "to be booked" | "to be carded" | "to get a card" | "to get booked" | "anytime card" | "to receive a card";
};

/// All `(typed words, code, is it a yes or no)`.
pub(super) fn all() -> impl Iterator<Item = (&'static str, &'static str, bool)> {
    let rows = |table: &'static [Row], done: bool| {
        table
            .iter()
            .flat_map(move |r| r.words.iter().map(move |w| (*w, r.code, done)))
    };
    rows(COUNTED, false).chain(rows(DONE, true))
}

/// The code of several figures counted together, where people bet on such a sum.
pub(super) fn sum(codes: &[&'static str]) -> Option<&'static str> {
    let mut sorted = codes.to_vec();
    sorted.sort_unstable();
    Some(match sorted.as_slice() {
        ["assists", "points", "rebounds"] => "points_rebounds_assists",
        ["points", "rebounds"] => "points_rebounds",
        ["assists", "points"] => "points_assists",
        ["assists", "rebounds"] => "rebounds_assists",
        ["blocks", "steals"] => "steals_blocks",
        ["receiving_yards", "rushing_yards"] => "rushing_receiving_yards",
        ["passing_yards", "rushing_yards"] => "passing_rushing_yards",
        ["hits", "rbis", "runs"] => "hits_runs_rbis",
        ["assists", "tackles"] => "tackles_assists",
        ["assists", "goals"] => "goals_assists",
        ["passing_touchdowns", "rushing_touchdowns"] => "passing_rushing_touchdowns",
        _ => return None,
    })
}

/// Figures that a price alone makes a yes: to hit a home run, to score a touchdown or a goal.
pub(super) fn at_all(code: &str) -> Option<&'static str> {
    match code {
        "home_runs" => Some("home_runs"),
        "touchdowns" => Some("anytime_touchdown"),
        "goals" => Some("anytime_goalscorer"),
        _ => None,
    }
}

/// How a figure that a whole game has too is to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shared {
    /// Only a player has it.
    PlayerOnly,
    /// Team or player: which one, a line of this size or less tells to be a player's.
    UpTo(i32),
}

/// Whether the word after a number can also be the score of the game (`over 2.5 goals`).
pub(super) fn shared(code: &str, sport: Option<Sport>) -> Shared {
    match (code, sport) {
        ("points", Some(Sport::IceHockey)) => Shared::PlayerOnly,
        ("points", _) => Shared::UpTo(60),
        ("goals" | "runs", _) => Shared::UpTo(0),
        _ => Shared::PlayerOnly,
    }
}
