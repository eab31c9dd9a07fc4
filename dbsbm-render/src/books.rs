//! What the Book says, as a picture shows it: one way for every front-end, so that all of them show the same.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use dbsbm_core::{
    bet::{
        PriceBasis,
        view::{BetView, LegView as BetLeg},
    },
    guild::{ImageKey, OddsDisplay},
    id::UserId,
    market::{League, Market, Side},
    money::Units,
    names,
    record::{self, SlipRecord},
};

use crate::{
    portrait::Portrait,
    slip::ROOMY_LEGS,
    view::{Badge, CurvePoint, CurveView, LegView, Mark, RecordView, Rgb, SlipView},
};

/// What every picture of a guild says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caption {
    /// The guild's name.
    pub guild: String,
    /// The guild's zone.
    pub zone: Tz,
    /// What must be said of everything in it.
    pub marks: Vec<Mark>,
    /// The notation in which it shows prices.
    pub odds: OddsDisplay,
    /// How its people and teams look.
    pub look: Look,
}

/// How people and teams look in a guild, as far as it has pictures and colours of its own.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// Pictures as PNG, by what they show.
    pub pictures: BTreeMap<ImageKey, Vec<u8>>,
    /// Colours that cappers chose.
    pub colours: BTreeMap<UserId, Rgb>,
}

impl Look {
    /// What of the look is on the slip of a bet.
    pub fn on_slip(bet: &BetView) -> Vec<ImageKey> {
        let roomy = bet.legs.len() <= ROOMY_LEGS;
        let teams = bet.legs.iter().filter(|_| roomy).filter_map(team_key);
        let mut keys: Vec<ImageKey> = capper_key(bet).into_iter().chain(teams).collect();
        keys.sort();
        keys.dedup();
        keys
    }

    /// The badge of a capper, a team or the guild: by picture, else by colours and initials.
    fn badge(&self, key: &ImageKey, name: &str) -> Badge {
        let png = self.pictures.get(key);
        match key {
            ImageKey::TeamLogo { league, team } => Badge {
                initials: names::abbreviation(*league, team),
                colours: names::colours(*league, team)
                    .map(|of| (Rgb::from(of.primary), Rgb::from(of.secondary))),
                portrait: png.and_then(|png| Portrait::whole(png)),
            },
            ImageKey::Capper(capper) => Badge {
                colours: self.colours.get(capper).map(|own| (*own, *own)),
                portrait: png.and_then(|png| Portrait::filling(png)),
                ..Badge::of(name)
            },
            ImageKey::Guild => Badge {
                portrait: png.and_then(|png| Portrait::whole(png)),
                ..Badge::of(name)
            },
        }
    }
}

impl RecordView {
    /// The record of a period: `all time`.
    pub fn of(period: &str, record: &SlipRecord) -> Self {
        Self {
            period: period.into(),
            tally: record.tally,
            basis: record.basis,
        }
    }
}

impl SlipView {
    /// The slip of a bet, with the whole record of its capper.
    pub fn of(bet: &BetView, record: &SlipRecord, caption: &Caption) -> Self {
        let named = match bet.stake_is {
            "to_win" => format!("to win {}u", bet.stake.short()),
            _ => format!("{}u", bet.stake.short()),
        };
        Self {
            guild: caption.guild.clone(),
            capper: bet.name.clone(),
            badge: capper_key(bet)
                .map_or_else(|| Badge::of(&bet.name), |key| caption.look.badge(&key, &bet.name)),
            number: bet.bet,
            kind: bet.slip_kind.title(),
            legs: bet
                .legs
                .iter()
                .map(|leg| LegView {
                    price: if bet.slip_kind.has_one_price() {
                        String::new()
                    } else {
                        caption.odds.show(leg.price)
                    },
                    ..leg_view(leg, caption)
                })
                .collect(),
            stake: named,
            price: (bet.legs.len() > 1).then(|| bet.price(caption.odds)),
            risked: bet.staked,
            returned: bet.returned.or(bet.max_returned).unwrap_or(Units::ZERO),
            status: bet.status,
            basis: bet.price_basis.parse().unwrap_or(PriceBasis::NoMarket),
            placed: bet.placed_at.with_timezone(&caption.zone),
            hash: bet.hash.clone(),
            marks: marks(bet, caption),
            record: RecordView::of("all time", record),
        }
    }
}

impl CurveView {
    /// The curve of a capper, or of the whole guild.
    pub fn of(
        title: &str,
        whose: &ImageKey,
        points: &[record::CurvePoint],
        record: RecordView,
        caption: &Caption,
    ) -> Self {
        Self {
            guild: caption.guild.clone(),
            title: title.into(),
            badge: caption.look.badge(whose, title),
            points: points
                .iter()
                .map(|point| CurvePoint {
                    at: point.at,
                    total: point.net,
                })
                .collect(),
            zone: caption.zone,
            marks: caption.marks.clone(),
            record,
        }
    }
}

fn capper_key(bet: &BetView) -> Option<ImageKey> {
    bet.capper.parse().ok().map(ImageKey::Capper)
}

