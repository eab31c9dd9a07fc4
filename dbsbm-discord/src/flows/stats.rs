//! A record as a picture with its figures, and its splits by a list to choose from.

use crate::{
    app::App,
    custom_id::CustomId,
    fault::Fault,
    reply::{Answer, Choice, Embed, Reply, Select, SelectOf},
    request::Request,
    text,
};
use dbsbm_core::{
    guild::ImageKey,
    id::UserId,
    market::Sport,
    record::{Figures, Split, Window},
};
use dbsbm_render::RecordView;
use dbsbm_store::{SplitRow, Stats, StatsQuery};

/// The name of the flow.
pub(crate) const NAME: &str = "stats";

/// Whose record, and over which time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked {
    /// The capper; the whole server if not said.
    pub(crate) capper: Option<UserId>,
    /// The sport; every one if not said.
    pub(crate) sport: Option<Sport>,
    /// The stretch of time.
    pub(crate) window: Window,
}

impl Asked {
    fn query(self, by: Option<Split>) -> StatsQuery {
        StatsQuery {
            capper: self.capper,
            sport: self.sport,
            by,
            window: Some(self.window),
            as_of: None,
        }
    }

    /// What it covers, in words.
    fn period(self) -> String {
        let window = match self.window {
            Window::Days(n) => format!("last {}", text::counted(n, "day")),
            Window::Month => "this month".into(),
            Window::Year => "this year".into(),
            _ => "all time".into(),
        };
        match self.sport {
            Some(sport) => format!("{}, {window}", sport.code().replace('_', " ")),
            None => window,
        }
    }

    /// The step of the list of splits, which says it all but the capper.
    fn step(self) -> String {
        match self.sport {
            Some(sport) => format!("by:{}:{sport}", self.window),
            None => format!("by:{}", self.window),
        }
    }
}

/// Answers a choice of a split.
pub(crate) async fn run(app: &App, request: &Request) -> Result<Answer, Fault> {
    let unknown = || Fault::refused("This list is from an older version of me. `/stats` shows a new one.");
    let to = request.to().ok_or_else(unknown)?;
    let (window, sport) = match to.step_and_rest().1.split_once(':') {
        Some((window, sport)) => (window, Some(sport.parse().map_err(|_| unknown())?)),
        None => (to.step_and_rest().1, None),
    };
    let asked = Asked {
        capper: to.subject.parse().ok(),
        sport,
        window: window.parse().map_err(|_| unknown())?,
    };
    let by: Split = request
        .chosen()
        .and_then(|code| code.parse().ok())
        .ok_or_else(unknown)?;
    let title = title(app, request, asked).await?;
    let stats = app.book.stats(request.guild, &asked.query(Some(by))).await?;
    Ok(splits(&title, asked, by, &stats.splits).into())
}

/// The whole record, for everybody in the channel.
pub(crate) async fn whole(app: &App, request: &Request, asked: Asked) -> Result<Reply, Fault> {
    app.settings(request.guild).await?;
    let title = title(app, request, asked).await?;
    let stats = app.book.stats(request.guild, &asked.query(None)).await?;
    if stats.record.decided + stats.record.push + stats.record.void == 0 {
        return Ok(Reply::private(format!(
            "Not enough data yet: **{}** has no settled bet in {} (n = 0), and {} open.",
            text::plain(&title),
            asked.period(),
            stats.record.open
        )));
    }
    let curve = app.book.curve(request.guild, &asked.query(None)).await?;
    let whose = asked.capper.map_or(ImageKey::Guild, ImageKey::Capper);
    let record = RecordView::of(&asked.period(), &curve.slip);
    let prices = record.prices();
    let png = crate::curve::draw(app, request.guild, (&title, &whose), &curve.points, record).await?;
    let reply = shown(&title, asked, &stats, &prices);
    Ok(reply.picture("record.png", png.bytes, &png.alt))
}

async fn title(app: &App, request: &Request, asked: Asked) -> Result<String, Fault> {
    match asked.capper {
        Some(capper) => Ok(app.book.capper(request.guild, capper).await?.name),
        None => Ok(app.book.guild_name(request.guild).await?),
    }
}

fn shown(title: &str, asked: Asked, stats: &Stats, prices: &str) -> Reply {
    let mut embed = Embed {
        title: format!("{} · {}", text::plain(title), asked.period()),
        text: figures(&stats.record),
        footer: format!("Prices: {prices}"),
        picture: Some("record.png".into()),
        ..Embed::default()
    };
    for (name, beside) in [
        ("Live picks, beside the record", &stats.live),
        ("Withdrawn late, beside the record", &stats.shadow),
    ] {
        if let Some(f) = beside {
            let words = format!("{} · {}u · n = {}", won_lost_push(f), f.net.signed(), f.decided);
            embed.fields.push((name.into(), words, false));
        }
    }
    let choices = Split::ALL
        .iter()
        .map(|split| Choice::new(format!("By {split}"), split))
        .collect();
    let subject = asked.capper.map_or_else(|| "-".to_string(), |id| id.to_string());
    let to = CustomId::new(NAME, subject, &asked.step());
    Reply::public("").embed(embed).row(vec![Select::one(
        "Split the record…",
        to,
        SelectOf::Choices(choices),
    )])
}

/// Counts with halves as halves: `12.5-9-1`.
pub(crate) fn won_lost_push(f: &Figures) -> String {
    let side = |whole: i64, halves: i64| {
        let rest = if halves % 2 == 1 { ".5" } else { "" };
        format!("{}{rest}", whole + halves / 2)
    };
    format!(
        "{}-{}-{}",
        side(f.won, f.half_won),
        side(f.lost, f.half_lost),
        f.push
    )
}

