//! What the drawn picture really covers, as the rasteriser lays it out: nothing outside the card, nothing on top of
//! its neighbour.

#[path = "../tests/samples/mod.rs"]
mod samples;

use resvg::usvg::{self, Node, Rect};

use dbsbm_core::bet::Status;

use crate::{Picture, Renderer, Theme, fonts::Fonts, raster};

/// The texts of a picture with their boxes.
fn texts(options: &usvg::Options<'_>, picture: &Picture) -> Vec<(String, Rect)> {
    fn collect(group: &usvg::Group, found: &mut Vec<(String, Rect)>) {
        for node in group.children() {
            match node {
                Node::Group(inner) => collect(inner, found),
                Node::Text(text) => {
                    let words = text
                        .chunks()
                        .iter()
                        .map(|chunk| chunk.text().to_owned())
                        .collect();
                    found.push((words, text.abs_bounding_box()));
                }
                _ => {}
            }
        }
    }
    let mut found = Vec::new();
    collect(raster::read(options, &picture.svg).unwrap().root(), &mut found);
    found
}

fn check(name: &str, picture: &Picture) {
    let fonts = Fonts::new().unwrap();
    let texts = texts(&fonts.options(), picture);
    assert!(texts.len() > 10, "{name}: {} texts", texts.len());
    for (text, place) in &texts {
        let is_inside = place.left() >= 2.0
            && place.right() <= picture.width as f32 - 2.0
            && place.top() >= 0.0
            && place.bottom() <= picture.height as f32;
        assert!(is_inside, "{name}: `{text}` at {place:?} leaves the card");
    }
    for (i, (text, place)) in texts.iter().enumerate() {
        for (other, beside) in texts.iter().skip(i + 1) {
            let on_one_line = (place.bottom() - beside.bottom()).abs() < 12.0;
            let apart = place.right() <= beside.left() + 1.0 || beside.right() <= place.left() + 1.0;
            assert!(
                !on_one_line || apart,
                "{name}: `{text}` {place:?} runs into `{other}` {beside:?}"
            );
        }
    }
}

#[test]
fn no_text_leaves_the_card_or_runs_into_another() {
    let renderer = Renderer::new().unwrap();
    for status in samples::STATUSES {
        check(
            "straight",
            &renderer.slip(&samples::straight(status), Theme::Light),
        );
    }
    check(
        "portraits",
        &renderer.slip(&samples::with_portraits(Status::Won), Theme::Light),
    );
    for status in [Status::Open, Status::Won, Status::Lost] {
        check("parlay", &renderer.slip(&samples::parlay(status), Theme::Dark));
    }
    check("many legs", &renderer.slip(&samples::many_legs(), Theme::Light));
    check("awkward", &renderer.slip(&samples::awkward(), Theme::Light));
    let long = "The Extraordinarily Long Named Athletic Football and Social Club -4.5";
    check(
        "message",
        &renderer.message(&samples::message(long), Theme::Light),
    );
    for n in [0, 1, 2, 212, 20_000] {
        check("curve", &renderer.curve(&samples::curve(n), Theme::Dark));
    }
}

#[test]
fn the_measure_is_what_is_drawn() {
    let fonts = Fonts::new().unwrap();
    for text in [
        "Packers −4.5",
        "AVAST To Ta",
        "הפועל תל אביב",
        "الهلال",
        "🔥",
        "👩‍👩‍👧‍👦",
        "漢字",
        "Ωβ Жы ığşİ",
    ] {
        let em = fonts.em_width(text, crate::fonts::Weight::SemiBold);
        let mut canvas = crate::canvas::Canvas::new(&fonts, Theme::Light.palette());
        canvas.put(
            crate::canvas::At::left(20.0, 50.0),
            canvas.strong(40.0),
            text,
            500.0,
        );
        let svg = canvas.finish(600.0, 100.0, crate::Rgb(0, 0, 0), "t");
        let picture = Picture {
            svg,
            alt: String::new(),
            width: 600,
            height: 100,
        };
        let drawn = texts(&fonts.options(), &picture).first().unwrap().1.width();
        assert!(
            (drawn - em * 40.0).abs() < 1.5,
            "{text}: measured {}, drawn {drawn}",
            em * 40.0
        );
    }
}
