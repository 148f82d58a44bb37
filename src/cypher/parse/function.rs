//! Functions: a name and its arguments become a call.

use super::{Built, Pair, Parts, Reader, Rule, SyntaxError, each, name, span};
use crate::cypher::ast::{Expression, ExpressionKind, Literal};
use crate::function::NormalForm;
use crate::text::{Name, Span, Spanned};

impl<'t> Reader<'t> {
    /// The function that a name and its arguments make.
    pub(super) fn call(self, name: &Name, start: Span, pair: Pair<'t>) -> Built<ExpressionKind> {
        let whole = start.join(span(&pair));
        let distinct = pair.clone().into_inner().any(|part| part.as_rule() == Rule::kw_distinct);
        let mut parts = self.parts(pair);
        let name = full_name(name, start, &mut parts);
        if parts.optional(Rule::x_star).is_some() {
            let counts = name.node.eq_ignore_ascii_case("count");
            return if counts { Ok(ExpressionKind::CountAll) } else { Err(SyntaxError::StarArgument { span: whole }) };
        }
        if let Some(trimmed) = parts.optional(Rule::x_trimmed) {
            let what = span(&trimmed);
            let mut parts = self.parts(trimmed);
            let side = parts.optional(Rule::x_trim_side).map(|side| side.as_str().trim_end().to_lowercase());
            return self.trimmed(&name, side.as_deref(), parts.collect(), what);
        }
        let parts: Vec<Pair<'t>> = parts.collect();
        if let [what, from] = &parts[..]
            && from.as_rule() == Rule::x_from
        {
            let what = span(what).join(span(from));
            return self.trimmed(&name, None, parts, what);
        }
        let mut arguments = each(parts.into_iter(), |argument| self.expression(argument))?;
        if name.node.eq_ignore_ascii_case("normalize") {
            arguments.iter_mut().skip(1).for_each(named_form);
        }
        Ok(ExpressionKind::Call { name, distinct, arguments })
    }

    /// `trim(BOTH characters FROM text)`, as the function that it is.
    fn trimmed(self, name: &Spanned<Name>, side: Option<&str>, parts: Vec<Pair<'t>>, whole: Span) -> Built<ExpressionKind> {
        if !name.node.eq_ignore_ascii_case("trim") {
            return Err(SyntaxError::FromArgument { span: whole });
        }
        let function = match side {
            Some("leading") => "ltrim",
            Some("trailing") => "rtrim",
            _ => "btrim",
        };
        let argument =
            |part: Pair<'t>| if part.as_rule() == Rule::x_from { self.expression(self.only(part)?) } else { self.expression(part) };
        let mut arguments = each(parts.into_iter(), argument)?;
        arguments.reverse();
        Ok(ExpressionKind::Call { name: Spanned::new(function.into(), name.span()), distinct: false, arguments })
    }

    /// The older form `exists(…)`, of a pattern or a value; analysis tells them apart.
    pub(super) fn exists_call(self, pair: Pair<'t>) -> Built<Expression> {
        let whole = span(&pair);
        let word = pair.clone().into_inner().next().map_or(whole, |word| span(&word));
        let arguments = self.only(pair)?;
        let mut inner = self.parts(arguments.clone());
        let kind = match (inner.next(), inner.next()) {
            (Some(only), None) if only.as_rule() == Rule::expression => match self.truth(only)? {
                pattern @ Expression { kind: ExpressionKind::Pattern(_), .. } => {
                    let name = Spanned::new(word.of(self.text).into(), word);
                    ExpressionKind::Call { name, distinct: false, arguments: vec![pattern] }
                }
                _ => self.call(&word.of(self.text).into(), word, arguments)?,
            },
            _ => self.call(&word.of(self.text).into(), word, arguments)?,
        };
        Ok(Expression::new(kind, whole))
    }
}

/// Makes a text of the bare name of a normal form.
fn named_form(argument: &mut Expression) {
    if let ExpressionKind::Variable(name) = &argument.kind
        && let Some(form) = NormalForm::named(name)
    {
        argument.kind = ExpressionKind::Literal(Literal::String(form.name().into()));
    }
}

/// The name of a function; the names of a namespace are joined by dots.
fn full_name(first: &Name, start: Span, parts: &mut Parts<'_>) -> Spanned<Name> {
    let (mut joined, mut place) = (None, start);
    while let Some(next) = parts.optional(Rule::schema_name) {
        joined = Some(format!("{}.{}", joined.as_deref().unwrap_or(&**first), name(&next).node));
        place = place.join(span(&next));
    }
    Spanned::new(joined.map_or_else(|| Name::clone(first), Name::from), place)
}
