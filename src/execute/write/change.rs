//! What a statement did, in numbers.

/// Counts of operations, not of net differences: a node that is created and deleted again counts twice.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// Nodes created.
    pub nodes_created: u64,
    /// Nodes deleted.
    pub nodes_deleted: u64,
    /// Relationships created.
    pub relationships_created: u64,
    /// Relationships deleted, those that went with a node included.
    pub relationships_deleted: u64,
    /// Properties that got a value.
    pub properties_set: u64,
    /// Properties that were removed.
    pub properties_removed: u64,
    /// Labels added to nodes.
    pub labels_added: u64,
    /// Labels taken from nodes.
    pub labels_removed: u64,
}

/// The counts that are not zero: `1 node created, 2 properties set`.
impl std::fmt::Display for Changes {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let counts = self.counts().into_iter().filter(|(_, count)| *count > 0);
        let said: Vec<String> =
            counts.map(|(name, count)| format!("{count} {}", if count == 1 { one(name) } else { name.to_owned() })).collect();
        f.write_str(&if said.is_empty() { "no changes".to_owned() } else { said.join(", ") })
    }
}

/// The name of a count in the singular.
fn one(name: &str) -> String {
    let (noun, verb) = name.split_once(' ').unwrap_or((name, ""));
    let noun = noun.strip_suffix("ies").map_or_else(|| noun.trim_end_matches('s').to_owned(), |stem| format!("{stem}y"));
    format!("{noun} {verb}")
}

impl Changes {
    /// Each count with its name, in a fixed order.
    pub fn counts(&self) -> [(&'static str, u64); 8] {
        [
            ("nodes created", self.nodes_created),
            ("nodes deleted", self.nodes_deleted),
            ("relationships created", self.relationships_created),
            ("relationships deleted", self.relationships_deleted),
            ("properties set", self.properties_set),
            ("properties removed", self.properties_removed),
            ("labels added", self.labels_added),
            ("labels removed", self.labels_removed),
        ]
    }
}
