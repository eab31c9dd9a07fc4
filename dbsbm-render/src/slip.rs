//! The bet slip: head, legs, outcome, foot.

use dbsbm_core::{bet::MAX_LEGS, settle::Grade};

use crate::{
    canvas::{At, Canvas},
    fonts::Weight::{ExtraBold, Medium, SemiBold},
    frame::{Cell, HEAD, PAD, RIGHT, SMALL, WIDTH, amount, signed},
    icon::Icon,
    text::clean,
    view::{LegView, Rgb, SlipView, Stage},
    words,
};

/// Up to this many legs have room for badges and two-line titles; more are set as a list.
pub(crate) const ROOMY_LEGS: usize = 4;
/// Where the text of a roomy leg begins, right of its badge.
const ROOMY_LEFT: f32 = PAD + 72.0;
/// Where the text of a listed leg begins, right of its mark.
const LISTED_LEFT: f32 = PAD + 44.0;

/// Characters of a hash that are shown: enough to find the event, short enough to be read out.
const PROOF: usize = 12;

/// Draws a slip and returns the height it takes.
pub(crate) fn draw(canvas: &mut Canvas<'_>, view: &SlipView) -> f32 {
    let kind = match view.legs.len() {
        0 | 1 => view.kind.clone(),
        n => format!("{} · {n} legs", view.kind),
    };
    canvas.head(
        &view.badge,
        &view.capper,
        &view.guild,
        &format!("#{}", view.number),
        &kind,
    );
    canvas.rule(PAD, RIGHT, HEAD);
    let is_list = view.legs.len() > ROOMY_LEGS;
    let mut y = HEAD;
    for (i, leg) in view.legs.iter().take(MAX_LEGS).enumerate() {
        if i > 0 {
            canvas.rule(if is_list { LISTED_LEFT } else { ROOMY_LEFT }, RIGHT, y);
        }
        y = if is_list {
            listed_leg(canvas, y, leg)
        } else {
            roomy_leg(canvas, y, leg, view.legs.len() == 1)
        };
    }
    y = outcome(canvas, y + 4.0, view);
    y = posted(canvas, y, view);
    canvas.foot(y, &view.record)
}

fn grade_colour(canvas: &Canvas<'_>, grade: Grade) -> Rgb {
    match grade {
        Grade::Win | Grade::HalfWin | Grade::Placed => canvas.palette.good,
        Grade::Loss | Grade::HalfLoss => canvas.palette.bad,
        Grade::Push | Grade::Void => canvas.palette.even,
        _ => canvas.palette.open,
    }
}

/// What is said of a leg under its name: `Win · 42-34`; nothing for an open leg without a note.
fn verdict(leg: &LegView) -> Option<String> {
    let note = leg.note.as_deref().map(clean).filter(|note| !note.is_empty());
    match (leg.grade, note) {
        (Grade::Open, note) => note,
        (grade, None) => Some(words::grade(grade).to_owned()),
        (grade, Some(note)) => Some(format!("{} · {note}", words::grade(grade))),
    }
}

fn roomy_leg(canvas: &mut Canvas<'_>, y: f32, leg: &LegView, is_only: bool) -> f32 {
    let size = if is_only { 34.0 } else { 28.0 };
    let mut baseline = y + 22.0 + size;
    let price = canvas.figure(At::right(RIGHT, baseline), canvas.strong(size), &leg.price, 200.0);
    let room = RIGHT - ROOMY_LEFT - price.width - 18.0;
    canvas.badge(PAD + 28.0, y + 42.0 + size * 0.5, 28.0, &leg.badge);
    let title = canvas.fonts.lines(&leg.title, SemiBold, size, size * 0.82, room);
    let (first, second) = (baseline, baseline + size * 0.98);
    for (line, y) in title.iter().zip([first, second]) {
        canvas.text(At::left(ROOMY_LEFT, y), canvas.palette.text, line);
        baseline = y;
    }
    let game = canvas
        .fonts
        .lines(&leg.subtitle, Medium, 20.0, 18.5, RIGHT - ROOMY_LEFT);
    for (i, line) in game.iter().enumerate() {
        baseline += if i == 0 { 30.0 } else { 26.0 };
        canvas.text(At::left(ROOMY_LEFT, baseline), canvas.palette.soft, line);
    }
    if let Some(verdict) = verdict(leg) {
        baseline += 33.0;
        let (colour, card) = (grade_colour(canvas, leg.grade), canvas.palette.card);
        canvas.icon(
            ROOMY_LEFT + 11.0,
            baseline - 7.0,
            11.0,
            Icon::of_grade(leg.grade),
            colour,
            card,
        );
        let (left, ink) = (ROOMY_LEFT + 30.0, canvas.ink(colour, SemiBold, 20.0));
        canvas.put(At::left(left, baseline), ink, &verdict, RIGHT - left);
    }
    baseline + 24.0
}

