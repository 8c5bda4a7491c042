//! One recorded HTTP exchange.

use std::path::PathBuf;

use odoo_sandbox::Flavour;
use serde_json::{Value, json};

use crate::ids::python;
use crate::shape::Call;

/// A recorded exchange.
#[derive(Clone, Debug)]
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) query: String,
    pub(crate) headers: Vec<(String, String)>,
    /// The body as JSON, or as the text that was sent where it is none.
    pub(crate) body: Option<Value>,
    pub(crate) body_text: Option<String>,
    pub(crate) response: Value,
}

/// Names the folder of a version's recordings.
fn folder(flavour: Flavour) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/exchanges")
        .join(flavour.to_string())
}

/// Checks that a version which is not replayed has indeed nothing to replay.
pub(crate) fn assert_none(flavour: Flavour) {
    let dir = folder(flavour);
    assert!(
        !dir.exists(),
        "there are recordings of {flavour}: name it in Flavour::RECORDED"
    );
}

/// Loads every recording of a version, in the order of their names.
pub(crate) fn load(flavour: Flavour) -> Vec<Recording> {
    let dir = folder(flavour);
    let files = std::fs::read_dir(&dir)
        .unwrap_or_else(|error| panic!("{}: {error}", dir.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        });
    let mut recordings: Vec<Recording> = files
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a readable recording");
            let json: Value = serde_json::from_str(&text).expect("a recording is JSON");
            Recording::new(json)
        })
        .collect();
    recordings.sort_by(|one, other| one.name.cmp(&other.name));
    recordings
}

impl Recording {
    fn new(mut json: Value) -> Self {
        let request = json["request"].take();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let full_path = text(&request["path"]);
        let (path, query) = full_path.split_once('?').unwrap_or((&full_path, ""));
        let body_text = request.get("bodyText").map(text);
        let mut response = json["response"].take();
        // What Python reads and writes as JSON is JSON here too.
        if let Some(body) = response["bodyText"].as_str().and_then(python::read) {
            response["body"] = body;
        }
        Self {
            name: text(&json["name"]),
            method: text(&request["method"]),
            path: path.to_owned(),
            query: query.to_owned(),
            headers: request["headers"]
                .as_object()
                .expect("headers")
                .iter()
                .map(|(name, value)| (name.clone(), text(value)))
                .collect(),
            body: request
                .get("body")
                .cloned()
                .or_else(|| python::read(body_text.as_deref()?)),
            body_text,
            response,
        }
    }

    /// Returns what the recording calls, whatever the protocol.
    pub(crate) fn call(&self) -> Option<Call<'_>> {
        Call::of(&self.path, self.body.as_ref()?)
    }

    /// Returns the result, unless an error was recorded.
    pub(crate) fn result(&self) -> Option<&Value> {
        let body = &self.response["body"];
        if self.response["status"] != 200 {
            return None;
        }
        match body.get("jsonrpc") {
            Some(_) => body.get("result"),
            None => Some(body),
        }
    }

    /// Lists the records it made.
    pub(crate) fn made(&self) -> Vec<i64> {
        let makes = self.call().is_some_and(|call| call.makes().is_some());
        match self.result().filter(|_| makes) {
            Some(Value::Array(items)) => items.iter().filter_map(Value::as_i64).collect(),
            Some(other) => other.as_i64().into_iter().collect(),
            None => Vec::new(),
        }
    }

    /// Tells whether the recorded server had the records it was asked for.
    pub(crate) fn found_its_records(&self) -> bool {
        let named = |id: &i64| self.response["body"].to_string().contains(&id.to_string());
        match self.result() {
            Some(result) => *result != json!([]),
            // An error that names a record is about one that is missing.
            None => {
                let ids = self.call().map(|call| call.ids()).unwrap_or_default();
                let body = self.response["body"].to_string();
                body.contains("odoo.exceptions.ValidationError")
                    || (body.contains("odoo.exceptions.MissingError") && !ids.iter().any(named))
            }
        }
    }

    /// Returns a header of the request.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(header, _)| header == name)?;
        Some(value)
    }
}
