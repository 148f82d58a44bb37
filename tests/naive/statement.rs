//! Random statements that write, with clauses that read before, between and after.

use super::generate::{KEYS, LABELS, Scope, TYPES, Tape, aggregate, entity, pattern, predicate, projection, query, value, with};

/// The text of a statement.
pub fn statement(tape: &mut Tape<'_>) -> String {
    if tape.once_in(10) {
        return query(tape);
    }
    let mut writing = Writing { scope: Scope::default(), clauses: Vec::new(), wrote: false, depth: 0 };
    if tape.below(4) > 0 {
        writing.read(tape);
    }
    for _ in 0..1 + tape.below(3) {
        if tape.once_in(3) {
            writing.read(tape);
        }
        writing.write(tape);
    }
    if tape.below(3) > 0 || writing.ends_with_rows() {
        let columns = projection(tape, &writing.scope, None);
        writing.clauses.push(format!("RETURN {columns}"));
    }
    writing.clauses.join(" ")
}

/// A statement that grows.
struct Writing {
    scope: Scope,
    clauses: Vec<String>,
    /// Whether the last clause writes.
    wrote: bool,
    /// How many subqueries are around.
    depth: usize,
}

impl Writing {
    /// A clause that reads, behind a `WITH` if need be.
    fn read(&mut self, tape: &mut Tape<'_>) {
        if self.wrote || tape.once_in(8) {
            let clause = match tape.below(3) {
                _ if self.is_bare() => format!("WITH {} AS {}", tape.pick(&["1", "count(*)"]), self.value("w")),
                0 => "WITH *".to_owned(),
                1 => format!("WITH *{}", self.order(tape)),
                _ => with(tape, &mut self.scope),
            };
            self.clauses.push(clause);
            self.wrote = false;
        }
        match tape.below(6) {
            0 => {
                let list = tape.pick(&["[1, 2, 2, null]", "[]", "['x', 1.5]", "null", "[1, 1]", "range(1, 3)"]);
                let variable = self.value("u");
                self.clauses.push(format!("UNWIND {list} AS {variable}"));
            }
            1 => {
                let pattern = pattern(tape, &mut self.scope);
                self.clauses.push(format!("OPTIONAL MATCH {pattern}"));
            }
            _ => {
                let pattern = pattern(tape, &mut self.scope);
                let condition = if tape.once_in(3) { format!(" WHERE {}", predicate(tape, &self.scope, 2)) } else { String::new() };
                self.clauses.push(format!("MATCH {pattern}{condition}"));
            }
        }
        if tape.below(4) > 0 && !self.is_bare() {
            let order = self.order(tape);
            self.clauses.push(format!("WITH *{order}"));
        }
    }

    /// Whether the last clause is a call that gives rows, with which a query cannot end.
    fn ends_with_rows(&self) -> bool {
        self.clauses.last().is_some_and(|clause| clause.contains("CALL ") && clause.contains(" RETURN ") && clause.ends_with('}'))
    }

    fn is_bare(&self) -> bool {
        self.scope.nodes.is_empty() && self.scope.relationships.is_empty() && self.scope.values.is_empty()
    }

    fn value(&mut self, prefix: &str) -> String {
        let name = self.scope.name(prefix);
        self.scope.values.push(name.clone());
        name
    }

    /// An order in which rows are told apart by what they hold.
    fn order(&self, tape: &mut Tape<'_>) -> String {
        let relationships = self.scope.relationships.iter().map(|name| format!("{name}.id"));
        let keys: Vec<String> = self.scope.nodes.iter().chain(&self.scope.values).cloned().chain(relationships).collect();
        let limit = if tape.once_in(6) { format!(" LIMIT {}", 1 + tape.below(4)) } else { String::new() };
        if keys.is_empty() { limit } else { format!(" ORDER BY {}{limit}", keys.join(", ")) }
    }

    /// A clause that writes.
    fn write(&mut self, tape: &mut Tape<'_>) {
        let clause = match tape.below(12) {
            0 | 1 => self.create(tape),
            2..=4 => self.merge(tape),
            5 | 6 => self.set(tape),
            7 => self.remove(tape),
            8 | 9 => self.delete(tape),
            10 if self.depth < 2 => self.foreach(tape),
            11 if self.depth < 2 => {
                if self.wrote {
                    let with = if self.is_bare() { format!("WITH 1 AS {}", self.value("w")) } else { "WITH *".to_owned() };
                    self.clauses.push(with);
                }
                self.call(tape)
            }
            _ => self.create(tape),
        };
        self.clauses.push(clause);
        self.wrote = true;
    }

    fn create(&mut self, tape: &mut Tape<'_>) -> String {
        let known = self.scope.clone();
        let mut parts = Vec::new();
        for _ in 0..1 + usize::from(tape.once_in(4)) {
            let length = tape.below(3);
            // A node alone is a new one.
            let mut text = self.node(tape, &known, length > 0);
            for _ in 0..length {
                let (left, right) = tape.pick(&[("-", "->"), ("<-", "-")]);
                let kind = tape.pick(&TYPES);
                let variable = self.relationship(tape);
                text = format!("{text}{left}[{variable}:{kind}{}]{right}{}", properties(tape, &known), self.node(tape, &known, true));
            }
            if tape.once_in(8) {
                let path = self.scope.name("path");
                text = format!("{path} = {text}");
                self.scope.values.push(format!("length({path})"));
            }
            parts.push(text);
        }
        format!("CREATE {}", parts.join(", "))
    }

