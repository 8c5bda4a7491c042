//! Models, resolved: their fields by name and place, and the rules their records keep.

use std::collections::HashMap;

use serde::Deserialize;
use serde_json::Value;

use super::field::Field;

/// What one does to records, as access rights name it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Operation {
    Read,
    Write,
    Create,
    Unlink,
}

impl Operation {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Read => "read",
            Self::Write => "write",
            Self::Create => "create",
            Self::Unlink => "unlink",
        }
    }

    pub(crate) fn from_name(name: &str) -> Option<Self> {
        [Self::Read, Self::Write, Self::Create, Self::Unlink]
            .into_iter()
            .find(|operation| operation.name() == name)
    }

    /// The letter module files use.
    pub(crate) const fn letter(self) -> char {
        match self {
            Self::Read => 'r',
            Self::Write => 'w',
            Self::Create => 'c',
            Self::Unlink => 'd',
        }
    }
}

/// A constraint as a module file declares it: exactly one of the four kinds, and what is said when
/// it is broken.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ConstraintFile {
    /// Fields whose values together are unique.
    pub(crate) unique: Option<Vec<String>>,
    /// A domain every record is in, checked by the database.
    pub(crate) check: Option<Value>,
    /// A domain every record is in, checked by the model.
    pub(crate) validate: Option<Value>,
    /// A many2one that makes no circles.
    pub(crate) no_recursion: Option<String>,
    pub(crate) message: String,
}

#[derive(Clone, Debug)]
pub(crate) enum ConstraintKind {
    Unique(Vec<String>),
    Check(Value),
    Validate(Value),
    NoRecursion(String),
}

/// A rule that records keep, and what is said when it is broken.
#[derive(Clone, Debug)]
pub(crate) struct Constraint {
    pub(crate) kind: ConstraintKind,
    pub(crate) message: String,
}

/// A record rule as a module file declares it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct RuleFile {
    #[serde(rename = "name")]
    _name: String,
    #[serde(default)]
    pub(crate) groups: Vec<String>,
    pub(crate) domain: Value,
    #[serde(default = "every_operation")]
    pub(crate) operations: String,
}

fn every_operation() -> String {
    "rwcd".to_owned()
}

/// A record rule: which records the operation may touch. Global without groups.
#[derive(Clone, Debug)]
pub(crate) struct Rule {
    pub(crate) groups: Vec<String>,
    /// May hold `$user.id`, `$user.partner_id`, `$user.commercial_partner_id`, `$company_id` and
    /// `$company_ids` as values.
    pub(crate) domain: Value,
    pub(crate) operations: String,
}

/// Says which stored computed field to work out again when a field changes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Trigger {
    /// The field that changed (its place in this model).
    pub(crate) field: usize,
    /// The many2one fields that lead from the records to refresh to the changed one, nearest to the
    /// latter first: model, field.
    pub(crate) path: Vec<(usize, usize)>,
    /// The field to work out: model, field.
    pub(crate) target: (usize, usize),
}

/// A model, resolved.
#[derive(Clone, Debug)]
pub(crate) struct Model {
    pub(crate) name: String,
    /// Its place in the registry, which is its table's place too.
    pub(crate) index: usize,
    pub(crate) description: String,
    pub(crate) info: String,
    pub(crate) order: String,
    pub(crate) rec_name: Option<String>,
    pub(crate) name_search: Vec<String>,
    pub(crate) parent_name: String,
    pub(crate) inherits: Vec<(String, String)>,
    pub(crate) mixins: Vec<String>,
    pub(crate) transient: bool,
    pub(crate) modules: Vec<String>,
    pub(crate) fields: Vec<Field>,
    pub(crate) by_name: HashMap<String, usize>,
    pub(crate) constraints: Vec<Constraint>,
    /// Groups (`None`: everyone) and letters of `rwcd`.
    pub(crate) access: Vec<(Option<String>, String)>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) triggers: Vec<Trigger>,
}

impl Model {
    /// Finds a field by name.
    #[inline]
    pub(crate) fn field(&self, name: &str) -> Option<&Field> {
        self.by_name.get(name).map(|place| &self.fields[*place])
    }

    /// The database table Odoo keeps the model in.
    pub(crate) fn table(&self) -> String {
        self.name.replace('.', "_")
    }

    /// Whether the model is, or inherits, `mixin`.
    pub(crate) fn has_mixin(&self, mixin: &str) -> bool {
        self.name == mixin || self.mixins.iter().any(|known| known == mixin)
    }
}
