//! Picks in one line that are more than a side with a stake: several legs, an amount to win, one game, players.

use crate::market::{market, slip_of};

#[test]
fn legs_an_amount_to_win_one_game_and_players_of_every_sport() {
    let mut stage = market();
    stage.start_bot();
    for (number, (pick, head, more)) in [
        (
            "Packers -4.5 -110 + Lions ML +120 1u",
            "Parlay of 2 · +320 · 1u",
            vec!["- Packers -4.5 -110", "Lions to win +120"],
        ),
        (
            "Packers/Bears over 47.5 -105 to win 1",
            r"over 47.5 \(Bears at Packers\) -105 · to win 1u",
            vec!["Bears at Packers"],
        ),
        (
            "SGP: Packers ML, Jordan Love over 244.5 passing yards +264 1u",
            "Same-game parlay of 2 · +264 · 1u",
            vec!["Packers to win", "Jordan Love over 244.5"],
        ),
        (
            "Cole Kmet anytime TD +240 1u",
            "Cole Kmet",
            vec!["Bears at Packers · NFL"],
        ),
        (
            "LeBron James o25.5 pts -115 1.5u",
            "LeBron James over 25.5",
            vec!["Celtics at Lakers · NBA"],
        ),
        (
            "Gerrit Cole over 6.5 strikeouts -120 1u",
            "Gerrit Cole over 6.5",
            vec!["Red Sox at Yankees · MLB"],
        ),
        (
            "David Pastrnak o3.5 shots on goal -110 1u",
            "David Pastrnak over 3.5",
            vec!["Maple Leafs at Bruins · NHL"],
        ),
    ]
    .into_iter()
    .enumerate()
    {
        let slip = slip_of(&stage, "ann", pick, "picks", number + 1);
        let text = slip.text();
        let first = text.lines().next().unwrap();
        assert!(first.contains(head), "{pick}: {text}");
        for part in more {
            assert!(text.contains(part), "{part}: {text}");
        }
        assert_eq!(slip.files().len(), 1, "a picture of it");
    }
    stage.clean();
}
