//! Clauses and statements of other systems, and of parts of ISO GQL that Cypher does not have: each is told what to write here.

/// Something that is written elsewhere.
struct Foreign {
    /// The words before it, in upper case; empty where any may stand there.
    before: &'static [&'static str],
    /// The words that it begins with; any of them.
    words: &'static [&'static str],
    /// The word after it, if it is only meant with this one.
    after: &'static str,
    /// That it is not there.
    message: &'static str,
    /// What to do in place of it.
    help: &'static str,
}

const INDEXES: &[&str] = &["INDEX", "RANGE", "TEXT", "POINT", "FULLTEXT", "VECTOR", "LOOKUP"];
const DATABASES: &[&str] = &["DATABASE", "USER", "ROLE"];
const NO_INDEX: &str = "indexes are not made by hand";
const NO_CONSTRAINT: &str = "constraints are not made by statements";
const INDEX_HELP: &str =
    "the `id` and every property that the schema states as `unique = true` has its index: see `schema.toml` of the data";
const CONSTRAINT_HELP: &str = "state them in the `schema.toml` of the data: `required`, `unique`, `type` and `values` of a property, `from` and `to` of a relationship";
const NO_DATABASE: &str = "there is one graph, without users, roles and other databases";
const DATABASE_HELP: &str = "choose the data with `--data PATH`, or load it with `:load PATH`";
const NO_SHOW: &str = "`SHOW` is no clause here";
const NO_SELECTOR: &str = "`SHORTEST` is GQL's word for the shortest of the paths that fit";
const SELECTOR_HELP: &str = "write `MATCH p = shortestPath((a)-[:TYPE*]->(b))` for one of the shortest between two nodes, or \
    `allShortestPaths((a)-[:TYPE*]->(b))` for all of them; `CALL graph.kShortestPaths(a, b, 3)` gives the first few";

/// All of them.
const FOREIGN: &[Foreign] = &[
    Foreign {
        before: &[],
        words: &["LOAD"],
        after: "CSV",
        message: "a query cannot read files",
        help: "load the file as data, with `--data PATH` or `:load PATH`; or give its rows as a parameter, and go on with `UNWIND $rows AS row`",
    },
    Foreign { before: &["CREATE", "DROP"], words: INDEXES, after: "", message: NO_INDEX, help: INDEX_HELP },
    Foreign { before: &["CREATE", "DROP"], words: &["CONSTRAINT"], after: "", message: NO_CONSTRAINT, help: CONSTRAINT_HELP },
    Foreign { before: &["CREATE", "DROP"], words: DATABASES, after: "", message: NO_DATABASE, help: DATABASE_HELP },
    Foreign { before: &[], words: &["DROP"], after: "INDEX", message: NO_INDEX, help: INDEX_HELP },
    Foreign { before: &[], words: &["DROP"], after: "CONSTRAINT", message: NO_CONSTRAINT, help: CONSTRAINT_HELP },
    Foreign { before: &[], words: &["USE", "DROP"], after: "", message: NO_DATABASE, help: DATABASE_HELP },
    Foreign {
        before: &[],
        words: &["SHOW"],
        after: "PROCEDURES",
        message: NO_SHOW,
        help: "write `CALL dbms.procedures()`; with `YIELD name, signature`, clauses may follow",
    },
    Foreign {
        before: &[],
        words: &["SHOW"],
        after: "FUNCTIONS",
        message: NO_SHOW,
        help: "write `CALL dbms.functions()`; with `YIELD name, signature`, clauses may follow",
    },
    Foreign {
        before: &[],
        words: &["SHOW"],
        after: "",
        message: NO_SHOW,
        help: "`:help` lists functions and procedures, `:schema` labels, types, properties and their constraints; \
               `CALL db.labels()`, `db.relationshipTypes()` and `db.propertyKeys()` give them as rows",
    },
    Foreign { before: &[], words: &["ANY", "ALL"], after: "SHORTEST", message: NO_SELECTOR, help: SELECTOR_HELP },
    Foreign { before: &[], words: &["SHORTEST"], after: "", message: NO_SELECTOR, help: SELECTOR_HELP },
    Foreign {
        before: &[],
        words: &["INSERT"],
        after: "",
        message: "`INSERT` is GQL's word for `CREATE`",
        help: "write `CREATE (n:Label {key: value})`",
    },
    Foreign {
        before: &[],
        words: &["FILTER"],
        after: "",
        message: "`FILTER` is GQL's clause for a condition",
        help: "write `WITH * WHERE condition`, or `WHERE` behind the `MATCH`",
    },
    Foreign {
        before: &[],
        words: &["LET"],
        after: "",
        message: "`LET` is GQL's clause for a new variable",
        help: "write `WITH *, expression AS name`",
    },
    Foreign {
        before: &[],
        words: &["FOR"],
        after: "",
        message: "`FOR` is GQL's clause for the items of a list",
        help: "write `UNWIND list AS item`",
    },
    Foreign {
        before: &[],
        words: &["NEXT"],
        after: "",
        message: "`NEXT` is GQL's word between statements of which each goes on with the rows of the one before",
        help: "write `WITH` in place of `RETURN … NEXT`",
    },
    Foreign {
        before: &[],
        words: &["FINISH"],
        after: "",
        message: "`FINISH` is not needed",
        help: "leave it out: a query may end with a clause that writes; to read and give nothing, write `RETURN count(*)`",
    },
];

/// What to say of what stands where nothing fitted, with the text before it: what is wrong, and what to do.
pub(super) fn foreign(before: &str, rest: &str) -> Option<(&'static str, &'static str)> {
    let last = word(before.rsplit(|c: char| c.is_whitespace() || c == ';').find(|part| !part.is_empty()).unwrap_or_default());
    let first = word(rest);
    let after = word(rest[first.len()..].trim_start());
    let fits = |row: &&Foreign| {
        let before = row.before.is_empty() || row.before.iter().any(|known| last.eq_ignore_ascii_case(known));
        before
            && row.words.iter().any(|known| first.eq_ignore_ascii_case(known))
            && (row.after.is_empty() || after.eq_ignore_ascii_case(row.after))
    };
    FOREIGN.iter().find(fits).map(|row| (row.message, row.help))
}

/// The word that a text begins with.
fn word(text: &str) -> &str {
    let end = text.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(text.len());
    &text[..end]
}
