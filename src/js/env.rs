//! `configFromEnv`: the file and the environment, where the runtime has them.

use js_sys::Array;
use serde::Serialize;
use wasm_bindgen::prelude::*;

use crate::crud;
use crate::env::{self, EnvConfig, FILE};
use crate::error::{Class, Error};

#[wasm_bindgen(module = "/src/js/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = readWorkingFile, catch)]
    fn read_working_file(name: &str) -> Result<Option<Array>, JsValue>;
    #[wasm_bindgen(js_name = environmentVariable)]
    fn environment_variable(name: &str) -> Option<String>;
    #[wasm_bindgen(js_name = hasEnvironment)]
    fn has_environment() -> bool;
}

/// What `configFromEnv` returns.
#[derive(Serialize)]
struct FoundConfig<'a> {
    url: &'a str,
    database: &'a str,
    username: &'a str,
    password: &'a str,
}

/// `{url, database, username, password}` of the prefix.
///
/// # Errors
/// `OdooError` that says where it looked and what is missing, or which line of the file is malformed.
#[wasm_bindgen(js_name = configFromEnv)]
pub fn config_from_env(prefix: &JsValue) -> Result<JsValue, JsValue> {
    let prefix: String = match prefix.is_undefined() {
        true => "ODOO".into(),
        false => crud::name("prefix", prefix.clone())?
            .as_string()
            .unwrap_or_default(),
    };
    let found = find(&prefix)?;
    let config = FoundConfig {
        url: &found.url,
        database: &found.database,
        username: &found.username,
        password: &found.password,
    };
    Ok(serde_wasm_bindgen::to_value(&config)?)
}

fn find(prefix: &str) -> Result<EnvConfig, Error<JsValue>> {
    let refused = |message: String| Error::new(Class::Odoo, message);
    let file = read_working_file(FILE).map_err(|cause| {
        refused(format!(
            "Cannot read {FILE} in the working directory; check its permissions"
        ))
        .caused_by(cause)
    })?;
    let path = file.as_ref().and_then(|file| file.get(0).as_string());
    let text = file.as_ref().and_then(|file| file.get(1).as_string());
    let path = path.unwrap_or_else(|| FILE.into());
    let variables = env::parse(text.as_deref().unwrap_or_default()).map_err(|malformed| {
        refused(format!(
            "{path}, line {}: {}",
            malformed.line, malformed.reason
        ))
    })?;
    let looked_in = match (file.is_some(), text.is_some(), has_environment()) {
        (true, true, _) => format!("{path} and the environment"),
        (true, false, _) => format!("{path} (there is no such file) and the environment"),
        (false, _, true) => "the environment".into(),
        (false, _, false) => "vain: this runtime has neither files nor an environment".into(),
    };
    env::resolve(prefix, &variables, environment_variable, &looked_in).map_err(refused)
}
