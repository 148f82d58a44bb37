//! A matrix with its marks, totals and legend.

use std::collections::BTreeMap;
use std::io::{self, Write};

use comfy_table::{Cell, CellAlignment, ContentArrangement, Table, presets};
use indexmap::IndexSet;

use super::{Answer, Options, columns, lines, texts};

/// The marks of a cell.
const MARKS: [(&str, &str); 3] = [("yes", "●"), ("no", "·"), ("not recorded", "?")];

/// A matrix, by the names of its rows and columns.
struct Matrix {
    rows: IndexSet<String>,
    columns: IndexSet<String>,
    marks: BTreeMap<(usize, usize), String>,
}

impl Matrix {
    fn mark(&self, row: usize, column: usize) -> &str {
        self.marks.get(&(row, column)).map_or("", String::as_str)
    }

    fn count(&self, cells: impl Iterator<Item = (usize, usize)>) -> usize {
        cells.filter(|(row, column)| self.mark(*row, *column) == "yes").count()
    }

    /// Whether nothing is recorded of a column.
    fn is_unknown(&self, column: usize) -> bool {
        (0..self.rows.len()).all(|row| self.mark(row, column) == "not recorded")
    }
}

/// Writes the matrix; where it is too wide, columns of which nothing is recorded are named below it, names are shortened, and what
/// is still too wide is written in parts.
pub(super) fn write(answer: &Answer, short: &[(String, String)], options: &Options, out: &mut dyn Write) -> io::Result<()> {
    let matrix = read(answer, options);
    let own: Vec<String> = matrix.columns.iter().cloned().collect();
    let room = options.width.saturating_sub(longest(matrix.rows.iter()).min(options.width / 3) + 4);
    let all: Vec<usize> = (0..own.len()).collect();
    let (unknown, known): (Vec<usize>, Vec<usize>) = all.iter().partition(|column| matrix.is_unknown(**column));
    let shortened: Vec<String> = own
        .iter()
        .map(|name| short.iter().find(|(full, _)| full == name).map_or_else(|| name.clone(), |(_, short)| short.clone()))
        .collect();
    let lettered: Vec<String> = (0..own.len()).map(letters).collect();
    let choices = [(&own, &all), (&shortened, &all), (&own, &known), (&shortened, &known), (&lettered, &all)];
    let fits = |(names, shown): &(&Vec<String>, &Vec<usize>)| !shown.is_empty() && width(names, shown) <= room;
    let (names, shown) = choices.into_iter().find(fits).unwrap_or((&lettered, &known));
    for part in parts(names, shown, room) {
        lines(&table(&matrix, names, part, part.last() == shown.last(), options), out)?;
    }
    let used = |mark: &str| matrix.marks.iter().any(|((_, column), own)| own == mark && shown.contains(column));
    let legend: Vec<String> = MARKS.iter().filter(|(mark, _)| used(mark)).map(|(mark, sign)| format!("{sign} {mark}")).collect();
    writeln!(out, "{}", legend.join("   "))?;
    let keys = shown.iter().filter(|column| names[**column] != own[**column]);
    columns(keys.map(|column| vec![names[*column].clone(), own[*column].clone()]), options, out)?;
    if shown.len() < own.len() {
        let left: Vec<&str> = unknown.iter().map(|column| own[*column].as_str()).collect();
        columns(std::iter::once(vec!["not recorded".to_owned(), left.join("; ")]), options, out)?;
    }
    Ok(())
}

fn read(answer: &Answer, options: &Options) -> Matrix {
    let mut matrix = Matrix { rows: IndexSet::new(), columns: IndexSet::new(), marks: BTreeMap::new() };
    for cell in texts(answer, options) {
        let [row, column, mark, ..] = cell.as_slice() else { continue };
        let row = matrix.rows.insert_full(row.clone()).0;
        let column = matrix.columns.insert_full(column.clone()).0;
        matrix.marks.insert((row, column), mark.clone());
    }
    matrix
}

/// Some columns of the matrix, and the totals.
fn table(matrix: &Matrix, names: &[String], shown: &[usize], with_totals: bool, options: &Options) -> Table {
    let mut table = Table::new();
    table.load_style(presets::UTF8_FULL_CONDENSED).set_content_arrangement(ContentArrangement::Dynamic);
    table.set_width(u16::try_from(options.width).unwrap_or(u16::MAX));
    let total = with_totals.then(|| "total".to_owned());
    let header = std::iter::once(String::new()).chain(shown.iter().map(|column| names[*column].clone())).chain(total);
    table.set_header(header.map(Cell::new));
    let centred = |text: String| Cell::new(text).set_alignment(CellAlignment::Center);
    let right = |number: usize| Cell::new(number).set_alignment(CellAlignment::Right);
    for (row, name) in matrix.rows.iter().enumerate() {
        let sign =
            |column: &usize| MARKS.iter().find(|(mark, _)| *mark == matrix.mark(row, *column)).map_or("", |(_, sign)| *sign).to_owned();
        let count = with_totals.then(|| right(matrix.count((0..matrix.columns.len()).map(|column| (row, column)))));
        table.add_row(std::iter::once(Cell::new(name)).chain(shown.iter().map(|column| centred(sign(column)))).chain(count));
    }
    let of_column = |column: &usize| matrix.count((0..matrix.rows.len()).map(|row| (row, *column)));
    let all = with_totals.then(|| right(matrix.marks.values().filter(|mark| *mark == "yes").count()));
    let totals = shown.iter().map(|column| centred(of_column(column).to_string()));
    table.add_row(std::iter::once(Cell::new("total")).chain(totals).chain(all));
    table
}

/// Runs of columns that fit.
fn parts<'c>(names: &[String], shown: &'c [usize], room: usize) -> Vec<&'c [usize]> {
    let mut parts = Vec::new();
    let mut rest = shown;
    while !rest.is_empty() {
        let mut count = 1;
        while count < rest.len() && width(names, &rest[..=count]) <= room {
            count += 1;
        }
        parts.push(&rest[..count]);
        rest = &rest[count..];
    }
    parts
}

/// The width of columns, with the borders between them and the column of totals.
fn width(names: &[String], shown: &[usize]) -> usize {
    shown.iter().map(|column| names[*column].chars().count().max(2) + 3).sum::<usize>() + "total".len() + 3
}

fn longest<'n>(names: impl Iterator<Item = &'n String>) -> usize {
    names.map(|name| name.chars().count()).max().unwrap_or(0)
}

/// `A` to `Z`, then `AA`, and so on.
fn letters(mut number: usize) -> String {
    let mut text = String::new();
    loop {
        text.insert(0, char::from(b'A' + (number % 26) as u8));
        if number < 26 {
            return text;
        }
        number = number / 26 - 1;
    }
}
