//! What comes back from the fake Discord, as the tests read it: thin views of its documents.

use serde_json::Value;

/// What the bot answered to an interaction.
#[derive(Debug, Clone)]
pub struct Answer(pub Value);

/// A message in a channel.
#[derive(Debug, Clone)]
pub struct Message(pub Value);

/// A request that the bot made.
#[derive(Debug, Clone)]
pub struct Request(pub Value);

impl Answer {
    /// The interaction's id, by which a form is submitted.
    pub fn interaction(&self) -> &str {
        self.0["interaction"].as_str().unwrap()
    }

    /// The message that answered; fails where there is none.
    pub fn message(&self) -> Message {
        assert!(!self.0["message"].is_null(), "no message came: {self:?}");
        Message(self.0["message"].clone())
    }

    /// Messages sent after the first.
    pub fn followups(&self) -> Vec<Message> {
        list(&self.0["followups"]).map(Message).collect()
    }

    /// The text of the answer.
    pub fn text(&self) -> String {
        self.message().text()
    }

    /// Whether only the person who asked sees it: also where it took the place of a message that is so.
    pub fn ephemeral(&self) -> bool {
        let flags = self.0["message"]["flags"].as_u64().unwrap_or(0);
        self.0["ephemeral"] == true || flags & (1 << 6) != 0
    }

    /// The form that was shown; fails where there is none.
    pub fn modal(&self) -> &Value {
        assert!(self.0["modal"].is_object(), "no form came: {self:?}");
        &self.0["modal"]
    }

    /// The fields of the form that was shown: custom id and what stands in it.
    pub fn fields(&self) -> Vec<(String, String)> {
        let mut parts = Vec::new();
        components(&self.modal()["components"], &mut parts);
        let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
        let fields = parts.iter().filter(|part| part["type"] == 4);
        fields
            .map(|f| (text(&f["custom_id"]), text(&f["value"])))
            .collect()
    }

    /// Names of the choices that autocomplete offered.
    pub fn choices(&self) -> Vec<String> {
        list(&self.0["choices"])
            .map(|c| c["name"].as_str().unwrap().to_string())
            .collect()
    }

    /// Values of the choices that autocomplete offered.
    pub fn choice_values(&self) -> Vec<Value> {
        list(&self.0["choices"]).map(|c| c["value"].clone()).collect()
    }

    /// From the event on the socket to the first answer, in milliseconds.
    pub fn first_answer_ms(&self) -> f64 {
        self.0["first_answer_ms"].as_f64().unwrap_or(f64::INFINITY)
    }
}

impl Message {
    /// Its id.
    pub fn id(&self) -> &str {
        self.0["id"].as_str().unwrap()
    }

    /// Its channel's id.
    pub fn channel(&self) -> &str {
        self.0["channel_id"].as_str().unwrap()
    }

    /// Everything in it that reads as text: content, embeds, text blocks.
    pub fn text(&self) -> String {
        let mut parts = Vec::new();
        for part in [&self.0["content"], &self.0["embeds"]] {
            texts(part, &mut parts);
        }
        for part in self.components() {
            if part["type"] == 10 {
                texts(&part["content"], &mut parts);
            }
        }
        parts.join("\n")
    }

    /// The name it is shown under.
    pub fn author(&self) -> &str {
        let author = &self.0["author"];
        author["global_name"]
            .as_str()
            .or(author["username"].as_str())
            .unwrap()
    }

    /// Every component, however deep.
    pub fn components(&self) -> Vec<Value> {
        let mut found = Vec::new();
        components(&self.0["components"], &mut found);
        found
    }

    /// Labels of its buttons that can be clicked.
    pub fn buttons(&self) -> Vec<String> {
        self.components()
            .iter()
            .filter(|c| c["type"] == 2 && c["disabled"] != true)
            .map(|c| {
                c["label"]
                    .as_str()
                    .or(c["emoji"]["name"].as_str())
                    .unwrap_or("")
                    .into()
            })
            .collect()
    }

    /// The custom id of the button whose label begins with this.
    pub fn button(&self, label: &str) -> String {
        self.components()
            .iter()
            .find(|c| c["type"] == 2 && c["label"].as_str().is_some_and(|l| l.starts_with(label)))
            .and_then(|c| c["custom_id"].as_str())
            .unwrap_or_else(|| {
                panic!(
                    "no button {label:?} among {:?} of {}",
                    self.buttons(),
                    self.text()
                )
            })
            .to_string()
    }

    /// Its menus: custom id, and labels and values of the options.
    pub fn menus(&self) -> Vec<(String, Vec<(String, String)>)> {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
        self.components()
            .iter()
            .filter(|c| [3, 5, 6, 7, 8].iter().any(|kind| c["type"] == *kind))
            .map(|c| {
                let options = list(&c["options"])
                    .map(|o| (text(&o["label"]), text(&o["value"])))
                    .collect();
                (text(&c["custom_id"]), options)
            })
            .collect()
    }

    /// The custom id of the menu that ends so.
    pub fn menu(&self, ending: &str) -> String {
        let ids: Vec<String> = self.menus().into_iter().map(|(id, _)| id).collect();
        let found = ids.iter().find(|id| id.ends_with(ending)).cloned();
        found.unwrap_or_else(|| panic!("no menu {ending:?} among {ids:?} of {}", self.text()))
    }

    /// Its files: name, alternative text, address.
    pub fn files(&self) -> Vec<(String, String, String)> {
        let text = |v: &Value| v.as_str().unwrap_or_default().to_string();
        list(&self.0["attachments"])
            .map(|a| (text(&a["filename"]), text(&a["description"]), text(&a["url"])))
            .collect()
    }

    /// Whether it was edited after it was sent.
    pub fn edited(&self) -> bool {
        !self.0["edited_timestamp"].is_null()
    }
}

impl Request {
    /// GET, POST and so on.
    pub fn method(&self) -> &str {
        self.0["method"].as_str().unwrap()
    }

    /// The path below `/api/v10`.
    pub fn path(&self) -> &str {
        self.0["path"].as_str().unwrap()
    }

    /// What it was answered with.
    pub fn status(&self) -> u64 {
        self.0["status"].as_u64().unwrap_or(0)
    }

    /// Its number: requests after it have larger ones.
    pub fn number(&self) -> u64 {
        self.0["n"].as_u64().unwrap()
    }

    /// When it came, in seconds since 1970.
    pub fn at(&self) -> f64 {
        self.0["at"].as_f64().unwrap()
    }

    /// Its body.
    pub fn body(&self) -> &Value {
        &self.0["body"]
    }

    /// Keys of its files, for [`super::Bridge::file`].
    pub fn files(&self) -> Vec<String> {
        list(&self.0["files"])
            .map(|f| f["key"].as_str().unwrap().to_string())
            .collect()
    }
}

fn list(value: &Value) -> impl Iterator<Item = Value> + '_ {
    value.as_array().into_iter().flatten().cloned()
}

fn texts(value: &Value, parts: &mut Vec<String>) {
    match value {
        Value::String(text) if !text.is_empty() => parts.push(text.clone()),
        Value::Array(many) => many.iter().for_each(|one| texts(one, parts)),
        Value::Object(fields) => {
            for name in [
                "title",
                "description",
                "name",
                "value",
                "text",
                "author",
                "fields",
                "footer",
            ] {
                if let Some(inner) = fields.get(name) {
                    texts(inner, parts);
                }
            }
        }
        _ => {}
    }
}

fn components(value: &Value, found: &mut Vec<Value>) {
    for part in list(value) {
        components(&part["components"], found);
        found.push(part);
    }
}
