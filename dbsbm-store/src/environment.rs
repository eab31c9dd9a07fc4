//! What the Book takes from outside: the time and randomness. Tests give their own.

use chrono::{DateTime, SubsecRound, Utc};
use std::sync::Arc;

type Now = dyn Fn() -> DateTime<Utc> + Send + Sync;
type Fill = dyn Fn(&mut [u8]) + Send + Sync;

/// Clock and randomness of a [`Book`](crate::Book).
#[derive(Clone)]
pub struct Environment {
    now: Arc<Now>,
    fill: Arc<Fill>,
}

impl Environment {
    /// The machine's clock and the operating system's randomness.
    pub fn system() -> Self {
        #[expect(
            clippy::disallowed_methods,
            reason = "the one place where the clock of the machine is read"
        )]
        let now = || DateTime::<Utc>::from(std::time::SystemTime::now());
        // Without randomness from the operating system nothing that needs a secret may go on.
        #[expect(
            clippy::expect_used,
            reason = "a subject id that can be guessed would identify a person"
        )]
        let fill =
            |bytes: &mut [u8]| getrandom::fill(bytes).expect("the operating system gives random bytes");
        Self {
            now: Arc::new(now),
            fill: Arc::new(fill),
        }
    }

    /// A clock of the caller's, with the operating system's randomness.
    pub fn with_clock(now: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self {
            now: Arc::new(now),
            ..Self::system()
        }
    }

    /// The same clock with a randomness of the caller's: for a made-up world that has to come out the same each time. Who
    /// can foresee it can tell whose events are whose, so it is not for real books.
    #[must_use]
    pub fn with_randomness(self, fill: impl Fn(&mut [u8]) + Send + Sync + 'static) -> Self {
        Self {
            fill: Arc::new(fill),
            ..self
        }
    }

    /// Now, to the millisecond: the books know no finer time.
    pub(crate) fn now(&self) -> DateTime<Utc> {
        (self.now)().trunc_subsecs(3)
    }

    /// Sixteen random bytes as hexadecimal digits.
    pub(crate) fn subject(&self) -> String {
        self.secret::<16>().iter().map(|b| format!("{b:02x}")).collect()
    }

    /// Random bytes.
    pub(crate) fn secret<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        (self.fill)(&mut bytes);
        bytes
    }
}

impl std::fmt::Debug for Environment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Environment")
    }
}
