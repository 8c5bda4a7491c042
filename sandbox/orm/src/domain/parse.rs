//! Reads domains from JSON, refusing what each series refuses in its words.

use serde_json::Value;

use super::{Leaf, Node, Operator};
use crate::{Fault, Flavour, python};

/// Conditions beyond this number are refused: no server plans such a query either.
const MOST_CONDITIONS: usize = 10_000;

/// Nesting beyond this depth is refused, as Python's recursion limit does.
const DEEPEST: usize = 200;

/// Reads a domain.
///
/// # Errors
/// It is no list, a condition is malformed, an operator is unknown or lacks operands.
pub(crate) fn parse(flavour: Flavour, domain: &Value) -> Result<Node, Fault> {
    let tokens = match domain {
        Value::Array(tokens) => tokens,
        other if !python::truthy(other) && flavour < Flavour::V19 => return Ok(Node::True),
        Value::Null | Value::Bool(false) => return Ok(Node::True),
        Value::Bool(true) if flavour >= Flavour::V19 => return Ok(Node::True),
        other => return Err(not_a_domain(flavour, other)),
    };
    if tokens.len() > MOST_CONDITIONS {
        return Err(Fault::value(format!(
            "The domain has more than {MOST_CONDITIONS} conditions."
        )));
    }
    let mut done: Vec<(Node, usize)> = Vec::new();
    for token in tokens.iter().rev() {
        let node = match token.as_str() {
            Some("!") => {
                let (node, depth) = done.pop().ok_or_else(|| unbalanced(flavour, domain))?;
                match node {
                    Node::Not(inner) => (*inner, depth - 1),
                    node => (negated(flavour, node), depth + 1),
                }
            }
            Some(sign @ ("&" | "|")) => {
                let (Some(left), Some(right)) = (done.pop(), done.pop()) else {
                    return Err(unbalanced(flavour, domain));
                };
                joined(sign == "&", left, right)
            }
            _ => (leaf(flavour, token)?, 1),
        };
        if node.1 > DEEPEST {
            return Err(Fault::recursion());
        }
        done.push(node);
    }
    done.reverse();
    Ok(Node::and(done.into_iter().map(|(node, _)| node)))
}

fn joined(and: bool, left: (Node, usize), right: (Node, usize)) -> (Node, usize) {
    let same = |node: &Node| matches!((node, and), (Node::And(_), true) | (Node::Or(_), false));
    // Chains of one sign become one list, so they do not count as depth.
    let depth = [&left, &right]
        .iter()
        .map(|(node, depth)| depth + usize::from(!same(node)))
        .max()
        .unwrap_or(1);
    let nodes = [left.0, right.0];
    let node = if and {
        Node::and(nodes)
    } else {
        Node::or(nodes)
    };
    (node, depth)
}

/// Denies a node. Up to 18 a denial is pushed into the conditions (`not <` becomes `>=`, which no record without a value meets); from 19
/// on it denies the outcome.
fn negated(flavour: Flavour, node: Node) -> Node {
    if flavour >= Flavour::V19 {
        return Node::Not(Box::new(node));
    }
    match node {
        Node::True => Node::False,
        Node::False => Node::True,
        Node::And(nodes) => Node::or(nodes.into_iter().map(|node| negated(flavour, node))),
        Node::Or(nodes) => Node::and(nodes.into_iter().map(|node| negated(flavour, node))),
        Node::Not(node) => *node,
        Node::Leaf(leaf) => match leaf.operator.opposite() {
            Some(operator) => Node::Leaf(Leaf { operator, ..leaf }),
            None => Node::Not(Box::new(Node::Leaf(leaf))),
        },
    }
}

fn leaf(flavour: Flavour, token: &Value) -> Result<Node, Fault> {
    let Value::Array(parts) = token else {
        return Err(invalid_leaf(flavour, token));
    };
    let [field, operator, value] = parts.as_slice() else {
        return Err(invalid_leaf(flavour, token));
    };
    let known = operator.as_str().and_then(|name| {
        Operator::from_name(&name.to_lowercase()).filter(|operator| match operator {
            Operator::NotEqualLike | Operator::NotEqualIlike => flavour >= Flavour::V19,
            Operator::Access => flavour >= Flavour::V20,
            _ => true,
        })
    });
    let Some(operator) = known else {
        return Err(match (flavour, operator) {
            (series, Value::String(_)) if series >= Flavour::V19 => Fault::value(format!(
                "Invalid operator in condition {}",
                python::tuple(parts)
            )),
            _ => invalid_leaf(flavour, token),
        });
    };
    match field {
        Value::String(field) if !field.is_empty() => Ok(Node::Leaf(Leaf {
            field: field.clone(),
            operator,
            value: value.clone(),
        })),
        // (1, '=', 1) is always true, (0, '=', 1) never.
        Value::Number(number) => Ok(match (number.as_i64(), operator, value.as_i64()) {
            (Some(left), Operator::Equal, Some(right)) if left == right => Node::True,
            (Some(left), Operator::NotEqual, Some(right)) if left != right => Node::True,
            (Some(_), Operator::Equal | Operator::NotEqual, Some(_)) => Node::False,
            _ => return Err(invalid_leaf(flavour, token)),
        }),
        _ => Err(invalid_leaf(flavour, token)),
    }
}

fn invalid_leaf(flavour: Flavour, token: &Value) -> Fault {
    let token_repr = match token {
        Value::Array(parts) if flavour < Flavour::V19 => python::tuple(parts),
        Value::String(text) if flavour < Flavour::V19 => text.clone(),
        other => python::repr(other),
    };
    match flavour {
        series if series >= Flavour::V19 => {
            Fault::type_error(format!("Domain() invalid item in domain: {token_repr}"))
        }
        _ => Fault::value(format!("Invalid leaf {token_repr}")),
    }
}

fn not_a_domain(flavour: Flavour, value: &Value) -> Fault {
    match flavour {
        series if series >= Flavour::V19 => Fault::type_error(format!(
            "Domain() invalid argument type for domain: {}",
            python::repr(value)
        )),
        _ => Fault::new(
            "builtins.AssertionError",
            "Domains to normalize must have a 'domain' form: a list or tuple of domain components",
        ),
    }
}

fn unbalanced(flavour: Flavour, domain: &Value) -> Fault {
    let domain = python::repr(domain);
    match flavour {
        series if series >= Flavour::V19 => {
            Fault::value(format!("Domain() malformed domain {domain}"))
        }
        _ => Fault::new(
            "builtins.AssertionError",
            format!("This domain is syntactically not correct: {domain}"),
        ),
    }
}
