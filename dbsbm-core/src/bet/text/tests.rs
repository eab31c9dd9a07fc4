use super::*;
use proptest::prelude::*;

/// A leg in short: market, name, side, line, price.
fn short(leg: &PickLeg) -> String {
    let side = leg.side.map(|s| s.to_string());
    let line = leg.line.map(|l| l.to_string());
    let price = leg.price.as_ref().map(|p| p.text().to_string());
    [Some(leg.market.to_string()), leg.name.clone(), side, line, price]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn one_line() {
    for (text, stake, expect) in [
        ("Packers -4.5 -110 2u", "2u", "spread Packers -4.5 -110"),
        ("over 47.5 -105 to win 1", "to win 1u", "total over 47.5 -105"),
        ("Arsenal ML 2.10 1.5u", "1.5u", "moneyline Arsenal 2.10"),
        ("draw 3.40 1u", "1u", "moneyline_3way draw 3.40"),
        (
            "Packers ML -150 + Bills -3 -110 1u",
            "1u",
            "moneyline Packers -150, spread Bills -3 -110",
        ),
        (
            "LeBron o25.5 pts -115 1.5u",
            "1.5u",
            "player_prop LeBron over 25.5 -115",
        ),
    ] {
        let pick = read_one(text).unwrap();
        let legs: Vec<_> = pick.legs.iter().map(short).collect();
        assert_eq!(legs.join(", "), expect, "{text}");
        let is = pick.stake_is.unwrap_or(crate::bet::StakeIs::Risk);
        assert_eq!(
            crate::bet::Stake {
                amount: pick.stake.unwrap(),
                is
            }
            .to_string(),
            stake,
            "{text}"
        );
    }
}

#[test]
fn how_far_it_is_playable() {
    for (text, expect) in [
        ("Packers -4.5 -110 2u to -120", Some("-120")),
        ("Packers -4.5 -110 2u, playable to -120", Some("-120")),
        ("Arsenal ML 2.10 1.5u good to 1.95", Some("1.95")),
        // a line, or no worse price: nothing that a price could say
        ("Packers -4.5 -110 2u good to -6", None),
        ("over 46.5 -110 1u good to 47.5", None),
        ("over 2.5 1.95 1u good to 2.75", None),
    ] {
        let pick = read_one(text).unwrap();
        let worst = pick.playable_to.as_ref().map(TypedPrice::text);
        assert_eq!(worst, expect, "{text}");
    }
    for text in [
        "Packers -4.5 from -110 to -120 2u",
        "Packers -4.5 -110 to -120 2u",
    ] {
        assert!(read_one(text).is_err(), "{text}");
    }
}

#[test]
fn what_is_missing_is_said() {
    for (text, expect) in [
        ("Packers -4.5 2u", "the price of `Packers` is missing"),
        ("Packers -4.5 -110", "the stake is missing"),
        ("hello there", "no pick found"),
        ("Packers 4.5 -110 2u", "lines have a sign"),
        ("Packers -4.5 -110 2u\nBills +3 -110 1u", "2 picks"),
    ] {
        let error = read_one(text).unwrap_err().to_string();
        assert!(error.contains(expect), "{text}: {error}");
    }
}

/// A file of the repository. The published crate stands alone: there its tests have nothing to read.
fn of_the_repository(path: &str) -> Option<String> {
    let alone = !std::path::Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../Cargo.toml")).exists();
    let text = std::fs::read_to_string(path).ok();
    assert!(alone || text.is_some(), "{path} is missing");
    text
}

/// A pick as the guide for cappers shows it.
fn shown(pick: &Pick) -> String {
    let stake = pick.stake.map(|amount| match pick.stake_is {
        Some(crate::bet::StakeIs::ToWin) => format!("to win {}u", amount.short()),
        Some(_) => format!("risk {}u", amount.short()),
        None => format!("{}u", amount.short()),
    });
    let leg = |leg: &PickLeg| {
        let names = [leg.name.as_deref(), leg.opponent.as_deref()];
        let names = names.into_iter().flatten().collect::<Vec<_>>().join("/");
        let parts = [
            Some(leg.market.to_string()),
            Some(names).filter(|n| !n.is_empty()),
            leg.stat.clone(),
            leg.side.map(|s| s.to_string()),
            leg.line.map(|l| l.to_string()),
            leg.period.map(|p| p.to_string()),
            leg.price.as_ref().map(|p| format!("@ {}", p.text())),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
    };
    let legs = pick.legs.iter().map(leg).collect::<Vec<_>>().join(", ");
    if pick.kind == PickKind::Straight {
        let worst = pick.playable_to.as_ref().map(|p| format!("to {}", p.text()));
        return [Some(legs), stake, worst]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join(", ");
    }
    let price = pick.price.as_ref().map(|p| format!("@ {}", p.text()));
    let head = [Some(pick.kind.to_string()), price, stake]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>();
    format!("{}: {legs}", head.join(" "))
}

#[test]
fn the_examples_of_the_guide_are_read_as_it_says() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../docs/text-entry.md");
    // the published crate comes without the guide
    let Ok(guide) = std::fs::read_to_string(path) else {
        return;
    };
    let mut boxed = false;
    let mut checked = 0;
    for line in guide.lines() {
        if line.starts_with("```") {
            boxed = line == "```picks";
        } else if let Some((text, expect)) = line.split_once("=>").filter(|_| boxed) {
            let pick = read_one(text.trim()).unwrap_or_else(|e| panic!("{text}: {e}"));
            assert_eq!(shown(&pick), expect.trim(), "{text}");
            checked += 1;
        }
    }
    assert!(checked > 25);
}

/// A line of the corpus of hand-written texts.
#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    text: String,
    #[serde(default)]
    sport: Option<Sport>,
    expect: Reading,
    #[serde(default, rename = "note")]
    _note: Option<String>,
}

