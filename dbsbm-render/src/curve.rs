//! The curve of cumulative units, its deepest fall shaded, with the full record below.

use chrono::{DateTime, Utc};
use dbsbm_core::money::{PER_UNIT, Units};

use crate::{
    canvas::{At, Canvas, num},
    fonts::Weight::{ExtraBold, SemiBold},
    frame::{HEAD, PAD, RIGHT, SMALL, WIDTH, amount, signed},
    view::{CurvePoint, CurveView, Fall},
};

/// Where the curve is drawn.
const LEFT: f32 = 92.0;
const TOP: f32 = HEAD + 112.0;
const BOTTOM: f32 = TOP + 250.0;

/// Draws a curve and returns the height it takes.
pub(crate) fn draw(canvas: &mut Canvas<'_>, view: &CurveView) -> f32 {
    let bets = match view.points.len() {
        1 => "1 bet".to_owned(),
        n => format!("{n} bets"),
    };
    canvas.head(&view.badge, &view.title, &view.guild, "Cumulative units", &bets);
    canvas.rule(PAD, RIGHT, HEAD);
    headline(canvas, view);
    match Plot::of(view) {
        Some(plot) => plot.draw(canvas, view),
        None => {
            let at = At::middle(WIDTH / 2.0, (TOP + BOTTOM) / 2.0);
            canvas.put(at, canvas.soft(24.0), "No settled bets yet", RIGHT - PAD);
        }
    }
    let mut y = BOTTOM + 56.0;
    if !view.marks.is_empty() {
        canvas.marks(PAD, y, &view.marks);
        y += 32.0;
    }
    canvas.foot(y, &view.record)
}

/// Net and drawdown, large.
fn headline(canvas: &mut Canvas<'_>, view: &CurveView) {
    let total = view.points.last().map_or(Units::ZERO, |point| point.total);
    let depth = view.deepest_fall().map_or(Units::ZERO, |fall| fall.depth);
    let net = canvas.ink(canvas.sign_colour(total), ExtraBold, 42.0);
    let fallen = canvas.ink(canvas.sign_colour(-depth), SemiBold, 28.0);
    canvas.put(At::left(PAD, HEAD + 36.0), canvas.soft(SMALL), "Net", 200.0);
    canvas.figure(At::left(PAD, HEAD + 80.0), net, &signed(total), 290.0);
    canvas.put(
        At::right(RIGHT, HEAD + 36.0),
        canvas.soft(SMALL),
        "Max drawdown",
        220.0,
    );
    canvas.figure(At::right(RIGHT, HEAD + 76.0), fallen, &amount(depth), 220.0);
}

/// How points become places.
struct Plot {
    first: DateTime<Utc>,
    last: DateTime<Utc>,
    low: i64,
    high: i64,
    step: i64,
}

impl Plot {
    fn of(view: &CurveView) -> Option<Self> {
        let first = view.points.iter().map(|p| p.at).min()?;
        let last = view.points.iter().map(|p| p.at).max()?;
        let totals = || view.points.iter().map(|p| p.total.ten_thousandths());
        let (least, most) = (totals().min()?.min(0), totals().max()?.max(0));
        let step = step_for(most.saturating_sub(least));
        let low = least.div_euclid(step) * step;
        let high = if most.rem_euclid(step) == 0 {
            most
        } else {
            (most.div_euclid(step) + 1) * step
        };
        Some(Self {
            first,
            last,
            low,
            high: high.max(low + step),
            step,
        })
    }

    fn x(&self, at: DateTime<Utc>) -> f32 {
        let span = (self.last - self.first).num_milliseconds().max(1) as f64;
        let part = (at - self.first).num_milliseconds() as f64 / span;
        LEFT + (part as f32) * (RIGHT - LEFT)
    }

    fn y(&self, total: Units) -> f32 {
        let part = (total.ten_thousandths() - self.low) as f64 / (self.high - self.low) as f64;
        BOTTOM - (part as f32) * (BOTTOM - TOP)
    }

    fn draw(&self, canvas: &mut Canvas<'_>, view: &CurveView) {
        self.grid(canvas);
        if let Some(fall) = view.deepest_fall() {
            self.shade(canvas, view, fall);
        }
        self.line(canvas, view);
        self.dates(canvas, view);
    }

