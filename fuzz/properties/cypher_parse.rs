//! Any text is a statement that prints and reads back as the same tree, or an error with a place in the text.

use legation::cypher::{looks_like_cypher, parse};

/// Panics where it is not so.
pub fn holds(text: &str) {
    let _ = looks_like_cypher(text);
    match parse(text) {
        Ok(query) => {
            for printed in [query.to_string(), query.lines()] {
                match parse(&printed) {
                    Ok(again) => assert!(again == query, "{text}\nreads back otherwise from\n{printed}"),
                    // A few forms need one more pair of parentheses than they were written with.
                    Err(problems) => {
                        assert_eq!(problems.code().as_deref(), Some("SyntaxError: NestingTooDeep"), "{text}\n{printed}\n{problems}");
                    }
                }
            }
        }
        Err(problems) => {
            assert!(problems.code().is_some(), "{text}");
            if let Some(span) = problems.span() {
                assert!(text.get(span.start as usize..span.end as usize).is_some(), "{text}\n{span:?}");
            }
        }
    }
}
