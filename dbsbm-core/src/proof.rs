//! The proof: every event of a guild's books carries the hash of the one before, so that a record cannot be rewritten
//! without changing every later hash.
//!
//! The hash of an event is SHA-256 over the previous hash and the event in canonical form (RFC 8785 JSON). Events hold
//! no Discord id, name or free text: a member is a random subject id, text is a salted digest, so that erasing a person
//! leaves the chain as it is.
//!
//! ```
//! use dbsbm_core::proof::{Chain, Hash};
//! let mut chain = Chain::new();
//! let first = chain.append("{\"n\":1}").unwrap();
//! let second = chain.append("{\"n\":2}").unwrap();
//! assert_ne!(first, second);
//! assert_eq!(second.to_string().parse::<Hash>().unwrap(), second);
//!
//! let mut check = Chain::new();
//! assert!(check.append("{\"n\":1}").unwrap() == first && check.append("{\"n\":3}").unwrap() != second);
//! ```

use sha2::{Digest, Sha256};

/// A SHA-256 hash, written as 64 hexadecimal digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Hash([u8; 32]);

/// Why a chain or a part of it could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ProofError {
    /// Not 64 hexadecimal digits.
    #[error("`{0}` is no hash: 64 hexadecimal digits are expected")]
    NotAHash(String),
    /// An event that is no JSON.
    #[error("event is no JSON: {0}")]
    NotJson(String),
}

impl Hash {
    /// From raw bytes.
    pub const fn from_bytes(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The raw bytes.
    pub const fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// The first eight digits, as a slip shows them.
    pub fn short(&self) -> String {
        self.to_string().chars().take(8).collect()
    }
}

impl std::fmt::Display for Hash {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.iter().try_for_each(|b| write!(f, "{b:02x}"))
    }
}

impl std::str::FromStr for Hash {
    type Err = ProofError;

    fn from_str(text: &str) -> Result<Self, ProofError> {
        let wrong = || ProofError::NotAHash(text.chars().take(80).collect());
        if text.len() != 64 || !text.bytes().all(|b| b.is_ascii_hexdigit()) {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (i, byte) in bytes.iter_mut().enumerate() {
            let digits = text.get(2 * i..2 * i + 2).ok_or_else(wrong)?;
            *byte = u8::from_str_radix(digits, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

/// A chain under construction or under examination: it knows the newest hash only.
#[derive(Debug, Clone, Default)]
pub struct Chain {
    head: Hash,
}

impl Chain {
    /// A chain without events; its head is all zeros.
    pub fn new() -> Self {
        Self::default()
    }

    /// A chain that goes on from a known head.
    pub const fn from_head(head: Hash) -> Self {
        Self { head }
    }

    /// The newest hash.
    pub const fn head(&self) -> Hash {
        self.head
    }

    /// Appends an event given as JSON text in any layout.
    ///
    /// # Errors
    /// [`ProofError::NotJson`].
    pub fn append(&mut self, json: &str) -> Result<Hash, ProofError> {
        let value: serde_json::Value =
            serde_json::from_str(json).map_err(|e| ProofError::NotJson(e.to_string()))?;
        Ok(self.append_canonical(canonical(&value)?.as_bytes()))
    }

    /// Appends an event that is in canonical form already.
    pub fn append_canonical(&mut self, canonical: &[u8]) -> Hash {
        let mut sha = Sha256::new();
        sha.update(self.head.0);
        sha.update(canonical);
        self.head = Hash(sha.finalize().into());
        self.head
    }
}

/// A value in canonical form (RFC 8785).
///
/// # Errors
/// [`ProofError::NotJson`] for what JSON cannot hold.
pub fn canonical<T: serde::Serialize>(value: &T) -> Result<String, ProofError> {
    serde_json_canonicalizer::to_string(value).map_err(|e| ProofError::NotJson(e.to_string()))
}

/// The digest of a text that must not stand in an event: 16 hexadecimal digits of SHA-256 over salt and text.
pub fn digest(salt: &[u8], text: &str) -> String {
    let hash = Sha256::new()
        .chain_update(salt)
        .chain_update([0])
        .chain_update(text)
        .finalize();
    Hash(hash.into()).to_string().chars().take(16).collect()
}

/// The first 128 bits of SHA-256 of a text: enough to know an idempotency key again.
pub fn digest128(text: &str) -> [u8; 16] {
    let hash: [u8; 32] = Sha256::digest(text).into();
    let mut half = [0; 16];
    half.copy_from_slice(hash.split_at(16).0);
    half
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn layout_does_not_matter_but_content_does() {
        let hash = |json| Chain::new().append(json).unwrap();
        assert_eq!(hash(r#"{"b":1,"a":"x"}"#), hash("{ \"a\": \"x\",\n\"b\": 1.0 }"));
        assert_ne!(hash(r#"{"a":1}"#), hash(r#"{"a":2}"#));
    }
}
