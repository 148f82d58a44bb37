//! The meaning of queries: plans before optimizing, and each error of analysis once.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use legation::cypher::{analyse, analyse_with, lower, parse};
use legation::diagnose::{Style, render};
use legation::graph::Catalogue;
use legation::plan::{Statement, check};
use legation::procedure::{Procedure, Procedures};
use legation::text::Source;

fn catalogue() -> Catalogue {
    let catalogue = Catalogue::default();
    for label in ["Person", "Forum", "Partner"] {
        catalogue.intern_label(label).unwrap();
    }
    for name in ["KNOWS", "MEMBER_OF"] {
        catalogue.intern_type(name).unwrap();
    }
    for name in ["name", "age", "since"] {
        catalogue.intern_key(name).unwrap();
    }
    catalogue
}

/// The statement before optimizing, checked.
fn statement(text: &str) -> Statement {
    let bound = analyse(&parse(text).unwrap(), &catalogue()).unwrap_or_else(|problems| panic!("{text}\n{problems}"));
    let statement = lower(bound);
    check(&statement).unwrap_or_else(|defect| panic!("{text}\n{defect}\n{}", statement.plan));
    statement
}

/// The plan before optimizing, and the answer's columns with their variables.
fn plan(text: &str) -> String {
    let statement = statement(text);
    let columns: Vec<String> = statement.columns.iter().map(|column| format!("{} = {}", column.name, column.variable)).collect();
    format!("{}\n-> {}", statement.plan, columns.join(", "))
}

/// The errors of analysis as they are shown.
fn error(text: &str) -> String {
    let problems = analyse(&parse(text).unwrap(), &catalogue()).unwrap_err();
    let shown = render(&problems, &Source::new("query", text), Style { width: 80, colour: false });
    shown.lines().map(str::trim_end).collect::<Vec<_>>().join("\n").trim().to_owned()
}

/// The warnings of analysis, with their help.
fn warning(text: &str) -> String {
    let warnings = statement(text).warnings;
    warnings.iter().map(|warning| format!("{warning}: {}", warning.help.clone().unwrap_or_default())).collect::<Vec<_>>().join("\n")
}

#[test]
fn plans_are_sound() {
    for text in include_str!("analyse/sound.cypher").split(';').filter(|text| !text.trim().is_empty()) {
        statement(text);
    }
}

// Snapshots.

