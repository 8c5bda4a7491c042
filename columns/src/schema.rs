//! Which fields are read, and what kind of values they have.

/// A field to read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// Its name, the key in the records.
    pub name: String,
    /// Its kind.
    pub kind: Kind,
}

/// How the values of a field are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Numbers that are expected to be 32-bit integers; any number will do.
    Integer,
    /// Numbers.
    Float,
    /// `true` and `false`.
    Boolean,
    /// Texts, of which a few may be all there are.
    Text,
    /// Texts, of which there are a few.
    Selection,
    /// Texts, of which there are some hundreds in a year.
    Date,
    /// Texts in base64, which bytes are made of.
    Binary,
    /// `[id, "Name"]`, or a bare id.
    Many2one,
    /// Lists of ids.
    X2many,
    /// Values of any kind.
    Json,
}

impl Kind {
    /// Every kind, by its number at the boundary.
    pub const ALL: [Self; 10] = [
        Self::Integer,
        Self::Float,
        Self::Boolean,
        Self::Text,
        Self::Selection,
        Self::Date,
        Self::Binary,
        Self::Many2one,
        Self::X2many,
        Self::Json,
    ];

    /// The kind of a field's type, as Odoo's `fields_get` names it. A type that is not known may
    /// have values of any kind.
    pub fn of(odoo_type: &str) -> Self {
        match odoo_type {
            "integer" | "many2one_reference" => Self::Integer,
            "float" | "monetary" => Self::Float,
            "boolean" => Self::Boolean,
            "char" | "text" | "html" | "datetime" | "reference" => Self::Text,
            "selection" => Self::Selection,
            "date" => Self::Date,
            "binary" => Self::Binary,
            "many2one" => Self::Many2one,
            "one2many" | "many2many" => Self::X2many,
            _ => Self::Json,
        }
    }

    /// What a value of that kind is called.
    pub(crate) fn value(self) -> &'static str {
        match self {
            Self::Integer | Self::Float => "a number",
            Self::Boolean => "true or false",
            Self::Text | Self::Selection | Self::Date => "a text",
            Self::Binary => "a text in base64",
            Self::Many2one => "[id, \"name\"]",
            Self::X2many => "a list of ids",
            Self::Json => "a value",
        }
    }
}
