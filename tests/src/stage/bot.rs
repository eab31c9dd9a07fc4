//! The bot as a process, and its program for arranging the books beforehand.

use super::bridge::Bridge;
use serde_json::Value;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// How long the bot may take from SIGTERM to its end.
const DRAIN: Duration = Duration::from_secs(15);

/// A running bot. It ends with this value.
#[derive(Debug)]
pub struct Bot {
    process: Child,
    log: PathBuf,
}

/// The program in a folder, on the database in it.
pub(super) fn program(exe: &Path, folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(exe);
    command
        .args(arguments)
        .current_dir(folder)
        .env_remove("NO_COLOR")
        .env(
            "DBSBM_DATABASE_URL",
            format!("sqlite://{}", folder.join("books.db").display()),
        );
    command
}

/// Runs a command of the program with `--json` and gives its document.
pub(super) fn json(exe: &Path, folder: &Path, arguments: &[&str]) -> Value {
    let ran = program(exe, folder, &[arguments, &["--json"]].concat())
        .output()
        .unwrap();
    assert!(
        ran.status.success(),
        "{arguments:?}: {}{}",
        String::from_utf8_lossy(&ran.stdout),
        String::from_utf8_lossy(&ran.stderr)
    );
    serde_json::from_slice(&ran.stdout).unwrap_or(Value::Null)
}

impl Bot {
    /// Starts it against a fake Discord; what it logs is kept in the folder.
    pub(super) fn start(
        exe: &Path,
        folder: &Path,
        bridge: &Bridge,
        command: &[&str],
        more: &[(&str, &str)],
    ) -> Self {
        let log = folder.join("bot.log");
        let file = std::fs::OpenOptions::new()
            .create(true)
            .append(true)
            .open(&log)
            .unwrap();
        let process = program(exe, folder, command)
            .env("DISCORD_TOKEN", &bridge.token)
            .env("DBSBM_DISCORD_API", &bridge.api)
            .env("DBSBM_DISCORD_GATEWAY", &bridge.gateway)
            .envs(more.iter().copied())
            .stdin(Stdio::null())
            .stdout(file.try_clone().unwrap())
            .stderr(file)
            .spawn()
            .unwrap();
        Self { process, log }
    }

    /// What it wrote so far.
    pub fn log(&self) -> String {
        std::fs::read_to_string(&self.log).unwrap_or_default()
    }

    /// The process's number, for who measures it.
    pub fn pid(&self) -> u32 {
        self.process.id()
    }

    /// Its exit code if it has ended.
    pub fn ended(&mut self) -> Option<i32> {
        self.process
            .try_wait()
            .unwrap()
            .map(|status| status.code().unwrap_or(-1))
    }

    /// Asks it to end and waits until it has; its exit code.
    #[cfg(unix)]
    pub fn stop(mut self) -> i32 {
        let asked = Command::new("kill")
            .args(["-TERM", &self.pid().to_string()])
            .status()
            .unwrap();
        assert!(asked.success(), "the bot was gone already");
        super::eventually(DRAIN, || self.ended())
            .unwrap_or_else(|| panic!("the bot does not end:\n{}", self.log()))
    }

    /// Ends it as a power cut would.
    pub fn kill(mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

impl Drop for Bot {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Resident memory of a process in kilobytes, where the system says.
pub fn resident_kb(pid: u32) -> Option<u64> {
    let status = std::fs::read_to_string(format!("/proc/{pid}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.trim().strip_suffix(" kB")?.trim().parse().ok()
}
