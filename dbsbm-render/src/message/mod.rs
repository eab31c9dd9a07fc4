//! A message as a chat shows it: who says it, text, framed text, pictures, buttons. For guides that show what people see.

mod text;

use crate::{
    canvas::{At, Canvas},
    fonts::Weight::{Medium, SemiBold},
    frame::WIDTH,
    portrait::data_uri,
    text::clean,
    view::{Badge, Rgb},
};
use text::SIZE;

/// Space between the edge and what is shown.
const EDGE: f32 = 24.0;
/// Radius of the badge.
const BADGE: f32 = 26.0;
/// Where text begins, right of the badge.
const LEFT: f32 = EDGE + 2.0 * BADGE + 16.0;
const RIGHT: f32 = WIDTH - EDGE;
/// Space between two parts.
const GAP: f32 = 12.0;
/// The widest a picture is shown.
const PICTURE: f32 = 440.0;
/// Height of a button and of a list.
const BUTTON: f32 = 44.0;

/// A message.
#[derive(Debug, Clone, PartialEq)]
pub struct MessageView {
    /// What it answers, above it: `ann used /bet`.
    pub above: Option<String>,
    /// The name it is shown under.
    pub author: String,
    /// The author's badge.
    pub badge: Badge,
    /// Small text beside the name: when it was sent.
    pub beside: String,
    /// What it holds, from the top down.
    pub parts: Vec<Part>,
    /// Small text at its end: who sees it.
    pub below: Option<String>,
}

/// A part of a message.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub enum Part {
    /// Text as it is written in a chat: `**bold**`, `*leaning*`, `-# small`, `- item`, code in backticks, `<@name>`.
    Text(String),
    /// Parts in a frame with a bar of this colour at its left.
    Frame(Option<Rgb>, Vec<Part>),
    /// A PNG with its width and height.
    Picture(Vec<u8>, u32, u32),
    /// A row of buttons.
    Buttons(Vec<ButtonView>),
    /// A closed list to choose from, with the words on it.
    List(String),
}

/// A button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ButtonView {
    /// What it says.
    pub label: String,
    /// What it is for.
    pub style: ButtonStyle,
    /// Whether it cannot be clicked.
    pub off: bool,
}

/// What a button is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ButtonStyle {
    /// The thing to do.
    Main,
    /// One of several things.
    Plain,
    /// Yes.
    Good,
    /// Cannot be undone.
    Danger,
}

/// Draws a message and returns the height it takes.
pub(crate) fn draw(canvas: &mut Canvas<'_>, view: &MessageView) -> f32 {
    // A chat is a shade off the cards, so that slips and frames stand out from it.
    let mut over = Canvas::new(canvas.fonts, canvas.palette);
    let height = message(&mut over, view);
    canvas.rect(0.0, 0.0, WIDTH, height.ceil(), 24.0, canvas.palette.chat);
    canvas.lay(over);
    height
}

fn message(canvas: &mut Canvas<'_>, view: &MessageView) -> f32 {
    let mut y = EDGE;
    if let Some(above) = &view.above {
        let soft = canvas.soft(17.0);
        canvas.put(At::left(LEFT, y + 12.0), soft, above, RIGHT - LEFT);
        y += 30.0;
    }
    canvas.badge(EDGE + BADGE, y + BADGE, BADGE, &view.badge);
    let name = canvas.strong(21.0);
    let shown = canvas.put(At::left(LEFT, y + 20.0), name, &view.author, 300.0);
    let (beside, soft) = (LEFT + shown.width + 12.0, canvas.soft(16.0));
    canvas.put(At::left(beside, y + 20.0), soft, &view.beside, RIGHT - beside);
    y = column(canvas, LEFT, RIGHT, y + 24.0, &view.parts);
    if let Some(below) = &view.below {
        let soft = canvas.soft(16.0);
        canvas.put(At::left(LEFT, y + 30.0), soft, below, RIGHT - LEFT);
        y += 30.0;
    }
    y + EDGE
}

/// What a message says, in words.
pub(crate) fn words(view: &MessageView) -> String {
    let mut words = vec![format!("Message of {}:", clean(&view.author))];
    said(&view.parts, &mut words);
    words.join(" ")
}

