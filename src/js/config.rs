//! Reads the configuration object and the options of a call, member by member, with an error that names the member.

use js_sys::Array;
use wasm_bindgen::prelude::*;

use super::guard::check_context;
use crate::client::{CallOptions, Config};
use crate::connection::{Credentials, Server};
use crate::crud::{options_object, wrong};
use crate::error::{Class, Error};
use crate::operation::SafetyLevel;
use crate::protocol::Protocol;
use crate::queue::DEFAULT_MAX_CONCURRENT;
use crate::retry::DEFAULT_RETRIES;
use crate::url::ServerUrl;
use crate::value::{Kind, Value, as_integer};

/// A client's configuration, and what only the boundary needs of it.
pub(super) struct Settings {
    pub(super) client: Config<JsValue>,
    /// A function, or undefined.
    pub(super) fetch: JsValue,
    pub(super) headers: JsValue,
    pub(super) safety: JsValue,
    /// What tells whoever watches: a function, or undefined.
    pub(super) watcher: JsValue,
}

#[wasm_bindgen(module = "/src/js/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = pairsOf)]
    fn pairs_of(headers: &JsValue) -> Option<Array>;
    #[wasm_bindgen(js_name = callOptionsOf)]
    pub(super) fn call_options_of(options: &JsValue) -> JsValue;
}

#[wasm_bindgen(module = "/src/js/watch.js")]
extern "C" {
    fn watcher(hooks: &JsValue) -> JsValue;
}

type Checked<T> = Result<T, Error<JsValue>>;

/// Reads what `new OdooClient(config)` was given.
pub(super) fn settings(config: &JsValue) -> Checked<Settings> {
    if config.kind() != Kind::Object {
        return Err(in_config(wrong(
            "config",
            "an object with url and database",
            config,
        )));
    }
    let credentials = Credentials {
        username: optional_text(config, "username")?,
        password: optional_text(config, "password")?,
        api_key: optional_text(config, "apiKey")?,
    };
    let protocol = protocol(config).map_err(in_config)?;
    // In a page of Odoo's own, the visitor's session knows the database.
    let is_visitor = protocol == Some(Protocol::Session)
        && credentials.username.is_none()
        && credentials.password.is_none();
    let url = server_url(&member(config, "url"))?;
    let database = match given(config, "database") {
        None if is_visitor => None,
        _ => Some(required_text("database", &member(config, "database"))?),
    };
    let client = Config {
        server: Server {
            url,
            database,
            protocol,
        },
        credentials,
        timeout_ms: timeout(config).map_err(in_config)?,
        context: given(config, "context")
            .map(|context| options_object("context", context))
            .transpose()
            .map_err(in_config)?,
        max_concurrent: count(config, "maxConcurrent", 1)
            .map_err(in_config)?
            .unwrap_or(DEFAULT_MAX_CONCURRENT),
        retries: count(config, "retries", 0)
            .map_err(in_config)?
            .unwrap_or(DEFAULT_RETRIES),
    };
    let mut hooks = JsValue::object();
    for name in ["onRequest", "onResponse", "onRetry"] {
        hooks.set(name, function(config, name)?);
    }
    let safety = config.get("safety").unwrap_or(JsValue::UNDEFINED);
    check_context(&safety)?;
    Ok(Settings {
        client,
        fetch: function(config, "fetch")?,
        headers: headers(config)?,
        safety,
        watcher: watcher(&hooks),
    })
}

/// Reads an address.
pub(super) fn server_url(url: &JsValue) -> Checked<ServerUrl> {
    let text = required_text("url", url)?;
    ServerUrl::parse(&text).map_err(|reason| Error::new(Class::Odoo, reason))
}

/// Reads a text that must be there.
pub(super) fn required_text(name: &str, value: &JsValue) -> Checked<String> {
    value
        .as_string()
        .filter(|text| !text.trim().is_empty())
        .ok_or_else(|| in_config(wrong(name, "a text that is not empty", value)))
}

/// Reads the options of a call.
pub(super) fn call_options(options: &JsValue) -> Checked<CallOptions<JsValue>> {
    let options = options_object("options", options.clone())?;
    let options = call_options_of(&options);
    if options.is_undefined() {
        return Ok(CallOptions::default());
    }
    let safety_level = given(&options, "safetyLevel")
        .map(|level| {
            let known = level
                .as_string()
                .as_deref()
                .and_then(SafetyLevel::from_name);
            known.ok_or_else(|| wrong("options.safetyLevel", "'READ', 'WRITE' or 'DELETE'", &level))
        })
        .transpose()?;
    let signal = given(&options, "signal")
        .map(|signal| match signal.get("aborted") {
            Some(_) => Ok(signal),
            None => Err(wrong("options.signal", "an AbortSignal", &signal)),
        })
        .transpose()?;
    let context = given(&options, "context")
        .map(|context| options_object("options.context", context))
        .transpose()?;
    Ok(CallOptions {
        safety_level,
        timeout_ms: timeout(&options)?,
        signal,
        context,
        read_body: given(&options, "readBody")
            .map(|read| match read.is_function() {
                true => Ok(read),
                false => Err(wrong("options.readBody", "a function", &read)),
            })
            .transpose()?,
    })
}

