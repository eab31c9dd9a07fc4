//! `/export`: the books as a file in the answer.

use super::{Kind, Needs, Opt, OptKind, Spec};
use crate::{
    app::App,
    fault::Fault,
    reply::{Answer, Reply},
    request::Request,
    text,
};
use chrono::{DateTime, Utc};
use dbsbm_store::{BetLine, BookError};

/// The most bytes of a file: Discord takes ten mebibytes with everything around it.
const MOST: usize = 9 * 1_024 * 1_024;

pub(super) fn spec() -> Spec {
    let what = vec![
        ("bets", "bets: every bet, leg by leg"),
        ("events", "events: the chain of everything that happened"),
        ("proof", "proof: what anybody can check the record with"),
    ];
    Spec {
        name: "export",
        about: "This server's books as a file, for you alone; counted by the plan",
        kind: Kind::Slash,
        needs: Needs::Admin,
        options: vec![Opt::needed("what", "What to take out", OptKind::OneOf(what))],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let options = request.options();
    let what = options.text("what").unwrap_or("bets");
    let (_, actor) = app.acting(request).await?;
    let mut file = File::default();
    match what {
        "events" => {
            let mut take = |line| file.line(&line);
            app.book.export_events(&actor, &mut take).await?;
        }
        "proof" => app.book.export_proof(&actor, &mut file).await?,
        _ => {
            let mut take = |line: BetLine| file.line(&line);
            app.book.export_bets(&actor, None, &mut take).await?;
        }
    }
    Ok(taken(what, file, app.book.now())?.into())
}

/// The file, if there is one that Discord takes.
fn taken(what: &str, file: File, now: DateTime<Utc>) -> Result<Reply, Fault> {
    if file.full {
        return Err(Fault::refused(format!(
            "The file would have more than {} MiB, which Discord does not take. The operator of this bot can export it on the command line: `dbsbm export {what}`.",
            MOST / 1_024 / 1_024
        )));
    }
    if file.lines == 0 {
        return Ok(Reply::private("There is nothing to take out yet."));
    }
    let words = format!(
        "{} of {what}, one JSON document each.",
        text::counted(file.lines, "line")
    );
    let name = format!("{what}-{}.jsonl", now.format("%Y%m%d"));
    Ok(Reply::private(words).file(name, file.bytes))
}

/// A file in memory, up to what Discord takes; what comes after that is only noticed.
#[derive(Debug, Default)]
struct File {
    bytes: Vec<u8>,
    lines: usize,
    full: bool,
}

impl File {
    fn line<T: serde::Serialize>(&mut self, line: &T) -> Result<(), BookError> {
        let broken = |e: std::io::Error| BookError::File {
            code: "unwritable",
            message: e.to_string(),
        };
        let mut text = serde_json::to_vec(line).map_err(|e| broken(e.into()))?;
        text.push(b'\n');
        std::io::Write::write_all(self, &text).map_err(broken)
    }
}

impl std::io::Write for File {
    fn write(&mut self, part: &[u8]) -> std::io::Result<usize> {
        self.full |= self.bytes.len() + part.len() > MOST;
        if !self.full {
            self.lines += part.iter().filter(|byte| **byte == b'\n').count();
            self.bytes.extend_from_slice(part);
        }
        Ok(part.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden;

    #[test]
    fn what_is_taken_out_is_a_file_or_said_not_to_be() {
        let now = "2024-10-01T12:00:00Z".parse().unwrap();
        golden::shows("export-nothing", &taken("bets", File::default(), now).unwrap());
        let mut file = File::default();
        file.line(&"a").unwrap();
        golden::shows("export", &taken("events", file, now).unwrap());
        let full = File {
            full: true,
            ..File::default()
        };
        let Err(Fault::Refused(why)) = taken("bets", full, now) else {
            panic!("too much")
        };
        assert!(
            why.contains("9 MiB") && why.contains("`dbsbm export bets`"),
            "{why}"
        );
    }

    #[test]
    fn a_file_stops_growing_where_discord_stops_taking() {
        let mut file = File::default();
        file.line(&"a").unwrap();
        assert_eq!(
            (file.bytes.as_slice(), file.lines, file.full),
            (&b"\"a\"\n"[..], 1, false)
        );
        file.line(&"b".repeat(MOST)).unwrap();
        assert!(file.full && file.bytes.len() < MOST);
    }
}
