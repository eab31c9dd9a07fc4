//! A pick that can be meant in several ways, and what is made of the answer.

use crate::{
    custom_id::CustomId,
    flows::{games, players},
    reply::{Component, Select, SelectOf},
};
use dbsbm_core::{bet::text::Pick, guild::Settings, id::GameId, market::Game};
use dbsbm_store::{AlikePlayers, Chosen};
use serde::{Deserialize, Serialize};

/// The step that answers with a game.
pub(in crate::flows) const GAME: &str = "game";
/// The step that answers with a player.
pub(in crate::flows) const PLAYER: &str = "player";

/// A pick that can be meant in several ways.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Question {
    /// Which pick of the text, from 1.
    pub(in crate::flows) number: usize,
    /// What was typed.
    pub(in crate::flows) pick: Pick,
    /// What was chosen before, for other legs.
    pub(in crate::flows) chosen: Chosen,
    /// What is to be chosen now.
    pub(in crate::flows) asked: Asked,
}

/// What is to be chosen.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) enum Asked {
    /// One of several games, with the question in words.
    Game {
        /// The leg that is asked about, as the Book names it.
        #[serde(default)]
        about: String,
        choices: Vec<GameId>,
        why: String,
    },
    /// One of several players.
    Player(AlikePlayers),
}

impl Question {
    /// The question in words.
    pub(in crate::flows) fn why(&self) -> String {
        match &self.asked {
            Asked::Game { why, .. } => why.clone(),
            Asked::Player(alike) => players::why(alike),
        }
    }

    /// The choice; `to` gives the address of a step.
    pub(in crate::flows) fn choice(
        &self,
        to: impl Fn(&str) -> CustomId,
        settings: &Settings,
        games: &[Game],
    ) -> Component {
        let number = self.number;
        match &self.asked {
            Asked::Game { choices, .. } => {
                let choices = choices
                    .iter()
                    .filter_map(|id| games.iter().find(|game| game.id == *id))
                    .map(|game| games::choice(game, settings))
                    .collect();
                let hint = format!("The game of pick {number}");
                Select::one(hint, to(&format!("{GAME}:{number}")), SelectOf::Choices(choices))
            }
            Asked::Player(alike) => {
                let hint = format!("The player of pick {number}");
                players::choice(hint, to(&format!("{PLAYER}:{number}")), alike)
            }
        }
    }

    /// Notes what was chosen; false for what is no answer to this question.
    fn note(&mut self, step: &str, value: &str) -> bool {
        match (&self.asked, step) {
            (Asked::Game { about, .. }, GAME) => {
                let game: Option<GameId> = value.parse().ok();
                self.chosen.legs.extend(game.map(|game| (about.clone(), game)));
                game.is_some()
            }
            (Asked::Player(alike), PLAYER) => match players::chosen(alike, value) {
                Some(name) => {
                    self.chosen.players.insert(alike.typed.clone(), name);
                    true
                }
                None => false,
            },
            _ => false,
        }
    }
}

/// The question that a click answers, taken from among the others with the answer noted, and where it stood. None for a
/// click on a question that is no longer there.
pub(in crate::flows) fn answered(
    questions: &mut Vec<Question>,
    step: &str,
    number: &str,
    value: &str,
) -> Option<(usize, Question)> {
    let place = questions.iter().position(|q| q.number.to_string() == number)?;
    let noted = questions.get_mut(place)?.note(step, value);
    noted.then(|| (place, questions.remove(place)))
}
