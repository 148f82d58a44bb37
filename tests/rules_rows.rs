//! Every rule leaves the rows of a query as they were: all rules, each one off, each one alone and none give the same rows,
//! on graphs with parallel relationships, self-loops, missing values and values of several types.
#![allow(clippy::unwrap_used, clippy::panic, reason = "tests stop at what must not happen")]

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use legation::cypher::{analyse, lower, parse};
use legation::execute::{Parameters, compile};
use legation::graph::{Builder, Catalogue, Graph};
use legation::limit::{Guard, Limits};
use legation::optimize::{RULES, Settings, optimize};
use legation::value::{NodeId, Value};

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn below(&mut self, bound: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % bound
    }
}

/// A small graph; `loops` says whether the relationships of `KNOWS` may be self-loops.
fn graph(seed: u64, loops: bool) -> Graph {
    let mut dice = Dice(seed * 7919 + 12345);
    let catalogue = Arc::new(Catalogue::default());
    let label = |name: &str| catalogue.intern_label(name).unwrap();
    let kind = |name: &str| catalogue.intern_type(name).unwrap();
    let key = |name: &str| catalogue.intern_key(name).unwrap();
    let (person, forum, partner) = (label("Person"), label("Forum"), label("Partner"));
    let (knows, likes, member) = (kind("KNOWS"), kind("LIKES"), kind("MEMBER_OF"));
    let (id, name, age, since) = (key("id"), key("name"), key("age"), key("since"));
    let mut builder = Builder::new(Arc::clone(&catalogue));
    builder.add_nodes(&[person], 5).unwrap();
    builder.add_nodes(&[forum], 3).unwrap();
    builder.add_nodes(&[person, partner], 3).unwrap();
    for node in 0..11 {
        builder.set_node_property(NodeId(node), id, Value::Integer(i64::from(node) + 1));
        if dice.below(5) > 0 {
            builder.set_node_property(NodeId(node), name, Value::string(["x", "y", "WCO"][dice.below(3) as usize]));
        }
        match dice.below(4) {
            0 => {}
            1 => builder.set_node_property(NodeId(node), age, Value::Float(dice.below(4) as f64)),
            _ => builder.set_node_property(NodeId(node), age, Value::Integer(dice.below(4) as i64)),
        }
    }
    let people = [0, 1, 2, 3, 4, 8, 9, 10];
    let mut ends = |count: u64, from: &[u32], to: &[u32], loops: bool| -> (Vec<NodeId>, Vec<NodeId>) {
        let pairs = (0..count).map(|_| (from[dice.below(from.len() as u64) as usize], to[dice.below(to.len() as u64) as usize]));
        pairs.filter(|(start, end)| loops || start != end).map(|(start, end)| (NodeId(start), NodeId(end))).unzip()
    };
    let (starts, finishes) = ends(12, &people, &people, loops);
    let years = starts.len();
    builder.add_relationships(knows, starts, finishes).unwrap();
    for arrival in 0..years {
        builder.set_relationship_property(knows, arrival as u32, since, Value::Integer(arrival as i64 % 4));
    }
    let (starts, finishes) = ends(8, &people, &[5, 6, 7, 0, 1], loops);
    builder.add_relationships(likes, starts, finishes).unwrap();
    let (starts, finishes) = ends(6, &[8, 9, 10], &[5, 6, 7], true);
    builder.add_relationships(member, starts, finishes).unwrap();
    builder.add_index(person, id);
    builder.finish().unwrap()
}

/// The rows of a query as sorted text, or its error.
fn rows(text: &str, graph: &Graph, settings: &Settings) -> Result<Vec<String>, String> {
    let bound = analyse(&parse(text).unwrap_or_else(|problems| panic!("{text}\n{problems}")), graph.catalogue());
    let statement = lower(bound.unwrap_or_else(|problems| panic!("{text}\n{problems}")));
    let statement = optimize(statement, graph.statistics(), settings);
    let shown = statement.plan.to_string();
    let program = compile(&statement).unwrap_or_else(|problems| panic!("{text}\n{problems}\n{shown}"));
    let guard = Guard::new(Limits::default(), Arc::new(AtomicBool::new(false)));
    let answer = program.run(graph, &Parameters::new(), &guard).map_err(|problems| problems.to_string())?;
    let mut rows: Vec<String> = answer.to_values().iter().map(|row| format!("{row:?}")).collect();
    rows.sort();
    Ok(rows)
}

fn settings() -> Vec<(String, Settings)> {
    let mut all = vec![("all rules".to_owned(), Settings::default())];
    for rule in RULES {
        all.push((format!("without {}", rule.name), Settings::default().without(rule.name)));
        all.push((format!("only {}", rule.name), Settings::none().with(rule.name)));
    }
    all
}

