//! Figures of basketball players.

super::props! {
    lines {
        "points" "Points" 0 to 75;
        "rebounds" "Rebounds" 0 to 30;
        "assists" "Assists" 0 to 25;
        "threes" "Threes made" 0 to 15;
        "points_rebounds_assists" "Points + rebounds + assists" 1 to 100;
        "points_rebounds" "Points + rebounds" 1 to 90;
        "points_assists" "Points + assists" 1 to 90;
        "rebounds_assists" "Rebounds + assists" 0 to 45;
        "steals" "Steals" 0 to 8;
        "blocks" "Blocks" 0 to 10;
        "steals_blocks" "Steals + blocks" 0 to 12;
        "turnovers" "Turnovers" 0 to 12;
        "fantasy_points" "Fantasy points" 1 to 120;
    }
    done {
        "double_double" "Double-double";
        "triple_double" "Triple-double";
    }
}
