//! Quiet hours and the time zone of a member, as they type them.

use super::NAME;
use crate::{
    custom_id::CustomId,
    fault::Fault,
    reply::{Field, Modal},
};
use dbsbm_core::{
    community::{Prefs, PrefsChange, PrefsRefusal},
    zone::zone_named,
};

/// The longest name of a zone has 30 characters.
const LONGEST: u16 = 60;

/// The form, filled with what is there.
pub(super) fn form(prefs: &Prefs) -> Modal {
    let field = |name, label: &str, hint: &str, value: String| Field {
        name,
        label: label.into(),
        hint: hint.into(),
        value,
        optional: true,
        most: LONGEST,
        ..Field::default()
    };
    Modal {
        to: CustomId::new(NAME, "-", "typed"),
        title: "Quiet hours and time zone".into(),
        fields: vec![
            field(
                "quiet",
                "Quiet hours; empty for none",
                "23:00-07:30",
                prefs.quiet.map(|quiet| quiet.to_string()).unwrap_or_default(),
            ),
            field(
                "zone",
                "Your time zone; empty for the server's",
                "Europe/London",
                prefs.zone.map(|zone| zone.name().to_string()).unwrap_or_default(),
            ),
        ],
    }
}

/// What was typed, all of it or nothing.
pub(super) fn typed<'a>(field: impl Fn(&str) -> &'a str) -> Result<PrefsChange, Fault> {
    let filled = |name: &str| Some(field(name).trim()).filter(|typed| !typed.is_empty());
    let quiet = filled("quiet").map(str::parse).transpose();
    let zone = filled("zone").map(zone_named).transpose();
    let refused = |why: String| Fault::refused(format!("Nothing was changed: {why}."));
    Ok(PrefsChange::Hours(
        quiet.map_err(|why: PrefsRefusal| refused(why.to_string()))?,
        zone.map_err(|why| refused(why.to_string()))?,
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn the_form_shows_what_is_there() {
        let prefs = Prefs {
            quiet: "23:00-07:30".parse().ok(),
            zone: "America/New_York".parse().ok(),
            ..Prefs::default()
        };
        golden::form_shows("notify-hours", &form(&prefs));
        golden::form_fits(&form(&Prefs::default()));
    }

    #[test]
    fn what_is_typed_is_taken_or_refused_with_a_way_out() {
        let typed = |quiet: &'static str, zone: &'static str| {
            typed(|name| if name == "quiet" { quiet } else { zone })
        };
        let hours = PrefsChange::Hours("21:30-06:00".parse().ok(), "Europe/London".parse().ok());
        assert_eq!(typed(" 21:30-6 ", "europe/london").unwrap(), hours);
        assert_eq!(typed("", " ").unwrap(), PrefsChange::Hours(None, None));
        for (quiet, zone, says) in [
            ("8-8", "", "such as 23:00-07:30"),
            ("", "London, UK", "Europe/London"),
        ] {
            let Err(Fault::Refused(why)) = typed(quiet, zone) else {
                panic!("{quiet} {zone}")
            };
            assert!(why.contains(says), "{why}");
        }
    }
}
