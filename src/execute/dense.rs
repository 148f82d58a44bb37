//! Numbers for distinct rows of one or two keys whose values are small whole numbers: nodes, codes of texts, truth values,
//! integers. They are looked up in arrays, which takes a nanosecond or two for a row where hashing takes twenty.
//!
//! Two keys share a grid while it is small for the rows that came. After that the numbers of one value of the first key are kept
//! in an array by the second; that is fast where rows with the same first key follow each other, as those of an expansion do.
//! Where neither serves, rows are given back to be hashed.

use std::mem::discriminant;
use std::sync::Arc;

use super::column::NOWHERE as NONE;
use super::memory::Held;
use super::{Column, Context, Validity, Vector};
use crate::graph::Dictionary;
use crate::limit::Exceeded;
use crate::value::Value;

/// An array may be so long however few rows came.
const SMALL: usize = 1 << 16;

/// Above that it may have so many entries for each row that came.
const PER_ROW: usize = 32;

/// Numbers of rows of one or two keys.
#[derive(Debug)]
pub struct Dense<'r> {
    keys: [Key; 2],
    /// Codes of the rows of a batch by key; those of a second key that there is not are zero.
    codes: [Vec<u32>; 2],
    numbers: Numbers,
    /// How many rows came.
    rows: usize,
    held: Held<'r>,
}

/// What the values of a key are so far. The code of null is zero, that of any other value is one more than the value.
#[derive(Debug, Default)]
struct Key {
    kind: Option<Kind>,
    /// The largest code.
    most: u32,
}

#[derive(Debug)]
enum Kind {
    Node,
    Boolean,
    Integer,
    Text(Arc<Dictionary>),
}

#[derive(Debug)]
enum Numbers {
    Grid(Grid),
    Runs(Runs),
}

/// A number for each pair of codes.
#[derive(Debug, Default)]
struct Grid {
    /// The second code is below this power of two.
    bits: u32,
    numbers: Vec<u32>,
}

/// The numbers of one first code, by the second, and lists to come back to other first codes.
#[derive(Debug)]
struct Runs {
    /// The last number of each first code.
    heads: Vec<u32>,
    /// The second code of each number, and the number before it of the same first code.
    links: Vec<(u32, u32)>,
    /// By second code: a first code, and the number of the two. It holds for the first code that is named.
    marks: Vec<(u32, u32)>,
    current: u32,
    /// Numbers that were marked again, and how many that may be.
    recalled: usize,
    most: usize,
}

impl Key {
    /// Appends the code of each row, [`NONE`] for a value that has none; false if the values of a column are not all of the kind
    /// of this key. A constant of null is of every kind.
    fn encode(&mut self, column: &Column, rows: impl ExactSizeIterator<Item = usize>, into: &mut Vec<u32>) -> bool {
        into.clear();
        let kind = match column {
            Column::Constant(Value::Null) => {
                into.resize(rows.len(), 0);
                return true;
            }
            Column::Constant(value) => {
                let Some((kind, code)) = self.constant(value) else { return false };
                into.resize(rows.len(), code.saturating_add(1));
                kind
            }
            Column::Node(nodes) => {
                codes(nodes, rows, into, |node| node.0);
                Kind::Node
            }
            Column::Boolean(truths) => {
                codes(truths, rows, into, |&truth| u32::from(truth));
                Kind::Boolean
            }
            Column::Integer(integers) => {
                codes(integers, rows, into, |&integer| small(integer));
                Kind::Integer
            }
            Column::Code(texts, dictionary) => {
                codes(texts, rows, into, |&code| code);
                Kind::Text(Arc::clone(dictionary))
            }
            _ => return false,
        };
        match (&self.kind, &kind) {
            (None, _) => {
                self.kind = Some(kind);
                true
            }
            (Some(Kind::Text(before)), Kind::Text(dictionary)) => Arc::ptr_eq(before, dictionary),
            (Some(before), kind) => discriminant(before) == discriminant(kind),
        }
    }

