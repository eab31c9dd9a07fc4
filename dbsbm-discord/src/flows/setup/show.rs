//! What the setup shows.

use super::NAME;
use crate::{
    custom_id::CustomId,
    reply::{Button, Choice, Component, Field, Modal, Reply, Select, SelectOf, Style},
    text,
};
use dbsbm_core::guild::{SettingRow, SetupState, SetupStep};

/// Lists on one screen; the last row is for buttons.
const LISTS: usize = 4;

/// The checklist.
pub(super) fn checklist(states: &[SetupState], notes: &[String]) -> Reply {
    let open = states.iter().filter(|state| !state.answered).count();
    let head = match open {
        0 => "**This server is set up.** Choose a step to change something.".to_string(),
        n => format!(
            "**Setting up: {n} of {} steps {} open.** Each answer is saved at once.",
            states.len(),
            if n == 1 { "is" } else { "are" }
        ),
    };
    let lines = states.iter().map(|state| {
        let mark = if state.answered { "✅" } else { "⬜" };
        let missing = if state.missing.is_empty() {
            ""
        } else {
            " · until then picks are on the record and shown in no channel"
        };
        format!("{mark} {}{missing}", title(state.step))
    });
    let lines: Vec<String> = lines.chain(warnings(notes)).collect();
    let choices = states
        .iter()
        .map(|state| Choice::new(title(state.step), state.step));
    let to = CustomId::new(NAME, "-", "step");
    Reply::private(text::listed(&head, &lines, None)).row(vec![Select::one(
        "Choose a step",
        to,
        SelectOf::Choices(choices.collect()),
    )])
}

/// One step, with its settings as they are.
pub(super) fn screen(state: &SetupState, more: bool, notes: &[String]) -> Reply {
    let step = state.step;
    let mark = if state.answered { "✅" } else { "⬜" };
    let lines = state
        .settings
        .iter()
        .map(|row| format!("- `{}`: {} · {}", row.key, value(row), row.meaning));
    let content = std::iter::once(format!("{mark} **{}**", title(step)))
        .chain(lines)
        .chain(warnings(notes));
    let listed: Vec<&SettingRow> = state.settings.iter().filter(|row| !typed(row)).collect();
    let skipped = if more { LISTS } else { 0 };
    let mut reply = Reply::private(content.collect::<Vec<_>>().join("\n"));
    for row in listed.iter().skip(skipped).take(LISTS) {
        reply = reply.row(vec![list(step, row)]);
    }
    let to = |what: &str| CustomId::new(NAME, step, what);
    let mut buttons = Vec::new();
    if state.settings.iter().any(typed) {
        buttons.push(Button::of("Type values", Style::Main, to("form")));
    }
    if listed.len() > LISTS && !more {
        buttons.push(Button::of("More", Style::Plain, to("more")));
    }
    if !state.answered && state.missing.is_empty() {
        buttons.push(Button::of("Right as it is", Style::Good, to("keep")));
    }
    buttons.push(Button::of("All steps", Style::Plain, to("menu")));
    reply.row(buttons)
}

/// Whether a step chooses something of its second screen, which is then shown again.
pub(super) fn is_further(state: &SetupState, what: &str) -> bool {
    let mut listed = state.settings.iter().filter(|row| !typed(row)).skip(LISTS);
    what.strip_prefix("set:")
        .is_some_and(|key| listed.any(|row| row.key == key))
}

/// The form for what is typed, filled with what is there.
pub(super) fn form(step: SetupStep, state: &SetupState) -> Modal {
    let keys = step.keys().iter().copied();
    let fields = keys.filter_map(|key| {
        let row = state.settings.iter().find(|row| row.key == key && typed(row))?;
        Some(Field {
            name: key,
            label: key.into(),
            hint: row.expects.clone(),
            value: row.value.clone(),
            optional: true,
            most: 1_000,
            ..Field::default()
        })
    });
    Modal {
        to: CustomId::new(NAME, step, "typed"),
        title: title(step),
        fields: fields.collect(),
    }
}

pub(super) fn warnings(notes: &[String]) -> impl Iterator<Item = String> + '_ {
    notes.iter().map(|note| format!("⚠️ {note}"))
}

/// `Voice totals`
pub(super) fn title(step: SetupStep) -> String {
    let words = step.code().replace('_', " ");
    let mut chars = words.chars();
    let first = chars.next().map(|c| c.to_ascii_uppercase());
    first.into_iter().chain(chars).collect()
}

/// A value as Discord shows it.
fn value(row: &SettingRow) -> String {
    match kind(row) {
        _ if row.value == "none" => "none".into(),
        Some(SelectOf::Roles) => format!("<@&{}>", row.value),
        Some(SelectOf::TextChannels | SelectOf::VoiceChannels) => format!("<#{}>", row.value),
        _ => format!("**{}**", text::plain(&row.value)),
    }
}

