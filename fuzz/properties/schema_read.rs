//! Any text as a schema: it is read, the same at each time, or it has mistakes with places in the text, in their order.

use legation::schema::Schema;

/// Panics where it is not so.
pub fn holds(text: &str) {
    match Schema::read(text) {
        Ok(schema) => {
            let again = Schema::read(text).expect("what is read once is read twice");
            assert!(schema == again, "another schema at the second time");
        }
        Err(mistakes) => {
            assert!(!mistakes.is_empty());
            for mistake in &mistakes {
                let span = mistake.span();
                assert!(text.get(span.start as usize..span.end as usize).is_some(), "{mistake} {span:?}");
                assert!(!mistake.to_string().is_empty());
            }
            assert!(mistakes.is_sorted_by_key(|mistake| mistake.span().start), "{mistakes:?}");
        }
    }
}
