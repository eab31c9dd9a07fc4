//! Figures of ice hockey players.

super::props! {
    lines {
        "shots_on_goal" "Shots on goal" 0 to 14;
        "points" "Points" 0 to 6;
        "goals" "Goals" 0 to 5;
        "assists" "Assists" 0 to 5;
        "power_play_points" "Power play points" 0 to 4;
        "blocked_shots" "Blocked shots" 0 to 10;
        "hits" "Hits" 0 to 12;
        "saves" "Saves" 5 to 60;
        "fantasy_points" "Fantasy points" 0 to 60;
    }
    done {
        "anytime_goalscorer" "Anytime goalscorer";
        "first_goalscorer" "First goalscorer";
        "last_goalscorer" "Last goalscorer";
        "points" "To record a point";
        "assists" "To record an assist";
    }
}