/// What a setting is chosen from; none for one that is typed.
fn kind(row: &SettingRow) -> Option<SelectOf> {
    match row.key.split('.').next() {
        Some("channel") => Some(SelectOf::TextChannels),
        Some("voice") => Some(SelectOf::VoiceChannels),
        Some("role") => Some(SelectOf::Roles),
        _ => words(row).map(SelectOf::Choices),
    }
}

fn typed(row: &SettingRow) -> bool {
    kind(row).is_none()
}

/// The choices of a setting that takes one of a few words, or none of them.
fn words(row: &SettingRow) -> Option<Vec<Choice>> {
    let (some, or_none) = match row.expects.strip_suffix(", or none") {
        Some(some) => (some, Some("none")),
        None => (row.expects.as_str(), None),
    };
    let each: Vec<&str> = some.split(", ").collect();
    let few =
        each.len() > 1 && each.len() < crate::limits::MANY && each.iter().all(|word| !word.contains(' '));
    let each: Vec<&str> = each.into_iter().chain(or_none).collect();
    few.then(|| {
        let choice =
            |word: &&str| Choice::new(format!("{}: {word}", row.key), word).chosen_if(*word == row.value);
        each.iter().map(choice).collect()
    })
}

fn list(step: SetupStep, row: &SettingRow) -> Component {
    let to = CustomId::new(NAME, step, &format!("set:{}", row.key));
    match kind(row).unwrap_or(SelectOf::Roles) {
        SelectOf::Choices(choices) => Select::one(row.key.clone(), to, SelectOf::Choices(choices)),
        of => Select::one_or_none(row.key.clone(), to, of, row.value.parse().ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::guild::{Settings, setup_states};

    fn states() -> Vec<SetupState> {
        let settings = Settings::from_stored([("channel.picks", "5")]).unwrap();
        setup_states(&settings, |key| key == "channel.picks")
    }

    #[test]
    fn the_checklist_says_what_is_open_and_what_is_missing() {
        let shown = checklist(&states(), &["<#5>: I lack Manage Webhooks".into()]);
        assert!(
            shown.content.contains("15 of 17 steps are open"),
            "{}",
            shown.content
        );
        assert!(shown.content.contains("✅ Channels") && shown.content.contains("⬜ Time zone"));
        assert!(shown.content.ends_with("⚠️ <#5>: I lack Manage Webhooks"));
        let menu = &shown.json()["components"][0]["components"][0];
        assert_eq!(menu["options"].as_array().unwrap().len(), 17);
    }

    #[test]
    fn every_screen_fits_and_reaches_every_setting() {
        for state in states()
            .into_iter()
            .filter(|state| state.step != SetupStep::Routes)
        {
            let pages = [screen(&state, false, &[]), screen(&state, true, &[])];
            let shown = pages
                .iter()
                .map(|page| page.json().to_string())
                .collect::<String>();
            let form = form(state.step, &state);
            assert!(form.fields.len() <= crate::limits::ROWS, "{}", state.step);
            for row in &state.settings {
                let there = shown.contains(&format!("set:{}", row.key))
                    || form.fields.iter().any(|f| f.name == row.key);
                assert!(there, "{}", row.key);
            }
            if !form.fields.is_empty() {
                golden::form_fits(&form);
            }
            pages.iter().map(golden::fits).for_each(drop);
        }
    }

    #[test]
    fn what_the_setup_looks_like() {
        let states = states();
        golden::shows(
            "setup-checklist",
            &checklist(&states, &["<#5>: I lack Manage Webhooks".into()]),
        );
        golden::shows("setup-channels", &screen(&states[0], false, &[]));
        let age = states.iter().find(|state| state.step == SetupStep::Age).unwrap();
        golden::shows("setup-age", &screen(age, false, &[]));
        let limits = states.iter().find(|state| state.step.code() == "limits").unwrap();
        golden::shows("setup-limits", &screen(limits, false, &[]));
        golden::form_shows("setup-limits-form", &form(limits.step, limits));
    }

    #[test]
    fn a_choice_of_the_second_screen_shows_it_again() {
        let channels = states().remove(0);
        assert!(is_further(&channels, "set:channel.reports"));
        assert!(!is_further(&channels, "set:channel.picks") && !is_further(&channels, "keep"));
    }

    #[test]
    fn nasty_values_fit() {
        let mut states = states();
        let rows = states.iter_mut().flat_map(|state| &mut state.settings);
        rows.filter(|row| typed(row))
            .for_each(|row| row.value = sample::NASTY.into());
        let notes = vec![text::plain(sample::NASTY); 20];
        golden::fits(&checklist(&states, &notes));
        for state in &states {
            golden::fits(&screen(state, false, &notes));
            golden::fits(&screen(state, true, &notes));
        }
    }

    #[test]
    fn a_channel_that_is_chosen_is_shown_and_can_be_taken_out() {
        let state = states().remove(0);
        let select = screen(&state, false, &[]).json()["components"][0]["components"][0].clone();
        assert_eq!(select["custom_id"], "v1:setup:channels:set:channel.picks");
        assert_eq!(select["min_values"], 0);
        assert_eq!(select["default_values"][0]["id"], "5");
    }
}
