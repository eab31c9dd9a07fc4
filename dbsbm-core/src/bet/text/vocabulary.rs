//! The words of bettors, each with its meaning; everything else may be a name.

use super::atom::{Atom, Combined, Mark};
use super::stat;
use crate::market::{Period, Side, Sport};
use std::{collections::HashMap, sync::LazyLock};

/// The most words in one phrase of the tables.
pub(super) const LONGEST: usize = 6;

/// The meaning of a phrase of lower-case words, or `None` if it may be a name.
pub(super) fn meaning(phrase: &str) -> Option<Atom> {
    TABLE.get(phrase).copied()
}

static TABLE: LazyLock<HashMap<&'static str, Atom>> = LazyLock::new(|| {
    let mut table = HashMap::new();
    for (word, code, done) in stat::all() {
        table.insert(word, if done { Atom::Done(code) } else { Atom::Stat(code) });
    }
    for (words, atom) in PHRASES {
        for word in words.split('|') {
            table.insert(word, *atom);
        }
    }
    for (words, sport) in SPORTS {
        for word in words.split('|') {
            table.insert(word, Atom::Sport(*sport));
        }
    }
    for word in FILLERS.split_whitespace() {
        table.entry(word).or_insert(Atom::Filler);
    }
    for word in PROSE.split_whitespace() {
        table.entry(word).or_insert(Atom::Prose);
    }
    table
});

