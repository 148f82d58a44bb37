//! Names of files: the label or type that they hold, where that is a safe name, else one of their own.

use std::collections::{BTreeMap, BTreeSet};

use super::text::is_file_name;

/// File names that are taken, in lower case: some systems do not tell case.
#[derive(Debug, Default)]
pub(super) struct Taken(BTreeSet<String>);

impl Taken {
    /// The name itself, if it is safe and free.
    pub(super) fn own(&mut self, name: &str) -> Option<String> {
        (is_file_name(name) && self.0.insert(name.to_lowercase())).then(|| name.to_owned())
    }

    /// A free name like this one.
    pub(super) fn like(&mut self, name: &str) -> String {
        let mut number = 1;
        loop {
            let numbered = if number == 1 { name.to_owned() } else { format!("{name}-{number}") };
            if let Some(own) = self.own(&numbered) {
                return own;
            }
            number += 1;
        }
    }
}

/// The file name of each of these, in order; none where it is not safe, or taken by one before.
pub(super) fn own_names<K: Ord>(names: impl Iterator<Item = (K, String)>, taken: &mut Taken) -> BTreeMap<K, String> {
    names.filter_map(|(key, name)| Some((key, taken.own(&name)?))).collect()
}
