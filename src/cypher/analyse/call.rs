//! Calls of functions and aggregates.

use super::scope::Kind;
use super::{Aggregating, Analyser, Error};
use crate::cypher::ast::{Expression, ExpressionKind};
use crate::diagnose::did_you_mean;
use crate::function::{AggregateFunction, Function, Parameter, aggregate, aggregates, functions, left_out, scalar};
use crate::plan::{Aggregate, Expr, ExprKind};
use crate::text::{Name, Place, Spanned, indefinite};
use crate::value::{Type, Value};

impl Analyser<'_> {
    /// `name([DISTINCT] arguments)`.
    pub(super) fn call(&mut self, name: &Spanned<Name>, distinct: bool, arguments: &[Expression], place: Place) -> (Expr, Kind) {
        if name.node.eq_ignore_ascii_case("exists")
            && let [only] = arguments
        {
            return self.exists_call(only, place);
        }
        if let Some(function) = aggregate(&name.node) {
            return self.aggregate_call(function, distinct, arguments, place);
        }
        if distinct {
            self.problems.push(Error::UnexpectedSyntax {
                message: "`DISTINCT` stands in aggregates only",
                help: "leave it out, or use it after `RETURN` or `WITH`",
                place: place.0,
            });
        }
        let Some(function) = scalar(&name.node) else { return self.no_function(name, arguments, place) };
        let bound = self.arguments(function.name, function.parameters, arguments);
        let given = arguments.len();
        if given < function.arity.min || function.arity.max.is_some_and(|max| given > max) {
            self.problems.push(Error::InvalidNumberOfArguments {
                name: function.name.into(),
                expected: arity_words(function),
                given,
                place: place.0,
                help: Some(format!("write `{}`", signature(function.name, function.parameters))),
            });
            return (Expr { kind: ExprKind::Literal(Value::Null), place }, Kind::ANY);
        }
        if self.aggregating == Aggregating::Inside && !function.deterministic {
            self.problems.push(Error::NonConstantExpression {
                what: "what is aggregated",
                help: "compute the random value in a `WITH` before",
                place: place.0,
            });
        }
        let (arguments, kinds): (Vec<Expr>, Vec<Kind>) = bound.into_iter().unzip();
        let kind = result_kind(function, &kinds);
        (Expr { kind: ExprKind::Call { function, arguments }, place }, kind)
    }

    /// The bound arguments; an error for each whose type never fits.
    fn arguments(&mut self, name: &str, parameters: &[Parameter], arguments: &[Expression]) -> Vec<(Expr, Kind)> {
        let mut bound = Vec::with_capacity(arguments.len());
        for (index, argument) in arguments.iter().enumerate() {
            let (value, kind) = self.value(argument);
            if let Some(parameter) = parameters.get(index).or(parameters.last())
                && !parameter.may_take(kind.of)
            {
                let names: Vec<String> = parameter.types.iter().map(|of| indefinite(of.name())).collect();
                self.problems.push(Error::InvalidArgumentType {
                    of: format!("`{name}`"),
                    expected: names.join(" or "),
                    found: kind.of.name(),
                    place: argument.place.0,
                });
            }
            bound.push((value, kind));
        }
        bound
    }

    fn no_function(&mut self, name: &Spanned<Name>, arguments: &[Expression], place: Place) -> (Expr, Kind) {
        for argument in arguments {
            self.value(argument);
        }
        let (place_of_name, name) = (name.span(), Name::clone(&name.node));
        if let Some(sentence) = left_out(&name) {
            self.problems.push(Error::FunctionLeftOut { name, sentence, place: place_of_name });
        } else {
            let known = functions().map(|function| function.name).chain(aggregates().map(|function| function.name));
            let help = did_you_mean(&name, known);
            self.problems.push(Error::UnknownFunction { name, place: place_of_name, help });
        }
        (Expr { kind: ExprKind::Literal(Value::Null), place }, Kind::ANY)
    }

    /// `exists(pattern)` and `exists(value)`, the older forms.
    fn exists_call(&mut self, argument: &Expression, place: Place) -> (Expr, Kind) {
        if let ExpressionKind::Pattern(element) = &argument.kind {
            let patterns = std::mem::replace(&mut self.patterns, true);
            let found = self.pattern_predicate(element, place);
            self.patterns = patterns;
            return found;
        }
        let (value, _) = self.value(argument);
        let null = Expr { kind: ExprKind::IsNull(Box::new(value)), place };
        (Expr { kind: ExprKind::Not(Box::new(null)), place }, Kind::BOOLEAN)
    }

    /// `count(*)`.
    pub(super) fn count_all(&mut self, place: Place) -> (Expr, Kind) {
        if !self.may_aggregate("count(*)", place) {
            return (Expr { kind: ExprKind::Literal(Value::Null), place }, Kind::ANY);
        }
        let counted = Aggregate { function: None, distinct: false, arguments: Vec::new() };
        (self.aggregated(counted, "count", place), Kind::of(Type::Integer))
    }

    fn aggregate_call(
        &mut self,
        function: &'static AggregateFunction,
        distinct: bool,
        arguments: &[Expression],
        place: Place,
    ) -> (Expr, Kind) {
        if !self.may_aggregate(function.name, place) {
            return (Expr { kind: ExprKind::Literal(Value::Null), place }, Kind::ANY);
        }
        let needed = function.parameters.len();
        if arguments.len() != needed {
            self.problems.push(Error::InvalidNumberOfArguments {
                name: function.name.into(),
                expected: argument_words(needed),
                given: arguments.len(),
                place: place.0,
                help: Some(format!("write `{}`", signature(function.name, function.parameters))),
            });
        }
        self.aggregating = Aggregating::Inside;
        let (arguments, kinds): (Vec<Expr>, Vec<Kind>) = self.arguments(function.name, function.parameters, arguments).into_iter().unzip();
        self.aggregating = Aggregating::Allowed;
        let first = kinds.first().copied().unwrap_or(Kind::ANY);
        let kind = match function.name {
            "collect" => Kind::list(first.of),
            "min" | "max" => first,
            "sum" if matches!(first.of, Type::Integer | Type::Float | Type::Number) => Kind::of(Type::Number),
            "avg" if matches!(first.of, Type::Integer | Type::Float | Type::Number) => Kind::of(Type::Float),
            _ => Kind::of(function.result),
        };
        let call = Aggregate { function: Some(function), distinct, arguments };
        (self.aggregated(call, function.name, place), kind)
    }

    /// Whether an aggregate may stand here; an error if not.
    fn may_aggregate(&mut self, function: &str, place: Place) -> bool {
        let function = Name::from(function);
        match self.aggregating {
            Aggregating::Allowed => return true,
            Aggregating::Inside => self.problems.push(Error::NestedAggregation { function, place: place.0 }),
            Aggregating::Forbidden => self.problems.push(Error::InvalidAggregation { function, place: place.0 }),
        }
        false
    }

    /// The column of an aggregate; equal aggregates share one.
    fn aggregated(&mut self, call: Aggregate, name: &str, place: Place) -> Expr {
        let known = self.aggregates.iter().find(|(_, other)| *other == call).map(|(name, _)| Name::clone(name));
        let column = known.unwrap_or_else(|| {
            let column = self.unique(&format!("#{name}"));
            self.aggregates.push((Name::clone(&column), call));
            column
        });
        Expr { kind: ExprKind::Variable(column), place }
    }
}

