//! A picture as data: what every format writes, and nothing of how it is laid out.

use crate::schema::{Colour, Head, Line, Shape};

/// What is said around a picture.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// The sentence that it answers.
    pub title: String,
    /// How the sentence was understood.
    pub understood: Option<String>,
    /// The same as a query.
    pub cypher: Option<String>,
    /// The state of the facts: `as of 2008, as printed`.
    pub edition: Option<String>,
    /// Where the facts stand.
    pub sources: Vec<String>,
    /// Doubts, and what else has to be said.
    pub notes: Vec<String>,
}

/// A picture of nodes and relationships, in a fixed order: the same answer is the same drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Drawing {
    /// What is said around it.
    pub caption: Caption,
    /// The nodes: those of the answer, then what they are related to, then what is missing; each by group and name.
    pub nodes: Vec<Node>,
    /// The relationships, by their ends.
    pub edges: Vec<Edge>,
    /// Names of groups in which nodes stand together.
    pub groups: Vec<String>,
    /// The looks of nodes, each with what has it: the legend.
    pub node_looks: Vec<NodeLook>,
    /// The looks of relationships.
    pub edge_looks: Vec<EdgeLook>,
    /// What can be unfolded where a picture is read on a screen.
    pub beyond: Beyond,
}

/// What lies one step further than a picture shows. Ends of relationships and looks are counted on from those of the drawing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Beyond {
    /// The nodes.
    pub nodes: Vec<Node>,
    /// Relationships with at least one end among them.
    pub edges: Vec<Edge>,
    /// Looks that no node of the drawing has.
    pub node_looks: Vec<NodeLook>,
    /// Looks that no relationship of the drawing has.
    pub edge_looks: Vec<EdgeLook>,
}

/// What a node is in a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// It is an answer, or what was asked about.
    #[default]
    Answer,
    /// An answer is related to it.
    Related,
    /// It stands for what is not there.
    Ghost,
}

/// A node.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Its name within the drawing: letters and digits.
    pub id: String,
    /// What it is called.
    pub label: String,
    /// The noun for its kind.
    pub kind: String,
    /// The value by which it is coloured.
    pub category: Option<String>,
    /// What it is in the picture.
    pub role: Role,
    /// Where it stands in the data's sources.
    pub source: Option<String>,
    /// A doubt about it.
    pub caveat: Option<String>,
    /// What else the data says of it: properties and their values.
    pub facts: Vec<(String, String)>,
    /// Where on the earth it is.
    pub place: Option<Place>,
    /// The group that it stands in.
    pub group: Option<usize>,
    /// How it looks.
    pub look: usize,
}

/// A place on the earth.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    /// Degrees north of the equator.
    pub latitude: f64,
    /// Degrees east of Greenwich.
    pub longitude: f64,
    /// The name of what it lies in, or of what it is the place of, if that is another node.
    pub name: Option<String>,
}

/// A relationship.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Edge {
    /// Its name within the drawing.
    pub id: String,
    /// The node that it starts at.
    pub from: usize,
    /// The node that it ends at.
    pub to: usize,
    /// Its type, or the phrase for what is missing.
    pub kind: String,
    /// What it says of itself.
    pub label: Option<String>,
    /// Whether it is not there.
    pub missing: bool,
    /// Where it stands in the data's sources.
    pub source: Option<String>,
    /// A doubt about it.
    pub caveat: Option<String>,
    /// How it looks.
    pub look: usize,
}

/// How nodes of a kind look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeLook {
    /// What has it: `partner: emerging`. Nothing where the nodes say it themselves.
    pub name: String,
    /// The outline.
    pub shape: Shape,
    /// The inside; none where it stands for what is not there.
    pub colour: Option<Colour>,
}

/// How relationships of a type look.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EdgeLook {
    /// What has it: `member of`. Nothing where the relationships say it themselves.
    pub name: String,
    /// The colour.
    pub colour: Colour,
    /// The stroke; none where it stands for what is not there, which is dashed.
    pub line: Option<Line>,
    /// The head.
    pub head: Head,
}

impl Drawing {
    /// How many things it has to show.
    pub fn size(&self) -> usize {
        self.nodes.len()
    }

    /// The look of a node.
    pub fn look(&self, node: &Node) -> &NodeLook {
        &self.node_looks[node.look]
    }

    /// The look of a relationship.
    pub fn stroke(&self, edge: &Edge) -> &EdgeLook {
        &self.edge_looks[edge.look]
    }

    /// Whether a node is an end of any relationship.
    pub fn is_joined(&self, node: usize) -> bool {
        self.edges.iter().any(|edge| edge.from == node || edge.to == node)
    }
}
