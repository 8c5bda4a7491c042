//! Kinds of fields: one table of what each is called, in Odoo and in TypeScript.

/// What a field holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A line of text.
    Char,
    /// Text of several lines.
    Text,
    /// Text with marks of HTML.
    Html,
    /// A whole number.
    Integer,
    /// A decimal number.
    Float,
    /// An amount of money.
    Monetary,
    /// True or false.
    Boolean,
    /// A day.
    Date,
    /// A moment, in UTC.
    Datetime,
    /// Bytes, in base64.
    Binary,
    /// One of a list of keys.
    Selection,
    /// A link to one record.
    Many2one,
    /// Links to the records that link here.
    One2many,
    /// Links to several records.
    Many2many,
    /// A link to one record of one of several models.
    Reference,
    /// The id of a record whose model another field names.
    Many2oneReference,
    /// Properties, whose definitions a parent record has.
    Properties,
    /// Definitions of properties.
    PropertiesDefinition,
    /// Any JSON.
    Json,
    /// A type this table does not know.
    Unknown,
}

impl Kind {
    /// Odoo's name and TypeScript's, of every kind.
    pub const ALL: [(&'static str, &'static str, Self); 20] = [
        ("char", "Char", Self::Char),
        ("text", "Text", Self::Text),
        ("html", "Html", Self::Html),
        ("integer", "Integer", Self::Integer),
        ("float", "Float", Self::Float),
        ("monetary", "Monetary", Self::Monetary),
        ("boolean", "Boolean", Self::Boolean),
        ("date", "Date", Self::Date),
        ("datetime", "Datetime", Self::Datetime),
        ("binary", "Binary", Self::Binary),
        ("selection", "Selection", Self::Selection),
        ("many2one", "Many2one", Self::Many2one),
        ("one2many", "One2many", Self::One2many),
        ("many2many", "Many2many", Self::Many2many),
        ("reference", "Reference", Self::Reference),
        (
            "many2one_reference",
            "Many2oneReference",
            Self::Many2oneReference,
        ),
        ("properties", "Properties", Self::Properties),
        (
            "properties_definition",
            "PropertiesDefinition",
            Self::PropertiesDefinition,
        ),
        ("json", "Json", Self::Json),
        ("", "Unknown", Self::Unknown),
    ];

    /// Finds the kind by Odoo's name.
    pub fn of(name: &str) -> Self {
        let found = Self::ALL.iter().find(|(odoo, ..)| *odoo == name);
        found.map_or(Self::Unknown, |(.., kind)| *kind)
    }

    /// The name of the type that describes it in TypeScript.
    pub fn declared(self) -> &'static str {
        let found = Self::ALL.iter().find(|(.., kind)| *kind == self);
        found.map_or("Unknown", |(_, declared, _)| declared)
    }

    /// Whether the field holds links to records of one model.
    pub const fn is_relational(self) -> bool {
        matches!(self, Self::Many2one | Self::One2many | Self::Many2many)
    }

    /// Whether the field holds any number of links.
    pub const fn is_x2many(self) -> bool {
        matches!(self, Self::One2many | Self::Many2many)
    }

    /// Whether the field holds text.
    pub const fn is_text(self) -> bool {
        matches!(self, Self::Char | Self::Text | Self::Html)
    }

    /// Whether the field holds a number.
    pub const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Float | Self::Monetary)
    }

    /// Whether records can be sorted by such a field at all.
    pub const fn is_ordered(self) -> bool {
        !self.is_x2many()
            && !matches!(
                self,
                Self::Binary | Self::Properties | Self::PropertiesDefinition | Self::Json
            )
    }

    /// Whether `read` gives `false` for it when it is empty. Numbers are 0 then, and lists have no
    /// items.
    pub const fn can_be_false(self) -> bool {
        !self.is_x2many()
            && !self.is_number()
            && !matches!(self, Self::Boolean | Self::Json | Self::Unknown)
    }
}
