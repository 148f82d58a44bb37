//! How many rows each operator of a plan gave.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Actual rows per operator of a plan, for explanations and for tests of speed. Operators are numbered in the order in
/// which the plan prints them: an operator before its inputs, inputs from first to last.
#[derive(Debug, Default)]
pub struct Trace {
    rows: Vec<AtomicU64>,
    nanoseconds: Vec<AtomicU64>,
    timed: bool,
}

impl Trace {
    /// A trace of a plan of `operators` operators; the time of each is taken only where `timed`.
    pub fn new(operators: usize, timed: bool) -> Self {
        let zeros = || (0..operators).map(|_| AtomicU64::new(0)).collect();
        Self { rows: zeros(), nanoseconds: zeros(), timed }
    }

    /// How many operators.
    pub fn len(&self) -> usize {
        self.rows.len()
    }

    /// Whether nothing is traced.
    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Whether times are taken.
    pub fn is_timed(&self) -> bool {
        self.timed
    }

    /// The rows that an operator gave, over all of its runs; a last expand counts as multiplied out.
    pub fn rows(&self, operator: usize) -> u64 {
        self.rows.get(operator).map_or(0, |rows| rows.load(Ordering::Relaxed))
    }

    /// The time that passed in an operator and in those below it; zero where it was not taken.
    pub fn elapsed(&self, operator: usize) -> Duration {
        self.nanoseconds.get(operator).map_or(Duration::ZERO, |time| Duration::from_nanos(time.load(Ordering::Relaxed)))
    }

    /// Counts rows of an operator.
    pub(super) fn add_rows(&self, operator: usize, rows: u64) {
        if let Some(counter) = self.rows.get(operator) {
            counter.fetch_add(rows, Ordering::Relaxed);
        }
    }

    /// Adds to the time of an operator.
    pub(super) fn add_time(&self, operator: usize, time: Duration) {
        if let Some(counter) = self.nanoseconds.get(operator) {
            counter.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Ordering::Relaxed);
        }
    }
}
