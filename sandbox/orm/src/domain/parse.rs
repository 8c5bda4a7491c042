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
        Value::Bool(true) if flavour >= Flavour::V19 => return Ok(Node::True),
        Value::Bool(false) if flavour >= Flavour::V19 => return Ok(Node::False),
        other => return Err(not_a_domain(flavour, other)),
    };
    if tokens.len() > MOST_CONDITIONS {
        return Err(Fault::value(format!(
            "The domain has more than {MOST_CONDITIONS} conditions."
        )));
    }
    if flavour < Flavour::V19 {
        check_balance(domain, tokens)?;
        // The first condition that is none is the one that is spoken of.
        tokens
            .iter()
            .filter(|token| !is_sign(token))
            .try_for_each(|token| leaf(flavour, token).map(drop))?;
    }
    let mut done: Vec<(Node, usize)> = Vec::new();
    for token in tokens.iter().rev() {
        let node = match token.as_str() {
            Some("!") => {
                let (node, depth) = done.pop().ok_or_else(|| unbalanced(domain))?;
                match node {
                    Node::Not(inner) => (*inner, depth - 1),
                    node => (negated(flavour, node), depth + 1),
                }
            }
            Some(sign @ ("&" | "|")) => {
                let (Some(left), Some(right)) = (done.pop(), done.pop()) else {
                    return Err(unbalanced(domain));
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

fn is_sign(token: &Value) -> bool {
    matches!(token.as_str(), Some("&" | "|" | "!"))
}

/// Counts operands as 17 and 18 do before they look at any.
fn check_balance(domain: &Value, tokens: &[Value]) -> Result<(), Fault> {
    let mut expected = 1;
    for token in tokens {
        if expected == 0 {
            expected = 1;
        }
        expected += match token {
            Value::Object(_) => return Err(Fault::type_error("unhashable type: 'dict'")),
            Value::String(sign) if sign == "!" => 0,
            Value::String(sign) if sign == "&" || sign == "|" => 1,
            _ => -1,
        };
    }
    if expected == 0 || tokens.is_empty() {
        return Ok(());
    }
    Err(Fault::value(format!(
        "Domain {} is syntactically not correct.",
        python::repr(domain)
    )))
}

/// Denies a node. Up to 18 a denial is pushed into the conditions (`not <` becomes `>=`, which no
/// record without a value meets), but not into those on other records; from 19 on it denies the
/// outcome.
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
            Some(operator) if !leaf.field.contains('.') => Node::Leaf(Leaf { operator, ..leaf }),
            _ => Node::Not(Box::new(Node::Leaf(leaf))),
        },
    }
}

fn leaf(flavour: Flavour, token: &Value) -> Result<Node, Fault> {
    let letters;
    let parts = match token {
        Value::Array(parts) if parts.len() == 3 => parts.as_slice(),
        // Python takes a text of three letters apart.
        Value::String(text) if flavour < Flavour::V19 && text.chars().count() == 3 => {
            letters = text
                .chars()
                .map(|char| char.to_string().into())
                .collect::<Vec<Value>>();
            return match letters.as_slice() {
                [Value::String(field), ..] => Ok(Node::Leaf(Leaf {
                    field: field.clone(),
                    operator: Operator::Equal,
                    value: letters[2].clone(),
                })),
                _ => Err(no_condition(flavour, token)),
            };
        }
        _ => return Err(no_condition(flavour, token)),
    };
    let [field, operator, value] = parts else {
        return Err(no_condition(flavour, token));
    };
    let quoted = || python::tuple(parts);
    let constant = match (field.as_i64(), operator.as_str(), value.as_i64()) {
        (Some(1), Some("="), Some(1)) => Some(Node::True),
        (Some(0), Some("="), Some(1)) => Some(Node::False),
        _ => None,
    };
    if let Some(constant) = constant {
        return Ok(constant);
    }
    let Some(name) = operator.as_str() else {
        return Err(match flavour {
            Flavour::V17 | Flavour::V18 => Fault::value(format!("Invalid leaf {}", quoted())),
            _ => Fault::new(
                "builtins.AttributeError",
                format!(
                    "'{}' object has no attribute 'lower'",
                    python::class(operator)
                ),
            ),
        });
    };
    let Some(operator) = Operator::of(flavour, name) else {
        return Err(Fault::value(match flavour {
            Flavour::V17 | Flavour::V18 => format!("Invalid leaf {}", quoted()),
            _ => format!("Invalid operator in condition {}", quoted()),
        }));
    };
    match field {
        Value::String(field) if !field.is_empty() || flavour < Flavour::V19 => {
            Ok(Node::Leaf(Leaf {
                field: field.clone(),
                operator,
                value: value.clone(),
            }))
        }
        Value::String(_) => Err(Fault::type_error(format!(
            "Empty field name in condition {}",
            quoted()
        ))),
        other if flavour < Flavour::V19 => Err(Fault::new(
            "builtins.AttributeError",
            format!("'{}' object has no attribute 'split'", python::class(other)),
        )),
        _ => Err(Fault::type_error(format!(
            "Domain() invalid arguments: {}",
            quoted()
        ))),
    }
}

/// What Python says when it takes for a condition what has not three parts.
fn no_condition(flavour: Flavour, token: &Value) -> Fault {
    if flavour >= Flavour::V19 {
        return Fault::value(format!(
            "Domain() invalid item in domain: {}",
            python::repr(token)
        ));
    }
    let unpack = |length: usize| {
        Fault::value(match length {
            0..3 => format!("not enough values to unpack (expected 3, got {length})"),
            _ => "too many values to unpack (expected 3)".to_owned(),
        })
    };
    match token {
        Value::Array(parts) if parts.len() < 2 => {
            Fault::new("builtins.IndexError", "tuple index out of range")
        }
        Value::Array(parts) => unpack(parts.len()),
        Value::String(text) => unpack(text.chars().count()),
        other => Fault::type_error(format!(
            "'{}' object is not subscriptable",
            python::class(other)
        )),
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

fn unbalanced(domain: &Value) -> Fault {
    Fault::value(format!(
        "Domain() malformed domain {}",
        python::repr(domain)
    ))
}
