//! What waited while nobody delivered goes out in its order: new slips, what became of the old ones, reports, names.

use crate::{
    books::{in_books, placed},
    room::{furnished, now, one_slip_each, post, settled, totals},
};
use chrono::{TimeDelta, Timelike as _};
use dbsbm_tests::stage::{Request, eventually};
use std::time::Duration;

/// Deliveries that may be under way at the same time: so many may be overtaken by what comes after them, less one.
const SIDE_BY_SIDE: usize = 8;
/// Slips of each kind: several times as many.
const SLIPS: u32 = 17;

/// What a request delivers, in the order in which it should; nothing for what only prepares.
fn kind(request: &Request, reports: &str, total: &str) -> Option<usize> {
    let webhook = request.path().contains("/simcord_webhook");
    match request.method() {
        "POST" if webhook => Some(0),
        "PATCH" if webhook => Some(1),
        "POST" if request.path() == format!("/channels/{reports}/messages") => Some(2),
        "PATCH" if request.path() == format!("/channels/{total}") => Some(3),
        _ => None,
    }
}

#[test]
fn deliveries_drain_in_their_order() {
    let mut stage = furnished();
    stage.start_bot();
    post(&stage, &totals(30..40));
    post(&stage, &totals(40..30 + SLIPS));
    one_slip_each(&stage, SLIPS as usize);
    stage.stop_bot();

    // Nobody delivers; the names go last, the slips first, whichever was asked for first.
    let (reports, total) = (stage.channel("reports"), stage.channel("Month"));
    for (key, value) in [
        ("voice.month", total.as_str()),
        ("channel.reports", &reports),
        ("report.hour", &now().hour().to_string()),
    ] {
        stage.set(key, value);
    }
    let queued = in_books(&stage, TimeDelta::zero(), async |book, guild| {
        book.queue_reports(guild).await.unwrap().queued
    });
    assert_eq!(queued, 1);
    settled(&stage, 24, 17);
    let new: Vec<String> = (0..SLIPS)
        .map(|n| format!("Lions/Vikings over {}.5 -105 1u", 30 + n))
        .collect();
    placed(&stage, TimeDelta::zero(), "ann", &new);
    let last = stage.log("", 0).last().map_or(0, Request::number);
    stage.start_bot();

    let came = || -> Vec<usize> {
        let all = stage.log("", last);
        all.iter()
            .filter_map(|request| kind(request, &reports, &total))
            .collect()
    };
    let all = 2 * SLIPS as usize + 2;
    let came = eventually(Duration::from_secs(60), || {
        Some(came()).filter(|c| c.len() >= all)
    })
    .unwrap_or_else(|| panic!("{:?}", came()));
    assert_eq!(came.len(), all, "{came:?}");
    for later in 1..4 {
        let first = came.iter().position(|kind| *kind == later);
        let first = first.unwrap_or_else(|| panic!("nothing of kind {later}: {came:?}"));
        let overtaken = came[first..].iter().filter(|kind| **kind < later).count();
        assert!(
            overtaken < SIDE_BY_SIDE,
            "{later} overtakes {overtaken}: {came:?}"
        );
    }
    stage.clean();
}
