//! CSV: a row for each relationship, and for each node that has none.

use super::graphml::role;
use super::model::{Drawing, Node, Role};
use crate::export::disarmed;

const HEADER: [&str; 9] = ["from", "from kind", "relationship", "to", "to kind", "missing", "says", "source", "caveat"];

/// Writes a drawing. Texts that a spreadsheet would run are disarmed.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut rows = vec![HEADER.map(str::to_owned)];
    for edge in &drawing.edges {
        let (from, to) = (&drawing.nodes[edge.from], &drawing.nodes[edge.to]);
        let missing = if edge.missing { "missing" } else { "" };
        let of = |text: &Option<String>| text.clone().unwrap_or_default();
        let (source, caveat) = (of(&edge.source), of(&edge.caveat));
        rows.push([
            from.label.clone(),
            kind(from),
            edge.kind.clone(),
            to.label.clone(),
            kind(to),
            missing.into(),
            of(&edge.label),
            source,
            caveat,
        ]);
    }
    for (_, node) in drawing.nodes.iter().enumerate().filter(|(number, _)| !drawing.is_joined(*number)) {
        let mut row: [String; 9] = Default::default();
        (row[0], row[1]) = (node.label.clone(), kind(node));
        (row[7], row[8]) = (node.source.clone().unwrap_or_default(), node.caveat.clone().unwrap_or_default());
        rows.push(row);
    }
    let mut writer = csv::WriterBuilder::new().from_writer(Vec::new());
    for row in &rows {
        // Writing into memory does not fail.
        let _ = writer.write_record(row.iter().map(|cell| disarmed(cell).into_owned()));
    }
    String::from_utf8(writer.into_inner().unwrap_or_default()).unwrap_or_default()
}

fn kind(node: &Node) -> String {
    match (&node.category, node.role) {
        (_, Role::Ghost) => role(node.role).to_owned(),
        (Some(category), _) => format!("{}: {category}", node.kind),
        (None, _) => node.kind.clone(),
    }
}
