//! The bet slip: head, legs, outcome, foot.

use dbsbm_core::settle::Grade;

use crate::{
    canvas::{Anchor, Canvas},
    fonts::Weight,
    frame::{HEAD, PAD, RIGHT, SMALL, WIDTH, amount, signed},
    icon::Icon,
    text::clean,
    view::{LegView, Rgb, SlipState, SlipView},
};

/// Up to this many legs have room for badges and two-line titles; more are set as a list.
const ROOMY_LEGS: usize = 4;

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
    let mut y = HEAD;
    let shown = view.legs.iter().take(dbsbm_core::bet::MAX_LEGS);
    for (i, leg) in shown.enumerate() {
        if i > 0 {
            canvas.rule(
                PAD + if view.legs.len() > ROOMY_LEGS { 44.0 } else { 72.0 },
                RIGHT,
                y,
            );
        }
        y = if view.legs.len() > ROOMY_LEGS {
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

/// The word for a grade.
pub(crate) fn grade_word(grade: Grade) -> &'static str {
    match grade {
        Grade::Win => "Win",
        Grade::HalfWin => "Half win",
        Grade::Push => "Push",
        Grade::HalfLoss => "Half loss",
        Grade::Loss => "Loss",
        Grade::Void => "Void",
        Grade::Placed => "Placed",
        Grade::Open => "Open",
        other => other.code(),
    }
}

/// What is said of a leg under its name: `Win · 42-34`; nothing for an open leg without a note.
fn verdict(leg: &LegView) -> Option<String> {
    let note = leg.note.as_deref().map(clean).filter(|note| !note.is_empty());
    match (leg.grade, note) {
        (Grade::Open, note) => note,
        (grade, None) => Some(grade_word(grade).to_owned()),
        (grade, Some(note)) => Some(format!("{} · {note}", grade_word(grade))),
    }
}

fn roomy_leg(canvas: &mut Canvas<'_>, y: f32, leg: &LegView, is_only: bool) -> f32 {
    let (text, soft, card) = (canvas.palette.text, canvas.palette.soft, canvas.palette.card);
    let size = if is_only { 34.0 } else { 28.0 };
    let left = PAD + 72.0;
    let mut baseline = y + 22.0 + size;
    let price = canvas.put(
        RIGHT,
        baseline,
        Anchor::End,
        text,
        &leg.price,
        Weight::SemiBold,
        size,
        170.0,
    );
    let room = RIGHT - left - price.width - 18.0;
    let title = canvas
        .fonts
        .fit(&leg.title, Weight::SemiBold, size, size * 0.82, room);
    let is_cut = title.text.contains('…') && !leg.title.contains('…');
    let lines = if is_cut {
        canvas.fonts.wrap(&leg.title, Weight::SemiBold, size * 0.82, room)
    } else {
        vec![title]
    };
    canvas.badge(PAD + 28.0, y + 22.0 + size * 0.5 + 20.0, 28.0, &leg.badge);
    for (i, line) in lines.iter().enumerate() {
        if i > 0 {
            baseline += line.size * 1.2;
        }
        canvas.text(left, baseline, Anchor::Start, text, line);
    }
    baseline += 30.0;
    canvas.put(
        left,
        baseline,
        Anchor::Start,
        soft,
        &leg.subtitle,
        Weight::Medium,
        20.0,
        RIGHT - left,
    );
    if let Some(verdict) = verdict(leg) {
        let colour = grade_colour(canvas, leg.grade);
        baseline += 33.0;
        canvas.icon(
            left + 11.0,
            baseline - 7.0,
            11.0,
            Icon::of_grade(leg.grade),
            colour,
            card,
        );
        canvas.put(
            left + 30.0,
            baseline,
            Anchor::Start,
            colour,
            &verdict,
            Weight::SemiBold,
            20.0,
            RIGHT - left - 30.0,
        );
    }
    baseline + 24.0
}

fn listed_leg(canvas: &mut Canvas<'_>, y: f32, leg: &LegView) -> f32 {
    let (text, soft, card) = (canvas.palette.text, canvas.palette.soft, canvas.palette.card);
    let colour = grade_colour(canvas, leg.grade);
    let left = PAD + 44.0;
    canvas.icon(
        PAD + 15.0,
        y + 38.0,
        14.0,
        Icon::of_grade(leg.grade),
        colour,
        card,
    );
    let price = canvas.put(
        RIGHT,
        y + 34.0,
        Anchor::End,
        text,
        &leg.price,
        Weight::SemiBold,
        23.0,
        150.0,
    );
    canvas.put(
        left,
        y + 34.0,
        Anchor::Start,
        text,
        &leg.title,
        Weight::SemiBold,
        23.0,
        RIGHT - left - price.width - 16.0,
    );
    let said = verdict(leg).unwrap_or_default();
    let said = canvas.put(
        RIGHT,
        y + 61.0,
        Anchor::End,
        colour,
        &said,
        Weight::SemiBold,
        SMALL,
        220.0,
    );
    let room = RIGHT - left - said.width - 16.0;
    canvas.put(
        left,
        y + 61.0,
        Anchor::Start,
        soft,
        &leg.subtitle,
        Weight::Medium,
        SMALL,
        room,
    );
    y + 76.0
}

/// The panel that says how it stands and what it pays.
fn outcome(canvas: &mut Canvas<'_>, y: f32, view: &SlipView) -> f32 {
    let colour = canvas.palette.of_state(view.state);
    let (ground, text, soft) = (
        canvas.palette.tinted(colour),
        canvas.palette.text,
        canvas.palette.soft,
    );
    let (left, right, height) = (PAD + 4.0, RIGHT - 4.0, 166.0);
    canvas.rect(16.0, y, WIDTH - 32.0, height, 18.0, ground);
    canvas.icon(
        left + 20.0,
        y + 46.0,
        20.0,
        Icon::of_state(view.state),
        colour,
        ground,
    );
    canvas.put(
        left + 54.0,
        y + 58.0,
        Anchor::Start,
        colour,
        view.state.word(),
        Weight::ExtraBold,
        34.0,
        210.0,
    );
    let net = canvas.put(
        right,
        y + 60.0,
        Anchor::End,
        colour,
        &signed(view.net()),
        Weight::ExtraBold,
        42.0,
        270.0,
    );
    if view.state == SlipState::Open {
        canvas.put(
            right - net.width - 12.0,
            y + 58.0,
            Anchor::End,
            soft,
            "to win",
            Weight::Medium,
            21.0,
            120.0,
        );
    }
    let mut cells = vec![
        ("Stake", view.stake.clone(), text),
        ("Risked", amount(view.risked), text),
    ];
    if let Some(price) = &view.price {
        cells.push(("Price", price.clone(), text));
    }
    let label = if view.state == SlipState::Open {
        "Returns"
    } else {
        "Returned"
    };
    cells.push((label, amount(view.returned), text));
    canvas.cells(y + 106.0, left, right, 25.0, &cells);
    y + height
}

/// When it was posted, at what kind of price, what else must be said, and the hash that proves it.
fn posted(canvas: &mut Canvas<'_>, y: f32, view: &SlipView) -> f32 {
    let soft = canvas.palette.soft;
    let colour = canvas.palette.of_basis(view.basis);
    let when = view.placed.format("%a %-d %b %Y, %H:%M %Z").to_string();
    let baseline = y + 40.0;
    canvas.rect(PAD, baseline - 13.0, 12.0, 12.0, 6.0, colour);
    let basis = canvas.put(
        PAD + 22.0,
        baseline,
        Anchor::Start,
        colour,
        view.basis.words(),
        Weight::SemiBold,
        SMALL,
        230.0,
    );
    let room = RIGHT - PAD - 22.0 - basis.width - 16.0;
    canvas.put(
        RIGHT,
        baseline,
        Anchor::End,
        soft,
        &when,
        Weight::Medium,
        SMALL,
        room,
    );
    let below = baseline + 32.0;
    let at = canvas.marks(PAD, below - 6.5, &view.marks);
    let proof = format!("proof {}", view.hash);
    canvas.put(
        RIGHT,
        below,
        Anchor::End,
        soft,
        &proof,
        Weight::Medium,
        SMALL,
        RIGHT - at - 16.0,
    );
    below + 22.0
}
