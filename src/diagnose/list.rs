//! The list of problems that a stage reports.

use std::fmt;

use miette::Diagnostic;

use crate::text::Span;

/// One problem: any stage's error.
pub type Problem = Box<dyn Diagnostic + Send + Sync>;

/// Everything that is wrong with a text or a data package, in the order found; never empty when it is an error.
#[derive(Debug, Default)]
pub struct Diagnostics {
    problems: Vec<Problem>,
}

impl Diagnostics {
    /// An empty list, to be filled and then turned into a result by [`Diagnostics::into_result`].
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a problem.
    pub fn push(&mut self, problem: impl Diagnostic + Send + Sync + 'static) {
        self.problems.push(Box::new(problem));
    }

    /// Adds all problems of another list.
    pub fn append(&mut self, mut other: Self) {
        self.problems.append(&mut other.problems);
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.problems.is_empty()
    }

    /// The number of problems.
    pub fn len(&self) -> usize {
        self.problems.len()
    }

    /// The problems.
    pub fn iter(&self) -> impl Iterator<Item = &(dyn Diagnostic + Send + Sync + 'static)> {
        self.problems.iter().map(AsRef::as_ref)
    }

    /// `value` if nothing is wrong, else the list.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.problems.is_empty() { Ok(value) } else { Err(self) }
    }

    /// The list with further help for its first problem, before that problem's own.
    #[must_use]
    pub fn advised(mut self, help: String) -> Self {
        if !self.problems.is_empty() {
            let first = self.problems.remove(0);
            self.problems.insert(0, Box::new(super::advised::Advised::new(first, help)));
        }
        self
    }

    /// The code of the first problem.
    pub fn code(&self) -> Option<String> {
        self.iter().next().and_then(Diagnostic::code).map(|code| code.to_string())
    }

    /// The place that the first problem points at.
    pub fn span(&self) -> Option<Span> {
        let label = self.iter().next()?.labels()?.next()?;
        Some(Span::new(label.offset(), label.offset() + label.len()))
    }

    /// The help of the first problem.
    pub fn help(&self) -> Option<String> {
        self.iter().next().and_then(Diagnostic::help).map(|help| help.to_string())
    }
}

impl<E: Diagnostic + Send + Sync + 'static> From<E> for Diagnostics {
    fn from(problem: E) -> Self {
        Self { problems: vec![Box::new(problem)] }
    }
}

/// The messages, one a line, without places.
impl fmt::Display for Diagnostics {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, problem) in self.iter().enumerate() {
            if index > 0 {
                f.write_str("\n")?;
            }
            write!(f, "{problem}")?;
        }
        Ok(())
    }
}