#[test]
fn the_corpus_is_read_right_and_nothing_is_silently_misread() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../tests/golden/picks.jsonl");
    let Some(corpus) = of_the_repository(path) else {
        return;
    };
    let cases: Vec<Case> = corpus.lines().map(|l| serde_json::from_str(l).unwrap()).collect();
    assert!(cases.len() >= 500);
    let (mut right, mut misses, mut silent) = (0, String::new(), String::new());
    for case in &cases {
        let read = read(&case.text, case.sport).unwrap();
        if read == case.expect {
            right += 1;
            continue;
        }
        let wrong = read.picks.iter().any(|p| !case.expect.picks.contains(p));
        let lost = case.expect.picks.iter().any(|p| !read.picks.contains(p));
        let list = if (wrong || lost) && read.unread.is_empty() {
            &mut silent
        } else {
            &mut misses
        };
        *list += &format!("{:?}\n  {}\n", case.text, serde_json::to_string(&read).unwrap());
    }
    assert!(silent.is_empty(), "silently misread:\n{silent}");
    assert!(
        right * 100 >= cases.len() * 95,
        "{right} of {} read right; the others:\n{misses}",
        cases.len()
    );
}

/// Parts of which picks are made, to be put together in any order.
const PARTS: [&str; 64] = [
    "Packers",
    "Saints",
    "LeBron",
    "Arsenal",
    "over",
    "under",
    "o47.5",
    "u2.5",
    "-4.5",
    "+3",
    "PK",
    "-110",
    "+150",
    "2.10",
    "10/11",
    "evens",
    "2u",
    "½u",
    "risk 2",
    "to win 1",
    "ML",
    "TT",
    "1H",
    "F5",
    "pts",
    "rebounds",
    "25+",
    "anytime TD",
    "+",
    "/",
    "&",
    ",",
    ".",
    "\n",
    "\n\n",
    ":",
    "-",
    "(",
    ")",
    "@",
    "vs",
    "Parlay",
    "SGP",
    "6pt teaser",
    "RR by 2s",
    "each",
    "All plays",
    "NRFI",
    "draw",
    "or draw",
    "1X",
    "BTTS",
    "no",
    "correct score",
    "2-1",
    "0/-0.5",
    "✅",
    "❌",
    "yesterday",
    "3-1",
    "🏈",
    "**",
    "#Bears",
    "7:05 PM",
];

proptest! {
    #[test]
    fn parts_of_picks_in_any_order_are_read_or_handed_back(parts in prop::collection::vec(0..PARTS.len(), 0..40)) {
        let text = parts.iter().map(|i| PARTS[*i]).collect::<Vec<_>>().join(" ");
        let reading = read(&text, None).unwrap();
        for pick in &reading.picks {
            prop_assert!(!pick.legs.is_empty());
            prop_assert!((pick.kind == PickKind::Straight) == (pick.legs.len() == 1));
            let text = serde_json::to_string(pick).unwrap();
            prop_assert_eq!(&serde_json::from_str::<Pick>(&text).unwrap(), pick);
        }
        let _ = read_one(&text);
    }

    #[test]
    fn no_text_makes_it_panic(text in "\\PC{0,300}") {
        let _ = read(&text, None);
    }
}
