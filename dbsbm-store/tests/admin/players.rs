//! Whom the name of a player means: by the file of players, and by what the guild itself has posted.

use super::*;
use dbsbm_core::{bet::text::read_one, id::BetNo};
use dbsbm_store::{Chosen, PlayerMeant};

const PLAYERS: &str = "league,team,player
NFL,Packers,Jordan Love
NFL,GB,Josh Jacobs
NFL,Nobody,X Y
NFL,Bears,Caleb Williams
";

fn other() -> GuildId {
    GuildId::new(2).unwrap()
}

async fn world() -> World {
    let world = World::new().await;
    world.book.add_guild(other(), "Other Room").await.unwrap();
    let import = async || {
        let file = std::io::Cursor::new(PLAYERS);
        world.book.import_players(file).await.unwrap()
    };
    let first = import().await;
    assert_eq!(
        (first.read, first.inserted, first.rejected_count),
        (4, 3, 1),
        "{first:?}"
    );
    let again = import().await;
    assert_eq!((again.inserted, again.unchanged), (0, 3));
    world
}

/// The names that a guild is offered for one; `=` before a name that is taken without a question.
async fn meant(world: &World, guild: GuildId, typed: &str) -> Vec<String> {
    meant_in(world, guild, 1, typed).await
}

async fn meant_in(world: &World, guild: GuildId, game: i64, typed: &str) -> Vec<String> {
    let games = world.book.open_games().await.unwrap();
    let game = games.into_iter().find(|open| open.id.get() == game).unwrap();
    match world.book.player_meant(guild, &game, typed).await.unwrap() {
        PlayerMeant::Known(name) => vec![format!("={name}")],
        PlayerMeant::Alike(alike) => alike.players.into_iter().map(|player| player.name).collect(),
        PlayerMeant::Unknown => Vec::new(),
    }
}

fn prop(player: &str, stat: &str, line: &str) -> Slip {
    prop_in(1, player, stat, line)
}

fn prop_in(game: i64, player: &str, stat: &str, line: &str) -> Slip {
    let line = Some(line.parse().unwrap());
    let leg = Leg {
        game: GameId::new(game).unwrap(),
        selection: Selection::new(Market::PlayerProp, Period::Full, Side::Over, line).unwrap(),
        prop: Some(Prop {
            player: player.into(),
            stat: stat.into(),
        }),
        price: "-110".parse().unwrap(),
        book: None,
    };
    let stake = Stake {
        amount: "1".parse().unwrap(),
        is: StakeIs::Risk,
    };
    Slip::new(Kind::Straight, stake, vec![leg], Terms::default()).unwrap()
}

async fn post(world: &World, slip: Slip) -> Result<BetNo, BookError> {
    let place = Place {
        slip,
        capper: user(11),
        key: None,
        posted_at: None,
        channel: None,
    };
    Ok(world.book.place(&capper(11), place).await?.bet)
}

#[tokio::test]
async fn players_of_a_file_are_known_to_every_guild() {
    let world = world().await;
    for guild in [guild(), other()] {
        assert_eq!(meant(&world, guild, "jacobs").await, ["=Josh Jacobs"]);
        assert_eq!(meant(&world, guild, "jocobs").await, ["Josh Jacobs"]);
        assert!(meant(&world, guild, "Romeo Doubs").await.is_empty());
    }
}

