//! Random graphs and queries, made from a tape of decisions: a shorter or smaller tape gives a simpler query.

use std::sync::Arc;

use legation::value::Value;

use super::{NaiveGraph, Node, Properties, Relationship};

/// Decisions, each taken from the next number of a list; past its end every decision is the first choice.
pub struct Tape<'a> {
    numbers: &'a [u16],
    at: usize,
}

impl<'a> Tape<'a> {
    /// A tape of these numbers.
    pub fn new(numbers: &'a [u16]) -> Self {
        Self { numbers, at: 0 }
    }

    /// A number below `bound`.
    pub fn below(&mut self, bound: usize) -> usize {
        let number = self.numbers.get(self.at).copied().unwrap_or(0);
        self.at += 1;
        usize::from(number) % bound
    }

    /// True once in `of` decisions; false at the end of the tape.
    pub fn once_in(&mut self, of: usize) -> bool {
        self.below(of) == of - 1
    }

    pub fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

pub const LABELS: [&str; 3] = ["A", "B", "C"];
pub const TYPES: [&str; 3] = ["R", "S", "T"];
const LABEL_EXPRESSIONS: [&str; 8] = ["Unknown", "A|B", "!A", "A&B", "%", "!%", "(A|B)&!C", "!(A|Unknown)"];
pub const KEYS: [&str; 3] = ["p", "q", "s"];

/// A graph of up to seven nodes and nine relationships, with parallel relationships, self-loops, missing and mixed values.
pub fn graph(tape: &mut Tape<'_>) -> NaiveGraph {
    let mut graph = NaiveGraph::default();
    for at in 0..1 + tape.below(7) {
        let labels = LABELS.into_iter().filter(|_| tape.below(2) == 1).map(Arc::from).collect();
        let mut properties = properties(tape);
        properties.insert("id".into(), Value::Integer(at as i64));
        graph.nodes.push(Node { labels, properties, deleted: false });
    }
    for at in 0..tape.below(10) {
        let (start, end) = (tape.below(graph.nodes.len()), tape.below(graph.nodes.len()));
        let mut properties = properties(tape);
        properties.insert("id".into(), Value::Integer(100 + at as i64));
        graph.relationships.push(Relationship { kind: tape.pick(&TYPES).into(), start, end, properties, deleted: false });
    }
    // The order in which an engine numbers them, so that positions sort as its ids do.
    graph.relationships.sort_by(|a, b| (&a.kind, a.start, a.end).cmp(&(&b.kind, b.start, b.end)));
    graph
}

fn properties(tape: &mut Tape<'_>) -> Properties {
    let mut properties = Properties::new();
    for key in KEYS {
        let value = match tape.below(9) {
            0 | 1 => continue,
            2 => Value::Integer(2),
            3 => Value::Integer(1),
            4 => Value::string("x"),
            5 => Value::string("xy"),
            6 => Value::Boolean(true),
            7 => Value::Float(1.5),
            _ => Value::list(vec![Value::Integer(1), Value::string("x")]),
        };
        properties.insert(key.into(), value);
    }
    properties
}

/// What a query has declared so far.
#[derive(Clone, Default)]
pub struct Scope {
    pub nodes: Vec<String>,
    pub relationships: Vec<String>,
    pub values: Vec<String>,
    pub fresh: usize,
}

impl Scope {
    pub fn name(&mut self, prefix: &str) -> String {
        self.fresh += 1;
        format!("{prefix}{}", self.fresh)
    }
}

/// The text of a query that is right in every respect but may find nothing.
pub fn query(tape: &mut Tape<'_>) -> String {
    let mut text = single(tape, None);
    if tape.once_in(12) {
        let columns = columns_of(&text);
        let all = tape.pick(&["", " ALL"]);
        text = format!("{text} UNION{all} {}", single(tape, Some(columns)));
    }
    text
}

/// The column names of a generated query, which its last projection gives as aliases.
fn columns_of(text: &str) -> usize {
    text.rsplit("RETURN ").next().unwrap_or_default().matches(" AS ").count()
}

fn single(tape: &mut Tape<'_>, columns: Option<usize>) -> String {
    let mut scope = Scope::default();
    let mut clauses = Vec::new();
    for index in 0..1 + tape.below(3) {
        if index > 0 && tape.once_in(5) {
            let variable = scope.name("u");
            clauses.push(format!("UNWIND {} AS {variable}", tape.pick(&["[1, 2, 2, null]", "[]", "['x', 1.5]", "null"])));
            scope.values.push(variable);
        } else {
            let optional = if index > 0 { tape.pick(&["", "", "OPTIONAL "]) } else { tape.pick(&["", "", "", "OPTIONAL "]) };
            let pattern = pattern(tape, &mut scope);
            let condition = if tape.below(3) > 0 { format!(" WHERE {}", predicate(tape, &scope, 2)) } else { String::new() };
            clauses.push(format!("{optional}MATCH {pattern}{condition}"));
        }
        if tape.once_in(5) {
            clauses.push(with(tape, &mut scope));
        }
        if tape.once_in(5) {
            clauses.push(call(tape, &mut scope));
        }
    }
    clauses.push(format!("RETURN {}", projection(tape, &scope, columns)));
    clauses.join(" ")
}

pub fn pattern(tape: &mut Tape<'_>, scope: &mut Scope) -> String {
    let mut parts = Vec::new();
    for _ in 0..1 + usize::from(tape.once_in(3)) {
        let mut text = String::new();
        let mut declared = Vec::new();
        text.push_str(&node(tape, scope, &mut declared));
        for _ in 0..tape.below(3) {
            text.push_str(&relationship(tape, scope));
            text.push_str(&node(tape, scope, &mut declared));
        }
        if tape.once_in(8) {
            let path = scope.name("path");
            text = format!("{path} = {text}");
            scope.values.push(format!("length({path})"));
        }
        parts.push(text);
    }
    parts.join(", ")
}

fn node(tape: &mut Tape<'_>, scope: &mut Scope, declared: &mut Vec<String>) -> String {
    let reuse = !scope.nodes.is_empty() && tape.once_in(3);
    let variable = if reuse {
        scope.nodes[tape.below(scope.nodes.len())].clone()
    } else if tape.once_in(5) {
        String::new()
    } else {
        let name = scope.name("n");
        scope.nodes.push(name.clone());
        declared.push(name.clone());
        name
    };
    let labels = match tape.below(6) {
        0..=2 => String::new(),
        3 => format!(":{}", tape.pick(&LABELS)),
        4 => format!(":{}:{}", tape.pick(&LABELS), tape.pick(&LABELS)),
        _ => format!(":{}", tape.pick(&LABEL_EXPRESSIONS)),
    };
    let map =
        if tape.once_in(6) { format!(" {{{}: {}}}", tape.pick(&KEYS), tape.pick(&["1", "'x'", "true", "null"])) } else { String::new() };
    // An inline condition is about the node itself, and about what was there before the pattern.
    let condition = if !variable.is_empty() && !reuse && tape.once_in(8) {
        let own = Scope { nodes: vec![variable.clone()], ..Scope::default() };
        let depth = usize::from(tape.once_in(3));
        format!(" WHERE {}", predicate(tape, &own, depth))
    } else {
        String::new()
    };
    format!("({variable}{labels}{map}{condition})")
}

/// A group that is repeated. Its variables are lists outside of it.
fn group(tape: &mut Tape<'_>, scope: &mut Scope) -> String {
    let mut own = Scope { fresh: scope.fresh, ..Scope::default() };
    let mut declared = Vec::new();
    let mut text = node(tape, &mut own, &mut declared);
    for _ in 0..1 + tape.below(2) {
        let (left, right) = tape.pick(&[("-", "->"), ("-", "->"), ("<-", "-"), ("-", "-")]);
        let variable = if tape.below(2) == 1 { own.name("r") } else { String::new() };
        own.relationships.extend((!variable.is_empty()).then(|| variable.clone()));
        let kind = tape.pick(&["", ":R", ":R|S", ":!T"]);
        text = format!("{text}{left}[{variable}{kind}]{right}{}", node(tape, &mut own, &mut declared));
    }
    if tape.once_in(2) {
        text = format!("{text} WHERE {}", predicate(tape, &own, 1));
    }
    scope.fresh = own.fresh;
    for name in own.nodes.iter().chain(&own.relationships) {
        scope.values.push(
            tape.pick(
                &[format!("size({name})"), format!("[i IN {name} | i.id]"), format!("head({name}).p")].each_ref().map(String::as_str),
            )
            .to_owned(),
        );
    }
    format!("({text}){}", tape.pick(&["{1,2}", "+", "*", "{2}", "{,2}", "{1,}"]))
}

fn relationship(tape: &mut Tape<'_>, scope: &mut Scope) -> String {
    if tape.once_in(9) {
        return group(tape, scope);
    }
    let (left, right) = tape.pick(&[("-", "->"), ("<-", "-"), ("-", "-")]);
    let types = match tape.below(5) {
        0 | 1 => String::new(),
        2 | 3 => format!(":{}", tape.pick(&TYPES)),
        _ => format!(":{}{}{}", tape.pick(&["", "!", "%&"]), tape.pick(&TYPES), tape.pick(&["|R", "&!S", "|!(R|S)"])),
    };
    let length = if tape.once_in(5) { tape.pick(&["*1..2", "*0..2", "*2", "*..3", "*"]) } else { "" };
    let map = if tape.once_in(7) { format!(" {{{}: {}}}", tape.pick(&KEYS), tape.pick(&["1", "'x'"])) } else { String::new() };
    let mut condition = String::new();
    let variable = if tape.below(2) == 1 {
        let name = scope.name("r");
        if length.is_empty() && tape.once_in(6) {
            let own = Scope { relationships: vec![name.clone()], ..Scope::default() };
            condition = format!(" WHERE {}", predicate(tape, &own, 0));
        }
        if length.is_empty() {
            scope.relationships.push(name.clone());
        } else {
            if tape.once_in(3) {
                condition = tape
                    .pick(&[
                        " WHERE EXISTS { MATCH (m:A) WHERE m = endNode(*) }",
                        " WHERE *.p IS NULL",
                        " WHERE COUNT { MATCH (m)-[]->() WHERE m = startNode(*) } < 2",
                    ])
                    .replace('*', &name);
            }
            scope.values.push(format!("size({name})"));
        }
        name
    } else {
        String::new()
    };
    format!("{left}[{variable}{types}{length}{map}{condition}]{right}")
}

pub fn entity(tape: &mut Tape<'_>, scope: &Scope) -> Option<String> {
    let entities: Vec<&String> = scope.nodes.iter().chain(&scope.relationships).collect();
    (!entities.is_empty()).then(|| entities[tape.below(entities.len())].clone())
}

/// An expression whose value may have any type.
pub fn value(tape: &mut Tape<'_>, scope: &Scope) -> String {
    match tape.below(9) {
        7 => match entity(tape, scope) {
            Some(entity) => {
                let (one, other) = (tape.pick(&KEYS), tape.pick(&KEYS));
                match tape.below(4) {
                    0 => format!("{entity} {{.{one}, other: {entity}.{other}}}"),
                    1 => format!("{entity} {{.*, {one}: 1}}"),
                    2 => format!("{entity} {{.{one}, .*}}.{other}"),
                    _ => format!("{entity} {{.{one}, .missing}}"),
                }
            }
            None => "{a: 1}".to_owned(),
        },
        8 => match entity(tape, scope) {
            Some(entity) => {
                let (one, other) = (tape.pick(&KEYS), tape.pick(&KEYS));
                match tape.below(3) {
                    0 => format!("reduce(total = 0, item IN [1, 2, {entity}.id] | total * 2 + item)"),
                    1 => format!("reduce(found = {entity}.{one}, item IN [{entity}.{other}, 'x'] | coalesce(found, item))"),
                    _ => format!("reduce(every = true, item IN [{entity}.{one}, 1] | every AND item = {entity}.{other})"),
                }
            }
            None => "reduce(total = 1, item IN [1, 2, 3] | total * item)".to_owned(),
        },
        0..=3 => match entity(tape, scope) {
            Some(entity) => format!("{entity}.{}", tape.pick(&["p", "q", "s", "id", "missing"])),
            None => "1".to_owned(),
        },
        4 => tape.pick(&["1", "2", "'x'", "true", "null", "1.5", "[1, 'x']"]).to_owned(),
        5 if !scope.values.is_empty() => scope.values[tape.below(scope.values.len())].clone(),
        5 => "2".to_owned(),
        _ => match entity(tape, scope) {
            Some(entity) => format!("coalesce({entity}.{}, {})", tape.pick(&KEYS), tape.pick(&["0", "'none'"])),
            None => "null".to_owned(),
        },
    }
}

/// A truth value that may stand anywhere, also where patterns may not.
fn comparison(tape: &mut Tape<'_>, scope: &Scope) -> String {
    predicate(tape, scope, 0)
}

pub fn predicate(tape: &mut Tape<'_>, scope: &Scope, depth: usize) -> String {
    let kinds = if depth == 0 { 6 } else { 12 };
    match tape.below(kinds) {
        0 | 1 => format!("{} {} {}", value(tape, scope), tape.pick(&["=", "<>", "<", ">=", "<=", ">"]), value(tape, scope)),
        2 => format!("{} IS {}NULL", value(tape, scope), tape.pick(&["", "NOT "])),
        3 => format!("{} IN [1, 'x', {}]", value(tape, scope), tape.pick(&["2", "null", "1.5"])),
        4 => match scope.nodes.first() {
            Some(_) => {
                let labels = if tape.once_in(3) { tape.pick(&LABEL_EXPRESSIONS) } else { tape.pick(&LABELS) };
                format!("{}:{labels}", scope.nodes[tape.below(scope.nodes.len())])
            }
            None => "true".to_owned(),
        },
        5 => format!("{} {} 'x'", value(tape, scope), tape.pick(&["STARTS WITH", "ENDS WITH", "CONTAINS"])),
        6 => format!("({} AND {})", predicate(tape, scope, depth - 1), predicate(tape, scope, depth - 1)),
        7 => format!("({} OR {})", predicate(tape, scope, depth - 1), predicate(tape, scope, depth - 1)),
        8 => format!("NOT ({})", predicate(tape, scope, depth - 1)),
        9 => format!("({} XOR {})", predicate(tape, scope, depth - 1), predicate(tape, scope, depth - 1)),
        _ => subquery(tape, scope, depth - 1),
    }
}

pub fn subquery(tape: &mut Tape<'_>, scope: &Scope, depth: usize) -> String {
    if scope.nodes.is_empty() {
        return "true".to_owned();
    }
    let node = scope.nodes[tape.below(scope.nodes.len())].clone();
    let (left, right) = tape.pick(&[("-", "->"), ("<-", "-"), ("-", "-")]);
    let kind = tape.pick(&["", ":R", ":S|T"]);
    let label = tape.pick(&["", ":A", ":B"]);
    let hop = format!("({node}){left}[{kind}]{right}(m{label})");
    let inner = Scope { nodes: vec![node.clone(), "m".to_owned()], ..Scope::default() };
    let key = tape.pick(&["p", "q", "id"]);
    match tape.below(11) {
        4 => format!("size([{hop} WHERE {} | m.{key}]) {} {}", predicate(tape, &inner, 0), tape.pick(&["=", ">", "<="]), tape.below(3)),
        5 => format!("{} IN [path = {hop} | {}]", value(tape, scope), tape.pick(&["m.p", "m.q", "length(path)", "size(nodes(path))"])),
        6 => format!(
            "COLLECT {{ MATCH {hop} RETURN m.{key} AS v ORDER BY v LIMIT {} }} = {}",
            tape.below(3),
            tape.pick(&["[1]", "[]", "['x']"])
        ),
        7 => format!("{} IN COLLECT {{ MATCH {hop} WHERE {} RETURN m.{key} }}", value(tape, scope), predicate(tape, &inner, 0)),
        8 => {
            let kept = tape.pick(&["m", "m.p AS m", "m.q AS m"]);
            format!("EXISTS {{ MATCH {hop} WITH {kept}, count(*) AS c WHERE c > {} RETURN c }}", tape.below(2))
        }
        9 => format!("COUNT {{ MATCH {hop} RETURN DISTINCT m.{key} }} {} {}", tape.pick(&["=", ">", "<="]), tape.below(3)),
        10 => {
            let all = tape.pick(&["", " ALL"]);
            format!("COUNT {{ MATCH {hop} RETURN m.{key} AS v UNION{all} MATCH ({node}) RETURN {node}.{key} AS v }} = {}", tape.below(3))
        }
        0 => format!("({node}){left}[{kind}]{right}({label})"),
        1 => format!("NOT ({node}){left}[{kind}]{right}({label})"),
        2 => {
            let mut inner = Scope { nodes: scope.nodes.clone(), relationships: scope.relationships.clone(), values: Vec::new(), fresh: 0 };
            inner.nodes.push("m".to_owned());
            let condition = predicate(tape, &inner, depth.min(1));
            format!("{}EXISTS {{ MATCH ({node}){left}[{kind}]{right}(m{label}) WHERE {condition} }}", tape.pick(&["", "NOT "]))
        }
        _ => format!("COUNT {{ ({node}){left}[{kind}]{right}({label}) }} {} {}", tape.pick(&["=", ">", "<="]), tape.below(3)),
    }
}

pub fn with(tape: &mut Tape<'_>, scope: &mut Scope) -> String {
    let mut kept = Scope { fresh: scope.fresh, ..Scope::default() };
    let mut items = Vec::new();
    for node in scope.nodes.clone() {
        if tape.below(3) > 0 {
            items.push(node.clone());
            kept.nodes.push(node);
        }
    }
    for relationship in scope.relationships.clone() {
        if tape.below(3) > 1 {
            items.push(relationship.clone());
            kept.relationships.push(relationship);
        }
    }
    let expression = if tape.below(2) == 1 { aggregate(tape, scope) } else { value(tape, scope) };
    let alias = kept.name("w");
    items.push(format!("{expression} AS {alias}"));
    kept.values.push(alias);
    let distinct = tape.pick(&["", "", "DISTINCT "]);
    let condition = if tape.once_in(3) { format!(" WHERE {}", predicate(tape, &kept, 1)) } else { String::new() };
    *scope = kept;
    format!("WITH {distinct}{}{condition}", items.join(", "))
}

/// A called subquery that reads.
fn call(tape: &mut Tape<'_>, scope: &mut Scope) -> String {
    let names: Vec<String> = scope.nodes.iter().chain(&scope.relationships).filter(|_| tape.below(3) > 0).cloned().collect();
    let style = if names.is_empty() { 0 } else { tape.below(3) };
    let opening = match style {
        0 if names.is_empty() => tape.pick(&["CALL {", "CALL () {"]).to_owned(),
        0 => format!("CALL {{ WITH {}", names.join(", ")),
        1 => format!("CALL ({}) {{", names.join(", ")),
        _ => "CALL (*) {".to_owned(),
    };
    let seen = |all: &[String]| all.iter().filter(|name| style == 2 || names.contains(name)).cloned().collect();
    let import = Scope { nodes: seen(&scope.nodes), relationships: seen(&scope.relationships), values: Vec::new(), fresh: scope.fresh };
    let mut inner = import.clone();
    let pattern = pattern(tape, &mut inner);
    let mut text = format!("{}MATCH {pattern}", tape.pick(&["", "", "OPTIONAL "]));
    if tape.once_in(3) {
        text = format!("{text} WHERE {}", predicate(tape, &inner, 1));
    }
    if tape.once_in(5) {
        text = format!("{text} {}", with(tape, &mut inner));
    }
    let column = inner.name("c");
    let limit = if tape.once_in(4) { format!(" ORDER BY {column} LIMIT {}", tape.below(3)) } else { String::new() };
    text = match tape.below(6) {
        0 => format!("{text} RETURN {} AS {column}", aggregate(tape, &inner)),
        1 if !inner.nodes.is_empty() => {
            let node = inner.nodes[tape.below(inner.nodes.len())].clone();
            scope.nodes.push(column.clone());
            format!("{text} RETURN {node} AS {column}{limit}")
        }
        2 => format!("{text} RETURN DISTINCT {} AS {column}{limit}", value(tape, &inner)),
        3 if style > 0 || names.is_empty() => {
            let union = tape.pick(&["UNION", "UNION ALL"]);
            format!("{text} RETURN {} AS {column} {union} RETURN {} AS {column}", value(tape, &inner), value(tape, &import))
        }
        _ => format!("{text} RETURN {} AS {column}{limit}", value(tape, &inner)),
    };
    if scope.nodes.last() != Some(&column) {
        scope.values.push(column);
    }
    scope.fresh = inner.fresh;
    format!("{}{opening} {text} }}", tape.pick(&["", "", "OPTIONAL "]))
}

pub fn aggregate(tape: &mut Tape<'_>, scope: &Scope) -> String {
    match tape.below(6) {
        0 => "count(*)".to_owned(),
        1 => format!("count({})", value(tape, scope)),
        2 => format!("count(DISTINCT {})", value(tape, scope)),
        3 => format!("min({})", value(tape, scope)),
        4 => format!("max({})", value(tape, scope)),
        _ => entity(tape, scope).map_or("count(*)".to_owned(), |entity| format!("sum({entity}.id)")),
    }
}

pub fn projection(tape: &mut Tape<'_>, scope: &Scope, columns: Option<usize>) -> String {
    let count = columns.unwrap_or_else(|| 1 + tape.below(3));
    let mut items = Vec::new();
    let mut aggregating = false;
    for at in 0..count {
        let expression = match tape.below(6) {
            0 | 1 => value(tape, scope),
            2 if columns.is_none() => entity(tape, scope).unwrap_or("1".to_owned()),
            3 => {
                aggregating = true;
                aggregate(tape, scope)
            }
            4 => comparison(tape, scope),
            _ => value(tape, scope),
        };
        items.push(format!("{expression} AS c{at}"));
    }
    let distinct = if aggregating { "" } else { tape.pick(&["", "", "DISTINCT "]) };
    let order = if columns.is_none() && tape.once_in(3) {
        let keys: Vec<String> = (0..count).map(|at| format!("c{at}{}", tape.pick(&["", " DESC"]))).collect();
        let skip = if tape.once_in(3) { " SKIP 1" } else { "" };
        format!(" ORDER BY {}{skip} LIMIT {}", keys.join(", "), tape.below(6))
    } else {
        String::new()
    };
    format!("{distinct}{}{order}", items.join(", "))
}
