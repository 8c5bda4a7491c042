//! The recordings of real servers: what the tests below compare with.

use std::path::{Path, PathBuf};

use odoo_client_wasm::protocol::http::{Body, Head, Response};
use serde_json::Value;

use crate::world::{response, unread};

pub(crate) const VERSIONS: [&str; 3] = ["17.0", "18.0", "19.0"];

/// One exchange with a server.
pub(crate) struct Recording {
    pub(crate) name: String,
    pub(crate) request: Value,
    pub(crate) response: Value,
}

impl Recording {
    /// The answer, as the port gives it.
    pub(crate) fn answer(&self) -> Response<Value> {
        let status = self.response["status"]
            .as_u64()
            .and_then(|status| status.try_into().ok());
        let status = status.expect("a status");
        let is_json = self
            .header("content-type")
            .is_some_and(|content_type| content_type.contains("json"));
        let mut answer = response(
            status,
            match is_json {
                true => Body::Json(self.response["body"].clone()),
                false => unread(status),
            },
        );
        answer.head = Some(Box::new(Head {
            set_cookie: self.header("set-cookie"),
            etag: self.header("etag"),
            location: self.header("location"),
            page: self.response["bodyText"].as_str().map(str::to_owned),
            ..Head::default()
        }));
        answer
    }

    /// A header of the answer, joined with commas where it was sent several times.
    fn header(&self, name: &str) -> Option<String> {
        match &self.response["headers"][name] {
            Value::Array(several) => {
                let texts: Vec<_> = several.iter().filter_map(Value::as_str).collect();
                Some(texts.join(", "))
            }
            one => one.as_str().map(str::to_owned),
        }
    }

    /// The body of the answer.
    pub(crate) fn body(&self) -> &Value {
        &self.response["body"]
    }

    /// Where the request went.
    pub(crate) fn path(&self) -> &str {
        self.request["path"].as_str().expect("a path")
    }

    /// Whether it is a JSON-RPC call of a model's method or of a service.
    pub(crate) fn is_call(&self) -> bool {
        self.path() == "/jsonrpc" || self.path().starts_with("/web/dataset/call_")
    }
}

/// All recordings of all versions.
pub(crate) fn all() -> Vec<Recording> {
    VERSIONS.iter().flat_map(|version| of(version)).collect()
}

/// The calls of all versions that were answered with an error, and the error.
pub(crate) fn faults() -> impl Iterator<Item = (Recording, Value)> {
    all().into_iter().filter_map(|recording| {
        let error = recording.response["body"]["error"].clone();
        (recording.is_call() && !error.is_null()).then_some((recording, error))
    })
}

/// The recordings of one version.
pub(crate) fn of(version: &str) -> Vec<Recording> {
    let folder = folder().join(version);
    let mut paths: Vec<_> = std::fs::read_dir(&folder)
        .unwrap_or_else(|error| panic!("{}: {error}", folder.display()))
        .map(|entry| entry.expect("a readable folder").path())
        .collect();
    paths.sort();
    paths.iter().map(|path| read(version, path)).collect()
}

/// The recording `name` of a version.
pub(crate) fn named(version: &str, name: &str) -> Recording {
    read(
        version,
        &folder().join(version).join(name).with_extension("json"),
    )
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchanges")
}

fn read(version: &str, path: &Path) -> Recording {
    let text =
        std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let mut exchange: Value = serde_json::from_str(&text).expect("a recording is JSON");
    let name = exchange["name"].as_str().expect("a name");
    Recording {
        name: format!("{version}/{name}"),
        request: exchange["request"].take(),
        response: exchange["response"].take(),
    }
}