/// Phrases with a meaning, alternatives separated by `|`.
static PHRASES: &[(&str, Atom)] = &[
    // sides and markets
    (
        "over|o|ov|ovr|overs|mas de|más de|plus de|über|ueber|oltre|meer dan|powyżej",
        Atom::Over,
    ),
    (
        "under|u|un|undr|unders|undee|unter|moins de|menos de|sotto|minder dan|poniżej",
        Atom::Under,
    ),
    (
        "ml|moneyline|money line|moneylines|m l|to win outright|to win straight up|straight up|su|outright win|outright|win outright|winner|match winner|to win match|to win the match|to win the game|to win the fight|full time result|ftr|match result|sieg|gana|gewinnt|vince|vainqueur|wins outright|head to head|h2h|to win game|h2h winner|win the match|win the game|win the fight",
        Atom::Market(Mark::Moneyline),
    ),
    ("to win|gagne", Atom::ToWin),
    ("pk|pickem|pick em|level ball", Atom::PickEm),
    (
        "draw|the draw|tie|empate|unentschieden|match nul|nul|pareggio|x",
        Atom::Draw,
    ),
    (
        "or draw|or the draw|or tie|draw or win|win or draw|or draw double chance|to win or draw|o empate",
        Atom::OrDraw,
    ),
    (
        "double chance|dc|doppelte chance|doble oportunidad",
        Atom::Market(Mark::DoubleChance),
    ),
    ("1x", Atom::Chance(Side::HomeDraw)),
    ("x2", Atom::Chance(Side::DrawAway)),
    ("dnb|draw no bet", Atom::Market(Mark::DrawNoBet)),
    (
        "btts|both teams to score|gg|both to score|bts|ambos marcan|beide treffen|both score|both teams score|les deux equipes marquent|les deux équipes marquent|ambas marcan",
        Atom::Market(Mark::BothToScore),
    ),
    ("ng|btts no|no btts", Atom::NoGoal),
    (
        "correct score|exact score|cs|resultado exacto",
        Atom::Market(Mark::CorrectScore),
    ),
    (
        "3way|3 way|three way|1x2|3way ml|3 way ml|three way ml|3 way moneyline|three way moneyline|3way moneyline",
        Atom::Market(Mark::ThreeWay),
    ),
    (
        "tt|team total|team tot|team totals|ttl team|tm total|team tt",
        Atom::Market(Mark::TeamTotal),
    ),
    (
        "spread|ats|handicap|hcp|ah|asian handicap|asian|rl|run line|runline|puck line|puckline|pl|hc|hándicap|asian hcp|point spread|game spread|games handicap|game handicap",
        Atom::Market(Mark::Spread),
    ),
    (
        "total|o u|total points|total goals|asian total|asian goal line|goal line|game total|match total|totals|total runs|full game total|total games|total rounds",
        Atom::Market(Mark::Total),
    ),
    ("odd|total odd", Atom::OddEven(Side::Odd)),
    ("total even", Atom::OddEven(Side::Even)),
    (
        "nrfi|no run first inning|no runs first inning",
        Atom::FirstInning(Side::Under),
    ),
    ("yrfi|yes run first inning", Atom::FirstInning(Side::Over)),
    ("yes|sí|oui", Atom::Yes),
    ("no|nein", Atom::No),
    ("even|evens|ev|evs|even money|evn", Atom::Evens),
    // periods
    (
        "1h|h1|fh|1st half|first half|1sthalf|1st h|ht|half time|halftime|1ª parte|1. halbzeit|1hz",
        Atom::Period(Period::Half(1)),
    ),
    (
        "2h|h2|sh|2nd half|second half|2nd h|2ndhalf",
        Atom::Period(Period::Half(2)),
    ),
    (
        "1q|q1|1st quarter|first quarter|1st qtr|first qtr|1st q|quarter 1|1qtr",
        Atom::Period(Period::Quarter(1)),
    ),
    (
        "2q|q2|2nd quarter|second quarter|2nd qtr|second qtr|2nd q|2qtr|quarter 2",
        Atom::Period(Period::Quarter(2)),
    ),
    (
        "3q|q3|3rd quarter|third quarter|3rd qtr|third qtr|3rd q|3qtr|quarter 3",
        Atom::Period(Period::Quarter(3)),
    ),
    (
        "4q|q4|4th quarter|fourth quarter|4th qtr|fourth qtr|4th q|4qtr|quarter 4",
        Atom::Period(Period::Quarter(4)),
    ),
    (
        "1p|p1|1st period|first period|period 1|1st p|1st per",
        Atom::Period(Period::Third(1)),
    ),
    (
        "2p|p2|2nd period|second period|period 2|2nd p",
        Atom::Period(Period::Third(2)),
    ),
    (
        "3p|p3|3rd period|third period|period 3|3rd p",
        Atom::Period(Period::Third(3)),
    ),
    (
        "f5|1st 5|first 5|first five|1st five|f5 innings|first 5 innings|first five innings|1st 5 innings|1st 5 inn|f5 inn|1st five innings|first 5 inn|5 inning|5 innings|1st5|first5",
        Atom::Period(Period::FirstFive),
    ),
    (
        "1st inning|first inning|1st inn|inning 1|i1",
        Atom::Period(Period::Inning(1)),
    ),
    ("set 1|1st set|first set|s1|set one", Atom::Period(Period::Set(1))),
    (
        "set 2|2nd set|second set|s2|set two",
        Atom::Period(Period::Set(2)),
    ),
    ("set 3|3rd set|third set|s3", Atom::Period(Period::Set(3))),
    ("round 1|1st round|rd 1|r1", Atom::Period(Period::Round(1))),
    ("round 2|2nd round|rd 2|r2", Atom::Period(Period::Round(2))),
    (
        "reg|regulation|reg time|regulation time|in regulation|60 min|60 mins|60 minutes|60min|90 min|90 mins|90 minutes|90min|90'|in reg|regular time|60 minute|reg only|regulation only|in 60|in 90",
        Atom::Period(Period::Regulation),
    ),
    (
        "full game|fg|incl ot|inc ot|including ot|ot included|including overtime|ot incl|inc overtime",
        Atom::Period(Period::Full),
    ),
    // kinds
    (
        "parlay|parley|parlays|acca|accumulator|combo|kombi|kombiwette|combinada|combi|multi|parl|lotto parlay|parlays of the day|multibet|akku|accas|double acca|treble|3 fold|4 fold|fold|trixie parlay|teamer|legger|leg parlay|power parlay|two fold|double|triple",
        Atom::Kind(Combined::Parlay),
    ),
    (
        "sgp|sgps|same game parlay|same game|same game multi|sgm|bet builder|betbuilder|same game parlays|same game combo",
        Atom::Kind(Combined::SameGame),
    ),
    (
        "rr|round robin|round robins|roundrobin",
        Atom::Kind(Combined::RoundRobin),
    ),
    ("teaser|tease|teasers|teased", Atom::Kind(Combined::Teaser)),
    ("by 2s|by 2's|by twos|2s|2's|by 2", Atom::By(2)),
    ("by 3s|by 3's|by threes|by 3", Atom::By(3)),
    ("by 4s|by 4's|by fours|by 4", Atom::By(4)),
    ("by 5s|by 5's|by fives|by 5", Atom::By(5)),
    ("leg|legs|team|teams|fold parlay|folds", Atom::Legs),
    (
        "each|apiece|ea|per play|per pick|a piece|all|per bet|each play|a pop|everything|every play|on each|for each|all plays|all picks|all bets|both",
        Atom::Each,
    ),
    // joints
    ("vs|vs.|v|versus|v.|against|gegen|contra|vs the", Atom::Versus),
    ("at", Atom::At),
    ("and|und|y", Atom::And),
    ("plus", Atom::Sign('+')),
    ("minus|neg|negative", Atom::Sign('-')),
    ("or", Atom::Or),
    ("beat|to beat|beats|defeat|to defeat|def", Atom::Beat),
    // stakes
    (
        "u|unit|units|un|uni|unts|untis|uints|units|u's|unidades|unidad|einheiten|einheit|unités|unité|unità|ud|uds|unitz|ut|eenheden|unitss",
        Atom::Unit,
    ),
    ("risk|risking|risked|to risk|wager|wagering|laying", Atom::Risk),
    (
        "stake|staking|stake size|einsatz|mise|inzet|puntata|stakes|bet size|size|sizing",
        Atom::StakeWord,
    ),
    ("win|to return|pays|to pay|returns|paying", Atom::Win),
    ("half|half a|a half", Atom::Count(5)),
    ("one", Atom::Count(10)),
    ("two", Atom::Count(20)),
    ("three", Atom::Count(30)),
    ("four", Atom::Count(40)),
    ("five", Atom::Count(50)),
    ("one and a half|1 and a half", Atom::Count(15)),
    ("quarter|a quarter", Atom::QuarterUnit),
    (
        "quote|quota|cuota|cote|odds|price|odd of|odds of|odds at|total odds|koers|kurs|combined odds|payout odds|momio|juice|quoten",
        Atom::PriceWord,
    ),
    // what came of earlier bets
    (
        "won|lost|loss|losses|cashed|winner winner|push|pushed|pushes|w|l|recap|results|result|profit|ytd|mtd|yesterday|yesterdays|yesterday's|last night|last night's|last week|last week's|went|season record|graded|swept|sweep|sweeps|lifetime|all time|refund|refunded|bad beat|won by|won on|on the year|on the season|on the month|on the week|ended|finished|roi|wins|void|voided|clv|covered|covers|ganada|perdida|gewonnen|verloren",
        Atom::Result,
    ),
    (
        "moved|moved from|line moved|line move|opened|opener|closed|closed at|opening line|closing line|opened at|cash|cash it|cashes|hit|record|final|winners|monthly|cashing",
        Atom::MaybeResult,
    ),
    ("pickem contest|pick em contest|reg season", Atom::Prose),
    (
        "max bet|max play|max unit|max units|let's cash|lets cash|cash it|let's ride|lets ride|let's go|lets go|good luck|best of luck|let's eat|lets eat|let's win|lets win|let's get it|easy win|for the win|let's cash this|on it|read on|who's with me|whos with me|who's tailing|whos tailing|who's in|on this one|in this one|with me|bet of the day|play of the day|pick of the day|lock of the day|game of the week|game of the day|of the day|of the week|of the night|of the month|of the year|bomb of the day|max bet play|1st place|prizepicks|prize picks|underdog fantasy|if you're tailing|if you tail|if tailing|if you like it|rt if|like if|to cover|cover|cover the spread|to cover the spread|unless noted|unless stated|unless otherwise noted|unless otherwise stated|if you are tailing|tail or fade|william hill",
        Atom::Filler,
    ),
    // what no market here has, so that a pick with it is not read
    (
        "corners|corner|bookings|yellow cards|red card|yellow card|booking points|sets|set|method|ko|tko|decision|submission|by decision|by ko|by tko|by submission|ko tko|distance|goes the distance|to go the distance|gtd|fgtd|inside the distance|itd|finish|to finish|split decision|dec|by dec|on points|pts win|unanimous decision|race to|first to|to advance|to qualify|qualify|advance|to lift|series|the series|win the series|to win the series|futures|future|mvp|title|to win the title|championship|super bowl|world series|stanley cup|division|to win the division|each way|e w|ew|top 5|top 10|top 20|top five|top ten|make the cut|miss the cut|ht ft|htft|half time full time|either half|both halves|highest scoring half|win to nil|to nil|clean sheet|clean sheets|penalty|penalties|overtime|ot|extra time|shootout|margin|winning margin|score or assist|to score or assist|goal or assist|win total|season wins|wins total|regular season|season win total|first basket|first fg|first field goal|first drive|tiebreak|tie break|tiebreaks|kickoffs|touchbacks|wire to wire|double result|scorecast|anytime and|safety|lowest|highest|most|exactly|exact|no bet|if|unless|only if|or pass|or nothing|or no play|hedge|hedging|middle|buyout|insurance|futs|outrights|to make the playoffs|playoffs|win group|coin toss|national anthem|rory|fastest lap|podium|pole|race winner|first 10|last 10 minutes|goal in|next goal|next team|time of first|last team|first team|to score 2|brace|hat trick|hattrick|every|never|without|buying|bought|sold|selling|buys|cancel|cancelled|canceled|scratch|scratched|reverse|avoid|fade|fading|stay away|pass on|lean|leans|leaning|no play|nothing|waiting|not official|avoiding|dont|don't|excluding|except|not|longshot ladder|ladder|alts ladder|buy|sell|hcap 3way|european handicap|eh|3way handicap|innings 7|quarters|halves",
        Atom::Foreign,
    ),
    // how far a pick may be chased: no part of the pick
    (
        "playable to|play to|good to|down to|up to|good down to|good up to|playable up to|playable down to|to as low as|playable until|good until|okay to|ok to|play it to|would play to|i'd play to|play down to|play up to|good through|playable through|take it to|fine to",
        Atom::Limit,
    ),
    ("or better|or higher|or lower|and better|or more", Atom::Filler),
];

