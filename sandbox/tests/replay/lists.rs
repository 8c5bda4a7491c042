//! The two lists of exceptions, each entry with its reason.

use std::collections::BTreeSet;
use std::path::PathBuf;

use odoo_sandbox::Flavour;
use serde::Deserialize;

/// A recording, or several, and why they are treated differently.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The recording's name; a `*` at the end stands for any rest.
    name: String,
    /// The versions; all if there are none.
    #[serde(default)]
    versions: Vec<String>,
    /// Where values need not be equal, such as `result[].id`; everywhere if there are none. Only in
    /// `loose.json`.
    #[serde(default)]
    paths: Vec<String>,
    reason: String,
}

/// Both lists.
#[derive(Debug)]
pub(crate) struct Lists {
    excluded: Vec<Entry>,
    loose: Vec<Entry>,
}

impl Lists {
    pub(crate) fn load() -> Self {
        let lists = Self {
            excluded: load("excluded.json"),
            loose: load("loose.json"),
        };
        for entry in lists.excluded.iter().chain(&lists.loose) {
            assert!(entry.reason.len() > 20, "{}: say why", entry.name);
        }
        for entry in &lists.excluded {
            assert!(
                !entry.name.contains('*'),
                "{}: one recording an entry",
                entry.name
            );
        }
        lists
    }

    /// Finds the entry that leaves a recording out.
    pub(crate) fn exclusion(&self, flavour: Flavour, name: &str) -> Option<String> {
        let entry = self
            .excluded
            .iter()
            .find(|entry| entry.means(flavour, name))?;
        Some(entry.label("excluded.json"))
    }

    /// Lists where a recording's values need not be equal, with the entries that say so.
    pub(crate) fn loose_paths(&self, flavour: Flavour, name: &str) -> Vec<(String, String)> {
        let entries = self.loose.iter().filter(|entry| entry.means(flavour, name));
        entries
            .flat_map(|entry| {
                let everywhere = entry.paths.is_empty().then(|| String::from("*"));
                let paths = entry.paths.iter().cloned().chain(everywhere);
                paths.map(|path| (entry.label("loose.json"), path))
            })
            .collect()
    }

    /// Lists entries that no recording needed.
    pub(crate) fn unused(&self, used: &BTreeSet<String>) -> Vec<String> {
        let excluded = self
            .excluded
            .iter()
            .map(|entry| entry.label("excluded.json"));
        let loose = self.loose.iter().map(|entry| entry.label("loose.json"));
        excluded
            .chain(loose)
            .filter(|label| !used.contains(label))
            .collect()
    }
}

impl Entry {
    fn means(&self, flavour: Flavour, name: &str) -> bool {
        let named = match self.name.strip_suffix('*') {
            Some(beginning) => name.starts_with(beginning),
            None => name == self.name,
        };
        named && (self.versions.is_empty() || self.versions.contains(&flavour.to_string()))
    }

    fn label(&self, list: &str) -> String {
        format!("{:?} ({}) in {list}", self.name, self.versions.join(", "))
    }
}

fn load(name: &str) -> Vec<Entry> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("tests/replay")
        .join(name);
    let text = std::fs::read_to_string(&path).expect("the list is there");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{name}: {error}"))
}
