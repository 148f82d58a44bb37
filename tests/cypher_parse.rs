//! Reading texts into trees: forms, precedence, limits.

use legation::cypher::{parse, parse_expression, parse_pattern_fragment};

#[test]
fn a_query_is_read() {
    let query =
        parse("MATCH (n:Person)-[r:KNOWS*1..2]->(m) WHERE n.age > 3 RETURN n.name, count(*) AS c ORDER BY c DESC SKIP 1 LIMIT 2;").unwrap();
    assert_eq!(query.first.clauses.len(), 2);
    parse_pattern_fragment("(from)-[link:MEMBER_OF]->(to) WHERE to.open").unwrap();
    parse_expression("it.name = 'x'").unwrap();
}
