//! The Python text that Odoo keeps domains and contexts in: saved filters, domains of actions and
//! of record rules.
//!
//! [`parse`] evaluates it, with the few names such texts use (`uid`, `context_today`, `datetime`,
//! `relativedelta` …); [`print`] writes a domain as Odoo would.

mod arguments;
mod functions;
mod lex;
mod operators;
mod repr;
mod run;
mod thing;
mod time;
mod tree;

pub use repr::{class, repr, truthy};
pub use run::Names;
pub use time::{civil, days};

use serde_json::Value;

use crate::Fault;
use repr::write as write_value;

/// Evaluates a text: mostly a list, which is a domain. Days become `YYYY-MM-DD`, moments
/// `YYYY-MM-DD HH:MM:SS`.
///
/// # Errors
/// The text is no expression, or speaks of something that is not among the names; the fault says
/// where.
pub fn parse(text: &str, names: &Names) -> Result<Value, Fault> {
    run::evaluate(&tree::read(text)?, names)
}

/// Writes a domain as Python text: conditions as tuples, as Odoo writes them.
pub fn print(domain: &Value) -> String {
    let mut out = String::new();
    match domain {
        Value::Array(tokens) => write_list(&mut out, tokens),
        other => write_value(&mut out, other),
    }
    out
}

fn write_list(out: &mut String, tokens: &[Value]) {
    out.push('[');
    for (at, token) in tokens.iter().enumerate() {
        if at > 0 {
            out.push_str(", ");
        }
        match token.as_array().map(Vec::as_slice) {
            Some([field, operator, value]) if operator.is_string() => {
                out.push('(');
                write_value(out, field);
                out.push_str(", ");
                write_value(out, operator);
                out.push_str(", ");
                match (operator.as_str(), value) {
                    (Some("any" | "not any"), Value::Array(inner)) => write_list(out, inner),
                    _ => write_value(out, value),
                }
                out.push(')');
            }
            _ => write_value(out, token),
        }
    }
    out.push(']');
}
