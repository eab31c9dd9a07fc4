//! `dbsbm calc lines`: many calculations in one run, JSON Lines in and out. Memory holds one line at a time.

use super::{CalcArgs, settle, tell_prices_from_options};
use crate::{Verdict, failure::Failure, output::Output};
use clap::{Args, Parser};
use serde::Deserialize;
use serde_json::{Value, json};
use std::{
    ffi::OsString,
    fs::File,
    io::{self, BufReader, BufWriter, Write},
    path::PathBuf,
};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm calc lines questions.jsonl > answers.jsonl\n  \
                  echo '{\"id\": 1, \"calc\": \"novig\", \"args\": [\"--method\", \"shin\", \"2.10\", \"3.40\", \"3.60\"]}' | dbsbm calc lines\n\n\
                  Each line is a JSON object: `calc`, the name of a calculator (odds, novig, parlay, kelly, hedge, arb, ev, clv),\n\
                  `args`, its arguments as on the command line, and an `id` of your own if you like. Each gets a line, in order:\n\
                  `id` and `answer` (what the calculator prints with --json), or `id` and `error` with `code`, `message`, `hint`.\n\
                  Exit code 1 when any line was refused. Tickets have a reader of their own: `dbsbm calc settle`."
)]
pub(crate) struct LinesArgs {
    /// A file with one calculation as JSON on each line, or - for standard input, e.g. questions.jsonl
    #[arg(value_name = "FILE", default_value = "-")]
    file: PathBuf,
}

/// One calculation.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Question {
    #[serde(default)]
    id: Value,
    calc: String,
    #[serde(default)]
    args: Vec<String>,
}

/// The arguments of a calculator without the program before them.
#[derive(Debug, Parser)]
#[command(name = "calc", no_binary_name = true)]
struct Asked {
    #[command(flatten)]
    calc: CalcArgs,
}

pub(super) fn run(args: &LinesArgs) -> Result<Verdict, Failure> {
    if args.file.as_os_str() == "-" {
        return answer_all(BufReader::new(io::stdin().lock()));
    }
    let file = File::open(&args.file).map_err(|e| Failure::file(&args.file, &e))?;
    answer_all(BufReader::new(file))
}

fn answer_all(mut input: BufReader<impl io::Read>) -> Result<Verdict, Failure> {
    let mut output = BufWriter::new(io::stdout().lock());
    let mut verdict = Verdict::Done;
    let mut line = Vec::new();
    while settle::read_line(&mut input, &mut line).map_err(settle::unreadable)? {
        if line.iter().all(u8::is_ascii_whitespace) {
            continue;
        }
        let (id, answered) = answer(&line);
        let told = match answered {
            Ok(answer) => json!({ "id": id, "answer": answer }),
            Err(failure) => {
                verdict = Verdict::Rejected;
                let error = json!({ "code": failure.code, "message": failure.message, "hint": failure.hint });
                json!({ "id": id, "error": error })
            }
        };
        serde_json::to_writer(&mut output, &told)?;
        output.write_all(b"\n")?;
        // Whoever asks one by one is waiting for the answer.
        if input.buffer().is_empty() {
            output.flush()?;
        }
    }
    output.flush()?;
    Ok(verdict)
}

fn answer(line: &[u8]) -> (Value, Result<Value, Failure>) {
    let question: Question = match serde_json::from_slice(line) {
        Ok(question) => question,
        Err(error) => {
            let failure = Failure::refused("bad_line", format!("this is no calculation: {error}"))
                .hint("write {\"id\": 1, \"calc\": \"odds\", \"args\": [\"-110\"]}");
            return (Value::Null, Err(failure));
        }
    };
    let answered = calculate(&question);
    (question.id, answered)
}

fn calculate(question: &Question) -> Result<Value, Failure> {
    if matches!(question.calc.as_str(), "settle" | "parse" | "lines") {
        let message = format!("`{}` reads lines itself and cannot stand in one", question.calc);
        return Err(Failure::refused("not_in_lines", message));
    }
    // The same spelling of prices as on a command line, which begins with the program and `calc`.
    let words = ["dbsbm", "calc", &question.calc].into_iter().map(OsString::from);
    let words = words.chain(question.args.iter().map(OsString::from)).collect();
    let words = tell_prices_from_options(words).into_iter().skip(2);
    let asked = Asked::try_parse_from(words).map_err(|e| Failure::from_clap(&e))?;
    let out = Output::kept();
    super::run(asked.calc, &out)?;
    Ok(out.into_kept())
}
