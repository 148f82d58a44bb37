//! Counting the steps of a search, so that the guard is asked every few thousand of them.

use super::{Exceeded, Guard};

/// Steps of a search under a guard.
#[derive(Debug)]
pub struct Steps<'r> {
    guard: &'r Guard,
    left: usize,
}

/// The guard is asked once in so many steps.
const STEPS: usize = 8192;

impl<'r> Steps<'r> {
    /// No steps yet.
    pub fn new(guard: &'r Guard) -> Self {
        Self { guard, left: STEPS }
    }

    /// Takes steps; an error if the guard says stop.
    pub fn take(&mut self, steps: usize) -> Result<(), Exceeded> {
        if steps < self.left {
            self.left -= steps;
            return Ok(());
        }
        self.left = STEPS;
        self.guard.check()
    }
}