/// Names of sports and leagues, which say how other words are meant.
static SPORTS: &[(&str, Sport)] = &[
    (
        "nfl|ncaaf|cfb|college football|cfl|american football|snf|mnf|tnf|monday night football|sunday night football|thursday night football|xfl|ufl",
        Sport::AmericanFootball,
    ),
    (
        "nba|wnba|ncaab|cbb|ncaam|ncaaw|college basketball|college hoops|basketball|euroleague|hoops|basket|acb",
        Sport::Basketball,
    ),
    ("mlb|baseball|kbo|npb|lmb", Sport::Baseball),
    ("nhl|hockey|ice hockey|khl|shl|ahl", Sport::IceHockey),
    (
        "soccer|epl|premier league|prem|bundesliga|bundesliga 2|la liga|laliga|serie a|serie b|ligue 1|ligue 2|mls|ucl|uel|uecl|champions league|europa league|conference league|eredivisie|efl|efl championship|sky bet championship|league one|league two|liga mx|world cup|euros|fa cup|copa|copa libertadores|segunda|primera|brasileirao|superlig|allsvenskan|eliteserien|futbol|fútbol|fussball|fußball|primeira liga|copa del rey|dfb pokal|carabao cup|j league|k league|scottish premiership|spl|nwsl|wsl|league 1|england premier league|efl cup|super lig|a league",
        Sport::Soccer,
    ),
    (
        "tennis|atp|wta|itf|challenger|wimbledon|roland garros|us open tennis|australian open|french open",
        Sport::Tennis,
    ),
    ("mma|ufc|bellator|pfl", Sport::Mma),
    ("boxing", Sport::Boxing),
    ("golf|pga|lpga", Sport::Golf),
    ("horse racing|horses", Sport::HorseRacing),
    ("f1|nascar|formula 1", Sport::MotorRacing),
    ("nrl|rugby|six nations|super rugby", Sport::Rugby),
    ("afl", Sport::AussieRules),
    ("ipl|cricket|t20", Sport::Cricket),
    ("handball", Sport::Handball),
    ("volleyball", Sport::Volleyball),
    ("darts", Sport::Darts),
    ("esports|csgo|cs2|lol|dota|valorant", Sport::Esports),
];

