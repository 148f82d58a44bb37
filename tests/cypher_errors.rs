//! What a person reads when a text is no statement.
#![allow(clippy::panic, reason = "a test fails by panicking")]

use insta::assert_snapshot;
use legation::cypher::{DEPTH, LENGTH, NESTING, parse};
use legation::diagnose::{Style, render};
use legation::text::Source;

/// The message for a text, as a terminal of 80 columns shows it.
fn message(text: &str) -> String {
    let problems = parse(text).err().unwrap_or_else(|| panic!("{text} is read"));
    render(&problems, &Source::new("query", text), Style { width: 80, colour: false })
}

/// The message for a text too long to be shown.
fn short(text: &str) -> String {
    let problems = parse(text).err().unwrap_or_else(|| panic!("{} bytes are read", text.len()));
    format!("{}: {problems}", problems.code().unwrap_or_default())
}

#[test]
fn limits_are_stated() {
    assert_snapshot!(short(&format!("RETURN {}", "(".repeat(NESTING + 1))), @"SyntaxError: NestingTooDeep: brackets are nested more than 100 deep");
    assert_snapshot!(short(&format!("RETURN {}1", "1 + ".repeat(DEPTH))), @"SyntaxError: NestingTooDeep: this expression is more than 300 operators deep");
    assert_snapshot!(short(&" ".repeat(LENGTH + 1)), @"SyntaxError: TextTooLong: the query has more than 1 MiB");
}

