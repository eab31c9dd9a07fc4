//! The versioned address on every button, select and modal: `v1:<flow>:<subject>:<step>`.
//!
//! It holds all that is needed to answer a click: any process can, also one that started after the message was posted.
//! The subject is a draft or a bet of the books. A click with an address that nobody knows any more is answered too.

use std::fmt;

/// The version that is written.
const VERSION: &str = "v1";

/// Where a click goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomId {
    /// Which flow.
    pub flow: String,
    /// The draft or the bet; `-` where there is none.
    pub subject: String,
    /// The step within the flow; may have further parts, separated by colons.
    pub step: String,
}

impl CustomId {
    /// An address.
    pub fn new(flow: &str, subject: impl fmt::Display, step: &str) -> Self {
        Self {
            flow: flow.into(),
            subject: subject.to_string(),
            step: step.into(),
        }
    }

    /// Reads an address; `None` for one of another version or form.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.splitn(4, ':');
        let version = parts.next()?;
        let (flow, subject, step) = (parts.next()?, parts.next()?, parts.next()?);
        (version == VERSION && !flow.is_empty()).then(|| Self::new(flow, subject, step))
    }

    /// The step's own name and what follows it: `page:2` is `("page", "2")`.
    pub fn step_and_rest(&self) -> (&str, &str) {
        self.step.split_once(':').unwrap_or((&self.step, ""))
    }
}

impl fmt::Display for CustomId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{VERSION}:{}:{}:{}", self.flow, self.subject, self.step)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_and_back() {
        let id = CustomId::new("bet", "a1b2", "page:2");
        assert_eq!(CustomId::parse(&id.to_string()), Some(id.clone()));
        assert_eq!(id.step_and_rest(), ("page", "2"));
        for unknown in ["", "v0:bet:1:post", "v1:bet", "hello"] {
            assert_eq!(CustomId::parse(unknown), None);
        }
    }
}
