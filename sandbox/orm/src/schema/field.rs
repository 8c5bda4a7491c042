//! Fields: how they are declared, and where their values come from.

use serde::Deserialize;
use serde_json::Value;

use crate::compute::Compute;
use crate::store::Storage;

/// A field's type, in Odoo's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FieldType {
    Boolean,
    Integer,
    Float,
    Monetary,
    Char,
    Text,
    Html,
    Date,
    Datetime,
    Binary,
    Selection,
    Many2one,
    One2many,
    Many2many,
    Reference,
    Many2oneReference,
    Properties,
    PropertiesDefinition,
    Json,
}

impl FieldType {
    /// The name `fields_get` gives it.
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Float => "float",
            Self::Monetary => "monetary",
            Self::Char => "char",
            Self::Text => "text",
            Self::Html => "html",
            Self::Date => "date",
            Self::Datetime => "datetime",
            Self::Binary => "binary",
            Self::Selection => "selection",
            Self::Many2one => "many2one",
            Self::One2many => "one2many",
            Self::Many2many => "many2many",
            Self::Reference => "reference",
            Self::Many2oneReference => "many2one_reference",
            Self::Properties => "properties",
            Self::PropertiesDefinition => "properties_definition",
            Self::Json => "json",
        }
    }

    pub(crate) const fn storage(self) -> Storage {
        match self {
            Self::Boolean => Storage::Bool,
            Self::Integer | Self::Many2one | Self::Date | Self::Many2oneReference => Storage::Int,
            Self::Datetime => Storage::Long,
            Self::Float | Self::Monetary => Storage::Float,
            Self::Char
            | Self::Text
            | Self::Html
            | Self::Binary
            | Self::Selection
            | Self::Reference => Storage::Text,
            Self::One2many
            | Self::Many2many
            | Self::Properties
            | Self::PropertiesDefinition
            | Self::Json => Storage::Json,
        }
    }

    pub(crate) const fn is_x2many(self) -> bool {
        matches!(self, Self::One2many | Self::Many2many)
    }

    pub(crate) const fn is_relational(self) -> bool {
        matches!(self, Self::Many2one | Self::One2many | Self::Many2many)
    }

    pub(crate) const fn is_number(self) -> bool {
        matches!(self, Self::Integer | Self::Float | Self::Monetary)
    }

    pub(crate) const fn is_text(self) -> bool {
        matches!(self, Self::Char | Self::Text | Self::Html)
    }
}

/// A field as a module file declares it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct FieldFile {
    #[serde(rename = "type")]
    pub(crate) kind: FieldType,
    pub(crate) string: Option<String>,
    pub(crate) help: Option<String>,
    #[serde(default)]
    pub(crate) required: bool,
    pub(crate) readonly: Option<bool>,
    #[serde(default)]
    pub(crate) index: bool,
    pub(crate) copy: Option<bool>,
    #[serde(default)]
    pub(crate) translate: bool,
    pub(crate) default: Option<Value>,
    #[serde(default)]
    pub(crate) selection: Vec<(String, String)>,
    pub(crate) relation: Option<String>,
    pub(crate) inverse: Option<String>,
    pub(crate) table: Option<String>,
    pub(crate) column: Option<String>,
    #[serde(default)]
    pub(crate) reversed: bool,
    pub(crate) ondelete: Option<String>,
    pub(crate) compute: Option<String>,
    pub(crate) related: Option<String>,
    #[serde(default)]
    pub(crate) depends: Vec<String>,
    pub(crate) store: Option<bool>,
    #[serde(default)]
    pub(crate) groups: Vec<String>,
    pub(crate) size: Option<usize>,
    pub(crate) digits: Option<(u8, u8)>,
    pub(crate) currency_field: Option<String>,
    pub(crate) definition: Option<String>,
    pub(crate) aggregator: Option<String>,
    #[serde(default)]
    pub(crate) sanitize: Option<bool>,
    #[serde(default)]
    pub(crate) modules: Vec<String>,
    /// What `fields_get` says where it does not follow from the rest.
    pub(crate) searchable: Option<bool>,
    pub(crate) sortable: Option<bool>,
    pub(crate) groupable: Option<bool>,
}

/// Where a field's value comes from.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// The record's own id.
    Id,
    /// A column of the model's table.
    Slot(usize),
    /// Another record's field, by way of many2one fields.
    Related(Vec<String>),
    /// A function of other fields, worked out when asked for.
    Compute(Compute),
    /// The records of another model whose many2one (or `res_id` with `res_model`) points here.
    One2many {
        slot: usize,
        model_slot: Option<usize>,
    },
    /// A relation, read from its left or, reversed, from its right.
    Many2many { relation: usize, reversed: bool },
}

/// A field of a model, resolved.
#[derive(Clone, Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) kind: FieldType,
    pub(crate) string: String,
    pub(crate) help: Option<String>,
    pub(crate) required: bool,
    pub(crate) readonly: bool,
    /// Whether Odoo stores it, which need not be how the sandbox comes by it.
    pub(crate) store: bool,
    pub(crate) copy: bool,
    pub(crate) translate: bool,
    pub(crate) sanitize: bool,
    pub(crate) default: Option<Value>,
    pub(crate) selection: Vec<(String, String)>,
    /// The other model of a relational field: its name and its place in the registry.
    pub(crate) relation: Option<(String, usize)>,
    /// The other side of a one2many.
    pub(crate) inverse: Option<String>,
    /// Of a many2many: the relation's table, and its column for the other side, as messages name
    /// them.
    pub(crate) link: Option<(String, String)>,
    pub(crate) ondelete: OnDelete,
    pub(crate) groups: Vec<String>,
    pub(crate) size: Option<usize>,
    pub(crate) digits: Option<(u8, u8)>,
    pub(crate) currency_field: Option<String>,
    /// `container.definition` of a properties field.
    pub(crate) definition: Option<(String, String)>,
    pub(crate) aggregator: Option<String>,
    pub(crate) modules: Vec<String>,
    /// What `fields_get` says where it does not follow from the rest.
    pub(crate) searchable: Option<bool>,
    pub(crate) sortable: Option<bool>,
    pub(crate) groupable: Option<bool>,
    /// Whether the field of the model that this one inherits it from is required.
    pub(crate) required_there: bool,
    pub(crate) source: Source,
    /// What fills the column, when the column is computed.
    pub(crate) recompute: Option<Compute>,
    /// The paths of the fields it is computed from.
    pub(crate) depends: Vec<String>,
}

/// What becomes of a many2one when the record it points to is deleted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum OnDelete {
    SetNull,
    Restrict,
    Cascade,
}

impl Field {
    /// The column that holds the value, if one does.
    #[inline]
    pub(crate) fn slot(&self) -> Option<usize> {
        match self.source {
            Source::Slot(slot) => Some(slot),
            _ => None,
        }
    }

    /// The registry's index of the other model, if there is one.
    #[inline]
    pub(crate) fn comodel(&self) -> Option<usize> {
        self.relation.as_ref().map(|(_, index)| *index)
    }

    /// Whether values given for it can be kept: in a column, a relation, or a related record.
    pub(crate) fn is_writable(&self) -> bool {
        !matches!(self.source, Source::Id | Source::Compute(_))
    }
}
