//! `dbsbm settle`: every open bet whose legs have results.

use super::{WhichGuild, with_book};
use crate::{Verdict, args::Global, failure::Failure, output::Output, progress::Progress};
use std::io::Write as _;

pub(crate) fn run(guild: WhichGuild, global: &Global, out: &Output) -> Result<Verdict, Failure> {
    let bar = Progress::counting(out, None, "bets");
    let summary = with_book(global, async |book| {
        Ok(book
            .settle(guild.named(), &mut |p| bar.set(p.done, p.total))
            .await?)
    })?;
    drop(bar);
    out.answer(&summary, |w| {
        write!(
            w,
            "{} settled, {} regraded, {} open",
            summary.settled, summary.regraded, summary.open
        )?;
        match summary.needs_review {
            0 => writeln!(w),
            n => writeln!(w, ", {n} of them need a person (`dbsbm bet list --status open`)"),
        }
    })
}
