//! Domains: read from JSON ([`parse`]), resolved against a model ([`compile`]), tested on records
//! ([`filter`]).

mod binary;
pub(crate) mod compile;
pub(crate) mod filter;
mod hierarchy;
mod parse;
pub(crate) mod part;
pub(crate) mod refusal;
mod relational;
mod values;

pub(crate) use parse::parse;

use serde_json::Value;

/// A domain in Polish notation, read into a tree.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Node {
    True,
    False,
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
    Leaf(Leaf),
}

/// A condition: field (perhaps a path with dots), operator, value.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Leaf {
    pub(crate) field: String,
    pub(crate) operator: Operator,
    pub(crate) value: Value,
}

impl Node {
    /// Joins conditions that all hold.
    pub(crate) fn and(nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut all = Vec::new();
        for node in nodes {
            match node {
                Self::True => {}
                Self::False => return Self::False,
                Self::And(more) => all.extend(more),
                other => all.push(other),
            }
        }
        match all.len() {
            0 => Self::True,
            1 => all.remove(0),
            _ => Self::And(all),
        }
    }

    /// Joins conditions of which one holds.
    pub(crate) fn or(nodes: impl IntoIterator<Item = Self>) -> Self {
        let mut any = Vec::new();
        for node in nodes {
            match node {
                Self::False => {}
                Self::True => return Self::True,
                Self::Or(more) => any.extend(more),
                other => any.push(other),
            }
        }
        match any.len() {
            0 => Self::False,
            1 => any.remove(0),
            _ => Self::Or(any),
        }
    }

    /// Makes a condition.
    pub(crate) fn leaf(field: &str, operator: Operator, value: impl Into<Value>) -> Self {
        Self::Leaf(Leaf {
            field: field.to_owned(),
            operator,
            value: value.into(),
        })
    }

    /// Tells whether a field is spoken of, outside the values.
    pub(crate) fn mentions(&self, field: &str) -> bool {
        match self {
            Self::True | Self::False => false,
            Self::And(nodes) | Self::Or(nodes) => nodes.iter().any(|node| node.mentions(field)),
            Self::Not(node) => node.mentions(field),
            Self::Leaf(leaf) => leaf.field == field,
        }
    }
}

/// What a condition asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operator {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
    /// `=?`: like `=`, but true when the value is not set.
    EqualIfSet,
    EqualLike,
    EqualIlike,
    NotEqualLike,
    NotEqualIlike,
    Like,
    Ilike,
    NotLike,
    NotIlike,
    In,
    NotIn,
    ChildOf,
    ParentOf,
    Any,
    NotAny,
    /// `access`, from 20.0 on: the user may do with the record what the value names.
    Access,
}

impl Operator {
    const NAMES: [(&'static str, Self); 22] = [
        ("=", Self::Equal),
        ("!=", Self::NotEqual),
        ("<", Self::Less),
        ("<=", Self::LessOrEqual),
        (">", Self::Greater),
        (">=", Self::GreaterOrEqual),
        ("=?", Self::EqualIfSet),
        ("=like", Self::EqualLike),
        ("=ilike", Self::EqualIlike),
        ("not =like", Self::NotEqualLike),
        ("not =ilike", Self::NotEqualIlike),
        ("like", Self::Like),
        ("ilike", Self::Ilike),
        ("not like", Self::NotLike),
        ("not ilike", Self::NotIlike),
        ("in", Self::In),
        ("not in", Self::NotIn),
        ("child_of", Self::ChildOf),
        ("parent_of", Self::ParentOf),
        ("any", Self::Any),
        ("not any", Self::NotAny),
        ("access", Self::Access),
    ];

    /// Finds an operator as a series knows it: up to 18 only as it is written, and neither `==` nor
    /// the denied `=like`.
    pub(crate) fn of(flavour: crate::Flavour, name: &str) -> Option<Self> {
        if flavour >= crate::Flavour::V19 {
            return Self::from_name(&name.to_lowercase())
                .filter(|operator| *operator != Self::Access || flavour >= crate::Flavour::V20);
        }
        Self::from_name(name).filter(|operator| {
            let later = [Self::NotEqualLike, Self::NotEqualIlike, Self::Access];
            name != "==" && !later.contains(operator)
        })
    }

    /// Finds an operator by the text a domain has for it.
    pub(crate) fn from_name(name: &str) -> Option<Self> {
        match name {
            "<>" => Some(Self::NotEqual),
            "==" => Some(Self::Equal),
            _ => Self::NAMES
                .iter()
                .find(|(known, _)| *known == name)
                .map(|(_, operator)| *operator),
        }
    }

    /// The text a domain has for it.
    pub(crate) fn name(self) -> &'static str {
        Self::NAMES
            .iter()
            .find(|(_, operator)| *operator == self)
            .map_or("=", |(name, _)| name)
    }

    /// The operator that holds where this one does not, as far as there is one.
    pub(crate) const fn opposite(self) -> Option<Self> {
        Some(match self {
            Self::Equal => Self::NotEqual,
            Self::NotEqual => Self::Equal,
            Self::Less => Self::GreaterOrEqual,
            Self::LessOrEqual => Self::Greater,
            Self::Greater => Self::LessOrEqual,
            Self::GreaterOrEqual => Self::Less,
            Self::EqualLike => Self::NotEqualLike,
            Self::EqualIlike => Self::NotEqualIlike,
            Self::NotEqualLike => Self::EqualLike,
            Self::NotEqualIlike => Self::EqualIlike,
            Self::Like => Self::NotLike,
            Self::Ilike => Self::NotIlike,
            Self::NotLike => Self::Like,
            Self::NotIlike => Self::Ilike,
            Self::In => Self::NotIn,
            Self::NotIn => Self::In,
            Self::Any => Self::NotAny,
            Self::NotAny => Self::Any,
            Self::EqualIfSet | Self::ChildOf | Self::ParentOf | Self::Access => return None,
        })
    }

    /// Whether it is the denial of its opposite: true also of records without a value.
    pub(crate) const fn is_negative(self) -> bool {
        matches!(
            self,
            Self::NotEqual
                | Self::NotEqualLike
                | Self::NotEqualIlike
                | Self::NotLike
                | Self::NotIlike
                | Self::NotIn
                | Self::NotAny
        )
    }

    /// Whether it asks for an order.
    pub(crate) const fn is_inequality(self) -> bool {
        matches!(
            self,
            Self::Less | Self::LessOrEqual | Self::Greater | Self::GreaterOrEqual
        )
    }

    /// Whether it matches a pattern.
    pub(crate) const fn is_like(self) -> bool {
        matches!(
            self,
            Self::Like
                | Self::Ilike
                | Self::NotLike
                | Self::NotIlike
                | Self::EqualLike
                | Self::EqualIlike
                | Self::NotEqualLike
                | Self::NotEqualIlike
        )
    }
}
