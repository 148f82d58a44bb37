//! Whether a text is a statement, or the beginning of one.

use super::error::SyntaxError;
use crate::cypher::ast::Clause;
use crate::text::Standing;

/// What the grammar says of a text that may still be written.
pub fn standing(text: &str) -> Standing {
    match super::read(text, super::Rule::cypher, |reader, pair| reader.query(reader.only(pair)?)) {
        // These give rows to a clause that follows.
        Ok(query) => match query.unions.last().map_or(&query.first, |union| &union.query).clauses.last() {
            Some(Clause::Match(_) | Clause::Unwind(_) | Clause::With(_)) => Standing::Unfinished,
            _ => Standing::Complete,
        },
        Err(
            SyntaxError::Empty { .. }
            | SyntaxError::UnexpectedEnd { .. }
            | SyntaxError::UnclosedBracket { .. }
            | SyntaxError::UnclosedString { .. }
            | SyntaxError::UnclosedName { .. }
            | SyntaxError::UnclosedComment { .. },
        ) => Standing::Unfinished,
        Err(_) => Standing::Wrong,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_statement_that_only_ends_too_early_is_unfinished() {
        for text in ["MATCH (n)", "MATCH (n", "MATCH (n) WHERE n.name = 'x", "MATCH (n) RETURN", "RETURN [1, 2", "RETURN 1 /* and"] {
            assert_eq!(standing(text), Standing::Unfinished, "{text}");
        }
        assert_eq!(standing("MATCH (n) RETURN n"), Standing::Complete);
        assert_eq!(standing("MATCH (n)) RETURN n"), Standing::Wrong);
        assert_eq!(standing("MATCH (n) RETRN n"), Standing::Wrong);
    }
}
