//! `dbsbm demo`: a made-up season played through the same calls as a real one, in a database of its own.

mod chance;
mod picks;
mod play;
mod season;

use crate::books::{bet, board, closing, wait};
use crate::pictures::Studio;
use crate::{Verdict, failure::Failure, output::Output};
use chance::Chance;
use clap::Args;
use dbsbm_core::{
    guild::{ImageKey, OddsDisplay},
    record::BoardRow,
};
use dbsbm_render::{Caption, CurveView, Look, Mark, RecordView, SlipView};
use dbsbm_store::{Book, Environment};
use play::Clock;
use serde::Serialize;
use std::io::Write as _;
use std::path::{Path, PathBuf};

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  dbsbm demo\n  dbsbm demo --dir /tmp/demo --json\n\n\
                  Teams, cappers, prices and scores are invented; the season is the same on every machine. The database stays in\n\
                  the folder, so every other command can be tried on it: dbsbm --db sqlite://dbsbm-demo/demo.db bet list\n\n\
                  JSON: `demo` (true), `database`, `games`, `bets`, `regraded`, `leaderboard` (as `dbsbm leaderboard`), `explained`\n\
                  (as `dbsbm bet show --explain`) and `pictures` (the files written)."
)]
pub(crate) struct DemoArgs {
    /// The folder for the database and the pictures; a demo that is there is made anew, e.g. --dir /tmp/demo
    #[arg(long, value_name = "DIR", default_value = "dbsbm-demo")]
    dir: PathBuf,
}

#[derive(Serialize)]
struct Answer {
    demo: bool,
    database: String,
    games: usize,
    bets: usize,
    regraded: u64,
    leaderboard: Vec<BoardRow>,
    explained: bet::Explained,
    pictures: Vec<PathBuf>,
}

pub(crate) fn run(args: &DemoArgs, out: &Output) -> Result<Verdict, Failure> {
    let database = fresh_database(&args.dir)?;
    out.note("a made-up season: 12 invented teams, 8 invented cappers");
    let clock = Clock::default();
    let played = wait(async {
        let world = Environment::with_clock(clock.reader()).with_randomness(Chance::new(play::SEED).bytes());
        let book = Book::open(&database, world).await?;
        closing(book, async |book| play::season(&book, &clock, out).await).await
    })?;
    let caption = Caption {
        guild: play::NAME.into(),
        zone: chrono_tz::America::New_York,
        marks: vec![Mark::Demo],
        odds: OddsDisplay::Quoted,
        look: Look::default(),
    };
    let studio = Studio::new(&args.dir)?;
    let slip = SlipView::of(&played.explained.view, &played.record, &caption);
    let leader = &played.leader;
    let record = RecordView::of("all time", &leader.record);
    let curve = CurveView::of(
        &leader.name,
        &ImageKey::Capper(leader.id),
        &leader.points,
        record,
        &caption,
    );
    let pictures = vec![studio.slip("slip", &slip)?, studio.curve("curve", &curve)?];
    let answer = Answer {
        demo: true,
        database,
        games: played.games,
        bets: played.bets,
        regraded: played.regraded,
        leaderboard: played.board,
        explained: played.explained,
        pictures,
    };
    out.answer(&answer, |w| {
        writeln!(
            w,
            "DEMO: a made-up league season. No team, capper, price or score is real.\n"
        )?;
        writeln!(
            w,
            "{} games, {} bets, {} regraded after a score was put right\n",
            answer.games, answer.bets, answer.regraded
        )?;
        board::table(&answer.leaderboard).write(w)?;
        writeln!(w, "\nOne settlement, explained:\n")?;
        bet::show(&answer.explained, w)?;
        writeln!(w)?;
        for path in &answer.pictures {
            writeln!(w, "picture: {}", path.display())?;
        }
        writeln!(
            w,
            "\nLook around: dbsbm --db {} bet list --capper 9001",
            answer.database
        )
    })
}

/// The address of an empty database in the folder. Of a demo that was there only its own files are removed.
fn fresh_database(dir: &Path) -> Result<String, Failure> {
    std::fs::create_dir_all(dir).map_err(|e| Failure::file(dir, &e))?;
    for name in ["demo.db", "demo.db-wal", "demo.db-shm"] {
        let path = dir.join(name);
        match std::fs::remove_file(&path) {
            Err(e) if e.kind() != std::io::ErrorKind::NotFound => return Err(Failure::file(&path, &e)),
            _ => {}
        }
    }
    Ok(format!("sqlite://{}", dir.join("demo.db").display()))
}
