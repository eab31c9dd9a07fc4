//! How much to stake.
