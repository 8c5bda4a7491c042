//! One recorded HTTP exchange.

use std::path::PathBuf;

use odoo_sandbox::{Flavour, HttpRequest};
use serde_json::Value;

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

/// Loads every recording of a version, in the order of their names.
pub(crate) fn load(flavour: Flavour) -> Vec<Recording> {
    let dir = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
        .join("../tests/exchanges")
        .join(flavour.to_string());
    let mut files: Vec<PathBuf> = std::fs::read_dir(&dir)
        .unwrap_or_else(|error| panic!("{}: {error}", dir.display()))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| {
            path.extension()
                .is_some_and(|extension| extension == "json")
        })
        .collect();
    files.sort();
    files
        .into_iter()
        .map(|path| {
            let text = std::fs::read_to_string(&path).expect("a readable recording");
            let json: Value = serde_json::from_str(&text).expect("a recording is JSON");
            Recording::new(json)
        })
        .collect()
}

impl Recording {
    fn new(mut json: Value) -> Self {
        let request = json["request"].take();
        let text = |value: &Value| value.as_str().expect("a text").to_owned();
        let full_path = text(&request["path"]);
        let (path, query) = full_path.split_once('?').unwrap_or((&full_path, ""));
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
            body: request.get("body").cloned(),
            body_text: request.get("bodyText").map(text),
            response: json["response"].take(),
        }
    }

    /// Returns the model and the arguments of a call of `/jsonrpc`'s `execute_kw`.
    pub(crate) fn execute_kw(&self) -> Option<(&str, &Vec<Value>)> {
        let args = self.body.as_ref()?.get("params")?.get("args")?.as_array()?;
        Some((args.get(3)?.as_str()?, args.get(5)?.as_array()?))
    }

    /// Makes the request anew, its body as the scene rewrote it.
    pub(crate) fn request(&self, body: Option<&Value>, now_ms: u64) -> HttpRequest {
        let text = match body {
            Some(body) => body.to_string(),
            None => self.body_text.clone().unwrap_or_default(),
        };
        HttpRequest {
            method: self.method.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            body: text.into_bytes(),
            remote_addr: "127.0.0.1".into(),
            now_ms,
        }
    }
}
