use super::*;
use dbsbm_core::bet::{Kind, StakeIs, System};

const HEADER: &str = "ticket,capper,placed_at,kind,stake_is,stake,league,date,home,away,market,period,side,line,price,book,by,start\n";

fn read(rows: &str) -> Vec<Result<TicketRow, RowError>> {
    let text = format!("{HEADER}{rows}");
    BetReader::open(text.as_bytes())
        .expect("the header is good")
        .collect()
}

fn leg(ticket: &str, kind: &str, home: &str, away: &str) -> String {
    format!(
        "{ticket},42,2011-09-08T20:00:00Z,{kind},risk,1,NFL,2011-09-08,{home},{away},moneyline,,home,,-110,,,\n"
    )
}

/// `ticket lines legs` of what went in, `line code` of what did not.
fn told(rows: &str) -> Vec<String> {
    let told = |r| match r {
        Ok(TicketRow {
            ticket, lines, legs, ..
        }) => format!("{ticket} {lines} {}", legs.len()),
        Err(RowError { line, code, .. }) => format!("{line} {code}"),
    };
    read(rows).into_iter().map(told).collect()
}

#[test]
fn a_straight_bet_is_read_whole() {
    let row = "T1,42,2011-09-08T20:00:00Z,straight,to_win,2.5,NFL,2011-09-08,GreenBay,NO,spread,,home,-4.5,-110,Acme,,2011-09-09T00:30:00Z\n";
    let ticket = read(row).remove(0).unwrap();
    assert_eq!(
        (
            ticket.ticket.as_str(),
            ticket.capper.get(),
            ticket.first_line,
            ticket.lines
        ),
        ("T1", 42, 2, 1)
    );
    assert_eq!(
        (ticket.kind, ticket.stake.is, ticket.stake.amount.short().as_str()),
        (Kind::Straight, StakeIs::ToWin, "2.5")
    );
    let leg = &ticket.legs[0];
    assert_eq!((leg.home.as_ref(), leg.away.as_ref()), ("Packers", "Saints"));
    assert_eq!(
        (
            leg.selection.period.to_string().as_str(),
            leg.price.to_string().as_str()
        ),
        ("full", "-110")
    );
    assert_eq!((leg.book.as_deref(), leg.start.is_some()), (Some("Acme"), true));
}

#[test]
fn an_empty_period_is_the_default_of_sport_and_market() {
    let row = |market: &str, side: &str, line: &str, period: &str| {
        format!(
            "T,42,2015-01-01T00:00:00Z,straight,risk,1,EPL,2015-01-01,Man Utd,QPR,{market},{period},{side},{line},1.9,,,\n"
        )
    };
    let period = |text: String| {
        read(&text).remove(0).unwrap().legs[0]
            .selection
            .period
            .to_string()
    };
    assert_eq!(period(row("total", "over", "2.5", "")), "regulation");
    assert_eq!(period(row("moneyline_3way", "draw", "", "h1")), "h1");
}

#[test]
fn adjacent_rows_are_legs_of_one_bet() {
    let rows = [
        leg("P1", "parlay", "Packers", "Saints"),
        leg("P1", "parlay", "Ravens", "Steelers"),
        leg("S1", "straight", "Bears", "Falcons"),
        leg("T1", "trixie", "Bears", "Falcons"),
        leg("T1", "trixie", "Packers", "Saints"),
        leg("T1", "trixie", "Ravens", "Steelers"),
    ];
    assert_eq!(told(&rows.concat()), ["P1 2 2", "S1 1 1", "T1 3 3"]);
    let trixie = read(&rows.concat()).remove(2).unwrap();
    assert_eq!(
        trixie.kind,
        Kind::System {
            system: System::Trixie
        }
    );
    let robin = |by: &str| {
        ["Packers,Saints", "Ravens,Steelers", "Bears,Falcons"]
            .map(|t| {
                leg(
                    "R",
                    "round_robin",
                    t.split_once(',').unwrap().0,
                    t.split_once(',').unwrap().1,
                )
                .replace(",,\n", &format!(",{by},\n"))
            })
            .concat()
    };
    assert_eq!(
        read(&robin("2 3")).remove(0).unwrap().kind,
        Kind::RoundRobin {
            by: vec![2, 3],
            table: None
        }
    );
    assert_eq!(told(&robin("4")), ["2 wrong_leg_count"]);
    assert_eq!(told(&robin("two")), ["2 unknown_kind"]);
    assert_eq!(told(&robin("")), ["2 missing_value"]);
}

