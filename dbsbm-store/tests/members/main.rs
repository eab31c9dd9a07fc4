//! The member side over a real file: copies of bets, what members are told, questions, names, and leaving.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod questions;

use chrono::{DateTime, TimeDelta, Utc};
use dbsbm_core::{
    bet::{Kind, Leg, Slip, Stake, StakeIs, Terms},
    community::{BreakLength, Digest, PrefsChange, TailSide, Wish},
    guild::{Actor, Role},
    id::{BetNo, GuildId, UserId},
    market::{Market, Period, Selection, Side},
    settle::Grade,
};
use dbsbm_store::{
    BoardQuery, Book, BookError, Environment, ManualGrade, Place, ProfileChange, TailFilter, import::Preset,
};
use std::sync::{
    Arc,
    atomic::{AtomicI64, Ordering},
};

const START: &str = "2024-09-08T17:00:00Z";
const CAPPER: i64 = 7;

/// `status,home_score,away_score` of the game, then its prices.
fn games(status: &str, as_of: &str, home: &str, away: &str) -> String {
    let (line, book) = if home.is_empty() {
        ("", "")
    } else {
        ("-4.5", "Pinnacle")
    };
    format!(
        "key,league,start,home_team,away_team,status,home_score,away_score,spread_home,spread_home_price,\
         spread_away_price,as_of,book\n\
         g1,NFL,{START},Packers,Bears,{status},{line},{home},{away},{as_of},{book}\n"
    )
}

struct Guild {
    _dir: tempfile::TempDir,
    book: Book,
    clock: Arc<AtomicI64>,
}

impl Guild {
    async fn open() -> Self {
        let dir = tempfile::tempdir().unwrap();
        let address = format!("sqlite://{}", dir.path().join("books.db").display());
        let clock = Arc::new(AtomicI64::new(0));
        let read = Arc::clone(&clock);
        let now = move || DateTime::from_timestamp_millis(read.load(Ordering::Relaxed)).unwrap();
        let book = Book::open(&address, Environment::with_clock(now)).await.unwrap();
        let guild = Self {
            _dir: dir,
            book,
            clock,
        };
        guild.at("2024-09-08T12:00:00Z");
        guild.book.add_guild(id(), "Sharp Room").await.unwrap();
        let operator = Actor::operator(id());
        guild
            .book
            .add_capper(&operator, user(CAPPER), "Ada")
            .await
            .unwrap();
        guild
            .prices("scheduled,,", "2024-09-08T12:00:00Z", "-110", "-110")
            .await;
        guild
    }

    fn at(&self, time: &str) {
        let at: DateTime<Utc> = time.parse().unwrap();
        self.clock.store(at.timestamp_millis(), Ordering::Relaxed);
    }

    fn wait(&self, time: TimeDelta) {
        self.clock.fetch_add(time.num_milliseconds(), Ordering::Relaxed);
    }

    async fn prices(&self, status: &str, as_of: &str, home: &str, away: &str) {
        let file = games(status, as_of, home, away);
        let done = self
            .book
            .import_games(Preset::Dbsbm, file.as_bytes(), &mut |_| {})
            .await
            .unwrap();
        assert!(done.rejected.is_empty(), "{done:?}");
    }

    /// Packers -4.5 for two units.
    async fn post(&self, key: &str) -> BetNo {
        let game = self.book.open_games().await.unwrap()[0].id;
        let leg = Leg {
            game,
            selection: Selection::new(
                Market::Spread,
                Period::Full,
                Side::Home,
                Some("-4.5".parse().unwrap()),
            )
            .unwrap(),
            prop: None,
            price: "-110".parse().unwrap(),
            book: None,
        };
        let stake = Stake {
            amount: "2".parse().unwrap(),
            is: StakeIs::Risk,
        };
        let place = Place {
            slip: Slip::new(Kind::Straight, stake, vec![leg], Terms::default()).unwrap(),
            capper: user(CAPPER),
            key: Some(key.into()),
            posted_at: None,
            channel: None,
        };
        self.book.place(&capper(), place).await.unwrap().bet
    }

