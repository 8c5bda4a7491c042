//! One recorded HTTP exchange.

use std::path::PathBuf;

use odoo_sandbox::{Flavour, HttpRequest};
use serde_json::{Value, json};

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

/// What a recording calls.
#[derive(Clone, Debug)]
pub(crate) struct Call<'a> {
    pub(crate) model: &'a str,
    pub(crate) method: &'a str,
    /// The records it is called on.
    pub(crate) ids: Vec<i64>,
    /// The records it made.
    pub(crate) made: Vec<i64>,
    /// Their model.
    pub(crate) made_model: &'a str,
    /// The record that what it made belongs to: model and id.
    pub(crate) document: Option<(String, i64)>,
}

/// Returns the numbers of a list of numbers, or the number.
fn integers(value: &Value) -> Vec<i64> {
    match value {
        Value::Array(items) => {
            let numbers: Option<Vec<i64>> = items.iter().map(Value::as_i64).collect();
            numbers.unwrap_or_default()
        }
        other => other.as_i64().into_iter().collect(),
    }
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

    /// Returns what a recording calls, whatever the protocol.
    pub(crate) fn call(&self) -> Option<Call<'_>> {
        let body = self.body.as_ref()?;
        if let Some(rest) = self.path.strip_prefix("/json/2/") {
            let (model, method) = rest.split_once('/')?;
            let vals = body.get("vals_list").or_else(|| body.get("vals"));
            return Some(self.describe(model, method, body.get("ids"), vals));
        }
        let params = body.get("params")?;
        let of_service = params.get("args")?.as_array()?;
        let (model, method, args) = match params.get("model") {
            Some(model) => (model, params.get("method")?, of_service),
            None => (
                of_service.get(3)?,
                of_service.get(4)?,
                of_service.get(5)?.as_array()?,
            ),
        };
        let vals = args
            .iter()
            .find(|arg| arg.is_object() || arg[0].is_object());
        Some(self.describe(model.as_str()?, method.as_str()?, args.first(), vals))
    }

    fn describe<'a>(
        &self,
        model: &'a str,
        method: &'a str,
        ids: Option<&Value>,
        vals: Option<&Value>,
    ) -> Call<'a> {
        let makes = matches!(method, "create" | "copy" | "message_post");
        let vals = match vals {
            Some(Value::Array(list)) => list.first().cloned().unwrap_or_default(),
            other => other.cloned().unwrap_or_default(),
        };
        let owner = vals["res_model"]
            .as_str()
            .or_else(|| vals["model"].as_str());
        Call {
            model,
            method,
            ids: ids.map(integers).unwrap_or_default(),
            made: if makes {
                self.result().map(integers).unwrap_or_default()
            } else {
                Vec::new()
            },
            made_model: if method == "message_post" {
                "mail.message"
            } else {
                model
            },
            document: owner.map(str::to_owned).zip(vals["res_id"].as_i64()),
        }
    }

    /// Returns the result, unless an error was recorded.
    fn result(&self) -> Option<&Value> {
        let body = &self.response["body"];
        if self.response["status"] != 200 {
            return None;
        }
        match body.get("jsonrpc") {
            Some(_) => body.get("result"),
            None => Some(body),
        }
    }

    /// Tells whether the recorded server had the records it was asked for.
    pub(crate) fn found_its_records(&self) -> bool {
        self.result().is_some_and(|result| *result != json!([]))
            || self.response["body"]
                .to_string()
                .contains("odoo.exceptions.ValidationError")
    }

    /// Returns a header of the request.
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut headers = self.headers.iter();
        let (_, value) = headers.find(|(header, _)| header == name)?;
        Some(value)
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
