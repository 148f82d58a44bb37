//! A matrix as data: which of these stand how to which of those.

use super::looks::Looks;
use super::model::Caption;
use crate::graph::Graph;
use crate::schema::{Colour, Schema};
use crate::value::{NodeId, Value};

/// A matrix of rows by columns.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Matrix {
    /// What is said around it.
    pub caption: Caption,
    /// The rows, by group.
    pub rows: Vec<Line>,
    /// The columns, by group.
    pub columns: Vec<Line>,
    /// For each row and each column how they stand; nothing where they have nothing to do with each other.
    pub cells: Vec<Vec<Option<Mark>>>,
    /// What is counted at the margins.
    pub counted: Mark,
}

/// A row or a column.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is called.
    pub name: String,
    /// The group that it stands in.
    pub group: String,
    /// The colour of the group.
    pub colour: Option<Colour>,
}

/// How a row and a column stand to each other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mark {
    /// It is so.
    #[default]
    Yes,
    /// It is not so.
    No,
    /// Nobody recorded whether it is so.
    NotRecorded,
    /// What is expected is met.
    Met,
    /// What is expected is not met.
    Open,
    /// It is on its way.
    InProgress,
    /// It cannot be judged.
    Unclear,
    /// It does not apply.
    NotApplicable,
}

/// Marks with their words in answers.
pub(super) const MARKS: [(Mark, &str); 8] = [
    (Mark::Yes, "yes"),
    (Mark::No, "no"),
    (Mark::NotRecorded, "not recorded"),
    (Mark::Met, "met"),
    (Mark::Open, "open"),
    (Mark::InProgress, "in progress"),
    (Mark::Unclear, "cannot be judged"),
    (Mark::NotApplicable, "not applicable"),
];

impl Mark {
    /// The mark of these words; nothing for none.
    pub fn of(value: &Value) -> Option<Self> {
        let Value::String(text) = value else { return None };
        MARKS.iter().find(|(_, words)| **words == **text).map(|(mark, _)| *mark)
    }

    /// Its words.
    pub fn words(self) -> &'static str {
        MARKS.iter().find(|(mark, _)| *mark == self).map_or("", |(_, words)| words)
    }
}

impl Matrix {
    /// A matrix of nodes by nodes, in rows of the two and a mark in words. Rows and columns are put in order by the colours' values, or
    /// else the kinds, and then by name.
    pub fn of_nodes(caption: Caption, cells: &[(NodeId, NodeId, Value)], graph: &Graph, schema: &Schema) -> Self {
        let mut looks = Looks::new(graph, schema);
        let mut side = |of: fn(&(NodeId, NodeId, Value)) -> NodeId| {
            let mut nodes: Vec<NodeId> = cells.iter().map(of).collect();
            nodes.sort_unstable();
            nodes.dedup();
            let mut lines: Vec<((usize, Line), NodeId)> = nodes.into_iter().map(|node| (looks.line(node), node)).collect();
            lines.sort_by(|(one, _), (other, _)| (one.0, &one.1.group, &one.1.name).cmp(&(other.0, &other.1.group, &other.1.name)));
            lines.into_iter().map(|((_, line), node)| (line, node)).collect::<Vec<_>>()
        };
        let (rows, columns) = (side(|cell| cell.0), side(|cell| cell.1));
        let mut marks = vec![vec![None; columns.len()]; rows.len()];
        let place = |lines: &[(Line, NodeId)], node: NodeId| lines.iter().position(|(_, other)| *other == node);
        for (row, column, mark) in cells {
            if let (Some(row), Some(column)) = (place(&rows, *row), place(&columns, *column)) {
                marks[row][column] = Mark::of(mark);
            }
        }
        let lines = |lines: Vec<(Line, NodeId)>| lines.into_iter().map(|(line, _)| line).collect();
        let caption = Caption { edition: schema.edition.clone(), ..caption };
        Self { caption, rows: lines(rows), columns: lines(columns), cells: marks, counted: Mark::Yes }
    }

    /// How many marks of the counted kind a row has.
    pub fn in_row(&self, row: usize) -> usize {
        self.cells[row].iter().filter(|mark| **mark == Some(self.counted)).count()
    }

    /// How many a column has.
    pub fn in_column(&self, column: usize) -> usize {
        self.cells.iter().filter(|row| row[column] == Some(self.counted)).count()
    }

    /// The marks that occur, in the order of their table.
    pub fn marks(&self) -> Vec<Mark> {
        let occurs = |mark: &Mark| self.cells.iter().flatten().any(|cell| *cell == Some(*mark));
        MARKS.iter().map(|(mark, _)| *mark).filter(occurs).collect()
    }
}
