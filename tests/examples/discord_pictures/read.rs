//! From a message as Discord keeps it to one as people see it.

use chrono::{DateTime, Utc};
use dbsbm_render::{Badge, ButtonStyle, ButtonView, MessageView, Part};
use dbsbm_tests::stage::{Bridge, Message};
use serde_json::Value;
use std::collections::BTreeMap;

/// Reads messages: it knows the names behind ids, and where files lie.
pub(crate) struct Reader<'s> {
    pub(crate) bridge: &'s Bridge,
    pub(crate) names: BTreeMap<String, String>,
}

impl Reader<'_> {
    /// A message; `above` says what it answers.
    pub(crate) fn read(&self, message: &Message, above: Option<&str>) -> MessageView {
        let json = &message.0;
        let mut parts = Vec::new();
        if let Some(content) = json["content"].as_str().filter(|text| !text.is_empty()) {
            parts.push(Part::Text(self.words(content)));
        }
        let embeds: Vec<&Value> = json["embeds"].as_array().into_iter().flatten().collect();
        if embeds.is_empty() {
            parts.extend(message.files().iter().map(|(.., url)| self.picture(url)));
        }
        parts.extend(embeds.into_iter().map(|embed| self.frame(embed, message)));
        for row in json["components"].as_array().into_iter().flatten() {
            parts.push(row_of(&row["components"]));
        }
        let only_you = json["flags"].as_u64().is_some_and(|flags| flags & 64 != 0);
        // Slips stand under the capper's name, everything else under the bot's.
        let author = match &json["webhook_id"] {
            Value::Null => "DBSBM",
            _ => message.author(),
        };
        MessageView {
            above: above.map(Into::into),
            author: author.into(),
            badge: Badge::of(author),
            beside: "APP · today".into(),
            parts,
            below: only_you.then(|| "Only you can see this".into()),
        }
    }

    fn frame(&self, embed: &Value, message: &Message) -> Part {
        let mut inner = Vec::new();
        let mut put = |text: String| inner.push(Part::Text(self.words(&text)));
        if let Some(title) = embed["title"].as_str() {
            put(format!("**{title}**"));
        }
        if let Some(text) = embed["description"].as_str() {
            put(text.into());
        }
        for field in embed["fields"].as_array().into_iter().flatten() {
            let (name, value) = (field["name"].as_str(), field["value"].as_str());
            put(format!(
                "**{}**\n{}",
                name.unwrap_or_default(),
                value.unwrap_or_default()
            ));
        }
        if embed["image"].is_object() {
            inner.extend(message.files().iter().map(|(.., url)| self.picture(url)));
        }
        if let Some(small) = embed["footer"]["text"].as_str() {
            inner.push(Part::Text(format!("-# {small}")));
        }
        Part::Frame(None, inner)
    }

    fn picture(&self, url: &str) -> Part {
        let png = self.bridge.file(url);
        let reader = png::Decoder::new(std::io::Cursor::new(&png)).read_info().unwrap();
        let (width, height) = (reader.info().width, reader.info().height);
        Part::Picture(png, width, height)
    }

    /// Text with names for ids, and with hours for moments.
    fn words(&self, text: &str) -> String {
        let mut out = String::new();
        let mut rest = text;
        while let Some((before, marked)) = rest.split_once('<') {
            out += before;
            let (mark, after) = marked.split_once('>').unwrap_or((marked, ""));
            out += &match mark.split(':').collect::<Vec<_>>().as_slice() {
                ["t", seconds, "R"] => distance(seconds),
                ["t", seconds, ..] => moment(seconds),
                _ => self.mention(mark),
            };
            rest = after;
        }
        out + rest
    }

    fn mention(&self, mark: &str) -> String {
        let id = mark.trim_start_matches(['@', '&', '#', '!']);
        match self.names.get(id) {
            Some(name) => format!("<@{name}>"),
            None => format!("`{mark}`"),
        }
    }
}

fn moment(seconds: &str) -> String {
    let at = DateTime::from_timestamp(seconds.parse().unwrap_or_default(), 0).unwrap_or_default();
    at.with_timezone(&chrono_tz::America::New_York)
        .format("%A, %-d %B %Y %H:%M")
        .to_string()
}

/// `5 minutes ago`, as a chat writes how far away a moment is.
fn distance(seconds: &str) -> String {
    let away = seconds.parse::<i64>().unwrap_or_default() - Utc::now().timestamp();
    let (count, unit) = match away.abs() {
        s @ 0..60 => (s, "second"),
        s @ 60..3_600 => (s / 60, "minute"),
        s @ 3_600..86_400 => (s / 3_600, "hour"),
        s => (s / 86_400, "day"),
    };
    let many = if count == 1 { "" } else { "s" };
    match away {
        0 => "now".into(),
        1.. => format!("in {count} {unit}{many}"),
        _ => format!("{count} {unit}{many} ago"),
    }
}

fn row_of(components: &Value) -> Part {
    let all: Vec<&Value> = components.as_array().into_iter().flatten().collect();
    let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
    match all.as_slice() {
        [list] if list["type"] != 2 => Part::List(text(&list["placeholder"])),
        buttons => Part::Buttons(
            buttons
                .iter()
                .map(|b| ButtonView {
                    label: text(&b["label"]),
                    style: match b["style"].as_u64() {
                        Some(1) => ButtonStyle::Main,
                        Some(3) => ButtonStyle::Good,
                        Some(4) => ButtonStyle::Danger,
                        _ => ButtonStyle::Plain,
                    },
                    off: b["disabled"] == true,
                })
                .collect(),
        ),
    }
}
