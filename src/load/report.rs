//! The problems found so far: all are counted, a bounded number is kept.

use std::sync::Arc;

use super::problem::{Problem, Spot};
use crate::diagnose::Diagnostics;

/// Collects problems.
pub(super) struct Report {
    kept: Vec<Problem>,
    limit: usize,
    more: u64,
}

impl Report {
    pub(super) fn new(limit: usize) -> Self {
        Self { kept: Vec::new(), limit, more: 0 }
    }

    pub(super) fn push(&mut self, problem: impl Into<Problem>) {
        if self.kept.len() < self.limit {
            self.kept.push(problem.into());
        } else {
            self.more += 1;
        }
    }

    /// Like `push`, for problems that are costly to describe.
    pub(super) fn push_with(&mut self, problem: impl FnOnce() -> Problem) {
        if self.kept.len() < self.limit {
            self.kept.push(problem());
        } else {
            self.more += 1;
        }
    }

    /// How many problems there are.
    pub(super) fn count(&self) -> u64 {
        self.kept.len() as u64 + self.more
    }

    pub(super) fn finish(self) -> Diagnostics {
        let mut all = Diagnostics::new();
        for problem in self.kept {
            all.push(problem);
        }
        if self.more > 0 {
            all.push(Problem::More { count: self.more });
        }
        all
    }
}

/// The place of a field.
pub(super) fn spot(file: &Arc<str>, line: u64, column: usize) -> Spot {
    Spot { file: Arc::clone(file), line, column }
}
