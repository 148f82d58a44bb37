//! Data packages: what loads, and what every kind of mistake says.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]

use std::fs;
use std::path::Path;

use insta::assert_snapshot;
use legation::graph::Graph;
use legation::load::{Options, Package, check, load, load_files};
use legation::value::{NodeId, Value};
use miette::Diagnostic;

/// A folder with these files.
fn folder(files: &[(&str, &[u8])]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(path, bytes).expect("a file");
    }
    folder
}

fn texts(files: &[(&str, &str)]) -> tempfile::TempDir {
    let files: Vec<(&str, &[u8])> = files.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    folder(&files)
}

/// The problems of a package: code, message and help of each, with the folder's own path cut out.
fn problems_with(files: &[(&str, &str)], options: &Options) -> String {
    shown(texts(files).path(), options)
}

fn problems(files: &[(&str, &str)]) -> String {
    problems_with(files, &Options::default())
}

fn shown(path: &Path, options: &Options) -> String {
    let found = check(path, options);
    let line = |problem: &(dyn Diagnostic + Send + Sync + 'static)| {
        let code = problem.code().map(|code| code.to_string()).unwrap_or_default();
        let help = problem.help().map(|help| format!(" ({help})")).unwrap_or_default();
        format!("{code}: {problem}{help}").replace(&format!("{}/", path.display()), "").replace(&path.display().to_string(), "DATA")
    };
    found.iter().map(line).collect::<Vec<_>>().join("\n")
}

