//! `configFromEnv`: the file and the environment, where the runtime has them.

use wasm_bindgen::prelude::*;

use crate::arguments;
use crate::env::{self, EnvConfig, FILE};
use crate::error::{Class, Error};
use crate::text::decimal;
use crate::value::{Given, Value};

#[wasm_bindgen(module = "/target/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = readWorkingFile, catch)]
    fn read_working_file(name: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = environmentVariable)]
    fn environment_variable(name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = hasEnvironment)]
    fn has_environment() -> bool;
}

/// What a prefix is, for who passes something else.
const PREFIX: &str = "a name such as 'ODOO' (a configuration goes to new OdooClient)";

/// `{url, database, username, password}` of the prefix, and `apiKey` where there is one.
///
/// # Errors
/// `OdooError` that says where it looked and what is missing, or which line of the file is
/// malformed.
#[wasm_bindgen(js_name = configFromEnv)]
pub fn config_from_env(prefix: &JsValue) -> Result<JsValue, JsValue> {
    let prefix: String = match prefix.is_undefined() {
        true => "ODOO".into(),
        false => match prefix
            .as_string()
            .filter(|text| text.len() <= 256 && prefix.is_name())
        {
            Some(prefix) => prefix,
            None => return Err(arguments::wrong("prefix", PREFIX, prefix).into()),
        },
    };
    let found = find(&prefix)?;
    let mut config = JsValue::object();
    for (key, value) in [
        ("url", Some(found.url)),
        ("database", Some(found.database)),
        ("username", found.username),
        ("password", found.password),
        ("apiKey", found.api_key),
    ] {
        if let Some(value) = value {
            config.set(key, JsValue::from(value));
        }
    }
    Ok(config)
}

fn find(prefix: &str) -> Result<EnvConfig, Error<JsValue>> {
    let refused = |message: String| Error::new(Class::Odoo, message);
    let found = read_working_file(FILE).map_err(|cause| {
        refused(
            [
                "Cannot read ",
                FILE,
                " in the working directory; check its permissions",
            ]
            .concat(),
        )
        .caused_by(cause)
    })?;
    // The file's path and its text, where there is such a file, where there are files at all.
    let [path, text] = [0, 1].map(|index| found.item(index).and_then(|text| text.as_string()));
    let (place, rest) = match (&path, &text, has_environment()) {
        (Some(path), Some(_), _) => (path.as_str(), " and the environment"),
        (Some(path), None, _) => (
            path.as_str(),
            " (there is no such file) and the environment",
        ),
        (None, _, true) => ("the environment", ""),
        (None, _, false) => (
            "vain: this runtime has neither files nor an environment",
            "",
        ),
    };
    let looked_in = [place, rest].concat();
    let variables = env::parse(text.as_deref().unwrap_or_default()).map_err(|malformed| {
        let path = path.as_deref().unwrap_or(FILE);
        let line = decimal(malformed.line as u64);
        refused([path, ", line ", &line, ": ", malformed.reason].concat())
    })?;
    env::resolve(prefix, &variables, environment_variable, &looked_in).map_err(refused)
}