#[test]
fn rules_leave_the_rows_as_they_were() {
    let texts = include_str!("analyse/rows.cypher");
    let settings = settings();
    let mut empty: BTreeSet<&str> = texts.split(';').map(str::trim).filter(|text| !text.is_empty()).collect();
    let all = empty.clone();
    for seed in 1..=2 {
        let graph = graph(seed, seed % 2 == 0);
        for text in &all {
            let plain = rows(text, &graph, &Settings::none()).unwrap_or_else(|error| panic!("{text}\n{error}"));
            if !plain.is_empty() {
                empty.remove(text);
            }
            let plain = Ok(plain);
            for (name, settings) in &settings {
                let found = rows(text, &graph, settings);
                assert_eq!(found, plain, "graph {seed}, {name}:\n{text}");
            }
        }
    }
    let expected = ["Nowhere", "false", "null"];
    let surprising: Vec<&&str> = empty.iter().filter(|text| !expected.iter().any(|word| text.contains(word))).collect();
    assert!(surprising.is_empty(), "these say nothing, since they have no rows: {surprising:#?}");
}

/// What comes before a search is carried out though the search finds nothing, even a label that the graph does not have.
#[test]
fn writes_before_an_unknown_label_are_carried_out() {
    let graph = graph(1, false);
    for text in [
        "CREATE (:Made) WITH 1 AS one MATCH (n:Nowhere) RETURN n",
        "CREATE (m:Made {id: 1}) WITH m.id AS id MATCH (n:Nowhere {id: id}) RETURN n",
        "MERGE (:Made {id: 1}) WITH 1 AS one MATCH (n:Nowhere), (m:Person) RETURN n, m",
    ] {
        for (name, settings) in settings() {
            let statement = optimize(lower(analyse(&parse(text).unwrap(), graph.catalogue()).unwrap()), graph.statistics(), &settings);
            let guard = Guard::new(Limits::default(), Arc::new(AtomicBool::new(false)));
            let answer = compile(&statement).unwrap().run(&graph, &Parameters::default(), &guard).unwrap();
            assert_eq!(answer.changes().unwrap().nodes_created, 1, "{text} with {name}");
        }
    }
}

type Truth = Option<bool>;

