use super::*;
use proptest::prelude::*;

#[test]
fn every_default_can_be_read_back() {
    for setting in Settings::table().iter().filter(|s| s.key != ROUTE.key) {
        let mut settings = Settings::default();
        let change = settings.set(setting.key, &setting.default_value()).unwrap();
        assert_eq!(change.before, change.after, "{}", setting.key);
        assert_eq!(settings, Settings::default(), "{}", setting.key);
        assert!(!setting.meaning.is_empty() && !setting.expects().is_empty());
    }
}

#[test]
fn values_have_one_text_form_and_come_back_from_it() {
    for (key, given, stored) in [
        ("channel.picks", "<#123>", "123"),
        ("channel.picks", "none", "none"),
        ("role.grader", "<@&9>", "9"),
        ("limit.max_units", "5u", "5"),
        ("limit.min_units", "0.2500", "0.25"),
        ("limit.daily_units", "none", "none"),
        ("limit.daily_units", "25", "25"),
        ("stake.display", "AUTO", "auto"),
        ("timezone", "america/new_york", "America/New_York"),
        ("late_slips", "mark", "mark"),
        ("withdraw", "shadow", "shadow"),
        ("odds.display", "decimal", "decimal"),
        ("odds.display", "Quoted", "quoted"),
        ("rules", "default", "default"),
        ("books", " Pinnacle, bet365,PINNACLE,", "Pinnacle,bet365"),
        ("books", "none", "none"),
        ("self_grading", "marked", "marked"),
        ("leaderboard.min_bets", "1", "1"),
        ("age.minimum", "21", "21"),
        ("age.restricted_channels", "on", "yes"),
        ("help.country", "Ireland", "ireland"),
        ("help.country", "none", "none"),
        ("plan", "platinum", "platinum"),
        ("route.capper.42", "<#5>", "5"),
        ("route.kind.lucky15", "5", "5"),
        ("route.tier.members", "5", "5"),
    ] {
        let mut settings = Settings::default();
        let change = settings.set(key, given).unwrap();
        assert_eq!((change.key.as_str(), change.after.as_str()), (key, stored));
        assert_eq!(settings.get(key).as_deref(), Some(stored));
        let again = Settings::from_stored([(change.key.as_str(), change.after.as_str())]).unwrap();
        assert_eq!(again, settings, "{key}");
        settings.set(key, "default").unwrap();
        assert_eq!(settings, Settings::default(), "{key}");
    }
}

#[test]
fn what_does_not_fit_is_refused_with_what_would() {
    for (key, value, code, says) in [
        ("limit.max", "5", "unknown_setting", "limit.max_units"),
        ("", "5", "unknown_setting", "no setting ``"),
        (
            "channel.picks",
            "general",
            "bad_setting_value",
            "its id or mention",
        ),
        ("channel.picks", "<@&5>", "bad_setting_value", "channel"),
        ("limit.max_units", "lots", "bad_setting_value", "plain number"),
        ("limit.max_units", "-1", "bad_setting_value", "above zero"),
        ("limit.max_units", "NaN", "bad_setting_value", "plain number"),
        (
            "limit.max_units",
            "0.05",
            "limits_cross",
            "limit.min_units (0.1) would be above",
        ),
        ("limit.min_units", "11", "limits_cross", "limit.max_units (10)"),
        ("stake.display", "both", "bad_setting_value", "risk, to_win, auto"),
        ("timezone", "New York", "bad_setting_value", "America/New_York"),
        ("odds.display", "american odds", "bad_setting_value", "hong_kong"),
        ("rules", "../x", "bad_setting_value", "one of default"),
        (
            "leaderboard.min_bets",
            "0",
            "bad_setting_value",
            "from 1 to 100000",
        ),
        ("age.minimum", "16", "bad_setting_value", "from 18 to 99"),
        (
            "age.restricted_channels",
            "maybe",
            "bad_setting_value",
            "yes or no",
        ),
        (
            "help.country",
            "fr",
            "bad_setting_value",
            "one of australia, austria",
        ),
        ("plan", "gold", "bad_setting_value", "free, premium, platinum"),
        ("route.league.NHLL", "5", "bad_route", "NHL"),
        ("route.kind.single", "5", "bad_route", "straight"),
        ("route.team.42", "5", "bad_route", "capper, league, kind, tier"),
        ("route.", "5", "bad_route", "capper"),
        ("route.capper.x", "5", "bad_route", "user id"),
        ("route.tier.members", "here", "bad_setting_value", "channel"),
    ] {
        let mut settings = Settings::default();
        let error = settings.set(key, value).unwrap_err();
        assert_eq!(error.code(), code, "{key} {value}: {error}");
        assert!(error.to_string().contains(says), "{error}");
        assert_eq!(settings, Settings::default(), "an error changes nothing");
    }
}

