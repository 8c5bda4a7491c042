//! Cases, as the files in `data/` tell them.

use std::fmt;
use std::fs;
use std::path::Path;

use odoo_sandbox::Flavour;
use serde_json::{Map, Value};

/// What was asked, and what each version answered.
pub(crate) struct Case {
    pub(crate) kind: String,
    pub(crate) rank: u64,
    /// Its place in its file.
    pub(crate) index: usize,
    pub(crate) content: Value,
}

impl Case {
    /// The answers of a version, if it was asked.
    pub(crate) fn expected(&self, flavour: Flavour) -> Option<&Value> {
        let series = flavour.major().to_string();
        let answers: &Map<String, Value> = self.content.get("expected")?.as_object()?;
        answers
            .iter()
            .find(|(versions, _)| versions.split(' ').any(|version| version == series))
            .map(|(_, answers)| answers)
    }

    /// The name `known.json` has for it.
    pub(crate) fn key(&self) -> String {
        format!("{} {}", self.kind, self.index)
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let name = self.content.get("name").and_then(Value::as_str);
        write!(f, "{} {} {}", self.kind, self.index, name.unwrap_or(""))
    }
}

/// Reads every case.
pub(crate) fn load() -> Vec<Case> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/data");
    let mut files: Vec<_> = fs::read_dir(&folder)
        .expect("the cases are there")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "json"))
        .collect();
    files.sort();
    files.iter().flat_map(|path| of_file(path)).collect()
}

fn of_file(path: &Path) -> Vec<Case> {
    let text = fs::read_to_string(path).expect("the file can be read");
    let mut file: Value =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let kind = path
        .file_stem()
        .map(|stem| stem.to_string_lossy().into_owned())
        .unwrap_or_default();
    let rank = file["rank"].as_u64().unwrap_or_default();
    let Value::Array(cases) = file["cases"].take() else {
        panic!("{}: no cases", path.display());
    };
    cases
        .into_iter()
        .enumerate()
        .map(|(index, content)| Case {
            kind: kind.clone(),
            rank,
            index,
            content,
        })
        .collect()
}
