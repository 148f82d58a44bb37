//! The one context by which a running query is bounded and stopped.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant, SystemTime};

use miette::Diagnostic;
use thiserror::Error;

/// What a query may spend.
#[derive(Clone, Debug)]
pub struct Limits {
    /// Longest time to run.
    pub time: Option<Duration>,
    /// Bytes that the query's containers may hold at once.
    pub memory: u64,
    /// Rows that an answer may have.
    pub rows: u64,
}

impl Default for Limits {
    /// Five minutes, 4 GiB, a hundred million rows.
    fn default() -> Self {
        Self { time: Some(Duration::from_mins(5)), memory: 4 << 30, rows: 100_000_000 }
    }
}

/// Why a query was stopped.
#[derive(Clone, Copy, Debug, Error, Diagnostic, PartialEq, Eq)]
pub enum Exceeded {
    /// Out of time.
    #[error("the query ran longer than its limit of {0:?}")]
    #[diagnostic(code(limit::time), help("narrow the question, or raise the limit with `--limit-time`"))]
    Time(Duration),
    /// Out of memory.
    #[error("the query needs more memory than its limit of {} MiB", .0 >> 20)]
    #[diagnostic(code(limit::memory), help("narrow the question, or raise the limit with `--limit-memory`"))]
    Memory(u64),
    /// Too many rows.
    #[error("the answer has more rows than the limit of {0}")]
    #[diagnostic(code(limit::rows), help("add a LIMIT, or raise the limit with `--limit-rows`"))]
    Rows(u64),
    /// The user stopped it.
    #[error("interrupted")]
    #[diagnostic(code(limit::interrupted))]
    Interrupted,
}

/// The bounds of one running query, shared by reference with all of its operators, on any thread.
#[derive(Debug)]
pub struct Guard {
    limits: Limits,
    deadline: Option<Instant>,
    cancel: Arc<AtomicBool>,
    used: AtomicU64,
    peak: AtomicU64,
    began: SystemTime,
    transaction: SystemTime,
    /// Whether all clocks stand still at that moment.
    still: bool,
    kept: super::Kept,
}

impl Guard {
    /// Starts the clock. Setting `cancel` stops the query at its next check.
    pub fn new(limits: Limits, cancel: Arc<AtomicBool>) -> Self {
        let deadline = limits.time.and_then(|time| Instant::now().checked_add(time));
        let began = SystemTime::now();
        Self {
            limits,
            deadline,
            cancel,
            used: AtomicU64::new(0),
            peak: AtomicU64::new(0),
            began,
            transaction: began,
            still: false,
            kept: super::Kept::default(),
        }
    }

    /// The statement is part of a transaction that began at this time.
    #[must_use]
    pub fn in_transaction(mut self, began: SystemTime) -> Self {
        self.transaction = began;
        self
    }

    /// All clocks stand at this moment, so that answers can be repeated. Limits of time go on.
    #[must_use]
    pub fn at(mut self, moment: SystemTime) -> Self {
        (self.began, self.transaction, self.still) = (moment, moment, true);
        self
    }

    /// What a clock shows that is looked at now.
    pub fn now(&self) -> SystemTime {
        if self.still { self.began } else { SystemTime::now() }
    }

    /// When the statement began: what its clock shows all the while.
    pub fn began(&self) -> SystemTime {
        self.began
    }

    /// When the transaction began that the statement is part of: with the statement, if it is one of its own.
    pub fn transaction_began(&self) -> SystemTime {
        self.transaction
    }

    /// What was computed under this guard and may be needed again.
    pub fn kept(&self) -> &super::Kept {
        &self.kept
    }

    /// The limits.
    pub fn limits(&self) -> &Limits {
        &self.limits
    }

    /// To be asked once per batch and every few thousand steps of a search.
    pub fn check(&self) -> Result<(), Exceeded> {
        if self.cancel.load(Ordering::Relaxed) {
            return Err(Exceeded::Interrupted);
        }
        match (self.deadline, self.limits.time) {
            (Some(deadline), Some(time)) if Instant::now() >= deadline => Err(Exceeded::Time(time)),
            _ => Ok(()),
        }
    }

    /// Reserves `bytes` before a container grows by them. Nothing is reserved where this fails.
    pub fn reserve(&self, bytes: u64) -> Result<(), Exceeded> {
        let used = self.used.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes);
        if used > self.limits.memory {
            self.used.fetch_sub(bytes, Ordering::Relaxed);
            return Err(Exceeded::Memory(self.limits.memory));
        }
        self.peak.fetch_max(used, Ordering::Relaxed);
        Ok(())
    }

    /// Whether `bytes` more could be had now, for one value that may be gone soon; nothing is kept reserved.
    pub fn fits(&self, bytes: u64) -> Result<(), Exceeded> {
        self.reserve(bytes)?;
        self.release(bytes);
        Ok(())
    }

    /// Gives back what was reserved.
    pub fn release(&self, bytes: u64) {
        self.used.fetch_sub(bytes, Ordering::Relaxed);
    }

    /// The most bytes that were reserved at once.
    pub fn peak(&self) -> u64 {
        self.peak.load(Ordering::Relaxed)
    }
}

impl Default for Guard {
    /// The default limits, never cancelled.
    fn default() -> Self {
        Self::new(Limits::default(), Arc::new(AtomicBool::new(false)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_refused_before_it_is_spent() {
        let guard = Guard::new(Limits { memory: 100, ..Limits::default() }, Arc::default());
        assert!(guard.reserve(60).is_ok());
        assert_eq!(guard.reserve(60), Err(Exceeded::Memory(100)));
        guard.release(60);
        assert!(guard.reserve(100).is_ok());
        assert_eq!(guard.peak(), 100);
    }

    #[test]
    fn a_cancelled_query_stops() {
        let cancel = Arc::new(AtomicBool::new(false));
        let guard = Guard::new(Limits::default(), Arc::clone(&cancel));
        assert!(guard.check().is_ok());
        cancel.store(true, Ordering::Relaxed);
        assert_eq!(guard.check(), Err(Exceeded::Interrupted));
    }
}
