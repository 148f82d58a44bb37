//! Calls of procedures and subqueries as text.

use std::fmt::{self, Display, Formatter};

use super::super::ast::{Call, CallSubquery, Imports, Yield, YieldItem};
use super::name::{ProcedureName, VariableName};
use super::{joined, prefixed};

impl Display for Call {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        write!(f, "CALL {}", ProcedureName(&self.name.node))?;
        if let Some(arguments) = &self.arguments {
            f.write_str("(")?;
            joined(f, arguments, ", ")?;
            f.write_str(")")?;
        }
        prefixed(f, " ", self.results.as_ref())
    }
}

impl Display for Yield {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str("YIELD ")?;
        if self.all {
            f.write_str("*")?;
        }
        joined(f, &self.items, ", ")?;
        prefixed(f, " WHERE ", self.condition.as_ref())
    }
}

impl Display for YieldItem {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        VariableName(&self.name.node).fmt(f)?;
        prefixed(f, " AS ", self.alias.as_ref().map(|alias| VariableName(&alias.node)))
    }
}

impl Display for CallSubquery {
    fn fmt(&self, f: &mut Formatter<'_>) -> fmt::Result {
        f.write_str(if self.optional { "OPTIONAL CALL " } else { "CALL " })?;
        match &self.imports {
            Imports::With => {}
            Imports::All => f.write_str("(*) ")?,
            Imports::Variables(names) => {
                let names: Vec<VariableName<'_>> = names.iter().map(|name| VariableName(&name.node)).collect();
                f.write_str("(")?;
                joined(f, &names, ", ")?;
                f.write_str(") ")?;
            }
        }
        write!(f, "{{ {} }}", self.query)
    }
}
