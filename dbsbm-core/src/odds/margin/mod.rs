//! Removing and adding the bookmaker's margin.