#[test]
fn a_bad_leg_rejects_its_ticket_at_its_line() {
    let rows = [
        leg("P1", "parlay", "Packers", "Saints"),
        leg("P1", "parlay", "Ravns", "Steelers"),
        leg("P1", "parlay", "Giants", "Jets"),
        leg("P2", "parlay", "Packers", "Saints"),
        leg("P2", "parlay", "Ravens", "Steelers").replace("risk,1,", "risk,2,"),
        leg("P3", "parlay", "Packers", "Saints"),
        leg("S1", "straight", "Bears", "Falcons"),
        leg("S2", "straight", "Bears", "Falcons"),
        leg("S2", "straight", "Ravens", "Steelers"),
    ];
    assert_eq!(
        told(&rows.concat()),
        [
            "3 unknown_team",
            "6 ticket_mismatch",
            "7 wrong_leg_count",
            "S1 1 1",
            "9 wrong_leg_count"
        ]
    );
}

#[test]
fn a_damaged_line_never_leaves_a_shorter_parlay() {
    let good = |t: &str| leg(t, "parlay", "Packers", "Saints") + &leg(t, "parlay", "Ravens", "Steelers");
    let straight = leg("S", "straight", "Bears", "Falcons");
    // The ticket of the damaged line can be read.
    assert_eq!(
        told(&format!("{}P,42,broken\n{straight}", good("P"))),
        ["4 wrong_columns", "S 1 1"]
    );
    assert_eq!(told(&format!("{}P,42,2011-09", good("P"))), ["4 truncated"]);
    // It cannot: the parlays on both sides may have lost a leg, straight bets have none to lose.
    assert_eq!(
        told(&format!("{}\"P,42,broken\n{}{straight}", good("P"), good("Q"))),
        [
            "4 unclosed_quote",
            "4 unclosed_quote",
            "4 unclosed_quote",
            "S 1 1"
        ]
    );
    assert_eq!(
        told(&format!("{straight}\"S2,42\n{straight}")),
        ["S 1 1", "3 unclosed_quote", "S 1 1"]
    );
}

#[test]
fn every_bad_field_has_its_code() {
    let good = "T1,42,2011-09-08T20:00:00Z,straight,risk,1,NFL,2011-09-08,Packers,Saints,spread,full,home,-4.5,-110,,,\n";
    assert_eq!(told(good), ["T1 1 1"]);
    for (from, to, expect) in [
        ("T1,", ",", "missing_value"),
        ("T1,", &format!("{},", "t".repeat(101)), "too_long"),
        (",42,", ",bob,", "bad_capper"),
        (",42,", ",-1,", "bad_capper"),
        ("2011-09-08T20:00:00Z", "2011-09-08 20:00", "bad_time"),
        ("straight", "single", "unknown_kind"),
        ("straight", "teaser", "unknown_kind"),
        ("risk", "win", "bad_stake"),
        (",1,", ",0,", "bad_stake"),
        (",1,", ",-1,", "bad_stake"),
        (",1,", ",1.00001,", "bad_stake"),
        (",1,", ",,", "missing_value"),
        ("straight,risk", "yankee,to_win", "bad_stake"),
        ("NFL", "NFLX", "unknown_league"),
        (",2011-09-08,", ",2011-13-08,", "bad_date"),
        ("Packers", "Packres", "unknown_team"),
        ("Packers", "New York", "ambiguous_team"),
        ("Packers", "Saints", "same_team"),
        ("Packers", &"x".repeat(101), "bad_team"),
        ("spread", "handicap", "unknown_market"),
        ("spread", "player_prop", "unknown_market"),
        ("full", "q5", "unknown_period"),
        ("home", "over", "unknown_side"),
        ("home", "sideways", "unknown_side"),
        ("-4.5", "-4.3", "bad_line"),
        ("-4.5", "", "missing_line"),
        ("spread", "moneyline", "unexpected_line"),
        ("-110", "-50", "bad_price"),
        ("-110", "0.9", "bad_price"),
        ("-110", "abc", "bad_price"),
        ("-110", "NaN", "bad_price"),
        ("-110", &"1".repeat(40), "bad_price"),
        ("-110,,,", "-110,,,soon", "bad_time"),
    ] {
        assert_eq!(
            told(&good.replacen(from, to, 1)),
            [format!("2 {expect}")],
            "{from} -> {to}"
        );
    }
}

#[test]
fn a_ticket_of_endless_legs_is_rejected_without_keeping_them() {
    let rows = leg("P", "parlay", "Packers", "Saints").repeat(1000);
    assert_eq!(told(&rows), ["27 wrong_leg_count"]);
}

#[test]
fn an_unknown_club_of_an_open_league_stays_as_typed() {
    let row = "T,42,2015-01-01T00:00:00Z,straight,risk,1,EPL,2015-01-01,Arsnal,Man City,moneyline_3way,,draw,,3.4,,,\n";
    let leg = read(row).remove(0).unwrap().legs.remove(0);
    assert!(matches!(leg.home, std::borrow::Cow::Owned(ref name) if name == "Arsnal"));
    assert!(matches!(leg.away, std::borrow::Cow::Borrowed("Manchester City")));
}
