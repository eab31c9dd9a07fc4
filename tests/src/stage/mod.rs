//! The stage of the bot's end-to-end tests: a fake Discord, the bot, a database in a folder of its own, and the people.
//!
//! Everything goes over real sockets, in both directions. Bot and Discord end with the [`Stage`], also when a test fails.
//! A test ends with [`Stage::clean`], which is empty only when the bot broke no rule of Discord's.

mod bot;
mod bridge;
mod http;
mod receiver;
mod seen;

pub use bot::{Bot, resident_kb};
pub use bridge::{Bridge, python_command};
pub use receiver::{Received, Receiver};
pub use seen::{Answer, Message, Request};

use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// How long the bot may take to connect on a busy machine.
const START: Duration = Duration::from_secs(30);
/// How long a delivery may take to arrive on a busy machine.
const DELIVERY: Duration = Duration::from_secs(15);

/// A fake Discord, a database, and the bot once it is started.
#[derive(Debug)]
pub struct Stage {
    /// The bot, when it runs.
    pub bot: Option<Bot>,
    /// The fake Discord.
    pub bridge: Bridge,
    folder: TempDir,
    environment: Vec<(String, String)>,
    service: String,
    arguments: Vec<String>,
    program: PathBuf,
}

impl Stage {
    /// A Discord with the guild "Sharp Room" and an empty folder; no bot yet.
    ///
    /// `program` is the one under test: `env!("CARGO_BIN_EXE_dbsbm_under_test")`.
    pub fn empty(program: &str) -> Self {
        Self {
            program: program.into(),
            bot: None,
            bridge: Bridge::start(),
            folder: TempDir::new().unwrap(),
            environment: Vec::new(),
            service: "bot".into(),
            arguments: Vec::new(),
        }
    }

    /// As [`Self::empty`], with the bot connected.
    pub fn start(program: &str) -> Self {
        let mut stage = Self::empty(program);
        stage.start_bot();
        stage
    }

    // ---------------------------------------------------------------- the bot

    /// An environment variable for the bots started from now on.
    pub fn environment(&mut self, name: &str, value: &str) {
        self.environment.push((name.into(), value.into()));
    }

    /// The command that starts the bots from now on, where it is another one than `bot`.
    pub fn service(&mut self, command: &str) {
        self.service = command.into();
    }

    /// What is added to the command of the bots started from now on.
    pub fn arguments(&mut self, more: &[&str]) {
        self.arguments.extend(more.iter().map(ToString::to_string));
    }

    /// Starts the bot and waits until it is ready: connected, and its commands known.
    pub fn start_bot(&mut self) -> Duration {
        let begin = Instant::now();
        let identified = self.info()["identified"].as_u64().unwrap();
        let more: Vec<(&str, &str)> = self
            .environment
            .iter()
            .map(|(n, v)| (n.as_str(), v.as_str()))
            .collect();
        let command: Vec<&str> = std::iter::once(self.service.as_str())
            .chain(self.arguments.iter().map(String::as_str))
            .collect();
        let mut bot = Bot::start(&self.program, self.folder.path(), &self.bridge, &command, &more);
        let ready = eventually(START, || {
            if let Some(code) = bot.ended() {
                panic!("the bot ended with {code}:\n{}", bot.log());
            }
            let info = self.info();
            let known = info["commands"].as_array().is_some_and(|names| !names.is_empty());
            (info["identified"].as_u64().unwrap() > identified && known).then_some(())
        });
        assert!(ready.is_some(), "the bot does not get ready:\n{}", bot.log());
        self.bot = Some(bot);
        begin.elapsed()
    }

    /// Ends the bot as a deployment would, and expects a clean end.
    #[cfg(unix)]
    pub fn stop_bot(&mut self) {
        let bot = self.bot.take().unwrap();
        let log = self.folder.path().join("bot.log");
        let code = bot.stop();
        assert_eq!(code, 0, "{}", std::fs::read_to_string(log).unwrap_or_default());
    }

    /// Ends the bot as a power cut would.
    pub fn kill_bot(&mut self) {
        self.bot.take().unwrap().kill();
    }

    /// A command of the program on the bot's database, with `--json`.
    pub fn cli(&self, arguments: &[&str]) -> Value {
        bot::json(&self.program, self.folder.path(), arguments)
    }

    /// The folder that the bot and the program work in.
    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    // ------------------------------------------------------------- the people

