//! Saving and loading again.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

mod saved;

use std::fs;
use std::path::Path;
use std::process::Command;

use insta::assert_snapshot;
use legation::graph::Graph;
use legation::load::{self, Package};
use legation::save::{Content, Formulas, Options, format, save};
use legation::schema::Schema;
use legation::value::Value;
use proptest::prelude::*;
use saved::{described, graph};

/// Saves and loads again.
fn again(graph: &Graph, schema: &Schema, path: &Path, kind: &str, options: &Options) -> Package {
    if let Err(problems) = save(Content { graph, schema }, path, format(kind).unwrap(), options) {
        panic!("{problems}");
    }
    load::load(&[path.to_path_buf()], &load::Options::default()).unwrap_or_else(|problems| panic!("{problems}"))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_graph_comes_back(graph in graph(), kept: bool) {
        let folder = tempfile::tempdir().unwrap();
        let formulas = if kept { Formulas::Kept } else { Formulas::Disarmed };
        let options = Options { formulas, ..Options::default() };
        for kind in ["package", "csv", "jsonl", "graphml"] {
            let ending = if matches!(kind, "jsonl" | "graphml") { format!("x.{kind}") } else { kind.into() };
            let path = folder.path().join(ending);
            let first = again(&graph, &Schema::default(), &path, kind, &options);
            prop_assert_eq!(described(&first.graph, "n"), described(&graph, "n"), "{}", kind);
            // Again, over what is there.
            let second = again(&first.graph, &first.schema, &path, kind, &options);
            prop_assert_eq!(described(&second.graph, "n"), described(&graph, "n"), "{} again", kind);
            let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).filter(|name| name.to_string_lossy().starts_with('.')).collect();
            prop_assert!(left.is_empty(), "{left:?}");
        }
    }
}

/// A graph that a script of statements makes, by way of the command that runs it.
fn from_script(graph: &Graph, folder: &Path) -> Graph {
    let (script, imported) = (folder.join("graph.cypher"), folder.join("imported.jsonl"));
    let content = Content { graph, schema: &Schema::default() };
    save(content, &script, format("cypher").unwrap(), &Options::default()).unwrap_or_else(|problems| panic!("{problems}"));
    let output = Command::new(env!("CARGO_BIN_EXE_legation")).arg("import").arg(&script).arg("--output").arg(&imported).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{said}\n{}", fs::read_to_string(&script).unwrap());
    load::load(&[imported], &load::Options::default()).unwrap_or_else(|problems| panic!("{problems}")).graph
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, failure_persistence: None, ..Default::default() })]

    #[test]
    fn a_script_makes_the_graph_again(graph in graph()) {
        let folder = tempfile::tempdir().unwrap();
        prop_assert_eq!(described(&from_script(&graph, folder.path()), "n"), described(&graph, "n"));
    }
}

/// More than one statement of each kind, and texts of which one alone fills a statement.
#[test]
fn a_long_script_makes_the_graph_again() {
    let mut transaction = Graph::default().begin();
    let catalogue = transaction.catalogue().clone();
    let label = catalogue.intern_label("Long").unwrap();
    let kinds = ["A", "B"].map(|name| catalogue.intern_type(name).unwrap());
    let keys = ["n", "text"].map(|name| catalogue.intern_key(name).unwrap());
    let nodes: Vec<_> = (0..450).map(|_| transaction.create_node(&[label]).unwrap()).collect();
    for (number, &node) in nodes.iter().enumerate() {
        transaction.set_node_property(node, keys[0], Value::Integer(number as i64)).unwrap();
        if number % 100 == 7 {
            transaction.set_node_property(node, keys[1], Value::string("it's;\n\n// ".repeat(8000))).unwrap();
        }
        let other = nodes[number * 7 % nodes.len()];
        let link = transaction.create_relationship(kinds[number % 2], node, other).unwrap();
        transaction.set_relationship_property(link, keys[1], Value::string(";".repeat(number))).unwrap();
    }
    let graph = transaction.commit();
    let folder = tempfile::tempdir().unwrap();
    assert!(described(&from_script(&graph, folder.path()), "n") == described(&graph, "n"));
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        if entry.path().is_dir() {
            copy(&entry.path(), &target)
        } else {
            fs::copy(entry.path(), target).map(|_| ()).unwrap();
        }
    }
}

