//! `dbsbm calc settle`: tickets in, answers out, a line each, in order. Memory holds one line at a time.

use crate::{Verdict, failure::Failure, output::Output, progress::Progress};
use clap::Args;
use dbsbm_core::settle::{Answer, MAX_LINE, RuleSet, Step, answer_by};
use serde::Serialize;
use std::fs::{File, read_to_string};
use std::io::{self, BufRead, BufReader, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc settle tickets.jsonl > answers.jsonl\n  dbsbm calc settle tickets.jsonl --rules my-house.toml\n  \
                  echo '{\"id\": \"A\", \"kind\": \"parlay\", \"unit_stake\": \"10\", \"legs\": [{\"price\": \"-110\", \"grade\": \"win\"}, {\"price\": \"2.5\", \"grade\": \"push\"}]}' | dbsbm calc settle -\n\n\
                  Each line is a JSON object: a ticket with graded legs, or with the scores to grade them by. Each gets a\n\
                  line: `id`, `outcome`, `lines`, `staked`, `returned`, `net`, `grades`, `rules`, `why` (`max_returned` while\n\
                  open), or `id` and `error` with `code`, `message`, `field`. Exit code 1 when any line was refused. The\n\
                  fields of a ticket are listed in docs/tickets.md."
)]
pub(crate) struct SettleArgs {
    /// A file with one ticket as JSON on each line, or - for standard input, e.g. tickets.jsonl
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
    /// The rules for tickets that name none: a rule set by name, or a file with a house's own, e.g. --rules pinnacle
    #[arg(long, value_name = "NAME or FILE", default_value = "default")]
    rules: PathBuf,
    /// Give the reasons as data, too: `steps`, each with `rule`, `leg`, `value` and `words`
    #[arg(long)]
    steps: bool,
}

/// An answer with its reasons as data.
#[derive(Serialize)]
struct WithSteps<'a> {
    #[serde(flatten)]
    answer: &'a Answer,
    steps: &'a [Step],
}

pub(super) fn run(args: &SettleArgs, out: &Output) -> Result<Verdict, Failure> {
    let own;
    let rules = match args.rules.to_str().and_then(RuleSet::named) {
        Some(named) => named,
        None => {
            own = read_rules(&args.rules)?;
            &own
        }
    };
    let progress = Progress::counting(out, None, "tickets");
    if args.file.as_os_str() == "-" {
        return answer_all(BufReader::new(io::stdin().lock()), rules, args.steps, &progress);
    }
    let file = File::open(&args.file).map_err(|e| Failure::file(&args.file, &e))?;
    answer_all(
        BufReader::with_capacity(1 << 16, file),
        rules,
        args.steps,
        &progress,
    )
}

/// A house's own rules, from a file.
fn read_rules(path: &Path) -> Result<RuleSet, Failure> {
    let text = read_to_string(path).map_err(|e| {
        let names: Vec<&str> = RuleSet::all().iter().map(|rules| rules.name.as_str()).collect();
        Failure::file(path, &e).hint(format!("name one of {}, or a file with rules", names.join(", ")))
    })?;
    RuleSet::from_toml(&text).map_err(|e| Failure::refused("rules", e))
}

fn answer_all<R: Read>(
    mut input: BufReader<R>,
    rules: &RuleSet,
    steps: bool,
    progress: &Progress,
) -> Result<Verdict, Failure> {
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let mut verdict = Verdict::Done;
    let mut line = Vec::new();
    let mut done = 0u64;
    while read_line(&mut input, &mut line).map_err(unreadable)? {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let answer = answer_by(&line, rules);
        if answer.is_refused() {
            verdict = Verdict::Rejected;
        }
        match &answer {
            Answer::Settled(settled) if steps => {
                let steps = &settled.steps;
                serde_json::to_writer(
                    &mut output,
                    &WithSteps {
                        answer: &answer,
                        steps,
                    },
                )?;
            }
            _ => serde_json::to_writer(&mut output, &answer)?,
        }
        output.write_all(b"\n")?;
        // Whoever feeds tickets one by one is waiting for the answer.
        if input.buffer().is_empty() {
            output.flush()?;
        }
        done += 1;
        if done.is_multiple_of(1_000) {
            progress.set(done, None);
        }
    }
    output.flush()?;
    Ok(verdict)
}

/// Reads a line; of one that is too long only so much that it is seen to be. False at the end.
pub(super) fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<bool> {
    line.clear();
    let most = MAX_LINE as u64 + 1;
    let read = input.by_ref().take(most).read_until(b'\n', line)?;
    if line.last() != Some(&b'\n') && read as u64 == most {
        skip_line(input)?;
    }
    Ok(read > 0)
}

fn skip_line(input: &mut impl BufRead) -> io::Result<()> {
    loop {
        let buffer = input.fill_buf()?;
        let end = buffer.iter().position(|b| *b == b'\n');
        let used = end.map_or(buffer.len(), |i| i + 1);
        let done = end.is_some() || buffer.is_empty();
        input.consume(used);
        if done {
            return Ok(());
        }
    }
}

pub(super) fn unreadable(error: io::Error) -> Failure {
    Failure::refused("file", format!("cannot read the lines: {error}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_without_end_is_cut_and_the_next_one_is_whole() {
        let text = [vec![b'x'; 3 * MAX_LINE], b"\nnext\nlast".to_vec()].concat();
        let mut input = BufReader::new(text.as_slice());
        let mut line = Vec::new();
        assert!(read_line(&mut input, &mut line).unwrap());
        assert_eq!(line.len(), MAX_LINE + 1);
        assert!(read_line(&mut input, &mut line).unwrap());
        assert_eq!(line, b"next\n");
        assert!(read_line(&mut input, &mut line).unwrap());
        assert_eq!(line, b"last");
        assert!(!read_line(&mut input, &mut line).unwrap());
    }
}