#[tokio::test]
async fn names_that_a_guild_posts_are_known_to_it_alone() {
    let world = world().await;
    // Of two spellings the one that is used more often is the name.
    for spelling in ["Romeo Doubs", "D. Wicks", "D.Wicks", "D.Wicks"] {
        let slip = prop(spelling, "receiving_yards", "45.5");
        post(&world, slip).await.unwrap();
    }
    assert_eq!(meant(&world, guild(), "doubs").await, ["=Romeo Doubs"]);
    assert_eq!(meant(&world, guild(), "romeo dobs").await, ["Romeo Doubs"]);
    assert_eq!(meant(&world, guild(), "d wicks").await, ["=D.Wicks"]);
    for typed in ["doubs", "romeo dobs", "Romeo Doubs", "d wicks"] {
        assert!(meant(&world, other(), typed).await.is_empty(), "{typed}");
    }

    let slips = [
        prop("romeo doubs", "receptions", "4.5"),
        prop("Z", "receptions", "4.5"),
    ];
    let unknown = async |guild| world.book.unknown_players(guild, &slips).await.unwrap();
    assert_eq!(unknown(guild()).await, ["Z"]);
    assert_eq!(unknown(other()).await, ["romeo doubs", "Z"]);
    assert!(world.book.unknown_players(other(), &[]).await.unwrap().is_empty());
    world.healthy().await;
}

/// Games beside the two that every world has.
const MORE_GAMES: &str = "\
key,league,start,home_team,away_team,status,home_score,away_score,home_periods,away_periods
g3,NFL,2024-09-08T20:00:00Z,Lions,Vikings,scheduled,,,,
g4,NFL,2024-09-15T20:00:00Z,Bears,Giants,scheduled,,,,
";

#[tokio::test]
async fn a_part_of_a_name_is_taken_where_a_game_of_one_of_the_teams_taught_it() {
    let world = world().await;
    world.games(MORE_GAMES).await;
    post(&world, prop("Romeo Doubs", "receiving_yards", "45.5"))
        .await
        .unwrap();
    for (game, expect) in [(1, "=Romeo Doubs"), (2, "=Romeo Doubs"), (3, "Romeo Doubs")] {
        assert_eq!(meant_in(&world, guild(), game, "doubs").await, [expect], "{game}");
    }
    assert_eq!(
        meant_in(&world, guild(), 3, "romeo doubs").await,
        ["=Romeo Doubs"]
    );

    // Who played with the Packers against the Bears, and against the Colts, is no Bear.
    assert_eq!(meant_in(&world, guild(), 4, "doubs").await, ["=Romeo Doubs"]);
    let again = prop_in(2, "Romeo Doubs", "receiving_yards", "45.5");
    post(&world, again).await.unwrap();
    assert_eq!(meant_in(&world, guild(), 4, "doubs").await, ["Romeo Doubs"]);
}

#[tokio::test]
async fn what_is_withdrawn_teaches_nothing() {
    let world = world().await;
    let slip = prop("Romoe Doubs", "receiving_yards", "45.5");
    let bet = post(&world, slip).await.unwrap();
    assert_eq!(meant(&world, guild(), "Romoe Doubs").await, ["=Romoe Doubs"]);
    world.book.withdraw(&capper(11), bet).await.unwrap();
    assert!(meant(&world, guild(), "Romoe Doubs").await.is_empty());
}

#[tokio::test]
async fn a_sealed_slip_teaches_nothing_before_its_start() {
    let world = world().await;
    world.book.set(&admin(), "route.tier.members", "7").await.unwrap();
    let slip = prop("Romeo Doubs", "receiving_yards", "45.5").for_members_only(true);
    post(&world, slip).await.unwrap();
    assert!(meant(&world, guild(), "Romeo Doubs").await.is_empty());
    // The game is put off by a day after all.
    world
        .games(&GAMES.replace("2024-09-08T17", "2024-09-09T17"))
        .await;
    world.now("2024-09-08T17:30:00Z");
    assert!(meant(&world, guild(), "Romeo Doubs").await.is_empty());
    world.now("2024-09-09T17:30:00Z");
    assert_eq!(meant(&world, guild(), "Romeo Doubs").await, ["=Romeo Doubs"]);
}

