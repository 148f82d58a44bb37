//! A problem with other help.

use std::fmt;

use miette::{Diagnostic, LabeledSpan, Severity};

use super::Problem;

/// A problem that says in its help what was probably meant.
#[derive(Debug)]
pub(super) struct Advised {
    problem: Problem,
    help: String,
}

impl Advised {
    /// The problem, with this help before its own.
    pub(super) fn new(problem: Problem, help: String) -> Self {
        let help = match problem.help() {
            Some(own) => format!("{help}\n{own}"),
            None => help,
        };
        Self { problem, help }
    }
}

impl fmt::Display for Advised {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.problem.fmt(f)
    }
}

impl std::error::Error for Advised {}

impl Diagnostic for Advised {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.problem.code()
    }

    fn severity(&self) -> Option<Severity> {
        self.problem.severity()
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        self.problem.labels()
    }
}
