//! Statements of clauses that fit together, chosen by bytes: what is wrong with them shows only while they run.

/// What a statement begins with: it binds `n`, `r`, `m` and `x`.
const FIRST: &[&str] = &[
    "MATCH (n)-[r]->(m) WITH n, r, m, 1 AS x LIMIT 5",
    "MATCH (n:Person)-[r:KNOWS]-(m) WITH n, r, m, n.id AS x",
    "MATCH (n:Loose) OPTIONAL MATCH (n)-[r:T]->(m) WITH n, r, m, n.v AS x",
    "OPTIONAL MATCH (n:Nothing)-[r]-(m) WITH n, r, m, 0 AS x",
    "UNWIND [1, 2, 2, null, 'a', 1.5, [1]] AS x MATCH (n:Loose)-[r]-(m)",
    "UNWIND range(1, 3) AS x MERGE (n:Thing {i: x})-[r:T]->(m:Thing) WITH n, r, m, x",
    "CREATE (n:Thing {i: 1})-[r:T {v: 1}]->(m:Thing {i: 2}) WITH n, r, m, 2 AS x",
    "MATCH (n:Person), (m:Group) MERGE (n)-[r:IN]->(m) WITH n, r, m, m.id AS x",
    "MATCH (n:Person {id: 1}), (m:Loose {key: 1}) CREATE (n)-[r:T]->(m) WITH n, r, m, $x AS x",
    "MATCH (n)-[r:T*1..2]->(m) WITH n, r[0] AS r, m, size(r) AS x",
];

/// What may follow: it keeps the four variables.
const NEXT: &[&str] = &[
    "SET n.v = x",
    "SET n.v = n.v + 1",
    "SET n.v = m.v, m.v = n.v",
    "SET n = {id: 77, name: 'all'}",
    "SET n += $m",
    "SET n += m",
    "SET r.w = x",
    "SET r = n",
    "SET n:Seen:Loose",
    "SET n:Person",
    "SET n.key = x",
    "SET n.v = null",
    "SET n.v = [x, 1]",
    "SET n[toString(x)] = x",
    "REMOVE n:Person, n:Seen",
    "REMOVE n.v, r.w, m.name",
    "DELETE r",
    "DETACH DELETE m",
    "DETACH DELETE n",
    "DELETE n",
    "CREATE (n)-[:T {v: x}]->(m)",
    "CREATE (:Thing {i: x, v: n.v})",
    "CREATE (k:Loose {key: x})-[:T]->(n) WITH n, r, m, x, k SET k.v = n.v",
    "MERGE (k:Thing {i: x}) ON CREATE SET k.v = 1 ON MATCH SET k.v = k.v + 1",
    "MERGE (k:Loose {key: x})",
    "MERGE (n)-[k:T]->(m) ON CREATE SET k.v = x",
    "MERGE (n)-[k:T]-(m)",
    "MERGE (n)-[:T]->(:Thing {i: x})-[:T]->(m)",
    "MERGE (n)-[:KNOWS]->(:Person {id: x, name: 'p'})",
    "FOREACH (i IN [1, x] | CREATE (:Thing {i: i}))",
    "FOREACH (i IN [n, m] | SET i.v = 1 MERGE (i)-[:T]->(:Thing))",
    "FOREACH (i IN range(1, 2) | FOREACH (j IN [i, x] | MERGE (:Thing {i: j})))",
    "CALL (n) { MATCH (n)--(k) RETURN count(k) AS c }",
    "CALL (n, x) { CREATE (n)-[:T]->(k:Thing {i: x}) RETURN k.i AS c }",
    "CALL (n) { WITH n MATCH (n)-[:T]->(k) SET k.v = n.v }",
    "CALL (n) { OPTIONAL MATCH (n)-[:T]->(k) DETACH DELETE k RETURN count(*) AS c }",
    "CALL { MATCH (k:Thing) RETURN count(k) AS c }",
    "OPTIONAL CALL (m) { MATCH (m)-->(k) RETURN k.v AS c LIMIT 2 }",
    "MATCH (k:Thing)",
    "OPTIONAL MATCH (n)-->(k)-->(m)",
    "MATCH (n)--(k)--(m)",
    "MATCH (k:Person {id: x})",
    "MATCH q = (n)-[*0..2]-(k)",
    "OPTIONAL MATCH q = shortestPath((n)-[*..4]-(m))",
    "MATCH (k) WHERE k.v = x OR k.key = n.key",
    "UNWIND [x, n.v] AS y",
    "UNWIND labels(n) + keys(m) AS y",
    "WITH DISTINCT n, r, m, x",
    "WITH n, r, m, x ORDER BY n.v DESC, x LIMIT 3",
    "WITH n, r, m, max(x) AS x",
    "WITH n, r, m, collect(x) AS x",
    "WITH m AS n, r, n AS m, x SKIP 1",
    "WITH n, r, m, x WHERE x IS NOT NULL",
    "WITH n, r, m, x WHERE EXISTS { (n)-[:T]->() } OR x > 1",
    "WITH n, r, m, COUNT { (n)--(m) } AS x",
    "WITH n, r, m, COLLECT { MATCH (n)-->(k) RETURN k.v } AS x",
    "WITH n, r, m, [(n)-->(k) | k.v] AS x",
    "WITH n, r, m, {a: n.v, b: [x]} AS x",
    "WITH n, r, m, reduce(s = x, i IN [1, 2] | s + i) AS x",
    "WITH n, r, m, CASE WHEN n.v = 1 THEN x ELSE m.v END AS x",
    "WITH collect(n) AS ns, collect(r) AS rs, collect(m) AS ms, count(*) AS x UNWIND ns AS n UNWIND rs AS r UNWIND ms AS m",
];

/// What a statement ends with, if with anything.
const LAST: &[&str] = &[
    "",
    "RETURN n, r, m, x",
    "RETURN count(*) AS c",
    "RETURN n.v AS v, collect(x) AS xs ORDER BY v",
    "RETURN DISTINCT labels(n) AS l, type(r) AS t, properties(m) AS p",
    "RETURN x UNION MATCH (k) RETURN k.v AS x",
    "RETURN x LIMIT 0",
    "RETURN 1 / (size(labels(n)) - 1) AS d",
];

/// What stands between statements.
const BETWEEN: &[&str] = &[";", ";:begin;", ";:commit;", ";:rollback;"];

/// The text that bytes choose: a byte for each clause; one of the highest ends the statement.
pub fn text(bytes: &[u8]) -> String {
    /// Bytes from here on end a statement.
    const END: u8 = 0xe0;
    let mut text = String::new();
    let mut within = false;
    for &byte in bytes {
        let at = usize::from(byte);
        if !within {
            text.push_str(FIRST[at % FIRST.len()]);
            within = true;
        } else if byte >= END {
            let choice = at - usize::from(END);
            text.push_str(" WITH * ");
            text.push_str(LAST[choice % LAST.len()]);
            if choice % LAST.len() == 0 {
                // A statement that ends with `WITH` is none.
                text.truncate(text.len() - " WITH * ".len());
            }
            text.push_str(BETWEEN[choice / LAST.len()]);
            within = false;
        } else {
            // Names that are bound by a clause end with it.
            text.push_str(" WITH n, r, m, x ");
            text.push_str(NEXT[at % NEXT.len()]);
        }
    }
    text
}
