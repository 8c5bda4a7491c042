//! A schema: models and their fields, as `fields_get` describes them, kept in a file of JSON.

use std::collections::BTreeMap;

use serde_json::{Map, Value};

use crate::kind::Kind;
use crate::method::Method;
use crate::{Fault, pattern};

/// The number of the file's format; one that is higher comes from a later version of the package.
const FORMAT: u64 = 1;

/// The models of a database.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Schema {
    /// The series of the server, such as `19.0`; empty where it is not known.
    pub series: String,
    /// The models, by their technical names.
    pub models: BTreeMap<String, Model>,
}

/// A model.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Model {
    /// What people call it; empty where that is not known.
    pub description: String,
    /// Its fields, by name.
    pub fields: BTreeMap<String, Field>,
    /// Its methods, by name, where the server describes them.
    pub methods: BTreeMap<String, Method>,
}

/// A field.
#[derive(Clone, Debug, PartialEq)]
pub struct Field {
    /// What it holds.
    pub kind: Kind,
    /// Odoo's own name of the kind.
    pub odoo_type: String,
    /// The label.
    pub label: String,
    /// The text that explains it.
    pub help: String,
    /// Whether Odoo stores no record without a value.
    pub required: bool,
    /// Whether forms show it without letting anyone change it.
    pub readonly: bool,
    /// Whether the database has a column for it.
    pub stored: bool,
    /// Whether domains may speak of it.
    pub searchable: bool,
    /// Whether records can be sorted by it.
    pub sortable: bool,
    /// The model it links to.
    pub relation: String,
    /// Keys and labels to choose from; of a reference, models.
    pub selection: Vec<(Value, String)>,
    /// The field that names the currency of an amount.
    pub currency_field: String,
    /// Whether each company has a value of its own.
    pub company_dependent: bool,
}

impl Schema {
    /// Reads a schema from the text of its file, or from what `fields_get` answers by model name.
    ///
    /// # Errors
    /// The text is not JSON, is not of a schema, or comes from a later version.
    pub fn read(text: &str) -> Result<Self, Fault> {
        let value = serde_json::from_str(text)
            .map_err(|error| Fault::new(format!("The schema is not JSON: {error}.")))?;
        Self::from_value(&value)
    }

    /// Reads a schema from JSON.
    ///
    /// # Errors
    /// It is not of a schema, or comes from a later version.
    pub fn from_value(value: &Value) -> Result<Self, Fault> {
        let all = value.as_object().ok_or_else(|| {
            Fault::new("The schema is not an object of models. Read it from the server again.")
        })?;
        if let Some(format) = all.get("format").and_then(Value::as_u64)
            && format > FORMAT
        {
            return Err(Fault::new(format!(
                "The schema has format {format}, and this version reads format {FORMAT}. Update odoo-client-wasm."
            )));
        }
        let listed = match all.get("models").and_then(Value::as_object) {
            Some(models) => models,
            None => all,
        };
        let mut models = BTreeMap::new();
        for (name, model) in listed {
            if name.is_empty()
                || std::ptr::eq(listed, all) && matches!(name.as_str(), "format" | "series")
            {
                continue;
            }
            models.insert(name.clone(), Model::read(name, model)?);
        }
        let version = [text(all, "series"), text(all, "version")].concat();
        let is_part = |char: &char| char.is_ascii_alphanumeric() || matches!(char, '.' | '~' | '-');
        let version: String = version.chars().take_while(is_part).collect();
        // Of `19.0-20260101` the series alone.
        let mut after = version
            .char_indices()
            .skip_while(|(_, char)| !char.is_ascii_digit());
        let end = after.find(|(_, char)| !char.is_ascii_digit() && *char != '.');
        Ok(Self {
            series: version[..end.map_or(version.len(), |(at, _)| at)].replace('~', "-"),
            models,
        })
    }