    fn relationship(&mut self, tape: &mut Tape<'_>) -> String {
        if tape.below(2) == 0 {
            return String::new();
        }
        let name = self.scope.name("r");
        self.scope.relationships.push(name.clone());
        name
    }

    /// A node to create, or one that is there.
    fn node(&mut self, tape: &mut Tape<'_>, known: &Scope, may_be_known: bool) -> String {
        if may_be_known && !known.nodes.is_empty() && tape.below(3) > 0 {
            return format!("({})", known.nodes[tape.below(known.nodes.len())]);
        }
        let name = if tape.below(3) == 0 { String::new() } else { self.scope.name("n") };
        if !name.is_empty() {
            self.scope.nodes.push(name.clone());
        }
        let labels = match tape.below(4) {
            0 => String::new(),
            1 | 2 => format!(":{}", tape.pick(&LABELS)),
            _ => format!(":{}:{}", tape.pick(&LABELS), tape.pick(&["A", "D"])),
        };
        format!("({name}{labels}{})", properties(tape, known))
    }

    fn merge(&mut self, tape: &mut Tape<'_>) -> String {
        let known = self.scope.clone();
        let length = tape.pick(&[0, 1, 1, 2]);
        let mut text = self.node(tape, &known, length > 0);
        for _ in 0..length {
            let (left, right) = tape.pick(&[("-", "->"), ("<-", "-"), ("-", "-")]);
            let kind = tape.pick(&TYPES);
            let variable = self.relationship(tape);
            let properties = if tape.once_in(3) { properties(tape, &known) } else { String::new() };
            text = format!("{text}{left}[{variable}:{kind}{properties}]{right}{}", self.node(tape, &known, true));
        }
        let mut actions = String::new();
        for event in ["CREATE", "MATCH"] {
            if tape.once_in(3) {
                actions.extend(self.items(tape).map(|items| format!(" ON {event} SET {items}")));
            }
        }
        format!("MERGE {text}{actions}")
    }

    fn set(&mut self, tape: &mut Tape<'_>) -> String {
        match self.items(tape) {
            Some(items) => format!("SET {items}"),
            None => self.create(tape),
        }
    }

    /// What `SET` sets, if there is anything that it could be set of.
    fn items(&mut self, tape: &mut Tape<'_>) -> Option<String> {
        let mut items = Vec::new();
        for _ in 0..1 + tape.below(2) {
            let (Some(of), Some(other)) = (entity(tape, &self.scope), entity(tape, &self.scope)) else { continue };
            let key = tape.pick(&KEYS);
            items.push(match tape.below(10) {
                0..=3 => format!("{of}.{key} = {}", new_value(tape, &self.scope)),
                4 => format!("{of}['{key}'] = {}", new_value(tape, &self.scope)),
                5 => format!("{of} += {{{key}: {}, s: {}}}", new_value(tape, &self.scope), new_value(tape, &self.scope)),
                6 => format!("{of} = {{{key}: {}}}", new_value(tape, &self.scope)),
                7 => format!("{of} {} {other}", tape.pick(&["=", "+="])),
                _ if self.scope.nodes.is_empty() => format!("{of}.{key} = 1"),
                _ => {
                    let node = self.scope.nodes[tape.below(self.scope.nodes.len())].clone();
                    format!("{node}:{}", tape.pick(&["A", "B", "C", "D", "A:E"]))
                }
            });
        }
        (!items.is_empty()).then(|| items.join(", "))
    }

    fn remove(&mut self, tape: &mut Tape<'_>) -> String {
        let Some(of) = entity(tape, &self.scope) else { return self.create(tape) };
        let item = match tape.below(3) {
            0 if !self.scope.nodes.is_empty() => {
                let node = self.scope.nodes[tape.below(self.scope.nodes.len())].clone();
                format!("{node}:{}", tape.pick(&["A", "B:C", "D", "Never"]))
            }
            1 => format!("{of}['{}']", tape.pick(&KEYS)),
            _ => format!("{of}.{}", tape.pick(&KEYS)),
        };
        format!("REMOVE {item}")
    }

    fn delete(&mut self, tape: &mut Tape<'_>) -> String {
        let mut targets = Vec::new();
        for _ in 0..1 + tape.below(2) {
            targets.extend(entity(tape, &self.scope));
        }
        if targets.is_empty() {
            return self.create(tape);
        }
        targets.dedup();
        let detach = tape.pick(&["DETACH ", "DETACH ", ""]);
        if tape.below(5) > 0 {
            self.scope.nodes.retain(|name| !targets.contains(name));
            self.scope.relationships.retain(|name| !targets.contains(name));
        }
        format!("{detach}DELETE {}", targets.join(", "))
    }