    async fn tap(&self, who: i64, bet: BetNo, side: TailSide, stake: Option<&str>, key: &str) -> String {
        let stake = stake.map(|stake| stake.parse().unwrap());
        match self.book.tail(&member(who), bet, side, stake, key).await {
            Ok((tail, counts)) => {
                let prices: Vec<String> = tail.prices.iter().map(|p| p.price.to_string()).collect();
                format!(
                    "{} {} {} {} {}/{}",
                    tail.change,
                    tail.stake.map_or_else(|| "-".into(), |s| s.short()),
                    tail.basis,
                    prices.join(" "),
                    counts.tails,
                    counts.fades
                )
            }
            Err(error) => error.code().into(),
        }
    }

    async fn settle(&self) {
        self.book.settle(Some(id()), &mut |_| {}).await.unwrap();
        self.healthy().await;
    }

    async fn healthy(&self) {
        let report = self.book.doctor(&mut |_| {}).await.unwrap();
        assert!(report.ok, "{:#?}", report.findings);
        assert!(self.book.verify(id()).await.unwrap().ok);
    }

    /// Outcome and net of a member's only copy.
    async fn copy(&self, who: i64) -> (String, String) {
        let held = self
            .book
            .tails(id(), user(who), &TailFilter::default())
            .await
            .unwrap();
        let net = held[0].tail.net.map(|net| net.to_string()).unwrap_or_default();
        (held[0].tail.outcome.to_string(), net)
    }
}

fn id() -> GuildId {
    GuildId::new(1).unwrap()
}

fn user(n: i64) -> UserId {
    UserId::new(n).unwrap()
}

fn someone(n: i64, role: Role) -> Actor {
    Actor {
        guild: id(),
        user: Some(user(n)),
        role,
    }
}

fn member(n: i64) -> Actor {
    someone(n, Role::Member)
}

fn capper() -> Actor {
    someone(CAPPER, Role::Capper)
}

fn code<T: std::fmt::Debug>(result: Result<T, BookError>) -> String {
    result.unwrap_err().code().into()
}

#[tokio::test]
async fn copies_of_a_bet_from_tap_to_regrade() {
    use TailSide::{Against, With};
    let guild = Guild::open().await;
    let bet = guild.post("first").await;
    assert_eq!(
        guild.tap(1, bet, With, None, "k1").await,
        "added 1 market -110 1/0"
    );
    assert_eq!(
        guild.tap(1, bet, With, None, "k1").await,
        "added 1 market -110 1/0"
    );
    assert_eq!(guild.tap(CAPPER, bet, With, None, "k").await, "own_tail");
    // The price of a later moment, at a larger stake; then taken back, and taken again at the last stake.
    guild.wait(TimeDelta::minutes(1));
    guild
        .prices("scheduled,,", "2024-09-08T12:01:00Z", "-120", "+105")
        .await;
    assert_eq!(
        guild.tap(1, bet, With, Some("3"), "k2").await,
        "restaked 3 market -120 1/0"
    );
    assert_eq!(guild.tap(1, bet, With, None, "k3").await, "removed 3 market  0/0");
    assert_eq!(guild.tap(1, bet, With, None, "k3").await, "removed 3 market  0/0");
    assert_eq!(
        guild.tap(1, bet, With, None, "k4").await,
        "added 3 market -120 1/0"
    );
    assert_eq!(
        guild.tap(2, bet, Against, Some("2"), "k").await,
        "added 2 market +105 1/1"
    );
    // Without a fresh quote a tail is taken at the slip's price, and a fade is a mark.
    guild.wait(TimeDelta::minutes(10));
    assert_eq!(
        guild.tap(3, bet, With, None, "k").await,
        "added 1 no_market -110 2/1"
    );
    assert_eq!(guild.tap(4, bet, Against, None, "k").await, "added - mark  2/2");
    // A tail ends the free withdrawal, also one that was taken back.
    assert_eq!(code(guild.book.withdraw(&capper(), bet).await), "tailed");
    guild.at(START);
    assert_eq!(guild.tap(5, bet, With, None, "k").await, "locked");
    assert_eq!(guild.tap(1, bet, With, None, "k5").await, "locked");
    guild.healthy().await;

    // 24-20 does not cover: tails lose their stakes, fades win at their price.
    guild.at("2024-09-08T21:00:00Z");
    guild.prices("final,24,20", "", "", "").await;
    guild.settle().await;
    let lost = |net: &str| ("lost".to_string(), net.to_string());
    let won = |net: &str| ("won".to_string(), net.to_string());
    assert_eq!(guild.copy(1).await, lost("-3.0000"));
    assert_eq!(guild.copy(2).await, won("2.1000"));
    assert_eq!(guild.copy(3).await, lost("-1.0000"));
    assert_eq!(guild.copy(4).await, ("open".into(), String::new()));
    let over = TailFilter {
        open: Some(true),
        ..TailFilter::default()
    };
    assert!(guild.book.tails(id(), user(4), &over).await.unwrap().is_empty());
    guild.settle().await;
    assert_eq!(guild.copy(1).await, lost("-3.0000"));

    // A corrected score turns them around; a grade by hand voids them.
    guild.prices("final,27,20", "", "", "").await;
    guild.settle().await;
    assert_eq!(guild.copy(1).await, won("2.5000"));
    assert_eq!(guild.copy(2).await, lost("-2.0000"));
    let summary = guild.book.tail_summary(id(), user(2)).await.unwrap();
    assert_eq!(
        (summary.against.lost, summary.against.net.to_string().as_str()),
        (1, "-2.0000")
    );
    for (grade, tail, fade) in [(Grade::Void, "void", "void"), (Grade::Loss, "lost", "won")] {
        let by_hand = ManualGrade {
            leg: None,
            grade,
            reason: "it was called off".into(),
        };
        guild
            .book
            .grade(&someone(9, Role::Grader), bet, &by_hand)
            .await
            .unwrap();
        assert_eq!(
            (guild.copy(1).await.0.as_str(), guild.copy(2).await.0.as_str()),
            (tail, fade)
        );
        guild.healthy().await;
    }
}