/// A share in percent, or a dash where there is nothing to divide.
pub(crate) fn percent(share: Option<f64>) -> String {
    share.map_or_else(|| "-".into(), |share| format!("{:+.1}%", 100.0 * share))
}

fn figures(f: &Figures) -> String {
    let rate = |share: Option<f64>| share.map_or_else(|| "-".into(), |s: f64| format!("{:.1}%", 100.0 * s));
    let lines = [
        format!(
            "**{}** · **{}u** · {} open",
            won_lost_push(f),
            f.net.signed(),
            f.open
        ),
        format!(
            "ROI {} of {}u risked (n = {})",
            percent(f.roi),
            f.risked.two_decimals(),
            f.decided
        ),
        format!("win rate {} (n = {})", rate(f.win_rate), f.decided),
        format!(
            "at one unit a bet {}u, ROI {}",
            f.level_net.signed(),
            percent(f.level_roi)
        ),
        format!(
            "average odds {} · deepest fall {}u",
            f.average_odds
                .map_or_else(|| "-".into(), |odds| format!("{odds:.2}")),
            f.max_drawdown.two_decimals()
        ),
        format!(
            "longest streaks: {} won, {} lost",
            f.longest_win_streak, f.longest_losing_streak
        ),
        format!("verified: {} of {}", f.verified, f.decided + f.push + f.void),
    ];
    lines.join("\n")
}

fn splits(title: &str, asked: Asked, by: Split, rows: &[SplitRow]) -> Reply {
    let head = format!("**{} · {} · by {by}**", text::plain(title), asked.period());
    let mut lines = Vec::new();
    if rows.is_empty() {
        lines.push("Not enough data yet (n = 0).".into());
    }
    lines.extend(rows.iter().map(|row| {
        let f = &row.record;
        format!(
            "- {}: {} · {}u · ROI {} (n = {})",
            text::plain(&row.key),
            won_lost_push(f),
            f.net.signed(),
            percent(f.roi),
            f.decided
        )
    }));
    Reply::private(text::listed(&head, &lines, None))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{golden, sample};
    use dbsbm_core::record::Tally;

    const ASKED: Asked = Asked {
        capper: None,
        sport: None,
        window: Window::Days(30),
    };

    fn figures_of(won: i64) -> Figures {
        Figures {
            won,
            half_won: 1,
            lost: 2,
            decided: won + 3,
            roi: Some(0.0312),
            ..Figures::new(1, &Tally::default())
        }
    }

    #[test]
    fn figures_come_with_n_and_the_rest_stays_out() {
        let stats = Stats {
            record: figures_of(4),
            splits: Vec::new(),
            live: Some(figures_of(1)),
            shadow: None,
        };
        let reply = shown("**Ann** @everyone", ASKED, &stats, "4 available");
        let json = reply.json();
        let embed = &json["embeds"][0];
        assert_eq!(embed["title"], "\\*\\*Ann\\*\\* @\u{2060}everyone · last 30 days");
        let text = embed["description"].as_str().unwrap();
        assert!(
            text.contains("4.5-2-0") && text.contains("ROI +3.1%") && text.contains("n = 7"),
            "{text}"
        );
        assert!(!text.to_lowercase().contains("clv") && !text.contains("skill"));
        assert_eq!(embed["fields"].as_array().unwrap().len(), 1);
        let menu = &json["components"][0]["components"][0];
        assert_eq!(menu["custom_id"], "v1:stats:-:by:30d");
        assert_eq!(menu["options"].as_array().unwrap().len(), Split::ALL.len());
    }

    fn stats() -> Stats {
        Stats {
            record: sample::figures(),
            splits: Vec::new(),
            live: Some(sample::figures()),
            shadow: Some(sample::figures()),
        }
    }

    #[test]
    fn what_a_record_looks_like() {
        let of = Asked {
            capper: Some(UserId::new(42).unwrap()),
            ..ASKED
        };
        let png = |reply: Reply| reply.picture("record.png", vec![1], "The record of Ann");
        golden::shows(
            "stats-capper",
            &png(shown("Ann", of, &stats(), "20 available, 1 beyond the market")),
        );
        let all = Asked {
            capper: None,
            sport: None,
            window: Window::All,
        };
        golden::shows("record", &png(shown("Sharp Room", all, &stats(), "20 available")));
        let row = |key: &str| SplitRow {
            key: key.into(),
            record: sample::figures(),
        };
        golden::shows(
            "stats-split",
            &splits("Ann", of, Split::League, &[row("NFL"), row("NBA"), row("mixed")]),
        );
    }

    #[test]
    fn a_record_of_a_nasty_name_fits() {
        golden::fits(&shown(sample::NASTY, ASKED, &stats(), "20 available"));
        let row = SplitRow {
            key: sample::NASTY.into(),
            record: sample::figures(),
        };
        golden::fits(&splits(sample::NASTY, ASKED, Split::League, &vec![row; 60]));
    }

    #[test]
    fn splits_stay_within_a_message() {
        let row = |n: usize| SplitRow {
            key: format!("{n} **league**"),
            record: figures_of(3),
        };
        let many: Vec<SplitRow> = (0..200).map(row).collect();
        golden::fits(&splits("Ann", ASKED, Split::League, &many));
        assert!(splits("Ann", ASKED, Split::Sport, &[]).content.contains("n = 0"));
    }
}