fn said(parts: &[Part], words: &mut Vec<String>) {
    for part in parts {
        match part {
            Part::Text(text) => words.extend(text.lines().map(|line| clean(&text::unmarked(line)))),
            Part::Frame(_, inner) => said(inner, words),
            Part::Picture(..) => words.push("[picture]".into()),
            Part::Buttons(row) => words.extend(row.iter().map(|b| format!("[{}]", clean(&b.label)))),
            Part::List(hint) => words.push(format!("[{}]", clean(hint))),
        }
    }
}

fn column(canvas: &mut Canvas<'_>, left: f32, right: f32, mut y: f32, parts: &[Part]) -> f32 {
    for (i, part) in parts.iter().enumerate() {
        // Text has its own space above it.
        if i > 0 || !matches!(part, Part::Text(_)) {
            y += GAP;
        }
        y = match part {
            Part::Text(text) => canvas.prose(left, right, y, text) + SIZE * 0.3,
            Part::Frame(colour, inner) => frame(canvas, left, right, y, *colour, inner),
            Part::Picture(png, width, height) => picture(canvas, left, right, y, (png, *width, *height)),
            Part::Buttons(row) => buttons(canvas, left, right, y, row),
            Part::List(hint) => list(canvas, left, right, y, hint),
        };
    }
    y
}

fn frame(canvas: &mut Canvas<'_>, left: f32, right: f32, y: f32, colour: Option<Rgb>, inner: &[Part]) -> f32 {
    // What is inside is drawn first, to know how high the frame is, and laid on top of it.
    let mut over = Canvas::new(canvas.fonts, canvas.palette);
    let end = column(&mut over, left + 20.0, right - 16.0, y + 4.0, inner) + 16.0;
    let (ground, bar) = (canvas.palette.card, colour.unwrap_or(canvas.palette.button));
    canvas.rect(left, y, 16.0, end - y, 8.0, bar);
    canvas.rect(left + 5.0, y, right - left - 5.0, end - y, 6.0, ground);
    canvas.lay(over);
    end
}

fn picture(
    canvas: &mut Canvas<'_>,
    left: f32,
    right: f32,
    y: f32,
    (png, width, height): (&[u8], u32, u32),
) -> f32 {
    let shown = (right - left).min(PICTURE);
    let high = shown * height as f32 / width.max(1) as f32;
    canvas.raw(&format!(
        "<image x=\"{left}\" y=\"{y}\" width=\"{shown}\" height=\"{high}\" href=\"{}\"/>",
        data_uri(png)
    ));
    y + high
}

fn buttons(canvas: &mut Canvas<'_>, left: f32, right: f32, mut y: f32, row: &[ButtonView]) -> f32 {
    let mut x = left;
    for button in row {
        let label = canvas
            .fonts
            .fit(&button.label, SemiBold, 18.0, 14.0, right - left - 32.0);
        let width = label.width + 32.0;
        if x > left && x + width > right {
            (x, y) = (left, y + BUTTON + 8.0);
        }
        let white = Rgb(0xFF, 0xFF, 0xFF);
        let (ground, ink) = match button.style {
            _ if button.off => (canvas.palette.card, canvas.palette.soft),
            ButtonStyle::Plain => (canvas.palette.button, canvas.palette.text),
            ButtonStyle::Main => (Rgb(0x4F, 0x5B, 0xDC), white),
            ButtonStyle::Good => (Rgb(0x1F, 0x7A, 0x42), white),
            ButtonStyle::Danger => (Rgb(0xC4, 0x2B, 0x30), white),
        };
        canvas.rect(x, y, width, BUTTON, 8.0, ground);
        canvas.text(At::middle(x + width / 2.0, y + 28.5), ink, &label);
        x += width + 8.0;
    }
    y + BUTTON
}

fn list(canvas: &mut Canvas<'_>, left: f32, right: f32, y: f32, hint: &str) -> f32 {
    let (ground, soft) = (canvas.palette.card, canvas.palette.soft);
    canvas.rect(left, y, right - left, BUTTON, 8.0, ground);
    let ink = canvas.ink(soft, Medium, 18.0);
    canvas.put(At::left(left + 16.0, y + 28.5), ink, hint, right - left - 64.0);
    canvas.stroke(&format!(
        "d=\"M{} {}l8 8l8 -8\" stroke=\"{soft}\" stroke-width=\"2.5\" stroke-linecap=\"round\"",
        right - 34.0,
        y + 18.0
    ));
    y + BUTTON
}