fn listed_leg(canvas: &mut Canvas<'_>, y: f32, leg: &LegView) -> f32 {
    let (colour, card) = (grade_colour(canvas, leg.grade), canvas.palette.card);
    let (top, low, room) = (y + 34.0, y + 61.0, RIGHT - LISTED_LEFT - 16.0);
    canvas.icon(
        PAD + 15.0,
        y + 38.0,
        14.0,
        Icon::of_grade(leg.grade),
        colour,
        card,
    );
    let price = canvas.figure(At::right(RIGHT, top), canvas.strong(23.0), &leg.price, 150.0);
    canvas.put(
        At::left(LISTED_LEFT, top),
        canvas.strong(23.0),
        &leg.title,
        room - price.width,
    );
    let said = verdict(leg).unwrap_or_default();
    let said = canvas.put(
        At::right(RIGHT, low),
        canvas.ink(colour, SemiBold, SMALL),
        &said,
        220.0,
    );
    canvas.put(
        At::left(LISTED_LEFT, low),
        canvas.soft(SMALL),
        &leg.subtitle,
        room - said.width,
    );
    y + 76.0
}

/// The panel that says how it stands and what it pays.
fn outcome(canvas: &mut Canvas<'_>, y: f32, view: &SlipView) -> f32 {
    let colour = canvas.palette.of_status(view.status);
    let (ground, text) = (canvas.palette.tinted(colour), canvas.palette.text);
    let (left, right, height) = (PAD + 4.0, RIGHT - 4.0, 166.0);
    canvas.rect(16.0, y, WIDTH - 32.0, height, 18.0, ground);
    canvas.icon(
        left + 20.0,
        y + 46.0,
        20.0,
        Icon::of_status(view.status),
        colour,
        ground,
    );
    let word = canvas.ink(colour, ExtraBold, 34.0);
    canvas.put(
        At::left(left + 54.0, y + 58.0),
        word,
        words::status(view.status),
        210.0,
    );
    let (at, figure) = (At::right(right, y + 60.0), canvas.ink(colour, ExtraBold, 42.0));
    let returned = match view.stage() {
        Stage::Pending => {
            let net = canvas.figure(at, figure, &amount(view.net()), 270.0);
            let beside = At::right(right - net.width - 12.0, y + 58.0);
            canvas.put(beside, canvas.soft(21.0), "to win", 120.0);
            "Returns"
        }
        Stage::Settled => {
            canvas.figure(at, figure, &signed(view.net()), 270.0);
            "Returned"
        }
        Stage::Dropped => "Would return",
    };
    let cell = |label, value| Cell {
        label,
        value,
        colour: text,
    };
    let mut cells = vec![
        cell("Stake", view.stake.clone()),
        cell("Risked", amount(view.risked)),
    ];
    cells.extend(view.price.clone().map(|price| cell("Price", price)));
    cells.push(cell(returned, amount(view.returned)));
    canvas.cells(y + 106.0, left, right, 25.0, &cells);
    y + height
}

/// When it was posted, at what kind of price, what else must be said, and the hash that proves it.
fn posted(canvas: &mut Canvas<'_>, y: f32, view: &SlipView) -> f32 {
    let colour = canvas.palette.of_basis(view.basis);
    let baseline = y + 40.0;
    canvas.rect(PAD, baseline - 13.0, 12.0, 12.0, 6.0, colour);
    let left = PAD + 22.0;
    let ink = canvas.ink(colour, SemiBold, SMALL);
    let basis = canvas.put(At::left(left, baseline), ink, words::basis(view.basis), 230.0);
    let when = view.placed.format("%a %-d %b %Y, %H:%M %Z").to_string();
    let room = RIGHT - left - basis.width - 16.0;
    canvas.put(At::right(RIGHT, baseline), canvas.soft(SMALL), &when, room);
    let below = baseline + 32.0;
    let end = canvas.marks(PAD, below - 6.5, &view.marks);
    let proof = format!("proof {}", view.hash.chars().take(PROOF).collect::<String>());
    canvas.put(
        At::right(RIGHT, below),
        canvas.soft(SMALL),
        &proof,
        RIGHT - end - 16.0,
    );
    below + 22.0
}
