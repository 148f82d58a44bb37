//! The language compatible with openCypher: text to tree, tree to plan.

mod analyse;
pub mod ast;
mod bound;
mod lower;
mod parse;
mod print;

pub use analyse::{Error, LARGEST_QUERY, MOST_COLUMNS, MOST_RELATIONSHIPS, analyse, analyse_with};
pub use bound::Bound;
pub use lower::lower;
pub use parse::{
    DEPTH, LENGTH, NESTING, SyntaxError, Token, TokenKind, following, looks_like_cypher, outline, parse, parse_expression,
    parse_pattern_fragment, standing,
};
