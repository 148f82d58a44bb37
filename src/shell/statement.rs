//! What a statement in the language compatible with openCypher can be made of: one row each, with an example that works on any data.

/// A part of a statement.
pub(super) struct Statement {
    /// How it is written.
    pub name: &'static str,
    /// What it means.
    pub summary: &'static str,
    /// A line to try.
    pub example: &'static str,
}

const fn row(name: &'static str, summary: &'static str, example: &'static str) -> Statement {
    Statement { name, summary, example }
}

/// All parts that read.
pub(super) const STATEMENTS: &[Statement] = &[
    row(
        "MATCH (a)-[r:TYPE]->(b)",
        "finds a pattern; also `<-[r]-`, `-[r]-`, `OPTIONAL MATCH`",
        "MATCH (a)-[r]->(b) RETURN a, type(r), b LIMIT 3",
    ),
    row("(n:A|B&!C)", "labels: any, all, none; `%` is any label at all", "MATCH (n:!None) RETURN labels(n), count(*)"),
    row(
        "(n {key: value} WHERE …)",
        "properties and a condition inside of a pattern",
        "MATCH (n WHERE n.name IS NOT NULL) RETURN n.name LIMIT 3",
    ),
    row(
        "-[:TYPE]->{1,3}",
        "a relationship so many times in a row; also `+`, `*`, `{2}`, `{2,}`, and `*1..3` inside",
        "MATCH (a)-->{1,2}(b) RETURN count(*)",
    ),
    row(
        "((x)-[r]->(y) WHERE …){1,3}",
        "a part of a path so many times in a row; outside of it x, r and y are lists",
        "MATCH p = ((x)-->(y) WHERE x.name <> y.name){2} RETURN [n IN x | n.name], length(p) LIMIT 3",
    ),
    row(
        "shortestPath((a)-[*]-(b))",
        "a shortest path between two nodes, or from one round to itself; all of them: `allShortestPaths`",
        "MATCH (a)-->(b) WHERE a <> b WITH a, b LIMIT 2 MATCH p = shortestPath((a)-[*]-(b)) RETURN length(p)",
    ),
    row("EXISTS { … }", "whether a subquery has rows; how many: `COUNT { … }`", "MATCH (n) WHERE EXISTS { (n)-->() } RETURN count(*)"),
    row(
        "COLLECT { … }",
        "the values of a subquery as a list",
        "MATCH (n) RETURN COLLECT { MATCH (n)-->(m) RETURN m.name LIMIT 2 } AS names LIMIT 3",
    ),
    row("CALL (x) { … }", "a subquery for each row", "UNWIND [1, 2] AS x CALL (x) { RETURN x * 10 AS y } RETURN x, y"),
    row(
        "[x IN list WHERE … | …]",
        "a list made of another, or of a pattern: `[(a)-->(b) | b.name]`",
        "RETURN [x IN range(1, 5) WHERE x % 2 = 1 | x * x] AS squares",
    ),
    row(
        "WITH … ORDER BY … SKIP … LIMIT …",
        "what goes on to the next clause, in order, and how much of it",
        "UNWIND [3, 1, 2] AS x WITH x ORDER BY x LIMIT 2 RETURN collect(x)",
    ),
    row("UNION", "the rows of several queries; with doubles: `UNION ALL`", "RETURN 1 AS x UNION RETURN 2 AS x"),
];