    /// A slash command: `stage.slash("ann", "picks", "bet", json!({"text": "..."}))`.
    pub fn slash(&self, user: &str, channel: &str, name: &str, options: Value) -> Answer {
        self.act(
            "slash",
            json!({"user": user, "channel": channel, "name": name, "options": options}),
        )
    }

    /// Typing into an option, others being filled.
    pub fn autocomplete(
        &self,
        user: &str,
        channel: &str,
        (name, option): (&str, &str),
        value: &str,
        filled: Value,
    ) -> Answer {
        self.act(
            "autocomplete",
            json!({"user": user, "channel": channel, "name": name, "option": option, "value": value,
                   "filled": filled}),
        )
    }

    /// A click on the button whose label begins with this.
    pub fn click(&self, user: &str, message: &Message, label: &str) -> Answer {
        self.click_id(user, message, &message.button(label))
    }

    /// A click on a custom id.
    pub fn click_id(&self, user: &str, message: &Message, custom_id: &str) -> Answer {
        self.on_message("click", user, message, json!({"custom_id": custom_id}))
    }

    /// A click on a button that the message no longer shows.
    pub fn stale_click(&self, user: &str, message: &Message, custom_id: &str) -> Answer {
        self.on_message("stale_click", user, message, json!({"custom_id": custom_id}))
    }

    /// Choices in a menu.
    pub fn select(&self, user: &str, message: &Message, custom_id: &str, values: Value) -> Answer {
        self.on_message(
            "select",
            user,
            message,
            json!({"custom_id": custom_id, "values": values}),
        )
    }

    /// A form filled and sent.
    pub fn submit(&self, user: &str, shown: &Answer, values: Value) -> Answer {
        self.act(
            "submit",
            json!({"user": user, "interaction": shown.interaction(), "values": values}),
        )
    }

    /// A command from the menu of a message.
    pub fn message_command(&self, user: &str, message: &Message, name: &str) -> Answer {
        self.on_message("message_command", user, message, json!({"name": name}))
    }

    /// A message of a person.
    pub fn say(&self, user: &str, channel: &str, content: &str) -> Message {
        Message(self.bridge.ask(
            "say",
            &json!({"user": user, "channel": channel, "content": content}),
        ))
    }

    /// A reaction.
    pub fn react(&self, user: &str, message: &Message, emoji: &str) {
        let body =
            json!({"user": user, "channel": message.channel(), "message": message.id(), "emoji": emoji});
        self.bridge.ask("react", &body);
    }

    /// A message deleted by a person who may.
    pub fn delete(&self, user: &str, message: &Message) {
        let body = json!({"user": user, "channel": message.channel(), "message": message.id()});
        self.bridge.ask("delete", &body);
    }

    /// A role of the guild, with these permissions by name.
    pub fn role(&self, name: &str, permissions: &[&str]) -> String {
        let made = self
            .bridge
            .ask("role", &json!({"name": name, "permissions": permissions}));
        made["id"].as_str().unwrap().to_string()
    }