#[tokio::test]
async fn a_thousand_taps_and_the_followers_record() {
    let guild = Guild::open().await;
    let bet = guild.post("first").await;
    let taps = (100..1_100).map(|who| {
        let (book, side) = (
            guild.book.clone(),
            if who % 10 == 0 {
                TailSide::Against
            } else {
                TailSide::With
            },
        );
        tokio::spawn(async move { book.tail(&member(who), bet, side, None, "tap").await })
    });
    for tap in taps.collect::<Vec<_>>() {
        tap.await.unwrap().unwrap();
    }
    let counts = guild.book.tail_counts(id(), bet).await.unwrap();
    assert_eq!((counts.tails, counts.fades), (900, 100));
    assert_eq!(
        guild.book.followers_record(id(), user(CAPPER)).await.unwrap(),
        None
    );
    guild.at("2024-09-08T21:00:00Z");
    guild.prices("final,27,20", "", "", "").await;
    guild.settle().await;
    let record = guild
        .book
        .followers_record(id(), user(CAPPER))
        .await
        .unwrap()
        .unwrap();
    assert_eq!(
        (record.members, record.net.to_string().as_str()),
        (900, "818.1900")
    );
    // Who is erased leaves their sums behind.
    guild.book.erase(&member(101)).await.unwrap();
    assert_eq!(
        guild.book.followers_record(id(), user(CAPPER)).await.unwrap(),
        Some(record)
    );
    assert_eq!(guild.book.tail_counts(id(), bet).await.unwrap().tails, 899);
    guild.healthy().await;
}

#[tokio::test]
async fn followers_hear_at_once_or_in_their_digest() {
    let guild = Guild::open().await;
    assert_eq!(
        code(guild.book.follow(&member(1), user(99), true).await),
        "no_capper"
    );
    for who in 1..=4 {
        assert!(guild.book.follow(&member(who), user(CAPPER), true).await.unwrap());
    }
    let nfl = vec!["NFL".parse().unwrap()];
    // A league alone is enough; a wish against the capper, or a break, is enough not to hear.
    for (who, wish) in [
        (1, None),
        (
            2,
            Some(PrefsChange::Cappers(vec![user(CAPPER)], Some(Wish::Never))),
        ),
        (3, None),
        (5, Some(PrefsChange::Leagues(nfl, Some(Wish::Digest)))),
    ] {
        let always = [PrefsChange::Direct(1), PrefsChange::Digest(Digest::Daily)];
        for change in always.iter().chain(&wish) {
            guild
                .book
                .change_notify_prefs(&member(who), change)
                .await
                .unwrap();
        }
    }
    guild.book.take_break(&member(3), BreakLength::Day).await.unwrap();

    let first = guild.post("first").await;
    let told = guild.book.notify(id(), first).await.unwrap();
    assert_eq!((told.pings, told.digests), (1, 1));
    let again = guild.book.notify(id(), first).await.unwrap();
    assert_eq!((again.pings, again.digests), (0, 0));
    // One message a day was asked for: the second bet waits.
    let second = guild.post("second").await;
    let told = guild.book.notify(id(), second).await.unwrap();
    assert_eq!((told.pings, told.digests), (0, 2));
    let due = guild.book.digest_due(id()).await.unwrap();
    let due: Vec<_> = due.into_iter().map(|due| (due.user.get(), due.bets)).collect();
    assert_eq!(due, [(1, vec![second]), (5, vec![first, second])]);
    assert!(guild.book.digest_due(id()).await.unwrap().is_empty());
    // Once it has locked nobody needs to hear of it.
    let third = guild.post("third").await;
    guild.at(START);
    assert_eq!(guild.book.notify(id(), third).await.unwrap().digests, 0);
    assert_eq!(guild.book.followers(id(), user(CAPPER)).await.unwrap(), 4);
    assert_eq!(guild.book.following(id(), user(1)).await.unwrap()[0].name, "Ada");
    guild.book.follow(&member(1), user(CAPPER), false).await.unwrap();
    assert!(guild.book.following(id(), user(1)).await.unwrap().is_empty());
    guild.healthy().await;
}