/// What is known of a call's result.
fn result_kind(function: &Function, arguments: &[Kind]) -> Kind {
    let first = arguments.first().copied().unwrap_or(Kind::ANY);
    match function.name {
        "nodes" => Kind::list(Type::Node),
        "relationships" => Kind::list(Type::Relationship),
        "range" => Kind::list(Type::Integer),
        "labels" | "keys" | "split" => Kind::list(Type::String),
        "tail" | "reverse" => Kind { item: first.item, ..if first.of == Type::List { first } else { Kind::of(function.result) } },
        "head" | "last" => first.of_item(),
        "coalesce" => arguments.iter().copied().reduce(Kind::or).unwrap_or(Kind::ANY),
        _ => Kind::of(function.result),
    }
}

fn argument_words(count: usize) -> String {
    match count {
        0 => "no argument".to_owned(),
        1 => "1 argument".to_owned(),
        _ => format!("{count} arguments"),
    }
}

fn arity_words(function: &Function) -> String {
    match (function.arity.min, function.arity.max) {
        (min, Some(max)) if min == max => argument_words(min),
        (min, Some(max)) => format!("{min} to {max} arguments"),
        (min, None) => format!("at least {}", argument_words(min)),
    }
}

fn signature(name: &str, parameters: &[Parameter]) -> String {
    let names: Vec<&str> = parameters.iter().map(|parameter| parameter.name).collect();
    format!("{name}({})", names.join(", "))
}
