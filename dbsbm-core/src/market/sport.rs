//! Sports, and what follows from them alone: how regulation is divided, and what a market means by default.

use super::codes;

codes! {
    /// A sport.
    Sport, "sport", {
        /// American football (NFL, college).
        AmericanFootball = "american_football",
        /// Basketball.
        Basketball = "basketball",
        /// Baseball.
        Baseball = "baseball",
        /// Ice hockey.
        IceHockey = "ice_hockey",
        /// Association football.
        Soccer = "soccer",
        /// Tennis.
        Tennis = "tennis",
        /// Mixed martial arts.
        Mma = "mma",
        /// Boxing.
        Boxing = "boxing",
        /// Golf.
        Golf = "golf",
        /// Horse racing.
        HorseRacing = "horse_racing",
        /// Motor racing.
        MotorRacing = "motor_racing",
        /// Rugby.
        Rugby = "rugby",
        /// Handball.
        Handball = "handball",
        /// Volleyball.
        Volleyball = "volleyball",
        /// Cricket.
        Cricket = "cricket",
        /// Australian rules football.
        AussieRules = "aussie_rules",
        /// Darts.
        Darts = "darts",
        /// Esports.
        Esports = "esports",
    }
}

impl Sport {
    /// Into how many equal parts regulation is divided (four quarters, three periods, two halves, nine innings), where
    /// it is divided at all.
    pub const fn regulation_parts(self) -> Option<usize> {
        match self {
            Self::AmericanFootball | Self::Basketball | Self::AussieRules => Some(4),
            Self::IceHockey => Some(3),
            Self::Soccer | Self::Rugby | Self::Handball => Some(2),
            Self::Baseball => Some(9),
            _ => None,
        }
    }

    /// The sport's name in words.
    pub const fn title(self) -> &'static str {
        match self {
            Self::AmericanFootball => "American football",
            Self::Basketball => "Basketball",
            Self::Baseball => "Baseball",
            Self::IceHockey => "Ice hockey",
            Self::Soccer => "Soccer",
            Self::Tennis => "Tennis",
            Self::Mma => "MMA",
            Self::Boxing => "Boxing",
            Self::Golf => "Golf",
            Self::HorseRacing => "Horse racing",
            Self::MotorRacing => "Motor racing",
            Self::Rugby => "Rugby",
            Self::Handball => "Handball",
            Self::Volleyball => "Volleyball",
            Self::Cricket => "Cricket",
            Self::AussieRules => "Australian rules",
            Self::Darts => "Darts",
            Self::Esports => "Esports",
        }
    }
}
