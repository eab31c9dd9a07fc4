//! `/leaderboard`: the cappers side by side.

use super::{Kind, Needs, Opt, OptKind, Spec, stats};
use crate::{
    app::App,
    fault::Fault,
    flows::stats::{percent, won_lost_push},
    limits,
    reply::{Answer, Embed, Reply},
    request::Request,
    text,
};
use dbsbm_core::record::{BoardRow, Metric, Window};
use dbsbm_store::{BoardQuery, WholeBoard};

/// Rows shown.
const SHOWN: usize = 25;
/// Characters of a name.
const NAME: usize = 40;

pub(super) fn spec() -> Spec {
    let metrics = vec![("net", "Net units"), ("roi", "ROI"), ("win_rate", "Win rate")];
    Spec {
        name: "leaderboard",
        about: "The cappers of this server by net units, ROI or win rate",
        kind: Kind::Slash,
        needs: Needs::Nothing,
        options: vec![
            Opt::new(
                "metric",
                "What orders it; net units if left out",
                OptKind::OneOf(metrics),
            ),
            stats::window(),
        ],
    }
}

pub(super) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let settings = app.settings(request.guild).await?;
    let options = request.options();
    let query = BoardQuery {
        metric: options
            .text("metric")
            .and_then(|m| m.parse().ok())
            .unwrap_or(Metric::Net),
        window: stats::chosen_window(request),
        ..BoardQuery::default()
    };
    let board = app.book.whole_board(request.guild, &query).await?;
    let least = settings.leaderboard_min_bets.get();
    Ok(shown(&query, &board, least).into())
}

fn shown(query: &BoardQuery, board: &WholeBoard, least: u32) -> Reply {
    let mut parts: Vec<String> = Vec::new();
    let list = |rows: Vec<&BoardRow>| rows.into_iter().map(line).collect::<Vec<_>>().join("\n");
    let of = |trial: bool, ranked: bool| {
        let fits = move |row: &&BoardRow| row.rank.is_some() == ranked && (!ranked || row.trial == trial);
        board.rows.iter().filter(fits).take(SHOWN).collect::<Vec<_>>()
    };
    for (title, rows) in [
        (String::new(), of(false, true)),
        ("**On trial**, ranked apart".into(), of(true, true)),
        (
            format!("**Below {}**, unranked", text::counted(least, "decided bet")),
            of(false, false),
        ),
    ] {
        if !rows.is_empty() {
            parts.push([title, list(rows)].join("\n").trim().to_string());
        }
    }
    if parts.is_empty() {
        parts.push("Not enough data yet: no bet was settled in this window (n = 0).".into());
    }
    let hidden = &board.hidden;
    if hidden.cappers > 0 {
        parts.push(format!(
            "-# Not shown: {} who left the board, {}u together (n = {})",
            hidden.cappers,
            hidden.net.signed(),
            hidden.decided
        ));
    }
    let window = match query.window {
        Window::All => "all time".to_string(),
        Window::Days(n) => format!("last {}", text::counted(n, "day")),
        other => format!("this {other}"),
    };
    Reply::public("").embed(Embed {
        title: format!("Leaderboard · {} · {window}", metric(query.metric)),
        text: parts.join("\n\n"),
        ..Embed::default()
    })
}

fn metric(metric: Metric) -> &'static str {
    match metric {
        Metric::Roi => "ROI",
        Metric::WinRate => "win rate",
        _ => "net units",
    }
}

fn line(row: &BoardRow) -> String {
    let f = &row.figures;
    let place = row.rank.map_or_else(|| "-".into(), |rank| format!("{rank}\\."));
    format!(
        "{place} **{}** · {} · {}u · ROI {} (n = {})",
        text::plain(&limits::clip(&row.name, NAME)),
        won_lost_push(f),
        f.net.signed(),
        percent(f.roi),
        f.decided
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::{
        id::UserId,
        money::Units,
        record::{Figures, Tally},
    };
    use dbsbm_store::Hidden;

    fn row(rank: Option<u32>, trial: bool, name: &str) -> BoardRow {
        let figures = Figures::new(0, &Tally::default());
        BoardRow {
            rank,
            ..BoardRow::new(UserId::new(7).unwrap(), name.into(), figures).with_trial(trial)
        }
    }

    #[test]
    fn trial_and_unranked_stand_apart_and_the_hidden_are_one_line() {
        let mut rows = vec![
            row(Some(1), false, "Ann"),
            row(Some(1), true, "@everyone"),
            row(None, false, "Bob"),
        ];
        rows.extend((2..60).map(|n| row(Some(n), false, sample::NASTY)));
        let board = WholeBoard {
            rows,
            hidden: Hidden {
                cappers: 2,
                decided: 30,
                net: -Units::ONE,
            },
        };
        let json = golden::fits(&shown(&BoardQuery::default(), &board, 20));
        let text = json["embeds"][0]["description"].as_str().unwrap();
        assert!(text.starts_with("1\\. **Ann**"), "{text}");
        let small = WholeBoard {
            rows: board.rows[..3].to_vec(),
            ..board
        };
        let json = shown(&BoardQuery::default(), &small, 20).json();
        let text = json["embeds"][0]["description"].as_str().unwrap();
        for part in [
            "**On trial**",
            "@\u{2060}everyone",
            "**Below 20 decided bets**",
            "Not shown: 2 who left the board, -1.00u together (n = 30)",
        ] {
            assert!(text.contains(part), "{part}: {text}");
        }
    }

    #[test]
    fn what_a_board_looks_like() {
        let of = |row: BoardRow| BoardRow {
            figures: sample::figures(),
            ..row
        };
        let rows = [
            row(Some(1), false, "Ann"),
            row(Some(2), false, "Bob"),
            row(Some(1), true, "Cy"),
            row(None, false, "Di"),
        ];
        let board = WholeBoard {
            rows: rows.into_iter().map(of).collect(),
            hidden: Hidden {
                cappers: 1,
                decided: 30,
                net: Units::ONE,
            },
        };
        golden::shows("leaderboard", &shown(&BoardQuery::default(), &board, 20));
    }

    #[test]
    fn an_empty_board_says_so() {
        let board = WholeBoard {
            rows: Vec::new(),
            hidden: Hidden::default(),
        };
        assert!(
            shown(&BoardQuery::default(), &board, 20).embeds[0]
                .text
                .contains("n = 0")
        );
    }
}