/// The team that a leg backs, or whose score it is about; none where it is about the game or a player.
fn team_key(leg: &BetLeg) -> Option<ImageKey> {
    let team = match (leg.selection.market, leg.selection.side) {
        (Market::PlayerProp, _) => None,
        (Market::TeamTotalHome, _) | (_, Side::Home) => Some(&leg.home),
        (Market::TeamTotalAway, _) | (_, Side::Away) => Some(&leg.away),
        _ => None,
    }?;
    Some(ImageKey::team(leg.league.parse().ok()?, team))
}

/// What stands for a leg without a team: the player, or the side in a word (`Over`).
fn side_badge(leg: &BetLeg) -> Badge {
    let first = leg.title.split_whitespace().next().unwrap_or_default();
    Badge::of(leg.player.as_deref().unwrap_or(first))
}

fn leg_view(leg: &BetLeg, caption: &Caption) -> LegView {
    // A game is on the day that its league says.
    let zone = leg.league.parse::<League>().map_or(caption.zone, League::zone);
    let start = leg.start.with_timezone(&zone).format("%-d %b %Y");
    LegView {
        title: leg.title.clone(),
        subtitle: format!("{} at {} · {} · {start}", leg.away, leg.home, leg.league),
        price: leg.price.to_string(),
        grade: leg.grade,
        note: leg.score.clone(),
        badge: team_key(leg).map_or_else(|| side_badge(leg), |key| caption.look.badge(&key, "")),
    }
}

/// What must be said of a bet beside its picks.
fn marks(bet: &BetView, caption: &Caption) -> Vec<Mark> {
    let own = [
        (bet.origin == "imported", Mark::Imported),
        (bet.late, Mark::Late),
        (bet.terms.live, Mark::Live),
        (bet.terms.free_bet, Mark::FreeBet),
    ];
    let own = own.into_iter().filter_map(|(holds, mark)| holds.then_some(mark));
    own.chain(caption.marks.iter().copied()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbsbm_core::{
        market::{Period, Selection},
        settle::Grade,
    };

    fn leg(title: &str, selection: (Market, Side, Option<&str>), player: Option<&str>) -> BetLeg {
        let (market, side, line) = selection;
        let line = line.map(|text| text.parse().unwrap());
        BetLeg {
            league: "NFL",
            home: "Packers".into(),
            away: "Bears".into(),
            start: "2018-10-07T17:00:00Z".parse().unwrap(),
            title: title.into(),
            selection: Selection::new(market, Period::Full, side, line).unwrap().into(),
            player: player.map(Into::into),
            stat: None,
            price: "-110".parse().unwrap(),
            book: None,
            grade: Grade::Open,
            score: None,
            why: None,
        }
    }

    fn caption(look: Look) -> Caption {
        Caption {
            guild: "Sharp Room".into(),
            zone: chrono_tz::UTC,
            marks: Vec::new(),
            odds: OddsDisplay::Quoted,
            look,
        }
    }

    #[test]
    fn a_leg_wears_the_badge_of_what_it_is_about() {
        for (leg, initials, coloured) in [
            (
                leg("Packers -4.5", (Market::Spread, Side::Home, Some("-4.5")), None),
                "GB",
                true,
            ),
            (
                leg("Bears ML", (Market::Moneyline, Side::Away, None), None),
                "CHI",
                true,
            ),
            (
                leg(
                    "Bears o20.5",
                    (Market::TeamTotalAway, Side::Over, Some("20.5")),
                    None,
                ),
                "CHI",
                true,
            ),
            (
                leg("over 47.5", (Market::Total, Side::Over, Some("47.5")), None),
                "OV",
                false,
            ),
        ] {
            let badge = leg_view(&leg, &caption(Look::default())).badge;
            assert_eq!(
                (badge.initials.as_str(), badge.colours.is_some()),
                (initials, coloured)
            );
            assert!(badge.portrait.is_none());
        }
        let prop = leg(
            "Rodgers over 265.5",
            (Market::Total, Side::Over, Some("265.5")),
            Some("Aaron Rodgers"),
        );
        assert_eq!(leg_view(&prop, &caption(Look::default())).badge.initials, "AR");
    }

    #[test]
    fn pictures_and_colours_of_the_guild_come_first() {
        let mut png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        png.extend([0, 0, 0, 64, 0, 0, 0, 64]);
        let capper = UserId::new(7).unwrap();
        let (team, own) = (
            ImageKey::team("NFL".parse().unwrap(), "Packers"),
            ImageKey::Capper(capper),
        );
        let look = Look {
            pictures: [
                (team, png.clone()),
                (own.clone(), png),
                (ImageKey::Guild, b"broken".to_vec()),
            ]
            .into(),
            colours: [(capper, Rgb(1, 2, 3))].into(),
        };
        assert_eq!(
            look.badge(&own, "Ann").colours,
            Some((Rgb(1, 2, 3), Rgb(1, 2, 3)))
        );
        assert!(look.badge(&own, "Ann").portrait.is_some());
        assert!(look.badge(&ImageKey::Guild, "Sharp Room").portrait.is_none());
        let home = leg("Packers ML", (Market::Moneyline, Side::Home, None), None);
        assert!(leg_view(&home, &caption(look)).badge.portrait.is_some());
    }
}