/// Words that say nothing about the pick, wherever they stand.
const FILLERS: &str = "the a an my i im i'm i'll ill ive i've we we're our us me on for take taking took like liking love loving \
    hammer hammering hammered smash pound lock locks bet bets betting play plays playing played pick picks give gimme \
    going go gonna got back backing ride riding roll rolling rolled rock rocking fire firing tail tailing sprinkle sprinkling \
    bang bomb whale vip free freebie potd pod best daily day week night tonight tonight's tonights today today's todays \
    tomorrow tomorrow's morning afternoon evening early late now live inplay add adding added bonus also another too here \
    official officially released release adding final call main favorite fave top strong solid value easy money bol gl good luck \
    lfg let's lets get it this one that's thats its it's is in of with to be bankroll builder alert confidence conf system \
    game games match matchup fight bout card slate special et est edt pt pst pdt ct cst cdt mt gmt bst cet cest utc kickoff \
    tipoff tip puck drop first pitch am pm mon tue wed thu fri sat sun monday tuesday wednesday thursday friday saturday \
    sunday january february march april june july august september october november december feb apr jun jul aug sep \
    sept oct nov dk fd fanduel draftkings betmgm mgm caesars czr bet365 b365 365 pinnacle pinny circa bovada espnbet \
    hardrock fanatics rivers unibet bwin betfair skybet ladbrokes book books alt alternate just only small \
    large big little tiny light standard normal regular full right please fam guys gang squad team boys folks everyone dm \
    link bio follow rt like retweet tap capper pro sharp square public hooked hook at around \
    about currently available grab grabbing grabbed got found still widely line lines price prices odds now moving \
    edge ev+ +ev model projection proj rating grade whatever hope hoping feel feeling think thinking \
    believe trust trusting wong earlier rounds rds send sending it! action hard heavy straight straights singles play: pick: bet: adding: \
    some money more additional that extra next last up down side sides sharp. sweat juice juiced total: odds: more premium exclusive \
    nap nb banker tip tips prediction predictions tipp wette apuesta pronostico pari pronostic selection selections \
    choice confident conviction personal fav unit: bestbet winner: time date start starts single ft minutes est. et. rank ranked \
    longshot flyer dart throw lotto lottery ticket slip promo profit boost boosted gonna wanna want see him her them his their";

