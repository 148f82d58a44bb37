//! From a syntax tree to a program, and the programs that are kept.

use std::sync::Arc;

use indexmap::IndexMap;

use crate::cypher::ast::Query;
use crate::cypher::{analyse_with, lower};
use crate::diagnose::Diagnostics;
use crate::execute::{Program, compile};
use crate::graph::Graph;
use crate::optimize::{Settings, optimize};
use crate::plan::Statement;
use crate::procedure::Procedures;

/// A query made ready to run on the snapshots of one graph.
#[derive(Debug)]
pub struct Prepared {
    /// The optimized statement.
    pub statement: Statement,
    /// Its program.
    pub program: Program,
}

/// Analyses, plans, optimizes and compiles a query for a graph.
pub fn prepare(graph: &Graph, query: &Query, rules: &Settings) -> Result<Prepared, Diagnostics> {
    prepare_with(graph, query, &Procedures::default(), rules)
}

/// As [`prepare`], for a query that may call these procedures.
pub fn prepare_with(graph: &Graph, query: &Query, procedures: &Procedures, rules: &Settings) -> Result<Prepared, Diagnostics> {
    let bound = analyse_with(query, graph.catalogue(), procedures)?;
    let statement = optimize(lower(bound), graph.statistics(), rules);
    let program = compile(&statement)?;
    Ok(Prepared { statement, program })
}

/// How many texts the cache keeps.
const KEPT: usize = 256;

/// The longest text that is kept, in bytes.
const LONGEST: usize = 64 << 10;

/// What was made of the last texts, least recently used first.
#[derive(Debug)]
pub(super) struct Cache<T>(IndexMap<String, Arc<T>>);

impl<T> Default for Cache<T> {
    fn default() -> Self {
        Self(IndexMap::new())
    }
}

impl<T> Cache<T> {
    /// What was made of a text, which is now the most recently used.
    pub fn get(&mut self, text: &str) -> Option<Arc<T>> {
        let (at, _, kept) = self.0.get_full(text)?;
        let kept = Arc::clone(kept);
        self.0.move_index(at, self.0.len() - 1);
        Some(kept)
    }

    /// Keeps what was made of a text.
    pub fn put(&mut self, text: String, made: Arc<T>) {
        if text.len() > LONGEST {
            return;
        }
        if self.0.len() >= KEPT {
            self.0.shift_remove_index(0);
        }
        self.0.insert(text, made);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_recently_used_text_goes_first() {
        let mut cache = Cache::default();
        for number in 0..KEPT {
            cache.put(number.to_string(), Arc::new(number));
        }
        assert_eq!(cache.get("0").as_deref(), Some(&0));
        cache.put("new".to_owned(), Arc::new(0));
        assert!(cache.get("0").is_some());
        assert!(cache.get("1").is_none());
    }
}