    /// The kind and the number of a value.
    fn constant(&self, value: &Value) -> Option<(Kind, u32)> {
        match (value, &self.kind) {
            (Value::Node(node), _) => Some((Kind::Node, node.0)),
            (Value::Boolean(truth), _) => Some((Kind::Boolean, u32::from(*truth))),
            (Value::Integer(integer), _) => Some((Kind::Integer, small(*integer))),
            (Value::String(text), Some(Kind::Text(dictionary))) => {
                Some((Kind::Text(Arc::clone(dictionary)), dictionary.find(text).unwrap_or(NONE)))
            }
            _ => None,
        }
    }
}

fn small(integer: i64) -> u32 {
    u32::try_from(integer).unwrap_or(NONE)
}

/// Appends one more than the number of each value, [`NONE`] if it has none, and zero for null.
fn codes<T: Clone>(vector: &Vector<T>, rows: impl ExactSizeIterator<Item = usize>, into: &mut Vec<u32>, number: impl Fn(&T) -> u32) {
    match &vector.validity {
        Validity::All => into.extend(rows.map(|row| number(&vector.values[row]).saturating_add(1))),
        Validity::Some(_) => into.extend(rows.map(|row| vector.get(row).map_or(0, |value| number(value).saturating_add(1)))),
    }
}

impl<'r> Dense<'r> {
    /// No rows yet of `width` keys, if that is one or two.
    pub fn new(width: usize, context: &Context<'r>) -> Option<Self> {
        let numbers = Numbers::Grid(Grid::default());
        (1..=2).contains(&width).then(|| Self {
            keys: Default::default(),
            codes: Default::default(),
            numbers,
            rows: 0,
            held: Held::new(context.guard),
        })
    }

    /// Appends the numbers of the first of the rows, all if it can, and to `fresh` the rows that are new, which get the numbers
    /// from `next` on. Where it can not go on, all later rows must be hashed.
    pub fn assign(
        &mut self,
        columns: &[&Column],
        rows: impl ExactSizeIterator<Item = usize> + Clone,
        mut next: u32,
        into: &mut Vec<u32>,
        fresh: &mut Vec<usize>,
    ) -> Result<(), Exceeded> {
        self.rows += rows.len();
        if !self.encode(columns, &rows) {
            return Ok(());
        }
        for (key, codes) in self.keys.iter_mut().zip(&self.codes) {
            key.most = codes.iter().copied().fold(key.most, u32::max);
        }
        if !self.make_room()? {
            return Ok(());
        }
        let [first, second] = &self.codes;
        let pairs = first.iter().copied().zip(second.iter().copied()).zip(rows);
        let before = next;
        match &mut self.numbers {
            Numbers::Grid(grid) => into.extend(pairs.map(|((first, second), row)| {
                let number = &mut grid.numbers[(first as usize) << grid.bits | second as usize];
                if *number == NONE {
                    *number = next;
                    next += 1;
                    fresh.push(row);
                }
                *number
            })),
            Numbers::Runs(runs) => {
                for ((first, second), row) in pairs {
                    if first != runs.current && !runs.recall(first) {
                        break;
                    }
                    let (marked, number) = &mut runs.marks[second as usize];
                    if *marked != first {
                        (*marked, *number) = (first, next);
                        runs.links.push((second, std::mem::replace(&mut runs.heads[first as usize], next)));
                        next += 1;
                        fresh.push(row);
                    }
                    into.push(*number);
                }
            }
        }
        self.held.grow(u64::from(next - before) * size_of::<(u32, u32)>() as u64)
    }

    /// Appends the number of each row, [`NONE`] if it did not come; nothing if the rows must be looked up by their hashes.
    pub fn look_up(&mut self, columns: &[&Column], rows: &(impl ExactSizeIterator<Item = usize> + Clone), into: &mut Vec<u32>) {
        if !self.encode(columns, rows) {
            return;
        }
        let [first, second] = &self.codes;
        let pairs = first.iter().copied().zip(second.iter().copied());
        match &mut self.numbers {
            Numbers::Grid(grid) => into.extend(pairs.map(|(first, second)| grid.get(first, second))),
            Numbers::Runs(runs) => into.extend(pairs.map_while(|(first, second)| runs.get(first, second))),
        }
    }

