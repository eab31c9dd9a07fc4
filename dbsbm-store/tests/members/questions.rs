//! Questions about a grade, where a result is from, and what waits for a person.

use super::*;

#[tokio::test]
async fn a_question_reaches_the_graders_and_is_answered() {
    let guild = Guild::open().await;
    let bet = guild.post("first").await;
    let ask = async |who: i64, key: &str| guild.book.question(&member(who), bet, "Was it 24-20?", key).await;
    assert_eq!(code(ask(1, "a").await), "not_graded");
    guild.at("2024-09-08T21:00:00Z");
    guild.prices("final,24,20", "", "", "").await;
    guild.settle().await;
    let asked = ask(1, "a").await.unwrap();
    assert_eq!(ask(1, "a").await.unwrap(), asked);
    assert_eq!(code(ask(1, "b").await), "asked_already");
    assert_eq!(
        guild.book.queue(id()).await.unwrap().questions,
        std::slice::from_ref(&asked)
    );
    let answer = async |actor: Actor| {
        guild
            .book
            .answer(&actor, asked.question, "Yes, by the box score.")
            .await
    };
    assert_eq!(code(answer(member(2)).await), "needs_role");
    assert_eq!(code(answer(someone(CAPPER, Role::Grader)).await), "own_bet");
    let answered = answer(someone(9, Role::Grader)).await.unwrap();
    assert_eq!(answered.answer.as_deref(), Some("Yes, by the box score."));
    assert_eq!(code(answer(someone(9, Role::Grader)).await), "answered");
    assert!(guild.book.queue(id()).await.unwrap().questions.is_empty());
    // Who asked reads it again; for others there is nothing.
    let about = async |who: i64| guild.book.questions_about(id(), user(who), bet, 2).await.unwrap();
    assert_eq!(about(1).await, std::slice::from_ref(&answered));
    assert_eq!(about(2).await, []);
    let again = [ask(1, "c").await.unwrap(), answered];
    assert_eq!(about(1).await, again);
    guild.healthy().await;
}

#[tokio::test]
async fn a_settled_bet_names_the_source_of_its_result() {
    let guild = Guild::open().await;
    let bet = guild.post("first").await;
    let sources = async || guild.book.result_sources(id(), bet).await.unwrap();
    assert_eq!(sources().await, [], "its game has no result yet");
    guild.at("2024-09-08T21:00:00Z");
    guild.prices("final,24,20", "", "", "").await;
    guild.settle().await;
    let named = sources().await;
    assert_eq!((named.len(), named[0].legs.as_slice()), (1, &[1][..]));
    assert_eq!(
        named[0].recorded_at,
        "2024-09-08T21:00:00Z".parse::<DateTime<Utc>>().unwrap()
    );
    let by_hand = ManualGrade {
        leg: None,
        grade: Grade::Void,
        reason: "the league annulled it".into(),
    };
    guild
        .book
        .grade(&someone(9, Role::Grader), bet, &by_hand)
        .await
        .unwrap();
    assert_eq!(sources().await, [], "a person decided");
}

#[tokio::test]
async fn what_needs_a_person_is_in_the_queue_until_it_is_graded() {
    let guild = Guild::open().await;
    let bet = guild.post("first").await;
    guild.at("2024-09-12T12:00:00Z");
    guild.prices("abandoned,10,0", "", "", "").await;
    guild.settle().await;
    guild.settle().await;
    let waiting = guild.book.queue(id()).await.unwrap().reviews;
    assert_eq!(waiting.iter().map(|review| review.bet).collect::<Vec<_>>(), [bet]);
    assert!(waiting[0].why[0].ends_with("so a grader decides"), "{waiting:?}");
    assert_eq!(
        guild.book.review(id(), bet).await.unwrap().as_ref(),
        waiting.first()
    );
    let by_hand = ManualGrade {
        leg: None,
        grade: Grade::Void,
        reason: "abandoned in the second quarter".into(),
    };
    guild
        .book
        .grade(&someone(9, Role::Grader), bet, &by_hand)
        .await
        .unwrap();
    assert!(guild.book.queue(id()).await.unwrap().reviews.is_empty());
    assert_eq!(guild.book.review(id(), bet).await.unwrap(), None);
    guild.healthy().await;
}

/// A schedule can be wrong: a game that was broken off has begun, whatever its start says.
#[tokio::test]
async fn a_game_that_ended_before_its_start_can_be_graded() {
    let guild = Guild::open().await;
    let bet = guild.post("first").await;
    let won = ManualGrade {
        leg: None,
        grade: Grade::Win,
        reason: "it counts by the league's rule".into(),
    };
    let grade = async || guild.book.grade(&someone(9, Role::Grader), bet, &won).await;
    assert_eq!(code(grade().await), "not_started");
    guild.prices("abandoned,31,0", "", "", "").await;
    assert_eq!(grade().await.unwrap().status.code(), "won");
    guild.healthy().await;
}