    /// Keeps the models that a list of patterns names, such as `sale.*,res.partner`.
    ///
    /// # Errors
    /// A pattern names no model.
    pub fn select(&mut self, patterns: &str) -> Result<(), Fault> {
        let patterns = pattern::list(patterns);
        for one in &patterns {
            if !self.models.keys().any(|name| pattern::matches(one, name)) {
                return Err(Fault::new(format!(
                    "No model that the user may read matches \"{one}\". Check the name, and the user's access rights."
                )));
            }
        }
        let named = |name: &str| patterns.iter().any(|one| pattern::matches(one, name));
        self.models
            .retain(|name, _| patterns.is_empty() || named(name));
        Ok(())
    }

    /// Finds a field of a model.
    pub fn field(&self, model: &str, field: &str) -> Option<&Field> {
        self.models.get(model)?.fields.get(field)
    }
}

impl Model {
    fn read(name: &str, value: &Value) -> Result<Self, Fault> {
        let malformed = || {
            Fault::new(format!(
                "The schema of {name} is not an object of fields. Read it from the server again."
            ))
        };
        let all = value.as_object().ok_or_else(malformed)?;
        // A field called `fields` has a type; the member of the file has none.
        let nested = all.get("fields").and_then(Value::as_object);
        let nested = nested.filter(|fields| !fields.get("type").is_some_and(Value::is_string));
        let (listed, own) = match nested {
            Some(fields) => (fields, true),
            None => (all, false),
        };
        let mut fields = BTreeMap::new();
        for (field, description) in listed {
            let description = description.as_object().ok_or_else(malformed)?;
            fields.insert(field.clone(), Field::read(description));
        }
        // Every record has an id, whatever was asked for.
        fields.entry("id".to_owned()).or_insert_with(|| {
            let described = [("type", "integer".into()), ("readonly", true.into())];
            Field::read(
                &described
                    .map(|(name, value)| (name.to_owned(), value))
                    .into_iter()
                    .collect(),
            )
        });
        // The command line's `schema` calls it the name.
        let described = match own {
            true if all.contains_key("description") => text(all, "description"),
            true => text(all, "name"),
            false => String::new(),
        };
        let methods = all
            .get("methods")
            .filter(|_| own)
            .and_then(Value::as_object);
        let methods = methods.into_iter().flatten();
        Ok(Self {
            description: described,
            fields,
            methods: methods
                .map(|(name, method)| (name.clone(), Method::read(method)))
                .collect(),
        })
    }
}

impl Field {
    /// Reads what `fields_get` says of a field. What it leaves out is as it is for most fields.
    pub fn read(described: &Map<String, Value>) -> Self {
        let flag = |name: &str, usual: bool| {
            described
                .get(name)
                .and_then(Value::as_bool)
                .unwrap_or(usual)
        };
        let odoo_type = text(described, "type");
        let pairs = described.get("selection").and_then(Value::as_array);
        let pairs = pairs.into_iter().flatten().filter_map(|pair| {
            let key = pair.get(0)?.clone();
            let label = pair.get(1).and_then(Value::as_str).unwrap_or_default();
            Some((key, label.to_owned()))
        });
        Self {
            kind: Kind::of(&odoo_type),
            label: text(described, "string"),
            help: text(described, "help"),
            required: flag("required", false),
            readonly: flag("readonly", false),
            stored: flag("store", true),
            searchable: flag("searchable", true),
            sortable: flag("sortable", true),
            relation: text(described, "relation"),
            selection: pairs.collect(),
            currency_field: text(described, "currency_field"),
            company_dependent: flag("company_dependent", false),
            odoo_type,
        }
    }

    /// Whether a record that was read has a value for certain: it is required, and the database
    /// itself keeps it. What is computed or kept for each company may be empty although it is
    /// required.
    pub fn is_filled(&self) -> bool {
        self.required && self.stored && !self.company_dependent
    }
}

/// A member that is text; Odoo writes `false` where it has none.
fn text(described: &Map<String, Value>, name: &str) -> String {
    let found = described.get(name).and_then(Value::as_str);
    found.unwrap_or_default().to_owned()
}