#[test]
fn undefined_variable() {
    insta::assert_snapshot!(error("MATCH (partner:Partner) RETURN partnr.name"), @r#"
    SyntaxError: UndefinedVariable

      × the variable `partnr` is not defined
       ╭─[query:1:32]
     1 │ MATCH (partner:Partner) RETURN partnr.name
       ·                                ───┬──
       ·                                   ╰── nothing before this declares it
       ╰────
      help: did you mean `partner`?
    "#);
}

#[test]
fn variable_already_bound() {
    insta::assert_snapshot!(error("MATCH (n) UNWIND [1] AS n RETURN n"), @r#"
    SyntaxError: VariableAlreadyBound

      × the variable `n` is already declared
       ╭─[query:1:25]
     1 │ MATCH (n) UNWIND [1] AS n RETURN n
       ·                         ┬
       ·                         ╰── declared again here
       ╰────
      help: give it another name
    "#);
}

#[test]
fn what_is_bound_is_told_before_what_it_lacks() {
    for text in ["MATCH ()-[r]->() CREATE ()-[r]->()", "MATCH (a)-[r]->(b) MERGE (a)-[r]->(b)"] {
        assert!(error(text).starts_with("SyntaxError: VariableAlreadyBound"), "{text}");
    }
}

#[test]
fn variable_type_conflict() {
    insta::assert_snapshot!(error("MATCH (n)-[n]->() RETURN n"), @r#"
    SyntaxError: VariableTypeConflict

      × `n` is a node, and cannot be a relationship as well
       ╭─[query:1:12]
     1 │ MATCH (n)-[n]->() RETURN n
       ·            ┬
       ·            ╰── used as a relationship here
       ╰────
      help: give one of the two another name
    "#);
}

#[test]
fn no_variables_in_scope() {
    insta::assert_snapshot!(error("MATCH () RETURN *"), @r#"
    SyntaxError: NoVariablesInScope

      × `*` stands for every variable, and there is none
       ╭─[query:1:10]
     1 │ MATCH () RETURN *
       ·          ────┬───
       ·              ╰── nothing to return
       ╰────
      help: name what you want, as in `MATCH (n) RETURN n`
    "#);
}

#[test]
fn column_name_conflict() {
    insta::assert_snapshot!(error("RETURN 1 AS a, 2 AS a"), @r#"
    SyntaxError: ColumnNameConflict

      × two columns are called `a`
       ╭─[query:1:21]
     1 │ RETURN 1 AS a, 2 AS a
       ·                     ┬
       ·                     ╰── this is the second
       ╰────
      help: rename one of them with `AS`
    "#);
}

#[test]
fn no_expression_alias() {
    insta::assert_snapshot!(error("MATCH (n) WITH n, count(*) RETURN n"), @r#"
    SyntaxError: NoExpressionAlias

      × an expression that goes on to later clauses needs a name
       ╭─[query:1:19]
     1 │ MATCH (n) WITH n, count(*) RETURN n
       ·                   ────┬───
       ·                       ╰── it has no name that later clauses could use
       ╰────
      help: name it with `AS`
    "#);
}

#[test]
fn invalid_aggregation() {
    insta::assert_snapshot!(error("MATCH (n) WHERE count(n) > 10 RETURN n"), @r#"
    SyntaxError: InvalidAggregation

      × `count` cannot stand here
       ╭─[query:1:17]
     1 │ MATCH (n) WHERE count(n) > 10 RETURN n
       ·                 ────┬───
       ·                     ╰── an aggregate needs groups of rows
       ╰────
      help: compute it in `WITH` or `RETURN`, as in `WITH n, count(*) AS c WHERE c
            > 1`
    "#);
}

#[test]
fn ambiguous_aggregation() {
    insta::assert_snapshot!(error("MATCH (n)-->(m) RETURN n.age + count(m)"), @r#"
    SyntaxError: AmbiguousAggregationExpression

      × this is neither aggregated nor a grouping key
       ╭─[query:1:24]
     1 │ MATCH (n)-->(m) RETURN n.age + count(m)
       ·                        ┬
       ·                        ╰── its value may differ within a group
       ╰────
      help: compute it in a `WITH` before, or return it as a column of its own;
            beside an aggregate only variables and properties that are columns can
            be used
    "#);
}

#[test]
fn nested_aggregation() {
    insta::assert_snapshot!(error("RETURN count(count(*))"), @r#"
    SyntaxError: NestedAggregation

      × `count(*)` cannot stand in another aggregate
       ╭─[query:1:14]
     1 │ RETURN count(count(*))
       ·              ────┬───
       ·                  ╰── aggregated twice
       ╰────
      help: compute the inner one in a `WITH` before
    "#);
}

#[test]
fn unknown_function() {
    insta::assert_snapshot!(error("RETURN lenght('x')"), @r#"
    SyntaxError: UnknownFunction

      × there is no function `lenght`
       ╭─[query:1:8]
     1 │ RETURN lenght('x')
       ·        ───┬──
       ·           ╰── not a function
       ╰────
      help: did you mean `length`?
    "#);
}

#[test]
fn function_that_comes_later() {
    let found = error("RETURN point({x: 1})");
    assert!(found.starts_with("NotImplemented") && found.contains("`point`") && found.contains("spatial functions"), "{found}");
}

#[test]
fn number_of_arguments() {
    insta::assert_snapshot!(error("RETURN abs(1, 2)"), @r#"
    SyntaxError: InvalidNumberOfArguments

      × `abs` takes 1 argument, not 2
       ╭─[query:1:8]
     1 │ RETURN abs(1, 2)
       ·        ────┬────
       ·            ╰── 2 given
       ╰────
      help: write `abs(number)`
    "#);
}

#[test]
fn argument_type() {
    insta::assert_snapshot!(error("MATCH (n) RETURN length(n)"), @"
    SyntaxError: InvalidArgumentType

      × `length` takes a path, not a node
       ╭─[query:1:25]
     1 │ MATCH (n) RETURN length(n)
       ·                         ┬
       ·                         ╰── this is a node
       ╰────
    ");
}

#[test]
fn operand_type() {
    insta::assert_snapshot!(error("RETURN 123 AND true"), @"
    SyntaxError: InvalidArgumentType

      × AND takes a boolean, not an integer
       ╭─[query:1:8]
     1 │ RETURN 123 AND true
       ·        ─┬─
       ·         ╰── this is an integer
       ╰────
    ");
}

#[test]
fn non_constant_limit() {
    insta::assert_snapshot!(error("MATCH (n) RETURN n LIMIT n.age"), @r#"
    SyntaxError: NonConstantExpression

      × LIMIT must be the same for every row
       ╭─[query:1:26]
     1 │ MATCH (n) RETURN n LIMIT n.age
       ·                          ──┬──
       ·                            ╰── this differs from row to row
       ╰────
      help: use a number or a parameter
    "#);
}

#[test]
fn negative_skip() {
    insta::assert_snapshot!(error("MATCH (n) RETURN n SKIP -1"), @r#"
    SyntaxError: NegativeIntegerArgument

      × SKIP cannot be negative
       ╭─[query:1:25]
     1 │ MATCH (n) RETURN n SKIP -1
       ·                         ─┬
       ·                          ╰── less than 0
       ╰────
      help: use 0 or a positive integer
    "#);
}

#[test]
fn fractional_limit() {
    insta::assert_snapshot!(error("MATCH (n) RETURN n LIMIT 1.5"), @"
    SyntaxError: InvalidArgumentType

      × LIMIT takes an integer, not a float
       ╭─[query:1:26]
     1 │ MATCH (n) RETURN n LIMIT 1.5
       ·                          ─┬─
       ·                           ╰── this is a float
       ╰────
    ");
}

#[test]
fn random_aggregate() {
    insta::assert_snapshot!(error("RETURN count(rand())"), @r#"
    SyntaxError: NonConstantExpression

      × what is aggregated must be the same for every row
       ╭─[query:1:14]
     1 │ RETURN count(rand())
       ·              ───┬──
       ·                 ╰── this differs from row to row
       ╰────
      help: compute the random value in a `WITH` before
    "#);
}

#[test]
fn different_columns_in_union() {
    insta::assert_snapshot!(error("RETURN 1 AS a UNION RETURN 2 AS b"), @r#"
    SyntaxError: DifferentColumnsInUnion

      × the parts of a `UNION` need the same columns: a here, b there
       ╭─[query:1:21]
     1 │ RETURN 1 AS a UNION RETURN 2 AS b
       ·                     ──────┬──────
       ·                           ╰── this part has other columns
       ╰────
      help: rename columns with `AS`, and give them in the same order
    "#);
}

#[test]
fn mixed_unions() {
    insta::assert_snapshot!(error("RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a"), @r#"
    SyntaxError: InvalidClauseComposition

      × `UNION` and `UNION ALL` cannot be mixed
       ╭─[query:1:35]
     1 │ RETURN 1 AS a UNION RETURN 2 AS a UNION ALL RETURN 3 AS a
       ·                                   ──┬──
       ·                                     ╰── here
       ╰────
      help: use one of them throughout
    "#);
}

#[test]
fn nothing_returned() {
    insta::assert_snapshot!(error("MATCH (n)"), @r#"
    SyntaxError: InvalidClauseComposition

      × a query cannot end here
       ╭─[query:1:1]
     1 │ MATCH (n)
       · ────┬────
       ·     ╰── here
       ╰────
      help: say what the answer is, with `RETURN`
    "#);
}

#[test]
fn parameter_as_properties() {
    insta::assert_snapshot!(error("MATCH (n $properties) RETURN n"), @r#"
    SyntaxError: InvalidParameterUse

      × a parameter cannot stand for the properties of a pattern
       ╭─[query:1:10]
     1 │ MATCH (n $properties) RETURN n
       ·          ─────┬─────
       ·               ╰── each property must be named
       ╰────
      help: give each property its own value, as in `{name: $name}`, or use the
            parameter in `WHERE`
    "#);
}

#[test]
fn relationship_used_twice() {
    insta::assert_snapshot!(error("MATCH (a)-[r]->()-[r]->(a) RETURN r"), @r#"
    SyntaxError: RelationshipUniquenessViolation

      × the relationship `r` is used twice in one pattern
       ╭─[query:1:20]
     1 │ MATCH (a)-[r]->()-[r]->(a) RETURN r
       ·                    ┬
       ·                    ╰── used again here
       ╰────
      help: no relationship is used twice in one `MATCH`, so that nothing could be
            found; give the second another name
    "#);
}

#[test]
fn shortest_path_of_two_hops() {
    insta::assert_snapshot!(error("MATCH p = shortestPath((a)-->()-->(b)) RETURN p"), @r#"
    SyntaxError: UnexpectedSyntax

      × a shortest path needs exactly one relationship pattern between two nodes
       ╭─[query:1:24]
     1 │ MATCH p = shortestPath((a)-->()-->(b)) RETURN p
       ·                        ───────┬──────
       ·                               ╰── not here
       ╰────
      help: write it as in `shortestPath((a)-[:TYPE*]-(b))`
    "#);
}

#[test]
fn distinct_argument() {
    insta::assert_snapshot!(error("RETURN abs(DISTINCT 1)"), @r#"
    SyntaxError: UnexpectedSyntax

      × `DISTINCT` stands in aggregates only
       ╭─[query:1:8]
     1 │ RETURN abs(DISTINCT 1)
       ·        ───────┬───────
       ·               ╰── not here
       ╰────
      help: leave it out, or use it after `RETURN` or `WITH`
    "#);
}

#[test]
fn subquery_in_reduce() {
    let found = error("RETURN reduce(n = 0, x IN [1] | n + COUNT { (a {age: n}) }) AS n");
    assert!(found.starts_with("NotImplemented") && found.contains("gathered so far") && found.contains("`UNWIND`"), "{found}");
}

#[test]
fn all_errors_at_once() {
    insta::assert_snapshot!(error("MATCH (n) WHERE m.x = 1 RETURN foo(n), count(count(*)), n.name, n.name"), @r#"
    SyntaxError: UndefinedVariable

      × the variable `m` is not defined
       ╭─[query:1:17]
     1 │ MATCH (n) WHERE m.x = 1 RETURN foo(n), count(count(*)), n.name, n.name
       ·                 ┬
       ·                 ╰── nothing before this declares it
       ╰────
      help: did you mean `n`?
    SyntaxError: UnknownFunction

      × there is no function `foo`
       ╭─[query:1:32]
     1 │ MATCH (n) WHERE m.x = 1 RETURN foo(n), count(count(*)), n.name, n.name
       ·                                ─┬─
       ·                                 ╰── not a function
       ╰────
    SyntaxError: NestedAggregation

      × `count(*)` cannot stand in another aggregate
       ╭─[query:1:46]
     1 │ MATCH (n) WHERE m.x = 1 RETURN foo(n), count(count(*)), n.name, n.name
       ·                                              ────┬───
       ·                                                  ╰── aggregated twice
       ╰────
      help: compute the inner one in a `WITH` before
    SyntaxError: ColumnNameConflict

      × two columns are called `n.name`
       ╭─[query:1:65]
     1 │ MATCH (n) WHERE m.x = 1 RETURN foo(n), count(count(*)), n.name, n.name
       ·                                                                 ───┬──
       ·                                                                    ╰── this is the second
       ╰────
      help: rename one of them with `AS`
    "#);
}

#[test]
fn distinct_hides_variables() {
    insta::assert_snapshot!(error("MATCH (n) RETURN DISTINCT n.name ORDER BY n.age"), @r#"
    SyntaxError: UndefinedVariable

      × the variable `n` is not defined
       ╭─[query:1:43]
     1 │ MATCH (n) RETURN DISTINCT n.name ORDER BY n.age
       ·                                           ┬
       ·                                           ╰── nothing before this declares it
       ╰────
      help: after `DISTINCT` or aggregation only what is projected can be used;
            add it to the clause
    "#);
}

#[test]
fn path_property() {
    insta::assert_snapshot!(error("MATCH p = ()-->() WHERE p.name = 'x' RETURN p"), @"
    SyntaxError: InvalidArgumentType

      × property access takes a node or a relationship or a map, not a path
       ╭─[query:1:25]
     1 │ MATCH p = ()-->() WHERE p.name = 'x' RETURN p
       ·                         ┬
       ·                         ╰── this is a path
       ╰────
    ");
}

#[test]
fn warnings() {
    insta::assert_snapshot!(warning("MATCH (n:Persn)-[:KNOW]->(m) WHERE n.nam = 'x' RETURN m"), @r#"
    the graph has no label `Persn`: did you mean `Person`?
    the graph has no relationship type `KNOW`: did you mean `KNOWS`?
    the graph has no property `nam`: did you mean `name`?
    "#);
}

#[test]
fn match_where_return() {
    insta::assert_snapshot!(plan("MATCH (n:Person)-[r:KNOWS]->(m {name: 'x'}) WHERE n.age > 3 RETURN n.name AS name, m"), @r#"
    Project n.name AS name, m
      Filter (n:Person) AND (m.name = 'x') AND (n.age > 3)
        Expand (n)-[r:KNOWS]->(m)
          Scan n
    -> name = name, m = m
    "#);
}

#[test]
fn uniqueness_of_every_pair() {
    insta::assert_snapshot!(plan("MATCH (a)-[r]->(b)-[s:KNOWS]->(c), (d)-[t:MEMBER_OF]->(a) RETURN *"), @r#"
    Filter distinct(r, s) AND distinct(r, t)
      Expand (a)<-[t:MEMBER_OF]-(d)
        Expand (b)-[s:KNOWS]->(c)
          Expand (a)-[r]->(b)
            Scan a
    -> a = a, b = b, c = c, d = d, r = r, s = s, t = t
    "#);
}

#[test]
fn self_loop() {
    insta::assert_snapshot!(plan("MATCH (a)-[r:KNOWS]->(a) RETURN r"), @r#"
    Project r
      ExpandInto (a)-[r:KNOWS]->(a)
        Scan a
    -> r = r
    "#);
}

#[test]
fn bound_nodes_and_relationships() {
    insta::assert_snapshot!(plan("MATCH (a)-[r]->(b) MATCH (b)-[r]-(c) MATCH (a) RETURN c"), @r#"
    Project c
      Filter a IS NOT NULL
        Extend CASE WHEN b = startNode(r) THEN endNode(r) ELSE startNode(r) END AS c
          Filter b IN [startNode(r), endNode(r)]
            Filter r IS NOT NULL
              Expand (a)-[r]->(b)
                Scan a
    -> c = c
    "#);
}

#[test]
fn a_chain_found_from_its_far_end() {
    insta::assert_snapshot!(plan("MATCH (b) MATCH (a)-[rs:KNOWS*1..2 {since: 2008}]->(b) RETURN rs"), @r#"
    Project rs
      Extend reverse(rs#back) AS rs
        ExpandPath (b)<-[rs#back:KNOWS*1..2 each rs#2: rs#2.since = 2008]-(a)
          Scan b
    -> rs = rs
    "#);
}

#[test]
fn a_condition_on_each_that_reads_the_pattern() {
    insta::assert_snapshot!(plan("MATCH (a)-[rs:KNOWS*0.. {since: b.age}]->(b) RETURN rs"), @r#"
    Project rs
      Filter all(rs#2 IN rs WHERE rs#2.since = b.age)
        ExpandPath (a)-[rs:KNOWS*0..]->(b)
          Scan a
    -> rs = rs
    "#);
}

#[test]
fn paths() {
    insta::assert_snapshot!(plan("MATCH p = (a)-[:KNOWS*]->(b)<--(c) RETURN p"), @r#"
    Project p
      Filter distinct(#1, #2)
        Extend path(a, #1, b, #2, c) AS p
          Expand (b)<-[#2]-(c)
            ExpandPath (a)-[#1:KNOWS*1..]->(b)
              Scan a
    -> p = p
    "#);
}

#[test]
fn optional_match() {
    insta::assert_snapshot!(plan("MATCH (a) OPTIONAL MATCH (a)-->(b) WHERE b.age > a.age RETURN a, b"), @r#"
    Project a, b
      OptionalApply
        Scan a
        Filter b.age > a.age
          Expand (a)-[#1]->(b)
            Argument a
    -> a = a, b = b
    "#);
}

#[test]
fn exists_in_where() {
    insta::assert_snapshot!(plan("MATCH (a) WHERE NOT EXISTS { (a)-->(b) WHERE b.age > 1 } AND (a)--() RETURN a"), @r#"
    SemiApply
      AntiApply
        Scan a
        Filter b.age > 1
          Expand (a)-[#1]->(b)
            Argument a
      Expand (a)-[#2]-(#3)
        Argument a
    -> a = a
    "#);
}

#[test]
fn exists_in_an_expression() {
    insta::assert_snapshot!(plan("MATCH (a) WHERE a.age = 1 OR (a)-->(:Forum) RETURN CASE WHEN EXISTS { (a)-->() } THEN 1 ELSE COUNT { (a)--() } END AS c"), @r#"
    Project CASE WHEN #exists#2 THEN 1 ELSE #count END AS c
      CountApply #count
        MarkApply #exists#2
          Filter (a.age = 1) OR #exists
            MarkApply #exists
              Scan a
              Filter #2:Forum
                Expand (a)-[#1]->(#2)
                  Argument a
          Expand (a)-[#3]->(#4)
            Argument a
        Expand (a)-[#5]-(#6)
          Argument a
    -> c = c
    "#);
}

#[test]
fn a_subquery_per_item() {
    insta::assert_snapshot!(plan("MATCH (a) RETURN [x IN a.list WHERE EXISTS { (a)-->({age: x}) } | x + 1] AS list"), @r#"
    Project CASE WHEN a.list IS NULL THEN null ELSE #items END AS list
      CollectApply #item AS #items
        Scan a
        Project x + 1 AS #item
          Filter #exists
            MarkApply #exists
              Unwind a.list AS x
                Argument a
              Filter #2.age = x
                Expand (a)-[#1]->(#2)
                  Argument a, x
    -> list = list
    "#);
}

#[test]
fn a_subquery_that_forgets_and_remembers() {
    insta::assert_snapshot!(plan("MATCH (a) WHERE EXISTS { MATCH (a)-->(b) WITH count(b) AS c WHERE c > a.age RETURN c } RETURN a"), @r#"
    SemiApply
      Scan a
      Project c
        Filter c > a.age
          Apply
            Argument a
            Aggregate count(b) AS c
              Expand (a)-[#1]->(b)
                Argument a
    -> a = a
    "#);
}

#[test]
fn shortest_paths() {
    insta::assert_snapshot!(plan("MATCH (a:Person), (b:Person) MATCH p = shortestPath((a)-[:KNOWS*..5]-(b)) RETURN length(p) AS l, allShortestPaths((a)-[*]->(b)) AS ps"), @r#"
    Project length(p) AS l, #paths AS ps
      CollectApply #path AS #paths
        Extend path(a, #1, b) AS p
          ShortestPath (a)-[#1:KNOWS*1..5]-(b)
            Filter (a:Person) AND (b:Person)
              Scan b
                Scan a
        Extend path(a, #2, b) AS #path
          AllShortestPaths (a)-[#2*1..]->(b)
            Argument a, b
    -> l = l, ps = ps
    "#);
}

#[test]
fn grouping() {
    insta::assert_snapshot!(plan("MATCH (a)-->(b) RETURN a.name AS name, count(b) AS c, a.name + count(DISTINCT b.age) AS both ORDER BY count(b) DESC, name"), @r#"
    Sort c DESC, name
      Project name, c, name + #count#2 AS both
        Aggregate a.name AS name, count(b) AS c, count(DISTINCT b.age) AS #count#2
          Expand (a)-[#1]->(b)
            Scan a
    -> name = name, c = c, both = both
    "#);
}

#[test]
fn ordering_by_what_is_not_projected() {
    insta::assert_snapshot!(plan("MATCH (a) RETURN a.name AS name ORDER BY a.age SKIP 1 LIMIT 2"), @r#"
    Project name
      Limit 2
        Skip 1
          Sort a.age
            Extend a.name AS name
              Scan a
    -> name = name
    "#);
}

#[test]
fn where_after_with() {
    insta::assert_snapshot!(plan("MATCH (a) WITH a.name AS name, a.age AS age WHERE a.since > age RETURN *"), @r#"
    Project name, age
      Filter a.since > age
        Extend a.name AS name, a.age AS age
          Scan a
    -> age = age, name = name
    "#);
}

#[test]
fn distinct() {
    insta::assert_snapshot!(plan("MATCH (a) RETURN DISTINCT a.name AS name ORDER BY a.name"), @r#"
    Sort name
      Distinct
        Project a.name AS name
          Scan a
    -> name = name
    "#);
}

#[test]
fn shadowing() {
    insta::assert_snapshot!(plan("MATCH (x) WITH x.name AS x UNWIND [1] AS y RETURN [x IN [x] | x + y] AS x"), @r#"
    Project [x#3 IN [x#2] | x#3 + y] AS x#4
      Unwind [1] AS y
        Project x.name AS x#2
          Scan x
    -> x = x#4
    "#);
}

#[test]
fn union() {
    insta::assert_snapshot!(plan("MATCH (n:Person) RETURN n.name AS name, n UNION MATCH (n:Forum) RETURN n, n.name AS name"), @r#"
    Distinct
      Union
        Project name AS name#3, n AS n#3
          Project n.name AS name, n
            Filter n:Person
              Scan n
        Project name#2 AS name#3, n#2 AS n#3
          Project n#2, n#2.name AS name#2
            Filter n#2:Forum
              Scan n#2
    -> name = name#3, n = n#3
    "#);
}

#[test]
fn a_procedure_within_a_query_needs_its_arguments() {
    let mut procedures = Procedures::default();
    procedures.register(Procedure::table("my.own(in :: INTEGER?) :: (out :: STRING?)".parse().unwrap(), Vec::new()));
    let tree = |text: &str| parse(text).unwrap();
    assert!(analyse_with(&tree("CALL my.own"), &catalogue(), &procedures).is_ok());
    assert!(analyse_with(&tree("CALL my.own(1) YIELD out RETURN out"), &catalogue(), &procedures).is_ok());
    let problems = analyse_with(&tree("CALL my.own YIELD out RETURN out"), &catalogue(), &procedures).unwrap_err();
    assert_eq!(problems.code().as_deref(), Some("SyntaxError: InvalidArgumentPassingMode"));
    assert!(problems.to_string().contains("a procedure that is called within a query needs its arguments in parentheses"));
}
