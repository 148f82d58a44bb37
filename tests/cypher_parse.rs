//! Reading texts into trees: forms, literals, precedence, names of columns, and what is taken for this language.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use legation::cypher::ast::{Clause, Expression, ExpressionKind, LabelExpression, Length, Literal, Subquery, UnaryOperator};
use legation::cypher::{looks_like_cypher, parse, parse_expression, parse_pattern_fragment};
use legation::value::Direction;

/// What an expression is.
fn kind(text: &str) -> ExpressionKind {
    parse_expression(text).unwrap_or_else(|problems| panic!("{text}: {problems}")).kind
}

/// The code of the error that a query gives.
fn code(text: &str) -> Option<String> {
    parse(text).err().and_then(|problems| problems.code())
}

#[test]
fn a_query_is_read() {
    let text = "MATCH (n:Person)-[r:KNOWS*1..2]->(m) WHERE n.age > 3 RETURN n.name, count(*) AS c ORDER BY c DESC SKIP 1 LIMIT 2;";
    let query = parse(text).unwrap();
    let [Clause::Match(found), Clause::Return(answer)] = query.first.clauses.as_slice() else { panic!("{query}") };
    let (relationship, _) = &found.pattern.parts[0].element.chain[0];
    assert_eq!(relationship.length, Some(Length { min: Some(1), max: Some(2) }));
    assert_eq!(relationship.direction, Direction::Outgoing);
    assert!(answer.projection.order[0].descending);
    assert_eq!(query.to_string(), text.trim_end_matches(';'));
    assert_eq!(query.lines().lines().count(), 2);
}

#[test]
fn fragments_are_read() {
    let (pattern, condition) = parse_pattern_fragment("(from)-[link:MEMBER_OF]->(to) WHERE to.open").unwrap();
    assert_eq!((pattern.parts.len(), condition.is_some()), (1, true));
    assert!(parse_pattern_fragment("(a) RETURN a").is_err());
    assert!(parse_expression("it.name = 'x' RETURN 1").is_err());
}

#[test]
fn numbers_have_many_notations() {
    for (text, number) in [("0", 0), ("12", 12), ("0xFf", 255), ("0o17", 15), ("9223372036854775807", i64::MAX)] {
        assert_eq!(kind(text), ExpressionKind::Literal(Literal::Integer(number)), "{text}");
    }
    for text in ["-9223372036854775808", "- 9223372036854775808", "-0x8000000000000000"] {
        assert_eq!(kind(text), ExpressionKind::Literal(Literal::Integer(i64::MIN)), "{text}");
    }
    for (text, number) in [("1.5", 1.5), (".5", 0.5), ("1e3", 1000.0), ("1.5E-3", 0.0015), ("1E+2", 100.0)] {
        assert_eq!(kind(text), ExpressionKind::Literal(Literal::Float(number)), "{text}");
    }
    for (text, wanted) in [
        ("9223372036854775808", "IntegerOverflow"),
        ("-9223372036854775809", "IntegerOverflow"),
        ("1 -9223372036854775808", "IntegerOverflow"),
        ("0x8000000000000000", "IntegerOverflow"),
        ("1e309", "FloatingPointOverflow"),
        ("0x", "InvalidNumberLiteral"),
        ("0xg", "InvalidNumberLiteral"),
        ("0o8", "InvalidNumberLiteral"),
        ("01", "InvalidNumberLiteral"),
        ("1e", "InvalidNumberLiteral"),
        ("1é", "InvalidNumberLiteral"),
        ("'\\u12'", "InvalidUnicodeLiteral"),
        ("'\\ud800'", "InvalidUnicodeLiteral"),
        ("'\\U00110000'", "InvalidUnicodeLiteral"),
        ("1 × 2", "InvalidUnicodeCharacter"),
    ] {
        assert_eq!(code(&format!("RETURN {text}")), Some(format!("SyntaxError: {wanted}")), "{text}");
    }
}