/// Every file below a folder, with its text.
fn files(folder: &Path) -> Vec<(String, String)> {
    let mut all = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                all.push((path.strip_prefix(folder).unwrap().display().to_string(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    all.sort();
    all
}

#[test]
fn the_framework_is_saved_as_it_was_written() {
    let framework = Path::new(env!("CARGO_MANIFEST_DIR")).join("data/framework");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("framework");
    copy(&framework, &path);
    let package = load::load(std::slice::from_ref(&path), &load::Options::default()).unwrap();
    let options = Options::default();
    let saved = again(&package.graph, &package.schema, &path, "package", &options);
    assert_eq!(described(&saved.graph, "id"), described(&package.graph, "id"));
    let (before, after) = (files(&framework), files(&path));
    assert_eq!(before.len(), after.len());
    for (old, new) in before.iter().zip(&after) {
        assert_eq!(old, new);
    }
    // Elsewhere only the order of relationships differs.
    let other = folder.path().join("other");
    let saved = again(&package.graph, &package.schema, &other, "package", &options);
    let texts = |schema: &Schema| schema.documents.iter().map(|document| document.source.text().to_owned()).collect::<Vec<_>>();
    assert_eq!(texts(&saved.schema), texts(&package.schema));
    let (stated, documents) = (saved.schema.texts.clone(), saved.schema.documents.clone());
    assert_eq!(saved.schema, Schema { texts: stated, documents, ..package.schema });
}

#[test]
fn plain_files_are_saved_as_they_were_written() {
    let shared = std::env::var("LEGATION_SHARED").unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").into());
    for name in ["cia_orgs", "world_groups"] {
        let from = Path::new(&shared).join("datasets").join(name);
        if !from.is_dir() {
            println!("skipped: {} is not there", from.display());
            continue;
        }
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        copy(&from, &path);
        let options = Options { replace: true, ..Options::default() };
        let package = load::load(std::slice::from_ref(&path), &load::Options::default()).unwrap();
        again(&package.graph, &package.schema, &path, "csv", &options);
        let (before, after) = (files(&from), files(&path));
        for (old, new) in before.iter().zip(&after) {
            assert!(old == new, "{name}: {} {}", old.0, new.0);
        }
        // As a package, and back.
        let other = folder.path().join("package");
        let saved = again(&package.graph, &package.schema, &other, "package", &options);
        assert_eq!(described(&saved.graph, "id"), described(&package.graph, "id"));
        assert_eq!(saved.schema.lexicon, package.schema.lexicon);
        let plain = folder.path().join("plain");
        let saved = again(&saved.graph, &saved.schema, &plain, "csv", &options);
        assert_eq!(described(&saved.graph, "id"), described(&package.graph, "id"));
    }
}

/// The problems of saving a graph, one a line: code, message, help.
fn refused(graph: &Graph, schema: &Schema, path: &Path, kind: &str) -> String {
    let problems = save(Content { graph, schema }, path, format(kind).unwrap(), &Options::default()).expect_err("a problem");
    shown(&problems, path.parent().unwrap_or(path))
}

fn shown(problems: &legation::diagnose::Diagnostics, folder: &Path) -> String {
    let line = |problem: &(dyn miette::Diagnostic + Send + Sync)| {
        let of = |part: Option<Box<dyn std::fmt::Display + '_>>| part.map(|part| part.to_string()).unwrap_or_default();
        format!("{}: {problem} ({})", of(problem.code()), of(problem.help()))
    };
    let mut text: Vec<String> = Vec::new();
    for problem in problems.iter() {
        text.push(line(problem));
    }
    text.join("\n").replace(&folder.display().to_string(), "DIR")
}

/// One node with a property.
fn one(label: &str, key: &str, value: Value) -> Graph {
    let catalogue = std::sync::Arc::new(legation::graph::Catalogue::default());
    let label = catalogue.intern_label(label).unwrap();
    let key = catalogue.intern_key(key).unwrap();
    let mut builder = legation::graph::Builder::new(catalogue);
    let node = builder.add_nodes(&[label], 1).unwrap();
    builder.set_node_property(node, key, value);
    builder.finish().unwrap()
}

#[test]
fn what_is_in_the_way_stays() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let graph = one("A", "id", Value::Integer(1));
    let none = Schema::default();
    fs::write(at("notes.jsonl"), "mine\n").unwrap();
    assert_snapshot!(refused(&graph, &none, &at("notes.jsonl"), "jsonl"), @"save::not_replaced: DIR/notes.jsonl: is there already, and is not a graph saved as JSON Lines (give another path, or say that it may be replaced (`--replace`))");
    assert_eq!(fs::read_to_string(at("notes.jsonl")).unwrap(), "mine\n");
    fs::create_dir_all(at("mine/nodes")).unwrap();
    fs::write(at("mine/nodes/B.csv"), "id\n1\n").unwrap();
    assert_snapshot!(refused(&graph, &none, &at("mine"), "package"), @"save::not_replaced: DIR/mine: is there already, and is not a data package (give another path, or say that it may be replaced (`--replace`))");
    assert_snapshot!(refused(&graph, &none, &at("mine"), "graphml"), @"save::in_the_way: DIR/mine: is a folder, which is never replaced (give another path, or move it away)");
    assert_snapshot!(refused(&graph, &none, Path::new("/"), "package"), @"save::no_name: DIR: names no file or folder (give the path with the name that the file or folder shall have)");
    assert_snapshot!(refused(&graph, &none, &at("none/x"), "cypher"), @"save::refused: DIR/x: cannot be saved: No such file or directory (os error 2) (check that the folder exists, may be written, and has room)");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink(at("notes.jsonl"), at("link.jsonl")).unwrap();
        assert_snapshot!(refused(&graph, &none, &at("link.jsonl"), "jsonl"), @"save::in_the_way: DIR/link.jsonl: is a symbolic link, which is never replaced (give another path, or move it away)");
        std::os::unix::fs::symlink(at("mine/nodes"), at("mine/relationships")).unwrap();
        assert_snapshot!(refused(&graph, &none, &at("mine"), "package"), @"save::in_the_way: DIR/mine/relationships: is not a folder, which is never replaced (give another path, or move it away)");
    }
}

#[test]
fn what_else_lies_in_a_package_stays_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("package");
    let graph = one("A", "id", Value::Integer(1));
    again(&graph, &Schema::default(), &path, "package", &Options::default());
    fs::create_dir_all(path.join(".git/objects")).unwrap();
    fs::write(path.join("README.md"), "about").unwrap();
    fs::write(path.join("nodes/README.md"), "nodes").unwrap();
    fs::write(path.join("nodes/Old.csv"), "id\n1\n").unwrap();
    let saved = again(&graph, &Schema::default(), &path, "package", &Options::default());
    assert_eq!(saved.graph.node_count(), 1);
    assert!(path.join(".git/objects").is_dir() && !path.join("nodes/Old.csv").exists());
    assert_eq!(fs::read_to_string(path.join("README.md")).unwrap(), "about");
    assert_eq!(fs::read_to_string(path.join("nodes/README.md")).unwrap(), "nodes");
}