/// Each of them was made by somebody who saw the preferences before the others.
#[tokio::test]
async fn choices_at_the_same_moment_all_stand() {
    let guild = Guild::open().await;
    let me = member(1);
    let nfl = "NFL".parse().unwrap();
    let choose = |change: PrefsChange| {
        let book = guild.book.clone();
        async move { book.change_notify_prefs(&me, &change).await.unwrap() }
    };
    let cappers = (1..=20).map(|n| PrefsChange::Cappers(vec![user(n)], Some(Wish::Ping)));
    let others = [
        PrefsChange::Direct(5),
        PrefsChange::Digest(Digest::Daily),
        PrefsChange::Leagues(vec![nfl], Some(Wish::Never)),
    ];
    let all: tokio::task::JoinSet<_> = cappers.chain(others).map(choose).collect();
    all.join_all().await;
    let stands = guild.book.notify_prefs(id(), user(1)).await.unwrap();
    assert_eq!((stands.direct, stands.digest), (5, Digest::Daily));
    assert_eq!(
        (stands.cappers.len(), stands.leagues.get(&nfl)),
        (20, Some(&Wish::Never))
    );
    // What is refused changes nothing; what changes nothing gives what stands.
    let many = (1..=100).map(user).collect();
    let many = PrefsChange::Cappers(many, Some(Wish::Digest));
    assert_eq!(
        code(guild.book.change_notify_prefs(&me, &many).await),
        "too_many_wishes"
    );
    assert_eq!(choose(PrefsChange::Direct(5)).await, stands);
}

#[tokio::test]
async fn a_break_outlasts_everything() {
    let guild = Guild::open().await;
    let bet = guild.post("first").await;
    let week = guild
        .book
        .take_break(&member(1), BreakLength::Week)
        .await
        .unwrap();
    assert_eq!(
        code(guild.book.take_break(&member(1), BreakLength::Day).await),
        "shorter_break"
    );
    assert_eq!(guild.tap(1, bet, TailSide::With, None, "k").await, "on_break");
    assert_eq!(
        code(guild.book.follow(&member(1), user(CAPPER), true).await),
        "on_break"
    );
    // Not even by erasing oneself.
    guild.book.erase(&member(1)).await.unwrap();
    assert_eq!(guild.book.on_break(id(), user(1)).await.unwrap(), Some(week));
    assert_eq!(guild.tap(1, bet, TailSide::With, None, "k").await, "on_break");
    guild.wait(TimeDelta::days(7));
    assert_eq!(guild.book.on_break(id(), user(1)).await.unwrap(), None);
}

#[tokio::test]
async fn names_are_unique_and_follow_to_the_slips() {
    let guild = Guild::open().await;
    let operator = Actor::operator(id());
    let bet = guild.post("first").await;
    assert_eq!(
        code(guild.book.add_capper(&operator, user(8), "ÁDA!").await),
        "name_taken"
    );
    guild.book.add_capper(&operator, user(8), "Bob").await.unwrap();
    let name = |name: &str| ProfileChange {
        name: Some(name.into()),
        colour: Some("#1F8B4C".into()),
        picture: None,
    };
    let bob = someone(8, Role::Capper);
    assert_eq!(
        code(guild.book.set_profile(&bob, user(8), &name("a d a")).await),
        "name_taken"
    );
    assert_eq!(
        code(guild.book.set_profile(&bob, user(CAPPER), &name("Eve")).await),
        "not_yours"
    );
    assert_eq!(
        code(guild.book.set_profile(&bob, user(8), &name("B\u{202e}b")).await),
        "bad_name"
    );
    let profile = guild
        .book
        .set_profile(&capper(), user(CAPPER), &name("  Ada  L. "))
        .await
        .unwrap();
    assert_eq!(
        (profile.name.as_deref(), profile.colour.as_deref()),
        (Some("Ada L."), Some("#1f8b4c"))
    );
    assert_eq!(guild.book.bet(id(), bet).await.unwrap().name, "Ada L.");
}

