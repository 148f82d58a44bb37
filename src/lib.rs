//! Legation: an embedded relationship explorer.
//!
//! Text becomes an answer in one direction, each stage a plain function:
//!
//! ```text
//! Source → question::Ast → cypher::Ast → cypher::Bound → Plan → Plan → Program → Answer
//! ```
//!
//! The modules below stand in the order in which they may use each other: a module uses only those above it.

/// Texts, places in them, and how they are shown.
pub mod text;

/// Errors for people: lists of problems with places, codes, help and suggestions.
pub mod diagnose;