    fn encode(&mut self, columns: &[&Column], rows: &(impl ExactSizeIterator<Item = usize> + Clone)) -> bool {
        let Self { keys, codes, .. } = self;
        let mut pairs = keys.iter_mut().zip(codes.iter_mut());
        let encoded = columns.iter().zip(&mut pairs).all(|(column, (key, codes))| key.encode(column, rows.clone(), codes));
        pairs.for_each(|(_, codes)| codes.resize(rows.len(), 0));
        encoded
    }

    /// Makes the arrays long enough for the codes; false if they would be too long.
    fn make_room(&mut self) -> Result<bool, Exceeded> {
        let most = SMALL.max(PER_ROW * self.rows);
        let [firsts, seconds] = [&self.keys[0], &self.keys[1]].map(|key| key.most as usize + 1);
        if let Numbers::Grid(grid) = &mut self.numbers {
            let bits = seconds.next_power_of_two().trailing_zeros().max(grid.bits);
            if firsts.checked_shl(bits).is_some_and(|length| length <= most && length >> bits == firsts) {
                grid.grow(firsts, bits, &mut self.held)?;
                return Ok(true);
            }
            if bits == 0 || firsts > most || seconds > most {
                return Ok(false);
            }
            self.numbers = Numbers::Runs(grid.to_runs(&mut self.held)?);
        }
        if let Numbers::Runs(runs) = &mut self.numbers {
            if firsts > most || seconds > most {
                return Ok(false);
            }
            runs.most = SMALL + 4 * self.rows;
            grow(&mut runs.heads, firsts, NONE, &mut self.held)?;
            grow(&mut runs.marks, seconds, (NONE, NONE), &mut self.held)?;
        }
        Ok(true)
    }
}

impl Grid {
    fn get(&self, first: u32, second: u32) -> u32 {
        if second >> self.bits > 0 {
            return NONE;
        }
        self.numbers.get((first as usize) << self.bits | second as usize).copied().unwrap_or(NONE)
    }

    fn grow(&mut self, firsts: usize, bits: u32, held: &mut Held<'_>) -> Result<(), Exceeded> {
        if bits > self.bits {
            let mut wider = Vec::new();
            grow(&mut wider, (self.numbers.len() >> self.bits) << bits, NONE, held)?;
            for (at, &number) in self.numbers.iter().enumerate() {
                let (first, second) = (at >> self.bits, at & ((1 << self.bits) - 1));
                wider[first << bits | second] = number;
            }
            (self.bits, self.numbers) = (bits, wider);
        }
        grow(&mut self.numbers, firsts << bits, NONE, held)
    }

    fn to_runs(&self, held: &mut Held<'_>) -> Result<Runs, Exceeded> {
        let mut pairs: Vec<(u32, usize)> =
            self.numbers.iter().enumerate().filter(|&(_, &number)| number != NONE).map(|(at, &number)| (number, at)).collect();
        pairs.sort_unstable();
        let mut runs =
            Runs { heads: Vec::new(), links: Vec::with_capacity(pairs.len()), marks: Vec::new(), current: NONE, recalled: 0, most: 0 };
        grow(&mut runs.heads, self.numbers.len() >> self.bits, NONE, held)?;
        for (number, at) in pairs {
            let (first, second) = (at >> self.bits, at & ((1 << self.bits) - 1));
            runs.links.push((second as u32, std::mem::replace(&mut runs.heads[first], number)));
        }
        Ok(runs)
    }
}

impl Runs {
    /// The number of a pair, or [`NONE`]; nothing if that takes too long.
    fn get(&mut self, first: u32, second: u32) -> Option<u32> {
        if first as usize >= self.heads.len() {
            return Some(NONE);
        }
        if first != self.current {
            self.most += 1;
            if !self.recall(first) {
                return None;
            }
        }
        Some(self.marks.get(second as usize).filter(|(marked, _)| *marked == first).map_or(NONE, |(_, number)| *number))
    }

    /// Marks the numbers of another first code; false if that was done too often.
    fn recall(&mut self, first: u32) -> bool {
        self.current = first;
        let mut number = self.heads[first as usize];
        while let Some(&(second, before)) = self.links.get(number as usize) {
            self.marks[second as usize] = (first, number);
            number = before;
            self.recalled += 1;
            if self.recalled > self.most {
                return false;
            }
        }
        true
    }
}