    /// Clauses in braces, which see what is around them.
    fn inner(&self, scope: Scope) -> Self {
        Self { scope, clauses: Vec::new(), wrote: false, depth: self.depth + 1 }
    }

    fn foreach(&mut self, tape: &mut Tape<'_>) -> String {
        let mut inner = self.inner(self.scope.clone());
        let item = inner.scope.name("i");
        let nodes = self.scope.nodes.clone();
        let list = if !nodes.is_empty() && tape.below(2) == 1 {
            inner.scope.nodes.push(item.clone());
            format!("[{}, {}]", nodes[tape.below(nodes.len())], nodes[tape.below(nodes.len())])
        } else {
            inner.scope.values.push(item.clone());
            tape.pick(&["[1, 2]", "[]", "null", "range(1, 3)", "['x', 1]", "[1, null]"]).to_owned()
        };
        for _ in 0..1 + tape.below(2) {
            inner.write_in_foreach(tape);
        }
        self.scope.fresh = inner.scope.fresh;
        format!("FOREACH ({item} IN {list} | {})", inner.clauses.join(" "))
    }

    /// A clause that writes, but no call.
    fn write_in_foreach(&mut self, tape: &mut Tape<'_>) {
        let clause = match tape.below(6) {
            0 => self.create(tape),
            1 | 2 => self.merge(tape),
            3 => self.set(tape),
            4 => self.remove(tape),
            _ => self.delete(tape),
        };
        self.clauses.push(clause);
    }

    fn call(&mut self, tape: &mut Tape<'_>) -> String {
        let names: Vec<String> = self.scope.nodes.iter().chain(&self.scope.relationships).cloned().collect();
        let names: Vec<String> = names.into_iter().filter(|_| tape.below(3) > 0).collect();
        let kept = |all: &[String]| all.iter().filter(|name| names.contains(name)).cloned().collect();
        let scope = Scope {
            nodes: kept(&self.scope.nodes),
            relationships: kept(&self.scope.relationships),
            values: Vec::new(),
            fresh: self.scope.fresh,
        };
        let mut inner = self.inner(scope);
        let opening = match tape.below(2) {
            0 if !names.is_empty() => format!("CALL {{ WITH {} ", names.join(", ")),
            _ => format!("CALL ({}) {{ ", names.join(", ")),
        };
        if tape.below(2) == 1 {
            inner.read_in_call(tape);
        }
        for _ in 0..1 + tape.below(2) {
            inner.write(tape);
            if tape.once_in(4) {
                inner.read(tape);
                inner.wrote = false;
            }
        }
        if !inner.wrote {
            // A query ends with a clause that writes, or with RETURN.
            inner.write(tape);
        }
        let returns = tape.below(2) == 1 || inner.ends_with_rows();
        let column = if returns {
            let column = inner.scope.name("c");
            let expression = if tape.once_in(3) { aggregate(tape, &inner.scope) } else { value(tape, &inner.scope) };
            inner.clauses.push(format!("RETURN {expression} AS {column}"));
            self.scope.values.push(column);
            if tape.once_in(3) { "OPTIONAL " } else { "" }
        } else {
            ""
        };
        self.scope.fresh = inner.scope.fresh;
        format!("{column}{opening}{} }}", inner.clauses.join(" "))
    }

    /// A clause that reads at the beginning of a subquery.
    fn read_in_call(&mut self, tape: &mut Tape<'_>) {
        let pattern = pattern(tape, &mut self.scope);
        let condition = if tape.once_in(3) { format!(" WHERE {}", predicate(tape, &self.scope, 1)) } else { String::new() };
        self.clauses.push(format!("MATCH {pattern}{condition}"));
        if !self.is_bare() && tape.below(3) > 0 {
            let order = self.order(tape);
            self.clauses.push(format!("WITH *{order}"));
        }
    }
}

/// Properties of what is created or found.
fn properties(tape: &mut Tape<'_>, scope: &Scope) -> String {
    match tape.below(4) {
        0 => String::new(),
        1 | 2 => format!(" {{{}: {}}}", tape.pick(&KEYS), plain_value(tape, scope)),
        _ => format!(" {{p: {}, id: {}}}", plain_value(tape, scope), 200 + tape.below(3)),
    }
}

/// A value that is mostly not null.
fn plain_value(tape: &mut Tape<'_>, scope: &Scope) -> String {
    match tape.below(8) {
        0..=3 => tape.pick(&["1", "2", "'x'", "true", "1.5", "'xy'"]).to_owned(),
        4 if !scope.values.is_empty() => scope.values[tape.below(scope.values.len())].clone(),
        5 => value(tape, scope),
        6 => format!("coalesce({}, 1)", value(tape, scope)),
        _ => tape.pick(&["1", "1", "2", "[1, 'x']"]).to_owned(),
    }
}

/// A value to set: null removes; a map cannot be stored.
fn new_value(tape: &mut Tape<'_>, scope: &Scope) -> String {
    match tape.below(12) {
        0 => "null".to_owned(),
        1 if tape.once_in(4) => tape.pick(&["{a: 1}", "[1, null]", "[[1]]"]).to_owned(),
        1..=4 => plain_value(tape, scope),
        _ => value(tape, scope),
    }
}
