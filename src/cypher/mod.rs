//! The language compatible with openCypher: text to tree, tree to plan.

pub mod ast;
mod parse;

pub use parse::{DEPTH, LENGTH, NESTING, SyntaxError, looks_like_cypher, parse, parse_expression, parse_pattern_fragment};
