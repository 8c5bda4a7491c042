//! Domains: read from JSON, normalised, written again, and evaluated on records as a search would
//! find them.

mod compare;
pub mod evaluate;
pub mod like;
mod links;
mod read;

pub use evaluate::{Series, evaluate};
pub use read::{normalize, read};

use serde_json::{Value, json};

/// A domain in Polish notation, read into a tree.
#[derive(Clone, Debug, PartialEq)]
pub enum Node {
    /// Every record.
    True,
    /// No record.
    False,
    /// All hold.
    And(Vec<Node>),
    /// One holds.
    Or(Vec<Node>),
    /// The inner one does not hold.
    Not(Box<Node>),
    /// A condition.
    Leaf(Leaf),
}

/// A condition: field, perhaps a path with dots, operator and value.
#[derive(Clone, Debug, PartialEq)]
pub struct Leaf {
    /// The field.
    pub field: String,
    /// The operator, as it is written.
    pub operator: String,
    /// The value it is compared with.
    pub value: Value,
}

impl Leaf {
    /// The same condition by another operator.
    fn with_operator(&self, operator: &str) -> Self {
        Self {
            operator: operator.to_owned(),
            ..self.clone()
        }
    }
}

impl Node {
    /// Joins nodes; those that are joined by the same sign already become one list, so that long
    /// chains are not deep.
    fn joined(and: bool, nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Vec::new();
        for node in nodes {
            match node {
                Self::And(more) if and => all.extend(more),
                Self::Or(more) if !and => all.extend(more),
                other => all.push(other),
            }
        }
        if and { Self::And(all) } else { Self::Or(all) }
    }

    /// Joins nodes that all hold; none of them is every record.
    pub fn all(nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut nodes: Vec<Self> = nodes.into_iter().collect();
        match (nodes.len(), nodes.pop()) {
            (_, None) => Self::True,
            (1, Some(only)) => only,
            (_, Some(last)) => Self::joined(true, nodes.into_iter().chain([last])),
        }
    }

    /// The list that says it, each sign written out.
    pub fn to_tokens(&self) -> Vec<Value> {
        let mut tokens = Vec::new();
        self.write(&mut tokens);
        tokens
    }

    fn write(&self, tokens: &mut Vec<Value>) {
        match self {
            Self::And(nodes) | Self::Or(nodes) => {
                let sign = if matches!(self, Self::And(_)) {
                    "&"
                } else {
                    "|"
                };
                tokens.extend(std::iter::repeat_n(
                    Value::from(sign),
                    nodes.len().saturating_sub(1),
                ));
                for node in nodes {
                    node.write(tokens);
                }
            }
            Self::Not(inner) => {
                tokens.push("!".into());
                inner.write(tokens);
            }
            Self::True => tokens.push(json!([1, "=", 1])),
            Self::False => tokens.push(json!([0, "=", 1])),
            Self::Leaf(leaf) => tokens.push(json!([leaf.field, leaf.operator, leaf.value])),
        }
    }
}
