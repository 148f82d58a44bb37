//! The TCK's test procedures: a signature and a table of rows, of which a call gives those that its arguments match.

use legation::procedure::{Procedure, Signature};

use crate::notation;
use crate::observed::parameter;

/// Reads `test.my.proc(in :: INTEGER?) :: (out :: STRING?):` and the table below it.
pub fn read(signature: &str, table: &[Vec<String>]) -> Result<Procedure, String> {
    let text = signature.trim().trim_end_matches(':').trim_end();
    let signature: Signature = text.parse().map_err(|error| format!("no signature: {text}: {error}"))?;
    let arguments = signature.arguments.iter().map(|argument| &*argument.name);
    let declared: Vec<&str> = arguments.chain(signature.yields.iter().map(|result| &*result.name)).collect();
    if declared.is_empty() {
        return Ok(Procedure::table(signature, Vec::new()));
    }
    let (names, rows) = table.split_first().ok_or("the table has no head")?;
    if *names != declared {
        return Err(format!("the table has the columns {names:?}, the signature {declared:?}"));
    }
    let value = |cell: &String| parameter(&notation::read(cell)?).ok_or_else(|| format!("a procedure has no entities: {cell}"));
    let rows = rows.iter().map(|row| row.iter().map(value).collect()).collect::<Result<_, _>>()?;
    Ok(Procedure::table(signature, rows))
}