#[test]
fn what_would_not_come_back_is_not_saved() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("package");
    let map = Value::Map(legation::value::Map::new().into());
    let texts =
        ["package", "csv", "jsonl", "graphml", "cypher"].map(|kind| refused(&one("A", "x", map.clone()), &Schema::default(), &path, kind));
    assert!(texts.iter().all(|text| *text == texts[0]));
    assert_snapshot!(texts[0], @r#"save::not_storable: a node labelled `A` has a map in x, which cannot be saved (properties hold booleans, numbers, texts, temporal values and lists of these)"#);
    let schema =
        Schema::read("[label.A.properties]\nid = { type = \"integer\" }\nname = { type = \"string\", values = [\"a\", \"b\"] }\n").unwrap();
    assert_snapshot!(refused(&one("A", "name", Value::Integer(1)), &schema, &path, "package"), @"save::outside_schema: a node labelled `A` has name 1, which is not of the type string that the schema states (change the value, or the type in the schema; nothing was saved)");
    assert_snapshot!(refused(&one("A", "name", Value::string("c")), &schema, &path, "package"), @r#"
    save::unsound: what would be saved at DIR/package does not load, so that nothing was saved; the reasons follow (the graph breaks a rule of its schema: correct the data, or the schema)
    load::outside_values: DIR/package/nodes/A.csv:2:2: `name` is `c`, which is not among its values (did you mean `a` or `b`?)
    "#);
    let odd = "`a";
    assert_snapshot!(refused(&one("", "name", Value::string(odd)), &schema, &path, "cypher"), @"save::no_form: the name `` has no form in a Cypher script (rename it, or save in another format)");
    assert!(!path.exists());
    let mut transaction = Graph::default().begin();
    let node = transaction.create_node(&[]).unwrap();
    let key = transaction.catalogue().intern_key("x").unwrap();
    transaction.set_node_property(node, key, Value::Integer(1)).unwrap();
    assert_snapshot!(refused(&transaction.commit(), &schema, &path, "package"), @"save::unknown_property: a node without a label has a property x, which the schema does not know (declare it in `schema.toml` under a label, or give the node that label)");
    for problem in [legation::save::Problem::Uncommitted, legation::save::Problem::Schema] {
        let text = shown(&problem.into(), folder.path());
        assert!(
            [
                "save::uncommitted: a transaction is open (`:commit` or `:rollback` it before saving)",
                "save::schema: the schema cannot be written (save the graph in another format)"
            ]
            .contains(&&*text),
            "{text}"
        );
    }
}

/// Loads a text as a file with this ending.
fn loaded(ending: &str, text: &str) -> Result<Package, String> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(format!("graph.{ending}"));
    fs::write(&path, text).unwrap();
    load::load(&[path], &load::Options { record_bytes: 1000, ..load::Options::default() })
        .map_err(|problems| shown(&problems, folder.path()))
}

