//! Values as rows and records have them: JSON.

/// A value.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Value>),
    /// An object: its members in their order.
    Object(Vec<(String, Value)>),
}

impl Value {
    /// Whether Odoo takes it for nothing: `false`, `null` or an empty text.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Null | Self::Bool(false) => true,
            Self::Text(text) => text.is_empty(),
            _ => false,
        }
    }

    /// Whether JavaScript takes it for true.
    pub fn is_truthy(&self) -> bool {
        match self {
            Self::Number(number) => *number != 0.0 && !number.is_nan(),
            _ => !self.is_empty(),
        }
    }

    /// The text that it is.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The list that it is.
    pub fn as_list(&self) -> Option<&[Self]> {
        match self {
            Self::List(list) => Some(list),
            _ => None,
        }
    }

    /// The id of a record that it is.
    pub fn as_id(&self) -> Option<u64> {
        match self {
            Self::Number(number) => crate::job::id_of(*number),
            _ => None,
        }
    }

    /// A member of the object that it is.
    pub fn get(&self, name: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => members
                .iter()
                .find(|(own, _)| own == name)
                .map(|(_, value)| value),
            _ => None,
        }
    }

    /// Whether it says the same as another one, whatever the order of members.
    pub fn is_same_as(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(some), Self::List(others)) => {
                some.len() == others.len()
                    && some
                        .iter()
                        .zip(others)
                        .all(|(one, other)| one.is_same_as(other))
            }
            (Self::Object(some), Self::Object(others)) => {
                some.len() == others.len()
                    && some.iter().all(|(name, one)| {
                        other.get(name).is_some_and(|other| one.is_same_as(other))
                    })
            }
            _ => self == other,
        }
    }
}

#[cfg(test)]
impl From<serde_json::Value> for Value {
    fn from(value: serde_json::Value) -> Self {
        use serde_json::Value as Json;
        match value {
            Json::Null => Self::Null,
            Json::Bool(value) => Self::Bool(value),
            Json::Number(number) => Self::Number(number.as_f64().unwrap_or(f64::NAN)),
            Json::String(text) => Self::Text(text),
            Json::Array(list) => Self::List(list.into_iter().map(Self::from).collect()),
            Json::Object(members) => Self::Object(
                members
                    .into_iter()
                    .map(|(name, value)| (name, Self::from(value)))
                    .collect(),
            ),
        }
    }
}