#[tokio::test]
async fn a_text_takes_the_known_spelling_and_asks_what_is_only_like_it() {
    let world = world().await;
    let none = Chosen {
        games: vec![GameId::new(1).unwrap()],
        ..Chosen::default()
    };
    let of = async |name: &str, chosen: &Chosen| {
        let pick = read_one(&format!("{name} o245.5 passing yards -110 1u")).unwrap();
        let slip = world.book.slip_of_chosen(guild(), &pick, chosen).await?;
        Ok::<_, BookError>(slip.legs()[0].prop.clone().unwrap().player)
    };
    for (typed, expect) in [
        ("jordan LOVE", "Jordan Love"),
        ("J. Love", "Jordan Love"),
        ("Zorro Delavega", "Zorro Delavega"),
    ] {
        assert_eq!(of(typed, &none).await.unwrap(), expect);
    }
    let asked = of("Jordon Love", &none).await.unwrap_err();
    assert_eq!(asked.code(), "alike_players");
    assert_eq!(
        asked.to_string(),
        "no player is known as `Jordon Love`; did you mean Jordan Love?"
    );
    for choice in ["Jordan Love", "Jordon Love"] {
        let chosen = Chosen {
            players: [("Jordon Love".to_string(), choice.to_string())].into(),
            ..none.clone()
        };
        assert_eq!(of("Jordon Love", &chosen).await.unwrap(), choice);
    }
}

/// Each leg by itself: by the team that a file tells, and by the game that taught the name.
#[tokio::test]
async fn where_a_text_names_no_team_that_of_the_player_tells_the_game() {
    let world = world().await;
    world.games(MORE_GAMES).await;
    let taught = prop_in(3, "Jared Goff", "passing_yards", "250.5");
    post(&world, taught).await.unwrap();
    let text = "Williams o245.5 passing yards -110 + Goff o250.5 passing yards -110 1u";
    let slip = world
        .book
        .slip_of(guild(), &read_one(text).unwrap())
        .await
        .unwrap();
    let legs = slip.legs().iter();
    let found: Vec<_> = legs
        .map(|leg| (leg.game.get(), leg.prop.as_ref().unwrap().player.as_str()))
        .collect();
    assert_eq!(found, [(1, "Caleb Williams"), (3, "Jared Goff")]);

    // Another guild has not heard of him.
    let error = world
        .book
        .slip_of(other(), &read_one(text).unwrap())
        .await
        .unwrap_err();
    let BookError::Resolve(error) = error else {
        panic!("{error}");
    };
    assert_eq!((error.about(), error.choices().len()), ("Goff", 4));
}

/// A file can be older than a change of team.
#[tokio::test]
async fn who_plays_elsewhere_than_a_file_says_is_asked_about() {
    let world = world().await;
    world.games(MORE_GAMES).await;
    let pick = read_one("Caleb Williams o245.5 passing yards -110 1u").unwrap();
    let game = async || {
        let slip = world.book.slip_of(guild(), &pick).await?;
        Ok::<_, BookError>(slip.legs()[0].game.get())
    };
    assert_eq!(game().await.unwrap(), 1);
    // As the file says, he is a Bear, and this one is of the Lions and Vikings.
    let elsewhere = prop_in(3, "Caleb Williams", "passing_yards", "245.5");
    post(&world, elsewhere).await.unwrap();
    let BookError::Resolve(asked) = game().await.unwrap_err() else {
        panic!("no question");
    };
    let choices: Vec<i64> = asked.choices().iter().map(|id| id.get()).collect();
    assert_eq!(choices, [1, 3]);
    assert_eq!(
        meant_in(&world, guild(), 3, "williams").await,
        ["=Caleb Williams"]
    );
    // The latest game says that it was a mistake.
    let right = prop_in(4, "Caleb Williams", "passing_yards", "245.5");
    post(&world, right).await.unwrap();
    assert_eq!(game().await.unwrap(), 1);
}

#[tokio::test]
async fn lines_and_figures_that_are_not_plausible_are_refused() {
    let world = World::new().await;
    let refused = async |stat: &str, line: &str| {
        let slip = prop("Jordan Love", stat, line);
        post(&world, slip).await.unwrap_err()
    };
    let line = refused("passing_yards", "2750.5").await;
    assert_eq!(line.code(), "prop_line");
    assert!(line.to_string().contains("from 20.5 to 550.5"), "{line}");
    assert_eq!(refused("rebounds", "5.5").await.code(), "prop_stat");
}