    /// A member who may manage the guild; the name.
    pub fn admin(&self) -> &'static str {
        self.role("boss", &["manage_guild"]);
        self.member("abe", &["boss"]);
        "abe"
    }

    /// A member of the guild with these roles; its id.
    pub fn member(&self, name: &str, roles: &[&str]) -> String {
        let made = self.bridge.ask("user", &json!({"name": name, "roles": roles}));
        made["id"].as_str().unwrap().to_string()
    }

    /// Any act of a person that the bot answers, with everything said in the body.
    pub fn act(&self, what: &str, body: Value) -> Answer {
        Answer(self.bridge.ask(what, &body))
    }

    fn on_message(&self, what: &str, user: &str, message: &Message, more: Value) -> Answer {
        let mut body = json!({"user": user, "channel": message.channel(), "message": message.id()});
        if let Some(guild) = message.0["guild_id"].as_str() {
            body["guild"] = guild.into();
        }
        merge(&mut body, more);
        self.act(what, body)
    }

    // -------------------------------------------------------------- the weather

    /// A fault: `json!({"path": "/messages$", "status": 500, "times": 2})`; see `weather.py` for all of them.
    pub fn inject(&self, fault: Value) {
        self.bridge.ask("inject", &fault);
    }

    /// Sets Discord's clock forward.
    pub fn advance(&self, seconds: u64) {
        self.bridge.ask("advance", &json!({"seconds": seconds}));
    }

    /// Something happens to the line: `json!({"do": "drop"})`; see `gateway.py`.
    pub fn line(&self, order: Value) {
        self.bridge.ask("line", &order);
    }

    // ---------------------------------------------------------------- the record

    /// Who and what is there.
    pub fn info(&self) -> Value {
        self.bridge.ask("info", &json!({}))
    }

    /// How often a line to the gateway was opened and accepted, by identifying or by resuming.
    pub fn lines_opened(&self) -> u64 {
        let info = self.info();
        info["identified"].as_u64().unwrap() + info["resumed"].as_u64().unwrap()
    }

    /// The id of the guild "Sharp Room".
    pub fn guild(&self) -> String {
        self.info()["guild"]["id"].as_str().unwrap().to_string()
    }

    /// The id of one of its channels.
    pub fn channel(&self, name: &str) -> String {
        let info = self.info();
        let id = &info["guild"]["channels"][name];
        id.as_str()
            .unwrap_or_else(|| panic!("no channel {name}: {info}"))
            .to_string()
    }

    /// Gives a setting of the guild a value.
    pub fn set(&self, key: &str, value: &str) {
        self.cli(&["guild", "set", key, value, "--guild", &self.guild()]);
    }

    /// A setting of the guild, as the books have it.
    pub fn setting(&self, key: &str) -> String {
        let shown = self.cli(&["guild", "show", "--guild", &self.guild()]);
        let rows = shown["settings"].as_array().unwrap();
        let row = rows.iter().find(|row| row["key"] == key);
        row.unwrap_or_else(|| panic!("no setting {key}"))["value"]
            .as_str()
            .unwrap()
            .to_string()
    }

    /// How many events the guild's chain has: the same number again means that the books are unchanged.
    pub fn events(&self) -> u64 {
        let shown = self.cli(&["guild", "show", "--guild", &self.guild()]);
        shown["events"].as_u64().unwrap()
    }

    /// The public messages of a channel, oldest first.
    pub fn messages(&self, channel: &str) -> Vec<Message> {
        let found = self.bridge.ask("messages", &json!({"channel": channel}));
        found.as_array().unwrap().iter().cloned().map(Message).collect()
    }

    /// Waits until a channel holds a message like this.
    pub fn message_where(&self, channel: &str, like: impl Fn(&Message) -> bool) -> Message {
        let found = eventually(DELIVERY, || self.messages(channel).into_iter().find(|m| like(m)));
        found.unwrap_or_else(|| {
            let texts: Vec<String> = self.messages(channel).iter().map(Message::text).collect();
            panic!(
                "no such message in {channel}, which holds {texts:#?}\n{}",
                self.bot_log()
            )
        })
    }

    /// The requests that match a pattern of the path, after a number.
    pub fn log(&self, path: &str, since: u64) -> Vec<Request> {
        let found = self.bridge.ask("log", &json!({"path": path, "since": since}));
        found.as_array().unwrap().iter().cloned().map(Request).collect()
    }

    /// What the bot did against the rules so far, taken off the list: for tests that provoke it.
    pub fn take_violations(&self) -> Vec<String> {
        let found = self.bridge.ask("violations", &json!({"take": true}));
        found.as_array().unwrap().iter().map(Value::to_string).collect()
    }

    /// The end of every test: the bot lives, broke no rule, and asked for nothing that this Discord lacks.
    pub fn clean(mut self) {
        let log = self.bot_log();
        if let Some(bot) = &mut self.bot {
            assert_eq!(bot.ended(), None, "the bot ended by itself:\n{log}");
        }
        let violations = self.take_violations();
        assert!(violations.is_empty(), "{violations:#?}\n{log}");
        let gaps = self.bridge.ask("gaps", &json!({}));
        assert_eq!(gaps, json!([]), "the fake Discord lacks something");
    }

    fn bot_log(&self) -> String {
        std::fs::read_to_string(self.folder.path().join("bot.log")).unwrap_or_default()
    }
}

/// Asks again until there is an answer, or the time is over.
pub fn eventually<T>(patience: Duration, mut ask: impl FnMut() -> Option<T>) -> Option<T> {
    let begin = Instant::now();
    loop {
        if let Some(answer) = ask() {
            return Some(answer);
        }
        if begin.elapsed() > patience {
            return None;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn merge(body: &mut Value, more: Value) {
    if let (Value::Object(fields), Value::Object(more)) = (body, more) {
        fields.extend(more);
    }
}
