//! `legation batch`: JSON lines in, JSON lines out.

use std::io::{self, BufRead, BufWriter, Write};

use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Value as Json, json};

use super::interrupt;
use super::output::Outcome;
use crate::diagnose::Diagnostics;
use crate::draw;
use crate::execute::Parameters;
use crate::export::{changes_json, json_text, json_value};
use crate::graph::Graph;
use crate::session::{Difference, Reply, Request, Session};
use crate::text::visible;
use crate::value::{Value, read_json};

/// Longest request, in bytes.
const LINE_LIMIT: usize = 64 << 20;

/// A request line.
#[derive(Debug, Deserialize)]
struct Line<'l> {
    #[serde(default)]
    id: Json,
    query: String,
    /// As written: once parsed, an integer beyond 64 bits looks like a float.
    #[serde(borrow, default)]
    params: Option<&'l RawValue>,
    #[serde(default)]
    sources: bool,
    #[serde(default)]
    options: Vec<String>,
    #[serde(default)]
    lang: Option<String>,
}

/// Answers each line of standard input by one line; it never stops at a bad one, but where it is interrupted.
pub(super) fn batch(session: &mut Session) -> Outcome {
    let mut input = io::stdin().lock();
    let mut out = BufWriter::new(io::stdout().lock());
    let mut line = Vec::new();
    loop {
        line.clear();
        match read_line(&mut input, &mut line) {
            Ok(End::Input) => return Outcome::Done,
            Ok(End::Line) if line.iter().all(u8::is_ascii_whitespace) => {}
            Ok(End::Line) => {
                let response = respond(session, &line);
                if writeln!(out, "{}", json_text(&response)).and_then(|()| out.flush()).is_err() {
                    return Outcome::Gone;
                }
                if response["error"]["code"] == "limit::interrupted" {
                    return Outcome::Interrupted;
                }
            }
            Err(_) => return Outcome::Wrong,
        }
    }
}

/// Where reading stopped.
enum End {
    Line,
    Input,
}

/// Reads up to a line feed; of a line over the limit only as much is kept as shows that it is too long.
fn read_line(input: &mut impl BufRead, line: &mut Vec<u8>) -> io::Result<End> {
    let mut any = false;
    loop {
        let buffer = input.fill_buf()?;
        if buffer.is_empty() {
            return Ok(if any { End::Line } else { End::Input });
        }
        any = true;
        let (part, used, ended) = match buffer.iter().position(|byte| *byte == b'\n') {
            Some(end) => (&buffer[..end], end + 1, true),
            None => (buffer, buffer.len(), false),
        };
        if line.len() <= LINE_LIMIT {
            line.extend_from_slice(part);
        }
        input.consume(used);
        if ended {
            return Ok(End::Line);
        }
    }
}

/// The response to a line.
fn respond(session: &mut Session, line: &[u8]) -> Json {
    if line.len() > LINE_LIMIT {
        return malformed(&format!("a request has at most {LINE_LIMIT} bytes"));
    }
    let request: Line = match serde_json::from_slice(line) {
        Ok(request) => request,
        Err(error) => {
            return with_id(malformed(&error.to_string()), stated_id(line));
        }
    };
    let parameters = match request.params.map_or("{}", RawValue::get) {
        text if text.starts_with('{') => read_json(text),
        _ => return with_id(malformed("`params` is a map from names to values"), request.id),
    };
    let parameters = match parameters {
        Ok(Value::Map(map)) => map.iter().map(|(name, value)| (name.as_ref().into(), value.clone())).collect(),
        Ok(_) => Parameters::default(),
        Err(problem) => return json!({ "id": request.id, "error": error(&problem.into()) }),
    };
    let asked = Request { parameters, sources: request.sources, options: request.options, language: request.lang };
    match interrupt::working(|| session.ask(&request.query, &asked)) {
        Ok(reply) if reply.picture.is_some() => json!({ "id": request.id, "error": error(&draw::Error::NoFile.into()) }),
        Ok(reply) => answer(&request.id, &reply),
        Err(problems) => json!({ "id": request.id, "error": error(&problems) }),
    }
}

/// The id of a request of the wrong form, so that its error is known to be its own.
fn stated_id(line: &[u8]) -> Json {
    serde_json::from_slice::<Json>(line).ok().and_then(|request| request.get("id").cloned()).unwrap_or_default()
}

fn with_id(mut response: Json, id: Json) -> Json {
    response["id"] = id;
    response
}

fn malformed(reason: &str) -> Json {
    json!({ "id": null, "error": {
        "code": "batch::request",
        "message": format!("this line is no request: {}", visible(reason)),
        "span": null,
        "help": "a request is one line such as {\"id\": 1, \"query\": \"partners in WCO\", \"params\": {}}",
    } })
}

fn answer(id: &Json, reply: &Reply) -> Json {
    let answer = &reply.answer;
    let rows: Vec<Json> = answer.rows().map(|row| row.values().map(|value| json_value(&value, answer.graph())).collect()).collect();
    let columns: Vec<&str> = answer.columns().iter().map(|name| &**name).collect();
    let mut response = json!({ "id": id, "columns": columns, "rows": rows });
    if let Some(understood) = &reply.understood {
        response["understood"] = Json::from(understood.as_str());
    }
    for (field, lines) in [("warnings", &reply.warnings), ("notes", &reply.notes)] {
        if !lines.is_empty() {
            response[field] = Json::from(lines.clone());
        }
    }
    if let Some(difference) = &reply.difference {
        response["difference"] = differing(difference, answer.graph());
    }
    if let Some(changes) = answer.changes() {
        response["changes"] = changes_json(changes);
    }
    response["elapsed_us"] = Json::from(reply.elapsed.as_micros() as u64);
    response
}

/// What is other today: `columns`, `entering` and `leaving`, or `today` with the one value or no answer.
fn differing(difference: &Difference, graph: &Graph) -> Json {
    let rows = |rows: &[Vec<Value>]| -> Vec<Vec<Json>> {
        rows.iter().map(|row| row.iter().map(|value| json_value(value, graph)).collect()).collect()
    };
    match difference {
        Difference::Rows { columns, entering, leaving } => {
            json!({ "columns": columns, "entering": rows(entering), "leaving": rows(leaving) })
        }
        Difference::Today(value) => json!({ "today": json_value(value, graph) }),
        Difference::NoAnswer(reason) => json!({ "today": null, "reason": reason }),
        Difference::TooMany => json!({ "reason": "too many rows to compare" }),
    }
}

fn error(problems: &Diagnostics) -> Json {
    json!({
        "code": problems.code(),
        "message": problems.to_string(),
        "span": problems.span().map(|span| [span.start, span.end]),
        "help": problems.help(),
    })
}
