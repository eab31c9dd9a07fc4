//! The seal of a members-only slip: it can be shown to everybody before the start without telling the pick, and opened
//! afterwards, when anybody can check that it is the pick that was sealed.
//!
//! The commitment is the SHA-256 of the salt, a line feed and the text. The salt keeps a reader from trying out the few
//! picks that a game has.
//!
//! ```
//! use dbsbm_core::bet::Seal;
//! let seal = Seal { salt: "00ff".into(), text: "#7 Packers -4.5 -110 2u".into() };
//! // printf '%s\n%s' 00ff '#7 Packers -4.5 -110 2u' | sha256sum
//! let commitment = "8713b8c82fad9bc37dac2408bfcd5b3e36b695daf9004d64bfb07fb4f9814904";
//! assert_eq!(seal.commitment().to_string(), commitment);
//! ```

use super::Slip;
use crate::{id::BetNo, market::Game, proof::Hash};
use sha2::{Digest, Sha256};

/// What was sealed.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Seal {
    /// The salt, in hexadecimal digits.
    pub salt: String,
    /// The pick in words that no setting changes.
    pub text: String,
}

impl Seal {
    /// Seals a slip; each leg comes with its game.
    pub fn new(salt: &[u8], bet: BetNo, slip: &Slip, games: &[&Game]) -> Self {
        let legs: Vec<String> = slip
            .legs()
            .iter()
            .zip(games)
            .map(|(leg, game)| format!("{} {}", leg.describe(game), leg.price))
            .collect();
        let kind = match legs.len() {
            1 => String::new(),
            _ => format!("{}: ", slip.kind().code()),
        };
        Self {
            salt: salt.iter().map(|b| format!("{b:02x}")).collect(),
            text: format!("#{bet} {kind}{} {}", legs.join(" + "), slip.stake()),
        }
    }

    /// What can be shown before the start.
    pub fn commitment(&self) -> Hash {
        Hash::from_bytes(Sha256::digest(self.opened()).into())
    }

    /// What anybody can hash after it.
    pub fn opened(&self) -> String {
        format!("{}\n{}", self.salt, self.text)
    }
}
