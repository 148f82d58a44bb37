//! `CALL` of a procedure.

use std::sync::Arc;

use super::scope::Kind;
use super::{Analyser, Error};
use crate::cypher::ast::{Call, Expression, Yield};
use crate::cypher::bound::BoundCall;
use crate::diagnose::did_you_mean;
use crate::plan::{Column, Expr, ExprKind};
use crate::procedure::{Procedure, Signature};
use crate::text::{Name, Spanned};

impl Analyser<'_> {
    /// A call. One that is the whole statement gives its results as columns, and may leave its arguments to parameters.
    pub(super) fn procedure_call(&mut self, clause: &Call, standalone: bool) -> (Option<BoundCall>, Vec<Column>) {
        let Some(procedure) = self.procedures.find(&clause.name.node).map(Arc::clone) else {
            return (self.no_procedure(clause), Vec::new());
        };
        let signature = &procedure.signature;
        let arguments = match &clause.arguments {
            Some(given) => self.procedure_arguments(&clause.name, signature, given),
            None if standalone || signature.arguments.is_empty() => {
                let place = clause.name.place;
                signature.arguments.iter().map(|argument| Expr { kind: ExprKind::Parameter(Name::clone(&argument.name)), place }).collect()
            }
            None => {
                self.problems.push(Error::InvalidArgumentPassingMode { signature: signature.to_string(), place: clause.name.span() });
                Vec::new()
            }
        };
        let subqueries = std::mem::take(&mut self.pending);
        let (yields, columns) = self.yielded(&procedure, clause.results.as_ref(), standalone);
        let mut conditions = Vec::new();
        if let Some(condition) = clause.results.as_ref().and_then(|results| results.condition.as_ref()) {
            self.conditions(condition, &mut conditions);
        }
        let (implicit, place) = (clause.arguments.is_none(), clause.name.place);
        let bound = BoundCall { subqueries, procedure: Arc::clone(&procedure), arguments, implicit, yields, conditions, place };
        (Some(bound), if standalone { columns } else { Vec::new() })
    }

    /// The error for a name that no procedure has. What it yields is declared, so that nothing else is reported.
    fn no_procedure(&mut self, clause: &Call) -> Option<BoundCall> {
        for argument in clause.arguments.iter().flatten() {
            self.value(argument);
        }
        self.pending.clear();
        for item in clause.results.iter().flat_map(|results| &results.items) {
            self.declare_new(item.alias.as_ref().unwrap_or(&item.name), Kind::ANY);
        }
        let help = self.procedures.suggestion(&clause.name.node);
        self.problems.push(Error::ProcedureNotFound { name: Name::clone(&clause.name.node), place: clause.name.span(), help });
        None
    }

    fn procedure_arguments(&mut self, name: &Spanned<Name>, signature: &Signature, given: &[Expression]) -> Vec<Expr> {
        let (needed, most) = (signature.needed(), signature.arguments.len());
        if !(needed..=most).contains(&given.len()) {
            let count = |count: usize| match count {
                0 => "no argument".to_owned(),
                1 => "1 argument".to_owned(),
                _ => format!("{count} arguments"),
            };
            self.problems.push(Error::InvalidNumberOfArguments {
                name: Name::clone(&signature.name),
                expected: if needed == most { count(most) } else { format!("{needed} to {}", count(most)) },
                given: given.len(),
                place: name.span(),
                help: Some(format!("it is declared as `{signature}`")),
            });
        }
        let mut bound = Vec::with_capacity(given.len());
        for (index, argument) in given.iter().enumerate() {
            let (value, kind) = self.value(argument);
            if let Some(wanted) = signature.arguments.get(index)
                && !wanted.takes(kind.of)
            {
                self.problems.push(Error::InvalidArgumentType {
                    of: format!("`{}`", signature.name),
                    expected: crate::text::indefinite(wanted.kind.name()),
                    found: kind.of.name(),
                    place: argument.place.0,
                });
            }
            bound.push(value);
        }
        bound
    }

    /// The results that become columns, by their positions, and the columns that a standalone call shows.
    fn yielded(&mut self, procedure: &Procedure, results: Option<&Yield>, standalone: bool) -> (Vec<(usize, Name)>, Vec<Column>) {
        let signature = &procedure.signature;
        let all = results.is_some_and(|results| results.all);
        if let Some(results) = results.filter(|results| results.all && !standalone) {
            self.problems.push(Error::UnexpectedSyntax {
                message: "`YIELD *` stands only in a call that is the whole statement",
                help: "name the results, as in `YIELD label`",
                place: results.place.0,
            });
        }
        if all || (standalone && results.is_none()) {
            let each = signature.yields.iter().enumerate().map(|(position, result)| {
                let variable = self.declare(&result.name, Kind::of(result.kind));
                ((position, Name::clone(&variable)), Column { name: Name::clone(&result.name), variable })
            });
            return each.unzip();
        }
        let (mut yields, mut columns) = (Vec::new(), Vec::new());
        for item in results.into_iter().flat_map(|results| &results.items) {
            let position = signature.position(&item.name.node);
            let kind = position.map_or(Kind::ANY, |position| Kind::of(signature.yields[position].kind));
            let name = item.alias.as_ref().unwrap_or(&item.name);
            let variable = self.declare_new(name, kind);
            columns.push(Column { name: Name::clone(&name.node), variable: Name::clone(&variable) });
            match position {
                Some(position) => yields.push((position, variable)),
                None => self.problems.push(Error::NoSuchResult {
                    procedure: Name::clone(&signature.name),
                    name: Name::clone(&item.name.node),
                    place: item.name.span(),
                    help: did_you_mean(&item.name.node, signature.yields.iter().map(|result| &*result.name)),
                }),
            }
        }
        (yields, columns)
    }
}
