//! `/stats`: the record of a capper or of the whole server, as a curve and in figures.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{app::App, fault::Fault, flows::stats, reply::Answer, request::Request};
use dbsbm_core::{
    id::UserId,
    market::{League, Sport},
    record::Window,
};

/// The windows that people choose from.
pub(super) fn window() -> Opt {
    let windows = vec![
        ("7d", "7 days"),
        ("30d", "30 days"),
        ("90d", "90 days"),
        ("month", "This month"),
        ("year", "This year"),
        ("all", "All time"),
    ];
    Opt::new(
        "window",
        "The stretch of time; all time if left out",
        OptKind::OneOf(windows),
    )
}

/// The sports that the books have leagues of.
fn sport() -> Opt {
    let has_league = |sport: &&Sport| League::all().any(|league| league.sport() == **sport);
    let sports = Sport::ALL.iter().filter(has_league);
    let sports = sports.map(|sport| (sport.code(), sport.title())).collect();
    Opt::new("sport", "Only bets of this sport", OptKind::OneOf(sports))
}

/// The window that was chosen.
pub(super) fn chosen_window(request: &Request) -> Window {
    let options = request.options();
    options
        .text("window")
        .and_then(|w| w.parse().ok())
        .unwrap_or(Window::All)
}

pub(super) fn spec() -> Spec {
    Spec {
        name: "stats",
        about: "The record of a capper, or of the whole server: curve, figures and splits",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            Opt::new(
                "capper",
                "Whose record; the whole server if left out",
                OptKind::Person,
            ),
            window(),
            sport(),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let capper: Option<UserId> = request.options().person("capper").map(|(id, _)| id);
    let asked = stats::Asked {
        capper,
        sport: request.options().text("sport").and_then(|code| code.parse().ok()),
        window: chosen_window(request),
    };
    Ok(stats::whole(app, request, asked).await?.into())
}
