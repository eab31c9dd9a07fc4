//! `dbsbm calc parse`: what was understood of a text with picks, before names meet games.

use crate::{Verdict, args::one_of, failure::Failure, output::Output, table::Table};
use clap::Args;
use dbsbm_core::bet::text::{MAX_CHARS, Pick, PickLeg, TextError, read};
use dbsbm_core::market::Sport;
use std::io::{Read, Write};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  echo 'Packers -4.5 -110 2u' | dbsbm calc parse\n  dbsbm calc parse --sport baseball --json < picks.txt\n\n\
                  JSON: `picks`, each with `kind`, `stake`, `stake_is` (`risk`, `to_win` or null), `price` (of the whole\n\
                  ticket), `playable_to` (where it was said) and `legs` with `name`, `opponent`, `market`, `side`, `line`, `period`, `price`, `stat`; and `unread`,\n\
                  the parts that looked like a pick and were not understood. What was not said is null."
)]
pub(crate) struct ParseArgs {
    /// How words that several sports share are meant, e.g. --sport ice_hockey
    #[arg(long, value_name = "SPORT", value_parser = one_of!(Sport))]
    sport: Option<Sport>,
}

pub(super) fn run(args: &ParseArgs, out: &Output) -> Result<Verdict, Failure> {
    let mut bytes = Vec::new();
    // Four bytes a character at most, and one more to see that there is too much.
    std::io::stdin()
        .lock()
        .take(4 * MAX_CHARS as u64 + 1)
        .read_to_end(&mut bytes)
        .map_err(|e| Failure::refused("text", format!("cannot read standard input: {e}")))?;
    let reading = read(&String::from_utf8_lossy(&bytes), args.sport)?;
    let mut table = Table::new(&["kind", "stake", "pick", "price"], "no pick found");
    for pick in &reading.picks {
        for (i, leg) in pick.legs.iter().enumerate() {
            let (kind, stake) = if i == 0 {
                (pick.kind.to_string(), stake(pick))
            } else {
                Default::default()
            };
            let price = leg.price.as_ref().or(pick.price.as_ref());
            table.row([
                kind,
                stake,
                words(leg),
                price.map(|p| p.text().to_string()).unwrap_or_default(),
            ]);
        }
    }
    out.answer(&reading, |w| {
        table.write(w)?;
        reading
            .unread
            .iter()
            .try_for_each(|part| writeln!(w, "not understood: {part}"))
    })
}

fn stake(pick: &Pick) -> String {
    let amount = pick.stake.map(|s| format!("{}u", s.short())).unwrap_or_default();
    let amount = match pick.stake_is {
        Some(is) => format!("{} {amount}", is.to_string().replace('_', " ")),
        None => amount,
    };
    match &pick.playable_to {
        Some(worst) => format!("{amount} to {}", worst.text()),
        None => amount,
    }
}

fn words(leg: &PickLeg) -> String {
    let side = leg.side.map(|s| s.to_string());
    let line = leg.line.map(|l| l.to_string());
    let market = leg.market.to_string();
    let period = leg.period.map(|p| p.to_string());
    let parts = [
        leg.name.as_ref(),
        Some(&market),
        leg.stat.as_ref(),
        side.as_ref(),
        line.as_ref(),
        period.as_ref(),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().map(String::as_str).collect();
    parts.join(" ")
}

impl From<TextError> for Failure {
    fn from(error: TextError) -> Self {
        Self::refused("text", error)
    }
}
