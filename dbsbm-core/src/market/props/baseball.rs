//! Figures of baseball players.

super::props! {
    lines {
        "strikeouts" "Strikeouts" 0 to 20;
        "outs" "Outs recorded" 0 to 27;
        "hits_allowed" "Hits allowed" 0 to 15;
        "earned_runs" "Earned runs" 0 to 10;
        "walks" "Walks" 0 to 9;
        "hits" "Hits" 0 to 6;
        "total_bases" "Total bases" 0 to 16;
        "home_runs" "Home runs" 0 to 4;
        "rbis" "Runs batted in" 0 to 10;
        "runs" "Runs scored" 0 to 6;
        "hits_runs_rbis" "Hits + runs + runs batted in" 0 to 16;
        "stolen_bases" "Stolen bases" 0 to 5;
        "singles" "Singles" 0 to 5;
        "doubles" "Doubles" 0 to 4;
        "fantasy_points" "Fantasy points" 0 to 70;
    }
    done {
        "home_runs" "To hit a home run";
        "hits" "To record a hit";
        "stolen_bases" "To steal a base";
        "rbis" "To drive in a run";
    }
}