#[test]
fn what_is_missing_at_the_end() {
    assert_snapshot!(message(""), @r#"
    SyntaxError: UnexpectedSyntax

      × there is no query here
       ╭─[query:1:1]
       ╰────
      help: a query begins with a clause such as `MATCH` or `RETURN`
    "#);
    assert_snapshot!(message("// nothing"), @r#"
    SyntaxError: UnexpectedSyntax

      × there is no query here
       ╭─[query:1:10]
     1 │ // nothing
       ·          ┬
       ·          ╰── nothing here
       ╰────
      help: a query begins with a clause such as `MATCH` or `RETURN`
    "#);
    assert_snapshot!(message("RETURN"), @r#"
    SyntaxError: UnexpectedSyntax

      × the query ends too early: expected an expression
       ╭─[query:1:6]
     1 │ RETURN
       ·      ┬
       ·      ╰── the text ends here
       ╰────
    "#);
    assert_snapshot!(message("MATCH (n)-[:R]->"), @r#"
    SyntaxError: UnexpectedSyntax

      × the query ends too early: expected a pattern such as `(n)-->(m)` or a
      │ quantifier such as `{1,3}`
       ╭─[query:1:16]
     1 │ MATCH (n)-[:R]->
       ·                ┬
       ·                ╰── the text ends here
       ╰────
    "#);
    assert_snapshot!(message("RETURN 1 AS"), @r#"
    SyntaxError: UnexpectedSyntax

      × the query ends too early: expected a name
       ╭─[query:1:11]
     1 │ RETURN 1 AS
       ·           ┬
       ·           ╰── the text ends here
       ╰────
    "#);
}

#[test]
fn misspelt_keywords_are_suggested() {
    assert_snapshot!(message("MACTH (n) RETURN n"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected a clause such as MATCH or RETURN
       ╭─[query:1:1]
     1 │ MACTH (n) RETURN n
       · ──┬──
       ·   ╰── found this instead
       ╰────
      help: did you mean `MATCH`?
    "#);
    assert_snapshot!(message("MATCH (n) RETRUN n"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected a clause such as MATCH or RETURN, a relationship such as
      │ `-[:TYPE]->`, `UNION`, `WHERE` or the end of the query
       ╭─[query:1:11]
     1 │ MATCH (n) RETRUN n
       ·           ───┬──
       ·              ╰── found this instead
       ╰────
      help: did you mean `RETURN`?
    "#);
    assert_snapshot!(message("MATCH (n) WEHRE n.x RETURN n"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected a clause such as MATCH or RETURN, a relationship such as
      │ `-[:TYPE]->`, `UNION`, `WHERE` or the end of the query
       ╭─[query:1:11]
     1 │ MATCH (n) WEHRE n.x RETURN n
       ·           ──┬──
       ·             ╰── found this instead
       ╰────
      help: did you mean `WHERE`?
    "#);
    assert_snapshot!(message("RETURN n ODER BY n"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected an operator, `SKIP`, `AS`, `LIMIT`, `ORDER BY` or `UNION`
       ╭─[query:1:10]
     1 │ RETURN n ODER BY n
       ·          ──┬─
       ·            ╰── found this instead
       ╰────
      help: did you mean `ORDER`?
    "#);
}

#[test]
fn habits_of_other_languages_are_named() {
    assert_snapshot!(message("RETURN 1 == 1"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected an expression
       ╭─[query:1:11]
     1 │ RETURN 1 == 1
       ·           ┬
       ·           ╰── found this instead
       ╰────
      help: write `=` for "equal"
    "#);
    assert_snapshot!(message("RETURN a != b"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected an operator, `SKIP`, `AS`, `LIMIT`, `ORDER BY` or `UNION`
       ╭─[query:1:10]
     1 │ RETURN a != b
       ·          ┬
       ·          ╰── found this instead
       ╰────
      help: write `<>` for "not equal"
    "#);
    assert_snapshot!(message("RETURN a && b"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected an operator, `SKIP`, `AS`, `LIMIT`, `ORDER BY` or `UNION`
       ╭─[query:1:10]
     1 │ RETURN a && b
       ·          ┬
       ·          ╰── found this instead
       ╰────
      help: write `AND`
    "#);
}

#[test]
fn keywords_and_clauses_at_the_wrong_place() {
    assert_snapshot!(message("MATCH (match) RETURN 1"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected a name, properties such as `{key: value}`, a label such as
      │ `:Label` or `WHERE`
       ╭─[query:1:8]
     1 │ MATCH (match) RETURN 1
       ·        ──┬──
       ·          ╰── found this instead
       ╰────
      help: `MATCH` is a keyword; a name that is spelt like it stands in
            backquotes
    "#);
    assert_snapshot!(message("RETURN 1 MATCH (n) RETURN n"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected an operator, `SKIP`, `AS`, `LIMIT`, `ORDER BY` or `UNION`
       ╭─[query:1:10]
     1 │ RETURN 1 MATCH (n) RETURN n
       ·          ──┬──
       ·            ╰── found this instead
       ╰────
      help: RETURN is the last clause of a query; to go on, write WITH in its
            place
    "#);
    assert_snapshot!(message("RETURN n WHERE n.x"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected an operator, `SKIP`, `AS`, `LIMIT`, `ORDER BY` or `UNION`
       ╭─[query:1:10]
     1 │ RETURN n WHERE n.x
       ·          ──┬──
       ·            ╰── found this instead
       ╰────
      help: a condition stands before RETURN, after MATCH or WITH
    "#);
}

#[test]
fn relationships_are_explained() {
    assert_snapshot!(message("MATCH (n)->(m) RETURN n"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected the details of a relationship such as `[:TYPE]` or a relationship
      │ such as `-[:TYPE]->`
       ╭─[query:1:11]
     1 │ MATCH (n)->(m) RETURN n
       ·           ┬
       ·           ╰── found this instead
       ╰────
      help: a relationship is written `-->`, `<--`, `--`, or with its details
            `-[:TYPE]->`
    "#);
    assert_snapshot!(message("MATCH (a)<-[:R]>(b) RETURN a"), @r#"
    SyntaxError: UnexpectedSyntax

      × expected a relationship such as `-[:TYPE]->`
       ╭─[query:1:16]
     1 │ MATCH (a)<-[:R]>(b) RETURN a
       ·                ┬
       ·                ╰── found this instead
       ╰────
      help: a relationship is written `-->`, `<--`, `--`, or with its details
            `-[:TYPE]->`
    "#);
    assert_snapshot!(message("MATCH ()-[:R*-2]->() RETURN 1"), @r#"
    SyntaxError: InvalidRelationshipPattern

      × this is not how the length of a relationship is written
       ╭─[query:1:14]
     1 │ MATCH ()-[:R*-2]->() RETURN 1
       ·              ┬
       ·              ╰── found this
       ╰────
      help: write `*`, `*2`, `*1..3`, `*1..` or `*..3`: a star, then integers from
            0 on
    "#);
    for text in ["MATCH ()-[:R..]->() RETURN 1", "MATCH ()-[r*1..-2]->() RETURN 1"] {
        assert_eq!(message(text).lines().next(), Some("SyntaxError: InvalidRelationshipPattern"), "{text}");
    }
    assert_snapshot!(message("MATCH ()-[*99999999999999999999]->() RETURN 1"), @r#"
    SyntaxError: IntegerOverflow

      × this length is too large
       ╭─[query:1:12]
     1 │ MATCH ()-[*99999999999999999999]->() RETURN 1
       ·            ──────────┬─────────
       ·                      ╰── this length
       ╰────
      help: leave it out to have no limit: `*1..`
    "#);
}

#[test]
fn brackets_and_quotes_are_closed() {
    assert_snapshot!(message("RETURN (1"), @r#"
    SyntaxError: UnexpectedSyntax

      × this bracket is never closed
       ╭─[query:1:8]
     1 │ RETURN (1
       ·        ┬
       ·        ╰── opened here
       ╰────
      help: add the closing `)`
    "#);
    assert_snapshot!(message("RETURN 1)"), @r#"
    SyntaxError: UnexpectedSyntax

      × this bracket closes nothing
       ╭─[query:1:9]
     1 │ RETURN 1)
       ·         ┬
       ·         ╰── closed here
       ╰────
      help: remove it, or add the opening `(` before it
    "#);
    assert_snapshot!(message("RETURN [1)"), @r#"
    SyntaxError: UnexpectedSyntax

      × these brackets do not fit each other
       ╭─[query:1:10]
     1 │ RETURN [1)
       ·        ┬ ┬
       ·        │ ╰── closed here
       ·        ╰── opened here
       ╰────
      help: close it with `]`
    "#);
    assert_snapshot!(message("RETURN 'abc"), @r#"
    SyntaxError: UnexpectedSyntax

      × this text is never closed
       ╭─[query:1:8]
     1 │ RETURN 'abc
       ·        ┬
       ·        ╰── opened here
       ╰────
      help: add the closing `'`; inside of the text write it as `\'`
    "#);
    assert_snapshot!(message("MATCH (`abc) RETURN 1"), @r#"
    SyntaxError: UnexpectedSyntax

      × this name is never closed
       ╭─[query:1:8]
     1 │ MATCH (`abc) RETURN 1
       ·        ┬
       ·        ╰── opened here
       ╰────
      help: add the closing backquote; inside of the name write it twice
    "#);
    assert_snapshot!(message("RETURN 1 /* x"), @r#"
    SyntaxError: UnexpectedSyntax

      × this remark is never closed
       ╭─[query:1:10]
     1 │ RETURN 1 /* x
       ·          ─┬
       ·           ╰── opened here
       ╰────
      help: add the closing `*/`
    "#);
}

#[test]
fn numbers() {
    assert_snapshot!(message("RETURN 0x"), @r#"
    SyntaxError: InvalidNumberLiteral

      × this is not a number
       ╭─[query:1:8]
     1 │ RETURN 0x
       ·        ─┬
       ·         ╰── this number
       ╰────
      help: numbers are written as `12`, `0xFF`, `0o17`, `1.5` or `1.5e-3`; a name
            that begins with a digit needs backquotes
    "#);
    assert_snapshot!(message("RETURN 9223372036854775808"), @r#"
    SyntaxError: IntegerOverflow

      × this integer is too large
       ╭─[query:1:8]
     1 │ RETURN 9223372036854775808
       ·        ─────────┬─────────
       ·                 ╰── this integer
       ╰────
      help: integers go from -9223372036854775808 to 9223372036854775807; write a
            decimal point for a float
    "#);
    assert_snapshot!(message("RETURN 1e999"), @r#"
    SyntaxError: FloatingPointOverflow

      × this number is too large
       ╭─[query:1:8]
     1 │ RETURN 1e999
       ·        ──┬──
       ·          ╰── this number
       ╰────
      help: floats go up to about 1.8e308
    "#);
}

#[test]
fn escapes_and_characters() {
    assert_snapshot!(message(r"RETURN '\uH'"), @r#"
    SyntaxError: InvalidUnicodeLiteral

      × this is not the number of a character
       ╭─[query:1:9]
     1 │ RETURN '\uH'
       ·         ─┬
       ·          ╰── this escape
       ╰────
      help: write four hexadecimal digits after `\u`, or eight after `\U`:
            `\u00e9`, `\U0001F600`
    "#);
    assert_snapshot!(message(r"RETURN '\q'"), @r#"
    SyntaxError: UnexpectedSyntax

      × there is no such escape
       ╭─[query:1:9]
     1 │ RETURN '\q'
       ·         ─┬
       ·          ╰── this escape
       ╰────
      help: escapes are \\ \' \" \` \b \f \n \r \t \uXXXX \UXXXXXXXX; a backslash
            itself is written twice
    "#);
    assert_snapshot!(message("RETURN 42 — 41"), @r#"
    SyntaxError: InvalidUnicodeCharacter

      × this character has no meaning here
       ╭─[query:1:11]
     1 │ RETURN 42 — 41
       ·           ┬
       ·           ╰── this character
       ╰────
      help: did you mean `-`?
    "#);
}

#[test]
fn patterns_and_lists_in_expressions() {
    assert_snapshot!(message("RETURN (1)-->(b)"), @r#"
    SyntaxError: UnexpectedSyntax

      × this is not a node of a pattern
       ╭─[query:1:8]
     1 │ RETURN (1)-->(b)
       ·        ─┬─
       ·         ╰── this node
       ╰────
      help: a node is written as `(variable:Label {key: value})`; each part may be
            left out
    "#);
    assert_snapshot!(message("MATCH (a) RETURN (a)-->()"), @r#"
    SyntaxError: UnexpectedSyntax

      × a pattern can only stand as a condition
       ╭─[query:1:18]
     1 │ MATCH (a) RETURN (a)-->()
       ·                  ────┬───
       ·                      ╰── this pattern
       ╰────
      help: use it in WHERE, or turn it into a value with `EXISTS { … }` or `COUNT
            { … }`
    "#);
    assert_snapshot!(message("RETURN (n:A {a: 1})"), @r#"
    SyntaxError: UnexpectedSyntax

      × a node alone is no value
       ╭─[query:1:8]
     1 │ RETURN (n:A {a: 1})
       ·        ──────┬─────
       ·              ╰── this node
       ╰────
      help: a pattern in an expression has at least one relationship: `(a)-->(b)`;
            to ask for any node use `EXISTS { MATCH (n) }`
    "#);
    assert_snapshot!(message("RETURN [x WHERE x]"), @r#"
    SyntaxError: UnexpectedSyntax

      × this list has a condition, but no items to try it on
       ╭─[query:1:8]
     1 │ RETURN [x WHERE x]
       ·        ─────┬─────
       ·             ╰── this list
       ╰────
      help: write it as `[x IN list WHERE condition | value]`
    "#);
    assert_snapshot!(message("RETURN sum(*)"), @r#"
    SyntaxError: UnexpectedSyntax

      × only `count` can be asked of all rows
       ╭─[query:1:8]
     1 │ RETURN sum(*)
       ·        ───┬──
       ·           ╰── this call
       ╰────
      help: write `count(*)`, or give the function a value
    "#);
}

#[test]
fn what_cannot_be_set_or_removed() {
    assert_snapshot!(message("MATCH (n) SET n"), @r#"
    SyntaxError: UnexpectedSyntax

      × nothing is set here
       ╭─[query:1:15]
     1 │ MATCH (n) SET n
       ·               ┬
       ·               ╰── this
       ╰────
      help: write `n.key = value`, `n = {key: value}`, `n += {key: value}` or
            `n:Label`
    "#);
    assert_snapshot!(message("MATCH (n) SET n:A = 3"), @r#"
    SyntaxError: UnexpectedSyntax

      × labels take no value
       ╭─[query:1:15]
     1 │ MATCH (n) SET n:A = 3
       ·               ───┬───
       ·                  ╰── this
       ╰────
      help: write `n:Label` to set a label, `n.key = value` to set a property
    "#);
    assert_snapshot!(message("MATCH (n) SET n:A|B"), @r#"
    SyntaxError: UnexpectedSyntax

      × only labels by their names can be set or removed
       ╭─[query:1:16]
     1 │ MATCH (n) SET n:A|B
       ·                ──┬─
       ·                  ╰── this
       ╰────
      help: write them one after the other, as in `n:A:B`
    "#);
    assert_snapshot!(message("MATCH (n) SET n.list[1..2] = 3"), @r#"
    SyntaxError: UnexpectedSyntax

      × a part of a list is no property
       ╭─[query:1:15]
     1 │ MATCH (n) SET n.list[1..2] = 3
       ·               ──────┬─────
       ·                     ╰── this
       ╰────
      help: give the key of one property, as in `n['key']`
    "#);
    assert_snapshot!(message("MATCH (n) REMOVE n"), @r#"
    SyntaxError: UnexpectedSyntax

      × neither a property nor a label is removed here
       ╭─[query:1:18]
     1 │ MATCH (n) REMOVE n
       ·                  ┬
       ·                  ╰── this
       ╰────
      help: write `n.key` or `n:Label`; a node or relationship itself goes with
            `DELETE n`
    "#);
}

#[test]
fn what_is_half_written() {
    assert_snapshot!(message("MATCH (n) OPTIONAL CALL db.labels()"), @r#"
    SyntaxError: UnexpectedSyntax

      × a procedure cannot be called as `OPTIONAL`
       ╭─[query:1:11]
     1 │ MATCH (n) OPTIONAL CALL db.labels()
       ·           ────┬───
       ·               ╰── leave this out
       ╰────
      help: call it in a subquery: `OPTIONAL CALL () { CALL … YIELD … RETURN … }`
    "#);
    assert_snapshot!(message("RETURN [(a)-->(b) WHERE true]"), @r#"
    SyntaxError: UnexpectedSyntax

      × this comprehension does not say what of each match is wanted
       ╭─[query:1:8]
     1 │ RETURN [(a)-->(b) WHERE true]
       ·        ───────────┬──────────
       ·                   ╰── this list
       ╰────
      help: write it as `[(a)-->(b) WHERE condition | value]`
    "#);
}