    fn grid(&self, canvas: &mut Canvas<'_>) {
        let (rule, strong) = (canvas.palette.line, canvas.palette.even);
        let mut at = self.low;
        while at <= self.high {
            let total = Units::from_ten_thousandths(at).unwrap_or(Units::ZERO);
            let y = self.y(total);
            let (colour, dash) = if at == 0 {
                (strong, "")
            } else {
                (rule, " stroke-dasharray=\"3 5\"")
            };
            let (from, to, y_at) = (num(LEFT), num(RIGHT), num(y));
            canvas.stroke(&format!(
                "d=\"M{from} {y_at}H{to}\" stroke=\"{colour}\" stroke-width=\"1.5\"{dash}"
            ));
            let label = total.short();
            let label = if at > 0 { format!("+{label}") } else { label };
            let at_left = At::right(LEFT - 12.0, y + 6.5);
            canvas.put(at_left, canvas.soft(SMALL), &label, LEFT - 24.0);
            at += self.step;
        }
    }

    /// The area between the peak's level and the curve, from the peak to the bottom of the fall.
    fn shade(&self, canvas: &mut Canvas<'_>, view: &CurveView, fall: Fall) {
        let peak = fall.peak.checked_sub(1).and_then(|i| view.points.get(i));
        let level = self.y(peak.map_or(Units::ZERO, |p| p.total));
        let from = peak.map_or(LEFT, |p| self.x(p.at));
        let points = view.points.get(fall.peak..fall.trough).unwrap_or_default();
        let Some(bottom) = points.last() else { return };
        let (to, low) = (self.x(bottom.at), self.y(bottom.total));
        let path = self.path(points);
        let bad = canvas.palette.bad;
        let (from, level_at, to_at) = (num(from), num(level), num(to));
        canvas.raw(&format!(
            "<path d=\"M{from} {level_at}{path}V{level_at}Z\" fill=\"{bad}\" fill-opacity=\"0.22\"/>"
        ));
        canvas.stroke(&format!(
            "d=\"M{from} {level_at}H{to_at}V{}\" stroke=\"{bad}\" stroke-width=\"2\" stroke-dasharray=\"5 5\"",
            num(low)
        ));
    }

    fn line(&self, canvas: &mut Canvas<'_>, view: &CurveView) {
        let Some(last) = view.points.last() else { return };
        let (colour, card) = (canvas.palette.open, canvas.palette.card);
        let (zero, path) = (num(self.y(Units::ZERO)), self.path(&view.points));
        let start = num(LEFT);
        canvas.raw(&format!(
            "<path d=\"M{start} {zero}{path}V{zero}Z\" fill=\"{colour}\" fill-opacity=\"0.10\"/>"
        ));
        canvas.stroke(&format!(
            "d=\"M{start} {zero}{path}\" stroke=\"{colour}\" stroke-width=\"3\" stroke-linejoin=\"round\" \
             stroke-linecap=\"round\""
        ));
        canvas.raw(&format!(
            "<circle cx=\"{}\" cy=\"{}\" r=\"7\" fill=\"{colour}\" stroke=\"{card}\" stroke-width=\"3\"/>",
            num(self.x(last.at)),
            num(self.y(last.total))
        ));
    }

    /// Lines to the points, at most four of them in one unit of width: first, lowest, highest and last.
    fn path(&self, points: &[CurvePoint]) -> String {
        let mut out = String::new();
        let column = |p: &CurvePoint| self.x(p.at).floor() as i32;
        for group in points.chunk_by(|a, b| column(a) == column(b)) {
            let lowest = (0..group.len()).min_by_key(|&i| group.get(i).map(|p| p.total));
            let highest = (0..group.len()).max_by_key(|&i| group.get(i).map(|p| p.total));
            let mut keep: Vec<usize> = [Some(0), lowest, highest, Some(group.len() - 1)]
                .into_iter()
                .flatten()
                .collect();
            keep.sort_unstable();
            keep.dedup();
            for point in keep.into_iter().filter_map(|i| group.get(i)) {
                out.push_str(&format!(
                    "L{} {}",
                    num(self.x(point.at)),
                    num(self.y(point.total))
                ));
            }
        }
        out
    }

    fn dates(&self, canvas: &mut Canvas<'_>, view: &CurveView) {
        let day = |at: DateTime<Utc>| at.with_timezone(&view.zone).format("%-d %b %Y").to_string();
        let (first, last) = (day(self.first), day(self.last));
        let y = BOTTOM + 30.0;
        if first != last {
            canvas.put(At::left(LEFT, y), canvas.soft(SMALL), &first, 200.0);
        }
        canvas.put(At::right(RIGHT, y), canvas.soft(SMALL), &last, 200.0);
    }
}

/// One, two or five times a power of ten, so that at most five lines cover the range.
fn step_for(range: i64) -> i64 {
    let mut base = PER_UNIT / 100;
    loop {
        for times in [1, 2, 5] {
            let step = base * times;
            if range / step < 5 {
                return step;
            }
        }
        base *= 10;
    }
}