/// Lengthens an array, asking for the memory before.
fn grow<T: Clone>(array: &mut Vec<T>, length: usize, filler: T, held: &mut Held<'_>) -> Result<(), Exceeded> {
    if length > array.len() {
        // Doubling, so that an array that grows with each batch is copied a few times only.
        let room = if length > array.capacity() { length.max(2 * array.capacity()) - array.capacity() } else { 0 };
        held.grow((room * size_of::<T>()) as u64)?;
        array.reserve_exact(array.capacity() + room - array.len());
        array.resize(length, filler);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::super::groups::Groups;
    use super::super::{Parameters, Trace};
    use super::*;
    use crate::graph::Graph;
    use crate::limit::{Guard, Limits};

    /// The numbers of the rows of some batches of two columns, and whether they were hashed in the end.
    fn numbers(batches: &[[Column; 2]], rows: usize) -> (Vec<u32>, bool) {
        let guard = Guard::new(Limits::default(), Arc::default());
        let (graph, parameters, trace) = (Graph::default(), Parameters::new(), Trace::default());
        let context = Context::reading(&graph, &guard, &parameters, &trace);
        let mut groups = Groups::new(2, &context);
        let (mut all, mut some) = (Vec::new(), Vec::new());
        for [one, two] in batches {
            groups.assign(&[one, two], 0..rows, &mut some).unwrap();
            all.extend_from_slice(&some);
        }
        let hashed = groups.hashes();
        for (at, [one, two]) in batches.iter().enumerate() {
            groups.look_up(&[one, two], 0..rows, &mut some).unwrap();
            assert_eq!(some, all[at * rows..(at + 1) * rows]);
        }
        (all, hashed)
    }

    /// The same, by comparing each pair with those before it.
    fn naive(pairs: &[(i64, i64)]) -> Vec<u32> {
        let mut known: Vec<(i64, i64)> = Vec::new();
        let number = |pair: &(i64, i64)| {
            known.iter().position(|other| other == pair).unwrap_or_else(|| {
                known.push(*pair);
                known.len() - 1
            }) as u32
        };
        pairs.iter().map(number).collect()
    }

    fn check(pairs: &[(i64, i64)], rows: usize, hashed: bool) {
        let column = |part: &[(i64, i64)], of: fn(&(i64, i64)) -> i64| Column::integers(part.iter().map(of).collect());
        let batches: Vec<[Column; 2]> = pairs.chunks(rows).map(|part| [column(part, |pair| pair.0), column(part, |pair| pair.1)]).collect();
        assert_eq!(numbers(&batches, rows), (naive(pairs), hashed));
    }

    #[test]
    fn a_grid_grows_both_ways() {
        check(&[(0, 0), (0, 1), (5, 1), (0, 40), (5, 1), (70, 3), (0, 0), (70, 300), (5, 1)], 3, false);
    }

    #[test]
    fn far_values_come_in_runs_and_come_again() {
        let pairs: Vec<(i64, i64)> = (0..1200).map(|at| (at / 7 % 50 * 1300, at * at % 11 * 6000)).collect();
        check(&pairs, 100, false);
    }

    #[test]
    fn what_comes_again_too_often_is_hashed() {
        // Two first keys in turn, each with many numbers.
        let pairs: Vec<(i64, i64)> = (0..1600).map(|at| (at % 2 * 60_000, at / 2)).collect();
        check(&pairs, 400, true);
    }

    #[test]
    fn large_and_negative_numbers_and_other_types_are_hashed() {
        check(&[(1, 1), (1, 2), (-1, 1), (i64::MAX, 2), (1, 1), (-1, 1)], 2, true);
        let (one, text) = (Column::integers(vec![1, 1]), Column::typed(vec![Value::string("1"), Value::Float(1.0)]));
        let null = Column::Constant(Value::Null);
        // One and one point zero are equivalent, the text is not.
        let batches = [[one.clone(), null.clone()], [text, null.clone()], [Column::Constant(Value::Integer(1)), null]];
        assert_eq!(numbers(&batches, 2), (vec![0, 0, 1, 0, 0, 0], true));
    }
}
