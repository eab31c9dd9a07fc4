//! Pictures through the public door: golden files, figures that move, hostile text, files that other programs read.
#![expect(clippy::unwrap_used, reason = "a test stops where it fails")]

mod samples;

use std::{path::Path, sync::LazyLock};

use dbsbm_core::{
    bet::{PriceBasis, Status},
    id::BetNo,
    settle::Grade,
};
use dbsbm_render::{Badge, CurveView, Mark, Picture, Portrait, Renderer, Scale, SlipView, Theme};
use proptest::prelude::*;
use samples::units;

/// Parsed once for all tests, as a front-end does.
fn renderer() -> &'static Renderer {
    static RENDERER: LazyLock<Renderer> = LazyLock::new(|| Renderer::new().unwrap());
    &RENDERER
}

fn light(view: &SlipView) -> Picture {
    renderer().slip(view, Theme::Light)
}

/// Compares with the golden file; what differs is left beside the build, to be looked at and copied over.
fn changed(name: &str, picture: &Picture) -> Option<String> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/golden")
        .join(format!("{name}.svg"));
    if std::fs::read_to_string(&file).unwrap_or_default() == picture.svg {
        return None;
    }
    let new = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("{name}.svg"));
    std::fs::write(&new, &picture.svg).unwrap();
    Some(format!("cp {} {}", new.display(), file.display()))
}

#[test]
fn pictures_are_what_they_were() {
    let r = renderer();
    let pictures = [
        (
            "straight-open-light",
            r.slip(&samples::straight(Status::Open), Theme::Light),
        ),
        (
            "straight-won-dark",
            r.slip(&samples::straight(Status::Won), Theme::Dark),
        ),
        (
            "parlay-lost-light",
            r.slip(&samples::parlay(Status::Lost), Theme::Light),
        ),
        ("many-legs-dark", r.slip(&samples::many_legs(), Theme::Dark)),
        ("awkward-light", r.slip(&samples::awkward(), Theme::Light)),
        ("curve-dark", r.curve(&samples::curve(212), Theme::Dark)),
        ("curve-empty-light", r.curve(&samples::curve(0), Theme::Light)),
        (
            "message-dark",
            r.message(&samples::message("Marcus Kane"), Theme::Dark),
        ),
    ];
    let changed: Vec<String> = pictures
        .iter()
        .filter_map(|(name, picture)| changed(name, picture))
        .collect();
    assert!(
        changed.is_empty(),
        "pictures changed; look at them, and if it was meant:\n{}",
        changed.join("\n")
    );
}

