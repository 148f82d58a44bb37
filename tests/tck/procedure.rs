//! The TCK's test procedures: a signature and a table of rows, of which a call gives those that its arguments match.

use crate::notation::{self, Shown};

/// A procedure that a scenario asks for.
#[derive(Debug)]
pub struct TestProcedure {
    pub name: String,
    /// Names and types.
    pub arguments: Vec<(String, String)>,
    pub results: Vec<(String, String)>,
    /// Values of the arguments, then of the results.
    pub rows: Vec<Vec<Shown>>,
}

impl TestProcedure {
    /// Reads `test.my.proc(in :: INTEGER?) :: (out :: STRING?):` and the table below it.
    pub fn read(signature: &str, table: &[Vec<String>]) -> Result<Self, String> {
        let wrong = || format!("no signature: {signature}");
        let signature = signature.trim().trim_end_matches(':').trim_end();
        let (head, results) = signature.split_once(") ::").ok_or_else(wrong)?;
        let (name, arguments) = head.split_once('(').ok_or_else(wrong)?;
        let results = results.trim().strip_prefix('(').and_then(|rest| rest.strip_suffix(')')).ok_or_else(wrong)?;
        let (arguments, results) = (fields(arguments).ok_or_else(wrong)?, fields(results).ok_or_else(wrong)?);
        let (names, rows) = table.split_first().map_or((&[][..], &[][..]), |(names, rows)| (&names[..], rows));
        let declared: Vec<&str> = arguments.iter().chain(&results).map(|(name, _)| name.as_str()).collect();
        if names.iter().any(|name| !name.is_empty()) && names != declared {
            return Err(format!("the table has the columns {names:?}, the signature {declared:?}"));
        }
        let read = |row: &Vec<String>| row.iter().map(|cell| notation::read(cell)).collect::<Result<Vec<_>, _>>();
        let rows = if declared.is_empty() { Vec::new() } else { rows.iter().map(read).collect::<Result<_, _>>()? };
        Ok(Self { name: name.trim().to_owned(), arguments, results, rows })
    }
}

/// `a :: INTEGER?, b :: STRING?`.
fn fields(text: &str) -> Option<Vec<(String, String)>> {
    let split = |field: &str| field.split_once("::").map(|(name, kind)| (name.trim().to_owned(), kind.trim().to_owned()));
    text.split(',').filter(|field| !field.trim().is_empty()).map(split).collect()
}
