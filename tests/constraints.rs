//! The constraints of a schema on what a transaction writes.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::pedantic, reason = "a test stops at what it does not expect")]

use legation::diagnose::{Style, render};
use legation::graph::{Transaction, constraints};
use legation::load::{Options, Package, load_files};
use legation::text::Source;
use legation::value::{KeyId, LabelId, NodeId, TypeId, Value};

const SCHEMA: &str = r#"
name = "small"
require_source = true
[label.Party]
display = "name"
[label.Party.properties]
id = { type = "integer", required = true, unique = true }
name = { type = "string", required = true }
category = { type = "string", values = ["core", "key"] }
since = { type = "integer" }
source = { type = "string", required = true }
[label.Forum.properties]
id = { type = "integer" }
name = { type = "string" }
source = { type = "string" }
[relationship.MEMBER_OF]
from = "Party"
to = ["Forum", "Union"]
[relationship.MEMBER_OF.properties]
since = { type = "integer", required = true }
source = { type = "string" }
[label.Union]
"#;

fn package() -> Package {
    let files: [(&str, &[u8]); 4] = [
        ("schema.toml", SCHEMA.as_bytes()),
        ("nodes/Party.csv", b"id,name,category,since,source\n1,Brazil,key,1990,A\n2,India,,,A\n"),
        ("nodes/Forum.csv", b"id,name,source\n1,WCO,A\n"),
        ("relationships/MEMBER_OF.csv", b"start,end,since,source\n1,1,1995,B\n"),
    ];
    load_files(&files, &Options::default()).unwrap_or_else(|problems| panic!("{problems}"))
}

/// What does not hold after some changes, as a terminal shows it.
fn broken(change: impl FnOnce(&mut Changing)) -> String {
    let Package { graph, schema } = package();
    let mut changing = Changing(graph.begin());
    change(&mut changing);
    match constraints(&changing.0, &schema) {
        Ok(()) => "all hold".to_owned(),
        Err(problems) => render(&problems, &Source::new("", ""), Style { width: 100, colour: false }),
    }
}

