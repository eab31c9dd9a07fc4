//! Keeping to Discord's limits: fifty requests a second in all, and for each bucket what Discord says of it.

use super::RestError;
use dbsbm_store::GuildPart;
use reqwest::{StatusCode, header::HeaderMap};
use serde_json::Value;
use std::{
    collections::HashMap,
    sync::{Arc, Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::{
    runtime::Handle,
    sync::{OwnedSemaphorePermit, Semaphore},
    time::Instant,
};

/// Discord takes so many requests from one bot in a second.
const MOST: u32 = 50;
/// What Discord counts by.
const SECOND: Duration = Duration::from_secs(1);
/// They go out evenly, 45 a second: a burst that is held up on the way arrives together with the next one.
const EVERY: Duration = Duration::from_nanos(1_000_000_000 / 45);
/// So much too early may a request of a quiet bot be: three go out at once, and a slip and its buttons wait for neither.
const EARLY: Duration = Duration::from_nanos(2 * EVERY.as_nanos() as u64);
/// When Discord does not say how long.
const UNKNOWN: Duration = Duration::from_secs(1);
/// No wait is longer, whatever is said.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Debug)]
pub(super) struct Limiter {
    /// The time between two requests.
    every: Duration,
    /// Places for the requests that Discord may be counting.
    places: Arc<Semaphore>,
    state: Mutex<State>,
}

/// The turn of a request, until it is answered. Whenever on the way Discord counted it, that was before the answer: its
/// place is free again a second after, so that no second of Discord's has more than [`MOST`], however the way holds them up.
#[derive(Debug)]
pub(super) struct Turn(Option<OwnedSemaphorePermit>);

impl Drop for Turn {
    fn drop(&mut self) {
        // Without a runtime the process ends, and nothing more is sent.
        if let (Some(place), Ok(runtime)) = (self.0.take(), Handle::try_current()) {
            runtime.spawn(async move {
                tokio::time::sleep(SECOND).await;
                drop(place);
            });
        }
    }
}

#[derive(Debug, Default)]
struct State {
    /// When the next request is due; it may go out by [`EARLY`] before.
    due: Option<Instant>,
    /// Buckets that are closed, until when. The empty name is all of them.
    closed: HashMap<String, Instant>,
}

impl Limiter {
    /// For a process with some of the shards: the processes of one bot share its fifty requests.
    pub(super) fn new(part: &GuildPart) -> Self {
        let places = (MOST * part.count() / part.total()).max(1);
        Self {
            every: EVERY * part.total() / part.count(),
            places: Arc::new(Semaphore::new(places as usize)),
            state: Mutex::default(),
        }
    }

    /// Waits for its turn, first come, first served; refuses where the bucket is closed.
    pub(super) async fn admit(&self, bucket: &str) -> Result<Turn, RestError> {
        self.state().open(bucket)?;
        let place = Arc::clone(&self.places).acquire_owned().await;
        let place = place.map_err(|e| RestError::Away(e.to_string()))?;
        let turn = self.state().take_turn(self.every);
        tokio::time::sleep_until(turn).await;
        // It may have been closed in the meantime.
        self.state().open(bucket)?;
        Ok(Turn(Some(place)))
    }

    /// Notes what Discord says of the bucket.
    pub(super) fn learn(&self, bucket: &str, status: StatusCode, headers: &HeaderMap, body: &Value) {
        let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
        let limited = status == StatusCode::TOO_MANY_REQUESTS;
        let wait = if limited {
            Some(retry_after(headers, body))
        } else if text("x-ratelimit-remaining") == Some("0") {
            text("x-ratelimit-reset-after").and_then(seconds)
        } else {
            None
        };
        let Some(wait) = wait else { return };
        let all = limited && (text("x-ratelimit-global").is_some() || body["global"] == true);
        let name = if all { "" } else { bucket };
        self.state().closed.insert(name.into(), Instant::now() + wait);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    /// Refuses while the bucket, or all of them, are closed.
    fn open(&mut self, bucket: &str) -> Result<(), RestError> {
        let now = Instant::now();
        self.closed.retain(|_, until| *until > now);
        match self.closed.get("").max(self.closed.get(bucket)) {
            Some(until) => Err(RestError::Limited { after: *until - now }),
            None => Ok(()),
        }
    }

    /// When the next request goes out.
    fn take_turn(&mut self, every: Duration) -> Instant {
        let now = Instant::now();
        let due = self.due.map_or(now, |due| due.max(now));
        self.due = Some(due + every);
        now.max(due - EARLY)
    }
}

/// How long a refusal for too many requests asks to wait.
pub(super) fn retry_after(headers: &HeaderMap, body: &Value) -> Duration {
    let told = body["retry_after"].as_f64().and_then(checked);
    let header = || {
        headers
            .get("retry-after")
            .and_then(|v| v.to_str().ok())
            .and_then(seconds)
    };
    told.or_else(header).unwrap_or(UNKNOWN)
}

fn seconds(text: &str) -> Option<Duration> {
    text.parse().ok().and_then(checked)
}

fn checked(seconds: f64) -> Option<Duration> {
    Duration::try_from_secs_f64(seconds)
        .ok()
        .map(|wait| wait.min(LONGEST))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[tokio::test(start_paused = true)]
    async fn requests_go_out_evenly_and_few_at_once() {
        let limiter = Limiter::new(&GuildPart::ALL);
        let start = Instant::now();
        let mut sent = Vec::new();
        for _ in 0..120 {
            limiter.admit("a").await.unwrap();
            sent.push(start.elapsed());
        }
        assert!(sent[2] < EVERY && sent[3] >= EVERY / 2, "three at once");
        let in_second = |from: Duration| {
            let within = |at: &&Duration| (from..from + Duration::from_secs(1)).contains::<Duration>(at);
            sent.iter().filter(within).count()
        };
        let most = sent.iter().map(|at| in_second(*at)).max().unwrap();
        assert!((45..50).contains(&most), "{most} in a second");
        // Quiet again: as at the start, and no more than then.
        tokio::time::sleep(Duration::from_secs(60)).await;
        let again = Instant::now();
        for _ in 0..3 {
            limiter.admit("a").await.unwrap();
        }
        assert!(again.elapsed() < EVERY / 2);
        limiter.admit("a").await.unwrap();
        assert!(again.elapsed() >= EVERY / 2);
    }

    #[tokio::test(start_paused = true)]
    async fn the_processes_of_a_bot_share_its_requests() {
        let start = Instant::now();
        let quarter = Limiter::new(&GuildPart::new(2, 3, 8).unwrap());
        for _ in 0..46 {
            quarter.admit("a").await.unwrap();
        }
        assert_eq!(start.elapsed().as_secs(), 3, "a quarter of 45 a second");
    }

    #[tokio::test(start_paused = true)]
    async fn what_is_not_answered_counts_until_a_second_after_it_is() {
        let limiter = Limiter::new(&GuildPart::ALL);
        let mut held_up = Vec::new();
        for _ in 0..MOST {
            held_up.push(limiter.admit("a").await.unwrap());
        }
        let one_more = async || tokio::time::timeout(SECOND * 10, limiter.admit("a")).await;
        assert!(one_more().await.is_err(), "fifty are on the way");
        let answered = Instant::now();
        held_up.pop();
        assert!(one_more().await.is_ok() && answered.elapsed() >= SECOND);
    }

    #[tokio::test(start_paused = true)]
    async fn what_waits_for_its_turn_learns_that_all_are_closed() {
        let limiter = Limiter::new(&GuildPart::ALL);
        for _ in 0..3 {
            limiter.admit("a").await.unwrap();
        }
        let close = async {
            let all = json!({ "retry_after": 1.0, "global": true });
            limiter.learn("b", StatusCode::TOO_MANY_REQUESTS, &HeaderMap::new(), &all);
        };
        let (waited, ()) = tokio::join!(limiter.admit("a"), close);
        assert!(matches!(waited, Err(RestError::Limited { .. })));
    }

    #[tokio::test(start_paused = true)]
    async fn a_closed_bucket_closes_no_other() {
        let limiter = Limiter::new(&GuildPart::ALL);
        let body = json!({ "retry_after": 3.0, "global": false });
        limiter.learn("a", StatusCode::TOO_MANY_REQUESTS, &HeaderMap::new(), &body);
        assert!(
            matches!(limiter.admit("a").await, Err(RestError::Limited { after }) if after <= Duration::from_secs(3))
        );
        limiter.admit("b").await.unwrap();
        tokio::time::sleep(Duration::from_secs(3)).await;
        limiter.admit("a").await.unwrap();
        let all = json!({ "retry_after": 1.0, "global": true });
        limiter.learn("a", StatusCode::TOO_MANY_REQUESTS, &HeaderMap::new(), &all);
        assert!(limiter.admit("b").await.is_err());
    }

    #[test]
    fn a_wait_is_what_the_body_or_the_header_says_within_reason() {
        let mut headers = HeaderMap::new();
        assert_eq!(retry_after(&headers, &Value::Null), UNKNOWN);
        headers.insert("retry-after", "2.5".parse().unwrap());
        assert_eq!(retry_after(&headers, &Value::Null).as_millis(), 2_500);
        let told = |seconds: f64| retry_after(&headers, &json!({ "retry_after": seconds }));
        assert_eq!(told(0.25).as_millis(), 250);
        assert_eq!(told(1e18), LONGEST);
        assert_eq!(told(-1.0).as_millis(), 2_500);
    }
}
