//! Views that the tests, the gallery and the benches draw.

use chrono::{DateTime, Duration, TimeZone, Utc};
use chrono_tz::America::New_York;
use dbsbm_core::{
    bet::{PriceBasis, Status},
    id::BetNo,
    money::Units,
    record::{Entry, Tally},
    settle::{Grade, Outcome},
};
use dbsbm_render::{
    Badge, BasisCount, ButtonStyle, ButtonView, CurvePoint, CurveView, LegView, Mark, MessageView, Part,
    Portrait, RecordView, Rgb, SlipView,
};

mod portraits;

pub(crate) use portraits::{crest, face};

pub(crate) fn units(text: &str) -> Units {
    text.parse().unwrap()
}

/// The record of one-unit bets at -110 that ended so.
pub(crate) fn record_of(outcomes: &[Outcome]) -> RecordView {
    let mut tally = Tally::default();
    for &outcome in outcomes {
        let returned = match outcome {
            Outcome::Won => "1.9091",
            Outcome::HalfWon => "1.4545",
            Outcome::HalfLost => "0.5",
            Outcome::Lost => "0",
            _ => "1",
        };
        let returned = units(returned);
        let entry = Entry {
            outcome,
            staked: Units::ONE,
            returned,
            odds_e8: 190_909_091,
            level_e8: (returned.ten_thousandths() - 10_000) * 10_000,
            verified: true,
        };
        tally.add(&entry).unwrap();
    }
    let n = u64::try_from(outcomes.len()).unwrap();
    let basis = BasisCount {
        available: n - n / 9,
        beyond_market: n / 9 - n / 20,
        no_market: n / 20,
    };
    RecordView {
        period: "all time".to_owned(),
        tally,
        basis,
    }
}

pub(crate) fn record() -> RecordView {
    use Outcome::{HalfLost, HalfWon, Lost, Push, Won};
    let counts = [(Won, 123), (HalfWon, 3), (Lost, 85), (HalfLost, 2), (Push, 7)];
    record_of(&counts.map(|(outcome, n)| vec![outcome; n]).concat())
}

pub(crate) fn leg(title: &str, subtitle: &str, price: &str, grade: Grade, note: &str) -> LegView {
    LegView {
        title: title.to_owned(),
        subtitle: subtitle.to_owned(),
        price: price.to_owned(),
        grade,
        note: (!note.is_empty()).then(|| note.to_owned()),
        badge: Badge::of(title.trim_end_matches(|c: char| c.is_ascii_digit() || " .+-".contains(c))),
    }
}

pub(crate) fn packers(grade: Grade) -> LegView {
    let note = if grade == Grade::Open { "" } else { "42-34" };
    LegView {
        badge: Badge {
            colours: Some((Rgb(0x20, 0x37, 0x31), Rgb(0xFF, 0xB6, 0x12))),
            ..Badge::of("Green Bay")
        },
        ..leg(
            "Packers -4.5",
            "Saints at Packers · NFL · Thu 8 Sep 2011",
            "-110",
            grade,
            note,
        )
    }
}

/// Every status of a slip.
pub(crate) const STATUSES: [Status; 10] = [
    Status::Draft,
    Status::Open,
    Status::Won,
    Status::HalfWon,
    Status::Push,
    Status::HalfLost,
    Status::Lost,
    Status::Void,
    Status::Withdrawn,
    Status::Expired,
];

/// A one-leg slip: `Packers -4.5`, 2 units at -110.
pub(crate) fn straight(status: Status) -> SlipView {
    let (grade, returned) = match status {
        Status::Draft | Status::Open | Status::Withdrawn | Status::Expired => (Grade::Open, "3.8182"),
        Status::Won => (Grade::Win, "3.8182"),
        Status::HalfWon => (Grade::HalfWin, "2.9091"),
        Status::Push => (Grade::Push, "2"),
        Status::HalfLost => (Grade::HalfLoss, "1"),
        Status::Lost => (Grade::Loss, "0"),
        _ => (Grade::Void, "2"),
    };
    SlipView {
        guild: "Sharp Room".to_owned(),
        capper: "Marcus Kane".to_owned(),
        badge: Badge {
            colours: Some((Rgb(0x5B, 0x3C, 0xC4), Rgb(0x8E, 0x74, 0xE8))),
            ..Badge::of("Marcus Kane")
        },
        number: BetNo::new(1042).unwrap(),
        kind: "Straight".to_owned(),
        legs: vec![packers(grade)],
        stake: "2u".to_owned(),
        price: None,
        risked: units("2"),
        returned: units(returned),
        status,
        basis: PriceBasis::Available,
        placed: New_York.with_ymd_and_hms(2011, 9, 8, 19, 58, 4).unwrap(),
        hash: "3f9a1c2e".to_owned(),
        marks: Vec::new(),
        record: record(),
    }
}

/// [`straight`], with pictures of capper and team.
pub(crate) fn with_portraits(status: Status) -> SlipView {
    let mut slip = straight(status);
    slip.badge.portrait = Portrait::filling(&face());
    for leg in &mut slip.legs {
        leg.badge.portrait = Portrait::whole(&crest());
    }
    slip
}

