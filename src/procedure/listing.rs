//! Procedures that say what can be called.

use std::fmt::Write;

use super::rows::{Rows, rows};
use super::signature::Typed;
use super::{Error, Example, Procedures, Row};
use crate::function::{Arity, Context, Parameter, aggregate, aggregates, functions, other_names, scalar};
use crate::value::{Type, Value};

/// All of them.
pub(super) static LISTINGS: &[Row] = &[
    Row {
        signature: "dbms.procedures() :: (name :: STRING, signature :: STRING, description :: STRING)",
        summary: "The procedures of the program, in name order, each with what it takes and gives.",
        settings: &[],
        example: Example {
            query: "CALL dbms.procedures() YIELD name, signature WHERE name STARTS WITH 'db.l' RETURN signature",
            result: "'db.labels() :: (label :: STRING)'",
        },
        call: procedures,
    },
    Row {
        signature: "dbms.functions() :: (name :: STRING, signature :: STRING, description :: STRING, aggregating :: BOOLEAN)",
        summary: "The functions of the program, in name order, each with what it takes and gives, and whether it aggregates.",
        settings: &[],
        example: Example {
            query: "CALL dbms.functions() YIELD name, signature, aggregating WHERE name IN ['max', 'substring'] RETURN signature, aggregating",
            result: "'max(value) :: ANY', true; 'substring(text :: STRING, start :: INTEGER, [length :: INTEGER]) :: STRING', false",
        },
        call: all_functions,
    },
];

fn procedures<'a>(context: Context<'a>, _: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    context.guard.check()?;
    let all = Procedures::default();
    let row = |procedure: &super::Procedure| {
        let texts = [procedure.signature.name.to_string(), procedure.signature.to_string(), procedure.summary.to_string()];
        texts.map(Value::string)
    };
    Ok(rows(all.iter().map(|procedure| row(procedure)).collect::<Vec<_>>()))
}

fn all_functions<'a>(context: Context<'a>, _: &[Value]) -> Result<Box<dyn Rows + 'a>, Error> {
    context.guard.check()?;
    let own = functions().map(|function| function.name).chain(aggregates().map(|function| function.name));
    let own = own.filter_map(|name| described(name, name));
    let others = other_names().filter_map(|(name, usual)| described(name, usual));
    let mut all: Vec<_> = own.chain(others).collect();
    all.sort();
    let row = |(name, signature, summary, aggregating): (&str, String, String, bool)| {
        [Value::string(name), Value::string(signature), Value::string(summary), Value::Boolean(aggregating)]
    };
    Ok(rows(all.into_iter().map(row).collect::<Vec<_>>()))
}

/// What is told of a function under one of its names.
fn described<'a>(name: &'a str, usual: &str) -> Option<(&'a str, String, String, bool)> {
    let told = |summary: &str| if name == usual { summary.to_owned() } else { format!("Another name of `{usual}`.") };
    if let Some(function) = scalar(usual) {
        return Some((name, signature(name, function.parameters, function.arity, function.result), told(function.summary), false));
    }
    let function = aggregate(usual)?;
    let needed = function.parameters.len();
    let arity = Arity { min: needed, max: Some(needed) };
    Some((name, signature(name, function.parameters, arity, function.result), told(function.summary), true))
}

/// `name(needed :: TYPE, [optional :: TYPE]) :: TYPE`; `…` says that more arguments may follow.
fn signature(name: &str, parameters: &[Parameter], arity: Arity, result: Type) -> String {
    let mut text = format!("{name}(");
    for (at, parameter) in parameters.iter().enumerate() {
        let types: Vec<_> = parameter.types.iter().map(|kind| Typed(*kind, false).to_string()).collect();
        let kinds = if types.is_empty() { String::new() } else { format!(" :: {}", types.join(" | ")) };
        let (open, close) = if at < arity.min { ("", "") } else { ("[", "]") };
        let comma = if at > 0 { ", " } else { "" };
        let _ = write!(text, "{comma}{open}{}{kinds}{close}", parameter.name);
    }
    let more = if arity.max.is_none() { ", …" } else { "" };
    let _ = write!(text, "{more}) :: {}", Typed(result, false));
    text
}
