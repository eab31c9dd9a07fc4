//! The name of a rule set.

use serde::{Deserialize, Deserializer, Serialize, Serializer, de::Error};

/// The name of a rule set, short enough to travel with every settlement: 1 to 31 bytes.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RuleName {
    len: u8,
    bytes: [u8; 31],
}

impl RuleName {
    /// `None` when the name is empty or longer than 31 bytes.
    pub fn new(name: &str) -> Option<Self> {
        let mut bytes = [0; 31];
        bytes.get_mut(..name.len())?.copy_from_slice(name.as_bytes());
        let len = u8::try_from(name.len()).ok()?;
        (len > 0).then_some(Self { len, bytes })
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        let bytes = self.bytes.get(..usize::from(self.len)).unwrap_or_default();
        std::str::from_utf8(bytes).unwrap_or_default()
    }
}

impl std::fmt::Display for RuleName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(self.as_str())
    }
}

impl std::fmt::Debug for RuleName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:?}", self.as_str())
    }
}

impl Serialize for RuleName {
    fn serialize<S: Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.serialize_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for RuleName {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let name = std::borrow::Cow::<'_, str>::deserialize(d)?;
        Self::new(&name).ok_or_else(|| D::Error::custom("a rule set's name has 1 to 31 bytes"))
    }
}
