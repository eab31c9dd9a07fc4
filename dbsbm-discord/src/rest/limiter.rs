//! Keeping to Discord's limits: fifty requests a second in all, and for each bucket what Discord says of it.

use super::RestError;
use reqwest::{StatusCode, header::HeaderMap};
use serde_json::Value;
use std::{
    collections::{HashMap, VecDeque},
    sync::{Mutex, MutexGuard, PoisonError},
    time::Duration,
};
use tokio::time::Instant;

/// Requests that Discord takes from one bot in a second. A few stay free for answers to people.
const PER_SECOND: usize = 45;
const SECOND: Duration = Duration::from_secs(1);
/// When Discord does not say how long.
const UNKNOWN: Duration = Duration::from_secs(1);
/// No wait is longer, whatever is said.
const LONGEST: Duration = Duration::from_secs(24 * 60 * 60);

#[derive(Debug, Default)]
pub(super) struct Limiter {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    /// When the latest requests went out.
    sent: VecDeque<Instant>,
    /// Buckets that are closed, until when. The empty name is all of them.
    closed: HashMap<String, Instant>,
}

impl Limiter {
    /// Waits for a place among the requests of this second; refuses where the bucket is closed.
    pub(super) async fn admit(&self, bucket: &str) -> Result<(), RestError> {
        loop {
            let wait = {
                let now = Instant::now();
                let mut state = self.state();
                state.closed.retain(|_, until| *until > now);
                let until = state.closed.get("").max(state.closed.get(bucket)).copied();
                if let Some(until) = until {
                    return Err(RestError::Limited { after: until - now });
                }
                while state.sent.front().is_some_and(|at| now - *at >= SECOND) {
                    state.sent.pop_front();
                }
                match state.sent.front().filter(|_| state.sent.len() >= PER_SECOND) {
                    Some(first) => SECOND.saturating_sub(now - *first),
                    None => {
                        state.sent.push_back(now);
                        return Ok(());
                    }
                }
            };
            tokio::time::sleep(wait).await;
        }
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
    async fn no_more_than_the_second_holds() {
        let limiter = Limiter::default();
        let start = Instant::now();
        for _ in 0..PER_SECOND * 2 {
            limiter.admit("a").await.unwrap();
        }
        assert!(start.elapsed() >= SECOND && start.elapsed() < SECOND * 2);
    }

    #[tokio::test(start_paused = true)]
    async fn a_closed_bucket_closes_no_other() {
        let limiter = Limiter::default();
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