#[test]
fn lists_are_bounded() {
    let mut settings = Settings::default();
    let many: Vec<String> = (0..31).map(|n| format!("book{n}")).collect();
    assert!(settings.set("books", &many.join(",")).is_err());
    assert!(
        settings
            .set("books", &"x".repeat(10_000_000))
            .unwrap_err()
            .to_string()
            .len()
            < 300
    );
    for capper in 1..=200 {
        settings.set(&format!("route.capper.{capper}"), "5").unwrap();
    }
    assert_eq!(
        settings.set("route.capper.201", "5"),
        Err(SettingError::TooManyRoutes(200))
    );
    settings.set("route.capper.1", "none").unwrap();
    assert_eq!(settings.rows().count(), Settings::table().len() + 199);
}

#[test]
fn stored_pairs_are_checked_together() {
    let pairs = [("limit.min_units", "20"), ("limit.max_units", "30")];
    assert!(Settings::from_stored(pairs).is_ok());
    let crossed = [("limit.min_units", "20")];
    assert!(Settings::from_stored(crossed).is_err());
    assert!(Settings::from_stored([("no.such", "1")]).is_err());
}

#[test]
fn a_key_leads_to_its_row() {
    assert_eq!(Settings::find("route.league.NFL").unwrap().key, "route.*");
    assert_eq!(Settings::find("role.admin").unwrap().needs, Role::Owner);
    assert!(Settings::find("rolls.admin").is_err());
}

#[test]
fn the_plan_limits_channels_but_never_breaks_what_is_there() {
    let mut settings = Settings::default();
    settings.set("plan", "premium").unwrap();
    settings.set("channel.picks", "100").unwrap();
    for channel in 1..=24 {
        settings
            .set(&format!("route.capper.{channel}"), &channel.to_string())
            .unwrap();
    }
    let full = settings.set("channel.props", "101").unwrap_err();
    assert_eq!(full.code(), "plan_limit");
    assert!(
        full.to_string().contains("allows 25 channels for picks"),
        "{full}"
    );
    settings.set("channel.props", "100").unwrap();
    settings.set("plan", "free").unwrap();
    let stored: Vec<(String, String)> = settings
        .rows()
        .map(|row| (row.key, row.value))
        .filter(|(key, _)| key != "route.*")
        .collect();
    let stored = stored.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    assert_eq!(Settings::from_stored(stored).as_ref(), Ok(&settings));
    settings.set("route.capper.1", "none").unwrap();
    settings.set("route.capper.2", "3").unwrap();
    assert!(settings.set("route.capper.1", "1").is_err());
}

proptest! {
    /// Whatever is set is stored in one form that reads back; whatever is refused changes nothing.
    #[test]
    fn any_text_is_set_or_refused(row in 0..Settings::table().len(), value in ".{0,40}", key in "[a-z.]{0,20}") {
        let known = Settings::table().get(row).map_or("", |setting| setting.key);
        for key in [known, key.as_str()] {
            let mut settings = Settings::default();
            match settings.set(key, &value) {
                Ok(change) => {
                    let again = Settings::from_stored([(change.key.as_str(), change.after.as_str())]);
                    prop_assert_eq!(again.unwrap(), settings);
                }
                Err(_) => prop_assert_eq!(settings, Settings::default()),
            }
        }
    }
}
