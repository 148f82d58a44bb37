//! What can be wrong with the meaning of a query. Codes are the TCK's type and detail.

use miette::Diagnostic;
use thiserror::Error;

use crate::text::{Name, Span, indefinite};

/// A defect of meaning, found before anything runs.
#[derive(Clone, Debug, PartialEq, Eq, Error, Diagnostic)]
pub enum Error {
    /// A variable that nothing declares.
    #[error("the variable `{}` is not defined", shown(name))]
    #[diagnostic(code("SyntaxError: UndefinedVariable"))]
    UndefinedVariable {
        /// The variable.
        name: Name,
        /// Where it is used.
        #[label("nothing before this declares it")]
        place: Span,
        /// Nearest names, or what else to do.
        #[help]
        help: Option<String>,
    },
    /// A variable that is declared again.
    #[error("the variable `{}` is already declared", shown(name))]
    #[diagnostic(code("SyntaxError: VariableAlreadyBound"), help("give it another name"))]
    VariableAlreadyBound {
        /// The variable.
        name: Name,
        /// The second declaration.
        #[label("declared again here")]
        place: Span,
    },
    /// A variable that stands for one kind of thing and is used as another.
    #[error("`{}` is {}, and cannot be a {wanted} as well", shown(name), indefinite(declared))]
    #[diagnostic(code("SyntaxError: VariableTypeConflict"), help("give one of the two another name"))]
    VariableTypeConflict {
        /// The variable.
        name: Name,
        /// What it is.
        declared: &'static str,
        /// What it is used as.
        wanted: &'static str,
        /// Where.
        #[label("used as a {wanted} here")]
        place: Span,
    },
    /// `*` with nothing in scope.
    #[error("`*` stands for every variable, and there is none")]
    #[diagnostic(code("SyntaxError: NoVariablesInScope"), help("name what you want, as in `MATCH (n) RETURN n`"))]
    NoVariablesInScope {
        /// The clause.
        #[label("nothing to return")]
        place: Span,
    },
    /// Two columns of one name.
    #[error("two columns are called `{}`", shown(name))]
    #[diagnostic(code("SyntaxError: ColumnNameConflict"), help("rename one of them with `AS`"))]
    ColumnNameConflict {
        /// The name.
        name: Name,
        /// The second one.
        #[label("this is the second")]
        place: Span,
    },
    /// An expression in `WITH`, or in the `RETURN` of a called subquery, that has no name.
    #[error("an expression that goes on to later clauses needs a name")]
    #[diagnostic(code("SyntaxError: NoExpressionAlias"), help("name it with `AS`"))]
    NoExpressionAlias {
        /// The expression.
        #[label("it has no name that later clauses could use")]
        place: Span,
    },
    /// An aggregate where rows are not grouped.
    #[error("`{}` cannot stand here", shown(function))]
    #[diagnostic(
        code("SyntaxError: InvalidAggregation"),
        help("compute it in `WITH` or `RETURN`, as in `WITH n, count(*) AS c WHERE c > 1`")
    )]
    InvalidAggregation {
        /// The aggregating function.
        function: Name,
        /// Where it stands.
        #[label("an aggregate needs groups of rows")]
        place: Span,
    },
    /// An expression beside an aggregate that is no grouping key.
    #[error("this is neither aggregated nor a grouping key")]
    #[diagnostic(
        code("SyntaxError: AmbiguousAggregationExpression"),
        help(
            "compute it in a `WITH` before, or return it as a column of its own; beside an aggregate only variables and properties that are columns can be used"
        )
    )]
    AmbiguousAggregationExpression {
        /// The expression.
        #[label("its value may differ within a group")]
        place: Span,
    },
    /// An aggregate in an aggregate.
    #[error("`{}` cannot stand in another aggregate", shown(function))]
    #[diagnostic(code("SyntaxError: NestedAggregation"), help("compute the inner one in a `WITH` before"))]
    NestedAggregation {
        /// The inner function.
        function: Name,
        /// Where it stands.
        #[label("aggregated twice")]
        place: Span,
    },
    /// A function that does not exist.
    #[error("there is no function `{}`", shown(name))]
    #[diagnostic(code("SyntaxError: UnknownFunction"))]
    UnknownFunction {
        /// The name.
        name: Name,
        /// Where.
        #[label("not a function")]
        place: Span,
        /// Nearest names.
        #[help]
        help: Option<String>,
    },
    /// A function that is left out.
    #[error("`{}` is not there: it {sentence}", shown(name))]
    #[diagnostic(code("NotImplemented"))]
    FunctionLeftOut {
        /// The name.
        name: Name,
        /// Why, and what to do.
        sentence: &'static str,
        /// Where.
        #[label("not in this version")]
        place: Span,
    },
    /// Too many or too few arguments.
    #[error("`{}` takes {expected}, not {given}", shown(name))]
    #[diagnostic(code("SyntaxError: InvalidNumberOfArguments"))]
    InvalidNumberOfArguments {
        /// The function.
        name: Name,
        /// How many it takes, in words.
        expected: String,
        /// How many it was given.
        given: usize,
        /// Where.
        #[label("{given} given")]
        place: Span,
        /// How it is written.
        #[help]
        help: Option<String>,
    },
    /// A value whose type never fits.
    #[error("{of} takes {expected}, not {}", indefinite(found))]
    #[diagnostic(code("SyntaxError: InvalidArgumentType"))]
    InvalidArgumentType {
        /// The operator, function or clause.
        of: String,
        /// What it takes.
        expected: String,
        /// What this is.
        found: &'static str,
        /// The value.
        #[label("this is {}", indefinite(found))]
        place: Span,
    },
    /// `SKIP` or `LIMIT` that depends on rows, or a random value in an aggregate.
    #[error("{what} must be the same for every row")]
    #[diagnostic(code("SyntaxError: NonConstantExpression"), help("{help}"))]
    NonConstantExpression {
        /// What must be constant.
        what: &'static str,
        /// What can be written.
        help: &'static str,
        /// The expression.
        #[label("this differs from row to row")]
        place: Span,
    },
    /// A negative `SKIP` or `LIMIT`.
    #[error("{what} cannot be negative")]
    #[diagnostic(code("SyntaxError: NegativeIntegerArgument"), help("use 0 or a positive integer"))]
    NegativeIntegerArgument {
        /// `SKIP` or `LIMIT`.
        what: &'static str,
        /// The number.
        #[label("less than 0")]
        place: Span,
    },
    /// Parts of a `UNION` with different columns.
    #[error("the parts of a `UNION` need the same columns: {first} here, {other} there")]
    #[diagnostic(code("SyntaxError: DifferentColumnsInUnion"), help("rename columns with `AS`, and give them in the same order"))]
    DifferentColumnsInUnion {
        /// Columns of the first part.
        first: String,
        /// Columns of this part.
        other: String,
        /// The later part.
        #[label("this part has other columns")]
        place: Span,
    },
    /// Clauses that cannot follow each other.
    #[error("{message}")]
    #[diagnostic(code("SyntaxError: InvalidClauseComposition"), help("{help}"))]
    InvalidClauseComposition {
        /// What is wrong.
        message: &'static str,
        /// What to do.
        help: &'static str,
        /// Where.
        #[label("here")]
        place: Span,
    },
    /// A parameter in place of a map in a pattern.
    #[error("a parameter cannot stand for the properties of a pattern")]
    #[diagnostic(
        code("SyntaxError: InvalidParameterUse"),
        help("give each property its own value, as in `{{name: $name}}`, or use the parameter in `WHERE`")
    )]
    InvalidParameterUse {
        /// The parameter.
        #[label("each property must be named")]
        place: Span,
    },
    /// One relationship variable twice in a pattern.
    #[error("the relationship `{}` is used twice in one pattern", shown(name))]
    #[diagnostic(
        code("SyntaxError: RelationshipUniquenessViolation"),
        help("no relationship is used twice in one `MATCH`, so that nothing could be found; give the second another name")
    )]
    RelationshipUniquenessViolation {
        /// The variable.
        name: Name,
        /// The second use.
        #[label("used again here")]
        place: Span,
    },
    /// Something deleted that is no entity.
    #[error("a label cannot be deleted")]
    #[diagnostic(
        code("SyntaxError: InvalidDelete"),
        help("take a label from a node with `REMOVE n:Label`; delete the node with `DELETE n`")
    )]
    InvalidDelete {
        /// What was to be deleted.
        #[label("this is a label test")]
        place: Span,
    },
    /// A relationship to be made that has no type, or several.
    #[error("a relationship is made with exactly one type")]
    #[diagnostic(code("SyntaxError: NoSingleRelationshipType"), help("write it as in `(a)-[:TYPE]->(b)`"))]
    NoSingleRelationshipType {
        /// The relationship.
        #[label("this one")]
        place: Span,
    },
    /// A relationship to be made without a direction.
    #[error("a relationship is made from one node to another")]
    #[diagnostic(
        code("SyntaxError: RequiresDirectedRelationship"),
        help("give it one direction, as in `(a)-[:TYPE]->(b)`; `MERGE` finds either")
    )]
    RequiresDirectedRelationship {
        /// The relationship.
        #[label("this has no single direction")]
        place: Span,
    },
    /// A relationship to be made that has a length.
    #[error("a relationship of variable length can be found, but not made")]
    #[diagnostic(code("SyntaxError: CreatingVarLength"), help("write each relationship, as in `(a)-[:TYPE]->()-[:TYPE]->(b)`"))]
    CreatingVarLength {
        /// The relationship.
        #[label("this has a length")]
        place: Span,
    },
    /// A procedure that does not exist.
    #[error("there is no procedure `{}`", shown(name))]
    #[diagnostic(code("ProcedureError: ProcedureNotFound"))]
    ProcedureNotFound {
        /// The name.
        name: Name,
        /// Where.
        #[label("not a procedure")]
        place: Span,
        /// Nearest names.
        #[help]
        help: Option<String>,
    },
    /// A procedure within a query, called without its arguments.
    #[error("a procedure that is called within a query needs its arguments in parentheses")]
    #[diagnostic(code("SyntaxError: InvalidArgumentPassingMode"), help("it is declared as `{signature}`"))]
    InvalidArgumentPassingMode {
        /// How it is declared.
        signature: String,
        /// The procedure.
        #[label("called without arguments")]
        place: Span,
    },
    /// A result that a procedure does not give.
    #[error("`{}` gives no `{}`", shown(procedure), shown(name))]
    #[diagnostic(code("SyntaxError: UndefinedVariable"))]
    NoSuchResult {
        /// The procedure.
        procedure: Name,
        /// The result.
        name: Name,
        /// Where.
        #[label("not a result of this procedure")]
        place: Span,
        /// Nearest names.
        #[help]
        help: Option<String>,
    },
    /// Something that parses but has no meaning where it stands.
    #[error("{message}")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("{help}"))]
    UnexpectedSyntax {
        /// What is wrong.
        message: &'static str,
        /// What to do.
        help: &'static str,
        /// Where.
        #[label("not here")]
        place: Span,
    },
    /// More than a plan can hold.
    #[error("a query has at most {limit} {of}")]
    #[diagnostic(code(cypher::too_large), help("split it into several queries"))]
    TooLarge {
        /// How many there may be.
        limit: usize,
        /// Of what.
        of: &'static str,
        /// The first one too many.
        #[label("this is one too many")]
        place: Span,
    },
    /// Something that this version cannot do yet.
    #[error("{message}")]
    #[diagnostic(code("NotImplemented"), help("{help}"))]
    NotYet {
        /// What it is.
        message: &'static str,
        /// What to do instead.
        help: &'static str,
        /// Where.
        #[label("not in this version")]
        place: Span,
    },
}

fn shown(name: &Name) -> std::borrow::Cow<'_, str> {
    crate::text::visible(name)
}
