//! `/calendar`: the days of a month.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{app::App, fault::Fault, flows::calendar, reply::Answer, request::Request};
use dbsbm_core::record::{Month, SettlementDay};

pub(super) fn spec() -> Spec {
    Spec {
        name: "calendar",
        about: "The days of a month and what they came to",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            Opt::new(
                "capper",
                "Whose days; the whole server if left out",
                OptKind::Person,
            ),
            Opt::new(
                "month",
                "Such as 2024-11; this month if left out",
                OptKind::Text(7),
            ),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let zone = app.settings(request.guild).await?.timezone;
    let month: Month = match options.text("month") {
        Some(typed) => typed
            .parse()
            .map_err(|_| Fault::refused("Type the month as year and month, such as `2024-11`."))?,
        None => Month::of(SettlementDay::of(request.at, zone)),
    };
    let capper = options.person("capper").map(|(id, _)| id);
    Ok(calendar::page(app, request, capper, month).await?.into())
}
