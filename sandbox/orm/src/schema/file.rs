//! Module files: TOML or JSON text that declares models and records, for one Odoo series or
//! several.
//!
//! A key may end in `@` and the series it is for: `"string@17-18"`, `"field@19+"`, `"order@17"`; it
//! then stands for the plain key. A table in a list may say the same by a member `odoo = "18+"`.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::field::FieldFile;
use super::model::{ConstraintFile, RuleFile};
use crate::{Flavour, LoadError};

/// What a module file says, for one series.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModuleFile {
    /// The module's technical name, which is also the prefix of its external ids.
    #[serde(default = "default_module")]
    pub(crate) module: String,
    /// Declarations by model name; models known from earlier files are extended.
    #[serde(default)]
    pub(crate) models: Map<String, Value>,
    /// Records, in the order they are to be created in.
    #[serde(default)]
    pub(crate) records: Records,
}

fn default_module() -> String {
    "sandbox".to_owned()
}

/// Records: a list of batches, or an object from model name to a list of records.
#[derive(Clone, Debug, Deserialize)]
#[serde(untagged)]
pub(crate) enum Records {
    Batches(Vec<Batch>),
    ByModel(Map<String, Value>),
}

impl Default for Records {
    fn default() -> Self {
        Self::Batches(Vec::new())
    }
}

/// Records of one model. Each row gives the values of `fields`; `values` is one record, or several,
/// by field name.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Batch {
    pub(crate) model: String,
    #[serde(default)]
    pub(crate) fields: Vec<String>,
    #[serde(default)]
    pub(crate) rows: Vec<Vec<Value>>,
    #[serde(default)]
    pub(crate) values: Vec<Map<String, Value>>,
    /// How often all of them are made; `{n}` in a text is then 1, 2, 3 …
    pub(crate) repeat: Option<u32>,
    /// Only in demo databases.
    #[serde(default)]
    pub(crate) sample: bool,
}

/// A model as a module file declares it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ModelFile {
    #[serde(default)]
    pub(crate) description: String,
    #[serde(default)]
    pub(crate) info: String,
    pub(crate) order: Option<String>,
    pub(crate) rec_name: Option<String>,
    /// Fields `name_search` looks in besides the record's name.
    #[serde(default)]
    pub(crate) name_search: Vec<String>,
    pub(crate) parent_name: Option<String>,
    /// Fields of another model that appear as this model's own, through a many2one:
    /// `{ "res.partner" = "partner_id" }`.
    #[serde(default)]
    pub(crate) inherits: Map<String, Value>,
    #[serde(default)]
    pub(crate) mixins: Vec<String>,
    /// A model without records of its own, there to be mixed in.
    #[serde(default, rename = "abstract")]
    _abstract: bool,
    #[serde(default)]
    pub(crate) transient: bool,
    #[serde(default)]
    pub(crate) fields: Map<String, Value>,
    #[serde(default)]
    pub(crate) constraints: Vec<ConstraintFile>,
    /// Letters of `rwcd` by group; `*` is everyone.
    pub(crate) access: Option<Map<String, Value>>,
    #[serde(default)]
    pub(crate) rules: Vec<RuleFile>,
    #[serde(default)]
    pub(crate) modules: Vec<String>,
}

/// Reads TOML or, when it begins with `{`, JSON.
pub(crate) fn read(text: &str) -> Result<Value, LoadError> {
    if text.trim_start().starts_with('{') {
        serde_json::from_str(text).map_err(|error| LoadError::new(format!("invalid JSON: {error}")))
    } else {
        toml::from_str(text).map_err(|error| LoadError::new(format!("invalid TOML: {error}")))
    }
}

/// Keeps what is meant for a series.
pub(crate) fn for_flavour(value: Value, flavour: Flavour) -> Value {
    match value {
        Value::Object(members) => {
            let mut kept = Map::new();
            let mut special = Vec::new();
            for (key, value) in members {
                match key.rsplit_once('@') {
                    Some((plain, range)) if is_range(range) => {
                        if includes(range, flavour) {
                            special.push((plain.to_owned(), for_flavour(value, flavour)));
                        }
                    }
                    _ => drop(kept.insert(key, for_flavour(value, flavour))),
                }
            }
            kept.extend(special);
            Value::Object(kept)
        }
        Value::Array(items) => items
            .into_iter()
            .filter_map(|mut item| {
                match item
                    .as_object_mut()
                    .and_then(|item| item.shift_remove("odoo"))
                {
                    Some(Value::String(range)) if !includes(&range, flavour) => None,
                    _ => Some(for_flavour(item, flavour)),
                }
            })
            .collect(),
        other => other,
    }
}

fn is_range(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'+' | b'.'))
}

fn includes(range: &str, flavour: Flavour) -> bool {
    // Without a minor number a bound means the major with all that comes between it and the next.
    let number = |text: &str, minor: u32| {
        let (major, minor) = match text.split_once('.') {
            Some((major, given)) => (major, given.parse().unwrap_or(0)),
            None => (text, minor),
        };
        (major.parse().unwrap_or(0), minor)
    };
    let (first, last) = if let Some(first) = range.strip_suffix('+') {
        (first, None)
    } else {
        let (first, last) = range.split_once('-').unwrap_or((range, range));
        (first, Some(number(last, u32::MAX)))
    };
    flavour.number() >= number(first, 0) && last.is_none_or(|last| flavour.number() <= last)
}

/// Reads one declaration, with its place in the message when it is wrong.
pub(crate) fn declaration<T: serde::de::DeserializeOwned>(
    what: &str,
    value: Value,
) -> Result<T, LoadError> {
    serde_json::from_value(value).map_err(|error| LoadError::new(format!("{what}: {error}")))
}

/// Reads one field's declaration.
pub(crate) fn field(model: &str, name: &str, value: Value) -> Result<FieldFile, LoadError> {
    declaration(&format!("field {model}.{name}"), value)
}
