//! Memory that a running operator or algorithm holds, given back when it ends.

use super::{Exceeded, Guard};

/// Bytes that were reserved and are given back on drop.
#[derive(Debug)]
pub struct Held<'r> {
    guard: &'r Guard,
    bytes: u64,
}

impl<'r> Held<'r> {
    /// Nothing held yet.
    pub fn new(guard: &'r Guard) -> Self {
        Self { guard, bytes: 0 }
    }

    /// Where it is held.
    pub fn guard(&self) -> &'r Guard {
        self.guard
    }

    /// Holds more; to be asked before a container grows.
    pub fn grow(&mut self, bytes: u64) -> Result<(), Exceeded> {
        self.guard.reserve(bytes)?;
        self.bytes += bytes;
        Ok(())
    }
}

impl Drop for Held<'_> {
    fn drop(&mut self) {
        self.guard.release(self.bytes);
    }
}
