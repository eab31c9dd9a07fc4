//! Figures of American football players.

super::props! {
    lines {
        "passing_yards" "Passing yards" 20 to 550;
        "passing_touchdowns" "Passing touchdowns" 0 to 7;
        "passing_attempts" "Pass attempts" 2 to 70;
        "completions" "Completions" 1 to 50;
        "interceptions" "Interceptions" 0 to 5;
        "longest_completion" "Longest completion" 4 to 90;
        "rushing_yards" "Rushing yards" 0 to 250;
        "rushing_attempts" "Rushing attempts" 0 to 45;
        "rushing_touchdowns" "Rushing touchdowns" 0 to 5;
        "longest_rush" "Longest rush" 0 to 90;
        "receiving_yards" "Receiving yards" 0 to 250;
        "receptions" "Receptions" 0 to 20;
        "receiving_touchdowns" "Receiving touchdowns" 0 to 5;
        "longest_reception" "Longest reception" 0 to 90;
        "rushing_receiving_yards" "Rushing + receiving yards" 0 to 300;
        "passing_rushing_yards" "Passing + rushing yards" 20 to 600;
        "touchdowns" "Touchdowns" 0 to 6;
        "sacks" "Sacks" 0 to 6;
        "tackles" "Solo tackles" 0 to 18;
        "tackles_assists" "Tackles + assists" 0 to 25;
        "field_goals" "Field goals made" 0 to 8;
        "kicking_points" "Kicking points" 0 to 25;
        "fantasy_points" "Fantasy points" 0 to 60;
    }
    done {
        "anytime_touchdown" "Anytime touchdown";
        "first_touchdown" "First touchdown";
        "last_touchdown" "Last touchdown";
    }
}
