//! What the end-to-end tests share, and the load driver with them.
#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::disallowed_methods,
    reason = "all of this is test code: it fails by panicking, and it waits by the clock"
)]

pub mod stage;
