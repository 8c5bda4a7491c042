//! The cases that are known to be answered otherwise.

use std::collections::BTreeMap;

use odoo_sandbox::Flavour;
use serde::Deserialize;

use crate::case::Case;

const LIST: &str = include_str!("known.json");

/// What `known.json` says of cases.
pub(crate) struct Known(BTreeMap<String, Entry>);

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    versions: Vec<u32>,
    why: String,
}

impl Known {
    pub(crate) fn load() -> Self {
        Self(serde_json::from_str(LIST).expect("known.json is a list of cases"))
    }

    /// Tells whether a version is known to be answered otherwise.
    pub(crate) fn lists(&self, case: &Case, flavour: Flavour) -> bool {
        self.0
            .get(&case.key())
            .is_some_and(|entry| entry.versions.contains(&flavour.major()))
    }

    /// Counts entries that mean no case, or give no reason.
    pub(crate) fn check(&self, cases: &[Case]) -> usize {
        let meaningless = self.0.iter().filter(|(key, entry)| {
            entry.why.is_empty() || !cases.iter().any(|case| case.key() == **key)
        });
        meaningless
            .inspect(|(key, _)| println!("known.json: {key} means no case, or gives no reason"))
            .count()
    }
}