struct Changing(Transaction<'static>);

impl Changing {
    fn label(&self, name: &str) -> LabelId {
        self.0.catalogue().intern_label(name).unwrap()
    }

    fn kind(&self, name: &str) -> TypeId {
        self.0.catalogue().intern_type(name).unwrap()
    }

    fn key(&self, name: &str) -> KeyId {
        self.0.catalogue().intern_key(name).unwrap()
    }

    fn create(&mut self, label: &str, properties: &[(&str, Value)]) -> NodeId {
        let node = self.0.create_node(&[self.label(label)]).unwrap();
        for (key, value) in properties {
            self.0.set_node_property(node, self.key(key), value.clone()).unwrap();
        }
        node
    }

    fn set(&mut self, node: u32, key: &str, value: Value) {
        self.0.set_node_property(NodeId(node), self.key(key), value).unwrap();
    }
}

#[test]
fn what_is_whole_is_taken() {
    let whole = broken(|changing| {
        let text = Value::string;
        let new = changing.create("Party", &[("id", Value::Integer(3)), ("name", text("Chile")), ("source", text("A"))]);
        let union = changing.create("Union", &[("source", text("A")), ("anything", Value::Boolean(true))]);
        let kind = changing.kind("MEMBER_OF");
        let made = changing.0.create_relationship(kind, new, union).unwrap();
        changing.0.set_relationship_property(made, changing.key("since"), Value::Integer(2000)).unwrap();
        changing.0.set_relationship_property(made, changing.key("source"), text("A")).unwrap();
        // What comes and goes within a transaction is not looked at.
        let gone = changing.create("Party", &[]);
        changing.0.delete_node(gone).unwrap();
        changing.set(1, "category", text("core"));
        changing.0.snapshot();
    });
    assert_eq!(whole, "all hold");
}

#[test]
fn what_is_missing_is_named() {
    insta::assert_snapshot!(broken(|changing| {
        changing.create("Party", &[("id", Value::Integer(3))]);
        changing.set(1, "name", Value::Null);
        // What was touched before a snapshot is touched still.
        changing.0.snapshot();
        changing.create("Forum", &[("name", Value::string("APEC"))]);
        let kind = changing.kind("MEMBER_OF");
        changing.0.create_relationship(kind, NodeId(1), NodeId(2)).unwrap();
    }), @"
    constraint::required

      × Party `1` has no `name`, which label `Party` requires
      help: give it one: `name: …`
    constraint::source

      × Party `3` has no `source`, which the schema requires of every fact
      help: say where the fact stands, as in `source: 'report, page 12'`
    constraint::required

      × Party `3` has no `name`, which label `Party` requires
      help: give it one: `name: …`
    constraint::source

      × Forum `APEC` has no `source`, which the schema requires of every fact
      help: say where the fact stands, as in `source: 'report, page 12'`
    constraint::source

      × MEMBER_OF from Party `1` to Party `India` has no `source`, which the schema requires of every
      │ fact
      help: say where the fact stands, as in `source: 'report, page 12'`
    constraint::required

      × MEMBER_OF from Party `1` to Party `India` has no `since`, which relationship `MEMBER_OF`
      │ requires
      help: give it one: `since: …`
    constraint::end

      × MEMBER_OF from Party `1` to Party `India` ends at Party `India`, but `MEMBER_OF` ends at
      │ `Forum` or `Union`
      help: `MEMBER_OF` goes from `Party` to `Forum` or `Union`
    ");
}

#[test]
fn types_values_and_unknown_properties_are_told() {
    insta::assert_snapshot!(broken(|changing| {
        changing.set(1, "since", Value::string("1990"));
        changing.set(1, "category", Value::string("kye"));
        // Extra labels may bring a property, as in a file; it is what it is there.
        changing.set(0, "category", Value::string("gold"));
        changing.set(2, "categry", Value::string("key"));
        changing.set(2, "colour", Value::string("red"));
    }), @"
    constraint::values

      × `category` of Forum `WCO` is `gold`, which is not among its values
      help: it may be core, key
    constraint::values

      × `category` of Party `Brazil` is `kye`, which is not among its values
      help: did you mean `key`?
    constraint::property_type

      × `since` of Party `Brazil` is a string, not an integer as label `Party` has it
      help: write a value of type integer, or remove the property
    constraint::unknown_property

      × Party `India` has a property `categry`, which label `Party` does not have
      help: did you mean `category`?
    constraint::unknown_property

      × Party `India` has a property `colour`, which label `Party` does not have
      help: it has id, name, category, since, source; add others to the schema
    ");
}

#[test]
fn ends_have_their_labels() {
    insta::assert_snapshot!(broken(|changing| {
        let kind = changing.kind("MEMBER_OF");
        let made = changing.0.create_relationship(kind, NodeId(0), NodeId(1)).unwrap();
        changing.0.set_relationship_property(made, changing.key("since"), Value::Integer(2000)).unwrap();
        changing.0.set_relationship_property(made, changing.key("source"), Value::string("A")).unwrap();
    }), @"
    constraint::end

      × MEMBER_OF from Forum `WCO` to Party `Brazil` starts at Forum `WCO`, but `MEMBER_OF` starts
      │ at `Party`
      help: `MEMBER_OF` goes from `Party` to `Forum` or `Union`
    constraint::end

      × MEMBER_OF from Forum `WCO` to Party `Brazil` ends at Party `Brazil`, but `MEMBER_OF` ends at
      │ `Forum` or `Union`
      help: `MEMBER_OF` goes from `Party` to `Forum` or `Union`
    ");
    insta::assert_snapshot!(broken(|changing| {
        let forum = changing.label("Forum");
        changing.0.remove_label(NodeId(0), forum).unwrap();
    }), @"
    constraint::end

      × MEMBER_OF from Party `Brazil` to node `WCO` ends at node `WCO`, but `MEMBER_OF` ends at
      │ `Forum` or `Union`
      help: `MEMBER_OF` goes from `Party` to `Forum` or `Union`
    ");
}

#[test]
fn of_very_many_some_are_told() {
    let told = broken(|changing| {
        for _ in 0..1_000 {
            changing.create("Forum", &[]);
        }
    });
    assert_eq!(told.matches("constraint::source").count(), 50);
}

#[test]
fn a_second_node_of_a_unique_value_is_refused_at_once() {
    let Package { graph, .. } = package();
    let mut changing = Changing(graph.begin());
    let key = changing.key("id");
    let refused = changing.0.set_node_property(NodeId(2), key, Value::Integer(1)).unwrap_err();
    assert_eq!(refused.to_string(), "two nodes labelled `Party` have `id` 1");
}
