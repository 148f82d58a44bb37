//! What can be wrong with a text before its meaning is looked at.

use miette::Diagnostic;
use thiserror::Error;

use super::limits;
use crate::text::Span;

/// A text that is no statement of the language. Codes carry the names of the openCypher TCK where it has one.
#[derive(Clone, Debug, Error, Diagnostic, PartialEq, Eq)]
pub enum SyntaxError {
    /// There is nothing but blanks and remarks.
    #[error("there is no query here")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("a query begins with a clause such as `MATCH` or `RETURN`"))]
    Empty {
        /// The end of the text.
        #[label("nothing here")]
        span: Span,
    },
    /// Something stands where it cannot.
    #[error("expected {expected}")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"))]
    Unexpected {
        /// What could stand there, in words.
        expected: String,
        /// A suggestion.
        #[help]
        help: Option<String>,
        /// What stands there.
        #[label("found this instead")]
        span: Span,
    },
    /// The text ends too early.
    #[error("the query ends too early: expected {expected}")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"))]
    UnexpectedEnd {
        /// What could follow, in words.
        expected: String,
        /// A suggestion.
        #[help]
        help: Option<String>,
        /// The end of the text.
        #[label("the text ends here")]
        span: Span,
    },
    /// A bracket that is never closed.
    #[error("this bracket is never closed")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("add the closing `{close}`"))]
    UnclosedBracket {
        /// The bracket that is missing.
        close: char,
        /// The opening bracket.
        #[label("opened here")]
        span: Span,
    },
    /// A closing bracket without its opening one.
    #[error("this bracket closes nothing")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("remove it, or add the opening `{open}` before it"))]
    UnopenedBracket {
        /// The bracket that is missing.
        open: char,
        /// The closing bracket.
        #[label("closed here")]
        span: Span,
    },
    /// A closing bracket of another kind than the opening one.
    #[error("these brackets do not fit each other")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("close it with `{close}`"))]
    MismatchedBracket {
        /// The bracket that would fit.
        close: char,
        /// The opening bracket.
        #[label("opened here")]
        open: Span,
        /// The closing bracket.
        #[label(primary, "closed here")]
        span: Span,
    },
    /// A text in quotes that does not end.
    #[error("this text is never closed")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("add the closing `{quote}`; inside of the text write it as `\\{quote}`"))]
    UnclosedString {
        /// The quote.
        quote: char,
        /// The opening quote.
        #[label("opened here")]
        span: Span,
    },
    /// A quoted name that does not end.
    #[error("this name is never closed")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("add the closing backquote; inside of the name write it twice"))]
    UnclosedName {
        /// The opening backquote.
        #[label("opened here")]
        span: Span,
    },
    /// A remark that does not end.
    #[error("this remark is never closed")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("add the closing `*/`"))]
    UnclosedComment {
        /// The opening mark.
        #[label("opened here")]
        span: Span,
    },
    /// A character that the language does not know.
    #[error("this character has no meaning here")]
    #[diagnostic(code("SyntaxError: InvalidUnicodeCharacter"))]
    InvalidCharacter {
        /// What may have been meant.
        #[help]
        help: Option<String>,
        /// The character.
        #[label("this character")]
        span: Span,
    },
    /// Brackets within brackets beyond the limit.
    #[error("brackets are nested more than {} deep", limits::NESTING)]
    #[diagnostic(code("SyntaxError: NestingTooDeep"), help("split the query with WITH, or give the inner value as a parameter"))]
    NestingTooDeep {
        /// The first bracket that is too deep.
        #[label("one too many")]
        span: Span,
    },
    /// An expression with too many operators that depend on each other.
    #[error("this expression is more than {} operators deep", limits::DEPTH)]
    #[diagnostic(
        code("SyntaxError: NestingTooDeep"),
        help("gather a long sum with `reduce` over a list, or split the expression with WITH; AND and OR may be as long as you like")
    )]
    ExpressionTooDeep {
        /// The expression.
        #[label("this expression")]
        span: Span,
    },
    /// A text longer than the limit.
    #[error("the query has more than {} MiB", limits::LENGTH >> 20)]
    #[diagnostic(code("SyntaxError: TextTooLong"), help("give data as parameters, or load it from files"))]
    TextTooLong,
    /// A number in no known notation.
    #[error("this is not a number")]
    #[diagnostic(
        code("SyntaxError: InvalidNumberLiteral"),
        help("numbers are written as `12`, `0xFF`, `0o17`, `1.5` or `1.5e-3`; a name that begins with a digit needs backquotes")
    )]
    InvalidNumber {
        /// The number.
        #[label("this number")]
        span: Span,
    },
    /// An integer outside of 64 bits.
    #[error("this integer is too large")]
    #[diagnostic(
        code("SyntaxError: IntegerOverflow"),
        help("integers go from -9223372036854775808 to 9223372036854775807; write a decimal point for a float")
    )]
    IntegerOverflow {
        /// The integer.
        #[label("this integer")]
        span: Span,
    },
    /// A float beyond the largest.
    #[error("this number is too large")]
    #[diagnostic(code("SyntaxError: FloatingPointOverflow"), help("floats go up to about 1.8e308"))]
    FloatOverflow {
        /// The number.
        #[label("this number")]
        span: Span,
    },
    /// `\u` without a character's number.
    #[error("this is not the number of a character")]
    #[diagnostic(
        code("SyntaxError: InvalidUnicodeLiteral"),
        help("write four hexadecimal digits after `\\u`, or eight after `\\U`: `\\u00e9`, `\\U0001F600`")
    )]
    InvalidUnicode {
        /// The escape.
        #[label("this escape")]
        span: Span,
    },
    /// A backslash before a character that needs none.
    #[error("there is no such escape")]
    #[diagnostic(
        code("SyntaxError: UnexpectedSyntax"),
        help("escapes are \\\\ \\' \\\" \\` \\b \\f \\n \\r \\t \\uXXXX \\UXXXXXXXX; a backslash itself is written twice")
    )]
    InvalidEscape {
        /// The escape.
        #[label("this escape")]
        span: Span,
    },
    /// A pattern in an expression whose node is written like a value.
    #[error("this is not a node of a pattern")]
    #[diagnostic(
        code("SyntaxError: UnexpectedSyntax"),
        help("a node is written as `(variable:Label {{key: value}})`; each part may be left out")
    )]
    InvalidNode {
        /// The node.
        #[label("this node")]
        span: Span,
    },
    /// A single node where a value is needed.
    #[error("a node alone is no value")]
    #[diagnostic(
        code("SyntaxError: UnexpectedSyntax"),
        help("a pattern in an expression has at least one relationship: `(a)-->(b)`; to ask for any node use `EXISTS {{ MATCH (n) }}`")
    )]
    NodeAlone {
        /// The node.
        #[label("this node")]
        span: Span,
    },
    /// A pattern where a value is needed.
    #[error("a pattern can only stand as a condition")]
    #[diagnostic(
        code("SyntaxError: UnexpectedSyntax"),
        help("use it in WHERE, or turn it into a value with `EXISTS {{ … }}` or `COUNT {{ … }}`")
    )]
    PatternAsValue {
        /// The pattern.
        #[label("this pattern")]
        span: Span,
    },
    /// A list that is half a comprehension.
    #[error("this list has a condition, but no items to try it on")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("write it as `[x IN list WHERE condition | value]`"))]
    InvalidComprehension {
        /// The list.
        #[label("this list")]
        span: Span,
    },
    /// A pattern in a list, with a condition, but without a value.
    #[error("this comprehension does not say what of each match is wanted")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("write it as `[(a)-->(b) WHERE condition | value]`"))]
    ComprehensionWithoutValue {
        /// The list.
        #[label("this list")]
        span: Span,
    },
    /// A length of a relationship that is written in another way.
    #[error("this is not how the length of a relationship is written")]
    #[diagnostic(
        code("SyntaxError: InvalidRelationshipPattern"),
        help("write `*`, `*2`, `*1..3`, `*1..` or `*..3`: a star, then integers from 0 on")
    )]
    InvalidLength {
        /// What stands there.
        #[label("found this")]
        span: Span,
    },
    /// A length of a variable-length relationship that does not fit into 64 bits.
    #[error("this length is too large")]
    #[diagnostic(code("SyntaxError: IntegerOverflow"), help("leave it out to have no limit: `*1..`"))]
    LengthOverflow {
        /// The length.
        #[label("this length")]
        span: Span,
    },
    /// A clause or statement that other systems have.
    #[error("{message}")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("{help}"))]
    Foreign {
        /// That it is not there.
        message: &'static str,
        /// What to do in place of it.
        help: &'static str,
        /// Its word.
        #[label("this")]
        span: Span,
    },
    /// A relationship with a length and a quantifier.
    #[error("this relationship says twice how often it is repeated")]
    #[diagnostic(
        code("SyntaxError: UnexpectedSyntax"),
        help("keep one of the two: `-[:TYPE*1..3]->` and `-[:TYPE]->{{1,3}}` mean the same")
    )]
    LengthTwice {
        /// The quantifier.
        #[label("leave this out")]
        span: Span,
    },
    /// A quantifier whose greatest number is below its least.
    #[error("the upper bound of this quantifier is below its lower bound")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("write the smaller number first, as in `{{1,3}}`"))]
    QuantifierTurned {
        /// The quantifier.
        #[label("this quantifier")]
        span: Span,
    },
    /// A part of a path in parentheses that is not repeated.
    #[error("a group beside other parts of a path needs a quantifier")]
    #[diagnostic(
        code("SyntaxError: UnexpectedSyntax"),
        help("say how often it is repeated, as in `((a)-[:TYPE]->(b)){{1,3}}`, or write its parts without the parentheses")
    )]
    GroupWithoutQuantifier {
        /// The group.
        #[label("this group")]
        span: Span,
    },
    /// Repetition within repetition.
    #[error("what is repeated cannot hold a part that is repeated by itself")]
    #[diagnostic(
        code("SyntaxError: UnexpectedSyntax"),
        help("repeat single relationships in the group: `((a)-[:TYPE]->(b)){{2,6}}`, or put the parts one after the other")
    )]
    QuantifierWithin {
        /// The part.
        #[label("this part")]
        span: Span,
    },
    /// A node alone that is repeated.
    #[error("a group that is repeated needs a relationship")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("write it as in `((a)-[:TYPE]->(b)){{1,3}}`"))]
    GroupWithoutRelationship {
        /// What stands in the group.
        #[label("there is none here")]
        span: Span,
    },
    /// A type of values that does not exist.
    #[error("there is no type of values of this name")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"))]
    UnknownValueType {
        /// The nearest, or all.
        #[help]
        help: Option<String>,
        /// The name.
        #[label("not a type")]
        span: Span,
    },
    /// `count(*)` with another name.
    #[error("only `count` can be asked of all rows")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("write `count(*)`, or give the function a value"))]
    StarArgument {
        /// The call.
        #[label("this call")]
        span: Span,
    },
    /// `FROM` in another call than that of `trim`.
    #[error("only `trim` takes its text after `FROM`")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("separate the arguments by commas"))]
    FromArgument {
        /// The arguments.
        #[label("these arguments")]
        span: Span,
    },
    /// Something that cannot be set or removed.
    #[error("{message}")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("{help}"))]
    InvalidTarget {
        /// What is wrong.
        message: &'static str,
        /// How it is written.
        help: &'static str,
        /// What is set or removed.
        #[label("this")]
        span: Span,
    },
    /// `OPTIONAL` before a procedure.
    #[error("a procedure cannot be called as `OPTIONAL`")]
    #[diagnostic(code("SyntaxError: UnexpectedSyntax"), help("call it in a subquery: `OPTIONAL CALL () {{ CALL … YIELD … RETURN … }}`"))]
    OptionalProcedure {
        /// The word.
        #[label("leave this out")]
        span: Span,
    },
}
