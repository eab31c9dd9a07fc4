//! Settlement: grade each leg, combine legs to lines, pay out, and say why.

mod grade;

pub use grade::Grade;
