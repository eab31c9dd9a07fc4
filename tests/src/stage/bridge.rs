//! The fake Discord as a process, and its control plane.

use super::http::{self, quoted};
use serde_json::{Value, json};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

/// A running fake Discord. It ends with this value, or with the process that holds it, however that ends.
#[derive(Debug)]
pub struct Bridge {
    process: Child,
    port: u16,
    /// What the bot is told: where the HTTP API is.
    pub api: String,
    /// Where the gateway is.
    pub gateway: String,
    /// With which token it is let in.
    pub token: String,
}

/// The Python that has the fake Discord's requirements. A machine without one cannot test the bot, and says so.
fn python() -> PathBuf {
    if let Some(given) = std::env::var_os("DBSBM_TEST_PYTHON") {
        return given.into();
    }
    let script = repository().join("scripts/test-python");
    let made = Command::new(&script).output().unwrap();
    assert!(
        made.status.success(),
        "{} made no Python environment: {}",
        script.display(),
        String::from_utf8_lossy(&made.stderr)
    );
    String::from_utf8(made.stdout).unwrap().trim().into()
}

fn repository() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

/// Python with the fake Discord's packages in reach.
pub fn python_command(arguments: &[&str]) -> Command {
    let mut command = Command::new(python());
    command
        .args(arguments)
        .env("PYTHONPATH", repository().join("tests/discord"))
        .env("PYTHONDONTWRITEBYTECODE", "1");
    command
}

impl Bridge {
    /// Starts one on a free port.
    pub fn start() -> Self {
        let mut process = python_command(&["-m", "bridge"])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(process.stdout.take().unwrap())
            .read_line(&mut line)
            .unwrap();
        let told: Value = serde_json::from_str(&line)
            .unwrap_or_else(|e| panic!("the fake Discord did not start ({e}): its own words are above"));
        let text = |name: &str| told[name].as_str().unwrap().to_string();
        let api = text("origin");
        Self {
            port: api.rsplit(':').next().unwrap().parse().unwrap(),
            api,
            gateway: text("gateway"),
            token: text("token"),
            process,
        }
    }

    /// The process's number, for who measures it.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Asks the control plane; a refusal fails the test with its reason.
    pub fn ask(&self, what: &str, body: &Value) -> Value {
        self.try_ask(what, body)
            .unwrap_or_else(|refusal| panic!("{what} {body}: {refusal}"))
    }

    /// Asks the control plane; a refusal (what no person could do) comes back.
    pub fn try_ask(&self, what: &str, body: &Value) -> Result<Value, String> {
        let (status, answer) = http::send(self.port, "POST", &format!("/__lab/{what}"), Some(body)).unwrap();
        let value: Value = serde_json::from_slice(&answer)
            .unwrap_or_else(|e| panic!("{what}: {e}: {}", String::from_utf8_lossy(&answer)));
        if status == 200 {
            return Ok(value);
        }
        Err(format!(
            "{} {}",
            value["error"].as_str().unwrap_or("?"),
            value["notes"]
        ))
    }

    /// A file: by its key in the log, or by the address that a message shows.
    pub fn file(&self, key_or_address: &str) -> Vec<u8> {
        let target = match key_or_address.split_once("/__cdn") {
            Some((_, query)) => format!("/__cdn{query}"),
            None => format!("/__lab/file?key={}", quoted(key_or_address)),
        };
        let (status, body) = http::send(self.port, "GET", &target, None).unwrap();
        assert_eq!(status, 200, "{target}");
        body
    }

    /// How many sessions have a line to the gateway.
    pub fn connected(&self) -> u64 {
        self.ask("info", &json!({}))["connected"].as_u64().unwrap()
    }
}

impl Drop for Bridge {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
