//! `CALL`: procedures and subqueries.

use super::super::ast::{Call, CallSubquery, Clause, Imports, Yield, YieldItem};
use super::{Built, Pair, Reader, Rule, SyntaxError, each, name, place, span};
use crate::text::{Name, Spanned};

impl<'t> Reader<'t> {
    /// `CALL procedure(…)` or `CALL { … }`.
    pub(super) fn call_clause(self, pair: Pair<'t>) -> Built<Clause> {
        let optional = pair.clone().into_inner().next().filter(|word| word.as_rule() == Rule::kw_optional);
        let place = place(&pair);
        let mut parts = self.parts(pair);
        let imports = parts.optional(Rule::x_imports).map(|pair| self.imports(pair));
        let inner = parts.part()?;
        if inner.as_rule() == Rule::procedure_invocation {
            if let Some(word) = optional {
                return Err(SyntaxError::OptionalProcedure { span: span(&word) });
            }
            let clause = Call { place, ..self.procedure(inner)? };
            return Ok(Clause::Call(clause));
        }
        let (optional, imports, query) = (optional.is_some(), imports.unwrap_or(Imports::With), self.query(inner)?);
        Ok(Clause::CallSubquery(CallSubquery { optional, imports, query, place }))
    }

    fn imports(self, pair: Pair<'t>) -> Imports {
        let mut parts = self.parts(pair);
        if parts.optional(Rule::x_star).is_some() { Imports::All } else { Imports::Variables(parts.map(|part| name(&part)).collect()) }
    }

    fn procedure(self, pair: Pair<'t>) -> Built<Call> {
        let place = place(&pair);
        let mut parts = self.parts(pair);
        let chain = parts.part()?;
        let names: Vec<Name> = self.parts(chain.clone()).map(|part| name(&part).node).collect();
        let arguments = match parts.optional(Rule::x_procedure_arguments) {
            Some(pair) => Some(each(self.parts(pair), |argument| self.expression(argument))?),
            None => None,
        };
        let results = parts.next().map(|pair| self.results(pair)).transpose()?;
        Ok(Call { name: Spanned::new(names.join(".").into(), span(&chain)), arguments, results, place })
    }

    /// `YIELD a AS b WHERE …`.
    fn results(self, pair: Pair<'t>) -> Built<Yield> {
        let place = place(&pair);
        let mut parts = self.parts(pair);
        let all = parts.optional(Rule::x_star).is_some();
        let mut items = Vec::new();
        while let Some(item) = parts.optional(Rule::yield_item) {
            let mut names = self.parts(item).map(|part| name(&part));
            items.extend(names.next().map(|name| YieldItem { name, alias: names.next() }));
        }
        let condition = self.optional_condition(&mut parts)?;
        Ok(Yield { all, items, condition, place })
    }
}
