//! What a running program may see and must ask.

use std::collections::BTreeMap;

use super::Trace;
use super::error::Error;
use super::write::{Versions, Writer};
use crate::diagnose::Diagnostics;
use crate::graph::Graph;
use crate::limit::Guard;
use crate::text::Name;
use crate::value::Value;

/// The values of a query's parameters.
pub type Parameters = BTreeMap<Name, Value>;

/// Everything that one run shares between its operators.
#[derive(Clone, Copy, Debug)]
pub struct Context<'r> {
    graph: &'r Graph,
    /// Asked before anything grows, and regularly whether to go on.
    pub guard: &'r Guard,
    /// The parameters.
    pub parameters: &'r Parameters,
    /// Where operators count their rows.
    pub trace: &'r Trace,
    /// Who writes, and what the run sees of it; none where the statement only reads.
    writing: Option<(&'r Writer, &'r Versions)>,
}

impl<'r> Context<'r> {
    /// A run that reads a snapshot.
    pub fn reading(graph: &'r Graph, guard: &'r Guard, parameters: &'r Parameters, trace: &'r Trace) -> Self {
        Self { graph, guard, parameters, trace, writing: None }
    }

    /// The same run, with someone who writes.
    #[must_use]
    pub fn writing(self, writer: &'r Writer, versions: &'r Versions) -> Self {
        Self { writing: Some((writer, versions)), ..self }
    }

    /// The graph, with all that the statement has written so far.
    pub fn graph(&self) -> &'r Graph {
        match self.writing {
            None => self.graph,
            Some((writer, versions)) => versions.current(writer),
        }
    }

    /// Who writes.
    pub fn writer(&self) -> Result<&'r Writer, Diagnostics> {
        self.writing.map(|(writer, _)| writer).ok_or_else(|| Error::NoWriter.into())
    }

    /// Whether an entity may be one that the statement has deleted.
    pub fn writes(&self) -> bool {
        self.writing.is_some()
    }
}
