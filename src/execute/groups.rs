//! Numbers for distinct rows, by equivalence, in order of first occurrence.

use ahash::RandomState;
use hashbrown::HashTable;

use super::column::NOWHERE;
use super::dense::Dense;
use super::memory::Held;
use super::table::Table;
use super::{Batch, Column, Context};
use crate::limit::Exceeded;
use crate::value::{Value, hash_equivalent};

/// Distinct rows of some columns.
#[derive(Debug)]
pub struct Groups<'r> {
    /// As long as it is there, no row is hashed.
    dense: Option<Dense<'r>>,
    table: HashTable<u32>,
    hashes: Vec<u64>,
    keys: Table<'r>,
    hasher: RandomState,
    held: Held<'r>,
    /// Hashes of the rows of a batch; kept for its memory.
    scratch: Vec<u64>,
    /// The new rows of a batch; kept for its memory.
    fresh: Vec<usize>,
}

/// What a group takes in the table and in the list of hashes.
const GROUP_BYTES: u64 = 24;

/// The texts of a dictionary of this size are hashed rather than those of a batch.
const FEW: u32 = 512;

impl<'r> Groups<'r> {
    /// No rows of `width` columns.
    pub fn new(width: usize, context: &Context<'r>) -> Self {
        Self {
            dense: Dense::new(width, context),
            table: HashTable::new(),
            hashes: Vec::new(),
            keys: Table::new(width, context),
            hasher: RandomState::new(),
            held: Held::new(context.guard),
            scratch: Vec::new(),
            fresh: Vec::new(),
        }
    }

    /// How many distinct rows.
    pub fn len(&self) -> usize {
        self.keys.len()
    }

    /// Whether rows are hashed, rather than looked up in arrays.
    #[cfg(test)]
    pub fn hashes(&self) -> bool {
        self.dense.is_none()
    }

    /// The number of each row at `rows`, in that order; a new one gets the next number.
    pub fn assign(
        &mut self,
        columns: &[&Column],
        rows: impl ExactSizeIterator<Item = usize> + Clone,
        numbers: &mut Vec<u32>,
    ) -> Result<(), Exceeded> {
        numbers.clear();
        if let Some(dense) = &mut self.dense {
            self.fresh.clear();
            dense.assign(columns, rows.clone(), self.keys.len() as u32, numbers, &mut self.fresh)?;
            self.keys.append_columns(columns, &self.fresh.iter().copied())?;
            if numbers.len() == rows.len() {
                return Ok(());
            }
            self.hash_all()?;
        }
        let rows = rows.skip(numbers.len());
        let mut hashes = std::mem::take(&mut self.scratch);
        self.hash(columns, &rows, &mut hashes);
        for (row, &hash) in rows.zip(&hashes) {
            let number = match self.find(hash, columns, row) {
                Some(number) => number,
                None => self.add(hash, columns, row)?,
            };
            numbers.push(number);
        }
        self.scratch = hashes;
        Ok(())
    }

    /// The number of each row at `rows`, in that order; [`NOWHERE`] if it is not among the distinct rows.
    pub fn look_up(
        &mut self,
        columns: &[&Column],
        rows: impl ExactSizeIterator<Item = usize> + Clone,
        numbers: &mut Vec<u32>,
    ) -> Result<(), Exceeded> {
        numbers.clear();
        if let Some(dense) = &mut self.dense {
            dense.look_up(columns, &rows, numbers);
            if numbers.len() == rows.len() {
                return Ok(());
            }
            self.hash_all()?;
        }
        let rows = rows.skip(numbers.len());
        let mut hashes = std::mem::take(&mut self.scratch);
        self.hash(columns, &rows, &mut hashes);
        numbers.extend(rows.zip(&hashes).map(|(row, &hash)| self.find(hash, columns, row).unwrap_or(NOWHERE)));
        self.scratch = hashes;
        Ok(())
    }

    fn find(&self, hash: u64, columns: &[&Column], row: usize) -> Option<u32> {
        let same = |&group: &u32| self.hashes[group as usize] == hash && self.keys.is_equivalent(group as usize, columns, row);
        self.table.find(hash, same).copied()
    }

    /// Hashes the rows that are known, so that later ones can be found by their hashes.
    fn hash_all(&mut self) -> Result<(), Exceeded> {
        self.dense = None;
        self.held.grow(GROUP_BYTES * self.keys.len() as u64)?;
        for group in 0..self.keys.len() {
            let hash = self.keys.values(group).fold(0, |all, value| combine(all, self.hash_value(&value)));
            self.hashes.push(hash);
            self.table.insert_unique(hash, group as u32, |&group| self.hashes[group as usize]);
        }
        Ok(())
    }

    fn add(&mut self, hash: u64, columns: &[&Column], row: usize) -> Result<u32, Exceeded> {
        self.held.grow(GROUP_BYTES)?;
        self.keys.append_columns(columns, &std::iter::once(row))?;
        let number = self.hashes.len() as u32;
        self.hashes.push(hash);
        let hashes = &self.hashes;
        self.table.insert_unique(hash, number, |&group| hashes[group as usize]);
        Ok(number)
    }

    /// The hash of each row at `rows`.
    fn hash(&self, columns: &[&Column], rows: &(impl ExactSizeIterator<Item = usize> + Clone), into: &mut Vec<u64>) {
        into.clear();
        into.resize(rows.len(), 0);
        for column in columns {
            match column {
                Column::Constant(value) => {
                    let hash = self.hash_value(value);
                    for all in into.iter_mut() {
                        *all = combine(*all, hash);
                    }
                }
                Column::Text(vector) => {
                    for (all, row) in into.iter_mut().zip(rows.clone()) {
                        let hash = vector.get(row).map_or_else(|| self.hash_value(&Value::Null), |text| self.hasher.hash_one(&**text));
                        *all = combine(*all, hash);
                    }
                }
                Column::Code(codes, dictionary) if dictionary.len() <= FEW => {
                    // Each text is hashed once, and null last.
                    let mut known: Vec<u64> = (0..dictionary.len()).map(|code| self.hasher.hash_one(dictionary.text(code))).collect();
                    known.push(self.hash_value(&Value::Null));
                    for (all, row) in into.iter_mut().zip(rows.clone()) {
                        let code = codes.get(row).map_or(dictionary.len(), |&code| code);
                        *all = combine(*all, known[(code as usize).min(known.len() - 1)]);
                    }
                }
                _ => {
                    for (all, row) in into.iter_mut().zip(rows.clone()) {
                        *all = combine(*all, self.hash_value(&column.value(row)));
                    }
                }
            }
        }
    }

    fn hash_value(&self, value: &Value) -> u64 {
        match value {
            // As the text column hashes its values, without making values of them.
            Value::String(text) => self.hasher.hash_one(&**text),
            value => self.hasher.hash_one(Hashed(value)),
        }
    }

    /// The distinct rows, and the memory that they hold.
    pub fn finish<'g>(self) -> (Batch<'g>, Held<'r>) {
        self.keys.finish()
    }
}

fn combine(all: u64, one: u64) -> u64 {
    (all.rotate_left(23) ^ one).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// A value that hashes by equivalence.
struct Hashed<'v>(&'v Value);

impl std::hash::Hash for Hashed<'_> {
    fn hash<H: std::hash::Hasher>(&self, state: &mut H) {
        hash_equivalent(self.0, state);
    }
}