/// Three legs, one of them pushed.
pub(crate) fn parlay(status: Status) -> SlipView {
    let is_open = status == Status::Open;
    let grade = |settled: Grade| if is_open { Grade::Open } else { settled };
    let note = |text: &str| if is_open { String::new() } else { text.to_owned() };
    let mut legs = vec![
        packers(grade(Grade::Win)),
        leg(
            "Over 43.5",
            "Bears at Lions · NFL · Sun 11 Sep 2011",
            "-105",
            grade(Grade::Push),
            &note("total 43.5"),
        ),
        leg(
            "Bodø/Glimt ML",
            "Bodø/Glimt v Molde · Eliteserien · Sun 11 Sep",
            "+145",
            grade(Grade::Win),
            &note("2-1"),
        ),
    ];
    if status == Status::Lost {
        legs[2].grade = Grade::Loss;
        legs[2].note = Some("1-1".to_owned());
    }
    SlipView {
        kind: "Parlay".to_owned(),
        legs,
        stake: "to win 5u".to_owned(),
        price: Some("+813".to_owned()),
        risked: units("0.6147"),
        returned: units(if status == Status::Lost { "0" } else { "5.6147" }),
        status,
        basis: PriceBasis::BeyondMarket,
        marks: vec![Mark::Imported, Mark::Late],
        ..straight(Status::Open)
    }
}

/// The most legs there can be, half of them graded.
pub(crate) fn many_legs() -> SlipView {
    let grades = [
        Grade::Win,
        Grade::Open,
        Grade::Push,
        Grade::HalfWin,
        Grade::Void,
        Grade::Open,
    ];
    let legs = (0..25)
        .map(|i| {
            let grade = grades[i % grades.len()];
            let note = if grade == Grade::Open { "" } else { "3-1" };
            leg(
                &format!("Team Number {} +{}.5", i + 1, i % 7),
                &format!("Team Number {} v Opponent {} · EPL", i + 1, i + 1),
                "+105",
                grade,
                note,
            )
        })
        .collect();
    SlipView {
        kind: "Round robin by 2's".to_owned(),
        legs,
        stake: "0.1u a line".to_owned(),
        ..parlay(Status::Open)
    }
}

/// Everything as long and as awkward as people make it.
pub(crate) fn awkward() -> SlipView {
    let long = "The Extraordinarily Long Named Athletic Football and Social Club of Llanfairpwllgwyngyllgogery United";
    let mut view = straight(Status::Won);
    view.capper = "🔥💰 <script>alert(\"x\")</script> & \u{202E}gnorw\u{0} 👩‍👩‍👧‍👦".to_owned();
    view.guild = format!("{long} {long}");
    view.kind = "Round robin by 2's, 3's, 4's, 5's and 6's with each-way".to_owned();
    view.hash = "f".repeat(64);
    view.stake = "0.0125u a line, each way".to_owned();
    view.risked = units("123456789.1234");
    view.returned = units("999999999999.9999");
    view.legs = vec![
        leg(
            &format!("{long} -4.5"),
            &format!("{long} at {long} · NFL"),
            "-1000000000",
            Grade::Win,
            &long.repeat(3),
        ),
        leg(
            "הפועל תל אביב +3.5",
            "מכבי חיפה v הפועל תל אביב · ליגת העל",
            "10/11",
            Grade::HalfLoss,
            "0-1",
        ),
        leg(
            "الهلال ML",
            "النصر v الهلال · 🇸🇦",
            "0.91hk",
            Grade::Void,
            "postponed",
        ),
        leg(
            "阪神タイガース Z̸̡̛͖̗̘̙̜̝̞̟̠̣̤̥̦̩̪̫̬̭̮̯̰̱̲̳a̸lgo",
            "**bold** @everyone <@123> `code`",
            "",
            Grade::Placed,
            "2\n3\t4",
        ),
    ];
    view
}

/// A season of `n` bets that rises, falls and recovers.
pub(crate) fn curve(n: usize) -> CurveView {
    let start: DateTime<Utc> = Utc.with_ymd_and_hms(2011, 9, 8, 23, 59, 59).unwrap();
    let (mut total, mut seed) = (0_i64, 7_u64);
    let mut outcomes = Vec::with_capacity(n);
    let points = (0..n)
        .map(|i| {
            seed = seed
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            let losing = if (n * 2 / 5..n * 3 / 5).contains(&i) {
                62
            } else {
                44
            };
            let is_won = (seed >> 33) % 100 >= losing;
            outcomes.push(if is_won { Outcome::Won } else { Outcome::Lost });
            total += if is_won { 9_091 } else { -10_000 };
            let total = Units::from_ten_thousandths(total).unwrap();
            CurvePoint {
                at: start + Duration::minutes(i as i64 * 170_000 / n as i64),
                total,
            }
        })
        .collect();
    let view = straight(Status::Open);
    CurveView {
        guild: view.guild,
        title: view.capper,
        badge: view.badge,
        points,
        zone: New_York,
        marks: vec![Mark::Demo],
        record: record_of(&outcomes),
    }
}

/// A message with everything that one can hold but a picture, and this text in every place.
pub(crate) fn message(text: &str) -> MessageView {
    let button = |label: &str, style, off| ButtonView {
        label: label.to_owned(),
        style,
        off,
    };
    MessageView {
        above: Some(format!("{text} used /bet")),
        author: text.to_owned(),
        badge: Badge::of(text),
        beside: "APP · today".to_owned(),
        parts: vec![
            Part::Text(format!(
                "**Packers -4.5 -110 · 2u**, by <@{text}>: `{text}`\n- {text}\n-# small print · {text}"
            )),
            Part::Frame(
                Some(Rgb(0x1f, 0x8b, 0x4c)),
                vec![Part::Text(format!("**Title**\n{text}"))],
            ),
            Part::Buttons(vec![
                button("Post", ButtonStyle::Good, false),
                button(text, ButtonStyle::Plain, false),
                button("Main", ButtonStyle::Main, false),
                button("Erase", ButtonStyle::Danger, false),
                button("Tail · 3", ButtonStyle::Plain, true),
            ]),
            Part::List(text.to_owned()),
        ],
        below: Some("Only you can see this".to_owned()),
    }
}
