//! How the legs of a ticket are combined, and the slip that they make.

use super::Body;
use dbsbm_core::{
    bet::{Kind, Leg, PushRule, Slip, Stake, Terms},
    guild::Settings,
    odds::Odds,
};
use serde::{Deserialize, Serialize};

/// How the legs are combined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(super) enum Combine {
    /// All in one line.
    #[default]
    Parlay,
    /// All of one game, at one price.
    SameGame,
    /// Lines moved for the bettor, at one price.
    Teaser,
    /// Every pair.
    Twos,
    /// Every three.
    Threes,
    /// Every pair and every three.
    TwosAndThrees,
}

impl Combine {
    pub(super) const ALL: [Self; 6] = [
        Self::Parlay,
        Self::SameGame,
        Self::Teaser,
        Self::Twos,
        Self::Threes,
        Self::TwosAndThrees,
    ];

    /// What comes back when it is chosen.
    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Parlay => "parlay",
            Self::SameGame => "same_game",
            Self::Teaser => "teaser",
            Self::Twos => "by2",
            Self::Threes => "by3",
            Self::TwosAndThrees => "by23",
        }
    }

    pub(super) fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|c| c.code() == code)
    }

    /// Its name.
    pub(super) const fn title(self) -> &'static str {
        match self {
            Self::Parlay => "Parlay",
            Self::SameGame => "Same-game parlay",
            Self::Teaser => "Teaser",
            Self::Twos => "Round robin by 2s",
            Self::Threes => "Round robin by 3s",
            Self::TwosAndThrees => "Round robin by 2s and 3s",
        }
    }

    /// Sizes of the combinations; none where all legs are in one line.
    const fn sizes(self) -> &'static [u8] {
        match self {
            Self::Twos => &[2],
            Self::Threes => &[3],
            Self::TwosAndThrees => &[2, 3],
            _ => &[],
        }
    }

    /// Whether the stake is of each line.
    pub(super) const fn stakes_lines(self) -> bool {
        !self.sizes().is_empty()
    }

    /// Whether the ticket has a price of its own.
    pub(super) const fn has_one_price(self) -> bool {
        matches!(self, Self::SameGame | Self::Teaser)
    }
}

/// The slip, or what stands against it in words.
pub(super) fn slip(settings: &Settings, body: &Body) -> Result<Slip, String> {
    let whole = || body.price.parse::<Odds>().map_err(|e| e.to_string());
    let mut legs: Vec<Leg> = body.legs.clone();
    let kind = match body.combine {
        Combine::Parlay => Kind::Parlay,
        Combine::SameGame => Kind::SameGame { price: whole()? },
        Combine::Teaser => {
            let price = whole()?;
            // The table of a teaser has one row: the one that was agreed on.
            let row = u8::try_from(legs.len()).unwrap_or(u8::MAX);
            legs.iter_mut().for_each(|leg| leg.price = price);
            Kind::Teaser {
                table: [(row, price)].into(),
                push: PushRule::Reduce,
            }
        }
        other => Kind::RoundRobin {
            by: other.sizes().to_vec(),
            table: None,
        },
    };
    let prices: Vec<Odds> = legs.iter().map(|leg| leg.price).collect();
    let bare = settings.stake_display.bare_stake(&kind, &prices);
    let stake = Stake::read(&body.stake, bare).map_err(|e| e.to_string())?;
    Slip::new(kind, stake, legs, Terms::default()).map_err(|e| e.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use dbsbm_core::{
        id::GameId,
        market::{Market, Period, Selection, Side},
    };

    #[test]
    fn each_way_of_combining_makes_its_slip() {
        let leg = |id| Leg {
            game: GameId::new(id).unwrap(),
            selection: Selection::new(Market::Moneyline, Period::Full, Side::Home, None).unwrap(),
            prop: None,
            price: "-110".parse().unwrap(),
            book: None,
        };
        let body = |combine, same: bool| Body {
            combine,
            legs: (1..=3).map(|id| leg(if same { 1 } else { id })).collect(),
            stake: "1".into(),
            price: "+260".into(),
            ..Body::default()
        };
        let settings = Settings::default();
        for combine in Combine::ALL {
            assert_eq!(Combine::of_code(combine.code()), Some(combine));
            let same = combine == Combine::SameGame;
            let made = slip(&settings, &body(combine, same)).unwrap();
            assert_eq!(made.kind().stakes_lines(), combine.stakes_lines());
            assert_eq!(made.kind().has_one_price(), combine.has_one_price());
        }
        let refused = slip(&settings, &body(Combine::Parlay, true)).unwrap_err();
        assert!(refused.contains("of the same game"), "{refused}");
        let unpriced = Body {
            price: String::new(),
            ..body(Combine::Teaser, false)
        };
        assert!(slip(&settings, &unpriced).is_err());
    }
}