/// Common words of commentary: never part of a name.
const PROSE: &str = "are were am been being has have had do does did would should could can can't cannot won't doesn't didn't \
    isn't aren't because since when while where which who whom whose what why how but however although though so than then there \
    these those they them their he she him you your yours we'll you'll they'll they're you're he's she's it was look looks looking \
    looked defense offense offensive defensive injured injury injuries missing questionable probable ruled averaging average \
    averages averaged scored scoring scores allowed allowing allow allows gave given giving gives per since ranked lost win wins winning \
    winless losing beat beaten home road away favored favorite underdog dog dogs favorites trend trends ppg trending ready \
    coming off after before against starting starter starters returning struggle struggles struggling \
    dominate dominated dominates dominant think thought know knows need needs want wants wanted very much many most really \
    every always ever again might may must shall such own same other others both either neither even again straight \
    into onto from by as like near until about between during through under above below out \
    time times season year years month months weeks days game's report reports reported per source sources breaking news \
    signed signs signing traded trade trades deal contract fired hired coach coaches qb rb wr te pitcher bullpen goalie \
    lineup lineups roster league opponent opponents closes steam percent tickets handle \
    happy sad lol lmao haha wow omg bro dude crazy insane wild! thank thanks congrats congratulations celebrate \
    drops drop dropping glad happy ready stay tuned tune join joined follow followed gave pace slow fast run runs \
    running throw throws throwing pass passes catch kick kicks shoot shooting hitting pitch pitching serve serving \
    team's squads player players fans crowd weather wind rain snow field court ice bench coach's refs ref referee \
    bad worse worst better badly greatly huge massive monster amazing awesome terrible horrible awful perfect \
    lovely ugly trap letdown revenge narrative schedule rest rested tired travel travelling matchups history \
    historically recent recently previous prior earlier later soon yesterday's something anything nothing \
    everything someone anyone nobody everybody people guy thing things stuff lot lots bit couple few several \
    plenty keep keeps kept put puts make makes made making come comes came coming see sees seen saw say says said \
    saying tell tells told talk talks talking ask asks asked work works worked working help helps helped start \
    started stop stops stopped try tries tried trying use uses used using call calls called show shows showed \
    shown watch watching watched wait waits sit sits sitting stand stands standing hold holds holding held bring \
    brings brought pay paid spend post posts posted posting wrote maybe perhaps probably surely certainly \
    definitely honestly literally basically simply totally already yet almost enough quite rather pretty kinda \
    sorta wanna tho bc cuz cause due despite whether once twice thrice him himself itself themselves yourself \
    myself ourselves everyone's world life family kids wife birthday thanksgiving christmas holiday giveaway weekend weekends week's spot spots bounce bounced code \
    discount subscribe subscription members membership channel telegram discord twitter spots limited offer \
    responsibly gambling gambler sportsbook sportsbooks bettors bettor betters chicken joke jokes acquire acquired";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_phrase_is_longer_than_the_reader_looks() {
        for phrase in TABLE.keys() {
            assert!(phrase.split(' ').count() <= LONGEST, "{phrase}");
            assert_eq!(phrase.to_lowercase(), **phrase, "{phrase}");
        }
    }
}