#[test]
fn graphml_of_other_programs_is_read() {
    let text = r#"<?xml version='1.0' encoding='utf-8'?>
<!DOCTYPE graphml>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns">
  <key id="d2" for="edge" attr.name="weight" attr.type="double"><default>1.5</default></key>
  <key id="d1" for="node" attr.name="age" attr.type="int"/>
  <key id="labels" for="node" attr.name="labels"/>
  <graph edgedefault="undirected">
    <edge source="a&amp;b" target="c" label="KNOWS"/>
    <node id="a&amp;b" labels=":Person:Old"><data key="labels">:Person:Old</data><data key="d1"> 70 </data></node>
    <node id="c"/>
    <edge source="c" target="c"><data key="d2">-INF</data></edge>
  </graph>
</graphml>"#;
    let graph = loaded("graphml", text).unwrap().graph;
    assert_snapshot!(format!("{:#?}", described(&graph, "id")), @r#"
    Described {
        nodes: {
            "'a&b'": (
                {
                    "Old",
                    "Person",
                },
                {
                    "age": Integer(
                        70,
                    ),
                    "id": String(
                        "a&b",
                    ),
                },
            ),
            "'c'": (
                {},
                {
                    "id": String(
                        "c",
                    ),
                },
            ),
        },
        relationships: [
            "'a&b' -\"KNOWS\"-> 'c' {\"weight\": Float(1.5)}",
            "'c' -\"EDGE\"-> 'c' {\"weight\": Float(-inf)}",
        ],
    }
    "#);
}

#[test]
fn files_that_are_no_graphs_are_refused() {
    let refused = |ending: &str, text: &str| loaded(ending, text).expect_err("a problem");
    let head = r#"{"legation":"graph","format":1,"nodes":1,"relationships":0}"#;
    let lines = [
        refused("jsonl", ""),
        refused("jsonl", "{\"a\":1}\n"),
        refused("jsonl", r#"{"legation":"graph","format":2,"nodes":0,"relationships":0}"#),
        refused("jsonl", head),
        refused("jsonl", &format!("{head}\n{{\"node\":0,\"properties\":{{\"d\":{{\"date\":\"x\"}}}}}}\n")),
        refused("jsonl", &format!("{head}\n{{\"relationship\":\"R\",\"start\":0,\"end\":0}}\n")),
        refused("jsonl", &format!("{head}\n{{\"node\":0}}\n{{\"node\":0}}\n")),
        refused("jsonl", &format!("{head}\n{{\"nodes\":0}}\n")),
        refused("jsonl", &format!("{head}\n{}", "x".repeat(2000))),
        refused("jsonl", r#"{"legation":"graph","format":1,"nodes":0,"relationships":0,"schema":"nmae = 1"}"#),
        refused("graphml", "<graphml>"),
        refused("graphml", "<graphml><graph></graphml>"),
        refused("graphml", "<graphml><graph><node id='a'/>"),
        refused("graphml", "<graphml><graph><node/></graph></graphml>"),
        refused("graphml", "<graphml><graph>\n<node id='a'><data key='x'/></node></graph></graphml>"),
        refused("graphml", "<graphml><graph><edge source='a' target='b'/></graph></graphml>"),
        refused("graphml", "<graphml><graph><node id='a'>&lol;</node></graph></graphml>"),
        refused("graphml", "<graphml><key id='k' attr.type='int'/><graph><node id='a'><data key='k'>x</data></node></graph></graphml>"),
        refused("graphml", "<graphml><graph><node id='a'><graph/></node></graph></graphml>"),
        refused("graphml", &format!("<graphml><graph>{}</graph></graphml>", "x".repeat(2000))),
    ];
    assert_snapshot!(lines.join("\n"), @r#"
    load::not_a_graph: DIR/graph.jsonl:1: not a saved graph: the file is empty (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.jsonl:1: not a saved graph: missing field `legation` at column 7 (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.jsonl:1: not a saved graph: format 2 is not one that this program reads; it reads 1 (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.jsonl:2: not a saved graph: the file ends after 0 nodes and 0 relationships, where its first line says 1 and 0 (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.jsonl:2: not a saved graph: `d` is `{"date":"x"}`, which no property holds (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.jsonl:2: not a saved graph: there is no node 0 before this line (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.jsonl:3: not a saved graph: a second node 0 (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.jsonl:2: not a saved graph: unknown field `nodes`, expected one of `node`, `labels`, `relationship`, `start`, `end`, `properties` at column 8 (save it again, or give a folder of CSV files)
    load::long_record: DIR/graph.jsonl:2: the record is longer than the limit of 1000 bytes; the rest of the file was not read (look for a quote that is never closed, or raise the limit)
    schema::unknown_key: DIR/graph.jsonl:1:1: `nmae` is not part of a schema (did you mean `name`?)
    load::not_a_graph: DIR/graph.graphml:1: not a saved graph: the file ends before its last element does (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.graphml:1: not a saved graph: not well-formed XML: ill-formed document: expected `</graph>`, but `</graphml>` was found (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.graphml:1: not a saved graph: the file ends before its last element does (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.graphml:1: not a saved graph: a node without `id` (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.graphml:2: not a saved graph: the key `x` is not declared (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.graphml:1: not a saved graph: there is no node `a` (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.graphml:1: not a saved graph: the entity `lol` is not known (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.graphml:1: not a saved graph: `k` is `x`, which is not of the type of its key (save it again, or give a folder of CSV files)
    load::not_a_graph: DIR/graph.graphml:1: not a saved graph: a second graph; only files with one are read (save it again, or give a folder of CSV files)
    load::long_record: DIR/graph.graphml:1: the record is longer than the limit of 1000 bytes; the rest of the file was not read (look for a quote that is never closed, or raise the limit)
    "#);
}