#[test]
fn every_figure_and_word_moves_the_picture_and_its_words() {
    type Change = (&'static str, fn(&mut SlipView));
    let changes: [Change; 19] = [
        ("guild", |v| v.guild.push('x')),
        ("capper", |v| v.capper.push('x')),
        ("number", |v| v.number = BetNo::new(1043).unwrap()),
        ("kind", |v| v.kind.push('x')),
        ("stake", |v| v.stake = "3u".into()),
        ("price", |v| v.price = Some("+150".into())),
        ("risked", |v| v.risked = units("2.01")),
        ("returned", |v| v.returned = units("3.83")),
        ("status", |v| v.status = Status::HalfWon),
        ("basis", |v| v.basis = PriceBasis::NoMarket),
        ("placed", |v| v.placed += chrono::Duration::minutes(1)),
        ("hash", |v| v.hash = "00000000".into()),
        ("marks", |v| v.marks = vec![Mark::Demo]),
        ("record", |v| v.record.tally.won += 1),
        ("record's net", |v| v.record.tally.run.net += 100),
        ("record's risk", |v| v.record.tally.risked *= 2),
        ("record's period", |v| v.record.period = "2011".into()),
        ("record's prices", |v| v.record.basis.no_market += 1),
        ("pushes", |v| v.record.tally.push += 1),
    ];
    let base = samples::straight(Status::Won);
    let before = light(&base);
    for (what, change) in changes {
        let mut view = base.clone();
        change(&mut view);
        let after = light(&view);
        assert_ne!(before.alt, after.alt, "alt text does not tell of {what}");
        // the document's title is the alt text: leave it out
        let drawn = |p: &Picture| {
            p.svg
                .replace(&p.alt, "")
                .split("</title>")
                .nth(1)
                .map(str::to_owned)
        };
        assert_ne!(drawn(&before), drawn(&after), "the picture does not show {what}");
    }
    for (what, change) in [
        (
            "title",
            (|v| v.legs[0].title = "Saints +4.5".into()) as fn(&mut SlipView),
        ),
        ("subtitle", |v| v.legs[0].subtitle.push('x')),
        ("price", |v| v.legs[0].price = "-115".into()),
        ("grade", |v| v.legs[0].grade = Grade::Push),
        ("note", |v| v.legs[0].note = Some("42-35".into())),
    ] {
        for legs in [1, 3, 7] {
            let mut view = base.clone();
            view.legs = vec![base.legs[0].clone(); legs];
            let before = light(&view).svg;
            change(&mut view);
            assert_ne!(before, light(&view).svg, "{what} of {legs} legs");
        }
    }
}

#[test]
fn the_amounts_are_those_of_the_view() {
    let picture = light(&samples::straight(Status::Won));
    for text in [
        "+1.82u",
        ">2.00u<",
        ">3.82u<",
        ">#1042<",
        "−110",
        "124.5-86-7",
        "n = 213",
        "all time",
        "EDT",
    ] {
        assert!(picture.svg.contains(text), "{text}");
    }
    for text in [
        "net +1.82u",
        "returned 3.82u",
        "at -110",
        "n = 213",
        "124.5-86-7",
        "all time",
    ] {
        assert!(picture.alt.contains(text), "{text} in {}", picture.alt);
    }
    let open = light(&samples::straight(Status::Open));
    assert!(
        open.svg.contains(">1.82u<") && open.svg.contains(">to win<") && open.alt.contains("to win 1.82u")
    );
}

#[test]
fn what_was_taken_back_wins_nothing() {
    for status in [Status::Withdrawn, Status::Expired] {
        let picture = light(&samples::straight(status));
        assert!(
            !picture.svg.contains("1.82u") && picture.svg.contains("Would return"),
            "{status:?}"
        );
    }
    assert!(light(&samples::straight(Status::Draft)).svg.contains(">to win<"));
}

#[test]
fn a_status_is_a_word_and_not_only_a_colour() {
    for status in samples::STATUSES {
        let picture = light(&samples::straight(status));
        let word = status.code().replace('_', " ");
        assert!(
            picture.svg.to_lowercase().contains(&format!(">{word}</text>")),
            "{word}"
        );
        assert!(picture.alt.contains(&format!(", {word}:")), "{word}");
    }
}

#[test]
fn the_curve_carries_record_and_drawdown() {
    let view = samples::curve(212);
    let fall = view.deepest_fall().unwrap();
    // the same rule as the record's own, reached by another way
    assert_eq!(fall.depth.ten_thousandths(), view.record.tally.run.drop);
    let picture = renderer().curve(&view, Theme::Dark);
    let figure = format!("{}u", fall.depth.two_decimals());
    assert!(picture.svg.contains(&figure) && picture.alt.contains(&figure));
    for text in ["n = 212", "all time", "available", "Demo", "8 Sep 2011"] {
        assert!(picture.svg.contains(text), "{text}");
    }
    let mut later = view.clone();
    later.points.pop();
    assert_ne!(renderer().curve(&later, Theme::Dark).svg, picture.svg);
    let rising = CurveView {
        points: view.points.iter().take(1).copied().collect(),
        ..view
    };
    assert_eq!(
        rising.deepest_fall().map(|fall| fall.trough),
        (rising.points[0].total < units("0")).then_some(1)
    );
}

/// Decodes a PNG: width, height, pixels.
fn decode(png: &[u8]) -> (u32, u32, Vec<u8>) {
    let mut reader = png::Decoder::new(std::io::Cursor::new(png)).read_info().unwrap();
    let mut pixels = vec![0; reader.output_buffer_size().unwrap()];
    let info = reader.next_frame(&mut pixels).unwrap();
    (info.width, info.height, pixels)
}

#[test]
fn a_png_has_its_size_and_see_through_corners() {
    let renderer = renderer();
    let picture = renderer.slip(&samples::straight(Status::Won), Theme::Light);
    for (scale, times) in [(Scale::Single, 1), (Scale::Double, 2)] {
        let (width, height, pixels) = decode(&renderer.png(&picture, scale).unwrap());
        assert_eq!((width, height), (600 * times, picture.height * times));
        let pixel = |x: u32, y: u32| pixels.chunks(4).nth((y * width + x) as usize).unwrap().to_vec();
        assert_eq!(pixel(0, 0)[3], 0);
        assert_eq!(pixel(width / 2, 12 * times), [255, 255, 255, 255]);
        let inks = pixels.chunks(4).filter(|p| p[0] < 60 && p[3] == 255).count();
        assert!(inks > 2_000, "there is text: {inks}");
    }
}

#[test]
fn the_largest_slip_stays_within_discords_limits() {
    let renderer = renderer();
    let mut view = samples::many_legs();
    let picture = renderer.slip(&view, Theme::Dark);
    assert!(picture.height <= 2_500, "{}", picture.height);
    assert!(picture.alt.contains("more legs"));
    assert!(renderer.png(&picture, Scale::Double).unwrap().len() < 2 << 20);
    view.legs = vec![view.legs[0].clone(); 10_000];
    assert_eq!(renderer.slip(&view, Theme::Dark).height, picture.height);
    view.legs.clear();
    assert!(renderer.slip(&view, Theme::Dark).height > 300);
}

#[test]
fn twenty_thousand_bets_make_a_small_file() {
    let picture = renderer().curve(&samples::curve(20_000), Theme::Light);
    assert!(picture.svg.len() < 120_000, "{}", picture.svg.len());
}

/// The colour of a place in the picture, in units.
fn colour(picture: &Picture, x: usize, y: usize) -> [u8; 4] {
    let (width, _, pixels) = decode(&renderer().png(picture, Scale::Single).unwrap());
    let at = 4 * (y * width as usize + x);
    pixels[at..at + 4].try_into().unwrap()
}

#[test]
fn pictures_of_people_and_teams_are_round_and_change_no_word() {
    let (plain, with) = (
        light(&samples::straight(Status::Open)),
        light(&samples::with_portraits(Status::Open)),
    );
    assert_eq!(plain.alt, with.alt);
    assert!(plain.svg.contains(">MK</text>") && !with.svg.contains(">MK</text>"));
    // The cheek in the head's badge; beside the circle but within its square, the card.
    let [red, green, blue, _] = colour(&with, 62, 65);
    assert!(red > green && green > blue, "{red} {green} {blue}");
    assert_eq!(colour(&with, 34, 39), colour(&plain, 34, 39));
    let again = light(&samples::with_portraits(Status::Open));
    assert_eq!(with, again);
}

#[test]
fn a_portrait_is_a_small_png_and_nothing_else() {
    let face = samples::face();
    assert!(Portrait::filling(&face).is_some());
    for bytes in [
        b"".as_slice(),
        b"GIF89a",
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        &face[..20],
    ] {
        assert!(Portrait::filling(bytes).is_none() && Portrait::whole(bytes).is_none());
    }
    // One that breaks off leaves the badge empty and the rest of the picture as it was.
    let mut view = samples::straight(Status::Open);
    view.badge.portrait = Portrait::filling(&face[..face.len() / 2]);
    let picture = light(&view);
    assert_eq!(
        colour(&picture, 300, 200),
        colour(&light(&samples::straight(Status::Open)), 300, 200)
    );
}

/// Everything people can type goes everywhere it can stand.
fn with_text(text: &str) -> SlipView {
    let mut view = samples::parlay(Status::Won);
    for field in [
        &mut view.guild,
        &mut view.capper,
        &mut view.kind,
        &mut view.stake,
        &mut view.hash,
    ] {
        *field = text.to_owned();
    }
    view.price = Some(text.to_owned());
    view.badge = Badge::of(text);
    view.record.period = text.to_owned();
    for leg in &mut view.legs {
        for field in [&mut leg.title, &mut leg.subtitle, &mut leg.price] {
            *field = text.to_owned();
        }
        leg.note = Some(text.to_owned());
        leg.badge = Badge::of(text);
    }
    view
}

fn survives(renderer: &Renderer, text: &str) {
    let picture = renderer.slip(&with_text(text), Theme::Light);
    assert!(
        picture.alt.encode_utf16().count() <= 1024,
        "{}",
        picture.alt.len()
    );
    assert!(picture.height < 1_200, "{}", picture.height);
    for picture in [picture, renderer.message(&samples::message(text), Theme::Dark)] {
        let (width, _, _) = decode(&renderer.png(&picture, Scale::Single).unwrap());
        assert_eq!(width, 600);
    }
}

#[test]
fn hostile_text_is_only_text() {
    let renderer = renderer();
    for text in [
        "",
        " ",
        "</text></svg><script>alert(1)</script>",
        "<![CDATA[ ]]> &amp; &#0; &nbsp; %s {} \\",
        "\u{0}\u{1}\u{7f}\u{85}\u{fffe}\u{ffff}\u{feff}",
        "\u{202e}\u{2067}abc\u{2069}\u{202c}",
        &"Z\u{301}\u{302}\u{303}\u{489}".repeat(40),
        &"\u{301}".repeat(400),
        "שלום עולם 12-3 مرحبا بالعالم 4.5",
        &"👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿🇩🇪1️⃣".repeat(30),
        "漢字かなカナ한글ไทยहिन्दी",
        "𝓕𝓪𝓷𝓬𝔂 𝕿𝖊𝖝𝖙 ﷽ ꧅",
        &"W".repeat(100_000),
        &"a b ".repeat(100_000),
        "ﬁ ﬂ ạ̈ e\u{200d}\u{200d}\u{fe0f} \u{e0041}\u{e0001}",
        "\u{1160}\u{115f}\u{3164}\u{ad}\u{34f}\u{17b4}",
    ] {
        survives(renderer, text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_makes_a_picture(text in "(\\PC|.|[\u{0}-\u{ff}]|[\u{590}-\u{6ff}]|[\u{1f300}-\u{1faff}\u{200d}\u{fe0f}]){0,60}") {
        survives(renderer(), &text);
    }

    #[test]
    fn any_amounts_make_a_curve(totals in prop::collection::vec((-4_000_000_000_000_i64..4_000_000_000_000, -1i64 << 30..1 << 30), 0..40)) {
        let mut view = samples::curve(totals.len());
        for (point, (total, second)) in view.points.iter_mut().zip(&totals) {
            point.total = dbsbm_core::money::Units::from_ten_thousandths(*total).unwrap();
            point.at += chrono::Duration::seconds(*second);
        }
        let renderer = renderer();
        let picture = renderer.curve(&view, Theme::Light);
        prop_assert!(!picture.svg.contains("NaN") && !picture.svg.contains("inf"));
        renderer.png(&picture, Scale::Single).unwrap();
    }
}
