//! Expressions from text to values, over one small graph or over given columns.

use std::sync::Arc;

use legation::cypher::{analyse, lower, parse};
use legation::execute::expression::{Error, Program};
use legation::execute::{Batch, Column, Context, Layout, Parameters, Trace};
use legation::graph::{Builder, Catalogue, Graph};
use legation::limit::Guard;
use legation::plan::{Expr, Plan};
use legation::text::Name;
use legation::value::{NodeId, Path, RelationshipId, Value};

/// The graph of the examples: `(n:Party:Partner {id: 1, name: 'Brazil'})-[r:MEMBER_OF {since: 1995}]->(m:Forum {name: 'WTO'})`.
pub fn graph() -> Graph {
    let catalogue = Arc::new(Catalogue::default());
    let label = |name: &str| catalogue.intern_label(name).unwrap();
    let (party, partner, forum) = (label("Party"), label("Partner"), label("Forum"));
    let kind = catalogue.intern_type("MEMBER_OF").unwrap();
    let key = |name: &str| catalogue.intern_key(name).unwrap();
    let (id, name, since) = (key("id"), key("name"), key("since"));
    let mut builder = Builder::new(Arc::clone(&catalogue));
    let n = builder.add_nodes(&[party, partner], 1).unwrap();
    let m = builder.add_nodes(&[forum], 1).unwrap();
    builder.set_node_property(n, id, Value::Integer(1));
    builder.set_node_property(n, name, Value::string("Brazil"));
    builder.set_node_property(m, name, Value::string("WTO"));
    let arrivals = builder.add_relationships(kind, vec![n], vec![m]).unwrap();
    builder.set_relationship_property(kind, arrivals.start, since, Value::Integer(1995));
    builder.finish().unwrap()
}

/// The entities of the graph by their names in the examples.
pub fn entities(graph: &Graph) -> Vec<(Name, Value)> {
    let relationship = RelationshipId { kind: graph.types().next().unwrap(), local: 0 };
    let path = Path { nodes: vec![NodeId(0), NodeId(1)], relationships: vec![relationship] };
    vec![
        ("n".into(), Value::Node(NodeId(0))),
        ("m".into(), Value::Node(NodeId(1))),
        ("r".into(), Value::Relationship(relationship)),
        ("p".into(), Value::Path(Arc::new(path))),
    ]
}

/// The expression of the text as a plan has it, over columns of these names.
pub fn expression(text: &str, graph: &Graph, names: &[&str]) -> Expr {
    let columns: Vec<_> = names.iter().map(|name| format!("$column AS {name}")).collect();
    let with = if columns.is_empty() { String::new() } else { format!("WITH {} ", columns.join(", ")) };
    let query = format!("{with}RETURN {text} AS result");
    let bound = parse(&query).and_then(|tree| analyse(&tree, graph.catalogue())).unwrap_or_else(|problems| panic!("{text}: {problems}"));
    match lower(bound).plan {
        Plan::Project { items, .. } => items.into_iter().next().unwrap().value,
        other => panic!("{text} became\n{other}"),
    }
}

/// A run's context, without its limits.
pub struct Run {
    pub graph: Graph,
    pub guard: Guard,
    pub parameters: Parameters,
    trace: Trace,
}

impl Run {
    pub fn new() -> Self {
        Self { graph: graph(), guard: Guard::default(), parameters: Parameters::new(), trace: Trace::default() }
    }

    pub fn context(&self) -> Context<'_> {
        Context::reading(&self.graph, &self.guard, &self.parameters, &self.trace)
    }

    /// The value of an expression for each row of some columns.
    pub fn over(&self, text: &str, columns: &[(&str, Column)], rows: usize) -> Result<Vec<Value>, Error> {
        let names: Vec<_> = columns.iter().map(|column| column.0).collect();
        let program = Program::compile(&expression(text, &self.graph, &names), &Layout::new(names.iter().map(|name| Name::from(*name))))?;
        let batch = Batch::new(rows, columns.iter().map(|column| column.1.clone()).collect());
        let column = program.evaluate(&batch, &self.context())?;
        Ok((0..rows).map(|row| column.value(row)).collect())
    }

    /// The value of an expression over the entities of the examples, as printed; errors as their code.
    pub fn print(&self, text: &str) -> String {
        let entities = entities(&self.graph);
        let columns: Vec<_> = entities.iter().map(|(name, value)| (&**name, Column::values(vec![value.clone()]))).collect();
        match self.over(text, &columns, 1) {
            Ok(values) => values[0].to_string(),
            Err(error) => miette::Diagnostic::code(&error).map(|code| code.to_string()).unwrap_or_default(),
        }
    }
}
