//! The language compatible with openCypher: text to tree, tree to plan.

pub mod ast;
