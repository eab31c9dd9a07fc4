//! Settlement: grade each leg, combine legs to lines, pay out, and say why.

mod grade;
mod outcome;

pub use grade::Grade;
pub use outcome::Outcome;