fn loaded(files: &[(&str, &str)]) -> Package {
    let folder = texts(files);
    load(&[folder.path().into()], &Options::default()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// Every node as `labels {properties}`, every relationship as `start-TYPE->end {properties}`.
fn listed(graph: &Graph) -> String {
    let names = graph.catalogue();
    let properties = |list: Vec<(legation::value::KeyId, Value)>| {
        list.into_iter().map(|(key, value)| format!("{}: {value}", names.key_name(key))).collect::<Vec<_>>().join(", ")
    };
    let mut lines = Vec::new();
    for node in (0..graph.node_bound()).map(NodeId) {
        let labels: Vec<String> = graph.labels(node).iter().map(|&label| names.label_name(label).to_string()).collect();
        lines.push(format!("{}:{} {{{}}}", node.0, labels.join(":"), properties(graph.node_properties(node))));
    }
    for kind in graph.types() {
        for node in (0..graph.node_bound()).map(NodeId) {
            for (end, relationship) in graph.neighbours(node, kind, legation::graph::Way::Out).iter() {
                let about = properties(graph.relationship_properties(relationship));
                lines.push(format!("{}-{}->{} {{{about}}}", node.0, names.type_name(kind), end.0));
            }
        }
    }
    lines.join("\n")
}

const SCHEMA: &str = r#"
name = "small"
[label.Party.properties]
id = { type = "string", required = true }
name = { type = "string", required = true }
category = { type = "string", values = ["core", "key"] }
iso = { type = "string", unique = true }
founded = { type = "date" }
aliases = { type = "string[]" }
[label.Partner]
[label.Forum.properties]
id = { type = "integer" }
name = { type = "string" }
[relationship.MEMBER_OF]
from = "Partner"
to = "Forum"
[relationship.MEMBER_OF.properties]
since = { type = "integer" }
"#;

#[test]
fn a_package_with_a_schema() {
    let package = loaded(&[
        ("schema.toml", SCHEMA),
        (
            "nodes/Party.csv",
            "id,labels,name,category,aliases,founded,caveat\nbr,Partner,Brazil,key,Brasil; BR,1822-09-07,\nhk,,Hong Kong,,,,no state\n",
        ),
        ("nodes/Forum.csv", "id,name\n007,WCO\n8,\"The \"\"G8\"\", so called\"\n"),
        ("relationships/MEMBER_OF.csv", "start,end,since\nbr,7,1981\nbr,8,\n"),
    ]);
    assert_snapshot!(listed(&package.graph), @r#"
    0:Forum {id: 7, name: 'WCO'}
    1:Forum {id: 8, name: 'The "G8", so called'}
    2:Party:Partner {id: 'br', name: 'Brazil', category: 'key', aliases: ['Brasil', 'BR'], founded: date('1822-09-07')}
    3:Party {id: 'hk', name: 'Hong Kong', caveat: 'no state'}
    2-MEMBER_OF->0 {since: 1981}
    2-MEMBER_OF->1 {}
    "#);
    let names = package.graph.catalogue();
    let seek = |label: &str, key: &str, value: Value| {
        package.graph.seek(names.label(label).expect("a label"), names.key(key).expect("a key"), &value).expect("an index")
    };
    assert_eq!(seek("Forum", "id", Value::Integer(7)), Some(NodeId(0)));
    assert_eq!(seek("Partner", "id", Value::string("br")), Some(NodeId(2)));
    assert_eq!(seek("Partner", "id", Value::string("hk")), None);
}

#[test]
fn plain_folders_have_their_types_and_words_made() {
    let package = loaded(&[
        (
            "nodes_Country.csv",
            "\u{feff}id,name,code,gdp,open,level\r\n1,Aruba,007,1,true,low\r\n2,Brazil,042,2.5,FALSE,high\r\n3,Chad,,,,high\r\n",
        ),
        ("nodes_Forum.csv", "id,name\nF1,One\n"),
        ("rels_MEMBER_OF.csv", "start_id,end_id,since,start\n1,F1,1990,x\n3,F1,,\n"),
    ]);
    assert_snapshot!(listed(&package.graph), @r"
    0:Country {id: 1, name: 'Aruba', code: '007', gdp: 1.0, open: true, level: 'low'}
    1:Country {id: 2, name: 'Brazil', code: '042', gdp: 2.5, open: false, level: 'high'}
    2:Country {id: 3, name: 'Chad', level: 'high'}
    3:Forum {id: 'F1', name: 'One'}
    0-MEMBER_OF->3 {since: 1990, start: 'x'}
    2-MEMBER_OF->3 {}
    ");
    let schema = &package.schema;
    assert_eq!(schema.labels["Country"].properties["level"].values, ["high", "low"]);
    let words: Vec<&str> = schema.lexicon.nouns.iter().flat_map(legation::schema::Noun::forms).collect();
    assert_eq!(words, ["country", "countries", "forum", "forums"]);
    let member = &schema.lexicon.relations[0];
    assert_eq!((&*member.from, &*member.to), (&["Country".to_owned()][..], &["Forum".to_owned()][..]));
    assert_eq!(member.pattern.text, "(from)-[link:MEMBER_OF]->(to)");
}

#[test]
fn headers_of_neo4j_admin() {
    let package = loaded(&[
        ("people.csv", "personId:ID(Person),name,tags:string[],:LABEL,note:IGNORE\n1,Ann,a;b,Person;Envoy,x\n2,Ben,,Person,y\n"),
        ("nodes_Film.csv", ":ID(Film){id-type:long},title,year:int\n1,Dune,2021\n"),
        ("roles.csv", ":START_ID(Person),role,:END_ID(Film),:TYPE,score:double\n1,Jessica,1,ACTED_IN,1.5\n2,,1,SAW,\n"),
        ("rels_KNOWS.csv", ":START_ID(Person),:END_ID(Person)\n1,2\n2,2\n"),
    ]);
    assert_snapshot!(listed(&package.graph), @r"
    0:Film {id: 1, title: 'Dune', year: 2021}
    1:Person:Envoy {personId: 1, name: 'Ann', tags: ['a', 'b']}
    2:Person {personId: 2, name: 'Ben'}
    1-KNOWS->2 {}
    2-KNOWS->2 {}
    1-ACTED_IN->0 {role: 'Jessica', score: 1.5}
    2-SAW->0 {}
    ");
}

#[test]
fn a_later_package_adds_to_the_nodes_that_it_names() {
    let first = texts(&[
        ("nodes_Party.csv", "id,name,labels\n1,Brazil,Partner\n2,India,Partner\n3,Chad,\n"),
        ("rels_NEAR.csv", "start_id,end_id\n1,2\n"),
    ]);
    let second = texts(&[
        ("nodes_Partner.csv", "id,iso,name\n2,IN,\n9,US,United States\n"),
        ("nodes_Party.csv", "id,labels,size\n3,Small,5\n"),
        ("rels_NEAR.csv", "start_id,end_id,km\n2,9,100\n1,3,\n"),
    ]);
    let package = load(&[first.path().into(), second.path().into()], &Options::default()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_snapshot!(listed(&package.graph), @r"
    0:Party:Partner {id: 1, name: 'Brazil'}
    1:Party:Partner {id: 2, name: 'India', iso: 'IN'}
    2:Party:Small {id: 3, name: 'Chad', size: 5}
    3:Partner {id: 9, name: 'United States', iso: 'US'}
    0-NEAR->1 {}
    0-NEAR->2 {}
    1-NEAR->3 {km: 100}
    ");
    assert_eq!(package.schema.labels.keys().collect::<Vec<_>>(), ["Party", "Partner", "Small"]);
    let twice = texts(&[("nodes_Party.csv", "id,iso\n1,BR\n1,BR\n")]);
    let problems = load(&[first.path().into(), twice.path().into()], &Options::default()).expect_err("a problem");
    assert_snapshot!(problems.to_string().replace(&format!("{}/", twice.path().display()), ""), @"nodes_Party.csv:3:1: a second node with the id `1` in `Party`");
}

#[test]
fn what_could_be_obeyed_is_only_data() {
    let package = loaded(&[("nodes_N.csv", "id,name\n1,\u{1b}[31mred\n2,=1+1\n3,\"@SUM(A1)\"\n4,\u{202e}x\0\n")]);
    assert_snapshot!(listed(&package.graph).replace('\u{1b}', "ESC").replace('\0', "NUL").escape_unicode().to_string().contains("u{202e}"), @"true");
    assert_snapshot!(problems(&[("nodes_\u{1b}N.csv", "id,na\u{1b}me\n1,2,3\n")]), @r"load::column_count: nodes_\u{1b}N.csv:2: 3 fields where the header has 2 (a field with a comma must stand in double quotes)");
}

#[test]
fn files_and_folders_that_are_not_there_or_not_right() {
    assert_snapshot!(shown(Path::new("/nowhere/at/all"), &Options::default()), @"load::missing: DATA: there is no such folder (give the path of a folder with `nodes/` and `relationships/`, or with `nodes_*.csv` and `rels_*.csv`)");
    assert_snapshot!(shown(Path::new("Cargo.toml"), &Options::default()), @"load::not_a_folder: DATA: not a folder (give the folder that holds the CSV files, not a file in it)");
    assert_snapshot!(problems(&[("readme.md", "hello")]), @"load::no_nodes: DATA: holds no nodes (put nodes into `nodes/<Label>.csv` or `nodes_<Label>.csv`, with a column `id`)");
    assert_snapshot!(problems(&[("nodes_A.csv", "id\n1\n"), ("countries.csv", "id,name\n1,x\n")]), @"load::unrecognized_file: countries.csv: neither nodes nor relationships (name it `nodes_<Label>.csv` or `rels_<TYPE>.csv`, give it a header with `:ID` or `:START_ID`, or move it out of the folder)");
    assert_snapshot!(problems(&[("nodes/A.csv", ""), ("relationships/R.csv", "\n\n")]), @r"
    load::empty_file: nodes/A.csv:1: the file is empty (the first line must name the columns, such as `id,name`; delete the file if it has no rows)
    load::empty_file: relationships/R.csv:1: the file is empty (the first line must name the columns, such as `id,name`; delete the file if it has no rows)
    ");
    let odd = texts(&[("nodes_A.csv", "id\n1\n"), ("nodes_B.csv/x", "")]);
    assert_snapshot!(shown(odd.path(), &Options::default()), @"load::unreadable: nodes_B.csv: cannot be read: not a plain file (check that the file exists, is a plain file, and may be read)");
    assert_snapshot!(problems_with(&[("nodes_A.csv", "id\n1\n2\n")], &Options { total_bytes: 5, ..Options::default() }), @"load::too_large: DATA: the files have 7 bytes, more than the limit of 5 (split the package, or raise the limit)");
}

#[test]
fn records_that_cannot_be_read() {
    assert_snapshot!(problems(&[("nodes_A.csv", "id,name\n1,5\" pipe\n2,\"a\"b\n3\n4,x,y\n5,ok\n6,\"never\n7,ok\n")]), @r#"
    load::quoting: nodes_A.csv:2:2: a quote stands inside a field that does not begin with one (a field with a comma, a quote or a line break stands in double quotes, and a quote in it is doubled: "a ""b"" c")
    load::quoting: nodes_A.csv:3:2: text stands after a closing quote (a field with a comma, a quote or a line break stands in double quotes, and a quote in it is doubled: "a ""b"" c")
    load::column_count: nodes_A.csv:4: 1 fields where the header has 2 (write a comma for each empty field, too)
    load::column_count: nodes_A.csv:5: 3 fields where the header has 2 (a field with a comma must stand in double quotes)
    load::quoting: nodes_A.csv:7:2: a quote is never closed (a field with a comma, a quote or a line break stands in double quotes, and a quote in it is doubled: "a ""b"" c")
    "#);
    let bytes = folder(&[("nodes_A.csv", b"id,name\n1,caf\xe9\n2,ok\n\xff,x\n"), ("schema.toml", b"name = \"x\"\n\xff")]);
    assert_snapshot!(shown(bytes.path(), &Options::default()), @r#"
    load::invalid_utf8: schema.toml:2: the text is not valid UTF-8 (save the file as UTF-8 ("CSV UTF-8" in a spreadsheet))
    load::invalid_utf8: nodes_A.csv:2:2: the text is not valid UTF-8 (save the file as UTF-8 ("CSV UTF-8" in a spreadsheet))
    load::invalid_utf8: nodes_A.csv:4:1: the text is not valid UTF-8 (save the file as UTF-8 ("CSV UTF-8" in a spreadsheet))
    "#);
    let long = format!("id,name\n1,x\n2,{}\n3,z\n", "y".repeat(100));
    assert_snapshot!(problems_with(&[("nodes_A.csv", &long)], &Options { record_bytes: 50, ..Options::default() }), @"load::long_record: nodes_A.csv:3: the record is longer than the limit of 50 bytes; the rest of the file was not read (look for a quote that is never closed, or raise the limit)");
}

#[test]
fn headers_that_are_not_right() {
    assert_snapshot!(problems(&[("nodes_A.csv", "id,name,,name\n1,x,y,z\n")]), @r"
    load::unnamed_column: nodes_A.csv:1:3: the column has no name (name it, or remove the comma that begins it)
    load::duplicate_column: nodes_A.csv:1:4: a second column `name` (each column needs a name of its own)
    ");
    assert_snapshot!(problems(&[("nodes_A.csv", "key,name\n1,x\n")]), @"load::missing_column: nodes_A.csv:1: there is no column `id` (the first line names the columns: `id,name,…` for nodes, `start,end,…` for relationships)");
    assert_snapshot!(problems(&[("nodes_A.csv", "ID;name\n1;x\n")]), @"load::missing_column: nodes_A.csv:1: there is no column `id` (the header is separated by ';': save the file with commas)");
    assert_snapshot!(problems(&[("nodes_A.csv", "Id,name\n1,x\n"), ("rels_R.csv", "start,stop\n1,1\n")]), @r"
    load::missing_column: nodes_A.csv:1: there is no column `id` (did you mean the column `Id` to be `id`?)
    load::missing_column: rels_R.csv:1: there is no column `end` (or `end_id`, `:END_ID`) (did you mean the column `start` to be `start_id`?)
    ");
    assert_snapshot!(problems(&[("nodes_A.csv", "id,at:point\n1,x\n")]), @"load::unknown_column_type: nodes_A.csv:1:2: column `at:point` has the unknown type `point` (types are string, integer, float, boolean, date, localtime, time, localdatetime, datetime, duration, any, and lists as `string[]`)");
    assert_snapshot!(problems_with(&[("nodes_A.csv", "id,a,b,c\n")], &Options { columns: 3, ..Options::default() }), @"load::too_many_columns: nodes_A.csv:1: 4 columns, more than the limit of 3 (put what varies into rows, or raise the limit)");
    assert_snapshot!(problems(&[("nodes_A.csv", "id\n1\n"), ("rels_R.csv", ":START_ID(B),:END_ID\n1,1\n"), ("x.csv", ":START_ID,:END_ID\n1,1\n")]), @r"
    load::unknown_space: rels_R.csv:1:1: no nodes have the label or the id space `B` (name the label of the nodes, or the space in the header of their ids, as in `id:ID(Space)`)
    load::missing_column: x.csv:1: there is no column `:TYPE` (name the file `rels_<TYPE>.csv`, or add a column `:TYPE`)
    ");
}

#[test]
fn ids_and_ends_that_do_not_fit() {
    assert_snapshot!(problems(&[("nodes_A.csv", "id,name\n1,x\n1,y\n,z\n")]), @r"
    load::duplicate_id: nodes_A.csv:3:1: a second node with the id `1` in `A` (ids are unique within their label: change one of them, or join the rows)
    load::missing_key: nodes_A.csv:4:1: the id is missing (every node needs an id, every relationship a start, an end and a type)
    ");
    assert_snapshot!(problems(&[
        ("nodes_A.csv", "id\n1\n2\n"),
        ("nodes_B.csv", "id\n1\nb\n"),
        ("rels_R.csv", "start_id,end_id\n2,b\n1,b\n2,x\n,2\n"),
        ("roles.csv", ":START_ID(A),:END_ID,:TYPE\n1,b,\nb,2,S\n"),
    ]), @r"
    load::ambiguous_end: rels_R.csv:3:1: the id `1` belongs to nodes of `A` and `B` (state the labels of the ends in `schema.toml` (`[relationship.TYPE]` with `from` and `to`) or in the header (`:START_ID(Label)`), or make the ids unique)
    load::dangling: rels_R.csv:4:2: no node has the id `x` (add the node, or correct the end)
    load::missing_key: rels_R.csv:5:1: the start is missing (every node needs an id, every relationship a start, an end and a type)
    load::missing_key: roles.csv:2:3: the type is missing (every node needs an id, every relationship a start, an end and a type)
    load::dangling: roles.csv:3:1: no node with the label `A` has the id `b` (it is the id of a node of `B`: correct the start, or the labels that the schema gives the type)
    ");
    assert_snapshot!(problems(&[
        ("schema.toml", SCHEMA),
        ("nodes/Party.csv", "id,labels,name\nbr,Partner,Brazil\nhk,,Hong Kong\n"),
        ("nodes/Forum.csv", "id,name\n1,WCO\n"),
        ("relationships/MEMBER_OF.csv", "start,end\nbr,1\nhk,1\nbr,br\nbr,2\nbr,x\n"),
    ]), @r"
    load::dangling: relationships/MEMBER_OF.csv:3:1: no node with the label `Partner` has the id `hk` (it is the id of a node of `Party`: correct the start, or the labels that the schema gives the type)
    load::dangling: relationships/MEMBER_OF.csv:4:2: no node with the label `Forum` has the id `br` (it is the id of a node of `Party`: correct the end, or the labels that the schema gives the type)
    load::dangling: relationships/MEMBER_OF.csv:5:2: no node with the label `Forum` has the id `2` (add the node, or correct the end)
    load::dangling: relationships/MEMBER_OF.csv:6:2: no node with the label `Forum` has the id `x` (add the node, or correct the end)
    ");
}

#[test]
fn what_the_schema_forbids() {
    assert_snapshot!(problems(&[
        ("schema.toml", SCHEMA),
        (
            "nodes/Party.csv",
            "id,name,categry,category,iso,founded,labels\n\
             br,Brazil,,kee,BR,1822-9-7,Partner\n\
             in,,,\"core; key\",BR,yesterday,Partnr\n",
        ),
        ("nodes/Forum.csv", "id,name\nsix,WCO\n"),
        ("nodes/Post.csv", "id\n1\n"),
        ("relationships/MEMBER_OF.csv", "start,end,since,until,note\nbr,1,long ago,,x\n"),
        ("relationships/MEMBEROF.csv", "start,end\n"),
    ]), @r"
    load::wrong_type: nodes/Forum.csv:2:1: `id` is `six`, which is not of type integer (write digits only, within 64 bits, such as `2008`)
    load::unknown_column: nodes/Party.csv:1:3: the schema knows no property `categry` of label `Party` (did you mean `category`?)
    load::outside_values: nodes/Party.csv:2:4: `category` is `kee`, which is not among its values (did you mean `key`?)
    load::wrong_type: nodes/Party.csv:2:6: `founded` is `1822-9-7`, which is not of type date (write `YYYY-MM-DD`, such as `2008-05-01`)
    load::unknown_label: nodes/Party.csv:3:7: the schema declares no label `Partnr` (did you mean `Partner`?)
    load::missing_value: nodes/Party.csv:3:2: `name` is missing, which label `Party` requires (fill it in, or take `required` out of the schema)
    load::outside_values: nodes/Party.csv:3:4: `category` is `core; key`, which is not among its values (it may be core, key)
    load::not_unique: nodes/Party.csv:3:5: a second `Party` node whose `iso` is `BR` (the schema says that the property is unique: change one of them)
    load::wrong_type: nodes/Party.csv:3:6: `founded` is `yesterday`, which is not of type date (write `YYYY-MM-DD`, such as `2008-05-01`)
    load::unknown_label: nodes/Post.csv:1: the schema declares no label `Post` (declare it in `schema.toml` as `[label.Post]`)
    load::unknown_type: relationships/MEMBEROF.csv:1: the schema declares no relationship type `MEMBEROF` (did you mean `MEMBER_OF`?)
    load::unknown_column: relationships/MEMBER_OF.csv:1:5: the schema knows no property `note` of relationship `MEMBER_OF` (it has since)
    load::wrong_type: relationships/MEMBER_OF.csv:2:3: `since` is `long ago`, which is not of type integer (write digits only, within 64 bits, such as `2008`)
    ");
    assert_snapshot!(problems(&[
        ("schema.toml", "require_source = true\n[label.A]\n[label.B.properties]\nid={type=\"string\"}\nx={type=\"integer[]\", values=[\"1\"], required=true}\n"),
        ("nodes/A.csv", "id,source\n1,Section 1\n2,\n3, \n"),
        ("nodes/B.csv", "id\n1\n"),
        ("relationships/R.csv", "start,end\n1,2\n"),
    ]), @r"
    load::missing_source: nodes/A.csv:3:2: the source is missing (say in the column `source` where the fact stands; the schema requires it (`require_source`))
    load::missing_source: nodes/A.csv:4:2: the source is missing (say in the column `source` where the fact stands; the schema requires it (`require_source`))
    load::missing_column: nodes/B.csv:1: there is no column `source` (say in it where each fact stands; the schema requires it (`require_source`))
    load::missing_column: nodes/B.csv:1: there is no column `x` (label `B` requires it)
    load::missing_column: relationships/R.csv:1: there is no column `source` (say in it where each fact stands; the schema requires it (`require_source`))
    load::ambiguous_end: relationships/R.csv:2:1: the id `1` belongs to nodes of `A` and `B` (state the labels of the ends in `schema.toml` (`[relationship.TYPE]` with `from` and `to`) or in the header (`:START_ID(Label)`), or make the ids unique)
    ");
}

#[test]
fn mistakes_in_the_schema_have_their_line() {
    assert_snapshot!(problems(&[
        ("schema.toml", "name = \"x\"\n[label.A.properties]\nid = { type = \"number\" }\n[[noun]]\nwords = [\"a\"]\nlable = \"A\"\n"),
        ("nodes/A.csv", "id\n1\n"),
    ]), @r"
    schema::form: schema.toml:3:15: label `A`: unknown type `number`; types are string, integer, float, boolean, date, localtime, time, localdatetime, datetime, duration, any, and lists as `string[]`
    schema::form: schema.toml:6:1: noun 1: unknown field `lable` (did you mean `label`?)
    ");
    assert_snapshot!(problems(&[("schema.toml", "name = x\n"), ("nodes/A.csv", "id\n1\n")]), @"schema::syntax: schema.toml:1:8: not valid TOML: string values must be quoted, expected literal string (tables are `[label.Name]`, texts stand in double quotes)");
}

#[test]
fn a_flood_of_problems_is_counted() {
    let rows: String = (0..50).map(|_| "1\n").collect();
    assert_snapshot!(problems_with(&[("nodes_A.csv", &format!("id\n{rows}"))], &Options { problems: 2, ..Options::default() }), @r"
    load::duplicate_id: nodes_A.csv:3:1: a second node with the id `1` in `A` (ids are unique within their label: change one of them, or join the rows)
    load::duplicate_id: nodes_A.csv:4:1: a second node with the id `1` in `A` (ids are unique within their label: change one of them, or join the rows)
    load::more: and 47 more problems (repair the first ones and check again)
    ");
}

#[test]
fn the_embedded_framework_loads() {
    let package = legation::load::embedded().unwrap_or_else(|problems| panic!("{problems}"));
    let graph = &package.graph;
    let label = |name: &str| graph.count_with_label(graph.catalogue().label(name).expect("a label"));
    assert_eq!(label("Partner"), 18);
    let edition = package.schema.edition.as_deref().unwrap_or_default();
    assert!(edition.contains("2008"), "{edition}");
}

#[test]
fn files_in_memory_load_like_a_folder() {
    let files: Vec<(&str, &[u8])> = SOUND.iter().map(|(name, text)| (*name, text.as_bytes())).collect();
    let package = load_files(&files, &Options::default()).unwrap_or_else(|problems| panic!("{problems}"));
    assert_eq!(listed(&package.graph), listed(&loaded(SOUND).graph));
    assert_eq!(load_files(&[], &Options::default()).expect_err("a problem").to_string(), "data: holds no nodes");
}

#[test]
fn one_id_in_two_files_of_a_label_is_refused() {
    assert_snapshot!(problems(&[("nodes_A.csv", "id,labels\n1,C\n"), ("nodes_B.csv", "id,labels\n1,C\n")]), @"graph::duplicate: two nodes labelled `C` have `id` 1 (`id` is unique among `C` nodes: change one of the two values)");
}

/// A folder of the shared data sets, if they are there.
fn shared(name: &str) -> Option<std::path::PathBuf> {
    let base = std::env::var_os("LEGATION_SHARED")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared"), std::path::PathBuf::from);
    let path = base.join("datasets").join(name);
    if path.is_dir() {
        return Some(path);
    }
    println!("skipped: {} is not there", path.display());
    None
}

/// Counts by label and type, as the data set's own `schema.json` has them.
fn matches_its_own_counts(name: &str) {
    let Some(path) = shared(name) else { return };
    let stated = fs::read_to_string(path.join("schema.json")).expect("a schema.json");
    let stated: serde_json::Value = serde_json::from_str(&stated).expect("JSON");
    let package = load(&[path], &Options::default()).unwrap_or_else(|problems| panic!("{problems}"));
    let (graph, names) = (&package.graph, package.graph.catalogue());
    for (label, about) in stated["nodes"].as_object().expect("nodes") {
        let id = names.label(label).unwrap_or_else(|| panic!("no label {label}"));
        assert_eq!(Some(graph.count_with_label(id)), about["count"].as_u64(), "{label}");
        for (property, kind) in about["properties"].as_object().expect("properties") {
            let kind = kind.as_str().expect("a type").parse::<legation::schema::PropertyType>().expect("a type");
            assert_eq!(package.schema.property(label, property).map(|property| property.kind), Some(kind), "{label}.{property}");
        }
    }
    for (kind, about) in stated["rels"].as_object().expect("rels") {
        let id = names.relationship_type(kind).unwrap_or_else(|| panic!("no type {kind}"));
        let count: u64 = (0..graph.node_bound()).map(|node| u64::from(graph.degree(NodeId(node), id, legation::graph::Way::Out))).sum();
        assert_eq!(Some(count), about["count"].as_u64(), "{kind}");
        let stated = &package.schema.relationships[kind.as_str()];
        assert_eq!(
            (&*stated.from, &*stated.to),
            (&[about["from"].as_str().expect("from").to_owned()][..], &[about["to"].as_str().expect("to").to_owned()][..])
        );
    }
}

#[test]
fn world_groups_loads_as_it_is() {
    matches_its_own_counts("world_groups");
}

#[test]
fn cia_orgs_loads_as_it_is() {
    matches_its_own_counts("cia_orgs");
}

#[test]
fn embassies_loads_as_it_is() {
    matches_its_own_counts("embassies");
}

/// The bytes of files that load, for mutations.
const SOUND: &[(&str, &str)] = &[
    ("schema.toml", SCHEMA),
    (
        "nodes/Party.csv",
        "id,labels,name,category,aliases,founded\nbr,Partner,\"Brazil, \"\"big\"\"\",key,Brasil; BR,1822-09-07\nhk,,Hong Kong,,,\n",
    ),
    ("nodes/Forum.csv", "id,name\n7,WCO\n"),
    ("relationships/MEMBER_OF.csv", "start,end,since\nbr,7,1981\n"),
];

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    /// Whatever the bytes are, loading ends in a graph or in problems.
    #[test]
    fn any_bytes_end_in_a_graph_or_problems(nodes: Vec<u8>, relationships: Vec<u8>, schema: Option<Vec<u8>>) {
        let mut files: Vec<(&str, &[u8])> = vec![("nodes_A.csv", &nodes), ("rels_R.csv", &relationships)];
        if let Some(schema) = &schema {
            files.push(("schema.toml", schema));
        }
        let _ = load_files(&files, &Options { record_bytes: 64, problems: 10, ..Options::default() });
    }

    /// A few changed, added or cut bytes in a sound package, in any of its files.
    #[test]
    fn mutations_end_in_a_graph_or_problems(
        edits in proptest::collection::vec((0..SOUND.len(), proptest::prelude::any::<proptest::sample::Index>(), 0..4_u8, proptest::sample::select(b",\"\n\r;:x0\xEF\xFF\0[]{}=".to_vec())), 1..6)
    ) {
        let mut files: Vec<(&str, Vec<u8>)> = SOUND.iter().map(|(name, text)| (*name, text.as_bytes().to_vec())).collect();
        for (file, place, edit, byte) in edits {
            let bytes = &mut files[file].1;
            if bytes.is_empty() {
                continue;
            }
            let at = place.index(bytes.len());
            match edit {
                0 => bytes[at] = byte,
                1 => bytes.insert(at, byte),
                2 => drop(bytes.remove(at)),
                _ => bytes.truncate(at),
            }
        }
        let files: Vec<(&str, &[u8])> = files.iter().map(|(name, bytes)| (*name, &**bytes)).collect();
        if let Ok(package) = load_files(&files, &Options::default()) {
            assert!(package.graph.node_count() > 0 || package.graph.relationship_count() == 0);
        }
    }

    /// Values that are written as CSV are read back, whatever they hold.
    #[test]
    fn texts_come_back(texts in proptest::collection::vec(".{1,20}", 1..20)) {
        let mut csv = String::from("id,name,form\n");
        for (id, text) in texts.iter().enumerate() {
            csv.extend([&id.to_string(), ",\"", &text.replace('"', "\"\""), "\",x\n"]);
        }
        let schema = "[label.A.properties]\nid = { type = \"integer\" }\nname = { type = \"string\" }\nform = { type = \"string\" }\n";
        let package = loaded(&[("schema.toml", schema), ("nodes/A.csv", &csv)]);
        let key = package.graph.catalogue().key("name").expect("a key");
        for (id, text) in texts.iter().enumerate() {
            assert_eq!(package.graph.node_property(NodeId(id as u32), key), Value::string(text.as_str()));
        }
    }
}