fn protocol(config: &JsValue) -> Checked<Option<Protocol>> {
    let Some(value) = given(config, "protocol") else {
        return Ok(None);
    };
    let name = value.as_string().unwrap_or_default();
    if name == "auto" {
        return Ok(None);
    }
    let known = Protocol::ALL.into_iter().find(|known| known.name() == name);
    known.map(Some).ok_or_else(|| {
        wrong(
            "protocol",
            "'auto', 'session', 'jsonrpc' or 'json2'",
            &value,
        )
    })
}

/// A whole number that is at least `least`.
fn count(config: &JsValue, name: &'static str, least: u32) -> Checked<Option<u32>> {
    let Some(value) = given(config, name) else {
        return Ok(None);
    };
    let number = as_integer(&value).and_then(|number| u32::try_from(number).ok());
    let number = number.filter(|number| *number >= least);
    let number = number.ok_or_else(|| {
        let expected = match least {
            0 => "a whole number",
            _ => "a whole number from 1 on",
        };
        wrong(name, expected, &value)
    });
    number.map(Some)
}

/// A function, or undefined.
fn function(config: &JsValue, name: &'static str) -> Checked<JsValue> {
    match given(config, name) {
        None => Ok(JsValue::UNDEFINED),
        Some(function) if function.is_function() => Ok(function),
        Some(other) => Err(in_config(wrong(name, "a function", &other))),
    }
}

fn member(config: &JsValue, name: &'static str) -> JsValue {
    config.get(name).unwrap_or(JsValue::UNDEFINED)
}

fn optional_text(config: &JsValue, name: &'static str) -> Checked<Option<String>> {
    match given(config, name) {
        None => Ok(None),
        Some(value) => match value.as_string() {
            Some(text) => Ok(Some(text)),
            // What was given is not repeated: it may be a secret in the wrong wrapping.
            None => Err(Error::new(
                Class::Odoo,
                format!("Invalid {name} in the configuration: expected a text"),
            )),
        },
    }
}

fn timeout(options: &JsValue) -> Checked<Option<f64>> {
    given(options, "timeoutMs")
        .map(|value| {
            let number = value.as_f64().filter(|number| *number >= 0.0);
            number.ok_or_else(|| wrong("timeoutMs", "milliseconds, 0 for no limit", &value))
        })
        .transpose()
}

/// Reads extra headers into a plain object.
fn headers(config: &JsValue) -> Checked<JsValue> {
    let mut headers = JsValue::object();
    let Some(given) = given(config, "headers") else {
        return Ok(headers);
    };
    let Some(pairs) = pairs_of(&given) else {
        return Err(in_config(wrong(
            "headers",
            "an object of names and texts",
            &given,
        )));
    };
    for pair in pairs.iter() {
        let name = pair.item(0).and_then(|name| name.as_string());
        let name = name.filter(|name| is_header_name(name)).ok_or_else(|| {
            Error::new(
                Class::Odoo,
                "Invalid header name in the headers of the configuration",
            )
        })?;
        // The body is JSON, whatever the program would like to call it.
        if name.eq_ignore_ascii_case("content-type") {
            continue;
        }
        let value = pair.item(1).and_then(|value| value.as_string());
        // What was given is not repeated: headers often carry secrets.
        let value = value
            .filter(|value| !value.contains(['\r', '\n', '\0']))
            .ok_or_else(|| {
                let message = format!(
                    "Invalid header '{name}' in the configuration: expected a text of one line"
                );
                Error::new(Class::Odoo, message)
            })?;
        headers.set_named(&name, JsValue::from(value));
    }
    Ok(headers)
}

/// A token of [RFC 9110, 5.6.2](https://www.rfc-editor.org/rfc/rfc9110#section-5.6.2).
fn is_header_name(name: &str) -> bool {
    let is_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !name.is_empty() && name.bytes().all(is_token)
}

fn given(options: &JsValue, name: &'static str) -> Option<JsValue> {
    options.get(name).filter(|value| !value.is_null())
}

/// A wrong configuration is wrong use of the client, not of a method's argument.
fn in_config(mut error: Error<JsValue>) -> Error<JsValue> {
    error.class = Class::Odoo;
    error.message = error.message.replacen(':', " in the configuration:", 1);
    error
}
