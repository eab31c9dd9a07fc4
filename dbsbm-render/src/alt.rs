//! The text alternative: what a picture shows, in words.

use crate::{
    frame::{amount, signed},
    text::clean,
    view::{CurveView, LegView, Mark, RecordView, SlipView, Stage},
    words,
};

/// Discord's limit for the description of a file.
const MAX: usize = 1024;

fn length(text: &str) -> usize {
    text.encode_utf16().count()
}

/// The facts of a slip; legs that do not fit are counted.
pub(crate) fn slip(view: &SlipView) -> String {
    let head = format!(
        "{}Bet #{} by {} in {}. {}, {}:",
        marks(&view.marks),
        view.number,
        short(&view.capper, 60),
        short(&view.guild, 60),
        short(&view.kind, 60),
        words::status(view.status).to_lowercase(),
    );
    let price = view
        .price
        .as_deref()
        .map_or(String::new(), |price| format!(" at {}", short(price, 20)));
    let (returns, net) = match view.stage() {
        Stage::Pending => ("returns up to", format!(", to win {}", amount(view.net()))),
        Stage::Settled => ("returned", format!(", net {}", signed(view.net()))),
        Stage::Dropped => ("would have returned up to", String::new()),
    };
    let tail = format!(
        " Stake {}{price}, risked {}, {returns} {}{net}. {}, posted {}, proof {}. {}",
        short(&view.stake, 40),
        amount(view.risked),
        amount(view.returned),
        words::basis(view.basis),
        view.placed.format("%-d %B %Y %H:%M %Z"),
        short(&view.hash, 20),
        record(&view.record),
    );
    let room = MAX.saturating_sub(length(&head) + length(&tail) + length(" and 25 more legs."));
    let mut legs = String::new();
    for (i, view_leg) in view.legs.iter().enumerate() {
        let text = format!(" {};", leg(view_leg, view.legs.len()));
        if length(&legs) + length(&text) > room {
            let rest = match view.legs.len() - i {
                1 => "1 more leg".to_owned(),
                n => format!("{n} more legs"),
            };
            legs.push_str(&format!(" and {rest}."));
            break;
        }
        legs.push_str(&text);
    }
    let legs = legs.strip_suffix(';').map(|l| format!("{l}.")).unwrap_or(legs);
    bounded(format!("{head}{legs}{tail}"))
}

/// The facts of a curve.
pub(crate) fn curve(view: &CurveView) -> String {
    let fall = match view.deepest_fall() {
        Some(fall) => format!("maximum drawdown {}", amount(fall.depth)),
        None => "no drawdown".to_owned(),
    };
    let span = match (view.points.first(), view.points.last()) {
        (Some(first), Some(last)) => {
            let day = |at: chrono::DateTime<chrono::Utc>| {
                at.with_timezone(&view.zone).format("%-d %B %Y").to_string()
            };
            let most = view.points.iter().map(|p| p.total).max().unwrap_or(last.total);
            let least = view.points.iter().map(|p| p.total).min().unwrap_or(last.total);
            format!(
                "from {} to {}, ending at {}, highest {}, lowest {}, {fall}",
                day(first.at),
                day(last.at),
                signed(last.total),
                signed(most),
                signed(least)
            )
        }
        _ => "no settled bets yet".to_owned(),
    };
    bounded(format!(
        "{}Cumulative units of {} in {}: {span}. {}",
        marks(&view.marks),
        short(&view.title, 100),
        short(&view.guild, 100),
        record(&view.record),
    ))
}

fn leg(leg: &LegView, legs: usize) -> String {
    let room = if legs > 4 { 40 } else { 120 };
    let mut text = short(&leg.title, room);
    if !leg.price.is_empty() {
        text.push_str(&format!(" at {}", short(&leg.price, 20)));
    }
    if legs <= 4 && !leg.subtitle.is_empty() {
        text.push_str(&format!(" ({})", short(&leg.subtitle, room)));
    }
    text.push_str(&format!(", {}", words::grade(leg.grade).to_lowercase()));
    if let Some(note) = leg.note.as_deref().filter(|_| legs <= 8) {
        text.push_str(&format!(" {}", short(note, 40)));
    }
    text
}

fn record(record: &RecordView) -> String {
    format!(
        "Record, {}: {} won-lost-push, n = {}, net {}, ROI {}; prices {}.",
        short(&record.period, 40),
        record.won_lost_push(),
        record.tally.decided(),
        signed(record.tally.net()),
        record.roi_percent(),
        record.prices().replace(" ·", ","),
    )
}

fn marks(marks: &[Mark]) -> String {
    marks.iter().map(|mark| format!("{}. ", mark.word())).collect()
}

/// A name as written, as long as it is not endless.
fn short(text: &str, most: usize) -> String {
    let text = clean(text).replace('\u{2212}', "-");
    if length(&text) <= most {
        return text;
    }
    let mut out = String::new();
    for c in text.chars() {
        if length(&out) + c.len_utf16() >= most {
            break;
        }
        out.push(c);
    }
    out.push('…');
    out
}

pub(crate) fn bounded(text: String) -> String {
    if length(&text) <= MAX {
        text
    } else {
        short(&text, MAX)
    }
}
