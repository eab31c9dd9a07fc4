//! Every name of every table by its folded form, built once from the tables.

use super::{
    fold::fold,
    tables::{Table, Team},
};
use chrono::NaiveDate;
use std::{collections::HashMap, sync::LazyLock};

/// One meaning of a name.
#[derive(Clone, Copy)]
pub(super) struct Entry {
    pub(super) table: Table,
    pub(super) team: &'static Team,
    /// First and last day on which the name means this team; `None` for a name without dates.
    window: Option<(NaiveDate, NaiveDate)>,
}

static INDEX: LazyLock<HashMap<String, Vec<Entry>>> = LazyLock::new(|| {
    let mut index: HashMap<String, Vec<Entry>> = HashMap::new();
    for table in Table::ALL {
        for team in table.teams() {
            each_name(team, |name, window| {
                let entries = index.entry(fold(name)).or_default();
                let known = |e: &Entry| e.table == table && e.team.name == team.name && e.window == window;
                if !entries.iter().any(known) {
                    entries.push(Entry { table, team, window });
                }
            });
        }
    }
    index
});

/// Every meaning of a folded name on a day, in the tables asked for. A name that is dated to that day outdoes one
/// without dates: `Hornets` is New Orleans from 2002 to 2013.
pub(super) fn meanings(key: &str, on: NaiveDate, wanted: impl Fn(Table) -> bool) -> Vec<Entry> {
    let Some(entries) = INDEX.get(key) else {
        return Vec::new();
    };
    let valid = |e: &&Entry| wanted(e.table) && e.window.is_none_or(|(from, to)| from <= on && on <= to);
    let valid: Vec<Entry> = entries.iter().filter(valid).copied().collect();
    let dated = |e: &Entry| {
        valid
            .iter()
            .any(|other| other.window.is_some() && other.table == e.table)
    };
    let keep = |e: &Entry| e.window.is_some() || !dated(e);
    valid.iter().filter(|e| keep(e)).copied().collect()
}

/// Every folded name in the tables asked for, with a meaning that it has, whenever that was.
pub(super) fn names(wanted: impl Fn(Table) -> bool) -> impl Iterator<Item = (&'static str, Entry)> {
    let meant = INDEX
        .iter()
        .flat_map(|(key, entries)| entries.iter().map(move |e| (key.as_str(), *e)));
    meant.filter(move |(_, e)| wanted(e.table))
}

/// Calls `see` with each name of a team and the time in which it is valid.
pub(super) fn each_name(team: &'static Team, mut see: impl FnMut(&str, Option<(NaiveDate, NaiveDate)>)) {
    see(team.name, None);
    let listed = |names: &'static str| names.split('|').filter(|n| !n.is_empty()).map(dated);
    for (code, window) in listed(team.codes).chain(listed(team.others)) {
        see(code, window);
    }
    for (place, window) in listed(team.places) {
        see(place, window);
        see(&format!("{place} {}", team.name), None);
    }
}

/// `Los Angeles @2016-01-12..` as the name and its window.
pub(super) fn dated(spec: &str) -> (&str, Option<(NaiveDate, NaiveDate)>) {
    let Some((name, window)) = spec.split_once(" @") else {
        return (spec, None);
    };
    let day = |text: &str, month: u32, day: u32| match text.len() {
        4 => NaiveDate::from_ymd_opt(text.parse().ok()?, month, day),
        _ => text.parse().ok(),
    };
    let (from, to) = window.split_once("..").unwrap_or((window, window));
    let from = day(from, 1, 1).unwrap_or(NaiveDate::MIN);
    let to = day(to, 12, 31).unwrap_or(NaiveDate::MAX);
    (name, Some((from, to)))
}