#[tokio::test]
async fn who_leaves_is_gone_and_the_books_are_as_they_were() {
    let guild = Guild::open().await;
    let bet = guild.post("first").await;
    let open = guild.post("second").await;
    guild
        .book
        .tail(&member(1), bet, TailSide::With, None, "k")
        .await
        .unwrap();
    guild.book.follow(&member(1), user(CAPPER), true).await.unwrap();
    guild.book.confirm_age(&member(1), 18).await.unwrap();
    let to_confirm = async || guild.book.age_to_confirm(id(), user(1)).await.unwrap();
    assert_eq!(to_confirm().await, None, "the guild never said an age");
    guild
        .book
        .set(&Actor::operator(id()), "age.minimum", "21")
        .await
        .unwrap();
    assert_eq!(to_confirm().await, Some(21));
    guild.book.confirm_age(&member(1), 18).await.unwrap();
    assert_eq!(to_confirm().await, Some(21), "the age asked for was another");
    let data = guild.book.personal_data(id(), user(1)).await.unwrap();
    assert_eq!(
        (data["tails"][0]["bet"].as_i64(), data["age_confirmed"].as_i64()),
        (Some(1), Some(18))
    );

    // Hidden, then erased: the board counts the record among the hidden ones both times.
    guild.at("2024-09-08T21:00:00Z");
    let by_hand = ManualGrade {
        leg: None,
        grade: Grade::Loss,
        reason: String::new(),
    };
    guild
        .book
        .grade(&someone(9, Role::Grader), bet, &by_hand)
        .await
        .unwrap();
    let query = BoardQuery::default();
    assert_eq!(guild.book.leaderboard(id(), &query).await.unwrap().len(), 1);
    guild.book.hide(&capper(), true).await.unwrap();
    let board = guild.book.whole_board(id(), &query).await.unwrap();
    assert_eq!(
        (board.rows.len(), board.hidden.cappers, board.hidden.decided),
        (0, 1, 1)
    );
    assert_eq!(board.hidden.net.to_string(), "-2.0000");
    let data = guild.book.personal_data(id(), user(CAPPER)).await.unwrap();
    assert_eq!(data["bets"].as_array().unwrap().len(), 2);
    assert_eq!(data["profile"]["name"], "Ada");

    let erased = guild.book.erase(&capper()).await.unwrap();
    assert_eq!((erased.bets, erased.tails), (2, 0));
    guild.healthy().await;
    assert_eq!(guild.book.whole_board(id(), &query).await.unwrap(), board);
    assert!(
        guild
            .book
            .bet(id(), bet)
            .await
            .unwrap()
            .name
            .starts_with("former capper")
    );
    let gone = guild.book.personal_data(id(), user(CAPPER)).await.unwrap();
    for key in ["bets", "capper", "tails", "audit"] {
        assert_eq!(gone[key].as_array().unwrap().len(), 0, "{key}");
    }
    assert_eq!(guild.book.erase(&member(1)).await.unwrap().tails, 1);
    assert!(
        guild
            .book
            .tails(id(), user(1), &TailFilter::default())
            .await
            .unwrap()
            .is_empty()
    );

    // What was open settles under nobody's name; who comes back begins anew, and it shows.
    guild.prices("final,27,20", "", "", "").await;
    guild.settle().await;
    assert_eq!(guild.book.bet(id(), open).await.unwrap().status.code(), "won");
    guild
        .book
        .add_capper(&Actor::operator(id()), user(CAPPER), "Ada")
        .await
        .unwrap();
    assert!(guild.book.profile(id(), user(CAPPER)).await.unwrap().restarted);
    assert!(!guild.book.profile(id(), user(2)).await.unwrap().restarted);
    guild.healthy().await;
}
