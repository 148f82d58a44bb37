//! GEXF 1.3, for Gephi.

use std::fmt::Write;

use super::graphml::{EDGE, NODE};
use super::model::Drawing;
use crate::text::markup;

/// Writes a drawing.
pub(super) fn write(drawing: &Drawing) -> String {
    let mut out = String::from(concat!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n",
        "<gexf xmlns=\"http://gexf.net/1.3\" xmlns:viz=\"http://gexf.net/1.3/viz\" version=\"1.3\">\n"
    ));
    let _ = writeln!(out, "  <meta><creator>Legation</creator><description>{}</description></meta>", markup(&drawing.caption.title));
    out.push_str("  <graph defaultedgetype=\"directed\">\n");
    attributes("node", NODE.iter().map(|(name, _)| *name).chain(["group"]), &mut out);
    attributes("edge", EDGE.iter().map(|(name, _)| *name), &mut out);
    out.push_str("    <nodes>\n");
    for node in &drawing.nodes {
        let _ = write!(out, "      <node id=\"{}\" label=\"{}\">", node.id, markup(&node.label));
        let group = node.group.map(|group| drawing.groups[group].clone());
        values(NODE.iter().map(|(_, read)| read(node)).chain([group]), &mut out);
        if let Some(colour) = drawing.look(node).colour {
            let [red, green, blue] = colour.0;
            let _ = write!(out, "<viz:color r=\"{red}\" g=\"{green}\" b=\"{blue}\"/>");
        }
        out.push_str("</node>\n");
    }
    out.push_str("    </nodes>\n    <edges>\n");
    for edge in &drawing.edges {
        let (from, to) = (&drawing.nodes[edge.from].id, &drawing.nodes[edge.to].id);
        let _ = write!(out, "      <edge id=\"{}\" source=\"{from}\" target=\"{to}\" label=\"{}\">", edge.id, markup(&edge.kind));
        values(EDGE.iter().map(|(_, read)| read(edge)), &mut out);
        out.push_str("</edge>\n");
    }
    out.push_str("    </edges>\n  </graph>\n</gexf>\n");
    out
}

fn attributes(class: &str, names: impl Iterator<Item = &'static str>, out: &mut String) {
    let _ = writeln!(out, "    <attributes class=\"{class}\">");
    for (number, name) in names.enumerate() {
        let _ = writeln!(out, "      <attribute id=\"{number}\" title=\"{name}\" type=\"string\"/>");
    }
    out.push_str("    </attributes>\n");
}

fn values(values: impl Iterator<Item = Option<String>>, out: &mut String) {
    out.push_str("<attvalues>");
    for (number, value) in values.enumerate() {
        if let Some(value) = value {
            let _ = write!(out, "<attvalue for=\"{number}\" value=\"{}\"/>", markup(&value));
        }
    }
    out.push_str("</attvalues>");
}
