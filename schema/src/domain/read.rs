//! Reads domains from JSON, and writes them in one form.

use serde_json::Value;

use super::{Leaf, Node};
use crate::Fault;

/// Conditions beyond this number are refused.
const MOST_TERMS: usize = 10_000;

/// Nesting beyond this depth is refused: deep trees are walked by functions that call themselves.
const DEEPEST: usize = 200;

/// The operators, as a domain has them. `==` and `<>` are old ways to write `=` and `!=`.
const OPERATORS: [&str; 24] = [
    "=",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "=?",
    "=like",
    "=ilike",
    "not =like",
    "not =ilike",
    "like",
    "ilike",
    "not like",
    "not ilike",
    "in",
    "not in",
    "child_of",
    "parent_of",
    "any",
    "not any",
    "access",
    "==",
    "<>",
];

/// Reads a domain.
///
/// # Errors
/// It is no list, a condition is malformed, an operator is unknown or lacks operands.
pub fn read(domain: &Value) -> Result<Node, Fault> {
    let Value::Array(tokens) = domain else {
        return Err(Fault::new(format!(
            "A domain is a list, and this is {}.",
            short(domain)
        )));
    };
    if tokens.len() > MOST_TERMS {
        return Err(Fault::new(format!(
            "The domain has more than {MOST_TERMS} terms."
        )));
    }
    let mut done: Vec<(Node, usize)> = Vec::new();
    let lacks = |sign: &str| {
        Fault::new(format!(
            "\"{sign}\" lacks what it joins, in {}.",
            short(domain)
        ))
    };
    for token in tokens.iter().rev() {
        let node = match token.as_str() {
            Some("!") => {
                let (inner, depth) = done.pop().ok_or_else(|| lacks("!"))?;
                (Node::Not(Box::new(inner)), depth + 1)
            }
            Some(sign @ ("&" | "|")) => {
                let (Some(one), Some(other)) = (done.pop(), done.pop()) else {
                    return Err(lacks(sign));
                };
                let and = sign == "&";
                let same = |node: &Node| match node {
                    Node::And(_) => and,
                    Node::Or(_) => !and,
                    _ => false,
                };
                // Chains of one sign become one list, so they do not count as depth.
                let depth = |(node, depth): &(Node, usize)| depth + usize::from(!same(node));
                let depth = depth(&one).max(depth(&other));
                (Node::joined(and, [one.0, other.0]), depth)
            }
            _ => (leaf(token)?, 1),
        };
        if node.1 > DEEPEST {
            return Err(Fault::new("The domain is nested too deeply."));
        }
        done.push(node);
    }
    done.reverse();
    Ok(Node::all(done.into_iter().map(|(node, _)| node)))
}

/// Writes a domain in one form: each `&` written out, `==` and `<>` as `=` and `!=`, the domains of
/// `any` likewise. An empty domain stays empty.
///
/// # Errors
/// Those of [`read`].
pub fn normalize(domain: &Value) -> Result<Value, Fault> {
    let node = read(domain)?;
    if domain.as_array().is_some_and(Vec::is_empty) {
        return Ok(domain.clone());
    }
    Ok(Value::Array(node.to_tokens()))
}

fn leaf(token: &Value) -> Result<Node, Fault> {
    let malformed = || {
        Fault::new(format!(
            "{} is not a condition: it takes a list of field, operator and value.",
            short(token)
        ))
    };
    let [field, operator, value] = token.as_array().map(Vec::as_slice).unwrap_or_default() else {
        return Err(malformed());
    };
    let constant = (field.as_i64(), operator.as_str(), value.as_i64());
    match constant {
        (Some(1), Some("="), Some(1)) => return Ok(Node::True),
        (Some(0), Some("="), Some(1)) => return Ok(Node::False),
        _ => {}
    }
    let (Value::String(field), Value::String(operator)) = (field, operator) else {
        return Err(malformed());
    };
    let lower = operator.to_lowercase();
    if field.is_empty() || !OPERATORS.contains(&lower.as_str()) {
        return Err(match field.is_empty() {
            true => malformed(),
            false => Fault::new(format!(
                "There is no operator \"{operator}\", in {}.",
                short(token)
            )),
        });
    }
    let operator = match lower.as_str() {
        "==" => "=",
        "<>" => "!=",
        known => known,
    };
    let value = match operator {
        "any" | "not any" => normalize(value)?,
        _ => value.clone(),
    };
    Ok(Node::Leaf(Leaf {
        field: field.clone(),
        operator: operator.to_owned(),
        value,
    }))
}

/// The beginning of a value, for messages.
pub(crate) fn short(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(80) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_domain_is_written_in_one_form() {
        let normal = |domain: Value| normalize(&domain).expect("a domain");
        assert_eq!(normal(json!([])), json!([]));
        assert_eq!(
            normal(json!([["a", "=", 1], ["b", "<>", 2], ["c", "==", 3]])),
            json!(["&", "&", ["a", "=", 1], ["b", "!=", 2], ["c", "=", 3]])
        );
        assert_eq!(
            normal(json!([
                "|",
                ["a", "=", 1],
                ["b", "=", 2],
                "!",
                ["c", "IN", [3]]
            ])),
            json!([
                "&",
                "|",
                ["a", "=", 1],
                ["b", "=", 2],
                "!",
                ["c", "in", [3]]
            ])
        );
        assert_eq!(
            normal(json!([
                ["line_ids", "any", [["a", "=", 1], ["b", "=", 2]]],
                [1, "=", 1]
            ])),
            json!([
                "&",
                ["line_ids", "any", ["&", ["a", "=", 1], ["b", "=", 2]]],
                [1, "=", 1]
            ])
        );
    }

    #[test]
    fn what_is_no_domain_is_refused_with_what_is_wrong() {
        for (domain, said) in [
            (json!({}), "is a list"),
            (json!(["&", ["a", "=", 1]]), "lacks what it joins"),
            (json!(["!"]), "lacks what it joins"),
            (json!([["a", "="]]), "field, operator and value"),
            (json!([["a", "~", 1]]), "no operator"),
            (json!([["", "=", 1]]), "field, operator and value"),
            (json!(["name", "=", "x"]), "field, operator and value"),
            (json!([["a", "any", 5]]), "is a list"),
        ] {
            let fault = normalize(&domain).expect_err("no domain");
            assert!(fault.message().contains(said), "{domain}: {fault}");
        }
    }

    #[test]
    fn a_domain_that_is_nested_too_deeply_is_refused() {
        let mut tokens = vec![json!("!"); 5_000];
        tokens.push(json!(["a", "=", 1]));
        assert!(normalize(&Value::Array(tokens)).is_err());
    }
}