#[test]
fn texts_are_unescaped() {
    for (text, meant) in [
        (r"'it\'s'", "it's"),
        (r#""\"a\" \\ \n\t\b\f\r\`""#, "\"a\" \\ \n\t\u{8}\u{c}\r`"),
        (r"'\u00e9\U0001F600\ud83d\ude00'", "é😀😀"),
        ("'// no remark /* none */'", "// no remark /* none */"),
        ("'CASE ( ['", "CASE ( ["),
    ] {
        assert_eq!(kind(text), ExpressionKind::Literal(Literal::String(meant.into())), "{text}");
    }
}

#[test]
fn names_may_be_quoted_and_labels_may_be_keywords() {
    assert_eq!(kind("`a``b`"), ExpressionKind::Variable("a`b".into()));
    assert_eq!(kind("$`a b`"), ExpressionKind::Parameter("a b".into()));
    assert_eq!(kind("$0"), ExpressionKind::Parameter("0".into()));
    parse("MATCH (n:Order {match: 1})-[:IN]->() RETURN n.return, n.`order`").unwrap();
    parse("MATCH (count)-->(collect) RETURN count(count), collect.any").unwrap();
    let ExpressionKind::HasLabels { labels: LabelExpression::And(all), .. } = kind("n:A:B&C") else { panic!() };
    assert_eq!(all.len(), 3);
}

#[test]
fn patterns_and_arithmetic_are_told_apart() {
    for text in [
        "(a)--(b)",
        "(a)<--(b)",
        "(a)-[r]-(b)",
        "(a) - [:R] -> ()",
        "(:A)-->()",
        "(a:A {x: 1})-->(b)",
        "({x: 1})--()",
        "(a $p)--()",
        "(a) - - > (b)",
    ] {
        let query = parse(&format!("MATCH (a) WHERE {text} RETURN a")).unwrap_or_else(|problems| panic!("{text}: {problems}"));
        let Clause::Match(found) = &query.first.clauses[0] else { panic!() };
        assert!(matches!(found.condition, Some(Expression { kind: ExpressionKind::Pattern(_), .. })), "{text}");
    }
    for text in ["(a) - (b)", "(a) - 1", "(a) - -1", "(a) < -1", "(a) - [1, 2][0]", "(a) < -(b)"] {
        assert!(!matches!(kind(text), ExpressionKind::Pattern(_)), "{text}");
    }
}

#[test]
fn subqueries_are_patterns_or_queries() {
    for text in ["EXISTS { (a)-->(b) }", "EXISTS { MATCH (a)-->(b) }"] {
        let ExpressionKind::Exists(subquery) = kind(text) else { panic!("{text}") };
        assert!(matches!(*subquery, Subquery::Pattern { .. }), "{text}");
    }
    for text in ["COUNT { MATCH (a) RETURN a }", "COUNT { OPTIONAL MATCH (a) }", "COUNT { MATCH (a) MATCH (b) WHERE a = b }"] {
        let ExpressionKind::Count(subquery) = kind(text) else { panic!("{text}") };
        assert!(matches!(*subquery, Subquery::Query(_)), "{text}");
    }
    assert!(matches!(kind("exists((a)-->(b))"), ExpressionKind::Call { .. }));
    assert!(matches!(kind("exists(n.name)"), ExpressionKind::Call { .. }));
    assert!(matches!(kind("EXISTS(n.name)"), ExpressionKind::Call { .. }));
}

/// The condition and the value of a comprehension, as they print.
fn filtered(text: &str) -> (String, Option<String>) {
    match kind(text) {
        ExpressionKind::ListComprehension { filter: Some(filter), map, .. } => (filter.to_string(), map.map(|map| map.to_string())),
        ExpressionKind::PatternComprehension { condition: Some(condition), map, .. } => (condition.to_string(), Some(map.to_string())),
        other => panic!("no comprehension with a condition: {other:?}"),
    }
}

#[test]
fn the_last_bar_ends_the_condition_of_a_comprehension() {
    for (text, filter, map) in [
        ("[x IN xs WHERE x:A | x.p]", "x:A", Some("x.p")),
        ("[x IN xs WHERE x:A | x]", "x:A", Some("x")),
        ("[x IN xs WHERE x:A|B | x.p]", "x:(A|B)", Some("x.p")),
        ("[x IN xs WHERE x:A|B|C|x]", "x:(A|B|C)", Some("x")),
        ("[x IN xs WHERE x:A|:B|x]", "x:(A|B)", Some("x")),
        ("[x IN xs WHERE x:A|B&!C AND x.p = '|]' OR x:D|`E|`|x.p]", "x:(A|B&!C) AND x.p = '|]' OR x:(D|`E|`)", Some("x.p")),
        ("[x IN xs WHERE x:A|B XOR size([y IN x.p | y]) > 1 | {q: 1}]", "x:(A|B) XOR size([y IN x.p | y]) > 1", Some("{q: 1}")),
        ("[x IN xs WHERE x:A | x:B|C]", "x:A", Some("x:(B|C)")),
        ("[x IN xs WHERE x:A | y AND z]", "x:A", Some("y AND z")),
        ("[x IN xs WHERE x IS LABELED A|B | x]", "x:(A|B)", Some("x")),
        ("[x IN xs WHERE x IS A|B]", "x:A", Some("B")),
        ("[x IN xs WHERE (x:A|B)]", "x:(A|B)", None),
        ("[x IN xs WHERE x IS :: INTEGER | STRING | x]", "x IS :: ANY<STRING | INTEGER>", Some("x")),
        ("[x IN xs WHERE x IS :: INTEGER | x]", "x IS :: INTEGER", Some("x")),
        ("[(a)-->(m) WHERE m:A|B | m.p]", "m:(A|B)", Some("m.p")),
        ("[(a)-->(m) WHERE m:A | m.p]", "m:A", Some("m.p")),
    ] {
        assert_eq!(filtered(text), (filter.to_owned(), map.map(str::to_owned)), "{text}");
    }
}

#[test]
fn operators_of_one_kind_are_flat() {
    let ExpressionKind::And(all) = kind("a AND b AND c AND (d AND e)") else { panic!() };
    assert_eq!(all.len(), 4);
    let ExpressionKind::Comparison { rest, .. } = kind("a < b <= c") else { panic!() };
    assert_eq!(rest.len(), 2);
    let ExpressionKind::Comparison { rest, .. } = kind("(a < b) = c") else { panic!() };
    assert_eq!(rest.len(), 1);
    assert!(matches!(kind("NOT a = b"), ExpressionKind::Unary { operator: UnaryOperator::Not, .. }));
    assert!(parse_expression("a = NOT b").is_err());
}

#[test]
fn columns_are_named_as_they_are_written() {
    let query = parse("RETURN  1 + /* one */ 1 /* two */ , (n . name)  , count( * ) AS c, 'a' // end").unwrap();
    let Clause::Return(answer) = &query.first.clauses[0] else { panic!() };
    let names: Vec<Option<&str>> = answer.projection.items.iter().map(|item| item.text.0.as_deref()).collect();
    assert_eq!(names, [Some("1 + /* one */ 1"), Some("(n . name)"), None, Some("'a'")]);
}

#[test]
fn remarks_and_blanks_stand_anywhere() {
    parse("// first\nMATCH /* here */ (n)\u{a0}--/**/(m)\r\n\tRETURN n // last").unwrap();
    parse("RETURN 1 ; // done").unwrap();
    assert!(parse("RETURN 1; RETURN 2").is_err());
    parse("match (N) wHeRe n.X iS nOt NuLl rEtUrN dIsTiNcT n").unwrap();
    assert!(parse("MATCH(n)RETURN n").is_ok());
    assert!(parse("MATCH (n) RETURNn").is_err());
}

#[test]
fn clauses_decide_what_is_in_this_language() {
    for text in [
        "MATCH (n) RETURN n",
        "match(n) return n",
        "  // remark\n MATCH p = (a)-->(b) RETURN p",
        "MATCH shortestPath((a)-[*]-(b)) RETURN 1",
        "OPTIONAL MATCH (n) RETURN n",
        "UNWIND [1] AS x RETURN x",
        "RETURN 1",
        "return 'a'",
        "RETURN $x",
        "RETURN x",
        "RETURN n.name",
        "RETURN size(x)",
        "RETURN DISTINCT x AS y",
        "RETURN DISTINCT 1 AS x",
        "RETURN DISTINCT [1, 2] AS x",
        "MATCH SHORTEST 1 (a)-->(b) RETURN a",
        "RETURN CASE WHEN a THEN b END",
        "RETURN all(x IN [1] WHERE x > 0) AS y",
        "RETURN 1 +",
        "WITH 1 AS x RETURN x",
        "WITH x AS y RETURN y",
        "WITH * RETURN 1",
        "CREATE (n)",
        "MERGE (n:A)",
        "CALL db.labels()",
        "CALL db.labels YIELD label",
        "CALL { RETURN 1 }",
        "FOREACH (x IN xs | CREATE (n))",
        "DETACH DELETE n",
        "MATCH (n RETURN n",
    ] {
        assert!(looks_like_cypher(text), "{text}");
    }
    for text in [
        "",
        "partners in APEC",
        "match partners with forums",
        "return partners in APEC",
        "return distinct partners in APEC",
        "match shortest partners",
        "with a CMAA",
        "create a report",
        "call Brazil",
        "set theory",
        "MACTH (n) RETURN n",
        "which partners are in WCO and WTO",
        "(n) RETURN n",
        "delete everything in APEC",
    ] {
        assert!(!looks_like_cypher(text), "{text}");
    }
}