/// A connective and what it means.
type Connective = (&'static str, fn(Truth, Truth) -> Truth);

fn not(a: Truth) -> Truth {
    Some(!a?)
}

fn and(a: Truth, b: Truth) -> Truth {
    if a == Some(false) || b == Some(false) { Some(false) } else { Some(a? && b?) }
}

fn or(a: Truth, b: Truth) -> Truth {
    not(and(not(a), not(b)))
}

fn xor(a: Truth, b: Truth) -> Truth {
    Some(a? != b?)
}

/// Every connective of every operand with every other connective, of constants and of what is computed from a row: they
/// mean the same, however much of them the optimizer computes beforehand.
#[test]
fn connectives_mean_the_same_of_constants_and_of_rows() {
    let operands: [(&str, Truth); 6] = [
        ("true", Some(true)),
        ("false", Some(false)),
        ("null", None),
        ("n.id = 1", Some(true)),
        ("n.id = 2", Some(false)),
        ("n.nothing = 1", None),
    ];
    let connectives: [Connective; 3] = [("AND", and), ("OR", or), ("XOR", xor)];
    let graph = graph(1, false);
    for (inner, with) in connectives {
        for (outer, of) in connectives {
            for (first, a) in operands {
                for (second, b) in operands {
                    for (third, c) in operands {
                        let left = (format!("({first} {inner} {second}) {outer} {third}"), of(with(a, b), c));
                        let right = (format!("{third} {outer} ({first} {inner} {second})"), of(c, with(a, b)));
                        let negated = (format!("NOT ({first} {inner} {second}) {outer} {third}"), of(not(with(a, b)), c));
                        for (formula, meant) in [left, right, negated] {
                            let meant = meant.map_or(Value::Null, Value::Boolean);
                            let text = format!("MATCH (n:Person {{id: 1}}) RETURN {formula} AS x");
                            assert_eq!(rows(&text, &graph, &Settings::default()), Ok(vec![format!("{:?}", [meant])]), "{formula}");
                        }
                    }
                }
            }
        }
    }
}

/// Three hubs with many members, some of them twice; a region that is missing, or a number; chains with self-loops and cycles.
fn hubs() -> Graph {
    let mut dice = Dice(4711);
    let catalogue = Arc::new(Catalogue::default());
    let (person, forum) = (catalogue.intern_label("Person").unwrap(), catalogue.intern_label("Forum").unwrap());
    let kind = |name: &str| catalogue.intern_type(name).unwrap();
    let (knows, member, likes) = (kind("KNOWS"), kind("MEMBER_OF"), kind("LIKES"));
    let (trades, visits, since) = (kind("TRADES"), kind("VISITS"), catalogue.intern_key("since").unwrap());
    let (id, region) = (catalogue.intern_key("id").unwrap(), catalogue.intern_key("region").unwrap());
    let mut builder = Builder::new(catalogue);
    builder.add_nodes(&[person], 60).unwrap();
    builder.add_nodes(&[forum], 3).unwrap();
    for node in 0..60 {
        builder.set_node_property(NodeId(node), id, Value::Integer(i64::from(node)));
        match dice.below(8) {
            0 => {}
            1 => builder.set_node_property(NodeId(node), region, Value::Float(f64::NAN)),
            2 => builder.set_node_property(NodeId(node), region, Value::Integer(1)),
            3 => builder.set_node_property(NodeId(node), region, Value::Float(1.0)),
            _ => builder.set_node_property(NodeId(node), region, Value::string(["Asia", "Europe"][dice.below(2) as usize])),
        }
    }
    let mut pairs = |count: u64, ends: u64, first: u64| -> (Vec<NodeId>, Vec<NodeId>) {
        (0..count).map(|_| (NodeId(dice.below(60) as u32), NodeId((first + dice.below(ends)) as u32))).unzip()
    };
    let (starts, ends) = pairs(150, 3, 60);
    builder.add_relationships(member, starts, ends).unwrap();
    let (starts, ends) = pairs(110, 60, 0);
    builder.add_relationships(knows, starts, ends).unwrap();
    let (starts, ends) = pairs(70, 60, 0);
    builder.add_relationships(likes, starts, ends).unwrap();
    for (kind, count) in [(trades, 700), (visits, 300)] {
        // Many that are parallel, none that is a self-loop.
        let (starts, ends) = pairs(count, 25, 0);
        let apart = starts.into_iter().map(|node| NodeId(node.0 % 25)).zip(ends).filter(|(start, end)| start != end);
        let (starts, ends): (Vec<NodeId>, Vec<NodeId>) = apart.unzip();
        builder.add_relationships(kind, starts, ends).unwrap();
    }
    for kind in [knows, likes] {
        for local in 0..60 {
            builder.set_relationship_property(kind, local, since, Value::Integer(i64::from(local % 4)));
        }
    }
    builder.finish().unwrap()
}

/// Each query shows an operator that only a rule makes, and has the same rows without the rule.
#[test]
fn operators_that_rules_make_give_the_same_rows() {
    let graph = hubs();
    for (operator, text) in [
        ("Join", "MATCH (a:Person)-->(f:Forum)<--(b:Person) WHERE a.region = b.region AND a.id < b.id RETURN a.id, b.id, count(*)"),
        ("Join", "MATCH (a)-[r:MEMBER_OF]->(f:Forum)<-[s:MEMBER_OF]-(b) WHERE b.region = a.region RETURN a.id, b.id, count(DISTINCT f)"),
        ("Join", "MATCH (a)-->(f:Forum)<--(b) WHERE a.region = b.region AND a.id = b.id RETURN a.id, f"),
        ("ScanRelationships", "MATCH (a:Person)-[r:KNOWS]->(b) WHERE r.since > 2 RETURN count(*), sum(r.since)"),
        ("ScanRelationships", "MATCH ()<-[r:MEMBER_OF|LIKES]-() RETURN type(r), count(*)"),
        ("ScanRelationships", "MATCH ()-[r]->() WHERE r.since = 1 RETURN r"),
        ("ScanRelationships", "MATCH (p:Person) WHERE p.id < 3 AND COUNT { MATCH ()-[r:LIKES]->() WHERE r.since = p.id } > 0 RETURN p.id"),
        ("Triangles", "MATCH (a)-[:TRADES]->(b)-[:TRADES]->(c)-[:TRADES]->(a) RETURN count(*)"),
        ("Triangles", "MATCH (a:Person)-[r:TRADES]->(b:Person)<-[:TRADES]-(c:Person)<-[:TRADES]-(a) RETURN count(r), count(*) AS n"),
        ("Triangles", "MATCH (a)<-[:TRADES]-(b)-[:VISITS]->(c), (a)-[:VISITS]->(c) RETURN count(b) AS n"),
        ("AntiJoin", "MATCH (a:Person), (f:Forum) WHERE NOT EXISTS { (a)-[:KNOWS]->(b)-[:MEMBER_OF]->(f) WHERE b.id < 30 } RETURN a.id, f"),
        ("SemiJoin", "MATCH (a:Person), (f:Forum) WHERE EXISTS { (a)-[:KNOWS]->()-[:MEMBER_OF]->(f) } AND a.region > 0 RETURN a.id, f"),
        ("SemiJoin", "MATCH (a:Person)-[:LIKES]-(c:Person) WHERE EXISTS { (a)-[:KNOWS]-(b)<-[:LIKES]-(c) WHERE b.region = 1 } RETURN a, c"),
        ("AntiJoin", "MATCH (a:Person), (c:Person) WHERE NOT (a)-[:KNOWS]->(c) AND a.id < 9 RETURN a.id, count(c)"),
        ("SemiJoin", "MATCH (a:Person), (c:Person) WHERE EXISTS { (a)-[:KNOWS]->(:Person)-[:KNOWS]->(c) } RETURN a, count(DISTINCT c)"),
        ("Join", "MATCH (a:Person)-->(f:Forum)<--(b:Person) WHERE a.region = b.region AND a <> b RETURN a.id, b.id, f.id, count(*)"),
        ("Degrees", "MATCH (a)-[:KNOWS]->(b)-[:MEMBER_OF]->(c) RETURN count(*)"),
        ("Degrees", "MATCH (a:Person)-[r:KNOWS]->(b:Person)<-[:LIKES]-(c) RETURN count(r), count(*)"),
        ("Degrees", "MATCH (a:Person)-[:MEMBER_OF]->(b), (a)-[:KNOWS]->(c) RETURN count(c)"),
        ("Degrees", "MATCH (z)-[:LIKES]->(a)-[:KNOWS]->(b)-[:MEMBER_OF]->(c:Forum) RETURN count(*) AS n"),
        ("Degrees", "MATCH (a)-[:LIKES]-(b)-[:KNOWS]-(c)-[:MEMBER_OF]-(d) RETURN count(*) AS n"),
        ("Reach", "MATCH (a:Person {id: 3})-[:KNOWS*..4]->(b) RETURN count(DISTINCT b)"),
        ("Reach", "MATCH (a:Person)-[:KNOWS*0..3]->(b) RETURN DISTINCT a.id, b.id"),
        ("Reach", "MATCH (a:Person)<-[:KNOWS*1..2]-(b) WHERE b.id > a.id RETURN DISTINCT a.id, b.region"),
        ("Reach", "MATCH (a:Person) WHERE a.id < 20 AND EXISTS { (a)-[:KNOWS*..3]->(b) WHERE b.region = 'Asia' } RETURN a.id"),
        ("Reach", "MATCH (a:Person)-[*..3]->(f:Forum) RETURN a.id, min(f.id), count(DISTINCT f)"),
    ] {
        let applies = |settings: &Settings| {
            let statement = lower(analyse(&parse(text).unwrap(), graph.catalogue()).unwrap());
            optimize(statement, graph.statistics(), settings).plan.to_string()
        };
        let plan = applies(&Settings::default());
        assert!(plan.contains(operator), "{text}\n{plan}");
        let plain = rows(text, &graph, &Settings::none()).unwrap();
        assert!(!plain.is_empty(), "{text}");
        for (name, settings) in settings() {
            assert_eq!(rows(text, &graph, &settings).unwrap(), plain, "{name}\n{text}\n{}", applies(&settings));
        }
    }
}

/// What a search in breadth would answer wrongly keeps its chains.
#[test]
fn chains_that_count_are_not_cut_short() {
    let graph = hubs();
    for text in [
        "MATCH (a:Person {id: 3})-[:KNOWS*1..3]->(b) RETURN count(b)",
        "MATCH (a:Person {id: 3})-[:KNOWS*2..3]->(b) RETURN count(DISTINCT b)",
        "MATCH (a:Person {id: 3})-[:KNOWS*1..2]-(b) RETURN count(DISTINCT b)",
        "MATCH (a:Person {id: 3})-[r:KNOWS*1..2]->(b) RETURN count(DISTINCT b), max(size(r))",
        "MATCH (a:Person {id: 3})-[r:KNOWS*1..2]->(b) RETURN DISTINCT b, r",
        "MATCH (a:Person {id: 3})-[:KNOWS*1..2]->(b) WITH b LIMIT 3 RETURN count(DISTINCT b)",
    ] {
        let statement = lower(analyse(&parse(text).unwrap(), graph.catalogue()).unwrap());
        let plan = optimize(statement, graph.statistics(), &Settings::default()).plan.to_string();
        assert!(!plan.contains("Reach"), "{text}\n{plan}");
    }
}
