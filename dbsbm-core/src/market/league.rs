//! Leagues: a fixed table with sport, home time zone, and whether its teams are a closed list.

use super::Sport;
use chrono_tz::Tz;

/// A league of the table. Cheap to copy; two values are equal when they are the same row.
#[derive(Clone, Copy)]
pub struct League(&'static Row);

struct Row {
    code: &'static str,
    title: &'static str,
    sport: Sport,
    zone: Tz,
    /// Teams outside the alias table are refused, because the league's members are all known.
    closed: bool,
    aliases: &'static [&'static str],
}

macro_rules! leagues {
    ($($code:literal $title:literal $sport:ident $zone:ident $closed:ident [$($alias:literal)*];)+) => {
        &[$(Row {
            code: $code, title: $title, sport: Sport::$sport, zone: Tz::$zone, closed: leagues!(@ $closed),
            aliases: &[$($alias),*],
        }),+]
    };
    (@ closed) => { true };
    (@ open) => { false };
}

static TABLE: &[Row] = leagues! {
    "NFL" "NFL" AmericanFootball America__New_York closed ["national football league" "americanfootball_nfl"];
    "NCAAF" "College football" AmericanFootball America__New_York open ["college football" "cfb" "americanfootball_ncaaf"];
    "CFL" "CFL" AmericanFootball America__Toronto open ["canadian football league"];
    "NBA" "NBA" Basketball America__New_York closed ["national basketball association" "basketball_nba"];
    "WNBA" "WNBA" Basketball America__New_York open [];
    "NCAAB" "College basketball" Basketball America__New_York open ["college basketball" "cbb" "ncaam"];
    "EuroLeague" "EuroLeague" Basketball Europe__Madrid open ["euroleague basketball"];
    "MLB" "MLB" Baseball America__New_York closed ["major league baseball" "baseball_mlb"];
    "NPB" "NPB" Baseball Asia__Tokyo open [];
    "KBO" "KBO" Baseball Asia__Seoul open [];
    "NHL" "NHL" IceHockey America__New_York closed ["national hockey league" "icehockey_nhl"];
    "EPL" "Premier League" Soccer Europe__London open ["premier league" "premier-league" "english premier league" "soccer_epl"];
    "Championship" "EFL Championship" Soccer Europe__London open ["efl championship"];
    "LaLiga" "La Liga" Soccer Europe__Madrid open ["la liga" "laliga" "la-liga" "primera division"];
    "SerieA" "Serie A" Soccer Europe__Rome open ["serie a" "serie-a"];
    "Bundesliga" "Bundesliga" Soccer Europe__Berlin open ["1. bundesliga"];
    "Ligue1" "Ligue 1" Soccer Europe__Paris open ["ligue 1" "ligue-1"];
    "Eredivisie" "Eredivisie" Soccer Europe__Amsterdam open [];
    "ProLeague" "Pro League" Soccer Europe__Brussels open ["pro league" "jupiler pro league" "jupiler-pro-league" "first division a" "pro-league"];
    "PrimeiraLiga" "Primeira Liga" Soccer Europe__Lisbon open ["primeira liga"];
    "MLS" "MLS" Soccer America__New_York open ["major league soccer"];
    "LigaMX" "Liga MX" Soccer America__Mexico_City open ["liga mx"];
    "UCL" "Champions League" Soccer Europe__Zurich open ["champions league" "uefa champions league"];
    "UEL" "Europa League" Soccer Europe__Zurich open ["europa league" "uefa europa league"];
    "WorldCup" "World Cup" Soccer Europe__Zurich open ["world cup" "fifa world cup"];
    "ATP" "ATP Tour" Tennis UTC open [];
    "WTA" "WTA Tour" Tennis UTC open [];
    "UFC" "UFC" Mma America__New_York open [];
    "Boxing" "Boxing" Boxing UTC open [];
    "PGA" "PGA Tour" Golf America__New_York open ["pga tour"];
    "Racing" "Horse racing" HorseRacing Europe__London open ["horse racing"];
    "F1" "Formula 1" MotorRacing UTC open ["formula 1" "formula one"];
    "NRL" "NRL" Rugby Australia__Sydney open [];
    "AFL" "AFL" AussieRules Australia__Melbourne open [];
    "DEMO" "Demo League (made up)" AmericanFootball America__New_York open [];
    "IPL" "Indian Premier League" Cricket Asia__Kolkata open ["indian premier league"];
};

/// No league of this name.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no league `{given}`; nearest: {}", nearest.join(", "))]
pub struct LeagueError {
    /// What was given, shortened.
    pub given: String,
    /// Codes that look most alike.
    pub nearest: Vec<String>,
}

impl League {
    /// Every league, in the order of the table.
    pub fn all() -> impl Iterator<Item = Self> {
        TABLE.iter().map(Self)
    }

    /// The name used in files, JSON and the database.
    pub const fn code(self) -> &'static str {
        self.0.code
    }

    /// The name in words.
    pub const fn title(self) -> &'static str {
        self.0.title
    }

    /// The sport.
    pub const fn sport(self) -> Sport {
        self.0.sport
    }

    /// The zone in which the league states its dates.
    pub const fn zone(self) -> Tz {
        self.0.zone
    }

    /// Whether a game of the league can go past regulation. Domestic soccer leagues end level; cups and play-offs do not.
    pub fn plays_overtime(self) -> bool {
        self.0.sport != Sport::Soccer || matches!(self.0.code, "MLS" | "LigaMX" | "UCL" | "UEL" | "WorldCup")
    }

    /// True when every team of the league is in the alias table, so that another name must be a mistake.
    pub const fn is_closed(self) -> bool {
        self.0.closed
    }
}

impl std::str::FromStr for League {
    type Err = LeagueError;

    fn from_str(text: &str) -> Result<Self, LeagueError> {
        let same = |name: &str| name.eq_ignore_ascii_case(text.trim());
        let row = TABLE
            .iter()
            .find(|r| same(r.code) || r.aliases.iter().any(|a| same(a)));
        row.map(Self).ok_or_else(|| LeagueError {
            given: text.chars().take(40).collect(),
            nearest: crate::names::nearest(text, TABLE.iter().map(|r| r.code), 3),
        })
    }
}

impl PartialEq for League {
    fn eq(&self, other: &Self) -> bool {
        self.0.code == other.0.code
    }
}

impl Eq for League {}

impl std::hash::Hash for League {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        self.0.code.hash(state);
    }
}

impl PartialOrd for League {
    fn partial_cmp(&self, other: &Self) -> Option<std::cmp::Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for League {
    fn cmp(&self, other: &Self) -> std::cmp::Ordering {
        self.0.code.cmp(other.0.code)
    }
}

impl std::fmt::Debug for League {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0.code)
    }
}

impl std::fmt::Display for League {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.0.code)
    }
}

impl serde::Serialize for League {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.0.code)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_and_aliases_meet_and_a_typo_is_offered_neighbours() {
        assert_eq!("premier-league".parse::<League>().unwrap().code(), "EPL");
        assert_eq!("nfl".parse::<League>().unwrap().sport(), Sport::AmericanFootball);
        assert!(
            "NFK"
                .parse::<League>()
                .unwrap_err()
                .nearest
                .contains(&"NFL".to_string())
        );
    }
}
