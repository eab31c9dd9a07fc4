//! Where somebody who wants to stop finds a person to talk to, by country: official, free and confidential.
//!
//! A number stands here where it is a country's own and well known; else the site that names the right one.
//!
//! ```
//! use dbsbm_core::community::Country;
//! assert!(Country::Ireland.help().contains("1800 936 725"));
//! assert_eq!(Country::of_language("de"), Some(Country::Germany));
//! assert_eq!(Country::of_language("fi"), None);
//! ```

use crate::market::codes;

codes! {
    /// A country whose help line is known.
    Country, "country", {
        /// Australia.
        Australia = "australia",
        /// Austria.
        Austria = "austria",
        /// Canada.
        Canada = "canada",
        /// Germany.
        Germany = "germany",
        /// Ireland.
        Ireland = "ireland",
        /// New Zealand.
        NewZealand = "new_zealand",
        /// Switzerland.
        Switzerland = "switzerland",
        /// The United Kingdom.
        UnitedKingdom = "united_kingdom",
        /// The United States.
        UnitedStates = "united_states",
    }
}

impl Country {
    /// The help line, beginning with the country's name.
    pub const fn help(self) -> &'static str {
        match self {
            Self::Austria => "Austria: spielsuchthilfe.at names those near you",
            Self::Australia => "Australia: Gambling Help, 1800 858 858, gamblinghelponline.org.au",
            Self::Canada => {
                "Canada: 211 (dial 2-1-1, or 211.ca) names the line of your province; in Ontario ConnexOntario, 1-866-531-2600"
            }
            Self::Switzerland => "Switzerland: SOS Spielsucht, 0800 040 080, sos-spielsucht.ch",
            Self::Germany => "Germany: 0800 1372700, check-dein-spiel.de",
            Self::UnitedKingdom => "United Kingdom: National Gambling Helpline (GamCare), 0808 8020 133",
            Self::Ireland => "Ireland: National Gambling Helpline, 1800 936 725, gamblingcare.ie",
            Self::NewZealand => "New Zealand: Gambling Helpline, 0800 654 655, gamblinghelpline.co.nz",
            Self::UnitedStates => "United States: 1-800-GAMBLER (1-800-426-2537)",
        }
    }

    /// The country that a language of Discord's stands for, where it stands for one.
    pub fn of_language(locale: &str) -> Option<Self> {
        match locale {
            "en-US" => Some(Self::UnitedStates),
            "en-GB" => Some(Self::UnitedKingdom),
            "de" => Some(Self::Germany),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_names_itself_and_a_way_to_reach_somebody() {
        for country in Country::ALL {
            let help = country.help();
            let (name, way) = help.split_once(": ").unwrap();
            assert!(!name.is_empty(), "{country}");
            assert!(
                way.contains('.') || way.bytes().filter(u8::is_ascii_digit).count() > 6,
                "{country}: {help}"
            );
        }
    }
}
