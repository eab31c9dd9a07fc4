//! The tables themselves: one file per closed league, and one per country for clubs, since clubs change leagues.

mod belgium;
mod england;
mod europe;
mod france;
mod germany;
mod italy;
mod mlb;
mod mls;
mod nba;
mod netherlands;
mod nfl;
mod nhl;
mod portugal;
mod spain;
mod wnba;

/// One team: everything that it is called, and how it is drawn.
///
/// Names are separated by `|`. A name that ends with ` @FROM..TO` (a year or a date, either may be missing, both
/// inclusive) is valid only in that time. Only names that mean something else at another time carry one.
pub(super) struct Team {
    /// The canonical name.
    pub(super) name: &'static str,
    /// Short codes; the first is the one that slips show.
    pub(super) codes: &'static str,
    /// Primary and secondary colour, `0xRRGGBB`.
    pub(super) colours: (u32, u32),
    /// Where it plays or played; with the canonical name behind it each is a name too (`Green Bay Packers`). Empty for
    /// clubs.
    pub(super) places: &'static str,
    /// Every other name.
    pub(super) others: &'static str,
}

/// A team of a North American league: nickname, codes, colours, places, other names.
const fn team(
    name: &'static str,
    codes: &'static str,
    primary: u32,
    secondary: u32,
    places: &'static str,
    others: &'static str,
) -> Team {
    Team {
        name,
        codes,
        colours: (primary, secondary),
        places,
        others,
    }
}

/// A football club: name, codes, colours, other names.
const fn club(
    name: &'static str,
    codes: &'static str,
    primary: u32,
    secondary: u32,
    others: &'static str,
) -> Team {
    Team {
        name,
        codes,
        colours: (primary, secondary),
        places: "",
        others,
    }
}

/// A table of this module.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Table {
    Nfl,
    Nba,
    Wnba,
    Mlb,
    Nhl,
    England,
    Spain,
    Italy,
    Germany,
    France,
    Netherlands,
    Belgium,
    Portugal,
    Europe,
    Mls,
}

use Table::{
    Belgium, England, Europe, France, Germany, Italy, Mlb, Mls, Nba, Netherlands, Nfl, Nhl, Portugal, Spain,
    Wnba,
};

impl Table {
    pub(super) const ALL: [Self; 15] = [
        Nfl,
        Nba,
        Wnba,
        Mlb,
        Nhl,
        England,
        Spain,
        Italy,
        Germany,
        France,
        Netherlands,
        Belgium,
        Portugal,
        Europe,
        Mls,
    ];

    pub(super) fn teams(self) -> &'static [Team] {
        match self {
            Nfl => nfl::TEAMS,
            Nba => nba::TEAMS,
            Wnba => wnba::TEAMS,
            Mlb => mlb::TEAMS,
            Nhl => nhl::TEAMS,
            England => england::CLUBS,
            Spain => spain::CLUBS,
            Italy => italy::CLUBS,
            Germany => germany::CLUBS,
            France => france::CLUBS,
            Netherlands => netherlands::CLUBS,
            Belgium => belgium::CLUBS,
            Portugal => portugal::CLUBS,
            Europe => europe::CLUBS,
            Mls => mls::CLUBS,
        }
    }

    /// The tables in which a league's teams are looked up; none for leagues without one. Clubs of one country share a
    /// table because they change divisions; the European cups draw on every country.
    pub(super) fn of(league: &str) -> &'static [Self] {
        match league {
            "NFL" => &[Nfl],
            "NBA" => &[Nba],
            "WNBA" => &[Wnba],
            "MLB" => &[Mlb],
            "NHL" => &[Nhl],
            "EPL" | "Championship" => &[England],
            "LaLiga" => &[Spain],
            "SerieA" => &[Italy],
            "Bundesliga" => &[Germany],
            "Ligue1" => &[France],
            "Eredivisie" => &[Netherlands],
            "ProLeague" => &[Belgium],
            "PrimeiraLiga" => &[Portugal],
            "MLS" => &[Mls],
            "UCL" | "UEL" => &[
                England,
                Spain,
                Italy,
                Germany,
                France,
                Netherlands,
                Belgium,
                Portugal,
                Europe,
            ],
            _ => &[],
        }
    }
}
