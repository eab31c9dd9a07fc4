//! What people see of the bot, as pictures for the guides: people play a story on the fake Discord, and what the bot
//! answers is drawn as a chat shows it. `scripts/pictures` builds and runs it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "a program for the repository's own documents: it ends by panicking when it cannot, and goes by the clock"
)]

mod read;
mod season;
mod small;
mod steps;

#[path = "../../../dbsbm-render/tests/samples/portraits.rs"]
mod portraits;

use chrono::Utc;
use dbsbm_render::{MessageView, Renderer, Scale, Theme};
use dbsbm_tests::stage::{Message, Stage, eventually};
use read::Reader;
use season::{Season, packers_won};
use serde_json::{Value, json};
use small::smaller;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

const CAPPERS: [(&str, &str); 4] = [
    ("ann", "Marcus Kane"),
    ("ben", "Lena Ortiz"),
    ("cleo", "Joe Blunt"),
    ("dan", "Mia Wong"),
];

/// What a capper pastes.
const PASTED: &str = "Lions -4.5 -110 2u\nEagles +4.5 -110 1u\nSaints/Falcons over 47.5 -110 1.5u\nRams ML -150\nChiefs -4.5 -105 to win 2";

struct Album {
    renderer: Renderer,
    folder: PathBuf,
}

impl Album {
    fn save(&self, name: &str, view: &MessageView) {
        let picture = self.renderer.message(view, Theme::Dark);
        let png = self.renderer.png(&picture, Scale::Double).unwrap();
        std::fs::write(self.folder.join(format!("{name}.png")), smaller(&png)).unwrap();
    }
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [program, folder] = arguments.as_slice() else {
        panic!("give the program and the folder for the pictures");
    };
    let album = Album {
        renderer: Renderer::new().unwrap(),
        folder: Path::new(folder).to_path_buf(),
    };
    let program = std::fs::canonicalize(program).unwrap();
    demo(&program, &album.folder);
    let mut stage = Stage::empty(program.to_str().unwrap());
    let names = furnish(&stage);
    stage.start_bot();
    play(&stage, &album, names);
    stage.clean();
}

/// The pictures that the demo makes.
fn demo(program: &Path, folder: &Path) {
    let made = tempfile::tempdir().unwrap();
    let mut demo = Command::new(program);
    let ran = demo.args(["demo", "--quiet", "--dir"]).arg(made.path()).output();
    assert!(ran.unwrap().status.success(), "the demo failed");
    for file in ["slip.png", "curve.png"] {
        let png = std::fs::read(made.path().join(file)).unwrap();
        std::fs::write(folder.join(file), smaller(&png)).unwrap();
    }
}

/// A room with a season behind it. Gives the names behind ids.
fn furnish(stage: &Stage) -> BTreeMap<String, String> {
    let guild = stage.guild();
    let members = stage.role("members", &[]);
    let mut names = BTreeMap::from([(members.clone(), "members".to_string())]);
    stage.cli(&["guild", "add", &guild, "--name", "Sharp Room"]);
    let mut cappers = Vec::new();
    for (user, name) in CAPPERS {
        let id = stage.member(user, &[]);
        stage.cli(&["capper", "add", &id, "--name", name, "--guild", &guild]);
        names.insert(id.clone(), name.to_string());
        cappers.push(id);
    }
    let season = Season::seen_from(Utc::now(), &cappers);
    for (file, text, arguments) in [
        ("games.csv", season.games, ["--preset", "dbsbm"]),
        ("bets.csv", season.bets, ["--guild", &guild]),
    ] {
        std::fs::write(stage.folder().join(file), text).unwrap();
        let what = file.trim_end_matches(".csv");
        stage.cli(&["import", what, file, arguments[0], arguments[1]]);
    }
    stage.cli(&["settle"]);
    for (key, value) in [
        ("channel.picks", stage.channel("picks")),
        ("timezone", "America/New_York".into()),
        ("plan", "platinum".into()),
    ] {
        stage.cli(&["guild", "set", key, &value, "--guild", &guild]);
    }
    stage.role("admins", &["manage_guild"]);
    stage.member("eve", &["admins"]);
    stage.member("mia", &[]);
    names
}

fn play(stage: &Stage, album: &Album, names: BTreeMap<String, String>) {
    let reader = Reader {
        bridge: &stage.bridge,
        names,
    };
    let save = |name: &str, message: &Message, above: Option<&str>| {
        album.save(name, &reader.read(message, above));
    };
    let file = |png: Vec<u8>| json!({"$file": ["picture.png", base64(&png)]});
    let look = json!({"colour": "#5b3cc4", "picture": file(portraits::face())});
    stage.slash("ann", "picks", "profile", look);
    let logo = json!({"team": "Packers", "picture": file(portraits::crest())});
    stage.slash("eve", "commands", "logo add", logo);

    let preview = stage.slash("ann", "picks", "bet", json!({"text": "Packers -4.5 -110 2u"}));
    save(
        "message-preview",
        &preview.message(),
        Some("Marcus Kane used /bet"),
    );
    stage.click("ann", &preview.message(), "Post");
    let packers = |m: &Message| m.text().contains("Packers -4.5");
    let slip = stage.message_where("picks", packers);
    let taken = stage.click("mia", &slip, "Tail");
    for fan in ["eve", "ben"] {
        stage.click(fan, &slip, "Tail");
    }
    // The count on a slip is written anew every fifteen seconds.
    let counted = || {
        let slips = stage.messages("picks");
        slips
            .into_iter()
            .find(|m| m.buttons().contains(&"Tail · 3".into()))
    };
    let slip = eventually(Duration::from_secs(40), counted).unwrap();
    save("message-slip", &slip, None);
    save("message-tail", &taken.message(), Some("mia clicked Tail"));

    let form = stage.slash("ben", "picks", "picks", json!({}));
    let field = form.modal()["components"][0]["components"][0]["custom_id"].clone();
    let pasted = stage.submit("ben", &form, json!({field.as_str().unwrap(): PASTED}));
    save("message-picks", &pasted.message(), Some("Lena Ortiz used /picks"));

    steps::guided(stage, &save);
    steps::parlay(stage, &save);

    std::fs::write(stage.folder().join("played.csv"), packers_won(Utc::now())).unwrap();
    stage.cli(&["import", "games", "played.csv", "--preset", "dbsbm"]);
    stage.cli(&["settle"]);
    let settled = stage.message_where("picks", |m| packers(m) && m.text().contains("won"));
    save("message-settled", &settled, None);
    steps::queue(stage, &save, &settled);

    let answer = |name: &str, options: Value| stage.slash("mia", "picks", name, options).message();
    save(
        "message-record",
        &answer("stats", json!({"capper": {"$user": "ann"}})),
        Some("mia used /stats"),
    );
    save(
        "message-board",
        &answer("leaderboard", json!({})),
        Some("mia used /leaderboard"),
    );
    let setup = stage.slash("eve", "commands", "setup", json!({}));
    save("message-setup", &setup.message(), Some("eve used /setup"));
}

fn base64(bytes: &[u8]) -> String {
    use base64::{Engine as _, engine::general_purpose::STANDARD};
    STANDARD.encode(bytes)
}
